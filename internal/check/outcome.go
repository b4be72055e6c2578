package check

import (
	"fmt"
	"math"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Outcome is a condition and how it came out.
type Outcome struct {
	*Condition
	Quantity  answer.Quantity
	Period    string  // of a ramp: the quarter whose figure it is; empty for the whole. Of a table: the moment
	Plain     bool    // the figure is a number by itself, so that its statistic need not be said
	Of        int     // of a condition on each row of a sweep: the rows that were judged; 0 for any other
	Hits      int     // of those, the rows for which it is true
	Row       int     // the first of them, or else the row that comes nearest; 0 for any other condition
	Where     string  // what varies in that row, in words
	Unknown   int     // of a condition on any quarter, moment or row: those in which the figure has no value
	Value     float64 // the figure, in base units
	Baseline  float64 // the same figure of the baseline; NaN without one
	Low, High float64 // what it was compared with, in base units
	Status    Status  // Pass where the condition is not true
}

// Change is the figure against the baseline's, as a share of that's size; NaN without one.
func (o *Outcome) Change() float64 {
	if o.Baseline == 0 {
		return math.NaN()
	}
	return (o.Value - o.Baseline) / math.Abs(o.Baseline)
}

// Figure names a figure of an earlier answer.
type Figure struct {
	Member    string // empty for the total
	Quantity  string
	Statistic string
	Period    string // of a ramp: the quarter; empty for the whole
}

// Baseline is an earlier answer that conditions can be relative to.
type Baseline struct {
	Name    string
	Figures map[Figure]float64
	Units   map[Figure]string // the symbols of their units, where these are not those of the model for certain
}

// Judged holds a condition against an answer. One on a figure without a value, or on one that the baseline has not, is an error: a gate that cannot fire is no
// gate.
func Judged(c *Condition, a *answer.Answer, base *Baseline) (*Outcome, error) {
	q := c.find(a)
	if q == nil {
		return nil, c.fault("the answer has no such quantity", "")
	}
	if !known(statistic(q, c.Statistic)) {
		return nil, c.unknown(a)
	}
	return c.outcome(*q, "", base)
}

// outcome holds a figure that has a value against the condition.
func (c *Condition) outcome(q answer.Quantity, period string, base *Baseline) (*Outcome, error) {
	return c.held(q, period, statistic(&q, c.Statistic), base)
}

// held is the same of a value, for statistics that quantities have not.
func (c *Condition) held(q answer.Quantity, period string, value float64, base *Baseline) (*Outcome, error) {
	o := &Outcome{Condition: c, Quantity: q, Period: period, Value: value, Baseline: math.NaN(), Low: c.Low, High: c.High, Status: Pass}
	if base != nil {
		of := Figure{c.Member, c.Spec.Name, c.Statistic, period}
		if u, has := base.Units[of]; has && u != c.Spec.Unit.Symbol {
			return nil, c.fault(fmt.Sprintf("%s has it in %q and here it is in %q", base.Name, u, c.Spec.Unit.Symbol), "make the baseline anew with --save-baseline")
		}
		if x, has := base.Figures[of]; has {
			o.Baseline = x
		}
	}
	if c.Relative {
		switch {
		case base == nil:
			return nil, c.fault("it is relative to a baseline", "give one with --baseline FILE; --save-baseline FILE makes one")
		case !known(o.Baseline):
			return nil, c.fault(fmt.Sprintf("%s has no %s of it", base.Name, c.Statistic), "make the baseline anew with --save-baseline")
		}
		of := math.Abs(o.Baseline) // so that +5% is more, and not less, of a figure below zero
		o.Low, o.High = o.Baseline+c.Low*of, o.Baseline+c.High*of
	}
	if o.fires() {
		o.Status = c.Level
	}
	return o, nil
}

func (c *Condition) fault(problem, advice string) error {
	return &SyntaxError{c.Text, c.name.At, c.name.Text, problem, advice}
}

// fires reports whether the condition is true.
func (o *Outcome) fires() bool {
	x := o.Value
	switch o.Operator {
	case "<":
		return less(x, o.Low)
	case "<=":
		return !less(o.Low, x)
	case ">":
		return less(o.High, x)
	case ">=":
		return !less(x, o.High)
	case "=":
		return same(x, o.Low)
	case "inside":
		return !less(x, o.Low) && !less(o.High, x)
	}
	return less(x, o.Low) || less(o.High, x)
}

// find is the condition's quantity in an answer, nil if it was not computed.
func (c *Condition) find(a *answer.Answer) *answer.Quantity {
	if c.Member == "" && (c.Spec.Total != quantity.None || len(a.Members) != 1) {
		return answer.Find(a.Total, c.Spec)
	}
	for i := range a.Members {
		if c.Member == "" || a.Members[i].ID == c.Member {
			return answer.Find(a.Members[i].Quantities, c.Spec)
		}
	}
	return nil
}

// unknown says why a figure has no value.
func (c *Condition) unknown(a *answer.Answer) error {
	if a.Question.Draws == 0 && c.Statistic != "point" {
		return c.fault("nothing was drawn, so there is the point alone", "write "+c.Spec.Name+".point, or leave --draws out")
	}
	if a.Total == nil { // alternatives, of which each is a mix of its own
		return c.fault(c.Spec.Name+"."+c.Statistic+" is n/a in this question", "a condition on it could never be true or false")
	}
	member := mix.Total
	for i, m := range a.Members {
		if m.ID == c.Member {
			member = i
		}
	}
	x := answer.Metric{Spec: c.Spec, Member: member}
	why := "is n/a in this question"
	if t := answer.NewStudy(a.Question, a.Mix, []answer.Metric{x}, analysis.Settings{}).Trouble(x); t != "" {
		why = t
	}
	return c.fault(c.Spec.Name+"."+c.Statistic+" "+why, "a condition on it could never be true or false")
}
