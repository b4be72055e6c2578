package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/libdiff"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// LibraryDiff writes what differs between two libraries of profiles. Errors are those of the writer.
func LibraryDiff(w io.Writer, d *libdiff.Diff, c Compared, o Options) error {
	return o.write(w, output{
		document: func() *document { return diffDocument(d, o) },
		tree:     func() object { return diffTree(d, c) },
		records:  func() *records { return diffRecords(d) },
	})
}

// nouns are the kinds of profiles as sentences have them.
var nouns = map[libdiff.Kind]string{libdiff.Chip: "chip", libdiff.Site: "site"}

func diffDocument(d *libdiff.Diff, o Options) *document {
	doc := &document{kind: "diff"}
	doc.add(prose{{diffHeadline(d), strong}})
	for _, c := range []libdiff.Change{libdiff.Added, libdiff.Removed} {
		doc.add(wholeProfiles(d, c))
	}
	var cited references
	for i := range d.Profiles {
		if p := &d.Profiles[i]; p.Change == libdiff.Changed {
			doc.add(choice{changesGrid(p, &cited, o, false), changesGrid(p, &cited, o, true), changesList(p, &cited, o)})
		}
	}
	doc.add(&cited)
	return doc
}

// diffHeadline counts what differs.
func diffHeadline(d *libdiff.Diff) string {
	from, to := libraryName(d.Old), libraryName(d.New)
	if d.Same() {
		return "No difference between " + from + " and " + to + "."
	}
	var parts []string
	for _, k := range []libdiff.Kind{libdiff.Chip, libdiff.Site} {
		for _, c := range []libdiff.Change{libdiff.Added, libdiff.Removed, libdiff.Changed} {
			if n := d.Count(k, c); n > 0 {
				noun := nouns[k]
				if n > 1 {
					noun += "s"
				}
				parts = append(parts, fmt.Sprintf("%d %s %s", n, noun, c))
			}
		}
	}
	return "From " + from + " to " + to + ": " + and(parts) + "."
}

func libraryName(l libdiff.Library) string {
	name := l.Name
	if l.Alone {
		name += " alone"
	}
	if l.AsOf != "" {
		name += " as of " + l.AsOf
	}
	return name
}

// wholeProfiles lists the profiles that were added or removed; nil if none were.
func wholeProfiles(d *libdiff.Diff, c libdiff.Change) block {
	g := grid{title: strings.ToUpper(string(c[:1])) + string(c[1:]), columns: []column{{head: "ID"}, {head: "Kind"}, {head: "Name", flow: true}, {head: "Values", right: true}}}
	for _, p := range d.Profiles {
		if p.Change == c {
			g.rows = append(g.rows, gridRow{cells: []cell{code(p.ID), text(nouns[p.Kind]), text(p.Name), text(strconv.Itoa(len(p.Values)))}})
		}
	}
	if g.rows == nil {
		return nil
	}
	return g
}

// changesGrid is what changed in a profile: facts, then values, each old and new. On a narrow page the evidence of old and new stands below the value.
func changesGrid(p *libdiff.Profile, cited *references, o Options, narrow bool) grid {
	g := grid{title: profileTitle(p), columns: []column{{head: "Input"}, {head: "Old", flow: true}, {head: "New", flow: true}, {head: "Mid", right: true}, {head: "Differs", flow: true}}}
	if !narrow {
		g.columns = append(g.columns, column{head: "Evidence", flow: true}, column{head: "Source", flow: true})
	}
	for _, f := range p.Facts {
		row := []cell{code(f.Key), text(orDash(f.Old)), text(orDash(f.New)), text(""), text(string(f.Change))}
		for len(row) < len(g.columns) {
			row = append(row, text(""))
		}
		g.rows = append(g.rows, gridRow{cells: row})
	}
	for i := range p.Values {
		v := &p.Values[i]
		old, new := o.sideOf(v.Spec, v.Old, cited), o.sideOf(v.Spec, v.New, cited)
		if narrow {
			g.rows = append(g.rows, gridRow{cells: []cell{code(valueName(v)), text(old.lines()...), text(new.lines()...), text(percentText(v, o)), text(differsText(v))}})
			continue
		}
		g.rows = append(g.rows, gridRow{cells: []cell{code(valueName(v)), text(old.value), text(new.value), text(percentText(v, o)), text(differsText(v)),
			text(o.arrow(v, old.basis, new.basis)), text(o.arrow(v, old.source, new.source))}})
	}
	return g
}

