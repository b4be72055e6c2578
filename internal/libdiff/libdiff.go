// Package libdiff finds what differs between two libraries of profiles: chips and sites that were added, removed or changed, down to the value.
//
// It compares what profiles say, not how they say it: the place of a value in a file, the name of a source within its file and the order of sources do not
// count. It refuses to judge: every difference is listed, however small, and what results it would change is for a question to find out.
package libdiff

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// Library is one side of a comparison. Its profiles may be those of a day; a site's value that became known only later counts as absent then.
type Library struct {
	Name  string // builtin, or the path of an overlay or a library
	Alone bool   // not laid over the built-in library
	AsOf  string // ISO date; empty for all that it has
	Chips []*accelerators.Accelerator
	Sites []*power.Site
}

// Diff is what differs between two libraries: chips by id, and then sites by id.
type Diff struct {
	Old, New Library
	Profiles []Profile
}

// Kind is what a profile describes.
type Kind string

// The kinds of profiles, by the names that lists of profiles give them.
const (
	Chip Kind = "accelerator"
	Site Kind = "site"
)

// Change is what happened to a profile, a fact or a value.
type Change string

// The changes. What is the same is not listed.
const (
	Added   Change = "added"
	Removed Change = "removed"
	Changed Change = "changed"
)

// Profile is a chip or a site that differs.
type Profile struct {
	Kind   Kind
	ID     string
	Name   string // the new one, or the old one of what was removed
	Change Change
	Facts  []Fact  // keys above the tables, and correlations
	Values []Value // in the model's order, sparse peaks last; all of them where the profile was added or removed
}

// Fact is a key above the tables that differs: a name, a date, a status; or a stated correlation. An empty text stands for a key that is not given.
type Fact struct {
	Key      string
	Change   Change
	Old, New string
}

// Part is what can differ of a value.
type Part string

// The parts of a value, in the order in which they are listed.
const (
	Distribution Part = "distribution"
	Basis        Part = "basis"
	Source       Part = "source"
	AsOf         Part = "as_of"
	Common       Part = "common"
	Note         Part = "note"
)

// Value is an input that differs.
type Value struct {
	Spec     *quantity.Spec
	Sparse   bool // a peak of sparse matrices, which is no input
	Change   Change
	Old, New *quantity.Value // nil where there is none
	Differs  []Part          // of a changed one
	Percent  float64         // change of the mid in percent of the old one; NaN where one side has none, the old one is 0, or values are names
}

// Compare returns what differs between two libraries.
func Compare(old, new Library) *Diff {
	d := &Diff{Old: old, New: new}
	a, b := chips(old.Chips), chips(new.Chips)
	for _, id := range ids(a, b) {
		d.add(Chip, id, a[id], b[id])
	}
	a, b = sites(old.Sites), sites(new.Sites)
	for _, id := range ids(a, b) {
		d.add(Site, id, a[id], b[id])
	}
	return d
}

// Same reports whether nothing differs.
func (d *Diff) Same() bool { return len(d.Profiles) == 0 }

// Count returns how many profiles of a kind changed so.
func (d *Diff) Count(k Kind, c Change) int {
	n := 0
	for _, p := range d.Profiles {
		if p.Kind == k && p.Change == c {
			n++
		}
	}
	return n
}

// side is a profile of either kind as it is compared.
type side struct {
	name   string
	facts  []Fact // with the value in Old
	values quantity.Scenario
	sparse map[string]quantity.Value
	ties   map[string]string // correlations by name, as texts
}

// ties are correlations as they are compared: all that is said of each, in a line.
func ties(list []quantity.Correlation) map[string]string {
	out := map[string]string{}
	for _, c := range list {
		parts := []string{c.A.Name + " and " + c.B.Name + " " + strconv.FormatFloat(c.Rank, 'g', -1, 64), string(c.Basis)}
		for _, s := range sources(&quantity.Value{Sources: c.Sources}) {
			parts = append(parts, s.URL)
		}
		if c.AsOf != "" {
			parts = append(parts, "as of "+c.AsOf)
		}
		if c.Note != "" {
			parts = append(parts, strings.Join(strings.Fields(c.Note), " "))
		}
		out["correlations."+c.Name] = strings.Join(parts, ", ")
	}
	return out
}

func chips(list []*accelerators.Accelerator) map[string]*side {
	out := map[string]*side{}
	for _, c := range list {
		generation := ""
		if c.Generation != 0 {
			generation = strconv.Itoa(c.Generation)
		}
		out[c.ID] = &side{name: c.Name, values: c.Values, sparse: c.Sparse, ties: ties(c.Correlations), facts: []Fact{
			{Key: "name", Old: c.Name}, {Key: "vendor", Old: c.Vendor}, {Key: "family", Old: c.Family}, {Key: "generation", Old: generation},
			{Key: "process", Old: c.Process}, {Key: "cooling", Old: c.Cooling}, {Key: "status", Old: string(c.Status)}, {Key: "announced", Old: c.Announced},
			{Key: "available", Old: c.Available}, {Key: "end_of_sale", Old: c.EndOfSale}, {Key: "aliases", Old: strings.Join(c.Aliases, " ")},
		}}
	}
	return out
}

