package highs

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Sense is the direction of the objective.
type Sense int

const (
	Minimise Sense = iota // the smallest objective is the best
	Maximise              // the largest objective is the best
)

// Column is one unknown of a problem. Any unit will do, as long as the coefficients fit it.
type Column struct {
	Name         string  // for error messages; need not be unique
	Cost         float64 // its coefficient in the objective; finite
	Lower, Upper float64 // its range; -Inf and +Inf mean none. A whole column's finite bounds are below 2^53 in size
	Integer      bool    // only whole values will do
}

// Term is one coefficient of a row.
type Term struct {
	Column      int     // the number that Problem.Column returned
	Coefficient float64 // finite
}

// Row is one limit of a problem: Lower <= the sum of its terms <= Upper. Equal bounds make an equation.
type Row struct {
	Name         string  // for error messages; need not be unique
	Lower, Upper float64 // -Inf and +Inf mean none
	Terms        []Term  // at most one a column
}

// Problem is a linear problem, whose columns may have to be whole. The zero value is an empty minimisation. Coefficients may be as they come, such as watts of
// 1e9 beside dollars of 1e11: Solve scales each row and the objective by a power of two, which is exact.
type Problem struct {
	Sense   Sense
	Columns []Column
	Rows    []Row
}

// Column adds a column and returns its number.
func (p *Problem) Column(c Column) int {
	p.Columns = append(p.Columns, c)
	return len(p.Columns) - 1
}

// Row adds a row and returns its number.
func (p *Problem) Row(r Row) int {
	p.Rows = append(p.Rows, r)
	return len(p.Rows) - 1
}

// clone returns a copy that shares nothing.
func (p *Problem) clone() *Problem {
	q := &Problem{Sense: p.Sense, Columns: slices.Clone(p.Columns), Rows: slices.Clone(p.Rows)}
	for i := range q.Rows {
		q.Rows[i].Terms = slices.Clone(q.Rows[i].Terms)
	}
	return q
}

// relaxed is the problem as if no column had to be whole; it shares the rows.
func (p *Problem) relaxed() *Problem {
	q := &Problem{Sense: p.Sense, Columns: slices.Clone(p.Columns), Rows: p.Rows}
	for i := range q.Columns {
		q.Columns[i].Integer = false
	}
	return q
}

// free makes every value cost nothing, so that any that keeps the rows is the best.
func (p *Problem) free() *Problem {
	for i := range p.Columns {
		p.Columns[i].Cost = 0
	}
	return p
}

// whole reports whether some column has to be whole.
func (p *Problem) whole() bool {
	return slices.ContainsFunc(p.Columns, func(c Column) bool { return c.Integer })
}

const (
	// maxWhole is the largest whole number up to which a float64 skips none.
	maxWhole = 1 << 53
	// maxSpread is how far the coefficients of one row may lie apart before the solver would drop the smallest.
	maxSpread = 1e12
	// maxBound is the size, in units of the largest coefficient of a row or of the column, from which the solver takes a bound for none.
	maxBound = 1e20
	// maxSize is how many columns, rows or terms fit the solver's 32-bit counts with room to spare.
	maxSize = 1 << 24
)

// check refuses what cannot be solved or would be misread, all at once.
func (p *Problem) check() error {
	var errs []error
	refuse := func(format string, args ...any) { errs = append(errs, fmt.Errorf("highs: "+format, args...)) }
	if p.Sense != Minimise && p.Sense != Maximise {
		refuse("the sense is %d; it must be Minimise or Maximise", p.Sense)
	}
	for i, c := range p.Columns {
		name := label("column", i, c.Name)
		if !finite(c.Cost) {
			refuse("%s costs %g; a cost must be finite", name, c.Cost)
		}
		if why := badRange(c.Lower, c.Upper); why != "" {
			refuse("%s: %s", name, why)
		}
		if c.Lower >= maxBound || c.Upper <= -maxBound {
			refuse("%s reaches from %g to %g; values beyond %g cannot be reckoned with", name, c.Lower, c.Upper, float64(maxBound))
		}
		if c.Integer && (finite(c.Lower) && math.Abs(c.Lower) >= maxWhole || finite(c.Upper) && math.Abs(c.Upper) >= maxWhole) {
			refuse("%s is whole and reaches from %g to %g; its finite bounds must be below 2^53 in size", name, c.Lower, c.Upper)
		}
	}
	terms := 0
	seen := make([]int, len(p.Columns)) // the row, counted from 1, that named the column last
	for i, r := range p.Rows {
		name := label("row", i, r.Name)
		if why := badRange(r.Lower, r.Upper); why != "" {
			refuse("%s: %s", name, why)
		}
		terms += len(r.Terms)
		small, large := math.Inf(1), 0.0
		for _, t := range r.Terms {
			switch {
			case t.Column < 0 || t.Column >= len(p.Columns):
				refuse("%s has a term of column %d; there are %d columns", name, t.Column, len(p.Columns))
				continue
			case seen[t.Column] == i+1:
				refuse("%s has two terms of %s; add them up first", name, label("column", t.Column, p.Columns[t.Column].Name))
			case !finite(t.Coefficient):
				refuse("%s has the coefficient %g at %s; it must be finite", name, t.Coefficient, label("column", t.Column, p.Columns[t.Column].Name))
			case t.Coefficient != 0:
				small, large = min(small, math.Abs(t.Coefficient)), max(large, math.Abs(t.Coefficient))
			}
			seen[t.Column] = i + 1
		}
		if k := power(large); k*r.Lower >= maxBound || k*r.Upper <= -maxBound {
			refuse("%s asks for %g to %g, %g times its largest coefficient %g or more; values so large cannot be reckoned with", name, r.Lower, r.Upper, float64(maxBound), large)
		}
		if large/maxSpread > small {
			refuse("%s has coefficients from %g to %g; they may lie %g apart at most", name, small, large, float64(maxSpread))
		}
	}
	if n := max(len(p.Columns), len(p.Rows), terms); n > maxSize {
		refuse("the problem has %d columns, %d rows and %d terms; at most %d of each can be solved", len(p.Columns), len(p.Rows), terms, maxSize)
	}
	return errors.Join(errs...)
}

// badRange says why two bounds are no range, or "". An empty range is one: the problem is then infeasible.
func badRange(lower, upper float64) string {
	switch {
	case math.IsNaN(lower) || math.IsNaN(upper):
		return fmt.Sprintf("the bounds are %g and %g; they must be numbers", lower, upper)
	case math.IsInf(lower, 1) || math.IsInf(upper, -1):
		return fmt.Sprintf("the bounds are %g and %g; -Inf is a lower bound that is not there, +Inf an upper one", lower, upper)
	}
	return ""
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// label names a column or a row in a message.
func label(kind string, i int, name string) string {
	if name == "" {
		return fmt.Sprintf("%s %d", kind, i)
	}
	return fmt.Sprintf("%s %d (%s)", kind, i, name)
}
