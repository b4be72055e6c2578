package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/figures"
)

// FigureDiff writes what differs between two results that are no answers about chips: every figure for programs, those that differ for people. members says
// whether people see the figures of a backtest's single rows too, and of the chips that come to a best mix or leave it. Errors are those of the writer.
func FigureDiff(w io.Writer, d *figures.Diff, members bool, o Options) error {
	return o.write(w, output{
		document: func() *document { return figureDiffDocument(d, members, o) },
		tree:     func() object { return figureDiffTree(d) },
		records:  func() *records { return figureDiffRecords(d) },
	})
}

func figureDiffDocument(d *figures.Diff, members bool, o Options) *document {
	doc := &document{kind: "diff-results"}
	n := func(s figures.Status) int { return d.Count(s) }
	lead := "No difference: every figure is the same, or within sampling noise."
	if !d.Same(0) {
		lead = fmt.Sprintf("%s of the %s: %d changed, %d came, %d went, %d within noise, %d the same.", count(len(d.Rows), "figure"), d.New.Kind,
			n(figures.Changed), n(figures.Came), n(figures.Went), n(figures.Noise), n(figures.Same))
	}
	head := prose{{lead, strong}, {"Old: " + o.clean(fileName(d.Old.Name)) + ". New: " + o.clean(fileName(d.New.Name)) + ".", normal}}
	if n(figures.Noise) > 0 {
		head = append(head, sentence{"~ marks a change that is within sampling noise.", normal})
	}
	doc.add(head)
	g := grid{columns: []column{{head: "Figure", flow: true}, {head: "Old", right: true}, {head: "New", right: true}, {head: "Change", right: true}, {head: "Percent", right: true}}}
	hidden := 0
	for i := range d.Rows {
		r := &d.Rows[i]
		switch {
		case r.Status == figures.Same:
			continue
		case members || r.Member == "":
		case d.New.Kind == figures.Backtest, d.New.Kind == figures.Best && (r.Status == figures.Came || r.Status == figures.Went):
			hidden++
			continue
		}
		name := r.Label
		if r.Statistic == "p50" {
			name += ".p50"
		}
		nn := o.notation(check.SpecOf(r.Name, r.Unit))
		change, percent := "", percentChange(r.Percent)
		switch r.Status {
		case figures.Came:
			change = "came"
		case figures.Went:
			change = "went"
		case figures.Noise:
			change = "~ " + signedFigure(r.Change, nn)
		default:
			change = signedFigure(r.Change, nn)
		}
		g.rows = append(g.rows, gridRow{cells: []cell{code(o.clean(name)), text(nn.Short(r.Old, 4)), text(nn.Short(r.New, 4)), text(change), text(percent)}})
	}
	if len(g.rows) > 0 {
		doc.add(choice{g, panels{g, nil}})
	}
	changed := grid{title: "What changed", columns: []column{{head: "Input", flow: true}, {head: "Old", flow: true}, {head: "New", flow: true}}}
	for _, list := range [][]figures.Change{d.Asked, d.Inputs} {
		for _, c := range list {
			changed.rows = append(changed.rows, gridRow{cells: []cell{code(o.clean(c.Path)), text(o.clean(c.Old)), text(o.clean(c.New))}})
		}
	}
	if len(changed.rows) > 0 {
		doc.add(choice{changed, panels{changed, nil}})
	}
	var items []string
	if hidden > 0 {
		of := "of single rows differ"
		if d.New.Kind == figures.Best {
			of = "of chips that came or went differ"
		}
		items = append(items, fmt.Sprintf("%s %s too; --members lists them.", count(hidden, "figure"), of))
	}
	if !d.Same(0) {
		items = append(items, d.Why)
	}
	items = append(items, versionsDiffer(d)...)
	doc.add(bullets{title: "Notes", items: items})
	return doc
}

// versionsDiffer says where the results are of other programs or libraries.
func versionsDiffer(d *figures.Diff) []string {
	var out []string
	if d.Old.Version != d.New.Version {
		out = append(out, "The results are of different versions of the program: "+d.Old.Version+", then "+d.New.Version+".")
	}
	if d.Old.Library != d.New.Library {
		out = append(out, "The results are of different libraries: "+d.Old.Library+", then "+d.New.Library+".")
	}
	return out
}

// fileName is a file of a comparison for people.
func fileName(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

func figureDiffTree(d *figures.Diff) object {
	side := func(t *figures.Table) object {
		return object{{"file", t.Name}, {"version", t.Version}, {"library", t.Library}, {"kind", string(t.Kind)}, {"draws", t.Draws}}
	}
	changes := func(list_ []figures.Change) list {
		out := list{}
		for _, c := range list_ {
			out = append(out, inline{{"name", c.Path}, {"old", c.Old}, {"new", c.New}})
		}
		return out
	}
	rows := list{}
	for i := range d.Rows {
		r := &d.Rows[i]
		rows = append(rows, inline{{"figure", r.Label}, {"unit", r.Unit}, {"statistic", r.Statistic}, {"old", r.Old}, {"new", r.New}, {"status", string(r.Status)},
			{"change", r.Change}, {"percent", r.Percent}, {"noise", r.Reach}})
	}
	return object{
		{"question", object{{"command", "diff"}, {"of", "figures"}, {"old", side(d.Old)}, {"new", side(d.New)}}}, {"same", d.Same(0)},
		{"asked", changes(d.Asked)}, {"changes", changes(d.Inputs)}, {"figures", rows}, {"notes", strs(append([]string{d.Why}, versionsDiffer(d)...))},
	}
}

func figureDiffRecords(d *figures.Diff) *records {
	out := &records{columns: []string{"figure", "unit", "statistic", "old", "new", "status", "change", "percent", "noise"}}
	for i := range d.Rows {
		r := &d.Rows[i]
		out.add(r.Label, r.Unit, r.Statistic, r.Old, r.New, string(r.Status), r.Change, r.Percent, r.Reach)
	}
	return out
}

// LevelChanges says what became of the figures on which two chips are level, which are no quantities of either: a sentence each.
func LevelChanges(d *figures.Diff, o Options) []string {
	var out []string
	for i := range d.Rows {
		r := &d.Rows[i]
		if !strings.Contains(r.Name, "(") || strings.HasPrefix(r.Name, "ratio(") || r.Status == figures.Same {
			continue
		}
		n := o.notation(check.SpecOf(r.Name, r.Unit))
		s := fmt.Sprintf("%s: %s, was %s", r.Label, n.Short(r.New, 4), n.Short(r.Old, 4))
		if r.Status == figures.Noise {
			s += " (~ within sampling noise)"
		}
		out = append(out, s+".")
	}
	return out
}
