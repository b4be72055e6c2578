package optimize

import (
	"math"
	"slices"
)

// Conflict says why no mix of at least one unit keeps all limits. Buying nothing keeps many: a share of nothing is no share.
type Conflict struct {
	Limits []Conflicting // any of them gone, the rest could be kept
	Whole  bool          // fractions of units would keep them all
	Empty  bool          // buying nothing keeps them all
	Barren bool          // mixes keep them all, but none that brings any of the objective
}

// Conflicting is one limit of a conflict.
type Conflicting struct {
	Limit
	Start   bool
	Nearest float64 // the value nearest to the limit's own that all other limits leave possible; n/a where others are in conflict without it
	Proved  bool    // that no value is nearer, within nearGap; otherwise Nearest is the best found before nodesOfNear
}

// one is the row that asks for at least one unit: of any system, or of those that bring some of the objective.
func (p *problem) one(barren bool) Row {
	r := Row{Coefficients: make([]float64, len(p.candidates)), Lower: 1, Upper: math.Inf(1)}
	for k := range r.Coefficients {
		if !barren || p.objective[k] > 0 {
			r.Coefficients[k] = 1
		}
	}
	return r
}

// possible reports whether some whole units keep rows; a search that nodes ended may have missed them.
func (p *problem) possible(s Solver, rows []Row) (bool, error) {
	x, err := s.Whole(&Linear{Costs: make([]float64, len(p.candidates)), Rows: rows}, nearGap, nodesOfNear)
	return err == nil && x.Status != NoneFeasible, err
}

// whyNothing says why the best is to buy nothing: the limits that leave no other choice, or nil where there is one and nothing asks for it.
func (p *problem) whyNothing(s Solver) (*Conflict, error) {
	if ok, err := p.possible(s, append(p.linear().Rows, p.one(false))); err != nil {
		return nil, err
	} else if !ok {
		return p.conflict(s, false)
	}
	if !p.Maximise || !slices.ContainsFunc(p.objective, func(x float64) bool { return x > 0 }) {
		return nil, nil
	}
	return p.conflict(s, true)
}

// conflict finds limits that no unit keeps together, or none that brings any of the objective, and none of which could be left out of that: each is taken away
// in turn, for good where the rest still cannot be kept. Then it finds for each how far it would have to give way. That the limits cannot be kept is known.
func (p *problem) conflict(s Solver, barren bool) (*Conflict, error) {
	exact := *p
	exact.strict = true
	one := p.one(barren)
	relaxed, err := s.Relaxed(&Linear{Costs: make([]float64, len(p.candidates)), Rows: append(exact.linear().Rows, one)})
	if err != nil {
		return nil, err
	}
	out := &Conflict{Whole: relaxed.Status != NoneFeasible, Barren: barren}
	if !out.Whole {
		p = &exact
	}
	all := p.linear()
	all.Costs = make([]float64, len(all.Costs))
	feasible := func(rows []Row) (bool, error) {
		if out.Whole {
			return p.possible(s, rows)
		}
		x, err := s.Relaxed(&Linear{Costs: all.Costs, Rows: rows})
		return err == nil && x.Status != NoneFeasible, err
	}
	kept := make([]bool, len(p.lines))
	for i := range kept {
		kept[i] = true
	}
	rows := func() []Row {
		out := []Row{one}
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
	out.Empty = true
	for i := range p.lines {
		if !kept[i] {
			continue
		}
		nearest, proved, err := p.nearest(s, i, one)
		if err != nil {
			return nil, err
		}
		out.Empty = out.Empty && all.Rows[i].Lower <= 0 && all.Rows[i].Upper >= 0
		out.Limits = append(out.Limits, Conflicting{p.lines[i].Limit, p.lines[i].start, nearest, proved})
	}
	return out, nil
}

// nearest is the value of one limit, in its own unit, nearest to what it asks for, that whole units can reach under all other limits and a row that stays.
// Where another limit is an '=' that whole units keep only loosely, fractions stand for them: few units would make the most of the room.
func (p *problem) nearest(s Solver, at int, one Row) (best float64, proved bool, err error) {
	l := &p.lines[at]
	rows := []Row{one}
	for i := range p.lines {
		if i != at {
			rows = append(rows, p.row(&p.lines[i]))
		}
	}
	search := func(lin *Linear) (*Solution, error) { return s.Whole(lin, nearGap, nodesOfNear) }
	fractions := p.strict && slices.ContainsFunc(p.lines, func(o line) bool { return o.loose() })
	if fractions {
		search = s.Relaxed
	}
	best, proved = math.NaN(), true
	for _, upwards := range []bool{false, true} {
		if l.Sense == AtMost && upwards || l.Sense == AtLeast && !upwards {
			continue // an upper limit gives way to the least that is possible, a lower one to the most
		}
		x, sure, err := p.extreme(search, l, rows, upwards)
		if err != nil {
			return 0, false, err
		}
		proved = proved && sure
		if math.IsNaN(best) || math.Abs(x-l.Value) < math.Abs(best-l.Value) {
			best = x
		}
	}
	if fractions && l.Counts() {
		best = map[Sense]func(float64) float64{AtMost: wholeAbove, AtLeast: wholeBelow, Exactly: math.Round}[l.Sense](best)
	}
	return best, proved, nil
}

// extreme is the least or the greatest that a line can come to, the rows kept, in its own unit; n/a where they cannot be. For '=' the search is on the side
// of the limit's own value. It is not proved where the search was ended.
func (p *problem) extreme(search func(*Linear) (*Solution, error), l *line, rows []Row, upwards bool) (value float64, proved bool, err error) {
	if l.Sense == Exactly {
		side := *l
		if side.Sense = AtLeast; upwards {
			side.Sense = AtMost
		}
		rows = append(rows[:len(rows):len(rows)], p.row(&side))
	}
	if !l.Share {
		x, err := search(&Linear{Maximise: upwards, Costs: l.per, Rows: rows})
		if err != nil || x.Values == nil {
			return math.NaN(), err == nil && x.Status != EndedByNodes, err
		}
		return p.used(l, x.Values), x.Status == Solved, nil
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
		x, err := search(&Linear{Maximise: upwards, Costs: costs, Rows: rows})
		if err != nil || x.Values == nil {
			return math.NaN(), err == nil && x.Status != EndedByNodes, err
		}
		reached := p.used(l, x.Values)
		if math.IsNaN(reached) || math.Abs(reached-share) <= nearGap {
			return reached, x.Status == Solved, nil
		}
		share = reached
	}
	return share, false, nil
}

// What is in conflict, and the nearest value that is not, are looked for within nearGap of the best and in so many nodes: sums of dollars or watts that come
// ever nearer to a limit have no end.
const (
	nearGap     = 1e-6
	nodesOfNear = 20000
)
