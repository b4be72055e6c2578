package report

import (
	"fmt"
	"io"
	"strconv"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/sweep"
)

// SweepRows is how many rows of a sweep a table can hold: more, nobody reads. The other formats have no limit, and are written by package rows.
const SweepRows = 1000

// Sweep writes all rows of a sweep, at most [SweepRows], which the block holds with their errors, as a table or in Markdown, and below it what of the inputs that all rows
// together have is not built in. Errors are those of the writer.
func Sweep(w io.Writer, s *sweep.Sweep, b *sweep.Block, laid *answer.Answer, o Options) error {
	d := &document{kind: "sweep"}
	d.add(prose{{sweepMeaning(s), normal}}, sweepGrid(s, b, o), marksOf(laid))
	if o.Format == Markdown {
		return flush(w, d.markdown(o))
	}
	return flush(w, d.text(o))
}

// sweepMeaning says what a row is.
func sweepMeaning(s *sweep.Sweep) string {
	n := "1 row"
	if s.Rows() > 1 {
		n = thousands(s.Rows()) + " rows"
	}
	if s.Draws.Draws == 0 {
		return n + "; what does not vary is at its mid."
	}
	return fmt.Sprintf("%s; medians (P50) with P5%sP95 of the same %s draws in each.", n, dash, thousands(s.Draws.Draws))
}

// sweepGrid has the row's number, what varies, and a column a metric.
func sweepGrid(s *sweep.Sweep, b *sweep.Block, o Options) grid {
	g := grid{columns: []column{{head: "row", right: true}}}
	for i := range s.Axes {
		g.columns = append(g.columns, column{head: s.Axes[i].Name, right: s.Axes[i].Words == nil})
	}
	for _, m := range s.Metrics {
		g.columns = append(g.columns, column{head: m.Name(), right: true})
	}
	for i := range b.N {
		cells := []cell{text(strconv.Itoa(b.First + i))}
		for k := range s.Axes {
			if a := &s.Axes[k]; a.Words != nil {
				cells = append(cells, text(a.Words[b.Words[k][i]]))
			} else {
				cells = append(cells, text(o.notation(a.Spec).Short(b.Numbers[k][i], 6)))
			}
		}
		at := len(s.Axes)
		for k, m := range s.Metrics {
			n := o.notation(m.Spec)
			if s.Draws.Draws == 0 {
				cells = append(cells, text(rounded(b.Numbers[at][i], n)))
				at++
				continue
			}
			value, span := n.IntervalWithin(b.Numbers[at+1][i], b.Numbers[at+2][i], b.Numbers[at+3][i], b.Errors[k][i])
			cells = append(cells, text(figure{value: value, span: span}.oneLine()))
			at += 4
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	return g
}
