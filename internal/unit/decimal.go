package unit

import (
	"math"
	"strconv"
	"strings"
)

// published is the number of significant digits that leave the program. Functions such as exp differ in their last bits from one architecture to another;
// nine digits are the same everywhere.
const published = 9

// Round9 rounds to the 9 significant digits that are published. -0 becomes 0; NaN and infinities stay.
func Round9(x float64) float64 {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return x + 0
	}
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', published-1, 64), 64)
	return y
}

// Exact writes the published number in base units for programs: rounded once to 9 significant digits, in the shortest form that reads back the same, as
// encoding/json would write it (no exponent for 1e-6 <= |x| < 1e21), never "-0". NaN and infinities, which JSON has not, are "null".
func Exact(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "null"
	}
	x = Round9(x)
	if a := math.Abs(x); a != 0 && (a < 1e-6 || a >= 1e21) {
		mantissa, exp, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
		return mantissa + "e" + exp[:1] + strings.TrimPrefix(exp[1:], "0")
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// decimal is a number as people round it: 0.d1d2d3... * 10^(exp+1), so that exp is the power of ten of the first digit. The zero has no digits.
type decimal struct {
	negative bool
	digits   string // no zeros at either end
	exp      int
}

// decimalOf returns the published digits of a finite x. All further rounding is of these, so that people see the same text on every machine, and half of a
// last place is what it looks like: 2.235 becomes 2.24, although the float64 is a little less.
func decimalOf(x float64) decimal {
	if x == 0 {
		return decimal{}
	}
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'e', published-1, 64), "e")
	e, _ := strconv.Atoi(exp)
	return decimal{x < 0, strings.TrimRight(strings.Replace(mantissa, ".", "", 1), "0"), e}
}

func (d decimal) isZero() bool { return d.digits == "" }

// last is the power of ten of the last digit.
func (d decimal) last() int { return d.exp - len(d.digits) + 1 }

// round rounds to a multiple of 10^place, half away from zero.
func (d decimal) round(place int) decimal {
	keep := d.exp - place + 1
	if d.isZero() || keep >= len(d.digits) {
		return d
	}
	if keep < 0 {
		return decimal{}
	}
	kept := []byte("0" + d.digits[:keep]) // a place for the carry
	if d.digits[keep] >= '5' {
		i := len(kept) - 1
		for ; kept[i] == '9'; i-- {
			kept[i] = '0'
		}
		kept[i]++
	}
	exp := d.exp + 1
	if kept[0] == '0' {
		kept, exp = kept[1:], d.exp
	}
	digits := strings.TrimRight(string(kept), "0")
	if digits == "" {
		return decimal{}
	}
	return decimal{d.negative, digits, exp}
}

// fixed writes d / 10^scale with a number of decimals and thousands separators. No digit of d may be beyond the decimals.
func (d decimal) fixed(scale, decimals int) string {
	e := d.exp - scale
	digits := d.digits
	switch {
	case d.isZero():
		e = 0
	case e < 0:
		digits, e = strings.Repeat("0", -e)+digits, 0
	}
	digits += strings.Repeat("0", max(0, e+1+decimals-len(digits)))
	whole, fraction := digits[:e+1], digits[e+1:]
	var b strings.Builder
	if d.negative {
		b.WriteByte('-')
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// scientific writes d / 10^scale with an exponent and a number of decimals.
func (d decimal) scientific(scale, decimals int) string {
	e := strconv.Itoa(d.exp - scale)
	d.exp = 0
	return d.fixed(0, max(decimals, len(d.digits)-1)) + "e" + e
}
