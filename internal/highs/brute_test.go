package highs

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestBruteForce compares with trying everything: 600 random problems of two to four whole columns, with limits from both sides, equations and negative numbers.
func TestBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 11))
	count := map[Status]int{}
	for k := range 300 {
		p := &Problem{Sense: Sense(r.IntN(2))}
		for range 2 + r.IntN(3) {
			lower := float64(r.IntN(7) - 3)
			p.Column(Column{Cost: float64(r.IntN(41) - 20), Lower: lower, Upper: lower + float64(r.IntN(9)), Integer: true})
		}
		for range r.IntN(5) {
			limit := Row{Lower: -inf, Upper: inf}
			for j := range p.Columns {
				limit.Terms = append(limit.Terms, Term{Column: j, Coefficient: float64(r.IntN(31) - 10)})
			}
			middle := float64(r.IntN(121) - 40)
			switch r.IntN(5) {
			case 0:
				limit.Lower, limit.Upper = middle, middle
			case 1:
				limit.Lower = middle
			case 2:
				limit.Lower, limit.Upper = middle-10, middle+10
			default:
				limit.Upper = middle
			}
			p.Row(limit)
		}
		want, feasible := tryAll(p)
		got := solve(t, p, Options{})
		count[got.Status]++
		switch {
		case feasible && (got.Status != Optimal || got.Objective != want || got.Gap > 1e-12):
			t.Errorf("problem %d: got %+v, want %g: %+v", k, *got, want, *p)
		case !feasible && got.Status != Infeasible:
			t.Errorf("problem %d: got %+v, but nothing is feasible: %+v", k, *got, *p)
		}
	}
	if count[Optimal] < 100 || count[Infeasible] < 100 {
		t.Errorf("the problems are too much alike: %v", count)
	}
}

// tryAll returns the best objective over every point of the columns' ranges.
func tryAll(p *Problem) (best float64, feasible bool) {
	x := make([]float64, len(p.Columns))
	for i, c := range p.Columns {
		x[i] = c.Lower
	}
	for {
		ok, cost := true, 0.0
		for _, r := range p.Rows {
			sum := 0.0
			for _, t := range r.Terms {
				sum += t.Coefficient * x[t.Column]
			}
			ok = ok && r.Lower <= sum && sum <= r.Upper
		}
		for i, c := range p.Columns {
			cost += c.Cost * x[i]
		}
		if ok && (!feasible || (p.Sense == Maximise) == (cost > best)) {
			best, feasible = cost, true
		}
		i := 0
		for ; i < len(x) && x[i] == p.Columns[i].Upper; i++ {
			x[i] = p.Columns[i].Lower
		}
		if i == len(x) {
			return best, feasible
		}
		x[i]++
	}
}

// TestBigNumbers compares with exact arithmetic where it matters: two or three kinds of machine in up to a million units, limits of watts up to 2e9 and of dollars
// up to 5e10, coefficients that are whole numbers. Two units are tried one by one, and the rest follows; the optimum must be the same to the last digit. In
// half of the problems a limit lies exactly on a point of the grid, or 1 below, where an answer that is off by a tolerance would show.
func TestBigNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 2026))
	for k := range 120 {
		p := &Problem{Sense: Maximise}
		watts, dollars := Row{Lower: -inf}, Row{Lower: -inf}
		at := [2]int64{}
		for j := range 2 + k%2 {
			watt, dollar, value := 2_000+r.Int64N(150_000), 30_000+r.Int64N(4_000_000), 1_000_000+r.Int64N(900_000_000)
			c := whole(float64(value), inf)
			if j == 2 {
				c.Upper = float64(r.IntN(40))
			}
			p.Column(c)
			watts.Terms = append(watts.Terms, Term{j, float64(watt)})
			dollars.Terms = append(dollars.Terms, Term{j, float64(dollar)})
			n := r.Int64N(6_000)
			at[0], at[1] = at[0]+n*watt, at[1]+n*dollar
		}
		watts.Upper, dollars.Upper = float64(2_000_000_000-r.Int64N(1_000_000)), float64(50_000_000_000-r.Int64N(1_000_000))
		switch k % 4 {
		case 0:
			watts.Upper, dollars.Upper = float64(at[0]), float64(at[1])
		case 1:
			watts.Upper, dollars.Upper = float64(at[0]-1), float64(at[1]-1)
		}
		p.Row(watts)
		p.Row(dollars)
		got := solve(t, p, Options{})
		want := walk(p)
		objective, _ := new(big.Float).SetFloat64(got.Objective).Int(nil)
		if got.Status != Optimal || !objective.IsInt64() || objective.Int64() != want {
			t.Errorf("problem %d: got %+v, want %d: %+v", k, *got, want, *p)
		}
		for _, limit := range p.Rows {
			sum := int64(0)
			for _, term := range limit.Terms {
				sum += int64(term.Coefficient) * int64(got.Values[term.Column])
			}
			if sum > int64(limit.Upper) {
				t.Errorf("problem %d: %v passes the limit %g by %d", k, got.Values, limit.Upper, sum-int64(limit.Upper))
			}
		}
	}
}

