package answer

import (
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
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
	added   []string // ids of chips that are not built in
	site    string   // id of the site if it is not built in
	several bool     // whether names of inputs need their chip's
}

// overridesOf returns nil, which marks nothing and costs nothing, where every value of the question is built in.
func overridesOf(q Question, m *mix.Mix) *overrides {
	o := &overrides{m: m, several: max(len(q.Chips), len(m.Members)) > 1}
	for _, x := range q.Overlaid {
		switch {
		case x.Added && x.Site:
			o.site = x.ID
		case x.Added:
			o.added = append(o.added, x.ID)
		}
	}
	some := o.site != "" || o.added != nil
	for _, v := range m.Shared {
		some = some || v.Override
	}
	for _, x := range m.Members {
		for _, v := range x.Values {
			some = some || v.Override
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
	var names []string
	add := func(list []string) {
		for _, name := range list {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	one := []*quantity.Spec{out.Spec}
	add(o.shared(o.m.UsedShared(one)))
	for i := range o.m.Members {
		switch {
		case i == out.Member || out.Member == mix.Total || out.Share:
			add(o.own(one, i))
		case o.m.Entangled() && o.m.DependsOn(out.Spec, capacity.Allocation.Spec, out.Member):
			add(o.own([]*quantity.Spec{capacity.Units.Spec}, i))
		}
	}
	return names
}

// shared lists those of the shared inputs whose values are not built in.
func (o *overrides) shared(used []*quantity.Spec) []string {
	var names []string
	for _, s := range used {
		v, given := o.m.Shared[s]
		switch {
		case !given:
		case v.Override:
			names = append(names, s.Name)
		case o.site != "" && v.Basis != quantity.Given && s != power.Commitment.Spec && !slices.Contains(names, o.site+":*"):
			names = append(names, o.site+":*")
		}
	}
	return names
}

// own lists the inputs of member i below the quantities whose values are not built in.
func (o *overrides) own(specs []*quantity.Spec, i int) []string {
	x := o.m.Members[i]
	var names []string
	if used := o.m.Used(specs, i); slices.Contains(o.added, x.ID) && len(used) > 0 {
		names = append(names, x.ID+":*")
	}
	for _, s := range o.m.Used(specs, i) {
		if v := x.Values[s]; v.Override {
			name := s.Name
			if o.several {
				name = x.ID + ":" + name
			}
			names = append(names, name)
		}
	}
	return names
}
