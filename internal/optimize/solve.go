package optimize

import (
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Best finds the best mix. Errors are those of the solver, and a question of which no chip has the figures, or of numbers out of reach; that no mix keeps the limits is a result.
func Best(r *Request, s Solver) (*Result, error) {
	p := newProblem(r)
	out := &Result{Question: r.Question, Maximise: r.Maximise, Objective: r.Objective, Asked: r.Gap, LeftOut: p.leftOut}
	if len(p.candidates) == 0 {
		return nil, &LacksError{p.leftOut}
	}
	if err := p.reach(); err != nil {
		return nil, err
	}
	out.Weighed = p.weighed()
	lin := p.linear()
	whole, err := s.Whole(lin, r.Gap, r.Nodes)
	if err != nil {
		return nil, err
	}
	relaxed := whole.Relaxed
	if relaxed == nil {
		if relaxed, err = s.Relaxed(lin); err != nil {
			return nil, err
		}
	}
	out.Value, out.Bound, out.Gap, out.Nodes, out.Relaxed = whole.Objective, whole.Bound, whole.Gap, whole.Nodes, relaxed.Objective
	switch whole.Status {
	case NoneFeasible:
		out.Outcome = Infeasible
		out.Grounds = r.grounds(nil)
		out.Conflict, err = p.conflict(s, false)
		return out, err
	case NoBound:
		out.Outcome = Unbounded
		return out, nil
	case EndedByNodes:
		if out.Outcome = NodeLimit; whole.Values == nil {
			out.Grounds = r.grounds(nil)
			return out, nil
		}
	default:
		out.Outcome = Optimal
	}
	if !slices.ContainsFunc(whole.Values, func(u float64) bool { return u > 0 }) {
		out.Outcome = Nothing
		if out.Conflict, err = p.whyNothing(s); out.Conflict != nil {
			out.Outcome, out.Grounds = Infeasible, r.grounds(nil)
		}
		return out, err
	}
	out.Limits = p.limits(whole.Values, relaxed)
	out.LeftOut = append(p.unused(whole.Values, relaxed), out.LeftOut...)
	others, err := p.alternatives(s, whole, relaxed)
	if err != nil {
		return nil, err
	}
	out.Grounds = r.grounds(p.chips(whole.Values))
	p.evaluate(out, whole.Values, others)
	p.mark(out, whole.Values)
	return out, nil
}

// LacksError says that no chip has the figures that a question needs.
type LacksError struct{ LeftOut []LeftOut }

// Error implements the error interface: it names what is missing, chip by chip.
func (e *LacksError) Error() string {
	parts := make([]string, len(e.LeftOut))
	for i, l := range e.LeftOut {
		parts[i] = l.ID + " lacks " + strings.Join(l.Lacks, " and ")
	}
	return "no chip has the figures that the objective and the limits need: " + strings.Join(parts, "; ")
}

// chips are the members that have units.
func (p *problem) chips(units []float64) []mix.Member {
	var out []mix.Member
	for k, u := range units {
		if u > 0 {
			out = append(out, p.Mix.Members[p.candidates[k]])
		}
	}
	return out
}

// grounds are what a result about these chips rests on.
func (r *Request) grounds(members []mix.Member) *answer.Answer {
	return answer.Grounds(r.Question, r.Mix, members, r.needed())
}

// needed are the quantities that the result is computed from or shows.
func (r *Request) needed() []*quantity.Spec {
	specs := []*quantity.Spec{r.Objective.Spec, capacity.ITDeployed.Spec, capacity.Chips.Spec}
	for _, l := range r.Limits {
		specs = append(specs, l.Spec)
	}
	return append(specs, r.Shown...)
}

// limits say what each limit allows, what the mix uses and what the relaxation would pay for more.
func (p *problem) limits(units []float64, relaxed *Solution) []Used {
	out := make([]Used, len(p.lines))
	for k := range p.lines {
		l := &p.lines[k]
		out[k] = Used{Limit: l.Limit, Start: l.start, Used: p.used(l, units), Binds: p.binds(l, units), Shadow: math.NaN(), Chance: math.NaN()}
		if relaxed.Duals == nil {
			continue
		}
		out[k].Binds = out[k].Binds || relaxed.Duals[k] != 0 && p.tight(l, units)
		switch out[k].Shadow = relaxed.Duals[k]; {
		case l.Share:
			out[k].Shadow *= dot(p.it, relaxed.Values)
		case l.start:
			out[k].Shadow *= l.scale
		}
	}
	return out
}

// binds reports whether the room that is left is less than a unit of a system of the mix takes; where none of them takes any, than the least that any would.
func (p *problem) binds(l *line, units []float64) bool {
	row := p.row(l)
	at := dot(row.Coefficients, units)
	room := min(row.Upper-at, at-row.Lower)
	most, least := 0.0, math.Inf(1)
	for i, c := range row.Coefficients {
		if c = math.Abs(c); c == 0 {
			continue
		}
		if least = min(least, c); units[i] > 0 {
			most = max(most, c)
		}
	}
	if math.IsInf(least, 1) {
		return false // it is about systems that were left out
	}
	if most == 0 {
		most = least
	}
	return l.Sense == Exactly || room < most
}

// tight reports whether little is left of a line for its size. The relaxation uses all of a limit that has a price there; whole units may leave a few of it.
func (p *problem) tight(l *line, units []float64) bool {
	row := p.row(l)
	at, size := 0.0, 0.0
	for i, c := range row.Coefficients {
		at += c * units[i]
		size += math.Abs(c * units[i])
	}
	return min(row.Upper-at, at-row.Lower) <= 1e-3*size
}

// unused says why each candidate without units has none.
func (p *problem) unused(units []float64, relaxed *Solution) []LeftOut {
	var out []LeftOut
	for k, u := range units {
		if u > 0 {
			continue
		}
		x := p.Mix.Members[p.candidates[k]]
		l := LeftOut{ID: x.ID, Name: x.Name, Better: math.NaN(), Forbidden: p.forbidden(k), Dominated: p.dominated(k, units)}
		if relaxed.ReducedCosts != nil {
			l.Whole = relaxed.Values[k] > 0
			if c := p.objective[k]; c > 0 && !l.Whole {
				l.Better = math.Abs(relaxed.ReducedCosts[k]) / c
			}
		}
		out = append(out, l)
	}
	return out
}

// forbidden is the limit that allows not one unit of a candidate; empty if none does.
func (p *problem) forbidden(k int) string {
	for i := range p.lines {
		l := &p.lines[i]
		switch {
		case l.Sense == AtLeast:
		case l.Share && l.Value == 0 && l.per[k] > 0, !l.Share && l.per[k] > l.bound():
			return l.Text
		}
	}
	return ""
}

// dominated is the id of a candidate of which some number brings as much of the objective as one unit of k and takes no more of any limit; one of the mix if
// there is one. Of two that are equal in everything the first dominates.
func (p *problem) dominated(k int, units []float64) string {
	best := -1
	for j := range p.candidates {
		if j == k || !p.dominates(j, k) || p.dominates(k, j) && j > k && units[j] == 0 {
			continue
		}
		if best < 0 || units[j] > 0 && units[best] == 0 {
			best = j
		}
	}
	if best < 0 {
		return ""
	}
	return p.Mix.Members[p.candidates[best]].ID
}

// dominates reports whether some number of j does all that one unit of k does.
func (p *problem) dominates(j, k int) bool {
	low, high := 0.0, math.Inf(1)
	atLeast := func(a, b float64) { // number * a >= b
		switch {
		case a > 0:
			low = max(low, b/a)
		case a < 0:
			high = min(high, b/a)
		case b > 0:
			high = -1
		}
	}
	atMost := func(a, b float64) { atLeast(-a, -b) }
	if p.Maximise {
		atLeast(p.objective[j], p.objective[k])
	} else {
		atMost(p.objective[j], p.objective[k])
	}
	for i := range p.lines {
		row := p.row(&p.lines[i])
		a, b := row.Coefficients[j], row.Coefficients[k]
		if !math.IsInf(row.Upper, 1) {
			atMost(a, b)
		}
		if !math.IsInf(row.Lower, -1) {
			atLeast(a, b)
		}
	}
	return low <= high*(1+1e-12)
}
