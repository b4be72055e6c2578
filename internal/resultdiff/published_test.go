package resultdiff

import (
	"math"
	"testing"
)

// TestRestHasTheDigitsOfItsFigures: remainders of rounding go, what is more stays.
func TestRestHasTheDigitsOfItsFigures(t *testing.T) {
	for _, c := range []struct{ rest, figure, want float64 }{
		{-1.76246382, 939172211, -2},
		{0.0219, 415726765, 0},
		{-0.0219, 415726765, 0},
		{-186172410000, 463e18, 0},
		{1.77485827, 24186.6447, 1.7749},
		{-12345678, 939172211, -12345678},
		{0.25, 0, 0.25},
	} {
		if got := published(c.rest, c.figure); math.Abs(got-c.want) > 1e-12*math.Abs(c.want) || math.Signbit(got) != (c.want < 0) {
			t.Errorf("%v beside %v: %v, want %v", c.rest, c.figure, got, c.want)
		}
	}
}
