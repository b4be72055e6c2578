package answer

import (
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// OverlaidChip says what overlays did to a chip beyond its values; see [Overlaid.Any].
func OverlaidChip(c *accelerators.Accelerator) Overlaid {
	return Overlaid{ID: c.ID, Added: c.Added, Replaced: c.Replaced}.from(c.Origin)
}

// OverlaidSite is [OverlaidChip] for a site.
func OverlaidSite(s *power.Site) Overlaid {
	return Overlaid{ID: s.ID, Site: true, Added: s.Added, Replaced: s.Replaced}.from(s.Origin)
}

func (o Overlaid) from(file string) Overlaid {
	if o.Added {
		o.Origin = file
	}
	return o
}

// Any reports whether overlays did anything to it.
func (o Overlaid) Any() bool { return o.Added || o.Replaced != nil }

// overrides tells which results rest on values that are not the built-in ones: those that the user set, and those of overlays.
type overrides struct {
	m       *mix.Mix
	shared  []marked   // in the model's order
	members [][]marked // of each member
}

// marked is an input and the name by which results that rest on it are marked.
type marked struct {
	spec *quantity.Spec
	name string
}

// Overrides lists what is not built in below any of the outputs of a mix, by the names that [Quantity.Overrides] has. owned puts the chip before each input of
// one even in a question about one chip; in others it always stands there. It is for results that are no answers: rows of a sweep, predictions of a backtest.
func Overrides(q Question, m *mix.Mix, owned bool, outputs []mix.Output) []string {
	o := overridesBy(q, m, owned)
	var names []string
	for _, out := range outputs {
		names = union(names, o.under(out))
	}
	return names
}

// overridesOf returns nil, which marks nothing and costs nothing, where every value of the question is built in.
func overridesOf(q Question, m *mix.Mix) *overrides { return overridesBy(q, m, false) }

// overridesBy is overridesOf with the chip before its inputs, where that is wanted of one chip too.
func overridesBy(q Question, m *mix.Mix, owned bool) *overrides {
	o := &overrides{m: m, members: make([][]marked, len(m.Members))}
	several := owned || max(len(q.Chips), len(m.Members)) > 1
	added := func(id string, site bool) bool {
		return slices.ContainsFunc(q.Overlaid, func(x Overlaid) bool { return x.Added && x.Site == site && x.ID == id })
	}
	site := ""
	for _, x := range q.Overlaid {
		if x.Site && x.Added {
			site = x.ID
		}
	}
	some := site != ""
	for _, s := range model.Model.All() {
		if !s.Input {
			continue
		}
		if v, given := m.Shared[s]; given && v.Override {
			o.shared, some = append(o.shared, marked{s, s.Name}), true
		} else if given && site != "" && v.Basis != quantity.Given && s != accelerators.H100Peak.Spec {
			o.shared = append(o.shared, marked{s, site + ":*"})
		}
		for i, x := range m.Members {
			v, given := x.Values[s]
			name := s.Name
			if several {
				name = x.ID + ":" + name
			}
			if given && added(x.ID, false) {
				o.members[i], some = append(o.members[i], marked{s, x.ID + ":*"}), true
			}
			if given && v.Override {
				o.members[i], some = append(o.members[i], marked{s, name}), true
			}
		}
	}
	tie := func(list []marked, c quantity.Correlation, owner string) []marked { // what rests on either of its inputs is spread otherwise
		if !c.Override {
			return list
		}
		some = true
		name := owner + "correlations." + c.Name
		return append(list, marked{c.A, name}, marked{c.B, name})
	}
	for _, c := range m.Correlations {
		o.shared = tie(o.shared, c.Correlation, "")
	}
	for i, x := range m.Members {
		owner := ""
		if several {
			owner = x.ID + ":"
		}
		for _, c := range x.Correlations {
			o.members[i] = tie(o.members[i], c, owner)
		}
	}
	if !some {
		return nil
	}
	return o
}

// under lists what is not built in below an output, shared inputs first. A member's part of a mix rests on the other members too where it follows from what
// all of them need.
func (o *overrides) under(out mix.Output) []string {
	if o == nil {
		return nil
	}
	below := make([]map[*quantity.Spec]bool, len(o.m.Members)) // what the output is computed from, by member
	for i := range below {
		if i == out.Member || out.Member == mix.Total || out.Share {
			below[i] = o.m.Below(out.Spec, i)
		}
	}
	if out.Member != mix.Total && o.m.Entangled() && below[out.Member][capacity.Allocation.Spec] {
		for i := range below {
			if below[i] == nil {
				below[i] = o.m.Below(capacity.Units.Spec, i)
			}
		}
	}
	var names []string
	add := func(list []marked, below map[*quantity.Spec]bool) {
		for _, x := range list {
			if below[x.spec] && !slices.Contains(names, x.name) {
				names = append(names, x.name)
			}
		}
	}
	for _, b := range below {
		add(o.shared, b)
	}
	for i, b := range below {
		add(o.members[i], b)
	}
	return names
}

// overrides lists what is not built in below an output of the run; below a ratio, that of both alternatives.
func (r *results) overrides(o mix.Output) []string {
	if r.marks == nil {
		return nil
	}
	names := r.marks[o.Alternative].under(o)
	if o.Ratio {
		names = union(names, r.marks[r.reference].under(o))
	}
	return names
}
