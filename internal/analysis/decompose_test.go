package analysis

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

type number = quantity.Quantity[unit.Number]

// draft is a program in the making: inputs a, b, c ... from coordinates of their own, and outputs.
type draft struct {
	set   *quantity.Set
	b     *quantity.Builder
	f     *quantity.Frame
	names int
}

func newDraft() *draft {
	b := quantity.NewBuilder()
	return &draft{set: quantity.NewSet(), b: b, f: b.Root()}
}

func (d *draft) at(v quantity.Value, at quantity.Coordinate) number {
	d.names++
	q := quantity.Input(d.set, quantity.InputDef[unit.Number]{Name: string(rune('a' + d.names - 1)), Stream: d.names})
	d.f.SetLazily(q.Spec, "", v, at)
	return q
}

func (d *draft) input(v quantity.Value) number { return d.at(v, quantity.Coordinate{Dim: d.names + 1}) }

func (d *draft) show(e quantity.Expr[unit.Number]) { d.b.Emit(d.f.Eval(e)) }

func uniform(low, high float64) quantity.Value {
	return quantity.Value{Shape: quantity.Uniform, Low: low, High: high}
}

func constant(x float64) quantity.Expr[unit.Number] {
	return quantity.Const[unit.Number](unit.Of[unit.Number](x))
}

// mixed has a sum of 1 : 2 : 3, a product, a multiple of the sum, a constant, what is n/a now and then or always, and an input that never matters.
func mixed() *quantity.Program {
	d := newDraft()
	a, b, c, idle := d.input(uniform(0, 1)), d.input(uniform(0, 1)), d.input(uniform(10, 11)), d.input(uniform(0, 1))
	sum := a.Plus(b.Times(constant(2))).Plus(c.Times(constant(3)))
	top := quantity.Define(d.set, quantity.Def[unit.Number]{Name: "top", Value: quantity.Max(sum, idle.Expr)}) // always the sum
	d.show(top.Expr)
	d.show(a.Times(b.Expr))
	d.show(constant(7))
	d.show(a.Over(quantity.Floor(b.Times(constant(3))))) // n/a where b is below 1/3
	d.show(quantity.NA[unit.Number]())
	d.show(top.Times(constant(1000)))
	d.show(c.Expr)
	return d.b.Program()
}

