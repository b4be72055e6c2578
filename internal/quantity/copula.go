package quantity

import (
	"fmt"
	"math"
)

// Correlation says that two inputs of one owner rise and fall together, other than by chance, and on what evidence.
type Correlation struct {
	Name     string // by which overlays replace it; empty for one of the question
	A, B     *Spec
	Rank     float64 // the rank correlation (Spearman) of their draws, above -1 and below 1
	Basis    Basis
	Sources  []Source
	Note     string
	AsOf     string // ISO date from which it was known; empty if not stated
	Origin   string // where it was read
	Override bool   // brought by an overlay
}

// KnownFrom returns the day from which the correlation is known: AsOf where it is given, else the date of the latest source, empty for one that is known always.
func (c *Correlation) KnownFrom() string {
	v := Value{Shape: Constant, AsOf: c.AsOf, Sources: c.Sources}
	day, _ := v.KnownFrom()
	return day
}

// CorrelationsOn returns the correlations that were known on a day, an ISO date, the day included. Unlike a value, one that was not known is missed by nothing.
func CorrelationsOn(list []Correlation, day string) []Correlation {
	var out []Correlation
	for _, c := range list {
		if c.KnownFrom() <= day {
			out = append(out, c)
		}
	}
	return out
}

// Pair is the rank correlation of two coordinates, by their numbers in a list.
type Pair struct {
	A, B int
	Rank float64
}

// Part is one share of a blended coordinate.
type Part struct {
	Weight float64
	Of     Coordinate
}

// Blend gives n coordinates the stated rank correlations by a Gaussian copula, and no correlation where none is stated: each becomes a weighted sum of the
// normal scores of itself and of those before it. The first of a set of correlated inputs so keeps its draws. A rank correlation r of a normal pair is that
// of a product-moment correlation of 2 sin(pi r / 6) (K. Pearson, 1907). The error says that correlations contradict each other, or that one is outside
// (-1, 1), or stated twice.
func Blend(at []Coordinate, pairs []Pair) ([]Coordinate, error) {
	n := len(at)
	r := make([][]float64, n)
	for i := range r {
		r[i] = make([]float64, n)
		r[i][i] = 1
	}
	for _, p := range pairs {
		if !(p.Rank > -1 && p.Rank < 1) {
			return nil, fmt.Errorf("a rank correlation is above -1 and below 1, not %g", p.Rank)
		}
		if p.A == p.B || r[p.A][p.B] != 0 {
			return nil, fmt.Errorf("a pair of inputs has one correlation")
		}
		x := 2 * math.Sin(math.Pi*p.Rank/6)
		r[p.A][p.B], r[p.B][p.A] = x, x
	}
	// Cholesky: row i of the factor holds the weights of the scores 0 to i.
	out := make([]Coordinate, n)
	factor := make([][]float64, n)
	for i := range n {
		factor[i] = make([]float64, i+1)
		for j := 0; j <= i; j++ {
			sum := r[i][j]
			for k := range j {
				sum -= float64(factor[i][k] * factor[j][k])
			}
			switch {
			case j < i:
				factor[i][j] = sum / factor[j][j]
			case sum < minPivot:
				return nil, fmt.Errorf("these rank correlations contradict each other: inputs that follow the same others must follow each other too")
			default:
				factor[i][i] = math.Sqrt(sum)
			}
		}
		out[i] = at[i]
		if factor[i][i] == 1 {
			continue
		}
		out[i].Blend = nil
		for k, w := range factor[i] {
			if w != 0 {
				out[i].Blend = append(out[i].Blend, Part{w, at[k]})
			}
		}
	}
	return out, nil
}

// minPivot is how much of its own variance an input must keep: less, and rounding decides whether the correlations can hold.
const minPivot = 1e-9
