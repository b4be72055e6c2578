package analysis

import (
	"math"
	"testing"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// TestSolve: in every draw the solution is where the goal changes, it is n/a where the goal is met nowhere, and it does not depend on the number of workers.
func TestSolve(t *testing.T) {
	set := quantity.NewSet()
	number := func(name string, stream int) quantity.Quantity[unit.Number] {
		return quantity.Input(set, quantity.InputDef[unit.Number]{Name: name, Bounds: quantity.NonNegative, Stream: stream})
	}
	x, a := number("x", 1), number("a", 2)
	for _, rising := range []bool{false, true} {
		b := quantity.NewBuilder()
		root := b.Root()
		root.SetLazily(x.Spec, "", quantity.Value{Shape: quantity.Uniform, Low: 0, High: 4}, quantity.Coordinate{Dim: 1})
		root.SetLazily(a.Spec, "", quantity.Value{Shape: quantity.Uniform, Low: 1, High: 12}, quantity.Coordinate{Dim: 2})
		square := b.Mul(root.Value(x.Spec), root.Value(x.Spec))
		goal := b.Sub(root.Value(a.Spec), square)
		if rising {
			goal = b.Sub(square, root.Value(a.Spec))
		}
		b.Emit(goal)
		b.Emit(root.Value(a.Spec))
		p := b.Program()
		s := Search{Unknown: x.Spec, Low: 0, High: 3, Rising: rising}
		got := Solve(p, s, Settings{Draws: 2000, Seed: 1, Workers: 1})
		again := Solve(p, s, Settings{Draws: 2000, Seed: 1, Workers: 2})
		if want := math.Sqrt(6.5); math.Abs(got.Point-want) > 1e-12 || got.AtPoint[0] != 6.5 {
			t.Errorf("point %g, want %g; a is %g", got.Point, want, got.AtPoint[0])
		}
		for i, v := range got.Unknown {
			want := math.Sqrt(got.Outputs[0][i])
			switch {
			case again.Unknown[i] != v && !math.IsNaN(v):
				t.Fatalf("draw %d: %g with one worker, %g with two", i, v, again.Unknown[i])
			case math.IsNaN(v) && rising: // more than 3 squared is out of reach
			case math.IsNaN(v), math.Abs(v-min(want, 3)) > 1e-6:
				t.Fatalf("draw %d: %g, want %g", i, v, want)
			}
		}
		grown := Solve(p, Search{Unknown: x.Spec, Low: 0, High: 1, Grow: 8, Rising: rising}, Settings{Draws: 500, Seed: 1})
		for i, v := range grown.Unknown {
			if want := math.Sqrt(grown.Outputs[0][i]); !(math.Abs(v-want) < 1e-5) {
				t.Fatalf("draw %d: %g, want %g by a search that grows", i, v, want)
			}
		}
	}
}
