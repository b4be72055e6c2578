package answer_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/profiles"
)

// openai is the built-in scenario on its site, with inputs changed.
func openai(t testing.TB, change func(s *ramp.Scenario, m *mix.Mix)) *ramp.Fleet {
	t.Helper()
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	s, chips, err := lib.Scenario("openai-aws-2gw")
	if err != nil {
		t.Fatal(err)
	}
	site, err := lib.Site(s.Site)
	if err != nil {
		t.Fatal(err)
	}
	reference, err := lib.Reference()
	if err != nil {
		t.Fatal(err)
	}
	m := mix.Mix{Precision: accelerators.Precision.Index("bf16"), Unstated: true, Shared: quantity.Scenario{}}
	for _, from := range []quantity.Scenario{site.Values, reference} {
		for k, v := range from {
			m.Shared[k] = v
		}
	}
	if change != nil {
		change(s, &m)
	}
	f, err := ramp.NewFleet(s, m, chips)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var few = analysis.Settings{Draws: 2048, Seed: 1}

func ramped(t testing.TB, f *ramp.Fleet, specs ...*quantity.Spec) *answer.Ramp {
	t.Helper()
	q := answer.Question{Command: "ramp", Basis: "unstated", Draws: few.Draws, Start: answer.Start{Prose: "2 GW"}}
	return answer.EvaluateRamp(q, f, answer.RampWant{Total: specs, Members: []*quantity.Spec{capacity.Chips.Spec}, Settings: few})
}

// TestQuarters: what is not wanted by quarter is left out there, and all else is as it is without.
func TestQuarters(t *testing.T) {
	f := openai(t, nil)
	q := answer.Question{Command: "ramp", Basis: "unstated", Draws: 64, Start: answer.Start{Prose: "2 GW"}}
	want := answer.RampWant{Total: []*quantity.Spec{capacity.Chips.Spec, ramp.Payments.Spec, capacity.Effective.Spec}, Settings: analysis.Settings{Draws: 64, Seed: 1}}
	all := answer.EvaluateRamp(q, f, want)
	want.Quarters = []*quantity.Spec{capacity.Chips.Spec}
	some := answer.EvaluateRamp(q, f, want)
	if !reflect.DeepEqual(some.Whole, all.Whole) || !reflect.DeepEqual(some.Notes, all.Notes) {
		t.Errorf("%v, want %v", some.Whole, all.Whole)
	}
	for i := range all.Periods {
		if len(some.Periods[i].Total) != 1 || !reflect.DeepEqual(some.Periods[i].Total[0], all.Periods[i].Total[0]) || some.Periods[i].Binds != all.Periods[i].Binds {
			t.Fatalf("%s: %v, want the first of %v", all.Periods[i].Quarter, some.Periods[i], all.Periods[i])
		}
	}
}

// TestRampSaysSo: every money result of a ramp whose prices nobody published says so, and nothing else does.
func TestRampSaysSo(t *testing.T) {
	f := openai(t, nil)
	a := ramped(t, f, capacity.Chips.Spec, ramp.Payments.Spec)
	for _, s := range append(answer.RampOutputs(), f.ModelOutputs()...) {
		dollars := s.Unit.Exp.Dollar != 0
		free := strings.HasPrefix(s.Name, "cost.") && !f.Mix.DependsOn(s, accelerators.ComputePerChip.Spec, 0) // electricity, rent, halls
		switch s {
		case ramp.Budget.Spec, ramp.BudgetToDate.Spec, ramp.Funding.Spec, ramp.FundingToDate.Spec, ramp.CapexFacility.Spec, ramp.ElectricityCost.Spec, ramp.Rent.Spec:
			free = true
		}
		if want := dollars && !free; want && !a.AssumedMoney(s) {
			t.Errorf("%s does not say that it rests on an assumed price", s.Name)
		}
		if a.AssumedMoney(s) && !dollars && !strings.Contains("ramp.affordable ramp.quarters_paid ramp.power_binds ramp.supply_binds ramp.money_binds", s.Name) {
			t.Errorf("%s says that it rests on an assumed price", s.Name)
		}
	}
	codes := map[string]int{}
	for _, w := range a.Warnings {
		codes[w.Code]++
	}
	if codes["assumed-price"] != 2 {
		t.Errorf("warnings: %v", a.Warnings)
	}
	known := openai(t, nil)
	for i := range known.Mix.Members {
		known.Mix.Members[i].Values[accelerators.ComputePerChip.Spec] = quantity.Fixed(30e3, quantity.Given, "--set")
	}
	if b := ramped(t, known, ramp.Payments.Spec); b.AssumedMoney(ramp.Payments.Spec) || len(b.Warnings) != 1 {
		t.Errorf("with given prices: %v", b.Warnings)
	}
}

// TestBinding: what binds first, with a reason: power, then money where prices are high, supply where it is short.
func TestBinding(t *testing.T) {
	dear := openai(t, nil)
	for i := range dear.Mix.Members {
		dear.Mix.Members[i].Values[accelerators.ComputePerChip.Spec] = quantity.Fixed(150e3, quantity.Given, "--set")
	}
	a := ramped(t, dear, capacity.Chips.Spec)
	first, last := a.Periods[0].Binds, a.Periods[len(a.Periods)-1].Binds
	if first.What != "power" || last.What != "money" || last.Share < 0.5 || !strings.Contains(last.Reason, "budget to date 100 B USD") {
		t.Errorf("first %+v, last %+v", first, last)
	}
	short := openai(t, func(s *ramp.Scenario, _ *mix.Mix) {
		s.Generations[1].Values[ramp.Supply.Spec] = quantity.Fixed(5000, quantity.Given, "test")
	})
	a = ramped(t, short, capacity.Chips.Spec)
	if b := a.Periods[12].Binds; b.What != "supply" || b.Share != 1 || !strings.Contains(b.Reason, "fewer systems are delivered") {
		t.Errorf("%+v", b)
	}
	q := answer.Find(a.Whole, capacity.Chips.Spec)
	if q.P50 > 250e3 {
		t.Errorf("with 5,000 Trainium4 a quarter there are %g chips", q.P50)
	}
}

// TestSolve: the power that the budget sustains uses it up and no more; with the solved value the goal is just met.
func TestRampSolve(t *testing.T) {
	f := openai(t, nil)
	a := ramped(t, f, capacity.Chips.Spec)
	if err := a.SolvePower(ramp.Goal{Budget: true}, "budget", few); err != nil {
		t.Fatal(err)
	}
	solved := a.Solved[0]
	if !(solved.P5 < solved.P50 && solved.P50 < solved.P95) || solved.Never != 0 {
		t.Errorf("%+v", solved)
	}
	// Scaled to the solution, the point leaves nothing of the budget.
	base := ramped(t, f, ramp.Energised.Spec, ramp.BudgetLeft.Spec)
	scale := solved.Point / answer.Find(base.Whole, ramp.Energised.Spec).Point
	again := openai(t, func(s *ramp.Scenario, _ *mix.Mix) {
		s.Values[ramp.Scale.Spec] = quantity.Fixed(scale, quantity.Given, "test")
	})
	left := answer.Find(ramped(t, again, ramp.BudgetLeft.Spec).Whole, ramp.BudgetLeft.Spec).Point
	if math.Abs(left) > 20e6 || answer.Find(base.Whole, ramp.BudgetLeft.Spec).Point < 1e9 {
		t.Errorf("%g USD are left at the solution", left)
	}

	g := ramp.Goal{Spec: capacity.Chips.Spec, Period: 7, AtLeast: 300e3}
	if err := a.SolveInput(ramp.Delay.Spec, g, "chips", few); err != nil {
		t.Fatal(err)
	}
	delay := a.Solved[1].Point
	again = openai(t, func(s *ramp.Scenario, _ *mix.Mix) {
		s.Values[ramp.Delay.Spec] = quantity.Fixed(delay, quantity.Given, "test")
	})
	if got := ramped(t, again, capacity.Chips.Spec).Periods[7].Total[0].Point; got < 300e3-200 || got > 300e3+400 {
		t.Errorf("with a delay of %g yr there are %g chips", delay, got)
	}

	if err := a.SolveQuarter(capacity.Chips.Spec, 300e3, "chips", few); err != nil {
		t.Fatal(err)
	}
	at := int(a.Solved[2].Point)
	if before, then := a.Periods[at-1].Total[0].Point, a.Periods[at].Total[0].Point; before >= 300e3 || then < 300e3 {
		t.Errorf("%g chips in the quarter before, %g in the one found", before, then)
	}

	var infeasible *answer.InfeasibleError
	if err := a.SolveQuarter(capacity.Chips.Spec, 1e9, "a billion chips", few); !errors.As(err, &infeasible) {
		t.Errorf("got %v", err)
	}
	if err := a.SolveInput(ramp.Realisation.Spec, ramp.Goal{Spec: capacity.Chips.Spec, Period: ramp.Whole, AtLeast: 1e9}, "a billion chips", few); !errors.As(err, &infeasible) {
		t.Errorf("got %v", err)
	}
	none := openai(t, func(s *ramp.Scenario, _ *mix.Mix) { s.Money = nil })
	if err := ramped(t, none, capacity.Chips.Spec).SolvePower(ramp.Goal{Budget: true}, "budget", few); err == nil || errors.As(err, &infeasible) {
		t.Errorf("without a budget: %v", err)
	}
}

// TestAttribution: the drivers lead from one total to the other, in total and in every quarter.
func TestAttribution(t *testing.T) {
	f := openai(t, nil)
	a := ramped(t, f, ramp.Compute.Spec)
	x := a.Attribute()
	level := x.From
	for _, s := range x.Steps {
		sum := 0.0
		for _, v := range s.ByTime {
			sum += v
		}
		if math.Abs(sum-s.Change) > 1e-9*x.From {
			t.Errorf("%s: quarters add up to %g, not %g", s.Name, sum, s.Change)
		}
		level += s.Change
	}
	point := answer.Find(a.Whole, ramp.Compute.Spec).Point
	if math.Abs(level-x.To) > 1e-9*x.From || math.Abs(x.To-point) > 1e-9*x.From {
		t.Errorf("drivers lead to %g, the attribution to %g, the ramp to %g", level, x.To, point)
	}
	if len(x.Steps) < 4 || x.Steps[0].Name != "realisation" || x.Steps[0].Change >= 0 {
		t.Errorf("%+v", x.Steps)
	}
}
