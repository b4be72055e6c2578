package highs

import (
	"context"
	"math"
	"sync"
	"testing"
)

var inf = math.Inf(1)

// shared is one solver for all tests that do not test its start, so that the module is compiled once.
var shared = sync.OnceValue(func() *Solver { return New(Config{NoCache: true}) })

// solve fails the test on an error.
func solve(t testing.TB, p *Problem, o Options) *Solution {
	t.Helper()
	s, err := shared().Solve(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// whole and fractional make columns from 0 to an upper bound.
func whole(cost, upper float64) Column      { return Column{Cost: cost, Upper: upper, Integer: true} }
func fractional(cost, upper float64) Column { return Column{Cost: cost, Upper: upper} }

// row makes a row with a coefficient for each column.
func row(lower, upper float64, coefficients ...float64) Row {
	r := Row{Lower: lower, Upper: upper}
	for j, c := range coefficients {
		r.Terms = append(r.Terms, Term{Column: j, Coefficient: c})
	}
	return r
}

func atMost(upper float64, coefficients ...float64) Row { return row(-inf, upper, coefficients...) }

// near reports whether two numbers agree to 1e-9, or are the same infinity, or both not numbers.
func near(a, b float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

func nearAll(a, b []float64) bool {
	if len(a) != len(b) || (a == nil) != (b == nil) {
		return false
	}
	for i := range a {
		if !near(a[i], b[i]) {
			return false
		}
	}
	return true
}
