package report

import (
	"slices"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// mistakeWords say of each kind of misreading what is taken for what, and how a reader tells.
var mistakeWords = map[check.Mistake]struct{ title, why string }{
	check.WrongPlace: {"Which gigawatt?",
		"The same number of watts buys more chips the nearer to them it is measured: at the utility meter, behind the cooling, at the racks, in the packages. A figure that does not say where says little."},
	check.DiesCounted: {"Packages or dies?",
		"What is sold and racked is a package, and some hold several dies. Vendors count both; this report counts packages."},
	check.SparsePeak: {"Dense or sparse peak?",
		"Data sheets often lead with the peak for sparse matrices, a multiple of the dense one. This report counts dense peaks."},
	check.PeakAsWork: {"Peak or effective throughput?",
		"A peak is what the arithmetic units could do. What a workload gets of it is the MFU, a wide range that differs from chip to chip."},
	check.AllAtWork: {"Installed or in service?",
		"Some of the chips are always out for repair or spare."},
}

// mistakes is the order in which kinds of misreadings are listed.
var mistakes = []check.Mistake{check.WrongPlace, check.DiesCounted, check.SparsePeak, check.PeakAsWork, check.AllAtWork}

// misreadings is a table of what the question is often taken to mean, each kind with a line on how to tell.
func (b *Briefing) misreadings(o Options) []block {
	if b.Ramp != nil {
		return b.rampMisreadings(o)
	}
	g := grid{columns: []column{{head: "Read as", flow: true}}}
	for _, m := range b.Misreadings {
		g.columns = append(g.columns, column{head: m.Name, right: true})
	}
	var why points
	for _, kind := range mistakes {
		rows := b.misreadRows(kind)
		if len(rows) == 0 {
			continue
		}
		g.rows = append(g.rows, gridRow{section: mistakeWords[kind].title})
		for _, row := range rows {
			cells := []cell{text(misreadLabel(row))}
			for i := range b.Misreadings {
				cells = append(cells, text(o.misreadCell(b, i, row)))
			}
			g.rows = append(g.rows, gridRow{cells: cells})
		}
		why = append(why, point{mistakeWords[kind].title, mistakeWords[kind].why})
	}
	if len(g.rows) == 0 {
		return nil
	}
	return []block{why, captioned{"What the same words come to, read in each way", g}}
}

// misreadRows are the rows of one kind, over all columns, in their order: of each the first reading of it.
func (b *Briefing) misreadRows(kind check.Mistake) []*check.Misreading {
	var out []*check.Misreading
	for _, m := range b.Misreadings {
		for i := range m.List {
			r := &m.List[i]
			if r.Mistake == kind && !slices.ContainsFunc(out, func(x *check.Misreading) bool { return misreadLabel(x) == misreadLabel(r) }) {
				out = append(out, r)
			}
		}
	}
	return out
}

// misreadCell is what a row says of a column. A figure of the question itself that the report has is that of the report: computed once more by itself it would be
// another sample of the draws, and it is there too where the misreading makes no sense, such as a sparse peak that a chip has not.
func (o Options) misreadCell(b *Briefing, column int, row *check.Misreading) string {
	if row.AsMeant() {
		if q := answer.Find(b.Answer.OfAlternative(column), row.Quantity.Spec); q != nil {
			return o.figure(q, drawn(b.Answer)).oneLine()
		}
	}
	list := b.Misreadings[column].List
	for i := range list {
		if r := &list[i]; r.Mistake == row.Mistake && misreadLabel(r) == misreadLabel(row) {
			return o.figure(&r.Quantity, drawn(b.Answer)).oneLine()
		}
	}
	return dash
}

// misreadLabel is what a reading counts.
func misreadLabel(r *check.Misreading) string {
	asked := ""
	if r.Asked {
		asked = ", as in this report"
	}
	switch r.Mistake {
	case check.WrongPlace:
		i := slices.Index(power.Basis.Options, r.Basis)
		switch {
		case r.TDPOnly:
			return "Chips, if the power is divided by their TDP and nothing else"
		case i < 0:
			return "Chips, with the boundary not stated" + asked
		}
		return "Chips, the power at " + answer.BoundaryMeaning[i] + asked
	case check.DiesCounted:
		if r.Asked {
			return "Packages" + asked
		}
		return "Dies"
	case check.SparsePeak:
		if r.Asked {
			return Label(r.Quantity.Spec) + asked
		}
		return "Sparse peak of the same format"
	case check.PeakAsWork:
		if r.Asked {
			return "Effective" + asked
		}
		return Label(r.Quantity.Spec)
	}
	return Label(r.Quantity.Spec)
}

// rampMisreadings are those of a commitment over time, up to the record's last quarter: amounts added up, stocks as of then. The boundary of its power is in the
// notes.
func (b *Briefing) rampMisreadings(o Options) []block {
	last := b.Ramp.Periods[len(b.Ramp.Periods)-1]
	sampled := b.Ramp.Question.Draws > 0
	g := grid{columns: []column{{head: "By " + last.Quarter, flow: true}, {head: "Figure", right: true}}}
	var why points
	add := func(title, sentence string, rows ...*quantity.Spec) {
		var cells []gridRow
		for _, s := range rows {
			if q := answer.Find(b.Ramp.Whole, s); q != nil && q.Point == q.Point {
				cells = append(cells, gridRow{cells: []cell{text(Label(s)), text(o.figure(q, sampled).oneLine())}})
			}
		}
		if len(cells) < 2 {
			return
		}
		g.rows = append(append(g.rows, gridRow{section: title}), cells...)
		why = append(why, point{title, sentence})
	}
	add("Announced or energised?", "What is announced is a target for a date; part of it comes late, and some never. The power that runs chips is the energised one.",
		ramp.Announced.Spec, ramp.Energised.Spec)
	add("Installed or in service?", mistakeWords[check.AllAtWork].why, capacity.Chips.Spec, capacity.ChipsInService.Spec)
	add("What it costs or what is paid?", "The value of a contract is paid over its years and is not what the machines cost; capital is spent before they run.",
		ramp.Capex.Spec, ramp.PaidToDate.Spec, ramp.BudgetToDate.Spec)
	if len(g.rows) == 0 {
		return nil
	}
	return []block{why, captioned{"Figures that are taken for one another", g}}
}
