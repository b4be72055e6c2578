package profile

import (
	"slices"
	"strings"
	"sync"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
)

// Kind is what a profile describes.
type Kind string

// The kinds of profiles; also the names of the folders that hold them.
const (
	System Kind = "accelerators" // one deployable system
	Place  Kind = "sites"        // a site
)

// form is how a key of a profile's head is written.
type form int

const (
	oneLine form = iota // text without line breaks
	wholeNumber
	date
	nameList
)

// headKey is a key that stands before the first table.
type headKey struct {
	name     string
	form     form
	required bool
	options  []string // where only these are allowed
}

// schema is the set of keys that a kind of profile may have.
type schema struct {
	kind   Kind
	head   []headKey
	inputs *group
	paths  []string // of the inputs
	sparse bool
}

// group is a table of inputs, or, with spec, one input.
type group struct {
	name string
	spec *quantity.Spec
	kids []*group
}

func (g *group) kid(name string) *group {
	for _, k := range g.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// names lists the keys of the table, in the order in which the model declares them.
func (g *group) names() []string {
	out := make([]string, len(g.kids))
	for i, k := range g.kids {
		out[i] = k.name
	}
	return out
}

// paths lists the inputs below the table.
func (g *group) paths() []string {
	if g.spec != nil {
		return []string{g.spec.Name}
	}
	var out []string
	for _, k := range g.kids {
		out = append(out, k.paths()...)
	}
	return out
}

var schemas = sync.OnceValue(func() map[Kind]*schema {
	var statuses []string
	for _, s := range accelerators.Statuses {
		statuses = append(statuses, string(s))
	}
	systems, places := tree(System), tree(Place)
	return map[Kind]*schema{
		System: {
			kind: System, inputs: systems, paths: systems.paths(), sparse: true,
			head: []headKey{
				{name: "id", required: true}, {name: "name", required: true}, {name: "vendor", required: true}, {name: "family"},
				{name: "generation", form: wholeNumber}, {name: "process"}, {name: "cooling", options: []string{"air", "liquid", "hybrid"}},
				{name: "status", required: true, options: statuses},
				{name: "announced", form: date}, {name: "available", form: date}, {name: "end_of_sale", form: date}, {name: "aliases", form: nameList},
			},
		},
		Place: {
			kind: Place, inputs: places, paths: places.paths(),
			head: []headKey{
				{name: "id", required: true}, {name: "name", required: true}, {name: "description"}, {name: "aliases", form: nameList},
			},
		},
	}
})

// Inputs lists the inputs that a profile of that kind may give, in the order of the model's reference.
func Inputs(kind Kind) []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range model.Model.All() {
		if home, ok := home(s); ok && home == kind {
			out = append(out, s)
		}
	}
	return out
}

// home says in which kind of profile an input is given; false for outputs and for what the question itself or the program supplies.
func home(s *quantity.Spec) (Kind, bool) {
	table, _, _ := strings.Cut(s.Name, ".")
	switch {
	case !s.Input || table == "mix" || table == "start" || table == "reference" || s == power.Commitment.Spec:
		return "", false
	case s.Scope == quantity.Member:
		return System, true
	}
	return Place, true
}

// tree arranges the inputs of a kind of profile as tables.
func tree(kind Kind) *group {
	root := &group{}
	for _, s := range Inputs(kind) {
		g := root
		for _, part := range strings.Split(s.Name, ".") {
			k := g.kid(part)
			if k == nil {
				k = &group{name: part}
				g.kids = append(g.kids, k)
			}
			g = k
		}
		g.spec = s
	}
	return root
}

// needs reports whether a profile must give the input. A system may leave out what nobody knows of it; a site may not, as nothing is computed without it,
// except what has a fallback, and the rent of a hall, which only those need who rent one.
func (s *schema) needs(path string) bool {
	if s.kind == Place {
		return (strings.HasPrefix(path, "site.") || strings.HasPrefix(path, "finance.")) && model.Model.Find(path).Formula() == "" && path != cost.LeasePrice.Name
	}
	return path == accelerators.Chips.Name || path == accelerators.RacksPerUnit.Name
}

// topLevel lists the keys that may stand at the top of a file.
func (s *schema) topLevel() []string {
	var out []string
	for _, k := range s.head {
		out = append(out, k.name)
	}
	out = append(out, s.inputs.names()...)
	if s.sparse {
		out = append(out, "sparse")
	}
	return append(out, "correlations", "exceptions", "sources")
}

// meant is the advice for an unknown key, given the keys that are known in its place.
func (s *schema) meant(name string, known []string) string {
	if m := suggest.Suggest(name, known); m != "" {
		return "did you mean " + m + "?"
	}
	var elsewhere []string
	for _, p := range s.paths {
		if p == name || strings.HasSuffix(p, "."+name) {
			elsewhere = append(elsewhere, p)
		}
	}
	if len(elsewhere) == 1 {
		return "did you mean " + elsewhere[0] + "?"
	}
	if slices.ContainsFunc(s.head, func(k headKey) bool { return k.name == name }) {
		return name + " belongs above the first table"
	}
	for kind, noun := range map[Kind]string{System: "system", Place: "site"} {
		if kind != s.kind && schemas()[kind].inputs.kid(name) != nil {
			return "it belongs into the profile of a " + noun
		}
	}
	return "known here: " + strings.Join(known, ", ")
}

// missingSource is the advice for a source that is cited and not there.
func missingSource(name string, known []string) string {
	if m := suggest.Suggest(name, known); m != "" {
		return "did you mean " + m + "?"
	}
	return "add a table [sources." + name + "]"
}
