package highs

import (
	"context"
	"math"
	"strings"
	"testing"
)

// TestKnown solves problems whose answers are known from the books, or by a glance.
func TestKnown(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name    string
		problem Problem
		want    Solution
	}{
		{
			// Dantzig's glass works, as in Hillier and Lieberman: two products, three plants.
			"linear, three plants",
			Problem{Maximise, []Column{fractional(3, inf), fractional(5, inf)}, []Row{atMost(4, 1, 0), atMost(12, 0, 2), atMost(18, 3, 2)}},
			Solution{Status: Optimal, Values: []float64{2, 6}, Objective: 36, Bound: 36, Duals: []float64{0, 1.5, 1}, ReducedCosts: []float64{0, 0}},
		},
		{
			// The cheapest way to reach 10 and 8: the duals are what one more of each would cost.
			"linear, least cost",
			Problem{Minimise, []Column{fractional(2, inf), fractional(3, inf), fractional(10, inf)}, []Row{row(10, inf, 1, 1, 1), row(8, inf, 0, 1, 2)}},
			Solution{Status: Optimal, Values: []float64{2, 8, 0}, Objective: 28, Bound: 28, Duals: []float64{2, 1}, ReducedCosts: []float64{0, 0, 6}},
		},
		{
			// Of a column at its upper bound, the reduced cost is what one more would bring.
			"linear, at a bound",
			Problem{Maximise, []Column{fractional(3, 2), fractional(1, inf)}, []Row{atMost(10, 1, 1)}},
			Solution{Status: Optimal, Values: []float64{2, 8}, Objective: 14, Bound: 14, Duals: []float64{1}, ReducedCosts: []float64{2, 0}},
		},
		{
			"linear, an equation",
			Problem{Minimise, []Column{fractional(1, inf), fractional(2, inf)}, []Row{row(6, 6, 2, 3), row(-inf, 1, 1, 0)}},
			Solution{Status: Optimal, Values: []float64{1, 4.0 / 3}, Objective: 11.0 / 3, Bound: 11.0 / 3, Duals: []float64{2.0 / 3, -1.0 / 3}, ReducedCosts: []float64{0, 0}},
		},
		{
			"knapsack",
			Problem{Maximise, []Column{whole(8, 1), whole(11, 1), whole(6, 1), whole(4, 1)}, []Row{atMost(14, 5, 7, 4, 3)}},
			Solution{Status: Optimal, Values: []float64{0, 1, 1, 1}, Objective: 21, Bound: 21},
		},
		{
			// The fractional optimum, 3.75 and 2.25, rounds to nothing that is feasible and best.
			"whole columns, far from the rounded",
			Problem{Maximise, []Column{whole(8, inf), whole(5, inf)}, []Row{atMost(6, 1, 1), atMost(45, 9, 5)}},
			Solution{Status: Optimal, Values: []float64{5, 0}, Objective: 40, Bound: 40},
		},
		{
			"mixed",
			Problem{Maximise, []Column{whole(1, inf), fractional(1, inf)}, []Row{atMost(7.5, 2, 1), atMost(3.5, 1, 0), atMost(2, 0, 1)}},
			Solution{Status: Optimal, Values: []float64{3, 1.5}, Objective: 4.5, Bound: 4.5},
		},
		{
			"an equation in whole numbers, Frobenius' coins",
			Problem{Minimise, []Column{whole(1, inf), whole(1, inf), whole(1, inf)}, []Row{row(44, 44, 6, 9, 20)}},
			Solution{Status: Optimal, Values: []float64{1, 2, 1}, Objective: 4, Bound: 4},
		},
		{
			"a sum that these coins cannot make",
			Problem{Minimise, []Column{whole(1, inf), whole(1, inf), whole(1, inf)}, []Row{row(43, 43, 6, 9, 20)}},
			Solution{Status: Infeasible, Objective: nan, Bound: nan, Gap: nan},
		},
		{
			"linear, infeasible",
			Problem{Minimise, []Column{fractional(1, inf)}, []Row{atMost(3, 1), row(4, inf, 1)}},
			Solution{Status: Infeasible, Objective: nan, Bound: nan, Gap: nan},
		},
		{
			"an empty range",
			Problem{Minimise, []Column{{Lower: 3, Upper: 2}}, nil},
			Solution{Status: Infeasible, Objective: nan, Bound: nan, Gap: nan},
		},
		{
			"no whole number in the range",
			Problem{Minimise, []Column{{Lower: 0.4, Upper: 0.6, Integer: true}}, nil},
			Solution{Status: Infeasible, Objective: nan, Bound: nan, Gap: nan},
		},
		{
			"linear, unbounded",
			Problem{Maximise, []Column{fractional(1, inf), fractional(0, inf)}, []Row{atMost(1, 1, -1)}},
			Solution{Status: Unbounded, Objective: nan, Bound: inf, Gap: nan},
		},
		{
			"whole, unbounded below",
			Problem{Minimise, []Column{{Cost: 1, Lower: -inf, Upper: 0, Integer: true}}, []Row{atMost(5, 1)}},
			Solution{Status: Unbounded, Objective: nan, Bound: -inf, Gap: nan},
		},
		{
			// The relaxation is unbounded; an even number is never odd.
			"unbounded without whole numbers, infeasible with them",
			Problem{Maximise, []Column{whole(1, inf), whole(0, inf)}, []Row{row(1, 1, 2, -2)}},
			Solution{Status: Infeasible, Objective: nan, Bound: nan, Gap: nan},
		},
		{
			"no rows",
			Problem{Maximise, []Column{whole(2, 3.5), fractional(-1, 4)}, nil},
			Solution{Status: Optimal, Values: []float64{3, 0}, Objective: 6, Bound: 6},
		},
		{
			"bounds so far away that they are none",
			Problem{Maximise, []Column{{Cost: -1, Lower: -1e25, Upper: 1e25}}, []Row{row(-3e30, 5e30, 1e3), row(-4, 1e22, 1)}},
			Solution{Status: Optimal, Values: []float64{-4}, Objective: 4, Bound: 4, Duals: []float64{0, -1}, ReducedCosts: []float64{0}},
		},
		{
			"no costs",
			Problem{Minimise, []Column{whole(0, 5)}, []Row{row(3, 3, 1)}},
			Solution{Status: Optimal, Values: []float64{3}},
		},
		{
			"a row of zeros that holds",
			Problem{Maximise, []Column{whole(1, 5)}, []Row{row(-1, 1, 0)}},
			Solution{Status: Optimal, Values: []float64{5}, Objective: 5, Bound: 5},
		},
		{
			"a row of zeros that cannot hold",
			Problem{Maximise, []Column{whole(1, 5)}, []Row{row(1, 2, 0)}},
			Solution{Status: Infeasible, Objective: nan, Bound: nan, Gap: nan},
		},
		{
			"no columns",
			Problem{Minimise, nil, []Row{{Lower: -1, Upper: 1}}},
			Solution{Status: Optimal, Values: []float64{}, Duals: []float64{0}, ReducedCosts: []float64{}},
		},
		{
			"no columns, infeasible",
			Problem{Minimise, nil, []Row{{Lower: 1, Upper: 2}}},
			Solution{Status: Infeasible, Objective: nan, Bound: nan, Gap: nan},
		},
		{
			"negative whole numbers",
			Problem{Minimise, []Column{{Cost: 3, Lower: -10, Upper: 10, Integer: true}, {Cost: 2, Lower: -7, Upper: -2, Integer: true}}, []Row{row(-20, inf, 2, 1)}},
			Solution{Status: Optimal, Values: []float64{-7, -6}, Objective: -33, Bound: -33},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := solve(t, &c.problem, Options{})
			if got.Status != c.want.Status || !near(got.Objective, c.want.Objective) || !near(got.Bound, c.want.Bound) || !near(got.Gap, c.want.Gap) {
				t.Errorf("got  %+v,\nwant %+v", *got, c.want)
			}
			for i, r := range c.problem.Rows {
				if got.Values == nil {
					break
				}
				total := 0.0
				for _, term := range r.Terms {
					total += term.Coefficient * got.Values[term.Column]
				}
				if !near(got.Activity[i], total) {
					t.Errorf("row %d comes to %g, not to %g", i, total, got.Activity[i])
				}
			}
			if !nearAll(got.Values, c.want.Values) || !nearAll(got.Duals, c.want.Duals) || !nearAll(got.ReducedCosts, c.want.ReducedCosts) {
				t.Errorf("got  %v, duals %v, reduced costs %v,\nwant %v, %v, %v", got.Values, got.Duals, got.ReducedCosts, c.want.Values, c.want.Duals, c.want.ReducedCosts)
			}
		})
	}
}

