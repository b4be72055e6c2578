package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// Ramp writes a ramp. columns are the quantities of each quarter that tables show; programs get all. Its warnings are in the JSON and the Markdown; beside a
// table they belong on standard error, see [Warnings].
func Ramp(w io.Writer, a *answer.Ramp, columns []*quantity.Spec, o Options) error {
	return o.write(w, output{
		document: func() *document { return rampDocument(a, columns, o) },
		tree:     func() object { return rampTree(a) },
		records:  func() *records { return rampRecords(a) },
	})
}

// assumedMark stands at every figure that rests on a price that nobody published.
const assumedMark = "*"

const assumedPriceNote = assumedMark + " rests on an installed cost of systems that nobody has published."

func rampDocument(a *answer.Ramp, columns []*quantity.Spec, o Options) *document {
	d := &document{kind: "ramp"}
	if o.Format == Markdown {
		d.add(markdownWarnings(a.Warnings))
	}
	head := a.Head()
	d.add(append(prose{{rampHeadline(a, o), strong}}, about(head, o)...))
	if len(a.Solved) > 0 {
		d.add(solutions(a, o))
	}
	d.add(quarters(a, columns, o), wholeTime(a, o))
	d.add(chanceGrid([]party{{name: "Chance", total: true}}, [][]answer.Chance{a.Chances}, o))
	list := notes(head)
	if marked(a, columns) {
		list = append(list, assumedPriceNote)
	}
	d.add(bullets{"Notes", list})
	d.add(rampAssumptions(a), marksOf(head))
	return d
}

// rampAssumptions is [assumptions] for a ramp, of which the schedule and the windows are assumed as well.
func rampAssumptions(a *answer.Ramp) block {
	var lines prose
	if list := a.Assumed(); len(list) > 0 {
		lines = append(lines, sentence{"Assumed (no source): " + strings.Join(list, ", ") + ".", normal})
	}
	if list := a.UsedEarly(); len(list) > 0 {
		lines = append(lines, sentence{"Known only later: " + strings.Join(list, ", ") + ".", normal})
	}
	if lines == nil {
		return nil
	}
	return details{"Assumptions", []block{lines}}
}

// marked reports whether any figure shown rests on an assumed price.
func marked(a *answer.Ramp, columns []*quantity.Spec) bool {
	return slices.ContainsFunc(columns, a.AssumedMoney) || slices.ContainsFunc(a.Solved, func(s answer.Solution) bool { return s.Assumed }) || slices.ContainsFunc(a.Whole, func(q answer.Quantity) bool { return a.AssumedMoney(q.Spec) })
}

// rampHeadline says what the commitment is, when, and what it comes to.
func rampHeadline(a *answer.Ramp, o Options) string {
	last := a.Periods[len(a.Periods)-1]
	of := " of "
	s := fmt.Sprintf("%s: %s of %s announced, by %s", a.Fleet.Name, together(a.Question.Start.Prose), powerName(a.Question.Basis), last.Quarter)
	if q := answer.Find(last.Total, capacity.Chips.Spec); q != nil {
		s += " " + o.figure(q, a.Question.Draws > 0).inSentence() + " chips"
	} else if len(a.Whole) > 0 {
		s += " " + lower(Label(a.Whole[0].Spec)) + " " + o.figure(&a.Whole[0], a.Question.Draws > 0).inSentence()
		of = ", with "
	}
	var names []string
	for _, m := range a.Members {
		names = append(names, m.Name)
	}
	s += of + and(names)
	if q := answer.Find(a.Whole, ramp.Affordable.Spec); q != nil && a.Fleet.HasBudget() && q.ValidShare == 1 && last.Binds.What != "supply" { // where power is unused, it is no claim to make
		at := ""
		if a.AssumedMoney(q.Spec) {
			at = "at assumed prices "
		}
		s += "; " + at + "the budget pays for " + o.figure(q, true).inSentence()
		if early := slices.IndexFunc(a.Periods, moneyBinds); early >= 0 && !moneyBinds(last) {
			s += " over the whole time, though payments run ahead of it from " + a.Periods[early].Quarter
		}
	}
	return s + "."
}

