package saved_test

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/saved"
)

// files are answers that the program printed: go run ./cmd/capplan ... --format json, as each file's name says.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil || len(paths) < 4 {
		t.Fatalf("%d files: %v", len(paths), err)
	}
	out := map[string][]byte{}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(p)] = data
	}
	return out
}

// TestComputedAgain: what is read gives the very figures that stand beside it, to the last published digit or two: nothing else went into them than the inputs.
func TestComputedAgain(t *testing.T) {
	for name, data := range files(t) {
		a, err := saved.Read(name, data)
		if err != nil {
			t.Fatal(err)
		}
		var list []saved.Of
		var printed []saved.Figure
		add := func(member string, figures saved.Figures) {
			for s, f := range figures {
				if member != "" && a.Kind == saved.Fleet && s.Total == quantity.TotalOnly {
					continue // of the whole alone
				}
				list, printed = append(list, saved.Of{Member: member, Spec: s}), append(printed, f)
			}
		}
		add("", a.Total)
		for _, m := range a.Members {
			if a.Kind != saved.Fleet || len(a.Members) > 1 {
				add(m.ID, m.Figures)
			}
		}
		if len(list) < 40 {
			t.Errorf("%s: only %d figures", name, len(list))
		}
		computed, err := a.Compute(list)
		if err != nil {
			t.Fatal(err)
		}
		for i, of := range list {
			for k, pair := range [][2]float64{{printed[i].Point, computed[i].Point}, {printed[i].P5, computed[i].P5}, {printed[i].P50, computed[i].P50}, {printed[i].P95, computed[i].P95}} {
				x, y := pair[0], pair[1]
				if math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= 2e-4*math.Abs(x) || of.Spec == capacity.Stranded.Spec && math.Abs(x-y) < 10 {
					continue
				}
				t.Errorf("%s: %s %s[%d] is printed as %v and computed as %v", name, of.Member, of.Spec.Name, k, x, y)
			}
		}
	}
}

func TestRead(t *testing.T) {
	all := files(t)
	a, err := saved.Read("estimate.json", all["estimate.json"])
	if err != nil {
		t.Fatal(err)
	}
	if a.Kind != saved.Fleet || a.Question.StartSpec != power.Commitment.Spec || a.Question.Basis != "facility" || a.Question.Draws != 512 || a.Members[0].ID != "trainium2" {
		t.Errorf("%+v", a.Question)
	}
	if got := a.Total[capacity.Chips.Spec]; !(got.P5 < got.P50 && got.P50 < got.P95) || got.Error.P50 <= 0 || got.ValidShare != 1 {
		t.Errorf("chips: %+v", got)
	}
	if v := a.Members[0].Values; len(v) < 15 || a.Streams["trainium-mfu"] == 0 {
		t.Errorf("%d inputs, streams %v", len(v), a.Streams)
	}
	b := a.Clone()
	delete(b.Shared, power.PUEPeak.Spec)
	b.Members[0].Values[capacity.Chips.Spec] = quantity.Value{}
	if _, still := a.Shared[power.PUEPeak.Spec]; !still || len(a.Members[0].Values) == len(b.Members[0].Values) {
		t.Error("a clone shares inputs with what it was made of")
	}
	c, err := saved.Read("compare.json", all["compare.json"])
	if err != nil {
		t.Fatal(err)
	}
	if c.Kind != saved.Alternatives || c.Total != nil || len(c.Members) != 2 || c.Members[1].Figures[cost.Capex.Spec].P50 <= 0 {
		t.Errorf("%+v", c.Question)
	}
	r, err := saved.Read("ramp.json", all["ramp.json"])
	if err != nil {
		t.Fatal(err)
	}
	if r.Kind != saved.Ramp || r.Scenario.Quarters != 32 || len(r.Scenario.Money) == 0 || r.Members[0].Window.From.String() != "2027-Q1" {
		t.Errorf("%+v", r.Scenario)
	}
}

