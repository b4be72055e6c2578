package highs

import (
	"fmt"
	"math"
)

// Status says how a solve ended.
type Status int

const (
	Optimal    Status = iota // the search is over: the values are feasible, and none are better by more than Gap
	Infeasible               // no values are feasible
	Unbounded                // feasible values exist with as good an objective as one likes
	Limit                    // the limit of nodes came first; the values, if there are any, are feasible and the bound holds
)

// String returns the status in a word.
func (s Status) String() string {
	switch s {
	case Optimal:
		return "optimal"
	case Infeasible:
		return "infeasible"
	case Unbounded:
		return "unbounded"
	case Limit:
		return "limit reached"
	}
	return fmt.Sprintf("status %d", int(s))
}

// Solution is the answer to a problem. Values keep every row to a billionth of the size of its terms (Tolerance), their columns' ranges exactly, and are whole
// where they have to be: this is checked before the solution is returned.
type Solution struct {
	Status    Status
	Values    []float64 // one a column; nil if no feasible values are known
	Activity  []float64 // what each row comes to, with these values; nil without them
	Objective float64   // of the values; NaN without them
	Bound     float64   // proved: nothing feasible is better; -Inf or +Inf if nothing is proved; NaN if infeasible

	// Gap is the distance of Objective and Bound relative to Objective, 0 to +Inf; NaN without values. What rounding alone can make, up to 1e-12, is 0. Of an
	// Optimal solution it is no more than was asked for, or a little above 1e-12 where costs lie more than 1e6 apart.
	Gap   float64
	Nodes int64 // of the search tree, 0 if the problem was solved without

	// Of a problem without whole columns that is Optimal; nil otherwise. Duals has one number a row: by how much the objective changes for each unit by which
	// the bound that binds is raised; 0 where none binds. ReducedCosts has one a column: by how much the objective changes for each unit of the column, when
	// it is kept away from the bound where it is; 0 for a column between its bounds. Signs are those of the problem's own sense and units.
	Duals, ReducedCosts []float64

	// Relaxed is the optimum as if no column had to be whole, which a search with whole columns begins with; nil without any, or where it could not be decided.
	Relaxed *Solution
}

// Tolerance is how far a value may pass a row's bound, relative to the size of the row's terms: the sum of |coefficient x value|, or the bound's if that is more.
const Tolerance = 1e-9

// settle turns raw values into a solution's: whole numbers whole, and every bound checked.
func (s *Solution) settle(p *Problem, raw []float64) error {
	values := make([]float64, len(raw))
	for i, c := range p.Columns {
		v := raw[i]
		if c.Integer {
			v = math.Round(v)
			if math.Abs(v-raw[i]) > 1e-6 {
				return fmt.Errorf("highs: %s is %.17g in the solver's answer, which is not whole", label("column", i, c.Name), raw[i])
			}
		}
		near := min(max(v, c.Lower), c.Upper)
		if math.Abs(near-v) > Tolerance*max(1, math.Abs(v)) || math.IsNaN(v) || c.Integer && near != v {
			return fmt.Errorf("highs: %s is %.17g in the solver's answer, outside its range from %g to %g", label("column", i, c.Name), v, c.Lower, c.Upper)
		}
		values[i] = near + 0
	}
	activity := make([]float64, len(p.Rows))
	for i, r := range p.Rows {
		sum, size := r.activity(values)
		activity[i] = sum
		over := max(r.Lower-sum, sum-r.Upper)
		if !(over <= Tolerance*max(size, bound(r.Lower), bound(r.Upper))) { // so that NaN is refused
			return fmt.Errorf("highs: %s comes to %.17g in the solver's answer, outside its range from %.17g to %.17g", label("row", i, r.Name), sum, r.Lower, r.Upper)
		}
	}
	var total sum
	for i, c := range p.Columns {
		total.add(c.Cost, values[i])
	}
	s.Values, s.Activity, s.Objective = values, activity, total.value()
	return nil
}

// rounding is the gap up to which objective and bound are the same number: they are added up in different ways.
const rounding = 1e-12

// conclude makes the bound no worse than the values, which rounding may have made it, and computes the gap.
func (s *Solution) conclude(sense Sense) {
	if s.Values == nil {
		s.Objective, s.Gap = math.NaN(), math.NaN()
		return
	}
	if sense == Maximise {
		s.Bound = max(s.Bound, s.Objective)
	} else {
		s.Bound = min(s.Bound, s.Objective)
	}
	if s.Gap = 0; s.Bound != s.Objective {
		s.Gap = math.Abs(s.Bound-s.Objective) / math.Abs(s.Objective)
	}
	if s.Gap <= rounding {
		s.Gap = 0
	}
}

// bound returns the size of a bound, 0 for one that is not there.
func bound(x float64) float64 {
	if math.IsInf(x, 0) {
		return 0
	}
	return math.Abs(x)
}

// activity returns the sum of the row's terms, and the sum of their sizes.
func (r *Row) activity(values []float64) (total, size float64) {
	var s sum
	for _, t := range r.Terms {
		s.add(t.Coefficient, values[t.Column])
		size += math.Abs(t.Coefficient * values[t.Column])
	}
	return s.value(), size
}

// sum adds products with twice the digits of a float64, so that what is checked is the answer and not the checking.
type sum struct{ high, low float64 }

func (s *sum) add(a, b float64) {
	product := a * b
	rest := math.FMA(a, b, -product)
	total := s.high + product
	part := total - s.high
	s.low += (s.high - (total - part)) + (product - part) + rest
	s.high = total
}

func (s *sum) value() float64 { return s.high + s.low }
