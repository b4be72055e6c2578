package ledger

import (
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// marker names the inputs of the site and of chips whose values are not the built-in ones, as [answer.Quantity] does. A figure carries the names of those
// that it is computed from, whether or not they cancel in it.
type marker struct {
	m         *mix.Mix
	site      string // a site that is not built in; empty if it is
	precision string
}

// shared names the marked ones among inputs of the site.
func (k marker) shared(specs ...*quantity.Spec) []string {
	var out []string
	for _, s := range specs {
		switch v, given := k.m.Shared[s]; {
		case !given:
		case v.Override:
			out = append(out, s.Name)
		case k.site != "" && v.Basis != quantity.Given && s != accelerators.H100Peak.Spec && !slices.Contains(out, k.site+":*"):
			out = append(out, k.site+":*")
		}
	}
	return out
}

// counted are the quantities that the chips of a power, or their throughput, are made of; packages if the power is that of the packages.
func (k marker) counted(rate, packages bool) []*quantity.Spec {
	out := []*quantity.Spec{capacity.ITPerUnit.Spec, accelerators.Chips.Spec}
	if packages {
		out = append(out, accelerators.TDP.Spec)
	}
	if !rate {
		return out
	}
	if i := accelerators.Precision.Index(k.precision); i >= 0 {
		return append(out, accelerators.Peak[i].Spec)
	}
	for _, name := range []string{"fp8", "int8"} {
		out = append(out, accelerators.Peak[accelerators.Precision.Index(name)].Spec)
	}
	return out
}

// siteInputs lists the inputs of the site that the quantities depend on. Chips of an IT power do not depend on how an unstated boundary is drawn.
func (k marker) siteInputs() []*quantity.Spec {
	return slices.DeleteFunc(k.m.UsedShared(k.counted(true, true)), func(s *quantity.Spec) bool { return s == power.BasisInput.Spec })
}

// chip names the marked ones among what chips of one kind, or their throughput, are made of: inputs of the site first.
func (k marker) chip(id string, rate, packages bool) []string {
	out := k.shared(k.siteInputs()...)
	for i, x := range k.m.Members {
		if x.ID != id {
			continue
		}
		owner := ""
		if len(k.m.Members) > 1 {
			owner = id + ":"
		}
		if x.Added {
			out = append(out, id+":*")
		}
		for _, s := range k.m.Used(k.counted(rate, packages), i) {
			if v, given := x.Values[s]; given && v.Override {
				out = append(out, owner+s.Name)
			}
		}
	}
	return out
}

// facility names what is marked of the way between IT and facility power.
func (k marker) facility() []string { return k.shared(power.PUEPeak.Spec, power.Reserve.Spec) }

// toIT names what is marked of the way from a commitment's power to IT power.
func (o *operands) toITMarks(c *Commitment) []string {
	switch {
	case c.Boundary == IT, c.Boundary == Unstated && o.q.Unstated == AsIT:
		return nil
	case c.Boundary == Facility, c.Boundary == Unstated && o.q.Unstated == AsFacility:
		return o.marks.facility()
	case c.Boundary == Unstated:
		return append(o.marks.facility(), o.marks.shared(power.BasisInput.Spec)...)
	}
	var out []string
	for _, p := range c.Chips {
		out = append(out, o.marks.chip(p.Chip, false, c.Boundary == Chip)...)
	}
	return out
}

// convertMarks names what is marked of the way to a sum's boundary.
func (o *operands) convertMarks(c *Commitment, to string) []string {
	if to == Unstated || to == c.Boundary {
		return nil
	}
	out := o.toITMarks(c)
	if to == Facility {
		out = append(out, o.marks.facility()...)
	}
	return out
}

// unique drops repetitions; nil for none.
func unique[T comparable](lists ...[]T) []T {
	var out []T
	for _, x := range slices.Concat(lists...) {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// addedSite is the id of the question's site if it is not built in.
func addedSite(list []answer.Overlaid) string {
	for _, x := range list {
		if x.Site && x.Added {
			return x.ID
		}
	}
	return ""
}
