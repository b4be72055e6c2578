package quantity

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/capplan/capplan/internal/unit"
)

// randomProgram has some inputs, then operations on what is there, some of which are shown; among them constants and multiples.
func randomProgram(r *rand.Rand) *Program {
	b := NewBuilder()
	v := &Value{Shape: Uniform, Low: 0, High: 1}
	var all []Operand
	for i := range 1 + r.IntN(6) {
		all = append(all, b.Input(&Spec{Name: "x"}, "", v, Coordinate{Dim: i}))
	}
	all = append(all, Constantly(2.5), Constantly(1))
	ops := []op{opAdd, opSub, opMul, opDiv, opMin, opMax, opFloor, opCeil, opFirst, opGreatest, opAtLeast}
	for range 3 + r.IntN(30) {
		x, y := all[r.IntN(len(all))], all[r.IntN(len(all))]
		o := ops[r.IntN(len(ops))]
		if o == opFloor || o == opCeil {
			y = Constantly(0)
		}
		if r.IntN(6) == 0 {
			all = append(all, b.emit(step{op: opSelect, a: x, b: y, c: all[0], index: r.IntN(2)}))
			continue
		}
		all = append(all, b.apply(o, x, y))
	}
	for range 1 + r.IntN(8) {
		b.Emit(all[r.IntN(len(all))])
	}
	return b.Program()
}

// TestExchangeIsTheProgramAtMixedDraws: exchanging inputs gives what the program gives where these inputs have the second draws, for every output, and tells of
// no output that does not change.
func TestExchangeIsTheProgramAtMixedDraws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for range 500 {
		p := randomProgram(r)
		loads := len(p.Loads())
		var groups [][]int
		for range r.IntN(5) {
			var g []int
			for l := range loads {
				if r.IntN(3) == 0 {
					g = append(g, l)
				}
			}
			groups = append(groups, g)
		}
		n := 1 + r.IntN(20)
		draw := func() [][]float64 {
			out := make([][]float64, loads)
			for l := range out {
				for range n {
					out[l] = append(out[l], float64(r.IntN(8))/4)
				}
			}
			return out
		}
		first, second := draw(), draw()
		at := func(swapped []int) [][]float64 {
			out := make([][]float64, p.Outputs())
			p.Run(p.NewBlock(n), n, func(load int, column []float64) {
				if slices.Contains(swapped, load) {
					copy(column, second[load])
				} else {
					copy(column, first[load])
				}
			}, func(output int, column []float64) { out[output] = slices.Clone(column) })
			return out
		}
		all := make([]int, loads)
		for i := range all {
			all[i] = i
		}
		a, b := at(nil), at(all)
		told := map[[2]int]bool{}
		x := p.Exchange(groups)
		x.Run(x.NewBlock(n), n, func(load int, atSecond bool, column []float64) {
			if atSecond {
				copy(column, second[load])
			} else {
				copy(column, first[load])
			}
		}, func(output int, gotA, gotB []float64) {
			told[[2]int{-1, output}] = true
			if !same(gotA, a[output]) || !same(gotB, b[output]) {
				t.Fatalf("output %d: %v and %v, want %v and %v", output, gotA, gotB, a[output], b[output])
			}
		}, func(group, output int, gotA, gotB, got []float64) {
			told[[2]int{group, output}] = true
			if want := at(groups[group])[output]; !same(gotA, a[output]) || !same(gotB, b[output]) || !same(got, want) {
				t.Fatalf("group %v, output %d: %v, want %v", groups[group], output, got, want)
			}
		})
		for o := range a {
			if a[o] != nil && !told[[2]int{-1, o}] {
				t.Fatalf("output %d was not shown", o)
			}
			for g := range groups {
				if want := at(groups[g])[o]; !told[[2]int{g, o}] && !same(a[o], want) {
					t.Fatalf("group %v changes output %d, which was not shown", groups[g], o)
				}
			}
		}
	}
}

// same compares columns bit by bit, all n/a being one.
func same(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return x == y || x != x && y != y })
}

// TestExchangeComputesOnlyWhatFollows counts steps: of a chain of sums, an input near the end changes little.
func TestExchangeComputesOnlyWhatFollows(t *testing.T) {
	set := NewSet()
	b := NewBuilder()
	f := b.Root()
	sum := Const[unit.Number](0)
	for i := range 10 {
		q := Input(set, InputDef[unit.Number]{Name: string(rune('a' + i)), Stream: i + 1})
		f.SetLazily(q.Spec, "", Value{Shape: Uniform, Low: 0, High: 1}, Coordinate{Dim: i})
		sum = sum.Plus(q.Expr)
	}
	b.Emit(f.Eval(sum))
	x := b.Program().Exchange([][]int{{0}, {9}, {}})
	for g, want := range []int{9, 1, 0} {
		if got := len(x.groups[g].steps); got != want {
			t.Errorf("group %d computes %d steps, want %d", g, got, want)
		}
	}
	if got := x.columns; got > 19+10+2+2 {
		t.Errorf("%d columns: those that are done with should be used again", got)
	}
}