// changesList is the same for a page that has no room for columns.
func changesList(p *libdiff.Profile, cited *references, o Options) block {
	g := grid{title: profileTitle(p), columns: []column{{head: "Input"}, {head: "Old, new", flow: true}}}
	for _, f := range p.Facts {
		g.rows = append(g.rows, gridRow{cells: []cell{code(f.Key), text(orDash(f.Old), orDash(f.New))}})
	}
	for i := range p.Values {
		v := &p.Values[i]
		lines := append(o.sideOf(v.Spec, v.Old, cited).lines(), o.sideOf(v.Spec, v.New, cited).lines()...)
		if t := percentText(v, o); t != "" {
			lines = append(lines, "mid "+t)
		}
		g.rows = append(g.rows, gridRow{cells: []cell{code(valueName(v)), text(append(lines, differsText(v))...)}})
	}
	return g
}

func profileTitle(p *libdiff.Profile) string { return p.Name + " (" + nouns[p.Kind] + " " + p.ID + ")" }

// valueName is the input's name; that of a sparse peak says so, as it is none.
func valueName(v *libdiff.Value) string {
	if v.Sparse {
		return "sparse " + v.Spec.Name
	}
	return v.Spec.Name
}

// sideText is one side of a changed value as people read it.
type sideText struct{ value, basis, source string }

func (o Options) sideOf(s *quantity.Spec, v *quantity.Value, cited *references) sideText {
	if v == nil {
		return sideText{value: unit.NA}
	}
	value, _ := o.valueLines(&answer.Input{Spec: s, Value: *v}, cited)
	return sideText{strings.ReplaceAll(value, nbsp, " "), string(v.Basis), cited.cite(v.Sources)}
}

func (t sideText) lines() []string {
	if e := strings.TrimSpace(t.basis + " " + t.source); e != "" {
		return []string{t.value, e}
	}
	return []string{t.value}
}

// arrow is old and new, once where they are the same, and the one that there is of what came or went.
func (o Options) arrow(v *libdiff.Value, old, new string) string {
	to := " → "
	if o.ASCII {
		to = " -> "
	}
	if v.Change != libdiff.Changed || old == new {
		return cmp.Or(old, new)
	}
	return orDash(old) + to + orDash(new)
}

func orDash(s string) string {
	if s == "" {
		return dash
	}
	return s
}

// percentText is the change of the mid with its sign; empty where it did not move or there is none.
func percentText(v *libdiff.Value, o Options) string {
	x := v.Percent
	if math.IsNaN(x) || x == 0 {
		return ""
	}
	n := unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsRatio, ASCII: o.ASCII}
	text := n.Short(math.Abs(x), 3)
	switch {
	case x > 0:
		return "+" + text + "%"
	case o.ASCII:
		return "-" + text + "%"
	}
	return "−" + text + "%"
}

// differsText says what differs of a value; for one that came or went, that it did.
func differsText(v *libdiff.Value) string {
	if v.Change != libdiff.Changed {
		return string(v.Change)
	}
	parts := make([]string, len(v.Differs))
	for i, p := range v.Differs {
		parts[i] = strings.ReplaceAll(string(p), "_", " ")
	}
	return strings.Join(parts, ", ")
}