// walk returns the best objective in whole numbers: it tries every count of the first column and of the small third, and fills up with the second.
func walk(p *Problem) int64 {
	best := int64(-1)
	coefficient := func(row, column int) int64 { return int64(p.Rows[row].Terms[column].Coefficient) }
	third := int64(0)
	if len(p.Columns) == 3 {
		third = int64(p.Columns[2].Upper)
	}
	for c := int64(0); c <= third; c++ {
		left := [2]int64{int64(p.Rows[0].Upper), int64(p.Rows[1].Upper)}
		value := int64(0)
		if c > 0 {
			left[0], left[1], value = left[0]-c*coefficient(0, 2), left[1]-c*coefficient(1, 2), c*int64(p.Columns[2].Cost)
		}
		for a := int64(0); left[0] >= 0 && left[1] >= 0; a++ {
			b := min(left[0]/coefficient(0, 1), left[1]/coefficient(1, 1))
			best = max(best, value+a*int64(p.Columns[0].Cost)+b*int64(p.Columns[1].Cost))
			left[0], left[1] = left[0]-coefficient(0, 0), left[1]-coefficient(1, 0)
		}
	}
	return best
}

// TestDollarShort sets the limit one dollar below what a whole number of units costs: the answer is one unit less, and a dollar more allows it.
func TestDollarShort(t *testing.T) {
	for _, c := range []struct{ dollars, units float64 }{{4_000_003, 12_000}, {95_000_017, 500}, {1_999_993, 25_000}, {30_011, 999_999}} {
		for _, short := range []float64{0, 1} {
			p := &Problem{Maximise, []Column{whole(c.dollars*7e9, inf), whole(1, 3)}, []Row{atMost(c.dollars*c.units-short, c.dollars, c.dollars), atMost(1e15, 33_333, 1)}}
			if got := solve(t, p, Options{}); got.Values[0] != c.units-short || got.Values[1] != 0 {
				t.Errorf("%g dollars, %g short: got %+v", c.dollars, short, *got)
			}
		}
	}
}

// TestScaleIsExact scales up and down by powers of two and wants the same whole numbers, and the objective times the factor, to the last digit.
func TestScaleIsExact(t *testing.T) {
	p := instance12(1)
	want := solve(t, p, Options{})
	for _, shift := range []int{-70, -7, 1, 60} {
		q := &Problem{Sense: p.Sense}
		for _, c := range p.Columns {
			c.Cost = math.Ldexp(c.Cost, shift)
			q.Column(c)
		}
		for i, limit := range p.Rows {
			scaled := Row{Lower: limit.Lower, Upper: math.Ldexp(limit.Upper, shift*(i-2))}
			for _, term := range limit.Terms {
				scaled.Terms = append(scaled.Terms, Term{term.Column, math.Ldexp(term.Coefficient, shift*(i-2))})
			}
			q.Row(scaled)
		}
		if got := solve(t, q, Options{}); !nearAll(got.Values, want.Values) || got.Objective != math.Ldexp(want.Objective, shift) || got.Nodes != want.Nodes {
			t.Errorf("2^%d: got %+v, want %+v", shift, *got, *want)
		}
	}
}
