package answer

import (
	"math"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Equivalent is how much of the question's start a chip takes to have as much of a quantity as the reference has from the start itself: "2 GW of one computes
// like 0.9 GW of the other". Quantities that are added up over systems grow with the start, but for whole systems.
type Equivalent struct {
	Of    *quantity.Spec
	Start Quantity // in the unit of the start, at its boundary
}

// inverse is the reference's quantity over that of alternative k.
func inverse(k int, s *quantity.Spec) mix.Output {
	o := output(s)
	o.Alternative, o.Inverse = k, true
	return o
}

func (r *results) equivalents(q Question, k int, specs []*quantity.Spec) []Equivalent {
	var out []Equivalent
	for _, s := range specs {
		x := r.quantity(inverse(k, s))
		by := q.Start.Value
		start := Quantity{Spec: q.Start.Spec, Point: x.Point * by, Summary: x.Times(by), Overrides: r.overridesOfLevel(k, s)}
		out = append(out, Equivalent{Of: s, Start: start})
	}
	return out
}

// overridesOfLevel lists what is not built in below a ratio to the reference.
func (r *results) overridesOfLevel(k int, s *quantity.Spec) []string {
	o := output(s)
	o.Alternative, o.Ratio = k, true
	return r.overrides(o)
}

// Per is what throughput is held against in a break-even.
type Per string

// What throughput is held against.
const (
	PerWatt   Per = "watt"   // deployed IT power
	PerDollar Per = "dollar" // the yearly cost of owning
)

// BreakEven is the value of one input of a chip at which its effective throughput per watt, or per dollar, is that of the reference, all else as it is in the
// draw. A utilisation overtakes above it, a price below.
type BreakEven struct {
	Per      Per
	Input    *quantity.Spec // the chip's utilisation, or its installed cost per chip
	Now      float64        // its mid
	At       Quantity       // where it breaks even; beyond 1 for a utilisation, or below 0 for a price, it cannot
	Ahead    float64        // share of the draws in which the chip is ahead as it is; n/a where nothing was drawn or a figure is missing
	Possible float64        // share of the draws in which some possible value breaks even
}

// breakEven computes every break-even of the members with the reference. Both sides are taken by unit, so that whole systems do not matter.
func (a *Answer) breakEven(mixes []*mix.Mix, reference int, set analysis.Settings) {
	all := *mixes[0]
	all.Members = nil
	for _, m := range mixes {
		x := m.Members[0]
		x.Share = 0
		all.Members = append(all.Members, x)
	}
	all.Members[0].Share = 1
	b, root, frames := all.Bind()
	with := func(i int, also map[*quantity.Spec]quantity.Operand) func(s *quantity.Spec) quantity.Operand {
		given := map[*quantity.Spec]func() quantity.Operand{capacity.Units.Spec: quantity.Always(quantity.Constantly(1))}
		for s, o := range also {
			given[s] = quantity.Always(o)
		}
		total := root.Unrounded().Total([]*quantity.Frame{frames[i].Unrounded().Where(nil, given)})
		return total.Value
	}
	price := accelerators.ComputePerChip.Spec
	mfu := accelerators.MFU[all.Workload][all.Precision].Spec
	one, zero := quantity.Constantly(1), quantity.Constantly(0)
	ref := with(reference, nil)
	type emitted struct{ now, at, ahead, possible int }
	emit := func(now, at quantity.Operand, above bool) emitted {
		ahead, possible := b.Reaches(now, at), b.Reaches(one, at)
		if !above {
			ahead, possible = b.Reaches(at, now), b.Reaches(at, zero)
		}
		return emitted{b.Emit(now), b.Emit(at), b.Emit(ahead), b.Emit(possible)}
	}
	var outputs [][3]emitted
	for i := range all.Members {
		own, free := with(i, nil), with(i, map[*quantity.Spec]quantity.Operand{price: zero})
		effective, annual, gratis := own(capacity.Effective.Spec), own(cost.Annual.Spec), free(cost.Annual.Spec)
		lead := b.Div(ref(capacity.Effective.Spec), effective) // of the reference, a unit
		watts := b.Div(own(capacity.ITDeployed.Spec), ref(capacity.ITDeployed.Spec))
		dollars := b.Div(annual, ref(cost.Annual.Spec))
		used, paid := frames[i].Value(mfu), frames[i].Value(price)
		level := b.Div(ref(cost.Annual.Spec), lead) // what a unit may cost a year
		outputs = append(outputs, [3]emitted{
			emit(used, b.Mul(used, b.Mul(lead, watts)), true),
			emit(used, b.Mul(used, b.Mul(lead, dollars)), true),
			emit(paid, b.Mul(paid, b.Div(b.Sub(level, gratis), b.Sub(annual, gratis))), false),
		})
	}
	program := b.Program()
	point, sample := analysis.Point(program), analysis.Draw(program, set)
	mean := func(i int) float64 {
		if set.Draws == 0 {
			return math.NaN()
		}
		return sample.Summaries()[i].Mean
	}
	for i := range a.Members {
		if i == reference {
			continue
		}
		for k, kind := range []struct {
			per   Per
			input *quantity.Spec
		}{{PerWatt, mfu}, {PerDollar, mfu}, {PerDollar, price}} {
			e := outputs[i][k]
			a.Members[i].BreakEvens = append(a.Members[i].BreakEvens, BreakEven{
				Per: kind.per, Input: kind.input, Now: point[e.now], At: Quantity{Spec: kind.input, Point: point[e.at], Summary: sample.Summaries()[e.at]},
				Ahead: mean(e.ahead), Possible: mean(e.possible),
			})
		}
	}
}