// TestDualsAreRates changes the bound of each row by a little and compares with what the duals foretold, in units as far apart as watts and dollars.
func TestDualsAreRates(t *testing.T) {
	build := func(sense Sense, sign float64, more [3]float64) *Problem {
		return &Problem{sense, []Column{fractional(sign*2e15, inf), fractional(sign*5e15, inf), fractional(sign*1e15, 4000)}, []Row{
			atMost(2e9+more[0], 9e4, 2e5, 1.1e4), atMost(5e10+more[1], 2e6, 7e6, 1e6), row(100+more[2], inf, 1, 0, 0),
		}}
	}
	for _, sense := range []Sense{Minimise, Maximise} {
		sign := 1.0
		if sense == Minimise {
			sign = -1
		}
		base := solve(t, build(sense, sign, [3]float64{}), Options{})
		for i, step := range []float64{1e5, 1e7, 0.5} {
			more := [3]float64{}
			more[i] = step
			moved := solve(t, build(sense, sign, more), Options{})
			if want := (moved.Objective - base.Objective) / step; math.Abs(base.Duals[i]-want) > 1e-6*max(math.Abs(want), 1e-6*math.Abs(base.Objective)/step) {
				t.Errorf("sense %d, row %d: dual %g, but the objective changes by %g a unit", sense, i, base.Duals[i], want)
			}
		}
		if base.Duals[0] == 0 && base.Duals[1] == 0 {
			t.Error("no limit binds; the test shows nothing")
		}
	}
}