func sites(list []*power.Site) map[string]*side {
	out := map[string]*side{}
	for _, s := range list {
		known := quantity.Scenario{}
		for spec, v := range s.Values {
			if v.From == "" {
				known[spec] = v
			}
		}
		out[s.ID] = &side{name: s.Name, values: known, ties: ties(s.Correlations), facts: []Fact{
			{Key: "name", Old: s.Name}, {Key: "description", Old: s.Description}, {Key: "aliases", Old: strings.Join(s.Aliases, " ")},
		}}
	}
	return out
}

// ids are those of both sides, in order, each once.
func ids(a, b map[string]*side) []string {
	var out []string
	for _, m := range []map[string]*side{a, b} {
		for id := range m {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// add lists a profile if it differs.
func (d *Diff) add(kind Kind, id string, old, new *side) {
	p := Profile{Kind: kind, ID: id, Change: Changed}
	switch {
	case old == nil:
		old, p.Change, p.Name = &side{}, Added, new.name
	case new == nil:
		new, p.Change, p.Name = &side{}, Removed, old.name
	default:
		p.Name = new.name
	}
	p.Facts = facts(old.facts, new.facts)
	for _, key := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Keys(old.ties)), slices.Collect(maps.Keys(new.ties)))))) {
		p.Facts = append(p.Facts, facts([]Fact{{Key: key, Old: old.ties[key]}}, []Fact{{Key: key, Old: new.ties[key]}})...)
	}
	for _, s := range model.Model.All() {
		a, had := old.values[s]
		b, has := new.values[s]
		p.value(Value{Spec: s}, a, had, b, has)
	}
	for i, name := range accelerators.Precision.Options {
		a, had := old.sparse[name]
		b, has := new.sparse[name]
		p.value(Value{Spec: accelerators.Peak[i].Spec, Sparse: true}, a, had, b, has)
	}
	if p.Change != Changed || p.Facts != nil || p.Values != nil {
		d.Profiles = append(d.Profiles, p)
	}
}

// facts are those that differ; either list may be empty.
func facts(old, new []Fact) []Fact {
	var out []Fact
	for i := range max(len(old), len(new)) {
		f := Fact{Change: Changed}
		if i < len(old) {
			f.Key, f.Old = old[i].Key, old[i].Old
		}
		if i < len(new) {
			f.Key, f.New = new[i].Key, new[i].Old
		}
		switch {
		case f.Old == f.New:
			continue
		case f.Old == "":
			f.Change = Added
		case f.New == "":
			f.Change = Removed
		}
		out = append(out, f)
	}
	return out
}

// value lists a value if it differs.
func (p *Profile) value(v Value, old quantity.Value, had bool, new quantity.Value, has bool) {
	v.Percent = math.NaN()
	switch {
	case !had && !has:
		return
	case !had:
		v.Change, v.New = Added, &new
	case !has:
		v.Change, v.Old = Removed, &old
	default:
		v.Change, v.Old, v.New, v.Differs = Changed, &old, &new, differs(&old, &new)
		if v.Differs == nil {
			return
		}
		if m := old.Mid(); m != 0 && v.Spec.Labels == nil {
			v.Percent = 100 * (new.Mid() - m) / math.Abs(m)
		}
	}
	p.Values = append(p.Values, v)
}

// differs lists the parts that are not the same.
func differs(a, b *quantity.Value) []Part {
	var out []Part
	for _, x := range []struct {
		part Part
		same bool
	}{
		{Distribution, sameDistribution(a, b)}, {Basis, a.Basis == b.Basis}, {Source, slices.Equal(sources(a), sources(b))}, {AsOf, a.AsOf == b.AsOf},
		{Common, a.Common == b.Common}, {Note, strings.Join(strings.Fields(a.Note), " ") == strings.Join(strings.Fields(b.Note), " ")},
	} {
		if !x.same {
			out = append(out, x.part)
		}
	}
	return out
}

// sources are those of a value without their names in the file. Their order counts where each stands for one of several figures.
func sources(v *quantity.Value) []quantity.Source {
	out := slices.Clone(v.Sources)
	for i := range out {
		out[i].Key = ""
	}
	if v.Shape != quantity.Discrete {
		slices.SortFunc(out, func(a, b quantity.Source) int {
			return cmp.Or(cmp.Compare(a.URL, b.URL), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Date, b.Date), cmp.Compare(a.Kind, b.Kind))
		})
	}
	return out
}

func sameDistribution(a, b *quantity.Value) bool {
	return a.Shape == b.Shape && a.Low == b.Low && a.Mode == b.Mode && a.High == b.High && slices.Equal(a.Values, b.Values) &&
		slices.EqualFunc(shares(a.Weights), shares(b.Weights), func(x, y float64) bool { return math.Abs(x-y) < 1e-12 })
}

// shares are weights that sum to 1: 3 and 7 say what 0.3 and 0.7 say.
func shares(weights []float64) []float64 {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	out := make([]float64, len(weights))
	for i, w := range weights {
		out[i] = w / total
	}
	return out
}
