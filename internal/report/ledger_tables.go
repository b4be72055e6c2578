package report

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/unit"
)

// ledgerDocument is the result for people.
func ledgerDocument(r *ledger.Result, o Options) *document {
	d := &document{kind: "ledger"}
	if o.Format == Markdown {
		d.add(markdownWarnings(r.Warnings))
	}
	d.add(append(prose{{ledgerHeadline(r, o), strong}}, ledgerAbout(r, o)...))
	for _, b := range boundaries(r) {
		d.add(o.reliances(r, b), o.concentration(r, b), o.pairs(r, b), o.targets(r, b))
		for _, s := range r.States {
			if s.Key != ledger.AfterWithLetter {
				d.add(o.chipTable(r, s, b))
			}
		}
	}
	var cited references
	d.add(choice{o.uncited(o.countedEntries(r, &cited, true)), o.uncited(o.countedEntries(r, &cited, false)),
		o.uncited(withoutColumn(o.countedEntries(r, &cited, false), "Status"))}, o.uncited(o.otherEntries(r, &cited)))
	inputs := ledgerInputs(r)
	var list []string
	for _, n := range r.Notes {
		if n.Code != ledger.NotCounted { // the tables say it
			list = append(list, n.Message)
		}
	}
	d.add(bullets{"What the ledger says of those counted", remarksOnCounted(r)}, bullets{"Notes", list}, assumptions(inputs), marksOf(inputs), details{"Sources", []block{&cited}})
	return d
}

// remarksOnCounted are the notes of the commitments that are in the sums of the last state: what weakens a sum, such as that two may overlap, is often there.
func remarksOnCounted(r *ledger.Result) []string {
	var out []string
	for _, e := range lastState(r).Entries {
		if e.Role != ledger.LeftOut && e.Evidence.Note != "" {
			out = append(out, e.ID+": "+strings.Join(strings.Fields(e.Evidence.Note), " "))
		}
	}
	return out
}

// ledgerInputs are the inputs of the site and of the chips, as an answer has them.
func ledgerInputs(r *ledger.Result) *answer.Answer {
	a := &answer.Answer{Question: answer.Question{Overlaid: r.Question.Overlaid}, Inputs: r.Site}
	for _, c := range r.Chips {
		a.Members = append(a.Members, answer.Member{ID: c.ID, Name: c.Name, Inputs: c.Inputs})
	}
	return a
}

// boundaries lists the sums that the states have, in their order.
func boundaries(r *ledger.Result) []string {
	var out []string
	for _, b := range []string{ledger.Unstated, ledger.Facility, ledger.IT} {
		if slices.ContainsFunc(r.States, func(s ledger.State) bool { g, _ := s.Of(b, "", r.Question.Realised); return g != nil }) {
			out = append(out, b)
		}
	}
	return out
}

// sumName is what a table's powers are.
func sumName(r *ledger.Result, boundary string) string {
	name := strings.ToUpper(boundary[:1]) + boundary[1:] + " power"
	switch boundary {
	case ledger.IT:
		name = "IT power"
	case ledger.Unstated:
		name = "Power of unstated boundary"
	}
	if r.Question.Realised {
		name += ", as far as it is expected to be energised"
	}
	return name
}

// reliances is each vendor's power and share, moment by moment.
func (o Options) reliances(r *ledger.Result, boundary string) block {
	arrange := func(lines func(figure) []string) grid {
		g := grid{title: sumName(r, boundary), columns: []column{{head: "Vendor", flow: true}}}
		for _, s := range r.States {
			g.columns = append(g.columns, column{head: stateName(s), right: true}, column{head: "Share", right: true})
		}
		for _, v := range r.Vendors {
			cells, any := []cell{text(VendorName(v))}, false
			for _, s := range r.States {
				_, row := s.Of(boundary, v, r.Question.Realised)
				if row == nil {
					cells = append(cells, text(dash), text(dash))
					continue
				}
				any = true
				cells = append(cells, text(lines(o.number(row.Power))...), text(lines(o.number(row.Share))...))
			}
			if any {
				g.rows = append(g.rows, gridRow{cells: cells})
			}
		}
		cells := []cell{text("Total")}
		for _, s := range r.States {
			if group, _ := s.Of(boundary, "", r.Question.Realised); group != nil {
				cells = append(cells, text(lines(o.number(group.Total))...), text("100%"))
			} else {
				cells = append(cells, text(dash), text(dash))
			}
		}
		g.rows = append(g.rows, gridRow{cells: cells})
		return g
	}
	return choice{arrange(func(f figure) []string { return []string{f.oneLine()} }), arrange(figure.below), panels{arrange(figure.below), nil}}
}

