package report

import (
	"math"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/optimize"
)

// conflictDocument says why there is no mix: the limits in conflict, and the systems that were not looked at because they lack a figure.
func conflictDocument(c *optimize.Conflict, leftOut []optimize.LeftOut, q answer.Question, objective optimize.Measure, o Options) []block {
	return []block{conflictingGrid(c, q, objective, o), leftOutGrid(&optimize.Result{LeftOut: leftOut}, o)}
}

// conflictHeadline is why there is no mix in one sentence.
func conflictHeadline(c *optimize.Conflict, objective optimize.Measure) string {
	switch {
	case c.Barren:
		return "No mix under these limits has any " + objective.String() + "."
	case c.Empty:
		return "No mix keeps all limits: only buying nothing does."
	}
	return "No mix keeps all limits."
}

func conflictingGrid(c *optimize.Conflict, q answer.Question, objective optimize.Measure, o Options) block {
	g := grid{title: conflictTitle(c, objective), columns: []column{{head: "Limit", flow: true}, {head: "Asked", right: true}, {head: "Nearest that the others allow", right: true}}}
	if len(c.Limits) == 1 {
		g.columns[2].head = "Nearest that is possible"
	}
	for _, l := range c.Limits {
		g.rows = append(g.rows, gridRow{cells: []cell{text(limitName(l.Limit, l.Start, q)), text(l.Sense.String() + " " + o.amount(l.Measure, l.Value, 9)), text(o.nearest(l))}})
	}
	return g
}

// conflictTitle says what the limits of a conflict rule out together.
func conflictTitle(c *optimize.Conflict, objective optimize.Measure) string {
	alone := len(c.Limits) == 1
	switch {
	case c.Barren && alone:
		return "This limit leaves no mix with any " + objective.String() + "."
	case c.Barren:
		return "These limits together leave no mix with any " + objective.String() + "; without any one of them the rest of these do."
	case c.Whole && alone:
		return "No whole units keep this limit, though fractions would."
	case c.Whole:
		return "No whole units keep these limits together, though fractions would; without any one of them the rest of these can be kept."
	case c.Empty && alone:
		return "This limit allows not one unit of any system."
	case c.Empty:
		return "These limits together allow not one unit of any system; without any one of them the rest of these do."
	case alone:
		return "This limit cannot be kept."
	}
	return "These limits cannot be kept together; without any one of them the rest of these can."
}

// nearest is how far a limit would have to give way, rounded to the side on which it can be kept: who asks for what is printed gets a mix.
func (o Options) nearest(l optimize.Conflicting) string {
	if math.IsNaN(l.Nearest) {
		return "none: others conflict without it"
	}
	digits, x := 6, l.Nearest
	switch {
	case l.Counts():
		digits = 9
	case l.Sense == optimize.AtMost:
		x = outward(x, digits, math.Ceil)
	case l.Sense == optimize.AtLeast:
		x = outward(x, digits, math.Floor)
	}
	s := o.amount(l.Measure, x, digits)
	if !l.Proved {
		s += " or nearer"
	}
	return s
}

// outward rounds to so many significant digits, up or down; what is off by less than the arithmetic's own noise stays.
func outward(x float64, digits int, to func(float64) float64) float64 {
	if x == 0 || math.IsInf(x, 0) {
		return x
	}
	place := math.Pow10(digits - 1 - int(math.Floor(math.Log10(math.Abs(x)))))
	if nearest := math.Round(x * place); math.Abs(nearest-x*place) < 1e-6 {
		return nearest / place
	}
	return to(x*place) / place
}

func conflictTree(c *optimize.Conflict, q answer.Question) object {
	limits := list{}
	for _, l := range c.Limits {
		limits = append(limits, inline{{"limit", limitName(l.Limit, l.Start, q)}, {"unit", limitUnit(l.Measure)}, {"sense", l.Sense.String()}, {"asked", l.Value}, {"nearest", l.Nearest},
			{"nearest_proved", l.Proved}})
	}
	return object{{"whole_units_only", c.Whole}, {"nothing_keeps_them", c.Empty}, {"none_of_the_objective", c.Barren}, {"limits", limits}}
}
