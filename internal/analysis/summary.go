package analysis

import (
	"math"

	"github.com/capplan/capplan/internal/quantity"
)

// Levels are the percentiles of a summary.
var Levels = [...]float64{0.05, 0.25, 0.50, 0.75, 0.95}

// Summary describes the draws of one output. Percentiles are attained draws: the least value that at least that share of the draws does not exceed.
type Summary struct {
	Mean, SD               float64
	P5, P25, P50, P75, P95 float64
	Error                  Errors
	ValidShare             float64 // share of the draws that have a value; below 1 all figures above are n/a
	Constant               bool    // the same in every draw
}

// Errors are standard errors of percentiles: by how much they would scatter from seed to seed if the draws were independent. A scrambled Sobol sequence
// scatters by a third of that or less, so they are on the safe side. In the output's unit.
type Errors struct{ P5, P50, P95 float64 }

// Unknown is the summary of what was not drawn.
func Unknown() Summary { return none(0) }

// none is the summary of what lacks a value in some draw.
func none(valid float64) Summary {
	x := math.NaN()
	return Summary{x, x, x, x, x, x, x, Errors{x, x, x}, valid, false}
}

// always is the summary of what has one value.
func always(x float64) Summary {
	if math.IsNaN(x) {
		return none(0)
	}
	return Summary{x, 0, x, x, x, x, x, Errors{}, 1, true}
}

// Times is the summary of a positive multiple.
func (s Summary) Times(k float64) Summary {
	e := Errors{s.Error.P5 * k, s.Error.P50 * k, s.Error.P95 * k}
	return Summary{s.Mean * k, s.SD * k, s.P5 * k, s.P25 * k, s.P50 * k, s.P75 * k, s.P95 * k, e, s.ValidShare, s.Constant}
}

// levels are those of the summary and, around P5, P50 and P95, the levels one standard error of a level below and above, in rising order.
func levels(draws int) (all []float64, at [5]int, around [3][2]int) {
	for i, p := range Levels {
		h := math.Sqrt(p * (1 - p) / float64(draws))
		if i%2 != 0 { // P25 and P75 have no error
			at[i] = len(all)
			all = append(all, p)
			continue
		}
		at[i] = len(all) + 1
		around[i/2] = [2]int{len(all), len(all) + 2}
		all = append(all, max(p-h, 1e-9), p, min(p+h, 1))
	}
	return all, at, around
}

// noise is the part of a mean below which a standard deviation is what rounding, and the tolerance of what is solved for, leave behind: 2 GW of facility power
// that every draw was solved for scatter by a tenth of a watt. Such a deviation differs from processor to processor, and no published figure has its digits.
const noise = 1e-9

// deviation is a standard deviation, or 0 where it is noise beside the mean.
func deviation(sd, mean float64) float64 {
	if sd <= noise*math.Abs(mean) {
		return 0
	}
	return sd
}

// described makes a summary of its parts; q holds the percentiles at the levels of [levels].
func described(mean, sd float64, q []float64, draws int, constant bool) Summary {
	_, at, around := levels(draws)
	half := func(i int) float64 { return (q[around[i][1]] - q[around[i][0]]) / 2 }
	return Summary{mean, deviation(sd, mean), q[at[0]], q[at[1]], q[at[2]], q[at[3]], q[at[4]], Errors{half(0), half(1), half(2)}, 1, constant}
}

// summarise describes every output of a sample whose draws are all kept.
func summarise(s *Sample, workers int) []Summary {
	out := make([]Summary, len(s.columns))
	parallel(workers, len(out), func(next func() (int, bool)) {
		scratch := make([]float64, s.Draws)
		for i, more := next(); more; i, more = next() {
			switch {
			case s.program.Scaled(i).Of >= 0:
			case s.Draws == 0:
				out[i] = none(0)
			case s.columns[i] == nil:
				out[i] = always(s.fixed[i])
			default:
				out[i] = Describe(s.columns[i], scratch)
			}
		}
	})
	multiples(s.program, out)
	return out
}

// multiples fills in the summaries of the outputs that are multiples of others.
func multiples(p *quantity.Program, out []Summary) {
	for i := range out {
		if by := p.Scaled(i); by.Of >= 0 {
			out[i] = out[by.Of].Times(by.Factor)
		}
	}
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
	all, _, _ := levels(len(draws))
	q := percentiles(draws, scratch, all, low, high)
	return described(mean, math.Sqrt(ss/n), q, len(draws), low == high)
}
