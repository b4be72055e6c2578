package report

import (
	"io"
	"strings"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Quantities writes the reference: every input and output of a set with unit, bounds or formula, and meaning. Errors are those of the writer.
func Quantities(w io.Writer, set *quantity.Set, o Options) error {
	all := set.All()
	return o.write(w, output{
		document: func() *document {
			d := &document{kind: "quantities"}
			var inputs, outputs []*quantity.Spec
			for _, s := range all {
				if s.Input {
					inputs = append(inputs, s)
				} else {
					outputs = append(outputs, s)
				}
			}
			d.add(definitions{"Inputs", inputs}, definitions{"Outputs", outputs})
			var formulas []string
			for _, s := range all {
				for _, v := range variants(s) {
					formulas = append(formulas, v.formula, v.text())
				}
				formulas = append(formulas, s.ExtraFormula())
			}
			d.add(glossary(formulas...))
			return d
		},
		tree: func() object {
			out := list{}
			for _, s := range all {
				out = append(out, specTree(s))
			}
			return object{{"quantities", out}}
		},
		records: func() *records {
			out := &records{columns: []string{"name", "kind", "unit", "style", "scope", "total", "bounds", "formula", "meaning"}}
			for _, s := range all {
				out.add(s.Name, kindOf(s), s.Unit.Symbol, orNull(styleOf(s)), scopeOf(s), orNull(totalOf(s)), orNull(boundsOf(s)), orNull(wholeFormula(s)), s.Doc)
			}
			return out
		},
	})
}

// definitions is a list of quantities: on a terminal a paragraph each, since formulas are long; in Markdown a table.
type definitions struct {
	title string
	specs []*quantity.Spec
}

func (d definitions) text(o Options) []string {
	if len(d.specs) == 0 {
		return nil
	}
	out := []string{o.paint(d.title, strong)}
	for _, s := range d.specs {
		out = append(out, "", o.paint(s.Name, strong)+" ["+unitName(s)+"]")
		out = append(out, wrap("    "+o.clean(s.Doc), o.Width, 0)...)
		lead := "= "
		if s.Input {
			lead = "if not given = "
		}
		for _, f := range formulaLines(s, lead) {
			out = append(out, wrap("    "+f, o.Width, 2)...)
		}
		var facts []string
		if s.Input {
			facts = append(facts, boundsOf(s))
			if s.Fixed {
				facts = append(facts, "a single number")
			}
			facts = append(facts, scopeNames[s.Scope])
		} else {
			facts = append(facts, "total: "+totalOf(s))
		}
		out = append(out, wrap("    "+strings.Join(facts, "; "), o.Width, 0)...)
	}
	return out
}

func (d definitions) markdown(o Options) string {
	if len(d.specs) == 0 {
		return ""
	}
	g := grid{title: d.title, columns: []column{{head: "Name"}, {head: "Unit"}, {head: "Meaning"}, {head: "Formula"}, {head: "Total"}}}
	if d.specs[0].Input {
		g.columns[3].head, g.columns[4].head = "Bounds", "One draw"
	}
	for _, s := range d.specs {
		cells := []cell{code(s.Name), text(unitName(s)), text(s.Doc), {lines: formulaLines(s, ""), code: true}, text(totalOf(s))}
		if s.Input {
			cells[3], cells[4] = text(boundsOf(s)), text(scopeNames[s.Scope])
			if f := s.Formula(); f != "" {
				cells[3] = text(boundsOf(s), "if not given: "+f)
			}
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	return g.markdown(o)
}

var scopeNames = map[quantity.Scope]string{quantity.Shared: "one draw for all chips", quantity.Member: "a draw for each chip"}

func scopeOf(s *quantity.Spec) string {
	if s.Scope == quantity.Member {
		return "member"
	}
	return "shared"
}

func kindOf(s *quantity.Spec) string {
	if s.Input {
		return "input"
	}
	return "output"
}

var styleNames = map[unit.Style]string{unit.AsCount: "count", unit.AsRatio: "ratio", unit.AsShare: "share"}

// styleOf says what a number without unit is; empty for one that has a unit.
func styleOf(s *quantity.Spec) string {
	switch {
	case s.Labels != nil:
		return "name"
	case s.Unit.Exp != (unit.Exponents{}):
		return ""
	}
	return styleNames[s.Style]
}

// unitName is the unit for people.
func unitName(s *quantity.Spec) string {
	if style := styleOf(s); style != "" {
		return style
	}
	return s.Unit.Symbol
}

func boundsOf(s *quantity.Spec) string {
	switch {
	case !s.Input:
		return ""
	case s.Labels != nil:
		return series(s.Labels, " or ")
	}
	return s.BoundsText()
}

func totalOf(s *quantity.Spec) string {
	if s.Input {
		return ""
	}
	return s.Total.String()
}

// formulaLines are a quantity's formulas for people: one, after a lead, or several, each after the questions to which it applies.
func formulaLines(s *quantity.Spec, lead string) []string {
	if s.Formula() == "" {
		return nil
	}
	extra := s.ExtraFormula()
	if extra != "" {
		extra = " (in the total + " + extra + ")"
	}
	var out []string
	for _, v := range variants(s) {
		start := lead
		if when := v.text(); when != "" {
			start = "where " + when + ": "
		}
		out = append(out, start+v.formula+extra)
	}
	return out
}

// wholeFormula is the formula, with what a total adds to the sum of its members.
func wholeFormula(s *quantity.Spec) string {
	f := s.Formula()
	if extra := s.ExtraFormula(); extra != "" {
		f += " (in the total + " + extra + ")"
	}
	return f
}

func specTree(s *quantity.Spec) object {
	out := object{{"name", s.Name}, {"kind", kindOf(s)}, {"unit", s.Unit.Symbol}}
	if style := styleOf(s); style != "" {
		out = append(out, field{"style", style})
	}
	out = append(out, field{"scope", scopeOf(s)})
	if s.Input {
		out = append(out, field{"bounds", boundsOf(s)})
		if s.Fixed {
			out = append(out, field{"fixed", true})
		}
		if s.Labels != nil {
			out = append(out, field{"labels", strs(s.Labels)})
		}
	} else {
		out = append(out, field{"total", totalOf(s)})
	}
	if f := s.Formula(); f != "" {
		out = append(out, field{"formula", f})
		if list := variants(s); len(list) > 1 || list[0].formula != f {
			out = append(out, field{"variants", variantsTree(list)})
		}
	}
	if f := s.ExtraFormula(); f != "" {
		out = append(out, field{"total_extra", f})
	}
	return append(out, field{"meaning", s.Doc})
}

// variantsTree is the formula by the questions to which it applies.
func variantsTree(variants []variant) list {
	out := list{}
	for _, v := range variants {
		when := inline{}
		for _, c := range v.when {
			when = append(when, field{c.choice.Name, strs(c.options)})
		}
		out = append(out, inline{{"when", when}, {"formula", v.formula}})
	}
	return out
}
