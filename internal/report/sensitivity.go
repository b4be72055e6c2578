package report

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Sensitivity writes what drives a result: what each input does by itself, its share of the variance, and which facts are worth finding. Errors are those of
// the writer.
func Sensitivity(w io.Writer, s *answer.Sensitivity, o Options) error {
	return o.write(w, output{
		document: func() *document { return sensitivityDocument(s, o) },
		tree:     func() object { return sensitivityTree(s) },
		records:  func() *records { return sensitivityRecords(s) },
	})
}

func sensitivityDocument(s *answer.Sensitivity, o Options) *document {
	d := &document{kind: "sensitivity"}
	if o.Format == Markdown {
		d.add(markdownWarnings(s.Warnings))
	}
	head := headline(s.Answer, o)
	if s.Ramp != nil {
		head = rampHeadline(s.Ramp, o)
	}
	d.add(append(prose{{head, strong}}, about(s.Answer, o)...))
	d.add(prose{{readTornado(s), normal}})
	var cited references
	for i := range s.Findings {
		f := &s.Findings[i]
		d.add(prose{{driver(s, f, o), strong}}, swings(s, f, o))
		if s.Points > 0 {
			d.add(shareOfVariance(s, f, o))
		}
		if t := rest(s, f); t != "" {
			d.add(prose{{t, normal}})
		}
	}
	for i := range s.Findings {
		d.add(lookUp(s, &s.Findings[i], &cited, o))
	}
	assumed := assumptions(s.Answer)
	if s.Ramp != nil {
		assumed = rampAssumptions(s.Ramp)
	}
	d.add(bullets{"Notes", notes(s.Answer)}, assumed, marksOf(s.Answer))
	if len(s.Idle) > 0 {
		d.add(details{"Inputs without a part in these results", []block{prose{{"No part in these results: " + strings.Join(s.Idle, ", ") + ".", normal}}}})
	}
	if !o.Quiet { // nothing cites a source then
		d.add(&cited)
	}
	return d
}

// readTornado says how to read the tables.
func readTornado(s *answer.Sensitivity) string {
	t := "Each input goes from its P5 to its P95 (of several values, from the least to the greatest) with all others at their mid."
	if s.Points > 0 {
		t += fmt.Sprintf(" Shares of the variance are Sobol indices of %s points, with the P5%sP95 of %d bootstrap samples.", thousands(s.Points), dash, analysis.Resamples)
	}
	return t
}

// metricLabel names a metric for a sentence.
func metricLabel(f *answer.Finding) string {
	label := Label(f.Spec)
	if f.Of != "" {
		label += " of " + f.Of
	}
	if f.When != nil {
		label += " " + TimeOf(f.When)
	}
	return label
}

// TimeOf is the time of a metric of a ramp, as it follows what it is about: "in 2030-Q4", "over 2027-Q1 to 2034-Q4".
func TimeOf(w *answer.When) string {
	if w.From == w.Until {
		return "in " + w.From
	}
	return "over " + w.From + " to " + w.Until
}

// driver is the finding of one metric in a sentence.
func driver(s *answer.Sensitivity, f *answer.Finding, o Options) string {
	t := metricLabel(f) + " " + o.figure(&f.Quantity, drawn(s.Answer)).inSentence() + ": "
	if len(f.Effects) == 0 || f.Still() {
		return t + "nothing moves it."
	}
	if f.Hardly() {
		return t + "it hardly varies (standard deviation " + together(o.notation(f.Spec).Format(f.SD, 2)) + "), only because systems are whole, and what follows says little of its drivers."
	}
	e := &f.Effects[0]
	if math.IsNaN(e.Swing) {
		return t + "it has no value at some ends."
	}
	factor := &s.Factors[e.Factor]
	ends := []answer.End{e.Low, e.High}
	if ends[0].Result > ends[1].Result {
		ends[0], ends[1] = ends[1], ends[0]
	}
	n := o.notation(f.Spec)
	at := func(x answer.End) string {
		out := together(n.Format(x.Result, 3))
		if v := o.endText(factor, x, ""); v != "" {
			out += " at " + together(v)
		}
		return out
	}
	return t + lower(FactorLabel(factor, s.Members)) + " moves it most, from " + at(ends[0]) + " to " + at(ends[1]) + "."
}

