package plots

import (
	"math"
	"strconv"
	"strings"
)

// Unit is the dimension of the numbers of a row; it decides prefix and symbol.
type Unit string

// The units a chart can print. Any other Unit is printed as its own symbol
// behind a number without prefix.
const (
	Count   Unit = "count"    // packages, racks, units
	Watt    Unit = "watt"     // W
	WattHr  Unit = "watthour" // Wh
	FLOPS   Unit = "flops"    // FLOP/s
	FLOP    Unit = "flop"     // FLOP, arithmetic done
	Bytes   Unit = "bytes"    // B, decimal prefixes
	ByteSec Unit = "bytes/s"  // B/s
	USD     Unit = "usd"      // US dollars
	Grams   Unit = "gram"     // g, printed as tonnes
	Litres  Unit = "litre"    // L
	Area    Unit = "m2"       // m²
	Ratio   Unit = "ratio"    // printed as a percentage
)

// prefix is one step of a unit's scale.
type prefix struct {
	exp    int    // power of ten
	symbol string // what stands behind the number
}

func si(symbol string) []prefix {
	return []prefix{
		{0, symbol}, {3, "k" + symbol}, {6, "M" + symbol}, {9, "G" + symbol},
		{12, "T" + symbol}, {15, "P" + symbol}, {18, "E" + symbol}, {21, "Z" + symbol}, {24, "Y" + symbol},
	}
}

var (
	shortScale = []prefix{{0, ""}, {3, "k"}, {6, "M"}, {9, "B"}, {12, "T"}}
	wordScale  = []prefix{{0, ""}, {6, "million"}, {9, "billion"}, {12, "trillion"}}
	unitScale  = map[Unit][]prefix{
		Count: shortScale, USD: shortScale,
		Watt: si("W"), WattHr: si("Wh"), FLOPS: si("FLOP/s"), FLOP: si("FLOP"), Bytes: si("B"), ByteSec: si("B/s"), Litres: si("L"),
		Grams: {{0, "g"}, {3, "kg"}, {6, "t"}, {9, "kt"}, {12, "Mt"}, {15, "Gt"}},
		Area:  {{0, "m²"}, {6, "km²"}},
		Ratio: {{-2, "%"}},
	}
)

func (u Unit) scale() []prefix {
	if s, ok := unitScale[u]; ok {
		return s
	}
	if u == "" {
		return shortScale
	}
	return []prefix{{0, clean(string(u))}}
}

// spaced says whether a space stands between number and symbol.
func (u Unit) spaced() bool { return !u.counted() && u != USD && u != Ratio }

// thousands prints v with the given decimals and separators, true minus, never "−0".
func thousands(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, frac, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	if v < 0 && strings.Trim(whole, "0,.") != "" {
		whole = "−" + whole
	}
	return whole
}

// round3 rounds to three significant digits and returns the decimal exponent
// of the result, so that a prefix is picked after the carry: 999.96k is 1.00M.
func round3(v float64) (float64, int) {
	s := strconv.FormatFloat(v, 'e', 2, 64)
	r, _ := strconv.ParseFloat(s, 64)
	e, _ := strconv.Atoi(s[strings.IndexByte(s, 'e')+1:])
	return r, e
}

// pick returns the largest step of the scale that leaves at least one digit.
func pick(scale []prefix, exp int) prefix {
	p := scale[0]
	for _, q := range scale[1:] {
		if exp >= q.exp {
			p = q
		}
	}
	return p
}

// short prints v with three significant digits and a prefix: "1.91M", "677 EFLOP/s".
// Counts below a million keep their thousands, which people can picture.
func (u Unit) short(v float64) string { return u.print(v, u.scale(), false) }

// compact is short with k for thousands, for labels beside an axis in k and M.
func (u Unit) compact(v float64) string {
	if r, e := round3(v); u.counted() && v > 0 && (e == 4 || e == 5) {
		return thousands(r/1000, 5-e) + "k"
	}
	return u.short(v)
}

