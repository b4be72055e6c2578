package answer

import (
	"cmp"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// Ramp is a scenario and what comes out of it, quarter by quarter and in total: the record that every format and chart of a ramp is made from.
type Ramp struct {
	Question Question // its start is the scenario; chips are the generations
	Fleet    *ramp.Fleet
	Inputs   []Input // shared by all generations: the site's and the scenario's own
	Members  []Generation
	Whole    []Quantity // all quarters together, all generations
	Periods  []Period
	Solved   []Solution
	Chances  []Chance
	Notes    []Note
	Warnings []Warning

	Attribution *Attribution // nil unless it was asked for

	money map[*quantity.Spec]bool // rests on a price that nobody published
}

// Generation is one system's part of a ramp.
type Generation struct {
	ID, Name, Vendor    string
	From, Until, Leaves string // quarters; Leaves is empty but for a system that only holds capacity
	Inputs              []Input
	Whole               []Quantity
}

// Period is one quarter.
type Period struct {
	Quarter string
	Total   []Quantity
	Members [][]Quantity // by generation
	Binds   Binding
}

// Binding is what limits the fleet in a quarter.
type Binding struct {
	What   string  // power, supply or money
	Share  float64 // of the draws in which it is that; n/a where nothing was drawn
	Reason string
}

// Solution is an unknown that was solved for.
type Solution struct {
	Unknown string // power, quarter, or the name of an input
	Goal    string // in words
	Quantity
	Quarters bool    // the numbers are quarters, counted from the first
	Never    float64 // share of the draws in which the goal is not reached
	Assumed  bool    // rests on a price that nobody published
}

// RampWant says what to compute of a ramp.
type RampWant struct {
	Total    []*quantity.Spec // of all generations together, by quarter and as a whole
	Quarters []*quantity.Spec // those of Total that are wanted by quarter; nil for all
	Members  []*quantity.Spec // of each generation
	Chances  []Threshold
	Settings analysis.Settings
}

// alwaysInRamp are the quantities that the record itself needs: what binds, and the reasons for it.
var alwaysInRamp = []*quantity.Spec{
	ramp.Announced.Spec, ramp.Energised.Spec, ramp.PowerBinds.Spec, ramp.SupplyBinds.Spec, ramp.MoneyBinds.Spec, ramp.PaidToDate.Spec, ramp.BudgetToDate.Spec,
	ramp.FundingToDate.Spec,
}

// batch is the most outputs that one program computes: their draws are in memory at once.
const batch = 768

// rampResults are the numbers of one run.
type rampResults map[ramp.Output]Quantity

// EvaluateRamp answers a question about a ramp.
func EvaluateRamp(q Question, f *ramp.Fleet, want RampWant) *Ramp {
	quarters := want.Quarters
	if quarters == nil {
		quarters = want.Total
	}
	totals, byQuarter := withAlways(want.Total), withAlways(quarters)
	var outputs []ramp.Output
	for period := ramp.Whole; period < f.Quarters; period++ {
		list := byQuarter
		if period == ramp.Whole {
			list = totals
		}
		for _, s := range list {
			outputs = append(outputs, ramp.Output{Period: period, Member: ramp.Total, Spec: s})
		}
		for i := range f.Generations {
			for _, s := range want.Members {
				outputs = append(outputs, ramp.Output{Period: period, Member: i, Spec: s})
			}
		}
	}
	for _, c := range want.Chances {
		outputs = append(outputs, c.rampOutput(f))
	}
	r := runRamp(f, outputs, want.Settings)
	marks := rampOverrides(q, f)
	for o, x := range r {
		x.Overrides = marks(o.Spec)
		r[o] = x
	}
	a := &Ramp{Question: q, Fleet: f, money: assumedMoney(f)}
	a.Inputs = a.sharedInputs(slices.Concat(totals, want.Members))
	a.Whole = r.list(ramp.Whole, ramp.Total, want.Total)
	for i, g := range f.Generations {
		m := f.Mix.Members[i]
		one := Generation{ID: m.ID, Name: m.Name, Vendor: m.Vendor, From: g.From.String(), Until: g.Until.String()}
		if g.Interim() {
			one.Leaves = g.Leaves.String()
		}
		one.Inputs = a.generationInputs(i, slices.Concat(totals, want.Members))
		one.Whole = r.list(ramp.Whole, i, want.Members)
		a.Members = append(a.Members, one)
	}
	for q := range f.Quarters {
		p := Period{Quarter: (f.From + ramp.Quarter(q)).String(), Total: r.list(q, ramp.Total, quarters), Binds: r.binding(a, q)}
		for i := range f.Generations {
			p.Members = append(p.Members, r.list(q, i, want.Members))
		}
		a.Periods = append(a.Periods, p)
	}
	for _, c := range want.Chances {
		a.Chances = append(a.Chances, chanceFrom(c, r[c.rampOutput(f)], want.Settings.Draws))
	}
	a.remark(want.Settings, r)
	return a
}

// withAlways adds what the record itself needs.
func withAlways(specs []*quantity.Spec) []*quantity.Spec {
	out := slices.Clone(specs)
	for _, s := range alwaysInRamp {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// rampOutput is what the chance is the mean of, in a ramp.
func (t Threshold) rampOutput(f *ramp.Fleet) ramp.Output {
	o := ramp.Output{Period: ramp.Whole, Member: ramp.Total, Spec: t.Spec, Chance: true, AtLeast: t.Value}
	if t.Member != "" {
		o.Member = slices.IndexFunc(f.Mix.Members, func(m mix.Member) bool { return m.ID == t.Member })
	}
	if t.When != nil && !t.When.Whole {
		q, _ := ramp.ParseQuarter(t.When.From) // that of the fleet's own
		o.Period = int(q - f.From)
	}
	return o
}

// runRamp computes the outputs, so many at a time.
func runRamp(f *ramp.Fleet, outputs []ramp.Output, set analysis.Settings) rampResults {
	out := rampResults{}
	for part := range slices.Chunk(outputs, batch) {
		p := f.Compile(part)
		point, sample := analysis.Point(p.Program), analysis.Draw(p.Program, set)
		for _, o := range part {
			k := p.Index(o)
			out[o] = Quantity{Spec: o.Spec, Point: point[k], Summary: sample.Summaries()[k]}
		}
	}
	return out
}

func (r rampResults) list(period, member int, specs []*quantity.Spec) []Quantity {
	out := make([]Quantity, len(specs))
	for i, s := range specs {
		out[i] = r[ramp.Output{Period: period, Member: member, Spec: s}]
	}
	return out
}

func (r rampResults) total(period int, s *quantity.Spec) Quantity {
	return r[ramp.Output{Period: period, Member: ramp.Total, Spec: s}]
}

// sharedInputs are the inputs of all generations that the quantities depend on: those of the site, and all that the scenario gives.
func (a *Ramp) sharedInputs(specs []*quantity.Spec) []Input {
	m := a.Fleet.Mix
	out := inputsOf(m.UsedShared(withModel(specs)), m.Shared)
	for _, s := range ramp.Quantities.All() {
		if v, given := m.Shared[s]; given {
			out = append(out, Input{s, v})
		}
	}
	return out
}

func (a *Ramp) generationInputs(i int, specs []*quantity.Spec) []Input {
	m := a.Fleet.Mix
	out := inputsOf(m.Used(withModel(specs), i), m.Members[i].Values)
	for _, s := range ramp.Quantities.All() {
		if v, given := m.Members[i].Values[s]; given {
			out = append(out, Input{s, v})
		}
	}
	return out
}

// withModel adds what of the model some of a ramp's own quantities are made of in a way that no formula shows.
func withModel(specs []*quantity.Spec) []*quantity.Spec {
	out := slices.Clone(specs)
	for own, of := range map[*quantity.Spec]*quantity.Spec{ramp.RacksDelivered.Spec: capacity.Racks.Spec, ramp.Residual.Spec: cost.ResidualValue.Spec} {
		if slices.Contains(specs, own) {
			out = append(out, of)
		}
	}
	return out
}

// assumedMoney are the quantities that rest on an installed cost that nobody published, of any generation.
func assumedMoney(f *ramp.Fleet) map[*quantity.Spec]bool {
	out := map[*quantity.Spec]bool{}
	price := accelerators.ComputePerChip.Spec
	for i, m := range f.Mix.Members {
		if v, has := m.Values[price]; !has || v.Basis != quantity.Assumed {
			continue
		}
		for _, s := range append(RampOutputs(), f.ModelOutputs()...) {
			if f.Mix.DependsOn(s, price, i) {
				out[s] = true
			}
		}
		// What holds payments against the budget is told by the timeline and not by a formula.
		for _, s := range []*quantity.Spec{ramp.QuartersPaid.Spec, ramp.PowerBinds.Spec, ramp.SupplyBinds.Spec, ramp.MoneyBinds.Spec} {
			out[s] = f.HasBudget()
		}
	}
	return out
}

// AssumedMoney reports whether the quantity rests on a price that nobody published: each result of which this holds says so.
func (a *Ramp) AssumedMoney(s *quantity.Spec) bool { return a.money[s] }

// RampOutputs lists what a ramp computes beyond the model's outputs.
func RampOutputs() []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range ramp.Quantities.All() {
		if !s.Input {
			out = append(out, s)
		}
	}
	return out
}

// binding is what limits the fleet in a quarter: what does so in most draws, or at the point where nothing was drawn.
func (r rampResults) binding(a *Ramp, q int) Binding {
	what, share := "power", math.NaN()
	most := math.Inf(-1)
	for _, c := range []struct {
		name string
		spec *quantity.Spec
	}{{"power", ramp.PowerBinds.Spec}, {"supply", ramp.SupplyBinds.Spec}, {"money", ramp.MoneyBinds.Spec}} {
		x := r.total(q, c.spec)
		how := cmp.Or(x.Mean, 0)
		if math.IsNaN(x.Mean) {
			how = x.Point
		}
		if how > most {
			what, share, most = c.name, x.Mean, how
		}
	}
	return Binding{What: what, Share: share, Reason: r.reason(a.Fleet, q, what)}
}

func (r rampResults) reason(f *ramp.Fleet, q int, what string) string {
	of := func(s *quantity.Spec) string {
		if x := r.total(q, s); x.Constant {
			return s.Notation().Short(x.Point, 3)
		}
		return Approximately(r.total(q, s))
	}
	switch what {
	case "money":
		return "payments to date " + of(ramp.PaidToDate.Spec) + ", budget to date " + of(ramp.BudgetToDate.Spec)
	case "supply":
		if !f.Delivers(f.From + ramp.Quarter(q)) {
			return "nothing is delivered then, and part of the energised " + of(ramp.Energised.Spec) + " is left unused"
		}
		return "fewer systems are delivered than the energised " + of(ramp.Energised.Spec) + " could take"
	}
	energised, announced := r.total(q, ramp.Energised.Spec), r.total(q, ramp.Announced.Spec)
	most := energised.P50
	if math.IsNaN(most) {
		most = energised.Point
	}
	switch {
	case announced.Point == 0:
		return "no power is announced yet"
	case most == 0:
		return "nothing of the announced " + of(ramp.Announced.Spec) + " is energised yet"
	}
	return of(ramp.Energised.Spec) + " energised of the " + of(ramp.Announced.Spec) + " announced"
}

// Only returns the ramp with these quantities and no others, of the whole and of each generation, in their order.
func (a *Ramp) Only(totals, members []*quantity.Spec) *Ramp {
	keep := func(qs []Quantity, specs []*quantity.Spec) []Quantity {
		var out []Quantity
		for _, s := range specs {
			if q := Find(qs, s); q != nil {
				out = append(out, *q)
			}
		}
		return out
	}
	b := *a
	b.Whole = keep(a.Whole, totals)
	b.Members, b.Periods = slices.Clone(a.Members), slices.Clone(a.Periods)
	for i := range b.Members {
		b.Members[i].Whole = keep(a.Members[i].Whole, members)
	}
	for k := range b.Periods {
		p := &b.Periods[k]
		p.Total, p.Members = keep(p.Total, totals), slices.Clone(p.Members)
		for i := range p.Members {
			p.Members[i] = keep(p.Members[i], members)
		}
	}
	return &b
}
