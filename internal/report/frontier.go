package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/optimize"
)

// Frontier writes the mixes between which two goals trade, or why there is none. Errors are those of the writer.
func Frontier(w io.Writer, f *optimize.Frontier, o Options) error {
	return o.write(w, output{
		document: func() *document { return frontierDocument(f, o) },
		tree:     func() object { return frontierTree(f) },
		records:  func() *records { return frontierRecords(f) },
	})
}

func frontierDocument(f *optimize.Frontier, o Options) *document {
	d := &document{kind: "frontier"}
	if o.Format == Markdown {
		d.add(markdownWarnings(f.Grounds.Warnings))
	}
	if f.Conflict != nil {
		d.add(prose{{conflictHeadline(f.Conflict, f.Missed()), strong}})
		d.add(conflictDocument(f.Conflict, f.LeftOut, f.Question, f.Missed(), o)...)
		d.add(marksOf(f.Weighed.Grounds))
		return d
	}
	if headline := (sentence{frontierHeadline(f, o), strong}); f.Ended {
		d.add(marks{headline, {frontierProof(f), normal}}, about(f.Grounds, o))
	} else {
		d.add(append(prose{headline, {frontierProof(f), normal}}, about(f.Grounds, o)...))
	}
	d.add(pointGrid(f, f.Points, "Mix of the frontier", o), pointGrid(f, f.Singles, "One system alone", o), leftOutGrid(&optimize.Result{LeftOut: f.LeftOut}, o),
		bullets{"Notes", frontierNotes(f)}, assumptions(f.Grounds), marksOf(f.Weighed.Grounds))
	return d
}

func frontierHeadline(f *optimize.Frontier, o Options) string {
	asked, _, _ := subject(f.Question, o)
	first, last := &f.Points[0], &f.Points[len(f.Points)-1]
	if len(f.Points) == 1 {
		return fmt.Sprintf("From %s one mix is the best in both %s and %s.", asked, f.X.Measure, f.Y.Measure)
	}
	return fmt.Sprintf("From %s, %s to %s of %s trade against %s to %s of %s.", asked, o.amount(f.X.Measure, first.X.Point, 3), o.amount(f.X.Measure, last.X.Point, 3), f.X.Measure,
		o.amount(f.Y.Measure, first.Y.Point, 3), o.amount(f.Y.Measure, last.Y.Point, 3), f.Y.Measure)
}

func frontierProof(f *optimize.Frontier) string {
	s := fmt.Sprintf("%d mixes of the frontier, evenly spread over %s", len(f.Points), f.Y.Measure)
	if f.Bends > 0 {
		s += fmt.Sprintf(" but for %d at bends that systems alone show", f.Bends)
	}
	s += "; between them lie others. "
	if len(f.Points) == 1 {
		s = ""
	}
	switch {
	case f.Ended:
		return s + fmt.Sprintf("Not all are proved: a search was ended by --max-nodes, and another mix could be up to %s better (a gap of %s).", gapPercent(f.Gap), gapText(f.Gap))
	case f.Gap <= 1e-9:
		return s + "Each is proved in whole units, with every input at its mid (gap 0)."
	}
	return s + fmt.Sprintf("Each is proved in whole units, with every input at its mid, within a gap of %s.", gapText(f.Gap))
}

func wanted(g optimize.Goal) string {
	if g.More {
		return "more is better"
	}
	return "less is better"
}

func pointGrid(f *optimize.Frontier, points []optimize.Point, head string, o Options) block {
	if len(points) == 0 {
		return nil
	}
	sampled := f.Question.Draws > 0
	g := grid{columns: []column{{head: measureLabel(f.X.Measure), right: true}, {head: measureLabel(f.Y.Measure), right: true}, {head: head, flow: true}}}
	for i := range points {
		p := &points[i]
		g.rows = append(g.rows, gridRow{cells: []cell{text(o.atPoint(&p.X, f.X.Measure, sampled)), text(o.atPoint(&p.Y, f.Y.Measure, sampled)), text(shortMix(p.Members, o))}})
	}
	return g
}

// atPoint is the point with the range of the draws, in the notation of a measure.
func (o Options) atPoint(q *answer.Quantity, m optimize.Measure, sampled bool) string {
	s := o.amount(m, q.Point, 4)
	if sampled && q.P5 < q.P95 {
		_, span := m.Notation().Interval(q.P5, q.P50, q.P95)
		f := figure{value: s, span: span}
		s += " (" + f.bareSpan() + ")"
	}
	return s
}

