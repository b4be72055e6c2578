package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// TestPercentilesAreAttainedDraws compares with sorting, on shapes that are hard for counting into buckets.
func TestPercentilesAreAttainedDraws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for name, f := range map[string]func(i int) float64{
		"uniform":      func(int) float64 { return r.Float64() },
		"normal":       func(int) float64 { return r.NormFloat64() },
		"heavy tail":   func(int) float64 { return math.Exp(20 * r.NormFloat64()) },
		"all equal":    func(int) float64 { return 7 },
		"two values":   func(int) float64 { return float64(r.IntN(2)) },
		"one outlier":  func(i int) float64 { return float64(i%10) + 1e12*float64(i/999*(999/max(i, 1))) },
		"whole":        func(int) float64 { return math.Floor(1000 * r.Float64()) },
		"huge range":   func(i int) float64 { return math.Ldexp(1, i%1000) },
		"negative":     func(int) float64 { return -r.ExpFloat64() },
		"tiny numbers": func(int) float64 { return 1e-310 * r.Float64() },
	} {
		for _, n := range []int{1, 2, 3, 19, 20, 21, 1000, 4097} {
			draws := make([]float64, n)
			for i := range draws {
				draws[i] = f(i)
			}
			want := slices.Sorted(slices.Values(draws))
			got := Percentiles(draws, make([]float64, n), Levels[:])
			for k, level := range Levels {
				if w := want[rankOf(level, n)]; got[k] != w {
					t.Errorf("%s, n %d, P%g: %v, want %v", name, n, 100*level, got[k], w)
				}
			}
		}
	}
}

func TestRanks(t *testing.T) {
	// The inverted distribution: the least draw that at least this share of the draws does not exceed.
	for _, tc := range []struct {
		level float64
		n     int
		want  int
	}{{0.5, 4, 1}, {0.5, 5, 2}, {0.05, 20, 0}, {0.05, 21, 1}, {0.95, 20, 18}, {0.05, 1, 0}, {1, 10, 9}, {0.25, 16384, 4095}} {
		if got := rankOf(tc.level, tc.n); got != tc.want {
			t.Errorf("level %g of %d: rank %d, want %d", tc.level, tc.n, got, tc.want)
		}
	}
}

// program is a small one with known answers: a triangular, a uniform of a member, a discrete, their sum, and a constant.
func program() *quantity.Program {
	set := quantity.NewSet()
	a := quantity.Input(set, quantity.InputDef[unit.Number]{Name: "a", Stream: 1})
	b := quantity.Input(set, quantity.InputDef[unit.Number]{Name: "b", Stream: 2, Scope: quantity.Member})
	c := quantity.Input(set, quantity.InputDef[unit.Number]{Name: "c", Stream: 3})
	sum := quantity.Define(set, quantity.Def[unit.Number]{Name: "sum", Value: a.Plus(b.Expr).Plus(c.Expr)})
	bd := quantity.NewBuilder()
	root := bd.Root()
	root.SetLazily(a.Spec, "", quantity.Value{Shape: quantity.Triangular, Low: 0, Mode: 1, High: 4}, quantity.Coordinate{Dim: 1})
	root.SetLazily(c.Spec, "", quantity.Value{Shape: quantity.Discrete, Values: []float64{10, 20}, Weights: []float64{3, 1}}, quantity.Coordinate{Dim: 3})
	m := root.Member()
	m.SetLazily(b.Spec, "someone", quantity.Value{Shape: quantity.Uniform, Low: -1, High: 1}, quantity.Coordinate{Dim: 2, Order: "someone"})
	for _, s := range []*quantity.Spec{a.Spec, b.Spec, c.Spec, sum.Spec} {
		bd.Emit(m.Value(s))
	}
	bd.Emit(quantity.Constantly(5))
	bd.Emit(quantity.Constantly(math.NaN()))
	return bd.Program()
}

// TestKnownMoments holds mean, spread and percentiles against closed forms.
func TestKnownMoments(t *testing.T) {
	s := Draw(program(), Settings{Draws: 1 << 16, Seed: 1}).summaries
	near := func(what string, got, want, within float64) {
		if !(math.Abs(got-want) <= within) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	near("mean of the triangular", s[0].Mean, 5.0/3, 1e-6)
	near("sd of the triangular", s[0].SD, math.Sqrt((16+1-4)/18.0), 1e-5)
	near("P5 of the triangular", s[0].P5, math.Sqrt(0.05*4), 1e-3)
	near("P95 of the triangular", s[0].P95, 4-math.Sqrt(0.05*12), 1e-3)
	near("mean of the uniform", s[1].Mean, 0, 1e-6)
	near("mean of the discrete", s[2].Mean, 12.5, 1e-9)
	near("mean of the sum", s[3].Mean, 5.0/3+12.5, 1e-6)
	near("variance of the sum", s[3].SD*s[3].SD, 13.0/18+1.0/3+18.75, 0.08) // members pair with the site at random
	if s[4] != (Summary{5, 0, 5, 5, 5, 5, 5, Errors{}, 1, true}) {
		t.Errorf("a constant: %+v", s[4])
	}
	if s[5].ValidShare != 0 || !math.IsNaN(s[5].P50) {
		t.Errorf("n/a: %+v", s[5])
	}
}

// TestSameForAnyNumberOfWorkers: draws and summaries are the same bits for 1, 2, 3 and 8 workers, also for a number of draws that no block divides.
func TestSameForAnyNumberOfWorkers(t *testing.T) {
	for _, draws := range []int{1, 511, 513, 10007} {
		set := Settings{Draws: draws, Seed: 9, Workers: 1}
		first := Draw(program(), set)
		want := first.summaries
		for _, workers := range []int{2, 3, 8} {
			set.Workers = workers
			again := Draw(program(), set)
			for i := range first.columns {
				if !slices.Equal(first.columns[i], again.columns[i]) {
					t.Fatalf("%d draws, %d workers: output %d differs", draws, workers, i)
				}
			}
			for i, s := range again.summaries {
				if s != want[i] && s.ValidShare == 1 {
					t.Errorf("%d draws, %d workers: summary %d differs: %+v, %+v", draws, workers, i, s, want[i])
				}
			}
		}
	}
}

func TestSeedsDiffer(t *testing.T) {
	a := Draw(program(), Settings{Draws: 64, Seed: 1})
	b := Draw(program(), Settings{Draws: 64, Seed: 2})
	if slices.Equal(a.Column(0), b.Column(0)) {
		t.Error("two seeds give the same draws")
	}
}

func TestPointIsAtTheMids(t *testing.T) {
	p := Point(program())
	mid := 4 - math.Sqrt(0.5*12) // the median lies above the mode
	for i, want := range []float64{mid, 0, 10, mid + 10, 5} {
		if math.Abs(p[i]-want) > 1e-12 {
			t.Errorf("output %d: %v, want %v", i, p[i], want)
		}
	}
}

// TestNoDraws: a point-only answer has no distribution.
func TestNoDraws(t *testing.T) {
	for i, s := range Draw(program(), Settings{}).summaries {
		if s.ValidShare != 0 || !math.IsNaN(s.Mean) {
			t.Errorf("output %d: %+v", i, s)
		}
	}
}
