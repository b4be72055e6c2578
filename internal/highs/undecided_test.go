package highs

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"
)

// testdata/undecided.json holds a real question whose equations the dual simplex can neither keep nor prove that nothing does.
func undecided(t *testing.T) *Problem {
	t.Helper()
	b, err := os.ReadFile("testdata/undecided.json")
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		Maximise bool
		Costs    []float64
		Rows     []struct {
			Lower, Upper *float64
			Coefficients []float64
		}
	}
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	p := &Problem{}
	if f.Maximise {
		p.Sense = Maximise
	}
	for _, c := range f.Costs {
		p.Column(fractional(c, inf))
	}
	for _, r := range f.Rows {
		lower, upper := -inf, inf
		if r.Lower != nil {
			lower = *r.Lower
		}
		if r.Upper != nil {
			upper = *r.Upper
		}
		p.Row(row(lower, upper, r.Coefficients...))
	}
	return p
}

// What one method cannot decide another does.
func TestUndecided(t *testing.T) {
	p := undecided(t)
	if got := solve(t, p, Options{}); got.Status != Infeasible {
		t.Errorf("got %+v", *got)
	}
	e, err := shared().acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer shared().release()
	if x, err := e.solve(context.Background(), p, Options{}, methods[0]); !errors.Is(err, errUndecided) {
		t.Errorf("the first method decides: %+v, %v; the test needs another problem", x, err)
	}
	for _, m := range methods[1:] {
		if x, err := e.solve(context.Background(), p, Options{}, m); err != nil || x.Status != Infeasible {
			t.Errorf("%v: %+v, %v", m, x, err)
		}
		// Each method solves what can be solved, to the same objective.
		if x, err := e.solve(context.Background(), instance12(3), Options{}, m); err != nil || x.Objective != solve(t, instance12(3), Options{}).Objective {
			t.Errorf("%v: %+v, %v", m, x, err)
		}
	}
	// The same equations, made those of a point, can be kept.
	at := make([]float64, len(p.Columns))
	for j := range at {
		at[j] = float64(10 * (j + 1))
	}
	for i := range p.Rows {
		if sum, _ := p.Rows[i].activity(at); p.Rows[i].Lower == p.Rows[i].Upper {
			p.Rows[i].Lower, p.Rows[i].Upper = sum, sum
		} else {
			p.Rows[i].Lower, p.Rows[i].Upper = min(p.Rows[i].Lower, sum), max(p.Rows[i].Upper, sum)
		}
	}
	if got := solve(t, p, Options{}); got.Status != Optimal {
		t.Errorf("got %+v", *got)
	}
}
