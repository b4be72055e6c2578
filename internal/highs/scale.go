package highs

import "math"

// HiGHS keeps its limits to an absolute tolerance, so a limit in dollars and one in square metres would be kept with different care. Each row is therefore
// scaled until its largest coefficient is about 1: the tolerance is then a billionth of one unit of the largest column, in every row. The objective is scaled
// in the same way. The factors are powers of two, so that scaling rounds nothing, and columns are left as they are, since a whole column has to stay whole.

// scaled is a problem as HiGHS gets it, as a minimisation.
type scaled struct {
	costs, colLower, colUpper, rowLower, rowUpper, values []float64
	starts, indices, kinds                                []int32

	costScale float64   // a cost of the problem times this is one of costs; negative for a maximisation
	rowScale  []float64 // a coefficient of the row times this is one of values
	whole     bool      // some column has to be whole
}

func scale(p *Problem) *scaled {
	s := &scaled{costScale: 1}
	largest := 0.0
	for _, c := range p.Columns {
		largest = max(largest, math.Abs(c.Cost))
	}
	s.costScale = power(largest)
	if p.Sense == Maximise {
		s.costScale = -s.costScale
	}
	for _, c := range p.Columns {
		kind, lower, upper := int32(typeContinuous), c.Lower, c.Upper
		if c.Integer {
			kind, lower, upper, s.whole = typeInteger, math.Ceil(lower), math.Floor(upper), true
		}
		s.costs = append(s.costs, s.costScale*c.Cost+0) // the 0 makes of a negative zero a positive one
		s.colLower, s.colUpper, s.kinds = append(s.colLower, lower), append(s.colUpper, upper), append(s.kinds, kind)
	}
	for _, r := range p.Rows {
		largest := 0.0
		for _, t := range r.Terms {
			largest = max(largest, math.Abs(t.Coefficient))
		}
		k := power(largest)
		s.rowScale = append(s.rowScale, k)
		s.rowLower, s.rowUpper = append(s.rowLower, k*r.Lower), append(s.rowUpper, k*r.Upper)
		s.starts = append(s.starts, int32(len(s.values)))
		for _, t := range r.Terms {
			if t.Coefficient != 0 {
				s.values, s.indices = append(s.values, k*t.Coefficient), append(s.indices, int32(t.Column))
			}
		}
	}
	return s
}

// power returns the power of two that brings x between 1/2 and 1, or 1 for x = 0. It stays within the numbers that have all their digits.
func power(x float64) float64 {
	if x == 0 {
		return 1
	}
	_, exp := math.Frexp(x)
	return math.Ldexp(1, min(max(-exp, -1000), 1000))
}