func frontierNotes(f *optimize.Frontier) []string {
	out := []string{fmt.Sprintf("Values are the point; in brackets P5%sP95 of that very mix. Of %s %s, of %s %s.", dash, f.X.Measure, wanted(f.X), f.Y.Measure, wanted(f.Y))}
	if f.Question.Draws == 0 {
		out[0] = fmt.Sprintf("Values are the point. Of %s %s, of %s %s.", f.X.Measure, wanted(f.X), f.Y.Measure, wanted(f.Y))
	}
	if f.Skipped > 0 {
		out = append(out, fmt.Sprintf("%d systems of the library were not considered: --chip all takes what is shipping (--status, --vendor).", f.Skipped))
	}
	for _, n := range f.Grounds.Notes {
		out = append(out, n.Message)
	}
	return out
}

func frontierTree(f *optimize.Frontier) object {
	sampled := f.Question.Draws > 0
	goal := func(g optimize.Goal) inline {
		return inline{{"quantity", g.Measure.String()}, {"unit", g.Spec.Unit.Symbol}, {"more_is_better", g.More}}
	}
	points := func(ps []optimize.Point) list {
		out := list{}
		for i := range ps {
			p := &ps[i]
			one := object{{"members", mixTree(p.Members)}, {"x", quantityTree(row{Quantity: &p.X}, sampled)}, {"y", quantityTree(row{Quantity: &p.Y}, sampled)}}
			if len(p.Overrides) > 0 {
				one = append(one, field{"overrides", strs(p.Overrides)})
			}
			out = append(out, one)
		}
		return out
	}
	out := object{{"question", questionTree(f.Question, false)}, {"input_hash", InputHash(f.Grounds)}, {"inputs", inputsTree(f.Grounds.Inputs)}, {"correlations", correlations(f.Grounds)}, {"outcome", string(f.Outcome)}}
	out = append(out, weighedFields(f.Weighed)...)
	if f.Conflict != nil {
		return append(out, field{"conflict", conflictTree(f.Conflict, f.Question)}, field{"left_out", leftOutTree(f.LeftOut)}, field{"warnings", warningsTree(f.Grounds.Warnings)})
	}
	members := list{}
	for _, m := range f.Grounds.Members {
		members = append(members, object{{"id", m.ID}, {"name", m.Name}, {"vendor", m.Vendor}, {"inputs", inputsTree(m.Inputs)}})
	}
	return append(out, object{{"x", goal(f.X)}, {"y", goal(f.Y)}, {"gap", f.Gap}, {"ended_by_nodes", f.Ended}, {"members", members}, {"points", points(f.Points)}, {"singles", points(f.Singles)},
		{"left_out", leftOutTree(f.LeftOut)}, {"weighed", weighedTree(f.Weighed)}, {"skipped", f.Skipped}, {"notes", notesTree(f.Grounds.Notes, sampled)}, {"warnings", warningsTree(f.Grounds.Warnings)}}...)
}

func frontierRecords(f *optimize.Frontier) *records {
	out := &records{columns: bestColumns}
	if f.Conflict != nil {
		return bestRecords(&optimize.Result{Question: f.Question, Conflict: f.Conflict, Objective: f.Missed(), Outcome: f.Outcome, LeftOut: f.LeftOut, Weighed: f.Weighed})
	}
	add := func(part string, points []optimize.Point) {
		for i := range points {
			p := &points[i]
			item, marks := strconv.Itoa(i+1), orNull(strings.Join(p.Overrides, " "))
			for _, g := range []struct {
				m optimize.Measure
				q *answer.Quantity
			}{{f.X.Measure, &p.X}, {f.Y.Measure, &p.Y}} {
				q := g.q
				out.add(part, item, nil, g.m.String(), q.Spec.Unit.Symbol, q.Point, q.Mean, q.P5, q.P25, q.P50, q.P75, q.P95, nil, marks)
			}
			for _, m := range p.Members {
				out.add(part, item, m.ID, "capacity.units", "1", m.Units, nil, nil, nil, nil, nil, nil, nil, marks)
				out.add(part, item, m.ID, "share", "1", m.Share, nil, nil, nil, nil, nil, nil, nil, marks)
			}
		}
	}
	add("point", f.Points)
	add("single", f.Singles)
	for _, l := range f.LeftOut {
		out.add("left_out", nil, l.ID, nil, nil, nil, nil, nil, nil, nil, nil, nil, whyLeftOut(l, &optimize.Result{}, Options{ASCII: true}), nil)
	}
	return out
}
