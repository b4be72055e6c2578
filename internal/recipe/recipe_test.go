package recipe

import (
	"strings"
	"testing"
)

// whole is a recipe as a chart has it.
const whole = `{"command": "mix", "start": "--gw 2", "start_value": 2000000000, "start_unit": "W", "start_input": "power.commitment", "basis": "it",
"chips": ["trainium3", "gb300"], "shares": [0.6, 0.4], "by": "power", "site": "default", "workload": "training", "precision": "bf16", "as_of": null,
"draws": 16384, "seed": 1, "sampler": "sobol", "set": [{"text": "trainium3:chip.tdp=900W", "origin": "--set"}], "correlate": []}`

func TestLine(t *testing.T) {
	for _, c := range []struct{ recipe, args, short string }{
		{whole,
			"mix --gw=2 --basis=it --chip=trainium3=0.6 --chip=gb300=0.4 --by=power --site=default --workload=training --precision=bf16 --set=trainium3:chip.tdp=900W --draws=16384 --seed=1 --sampler=sobol",
			"capplan mix --gw 2 --basis it --chip trainium3=0.6 --chip gb300=0.4 --set trainium3:chip.tdp=900W"},
		{`{"command": "mix", "start": "--budget 50B", "chips": ["gb300"], "shares": null, "asks": [{"flag": "--maximize", "value": "capacity.effective"},
			{"flag": "--limit", "value": "cost.capex <= 50B"}], "draws": 0, "seed": 18446744073709551615}`,
			"mix --budget=50B --chip=gb300 --maximize=capacity.effective --limit=cost.capex <= 50B --draws=0 --seed=18446744073709551615",
			"capplan mix --budget 50B --chip gb300 --maximize capacity.effective --limit 'cost.capex <= 50B' --draws 0 --seed 18446744073709551615"},
		{`{"command": "ramp", "start": "openai-aws-2gw", "basis": "unstated", "chips": ["trainium3"], "site": "aws-air", "draws": 16384, "seed": 1, "sampler": "sobol",
			"asks": [{"flag": "--solve", "value": "gw"}]}`,
			"ramp --basis=unstated --site=aws-air --solve=gw --draws=16384 --seed=1 --sampler=sobol -- openai-aws-2gw",
			"capplan ramp openai-aws-2gw --basis unstated --site aws-air --solve gw"},
		{`{"command": "sensitivity", "start": "openai-aws-2gw", "start_value": 2000000000, "basis": "unstated", "chips": ["trainium3", "trainium4"], "draws": 16384, "seed": 1,
			"asks": [{"flag": "--payment", "value": "lease"}], "metrics": ["ramp.payments", "capacity.chips_in_service@2030-Q4"], "groups": [], "points": 64}`,
			"sensitivity --basis=unstated --payment=lease --metric=ramp.payments --metric=capacity.chips_in_service@2030-Q4 --points=64 --draws=16384 --seed=1 -- openai-aws-2gw",
			"capplan sensitivity openai-aws-2gw --basis unstated --payment lease --metric ramp.payments --metric capacity.chips_in_service@2030-Q4 --points 64"},
		{`{"command": "sweep", "start": "--gw", "basis": "facility", "chips": ["trainium2", "gb200"], "site": "default", "workload": "training", "draws": 0, "seed": 1,
			"asks": [{"flag": "--vary", "value": "gw=1:3:1"}, {"flag": "--vary", "value": "chip=trainium2,gb200"}, {"flag": "--vary", "value": "basis=it,facility"}, {"flag": "--metric", "value": "capacity.chips"}]}`,
			"sweep --site=default --workload=training --vary=gw=1:3:1 --vary=chip=trainium2,gb200 --vary=basis=it,facility --metric=capacity.chips --draws=0 --seed=1",
			"capplan sweep --vary gw=1:3:1 --vary chip=trainium2,gb200 --vary basis=it,facility --metric capacity.chips --draws 0"},
		{`{"command": "estimate", "start": "--gw 2", "site": "aws-air", "draws": 512, "seed": 1, "set": [{"text": "site=aws-air", "origin": "CAPPLAN_SITE"},
			{"text": "draws=512", "origin": "../capplan.toml:3"}, {"text": "profiles=/a b/mine", "origin": "/a b/capplan.toml:1"}, {"text": "site.reserve=3%", "origin": "--set"}]}`,
			"estimate --gw=2 --site=aws-air --set=site.reserve=3% --draws=512 --seed=1",
			"capplan estimate --gw 2 --site aws-air --set site.reserve=3% --draws 512"},
		{`{"command": "ledger", "ledger": "openai", "moments": [{"key": "before", "date": "2026-02-27"}, {"key": "after", "date": "2026-08-17", "letters_kept": false},
			{"key": "after-letters-kept", "letters_kept": true}], "realised": true, "draws": 8, "seed": 1}`,
			"ledger --before=2026-02-27 --after=2026-08-17 --realised=true --draws=8 --seed=1 -- openai",
			"capplan ledger openai --before 2026-02-27 --after 2026-08-17 --realised --draws 8"},
		{`{"command": "check", "start": "--gw 2 GW", "basis": "facility", "chips": ["h100"], "draws": 16384, "seed": 1, "asks": [{"flag": "claim", "value": "2 GW is 4 million H100"}]}`,
			"check --basis=facility --chip=h100 --draws=16384 --seed=1 -- 2 GW is 4 million H100",
			"capplan check '2 GW is 4 million H100' --chip h100"},
		{`{"command": "explain", "start": "--gw 1", "basis": "facility", "chips": [], "draws": 16384, "seed": 1, "asks": [{"flag": "quantity", "value": "site.pue_peak"}]}`,
			"explain --gw=1 --basis=facility --draws=16384 --seed=1 -- site.pue_peak",
			"capplan explain site.pue_peak --gw 1"},
		{`{"command": "diff", "of": "scenarios", "operands": ["openai-aws-2gw", "own"], "asks": [{"flag": "--of", "value": "ramp.payments"}], "old": {"start": "openai-aws-2gw"}, "new": {"input_hash": "0"}}`,
			"diff --of=ramp.payments -- openai-aws-2gw given",
			"capplan diff openai-aws-2gw given --of ramp.payments"},
		{`{"command": "check", "start": "--gw 2", "chips": ["gb200"], "draws": 0, "seed": 1, "asks": [{"flag": "--fail-if", "value": "capacity.chips < -5%"}, {"flag": "--baseline", "value": "own"}]}`,
			"check --gw=2 --chip=gb200 --fail-if=capacity.chips < -5% --draws=0 --seed=1 --baseline=given",
			"capplan check --gw 2 --chip gb200 --fail-if 'capacity.chips < -5%' --draws 0 --baseline given"},
	} {
		r, err := Parse([]byte(c.recipe))
		if err != nil {
			t.Fatal(err)
		}
		l, err := r.Line()
		if err != nil {
			t.Fatal(err)
		}
		l.Give([]string{"given"}[:len(l.Wants)])
		if got := strings.Join(l.Args(), " "); got != c.args {
			t.Errorf("args\n%s\nwant\n%s", got, c.args)
		}
		if got := l.Short(); got != c.short {
			t.Errorf("short\n%s\nwant\n%s", got, c.short)
		}
	}
}

