package profile

import (
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/profiles"
)

const namedThresholds = `
[threshold.money]
if = "ramp.budget_left.p50@any < 0 USD"
note = "it lasts"

[threshold.chips]
if = 'capacity.chips < 1'
severity = "warn"
`

// TestThresholds: a scenario states conditions as tables with names, as a list of tables, or as a list in brackets, and each knows where its text begins.
func TestThresholds(t *testing.T) {
	lines := strings.Count(goodScenario, "\n")
	for name, c := range map[string]struct {
		text   string
		names  string
		places [4]int // line and column of both conditions
	}{
		"named":       {namedThresholds, "money chips", [4]int{lines + 3, 7, lines + 7, 7}},
		"listed":      {strings.NewReplacer("[threshold.money]", "[[threshold]]", "[threshold.chips]", "[[threshold]]").Replace(namedThresholds), "1 2", [4]int{lines + 3, 7, lines + 7, 7}},
		"in brackets": {"", "1 2", [4]int{1, 21, 2, 8}},
	} {
		text := goodScenario + c.text
		if c.text == "" {
			text = "threshold = [{ if = \"ramp.budget_left.p50@any < 0 USD\", note = \"it lasts\" },\n{ if = 'capacity.chips < 1', severity = \"warn\" }]\n" + goodScenario
			c.places[1] = strings.Index(text, "ramp.budget") + 1
			c.places[3] = strings.Index(strings.Split(text, "\n")[1], "capacity") + 1
		}
		s, _, err := builtin(t).ParseScenario("field.toml", []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(s.Thresholds) != 2 {
			t.Errorf("%s: %+v", name, s.Thresholds)
			continue
		}
		a, b := s.Thresholds[0], s.Thresholds[1]
		if a.Name+" "+b.Name != c.names || a.If != "ramp.budget_left.p50@any < 0 USD" || a.Severity != "fail" || a.Note != "it lasts" || b.If != "capacity.chips < 1" || b.Severity != "warn" {
			t.Errorf("%s: %+v, %+v", name, a, b)
		}
		if got := [4]int{a.Line, a.Column, b.Line, b.Column}; got != c.places {
			t.Errorf("%s: at %v, want %v", name, got, c.places)
		}
	}
}

// TestThresholdProblems: what is wrong with the form of a threshold, and where. What is wrong with a condition is for those who judge it to say.
func TestThresholdProblems(t *testing.T) {
	for from, want := range map[string]string{
		"[threshold.x]\nseverity = \"fail\"\n":             "57:12: threshold.x.if: missing; write a condition",
		"[threshold.x]\nif = \"\"\n":                       "58:6: threshold.x.if: is empty",
		"[threshold.x]\nif = 5\n":                          "58:6: threshold.x.if: must be text, not 5",
		"[threshold.x]\nif = \"a\"\nseverity = \"worn\"\n": "59:12: threshold.x.severity: \"worn\" is unknown; did you mean warn?",
		"[threshold.x]\nif = \"a\"\nfail_if = \"b\"\n":     "59:1: threshold.x.fail_if: unknown key",
		"[[threshold]]\nif = \"a\"\n[[threshold]]\nfi = 1": "60:1: threshold.2.fi: unknown key; known here: if, severity, note",
		"[threshold]\n":             "57:2: threshold: is empty",
		"[threshold]\nif = \"a\"\n": "58:6: threshold.if: must be a table, not the text \"a\"",
	} {
		_, _, err := builtin(t).ParseScenario("field.toml", []byte(goodScenario+from))
		if err == nil || !strings.Contains(err.Error(), "field.toml:"+want) {
			t.Errorf("%q: got %v, want %s", from, err, want)
		}
	}
	for _, list := range []string{"threshold = []\n", "threshold = [1]\n", "threshold = \"x\"\n"} {
		_, _, err := builtin(t).ParseScenario("field.toml", []byte(list+goodScenario))
		if err == nil || !strings.Contains(err.Error(), "field.toml:1:13: threshold: must be a table or a list of tables") {
			t.Errorf("%q: got %v", list, err)
		}
	}
}

// FuzzParseScenario: any text is a scenario, or has problems with sensible places.
func FuzzParseScenario(f *testing.F) {
	seeds(f)
	f.Add([]byte(goodScenario))
	f.Add([]byte(goodScenario + namedThresholds))
	for _, part := range []string{"[[threshold]]\n[threshold.x]\n", "[threshold]\n[[threshold]]", "threshold = [{if=1},{if=\"", "[[threshold]]\nif.x = 1\n[[threshold.if]]\n", "[[generation.h100]]\nfrom = 1", "[[money]]\n[[sources]]"} {
		f.Add([]byte(goodScenario + part))
	}
	l, err := Open(profiles.FS)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, chips, err := l.ParseScenario("field.toml", data)
		sound(t, data, err)
		if (s == nil) == (err == nil) {
			t.Fatalf("scenario %v and error %v", s, err)
		}
		if s == nil {
			return
		}
		if len(chips) != len(s.Generations) || s.Quarters < 1 || len(s.Generations) == 0 {
			t.Errorf("%d chips, %d generations, %d quarters", len(chips), len(s.Generations), s.Quarters)
		}
		for i := 1; i < s.Quarters; i++ {
			if s.Power.At(s.From+ramp.Quarter(i)) < s.Power.At(s.From+ramp.Quarter(i-1)) {
				t.Errorf("announced power falls in quarter %d", i)
			}
		}
		for k, v := range s.Values {
			if err := k.Check(&v); err != nil {
				t.Errorf("%s was accepted as %+v: %v", k.Name, v, err)
			}
		}
	})
}