// byState is a table with a column a moment.
func (o Options) byState(r *ledger.Result, boundary, title, head string, rows func(add func(label string, of func(*ledger.Group) *ledger.Figure))) block {
	arrange := func(lines func(figure) []string) grid {
		g := grid{title: title, columns: []column{{head: head, flow: true}}}
		for _, s := range r.States {
			g.columns = append(g.columns, column{head: stateName(s), right: true})
		}
		rows(func(label string, of func(*ledger.Group) *ledger.Figure) {
			cells, any := []cell{text(label)}, false
			for _, s := range r.States {
				group, _ := s.Of(boundary, "", r.Question.Realised)
				var f *ledger.Figure
				if group != nil {
					f = of(group)
				}
				if f == nil || !f.Known() {
					cells = append(cells, text(dash))
					continue
				}
				any = true
				cells = append(cells, text(lines(o.number(*f))...))
			}
			if any {
				g.rows = append(g.rows, gridRow{cells: cells})
			}
		})
		return g
	}
	return choice{arrange(func(f figure) []string { return []string{f.oneLine()} }), arrange(figure.below), panels{arrange(figure.below), nil}}
}

// concentration is how unequal the vendors' shares are, and for how much of the power a chip is known.
func (o Options) concentration(r *ledger.Result, boundary string) block {
	return o.byState(r, boundary, "", "Concentration", func(add func(string, func(*ledger.Group) *ledger.Figure)) {
		add("Herfindahl index of the shares", func(g *ledger.Group) *ledger.Figure { return &g.Herfindahl })
		add("As many equal vendors", func(g *ledger.Group) *ledger.Figure { return &g.Equivalent })
		add("Power with a known chip", func(g *ledger.Group) *ledger.Figure { return &g.Covered })
		add("Power without", func(g *ledger.Group) *ledger.Figure { return &g.Uncovered })
	})
}

// pairs is each vendor against the headline's alone.
func (o Options) pairs(r *ledger.Result, boundary string) block {
	return o.byState(r, boundary, "", "Share of the two", func(add func(string, func(*ledger.Group) *ledger.Figure)) {
		for _, v := range r.Vendors {
			if v != r.Question.Vendor && v != "" {
				add(v+" of "+v+" and "+r.Question.Vendor, func(g *ledger.Group) *ledger.Figure {
					if row := g.Row(v); row != nil {
						return &row.Pair
					}
					return nil
				})
			}
		}
	})
}

// targets sets what is added beside the aims, which are not.
func (o Options) targets(r *ledger.Result, boundary string) block {
	return o.byState(r, boundary, "", "Share of a target", func(add func(string, func(*ledger.Group) *ledger.Figure)) {
		var ids []string
		for _, s := range r.States {
			if g, _ := s.Of(boundary, "", r.Question.Realised); g != nil {
				for _, a := range g.Aims {
					if !slices.Contains(ids, a.ID) {
						ids = append(ids, a.ID)
					}
				}
			}
		}
		for _, id := range ids {
			aim := func(g *ledger.Group) *ledger.Aim {
				for i := range g.Aims {
					if g.Aims[i].ID == id {
						return &g.Aims[i]
					}
				}
				return nil
			}
			label := id + ", all"
			if c := r.Ledger.Find(id); c != nil {
				label = id + " (" + o.amountOf(c) + "), all"
			}
			add(label, func(g *ledger.Group) *ledger.Figure {
				if a := aim(g); a != nil {
					return &a.Reached
				}
				return nil
			})
			for _, v := range r.Vendors {
				add("  "+VendorName(v), func(g *ledger.Group) *ledger.Figure {
					a := aim(g)
					for i := range g.Rows {
						if a != nil && g.Rows[i].Vendor == v {
							return &a.Shares[i]
						}
					}
					return nil
				})
			}
		}
	})
}

// chipTable is what is known of the chips at a moment: nil where nothing is.
func (o Options) chipTable(r *ledger.Result, s ledger.State, boundary string) block {
	group, _ := s.Of(boundary, "", r.Question.Realised)
	if group == nil || !group.Chips.Known() {
		return nil
	}
	peak := r.Question.Precision
	if peak == ledger.EightBit {
		peak = "8-bit"
	}
	arrange := func(lines func(figure) []string) grid {
		g := grid{title: "Chips where they are known: " + lowerFirst(stateName(s)), columns: []column{{head: "Vendor", flow: true}, {head: "Power", right: true},
			{head: "Chips", right: true}, {head: "Share", right: true}, {head: "Dense " + peak + " peak", right: true}, {head: "Share", right: true}}}
		line := func(name string, figures ...ledger.Figure) {
			cells := []cell{text(name)}
			for _, f := range figures {
				if !f.Known() {
					cells = append(cells, text(dash))
					continue
				}
				cells = append(cells, text(lines(o.number(f))...))
			}
			for len(cells) < len(g.columns) {
				cells = append(cells, text(dash))
			}
			g.rows = append(g.rows, gridRow{cells: cells})
		}
		for _, row := range group.Rows {
			if row.Chips.Known() {
				line(VendorName(row.Vendor), row.Covered, row.Chips, row.ChipShare, row.FLOPS, row.FLOPSShare)
			}
		}
		whole := ledger.Figure{Notation: unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare}, Point: 1}
		line("Total", group.Covered, group.Chips, whole, group.FLOPS, whole)
		return g
	}
	return choice{arrange(func(f figure) []string { return []string{f.oneLine()} }), arrange(figure.below), panels{arrange(figure.below), nil}}
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// amountOf is the power of a commitment, or its money.
func (o Options) amountOf(c *ledger.Commitment) string {
	if c.Power == nil {
		return o.midText(ledger.Money.Spec, c.Money)
	}
	if c.Power.IsConstant() {
		return o.midText(ledger.Power.Spec, c.Power)
	}
	return o.rangeText(ledger.Power.Spec, c.Power)
}

