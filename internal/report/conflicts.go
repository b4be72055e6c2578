package report

import (
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
)

// conflict is one value of a profile on which its sources contradict each other.
type conflict struct {
	name  string
	input answer.Input
}

// conflicts are the values of a profile that stand for several figures. Those that are names, as a boundary that nobody states, contradict nothing.
func (p profile) conflicts() []conflict {
	var out []conflict
	add := func(prefix string, inputs []answer.Input) {
		for _, in := range inputs {
			if in.Value.Shape == quantity.Discrete && !in.Value.IsConstant() && in.Spec.Labels == nil {
				out = append(out, conflict{prefix + in.Spec.Name, in})
			}
		}
	}
	add("", p.inputs)
	add("sparse ", p.sparse)
	return out
}

// conflictGrid lists each figure of each conflict with its weight and its source.
func conflictGrid(list []profile, cited *references, o Options) grid {
	g := grid{title: "Where figures contradict each other", columns: []column{
		{head: "Input"}, {head: "Figure", right: true, unit: true}, {head: "Weight", right: true}, {head: "Source", flow: true},
	}}
	for _, p := range list {
		owner := ""
		if len(list) > 1 {
			owner = p.id + ":"
		}
		for _, c := range p.conflicts() {
			v := &c.input.Value
			name := owner + c.name
			for i, t := range o.valueTexts(c.input.Spec, v) {
				g.rows = append(g.rows, gridRow{cells: []cell{code(name), text(t), text(percent(v.Weights[i] / sum(v.Weights))), figureCell(v, i, cited)}})
				name = ""
			}
		}
	}
	return g
}

// conflictsTree is the conflicts of a profile for programs: every figure with its weight and its source.
func conflictsTree(p profile) list {
	out := list{}
	for _, c := range p.conflicts() {
		out = append(out, object{{"input", c.name}, {"unit", c.input.Spec.Unit.Symbol}, {"figures", figuresTree(c.input.Spec, &c.input.Value)}})
	}
	return out
}

// figuresTree is the figures of a discrete value, each with its weight and its source.
func figuresTree(s *quantity.Spec, v *quantity.Value) list {
	out := list{}
	names := valueNames(s, v)
	for i, x := range v.Values {
		one := inline{{"value", x}}
		if names != nil {
			one = append(one, field{"label", names[i]})
		}
		var source any
		if from := sourceOf(v, i); len(from) > 0 && from[0] != (quantity.Source{}) {
			source = sourceTree(from[0])
		}
		out = append(out, append(one, field{"weight", v.Weights[i]}, field{"source", source}))
	}
	return out
}

// sourceOfFigure is the source of a discrete value's figure i, with its number in the list.
func sourceOfFigure(v *quantity.Value, i int, cited *references) string {
	from := sourceOf(v, i)
	if len(from) == 0 || from[0] == (quantity.Source{}) {
		return "no source"
	}
	return cited.cite(from) + " " + sourceText(from[0])
}

// figureCell is the same for a table; on a page the title leads to the source.
func figureCell(v *quantity.Value, i int, cited *references) cell {
	out := text(sourceOfFigure(v, i, cited))
	if from := sourceOf(v, i); len(from) > 0 && from[0] != (quantity.Source{}) {
		s := from[0]
		out.links = []hyperlink{{s.Title, link(s.URL)}, {s.Kind, ""}, {s.Date, ""}}
	}
	return out
}

// valueSources are the addresses of the sources of values that contradict each other, one for each in their order, "-" where there is none; null for a value
// of another kind.
func valueSources(v *quantity.Value) any {
	if v.Shape != quantity.Discrete {
		return nil
	}
	parts := make([]string, len(v.Values))
	for i := range v.Values {
		parts[i] = "-"
		if from := sourceOf(v, i); len(from) > 0 && from[0].URL != "" {
			parts[i] = from[0].URL
		}
	}
	return strings.Join(parts, " ")
}
