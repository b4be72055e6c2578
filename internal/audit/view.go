package audit

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// view is one profile as a rule sees it, among the others.
type view struct {
	*Subject
	others       []*Subject
	date, oldest string
	report       func(key, message, advice string)
}

// span is what a value may be. A rule finds something only where all of the span is out of bounds: a range gets the benefit of the doubt.
type span struct{ low, mid, high float64 }

// span is that of an input; false where it is not known.
func (s *Subject) span(spec *quantity.Spec) (span, bool) {
	v, known := s.values()[spec]
	if !known {
		return span{}, false
	}
	return spanOf(&v), true
}

func spanOf(v *quantity.Value) span {
	low, high := v.Extremes()
	return span{low, v.Mid(), high}
}

// over is the span of a quotient of two positive values that do not depend on each other.
func (a span) over(b span) span { return span{a.low / b.high, a.mid / b.mid, a.high / b.low} }

func (a span) times(b span) span { return span{a.low * b.low, a.mid * b.mid, a.high * b.high} }

func (a span) plus(b span) span { return span{a.low + b.low, a.mid + b.mid, a.high + b.high} }

// meets reports whether some of the span lies between two bounds.
func (a span) meets(low, high float64) bool { return a.low <= high && low <= a.high }

// near reports whether some of the span is x, give or take a share of it.
func (a span) near(x, share float64) bool { return a.meets(x*(1-share), x*(1+share)) }

// ratio of two inputs of the subject; false where one is not known, or the second can be 0. Inputs of one common group rise and fall together, so that the
// least of the one never meets the greatest of the other.
func (s *Subject) ratio(a, b *quantity.Spec) (span, bool) {
	x, knownX := s.span(a)
	y, knownY := s.span(b)
	if !knownX || !knownY || y.low <= 0 {
		return span{}, false
	}
	if group := s.values()[a].Common; group != "" && group == s.values()[b].Common {
		low, mid, high := x.low/y.low, x.mid/y.mid, x.high/y.high
		return span{min(low, mid, high), mid, max(low, mid, high)}, true
	}
	return x.over(y), true
}

// family are the other systems of the same vendor and family.
func (v *view) family() []*Subject {
	var out []*Subject
	for _, o := range v.others {
		if o.System != nil && v.System.Family != "" && o.System.Vendor == v.System.Vendor && o.System.Family == v.System.Family {
			out = append(out, o)
		}
	}
	return out
}

// twins are the systems of the family that have the same generation.
func (v *view) twins() []*Subject {
	var out []*Subject
	for _, o := range v.family() {
		if v.System.Generation > 0 && o.System.Generation == v.System.Generation {
			out = append(out, o)
		}
	}
	return out
}

// earlier are the systems of the family's earlier generations, the latest first.
func (v *view) earlier() []*Subject {
	var out []*Subject
	for _, o := range v.family() {
		if g := o.System.Generation; g > 0 && g < v.System.Generation {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b *Subject) int { return cmp.Compare(b.System.Generation, a.System.Generation) })
	return out
}

// previous are the systems of the family's generation before.
func (v *view) previous() []*Subject {
	out := v.earlier()
	return slices.DeleteFunc(out, func(o *Subject) bool { return o.System.Generation < out[0].System.Generation })
}

// show writes a number of an input as people read it.
func show(s *quantity.Spec, x float64) string {
	return unit.Notation{Unit: s.Unit, Style: s.Style}.Short(x, 4)
}

// watts, and number, write a number that is no input's.
func watts(x float64) string { return unit.Short(x, unit.For[unit.Watt](), 3) }

func number(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }
