package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/unit"
)

// Best writes the best mix under limits, or why there is none. Errors are those of the writer.
func Best(w io.Writer, r *optimize.Result, o Options) error {
	return o.write(w, output{
		document: func() *document { return bestDocument(r, o) },
		tree:     func() object { return bestTree(r) },
		records:  func() *records { return bestRecords(r) },
	})
}

func bestDocument(r *optimize.Result, o Options) *document {
	d := &document{kind: "best"}
	if o.Format == Markdown {
		d.add(markdownWarnings(r.Grounds.Warnings))
	}
	if headline := (sentence{bestHeadline(r, o), strong}); r.Outcome == optimize.NodeLimit { // what is not proved never looks as if it were, quiet or not
		d.add(marks{headline, {proof(r, o), normal}}, aboutBest(r, o))
	} else {
		d.add(append(prose{headline, {proof(r, o), normal}}, aboutBest(r, o)...))
	}
	if r.Conflict != nil {
		d.add(conflictDocument(r.Conflict, r.LeftOut, r.Question, r.Objective, o)...)
		d.add(marksOf(r.Weighed.Grounds))
		return d
	}
	if r.Members == nil {
		d.add(marksOf(r.Weighed.Grounds))
		return d
	}
	d.add(mixGrid(r, o), limitGrid(r, o))
	if len(r.Total) > 0 {
		d.add(estimate(r.Total, r.Question.Draws > 0, o))
	}
	d.add(rivalGrid(r, o), leftOutGrid(r, o), bullets{"Notes", bestNotes(r, o)}, assumptions(r.Grounds), marksOf(r.Weighed.Grounds))
	return d
}

// measureLabel is a measure for people: "Effective", "Chips of trainium3".
func measureLabel(m optimize.Measure) string {
	label := Label(m.Spec)
	if m.Share {
		label = "Share of IT power"
	}
	if m.Only.Key != "" {
		label += " of " + m.Only.Value
	}
	return label
}

func (o Options) amount(m optimize.Measure, x float64, digits int) string {
	n := m.Notation()
	n.ASCII = o.ASCII
	return n.Short(x, digits)
}

func bestHeadline(r *optimize.Result, o Options) string {
	asked, verb, _ := subject(r.Question, o)
	if verb == "is" || verb == "hold" {
		verb = map[string]string{"is": "gives", "hold": "give"}[verb]
	}
	switch r.Outcome {
	case optimize.Infeasible:
		return conflictHeadline(r.Conflict, r.Objective)
	case optimize.NodeLimit:
		if r.Members == nil {
			return "No mix was found before the limit of nodes; there may be one."
		}
		return fmt.Sprintf("The best found before the limit of nodes, from %s: %s, %s.", asked, o.amount(r.Objective, r.Value, 4), mixText(r.Members, o))
	}
	value := together(o.amount(r.Objective, r.Value, 4)) + " (" + r.Objective.String() + ")"
	if !r.Maximise {
		return fmt.Sprintf("From %s, the least is %s: %s.", asked, value, mixText(r.Members, o))
	}
	return fmt.Sprintf("%s %s at most %s: %s.", asked, verb, value, mixText(r.Members, o))
}

// mixText is a mix in a sentence: "9,412 NVIDIA GB300 NVL72 (68%) and 2,103 Trainium3 (32%)".
func mixText(members []optimize.Member, o Options) string {
	parts := make([]string, len(members))
	for i, m := range members {
		parts[i] = o.whole(m.Units) + " " + m.Name
		if len(members) > 1 {
			parts[i] += " (" + o.percent(m.Share) + ")"
		}
	}
	return and(parts)
}

func (o Options) whole(x float64) string {
	return unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsCount, ASCII: o.ASCII}.Short(x, 9)
}

// percent is a part of a whole in percent with one decimal; what is not nothing never reads as nothing, nor what is not all as all.
func (o Options) percent(x float64) string {
	switch {
	case math.IsNaN(x):
		return unit.NA
	case x > 0 && x < 0.0005:
		return "<0.1%"
	case x < 1-1e-9 && x >= 0.9995:
		return ">99.9%"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*x), ".0") + "%"
}

// proof says what is proved.
func proof(r *optimize.Result, o Options) string {
	switch {
	case r.Outcome == optimize.Infeasible:
		return "Proved, at the point: every input at its mid."
	case r.Outcome == optimize.NodeLimit && r.Members == nil:
		return fmt.Sprintf("Not proved either way: the search ended at its limit of nodes (%s searched); raise --max-nodes.", thousands(int(r.Nodes)))
	case r.Outcome == optimize.NodeLimit:
		return fmt.Sprintf("Not proved to be the best: another mix could be up to %s better (a gap of %s reached after %s nodes, %s asked for); raise --max-nodes or --gap.",
			gapPercent(r.Gap), gapText(r.Gap), thousands(int(r.Nodes)), gapText(r.Asked))
	case r.Gap <= 1e-9:
		return "Proved: in whole units no mix is better, with every input at its mid (gap 0)."
	}
	return fmt.Sprintf("Proved: no mix in whole units is more than %s better, with every input at its mid (a gap of %s reached, %s asked for).", gapPercent(r.Gap), gapText(r.Gap), gapText(r.Asked))
}

