package check

import (
	"fmt"
	"slices"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// ParseRampCondition reads a condition on a ramp: beside the model's quantities it can be about those of a ramp, and about one quarter (@2029-Q4) or any
// (@any). Without, it is about the whole: all quarters added up, or the last of what stands. Every error is a [*SyntaxError].
func ParseRampCondition(text string, level Status) (*Condition, error) {
	return parseCondition(text, level, rampWords)
}

// Within holds what a condition names against a scenario: its chips and its quarters. The error is a [*SyntaxError].
func (c *Condition) Within(s *ramp.Scenario) error {
	ids := make([]string, len(s.Generations))
	for i, g := range s.Generations {
		ids[i] = g.Chip
	}
	q := c.When.Quarter
	switch {
	case q != 0 && (q < s.From || q > s.Until()):
		return c.fault(q.String()+" is outside the period", fmt.Sprintf("it is %s to %s", s.From, s.Until()))
	case c.Member == "" && c.Spec.Total == quantity.None:
		return c.fault("it describes one chip and has no total", "say whose, such as "+ids[0]+":"+c.Spec.Name)
	}
	return c.bind(ids)
}

// candidate is a figure that a condition may be about.
type candidate struct {
	period   string // empty for the whole
	quantity *answer.Quantity
}

// candidates are the figures in a ramp that the condition is about: one, or one a quarter.
func (c *Condition) candidates(a *answer.Ramp) []candidate {
	member := slices.IndexFunc(a.Members, func(m answer.Generation) bool { return m.ID == c.Member })
	of := func(total []answer.Quantity, members func(i int) []answer.Quantity) *answer.Quantity {
		if member < 0 {
			return answer.Find(total, c.Spec)
		}
		return answer.Find(members(member), c.Spec)
	}
	if !c.When.Any && c.When.Quarter == 0 {
		return []candidate{{"", of(a.Whole, func(i int) []answer.Quantity { return a.Members[i].Whole })}}
	}
	var out []candidate
	for _, p := range a.Periods {
		if c.When.Any || p.Quarter == c.When.Quarter.String() {
			out = append(out, candidate{p.Quarter, of(p.Total, func(i int) []answer.Quantity { return p.Members[i] })})
		}
	}
	return out
}

// JudgedRamp is [Judged] for a ramp. Of a condition on any quarter the outcome is that of the quarter that comes nearest to making it true, or the first in
// which it is true, where no quarter comes nearer than another. Quarters in which the figure has no value are counted and left out, unless it has none in any.
func JudgedRamp(c *Condition, a *answer.Ramp, base *Baseline) (*Outcome, error) {
	var worst *Outcome
	unknown := 0
	for _, x := range c.candidates(a) {
		if x.quantity == nil {
			return nil, c.fault("the ramp has no such quantity", "")
		}
		value := statistic(x.quantity, c.Statistic)
		if !known(value) && c.When.Any && c.knownSomewhere(a) {
			unknown++ // such as a ratio of what does not exist yet
			continue
		}
		if !known(value) {
			return nil, c.unknownIn(a, x)
		}
		o, err := c.outcome(*x.quantity, x.period, base)
		if err != nil {
			return nil, err
		}
		if worst == nil || o.nearer(worst) {
			worst = o
		}
	}
	if worst == nil {
		return nil, c.fault("the ramp has no such quarter", "")
	}
	worst.Unknown = unknown
	return worst, nil
}

// nearer reports whether an outcome comes nearer to making its condition true than an earlier one.
func (o *Outcome) nearer(than *Outcome) bool {
	if o.Status != than.Status {
		return than.Status == Pass
	}
	switch o.Operator {
	case "<", "<=":
		return o.Value-o.Low < than.Value-than.Low
	case ">", ">=":
		return o.Value-o.High > than.Value-than.High
	}
	return false
}

// knownSomewhere reports whether the figure has a value in any quarter.
func (c *Condition) knownSomewhere(a *answer.Ramp) bool {
	return slices.ContainsFunc(c.candidates(a), func(x candidate) bool { return x.quantity != nil && known(statistic(x.quantity, c.Statistic)) })
}

// unknownIn says why a figure of a ramp has no value.
func (c *Condition) unknownIn(a *answer.Ramp, x candidate) error {
	where := ""
	if x.period != "" {
		where = " in " + x.period
	}
	if a.Question.Draws == 0 && c.Statistic != "point" {
		return c.fault("nothing was drawn, so there is the point alone", "write "+c.Spec.Name+".point"+c.When.String()+", or leave --draws out")
	}
	why := "is n/a in this scenario"
	for i, m := range a.Members {
		if lacks := a.Fleet.Mix.Lacking(c.Spec, i); len(lacks) > 0 && (c.Member == "" || c.Member == m.ID) {
			why = "needs " + lacks[0].Name + ", of which the profile of " + m.Name + " has no figure"
			break
		}
	}
	if slices.Contains(ramp.OfBudget, c.Spec) && !a.Fleet.HasBudget() {
		why = "is n/a: the scenario names no money that pays for the capacity"
	}
	return c.fault(c.Spec.Name+"."+c.Statistic+where+" "+why, "a condition on it could never be true or false")
}

// Wanted adds what a condition is about to what is computed of a ramp.
func (c *Condition) Wanted(want *answer.RampWant) {
	list := &want.Total
	if c.Member != "" {
		list = &want.Members
	}
	if !slices.Contains(*list, c.Spec) {
		*list = append(slices.Clone(*list), c.Spec)
	}
}
