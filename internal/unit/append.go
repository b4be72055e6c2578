package unit

import (
	"math"
	"strconv"
)

// AppendExact appends to b what [Exact] writes for x. Files with many numbers spend their time on this, so it has a way of its own: x is scaled by a power
// of ten to nine digits before the point. Where rounding could go either way, and for sizes that the powers do not reach, it asks strconv as Exact does.
func AppendExact(b []byte, x float64) []byte {
	if x == 0 {
		return append(b, '0')
	}
	m, exp, ok := nine(math.Abs(x))
	if !ok {
		return append(b, Exact(x)...)
	}
	if x < 0 {
		b = append(b, '-')
	}
	text := digitsOf(m)
	count := published
	for text[count-1] == '0' {
		count--
	}
	switch {
	case exp < -6 || exp >= 21:
		b = append(b, text[0])
		if count > 1 {
			b = append(append(b, '.'), text[1:count]...)
		}
		b = append(b, 'e', '+')
		if exp < 0 {
			b[len(b)-1], exp = '-', -exp
		}
		return strconv.AppendInt(b, int64(exp), 10)
	case exp < 0:
		b = append(b, "0.00000"[:1-exp]...)
		return append(b, text[:count]...)
	case exp >= count-1:
		b = append(b, text[:count]...)
		return append(b, "00000000000000000000"[:exp+1-count]...)
	}
	return append(append(append(b, text[:exp+1]...), '.'), text[exp+1:count]...)
}

// Rounded is [Round9], by the same way as [AppendExact].
func Rounded(x float64) float64 {
	m, exp, ok := nine(math.Abs(x))
	if !ok {
		return Round9(x)
	}
	y := float64(m)
	if k := published - 1 - exp; k >= 0 {
		y /= powers[k]
	} else {
		y *= powers[-k]
	}
	return math.Copysign(y, x)
}

// powers are the powers of ten that are exact.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// starts are the powers of ten from leastExp on. Those below 1 are not exact, but within half a unit of their last place.
const leastExp = -22

var starts = func() (out [30 - leastExp + 1]float64) {
	for i := range out {
		out[i] = math.Pow10(leastExp + i)
	}
	return out
}()

// doubt is how near a half the part after the ninth digit may come before rounding is left to strconv. The scaled number is below 1e9 and rounded twice, so it is
// off by 2.3e-7 at most.
const doubt = 1e-6

// nine returns the nine digits of a positive x and the power of ten of the first, or that it cannot tell.
func nine(x float64) (m uint64, exp int, ok bool) {
	if !(x >= 1e-13 && x < 1e29) {
		return 0, 0, false
	}
	exp = (int(math.Float64bits(x)>>52) - 1023) * 1233 >> 12 // of the logarithm; one too few at times
	if x >= starts[exp+1-leastExp] {
		exp++
	}
	scaled := x * starts[published-1-exp-leastExp]
	m = uint64(scaled)
	rest := scaled - float64(m)
	switch {
	case rest > 0.5+doubt:
		m++
	case rest > 0.5-doubt:
		return 0, 0, false
	}
	if m == 1e9 {
		return 1e8, exp + 1, true
	}
	return m, exp, m-1e8 < 9e8
}

// digitsOf are the digits of a number below 1e9, which has nine.
func digitsOf(m uint64) (text [published]byte) {
	x := uint32(m)
	high, low := x/10000, x%10000 // 5 and 4 digits
	a, c := high/100, low/100     // 3 and 2
	first := a / 100
	put := func(at int, two uint32) { text[at], text[at+1] = pairs[2*two], pairs[2*two+1] }
	text[0] = byte('0' + first)
	put(1, a-100*first)
	put(3, high-100*a)
	put(5, c)
	put(7, low-100*c)
	return text
}

// pairs are the numbers from 00 to 99.
const pairs = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849" +
	"5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"
