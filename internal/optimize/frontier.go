package optimize

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/quantity"
)

// Goal is a measure of which more is better, or less.
type Goal struct {
	Measure
	More bool
}

// Frontier is the mixes of which none is better than another in both of two goals, and no mix at all is better than any in one without being worse in the
// other.
type Frontier struct {
	Question answer.Question
	Grounds  *answer.Answer
	Weighed  Weighed // what the choice of the points rests on
	X, Y     Goal
	Points   []Point // in rising order of X; a selection of the frontier, evenly spread over Y, and what lies at its bends where a system alone shows one
	Bends    int     // how many of the points are there for a system alone
	Singles  []Point // each system alone: as many units as the start and the limits allow, or as few as they ask for where less of both goals is better
	LeftOut  []LeftOut
	Gap      float64 // the largest that a point is proved within
	Ended    bool    // some point's search was ended by the limit of nodes
	Outcome  Outcome // Optimal, Infeasible, Unbounded or Nothing
	Conflict *Conflict
	Skipped  int
}

// Missed is the goal of which there is none where the conflict is Barren: the one of which more is better, X before Y.
func (f *Frontier) Missed() Measure {
	if f.X.More {
		return f.X.Measure
	}
	return f.Y.Measure
}

// Point is one mix with what it comes to in both goals, in whole units by the formulas as they are.
type Point struct {
	Members   []Member
	X, Y      answer.Quantity
	Overrides []string // what is not built in below the point: of all chips for a mix that was chosen, of its own for a system alone
}

// MoreIsBetter is the direction in which people want a quantity unless they say otherwise: more capacity, less of everything else. Racks are a cost.
func MoreIsBetter(s *quantity.Spec) bool {
	switch s {
	case capacity.Racks.Spec, capacity.SupportRacks.Spec, capacity.Units.Spec:
		return false
	case cost.ResidualValue.Spec:
		return true
	}
	return strings.HasPrefix(s.Name, "capacity.")
}

