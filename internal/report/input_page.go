package report

import (
	"io"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
)

// InputPage writes all that is known of one input of one chip or site: its distribution, the kind of evidence, every source with its date, the note.
// Errors are those of the writer.
func InputPage(w io.Writer, p *answer.Page, o Options) error {
	return o.write(w, output{
		document: func() *document { return inputDocument(p, o) },
		tree: func() object {
			in := p.Input
			out := object{
				{"member", inline{{"id", p.ID}, {"name", p.Name}}}, {"name", in.Spec.Name}, {"meaning", in.Spec.Doc}, {"bounds", boundsOf(in.Spec)},
				{"input", inputTree(in.Spec, &in.Value)}, {"origin", orNull(in.Value.Origin)}, {"question", questionTree(p.Question, false)}, {"input_hash", inputsHash(p.Question, []answer.Input{in})}, {"warnings", warningsTree(p.Warnings)},
			}
			if in.Value.Shape == quantity.Discrete {
				out = append(out, field{"figures", figuresTree(in.Spec, &in.Value)})
			}
			return out
		},
		records: func() *records { return inputRecords(p) },
	})
}

func inputDocument(p *answer.Page, o Options) *document {
	s, v := p.Input.Spec, &p.Input.Value
	d := &document{kind: "input"}
	if o.Format == Markdown {
		d.add(markdownWarnings(p.Warnings))
	}
	head := s.Name + " of " + p.Name + ": " + together(o.midText(s, v))
	if r := o.rangeText(s, v); r != "" && v.Shape != quantity.Discrete {
		head += " (" + together(r) + ")"
	}
	d.add(prose{{head + ", " + evidence(v), strong}, {s.Doc + " Allowed: " + boundsOf(s) + ".", normal}, {o.shapeText(s, v), normal}})
	var facts prose
	fact := func(what, value string) {
		if value != "" {
			facts = append(facts, sentence{what + ": " + value, normal})
		}
	}
	fact("As of", p.Question.AsOf)
	fact("Known since", v.AsOf)
	fact("Known from", v.From)
	for _, f := range v.Later {
		figure := o.notation(s).Short(f.Value, 6)
		if named(s, v) != nil {
			figure = nameOf(s, v, f.Value)
		}
		fact("Left out", figure+", known from "+f.From+" ("+f.Source.Title+")")
	}
	fact("Drawn together with the inputs of group", v.Common)
	fact("Read from", v.Origin)
	fact("Note", v.Note)
	if len(facts) > 0 {
		d.add(facts)
	}
	var cited references
	if v.Shape == quantity.Discrete {
		g := grid{columns: []column{{head: "Value", right: true}, {head: "Weight", right: true}, {head: "Source", flow: true}}}
		texts := o.valueTexts(s, v)
		for i := range v.Values {
			g.rows = append(g.rows, gridRow{cells: []cell{text(texts[i]), text(percent(v.Weights[i] / sum(v.Weights))), text(sourceOfFigure(v, i, &cited))}})
		}
		d.add(g)
	}
	cited.cite(v.Sources)
	d.add(&cited, marksOf(&answer.Answer{Question: p.Question, Inputs: []answer.Input{p.Input}}))
	return d
}

// sourceOf is the source of a discrete input's value i, where each has its own.
func sourceOf(v *quantity.Value, i int) []quantity.Source {
	if len(v.Sources) != len(v.Values) {
		return v.Sources
	}
	return v.Sources[i : i+1]
}

// shapeText is the distribution in words.
func (o Options) shapeText(s *quantity.Spec, v *quantity.Value) string {
	n := o.notation(s)
	number := func(x float64) string { return together(n.Short(x, 6)) }
	switch v.Shape {
	case quantity.Constant:
		return "Distribution: constant."
	case quantity.Triangular, quantity.PERT:
		return "Distribution: " + string(v.Shape) + ", low " + number(v.Low) + ", mode " + number(v.Mode) + ", high " + number(v.High) + "; median " + together(rounded(v.Mid(), n)) + "."
	case quantity.Uniform:
		return "Distribution: uniform, low " + number(v.Low) + ", high " + number(v.High) + "; median " + together(rounded(v.Mid(), n)) + "."
	case quantity.LogNormal, quantity.Normal:
		return "Distribution: " + string(v.Shape) + ", P5 " + number(v.Low) + ", P95 " + number(v.High) + "; median " + together(rounded(v.Mid(), n)) + "."
	}
	return "Distribution: one of the values below, by weight; the value of greatest weight stands for the median."
}

// inputRecords has a row a source; that of a discrete input a row a value.
func inputRecords(p *answer.Page) *records {
	s, v := p.Input.Spec, &p.Input.Value
	out := &records{columns: []string{"member", "input", "unit", "dist", "mid", "value", "weight", "low", "mode", "high", "p5", "p95", "basis", "as_of", "title", "url", "date",
		"kind", "note", "override", "origin", "meaning", "bounds", "common"}}
	add := func(value, weight any, x quantity.Source) {
		at := map[string]any{}
		for _, f := range parameters(s, v) {
			at[f.key] = f.value
		}
		if v.Shape == quantity.Constant {
			value = valueOf(s, v, v.Mode)
		}
		out.add(p.ID, s.Name, s.Unit.Symbol, string(v.Shape), valueOf(s, v, v.Mid()), value, weight, at["low"], at["mode"], at["high"], at["p5"], at["p95"], string(v.Basis),
			orNull(v.AsOf), orNull(x.Title), orNull(x.URL), orNull(x.Date), orNull(x.Kind), orNull(strings.TrimSpace(v.Note)),
			override(v), orNull(v.Origin), s.Doc, orNull(boundsOf(s)), orNull(v.Common))
	}
	switch {
	case v.Shape == quantity.Discrete:
		for i, x := range v.Values {
			source := quantity.Source{}
			if i < len(v.Sources) {
				source = v.Sources[i]
			}
			add(valueOf(s, v, x), v.Weights[i], source)
		}
	case len(v.Sources) == 0:
		add(nil, nil, quantity.Source{})
	default:
		for _, x := range v.Sources {
			add(nil, nil, x)
		}
	}
	return out
}
