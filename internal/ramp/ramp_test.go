package ramp_test

import (
	"math"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/profiles"
)

func fixed(x float64) quantity.Value { return quantity.Fixed(x, quantity.Given, "test") }

func between(low, high float64) quantity.Value {
	return quantity.Value{Shape: quantity.Uniform, Low: low, High: high, Basis: quantity.Assumed}
}

// question is the site and the choices of all tests, with the library's own inputs.
func question(t testing.TB, site string) mix.Mix {
	t.Helper()
	lib := library(t)
	s, err := lib.Site(site)
	if err != nil {
		t.Fatal(err)
	}
	m := mix.Mix{Precision: accelerators.Precision.Index("bf16"), By: mix.ByPower, Shared: quantity.Scenario{}}
	for k, v := range s.Values {
		m.Shared[k] = v
	}
	reference, err := lib.Reference()
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range reference {
		m.Shared[k] = v
	}
	return m
}

func library(t testing.TB) *profile.Library {
	t.Helper()
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func chips(t testing.TB, ids ...string) []*accelerators.Accelerator {
	t.Helper()
	var out []*accelerators.Accelerator
	for _, id := range ids {
		c, err := library(t).Accelerator(id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

var q1 = ramp.QuarterOf(2027, 1)

// scenario is power that grows evenly over some quarters of a horizon, and the windows of generations that follow each other.
func scenario(watts float64, growing, quarters int, ids ...string) *ramp.Scenario {
	s := &ramp.Scenario{ID: "test", From: q1, Quarters: quarters, Values: quantity.Scenario{},
		Power: ramp.Schedule{Shape: ramp.Linear, From: q1, Until: q1 + ramp.Quarter(growing) - 1, Announced: fixed(watts)}}
	each := max(1, growing/len(ids))
	for i, id := range ids {
		g := ramp.Generation{Chip: id, From: q1 + ramp.Quarter(i*each), Until: q1 + ramp.Quarter((i+1)*each) - 1, Values: quantity.Scenario{}}
		if i == len(ids)-1 {
			g.Until = s.Until()
		}
		s.Generations = append(s.Generations, g)
	}
	return s
}

func fleet(t testing.TB, s *ramp.Scenario, m mix.Mix) *ramp.Fleet {
	t.Helper()
	var ids []string
	for _, g := range s.Generations {
		ids = append(ids, g.Chip)
	}
	f, err := ramp.NewFleet(s, m, chips(t, ids...))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// results are a plan with its numbers.
type results struct {
	t      testing.TB
	plan   *ramp.Plan
	point  []float64
	sample *analysis.Sample
}

func run(t testing.TB, f *ramp.Fleet, draws int, outputs []ramp.Output) results {
	t.Helper()
	p := f.Compile(outputs)
	return results{t, p, analysis.Point(p.Program), analysis.Draw(p.Program, analysis.Settings{Draws: draws, Seed: 1})}
}

// at is an output in draw i, or at the point for i < 0.
func (r results) at(i int, o ramp.Output) float64 {
	r.t.Helper()
	k := r.plan.Index(o)
	switch {
	case k < 0:
		r.t.Fatalf("%+v was not computed", o)
	case i < 0:
		return r.point[k]
	case r.sample.Column(k) == nil:
		return r.sample.Fixed(k)
	}
	return r.sample.Column(k)[i]
}

func modelOutputs() []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range model.Model.All() {
		if !s.Input {
			out = append(out, s)
		}
	}
	return out
}

func rampOutputs() []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range ramp.Quantities.All() {
		if !s.Input {
			out = append(out, s)
		}
	}
	return out
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// TestOneStepIsEstimate: a ramp of one step without lag, failures or retirement is the estimate, in every draw and to the last bit, for the chip and for the
// total, at every boundary.
func TestOneStepIsEstimate(t *testing.T) {
	for basis := range power.Basis.Options {
		for _, unstated := range []bool{false, true} {
			if unstated && basis > 0 {
				continue
			}
			for _, quarters := range []int{1, 3} {
				m := question(t, "aws-air")
				m.Basis, m.Unstated = basis, unstated
				f := fleet(t, scenario(2e9, 1, quarters, "trainium3"), m)
				var outputs []ramp.Output
				var estimated []mix.Output
				for _, s := range modelOutputs() {
					for _, member := range []int{0, ramp.Total} {
						outputs = append(outputs, ramp.Output{Period: ramp.Whole, Member: member, Spec: s}, ramp.Output{Period: 0, Member: member, Spec: s})
						estimated = append(estimated, mix.Output{Member: member, Spec: s})
					}
				}
				r := run(t, f, 512, outputs)
				plan := f.Mix.Compile(estimated)
				sample, point := analysis.Draw(plan.Program, analysis.Settings{Draws: 512, Seed: 1}), analysis.Point(plan.Program)
				for k, o := range estimated {
					for i := -1; i < 512; i++ {
						want := point[k]
						if i >= 0 {
							if want = sample.Fixed(k); sample.Column(k) != nil {
								want = sample.Column(k)[i]
							}
						}
						for _, period := range []int{ramp.Whole, 0} {
							if got := r.at(i, ramp.Output{Period: period, Member: o.Member, Spec: o.Spec}); !same(got, want) {
								t.Fatalf("basis %d, %d quarters, period %d: %s of member %d in draw %d is %.17g, estimate says %.17g", basis, quarters, period, o.Spec.Name, o.Member, i, got, want)
							}
						}
					}
				}
			}
		}
	}
}

// full is a scenario with everything that a ramp can have.
func full(t testing.TB) *ramp.Fleet {
	s := scenario(1e9, 12, 24, "trainium2", "trainium3", "trainium4")
	s.Generations[0].Until += 2 // hands over
	s.Power.Shape = ramp.SCurve
	s.Values = quantity.Scenario{
		ramp.Realisation.Spec: between(0.6, 1), ramp.Delay.Spec: between(0, 0.8), ramp.Lag.Spec: between(0.1, 0.4),
		ramp.FailureRate.Spec: between(0.02, 0.06), ramp.Replaced.Spec: between(0.5, 0.9), ramp.Reuse.Spec: fixed(0.9),
	}
	s.Generations[0].Values[ramp.RetireAfter.Spec] = fixed(3)
	s.Generations[1].Values[ramp.Supply.Spec] = between(20e3, 60e3)
	s.Generations = append([]ramp.Generation{{Chip: "gb200", From: q1, Until: q1 + 1, Leaves: q1 + 8, Values: quantity.Scenario{ramp.Weight.Spec: fixed(0.5)}}}, s.Generations...)
	s.Money = []ramp.Tranche{
		{ID: "agreement", Date: q1, Years: 6, Amount: fixed(30e9), Budget: true},
		{ID: "milestone", Date: q1 + 4, Amount: fixed(5e9), Budget: true, Likelihood: quantity.Value{Shape: quantity.Discrete, Values: []float64{1, 0}, Weights: []float64{0.7, 0.3}}},
		{ID: "equity", Date: q1 - 4, Amount: fixed(2e9)},
	}
	return fleet(t, s, question(t, "default"))
}

func everything(f *ramp.Fleet, specs []*quantity.Spec) []ramp.Output {
	var out []ramp.Output
	for period := ramp.Whole; period < f.Quarters; period++ {
		for member := ramp.Total; member < len(f.Generations); member++ {
			for _, s := range specs {
				out = append(out, ramp.Output{Period: period, Member: member, Spec: s})
			}
		}
	}
	return out
}

// TestQuartersAddUp: in every draw, what flows adds up over the quarters to the whole, sums add up over the generations, and nothing is negative that cannot be.
func TestQuartersAddUp(t *testing.T) {
	for _, payment := range []int{ramp.AsService, ramp.AsPurchase, ramp.AsLease} {
		f := full(t)
		f.Payment = payment
		const draws = 64
		r := run(t, f, draws, everything(f, rampOutputs()))
		for _, s := range rampOutputs() {
			for i := -1; i < draws; i++ {
				whole := r.at(i, ramp.Output{Period: ramp.Whole, Member: ramp.Total, Spec: s})
				sum := 0.0
				for q := range f.Quarters {
					x := r.at(i, ramp.Output{Period: q, Member: ramp.Total, Spec: s})
					sum += x
					if x < -1e-6 && s != ramp.BudgetLeft.Spec {
						t.Fatalf("draw %d: %s is %g in quarter %d", i, s.Name, x, q)
					}
					if s.Total != quantity.Sum {
						continue
					}
					members := 0.0
					for g := range f.Generations {
						members += r.at(i, ramp.Output{Period: q, Member: g, Spec: s})
					}
					if math.Abs(members-x) > 1e-9*math.Abs(x) {
						t.Fatalf("draw %d: %s is %g in quarter %d, its generations have %g", i, s.Name, x, q, members)
					}
				}
				want := sum
				if !ramp.Flow(s) {
					want = r.at(i, ramp.Output{Period: f.Quarters - 1, Member: ramp.Total, Spec: s})
				}
				if !same(whole, want) && math.Abs(whole-want) > 1e-9*math.Abs(want) {
					t.Fatalf("draw %d: the whole of %s is %g, quarters say %g", i, s.Name, whole, want)
				}
			}
		}
	}
}

// TestBalance: in every draw, deliveries less retirements are what is installed, in whole systems; power is not exceeded; what serves is never more than what
// is installed; all that the interim system held is gone in time.
func TestBalance(t *testing.T) {
	f := full(t)
	const draws = 128
	specs := []*quantity.Spec{capacity.Units.Spec, capacity.Chips.Spec, capacity.ChipsInService.Spec, ramp.SystemsDelivered.Spec, ramp.ChipsRetired.Spec, ramp.ChipsDelivered.Spec,
		capacity.ITDeployed.Spec, power.ITAvailable.Spec, capacity.Racks.Spec, ramp.RacksDelivered.Spec, ramp.Energised.Spec, ramp.Announced.Spec,
		ramp.PowerBinds.Spec, ramp.SupplyBinds.Spec, ramp.MoneyBinds.Spec}
	r := run(t, f, draws, everything(f, specs))
	hit := map[*quantity.Spec]bool{}
	for i := -1; i < draws; i++ {
		installed := make([]float64, len(f.Generations))
		for q := range f.Quarters {
			of := func(member int, s *quantity.Spec) float64 {
				return r.at(i, ramp.Output{Period: q, Member: member, Spec: s})
			}
			for g := range f.Generations {
				installed[g] += of(g, ramp.ChipsDelivered.Spec) - of(g, ramp.ChipsRetired.Spec)
				if got := of(g, capacity.Chips.Spec); math.Abs(got-installed[g]) > 1e-6 {
					t.Fatalf("draw %d, quarter %d: %s has %g chips, deliveries less retirements are %g", i, q, f.Generations[g].Chip, got, installed[g])
				}
				if u := of(g, capacity.Units.Spec); u != math.Trunc(u) {
					t.Fatalf("draw %d, quarter %d: %g systems", i, q, u)
				}
				if up, all := of(g, capacity.ChipsInService.Spec), installed[g]; up > all*(1+1e-12)+1e-6 {
					t.Fatalf("draw %d, quarter %d: %s has %g chips in service, %g installed", i, q, f.Generations[g].Chip, up, all)
				}
				if w := f.Generations[g]; (q < int(w.From-f.From) || q > int(w.Until-f.From)) && of(g, ramp.SystemsDelivered.Spec) != 0 {
					t.Fatalf("%s is delivered in quarter %d, outside its window", w.Chip, q)
				}
			}
			if it, most := of(ramp.Total, capacity.ITDeployed.Spec), of(ramp.Total, power.ITAvailable.Spec); it > most*(1+1e-7) {
				t.Fatalf("draw %d, quarter %d: %g W deployed, %g available", i, q, it, most)
			}
			if e, a := of(ramp.Total, ramp.Energised.Spec), of(ramp.Total, ramp.Announced.Spec); e > a*(1+1e-12) {
				t.Fatalf("draw %d, quarter %d: %g W energised, %g announced", i, q, e, a)
			}
			sum := 0.0
			for _, s := range []*quantity.Spec{ramp.PowerBinds.Spec, ramp.SupplyBinds.Spec, ramp.MoneyBinds.Spec} {
				x := of(ramp.Total, s)
				sum += x
				hit[s] = hit[s] || x == 1
			}
			if sum != 1 {
				t.Fatalf("draw %d, quarter %d: %g things bind", i, q, sum)
			}
		}
		if gone := r.at(i, ramp.Output{Period: 8, Member: 0, Spec: capacity.Chips.Spec}); gone != 0 {
			t.Fatalf("draw %d: %g chips of the interim system are left", i, gone)
		}
	}
	if len(hit) != 3 {
		t.Error("the scenario was made so that each of the three binds somewhere")
	}
	for s, b := range hit {
		if !b {
			t.Errorf("%s never", s.Name)
		}
	}
}

// TestSharedDraws: inputs are drawn once for all quarters, so errors do not cancel. With quarters shuffled against each other, which leaves each quarter's own
// distribution as it is, the interval of the sum would be far too narrow.
func TestSharedDraws(t *testing.T) {
	const draws = 4096
	f := fleet(t, scenario(1e9, 1, 16, "trainium3"), question(t, "default"))
	r := run(t, f, draws, everything(f, []*quantity.Spec{ramp.Electricity.Spec}))
	whole, shuffled := make([]float64, draws), make([]float64, draws)
	for i := range draws {
		whole[i] = r.at(i, ramp.Output{Period: ramp.Whole, Member: ramp.Total, Spec: ramp.Electricity.Spec})
		for q := range f.Quarters {
			shuffled[i] += r.at((i*(2*q+1)+997*q)%draws, ramp.Output{Period: q, Member: ramp.Total, Spec: ramp.Electricity.Spec})
		}
	}
	scratch := make([]float64, draws)
	shared, independent := analysis.Describe(whole, scratch), analysis.Describe(shuffled, scratch)
	if ratio := (shared.P95 - shared.P5) / (independent.P95 - independent.P5); ratio < 3 || ratio > 5 {
		t.Errorf("the interval is %.2f times that of independent quarters; for 16 equal ones it is 4", ratio)
	}
	if math.Abs(shared.Mean/independent.Mean-1) > 1e-9 {
		t.Error("shuffling changed the mean")
	}
}

// TestSteadyState: once the ramp is over, without failures and retirement, the yearly costs are those of the estimate, to the digits that are printed.
func TestSteadyState(t *testing.T) {
	m := question(t, "aws-air")
	s := scenario(2e9, 8, 12, "trainium3")
	s.Power.Shape = ramp.SCurve
	f := fleet(t, s, m)
	var outputs []ramp.Output
	var estimated []mix.Output
	for _, q := range modelOutputs() {
		outputs = append(outputs, ramp.Output{Period: ramp.Whole, Member: ramp.Total, Spec: q})
		estimated = append(estimated, mix.Output{Member: mix.Total, Spec: q})
	}
	r := run(t, f, 2048, outputs)
	plan := f.Mix.Compile(estimated)
	sample, point := analysis.Draw(plan.Program, analysis.Settings{Draws: 2048, Seed: 1}), analysis.Point(plan.Program)
	for k, o := range estimated {
		got, want := r.sample.Summaries()[k], sample.Summaries()[k]
		for _, pair := range [][2]float64{{r.point[k], point[k]}, {got.P5, want.P5}, {got.P50, want.P50}, {got.P95, want.P95}} {
			n := o.Spec.Notation()
			if n.Format(pair[0], 9) != n.Format(pair[1], 9) && o.Spec != capacity.Stranded.Spec {
				t.Errorf("%s: the ramp ends at %s, the estimate is %s", o.Spec.Name, n.Format(pair[0], 9), n.Format(pair[1], 9))
			}
		}
	}
	if f.Mix.Shared[cost.WACC.Spec].Shape == quantity.Constant {
		t.Error("a test of constants")
	}
}