// countedEntries lists what was added in the last moment asked about, with what is inside it, and, where there is room, its chips.
func (o Options) countedEntries(r *ledger.Result, cited *references, chips bool) grid {
	s := lastState(r)
	g := grid{title: "Counted: " + lowerFirst(stateName(s)), columns: []column{{head: "Commitment"}, {head: "Date", flow: true}, {head: "Vendor", flow: true},
		{head: "Power", right: true}, {head: "Measured at", flow: true}, {head: "Status", flow: true}, {head: "Obligation", flow: true}, {head: "Source", flow: true}}}
	if chips {
		g.columns = slices.Insert(g.columns, chipColumn, column{head: "Chip"})
	}
	var add func(e ledger.Entry, depth int)
	add = func(e ledger.Entry, depth int) {
		cells := []cell{code(e.ID), text(e.Date), text(VendorName(e.Vendor)), text(o.amountOf(e.Commitment)), text(e.Boundary), text(string(e.Status)),
			text(string(e.Binding)), text(cited.cite(e.Evidence.Sources))}
		cells[0].lines[0] = strings.Repeat("  ", depth) + cells[0].lines[0]
		if chips {
			cells = slices.Insert(cells, chipColumn, text(o.chipsOf(e.Commitment)))
		}
		g.rows = append(g.rows, gridRow{cells: cells})
		for _, x := range s.Entries {
			if x.Role == ledger.Inside && x.Of == e.ID {
				add(x, depth+1)
			}
		}
	}
	for _, e := range s.Entries {
		if e.Role == ledger.Counted {
			add(e, 0)
		}
	}
	return g
}

// withoutColumn is a table for which there is less room; the other formats have all of it.
func withoutColumn(g grid, head string) grid {
	k := slices.IndexFunc(g.columns, func(c column) bool { return c.head == head })
	g.columns = slices.Delete(g.columns, k, k+1)
	for i := range g.rows {
		g.rows[i].cells = slices.Delete(g.rows[i].cells, k, k+1)
	}
	return g
}

// chipColumn is where the chips stand, behind the vendor.
const chipColumn = 3

// chipsOf names the chips of a commitment, and for how much of it they are known.
func (o Options) chipsOf(c *ledger.Commitment) string {
	if len(c.Chips) == 0 {
		return dash
	}
	names := make([]string, len(c.Chips))
	for i, p := range c.Chips {
		names[i] = p.Chip
	}
	s := strings.Join(names, ", ")
	if c.ChipPower != nil {
		s += " (" + o.midText(ledger.ChipPower.Spec, c.ChipPower) + ")"
	}
	return s
}

// uncited drops the last column, the numbers of sources, where no list of sources follows.
func (o Options) uncited(g grid) grid {
	if !o.Quiet {
		return g
	}
	last := len(g.columns) - 1
	g.columns = g.columns[:last]
	for i := range g.rows {
		g.rows[i].cells = g.rows[i].cells[:last]
	}
	return g
}

// otherEntries lists what was not added, and why.
func (o Options) otherEntries(r *ledger.Result, cited *references) grid {
	s := lastState(r)
	g := grid{title: "Not counted", columns: []column{{head: "Commitment"}, {head: "Date", flow: true}, {head: "Amount", right: true}, {head: "Why", flow: true},
		{head: "Source", flow: true}}}
	for _, e := range s.Entries {
		if e.Role == ledger.LeftOut && e.Reason != ledger.ByLater { // of those a note gives the ids
			g.rows = append(g.rows, gridRow{cells: []cell{code(e.ID), text(e.Date), text(o.amountOf(e.Commitment)), text(e.Message),
				text(cited.cite(e.Evidence.Sources))}})
		}
	}
	return g
}

// lastState is the last moment asked about, before all letters that are kept beside it.
func lastState(r *ledger.Result) ledger.State {
	var out ledger.State
	for _, s := range r.States {
		if s.Key != ledger.AfterWithLetter {
			out = s
		}
	}
	return out
}
