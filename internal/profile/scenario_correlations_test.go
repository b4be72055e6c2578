package profile

import (
	"errors"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// tiedScenario is the good scenario with two correlations: one between the site and a generation, one of the scenario with a generation's supply.
const tiedScenario = goodScenario + `
[correlations.market]
a = "site.electricity_price"
b = "trainium3:cost.compute_per_chip"
rank = 0.4
basis = "assumed"
note = "scarcity raises both"
as_of = 2026-03-01

[correlations.queue]
a = "ramp.delay"
b = "site.pue_peak"
rank = -0.2
basis = "assumed"
note = "why"
`

func TestScenarioCorrelations(t *testing.T) {
	l := builtin(t)
	s, _, err := l.ParseScenario("field.toml", []byte(tiedScenario))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Correlations) != 2 {
		t.Fatalf("%d correlations", len(s.Correlations))
	}
	c := s.Correlations[0]
	price := mix.Ref{Owner: "trainium3", Spec: accelerators.ComputePerChip.Spec}
	if c.Name != "market" || c.A.Spec.Name != "site.electricity_price" || c.A.Owner != "" || c.B != price || c.Rank != 0.4 || c.Basis != quantity.Assumed ||
		c.Note != "scarcity raises both" || c.AsOf != "2026-03-01" || c.Origin != "field.toml:58" {
		t.Errorf("%+v", c)
	}
	if c := s.Correlations[1]; c.A.Spec != ramp.Delay.Spec || c.B.Spec != power.PUEPeak.Spec || c.Rank != -0.2 {
		t.Errorf("%+v", c)
	}
	early, _, err := l.AsOf("2026-02-28").ParseScenario("field.toml", []byte(tiedScenario))
	if err != nil {
		t.Fatal(err)
	}
	if len(early.Correlations) != 1 || early.Correlations[0].Name != "queue" {
		t.Errorf("the day before it was known: %+v", early.Correlations)
	}
}

// TestScenarioCorrelationProblems: each mistake is said where it stands.
func TestScenarioCorrelationProblems(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"mistyped", "\"ramp.delay\"", "\"ramp.dealy\"", `67:5: correlations.queue.a: there is no input "ramp.dealy"; did you mean ramp.delay?`},
		{"computed", "\"site.pue_peak\"", "\"capacity.chips\"", "68:5: correlations.queue.b: capacity.chips is computed; name an input"},
		{"not given", "\"ramp.delay\"", "\"ramp.lag\"", "67:5: correlations.queue.a: the scenario does not give ramp.lag; give it, or delete the correlation"},
		{"not given to the generation", "\"ramp.delay\"", "\"h100:ramp.supply\"", "67:5: correlations.queue.a: the scenario does not give ramp.supply of h100; give it in [interim.h100], or delete the correlation"},
		{"does not vary", "\"ramp.delay\"", "\"trainium3:ramp.weight\"", "67:5: correlations.queue.a: ramp.weight does not vary, and so follows nothing"},
		{"whose", "\"trainium3:cost", "\"cost", "60:5: correlations.market.b: whose cost.compute_per_chip?; write CHIP:cost.compute_per_chip"},
		{"no generation", "\"trainium3:cost", "\"trainium4:cost", `60:5: correlations.market.b: "trainium4" is no generation of this scenario; did you mean trainium3?`},
		{"of all", "\"site.pue_peak\"", "\"h100:site.pue_peak\"", "68:5: correlations.queue.b: site.pue_peak is one for all generations"},
		{"money", "\"site.pue_peak\"", "\"money.amount\"", "68:5: correlations.queue.b: money.amount is no input that a correlation can be about"},
		{"itself", "\"site.pue_peak\"", "\"ramp.delay\"", "68:5: correlations.queue.b: an input and itself have no correlation to state"},
		{"too close", "-0.2", "-1", "69:8: correlations.queue.rank: -1 is no rank correlation that can be stated"},
		{"no rank", "rank = -0.2\n", "", "66:15: correlations.queue.rank: missing"},
		{"no evidence", "rank = -0.2\nbasis = \"assumed\"\nnote = \"why\"\n", "rank = -0.2\n", "66:15: correlations.queue: has no basis"},
		{"unknown key", "rank = -0.2", "rang = -0.2", "69:1: correlations.queue.rang: unknown key; did you mean rank?"},
		{"a text", "[correlations.queue]\n", "[correlations]\nqueue = 0.5\n[correlations.other]\n", "67:9: correlations.queue: must be a table"},
		{"stated twice", "\"ramp.delay\"\nb = \"site.pue_peak\"", "\"trainium3:cost.compute_per_chip\"\nb = \"site.electricity_price\"", "66:15: correlations.queue: these inputs have a correlation already, market; state one"},
		{"contradictory", "rank = -0.2", "rank = 0.99\nbasis = \"assumed\"\nnote = \"why\"\n\n[correlations.third]\na = \"site.pue_peak\"\nb = \"site.reserve\"\nrank = 0.99", "76:8: correlations.third.rank: these rank correlations contradict each other"},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			text := strings.Replace(tiedScenario, c.from, c.to, 1)
			if text == tiedScenario {
				t.Fatal("the text to replace is not there")
			}
			_, _, err := builtin(t).ParseScenario("field.toml", []byte(text))
			var ps Problems
			if !errors.As(err, &ps) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), "field.toml:"+c.want) {
				t.Errorf("got\n%v\nwant\n%s", err, c.want)
			}
		})
	}
}
