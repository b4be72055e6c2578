package report

import (
	"io"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// listed are the inputs that a list of chips shows.
var listed = []*quantity.Spec{accelerators.Chips.Spec, accelerators.RacksPerUnit.Spec, accelerators.TDP.Spec, accelerators.SystemPower.Spec}

// shortlist are those of them for which there is room on a narrow terminal.
var shortlist = []*quantity.Spec{accelerators.Chips.Spec, accelerators.TDP.Spec}

var listHeads = map[*quantity.Spec]string{
	accelerators.Chips.Spec: "Chips", accelerators.RacksPerUnit.Spec: "Racks", accelerators.TDP.Spec: "Chip TDP", accelerators.SystemPower.Spec: "System power",
}

// ProfileList writes which chips and sites there are. Errors are those of the writer.
func ProfileList(w io.Writer, chips []*accelerators.Accelerator, sites []*power.Site, o Options) error {
	return o.write(w, output{
		document: func() *document {
			d := &document{kind: "profiles"}
			d.add(choice{chipGrid(chips, listed, o), chipGrid(chips, shortlist, o)}, siteGrid(sites, o), profileMarks(profilesOf(chips, sites)))
			return d
		},
		tree: func() object {
			a, b := list{}, list{}
			for _, c := range chips {
				p := chipProfile(c)
				a = append(a, append(append(p.head(), field{"medians", medians(c.Values)}), p.marks()...))
			}
			for _, s := range sites {
				p := siteProfile(s)
				b = append(b, append(p.head(), p.marks()...))
			}
			return append(object{{"accelerators", a}, {"sites", b}}, o.overlaysTree()...)
		},
		records: func() *records { return listRecords(chips, sites) },
	})
}

func medians(values quantity.Scenario) inline {
	var out inline
	for _, s := range listed {
		if v, known := values[s]; known {
			out = append(out, field{s.Name, v.Mid()})
		} else {
			out = append(out, field{s.Name, nil})
		}
	}
	return out
}

// chipGrid lists systems with the mid of some inputs. Names are broken only where the shortest list is too wide.
func chipGrid(chips []*accelerators.Accelerator, inputs []*quantity.Spec, o Options) grid {
	flow := len(inputs) == len(shortlist)
	g := grid{title: "Chips", columns: []column{{head: "ID"}, {head: "Name", flow: flow}, {head: "Vendor", flow: flow}, {head: "Status"}}}
	for _, s := range inputs {
		g.columns = append(g.columns, column{head: listHeads[s], right: true, unit: true})
	}
	for _, c := range chips {
		cells := []cell{code(c.ID), text(c.Name), text(c.Vendor), text(string(c.Status))}
		for _, s := range inputs {
			t := ""
			if v, known := c.Values[s]; known {
				t = o.notation(s).Short(v.Mid(), 3)
			}
			cells = append(cells, text(t))
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	return g
}

func siteGrid(sites []*power.Site, o Options) grid {
	g := grid{title: "Sites", columns: []column{
		{head: "ID"}, {head: "Name", flow: true}, {head: "Peak PUE", right: true}, {head: "Description", flow: true},
	}}
	for _, s := range sites {
		pue := unit.NA
		if v, known := s.Values[power.PUEPeak.Spec]; known {
			pue = o.notation(power.PUEPeak.Spec).Short(v.Mid(), 3)
		}
		g.rows = append(g.rows, gridRow{cells: []cell{code(s.ID), text(s.Name), text(pue), text(s.Description)}})
	}
	return g
}

func listRecords(chips []*accelerators.Accelerator, sites []*power.Site) *records {
	out := &records{columns: []string{"kind", "id", "name", "vendor", "family", "generation", "process", "cooling", "status", "announced", "available", "end_of_sale",
		"aliases"}}
	for _, s := range listed {
		out.columns = append(out.columns, s.Name)
	}
	out.columns = append(out.columns, "description", "file", "overrides")
	for _, c := range chips {
		row := []any{"accelerator", c.ID, c.Name, c.Vendor, orNull(c.Family), generation(c), orNull(c.Process), orNull(c.Cooling), orNull(string(c.Status)),
			orNull(c.Announced), orNull(c.Available), orNull(c.EndOfSale), orNull(strings.Join(c.Aliases, " "))}
		for _, f := range medians(c.Values) {
			row = append(row, f.value)
		}
		out.rows = append(out.rows, append(row, nil, orNull(c.Origin), chipProfile(c).overrides()))
	}
	for _, s := range sites {
		row := []any{"site", s.ID, s.Name, nil, nil, nil, nil, nil, nil, nil, nil, nil, orNull(strings.Join(s.Aliases, " "))}
		for range listed {
			row = append(row, nil)
		}
		out.rows = append(out.rows, append(row, orNull(s.Description), orNull(s.Origin), siteProfile(s).overrides()))
	}
	return out
}

func generation(c *accelerators.Accelerator) any {
	if c.Generation == 0 {
		return nil
	}
	return c.Generation
}

// profile is a chip or a site as its page shows it.
type profile struct {
	kind, id, name string
	facts          []fact
	aliases        []string
	inputs, sparse []answer.Input // in the model's order; sparse peaks apart, since they are never used as dense ones
	sources        []quantity.Source
	origin         string
	overlaid       answer.Overlaid
}

// fact is what a profile says of itself beyond its inputs.
type fact struct {
	key, label string
	value      any
}

func chipProfile(c *accelerators.Accelerator) profile {
	p := profile{kind: "accelerators", id: c.ID, name: c.Name, aliases: c.Aliases, inputs: inOrder(c.Values), sources: c.Sources, origin: c.Origin, overlaid: answer.OverlaidChip(c), facts: []fact{
		{"vendor", "Vendor", orNull(c.Vendor)}, {"family", "Family", orNull(c.Family)}, {"generation", "Generation", generation(c)},
		{"process", "Process", orNull(c.Process)}, {"cooling", "Cooling", orNull(c.Cooling)}, {"status", "Status", orNull(string(c.Status))},
		{"announced", "Announced", orNull(c.Announced)}, {"available", "Available", orNull(c.Available)}, {"end_of_sale", "End of sale", orNull(c.EndOfSale)},
	}}
	for i, name := range accelerators.Precision.Options {
		if v, known := c.Sparse[name]; known {
			p.sparse = append(p.sparse, answer.Input{Spec: accelerators.Peak[i].Spec, Value: v})
		}
	}
	return p
}

func siteProfile(s *power.Site) profile {
	return profile{kind: "sites", id: s.ID, name: s.Name, aliases: s.Aliases, inputs: inOrder(s.Values), sources: s.Sources, origin: s.Origin,
		overlaid: answer.OverlaidSite(s), facts: []fact{{"description", "Description", orNull(s.Description)}}}
}

// inOrder lists a profile's values in the model's order.
func inOrder(values quantity.Scenario) []answer.Input {
	var out []answer.Input
	for _, s := range model.Model.All() {
		if v, known := values[s]; known {
			out = append(out, answer.Input{Spec: s, Value: v})
		}
	}
	return out
}

func (p profile) head() object {
	out := object{{"id", p.id}, {"name", p.name}}
	for _, f := range p.facts {
		out = append(out, field{f.key, f.value})
	}
	return append(out, field{"aliases", strs(p.aliases)}, field{"file", orNull(p.origin)})
}

// about is what is known of a profile beyond its inputs, as sentences.
func (p profile) about() prose {
	var parts []string
	var out prose
	for _, f := range p.facts {
		value := strings.TrimSuffix(plainField(f.value), ".")
		switch {
		case value == "":
		case f.key == "description":
			out = append(out, sentence{value + ".", normal})
		default:
			parts = append(parts, strings.ToLower(f.label)+" "+value)
		}
	}
	if len(p.aliases) > 0 {
		parts = append(parts, "also called "+strings.Join(p.aliases, ", "))
	}
	if p.origin != "" {
		parts = append(parts, "read from "+p.origin)
	}
	if len(parts) > 0 {
		s := strings.Join(parts, "; ")
		out = append(out, sentence{strings.ToUpper(s[:1]) + s[1:] + ".", normal})
	}
	return out
}

// find returns the profile's input of that spec, or nil.
func find(inputs []answer.Input, s *quantity.Spec) *answer.Input {
	if i := slices.IndexFunc(inputs, func(in answer.Input) bool { return in.Spec == s }); i >= 0 {
		return &inputs[i]
	}
	return nil
}