// What is wrong with a file is said with its place and what to do.
func TestReadProblems(t *testing.T) {
	whole := string(files(t)["estimate.json"])
	change := func(old, new string) string {
		t.Helper()
		if !strings.Contains(whole, old) {
			t.Fatalf("the file has no %q", old)
		}
		return strings.Replace(whole, old, new, 1)
	}
	for name, x := range map[string]struct{ text, want string }{
		"empty":           {"", "x.json: an empty file; --save-baseline"},
		"no JSON":         {"{\n  \"a\": ,", "x.json:2:8: not the JSON of an answer"},
		"another type":    {change(`"members": [`, `"members": 3, "more": [`), "members is a number"},
		"a list":          {"[]", "not the JSON of an answer"},
		"a word":          {"{}", "no schema_version"},
		"schema 2":        {change(`"schema_version": 1`, `"schema_version": 2`), "schema version 2, and this program reads version 1"},
		"two":             {whole + whole, "something follows the answer"},
		"a ledger":        {change(`"command": "estimate"`, `"command": "ledger"`), `an answer of "ledger"; what can be read is that of estimate`},
		"the best mix":    {change(`"members": [`, `"objective": {}, "members": [`), "the best mix under limits, which a search found"},
		"a start":         {change(`"start_input": "power.commitment"`, `"start_input": "power.it"`), `"power.it" is no starting point`},
		"a basis":         {change(`"basis": "facility"`, `"basis": "meter"`), `question.basis "meter" is none of facility`},
		"a workload":      {change(`"workload": "training"`, `"workload": "mining"`), `question.workload "mining" is none of`},
		"draws":           {change(`"draws": 512`, `"draws": 99999999`), "question.draws is 99999999"},
		"a sampler":       {change(`"sampler": "sobol"`, `"sampler": "dice"`), `question.sampler "dice" is unknown`},
		"an input's unit": {change(`"site.reserve": {"unit": "1"`, `"site.reserve": {"unit": "W"`), `inputs.site.reserve: in "W", and this program has it in "1"`},
		"a distribution":  {change(`"dist": "lognormal"`, `"dist": "cauchy"`), `unknown distribution "cauchy"`},
		"no parameter":    {change(`"low": 1.1, "mode": 1.22`, `"mode": 1.22`), "inputs.site.pue_peak: triangular without low"},
		"an order":        {change(`"low": 1.1, "mode": 1.22`, `"low": 1.3, "mode": 1.22`), "low, mode and high must not fall"},
		"bounds":          {change(`"low": 1.1, "mode": 1.22`, `"low": 0.1, "mode": 1.22`), "beyond what the input can be"},
		"a figure's unit": {change(`"capacity.chips": {"unit": "1"`, `"capacity.chips": {"unit": "W"`), `capacity.chips is in "W" there and in "1" here`},
		"a member's":      {change(`"site.reserve": {`, `"chip.tdp": {`), "inputs.chip.tdp does not belong there"},
		"no start":        {change(`"power.commitment": {`, `"power.other": {`), "inputs.power.commitment, which the question starts from, is missing"},
	} {
		_, err := saved.Read("x.json", []byte(x.text))
		if err == nil || !strings.Contains(err.Error(), x.want) || !strings.HasPrefix(err.Error(), "x.json:") {
			t.Errorf("%s: %v\nwanted: %s", name, err, x.want)
		}
	}
	// What this version does not know is kept apart, and is no error.
	a, err := saved.Read("x.json", []byte(change(`"site.wue": {`, `"site.new_thing": {`)))
	if err != nil || !slices.Contains(a.Unknown, "site.new_thing") {
		t.Errorf("%v, %+v", err, a)
	}
}

// small is an answer without most of its figures, sources and quarters: the fuzzer's time goes into the length.
func small(t testing.TB, data []byte) []byte {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"periods", "attribution", "notes", "warnings"} {
		delete(v, key)
	}
	var prune func(v any)
	prune = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			delete(v, "source")
			delete(v, "note")
			for key, x := range v {
				if key == "quantities" {
					for name := range x.(map[string]any) {
						if name != "capacity.chips" {
							delete(x.(map[string]any), name)
						}
					}
				}
				prune(x)
			}
		case []any:
			for _, x := range v {
				prune(x)
			}
		}
	}
	prune(v)
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDamagedFiles: letters changed at random give an error, or an answer that can be computed.
func TestDamagedFiles(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const letters = `0123456789eE-.,"{}[]nulltrue`
	for name, data := range files(t) {
		data = small(t, data)
		read := 0
		for range 400 {
			b := bytes.Clone(data)
			for range 1 + r.IntN(3) {
				b[r.IntN(len(b))] = letters[r.IntN(len(letters))]
			}
			if computable(t, b) {
				read++
			}
		}
		if read == 0 || read == 400 {
			t.Errorf("%s: %d of 400 could be read", name, read)
		}
	}
}

// computable reads a file and computes it; false where it cannot be read.
func computable(t *testing.T, data []byte) bool {
	t.Helper()
	a, err := saved.Read("x.json", data)
	if err != nil {
		return false
	}
	a.Question.Draws = min(a.Question.Draws, 8)
	if len(a.Members) > 4 {
		return true
	}
	list := []saved.Of{{Spec: capacity.Chips.Spec}, {Spec: cost.Capex.Spec}, {Member: a.Members[0].ID, Spec: capacity.Chips.Spec}}
	if _, err := a.Compute(list); err != nil {
		t.Errorf("read, and then: %v", err)
	}
	return true
}

// FuzzRead: whatever the file, there is an answer or an error, and what is read can be computed.
func FuzzRead(f *testing.F) {
	all := files(f)
	for _, name := range []string{"estimate.json", "ramp.json"} {
		f.Add(small(f, all[name]))
	}
	f.Add([]byte(`{"schema_version": 1, "question": {"command": "mix"}, "members": [{"id": "a"}], "total": {"quantities": {"capacity.chips": {"unit": "1"}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) { computable(t, data) })
}
