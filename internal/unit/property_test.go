package unit

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var notations = func() []Notation {
	out := []Notation{{Unit: For[Number](), Style: AsRatio}, {Unit: For[Number](), Style: AsShare}}
	for _, u := range All() {
		out = append(out, Notation{Unit: u}, Notation{Unit: u, ASCII: true})
	}
	return out
}()

// number draws a finite float64, more often than not of a size that occurs.
func number() *rapid.Generator[float64] {
	return rapid.Custom(func(t *rapid.T) float64 {
		if rapid.IntRange(0, 4).Draw(t, "any") == 0 {
			return rapid.Float64().Draw(t, "x")
		}
		mantissa := rapid.Int64Range(-999_999_999, 999_999_999).Draw(t, "mantissa")
		return float64(mantissa) * math.Pow10(rapid.IntRange(-16, 16).Draw(t, "exp"))
	})
}

// TestFormatParse: with 9 digits nothing is lost, with fewer no more than half of the last one (0.55 of it at 8, as rounding starts from 9).
func TestFormatParse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom(notations).Draw(t, "notation")
		x := number().Draw(t, "x")
		s := n.Format(x, 9)
		if got, err := Parse(s, n.Unit); err != nil || got != Round9(x) {
			t.Fatalf("%v is written %q and read %v, %v", x, s, got, err)
		}
		if got, err := Parse(n.Short(x, 9), n.Unit); err != nil || got != Round9(x) {
			t.Fatalf("%v is shortly %q and read %v, %v", x, n.Short(x, 9), got, err)
		}
		digits := rapid.IntRange(1, 8).Draw(t, "digits")
		s = n.Format(x, digits)
		got, err := Parse(s, n.Unit)
		if err != nil && math.Abs(x) < 1.7e308 {
			t.Fatalf("%v is written %q: %v", x, s, err)
		}
		if half := 0.56 * math.Pow10(1-digits); err == nil && math.Abs(got-x) > half*math.Abs(x)+5e-324 {
			t.Fatalf("%v to %d digits is %q", x, digits, s)
		}
		if strings.HasPrefix(s, "-") && got >= 0 && err == nil {
			t.Fatalf("%v is a negative zero: %q", x, s)
		}
	})
}

// TestFormatOdd: oddness, and no prefix that one more would shorten.
func TestFormatOdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom(notations).Draw(t, "notation")
		x := math.Abs(number().Draw(t, "x"))
		digits := rapid.IntRange(1, 9).Draw(t, "digits")
		s, negative := n.Format(x, digits), n.Format(-x, digits)
		if x != 0 && negative != "-"+s || x == 0 && negative != s {
			t.Fatalf("%v is %q, %v is %q", x, s, -x, negative)
		}
		if n.Unit == For[Watt]() && strings.Contains(s, ",") && !strings.HasSuffix(s, "ZW") {
			t.Fatalf("%v is %q", x, s)
		}
	})
}

// TestExactScaling compares with rational arithmetic, the factors being entered a second time.
func TestExactScaling(t *testing.T) {
	factors := []struct {
		name   string
		unit   Unit
		factor *big.Rat
	}{
		{"GW", For[Watt](), big.NewRat(1e9, 1)}, {"GiB", For[Byte](), big.NewRat(1<<30, 1)}, {"EiB", For[Byte](), big.NewRat(1<<60, 1)},
		{"Gbit/s", For[BytePerSecond](), big.NewRat(125e6, 1)}, {"ft2", For[SquareMetre](), big.NewRat(9290304, 100000000)}, {"%", For[Number](), big.NewRat(1, 100)},
		{"USD/kW", For[DollarPerWatt](), big.NewRat(1, 1000)}, {"M USD/MW", For[DollarPerWatt](), big.NewRat(1, 1)}, {"USD/MWh", For[DollarPerWattHour](), big.NewRat(1, 1e6)},
		{"kg/MWh", For[GramPerWattHour](), big.NewRat(1, 1000)}, {"m3/yr", For[LitrePerYear](), big.NewRat(1000, 1)}, {"k/GW", For[PerWatt](), big.NewRat(1, 1e6)},
		{"PFLOP/s", For[FlopPerSecond](), big.NewRat(1e15, 1)}, {"USD/yr/(PFLOP/s)", For[DollarPerYearPerFlops](), big.NewRat(1000, 1)},
	}
	literal := rapid.StringMatching(`-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?(e-?[0-9]{1,2})?`)
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(factors).Draw(t, "unit")
		s := literal.Draw(t, "number")
		r, ok := new(big.Rat).SetString(s)
		if !ok {
			t.Fatalf("not a rational: %q", s)
		}
		want, _ := r.Mul(r, f.factor).Float64()
		if got, err := Parse(s+" "+f.name, f.unit); err != nil || got != want {
			t.Fatalf("%s %s is read %v, %v; want %v", s, f.name, got, err, want)
		}
		if bare, _ := f.factor.Float64(); f.name != "EiB" { // the shortest decimal that reads as 2^60 is another number
			if got, err := ParseIn(s, f.unit, bare); err != nil || got != want {
				t.Fatalf("%s, bare %v, is read %v, %v; want %v", s, bare, got, err, want)
			}
		}
	})
}

