package accelerators

import (
	"cmp"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/quantity"
)

// Filter says which systems of a list are wanted. Its zero value wants all.
type Filter struct {
	Vendors, Families, Statuses []string // any of these, whatever the case, a vendor by any of its names; empty for all

	AsOf      string // ISO date: only what had been announced, or was available, by then
	Available bool   // only what was available by AsOf; without AsOf, what is or was sold
}

// Keep returns the systems that are wanted, in their order, and those that are left out only because their profile has no date that would tell.
func (f Filter) Keep(list []*Accelerator) (kept, undated []*Accelerator) {
	for _, a := range list {
		if !among(a.Vendor, f.Vendors, SameVendor) || !among(a.Family, f.Families, strings.EqualFold) || !among(string(a.Status), f.Statuses, strings.EqualFold) {
			continue
		}
		switch known, in := f.by(a); {
		case !known:
			undated = append(undated, a)
		case in:
			kept = append(kept, a)
		}
	}
	return kept, undated
}

// by reports whether the system was there, or available, by the filter's date, and whether its profile tells.
func (f Filter) by(a *Accelerator) (known, in bool) {
	switch {
	case f.Available && f.AsOf == "":
		return true, a.Status != Announced
	case f.Available && a.Available != "":
		return true, a.Available <= f.AsOf
	case f.Available: // announced only, or not even that by then: the day of its sale came later
		return a.Status == Announced || a.Announced > f.AsOf, false
	case f.AsOf == "":
		return true, true
	case a.Announced == "" && a.Available == "":
		return false, false
	}
	return true, a.Announced != "" && a.Announced <= f.AsOf || a.Available != "" && a.Available <= f.AsOf
}

func among(word string, wanted []string, same func(a, b string) bool) bool {
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool { return same(w, word) })
}

// sortKey is a way to order systems: by a text, or by a number. Either is false for a system that has none.
type sortKey struct {
	name   string
	text   func(a *Accelerator) (string, bool)
	number func(a *Accelerator) (float64, bool)
}

var sortKeys = []sortKey{
	{name: "id", text: func(a *Accelerator) (string, bool) { return a.ID, true }},
	{name: "vendor", text: func(a *Accelerator) (string, bool) { return strings.ToLower(a.Vendor), a.Vendor != "" }},
	{name: "announced", text: func(a *Accelerator) (string, bool) { return a.Announced, a.Announced != "" }},
	{name: "available", text: func(a *Accelerator) (string, bool) { return a.Available, a.Available != "" }},
	{name: "tdp", number: mid(TDP.Spec)},
	{name: "bf16", number: mid(Peak[Precision.Index("bf16")].Spec)},
	{name: "fp8", number: mid(Peak[Precision.Index("fp8")].Spec)},
	{name: "hbm", number: mid(HBM.Spec)},
	{name: "chips", number: mid(Chips.Spec)},
	{name: "power", number: (*Accelerator).RatedPower},
}

func mid(s *quantity.Spec) func(a *Accelerator) (float64, bool) {
	return func(a *Accelerator) (float64, bool) {
		v, known := a.Values[s]
		if !known {
			return 0, false
		}
		return v.Mid(), true
	}
}

// SortKeys lists the names by which [Sort] orders.
func SortKeys() []string {
	var out []string
	for _, k := range sortKeys {
		out = append(out, k.name)
	}
	return out
}

// Sort orders systems by the named keys, the first of which counts most; a "-" in front of a name turns its order round. Systems that lack what a key is about
// come last either way, and equals keep their order. Numbers are those of the mids. Names that [SortKeys] does not list order nothing.
func Sort(list []*Accelerator, keys ...string) {
	slices.SortStableFunc(list, func(a, b *Accelerator) int {
		for _, name := range keys {
			name, down := strings.CutPrefix(name, "-")
			i := slices.IndexFunc(sortKeys, func(k sortKey) bool { return k.name == name })
			if i < 0 {
				continue
			}
			if c := sortKeys[i].compare(a, b, down); c != 0 {
				return c
			}
		}
		return 0
	})
}

func (k sortKey) compare(a, b *Accelerator, down bool) int {
	var c int
	var hasA, hasB bool
	if k.text != nil {
		var x, y string
		x, hasA = k.text(a)
		y, hasB = k.text(b)
		c = cmp.Compare(x, y)
	} else {
		var x, y float64
		x, hasA = k.number(a)
		y, hasB = k.number(b)
		c = cmp.Compare(x, y)
	}
	switch {
	case hasA != hasB && hasA:
		return -1
	case hasA != hasB:
		return 1
	case !hasA:
		return 0
	case down:
		return -c
	}
	return c
}
