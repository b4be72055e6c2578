package answer_test

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

func rampStudy(t *testing.T, f *ramp.Fleet, groups []answer.Group, metrics ...answer.Metric) *answer.Sensitivity {
	t.Helper()
	q := answer.Question{Command: "sensitivity", Basis: "unstated", Draws: few.Draws, Seed: 1, Start: answer.Start{Prose: "2 GW", Spec: power.Commitment.Spec, Value: 2e9}}
	s, err := answer.NewRampStudy(q, f, metrics, few).Run(groups, 4096)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAStepIsStudiedAsTheEstimateIs: a ramp of one quarter without anything of its own has the drivers of the estimate, and they have their shares.
func TestAStepIsStudiedAsTheEstimateIs(t *testing.T) {
	lib, c := open(t), chipOf(t, "trainium2")
	m := ask(lib.sites[0], power.FromPower, 2e9, power.Facility, alone(c))
	want := ran(t, m, nil, studied...)
	step := &ramp.Scenario{ID: "step", From: ramp.QuarterOf(2027, 1), Quarters: 1, Values: quantity.Scenario{}, Power: ramp.Schedule{Shape: ramp.Linear,
		From: ramp.QuarterOf(2027, 1), Until: ramp.QuarterOf(2027, 1), Announced: quantity.Fixed(2e9, quantity.Given, "test")},
		Generations: []ramp.Generation{{Chip: c.ID, From: ramp.QuarterOf(2027, 1), Until: ramp.QuarterOf(2027, 1), Values: quantity.Scenario{}}}}
	bare := *m
	f, err := ramp.NewFleet(step, bare, []*accelerators.Accelerator{c})
	if err != nil {
		t.Fatal(err)
	}
	got := rampStudy(t, f, nil, answer.Metric{Spec: capacity.Chips.Spec, Member: ramp.Total, Period: 0}, answer.Metric{Spec: cost.Capex.Spec, Member: ramp.Total, Period: ramp.Whole})
	if len(got.Factors) != len(want.Factors) {
		t.Fatalf("%d factors, not %d", len(got.Factors), len(want.Factors))
	}
	for k := range want.Findings {
		if got.Findings[k].Point != want.Findings[k].Point {
			t.Errorf("%g, not %g", got.Findings[k].Point, want.Findings[k].Point)
		}
		for _, e := range want.Findings[k].Effects {
			name := want.Factors[e.Factor].Name
			x := effectOf(t, got, k, name)
			if x.Swing != e.Swing || math.Abs(x.First.Value-e.First.Value) > 0.01 || math.Abs(x.Total.Value-e.Total.Value) > 0.01 {
				t.Errorf("%s: swing %g, first %.4f, total %.4f; the estimate has %g, %.4f, %.4f", name, x.Swing, x.First.Value, x.Total.Value, e.Swing, e.First.Value, e.Total.Value)
			}
		}
	}
	if w := got.Findings[0].When; w == nil || w.Whole || w.From != "2027-Q1" {
		t.Errorf("the first metric is of %+v", w)
	}
}

// TestRampTornadoIsTheRampWithOneInputSet computes ends again, each as a ramp of its own: of a quarter, of the whole, and of one generation.
func TestRampTornadoIsTheRampWithOneInputSet(t *testing.T) {
	f := openai(t, nil)
	metrics := []answer.Metric{{Spec: capacity.Chips.Spec, Member: ramp.Total, Period: 9}, {Spec: ramp.Payments.Spec, Member: ramp.Total, Period: ramp.Whole},
		{Spec: capacity.Chips.Spec, Member: 1, Period: 11}}
	s := rampStudy(t, f, nil, metrics...)
	for k, x := range metrics {
		for _, name := range []string{"ramp.realisation", "ramp.delay", "site.pue_peak"} {
			e := effectOf(t, s, k, name)
			in := s.Factors[e.Factor].Inputs[0]
			for _, end := range []answer.End{e.Low, e.High} {
				other := openai(t, func(sc *ramp.Scenario, m *mix.Mix) {
					sc.Values = maps.Clone(sc.Values)
					for _, values := range []quantity.Scenario{sc.Values, m.Shared} {
						if _, there := values[in.Spec]; there {
							values[in.Spec] = quantity.Fixed(end.Values[0], quantity.Given, "test")
						}
					}
				})
				p := other.Compile([]ramp.Output{{Period: x.Period, Member: x.Member, Spec: x.Spec}})
				if want := analysis.Point(p.Program)[0]; math.Abs(end.Result/want-1) > 1e-12 {
					t.Errorf("%s with %s at %g is %g, not %g", x.Spec.Name, name, end.Values[0], end.Result, want)
				}
			}
		}
	}
	if s.Findings[2].Of != "trainium4" || s.Findings[2].When.From != "2029-Q4" || s.Findings[0].When.From != "2029-Q2" {
		t.Errorf("the metrics are of %q %+v %+v", s.Findings[2].Of, s.Findings[2].When, s.Findings[0].When)
	}
	for k := range s.Findings {
		first, total := 0.0, 0.0
		for _, e := range s.Findings[k].Effects {
			first, total = first+e.First.Value, total+e.Total.Value
		}
		if first > 1.02 || total < 0.98 || math.Abs(s.Findings[k].SD/s.Findings[k].Summary.SD-1) > 0.05 {
			t.Errorf("first indices sum to %.3f, totals to %.3f; standard deviations %g and %g", first, total, s.Findings[k].SD, s.Findings[k].Summary.SD)
		}
	}
}

// TestMoneyIsAFactor: tranches are inputs with names of their own, a chance that matters is found, and what no metric depends on is listed.
func TestMoneyIsAFactor(t *testing.T) {
	uncertain := func(s *ramp.Scenario, m *mix.Mix) {
		for i := range s.Money {
			if s.Money[i].ID == "equity-milestone" {
				s.Money[i].Budget = true
			}
		}
	}
	f := openai(t, uncertain)
	s := rampStudy(t, f, nil, answer.Metric{Spec: ramp.BudgetToDate.Spec, Member: ramp.Total, Period: ramp.Whole})
	e := effectOf(t, s, 0, "money.equity-milestone.likelihood")
	if math.Abs(e.First.Value-1) > 0.01 || math.Abs(e.Swing-35e9) > 1 || len(s.Factors) != 1 {
		t.Errorf("%d factors, %+v", len(s.Factors), e)
	}
	if !slices.Contains(s.Idle, "ramp.delay") || !slices.Contains(s.Idle, "trainium4:chip.tdp") || slices.Contains(s.Idle, "money.equity-milestone.likelihood") {
		t.Errorf("idle: %v", s.Idle)
	}
	plain := openai(t, nil)
	st := answer.NewRampStudy(answer.Question{}, plain, []answer.Metric{{Spec: ramp.BudgetToDate.Spec, Member: ramp.Total, Period: ramp.Whole}}, few)
	if got := st.Trouble(answer.Metric{Spec: ramp.BudgetToDate.Spec, Member: ramp.Total, Period: ramp.Whole}); got != "does not vary: it is 100 B USD whatever the inputs are" {
		t.Errorf("%q", got)
	}
	poor := openai(t, func(s *ramp.Scenario, m *mix.Mix) { s.Money = nil })
	left := answer.Metric{Spec: ramp.BudgetLeft.Spec, Member: ramp.Total, Period: 3}
	if got := answer.NewRampStudy(answer.Question{}, poor, []answer.Metric{left}, few).Trouble(left); !strings.Contains(got, "names no money") {
		t.Errorf("%q", got)
	}
}