// TestGrouped: separators in their places change nothing.
func TestGrouped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Int64Range(0, 1e15).Draw(t, "x")
		grouped := decimal{digits: strconv.FormatInt(x, 10), exp: len(strconv.FormatInt(x, 10)) - 1}.fixed(0, 0)
		for _, s := range []string{grouped, strings.ReplaceAll(grouped, ",", "_")} {
			if got, err := Parse(s+" W", For[Watt]()); err != nil || got != float64(x) {
				t.Fatalf("%s W is read %v, %v", s, got, err)
			}
		}
	})
}

// TestIntervalDigits: the parts agree with the numbers to half of the last place, the ends have the same decimals, and the median at most four digits.
func TestIntervalDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom(notations).Draw(t, "notation")
		base := math.Pow10(rapid.IntRange(-9, 18).Draw(t, "exp"))
		p5 := float64(rapid.IntRange(1, 1e6).Draw(t, "p5")) * base
		p50 := p5 + float64(rapid.IntRange(0, 1e6).Draw(t, "up"))*base
		p95 := p50 + float64(rapid.IntRange(0, 1e6).Draw(t, "up"))*base
		mid, span := n.Interval(p5, p50, p95)
		got, err := Parse(mid, n.Unit)
		if err != nil || math.Abs(got-p50) > 0.51*p50 {
			t.Fatalf("%v is written %q and read %v, %v", p50, mid, got, err)
		}
		if span == "" {
			return
		}
		dash := "–"
		if n.ASCII {
			dash = "-"
			span = strings.ReplaceAll(span, "e-", "e~")
		}
		from, to, ok := strings.Cut(span, dash)
		if !ok {
			t.Fatalf("no dash in %q", span)
		}
		from, to = strings.ReplaceAll(from, "e~", "e-"), strings.ReplaceAll(to, "e~", "e-")
		suffix := strings.TrimLeft(to, "0123456789.,-e")
		lo, err1 := Parse(from+suffix, n.Unit)
		hi, err2 := Parse(to, n.Unit)
		if err1 != nil || err2 != nil || lo > got || got > hi {
			t.Fatalf("%v, %v, %v is %q (%q): %v, %v", p5, p50, p95, mid, span, err1, err2)
		}
		places := math.Max(0.51*math.Pow10(int(math.Floor(math.Log10((p95-p5)/10*1.0000001)))), 0.51e-3*p50)
		if math.Abs(lo-p5) > places || math.Abs(hi-p95) > places {
			t.Fatalf("%v, %v, %v is %q (%q)", p5, p50, p95, mid, span)
		}
		if !strings.Contains(span, "e") && decimals(from) != decimals(strings.TrimSuffix(to, suffix)) {
			t.Fatalf("decimals differ: %q", span)
		}
	})
}

func decimals(s string) int {
	_, fraction, _ := strings.Cut(s, ".")
	return len(fraction)
}

func TestRound9(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := number().Draw(t, "x")
		y := Round9(x)
		if Round9(y) != y || math.Abs(y-x) > 5.1e-9*math.Abs(x)+5e-324 {
			t.Fatalf("Round9(%v) = %v", x, y)
		}
		s := Exact(x)
		if got, err := strconv.ParseFloat(s, 64); err != nil || got != y {
			t.Fatalf("Exact(%v) = %s", x, s)
		}
		if _, err := Parse(s, For[Number]()); err != nil {
			t.Fatal(err)
		}
	})
}
