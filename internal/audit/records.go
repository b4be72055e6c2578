package audit

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

func uniqueNames(v *view) {
	check := func(key, name string) {
		for _, o := range v.others {
			if name == o.id() || slices.Contains(o.aliases(), name) {
				v.report(key, fmt.Sprintf("%q is also a name of %s (%s)", name, o.id(), o.At("id").File), "give it to one of the two")
				return
			}
		}
	}
	check("id", v.id())
	for _, a := range v.aliases() {
		check("aliases", a)
	}
}

// mostName is how many characters of a name tables and charts have room for.
const mostName = 40

func longName(v *view) {
	name := v.name()
	if n := utf8.RuneCountInString(name); n > mostName {
		v.report("name", fmt.Sprintf("%d characters; tables and charts have room for %d", n, mostName), "shorten it, and say the rest in a comment")
	}
}

func dateOrder(v *view) {
	s, last, before := v.System, "", ""
	for _, d := range []struct{ key, date string }{{"announced", s.Announced}, {"available", s.Available}, {"end_of_sale", s.EndOfSale}} {
		if d.date == "" {
			continue
		}
		if d.date < last {
			v.report(d.key, d.date+" is before "+before+", "+last, "check both")
		}
		last, before = d.date, d.key
	}
}

func undated(v *view) {
	if s := v.System; s.Status != accelerators.Announced && s.Announced == "" && s.Available == "" {
		v.report("status", string(s.Status)+", and nobody says since when", "give announced or available")
	}
}

func statusDates(v *view) {
	switch s := v.System; {
	case s.Status == accelerators.Announced && s.Available != "" && s.Available <= v.date:
		v.report("status", "announced, but available since "+s.Available, "write shipping, or take the date out until it has happened")
	case s.Status != accelerators.Announced && s.Available > v.date:
		v.report("status", string(s.Status)+", but not available before "+s.Available, "write announced, or correct the date")
	case s.Status == accelerators.Shipping && s.EndOfSale != "" && s.EndOfSale <= v.date:
		v.report("status", "shipping, but its sale ended "+s.EndOfSale, "write legacy")
	}
}

// entry is a value of a profile, of an input or sparse, under its key.
type entry struct {
	key   string
	spec  *quantity.Spec
	value quantity.Value
}

// entries lists all values in the order of the model, sparse peaks last.
func (s *Subject) entries() []entry {
	var out []entry
	for _, spec := range model.Model.All() {
		if value, known := s.values()[spec]; known {
			out = append(out, entry{spec.Name, spec, value})
		}
	}
	if s.System != nil {
		for i, p := range accelerators.Precision.Options {
			if value, known := s.System.Sparse[p]; known {
				out = append(out, entry{"sparse." + p, accelerators.Peak[i].Spec, value})
			}
		}
	}
	return out
}

func staleValues(v *view) {
	if v.oldest == "" {
		return
	}
	for _, e := range v.entries() {
		youngest := ""
		for _, s := range e.value.Sources {
			youngest = max(youngest, s.Date)
		}
		if youngest != "" && youngest < v.oldest {
			v.report(e.key, "its youngest source is of "+youngest+", before "+v.oldest, "look whether the figure still holds, and cite what says so")
		}
	}
}

func conflicts(v *view) {
	for _, e := range v.entries() {
		x := &e.value
		if x.Shape != quantity.Discrete || x.IsConstant() || e.spec.Labels != nil { // a boundary that nobody states is no contradiction
			continue
		}
		total := 0.0
		for _, w := range x.Weights {
			total += w
		}
		parts := make([]string, len(x.Values))
		for i, y := range x.Values {
			share := unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare}.Short(x.Weights[i]/total, 3)
			source := "no source"
			if i < len(x.Sources) && x.Sources[i].Key != "" {
				source = x.Sources[i].Key
			}
			parts[i] = show(e.spec, y) + " (" + share + ", " + source + ")"
		}
		v.report(e.key, strings.Join(parts, " or "), "")
	}
}

func assumedValues(v *view) {
	all := v.entries()
	var without []string
	for _, e := range all {
		if e.value.Basis == quantity.Assumed {
			without = append(without, e.key)
		}
	}
	if len(without) > 0 {
		v.report("", fmt.Sprintf("%d of %d values are assumed: %s", len(without), len(all), strings.Join(without, ", ")), "")
	}
}
