package quantity

import (
	"math"
	"testing"

	"github.com/capplan/capplan/internal/unit"
)

// TestWhere: a frame that differs in one quantity differs in what follows from it, and shares the rest; the same operation is emitted once.
func TestWhere(t *testing.T) {
	set := NewSet()
	power := Input(set, InputDef[unit.Watt]{Name: "p", Bounds: Positive, Stream: 1})
	each := Input(set, InputDef[unit.Watt]{Name: "each", Bounds: Positive, Scope: Member, Stream: 2})
	spare := Input(set, InputDef[unit.Watt]{Name: "spare", Bounds: Positive, Scope: Member, Fallback: each.Expr})
	most := Define(set, Def[unit.Watt]{Name: "most", Value: power.Times(Const[unit.Number](2)), Total: TotalOnly})
	need := Define(set, Def[unit.Watt]{Name: "need", Value: each.Plus(spare.Expr), Total: None})
	units := Define(set, Def[unit.Number]{Name: "units", Value: Floor(Ratio(most.Expr, need.Expr)), Total: Sum})
	used := Define(set, Def[unit.Watt]{Name: "used", Value: need.Times(units.Expr), Total: Sum})
	left := Define(set, Def[unit.Watt]{Name: "left", Value: most.Minus(used.Expr), Total: TotalOnly})

	b := NewBuilder()
	root := b.Root()
	root.Set(power.Spec, Constantly(50))
	m := root.Member()
	m.SetLazily(each.Spec, "m", Value{Shape: Uniform, Low: 10, High: 20}, Coordinate{Dim: 2})

	later := root.Where(nil, map[*Spec]func() Operand{power.Spec: Always(Constantly(500))})
	at := m.Where(later, map[*Spec]func() Operand{units.Spec: Always(Constantly(7))})
	if at.Value(need.Spec) != m.Value(need.Spec) {
		t.Error("what does not change is computed anew")
	}
	if x, _ := root.Value(most.Spec).Known(); x != 100 {
		t.Errorf("the base's most is %g", x)
	}
	if x, _ := at.Value(most.Spec).Known(); x != 1000 {
		t.Errorf("the changed parent's most is %g, want 1000", x)
	}
	if x, _ := at.Value(units.Spec).Known(); x != 7 {
		t.Errorf("the given output is %g, want 7", x)
	}
	total := later.Total([]*Frame{at})
	for _, q := range []*Spec{units.Spec, used.Spec, left.Spec} {
		b.Emit(total.Value(q))
	}
	b.Emit(m.Value(used.Spec))
	again := m.Where(nil, map[*Spec]func() Operand{units.Spec: Always(Constantly(7))})
	if again.Value(used.Spec) != at.Value(used.Spec) {
		t.Error("the same operation on the same operands is another number")
	}

	p := b.Program()
	got := make([]float64, p.Outputs())
	for i := range got {
		got[i], _ = p.Output(i)
	}
	p.Run(p.NewBlock(1), 1, func(_ int, c []float64) { c[0] = 15 }, func(i int, c []float64) { got[i] = c[0] })
	for i, want := range []float64{7, 210, 790, 90} {
		if by := p.Scaled(i); by.Of >= 0 {
			got[i] = got[by.Of] * by.Factor
		}
		if math.Abs(got[i]-want) > 1e-9 {
			t.Errorf("output %d is %g, want %g", i, got[i], want)
		}
	}
}