// exact is compact without zeros at the end, for numbers that are exact as given: "2M", "$50B", "1.5 GW".
func (u Unit) exact(v float64) string {
	s := u.compact(v)
	whole, rest, ok := strings.Cut(s, ".")
	if !ok || strings.Contains(s, "e") {
		return s
	}
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	if kept := strings.TrimRight(rest[:end], "0"); kept != "" {
		whole += "." + kept
	}
	return whole + rest[end:]
}

// aligned prints v with the prefix and the decimals of the largest number of
// its row, so that the parts visibly add up: 1.40 GW and 0.60 GW.
func (u Unit) aligned(v, largest float64) string {
	_, e := round3(largest)
	if !(v > 0) || math.IsInf(v, 0) || !(largest > 0) || e > 26 {
		return u.short(v)
	}
	if u.counted() && e < 7 {
		r, ve := round3(v)
		if ve < 4 && v == math.Trunc(v) {
			r = v
		}
		return digits(r, ve, 0, false)
	}
	p := pick(u.scale(), e)
	decimals := max(0, 2-(e-p.exp))
	scaled := v / math.Pow10(p.exp)
	if e < 0 || scaled*math.Pow10(decimals) < 9.5 {
		return u.short(v) // fewer than two digits would be left
	}
	if p.exp == 0 && largest == math.Trunc(largest) {
		decimals = 0
	}
	return u.money() + u.join(thousands(scaled, decimals), p.symbol)
}

// supported is v without the digits that a spread of that width does not support: the last that stays is that of a tenth of it, as in the tables. It returns
// the power of ten of that digit too, a very low one where there is no spread.
func supported(v, width float64) (float64, int) {
	const none = -400
	if !(width > 0) || math.IsInf(width, 0) || !(math.Abs(v) > 0) || math.IsInf(v, 0) || width < 5e-3*math.Abs(v) {
		return v, none
	}
	place := min(int(math.Floor(math.Log10(width)*(1+1e-15)))-1, int(math.Floor(math.Log10(math.Abs(v)))))
	return roundAt(v, place), place
}

// roundAt rounds v to a multiple of ten to that power; it divides by whole powers, so that what is printed has no dust.
func roundAt(v float64, place int) float64 {
	if place < 0 {
		return math.Round(v*math.Pow10(-place)) / math.Pow10(-place)
	}
	return math.Round(v/math.Pow10(place)) * math.Pow10(place)
}

// step is the step of the scale that a printed number is in; ok is false for one with an exponent.
func (u Unit) step(text string) (p prefix, ok bool) {
	symbol := strings.TrimSpace(strings.TrimLeft(strings.TrimPrefix(text, "$"), "−0123456789.,"))
	for _, p := range u.scale() {
		if p.symbol == symbol {
			return p, true
		}
	}
	return p, false
}

// cut drops the decimals of a printed number that stand for less than 10^place.
func (u Unit) cut(text string, place int) string {
	p, ok := u.step(text)
	start := strings.IndexByte(text, '.')
	if start < 0 || !ok {
		return text
	}
	end := start + 1
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	keep := start
	if n := p.exp - place; n > 0 {
		keep = min(end, start+1+n)
	}
	return text[:keep] + text[end:]
}

// within is aligned without the digits that a spread of that width, from P5 to P95, does not support.
func (u Unit) within(v, largest, width float64) string {
	r, place := supported(v, width)
	return u.cut(u.aligned(r, largest), place)
}

// ends prints a median and the ends of its interval, all in the median's compact form and with the digits that the spread supports: "860k", "690k", "1,070k".
func (u Unit) ends(p5, p50, p95 float64) (lo, mid, hi string) {
	r, place := supported(p50, p95-p5)
	mid = u.cut(u.compact(r), place)
	p, ok := u.step(mid)
	if _, e := round3(r); !ok || e-p.exp >= 9 || math.IsInf(p5, 0) {
		return u.compact(p5), mid, u.compact(p95)
	} else {
		place = max(place, e-2)
	}
	end := func(v float64) string {
		if v < 0 {
			return u.compact(v)
		}
		return u.money() + u.join(thousands(roundAt(v, place)/math.Pow10(p.exp), max(0, p.exp-place)), p.symbol)
	}
	return end(p5), mid, end(p95)
}

