package backtest

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRise: the order is that of the standard library, whatever the numbers.
func TestRise(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, draw := range map[string]func() float64{
		"of one size":  func() float64 { return 1e6 * math.Exp(0.2*r.NormFloat64()) },
		"whole":        func() float64 { return float64(r.IntN(50)) * 64 },
		"of all sizes": func() float64 { return math.Float64frombits(r.Uint64()) },
		"of any sign":  func() float64 { return r.NormFloat64() },
		"ends": func() float64 {
			return []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), 5e-324, -5e-324, 1}[r.IntN(7)]
		},
		"alike": func() float64 { return 7 },
	} {
		for _, n := range []int{0, 1, few - 1, few, 5000} {
			x := make([]float64, n)
			for i := range x {
				x[i] = draw()
			}
			want := slices.Clone(x)
			slices.Sort(want)
			rise(x)
			for i := range x {
				if x[i] != want[i] && (x[i] == x[i] || want[i] == want[i]) {
					t.Fatalf("%s, %d numbers: place %d has %v, want %v", name, n, i, x[i], want[i])
				}
			}
		}
	}
}

func BenchmarkRise(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, 1<<14)
	for i := range x {
		x[i] = 1e6 * math.Exp(0.2*r.NormFloat64())
	}
	y := slices.Clone(x)
	for name, sort := range map[string]func([]float64){"rise": rise, "slices.Sort": slices.Sort[[]float64]} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				copy(y, x)
				sort(y)
			}
		})
	}
}
