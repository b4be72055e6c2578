package ramp

import (
	"fmt"
	"math"

	"github.com/capplan/capplan/internal/quantity"
)

// Goal is what an unknown has to bring about.
type Goal struct {
	Budget  bool           // payments to date never exceed the budget to date
	Spec    *quantity.Spec // or: the total of this quantity
	Period  int            // in this quarter, or Whole
	AtLeast float64        // comes to so much
}

// Range is where an unknown is looked for: within its bounds, and where these are open, up to a multiple of what it is now.
func (f *Fleet) Range(s *quantity.Spec) (low, high float64) {
	v, given := f.Mix.Shared[s]
	now := 1.0
	if given {
		now = math.Max(math.Abs(v.Mid()), 1e-300)
	}
	low, high = s.Bounds.Min, s.Bounds.Max
	if math.IsInf(low, -1) {
		low = -1000 * now
	}
	if math.IsInf(high, 1) {
		high = 1000 * now
	}
	if s.Bounds.MaxOpen {
		high = math.Nextafter(high, low)
	}
	if s.Bounds.MinOpen {
		low += (high - low) * 1e-9
	}
	return low, high
}

// CompileGoal builds the program of a search: by how much the goal is exceeded, and the power energised in the last quarter. The unknown is an input that all
// generations share; its own distribution is put aside.
func (f *Fleet) CompileGoal(unknown *quantity.Spec, g Goal) (*quantity.Program, error) {
	if unknown.Scope != quantity.Shared || unknown.Fixed || !unknown.Input {
		return nil, fmt.Errorf("%s cannot be solved for; an input of the site or the ramp that has a range can be", unknown.Name)
	}
	if g.Budget && !f.HasBudget() {
		return nil, fmt.Errorf("the scenario %s names no money that pays for the capacity ([money.NAME] with budget = true)", f.ID)
	}
	low, high := f.Range(unknown)
	searched := *f.Mix
	searched.Shared = quantity.Scenario{}
	for k, v := range f.Mix.Shared {
		searched.Shared[k] = v
	}
	searched.Shared[unknown] = quantity.Value{Shape: quantity.Uniform, Low: low, High: high, Basis: quantity.Given}
	other := *f
	other.Mix = &searched
	t := newTimeline(&other)
	var over quantity.Operand
	if g.Spec != nil {
		over = t.b.Sub(t.operand(Output{Period: g.Period, Member: Total, Spec: g.Spec}), number(g.AtLeast))
	} else {
		over = t.totals[0].Value(BudgetLeft.Spec)
		for q := 1; q < f.Quarters; q++ {
			over = t.b.Min(over, t.totals[q].Value(BudgetLeft.Spec))
		}
	}
	if v, known := over.Known(); known {
		if math.IsNaN(v) {
			return nil, fmt.Errorf("the goal is n/a in this scenario")
		}
		return nil, fmt.Errorf("the goal does not depend on %s", unknown.Name)
	}
	t.b.Emit(over)
	t.b.Emit(t.totals[f.Quarters-1].Value(Energised.Spec))
	return t.b.Program(), nil
}
