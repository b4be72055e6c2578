package answer

import (
	"fmt"
	"math"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// seldom is the share of the draws from which it must be said that not one system fits: with it, P5 is zero.
const seldom = 0.05

// noteNoUnits says of each member that may not get a single system what one takes, and what its part of the start is. Targets are always reached.
func (a *Answer) noteNoUnits(set analysis.Settings) {
	m := a.Mix
	if m.Start > power.FromRacks {
		return
	}
	for i, x := range m.Members {
		if x.Share == 0 {
			continue
		}
		none := a.chanceOfNone(i, set)
		if !(none >= seldom) { // a member whose units are n/a has notes of its own
			continue
		}
		one := a.amount(perUnit(m, i, set))
		var message string
		switch start := a.Question.Start.Prose; {
		case len(m.Members) > 1:
			part := start
			if share := allocation(m, i); share < 1-1e-9 {
				part = "its part of " + start + " is about " + a.racks(startInput(m.Start).Notation().Short(share*a.Question.Start.Value, 3))
			}
			message = fmt.Sprintf("%s %s fits: %s, and one takes %s.", sometimes(none), x.Name, part, one)
		case none == 1:
			message = fmt.Sprintf("%s is less than one %s takes: %s.", start, x.Name, one)
		default:
			message = fmt.Sprintf("%s %s fits into %s: one takes %s.", sometimes(none), x.Name, start, one)
		}
		a.Notes = append(a.Notes, Note{Code: "no-units", Message: message})
	}
}

// sometimes is "no", with the part of the draws in which that is so.
func sometimes(chance float64) string {
	switch {
	case chance == 1:
		return "No"
	case chance > 0.99:
		return "In over 99% of the draws no"
	}
	return fmt.Sprintf("In %.0f%% of the draws no", 100*chance)
}

// chanceOfNone is the share of the draws in which member i gets no system; without draws, 1 or 0 by the point. NaN where units are n/a.
func (a *Answer) chanceOfNone(i int, set analysis.Settings) float64 {
	units := mix.Output{Member: i, Spec: capacity.Units.Spec}
	q := a.recorded(i)
	if q == nil {
		one := run(a.Mix, []mix.Output{units}, set).quantity(units)
		q = &one
	}
	switch {
	case set.Draws == 0 && q.Point == 0:
		return 1
	case set.Draws == 0 && q.Point > 0:
		return 0
	case q.ValidShare < 1:
		return math.NaN()
	}
	if q.Draws == nil { // the same in all
		if q.P50 == 0 {
			return 1
		}
		return 0
	}
	zeros := 0
	for _, x := range q.Draws {
		if x == 0 {
			zeros++
		}
	}
	return float64(zeros) / float64(len(q.Draws))
}

// recorded is what the answer holds of member i and is zero exactly where the member has no system; nil if there is nothing.
func (a *Answer) recorded(i int) *Quantity {
	for _, s := range []*quantity.Spec{capacity.Units.Spec, capacity.Chips.Spec} {
		if q := Find(a.Members[i].Quantities, s); q != nil {
			return q
		}
		if q := Find(a.Total, s); q != nil && len(a.Members) == 1 {
			return q
		}
	}
	return nil
}

// perUnit is what one unit of member i takes of the start.
func perUnit(m *mix.Mix, i int, set analysis.Settings) Quantity {
	alone := *m
	alone.Members = []mix.Member{{Accelerator: m.Members[i].Accelerator, Share: 1}}
	need := capacity.PerUnitOfStart(m.Start, m.Basis)
	if m.Start == power.FromPower && m.Basis == power.Facility {
		need = capacity.FacilityPerUnit
	}
	p := alone.CompileExpr(need)
	sample := analysis.Draw(p, set)
	return Quantity{Spec: startInput(m.Start), Point: analysis.Point(p)[0], Summary: sample.Summaries()[0]}
}

// allocation is member i's part of the start, every input at its mid.
func allocation(m *mix.Mix, i int) float64 {
	first := *m // a mix computes expressions as its first member sees them
	first.Members = append([]mix.Member{m.Members[i]}, m.Members[:i]...)
	first.Members = append(first.Members, m.Members[i+1:]...)
	return analysis.Point(first.CompileExpr(capacity.Allocation.Expr))[0]
}

// startInput is the input that a question starts from.
func startInput(start int) *quantity.Spec {
	switch start {
	case power.FromBudget:
		return power.Budget.Spec
	case power.FromRacks:
		return power.StartRacks.Spec
	}
	return power.Commitment.Spec
}

// amount writes a part of the start with what it is measured in: "65 kW (57–75) of facility power", "2 racks".
func (a *Answer) amount(q Quantity) string {
	switch a.Mix.Start {
	case power.FromBudget:
		return Approximately(q) + " of capital"
	case power.FromRacks:
		return a.racks(Approximately(q))
	}
	return Approximately(q) + " of " + boundaryName(power.Basis.Options[a.Mix.Basis]) + " power"
}

// racks says what a number of a start counts, where the unit does not.
func (a *Answer) racks(number string) string {
	switch {
	case a.Mix.Start != power.FromRacks:
		return number
	case number == "1":
		return "1 rack"
	}
	return number + " racks"
}
