package answer

import (
	"fmt"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// InfeasibleError says that no value of an unknown reaches a goal.
type InfeasibleError struct{ Message string }

// Error implements the error interface.
func (e *InfeasibleError) Error() string { return e.Message }

// SolvePower finds the power that meets the goal, the announced power of every quarter scaled alike: the most that a budget sustains, or the least that comes
// to so much of a quantity. The result is the power energised in the last quarter.
func (a *Ramp) SolvePower(g ramp.Goal, goal string, set analysis.Settings) error {
	p, err := a.Fleet.CompileGoal(ramp.Scale.Spec, g)
	if err != nil {
		return err
	}
	found := analysis.Solve(p, analysis.Search{Unknown: ramp.Scale.Spec, Low: 0, High: 2, Grow: 512, Rising: !g.Budget}, set)
	if math.IsNaN(found.Point) {
		return &InfeasibleError{"no power within 1,000 times the announced one reaches the goal: " + goal}
	}
	s := Solution{Unknown: "power", Goal: goal, Assumed: a.assumedGoal(g), Quantity: Quantity{Spec: ramp.Energised.Spec, Point: found.AtPoint[0]}}
	s.describe(found.Outputs[0], set)
	a.Solved = append(a.Solved, s)
	return nil
}

// SolveInput finds the value of an input that all generations share, with which the goal is just met. Draws in which it is met nowhere count as the end of the
// input's range that comes nearest to it.
func (a *Ramp) SolveInput(unknown *quantity.Spec, g ramp.Goal, goal string, set analysis.Settings) error {
	p, err := a.Fleet.CompileGoal(unknown, g)
	if err != nil {
		return err
	}
	low, high := a.Fleet.Range(unknown)
	ends := [2]float64{}
	for i, x := range []float64{low, high} {
		fixed := analysis.Solve(p, analysis.Search{Unknown: unknown, Low: x, High: x}, analysis.Settings{})
		ends[i] = 0
		if math.IsNaN(fixed.Point) {
			ends[i] = -1
		}
	}
	n := unknown.Notation()
	switch {
	case ends[0] < 0 && ends[1] < 0:
		return &InfeasibleError{fmt.Sprintf("no %s from %s to %s reaches the goal: %s", unknown.Name, n.Short(low, 4), n.Short(high, 4), goal)}
	case ends[0] == 0 && ends[1] == 0:
		return &InfeasibleError{fmt.Sprintf("every %s from %s to %s reaches the goal: %s", unknown.Name, n.Short(low, 4), n.Short(high, 4), goal)}
	}
	found := analysis.Solve(p, analysis.Search{Unknown: unknown, Low: low, High: high, Rising: ends[1] == 0}, set)
	s := Solution{Unknown: unknown.Name, Goal: goal, Assumed: a.assumedGoal(g), Quantity: Quantity{Spec: unknown, Point: found.Point}}
	end := low // where even that does not reach the goal
	if ends[1] == 0 {
		end = high
	}
	never := 0
	for i, x := range found.Unknown {
		if math.IsNaN(x) {
			found.Unknown[i] = end
			never++
		}
	}
	s.describe(found.Unknown, set)
	s.Never = float64(never) / math.Max(1, float64(set.Draws))
	a.Solved = append(a.Solved, s)
	return nil
}

// SolveQuarter finds the first quarter in which the total of a quantity comes to so much.
func (a *Ramp) SolveQuarter(spec *quantity.Spec, atLeast float64, goal string, set analysis.Settings) error {
	o := ramp.Output{Period: ramp.Whole, Member: ramp.Total, Spec: spec, Reached: true, AtLeast: atLeast}
	p := a.Fleet.Compile([]ramp.Output{o})
	k := p.Index(o)
	sample := analysis.Draw(p.Program, set)
	s := Solution{Unknown: "quarter", Goal: goal, Quarters: true, Assumed: a.AssumedMoney(spec), Quantity: Quantity{Spec: ramp.QuartersPaid.Spec, Point: analysis.Point(p.Program)[k], Summary: sample.Summaries()[k]}}
	last := float64(a.Fleet.Quarters)
	never := 0
	for _, x := range sample.Column(k) {
		if x >= last {
			never++
		}
	}
	if n := len(sample.Column(k)); n > 0 {
		s.Never = float64(never) / float64(n)
	} else if v := sample.Fixed(k); set.Draws > 0 && v >= last {
		s.Never = 1
	}
	if math.IsNaN(s.Point) {
		return &InfeasibleError{spec.Name + " is n/a in this scenario"}
	}
	if s.Point >= last && (set.Draws == 0 || s.Never == 1) {
		return &InfeasibleError{fmt.Sprintf("not reached by %s: %s", a.Fleet.Until(), goal)}
	}
	a.Solved = append(a.Solved, s)
	return nil
}

// assumedGoal reports whether a goal rests on a price that nobody published.
func (a *Ramp) assumedGoal(g ramp.Goal) bool {
	if g.Budget {
		return a.AssumedMoney(ramp.BudgetLeft.Spec)
	}
	return a.AssumedMoney(g.Spec)
}

// describe fills in the distribution of a solution; draws in which there is none are counted.
func (s *Solution) describe(draws []float64, set analysis.Settings) {
	if set.Draws == 0 {
		s.Summary = analysis.Unknown()
		return
	}
	s.Summary = analysis.Describe(slices.Clone(draws), make([]float64, len(draws)))
	s.Never = 1 - s.ValidShare
}
