package analysis

import "math"

// Levels are the percentiles of a summary.
var Levels = [...]float64{0.05, 0.25, 0.50, 0.75, 0.95}

// Summary describes the draws of one output. Percentiles are attained draws: the least value that at least that share of the draws does not exceed.
type Summary struct {
	Mean, SD               float64
	P5, P25, P50, P75, P95 float64
	ValidShare             float64 // share of the draws that have a value; below 1 all figures above are n/a
	Constant               bool    // the same in every draw
}

// Unknown is the summary of what was not drawn.
func Unknown() Summary { return none(0) }

// none is the summary of what lacks a value in some draw.
func none(valid float64) Summary {
	x := math.NaN()
	return Summary{x, x, x, x, x, x, x, valid, false}
}

// Summarise describes every output of a sample.
func Summarise(s *Sample, workers int) []Summary {
	out := make([]Summary, len(s.columns))
	parallel(workers, len(out), func(next func() (int, bool)) {
		scratch := make([]float64, s.Draws)
		for i, more := next(); more; i, more = next() {
			out[i] = s.summary(i, scratch)
		}
	})
	return out
}

func (s *Sample) summary(i int, scratch []float64) Summary {
	if s.Draws == 0 {
		return none(0)
	}
	column := s.columns[i]
	if column == nil {
		x := s.fixed[i]
		if math.IsNaN(x) {
			return none(0)
		}
		return Summary{x, 0, x, x, x, x, x, 1, true}
	}
	return Describe(column, scratch)
}

// Describe summarises draws; scratch must be as long and is overwritten.
func Describe(draws, scratch []float64) Summary {
	valid, sum := 0, 0.0
	for _, x := range draws {
		if x == x {
			valid++
			sum += x
		}
	}
	if valid < len(draws) {
		return none(float64(valid) / float64(len(draws)))
	}
	n := float64(len(draws))
	mean := sum / n
	ss := 0.0
	for _, x := range draws {
		d := x - mean
		ss += float64(d * d)
	}
	q := Percentiles(draws, scratch, Levels[:])
	return Summary{mean, math.Sqrt(ss / n), q[0], q[1], q[2], q[3], q[4], 1, q[0] == q[4] && ss == 0}
}
