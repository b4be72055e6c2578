package report

import (
	"io"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Listing is a list of profiles: which chips and sites, in which order.
type Listing struct {
	Chips    []*accelerators.Accelerator
	Sites    []*power.Site
	AsOf     string           // ISO date by which the chips were there; empty where that was not asked
	Sorted   []string         // the keys of [accelerators.Sort] that gave the order; their columns are shown however narrow the terminal is
	Warnings []answer.Warning // what the reader of the list must know
}

// listed are the inputs that a list of chips gives programs. That of the system's power is [accelerators.Accelerator.RatedPower].
var listed = []*quantity.Spec{
	accelerators.Chips.Spec, accelerators.RacksPerUnit.Spec, accelerators.TDP.Spec, accelerators.SystemPower.Spec,
	accelerators.Peak[accelerators.Precision.Index("bf16")].Spec, accelerators.Peak[accelerators.Precision.Index("fp8")].Spec, accelerators.HBM.Spec,
}

// listColumn is a column of a list of chips for people.
type listColumn struct {
	key    string // as people sort by it
	head   string
	text   func(c *accelerators.Accelerator) string
	number *quantity.Spec
}

var listColumns = []listColumn{
	{key: "vendor", head: "Vendor", text: func(c *accelerators.Accelerator) string { return c.Vendor }},
	{key: "family", head: "Family", text: func(c *accelerators.Accelerator) string { return c.Family }},
	{key: "status", head: "Status", text: func(c *accelerators.Accelerator) string { return string(c.Status) }},
	{key: "announced", head: "Announced", text: func(c *accelerators.Accelerator) string { return c.Announced }},
	{key: "available", head: "Available", text: func(c *accelerators.Accelerator) string { return c.Available }},
	{key: "chips", head: "Chips", number: listed[0]},
	{key: "racks", head: "Racks", number: listed[1]},
	{key: "tdp", head: "Chip TDP", number: listed[2]},
	{key: "power", head: "System power", number: listed[3]},
	{key: "bf16", head: "Dense bf16", number: listed[4]},
	{key: "fp8", head: "Dense fp8", number: listed[5]},
	{key: "hbm", head: "HBM", number: listed[6]},
}

// listLayouts are the columns of a list of chips, from the widest layout to the narrowest.
var listLayouts = [][]string{
	{"vendor", "family", "status", "announced", "available", "chips", "racks", "tdp", "power", "bf16", "fp8", "hbm"},
	{"vendor", "status", "chips", "racks", "tdp", "power"},
	{"vendor", "status", "chips", "tdp"},
	{"status", "tdp"},
	{"tdp"},
}

// unbroken is how many of the layouts break no name; the others do rather than be too wide.
const unbroken = 2

// ProfileList writes which chips and sites there are. Errors are those of the writer.
func ProfileList(w io.Writer, l Listing, o Options) error {
	return o.write(w, output{
		document: func() *document {
			d := &document{kind: "profiles"}
			if o.Format == Markdown {
				d.add(markdownWarnings(l.Warnings))
			}
			var layouts choice
			for i, keys := range listLayouts {
				layouts = append(layouts, l.chipGrid(keys, i >= unbroken, o))
			}
			d.add(layouts, siteGrid(l.Sites, o), profileMarks(profilesOf(l.Chips, l.Sites)))
			if len(l.Chips)+len(l.Sites) == 0 {
				d.add(prose{{"No profile is like that.", normal}})
			}
			return d
		},
		tree: func() object {
			a, b := list{}, list{}
			for _, c := range l.Chips {
				p := chipProfile(c)
				a = append(a, append(append(p.head(), field{"medians", medians(c)}), p.marks()...))
			}
			for _, s := range l.Sites {
				p := siteProfile(s)
				b = append(b, append(p.head(), p.marks()...))
			}
			return append(object{{"as_of", orNull(l.AsOf)}, {"accelerators", a}, {"sites", b}, {"warnings", warningsTree(l.Warnings)}}, o.overlaysTree()...)
		},
		records: func() *records { return listRecords(l.Chips, l.Sites) },
	})
}

// listNumber is the mid of an input that a list shows; the system's power follows from the chips where it is not given.
func listNumber(c *accelerators.Accelerator, s *quantity.Spec) (float64, bool) {
	if s == accelerators.SystemPower.Spec {
		return c.RatedPower()
	}
	v, known := c.Values[s]
	if !known {
		return 0, false
	}
	return v.Mid(), true
}

func medians(c *accelerators.Accelerator) inline {
	var out inline
	for _, s := range listed {
		var value any
		if x, known := listNumber(c, s); known {
			value = x
		}
		out = append(out, field{s.Name, value})
	}
	return out
}

// chipGrid lists systems. Names are broken only where a list with fewer columns would be too wide.
func (l Listing) chipGrid(keys []string, flow bool, o Options) grid {
	g := grid{title: "Chips", columns: []column{{head: "ID"}, {head: "Name", flow: flow}}}
	var shown []listColumn
	for _, c := range listColumns {
		if !slices.Contains(keys, c.key) && !slices.Contains(l.Sorted, c.key) && !slices.Contains(l.Sorted, "-"+c.key) {
			continue
		}
		shown = append(shown, c)
		g.columns = append(g.columns, column{head: c.head, right: c.number != nil, unit: c.number != nil, flow: flow && c.key == "vendor"})
	}
	for _, chip := range l.Chips {
		cells := []cell{code(chip.ID), text(chip.Name)}
		for _, c := range shown {
			t := ""
			if c.number == nil {
				t = c.text(chip)
			} else {
				t = o.listText(chip, c.number)
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
		for _, f := range medians(c) {
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