// interval prints a median with the ends of its interval in brackets, with the digits that the spread supports and its unit said once: "1.51 GW (1.34–1.68)".
func (u Unit) interval(p5, p50, p95 float64) string {
	kept, place := supported(p50, p95-p5)
	mid := u.cut(u.short(kept), place)
	r, e := round3(kept)
	if !(r > 0) || math.IsInf(p50, 0) || math.IsInf(p95, 0) {
		return mid
	}
	p := pick(u.scale(), e)
	if u.counted() && e < 6 {
		p = prefix{}
	}
	if e-p.exp >= 9 || e-p.exp < -6 {
		return mid + " (" + u.short(p5) + "–" + u.short(p95) + ")"
	}
	place = max(place, e-2) // that of the median's third digit, or the last that the spread supports
	end := func(v float64) string {
		return thousands(roundAt(v, place)/math.Pow10(p.exp), max(0, p.exp-place))
	}
	if u.counted() && p.exp == 0 && e < 4 && place <= 0 {
		end = u.short // small whole counts are printed in full
	}
	from, to := end(p5), end(p95)
	if from == to {
		return mid
	}
	return mid + " (" + from + "–" + to + ")"
}

// counted reports whether the unit counts things.
func (u Unit) counted() bool { return u == Count || u == "" }

func (u Unit) money() string {
	if u == USD {
		return "$"
	}
	return ""
}

// prose prints v as a sentence would: "1.91 million", "$17.8 billion", "2 GW".
func (u Unit) prose(v float64) string {
	scale := u.scale()
	if u.counted() || u == USD {
		scale = wordScale
	}
	return u.print(v, scale, true)
}

func (u Unit) print(v float64, scale []prefix, trim bool) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "n/a"
	case v < 0:
		return "−" + u.print(-v, scale, trim)
	}
	money := u.money()
	if v == 0 {
		return money + u.join("0", scale[0].symbol)
	}
	r, e := round3(v)
	p := pick(scale, e)
	if u.counted() && e < 6 {
		if v == math.Trunc(v) && e < 4 {
			r = v // small whole counts are printed in full
		}
		p = prefix{}
	}
	return money + u.join(digits(r, e, p.exp, trim), p.symbol)
}

// digits prints a number rounded to three significant digits in units of 10^exp.
func digits(r float64, e, exp int, trim bool) string {
	scaled := r / math.Pow10(exp)
	if e-exp >= 9 || e-exp < -6 {
		return scientific(scaled, 2)
	}
	decimals := max(0, 2-(e-exp))
	if r == math.Trunc(r) && exp == 0 {
		decimals = 0
	}
	s := thousands(scaled, decimals)
	if trim && strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func (u Unit) join(number, symbol string) string {
	switch {
	case symbol == "":
		return number
	case u.spaced() || len(symbol) > 4:
		return number + " " + symbol
	}
	return number + symbol
}

// percent prints a share in whole per cent without ever rounding something to
// nothing or a part to the whole.
func percent(share float64) string {
	switch {
	case math.IsNaN(share):
		return "n/a"
	case share > 0 && share < 0.005:
		return "<1%"
	case share < 1 && share >= 0.995:
		return ">99%"
	}
	return thousands(100*share, 0) + "%"
}

// percentWords is percent for a sentence.
func percentWords(share float64) string {
	s := percent(share)
	s = strings.Replace(s, "<", "under ", 1)
	return strings.Replace(s, ">", "over ", 1)
}

// singular drops the plural of the last word of a label when the printed
// number is one: "1 chip". "FLOP/s" and "gas" keep their s.
func singular(label, number string) string {
	if number != "1" {
		return label
	}
	n := len(label)
	if n < 4 || label[n-1] != 's' || label[n-2] == '/' || label[n-2] == 's' || label[n-2] == 'a' {
		return label
	}
	return label[:n-1]
}
