package quantity

import "math"

// given is an input's distribution that becomes an operand when a formula first asks for it.
type given struct {
	owner string
	value Value
	at    Coordinate
}

// Frame is one point of view from which names have values: the inputs that all share, one member of a mix, or the total.
type Frame struct {
	b      *Builder
	parent *Frame // where shared quantities are found
	inputs map[*Spec]Operand
	lazy   map[*Spec]given
	memo   map[*Spec]Operand
	sum    func(*Spec) Operand // in a total: the sum of a quantity over the members

	// Of a frame that differs from another in some quantities; see where.go.
	base    *Frame
	given   map[*Spec]func() Operand
	differs map[*Spec]bool
}

// Root returns the frame of the shared inputs.
func (b *Builder) Root() *Frame {
	return &Frame{b: b, inputs: map[*Spec]Operand{}, lazy: map[*Spec]given{}, memo: map[*Spec]Operand{}}
}

// Member returns a frame for one member of a mix, whose shared quantities are those of f.
func (f *Frame) Member() *Frame {
	m := f.b.Root()
	m.parent = f
	return m
}

// Total returns a frame in which a quantity that is summed is the sum over the given members.
func (f *Frame) Total(members []*Frame) *Frame {
	t := f.Member()
	t.sum = func(s *Spec) Operand {
		parts := make([]Operand, len(members))
		for i, m := range members {
			parts[i] = m.Value(s)
		}
		return f.b.Add(parts...)
	}
	return t
}

// Set gives an input its operand.
func (f *Frame) Set(s *Spec, o Operand) { f.inputs[s] = o }

// SetLazily gives an input its distribution and what draws it; owner is the member whose input it is, empty for inputs that all share. Inputs that no formula
// asks for cost nothing.
func (f *Frame) SetLazily(s *Spec, owner string, v Value, at Coordinate) {
	f.lazy[s] = given{owner, v, at}
}

// Value is the operand of a quantity as seen from this frame; n/a if an input that it needs is missing.
func (f *Frame) Value(s *Spec) Operand {
	if o, done := f.memo[s]; done {
		return o
	}
	o := f.find(s)
	f.memo[s] = o
	return o
}

func (f *Frame) find(s *Spec) Operand {
	if g, set := f.given[s]; set {
		return g()
	}
	if f.base != nil && !f.changes(s) {
		return f.base.Value(s)
	}
	if s.Input {
		return f.input(s)
	}
	if f.sum != nil && s.Total == Sum {
		o := f.sum(s)
		if s.extra != nil {
			o = f.b.apply(opAdd, o, f.node(s.extra))
		}
		return o
	}
	if f.parent != nil && s.Scope == Shared {
		return f.parent.Value(s)
	}
	if f.sum != nil && s.Total == None {
		return Constantly(math.NaN())
	}
	return f.node(s.value)
}

func (f *Frame) input(s *Spec) Operand {
	if o, set := f.inputs[s]; set {
		return o
	}
	if g, set := f.lazy[s]; set {
		return f.b.Input(s, g.owner, &g.value, g.at)
	}
	if f.parent != nil && s.Scope == Shared {
		return f.parent.Value(s)
	}
	if s.value != nil {
		return f.node(s.value)
	}
	return Constantly(math.NaN())
}

// Reported is the operand of a quantity as the results show it: n/a for a member where only the total has it, n/a for the total where there is none.
func (f *Frame) Reported(s *Spec) Operand {
	total := f.sum != nil
	if !total && s.Total == TotalOnly || total && s.Total == None {
		return Constantly(math.NaN())
	}
	return f.Value(s)
}

// AnyExpr is an expression whose dimension does not matter to the one who evaluates it.
type AnyExpr interface{ root() *node }

func (e Expr[D]) root() *node { return e.n }

// Eval is the operand of an expression as seen from this frame.
func (f *Frame) Eval(e AnyExpr) Operand { return f.node(e.root()) }

func (f *Frame) node(n *node) Operand {
	switch n.op {
	case opConst:
		return Constantly(n.value)
	case opRef:
		return f.Value(n.spec)
	case opFloor, opCeil:
		return f.b.apply(n.op, f.node(n.args[0]), Constantly(0))
	case opChoose:
		return f.choose(n)
	}
	return f.b.apply(n.op, f.node(n.args[0]), f.node(n.args[1]))
}

func (f *Frame) choose(n *node) Operand {
	which, bound := f.b.choices[n.choice]
	if !bound {
		panic("quantity: choice " + n.choice.Name + " was never bound")
	}
	if i, fixed := which.Known(); fixed {
		return f.node(n.args[int(i)])
	}
	out := f.node(n.args[0])
	for i := 1; i < len(n.args); i++ {
		other := f.node(n.args[i])
		if other == out {
			continue
		}
		out = f.b.emit(step{op: opSelect, a: other, b: out, c: which, index: i})
	}
	return out
}
