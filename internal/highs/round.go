package highs

import (
	"cmp"
	"math"
	"slices"
)

// Whole values near the optimum of a relaxation are easily found and mostly good. They prove nothing by themselves: with the relaxation's duals they say how far
// from it anything better can be (tighten.go), which leaves the solver a smaller problem to search.

// mostFractions is up to how many fractions every way of rounding them is tried.
const mostFractions = 7

// mostRepairs ends the attempt to make rounded values keep every row.
const mostRepairs = 20

// mostExchanges ends the exchanges, which mostly come to rest after a few.
const mostExchanges = 40

// grid is a problem of whole columns, dense, for trying values: as a maximisation.
type grid struct {
	costs, colLower, colUpper []float64
	rows                      [][]float64 // by row, then by column
	rowLower, rowUpper, sizes []float64   // sizes are those of the largest coefficients
	order                     []int       // columns as they are filled up, those that the relaxation finds least bad first
}

// round returns good whole values near those of the relaxation, or nil where it finds none that keep every limit.
func (p *Problem) round(relaxed *Solution) []float64 {
	g := newGrid(p, relaxed.ReducedCosts)
	if g == nil {
		return nil
	}
	return g.around(relaxed.Values)
}

// newGrid returns nil for a problem that is not all in whole numbers, or too large to be tried through.
func newGrid(p *Problem, reduced []float64) *grid {
	if len(p.Columns) > fewColumns {
		return nil
	}
	g := &grid{}
	sign := p.Sense.sign()
	for j, c := range p.Columns {
		if !c.Integer {
			return nil
		}
		g.costs = append(g.costs, sign*c.Cost)
		g.colLower, g.colUpper = append(g.colLower, math.Ceil(c.Lower)), append(g.colUpper, math.Floor(c.Upper))
		g.order = append(g.order, j)
	}
	for _, r := range p.Rows {
		dense := make([]float64, len(p.Columns))
		for _, t := range r.Terms {
			dense[t.Column] = t.Coefficient
		}
		size := 0.0
		for _, a := range dense {
			size = max(size, math.Abs(a))
		}
		if size == 0 {
			size = 1
		}
		g.rows, g.sizes = append(g.rows, dense), append(g.sizes, size)
		g.rowLower, g.rowUpper = append(g.rowLower, r.Lower), append(g.rowUpper, r.Upper)
	}
	slices.SortStableFunc(g.order, func(a, b int) int { return cmp.Compare(math.Abs(reduced[a]), math.Abs(reduced[b])) })
	return g
}

// trial is whole values with what every row and the objective come to.
type trial struct {
	values, activity []float64
	value            float64
}

func (g *grid) newTrial() *trial {
	return &trial{values: make([]float64, len(g.costs)), activity: make([]float64, len(g.rows))}
}

func (t *trial) copyFrom(o *trial) {
	copy(t.values, o.values)
	copy(t.activity, o.activity)
	t.value = o.value
}

// move adds n to a column. Products are rounded before they are added, so that every processor gets the same.
func (g *grid) move(t *trial, j int, n float64) {
	if n == 0 {
		return
	}
	t.values[j] += n
	t.value += float64(g.costs[j] * n)
	for i, row := range g.rows {
		t.activity[i] += float64(row[j] * n)
	}
}

// fits reports whether every row and column is kept.
func (g *grid) fits(t *trial) bool {
	for i, a := range t.activity {
		if !(g.rowLower[i] <= a && a <= g.rowUpper[i]) {
			return false
		}
	}
	for j, x := range t.values {
		if x < g.colLower[j] || x > g.colUpper[j] {
			return false
		}
	}
	return true
}

// excess is by how much a row would pass its limits with so much more in it, in units of its largest coefficient.
func (g *grid) excess(t *trial, i int, more float64) float64 {
	a := t.activity[i] + more
	return max(0, a-g.rowUpper[i], g.rowLower[i]-a) / g.sizes[i]
}