func TestDecomposeProgram(t *testing.T) {
	p := mixed()
	factors := Factors(p, nil)
	if p.Scaled(5).Of != 0 {
		t.Fatal("the multiple is none")
	}
	if len(factors) != 4 {
		t.Fatalf("%d factors, want 4: %v", len(factors), factors)
	}
	d := Decompose(p, factors, Settings{Draws: DefaultPoints, Seed: 1})
	if d.Points != DefaultPoints || d.Evaluations != 6*DefaultPoints {
		t.Errorf("%d points, %d evaluations", d.Points, d.Evaluations)
	}
	names := map[string]int{}
	for k, f := range factors {
		names[p.Loads()[f.Loads[0]].Spec.Name] = k
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 0.002*max(1, math.Abs(want))) {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	for name, want := range map[string][2]float64{"a": {1.0 / 14, 3.0 / 7}, "b": {4.0 / 14, 3.0 / 7}, "c": {9.0 / 14, 0}, "d": {}} {
		k := names[name]
		near("first index of "+name+" in the sum", d.First[k][0].Value, want[0])
		near("total index of "+name+" in the sum", d.Total[k][0].Value, want[0])
		near("first index of "+name+" in the product", d.First[k][1].Value, want[1]) // (1/12)(1/4) of 7/144
		if want[1] > 0 {
			near("total index of "+name+" in the product", d.Total[k][1].Value, 4.0/7) // (1/12)(1/3) of 7/144
		}
		if d.First[k][5] != d.First[k][0] || d.Total[k][5] != d.Total[k][0] {
			t.Errorf("%s: a multiple has other indices", name)
		}
		for _, o := range []int{2, 3, 4} {
			if !math.IsNaN(d.First[k][o].Value) || !math.IsNaN(d.Total[k][o].P95) {
				t.Errorf("output %d has an index of %s: %v", o, name, d.First[k][o])
			}
		}
	}
	near("mean of the sum", d.Mean[0], 0.5+1+31.5)
	near("variance of the sum", d.Variance[0], 14.0/12)
	near("mean of the multiple", d.Mean[5], 33000)
	near("variance of the product", d.Variance[1], 7.0/144)
	if d.Mean[2] != 7 || d.Variance[2] != 0 || !math.IsNaN(d.Variance[3]) || !math.IsNaN(d.Mean[4]) {
		t.Errorf("means %v, variances %v", d.Mean, d.Variance)
	}
	for _, idle := range []Index{d.First[names["d"]][0], d.Total[names["d"]][0], d.First[names["c"]][1], d.Total[names["b"]][6]} {
		if idle != (Index{}) {
			t.Errorf("what changes nothing has %v, not 0", idle)
		}
	}
	if one := d.First[names["c"]][6]; math.Abs(one.Value-1) > 1e-3 || d.Total[names["c"]][6].Value < 0.999 {
		t.Errorf("an output that is one input has %v of it", one)
	}
}

// TestDecomposeOnAnyNumberOfWorkers gives the same bits.
func TestDecomposeOnAnyNumberOfWorkers(t *testing.T) {
	for _, p := range []*quantity.Program{reference(), mixed()} {
		f := Factors(p, nil)
		for _, points := range []int{64, 256, 4096} {
			one := Decompose(p, f, Settings{Draws: points, Seed: 3, Workers: 1})
			for _, workers := range []int{2, 5} {
				if many := Decompose(p, f, Settings{Draws: points, Seed: 3, Workers: workers}); !equalBits(one, many) {
					t.Errorf("%d points on %d workers differ from one", points, workers)
				}
			}
			if other := Decompose(p, f, Settings{Draws: points, Seed: 4, Workers: 1}); equalBits(one, other) {
				t.Error("another seed changes nothing")
			}
		}
	}
}

func equalBits(a, b *Decomposition) bool {
	flat := func(d *Decomposition) []uint64 {
		var out []uint64
		for _, x := range slices.Concat(d.Mean, d.Variance) {
			out = append(out, math.Float64bits(x))
		}
		for _, row := range slices.Concat(d.First, d.Total) {
			for _, x := range row {
				out = append(out, math.Float64bits(x.Value), math.Float64bits(x.P5), math.Float64bits(x.P95))
			}
		}
		return out
	}
	return slices.Equal(flat(a), flat(b))
}

// TestSamplersAgreeOnIndices: independent draws and a Latin hypercube are there for comparison, and must not be another estimate.
func TestSamplersAgreeOnIndices(t *testing.T) {
	p := mixed()
	f := Factors(p, nil)
	want := Decompose(p, f, Settings{Draws: 1 << 15, Seed: 1})
	for _, s := range []Sampler{MonteCarlo, LatinHypercube} {
		got := Decompose(p, f, Settings{Draws: 1 << 15, Seed: 1, Sampler: s})
		for k := range f {
			if math.Abs(got.First[k][1].Value-want.First[k][1].Value) > 0.03 || math.Abs(got.Total[k][1].Value-want.Total[k][1].Value) > 0.03 {
				t.Errorf("%s: factor %d: %v, %v; want %v, %v", s, k, got.First[k][1], got.Total[k][1], want.First[k][1], want.Total[k][1])
			}
		}
	}
}

// TestFactors: inputs that one draw moves are one factor, correlated ones are, and those that the user groups.
func TestFactors(t *testing.T) {
	d := newDraft()
	common := quantity.Coordinate{Dim: 9}
	blend, err := quantity.Blend([]quantity.Coordinate{{Dim: 1}, {Dim: 2}, {Dim: 3}}, []quantity.Pair{{A: 0, B: 1, Rank: 0.5}})
	if err != nil {
		t.Fatal(err)
	}
	sum := constant(0)
	for _, at := range []quantity.Coordinate{common, blend[0], {Dim: 5}, blend[1], common, blend[2], {Dim: 5, Order: "other"}} {
		sum = sum.Plus(d.at(uniform(0, 1), at).Expr)
	}
	d.show(sum)
	p := d.b.Program()
	for _, tc := range []struct {
		groups [][]int
		want   []Factor
	}{
		{nil, []Factor{{[]int{0, 4}, true}, {[]int{1, 3}, false}, {[]int{2}, true}, {[]int{5}, true}, {[]int{6}, true}}},
		{[][]int{{5, 0}}, []Factor{{[]int{0, 4, 5}, false}, {[]int{1, 3}, false}, {[]int{2}, true}, {[]int{6}, true}}},
		{[][]int{{6, 3}, {2}}, []Factor{{[]int{0, 4}, true}, {[]int{1, 3, 6}, false}, {[]int{2}, true}, {[]int{5}, true}}},
	} {
		if got := Factors(p, tc.groups); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("groups %v: %v, want %v", tc.groups, got, tc.want)
		}
	}
	// An input that follows two others makes one factor of all three; the same input without the others is one of its own.
	if blend, err = quantity.Blend([]quantity.Coordinate{{Dim: 1}, {Dim: 2}, {Dim: 3}}, []quantity.Pair{{A: 0, B: 2, Rank: 0.5}, {A: 1, B: 2, Rank: 0.5}}); err != nil {
		t.Fatal(err)
	}
	three := newDraft()
	three.show(three.at(uniform(0, 1), blend[0]).Plus(three.at(uniform(0, 1), blend[1]).Expr).Plus(three.at(uniform(0, 1), blend[2]).Expr))
	if got, want := Factors(three.b.Program(), nil), []Factor{{[]int{0, 1, 2}, false}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	lone := newDraft()
	lone.show(lone.at(uniform(0, 1), blend[2]).Expr)
	if got, want := Factors(lone.b.Program(), nil), []Factor{{[]int{0}, true}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	// The correlated pair has the variance of both and what they share: 2 (1 + r) of 1/12 each, with r near 0.5; the common pair four times one's.
	x := Decompose(p, Factors(p, nil), Settings{Draws: DefaultPoints, Seed: 1})
	pair, one := x.First[1][0].Value*x.Variance[0]*12, x.First[2][0].Value*x.Variance[0]*12
	if math.Abs(pair-3) > 0.03 || math.Abs(one-1) > 0.01 || math.Abs(x.First[0][0].Value*x.Variance[0]*12-4) > 0.03 {
		t.Errorf("variances %.3f, %.3f of the pair and a single input, want 3 and 1", pair, one)
	}
	if math.Abs(x.Variance[0]*12-10) > 0.05 {
		t.Errorf("variance %.3f, want 10", x.Variance[0]*12)
	}
}

// TestMoreInputsThanDimensions decomposes a sum of 150 inputs, more than the sequence can keep apart in one order.
func TestMoreInputsThanDimensions(t *testing.T) {
	d := newDraft()
	sum := constant(0)
	for i := range 150 {
		at := quantity.Coordinate{Dim: i % 100}
		if i >= 100 {
			at.Order = "other"
		}
		sum = sum.Plus(d.at(uniform(0, 1), at).Expr)
	}
	d.show(sum)
	p := d.b.Program()
	f := Factors(p, nil)
	if len(f) != 150 {
		t.Fatalf("%d factors", len(f))
	}
	x := Decompose(p, f, Settings{Draws: DefaultPoints, Seed: 1})
	total := 0.0
	for k := range f {
		total += x.Total[k][0].Value
		if math.Abs(x.Total[k][0].Value-1.0/150) > 0.001 || math.Abs(x.First[k][0].Value-1.0/150) > 0.01 {
			t.Errorf("factor %d: %v, %v, want %.4f", k, x.First[k][0], x.Total[k][0], 1.0/150)
		}
	}
	if math.Abs(total-1) > 0.01 {
		t.Errorf("totals sum to %.4f", total)
	}
}

// BenchmarkSobolIndices is the indices of all twelve outputs of the reference model, first order and total, with their bootstrap.
func BenchmarkSobolIndices(b *testing.B) {
	for _, c := range []struct {
		name    string
		workers int
	}{{"all cores", 0}, {"one core", 1}} {
		b.Run(c.name, func(b *testing.B) {
			p := reference()
			f := Factors(p, nil)
			for b.Loop() {
				Decompose(p, f, Settings{Draws: DefaultPoints, Seed: 1, Workers: c.workers})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(DefaultPoints*(len(f)+2)), "ns/evaluation")
		})
	}
}
