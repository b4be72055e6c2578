package report

import (
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
)

// estimate is the table of one chip's figures, or of one block of several: what it is, its name for --fields, the median and the range. Where there is not
// room for all, numbers and units are no longer aligned apart, then labels are broken, then left out; names are what people can type, so they stay.
func estimate(qs []answer.Quantity, drawn bool, o Options) block {
	return choice{
		estimateGrid(qs, drawn, o, layout{labels: true, aligned: true}), estimateGrid(qs, drawn, o, layout{labels: true}),
		estimateGrid(qs, drawn, o, layout{labels: true, broken: true}), estimateGrid(qs, drawn, o, layout{}),
	}
}

// layout is how much room a table of figures takes.
type layout struct{ labels, aligned, broken bool }

func estimateGrid(qs []answer.Quantity, drawn bool, o Options, l layout) grid {
	g := grid{columns: []column{{head: "Name"}, {head: "P50", right: true, unit: l.aligned}}}
	if !drawn {
		g.columns[1].head = "Point"
	}
	if l.labels {
		g.columns = append([]column{{head: "Quantity", flow: l.broken}}, g.columns...)
	}
	if drawn {
		g.columns = append(g.columns, column{head: "P5" + dash + "P95", right: true})
	}
	g.rows = sectioned(qs, func(q *answer.Quantity) []cell {
		f := o.figure(q, drawn)
		cells := []cell{code(q.Spec.Name), text(f.value)}
		beside := f.bareSpan()
		if f.aside != "" {
			beside = f.aside // a known part has no range of the whole
		}
		if l.labels {
			cells = append([]cell{text(indented(q.Spec))}, cells...)
			if Label(q.Spec) == q.Spec.Name {
				cells[0] = text("")
			}
		}
		if drawn {
			cells = append(cells, text(beside))
		}
		return cells
	})
	return g
}

// sectioned makes a row of each quantity, under the heading of its section where there are several. Sections come in the order of their first quantity.
func sectioned(qs []answer.Quantity, cells func(q *answer.Quantity) []cell) []gridRow {
	var order []string
	by := map[string][]gridRow{}
	for i := range qs {
		s := section(qs[i].Spec)
		if by[s] == nil {
			order = append(order, s)
		}
		by[s] = append(by[s], gridRow{cells: cells(&qs[i])})
	}
	if len(order) < 2 || len(qs) < 4 {
		var out []gridRow
		for _, s := range order {
			out = append(out, by[s]...)
		}
		return out
	}
	var out []gridRow
	for _, s := range order {
		out = append(out, gridRow{section: s})
		out = append(out, by[s]...)
	}
	return out
}

// quantityOf is a member's quantity of that spec, or one that is n/a.
func quantityOf(qs []answer.Quantity, s *quantity.Spec) *answer.Quantity {
	if q := answer.Find(qs, s); q != nil {
		return q
	}
	return unknown(s)
}
