package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// reproducible are questions whose files carry a recipe, and the files that each is written to.
var reproducible = []struct {
	args  string
	files []string
}{
	{"estimate --gw 2 --chip trainium2 --draws 64 --at-least capacity.chips=1M", []string{"a.png", "a.svg", "a.json"}},
	{"estimate --gw 2 --chip trainium2 --draws 64 --chart ridges --basis unstated --as-of 2026-09-01 --set site.pue_peak=1.1..1.2 --fields capacity.chips", []string{"b.png", "b.json"}},
	{"estimate --gw 2 --chip trainium2 --draws 64 --correlate site.pue_peak,system.power=0.7 --seed 18446744073709551615", []string{"b2.json"}},
	{"compare --gw 2 --chip trainium2 --chip gb200 --reference gb200 --equivalent capacity.effective --break-even --draws 64", []string{"c.svg", "c.json"}},
	{"mix --gw 2 --chip trainium3=0.6 --chip gb300 --by chips --chart waterfall --draws 64", []string{"d.png", "d.json"}},
	{"mix --gw 2 --chip trainium2 --chip gb200 --maximize capacity.effective --limit share(gb200)<=40% --draws 64", []string{"e.json"}},
	{"mix --gw 2 --chip trainium3 --chip gb300 --share-curve nvidia --points 5 --draws 64", []string{"f.png", "f.json"}},
	{"sensitivity --gw 2 --chip trainium2 --points 64 --chart indices --group site=site.* --draws 64", []string{"g.svg", "g.json"}},
	{"sensitivity openai-aws-2gw --payment lease --metric ramp.payments,capacity.chips_in_service@2030-Q4 --points 64 --draws 64", []string{"g2.svg", "g2.json"}},
	{"sweep --gw 2 --chip trainium2 --vary site.pue_peak=1.1:1.4:lin:5 --set site.reserve=3%", []string{"k1.png"}},
	{"sweep --chip trainium3=0.4 --chip gb300 --by chips --vary gw=1:3:1 --vary site=aws-air,default --metric gb300:capacity.chips --draws 64", []string{"k2.svg"}},
	{"sweep --kw 5000 --vary chip=trainium2,gb200 --vary chip.tdp=500W:600W:lin:5 --as-of 2026-08-01", []string{"k3.svg"}},
	{"sweep --gw 1 --chip trainium3 --chip gb300 --vary share:trainium3=0:1:0.25 --vary basis=it,facility --chart heatmap", []string{"k4.svg"}},
	{"ramp openai-aws-2gw --solve gw --chart cash --payment lease --draws 64", []string{"h.svg", "h.json"}},
	{"ledger openai --after 2026-08-17 --unstated it --at it --include ports-pike-option --draws 64", []string{"i.png", "i.json"}},
	{"backtest --group sites --draws 1024", []string{"j.svg", "j.json"}},
	{"sweep --gw 2 --chip trainium2 --vary site.reserve --vary site.pue_peak=1.05..1.4 --design sobol --points 3k --quiet", []string{"k5.parquet"}},
	{"sweep --gw 2 --vary site.pue_peak=1.05:1.4:lin:9 --vary chip=trainium2,gb200 --draws 64 --shard 2/3 --quiet", []string{"k6.parquet", "k7.tsv"}},
	{"check --gw 2 --chip trainium2 --draws 64 --fail-if capacity.chips.p5<9M --warn-if cost.capex>1B", []string{"l1.json"}}, // which fails
	{"check --gw 2 --chip trainium3=0.5 --chip gb300 --by chips --draws 64 --save-baseline l2.json", nil},
	{"check openai-aws-2gw --draws 64 --fail-if capacity.chips@2029-Q4<400k", []string{"l3.json"}},
	{"explain capacity.chips --gw 2 --chip trainium2 --set site.pue_peak=1.2 --draws 64", []string{"m1.json"}},
	{"explain site.pue_peak --as-of 2026-09-01", []string{"m2.json"}},
	{"explain chip.tdp --chip trainium3", []string{"m3.json"}},
	{"diff --as-of 2026-02-27..2026-11-01", []string{"n1.json"}},
	{"diff openai-aws-2gw openai-aws-2gw --fields ramp.payments", []string{"n2.json"}},
}

