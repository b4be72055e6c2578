package profile

import (
	"errors"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/profiles"
)

func builtin(t testing.TB) *Library {
	t.Helper()
	l, err := Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const goodScenario = `id = "field"
name = "A field"
site = "default"
workload = "inference"

[period]
from = "2026-Q1"
until = "2027-Q4"

[power]
basis = "it"
announced = { value = "900 MW", basis = "assumed", note = "why" }

[power.schedule]
shape = "points"
2026-Q1 = "300 MW"
2026-Q2 = "300 MW"
2026-Q3 = "900 MW"
basis = "assumed"
note = "why"

[ramp.delay]
low = "0 yr"
mode = "0.5 yr"
high = "1 yr"
basis = "assumed"
note = "why"

[interim.h100]
from = "2026-Q1"
leaves = "2026-Q3"
basis = "assumed"
note = "why"

[generation.trainium3]
from = "2026-Q2"
until = "2027-Q4"
supply = { value = 60000, basis = "assumed", note = "why" }
retire_after = { value = "5 yr", basis = "assumed", note = "why" }
basis = "assumed"
note = "why"

[money]
payment = "purchase"

[money.first]
date = 2026-03-31
amount = { value = "15 B USD", basis = "assumed", note = "why" }

[money.second]
from = "2026-Q3"
years = 2
amount = { low = "20 B USD", mode = "30 B USD", high = "40 B USD", basis = "assumed", note = "why" }
likelihood = { value = 0.75, basis = "assumed", note = "why" }
condition = "a milestone"
budget = false
`

func TestGoodScenario(t *testing.T) {
	s, chips, err := builtin(t).ParseScenario("field.toml", []byte(goodScenario))
	if err != nil {
		t.Fatal(err)
	}
	q := func(year, n int) ramp.Quarter { return ramp.QuarterOf(year, n) }
	if s.ID != "field" || s.Site != "default" || s.Workload != "inference" || s.Basis != "it" || s.From != q(2026, 1) || s.Quarters != 8 || s.Until() != q(2027, 4) {
		t.Errorf("head: %+v", s)
	}
	for quarter, want := range map[ramp.Quarter]float64{q(2025, 4): 0, q(2026, 1): 300e6, q(2026, 2): 300e6, q(2026, 3): 900e6, q(2029, 1): 900e6} {
		if got := s.Power.At(quarter); got != want {
			t.Errorf("%s: %g W, want %g", quarter, got, want)
		}
	}
	if v := s.Values[ramp.Delay.Spec]; v.Shape != quantity.Triangular || v.High != 1 || v.Origin != "field.toml:22" {
		t.Errorf("delay: %+v", v)
	}
	if len(chips) != 2 || chips[0].ID != "h100" || chips[1].ID != "trainium3" || !s.Generations[0].Interim() || s.Generations[0].Leaves != q(2026, 3) || s.Generations[1].Interim() {
		t.Errorf("generations: %+v", s.Generations)
	}
	if v := s.Generations[1].Values[ramp.Supply.Spec]; v.Mid() != 60000 {
		t.Errorf("supply: %+v", v)
	}
	if s.Payment != ramp.AsPurchase || len(s.Money) != 2 {
		t.Fatalf("money: %d, %+v", s.Payment, s.Money)
	}
	first, second := s.Money[0], s.Money[1]
	if first.Date != q(2026, 1) || first.Day != "2026-03-31" || !first.Budget || first.Likelihood.Shape != "" || first.Amount.Mid() != 15e9 {
		t.Errorf("first: %+v", first)
	}
	if l := second.Likelihood; second.Years != 2 || second.Budget || second.Condition != "a milestone" || l.Shape != quantity.Discrete || l.Values[0] != 1 || l.Weights[0] != 0.75 {
		t.Errorf("second: %+v", second)
	}
}

// TestScenarioProblems: what is wrong with a scenario, and where.
func TestScenarioProblems(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"schedule out of order", "2026-Q2 = \"300 MW\"\n2026-Q3", "2026-Q3 = \"300 MW\"\n2026-Q2", "17:1: power.schedule.2026-Q3: out of order: 2026-Q2 stands below it; sort the quarters"},
		{"schedule out of order, later", "2026-Q3 = \"900 MW\"", "2026-Q3 = \"900 MW\"\n2025-Q4 = \"1 MW\"", "19:1: power.schedule.2025-Q4: out of order: it stands after 2026-Q3; sort the quarters"},
		{"schedule with a gap", "2026-Q2 = \"300 MW\"\n", "", "17:1: power.schedule.2026-Q3: a gap: 2026-Q2 is missing"},
		{"schedule that falls", "2026-Q2 = \"300 MW\"", "2026-Q2 = \"200 MW\"", "17:11: power.schedule.2026-Q2: less than the quarter before"},
		{"schedule that ends elsewhere", "900 MW\", basis", "1 GW\", basis", "18:11: power.schedule.2026-Q3: the last quarter has 900 MW, announced are 1 GW"},
		{"no quarter", "2026-Q3 = ", "2026-Q5 = ", "18:1: power.schedule.2026-Q5: is no quarter"},
		{"no unit", "\"300 MW\"\n2026-Q2", "300\n2026-Q2", "16:11: power.schedule.2026-Q1: 300: "},
		{"no period", "[period]\nfrom = \"2026-Q1\"\nuntil = \"2027-Q4\"", "", "period: missing; write [period]"},
		{"period reversed", "until = \"2027-Q4\"\n\n[power]", "until = \"2025-Q4\"\n\n[power]", "8:9: period.until: 2025-Q4 is before from, 2026-Q1"},
		{"no shape", "shape = \"points\"\n", "", "14:8: power.schedule.shape: missing; write \"points\", \"linear\" or \"s-curve\""},
		{"unknown shape", "\"points\"", "\"point\"", "15:9: power.schedule.shape: \"point\" is unknown; did you mean points?"},
		{"a gap between the windows", "[interim.h100]\nfrom = \"2026-Q1\"\nleaves = \"2026-Q3\"\nbasis = \"assumed\"\nnote = \"why\"\n", "", "31:8: generation.trainium3.from: a gap: power grows in 2026-Q1, and nothing is delivered until 2026-Q2"},
		{"a window that ends early", "until = \"2027-Q4\"\nsupply", "until = \"2026-Q2\"\nsupply", "37:9: generation.trainium3.until: a gap: power grows in 2026-Q3, and nothing is delivered any more"},
		{"a window reversed", "until = \"2027-Q4\"\nsupply", "until = \"2026-Q1\"\nsupply", "37:9: generation.trainium3.until: 2026-Q1 is before from, 2026-Q2"},
		{"before it was announced", "[generation.trainium3]\nfrom = \"2026-Q2\"", "[generation.jalapeno]\nfrom = \"2026-Q1\"", "36:8: generation.jalapeno.from: deliveries begin in 2026-Q1, and OpenAI Jalapeño"},
		{"before it can be had", "[generation.trainium3]\n", "[generation.jalapeno]\navailable = \"2026-Q3\"\n", "37:8: generation.jalapeno.from: deliveries begin in 2026-Q2, and "},
		{"available twice", "[generation.trainium3]\n", "[generation.trainium3]\navailable = \"2026-Q1\"\n", "36:1: generation.trainium3.available: its profile says that it is available from 2025-12-02"},
		{"before its profile's day", "[period]\nfrom = \"2026-Q1\"", "[generation.gb300]\nfrom = \"2024-Q1\"\nuntil = \"2026-Q1\"\nbasis = \"assumed\"\nnote = \"why\"\n\n[period]\nfrom = \"2024-Q1\"", "7:8: generation.gb300.from: deliveries begin in 2024-Q1, and "},
		{"unknown system", "[generation.trainium3]", "[generation.trainium33]", "35:13: generation.trainium33: unknown chip \"trainium33\"; did you mean trainium3?"},
		{"the same system twice", "[generation.trainium3]", "[generation.h100]", "35:13: generation.h100: h100 has a window already, at line 29"},
		{"outside the period", "from = \"2026-Q2\"\nuntil", "from = \"2028-Q1\"\nuntil", "36:8: generation.trainium3.from: 2028-Q1 is outside the period"},
		{"an interim system that stays", "leaves = \"2026-Q3\"\n", "", "29:10: interim.h100.leaves: missing"},
		{"a tranche without a date", "date = 2026-03-31\n", "", "46:8: money.first: has no date; write date = 2026-03-31, or from = \"2027-Q1\" and years = 8"},
		{"a tranche without years", "years = 2\n", "", "50:8: money.second.years: missing"},
		{"a date in quotes", "date = 2026-03-31", "date = \"2026-03-31\"", "47:8: money.first.date: must be a date, not the text \"2026-03-31\"; write it without quotes: 2026-03-31"},
		{"a range of a chance", "likelihood = { value = 0.75", "likelihood = { low = 0.5, mode = 0.6, high = 0.75", "54:1: money.second.likelihood: must be a single number"},
		{"more than certain", "value = 0.75", "value = 1.75", "54:24: money.second.likelihood.value: 175% is out of bounds"},
		{"an unknown input", "[ramp.delay]", "[ramp.delays]", "22:7: ramp.delays: unknown key; did you mean delay?"},
		{"a window without evidence", "basis = \"assumed\"\nnote = \"why\"\n\n[generation.trainium3]", "\n\n[generation.trainium3]", "29:10: interim.h100: has no basis"},
		{"an unknown key", "supply = ", "suply = ", "38:1: generation.trainium3.suply: unknown key; did you mean supply?"},
		{"an unknown boundary", "basis = \"it\"", "basis = \"chips\"", "11:9: power.basis: \"chips\" is unknown; did you mean chip?"},
		{"way of paying", "\"purchase\"", "\"buy\"", "44:11: money.payment: \"buy\" is unknown"},
		{"another file's name", "id = \"field\"", "id = \"meadow\"", "1:6: id: \"meadow\" is not the file's name"},
		{"no site", "site = \"default\"\n", "", "1:1: site: missing"},
		{"an uncited source", "[money]\n", "[sources.x]\ntitle = \"x\"\nurl = \"https://example.org\"\ndate = 2026-01-01\nkind = \"press\"\n\n[money]\n", "43:10: sources.x: no value cites it"},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			text := strings.Replace(goodScenario, c.from, c.to, 1)
			if text == goodScenario {
				t.Fatal("the text to replace is not there")
			}
			_, _, err := builtin(t).ParseScenario("field.toml", []byte(text))
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var ps Problems
			if !errors.As(err, &ps) {
				t.Fatalf("got %v", err)
			}
			for _, p := range ps {
				if strings.Contains(strings.TrimPrefix(p.Error(), "field.toml:"), c.want) && p.Line > 0 {
					return
				}
			}
			t.Errorf("got\n%v\nwant\n%s", err, c.want)
		})
	}
}

