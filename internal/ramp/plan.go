package ramp

import (
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Whole is the period number of all quarters together: the sum of what flows, the last quarter of what stands.
const Whole = -1

// Total is the member number of all generations together.
const Total = mix.Total

// Output is one number that a plan computes: a quantity of a quarter or of the whole time, of one generation or of all.
type Output struct {
	Period  int // from 0, or Whole
	Member  int // index into the generations, or Total
	Spec    *quantity.Spec
	Reached bool    // the number of quarters before the quantity first comes to AtLeast; the Period is Whole
	Chance  bool    // 1 where the quantity is at least AtLeast, 0 where it is less
	AtLeast float64 // in the quantity's base unit
}

// Plan is a compiled ramp: a program, and which output is which.
type Plan struct {
	Program *quantity.Program
	Outputs []Output
	index   map[Output]int
}

// Index returns the program's output number of o, -1 if the plan does not compute it.
func (p *Plan) Index(o Output) int {
	if i, ok := p.index[o]; ok {
		return i
	}
	return -1
}

// Compile builds the program that computes the outputs.
func (f *Fleet) Compile(outputs []Output) *Plan {
	t := newTimeline(f)
	p := &Plan{Outputs: outputs, index: map[Output]int{}}
	for _, o := range outputs {
		if _, done := p.index[o]; !done {
			p.index[o] = t.b.Emit(t.operand(o))
		}
	}
	p.Program = t.b.Program()
	return p
}

func (t *timeline) operand(o Output) quantity.Operand {
	last := t.f.Quarters - 1
	switch {
	case o.Chance:
		of := o
		of.Chance = false
		return t.b.AtLeast(t.operand(of), o.AtLeast)
	case o.Reached:
		sum, not := nothing, number(1)
		for q := range t.f.Quarters {
			not = t.b.Mul(not, t.b.Sub(number(1), t.b.AtLeast(t.see(o.Member, q, o.Spec), o.AtLeast)))
			sum = t.b.Add(sum, not)
		}
		return sum
	case o.Period != Whole:
		return t.see(o.Member, o.Period, o.Spec)
	case !Flow(o.Spec):
		return t.see(o.Member, last, o.Spec)
	}
	sum := nothing
	for q := range t.f.Quarters {
		sum = t.b.Add(sum, t.see(o.Member, q, o.Spec))
	}
	return sum
}

// see is a quantity as one generation or the whole shows it in a quarter.
func (t *timeline) see(member, q int, s *quantity.Spec) quantity.Operand {
	if member == Total {
		return t.totals[q].Reported(s)
	}
	return t.members[q][member].Reported(s)
}
