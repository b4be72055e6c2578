package highs

import (
	"math"
	"testing"
)

// TestGapOfRoundingIsNone: objective and bound that differ in their last bits have no gap; those that differ by more keep it, in either sense.
func TestGapOfRoundingIsNone(t *testing.T) {
	for _, c := range []struct {
		objective, bound float64
		sense            Sense
		least, most      float64
	}{
		{6.46e20, math.Nextafter(6.46e20, math.Inf(1)), Maximise, 0, 0},
		{5e10, math.Nextafter(5e10, 0), Minimise, 0, 0},
		{5e10, 5e10, Minimise, 0, 0},
		{0, 0, Maximise, 0, 0},
		{1, 1 + 1e-9, Maximise, 0.99e-9, 1.01e-9},
		{1, 1 - 1e-9, Minimise, 0.99e-9, 1.01e-9},
		{1, 1 - 1e-9, Maximise, 0, 0}, // a bound that is worse than the values is rounding's
		{0, 1, Maximise, math.Inf(1), math.Inf(1)},
	} {
		s := Solution{Values: []float64{1}, Objective: c.objective, Bound: c.bound}
		if s.conclude(c.sense); !(c.least <= s.Gap && s.Gap <= c.most) {
			t.Errorf("%v and at best %v: a gap of %v, %v to %v is wanted", c.objective, c.bound, s.Gap, c.least, c.most)
		}
	}
}
