package report

import (
	"io"
	"regexp"
	"strings"
	"sync"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Explanation writes how a quantity comes about: each formula, the same with values, and the inputs with their sources. Errors are those of the writer.
func Explanation(w io.Writer, x *answer.Explanation, o Options) error {
	return o.write(w, output{
		document: func() *document { return explanationDocument(x, o) },
		tree:     func() object { return explanationTree(x) },
		records:  func() *records { return explanationRecords(x) },
	})
}

func explanationDocument(x *answer.Explanation, o Options) *document {
	d := &document{kind: "explain"}
	if o.Format == Markdown {
		d.add(markdownWarnings(x.Warnings))
	}
	asked := &answer.Answer{Question: x.Question, Members: []answer.Member{x.Member}, Inputs: x.Inputs}
	if len(x.Steps) > 0 {
		top := &x.Steps[0]
		d.add(append(prose{
			{top.Spec.Name + " of " + x.Member.Name + ": " + o.figure(&top.Quantity, x.Question.Draws > 0).inSentence(), strong},
			{top.Spec.Doc, normal},
		}, about(asked, o)...))
	}
	d.add(prose{{"Each step: the formula, the same with every input at its mid, and what that gives.", normal}})
	d.add(newDerivation(x, o))
	formulas := make([]string, len(x.Steps))
	for i, s := range x.Steps {
		formulas[i] = s.Formula
	}
	d.add(glossary(formulas...))
	var cited references
	d.add(o.inputTable("Inputs", x.Inputs, &cited))
	d.add(bullets{"Notes on inputs", o.inputNotes(x.Inputs, "")}, &cited)
	var list []string
	for _, n := range x.Notes {
		list = append(list, n.Message)
	}
	d.add(bullets{"Notes", list}, marksOf(asked))
	return d
}

// derivation is the steps of an explanation: on a terminal a tree, in Markdown a table.
type derivation []derived

type derived struct {
	name, formula, values, point, median string
	depth                                int
}

func newDerivation(x *answer.Explanation, o Options) derivation {
	values := operandTexts(x, o)
	var out derivation
	for i := range x.Steps {
		s := &x.Steps[i]
		one := derived{name: s.Spec.Name, formula: s.Formula, values: substitute(s.Formula, values), depth: s.Depth, point: o.notation(s.Spec).Short(s.Point, 6)}
		if x.Question.Draws > 0 && !s.Constant {
			one.median = o.figure(&s.Quantity, true).oneLine()
		}
		out = append(out, one)
	}
	return out
}

// operandTexts are the values of all that formulas name, by name. A share is written as the number that the formula works with.
func operandTexts(x *answer.Explanation, o Options) map[string]string {
	out := constantTexts()
	write := func(s *quantity.Spec, value float64) {
		n := o.notation(s)
		if n.Style == unit.AsShare {
			n.Style = unit.AsRatio
		}
		out[s.Name] = n.Short(value, 6)
	}
	for _, s := range x.Steps {
		write(s.Spec, s.Point)
	}
	for _, in := range x.Inputs {
		if in.Spec.Labels != nil {
			out[in.Spec.Name] = o.midText(in.Spec, &in.Value)
		} else {
			write(in.Spec, in.Value.Mid())
		}
	}
	return out
}

// operand is the name of a quantity, a constant or a function in a formula.
var operand = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*`) })

// substitute puts values in the places of names. A quantity that has none is n/a; functions stay.
func substitute(formula string, values map[string]string) string {
	return operand().ReplaceAllStringFunc(formula, func(name string) string {
		switch v := values[name]; {
		case v != "":
			return together(v)
		case !strings.Contains(name, "."):
			return name
		}
		return unit.NA
	})
}

func (d derivation) text(o Options) []string {
	var out []string
	for i, s := range d {
		if i > 0 {
			out = append(out, "")
		}
		indent := strings.Repeat("  ", s.depth)
		result := "= " + together(s.point)
		if s.median != "" {
			result += "; P50 " + together(s.median)
		}
		out = append(out, o.painted(indent+s.name, strong, wrap(o.keep(indent+s.name+" = "+s.formula), o.Width, 4))...)
		out = append(out, wrap(o.keep(indent+"  = "+s.values), o.Width, 4)...)
		out = append(out, wrap(o.keep(indent+"  "+result), o.Width, 4)...)
	}
	return out
}

// painted colours the beginning of the first line.
func (o Options) painted(head string, t tone, lines []string) []string {
	if rest, ok := strings.CutPrefix(lines[0], head); ok {
		lines[0] = o.paint(head, t) + rest
	}
	return lines
}

func (d derivation) markdown(o Options) string {
	g := grid{columns: []column{{head: "Quantity"}, {head: "Formula"}, {head: "With values"}, {head: "Point", right: true}, {head: "P50 (P5" + dash + "P95)", right: true}}}
	for _, s := range d {
		g.rows = append(g.rows, gridRow{cells: []cell{code(s.name), code(s.formula), code(s.values), text(s.point), text(s.median)}})
	}
	return g.markdown(o)
}

func explanationTree(x *answer.Explanation) object {
	steps := list{}
	sampled := x.Question.Draws > 0
	for i := range x.Steps {
		s := &x.Steps[i]
		one := inline{{"name", s.Spec.Name}, {"formula", s.Formula}, {"uses", strs(s.Uses)}, {"depth", s.Depth}}
		steps = append(steps, append(one, quantityTree(row{Quantity: &s.Quantity}, sampled)...))
	}
	return object{
		{"question", questionTree(x.Question, false)}, {"input_hash", inputsHash(x.Question, x.Inputs)},
		{"member", inline{{"id", x.Member.ID}, {"name", x.Member.Name}, {"vendor", x.Member.Vendor}}},
		{"steps", steps}, {"inputs", inputsTree(x.Inputs)}, {"notes", notesTree(x.Notes, sampled)}, {"warnings", warningsTree(x.Warnings)},
	}
}

func explanationRecords(x *answer.Explanation) *records {
	out := &records{columns: []string{"kind", "name", "formula", "unit", "point", "mean", "p5", "p25", "p50", "p75", "p95", "basis", "source", "overrides"}}
	for i := range x.Steps {
		s := &x.Steps[i]
		out.add("step", s.Spec.Name, s.Formula, s.Spec.Unit.Symbol, s.Point, s.Mean, s.P5, s.P25, s.P50, s.P75, s.P95, nil, nil, orNull(strings.Join(s.Overrides, " ")))
	}
	for _, i := range modelOrder(x.Inputs, func(in answer.Input) *quantity.Spec { return in.Spec }) {
		in := x.Inputs[i]
		var over any
		if in.Value.Override {
			over = in.Spec.Name
		}
		out.add("input", in.Spec.Name, nil, in.Spec.Unit.Symbol, valueOf(in.Spec, &in.Value, in.Value.Mid()), nil, nil, nil, nil, nil, nil, string(in.Value.Basis), addresses(in.Value.Sources), over)
	}
	return out
}

// addresses are those of some sources, each once, with spaces between.
func addresses(sources []quantity.Source) any {
	var out []string
	seen := map[string]bool{}
	for _, s := range sources {
		if s.URL != "" && !seen[s.URL] {
			seen[s.URL] = true
			out = append(out, s.URL)
		}
	}
	return orNull(strings.Join(out, " "))
}