func TestRelaxation(t *testing.T) {
	p := &Problem{Maximise, []Column{whole(8, inf), whole(5, inf)}, []Row{atMost(6, 1, 1), atMost(45, 9, 5)}}
	s, err := shared().SolveRelaxation(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	if !near(s.Objective, 41.25) || !nearAll(s.Values, []float64{3.75, 2.25}) || !nearAll(s.Duals, []float64{1.25, 0.75}) {
		t.Errorf("got %+v", *s)
	}
	if !p.Columns[0].Integer || !p.Columns[1].Integer {
		t.Error("the problem itself was changed")
	}
}

// TestLimitAndGap holds a search that was stopped to its word: what it found is feasible, and its bound is one.
func TestLimitAndGap(t *testing.T) {
	p := instance12(3)
	best := solve(t, p, Options{})
	if best.Status != Optimal || best.Gap > 1e-12 {
		t.Fatalf("got %+v", *best)
	}
	for _, o := range []Options{{Nodes: 1}, {Nodes: 2}, {Gap: 0.001}, {Gap: 0.05}, {Gap: 1}} {
		s := solve(t, p, o)
		if s.Status != Optimal && s.Status != Limit || s.Status == Limit && o.Nodes == 0 {
			t.Errorf("%+v: %s", o, s.Status)
		}
		if s.Bound < best.Objective*(1-1e-12) || s.Objective > best.Objective*(1+1e-12) || s.Objective < best.Objective*(1-s.Gap-1e-12) {
			t.Errorf("%+v: objective %g, bound %g, gap %g, but the best is %g", o, s.Objective, s.Bound, s.Gap, best.Objective)
		}
		if s.Status == Optimal && s.Gap > o.Gap+1e-12 {
			t.Errorf("%+v: gap %g", o, s.Gap)
		}
	}
}

// TestLimitWithoutValues stops a search before it finds anything: a market split, which is easy to state and hard to solve.
func TestLimitWithoutValues(t *testing.T) {
	s := solve(t, marketSplit(), Options{Nodes: 20})
	if s.Status != Limit || s.Values != nil || !math.IsNaN(s.Objective) || !math.IsNaN(s.Gap) || s.Bound > 1e-9 || s.Nodes == 0 {
		t.Errorf("got %+v", *s)
	}
}

// TestSameAnswerAgain wants every digit again, from the same solver and from a new one, whatever was solved between.
func TestSameAnswerAgain(t *testing.T) {
	first := solve(t, instance12(5), Options{})
	solve(t, instance12(6), Options{})
	second := solve(t, instance12(5), Options{})
	other := New(Config{NoCache: true})
	defer other.Close()
	third, err := other.Solve(context.Background(), instance12(5), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Solution{second, third} {
		if s.Objective != first.Objective || s.Bound != first.Bound || s.Nodes != first.Nodes || !nearAll(s.Values, first.Values) {
			t.Errorf("got %+v, then %+v", *first, *s)
		}
	}
}

// TestRefusals wants each mistake named, and all of them at once.
func TestRefusals(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		problem Problem
		options Options
		want    string
	}{
		{Problem{Sense: 2}, Options{}, "the sense is 2"},
		{Problem{Columns: []Column{{Name: "ads", Cost: nan}}}, Options{}, "column 0 (ads) costs NaN"},
		{Problem{Columns: []Column{{Cost: -inf}}}, Options{}, "column 0 costs -Inf"},
		{Problem{Columns: []Column{{Lower: nan}}}, Options{}, "the bounds are NaN and 0"},
		{Problem{Columns: []Column{{Lower: inf, Upper: inf}}}, Options{}, "column 0: the bounds are +Inf and +Inf"},
		{Problem{Columns: []Column{whole(1, 1e16)}}, Options{}, "must be below 2^53"},
		{Problem{Rows: []Row{{Name: "power", Upper: -inf}}}, Options{}, "row 0 (power): the bounds are 0 and -Inf"},
		{Problem{Rows: []Row{{Terms: []Term{{Column: 1, Coefficient: 1}}}}}, Options{}, "a term of column 1; there are 0 columns"},
		{Problem{Rows: []Row{{Terms: []Term{{Column: -1, Coefficient: 1}}}}}, Options{}, "a term of column -1"},
		{Problem{Columns: []Column{{Name: "x"}}, Rows: []Row{{Terms: []Term{{0, 1}, {0, 2}}}}}, Options{}, "row 0 has two terms of column 0 (x)"},
		{Problem{Columns: []Column{{}}, Rows: []Row{atMost(1, nan)}}, Options{}, "the coefficient NaN at column 0"},
		{Problem{Columns: []Column{{}, {}}, Rows: []Row{atMost(1, 1e-3, 1e10)}}, Options{}, "coefficients from 0.001 to 1e+10"},
		{Problem{Columns: []Column{{Lower: 1e20, Upper: 1e21}}}, Options{}, "column 0 reaches from 1e+20"},
		{Problem{Columns: []Column{{}}, Rows: []Row{row(1e23, inf, 2)}}, Options{}, "row 0 asks for 1e+23 to +Inf, 1e+20 times its largest coefficient 2 or more"},
		{Problem{Columns: []Column{{}}, Rows: []Row{row(-inf, -1e20, 0)}}, Options{}, "row 0 asks for -Inf to -1e+20"},
		{Problem{}, Options{Gap: -0.1}, "the gap is -0.1"},
		{Problem{}, Options{Gap: nan}, "the gap is NaN"},
		{Problem{}, Options{Nodes: -1}, "the limit of nodes is -1"},
		{Problem{Columns: []Column{{Cost: nan}}, Rows: []Row{{Lower: nan}}}, Options{Gap: 2}, "column 0 costs NaN; a cost must be finite\nhighs: row 0: the bounds are NaN and 0; they must be numbers\nhighs: the gap is 2"},
	} {
		s, err := shared().Solve(context.Background(), &c.problem, c.options)
		if s != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, %v; want an error with %q", s, err, c.want)
		}
	}
}

