package optimize

import (
	"math"

	"github.com/capplan/capplan/internal/quantity"
)

// contest is where the outputs of the regret are.
type contest struct {
	first  int // the optimum's objective
	rivals int // the optimum included
}

// Outputs of each rival, after all objectives: whether it is better than the optimum, by how much, whether its limits of size can be kept.
const perRival = 4

// contest emits the objective of each mix, the optimum first, at the size that each draw allows, and how they compare. The mixes share the draws of the site
// and of the chips.
func (t *trial) contest(fleets [][]float64) contest {
	values := make([]quantity.Operand, len(fleets))
	possible := make([]quantity.Operand, len(fleets))
	for i, units := range fleets {
		var scaled []quantity.Operand
		scaled, possible[i] = t.scaled(units)
		values[i] = t.of(t.p.Objective, t.holdings(scaled))
	}
	c := contest{first: -1, rivals: len(fleets)}
	for i := range fleets {
		at := t.b.Emit(values[i])
		if c.first < 0 {
			c.first = at
		}
		better, by := t.against(values[i], values[0])
		t.b.Emit(better)
		t.b.Emit(t.b.Mul(better, by))
		t.b.Emit(possible[i])
	}
	better := t.b.Max
	if !t.p.Maximise {
		better = t.b.Min
	}
	best, by := t.against(fold(values, better), values[0])
	t.b.Emit(best)
	t.b.Emit(t.b.Mul(best, by))
	return c
}

// against is 1 where x is better than y, 0 where it is not, and by how much of y.
func (t *trial) against(x, y quantity.Operand) (better, by quantity.Operand) {
	one := quantity.Constantly(1)
	if t.p.Maximise {
		return t.b.Sub(one, t.b.Reaches(y, x)), t.b.Sub(t.b.Div(x, y), one)
	}
	return t.b.Sub(one, t.b.Reaches(x, y)), t.b.Sub(one, t.b.Div(x, y))
}

// read makes the record of what was emitted.
func (c contest) read(t *trial, out *Result) *Regret {
	mean := func(i int) float64 { return t.sample.Summaries()[i].Mean }
	last := c.first + perRival*c.rivals
	r := &Regret{Draws: t.p.Settings.Draws, AnyBetter: mean(last), Mean: mean(last + 1), P95: t.sample.Summaries()[last+1].P95}
	for i := range c.rivals {
		at := c.first + perRival*i
		rival := Rival{Alternative: Alternative{Members: out.Members, Value: out.Value}, Optimum: i == 0}
		if i > 0 {
			rival.Alternative = out.Alternatives[i-1]
		}
		rival.Amount = t.quantity(t.p.Objective.Spec, at)
		rival.Better, rival.By, rival.Possible = mean(at+1), math.NaN(), mean(at+3)
		if rival.Better > 0 {
			rival.By = mean(at+2) / rival.Better
		}
		r.Candidates = append(r.Candidates, rival)
	}
	return r
}
