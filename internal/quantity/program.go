package quantity

import "math"

// Operand is where a program finds a number: a constant, or a register that holds one column of a block of draws.
type Operand struct {
	reg   int // -1 for a constant
	value float64
}

// Known returns the operand's value if it is the same in every draw.
func (o Operand) Known() (float64, bool) { return o.value, o.reg < 0 }

// Missing reports whether the operand is n/a in every draw.
func (o Operand) Missing() bool { return o.reg < 0 && math.IsNaN(o.value) }

// Constantly is the operand that is x in every draw.
func Constantly(x float64) Operand { return Operand{-1, x} }

// Load is an input that varies from draw to draw: its distribution, whose it is, and what draws it.
type Load struct {
	Spec  *Spec
	Owner string // the member's id; empty for inputs that all share
	Value *Value // nil for what is supplied; see [Builder.Supply]
	At    Coordinate
}

// Coordinate is what draws an input: a dimension of the sampler's points, and the order in which the points are taken. Inputs with one coordinate move
// together; those with different dimensions in one order are drawn as evenly as the sampler can; those in different orders are paired as if at random.
type Coordinate struct {
	Dim   int
	Order string // empty for the natural order
	Blend []Part // if not empty, the coordinate is a blend of others, and Dim and Order are not used
}

// step is one operation on whole columns.
type step struct {
	op      op
	dst     int
	a, b, c Operand
	index   int // opLoad: which load; opSelect: which option
}

// Program computes chosen operands for a block of draws. It is built once by a [Builder] and may be run by many goroutines, each with its own [Block].
type Program struct {
	loads   []Load
	steps   []step
	outputs []Operand
	scaled  []Scaled
	columns int
}

// Scaled says that an output is another output times a positive constant, draw by draw; Of is -1 where it is not. Most of what follows from a number of
// units is, and what is known of one distribution need not be found again for the other.
type Scaled struct {
	Of     int
	Factor float64
}

// Scaled returns whether output i is a multiple of an output before it.
func (p *Program) Scaled(i int) Scaled { return p.scaled[i] }

// Loads lists the inputs that vary, in the order in which Run asks for them.
func (p *Program) Loads() []Load { return p.loads }

// Outputs returns the number of outputs.
func (p *Program) Outputs() int { return len(p.outputs) }

// Output returns the constant value of output i and true, if it does not vary.
func (p *Program) Output(i int) (float64, bool) { return p.outputs[i].Known() }

// Builder collects the operations of a program. Constants are folded as they appear, so what does not vary costs nothing per draw.
type Builder struct {
	p       Program
	regs    int
	choices map[*Choice]Operand
	made    map[step]Operand // what each operation came to, so that none is emitted twice
}

// NewBuilder returns a builder; choices binds every choice that the formulas make, to an option's index or to a column of indices.
func NewBuilder() *Builder { return &Builder{choices: map[*Choice]Operand{}, made: map[step]Operand{}} }

// Bind fixes a choice, or lets it vary with a column of option indices.
func (b *Builder) Bind(c *Choice, o Operand) { b.choices[c] = o }

// Chosen returns the option that a choice is fixed to.
func (b *Builder) Chosen(c *Choice) (int, bool) {
	o, bound := b.choices[c]
	if !bound || o.reg >= 0 {
		return 0, false
	}
	return int(o.value), true
}

// Input makes v available as an operand: its value if it is a constant, else a column drawn anew for each block, from the given coordinate.
func (b *Builder) Input(s *Spec, owner string, v *Value, at Coordinate) Operand {
	if v.IsConstant() {
		return Constantly(v.Mid())
	}
	b.p.loads = append(b.p.loads, Load{Spec: s, Owner: owner, Value: v, At: at})
	return b.emit(step{op: opLoad, index: len(b.p.loads) - 1})
}

// Emit makes an operand an output; its number is the one that Run writes it under.
func (b *Builder) Emit(o Operand) int {
	b.p.outputs = append(b.p.outputs, o)
	return len(b.p.outputs) - 1
}

// emit adds an operation, or finds it among those that are there: the same operation on the same operands is the same number.
func (b *Builder) emit(s step) Operand {
	if s.op == opLoad { // what a step does not read must not look like the first register
		s.a, s.b = Constantly(0), Constantly(0)
	}
	if s.op != opSelect {
		s.c = Constantly(0)
	}
	if o, done := b.made[s]; done {
		return o
	}
	o := Operand{reg: b.regs}
	b.made[s] = o
	s.dst = b.regs
	b.regs++
	b.p.steps = append(b.p.steps, s)
	return o
}