// endText is the values of a factor at one end; otherwise where they are drawn, or are of unlike inputs.
func (o Options) endText(f *answer.Factor, x answer.End, otherwise string) string {
	if x.Values == nil {
		return otherwise
	}
	texts := make([]string, 0, len(x.Values))
	for i, v := range x.Values {
		in := &f.Inputs[i]
		t := ""
		if named(in.Spec, &in.Value) != nil {
			t = nameOf(in.Spec, &in.Value, v)
		} else {
			t = o.notation(in.Spec).Short(v, 3)
		}
		if len(texts) == 0 || texts[len(texts)-1] != t {
			texts = append(texts, t)
		}
	}
	if len(texts) > 2 {
		return otherwise
	}
	return strings.Join(texts, ", ")
}

// negligible is the share of the variance below which a factor is not worth a row, and its swing as a share of the largest.
const negligible = 0.001

// shown reports whether an effect has a row in the tables; the others are named in one line.
func shown(f *answer.Finding, e *answer.Effect) bool {
	return !e.Inert && (math.IsNaN(e.Swing) || e.Swing >= negligible*f.Effects[0].Swing || e.Total.P95 >= negligible)
}

// EndText is the value of a factor at one end for a chart, "52 kW"; where there is no single value it is what is said otherwise.
func EndText(f *answer.Factor, x answer.End, otherwise string) string {
	t := Options{}.endText(f, x, otherwise)
	if strings.Contains(t, ", ") {
		return otherwise
	}
	return t
}

// swings is the tornado as a table.
func swings(s *answer.Sensitivity, f *answer.Finding, o Options) block {
	n := o.notation(f.Spec)
	wide := grid{title: metricLabel(f) + ": one input at a time (" + together(n.Format(f.Point, 3)) + " with all at their mid)", columns: []column{
		{head: "Input"}, {head: "Low", right: true}, {head: "gives", right: true}, {head: "High", right: true}, {head: "gives", right: true},
		{head: "Swing", right: true},
	}}
	narrow := grid{title: wide.title, columns: []column{{head: "Input"}, {head: "Low gives", right: true}, {head: "High gives", right: true}, {head: "Swing", right: true}}}
	for i := range f.Effects {
		e := &f.Effects[i]
		if !shown(f, e) {
			continue
		}
		factor := &s.Factors[e.Factor]
		low, high := o.endText(factor, e.Low, "P5"), o.endText(factor, e.High, "P95")
		from, to, swing := n.Format(e.Low.Result, 3), n.Format(e.High.Result, 3), n.Format(e.Swing, 2)
		wide.rows = append(wide.rows, gridRow{cells: []cell{code(factor.Name), text(low), text(from), text(high), text(to), text(swing)}})
		narrow.rows = append(narrow.rows, gridRow{cells: []cell{code(factor.Name), text(low, from), text(high, to), text(swing)}})
	}
	return choice{wide, narrow, panels{narrow, nil}}
}

// shareOfVariance is the indices as a table, the most worth knowing first.
func shareOfVariance(s *answer.Sensitivity, f *answer.Finding, o Options) block {
	n := o.notation(f.Spec)
	title := metricLabel(f) + ": shares of the variance (standard deviation " + together(n.Format(f.SD, 3)) + ")"
	g := grid{title: title, columns: []column{{head: "Input"}, {head: "Alone", right: true}, {head: "With others", right: true}, {head: "SD if known", right: true}}}
	for _, e := range f.ByTotal() {
		if !shown(f, &e) || math.IsNaN(e.Total.Value) {
			continue
		}
		g.rows = append(g.rows, gridRow{cells: []cell{
			code(s.Factors[e.Factor].Name), text(o.index(e.First)), text(o.index(e.Total)), text(n.Format(e.SDIfKnown, 3)),
		}})
	}
	return choice{g, panels{g, nil}}
}