func diffTree(d *libdiff.Diff, c Compared) object {
	side := func(l libdiff.Library) inline {
		return inline{{"library", l.Name}, {"alone", l.Alone}, {"as_of", orNull(l.AsOf)}}
	}
	counts := object{}
	for _, k := range []libdiff.Kind{libdiff.Chip, libdiff.Site} {
		one := inline{}
		for _, c := range []libdiff.Change{libdiff.Added, libdiff.Removed, libdiff.Changed} {
			one = append(one, field{string(c), d.Count(k, c)})
		}
		counts = append(counts, field{string(k) + "s", one})
	}
	profiles := list{}
	for i := range d.Profiles {
		p := &d.Profiles[i]
		facts, values := list{}, list{}
		for _, f := range p.Facts {
			facts = append(facts, inline{{"key", f.Key}, {"change", string(f.Change)}, {"old", orNull(f.Old)}, {"new", orNull(f.New)}})
		}
		for k := range p.Values {
			v := &p.Values[k]
			parts := list{}
			for _, x := range v.Differs {
				parts = append(parts, string(x))
			}
			values = append(values, object{{"input", v.Spec.Name}, {"sparse", v.Sparse}, {"change", string(v.Change)}, {"differs", parts}, {"percent", v.Percent},
				{"old", valueTree(v.Spec, v.Old)}, {"new", valueTree(v.Spec, v.New)}})
		}
		profiles = append(profiles, object{{"kind", string(p.Kind)}, {"id", p.ID}, {"name", p.Name}, {"change", string(p.Change)}, {"facts", facts}, {"values", values}})
	}
	return object{
		{"question", c.question(side(d.Old), side(d.New))}, {"input_hash", libraryDiffHash(d, c)},
		{"same", d.Same()}, {"counts", counts}, {"profiles", profiles},
	}
}

// libraryDiffHash identifies a comparison and what differs, wherever the two lie.
func libraryDiffHash(d *libdiff.Diff, c Compared) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q", c.Operands, c.Asks)
	for i := range d.Profiles {
		p := &d.Profiles[i]
		fmt.Fprintf(sum, "%q %q %q", p.Kind, p.ID, p.Change)
		for _, f := range p.Facts {
			fmt.Fprintf(sum, "%q %q %q", f.Key, f.Old, f.New)
		}
		for k := range p.Values {
			v := &p.Values[k]
			sum.Write(appendJSON(appendJSON([]byte(v.Spec.Name), flat(valueTree(v.Spec, unplaced(v.Old))), "", false), flat(valueTree(v.Spec, unplaced(v.New))), "", false))
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func valueTree(s *quantity.Spec, v *quantity.Value) any {
	if v == nil {
		return nil
	}
	return inputTree(s, v)
}

func diffRecords(d *libdiff.Diff) *records {
	out := &records{columns: []string{"kind", "id", "name", "profile_change", "item", "change", "differs", "unit", "old", "new", "old_mid", "new_mid", "percent",
		"old_basis", "new_basis", "old_source", "new_source"}}
	for i := range d.Profiles {
		p := &d.Profiles[i]
		for _, f := range p.Facts {
			out.add(string(p.Kind), p.ID, p.Name, string(p.Change), f.Key, string(f.Change), nil, nil, orNull(f.Old), orNull(f.New), nil, nil, nil, nil, nil, nil, nil)
		}
		for k := range p.Values {
			v := &p.Values[k]
			parts := make([]string, len(v.Differs))
			for i, x := range v.Differs {
				parts[i] = string(x)
			}
			row := []any{string(p.Kind), p.ID, p.Name, string(p.Change), valueName(v), string(v.Change), orNull(strings.Join(parts, " ")), v.Spec.Unit.Symbol}
			var of [2][4]any // text, mid, basis, sources
			for j, x := range []*quantity.Value{v.Old, v.New} {
				if x != nil {
					of[j] = [4]any{parametersText(v.Spec, x), valueOf(v.Spec, x, x.Mid()), string(x.Basis), addresses(x.Sources)}
				}
			}
			out.rows = append(out.rows, append(row, of[0][0], of[1][0], of[0][1], of[1][1], v.Percent, of[0][2], of[1][2], of[0][3], of[1][3]))
		}
	}
	return out
}

// parametersText is a distribution in one field, each number by the name that a profile gives it: "triangular low=450 mode=500 high=650".
func parametersText(s *quantity.Spec, v *quantity.Value) string {
	parts := []string{string(v.Shape)}
	for _, f := range parameters(s, v) {
		var text string
		switch x := f.value.(type) {
		case list:
			items := make([]string, len(x))
			for i := range x {
				items[i] = plainField(x[i])
			}
			text = strings.Join(items, ",")
		default:
			text = plainField(x)
		}
		parts = append(parts, f.key+"="+text)
	}
	return strings.Join(parts, " ")
}
