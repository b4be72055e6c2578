package report

import (
	"math"
	"slices"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

func unknown(s *quantity.Spec) *answer.Quantity {
	return &answer.Quantity{Spec: s, Point: math.NaN(), Summary: analysis.Unknown()}
}

// party is a column of a table with several chips: a member or the total.
type party struct {
	name  string
	total bool
	list  []answer.Quantity
}

// fleet is a mix: members and total side by side, then what part of the whole each member is.
func fleet(a *answer.Answer, o Options) []block {
	var parties []party
	for _, m := range a.Members {
		parties = append(parties, party{name: m.Name, list: m.Quantities})
	}
	parties = append(parties, party{name: "Total", total: true, list: a.Total})
	if slices.ContainsFunc(a.Members, func(m answer.Member) bool { return len(m.Quantities) == 0 }) {
		parties = parties[len(parties)-1:] // only the total was computed
	}
	return []block{sideBySide(a.Total, parties, drawn(a), o), shares(a, o)}
}

// comparison is several chips side by side, and each over the reference.
func comparison(a *answer.Answer, o Options) []block {
	var parties []party
	var specs []answer.Quantity
	for _, m := range a.Members {
		parties = append(parties, party{name: m.Name, total: true, list: m.Quantities})
		for _, q := range m.Quantities {
			if answer.Find(specs, q.Spec) == nil {
				specs = append(specs, q)
			}
		}
	}
	if len(parties) < 2 {
		return []block{estimate(specs, drawn(a), o)}
	}
	return []block{sideBySide(specs, parties, drawn(a), o), ratios(a, o), equivalents(a, o), breakEvens(a, o)}
}

// sideBySide has a column for each party: value and range on one line, or below each other; then several such tables, or else one for each party.
func sideBySide(specs []answer.Quantity, parties []party, drawn bool, o Options) block {
	if len(parties) == 1 {
		return estimate(parties[0].list, drawn, o)
	}
	arrange := func(lines func(figure) []string) grid {
		g := grid{columns: []column{{head: "Quantity", flow: true}}}
		for _, p := range parties {
			g.columns = append(g.columns, column{head: p.name, right: true})
		}
		g.rows = sectioned(specs, func(q *answer.Quantity) []cell {
			cells := []cell{text(indented(q.Spec))}
			for _, p := range parties {
				if p.lacks(q.Spec) {
					cells = append(cells, text(dash))
					continue
				}
				cells = append(cells, text(lines(o.figure(quantityOf(p.list, q.Spec), drawn))...))
			}
			return cells
		})
		return g
	}
	wide := arrange(func(f figure) []string { return []string{f.oneLine()} })
	var blocks stack
	for _, p := range parties {
		list := slices.DeleteFunc(slices.Clone(p.list), func(q answer.Quantity) bool { return p.lacks(q.Spec) })
		blocks = append(blocks, prose{{p.name, strong}}, estimate(list, drawn, o))
	}
	return choice{wide, arrange(figure.below), panels{arrange(figure.below), blocks}}
}

// lacks reports whether the quantity means nothing for this party, which is not the same as not being known.
func (p party) lacks(s *quantity.Spec) bool {
	return p.total && s.Total == quantity.None || !p.total && s.Total == quantity.TotalOnly
}

// shares is what part of the whole each member is: as asked, and as it came out.
func shares(a *answer.Answer, o Options) block {
	g := grid{columns: []column{{head: "Share of", flow: true}}}
	asked := []cell{text("Asked, by " + measureNames[a.Question.By])}
	n := o.ratioNotation()
	n.Style = unit.AsShare
	var specs []*quantity.Spec
	for _, m := range a.Members {
		g.columns = append(g.columns, column{head: m.Name, right: true})
		asked = append(asked, text(rounded(m.Share, n)))
		for _, q := range m.Shares {
			if !slices.Contains(specs, q.Spec) {
				specs = append(specs, q.Spec)
			}
		}
	}
	g.rows = []gridRow{{cells: asked}}
	for _, s := range specs {
		cells := []cell{text(Label(s))}
		for _, m := range a.Members {
			cells = append(cells, text(o.share(quantityOf(m.Shares, s), drawn(a)).oneLine()))
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	return choice{g, transposed(g), panels{g, nil}}
}

// reference is the member that the others are compared with.
func reference(a *answer.Answer) int {
	if a.Mix != nil && len(a.Mix.Members) > 0 {
		if i := slices.IndexFunc(a.Members, func(m answer.Member) bool { return m.ID == a.Mix.Members[0].ID }); i >= 0 {
			return i
		}
	}
	return 0
}

// ratios is each member over the reference, draw by draw.
func ratios(a *answer.Answer, o Options) block {
	ref := reference(a)
	g := grid{columns: []column{{head: "Ratio to " + a.Members[ref].Name, flow: true}}}
	for i, m := range a.Members {
		if i != ref {
			g.columns = append(g.columns, column{head: m.Name, right: true})
		}
	}
	g.rows = sectioned(a.Members[ref].Quantities, func(q *answer.Quantity) []cell {
		cells := []cell{text(indented(q.Spec))}
		for i, m := range a.Members {
			if i != ref {
				cells = append(cells, text(o.ratio(quantityOf(m.Ratios, q.Spec), drawn(a)).oneLine()))
			}
		}
		return cells
	})
	return choice{g, panels{g, nil}}
}

// transposed swaps rows and columns, for a table that is too wide for its few rows.
func transposed(g grid) grid {
	out := grid{columns: []column{{head: g.columns[0].head, flow: true}}}
	for _, r := range g.rows {
		out.columns = append(out.columns, column{head: r.cells[0].lines[0], right: true})
	}
	for k := 1; k < len(g.columns); k++ {
		cells := []cell{text(g.columns[k].head)}
		for _, r := range g.rows {
			cells = append(cells, r.cells[k])
		}
		out.rows = append(out.rows, gridRow{cells: cells})
	}
	return out
}