// TestRefused: what names a file, writes, or is not known is refused in words.
func TestRefused(t *testing.T) {
	change := func(from, to string) string {
		if !strings.Contains(whole, from) {
			t.Fatalf("the recipe has no %s", from)
		}
		return strings.Replace(whole, from, to, 1)
	}
	claim := func(text string) string {
		return `{"command": "check", "start": "--gw 2", "asks": [{"flag": "claim", "value": "` + text + `"}]}`
	}
	for name, c := range map[string]struct{ recipe, want string }{
		"a verb that there is not":    {change(`"mix"`, `"rm"`), `"rm"`},
		"a verb that has no recipe":   {change(`"mix"`, `"profiles"`), `"profiles"`},
		"a start that is a flag":      {change(`--gw 2`, `--output /etc/passwd`), "starts from"},
		"a start that is a file":      {change(`--gw 2`, `../secret.toml`), "starts from"},
		"a scenario that is a file":   {`{"command": "ramp", "start": "/etc/x.toml"}`, "starts from"},
		"a file beside":               {`{"command": "ramp", "start": "x.toml"}`, "starts from"},
		"a ledger that is a file":     {`{"command": "ledger", "ledger": "../x.toml"}`, "no id"},
		"a chip that is a file":       {change(`"gb300"`, `"../gb300"`), "no id"},
		"a site that is a file":       {change(`"site": "default"`, `"site": "../x"`), "no id"},
		"a chip that is a flag":       {change(`"gb300"`, `"--output"`), "no id"},
		"a field that is unknown":     {change(`"by"`, `"output"`), "unknown field"},
		"a flag that writes":          {change(`"correlate": []`, `"correlate": [], "asks": [{"flag": "--output", "value": "x"}]`), "--output"},
		"a flag of another command":   {change(`"correlate": []`, `"correlate": [], "asks": [{"flag": "--solve", "value": "gw"}]`), "--solve"},
		"a setting from elsewhere":    {change(`"origin": "--set"`, `"origin": "evil.toml:1"`), "evil.toml"},
		"an input by a variable":      {change(`"origin": "--set"`, `"origin": "CAPPLAN_SITE"`), "CAPPLAN_SITE"},
		"a start that a sweep lacks":  {`{"command": "sweep", "start": "--gw", "asks": [{"flag": "--vary", "value": "mw=1:2:1"}]}`, "starts from"},
		"a start without a value":     {change(`--gw 2`, `--gw`), "starts from"},
		"a comparison of something":   {`{"command": "diff", "of": "capacity.chips", "operands": ["own", "own"]}`, "capacity.chips"},
		"a comparison of one":         {`{"command": "diff", "of": "results", "operands": ["own"]}`, "of two"},
		"a comparison with a file":    {`{"command": "diff", "of": "libraries", "operands": ["builtin", "/etc"]}`, "/etc"},
		"results that have a name":    {`{"command": "diff", "of": "results", "operands": ["own", "a"]}`, "built in"},
		"a comparison that writes":    {`{"command": "diff", "of": "libraries", "operands": ["builtin", "own"], "asks": [{"flag": "--output", "value": "x"}]}`, "--output"},
		"a claim that is a file":      {claim("x/y.toml"), "no sentence"},
		"a claim that is a file of 2": {claim("2 /y.toml"), "no sentence"},
		"a claim that is a flag":      {claim("--output x"), "no sentence"},
		"a claim of two lines":        {claim(`2 GW is\n4M h100`), "cannot be seen"},
		"two claims":                  {`{"command": "check", "start": "--gw 2", "asks": [{"flag": "claim", "value": "2 GW is 4M h100"}, {"flag": "claim", "value": "2 GW is 4M h100"}]}`, "no sentence"},
		"a claim of an estimate":      {`{"command": "estimate", "start": "--gw 2", "asks": [{"flag": "claim", "value": "2 GW is 4M h100"}]}`, `"claim"`},
		"a baseline by name":          {`{"command": "check", "start": "--gw 2", "asks": [{"flag": "--baseline", "value": "/etc/passwd"}]}`, "/etc/passwd"},
		"a baseline that is kept":     {`{"command": "check", "start": "--gw 2", "asks": [{"flag": "--save-baseline", "value": "x"}]}`, "--save-baseline"},
		"a quantity that is a file":   {`{"command": "explain", "start": "--gw 2", "asks": [{"flag": "quantity", "value": "../x"}]}`, "no name"},
		"no quantity":                 {`{"command": "explain", "start": "--gw 2"}`, "no quantity"},
		"a sweep that is continued":   {`{"command": "sweep", "start": "--gw 2", "asks": [{"flag": "--resume", "value": "true"}]}`, "--resume"},
		"a recipe in a recipe":        {`{"command": "repro", "start": "--gw 2"}`, `"repro"`},
		"a study of a file":           {`{"command": "sensitivity", "start": "own.toml"}`, "starts from"},
		"a line break":                {change(`chip.tdp=900W`, `chip.tdp=900W\n`), "cannot be seen"},
		"a text that turns":           {change(`chip.tdp=900W`, "chip.tdp=\u202e900W"), "cannot be seen"},
		"a long text":                 {change(`chip.tdp=900W`, strings.Repeat("9", 3000)), "bytes"},
		"too many cases":              {change(`16384`, `999999999`), "cases"},
		"shares of others":            {change(`[0.6, 0.4]`, `[1]`), "2 chips and 1 shares"},
		"two recipes":                 {whole + whole, "follows"},
		"no JSON":                     {"hello", "cannot be read"},
		"too long":                    {strings.Repeat(" ", MaxBytes) + whole, "bytes"},
		"no UTF-8":                    {"{\"command\": \"\xff\"}", "UTF-8"},
	} {
		r, err := Parse([]byte(c.recipe))
		if err == nil {
			_, err = r.Line()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// TestOverlays are told from settings and from what is built in.
func TestOverlays(t *testing.T) {
	for recipe, want := range map[string][2]bool{
		whole: {false, false},
		`{"command": "estimate", "set": [{"text": "profiles", "origin": "CAPPLAN_PROFILES"}]}`:          {true, false},
		`{"command": "estimate", "set": [{"text": "profiles=../mine", "origin": "../capplan.toml:3"}]}`: {true, false},
		`{"command": "estimate", "set": [{"text": "site=aws-air", "origin": "CAPPLAN_SITE"}]}`:          {false, false},
		`{"command": "estimate", "overlaid": [{"kind": "chip", "id": "x", "added": true}]}`:             {true, false},
		`{"command": "backtest", "data": "built-in"}`:                                                   {false, false},
		`{"command": "backtest", "data": "own"}`:                                                        {false, true},
		`{"command": "backtest", "data": "rows.csv"}`:                                                   {false, true},
		`{"command": "ramp", "start": "x", "data": "own"}`:                                              {false, true},
	} {
		r, err := Parse([]byte(recipe))
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]bool{r.Overlays(), r.OwnFile()}; got != want {
			t.Errorf("%s: %v", recipe, got)
		}
	}
}

// FuzzParse: whatever a file claims, the words of a line are a command, flags with their values joined to them, and a name that is no path and no flag.
func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(`{"command": "ramp", "start": "openai-aws-2gw"}`))
	f.Add([]byte(`{"command": "diff", "of": "libraries", "operands": ["builtin", "own"], "asks": [{"flag": "--alone", "value": "true"}]}`))
	f.Add([]byte(`{"command": "check", "start": "--gw 2", "asks": [{"flag": "claim", "value": "2 GW is 4M h100"}]}`))
	f.Add([]byte(`{"command": "report", "start": "--gw 2 -o x", "asks": [{"flag": "--title", "value": "-o"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Parse(text)
		if err != nil {
			return
		}
		l, err := r.Line()
		if err != nil {
			return
		}
		args := l.Args()
		for i, a := range args[1:] {
			switch {
			case a == "--" && (i == len(args)-3 || i == len(args)-4 && len(l.Operands) == 2):
			case i == len(args)-2 && l.Name != "" && (isID(a) || r.OwnFile() || r.Command == "check" && isClaim(a) || r.Command == "explain" && quantityName().MatchString(a)):
			case i >= len(args)-3 && len(l.Operands) == 2 && isID(a):
			case strings.HasPrefix(a, "--output"), strings.HasPrefix(a, "--profiles"), strings.HasPrefix(a, "--data"), strings.HasPrefix(a, "--cache"):
				t.Fatalf("a line that writes or reads: %q", args)
			case !strings.HasPrefix(a, "--") || !strings.Contains(a, "="):
				t.Fatalf("a bare word: %q", args)
			}
		}
		l.Short("FILE")
	})
}

// TestWork: what a file from anybody may ask is bounded, whatever makes it large; what capplan asks by itself is far below.
func TestWork(t *testing.T) {
	for recipe, within := range map[string]bool{
		whole: true,
		`{"command": "estimate", "start": "--gw 2", "draws": 4194304}`:                                                                   true,
		`{"command": "ramp", "start": "openai-aws-2gw", "draws": 16384}`:                                                                 true,
		`{"command": "ramp", "start": "openai-aws-2gw", "draws": 4194304}`:                                                               false,
		`{"command": "report", "start": "openai-aws-2gw", "draws": 1048576}`:                                                             false,
		`{"command": "sensitivity", "start": "openai-aws-2gw", "points": 4194304}`:                                                       false,
		`{"command": "backtest", "draws": 4194304}`:                                                                                      false,
		`{"command": "mix", "start": "--gw 2", "draws": 1048576, "asks": [{"flag": "--share-curve", "value": "nvidia"}]}`:                false,
		`{"command": "mix", "start": "--gw 2", "draws": 65536, "asks": [{"flag": "--points", "value": "200"}]}`:                          false,
		`{"command": "mix", "start": "--gw 2", "asks": [{"flag": "--maximize", "value": "x"}, {"flag": "--max-nodes", "value": "20k"}]}`: true,
		`{"command": "mix", "start": "--gw 2", "asks": [{"flag": "--maximize", "value": "x"}, {"flag": "--max-nodes", "value": "0"}]}`:   false,
		`{"command": "mix", "start": "--gw 2", "asks": [{"flag": "--maximize", "value": "x"}, {"flag": "--max-nodes", "value": "1e9"}]}`: false,
		`{"command": "compare", "start": "--gw 2", "draws": 4194304, "chips": ["a", "b", "c"]}`:                                          false,
		`{"command": "check", "start": "openai-aws-2gw", "draws": 4194304}`:                                                              false,
		`{"command": "diff", "of": "results", "operands": ["own", "own"], "asks": [{"flag": "--permutations", "value": "4096"}]}`:        false,
		`{"command": "diff", "of": "scenarios", "operands": ["openai-aws-2gw", "openai-aws-2gw"]}`:                                       true,
	} {
		r, err := Parse([]byte(recipe))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Work() <= MostWork; got != within {
			t.Errorf("%s: %g of %d", recipe, r.Work(), MostWork)
		}
	}
	if SweepWork(40_000, 1, 1<<22) <= MostWork || SweepWork(5_000_000, 1, 0) <= MostWork || SweepWork(40_000, 2, 4096) > MostWork {
		t.Error("sweeps are bounded by their rows and what is drawn in each")
	}
}