// asks runs a command and returns its exit code and what it says.
func asks(t *testing.T, stdin string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(streams{strings.NewReader(stdin), &o, &e}, args)
	return code, o.String(), e.String()
}

// TestReproduced: every file that carries a recipe comes out the same again, and asking again writes nothing.
func TestReproduced(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, c := range reproducible {
		args := strings.Fields(c.args)
		for _, f := range c.files {
			args = append(args, "-o", f)
		}
		if code, _, errs := asks(t, "", args...); code != exitOK && (code != exitCheck || args[0] != "check") {
			t.Fatalf("capplan %s: exit %d: %s", c.args, code, errs)
		}
	}
	for _, claim := range []string{"2 GW is 4 million H100", "2 GW of Trainium2 is 1.9M chips", "2 GW of IT power is 5 ZFLOP/s of GB300"} {
		if code, _, errs := asks(t, "", "check", claim, "--draws", "64", "-o", "claim-"+claim[5:7]+claim[len(claim)-3:]+".json"); code == exitUsage {
			t.Fatal(errs)
		}
	}
	if err := os.Remove("k7.tsv"); err != nil { // its manifest is enough
		t.Fatal(err)
	}
	for _, args := range []string{
		"report a.html --gw 2 --chip trainium2 --draws 64", "report b.html --budget 50B --chip gb300 --chip trainium2 --reference trainium2 --draws 64",
		"report c.html --chips 400k --chip gb300=0.5 --chip trainium2 --by chips --title of_two --draws 64", "report d.html openai-aws-2gw --basis it --draws 64",
	} {
		if code, _, errs := asks(t, "", strings.Fields(args)...); code != exitOK {
			t.Fatalf("capplan %s: exit %d: %s", args, code, errs)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if code, out, errs := asks(t, "", "repro", f.Name()); code != exitOK || !strings.Contains(out, "still comes out the same") {
			t.Errorf("capplan repro %s: exit %d\n%s%s", f.Name(), code, out, errs)
		}
	}
	if after, _ := os.ReadDir(dir); len(after) != len(files) || len(files) < 44 {
		t.Errorf("there are %d files, and there were %d", len(after), len(files))
	}
}

// TestChanged: what is not as the file says is named, and the exit code is 3.
func TestChanged(t *testing.T) {
	t.Chdir(t.TempDir())
	if code, _, errs := asks(t, "", strings.Fields("estimate --gw 2 --chip trainium2 --draws 64 -o a.json -o a.svg -o a.png")...); code != exitOK {
		t.Fatal(errs)
	}
	if code, _, errs := asks(t, "", strings.Fields("report a.html --gw 2 --chip trainium2 --draws 64")...); code != exitOK {
		t.Fatal(errs)
	}
	read := func(name string) string {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, c := range []struct{ file, from, to, says string }{
		{"a.json", `"version": "` + version, `"version": "9.9.9`, "capplan 9.9.9"},
		{"a.json", `"input_hash": "`, `"input_hash": "0`, "input hash"},
		{"a.json", `"capacity.chips": {"unit": "1", "point": `, `"capacity.chips": {"unit": "1", "point": 1`, "members[0].quantities.capacity.chips.point"},
		{"a.json", `"start": "--gw 2"`, `"start": "--gw 3"`, "input hash"},
		{"a.json", `"trainium2"`, `"trainium77"`, "cannot be asked any more"},
		{"a.svg", "950 MW reaches", "999 MW reaches", "999 MW"},
		{"a.svg", "capplan " + version, "capplan 9.9.9", "capplan 9.9.9"},
		{"a.html", "<th scope=\"row\">Chips</th>", "<th scope=\"row\">Chips, many</th>", "Chips, many"},
		{"a.html", "Waterfall chart of", "Waterfall chart of 99 and", "99 and"},
		{"a.html", "<h1>2", "<h1>92", "text 2 "},
		{"a.html", "</h2>", "</h2><div>Or 99 GW</div>", "Or 99 GW"},
		{"a.html", "base64,PD94", "base64,PD95", "picture 1, checksum"},
		{"a.html", `content="capplan ` + version, `content="capplan 9.9.9`, "capplan 9.9.9"},
	} {
		text := read(c.file)
		if !strings.Contains(text, c.from) {
			t.Fatalf("%s has no %s", c.file, c.from)
		}
		code, out, errs := asks(t, strings.Replace(text, c.from, c.to, 1), "repro", "-")
		if code != exitCheck || !strings.Contains(out, c.says) {
			t.Errorf("%s with %s: exit %d, want %d and %q\n%s%s", c.file, c.to, code, exitCheck, c.says, out, errs)
		}
	}
	elsewhere := strings.NewReplacer(`content="capplan `+version, `content="capplan 0.0.1`, "<h2>", "<h2>Once: ").Replace(read("a.html"))
	if code, out, _ := asks(t, elsewhere, "repro", "-", "--figures"); code != exitOK {
		t.Errorf("--figures of a page that another version words in another way: exit %d\n%s", code, out)
	}
	older := strings.Replace(read("a.json"), `"version": "`+version, `"version": "0.0.1`, 1)
	if code, out, _ := asks(t, older, "repro", "-", "--figures"); code != exitOK {
		t.Errorf("--figures: exit %d\n%s", code, out)
	}
	code, out, _ := asks(t, older, "repro", "-", "--format", "json")
	var record struct {
		Same    bool
		Changes []struct{ What, Then, Now string }
	}
	if err := json.Unmarshal([]byte(out), &record); err != nil || code != exitCheck || record.Same || len(record.Changes) != 1 || record.Changes[0].What != "program" {
		t.Errorf("exit %d, %v: %s", code, err, out)
	}
}

// TestReproRefuses: a file that is none of ours, or whose recipe is not of a question alone, ends with 2 and nothing on standard output.
func TestReproRefuses(t *testing.T) {
	t.Chdir(t.TempDir())
	_, whole, _ := asks(t, "", strings.Fields("estimate --gw 2 --chip trainium2 --draws 0 --format json")...)
	question := func(from, to string) string {
		if !strings.Contains(whole, from) {
			t.Fatalf("no %s in it", from)
		}
		return strings.Replace(whole, from, to, 1)
	}
	for name, c := range map[string]struct{ text, says string }{
		"nothing":                 {" \n", "it is empty"},
		"a report in Markdown":    {"# 2 GW&nbsp;is much\n", "pictures beside a report in Markdown"},
		"fewer than no draws":     {question(`"draws": 0`, `"draws": -1`), "negative"},
		"another HTML page":       {"<!DOCTYPE html><title>x</title>", "no report of capplan"},
		"no JSON":                 {`{"a":`, "no JSON"},
		"other JSON":              {`{"a": 1}`, "without a question"},
		"a damaged PNG":           {"\x89PNG\r\n\x1a\nxxxxxxxxxxxxxxxx", "damaged"},
		"a bare SVG":              {`<svg xmlns="http://www.w3.org/2000/svg"></svg>`, "no recipe"},
		"two recipes":             {`<!DOCTYPE html><meta name="capplan-recipe" content="{}"><meta name="capplan-recipe" content="{}"><style>`, "twice"},
		"a flag that writes":      {question(`"start": "--gw 2"`, `"start": "--output x"`), "starts from"},
		"a field that is unknown": {question(`"draws": 0`, `"draws": 0, "output": "x"`), "unknown field"},
		"another verb":            {question(`"command": "estimate"`, `"command": "profiles"`), "profiles"},
		"a comparison":            {`{"tool": {}, "question": {"command": "diff", "of": "results", "operands": ["own", "own"]}, "input_hash": "0"}`, "OLD, the JSON of a result; and NEW"},
		"a baseline":              {question(`"set": []`, `"set": [], "asks": [{"flag": "--baseline", "value": "own"}]`), "no other flag"},
		"a question within one":   {question(`"command": "estimate"`, `"command": "repro"`), "repro"},
		"many draws of a ramp":    {`{"tool": {}, "question": {"command": "ramp", "start": "openai-aws-2gw", "draws": 4194304}, "input_hash": "0"}`, "--any-work"},
		"rows of a sweep":         {`[{"row": 1}]`, "bare rows"},
		"rows in CSV":             {"row,chip,capacity.chips\n1,x,2\n", "bare rows"},
		"rows in JSON lines":      {`{"row": 1, "chip": "x"}`, "bare rows"},
		"values without end":      {`{"x": [` + strings.Repeat("1,", 1<<20) + `1]}`, "more than any result"},
		"rows without end":        {"<!DOCTYPE html><style>" + strings.Repeat("<tr>", 1<<17), "more than any report"},
		"deep JSON":               {`{"x":` + strings.Repeat("[", 1<<17) + `}`, "no JSON"},
		"damaged Parquet":         {"PAR1xxxxxxxxPAR1", "no Parquet file"},
		"a manifest of nothing":   {`{"schema_version": 1, "recipe": "0", "rows": 3, "columns": [{"name": "x", "kind": "metric"}]}`, "not finished"},
		"overlays":                {question(`"set": []`, `"set": [{"text": "profiles=/x", "origin": "--profiles"}]`), "--profiles FOLDER"},
		"a file of one's own":     {question(`"set": []`, `"set": [], "data": "own"`), "--data FILE"},
	} {
		code, out, errs := asks(t, c.text, "repro", "-")
		if code != exitUsage || out != "" || !strings.Contains(errs, c.says) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q, want %q", name, code, out, errs, c.says)
		}
	}
	if files, _ := os.ReadDir("."); len(files) != 0 {
		t.Errorf("%d files were written", len(files))
	}
}

// TestReproOfOwn: what was asked under overlays or of a file of the user's comes out the same with them, wherever they lie.
func TestReproOfOwn(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("mine", 0o755); err != nil {
		t.Fatal(err)
	}
	scenario, err := os.ReadFile(filepath.Join(profilesFolder(t), "scenarios", "openai-aws-2gw.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"mine/trainium2.toml": "id = \"trainium2\"\n[chip.tdp]\nvalue = \"480 W\"\nbasis = \"assumed\"\nnote = \"measured here\"\n",
		"own.toml":            strings.NewReplacer(`value = "2 GW"`, `value = "3 GW"`, `id = "openai-aws-2gw"`, `id = "own"`).Replace(string(scenario)),
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range []string{"estimate --gw 2 --chip trainium2 --profiles mine --draws 64 -o a.json -o a.png", "ramp own.toml --draws 64 -o b.json -o b.svg"} {
		if code, _, errs := asks(t, "", strings.Fields(args)...); code != exitOK {
			t.Fatal(errs)
		}
	}
	if err := os.Rename("mine", "theirs"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Mkdir("elsewhere", 0o755), os.Rename("own.toml", "elsewhere/own.toml")); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"repro a.json --profiles theirs", "repro a.png --profiles theirs", "repro b.json --data elsewhere/own.toml", "repro b.svg --data elsewhere/own.toml"} {
		if code, out, errs := asks(t, "", strings.Fields(args)...); code != exitOK {
			t.Errorf("capplan %s: exit %d\n%s%s", args, code, out, errs)
		}
	}
	for _, args := range []string{"repro a.json", "repro b.svg", "repro a.json --profiles elsewhere", "repro b.svg --data nowhere.toml", "repro a.json --profiles theirs --data x.toml"} {
		if code, _, _ := asks(t, "", strings.Fields(args)...); code != exitUsage {
			t.Errorf("capplan %s: exit %d", args, code)
		}
	}
}

// TestReproOfSettings: what variables and the project's file decided comes out the same without them and beside others, and overlays that they name with the same
// overlays, however they are named. The settings of where it is asked again change nothing.
func TestReproOfSettings(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write := func(name, text string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	write("mine/trainium2.toml", "id = \"trainium2\"\n[chip.tdp]\nvalue = \"480 W\"\nbasis = \"assumed\"\nnote = \"measured here\"\n")
	write("project/capplan.toml", "precision = \"fp8\"\ndraws = 128\n")
	write("overlaid/capplan.toml", "site = \"aws-air\"\ndraws = 128\nprofiles = [\"../mine\"]\n")
	write("other/capplan.toml", "site = \"legacy-enterprise\"\nworkload = \"inference\"\ndraws = 256\nprofiles = [\"../mine\"]\n")
	write("bare/x", "")
	questions := []string{
		"estimate --gw 2 --chip trainium2 -o a.json -o a.png", "compare --budget 5B --chip trainium2 --chip gb200 -o b.json", "mix --gw 2 --chip trainium2=0.5 --chip gb200 -o c.json",
		"sensitivity --gw 2 --chip trainium2 --points 64 -o d.json", "ledger openai --realised -o e.json", "backtest --group sites -o f.json", "ramp openai-aws-2gw -o g.json -o g.svg",
		"sensitivity openai-aws-2gw --points 64 -o h.json", "report i.html openai-aws-2gw",
		"sweep --gw 2 --chip trainium2 --vary site.pue_peak=1.1:1.4:lin:5 -o k.svg",
	}
	ask := func(folder string, ok int, args ...string) string {
		t.Helper()
		t.Chdir(filepath.Join(dir, folder))
		code, out, errs := asks(t, "", args...)
		if code != ok {
			t.Errorf("in %s: capplan %s: exit %d, want %d\n%s%s", folder, strings.Join(args, " "), code, ok, out, errs)
		}
		return out + errs
	}
	t.Setenv("CAPPLAN_BASIS", "it")
	for _, q := range questions {
		ask("project", exitOK, strings.Fields(q)...)
		ask("overlaid", exitOK, strings.Fields(q)...)
	}
	t.Setenv("CAPPLAN_BASIS", "chip")
	for _, f := range []string{"a.json", "a.png", "b.json", "c.json", "d.json", "e.json", "f.json", "g.json", "g.svg", "h.json", "i.html", "k.svg"} {
		for _, folder := range []string{"bare", "other"} {
			ask(folder, exitOK, "repro", "../project/"+f)
		}
		ask("bare", exitOK, "repro", "../overlaid/"+f, "--profiles", "../mine")
		ask("other", exitOK, "repro", "../overlaid/"+f) // whose overlays are the same
		if says := ask("bare", exitUsage, "repro", "../overlaid/"+f); !strings.Contains(says, "--profiles FOLDER") {
			t.Errorf("%s: %s", f, says)
		}
	}
}

// TestReproWith: what was asked of results, libraries or a baseline is asked again of those that are given, and says which it needs.
func TestReproWith(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := errors.Join(os.Mkdir("mine", 0o755), os.WriteFile("mine/trainium2.toml", []byte("id = \"trainium2\"\n[chip.tdp]\nvalue = \"480 W\"\nbasis = \"assumed\"\nnote = \"measured here\"\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{
		"estimate --gw 2 --chip trainium2 --draws 64 -o a.json", "estimate --gw 2 --chip trainium2 --draws 64 --set site.pue_peak=1.2 -o b.json",
		"diff a.json b.json --by input --members --fields cost.* --of cost.capex -o d.json -o d.png", "diff builtin mine -o l.json",
		"check --gw 2 --chip trainium2 --draws 64 --baseline a.json --fail-if capacity.chips<-5% -o c.json",
	} {
		if code, _, errs := asks(t, "", strings.Fields(args)...); code != exitOK {
			t.Fatal(args, errs)
		}
	}
	if err := errors.Join(os.Mkdir("else", 0o755), os.Rename("a.json", "else/a.json"), os.Rename("b.json", "else/b.json"), os.Rename("mine", "theirs")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"d.json", exitUsage, "OLD, the JSON of a result (estimate --gw 2; trainium2; input hash "},
		{"d.json --with else/a.json", exitUsage, "; given: 1"},
		{"d.json --with else/a.json --with else/b.json", exitOK, "same"},
		{"d.png --with else/a.json --with else/b.json", exitOK, "same"},
		{"d.json --with else/b.json --with else/a.json", exitCheck, "input hash"},
		{"d.json --with else/a.json --with nowhere.json", exitUsage, "nowhere.json"},
		{"l.json --with theirs", exitOK, "same"},
		{"l.json --with builtin", exitCheck, "profiles[0]"},
		{"c.json", exitUsage, "the baseline"},
		{"c.json --with else/a.json", exitOK, "same"},
		{"c.json --with else/b.json", exitCheck, "checks[0].baseline"},
		{"else/a.json --with else/b.json", exitUsage, "no file of that kind"},
	} {
		if code, out, errs := asks(t, "", append([]string{"repro"}, strings.Fields(c.args)...)...); code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("capplan repro %s: exit %d, want %d and %q\n%s%s", c.args, code, c.code, c.says, out, errs)
		}
	}
	whole, err := os.ReadFile("else/a.json")
	if err != nil {
		t.Fatal(err)
	}
	if code, out, errs := asks(t, string(whole), "repro", "d.json", "--with", "-", "--with", "else/b.json"); code != exitOK {
		t.Errorf("standard input for OLD: exit %d\n%s%s", code, out, errs)
	}
	if code, _, _ := asks(t, "", "repro", "-", "--with", "-"); code != exitUsage {
		t.Errorf("standard input for both: exit %d", code)
	}
}

// TestReproOfMuch: a forged recipe cannot have the program work for long, and a sweep's is known only from what varies.
func TestReproOfMuch(t *testing.T) {
	t.Chdir(t.TempDir())
	if code, _, errs := asks(t, "", strings.Fields("sweep --gw 2 --chip trainium2 --vary site.pue_peak=1.1:1.4:lin:3 --draws 64 -o a.svg")...); code != exitOK {
		t.Fatal(errs)
	}
	drawn, err := os.ReadFile("a.svg")
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"lin:3": "lin:300000000", "1.1:1.4:lin:3": "1.1:1.4:0.00000001"} {
		forged := strings.NewReplacer(from, to).Replace(string(drawn))
		if code, out, errs := asks(t, forged, "repro", "-"); code != exitUsage || out != "" || !strings.Contains(errs, "--any-work") {
			t.Errorf("%s: exit %d, %s%s", to, code, out, errs)
		}
	}
	small := strings.ReplaceAll(string(drawn), "lin:3", "lin:4")
	for _, args := range [][]string{{"repro", "-"}, {"repro", "-", "--any-work"}} {
		if code, _, errs := asks(t, small, args...); code != exitCheck {
			t.Errorf("%v: exit %d, %s", args, code, errs)
		}
	}
	if files, _ := os.ReadDir("."); len(files) != 1 {
		t.Errorf("%d files were written", len(files))
	}
}

// FuzzReadClaimed: whatever a file holds, reading it ends in a claim or an error.
func FuzzReadClaimed(f *testing.F) {
	chunk := func(kind, data string) string {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		b = append(append(b, kind...), data...)
		return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
	}
	f.Add([]byte("\x89PNG\r\n\x1a\n" + chunk("IHDR", "0123456789abc") + chunk("tEXt", "capplan-recipe\x00{}") + chunk("iTXt", "Title\x00\x00\x00\x00\x00x") + chunk("IEND", "")))
	f.Add([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><metadata xmlns:c="x"><c:entry name="capplan-recipe">{"command": "estimate"}</c:entry></metadata></svg>`))
	f.Add([]byte("<!DOCTYPE html><meta name=\"capplan-recipe\" content=\"{&#34;command&#34;: &#34;estimate&#34;}\"><style></style><tr><th scope=\"row\">a</th><td>1</td></tr><img src=x alt=\"y\">"))
	f.Add([]byte(`{"tool": {"name": "capplan"}, "question": {"command": "estimate"}, "input_hash": "0", "total": {"x": [1, null, "a"]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := readClaimed(data)
		if err != nil {
			return
		}
		if c.Recipe == "" {
			t.Error("no recipe, and no error")
		}
		if changes := c.changes(c, false); len(changes) > 0 && !repeats(c) {
			t.Errorf("it differs from itself: %v", changes)
		}
	})
}

// repeats reports whether two figures of a file have one place, as hostile files can have it.
func repeats(c *claimed) bool {
	seen := map[string]bool{}
	for _, f := range c.figures {
		if seen[f.place] {
			return true
		}
		seen[f.place] = true
	}
	return false
}

// profilesFolder is the folder of the built-in profiles, wherever the test has gone.
func profilesFolder(t *testing.T) string {
	t.Helper()
	return sourceFolder + "/../../profiles"
}

// sourceFolder is that of this package, from before any test leaves it.
var sourceFolder, _ = os.Getwd()
