package highs

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestTightenedKeepsTheBest tries every point of small problems, with the relaxation's duals and with any others: none that is as good as what is known is left
// out, and none passes the bound. With the relaxation's duals it leaves out a good part of the rest.
func TestTightenedKeepsTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 2026))
	kept, all := 0, 0
	for k := range 150 {
		p := smallProblem(r)
		relaxed := solve(t, p.relaxed(), Options{})
		if relaxed.Duals == nil {
			continue
		}
		exact := k%3 > 0
		duals := relaxed.Duals
		if !exact {
			duals = make([]float64, len(p.Rows))
			for i := range duals {
				duals[i] = float64(r.IntN(9)-4) / 2
			}
		}
		var points [][]float64
		eachPoint(p, func(x []float64, _ float64) { points = append(points, append([]float64{}, x...)) })
		if len(points) == 0 {
			continue
		}
		sign, known := p.Sense.sign(), math.NaN()
		for range 3 {
			if c := p.cost(points[r.IntN(len(points))]); !(sign*c <= sign*known) {
				known = c
			}
		}
		q, bound := tightened(p, duals, known)
		for _, x := range points {
			cost := p.cost(x)
			if sign*cost > sign*bound+1e-9 {
				t.Errorf("problem %d: %v comes to %g, beyond the bound %g: %+v", k, x, cost, bound, *p)
			}
			in := q.keeps(x)
			if sign*cost >= sign*known && !in {
				t.Errorf("problem %d: %v comes to %g and is left out, %g is known: %+v became %+v", k, x, cost, known, *p, *q)
			}
			if exact {
				if all++; in {
					kept++
				}
			}
		}
	}
	if all < 1000 || kept > all*2/3 {
		t.Errorf("%d of %d points are kept: next to nothing is left out", kept, all)
	}
}

// smallProblem is one of two to four whole columns, some without an upper bound but for a row's.
func smallProblem(r *rand.Rand) *Problem {
	p := &Problem{Sense: Sense(r.IntN(2))}
	for range 2 + r.IntN(2) {
		p.Column(Column{Cost: float64(r.IntN(31) - 10), Lower: float64(r.IntN(3) - 1), Upper: float64(3 + r.IntN(6)), Integer: true})
	}
	if r.IntN(2) == 0 {
		p.Columns[0].Upper = inf
	}
	for i := range 1 + r.IntN(3) {
		limit := Row{Lower: -inf, Upper: float64(5 + r.IntN(40))}
		if (i+int(p.Sense))%2 == 0 {
			limit.Lower, limit.Upper = float64(r.IntN(16)), inf
		}
		for j := range p.Columns {
			limit.Terms = append(limit.Terms, Term{Column: j, Coefficient: float64(r.IntN(12) - 2)})
		}
		p.Row(limit)
	}
	return p
}

// eachPoint calls do with every whole point up to 12 of the columns' ranges that keeps all rows.
func eachPoint(p *Problem, do func(x []float64, cost float64)) {
	const most = 12
	x := make([]float64, len(p.Columns))
	for i, c := range p.Columns {
		x[i] = c.Lower
	}
	for {
		if p.keeps(x) {
			do(x, p.cost(x))
		}
		i := 0
		for ; i < len(x) && x[i] >= min(p.Columns[i].Upper, most); i++ {
			x[i] = p.Columns[i].Lower
		}
		if i == len(x) {
			return
		}
		x[i]++
	}
}

// cost and keeps are of values, in plain arithmetic.
func (p *Problem) cost(x []float64) float64 {
	sum := 0.0
	for j, c := range p.Columns {
		sum += c.Cost * x[j]
	}
	return sum
}

func (p *Problem) keeps(x []float64) bool {
	for j, c := range p.Columns {
		if x[j] < c.Lower || x[j] > c.Upper {
			return false
		}
	}
	for _, r := range p.Rows {
		sum := 0.0
		for _, t := range r.Terms {
			sum += t.Coefficient * x[t.Column]
		}
		if sum < r.Lower || sum > r.Upper {
			return false
		}
	}
	return true
}

// TestRoundingKeepsEveryRow rounds the relaxations of the fixtures: what comes out is whole and feasible, and mostly within a thousandth of the relaxation.
func TestRoundingKeepsEveryRow(t *testing.T) {
	found, good, tried := 0, 0, 0
	for k, f := range fixtures(t)[:60] {
		p := f.problem()
		relaxed := solve(t, p.relaxed(), Options{})
		if relaxed.Duals == nil {
			continue
		}
		tried++
		values := p.round(relaxed)
		if values == nil {
			continue
		}
		found++
		s := &Solution{}
		if err := s.settle(p, values); err != nil || !reflect.DeepEqual(values, s.Values) {
			t.Errorf("problem %d: %v: %v", k, values, err)
		}
		if math.Abs(s.Objective-relaxed.Objective) <= 1e-3*math.Abs(relaxed.Objective) {
			good++
		}
	}
	if found < tried*9/10 || good < tried/2 {
		t.Errorf("of %d relaxations %d are rounded, %d to within a thousandth", tried, found, good)
	}
}

