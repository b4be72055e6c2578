package optimize

import (
	"math"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// trial is one program that computes mixes in whole units: at the point, and in every draw of the same site and the same chips.
type trial struct {
	p       *problem
	b       *quantity.Builder
	root    *quantity.Frame
	members []*quantity.Frame // of the candidates
	plain   units             // one unit of each, unrounded
	point   []float64
	sample  *analysis.Sample
}

func (p *problem) newTrial() *trial {
	b, root, all := p.Mix.Bind()
	t := &trial{p: p, b: b, root: root}
	for _, i := range p.candidates {
		t.members = append(t.members, all[i])
	}
	t.plain = unitOf(root, t.members)
	return t
}

// run computes what was emitted.
func (t *trial) run() {
	program := t.b.Program()
	t.point = analysis.Point(program)
	t.sample = analysis.Draw(program, t.p.Settings)
}

// quantity is output i.
func (t *trial) quantity(s *quantity.Spec, i int) answer.Quantity {
	return answer.Quantity{Spec: s, Point: t.point[i], Summary: t.sample.Summaries()[i], Draws: t.sample.Column(i)}
}

// holdings are the frames of those candidates that have units, by candidate; nil for the rest.
func (t *trial) holdings(units []quantity.Operand) []*quantity.Frame {
	out := make([]*quantity.Frame, len(units))
	for k, u := range units {
		if n, known := u.Known(); !known || n > 0 {
			out[k] = holding(t.members[k], u)
		}
	}
	return out
}

// fixed are numbers of units that are the same in every draw.
func fixed(units []float64) []quantity.Operand {
	out := make([]quantity.Operand, len(units))
	for k, u := range units {
		out[k] = quantity.Constantly(u)
	}
	return out
}

// of is a measure of frames, as its formula has it.
func (t *trial) of(m Measure, frames []*quantity.Frame) quantity.Operand {
	var counted, all []*quantity.Frame
	for k, f := range frames {
		if f == nil {
			continue
		}
		all = append(all, f)
		if m.Only.Has(t.p.Mix.Members[t.p.candidates[k]].Accelerator) {
			counted = append(counted, f)
		}
	}
	switch {
	case len(counted) == 0:
		return quantity.Constantly(0)
	case m.Share:
		return t.b.Div(t.root.Total(counted).Value(m.Spec), t.root.Total(all).Value(m.Spec))
	}
	return t.root.Total(counted).Value(m.Spec)
}

// need is what units take of a line in the draw, unrounded; bound is what the line allows there.
func (t *trial) need(l *line, units []float64) quantity.Operand {
	sum := quantity.Constantly(0)
	for k, u := range units {
		if u > 0 && l.Only.Has(t.p.Mix.Members[t.p.candidates[k]].Accelerator) {
			sum = t.b.Add(sum, t.b.Mul(t.perUnit(l, k), quantity.Constantly(u)))
		}
	}
	return sum
}

func (t *trial) perUnit(l *line, k int) quantity.Operand {
	if l.start {
		return t.members[k].Eval(capacity.PerUnitOfStart(t.p.Mix.Start, t.p.Mix.Basis))
	}
	return t.plain.count(k, l.Measure)
}

func (t *trial) bound(l *line) quantity.Operand {
	if !l.start {
		return quantity.Constantly(l.Value)
	}
	slack := quantity.Constantly(l.Value * (1 + startSlack))
	if l.Sense == AtLeast {
		slack = quantity.Constantly(l.Value * (1 - startSlack))
	}
	return t.b.Mul(startScale(t.b, t.root, t.p.Request), slack)
}

// holds is 1 in the draws in which units keep the line, within the solver's own tolerance.
func (t *trial) holds(l *line, units []float64) quantity.Operand {
	need, bound := t.need(l, units), t.bound(l)
	if l.Share {
		all := t.need(&line{Limit: Limit{Measure: Measure{Spec: capacity.ITDeployed.Spec}}}, units)
		bound = t.b.Mul(all, quantity.Constantly(l.Value))
	}
	const tolerance = 1e-9
	room := quantity.Constantly(l.room(t.p.row(l).Coefficients))
	under := t.b.Reaches(t.b.Add(t.b.Mul(bound, quantity.Constantly(1+tolerance)), room), need)
	over := t.b.Reaches(need, t.b.Sub(t.b.Mul(bound, quantity.Constantly(1-tolerance)), room))
	switch l.Sense {
	case AtMost:
		return under
	case AtLeast:
		return over
	}
	return t.b.Mul(under, over)
}

// scaled are the units in a draw: in the same proportions as they are, as many as the start and the limits that bound the size allow there, or as few as they
// ask for. possible is 1 where all limits of size can be kept.
func (t *trial) scaled(units []float64) (out []quantity.Operand, possible quantity.Operand) {
	var most, least []quantity.Operand
	for i := range t.p.lines {
		l := &t.p.lines[i]
		if l.Share {
			continue // does not change with the size
		}
		need := t.need(l, units)
		if n, known := need.Known(); known && n == 0 {
			continue
		}
		factor := t.b.Div(t.bound(l), need)
		if l.Sense != AtLeast {
			most = append(most, factor)
		}
		if l.Sense != AtMost {
			least = append(least, factor)
		}
	}
	possible = quantity.Constantly(1)
	high, low := fold(most, t.b.Min), fold(least, t.b.Max)
	if len(most) > 0 && len(least) > 0 {
		possible = t.b.Reaches(high, low)
	}
	scale, whole := low, t.b.Ceil
	if t.p.Maximise || len(least) == 0 {
		scale, whole = high, t.b.Floor
	}
	if len(most)+len(least) == 0 {
		scale = quantity.Constantly(1)
	}
	for _, u := range units {
		if u == 0 {
			out = append(out, quantity.Constantly(0))
			continue
		}
		out = append(out, whole(t.b.Mul(scale, quantity.Constantly(u))))
	}
	return out, possible
}

func fold(list []quantity.Operand, f func(x, y quantity.Operand) quantity.Operand) quantity.Operand {
	if len(list) == 0 {
		return quantity.Constantly(math.NaN())
	}
	out := list[0]
	for _, x := range list[1:] {
		out = f(out, x)
	}
	return out
}

// describe lists the members of mixes with what they are at the point.
func (p *problem) describe(fleets [][]float64) [][]Member {
	t := p.newTrial()
	specs := []*quantity.Spec{capacity.Chips.Spec, capacity.Racks.Spec, capacity.ITDeployed.Spec}
	for _, units := range fleets {
		for k, f := range t.holdings(fixed(units)) {
			if f == nil {
				continue
			}
			for _, s := range specs {
				t.b.Emit(f.Value(s))
			}
			t.b.Emit(quantity.Constantly(units[k] * p.objective[k]))
		}
	}
	numbers := analysis.Point(t.b.Program())
	out := make([][]Member, len(fleets))
	for i, units := range fleets {
		it := dot(p.it, units)
		for k, u := range units {
			if u == 0 {
				continue
			}
			x := p.Mix.Members[p.candidates[k]]
			out[i] = append(out[i], Member{
				ID: x.ID, Name: x.Name, Vendor: x.Vendor, Units: u, Chips: numbers[0], Racks: numbers[1], Share: numbers[2] / it, Amount: numbers[3],
			})
			numbers = numbers[len(specs)+1:]
		}
	}
	return out
}

// evaluate computes the best mix as it is, and holds it against the others.
func (p *problem) evaluate(out *Result, best []float64, others []fleet) {
	all := [][]float64{best}
	for _, f := range others {
		all = append(all, f.units)
	}
	members := p.describe(all)
	out.Members = members[0]
	for i, f := range others {
		a := Alternative{Members: members[i+1], Value: f.value, Worse: p.worse(f.value, out.Value), Single: f.single}
		if out.Alternatives = append(out.Alternatives, a); a.Worse < 0 {
			out.Alternatives[i].Worse = 0 // within the tolerance of the search
		}
	}
	t := p.newTrial()
	frames := t.holdings(fixed(best))
	var present []*quantity.Frame
	for _, f := range frames {
		if f != nil {
			present = append(present, f)
		}
	}
	total := t.root.Total(present)
	for _, s := range p.Shown {
		t.b.Emit(total.Reported(s))
		for _, f := range present {
			t.b.Emit(f.Reported(s))
		}
	}
	rounded := len(p.Shown) * (1 + len(present))
	for i := range p.lines {
		l := &p.lines[i]
		if l.start {
			t.b.Emit(quantity.Constantly(out.Limits[i].Used))
		} else {
			t.b.Emit(t.of(l.Measure, frames))
		}
		t.b.Emit(t.holds(l, best))
	}
	contest := t.contest(all)
	t.run()
	for k, s := range p.Shown {
		at := k * (1 + len(present))
		q := t.quantity(s, at)
		q.Missing = missing(s, p.chips(best), present)
		out.Total = append(out.Total, q)
		for i := range present {
			out.Members[i].Quantities = append(out.Members[i].Quantities, t.quantity(s, at+1+i))
		}
	}
	for i := range out.Limits {
		at := rounded + 2*i
		out.Limits[i].Rounded = t.point[at]
		if p.Settings.Draws > 0 {
			out.Limits[i].Chance = t.sample.Summaries()[at+1].Mean
		}
	}
	if p.Settings.Draws > 0 {
		out.Regret = contest.read(t, out)
	}
}

// missing names the members that have no figure of a quantity that is summed.
func missing(s *quantity.Spec, chips []mix.Member, frames []*quantity.Frame) []string {
	if s.Total != quantity.Sum {
		return nil
	}
	var out []string
	for i, f := range frames {
		if f.Reported(s).Missing() {
			out = append(out, chips[i].ID)
		}
	}
	return out
}
