package quantity

import (
	"math"
	"testing"
)

// TestBellTable holds the tabulated quantiles against the exact ones, and the exact ones against what they are defined by.
func TestBellTable(t *testing.T) {
	for _, v := range []Value{
		{Shape: LogNormal, Low: 8000, High: 18000}, {Shape: LogNormal, Low: 0.848, High: 1 / 0.848}, {Shape: LogNormal, Low: 1e-3, High: 1e3},
		{Shape: Normal, Low: -1, High: 1}, {Shape: Normal, Low: 5, High: 6},
	} {
		f := v.Transformer()
		width := v.High - v.Low
		for k := range 200001 {
			u := (float64(k) + 0.37) / 200002
			x := []float64{u}
			f(x)
			want := v.Quantile(u)
			scale := width
			if v.Shape == LogNormal {
				scale = want * math.Log(v.High/v.Low)
			}
			if math.Abs(x[0]-want) > 2e-9*scale {
				t.Fatalf("%+v at %g: %v, want %v", v, u, x[0], want)
			}
		}
		if a, b := v.Quantile(0.05), v.Quantile(0.95); math.Abs(a-v.Low) > 1e-9*width || math.Abs(b-v.High) > 1e-9*width {
			t.Errorf("%+v: P5 %v, P95 %v", v, a, b)
		}
		rising := math.Inf(-1)
		for k := range 40000 {
			x := []float64{(float64(k) + 0.5) / 40000}
			f(x)
			if x[0] < rising {
				t.Fatalf("%+v falls at %d of 40000", v, k)
			}
			rising = x[0]
		}
	}
}
