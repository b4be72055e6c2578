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
	Alternative int // which of the alternatives; 0 for a mix alone
	Member      int // index into Mix.Members, or Total
	Spec        *quantity.Spec
	Share       bool    // the member's quantity over the total's
	Known       bool    // the total's sum over those members only that have the quantity
	Ratio       bool    // the quantity over that of the reference alternative
	Chance      bool    // 1 where the quantity is at least AtLeast, 0 where it is less
	AtLeast     float64 // in the quantity's base unit
}

// Alternatives are mixes of which each takes the whole start. They share the inputs of the site and the question, and so their draws; Reference is the one
// that ratios are to.
type Alternatives struct {
	Mixes     []*Mix
	Reference int
}

// Validate returns why the alternatives cannot be computed together, in words for the user. Each mix is to be valid by itself.
func (a Alternatives) Validate() error {
	_, err := a.coordinates()
	return err
}

// Plan is a compiled mix, or several: a program, and which output is which.
type Plan struct {
	Program *quantity.Program
	Outputs []Output

	index   map[Output]int
	missing map[alternativeSpec][]string
}

type alternativeSpec struct {
	alternative int
	spec        *quantity.Spec
}

// Index returns the program's output number of o, -1 if the plan does not compute it.
func (p *Plan) Index(o Output) int {
	if i, ok := p.index[o]; ok {
		return i
	}
	return -1
}

// Missing lists the ids of the members whose profile lacks what the quantity needs.
func (p *Plan) Missing(s *quantity.Spec) []string { return p.MissingIn(0, s) }

// MissingIn is Missing for the members of one alternative.
func (p *Plan) MissingIn(alternative int, s *quantity.Spec) []string {
	return p.missing[alternativeSpec{alternative, s}]
}

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
	return Alternatives{Mixes: []*Mix{m}}.Compile(outputs)
}

// Compile builds one program that computes the outputs of all alternatives. The mixes must be valid.
func (a Alternatives) Compile(outputs []Output) *Plan { return a.compile(outputs, Varied{}) }

func (a Alternatives) compile(outputs []Output, varied Varied) *Plan {
	b, all := a.frames(varied)
	p := &Plan{Outputs: outputs, index: map[Output]int{}, missing: map[alternativeSpec][]string{}}
	for _, o := range outputs {
		if _, done := p.index[o]; !done {
			x := all[o.Alternative].operand(b, o)
			if o.Ratio {
				x = b.Div(x, all[a.Reference].operand(b, o))
			}
			if o.Chance {
				x = b.AtLeast(x, o.AtLeast)
			}
			p.index[o] = b.Emit(x)
		}
		key := alternativeSpec{o.Alternative, o.Spec}
		if _, done := p.missing[key]; done {
			continue
		}
		p.missing[key] = nil
		for i, f := range all[o.Alternative].members {
			if f.Reported(o.Spec).Missing() {
				p.missing[key] = append(p.missing[key], a.Mixes[o.Alternative].Members[i].ID)
			}
		}
	}
	p.Program = b.Program()
	return p
}

// CompileExpr builds a program with one output: an expression as the first member sees it.
func (m *Mix) CompileExpr(e quantity.AnyExpr) *quantity.Program {
	b, all := Alternatives{Mixes: []*Mix{m}}.frames(Varied{})
	b.Emit(all[0].members[0].Eval(e))
	return b.Program()
}

// framed is one alternative: a frame a member, and the total's.
type framed struct {
	members []*quantity.Frame
	total   *quantity.Frame
}

// frames binds the question's choices and inputs, but for those that are varied. What the mixes share is that of the first.
func (a Alternatives) frames(varied Varied) (*quantity.Builder, []framed) {
	b := quantity.NewBuilder()
	root := b.Root()
	at, err := a.coordinates()
	if err != nil {
		panic("mix: not validated: " + err.Error())
	}
	first := a.Mixes[0]
	for s, v := range first.Shared {
		if s == power.BasisInput.Spec && !first.Unstated {
			continue
		}
		root.SetLazily(s, "", v, at.of(s, "", v))
	}
	varied.supply(b, root, "")
	for _, c := range []*quantity.Choice{power.Start, power.Basis, accelerators.Workload, accelerators.Precision} {
		i, fixed := first.Chosen(c)
		if fixed {
			b.Bind(c, quantity.Constantly(float64(i)))
		} else {
			b.Bind(c, root.Value(power.BasisInput.Spec))
		}
	}
	all := make([]framed, len(a.Mixes))
	for k, m := range a.Mixes {
		members := make([]*quantity.Frame, len(m.Members))
		for i, x := range m.Members {
			members[i] = root.Member()
			for s, v := range x.Values {
				members[i].SetLazily(s, x.ID, v, at.of(s, x.ID, v))
			}
			varied.supply(b, members[i], x.ID)
		}
		m.allocations(b, members, varied)
		all[k] = framed{members, root.Total(members)}
	}
	return b, all
}

func (f framed) operand(b *quantity.Builder, o Output) quantity.Operand {
	switch {
	case o.Known:
		var known []quantity.Operand
		for _, m := range f.members {
			if x := m.Reported(o.Spec); !x.Missing() {
				known = append(known, x)
			}
		}
		return b.Add(known...)
	case o.Share:
		all := make([]quantity.Operand, len(f.members))
		for i, m := range f.members {
			all[i] = m.Reported(o.Spec)
		}
		return b.Div(all[o.Member], b.Add(all...))
	case o.Member == Total:
		return f.total.Reported(o.Spec)
	}
	return f.members[o.Member].Reported(o.Spec)
}
