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

// times is the summary of a positive multiple.
func (s Summary) times(k float64) Summary {
	return Summary{s.Mean * k, s.SD * k, s.P5 * k, s.P25 * k, s.P50 * k, s.P75 * k, s.P95 * k, s.ValidShare, s.Constant}
}

// Summarise describes every output of a sample.
func Summarise(s *Sample, workers int) []Summary {
	out := make([]Summary, len(s.columns))
	parallel(workers, len(out), func(next func() (int, bool)) {
		scratch := make([]float64, s.Draws)
		for i, more := next(); more; i, more = next() {
			if s.program.Scaled(i).Of < 0 {
				out[i] = s.summary(i, scratch)
			}
		}
	})
	for i := range out {
		if by := s.program.Scaled(i); by.Of >= 0 {
			out[i] = out[by.Of].times(by.Factor)
		}
	}
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
	low, high, sum := math.Inf(1), math.Inf(-1), 0.0
	for _, x := range draws {
		sum += x
		if x < low {
			low = x
		}
		if x > high {
			high = x
		}
	}
	if math.IsNaN(sum) { // some draw is n/a: count them
		valid := 0
		for _, x := range draws {
			if x == x {
				valid++
			}
		}
		return none(float64(valid) / float64(len(draws)))
	}
	n := float64(len(draws))
	mean := sum / n
	ss := 0.0
	for _, x := range draws {
		d := x - mean
		ss += float64(d * d)
	}
	q := percentiles(draws, scratch, Levels[:], low, high)
	return Summary{mean, math.Sqrt(ss / n), q[0], q[1], q[2], q[3], q[4], 1, low == high}
}
