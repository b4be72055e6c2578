package quantity

// Unrounded returns the frame with floor and ceil taken out of its formulas. Quantities that are added up over systems are then exactly proportional to the
// number of systems, as a linear problem needs them. Inputs are drawn once for both frames.
func (f *Frame) Unrounded() *Frame {
	g := *f
	g.memo, g.smooth = map[*Spec]Operand{}, true
	if g.base != nil {
		g.base, g.differs = g.base.Unrounded(), map[*Spec]bool{}
	}
	return &g
}

// degree is how an expression depends on a count: not at all, in proportion to it, or in another way.
type degree int

const (
	free         degree = iota // the same for any count
	proportional               // twice the count gives twice the value, and counts of several members add up
	otherwise
)

// Proportional reports whether the total of s is in proportion to the given counts of the members, once rounding is taken out: the sum over the members of a
// number that is the member's own, times its count. chosen knows the options of choices that are fixed, as in [Spec.Operands].
func (s *Spec) Proportional(count *Spec, chosen func(*Choice) (int, bool)) bool {
	d := degrees{count, chosen, map[*Spec]degree{}, map[*Spec]degree{}}
	return d.total(s) == proportional
}

type degrees struct {
	count           *Spec
	chosen          func(*Choice) (int, bool)
	members, totals map[*Spec]degree
}

// member is how a member's quantity depends on the member's count.
func (d *degrees) member(s *Spec) degree {
	switch {
	case s == d.count:
		return proportional
	case s.value == nil || s.Input:
		return free
	}
	if known, done := d.members[s]; done {
		return known
	}
	out := d.of(s.value, d.member)
	d.members[s] = out
	return out
}

// total is how the quantity of the total depends on the members' counts.
func (d *degrees) total(s *Spec) degree {
	if known, done := d.totals[s]; done {
		return known
	}
	out := otherwise
	switch {
	case s.Input && s.Scope == Shared:
		out = free
	case s.Input: // a member's own: a total has none
	case s.Total == Sum:
		if out = d.member(s); s.extra != nil && d.of(s.extra, d.total) != out {
			out = otherwise
		}
	case s.Total != None || d.member(s) == free && s.Scope == Shared:
		out = d.of(s.value, d.total)
	}
	d.totals[s] = out
	return out
}

// of is the degree of an expression whose quantities have the degrees that ref gives.
func (d *degrees) of(n *node, ref func(*Spec) degree) degree {
	switch n.op {
	case opConst:
		return free
	case opRef:
		return ref(n.spec)
	case opChoose:
		if d.chosen != nil {
			if i, fixed := d.chosen(n.choice); fixed {
				return d.of(n.args[i], ref)
			}
		}
	}
	first := d.of(n.args[0], ref)
	same := first
	for _, a := range n.args[1:] {
		if d.of(a, ref) != first {
			same = otherwise
		}
	}
	switch n.op {
	case opFloor, opCeil, opAdd, opSub, opFirst, opChoose:
		return same
	case opMul:
		if other := d.of(n.args[1], ref); first == free || other == free {
			return max(first, other)
		}
	case opDiv:
		if d.of(n.args[1], ref) == free {
			return first
		}
	default:
		if same == free {
			return free
		}
	}
	return otherwise
}
