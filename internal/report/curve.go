package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/answer"
)

// Curve writes what becomes of a question as the share of one side goes from 0 to 100%. Errors are those of the writer.
func Curve(w io.Writer, c *answer.Curve, o Options) error {
	return o.write(w, output{
		document: func() *document { return curveDocument(c, o) },
		tree:     func() object { return curveTree(c) },
		records:  func() *records { return curveRecords(c) },
	})
}

func curveDocument(c *answer.Curve, o Options) *document {
	d := &document{kind: "curve"}
	if o.Format == Markdown {
		d.add(markdownWarnings(c.Grounds.Warnings))
	}
	d.add(append(prose{{curveHeadline(c, o), strong}, {sides(c, o), normal}}, about(c.Grounds, o)...))
	d.add(curveGrid(c, o), bullets{"Notes", curveNotes(c)}, assumptions(c.Grounds), marksOf(c.Grounds))
	return d
}

// ends are the first and the last value of the first metric that has both.
func ends(c *answer.Curve) (m *answer.Strand, from, to *answer.CurvePoint) {
	for i := range c.Metrics {
		m := &c.Metrics[i]
		from, to := &m.Points[0], &m.Points[len(m.Points)-1]
		if !math.IsNaN(from.Quantity.Point) && !math.IsNaN(to.Quantity.Point) {
			return m, from, to
		}
	}
	return nil, nil, nil
}

func curveHeadline(c *answer.Curve, o Options) string {
	asked, _, _ := subject(c.Question, o)
	m, from, to := ends(c)
	if m == nil {
		return fmt.Sprintf("%s, with a share of %s from 0 to 100%%.", asked, c.Of)
	}
	drawn := c.Question.Draws > 0
	return fmt.Sprintf("%s: %s goes from %s without %s to %s with nothing else, %s.", asked, m.Spec.Name, o.figure(&from.Quantity, drawn).inSentence(), c.Of,
		o.figure(&to.Quantity, drawn).inSentence(), o.ratio(&to.Ratio, drawn).inSentence())
}

// sides names the chips of both sides.
func sides(c *answer.Curve, o Options) string {
	return fmt.Sprintf("The share of %s divides %s; %s has %s, the rest %s.", c.Of, byText[string(c.By)], c.Of, sideNames(c.Inside, o), sideNames(c.Outside, o))
}

var byText = map[string]string{"power": "IT power", "chips": "chips", "flops": "dense 8-bit peak", "capex": "capital of compute"}

func sideNames(members []answer.Member, o Options) string {
	parts := make([]string, len(members))
	for i, m := range members {
		parts[i] = m.Name
		if len(members) > 1 {
			parts[i] += " (" + o.percent(m.Share) + ")"
		}
	}
	return and(parts)
}

func curveGrid(c *answer.Curve, o Options) block {
	drawn := c.Question.Draws > 0
	g := grid{columns: []column{{head: "Share of " + c.Of, right: true}}}
	for _, m := range c.Metrics {
		g.columns = append(g.columns, column{head: Label(m.Spec), right: true})
	}
	for k, p := range c.Metrics[0].Points {
		cells := []cell{text(o.percent(p.Share))}
		for i := range c.Metrics {
			cells = append(cells, text(o.figure(&c.Metrics[i].Points[k].Quantity, drawn).oneLine()))
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	return choice{g, panels{g, nil}}
}

func curveNotes(c *answer.Curve) []string {
	var out []string
	for i := range c.Metrics {
		if missing := c.Metrics[i].Missing(); len(missing) > 0 {
			out = append(out, fmt.Sprintf("%s is n/a wherever %s has a share: its profile lacks a figure.", c.Metrics[i].Spec.Name, and(missing)))
		}
	}
	for _, n := range c.Grounds.Notes {
		out = append(out, n.Message)
	}
	return out
}

func curveTree(c *answer.Curve) object {
	sampled := c.Question.Draws > 0
	side := func(members []answer.Member) list {
		out := list{}
		for _, m := range members {
			out = append(out, object{{"id", m.ID}, {"name", m.Name}, {"vendor", m.Vendor}, {"part", m.Share}, {"inputs", inputsTree(m.Inputs)}})
		}
		return out
	}
	metrics := object{}
	for i := range c.Metrics {
		m := &c.Metrics[i]
		points := list{}
		for k := range m.Points {
			p := &m.Points[k]
			points = append(points, object{{"share", p.Share}, {"value", quantityTree(row{Quantity: &p.Quantity}, sampled)},
				{"ratio", quantityTree(row{Quantity: &p.Ratio, aspect: asRatio}, sampled)}})
		}
		metrics = append(metrics, field{m.Spec.Name, points})
	}
	return object{{"question", questionTree(c.Question, false)}, {"input_hash", InputHash(c.Grounds)}, {"inputs", inputsTree(c.Grounds.Inputs)}, {"correlations", correlations(c.Grounds)},
		{"of", c.Of}, {"by", string(c.By)}, {"inside", side(c.Inside)}, {"outside", side(c.Outside)}, {"metrics", metrics},
		{"notes", notesTree(c.Grounds.Notes, sampled)}, {"warnings", warningsTree(c.Grounds.Warnings)}}
}

func curveRecords(c *answer.Curve) *records {
	out := &records{columns: []string{"share", "quantity", "unit", "point", "mean", "p5", "p25", "p50", "p75", "p95", "overrides"}}
	for i := range c.Metrics {
		for k := range c.Metrics[i].Points {
			p := &c.Metrics[i].Points[k]
			for _, r := range []row{{Quantity: &p.Quantity}, {Quantity: &p.Ratio, aspect: asRatio}} {
				out.add(p.Share, r.name(), r.unit(), r.Point, r.Mean, r.P5, r.P25, r.P50, r.P75, r.P95, orNull(strings.Join(r.Overrides, " ")))
			}
		}
	}
	return out
}