// FindFrontier finds so many mixes of the frontier, two or more: the best in X, the best in Y, and between them for evenly spaced values of Y the mix that
// reaches at least that, or keeps to it where less is better, with the best X; and where a system alone is better than the line between two of these, the point that reaches as much as it. Each is
// proved in whole units. The request's own objective does not matter.
func FindFrontier(r *Request, x, y Goal, points int, s Solver) (*Frontier, error) {
	both := *r
	both.Maximise, both.Objective, both.Shown = y.More, y.Measure, []*quantity.Spec{x.Spec, y.Spec}
	both.Limits = append(slices.Clone(r.Limits), Limit{Measure: x.Measure, Sense: AtLeast, Value: 0}) // so that its figures are computed, and needed
	p := newProblem(&both)
	out := &Frontier{Question: r.Question, X: x, Y: y, LeftOut: p.leftOut}
	if len(p.candidates) == 0 {
		return nil, &LacksError{p.leftOut}
	}
	if err := p.reach(); err != nil {
		return nil, err
	}
	out.Weighed = p.weighed()
	decisive := p.decisive() // with x, which is no limit any more below
	last := len(p.lines) - 1
	perX, perY := p.lines[last].per, p.objective
	p.lines, both.Limits = p.lines[:last], r.Limits
	f := &search{p: p, s: s, gap: r.Gap, nodes: r.Nodes, rows: p.linear().Rows}

	low, status, err := f.lexicographic(perX, x.More, perY, y.More)
	if err != nil {
		return nil, err
	}
	switch status {
	case NoneFeasible:
		out.Outcome, out.Grounds = Infeasible, both.grounds(nil)
		out.Conflict, err = p.conflict(s, false)
		return out, err
	case NoBound:
		out.Outcome = Unbounded
		return out, nil
	}
	high, status, err := f.lexicographic(perY, y.More, perX, x.More)
	if err != nil {
		return nil, err
	}
	if status == NoBound {
		out.Outcome = Unbounded
		return out, nil
	}
	found := [][]float64{low, high}
	if low != nil && high != nil {
		from, to := dot(perY, low), dot(perY, high)
		steps := points - 1
		if empty(low) { // buying nothing is the best in X, and no mix
			steps = points
		}
		levels := make([]float64, steps-1)
		for i := range levels {
			levels[i] = from + (to-from)*float64(i+1)/float64(steps)
		}
		between, err := f.reaching(levels, x.More, y.More, perX, perY)
		if err != nil {
			return nil, err
		}
		found = append(found, between...)
	}
	kept := p.nondominated(found, perX, perY, x.More, y.More)
	if levels := p.beyond(kept, perX, perY, y.More); levels != nil {
		more, err := f.reaching(levels, x.More, y.More, perX, perY)
		if err != nil {
			return nil, err
		}
		even := len(kept)
		kept = p.nondominated(append(kept, more...), perX, perY, x.More, y.More)
		out.Bends = max(0, len(kept)-even)
	}
	if out.Gap, out.Ended = f.worst, f.ended; len(kept) == 0 {
		out.Outcome = Nothing
		if x.More { // of which there is none, or the least of the other goal would not be nothing
			p.objective, both.Maximise = perX, true
		}
		if out.Conflict, err = p.whyNothing(s); out.Conflict != nil {
			out.Outcome, out.Grounds = Infeasible, both.grounds(nil)
		}
		return out, err
	}
	out.Outcome = Optimal
	out.Grounds = both.grounds(p.chips(sumOf(kept)))
	var singles [][]float64
	for _, s := range p.singles(x.More || y.More) {
		singles = append(singles, s.units)
	}
	out.Points, out.Singles = p.points(kept, x.Measure, y.Measure), p.points(singles, x.Measure, y.Measure)
	for i := range out.Points {
		out.Points[i].Overrides = out.Weighed.Overrides
	}
	for i, units := range singles {
		k := slices.IndexFunc(units, func(u float64) bool { return u > 0 })
		out.Singles[i].Overrides = p.overrides(p.among([]int{k}), decisive...)
	}
	return out, nil
}

// search solves the many problems of one frontier.
type search struct {
	p     *problem
	s     Solver
	gap   float64
	nodes int
	rows  []Row

	mu    sync.Mutex
	worst float64
	ended bool
}

// lexicographic is the best in one goal and, among those as good, the best in another; nil where there is none.
func (f *search) lexicographic(a []float64, moreA bool, b []float64, moreB bool, with ...Row) ([]float64, Status, error) {
	rows := append(slices.Clone(f.rows), with...)
	first, err := f.s.Whole(&Linear{Maximise: moreA, Costs: a, Rows: rows}, f.gap, f.nodes)
	if err != nil || first.Values == nil {
		if first != nil {
			return nil, first.Status, err
		}
		return nil, NoneFeasible, err
	}
	f.note(first)
	held := Row{Coefficients: a, Lower: math.Inf(-1), Upper: math.Inf(1)}
	if moreA {
		held.Lower = first.Objective
	} else {
		held.Upper = first.Objective
	}
	second, err := f.s.Whole(&Linear{Maximise: moreB, Costs: b, Rows: append(rows, held), Known: first.Values}, max(f.gap, refinement), f.nodes)
	if err != nil || second.Values == nil {
		return first.Values, Solved, err
	}
	f.note(second)
	return second.Values, Solved, nil
}

// reaching is for each value of the second goal the mix that reaches at least that with the best of the first; nil where there is none.
func (f *search) reaching(levels []float64, moreX, moreY bool, perX, perY []float64) ([][]float64, error) {
	out := make([][]float64, len(levels))
	err := parallel(len(levels), func(i int) (err error) {
		row := Row{Coefficients: perY, Lower: math.Inf(-1), Upper: math.Inf(1)}
		if moreY {
			row.Lower = levels[i]
		} else {
			row.Upper = levels[i]
		}
		out[i], _, err = f.lexicographic(perX, moreX, perY, moreY, row)
		return err
	})
	return out, err
}

