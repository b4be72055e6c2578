package report

import (
	"io"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// ProfileShow writes chips in full, each value with range, kind of evidence and sources; several stand side by side. Errors are those of the writer.
func ProfileShow(w io.Writer, chips []*accelerators.Accelerator, o Options) error {
	list := make([]profile, len(chips))
	for i, c := range chips {
		list[i] = chipProfile(c)
	}
	return showProfiles(w, "accelerators", list, o)
}

// SiteShow writes sites in full, as [ProfileShow] does chips. Errors are those of the writer.
func SiteShow(w io.Writer, sites []*power.Site, o Options) error {
	list := make([]profile, len(sites))
	for i, s := range sites {
		list[i] = siteProfile(s)
	}
	return showProfiles(w, "sites", list, o)
}

func showProfiles(w io.Writer, kind string, list []profile, o Options) error {
	return o.write(w, output{
		document: func() *document { return profileDocument(list, o) },
		tree:     func() object { return append(object{{kind, profilesTree(list)}}, o.overlaysTree()...) },
		records:  func() *records { return profileRecords(list) },
	})
}

func profileDocument(list []profile, o Options) *document {
	d := &document{kind: "profile"}
	var cited references
	if len(list) == 1 {
		p := list[0]
		head := p.name
		if p.id != "" && p.id != p.name {
			head += " (" + p.id + ")"
		}
		if o.Page {
			d.add(p.aboutGrid())
			d.add(o.inputGrid("Values", p.inputs, &cited))
		} else {
			d.add(append(prose{{head, strong}}, p.about()...), o.inputTable("", p.inputs, &cited))
		}
		if len(p.sparse) > 0 {
			d.add(o.inputTable("Sparse peaks, never used as dense ones", p.sparse, &cited))
		}
	} else {
		d.add(beside(list, &cited, o)...)
	}
	d.add(conflictGrid(list, &cited, o), correlationGrid(list, &cited, o), exceptionGrid(list))
	if !o.Page { // there, what is said of the values comes before what is said elsewhere
		d.add(&cited)
	}
	var notes []string
	for _, p := range list {
		owner := ""
		if len(list) > 1 {
			owner = p.id + ":"
		}
		notes = append(notes, o.inputNotes(p.inputs, owner)...)
		notes = append(notes, o.inputNotes(p.sparse, owner+"sparse ")...)
	}
	if len(notes) > 0 {
		d.add(details{"Notes on values", []block{bullets{"Notes on values", notes}}})
	}
	if o.Page {
		d.add(&cited)
	}
	d.add(profileMarks(list))
	return d
}

// beside is several profiles side by side: facts, then inputs. Where a line for each does not suffice, the evidence stands below the value; then they stand
// in several tables, or one below the other.
func beside(list []profile, cited *references, o Options) []block {
	wide := besideGrid(list, cited, o, func(value, evidence string) []string { return []string{value + ", " + evidence} })
	tall := besideGrid(list, cited, o, func(value, evidence string) []string { return []string{value, evidence} })
	for k := range tall.columns[1:] {
		tall.columns[k+1].flow = true
	}
	return []block{choice{wide, tall, panels{tall, oneByOne(list, cited, o)}}}
}

func besideGrid(list []profile, cited *references, o Options, arrange func(value, evidence string) []string) grid {
	g := grid{columns: []column{{head: "Input"}}}
	for _, p := range list {
		g.columns = append(g.columns, column{head: p.name})
	}
	for i := range list[0].facts {
		row := []cell{text(list[0].facts[i].label)}
		said := ""
		for _, p := range list {
			value := plainField(p.facts[i].value)
			said += value
			row = append(row, text(value))
		}
		if said != "" {
			g.rows = append(g.rows, gridRow{cells: row})
		}
	}
	add := func(prefix string, inputs func(profile) []answer.Input) {
		for _, s := range model.Model.All() {
			row := []cell{code(prefix + s.Name)}
			some := false
			for _, p := range list {
				in := find(inputs(p), s)
				if in == nil {
					row = append(row, text(unit.NA))
					continue
				}
				some = true
				row = append(row, text(arrange(o.valueLines(in, cited))...))
			}
			if some {
				g.rows = append(g.rows, gridRow{cells: row})
			}
		}
	}
	add("", func(p profile) []answer.Input { return p.inputs })
	add("sparse ", func(p profile) []answer.Input { return p.sparse })
	return g
}

// valueLines is an input in a few words: value and range, and evidence with sources.
func (o Options) valueLines(in *answer.Input, cited *references) (value, basis string) {
	value = o.midText(in.Spec, &in.Value)
	if r := o.rangeText(in.Spec, &in.Value); in.Value.Shape == quantity.Discrete && r != "" {
		value = r
	} else if r != "" {
		value = together(value) + " " + together("("+r+")")
	}
	return value, strings.TrimSpace(evidence(&in.Value) + " " + together(cited.cite(in.Value.Sources)))
}

func oneByOne(list []profile, cited *references, o Options) stack {
	var out stack
	for _, p := range list {
		out = append(out, append(prose{{p.name + " (" + p.id + ")", strong}}, p.about()...), o.inputTable("", p.inputs, cited))
		if len(p.sparse) > 0 {
			out = append(out, o.inputTable("Sparse peaks, never used as dense ones", p.sparse, cited))
		}
	}
	return out
}

func profilesTree(list_ []profile) list {
	out := list{}
	for _, p := range list_ {
		one := append(p.head(), field{"inputs", inputsTree(p.inputs)})
		if p.kind == "accelerators" {
			one = append(one, field{"sparse", inputsTree(p.sparse)})
		}
		out = append(out, append(append(one, field{"conflicts", conflictsTree(p)}, field{"sources", sourcesTree(p.sources)}, field{"correlations", p.correlationsTree()},
			field{"exceptions", p.exceptionsTree()}), p.marks()...))
	}
	return out
}

func profileRecords(list []profile) *records {
	out := &records{columns: []string{"id", "input", "unit", "dist", "mid", "low", "mode", "high", "p5", "p95", "values", "weights", "basis", "source", "as_of", "common",
		"override", "note", "value_sources", "origin", "added", "a", "b"}}
	add := func(p profile, prefix string, inputs []answer.Input) {
		for _, in := range inputs {
			v := &in.Value
			at := map[string]any{}
			for _, f := range parameters(in.Spec, v) {
				at[f.key] = f.value
			}
			out.add(p.id, prefix+in.Spec.Name, in.Spec.Unit.Symbol, string(v.Shape), valueOf(in.Spec, v, v.Mid()), at["low"], at["mode"], at["high"], at["p5"], at["p95"],
				spacedValues(in.Spec, v), spaced(v.Weights), string(v.Basis), addresses(v.Sources), orNull(v.AsOf), orNull(v.Common), override(v), orNull(v.Note), valueSources(v),
				orNull(v.Origin), isTrue(p.overlaid.Added), nil, nil)
		}
	}
	for _, p := range list {
		add(p, "", p.inputs)
		add(p, "sparse ", p.sparse)
		for _, c := range p.correlations {
			out.add(p.id, "correlations."+c.Name, unit.For[unit.Number]().Symbol, "correlation", c.Rank, nil, nil, nil, nil, nil, nil, nil, string(c.Basis), addresses(c.Sources),
				orNull(c.AsOf), nil, isTrue(c.Override), orNull(c.Note), nil, orNull(c.Origin), isTrue(p.overlaid.Added), c.A.Name, c.B.Name)
		}
	}
	return out
}

func override(v *quantity.Value) any { return isTrue(v.Override) }

// isTrue is true, or no value where nothing is to be said.
func isTrue(x bool) any {
	if x {
		return true
	}
	return nil
}

// spacedValues is the list of a discrete input's values in one field.
func spacedValues(s *quantity.Spec, v *quantity.Value) any {
	if names := valueNames(s, v); names != nil {
		return orNull(strings.Join(names, " "))
	}
	return spaced(v.Values)
}

// spaced is a list of numbers in one field.
func spaced(x []float64) any {
	parts := make([]string, len(x))
	for i := range x {
		parts[i] = unit.Exact(x[i])
	}
	return orNull(strings.Join(parts, " "))
}
