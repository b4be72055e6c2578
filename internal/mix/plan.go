package mix

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// Total is the member number of the total.
const Total = -1

// Output is one number that a plan computes: a quantity of a member, or of the total.
type Output struct {
	Member int // index into Mix.Members, or Total
	Spec   *quantity.Spec
	Share  bool // the member's quantity over the total's
	Known  bool // the total's sum over those members only that have the quantity
}

// Plan is a compiled mix: a program, and which output is which.
type Plan struct {
	Program *quantity.Program
	Outputs []Output

	index   map[Output]int
	missing map[*quantity.Spec][]string
}

// Index returns the program's output number of o, -1 if the plan does not compute it.
func (p *Plan) Index(o Output) int {
	if i, ok := p.index[o]; ok {
		return i
	}
	return -1
}

// Missing lists the ids of the members whose profile lacks what the quantity needs.
func (p *Plan) Missing(s *quantity.Spec) []string { return p.missing[s] }

// Chosen returns the option that each choice of the question is fixed to; the boundary of an unstated commitment is not.
func (m *Mix) Chosen(c *quantity.Choice) (int, bool) {
	switch c {
	case power.Start:
		return m.Start, true
	case power.Basis:
		return m.Basis, !m.Unstated
	case accelerators.Workload:
		return m.Workload, true
	case accelerators.Precision:
		return m.Precision, true
	}
	return 0, false
}

// Compile builds the program that computes the outputs. The mix must be valid.
func (m *Mix) Compile(outputs []Output) *Plan {
	b, frames, total := m.frames()
	p := &Plan{Outputs: outputs, index: map[Output]int{}, missing: map[*quantity.Spec][]string{}}
	for _, o := range outputs {
		if _, done := p.index[o]; !done {
			p.index[o] = b.Emit(p.operand(b, o, frames, total))
		}
		if _, done := p.missing[o.Spec]; !done {
			p.missing[o.Spec] = nil
			for i, f := range frames {
				if f.Reported(o.Spec).Missing() {
					p.missing[o.Spec] = append(p.missing[o.Spec], m.Members[i].ID)
				}
			}
		}
	}
	p.Program = b.Program()
	return p
}

// CompileExpr builds a program with one output: an expression as the first member sees it.
func (m *Mix) CompileExpr(e quantity.AnyExpr) *quantity.Program {
	b, frames, _ := m.frames()
	b.Emit(frames[0].Eval(e))
	return b.Program()
}

// frames binds the question's choices and inputs: a frame a member, and the total's.
func (m *Mix) frames() (*quantity.Builder, []*quantity.Frame, *quantity.Frame) {
	b := quantity.NewBuilder()
	root := b.Root()
	for s, v := range m.Shared {
		if s == power.BasisInput.Spec && !m.Unstated {
			continue
		}
		root.SetLazily(s, "", v)
	}
	for _, c := range []*quantity.Choice{power.Start, power.Basis, accelerators.Workload, accelerators.Precision} {
		i, fixed := m.Chosen(c)
		if fixed {
			b.Bind(c, quantity.Constantly(float64(i)))
		} else {
			b.Bind(c, root.Value(power.BasisInput.Spec))
		}
	}
	frames := make([]*quantity.Frame, len(m.Members))
	for i, x := range m.Members {
		frames[i] = root.Member()
		for s, v := range x.Values {
			frames[i].SetLazily(s, x.ID, v)
		}
	}
	m.allocations(b, frames)
	return b, frames, root.Total(frames)
}

func (p *Plan) operand(b *quantity.Builder, o Output, frames []*quantity.Frame, total *quantity.Frame) quantity.Operand {
	switch {
	case o.Known:
		var known []quantity.Operand
		for _, f := range frames {
			if x := f.Reported(o.Spec); !x.Missing() {
				known = append(known, x)
			}
		}
		return b.Add(known...)
	case o.Share:
		all := make([]quantity.Operand, len(frames))
		for i, f := range frames {
			all[i] = f.Reported(o.Spec)
		}
		return b.Div(all[o.Member], b.Add(all...))
	case o.Member == Total:
		return total.Reported(o.Spec)
	}
	return frames[o.Member].Reported(o.Spec)
}
