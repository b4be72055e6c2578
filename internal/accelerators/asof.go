package accelerators

import (
	"cmp"
	"slices"

	"github.com/capplan/capplan/internal/quantity"
)

// KnownFrom returns the ISO date from which the system is known: when it was announced or, where its profile does not say, when it could be had. It is empty
// where the profile says neither; such a system is always known.
func (a *Accelerator) KnownFrom() string { return cmp.Or(a.Announced, a.Available) }

// KnownOn returns the system as it was known on a day, an ISO date, the day included. Values that became known afterwards are in Later and not among Values, so
// that what needs them is n/a. Dates only ever take a status back: what could not be had yet was announced, what was still sold was shipping. It is for systems
// with KnownFrom on that day or before.
func (a *Accelerator) KnownOn(day string) *Accelerator {
	out := *a
	out.Values, out.Later = a.Values.KnownOn(day)
	out.Sparse = map[string]quantity.Value{}
	for p, v := range a.Sparse {
		if v, ok := v.KnownOn(day); ok {
			out.Sparse[p] = v
		}
	}
	switch {
	case a.Available > day:
		out.Status = Announced
	case a.Status == Legacy && a.EndOfSale > day:
		out.Status = Shipping
	}
	out.Correlations = quantity.CorrelationsOn(a.Correlations, day)
	out.Sources = slices.DeleteFunc(slices.Clone(a.Sources), func(s quantity.Source) bool { return !out.cites(s) })
	return &out
}

// cites reports whether a value or a correlation of the system names the source.
func (a *Accelerator) cites(s quantity.Source) bool {
	for _, v := range a.Values {
		if slices.Contains(v.Sources, s) {
			return true
		}
	}
	for _, v := range a.Sparse {
		if slices.Contains(v.Sources, s) {
			return true
		}
	}
	for _, c := range a.Correlations {
		if slices.Contains(c.Sources, s) {
			return true
		}
	}
	return false
}