// index is a share of the variance with its interval, none of it below 0 or above 1, or with more digits than it has.
func (o Options) index(x analysis.Index) string {
	n := o.ratioNotation()
	n.Style = unit.AsShare
	cut := func(x float64) float64 { return min(max(x, 0), 1) }
	low, value, high := cut(x.P5), cut(x.Value), cut(x.P95)
	switch {
	case math.IsNaN(x.Value):
		return unit.NA
	case high < negligible:
		return "below 0.1%"
	}
	mid, span := n.IntervalWithin(low, value, high, 0.0001)
	if span == "" {
		return mid
	}
	return figure{value: mid, span: span}.oneLine()
}

// rest names what has no row: what changes nothing, and what changes next to nothing.
func rest(s *answer.Sensitivity, f *answer.Finding) string {
	var inert, little []string
	for i := range f.Effects {
		switch e := &f.Effects[i]; {
		case e.Inert:
			inert = append(inert, s.Factors[e.Factor].Name)
		case !shown(f, e):
			little = append(little, s.Factors[e.Factor].Name)
		}
	}
	var out []string
	if len(little) > 0 {
		out = append(out, "Next to no effect: "+strings.Join(little, ", ")+".")
	}
	if len(inert) > 0 {
		out = append(out, "No effect: "+strings.Join(inert, ", ")+".")
	}
	if f.Together >= 0.005 {
		out = append(out, fmt.Sprintf("%s of the variance is of inputs acting together.", percent(math.Round(100*f.Together)/100)))
	}
	return strings.Join(out, " ")
}

// topFacts is how many inputs the list of what to look up has.
const topFacts = 3

// lookUp lists which facts would narrow a metric most.
func lookUp(s *answer.Sensitivity, f *answer.Finding, cited *references, o Options) block {
	n := o.notation(f.Spec)
	var items []string
	for _, e := range f.Worth() {
		if len(items) == topFacts {
			break
		}
		factor := &s.Factors[e.Factor]
		item := factor.Name + " (" + evidenceOf(factor, cited) + "): if it were known, the standard deviation would fall from " + together(n.Format(f.SD, 3)) +
			" to " + together(n.Format(e.SDIfKnown, 3)) + "; " + percent(math.Round(100*e.First.Value)/100) + " of the variance."
		items = append(items, item)
	}
	return bullets{"What to look up next: " + lower(metricLabel(f)), items}
}

// evidenceOf is what a factor's inputs rest on, and the numbers of their sources.
func evidenceOf(f *answer.Factor, cited *references) string {
	var words []string
	for _, b := range f.Basis() {
		words = append(words, string(b))
	}
	out := and(words)
	if numbers := cited.cite(f.Sources()); numbers != "" {
		out += " " + numbers
	}
	return out
}

// basisList is what a factor's inputs rest on, for programs.
func basisList(f *answer.Factor) string {
	var words []string
	for _, b := range f.Basis() {
		words = append(words, string(b))
	}
	return strings.Join(words, " ")
}

// valueList is the values of a factor at one end, for programs: names where they are names, else numbers in base units; nothing where they are drawn.
func valueList(f *answer.Factor, x answer.End) any {
	if x.Values == nil {
		return nil
	}
	if in := &f.Inputs[0]; len(x.Values) == 1 && named(in.Spec, &in.Value) == nil {
		return x.Values[0]
	}
	texts := make([]string, len(x.Values))
	for i, v := range x.Values {
		texts[i] = valueText(f.Inputs[i].Spec, &f.Inputs[i].Value, v)
	}
	return strings.Join(texts, " ")
}

func valueText(s *quantity.Spec, v *quantity.Value, x float64) string {
	if named(s, v) != nil {
		return nameOf(s, v, x)
	}
	return strconv.FormatFloat(x, 'g', 9, 64)
}