// TestBuiltinScenarios: all can be read, plainly as by the library of TOML.
func TestBuiltinScenarios(t *testing.T) {
	l := builtin(t)
	if len(l.Scenarios()) == 0 {
		t.Fatal("there is none")
	}
	for _, id := range l.Scenarios() {
		s, chips, err := l.Scenario(id)
		if err != nil {
			t.Fatal(err)
		}
		data, err := profiles.FS.ReadFile("scenarios/" + id + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := l.ParseScenario(s.Origin, data)
		if err != nil {
			t.Fatal(err)
		}
		if len(chips) != len(s.Generations) || len(again.Values) != len(s.Values) || again.Power.Announced.Mid() != s.Power.Announced.Mid() || len(again.Money) != len(s.Money) {
			t.Errorf("%s reads as %+v and as %+v", id, s, again)
		}
		if o := scan(string(data), false); !o.plain {
			t.Errorf("%s is not plain TOML", id)
		}
		if _, err := l.Site(s.Site); err != nil {
			t.Error(err)
		}
	}
}

// TestLifeInQuarters: the life of a system is a span of time and need not be whole years, in a file and on the command line.
func TestLifeInQuarters(t *testing.T) {
	text := strings.Replace(goodScenario, `{ value = "5 yr"`, `{ value = "2.5 yr"`, 1)
	s, _, err := builtin(t).ParseScenario("field.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if v := s.Generations[1].Values[ramp.RetireAfter.Spec]; v.Mid() != 2.5 {
		t.Errorf("%+v", v)
	}
	if x, err := ParseRampSetting("trainium3:ramp.retire_after=2.5yr"); err != nil || x.Value.Mid() != 2.5 {
		t.Errorf("%+v, %v", x, err)
	}
}

func TestUnknownScenario(t *testing.T) {
	_, _, err := builtin(t).Scenario("openai-aws-2gww")
	if err == nil || !strings.Contains(err.Error(), "did you mean openai-aws-2gw?") {
		t.Errorf("got %v", err)
	}
}