// beyond are the second goals of those systems alone that are better than the straight line between two points of the frontier. The frontier itself is no
// worse than they are: it bends there, and without a point of its own at that value a line through the others would cut the bend off.
func (p *problem) beyond(kept [][]float64, perX, perY []float64, moreY bool) []float64 {
	if len(kept) < 2 {
		return nil
	}
	least, most := math.Inf(1), math.Inf(-1)
	for _, units := range kept {
		least, most = min(least, dot(perY, units)), max(most, dot(perY, units))
	}
	var out []float64
	for _, alone := range append(p.singles(true), p.singles(false)...) {
		x, y := dot(perX, alone.units), dot(perY, alone.units)
		for i := range kept[1:] {
			x0, x1, y0, y1 := dot(perX, kept[i]), dot(perX, kept[i+1]), dot(perY, kept[i]), dot(perY, kept[i+1])
			if x <= x0 || x >= x1 {
				continue
			}
			gain := y - (y0 + (y1-y0)*(x-x0)/(x1-x0))
			if !moreY {
				gain = -gain
			}
			if gain > visible*(most-least) {
				out = append(out, y)
			}
		}
	}
	return out
}

// visible is how far from the line a system has to be, of what the frontier spans, to be seen beside it.
const visible = 1e-3

// refinement is the gap within which the second goal is proved among mixes that are as good in the first. The first goal is held to one value there, so that
// in whole units this is a search for a needle; what is gained by finding it is less than this.
const refinement = 1e-6

func (f *search) note(s *Solution) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.worst = max(f.worst, s.Gap)
	f.ended = f.ended || s.Status == EndedByNodes
}

func empty(units []float64) bool {
	return !slices.ContainsFunc(units, func(u float64) bool { return u > 0 })
}

func sumOf(fleets [][]float64) []float64 {
	out := slices.Clone(fleets[0])
	for _, f := range fleets[1:] {
		for i, u := range f {
			out[i] += u
		}
	}
	return out
}

// nondominated keeps the mixes that no other beats, each once, in rising order of x.
func (p *problem) nondominated(found [][]float64, perX, perY []float64, moreX, moreY bool) [][]float64 {
	better := func(a, b float64, more bool) bool {
		if slack := 1e-9 * math.Abs(b); more {
			return a > b+slack
		} else {
			return a < b-slack
		}
	}
	var out [][]float64
	for i, u := range found {
		if u == nil || empty(u) {
			continue
		}
		x, y := dot(perX, u), dot(perY, u)
		beaten := false
		for k, v := range found {
			if v == nil || k == i {
				continue
			}
			vx, vy := dot(perX, v), dot(perY, v)
			worse := better(x, vx, moreX) || better(y, vy, moreY)
			same := !worse && !better(vx, x, moreX) && !better(vy, y, moreY)
			beaten = beaten || !worse && (!same || k < i)
		}
		if !beaten {
			out = append(out, u)
		}
	}
	slices.SortStableFunc(out, func(a, b []float64) int { return cmp.Compare(dot(perX, a), dot(perX, b)) })
	return out
}

// points computes both goals of mixes in whole units: at the point, and over the draws as they are.
func (p *problem) points(fleets [][]float64, x, y Measure) []Point {
	members := p.describe(fleets)
	t := p.newTrial()
	for _, units := range fleets {
		frames := t.holdings(fixed(units))
		t.b.Emit(t.of(x, frames))
		t.b.Emit(t.of(y, frames))
	}
	t.run()
	out := make([]Point, len(fleets))
	for i := range fleets {
		out[i] = Point{Members: members[i], X: t.quantity(x.Spec, 2*i), Y: t.quantity(y.Spec, 2*i+1)}
	}
	return out
}

// parallel runs f for 0 to n-1 on all processors; the error is that of the least number that fails.
func parallel(n int, f func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range n {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			errs[i] = f(i)
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
