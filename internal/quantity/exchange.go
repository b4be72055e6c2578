package quantity

// Exchange is a program made ready to be computed at two sets of draws, the first and the second, and then at the first with some of its inputs taken from the
// second: one group of inputs after the other. Only what follows from the exchanged inputs is computed again, which is most of what a study of many inputs
// would otherwise spend. It may be run by many goroutines, each with its own [Block].
type Exchange struct {
	p       *Program
	first   []step    // the program with a column for each step, so that all of them are there when a group is exchanged
	second  variant   // the program with all inputs exchanged
	groups  []variant // and with each group
	shown   []int     // by output: the column at the first draws, -1 where there is nothing to emit
	columns int
}

// variant is the part of a program that follows from some exchanged inputs.
type variant struct {
	steps   []step
	changed []changed
}

// changed is an output that follows from exchanged inputs, and the column in which it is.
type changed struct{ output, column int }

// Exchange prepares the program; each group lists loads by their numbers in Loads.
func (p *Program) Exchange(groups [][]int) *Exchange {
	x := &Exchange{p: p, first: make([]step, len(p.steps))}
	at := make([]int, p.columns) // register of the program to the step that wrote it last
	single := func(o Operand) Operand {
		if o.reg >= 0 {
			o.reg = at[o.reg]
		}
		return o
	}
	for i, s := range p.steps {
		if s.op != opSelect {
			s.c = Constantly(0) // only a selection reads it
		}
		s.a, s.b, s.c = single(s.a), single(s.b), single(s.c)
		at[s.dst], s.dst = i, i
		x.first[i] = s
	}
	x.shown = make([]int, len(p.outputs))
	for i, o := range p.outputs {
		x.shown[i] = -1
		if o.reg >= 0 && p.scaled[i].Of < 0 {
			x.shown[i] = at[o.reg]
		}
	}
	all := make([]int, len(p.loads))
	for i := range all {
		all[i] = i
	}
	x.columns = len(x.first) + len(p.loads)
	var room int
	x.second, room = x.variant(all)
	x.columns += room // the second draws' outputs stay while the groups are computed
	most := 0
	for _, g := range groups {
		v, room := x.variant(g)
		x.groups = append(x.groups, v)
		most = max(most, room)
	}
	x.columns += most
	return x
}

// variant finds the steps that follow from some loads and gives them columns from x.columns on, used again once their last reader has run. It returns how many
// columns those are.
func (x *Exchange) variant(loads []int) (v variant, room int) {
	exchanged := make([]bool, len(x.p.loads))
	for _, l := range loads {
		exchanged[l] = true
	}
	const never = int(^uint(0) >> 1)
	moved := make([]bool, len(x.first))
	last := make([]int, len(x.first))
	for i, s := range x.first {
		if s.op == opLoad {
			moved[i] = exchanged[s.index]
			continue
		}
		for _, o := range []Operand{s.a, s.b, s.c} {
			if o.reg >= 0 && moved[o.reg] {
				moved[i] = true
				last[o.reg] = i
			}
		}
	}
	for _, i := range x.shown {
		if i >= 0 {
			last[i] = never
		}
	}
	place := make([]int, len(x.first))
	var free []int
	for i, s := range x.first {
		switch {
		case !moved[i]:
			place[i] = i
			continue
		case s.op == opLoad:
			place[i] = len(x.first) + s.index
			continue
		case len(free) > 0:
			place[i], free = free[len(free)-1], free[:len(free)-1]
		default:
			place[i] = x.columns + room
			room++
		}
		old := [3]Operand{s.a, s.b, s.c}
		for k, o := range []*Operand{&s.a, &s.b, &s.c} {
			if o.reg < 0 {
				continue
			}
			r := o.reg
			o.reg = place[r]
			again := k > 0 && old[0].reg == r || k > 1 && old[1].reg == r // an operand read twice is freed once
			if moved[r] && x.first[r].op != opLoad && last[r] == i && !again {
				free = append(free, place[r])
			}
		}
		s.dst = place[i]
		v.steps = append(v.steps, s)
	}
	for output, i := range x.shown {
		if i >= 0 && moved[i] {
			v.changed = append(v.changed, changed{output, place[i]})
		}
	}
	return v, room
}

// NewBlock allocates working memory for blocks of up to n draws.
func (x *Exchange) NewBlock(n int) *Block { return (&Program{columns: x.columns}).NewBlock(n) }

// Run computes n draws of each. fill writes the column of a load at the first or the second draws. both receives each output that varies and is not a
// multiple of another, at the first and the second draws. After that, group by group, moved receives the outputs that follow from the group's inputs, at the
// first draws with the group's inputs taken from the second: beside the two others. Nobody may write to the columns.
func (x *Exchange) Run(b *Block, n int, fill func(load int, second bool, column []float64), both func(output int, first, second []float64),
	moved func(group, output int, first, second, exchanged []float64)) {
	column := func(c int) []float64 { return b.columns[c][:n] }
	for i := range x.first {
		if s := &x.first[i]; s.op == opLoad {
			fill(s.index, false, column(s.dst))
		} else {
			b.step(s, column(s.dst))
		}
	}
	for l := range x.p.loads {
		fill(l, true, column(len(x.first)+l))
	}
	compute := func(v *variant) {
		for i := range v.steps {
			b.step(&v.steps[i], column(v.steps[i].dst))
		}
	}
	compute(&x.second)
	second := make([][]float64, len(x.p.outputs))
	for _, c := range x.second.changed {
		second[c.output] = column(c.column)
		both(c.output, column(x.shown[c.output]), second[c.output])
	}
	for g := range x.groups {
		v := &x.groups[g]
		compute(v)
		for _, c := range v.changed {
			moved(g, c.output, column(x.shown[c.output]), second[c.output], column(c.column))
		}
	}
}