// TestRoundingGivesUp: nothing whole keeps the row, the best has no end, a column need not be whole.
func TestRoundingGivesUp(t *testing.T) {
	for name, p := range map[string]*Problem{
		"no point":      {Maximise, []Column{whole(1, 9), whole(1, 9)}, []Row{row(5, 5, 2, 4)}},
		"not all whole": {Maximise, []Column{whole(1, 9), fractional(1, 9)}, []Row{atMost(5, 2, 4)}},
	} {
		if values := p.round(solve(t, p.relaxed(), Options{})); values != nil {
			t.Errorf("%s: %v", name, values)
		}
	}
	free := &Problem{Maximise, []Column{whole(1, inf)}, nil}
	if values := free.round(&Solution{Values: []float64{2.5}, ReducedCosts: []float64{0}}); values != nil {
		t.Errorf("no end: %v", values)
	}
}

// TestKnownValues hands in values: the best are given back when nothing is better, and worse or false ones change nothing.
func TestKnownValues(t *testing.T) {
	// Of 2 a + 4 b + 6 c = 100 - 1e-3 c few points are near, and rounding finds none: the equation holds for c = 0 alone.
	p := &Problem{Maximise, []Column{whole(3, inf), whole(5, inf), whole(7, 4)}, []Row{row(100, 100, 2, 4, 6.001)}}
	want := solve(t, p, Options{})
	if want.Objective != 150 {
		t.Fatalf("got %+v", *want)
	}
	for _, known := range [][]float64{{50, 0, 0}, {0, 25, 0}, {48, 1, 0}, {50, 1, 0}, {1, 1, 1}, {-2, 26, 0}, {49.5, 0, 0}, {50, 0}, {math.NaN(), 0, 0}} {
		got := solve(t, p, Options{Known: known})
		if got.Status != Optimal || got.Objective != want.Objective || got.Gap != 0 || !reflect.DeepEqual(got.Values, want.Values) {
			t.Errorf("%v: got %+v, want %+v", known, *got, *want)
		}
	}
	// What a search that is ended at once does not find it has when it is handed in.
	hard := marketSplit()
	shops := make([]float64, len(hard.Columns))
	for j := range shops {
		shops[j] = float64(j % 2)
	}
	for i := range hard.Rows {
		half, _ := hard.Rows[i].activity(shops)
		hard.Rows[i].Lower, hard.Rows[i].Upper = half, half
	}
	if got := solve(t, hard, Options{Nodes: 1}); got.Status != Limit || got.Values != nil {
		t.Errorf("without: %+v; the problem is too easy to tell", *got)
	}
	if got := solve(t, hard, Options{Nodes: 1, Known: shops}); got.Status != Optimal || !reflect.DeepEqual(got.Values, shops) {
		t.Errorf("with: %+v", *got)
	}
}

// TestRelaxedComesAlong: a whole problem's answer has the relaxation's, the same as when it is asked for.
func TestRelaxedComesAlong(t *testing.T) {
	p := instance12(4)
	got, want := solve(t, p, Options{}).Relaxed, solve(t, p.relaxed(), Options{})
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := solve(t, p.relaxed(), Options{}); got.Relaxed != nil {
		t.Errorf("a relaxation has one of its own: %+v", *got.Relaxed)
	}
}

// TestNotInfeasible: the relaxation of this problem has no end, and is called infeasible, which must not end the search: whole values keep every row.
func TestNotInfeasible(t *testing.T) {
	column := func(cost, lower, upper float64) Column {
		return Column{Cost: cost, Lower: lower, Upper: upper, Integer: true}
	}
	p := &Problem{Maximise, []Column{column(9063, -3, 53), column(1026, 0, inf), column(7343, 0, inf), column(9901, 0, inf), column(14351, 0, inf), column(8107, 0, 130)}, []Row{
		atMost(-27.632010685858212, 2.307, -2.896, 0, 1.344, 0.3, 0),
		row(-5.025730867947686, inf, 2.611, -1.461, 1.762, 1.851, 1.619, 0.939),
		row(3309.8196470009057, inf, 44, 1.702, -0.492, 6, 41, 42),
	}}
	if got := solve(t, p.relaxed(), Options{}); got.Status != Infeasible {
		t.Errorf("the relaxation is %s; the test needs another problem", got.Status)
	}
	if got := solve(t, p, Options{}); got.Status == Infeasible {
		t.Errorf("got %+v", *got)
	}
}