// TestAnswersAreChecked hands in what a solver must not answer, and the least that it may be off.
func TestAnswersAreChecked(t *testing.T) {
	p := &Problem{Maximise, []Column{{Name: "units", Cost: 1, Upper: 10, Integer: true}, {Cost: 1, Upper: 10}, {Cost: 1, Upper: inf}},
		[]Row{{Name: "power", Lower: -inf, Upper: 2e9, Terms: []Term{{0, 3e8}, {1, 1e8}}}, row(-5, inf, 0, -1, 0), row(-inf, inf, 0, 0, 1e300)}}
	for _, c := range []struct {
		raw  []float64
		want string
	}{
		{[]float64{6 + 1e-9, 2, 0}, ""},
		{[]float64{5, 5 + 4e-9, 0}, ""},
		{[]float64{6.3, 0, 0}, "column 0 (units) is 6.2999999999999998 in the solver's answer, which is not whole"},
		{[]float64{11, 0, 0}, "column 0 (units) is 11 in the solver's answer, outside its range from 0 to 10"},
		{[]float64{0, -1e-6, 0}, "column 1 is -9.9999999999999995e-07 in the solver's answer, outside its range"},
		{[]float64{0, math.NaN(), 0}, "column 1 is NaN"},
		{[]float64{6, 2 + 1e-6, 0}, "row 0 (power) comes to 2000000100"},
		{[]float64{0, 5 + 1e-7, 0}, "row 1 comes to -5.0000001"},
		{[]float64{0, 0, 1e9}, "row 2 comes to NaN"},
	} {
		var s Solution
		err := s.settle(p, c.raw)
		if c.want == "" {
			if err != nil || s.Values[0] != math.Round(c.raw[0]) || s.Objective != s.Values[0]+s.Values[1] {
				t.Errorf("%v: %v, %+v", c.raw, err, s)
			}
		} else if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got %v, want %q", c.raw, err, c.want)
		}
	}
}

// TestStatusInWords wants words for every status.
func TestStatusInWords(t *testing.T) {
	for s, want := range map[Status]string{Optimal: "optimal", Infeasible: "infeasible", Unbounded: "unbounded", Limit: "limit reached", 9: "status 9"} {
		if s.String() != want {
			t.Errorf("got %q, want %q", s, want)
		}
	}
}
