package report

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/resultdiff"
	"github.com/capplan/capplan/internal/saved"
	"github.com/capplan/capplan/internal/unit"
)

// ResultDiff writes what differs between two answers. of are the figures whose change is set out cause by cause, for people; programs get those of all. Errors
// are those of the writer.
func ResultDiff(w io.Writer, d *resultdiff.Diff, c Compared, of []*resultdiff.Row, o Options) error {
	return o.write(w, output{
		document: func() *document { return resultDiffDocument(d, of, o) },
		tree:     func() object { return resultDiffTree(d, c) },
		records:  func() *records { return resultDiffRecords(d) },
	})
}

func resultDiffDocument(d *resultdiff.Diff, of []*resultdiff.Row, o Options) *document {
	doc := &document{kind: "diff-results"}
	head := prose{{resultDiffHeadline(d, of, o), strong}, {"Old: " + sideName(d.Old) + ".", normal}, {"New: " + sideName(d.New) + ".", normal}}
	if mark := "~ marks a change that is within sampling noise, = none at all."; !d.Point && slices.ContainsFunc(d.Rows, func(r resultdiff.Row) bool { return r.Status == resultdiff.Noise }) {
		head = append(head, sentence{mark, normal})
	}
	doc.add(head)
	doc.add(figuresGrids(d, o)...)
	for _, r := range of {
		if r.Parts != nil {
			doc.add(choice{causesGrid(d, r, o, true), causesGrid(d, r, o, false)})
		}
	}
	doc.add(changedInputs(d, o))
	var items []string
	for _, n := range d.Notes {
		items = append(items, n.Message)
	}
	doc.add(bullets{title: "Notes", items: items})
	return doc
}

// sideName is one of the two answers in a line.
func sideName(a *saved.Answer) string {
	name := a.Name
	if name == "-" {
		name = "standard input"
	}
	return name + " (" + a.Headline() + ")"
}

// resultDiffHeadline says what became of the first figure that is set out, and what did most of it.
func resultDiffHeadline(d *resultdiff.Diff, of []*resultdiff.Row, o Options) string {
	if len(of) == 0 {
		if d.Same(0) {
			return "No difference: every figure is the same, or within sampling noise."
		}
		return "The figures differ."
	}
	r := of[0]
	name := rowName(d, r)
	a, b := o.savedFigure(r, r.Old, d.Point).inSentence(), o.savedFigure(r, r.New, d.Point).inSentence()
	switch r.Status {
	case resultdiff.Same:
		if d.Same(0) {
			return fmt.Sprintf("No difference: %s %s in both.", name, b)
		}
		return fmt.Sprintf("%s: %s in both.", name, b)
	case resultdiff.Noise:
		return fmt.Sprintf("%s: %s, was %s; no more than sampling noise.", name, b, a)
	case resultdiff.Came:
		return fmt.Sprintf("%s: %s, was n/a.", name, b)
	case resultdiff.Went:
		return fmt.Sprintf("%s: n/a, was %s.", name, a)
	case resultdiff.Absent:
		return fmt.Sprintf("%s: n/a in both.", name)
	}
	by := signedFigure(r.Change, o.notation(r.Of.Spec))
	if !math.IsNaN(r.Percent) {
		by = percentChange(r.Percent)
	}
	out := fmt.Sprintf("%s: %s, from %s to %s", name, together(by), a, b)
	switch at := d.Largest(r); {
	case at < 0:
	case at == len(d.Causes):
		out += ", mostly by another model or version"
	case len(d.Causes) == 1:
		out += ", by " + d.Causes[at].Name
	default:
		out += ", mostly by " + d.Causes[at].Name
	}
	return out + "."
}

// rowName is a figure as sentences have it.
func rowName(d *resultdiff.Diff, r *resultdiff.Row) string {
	name := Label(r.Of.Spec)
	if r.Of.Member != "" {
		name = memberName(d, r.Of.Member) + ": " + name
	}
	return name
}

func memberName(d *resultdiff.Diff, id string) string {
	if m := d.New.Member(id); m != nil {
		return m.Name
	}
	return id
}

// savedFigure is a figure of an answer that was read, with the digits that its spread supports.
func (o Options) savedFigure(r *resultdiff.Row, f saved.Figure, point bool) figure {
	return o.figure(&answer.Quantity{Spec: r.Of.Spec, Point: f.Point, Summary: f.Summary}, !point)
}