// gapPercent is a gap in percent with all its leading zeros, rounded up.
func gapPercent(gap float64) string {
	return strconv.FormatFloat(outward(100*gap, 2, math.Ceil), 'f', -1, 64) + "%"
}

// gapText is a gap as a number, rounded up so that it stays proved: 4.2e-08.
func gapText(gap float64) string { return strconv.FormatFloat(outward(gap, 2, math.Ceil), 'g', 2, 64) }

// aboutBest says how to read the figures.
func aboutBest(r *optimize.Result, o Options) prose {
	grounds := *r.Grounds
	if r.Members == nil { // there is nothing to draw
		grounds.Question.Draws = 0
	}
	lines := about(&grounds, o)
	if r.Question.Draws > 0 && len(r.Total) > 0 {
		lines[0].text += " Ranges are of this very mix, bought as it is."
	}
	return lines
}

func mixGrid(r *optimize.Result, o Options) block {
	g := grid{columns: []column{{head: "System", flow: true}, {head: "Units", right: true}, {head: "Chips", right: true}, {head: "Racks", right: true},
		{head: "Share of IT power", right: true}, {head: measureLabel(r.Objective), right: true}}}
	var chips, racks, sum float64
	for _, m := range r.Members {
		g.rows = append(g.rows, gridRow{cells: []cell{text(m.Name), text(o.whole(m.Units)), text(o.whole(m.Chips)), text(o.countOrNA(m.Racks)), text(o.percent(m.Share)),
			text(o.amount(r.Objective, m.Amount, 4))}})
		chips, racks, sum = chips+m.Chips, racks+m.Racks, sum+m.Amount
	}
	if len(r.Members) > 1 {
		g.rows = append(g.rows, gridRow{cells: []cell{text("Total"), text(""), text(o.whole(chips)), text(o.countOrNA(racks)), text("100%"), text(o.amount(r.Objective, sum, 4))}})
	}
	return g
}

func (o Options) countOrNA(x float64) string {
	if math.IsNaN(x) {
		return unit.NA
	}
	return o.whole(x)
}

// limitName is a limit as it was asked for.
func limitName(u optimize.Limit, start bool, q answer.Question) string {
	if start {
		return q.Start.Flag + " " + q.Start.Text
	}
	return u.Text
}

