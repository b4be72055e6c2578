package optimize_test

import (
	"testing"

	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/power"
)

// No system alone is better than the line through the points, although few evenly spaced ones would cut off where the frontier bends; and none of the points
// is worse than it in both goals.
func TestFrontierBendsWhereASystemAloneIs(t *testing.T) {
	for _, swap := range []bool{false, true} {
		r := ask(t, power.FromPower, 2e9, "trainium2", "gb200", "mi355x", "gaudi3")
		r.Limits = []optimize.Limit{limit(t, r, "power.it_deployed >= 1.45 GW")}
		x, y := optimize.Goal{Measure: measure(t, r, "cost.capex")}, optimize.Goal{Measure: measure(t, r, "capacity.effective"), More: true}
		if swap {
			x, y = y, x
		}
		const asked = 6
		f, err := optimize.FindFrontier(r, x, y, asked, shared())
		if err != nil || f.Outcome != optimize.Optimal {
			t.Fatalf("%+v, %v", f, err)
		}
		if len(f.Points) <= asked {
			t.Errorf("swapped %t: %d points: the question no longer has a bend that was cut off", swap, len(f.Points))
		}
		if len(f.Points) != asked+f.Bends {
			t.Errorf("swapped %t: %d points, %d of them at bends", swap, len(f.Points), f.Bends)
		}
		last := len(f.Points) - 1
		span := f.Points[last].Y.Point - f.Points[0].Y.Point
		between := 0
		for _, s := range f.Singles {
			for i, p := range f.Points[:last] {
				q := f.Points[i+1]
				if q.X.Point <= p.X.Point || q.Y.Point <= p.Y.Point {
					t.Fatalf("swapped %t: points %d and %d are not in order", swap, i, i+1)
				}
				if s.X.Point < p.X.Point || s.X.Point > q.X.Point {
					continue
				}
				between++
				gain := s.Y.Point - (p.Y.Point + (q.Y.Point-p.Y.Point)*(s.X.Point-p.X.Point)/(q.X.Point-p.X.Point))
				if swap {
					gain = -gain
				}
				if gain > 1.5e-3*span {
					t.Errorf("swapped %t: %s alone is %.2g of the span beyond the line", swap, s.Members[0].ID, gain/span)
				}
			}
		}
		if between < 3 {
			t.Errorf("swapped %t: %d systems beside the line", swap, between)
		}
	}
}