// figuresGrids are the tables of all figures, one of the total and one a member.
func figuresGrids(d *resultdiff.Diff, o Options) []block {
	var order []string
	by := map[string][]*resultdiff.Row{}
	for i := range d.Rows {
		r := &d.Rows[i]
		if r.Status == resultdiff.Absent {
			continue
		}
		if by[r.Of.Member] == nil {
			order = append(order, r.Of.Member)
		}
		by[r.Of.Member] = append(by[r.Of.Member], r)
	}
	var out []block
	for _, member := range order {
		title := ""
		if member != "" {
			title = memberName(d, member)
		}
		out = append(out, choice{figuresGrid(d, title, by[member], o, true), figuresGrid(d, title, by[member], o, false)})
	}
	return out
}

func figuresGrid(d *resultdiff.Diff, title string, rows []*resultdiff.Row, o Options, wide bool) grid {
	g := grid{title: title, columns: []column{{head: "Quantity"}}}
	if wide {
		g.columns = append(g.columns, column{head: "Name"})
	}
	g.columns = append(g.columns, column{head: "Old", right: true}, column{head: "New", right: true}, column{head: "Change", right: true})
	if len(d.Causes) > 1 {
		g.columns = append(g.columns, column{head: "Mostly by", flow: true})
	}
	last := ""
	for _, r := range rows {
		if s := section(r.Of.Spec); s != last {
			g.rows = append(g.rows, gridRow{section: s})
			last = s
		}
		cells := []cell{text(indented(r.Of.Spec))}
		if wide {
			cells = append(cells, code(r.Of.Spec.Name))
		}
		cells = append(cells, text(o.savedFigure(r, r.Old, d.Point).oneLine()), text(o.savedFigure(r, r.New, d.Point).oneLine()), text(changeText(d, r, o)...))
		if len(d.Causes) > 1 {
			cells = append(cells, text(mostly(d, r)))
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	return g
}

// changeText is the mark and the change in percent; below, what became of the span where it alone changed.
func changeText(d *resultdiff.Diff, r *resultdiff.Row, o Options) []string {
	switch r.Status {
	case resultdiff.Came:
		return []string{"was n/a"}
	case resultdiff.Went:
		return []string{"now n/a"}
	}
	mark := ""
	switch r.Status {
	case resultdiff.Same:
		mark = "="
	case resultdiff.Noise:
		mark = "~ "
	}
	out := mark
	if r.Status != resultdiff.Same {
		if out += percentChange(r.Percent); math.IsNaN(r.Percent) {
			out = mark + signedFigure(r.Change, o.notation(r.Of.Spec))
		}
	}
	if r.Status != resultdiff.Changed && r.Width == resultdiff.Changed {
		word := "wider"
		if r.New.P95-r.New.P5 < r.Old.P95-r.Old.P5 {
			word = "narrower"
		}
		return []string{out, word}
	}
	return []string{out}
}

// mostly names the cause of the greatest part.
func mostly(d *resultdiff.Diff, r *resultdiff.Row) string {
	switch at := d.Largest(r); {
	case at < 0 || r.Status == resultdiff.Same:
		return ""
	case at == len(d.Causes):
		return restName
	default:
		return d.Causes[at].Name
	}
}

// restName is what no input explains.
const restName = "model or version"

// percentChange is a change in percent with its sign: to a tenth, and to two digits below that.
func percentChange(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	s := fmt.Sprintf("%+.1f%%", x)
	switch {
	case math.Abs(x) >= 1000:
		s = fmt.Sprintf("%+.0f%%", x)
	case x != 0 && math.Abs(x) < 0.1:
		s = fmt.Sprintf("%+.1g%%", x)
		if strings.Contains(s, "e") {
			s = map[bool]string{true: "+", false: "-"}[x > 0] + "<0.001%"
		}
	}
	return trueMinus(s)
}

// signedFigure is a change in the quantity's own unit.
func signedFigure(x float64, n unit.Notation) string {
	s := n.Short(x, 3)
	if x > 0 {
		s = "+" + s
	}
	return trueMinus(s)
}

// trueMinus is a number with a true minus; what prints it writes that in ASCII where it has to.
func trueMinus(s string) string {
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		return minus + rest
	}
	return s
}

// causesGrid divides the change of one figure, the greatest part first.
func causesGrid(d *resultdiff.Diff, r *resultdiff.Row, o Options, wide bool) grid {
	g := grid{title: "Why " + rowName(d, r) + " changed", columns: []column{{head: "Cause", flow: true}, {head: "Change", right: true, unit: true}, {head: "Of the old", right: true}}}
	sampled := !d.Method.Exact
	if sampled {
		g.columns = append(g.columns, column{head: "Error", right: true})
	}
	if wide {
		g.columns = append(g.columns, column{head: "Old"}, column{head: "New"})
	}
	n := o.notation(r.Of.Spec)
	share := func(x float64) string {
		if math.IsNaN(r.Percent) || r.Change == 0 {
			return ""
		}
		return percentChange(x / r.Change * r.Percent)
	}
	add := func(name string, change, err float64, old, new string, t tone) {
		cells := []cell{text(name), text(signedFigure(change, n)), text(share(change))}
		if sampled {
			cells = append(cells, text(plusMinus(err, n)))
		}
		if wide {
			cells = append(cells, text(old), text(new))
		}
		for i := range cells {
			cells[i].tone = t
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	order := make([]int, len(r.Parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(r.Parts[b].Change), math.Abs(r.Parts[a].Change)) })
	idle := 0
	for _, i := range order {
		if r.Parts[i].Change == 0 {
			idle++
			continue
		}
		old, new := causeSides(d, i, o)
		add(d.Causes[i].Name, r.Parts[i].Change, r.Parts[i].Error, old, new, normal)
	}
	if d.RestCounts(r) {
		add(restName, r.Rest, 0, d.Old.Version, d.New.Version, normal)
	}
	if idle > 0 && len(g.rows) > 0 {
		g.rows = append(g.rows, gridRow{cells: padded([]cell{text(fmt.Sprintf("%d more, which it does not depend on", idle)), text("0")}, len(g.columns))})
	}
	if len(g.rows) > 0 {
		add("All", r.Change, 0, o.savedFigure(r, r.Old, d.Point).value, o.savedFigure(r, r.New, d.Point).value, strong)
	}
	return g
}

func padded(cells []cell, n int) []cell {
	for len(cells) < n {
		cells = append(cells, text(""))
	}
	return cells
}

func plusMinus(x float64, n unit.Notation) string {
	if x == 0 {
		return ""
	}
	return "±" + n.Short(x, 2)
}

// causeSides is what a cause was and is; how many inputs, of a group.
func causeSides(d *resultdiff.Diff, cause int, o Options) (old, new string) {
	c := d.Causes[cause]
	if len(c.Changes) > 1 {
		return fmt.Sprintf("%d inputs", len(c.Changes)), ""
	}
	x := &d.Changes[c.Changes[0]]
	if x.Spec == nil {
		return short(x.From), short(x.To)
	}
	return o.changeSide(x.Spec, x.Old), o.changeSide(x.Spec, x.New)
}

// short cuts a text that would fill the table; the list of what changed has all of it.
func short(s string) string {
	const room = 36
	if r := []rune(s); len(r) > room {
		return string(r[:room-1]) + "…"
	}
	return s
}

func (o Options) changeSide(s *quantity.Spec, v *quantity.Value) string {
	if v == nil {
		return unit.NA
	}
	return o.sideOf(s, v, &references{}).value
}

// changedInputs lists every change and what it rests on, to be unfolded. Sources are for programs: an answer itself cites them.
func changedInputs(d *resultdiff.Diff, o Options) block {
	if len(d.Changes) == 0 {
		return nil
	}
	make := func(wide bool) grid {
		g := grid{title: "What changed", columns: []column{{head: "Input"}, {head: "Old", flow: true}, {head: "New", flow: true}}}
		if wide {
			g.columns = append(g.columns, column{head: "Evidence", flow: true})
		}
		for i := range d.Changes {
			c := &d.Changes[i]
			if c.Spec == nil {
				g.rows = append(g.rows, gridRow{cells: padded([]cell{code(c.Name), text(orDash(c.From)), text(orDash(c.To))}, len(g.columns))})
				continue
			}
			cells := []cell{code(c.Name), text(o.changeSide(c.Spec, c.Old)), text(o.changeSide(c.Spec, c.New))}
			if wide {
				cells = append(cells, text(either(basisOf(c.Old), basisOf(c.New))))
			}
			g.rows = append(g.rows, gridRow{cells: cells})
		}
		return g
	}
	return details{summary: fmt.Sprintf("%d changes of inputs and of the question", len(d.Changes)), blocks: []block{choice{make(true), make(false)}}}
}

func basisOf(v *quantity.Value) string {
	if v == nil {
		return ""
	}
	return string(v.Basis)
}

// either is old and new, once where they are the same.
func either(old, new string) string {
	if old == new {
		return old
	}
	return orDash(old) + " → " + orDash(new)
}