func limitGrid(r *optimize.Result, o Options) block {
	g := grid{columns: []column{{head: "Limit", flow: true}, {head: "Allowed", right: true}, {head: "Used", right: true}, {head: "", right: false},
		{head: "Of the relaxation: worth of", flow: true, right: true}}}
	if r.Question.Draws > 0 {
		g.columns = append(g.columns, column{head: "Kept in draws", right: true})
	}
	for _, u := range r.Limits {
		binds := ""
		if u.Binds {
			binds = "binds"
		}
		cells := []cell{text(limitName(u.Limit, u.Start, r.Question)), text(u.Sense.String() + " " + o.amount(u.Measure, u.Value, 4)), text(o.amount(u.Measure, u.Used, 4)), text(binds),
			text(shadowText(r, u, o))}
		if r.Question.Draws > 0 {
			cells = append(cells, text(o.chance(answer.Chance{Share: u.Chance})))
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	return g
}

// shadowText is what a little more of the limit would add to the objective if units could be fractions.
func shadowText(r *optimize.Result, u optimize.Used, o Options) string {
	switch x := u.Shadow * u.Step(); {
	case math.IsNaN(x):
		return unit.NA
	case x == 0:
		return "0"
	default:
		step := "1% more"
		if u.Share {
			step = "1 point more"
		}
		return step + ": " + o.signed(r.Objective, x)
	}
}

// signed is an amount with its sign.
func (o Options) signed(m optimize.Measure, x float64) string {
	sign := "+"
	if x < 0 {
		if sign = "−"; o.ASCII {
			sign = "-"
		}
	}
	return sign + o.amount(m, math.Abs(x), 3)
}

// rivalGrid holds the mix against others: at the point, and over the draws.
func rivalGrid(r *optimize.Result, o Options) block {
	if len(r.Alternatives) == 0 {
		return nil
	}
	g := grid{columns: []column{{head: "Against other mixes", flow: true}, {head: measureLabel(r.Objective), right: true}, {head: "Worse by", right: true}}}
	drawn := r.Regret != nil
	if drawn {
		g.columns = append(g.columns, column{head: fmt.Sprintf("Sized to each draw, P50 (P5%sP95)", dash), right: true, flow: true}, column{head: "Better in", right: true},
			column{head: "then by", right: true})
	}
	row := func(label string, a optimize.Alternative, rival *optimize.Rival) {
		worse := o.percent(a.Worse)
		if rival != nil && rival.Optimum {
			worse = ""
		}
		cells := []cell{text(label), text(o.amount(r.Objective, a.Value, 4)), text(worse)}
		if rival != nil {
			better, by := o.chance(answer.Chance{Share: rival.Better}), o.percent(rival.By)
			if rival.Optimum {
				better, by = "", ""
			} else if rival.Better == 0 {
				by = ""
			}
			cells = append(cells, text(o.figure(&rival.Amount, true).oneLine()), text(better), text(by))
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	if drawn {
		for i := range r.Regret.Candidates {
			c := &r.Regret.Candidates[i]
			label := shortMix(c.Members, o)
			if c.Optimum {
				label = "This mix"
			}
			row(label, c.Alternative, c)
		}
		return g
	}
	for _, a := range r.Alternatives {
		row(shortMix(a.Members, o), a, nil)
	}
	return g
}

// shortMix names a mix by its chips and shares, those left out that would read as nothing.
func shortMix(members []optimize.Member, o Options) string {
	if len(members) == 1 {
		return members[0].ID + " alone"
	}
	var parts []string
	for _, m := range members {
		switch {
		case m.Share >= 0.9995: // the rest only fills what whole units leave
			return m.ID + " alone"
		case m.Share >= 0.0005:
			parts = append(parts, m.ID+" "+together(o.percent(m.Share)))
		}
	}
	return strings.Join(parts, ", ")
}

// leftOutGrid says why each system that the mix does not use is not in it.
func leftOutGrid(r *optimize.Result, o Options) block {
	g := grid{columns: []column{{head: "Left out"}, {head: "Why", flow: true}}}
	for _, l := range r.LeftOut {
		g.rows = append(g.rows, gridRow{cells: []cell{code(l.ID), text(whyLeftOut(l, r, o))}})
	}
	return g
}

func whyLeftOut(l optimize.LeftOut, r *optimize.Result, o Options) string {
	var parts []string
	switch {
	case len(l.Lacks) > 0:
		s := "no figure for " + and(l.Lacks)
		if len(l.Inputs) > 0 {
			s += ", as its profile lacks " + and(l.Inputs)
		}
		return s
	case l.Forbidden != "":
		return "one unit of it is more than " + l.Forbidden
	case l.Whole:
		return "the relaxation uses some of it; whole units do not"
	case l.Better == 0:
		parts = append(parts, "as good as the mix, and not needed for it")
	case !math.IsNaN(l.Better):
		more := "bring %s more"
		if !r.Maximise {
			more = "take %s less"
		}
		parts = append(parts, fmt.Sprintf("a unit would have to "+more, o.percent(l.Better)))
	}
	if l.Dominated != "" {
		parts = append(parts, l.Dominated+" does as much with no more of anything limited")
	}
	if parts == nil {
		return "brings nothing that counts"
	}
	return strings.Join(parts, "; ")
}

func bestNotes(r *optimize.Result, o Options) []string {
	var out []string
	if g := r.Regret; g != nil && len(g.Candidates) > 1 {
		out = append(out, fmt.Sprintf("Over %s draws, in which every mix keeps its proportions and is sized to what the draw allows, some other mix above is better than this one in %s of them; choosing this one costs %s on average, %s at P95.",
			thousands(g.Draws), o.chance(answer.Chance{Share: g.AnyBetter}), o.percent(g.Mean), o.percent(g.P95)))
	}
	for _, u := range r.Limits {
		if (u.Sense == optimize.AtMost && u.Rounded > u.Value*(1+1e-6)) && !u.Share {
			out = append(out, fmt.Sprintf("Limits count before rounding: %s comes to %s in whole racks.", u.Text, o.amount(u.Measure, u.Rounded, 9)))
		}
	}
	if slices.ContainsFunc(r.Limits, func(u optimize.Used) bool { return u.Sense == optimize.Exactly && !u.Counts() }) {
		out = append(out, "Of an amount or a share, = is as near as whole units come: within half a unit of the largest system.")
	}
	if r.Question.Draws > 0 {
		out = append(out, "“Kept in draws” is of the mix bought as it is: how often it fits a limit when the inputs are not at their mids.")
	}
	out = append(out, "Worths are shadow prices of the relaxation, where units may be fractions.")
	if r.Skipped > 0 {
		out = append(out, fmt.Sprintf("%d systems of the library were not considered: --chip all takes what is shipping (--status, --vendor).", r.Skipped))
	}
	for _, n := range r.Grounds.Notes {
		out = append(out, n.Message)
	}
	return out
}
