package unit

import (
	"math"
	"strings"
)

// NA is what is written for a number that is not available.
const NA = "n/a"

// Style says what a dimensionless number is, which its unit does not tell. Numbers of other units ignore it.
type Style int

// The styles of dimensionless numbers.
const (
	AsCount Style = iota // things: "1.91 M", "29,900", "64"
	AsRatio              // a quotient: "1.20"
	AsShare              // a part of a whole: "93%"
)

// Notation is a way of writing the quantities of one unit for people. The zero value of Style and ASCII suits most.
type Notation struct {
	Unit  Unit
	Style Style
	ASCII bool // a hyphen in place of the en dash of intervals and of the minus; all else is ASCII anyway
	Minus bool // a true minus before what is negative, which [Parse] reads as well; the hyphen is what programs know
}

// Format is [Notation.Format] of a quantity in base units of u, which is a count if it has no dimension.
func Format(x float64, u Unit, digits int) string { return Notation{Unit: u}.Format(x, digits) }

// Short is [Notation.Short] of a quantity in base units of u, which is a count if it has no dimension.
func Short(x float64, u Unit, digits int) string { return Notation{Unit: u}.Short(x, digits) }

// Interval is [Notation.Interval] of percentiles in base units of u, which are counts if they have no dimension.
func Interval(p5, p50, p95 float64, u Unit) (mid, span string) {
	return Notation{Unit: u}.Interval(p5, p50, p95)
}

// Format writes x, in base units, with so many significant digits (1 to 9; others are taken as the nearest of these) and the unit that suits its size:
// "1.45 kW", "38.5 B USD", "22,700 USD". The unit is chosen after rounding, so 999.96 kW is "1.00 MW". Counts of whole things have no decimals. Zero is
// "0", never negative; NaN and infinities are [NA]. What is written with 9 digits is read back by [Parse] as [Round9] of x.
func (n Notation) Format(x float64, digits int) string {
	if notFinite(x) {
		return NA
	}
	d := decimalOf(x)
	digits = min(max(digits, 1), published)
	rounded := d.round(d.exp - digits + 1)
	place := rounded.exp - digits + 1 // one higher after a carry
	if n.whole(d) {
		place = max(place, 0)
	}
	l := n.layout(rounded, place)
	return n.signed(l.text(rounded)) + l.step.text
}

// Short is [Notation.Format] without trailing zeros after the decimal point, for numbers that are exact as given: "2 GW", not "2.00000 GW".
func (n Notation) Short(x float64, digits int) string {
	if notFinite(x) {
		return NA
	}
	d := decimalOf(x)
	d = d.round(d.exp - min(max(digits, 1), published) + 1)
	l := n.layout(d, d.last())
	return n.signed(l.text(d)) + l.step.text
}

// Interval writes a median and the span from P5 to P95, p5 <= p50 <= p95 in base units, with one common unit and as many digits as the spread supports:
// "1.91 M" and "1.72–2.13 M". The last place is a tenth of the spread, rounded down to a power of ten, but the median has at least 1 and at most 4
// significant digits. Ends are joined by " to " where one is negative.
//
// Without a spread the median has up to 6 digits, less trailing zeros, and the span is empty; so it is where the ends are not finite. A spread that four
// digits do not show, less than five of the fourth, is none: the median has up to 4 digits, less trailing zeros ("2 GW", not "2.000 GW"). A median that is
// not finite is [NA] with an empty span.
func (n Notation) Interval(p5, p50, p95 float64) (mid, span string) {
	return n.IntervalWithin(p5, p50, p95, 0)
}