// apply emits one operation on two operands (the second is ignored by functions of one), or folds it.
func (b *Builder) apply(o op, x, y Operand) Operand {
	if x.reg < 0 && y.reg < 0 {
		return Constantly(scalar(o, x.value, y.value))
	}
	switch {
	case o == opMul && y.reg < 0 && y.value == 1, o == opAdd && y.reg < 0 && y.value == 0, o == opDiv && y.reg < 0 && y.value == 1,
		o == opSub && y.reg < 0 && y.value == 0:
		return x
	case o == opMul && x.reg < 0 && x.value == 1, o == opAdd && x.reg < 0 && x.value == 0:
		return y
	case o == opFirst && x.Missing():
		return y
	case o == opGreatest && x.Missing():
		return y
	case o == opGreatest && y.Missing():
		return x
	case o != opFirst && o != opGreatest && (x.Missing() || y.Missing()):
		return Constantly(math.NaN())
	}
	return b.emit(step{op: o, a: x, b: y})
}

// Add is the sum of operands; n/a where one is.
func (b *Builder) Add(xs ...Operand) Operand {
	sum := Constantly(0)
	for _, x := range xs {
		sum = b.apply(opAdd, sum, x)
	}
	return sum
}

// Mul is the product of two operands.
func (b *Builder) Mul(x, y Operand) Operand { return b.apply(opMul, x, y) }

// Div is the quotient of two operands; n/a where y is 0.
func (b *Builder) Div(x, y Operand) Operand { return b.apply(opDiv, x, y) }

// AtLeast is 1 where x is c or more and 0 where it is less; n/a where x is.
func (b *Builder) AtLeast(x Operand, c float64) Operand { return b.apply(opAtLeast, x, Constantly(c)) }

// Program finishes the build. Registers whose last use is past are given to later operations, so that a block stays in the processor's cache.
func (b *Builder) Program() *Program {
	p := b.p
	const never = math.MaxInt
	p.scaled = p.findScaled(b.regs)
	last := make([]int, b.regs)
	for i := range last {
		last[i] = -1
	}
	use := func(o Operand, at int) {
		if o.reg >= 0 {
			last[o.reg] = max(last[o.reg], at)
		}
	}
	for i, o := range p.outputs {
		if p.scaled[i].Of < 0 {
			use(o, never)
		}
	}
	// Steps that nothing uses are dropped, from the end so that their operands become unused too.
	live := make([]bool, len(p.steps))
	for i := len(p.steps) - 1; i >= 0; i-- {
		s := &p.steps[i]
		if last[s.dst] < 0 {
			continue
		}
		live[i] = true
		use(s.a, i)
		use(s.b, i)
		use(s.c, i)
	}
	place := make([]int, b.regs)
	var free []int
	kept := make([]step, 0, len(p.steps))
	var loads []Load
	move := func(o Operand) Operand {
		if o.reg >= 0 {
			o.reg = place[o.reg]
		}
		return o
	}
	for i, s := range p.steps {
		if !live[i] {
			continue
		}
		old := [3]Operand{s.a, s.b, s.c}
		s.a, s.b, s.c = move(s.a), move(s.b), move(s.c)
		if n := len(free); n > 0 {
			place[s.dst], free = free[n-1], free[:n-1]
		} else {
			place[s.dst] = p.columns
			p.columns++
		}
		// An operand's column is free once its last reader has run; an operand read twice by one step is freed once.
		for k, o := range old {
			if o.reg >= 0 && last[o.reg] == i && !(k > 0 && old[0].reg == o.reg) && !(k > 1 && old[1].reg == o.reg) {
				free = append(free, place[o.reg])
			}
		}
		s.dst = place[s.dst]
		if s.op == opLoad {
			loads = append(loads, p.loads[s.index])
			s.index = len(loads) - 1
		}
		kept = append(kept, s)
	}
	outputs := make([]Operand, len(p.outputs))
	for i, o := range p.outputs {
		outputs[i] = move(o)
	}
	return &Program{loads: loads, steps: kept, outputs: outputs, scaled: p.scaled, columns: p.columns}
}

// findScaled finds the outputs that are multiples of earlier ones. Chains are followed to an output that is computed by itself.
func (p *Program) findScaled(regs int) []Scaled {
	made := make([]*step, regs)
	for i := range p.steps {
		made[p.steps[i].dst] = &p.steps[i]
	}
	first := make(map[int]int, len(p.outputs)) // register to the output that shows it
	out := make([]Scaled, len(p.outputs))
	for i, o := range p.outputs {
		out[i] = Scaled{Of: -1, Factor: 1}
		if o.reg < 0 {
			continue
		}
		if j, shown := first[o.reg]; shown {
			out[i] = Scaled{j, 1}
		} else if s := made[o.reg]; s.op == opMul {
			x, c := s.a, s.b
			if x.reg < 0 {
				x, c = c, x
			}
			if j, shown := first[x.reg]; shown && c.reg < 0 && c.value > 0 {
				out[i] = Scaled{j, c.value}
			}
		}
		if _, shown := first[o.reg]; !shown {
			first[o.reg] = i
		}
	}
	return out
}
