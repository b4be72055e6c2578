package optimize_test

import (
	"strconv"
	"sync"
	"testing"

	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/power"
)

// recorder keeps the coefficients that a solver was given.
type recorder struct {
	optimize.Solver
	mu   sync.Mutex
	seen []float64
}

func (r *recorder) Whole(p *optimize.Linear, gap float64, nodes int) (*optimize.Solution, error) {
	r.mu.Lock()
	r.seen = append(r.seen, p.Costs...)
	for _, row := range p.Rows {
		r.seen = append(r.seen, row.Coefficients...)
	}
	r.mu.Unlock()
	return r.Solver.Whole(p, gap, nodes)
}

// The solver gets no more digits than all processors agree on, so that a search takes one path on all of them.
func TestCoefficientsAreTheSameEverywhere(t *testing.T) {
	r := ask(t, power.FromPower, 2e9, "trainium2", "gb300", "h200", "mi355x")
	r.Objective = measure(t, r, "capacity.effective")
	r.Limits = []optimize.Limit{limit(t, r, "cost.capex <= 50B"), limit(t, r, "capacity.hbm >= 150 TB"), limit(t, r, "power.it_deployed >= 1GW")}
	s := &recorder{Solver: shared()}
	if _, err := optimize.Best(r, s); err != nil {
		t.Fatal(err)
	}
	if len(s.seen) < 20 {
		t.Fatalf("%d coefficients", len(s.seen))
	}
	for _, x := range s.seen {
		if text := strconv.FormatFloat(x, 'e', -1, 64); len(text) > len("-1.12345678901e+20") {
			t.Errorf("%s has more than twelve digits", text)
		}
	}
}
