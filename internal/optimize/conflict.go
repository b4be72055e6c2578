package optimize

import "math"

// Conflict says why no mix keeps all limits.
type Conflict struct {
	Limits []Conflicting // any of them gone, the rest could be kept
	Whole  bool          // fractions of units would keep them all
}

// Conflicting is one limit of a conflict.
type Conflicting struct {
	Limit
	Start   bool
	Nearest float64 // the value nearest to the limit's own that all other limits leave possible; n/a where others are in conflict without it
}

// conflict finds limits that cannot be kept together, none of which could be left out of that: each is taken away in turn, for good where the rest still
// cannot be kept. Then it finds for each how far it would have to give way.
func (p *problem) conflict(s Solver) (*Conflict, error) {
	all := p.linear()
	all.Costs = make([]float64, len(all.Costs))
	relaxed, err := s.Relaxed(all)
	if err != nil {
		return nil, err
	}
	out := &Conflict{Whole: relaxed.Status != NoneFeasible}
	feasible := func(rows []Row) (bool, error) {
		lin := &Linear{Costs: all.Costs, Rows: rows}
		solve := s.Relaxed
		if out.Whole {
			solve = func(l *Linear) (*Solution, error) { return s.Whole(l, nearGap, nodesOfNear) }
		}
		x, err := solve(lin)
		if err != nil {
			return false, err
		}
		return x.Status != NoneFeasible, nil
	}
	kept := make([]bool, len(p.lines))
	for i := range kept {
		kept[i] = true
	}
	rows := func() (out []Row) {
		for i, r := range all.Rows {
			if kept[i] {
				out = append(out, r)
			}
		}
		return out
	}
	for i := range kept {
		kept[i] = false
		ok, err := feasible(rows())
		if err != nil {
			return nil, err
		}
		kept[i] = ok // without it the rest can be kept, so it is part of the conflict
	}
	for i := range p.lines {
		if !kept[i] {
			continue
		}
		nearest, err := p.nearest(s, i)
		if err != nil {
			return nil, err
		}
		out.Limits = append(out.Limits, Conflicting{p.lines[i].Limit, p.lines[i].start, nearest})
	}
	return out, nil
}

// nearest is the value of one limit, in its own unit, nearest to what it asks for, that whole units can reach under all other limits.
func (p *problem) nearest(s Solver, at int) (float64, error) {
	l := &p.lines[at]
	var rows []Row
	for i := range p.lines {
		if i != at {
			rows = append(rows, p.row(&p.lines[i]))
		}
	}
	best := math.NaN()
	for _, upwards := range []bool{false, true} {
		if l.Sense == AtMost && upwards || l.Sense == AtLeast && !upwards {
			continue // an upper limit gives way to the least that is possible, a lower one to the most
		}
		x, err := p.extreme(s, l, rows, upwards)
		if err != nil {
			return 0, err
		}
		if math.IsNaN(best) || math.Abs(x-l.Value) < math.Abs(best-l.Value) {
			best = x
		}
	}
	return best, nil
}

// extreme is the least or the greatest that a line can come to, the rows kept, in its own unit; n/a where they cannot be. For '=' the search is on the side
// of the limit's own value.
func (p *problem) extreme(s Solver, l *line, rows []Row, upwards bool) (float64, error) {
	if l.Sense == Exactly {
		side := *l
		if side.Sense = AtLeast; upwards {
			side.Sense = AtMost
		}
		rows = append(rows[:len(rows):len(rows)], p.row(&side))
	}
	if !l.Share {
		x, err := s.Whole(&Linear{Maximise: upwards, Costs: l.per, Rows: rows}, nearGap, nodesOfNear)
		if err != nil || x.Values == nil {
			return math.NaN(), err
		}
		return p.used(l, x.Values), nil
	}
	// A share is a ratio of two sums. Its extreme is found by Dinkelbach's method: the best difference to a share that was reached, until it is none.
	share := 0.0
	if upwards {
		share = 1
	}
	for range 64 {
		costs := make([]float64, len(p.it))
		for i, x := range l.per {
			costs[i] = x - share*p.it[i]
		}
		x, err := s.Whole(&Linear{Maximise: upwards, Costs: costs, Rows: rows}, nearGap, nodesOfNear)
		if err != nil || x.Values == nil {
			return math.NaN(), err
		}
		reached := p.used(l, x.Values)
		if math.IsNaN(reached) || math.Abs(reached-share) <= nearGap {
			return reached, nil
		}
		share = reached
	}
	return share, nil
}

// What is in conflict, and the nearest value that is not, are looked for within nearGap of the best and in so many nodes: sums of dollars or watts that come
// ever nearer to a limit have no end.
const (
	nearGap     = 1e-6
	nodesOfNear = 20000
)
