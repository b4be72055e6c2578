package quantity

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/capplan/capplan/internal/unit"
)

// TestColumnsAgreeWithScalars runs every operation on columns, on a column and a constant, and on constants, and holds all against the one definition.
func TestColumnsAgreeWithScalars(t *testing.T) {
	numbers := []float64{-2, -0.5, 0, 0.25, 1, 1.5, 2.9999999999, 3, 1e9 + 0.5, math.NaN()}
	for _, o := range []op{opAdd, opSub, opMul, opDiv, opMin, opMax, opPow, opCRF, opFirst, opGreatest, opFloor, opCeil} {
		for _, y := range numbers {
			for _, ways := range []int{0, 1, 2} { // both vary, only x varies, only y varies
				b := NewBuilder()
				load := func(x float64) Operand {
					return b.Input(&Spec{Name: "x"}, "", &Value{Shape: Uniform, Low: x, High: x + 1}, Coordinate{})
				}
				x, yo := load(0), Constantly(y)
				switch ways {
				case 0:
					yo = load(1)
				case 2:
					x, yo = yo, x
				}
				b.Emit(b.apply(o, x, yo))
				p := b.Program()
				if p.Outputs() == 1 {
					if v, constant := p.Output(0); constant {
						if !math.IsNaN(v) {
							t.Errorf("op %d with %v folded to %v although an operand varies", o, y, v)
						}
						continue
					}
				}
				loads := 0
				p.Run(p.NewBlock(len(numbers)), len(numbers), func(_ int, col []float64) {
					for i := range col {
						col[i] = numbers[i]
						if loads == 1 {
							col[i] = y
						}
					}
					loads++
				}, func(_ int, col []float64) {
					for i, got := range col {
						a, c := numbers[i], y
						if ways == 2 {
							a, c = c, a
						}
						if want := scalar(o, a, c); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
							t.Errorf("op %d of %v and %v, way %d: column %v, scalar %v", o, a, c, ways, got, want)
						}
					}
				})
			}
		}
	}
}

// TestRegistersAreReusedSafely builds random expression graphs whose registers are reused and compares with direct evaluation.
func TestRegistersAreReusedSafely(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for range 200 {
		b := NewBuilder()
		type pair struct {
			o Operand
			f func(in []float64) float64
		}
		var all []pair
		for i := range 4 {
			o := b.Input(&Spec{Name: "x", Stream: i}, "", &Value{Shape: Uniform, Low: 0, High: 1}, Coordinate{})
			all = append(all, pair{o, func(in []float64) float64 { return in[i] }})
		}
		for range 30 {
			x, y := all[r.IntN(len(all))], all[r.IntN(len(all))]
			o := []op{opAdd, opSub, opMul, opMin, opMax}[r.IntN(5)]
			all = append(all, pair{b.apply(o, x.o, y.o), func(in []float64) float64 { return scalar(o, x.f(in), y.f(in)) }})
		}
		var want []func([]float64) float64
		for range 3 {
			k := r.IntN(len(all))
			b.Emit(all[k].o)
			want = append(want, all[k].f)
		}
		p := b.Program()
		in := [4]float64{0.2, 0.9, 0.4, 0.7}
		p.Run(p.NewBlock(1), 1, func(load int, col []float64) {
			col[0] = in[p.Loads()[load].Spec.Stream]
		}, func(output int, col []float64) {
			for i := range want {
				if by := p.Scaled(i); i == output || by.Of == output {
					if w := want[i](in[:]); col[0]*by.Factor != w {
						t.Fatalf("output %d: %v, want %v", i, col[0]*by.Factor, w)
					}
				}
			}
		})
	}
}

// TestMultiplesAreFound: what is a constant times another output is not computed again, through chains, and only for positive constants.
func TestMultiplesAreFound(t *testing.T) {
	b := NewBuilder()
	x := b.Input(&Spec{Name: "x"}, "", &Value{Shape: Uniform, Low: 0, High: 1}, Coordinate{})
	twice := b.Mul(Constantly(2), x)
	six := b.Mul(twice, Constantly(3))
	for _, o := range []Operand{x, twice, six, x, b.Mul(x, Constantly(-1)), b.Add(x, Constantly(1))} {
		b.Emit(o)
	}
	p := b.Program()
	for i, want := range []Scaled{{-1, 1}, {0, 2}, {1, 3}, {0, 1}, {-1, 1}, {-1, 1}} {
		if got := p.Scaled(i); got != want {
			t.Errorf("output %d: %+v, want %+v", i, got, want)
		}
	}
}

func TestTolerance(t *testing.T) {
	for _, tc := range []struct{ x, floor, ceil float64 }{
		{2.999999999, 3, 3}, {3.000000001, 3, 3}, {2.9999, 2, 3}, {3.0001, 3, 4}, {0, 0, 0}, {1e-9, 0, 0}, {0.999999999, 1, 1}, {4e7 - 0.1, 4e7, 4e7}, {4e7 - 0.45, 4e7 - 1, 4e7},
		{1e9 + 0.5, 1e9 + 1, 1e9}, // half a unit at most
	} {
		if got := TolerantFloor(tc.x); got != tc.floor {
			t.Errorf("floor of %v: %v, want %v", tc.x, got, tc.floor)
		}
		if got := TolerantCeil(tc.x); got != tc.ceil {
			t.Errorf("ceil of %v: %v, want %v", tc.x, got, tc.ceil)
		}
	}
	if math.Signbit(TolerantCeil(0)) {
		t.Error("ceil of 0 is -0")
	}
}

func TestCapitalRecovery(t *testing.T) {
	// A loan of 1 repaid by this payment is nil after n years.
	for _, r := range []float64{0, 1e-12, 0.03, 0.09, 0.5} {
		for _, n := range []float64{1, 5, 14, 30} {
			left, pay := 1.0, CapitalRecovery(r, n)
			for range int(n) {
				left = left*(1+r) - pay
			}
			if math.Abs(left) > 1e-9*math.Pow(1+r, n) {
				t.Errorf("rate %g over %g years: %g is left", r, n, left)
			}
		}
	}
}

// TestDeclarationMistakesPanic holds the guards that make a wrong model fail at start, where a test sees it.
func TestDeclarationMistakesPanic(t *testing.T) {
	for name, f := range map[string]func(){
		"a name twice": func() {
			s := NewSet()
			for range 2 {
				Input(s, InputDef[unit.Number]{Name: "a", Fixed: true})
			}
		},
		"a stream twice": func() {
			s := NewSet()
			Input(s, InputDef[unit.Number]{Name: "a", Stream: 3})
			Input(s, InputDef[unit.Number]{Name: "b", Stream: 3})
		},
		"no formula": func() { Define(NewSet(), Def[unit.Number]{Name: "a"}) },
		"an undefined operand": func() {
			Define(NewSet(), Def[unit.Number]{Name: "a", Value: Expr[unit.Number]{}.Plus(Const[unit.Number](1))})
		},
		"too few options": func() { Choose(&Choice{Name: "c", Options: []string{"x", "y"}}, Const[unit.Number](1)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is accepted", name)
				}
			}()
			f()
		}()
	}
}
