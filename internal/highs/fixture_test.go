package highs

import (
	"encoding/json"
	"os"
	"testing"
)

// fixture is one line of testdata/bestmix/problems.json.
type fixture struct {
	Maximise bool
	Costs    []float64
	Upper    []*float64
	Rows     []struct {
		Lower, Upper *float64
		Coefficients []float64
	}
	Objective *float64
	Values    []float64
}

func (f *fixture) problem() *Problem {
	p := &Problem{}
	if f.Maximise {
		p.Sense = Maximise
	}
	or := func(x *float64, none float64) float64 {
		if x == nil {
			return none
		}
		return *x
	}
	for j, c := range f.Costs {
		p.Column(whole(c, or(f.Upper[j], inf)))
	}
	for _, r := range f.Rows {
		p.Row(row(or(r.Lower, -inf), or(r.Upper, inf), r.Coefficients...))
	}
	return p
}

func fixtures(t testing.TB) []fixture {
	t.Helper()
	b, err := os.ReadFile("testdata/bestmix/problems.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []fixture
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestAgainstOtherSolvers compares with what GLPK and CBC proved, to the last unit.
func TestAgainstOtherSolvers(t *testing.T) {
	all := fixtures(t)
	if len(all) != 200 {
		t.Fatalf("%d problems", len(all))
	}
	for k, f := range all {
		got := solve(t, f.problem(), Options{})
		switch {
		case f.Objective == nil && got.Status != Infeasible:
			t.Errorf("problem %d: got %+v, but it is infeasible", k, *got)
		case f.Objective != nil && (got.Status != Optimal || got.Objective != *f.Objective || got.Gap > 1e-9):
			t.Errorf("problem %d: got %+v, want %.17g with %v", k, *got, *f.Objective, f.Values)
		}
	}
}
