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
// like 0.9 GW of the other". Quantities that are added up over systems grow with the start. Both sides are taken by unit, so that whole systems do not matter.
type Equivalent struct {
	Of    *quantity.Spec
	Start Quantity // in the unit of the start, at its boundary
}

// sideBySide are chips in one program: one frame a chip, each with one unit of its system.
type sideBySide struct {
	all    mix.Mix
	b      *quantity.Builder
	root   *quantity.Frame
	frames []*quantity.Frame
}

// newSideBySide binds the chips of mixes of one each.
func newSideBySide(mixes []*mix.Mix) sideBySide {
	out := sideBySide{all: *mixes[0]}
	out.all.Members = nil
	for _, m := range mixes {
		x := m.Members[0]
		x.Share = 0
		out.all.Members = append(out.all.Members, x)
	}
	out.all.Members[0].Share = 1
	out.b, out.root, out.frames = out.all.Bind()
	return out
}

// unit is what one unit of chip i comes to, nothing rounded, with some inputs replaced.
func (x sideBySide) unit(i int, also map[*quantity.Spec]quantity.Operand) func(s *quantity.Spec) quantity.Operand {
	given := map[*quantity.Spec]func() quantity.Operand{capacity.Units.Spec: quantity.Always(quantity.Constantly(1))}
	for s, o := range also {
		given[s] = quantity.Always(o)
	}
	return x.root.Unrounded().Total([]*quantity.Frame{x.frames[i].Unrounded().Where(nil, given)}).Value
}

// equivalents computes every equivalent of the members to the reference.
func (a *Answer) equivalents(mixes []*mix.Mix, reference int, specs []*quantity.Spec, set analysis.Settings, run *results) {
	x := newSideBySide(mixes)
	start := capacity.PerUnitOfStart(x.all.Start, x.all.Basis)
	rate := func(i int, s *quantity.Spec) quantity.Operand { // of the quantity for each unit of the start
		return x.b.Div(x.unit(i, nil)(s), x.frames[i].Eval(start))
	}
	var outputs []int
	for i := range a.Members {
		for _, s := range specs {
			outputs = append(outputs, x.b.Emit(x.b.Div(rate(reference, s), rate(i, s))))
		}
	}
	program := x.b.Program()
	point, sample := analysis.Point(program), analysis.Draw(program, set)
	by := a.Question.Start.Value
	for i := range a.Members {
		for k, s := range specs {
			if i == reference {
				continue
			}
			at := outputs[i*len(specs)+k]
			a.Members[i].Equivalents = append(a.Members[i].Equivalents, Equivalent{Of: s, Start: Quantity{
				Spec: a.Question.Start.Spec, Point: point[at] * by, Summary: sample.Summaries()[at].Times(by), Overrides: run.overridesOfLevel(i, s),
			}})
		}
	}
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
	x := newSideBySide(mixes)
	b, with := x.b, x.unit
	price := accelerators.ComputePerChip.Spec
	mfu := accelerators.MFU[x.all.Workload][x.all.Precision].Spec
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
	for i := range x.all.Members {
		own, free := with(i, nil), with(i, map[*quantity.Spec]quantity.Operand{price: zero})
		effective, annual, gratis := own(capacity.Effective.Spec), own(cost.Annual.Spec), free(cost.Annual.Spec)
		lead := b.Div(ref(capacity.Effective.Spec), effective) // of the reference, a unit
		watts := b.Div(own(capacity.ITDeployed.Spec), ref(capacity.ITDeployed.Spec))
		dollars := b.Div(annual, ref(cost.Annual.Spec))
		used, paid := x.frames[i].Value(mfu), x.frames[i].Value(price)
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