// repair changes columns one by one until every row is kept, each time the row that is passed furthest, by the step that leaves least too much in all rows and,
// of those, costs least; false if it does not come to an end.
func (g *grid) repair(t *trial) bool {
	for range mostRepairs {
		worst, most := -1, 0.0
		for i := range g.rows {
			if e := g.excess(t, i, 0); e > most {
				worst, most = i, e
			}
		}
		if worst < 0 {
			return g.fits(t)
		}
		over := t.activity[worst] - g.rowUpper[worst]
		if over <= 0 {
			over = t.activity[worst] - g.rowLower[worst]
		}
		at, step, left, gain := -1, 0.0, math.Inf(1), 0.0
		for j, a := range g.rows[worst] {
			if a == 0 {
				continue
			}
			exact := -over / a
			for _, n := range [2]float64{math.Floor(exact), math.Ceil(exact)} {
				if x := t.values[j] + n; n == 0 || x < g.colLower[j] || x > g.colUpper[j] {
					continue
				}
				rest := 0.0
				for i, row := range g.rows {
					rest += g.excess(t, i, float64(row[j]*n))
				}
				if won := float64(g.costs[j] * n); rest < left || rest == left && won > gain {
					at, step, left, gain = j, n, rest, won
				}
			}
		}
		if at < 0 {
			return false
		}
		g.move(t, at, step)
	}
	return false
}

// room is by how much a column can go in the direction, 1 or -1, until a row or its own bound stops it.
func (g *grid) room(t *trial, j int, direction float64) float64 {
	room := g.colUpper[j] - t.values[j]
	if direction < 0 {
		room = t.values[j] - g.colLower[j]
	}
	for i, row := range g.rows {
		switch a := row[j] * direction; {
		case a > 0:
			room = min(room, (g.rowUpper[i]-t.activity[i])/a)
		case a < 0:
			room = min(room, (g.rowLower[i]-t.activity[i])/a)
		}
	}
	return math.Floor(room)
}

// fill moves every column as far as it improves the objective, one of them before all others (-1 for none); false if there is no end to it.
func (g *grid) fill(t *trial, first int) bool {
	one := func(j int) bool {
		if g.costs[j] == 0 {
			return true
		}
		direction := math.Copysign(1, g.costs[j])
		room := g.room(t, j, direction)
		if math.IsInf(room, 1) || math.IsNaN(room) {
			return false
		}
		if room > 0 {
			g.move(t, j, direction*room)
		}
		return true
	}
	if first >= 0 && !one(first) {
		return false
	}
	for _, j := range g.order {
		if j != first && !one(j) {
			return false
		}
	}
	return true
}

// around rounds values in every way, repairs what does not fit, fills up, and exchanges a few of one column for another while that is better.
func (g *grid) around(at []float64) []float64 {
	best, next, try := g.newTrial(), g.newTrial(), g.newTrial()
	found := false
	consider := func(t *trial, first int) {
		if g.fill(t, first) && (!found || t.value > best.value) {
			best.copyFrom(t)
			found = true
		}
	}
	var open []int
	start := g.newTrial()
	for j, x := range at {
		whole := math.Round(x)
		if math.Abs(x-whole) > precision*max(1, math.Abs(x)) {
			whole = math.Floor(x)
			open = append(open, j)
		}
		g.move(start, j, whole)
	}
	if len(open) > mostFractions {
		return nil
	}
	for way := range 1 << len(open) {
		try.copyFrom(start)
		for k, j := range open {
			if way>>k&1 == 1 {
				g.move(try, j, 1)
			}
		}
		if g.repair(try) {
			consider(try, -1)
		}
	}
	if !found {
		return nil
	}
	for range mostExchanges {
		next.copyFrom(best)
		g.exchange(next, try, consider)
		if best.value <= next.value {
			break
		}
	}
	return best.values
}

// exchange tries to give up a few of one column for more of another.
func (g *grid) exchange(from, try *trial, consider func(*trial, int)) {
	for k, cost := range g.costs {
		back := -math.Copysign(1, cost)
		for n := 1.0; n <= 3 && cost != 0 && n <= g.room(from, k, back); n++ {
			for j := range g.costs {
				if j != k {
					try.copyFrom(from)
					g.move(try, k, back*n)
					consider(try, j)
				}
			}
		}
	}
}
