package report

import (
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// The library as documentation: a page that lists all profiles, and a page of each, made of the records that "profiles list" and "profiles show" print.
const (
	libraryFolder = "library"       // of the pages of profiles, beside the page that lists them
	libraryIndex  = "../library.md" // as a page of a profile sees it
	repository    = "../../"        // the same
	pageEnding    = ".md"
)

// madeBy is the first line of every page that is not written by hand.
const madeBy = "<!-- Written by go test ./cmd/capplan -run TestLibraryPages -update from profiles/. Do not edit. -->\n"

// LibraryIndex writes the page of documentation that lists all chips and sites of a library, each with a link to its page. The options give tool and library.
// Errors are those of the writer.
func LibraryIndex(w io.Writer, chips []*accelerators.Accelerator, sites []*power.Site, o Options) error {
	o.Format, o.Page = Markdown, true
	d := &document{kind: "library"}
	d.add(prose{{"The library", strong},
		{counted(len(chips), "system") + " and " + counted(len(sites), "site") + ", version " + o.Tool.Library +
			". Every id leads to a page with each value, its range, its evidence and its sources.", normal}})
	d.add(prose{{"A system is what is bought and racked as one. Chips are packages, not dies; peaks are dense and of one chip. A number is exact where the profile has one " +
		"figure; where it has a range it is the median, and of figures that contradict each other the one of greatest weight. An empty cell is not known. The last four " +
		"columns count the values of a profile by what they rest on: published by the vendor or operator, reported by others, derived from such figures, assumed. What the " +
		"inputs mean is what capplan quantities prints; profiles.md says how a profile is written and what counts as evidence.", normal}})
	d.add(o.systemsGrid(chips), o.sitesGrid(sites))
	return flush(w, append([]byte(madeBy+"\n"), d.markdown(o)...))
}

func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// LibraryPage writes the page of documentation of one chip: all that its profile says. family are the chips that the page points to. Errors are those of the
// writer.
func LibraryPage(w io.Writer, c *accelerators.Accelerator, family []*accelerators.Accelerator, o Options) error {
	var others []hyperlink
	for _, f := range family {
		if f.ID != c.ID {
			others = append(others, hyperlink{f.ID, f.ID + pageEnding})
		}
	}
	return libraryPage(w, chipProfile(c), others, o)
}

// LibrarySitePage is [LibraryPage] for a site.
func LibrarySitePage(w io.Writer, s *power.Site, all []*power.Site, o Options) error {
	var others []hyperlink
	for _, x := range all {
		if x.ID != s.ID {
			others = append(others, hyperlink{x.ID, x.ID + pageEnding})
		}
	}
	return libraryPage(w, siteProfile(s), others, o)
}

func libraryPage(w io.Writer, p profile, others []hyperlink, o Options) error {
	o.Format, o.Page = Markdown, true
	body := profileDocument([]profile{p}, o).markdown(o)
	back := "[All systems and sites](" + libraryIndex + ")"
	if len(others) > 0 {
		back += " · " + map[bool]string{true: "others of the family: ", false: "other sites: "}[p.kind == "accelerators"] + o.markdownLinks(others)
	}
	head := "# " + escape(o.clean(p.name)) + "\n\n" + back + "\n\n"
	return flush(w, append([]byte(madeBy+"\n"+head), body...))
}

// aboutGrid is what is known of a profile beyond its values, as a page has it.
func (p profile) aboutGrid() grid {
	g := grid{columns: []column{{head: "About"}, {head: ""}}}
	add := func(label string, c cell) { g.rows = append(g.rows, gridRow{cells: []cell{text(label), c}}) }
	add("Id", code(p.id))
	for _, f := range p.facts {
		if value := plainField(f.value); value != "" {
			add(f.label, text(value))
		}
	}
	if len(p.aliases) > 0 {
		add("Also called", text(strings.Join(p.aliases, ", ")))
	}
	if p.origin != "" {
		c := text(p.origin)
		c.links = []hyperlink{{p.origin, repository + p.origin}}
		add("Profile", c)
	}
	return g
}

// systemsGrid is the table of all systems.
func (o Options) systemsGrid(chips []*accelerators.Accelerator) grid {
	numbers := []struct {
		head string
		spec *quantity.Spec
	}{
		{"Chips", accelerators.Chips.Spec}, {"Racks", accelerators.RacksPerUnit.Spec}, {"Chip TDP", accelerators.TDP.Spec}, {"System power", accelerators.SystemPower.Spec},
		{"bf16", peakOf("bf16")}, {"fp8", peakOf("fp8")}, {"fp4", peakOf("fp4")}, {"HBM", accelerators.HBM.Spec},
	}
	g := grid{title: "Systems", columns: []column{{head: "Vendor"}, {head: "System"}, {head: "Status"}}}
	for _, n := range numbers {
		g.columns = append(g.columns, column{head: n.head, right: true})
	}
	g.columns = append(g.columns, basisColumns()...)
	for _, c := range chips {
		cells := []cell{text(c.Vendor), pageCell(c.ID), text(string(c.Status))}
		for _, n := range numbers {
			cells = append(cells, text(o.listText(c, n.spec)))
		}
		values := inOrder(c.Values)
		for _, v := range c.Sparse {
			values = append(values, answer.Input{Value: v})
		}
		g.rows = append(g.rows, gridRow{cells: append(cells, basisCells(values)...)})
	}
	return g
}

// sitesGrid is the table of all sites.
func (o Options) sitesGrid(sites []*power.Site) grid {
	numbers := []struct {
		head string
		spec *quantity.Spec
	}{
		{"Peak PUE", power.PUEPeak.Spec}, {"Reserve", power.Reserve.Spec}, {"Load factor", power.LoadFactor.Spec}, {"Electricity", power.ElectricityPrice.Spec},
		{"Facility", power.CapexPerWatt.Spec}, {"WACC", cost.WACC.Spec},
	}
	g := grid{title: "Sites", columns: []column{{head: "Site"}, {head: "Name"}}}
	for _, n := range numbers {
		g.columns = append(g.columns, column{head: n.head, right: true})
	}
	g.columns = append(g.columns, basisColumns()...)
	for _, s := range sites {
		cells := []cell{pageCell(s.ID), text(s.Name)}
		for _, n := range numbers {
			t := ""
			if v, known := s.Values[n.spec]; known {
				t = o.notation(n.spec).Short(v.Mid(), 3)
			}
			cells = append(cells, text(t))
		}
		g.rows = append(g.rows, gridRow{cells: append(cells, basisCells(inOrder(s.Values))...)})
	}
	return g
}

func peakOf(precision string) *quantity.Spec {
	return accelerators.Peak[accelerators.Precision.Index(precision)].Spec
}

// pageCell is an id that leads to the page of its profile.
func pageCell(id string) cell {
	c := code(id)
	c.links = []hyperlink{{id, libraryFolder + "/" + id + pageEnding}}
	return c
}

// bases are the kinds of evidence that a library can have, each with its head in a narrow column.
var bases = []struct {
	basis quantity.Basis
	head  string
}{{quantity.Published, "Pub."}, {quantity.Reported, "Rep."}, {quantity.Derived, "Der."}, {quantity.Assumed, "Ass."}}

func basisColumns() []column {
	var out []column
	for _, b := range bases {
		out = append(out, column{head: b.head, right: true})
	}
	return out
}

// basisCells count values by what they rest on.
func basisCells(values []answer.Input) []cell {
	out := make([]cell, len(bases))
	for i, b := range bases {
		n := 0
		for _, v := range values {
			if v.Value.Basis == b.basis {
				n++
			}
		}
		out[i] = text(strconv.Itoa(n))
	}
	return out
}

// listText is a number of a chip in a list: exact where it is one, the mid of what varies; the system's power follows from the chips where it is not given.
// Empty for what is not known.
func (o Options) listText(c *accelerators.Accelerator, s *quantity.Spec) string {
	x, known := listNumber(c, s)
	if !known {
		return ""
	}
	parts := []*quantity.Spec{s}
	if _, given := c.Values[s]; !given && s == accelerators.SystemPower.Spec {
		parts = []*quantity.Spec{accelerators.TDP.Spec, accelerators.HostPower.Spec}
	}
	if slices.ContainsFunc(parts, func(s *quantity.Spec) bool { v := c.Values[s]; return !v.IsConstant() }) {
		return o.notation(s).Short(x, 3)
	}
	return o.exactText(s, x)
}

// exactText is a number that is known as one.
func (o Options) exactText(s *quantity.Spec, x float64) string {
	const gib = 1 << 30
	if s.Unit == unit.For[unit.Byte]() && x >= gib && x == math.Trunc(x/gib)*gib && x != math.Trunc(x/1e8)*1e8 {
		return unit.Exact(x/gib) + " GiB" // as memory is sold: 34.3597 GB is nobody's figure
	}
	return o.notation(s).Short(x, exactDigits)
}

// exactDigits are enough for every figure that a source states; more would show what a conversion of units leaves.
const exactDigits = 6
