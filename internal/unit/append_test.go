package unit

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestAppendExact holds the fast way to the plain one, over all sizes, whole numbers, short decimals, and what lies beside a change of the ninth digit.
func TestAppendExact(t *testing.T) {
	check := func(x float64) {
		t.Helper()
		if got, want := string(AppendExact(nil, x)), Exact(x); got != want {
			t.Fatalf("AppendExact(%v) = %s, want %s", x, got, want)
		}
		if got, want := Rounded(x), Round9(x); got != want && !(math.IsNaN(x) && math.IsNaN(got)) || math.Signbit(got) != math.Signbit(want) && want != 0 {
			t.Fatalf("Rounded(%v) = %v, want %v", x, got, want)
		}
	}
	for _, x := range []float64{
		0, math.Copysign(0, -1), 1, -1, 10, 1.05, 0.1, 1.4, 2e9, 1e-6, 9.99999999e-7, 1e-7, 1e-13, 9e-14, 1e20, 1e21, 1.3e21, 999999999, 999999999.4, 999999999.5,
		999999999.6, 9999999995, 12345678905, 12345678915, 99999999.99999999, 1e22, 1e29, 1e30, 1e31, math.MaxFloat64, math.SmallestNonzeroFloat64, math.NaN(),
		math.Inf(1), math.Inf(-1), 1 << 53, 0.000123456789, 1.5, 100, 1000, 123000, 1e8, 1e9 - 0.5,
	} {
		check(x)
		check(-x)
		check(math.Nextafter(x, 0))
		check(math.Nextafter(x, math.Inf(1)))
	}
	r := rand.New(rand.NewPCG(7, 9))
	for range 100_000 {
		check(math.Float64frombits(r.Uint64()))
		check((r.Float64() - 0.5) * math.Pow(10, float64(r.IntN(50)-15)))
		check(float64(r.Int64N(1e13)))
		check(float64(r.Int64N(1e9)) / 1000)
		half := float64(1e8+r.Int64N(9e8)) + 0.5 // a tie of the ninth digit, and its neighbours
		k := math.Pow(10, float64(r.IntN(20)-10))
		check(half * k)
		check(math.Nextafter(half*k, 0))
		check(half)
	}
}

func FuzzAppendExact(f *testing.F) {
	f.Add(uint64(0x3ff0cccccccccccd))
	f.Fuzz(func(t *testing.T, bits uint64) {
		x := math.Float64frombits(bits)
		if got, want := string(AppendExact([]byte("x"), x)), "x"+Exact(x); got != want {
			t.Errorf("AppendExact(%v) = %s, want %s", x, got, want)
		}
		if got, want := Rounded(x), Round9(x); got != want && x == x {
			t.Errorf("Rounded(%v) = %v, want %v", x, got, want)
		}
	})
}

func BenchmarkAppendExact(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 9))
	xs := make([]float64, 1024)
	for i := range xs {
		xs[i] = r.Float64() * 2e6
	}
	buf := make([]byte, 0, 64)
	b.Run("exact", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			buf = AppendExact(buf[:0], xs[i%1024])
		}
	})
	b.Run("plain", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			buf = append(buf[:0], Exact(xs[i%1024])...)
		}
	})
	b.Run("strconv", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			buf = strconv.AppendFloat(buf[:0], xs[i%1024], 'g', 9, 64)
		}
	})
	b.Run("rounded", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			Rounded(xs[i%1024])
		}
	})
}