// moneyBinds reports whether money is what limits the fleet in a quarter.
func moneyBinds(p answer.Period) bool { return p.Binds.What == "money" }

// quarters is the table by time: the columns, the chips of each generation, and what binds.
func quarters(a *answer.Ramp, columns []*quantity.Spec, o Options) block {
	drawn := a.Question.Draws > 0
	g := grid{columns: []column{{head: "Quarter"}}}
	for _, s := range columns {
		g.columns = append(g.columns, column{head: rampMark(a, s, Label(s)), right: true})
	}
	several := len(a.Members) > 1 && len(a.Periods[0].Members[0]) > 0
	var each *quantity.Spec
	if several {
		each = a.Periods[0].Members[0][0].Spec
		for _, m := range a.Members {
			g.columns = append(g.columns, column{head: Label(each) + ", " + m.Name, right: true, flow: true})
		}
	}
	g.columns = append(g.columns, column{head: rampMark(a, ramp.PowerBinds.Spec, "Binds")})
	for _, p := range a.Periods {
		cells := []cell{text(p.Quarter)}
		for _, s := range columns {
			cells = append(cells, text(o.figure(quantityOf(p.Total, s), drawn).oneLine()))
		}
		if several {
			for i := range a.Members {
				cells = append(cells, text(o.figure(quantityOf(p.Members[i], each), drawn).oneLine()))
			}
		}
		binds := p.Binds.What
		if drawn && p.Binds.Share < 0.995 {
			binds += fmt.Sprintf(" (%.0f%%)", 100*p.Binds.Share)
		}
		g.rows = append(g.rows, gridRow{cells: append(cells, text(binds))})
	}
	return choice{g, panels{g, nil}}
}

func rampMark(a *answer.Ramp, s *quantity.Spec, label string) string {
	if a.AssumedMoney(s) {
		return label + assumedMark
	}
	return label
}

// wholeTime is the table of all quarters together.
func wholeTime(a *answer.Ramp, o Options) block {
	drawn := a.Question.Draws > 0
	table := func(l layout) block {
		g := estimateGrid(a.Whole, drawn, o, l)
		g.title = "Added up over all quarters, or as of the last"
		for i, r := range g.rows {
			for _, c := range r.cells {
				s := rampSpec(a, c)
				if s == nil || !a.AssumedMoney(s) {
					continue
				}
				first := slices.Clone(r.cells[0].lines)
				if len(first) > 0 && first[0] != "" {
					first[0] += assumedMark
				} else {
					first = []string{assumedMark}
				}
				g.rows[i].cells[0].lines = first
			}
		}
		return g
	}
	return choice{table(layout{labels: true, aligned: true}), table(layout{labels: true}), table(layout{labels: true, broken: true}), table(layout{})}
}

// rampSpec is the quantity that a cell names.
func rampSpec(a *answer.Ramp, c cell) *quantity.Spec {
	for i := range a.Whole {
		if c.code && len(c.lines) == 1 && c.lines[0] == a.Whole[i].Spec.Name {
			return a.Whole[i].Spec
		}
	}
	return nil
}

// solutions says what was solved for.
func solutions(a *answer.Ramp, o Options) block {
	g := grid{columns: []column{{head: "Solved for"}, {head: "P50", right: true}, {head: "P5" + dash + "P95", right: true}, {head: "Goal", flow: true}}}
	if a.Question.Draws == 0 {
		g.columns[1].head, g.columns[2].head = "Point", ""
	}
	for _, s := range a.Solved {
		value, span := solved(a, s, o)
		unknown := s.Unknown
		if s.Assumed {
			unknown += assumedMark
		}
		g.rows = append(g.rows, gridRow{cells: []cell{text(unknown), text(value), text(span), text(solvedGoal(a, s))}})
	}
	return g
}
