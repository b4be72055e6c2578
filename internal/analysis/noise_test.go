package analysis

import (
	"math"
	"testing"
)

// TestNoiseHasNoDeviation: what scatters by rounding alone has a deviation of 0, in memory and streamed; what scatters by more, or about 0, keeps its own.
func TestNoiseHasNoDeviation(t *testing.T) {
	about := func(mean, by float64) []float64 {
		out := make([]float64, 1000)
		for i := range out {
			out[i] = mean + by
			by = -by
		}
		return out
	}
	for _, c := range []struct {
		name     string
		draws    []float64
		from, to float64
	}{
		{"facility power that was solved for", about(2e9, 0.25), 0, 0},
		{"a loss in the same way", about(-2e9, 0.25), 0, 0},
		{"a ratio of what is alike", about(1, 1.3e-10), 0, 0},
		{"nothing", about(0, 0), 0, 0},
		{"a spread of a millionth", about(1, 1e-6), 0.999e-6, 1.001e-6},
		{"little, about nothing", about(0, 1e-12), 0.999e-12, 1.001e-12},
	} {
		s := Describe(c.draws, make([]float64, len(c.draws)))
		if !(c.from <= s.SD && s.SD <= c.to) {
			t.Errorf("%s: a deviation of %v, %v to %v is wanted", c.name, s.SD, c.from, c.to)
		}
		pl := planFor(c.draws, len(c.draws))
		var all tally
		all.stored = make([][]float64, 1)
		m := all.add(pl, c.draws, true)
		streamed, missed := all.summary(pl, len(c.draws), []moments{m})
		if missed != nil || math.Abs(streamed.SD-s.SD) > 1e-9*s.SD {
			t.Errorf("%s: streamed, the deviation is %v, not %v", c.name, streamed.SD, s.SD)
		}
	}
}