// IntervalWithin is Interval of figures that are uncertain by themselves, as percentiles of few draws are: no digit is shown that stands for less than the
// error, which is in the base unit.
func (n Notation) IntervalWithin(p5, p50, p95, err float64) (mid, span string) {
	if notFinite(p50) {
		return NA, ""
	}
	m := decimalOf(p50)
	width := Round9(p95) - Round9(p5)
	if notFinite(p5) || notFinite(p95) || width == 0 {
		return n.Short(p50, 6), ""
	}
	if !m.isZero() && width < 5*math.Pow10(m.exp-3) {
		return n.Short(p50, 4), ""
	}
	lo, hi := decimalOf(p5), decimalOf(p95)
	place := decimalOf(min(max(width, -math.MaxFloat64), math.MaxFloat64)).exp - 1 // the width of two large numbers can be infinite
	if n.whole(lo) && n.whole(m) && n.whole(hi) {
		place = max(place, 0)
	}
	if err > 0 && !notFinite(err) {
		place = max(place, decimalOf(err).exp+1)
	}
	if !m.isZero() {
		place = max(min(place, m.exp), m.exp-3)
		if r := m.round(place); r.exp > m.exp { // a carry is a digit more
			place = max(place, r.exp-3)
		}
		m = m.round(place)
	}
	lo, hi = lo.round(place), hi.round(place)
	l := n.layout(largest(m, lo, hi), place)
	if max(lo.exp, hi.exp)-l.step.exp >= n.most(l.step) {
		l = layout{step: n.steps()[0], scientific: true, place: place}
	}
	mid = n.signed(l.text(m)) + l.step.text
	from, to := n.signed(l.text(lo)), n.signed(l.text(hi))
	switch {
	case from == to:
		return mid, ""
	case lo.negative || hi.negative:
		return mid, from + " to " + to + l.step.text
	case n.ASCII:
		return mid, from + "-" + to + l.step.text
	}
	return mid, from + "–" + to + l.step.text
}

// largest is m, which the unit is to suit, unless that is zero; then it is the end farther from zero.
func largest(m, lo, hi decimal) decimal {
	switch {
	case !m.isZero():
		return m
	case hi.isZero() || !lo.isZero() && lo.exp > hi.exp:
		return lo
	}
	return hi
}

// whole reports whether d is a count of whole things.
func (n Notation) whole(d decimal) bool {
	return n.Unit.Exp == (Exponents{}) && n.Style == AsCount && (d.isZero() || d.last() >= 0)
}

func (n Notation) steps() []step {
	if n.Unit.Exp == (Exponents{}) {
		switch n.Style {
		case AsRatio:
			return ratioSteps
		case AsShare:
			return shareSteps
		}
	}
	if f := familyOf(n.Unit); f != nil {
		return f.steps
	}
	return []step{{0, " " + n.Unit.Symbol}}
}

// layout is how numbers of about one size are written: in what unit, and with how many decimals.
type layout struct {
	step       step
	decimals   int
	scientific bool
	place      int
}

// Numbers of at least 10^most or below 10^least in the unit that suits them get an exponent; where there are several units, already those of at least
// 10^beyond in the greatest: nobody reads a million trillions.
const most, beyond, least = 15, 6, -4

// most is the power of ten from which numbers in that unit get an exponent.
func (n Notation) most(s step) int {
	if steps := n.steps(); len(steps) > 1 && s == steps[len(steps)-1] {
		return beyond
	}
	return most
}

// layout suits the number d, of which the last digit shown is that of 10^place.
func (n Notation) layout(d decimal, place int) layout {
	steps := n.steps()
	s := steps[0]
	if d.isZero() {
		return layout{step: s}
	}
	for _, t := range steps[1:] {
		if t.exp <= d.exp {
			s = t
		}
	}
	if e := d.exp - s.exp; e >= n.most(s) || e < least {
		return layout{step: steps[0], scientific: true, place: place}
	}
	return layout{step: s, decimals: max(0, s.exp-place)}
}

func (l layout) text(d decimal) string {
	if l.scientific && !d.isZero() {
		return d.scientific(l.step.exp, min(max(0, d.exp-l.place), published-1))
	}
	return d.fixed(l.step.exp, l.decimals)
}

// signed is a number with the minus of the notation.
func (n Notation) signed(s string) string {
	if rest, negative := strings.CutPrefix(s, "-"); negative && n.Minus && !n.ASCII {
		return "\u2212" + rest
	}
	return s
}

func notFinite(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }
