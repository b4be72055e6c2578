package plots

import (
	"math"
	"strconv"
	"strings"
)

// niceTicks returns at most most ticks inside [lo, hi] at multiples of
// 1, 2, 2.5 or 5 times a power of ten. They are made as i·step with a whole i,
// so that 0.1 stays 0.1, and never as a running sum.
func niceTicks(lo, hi float64, most int) []float64 {
	if !(hi > lo) || math.IsInf(hi-lo, 0) || most < 2 {
		return []float64{lo}
	}
	mag := math.Pow10(int(math.Floor(math.Log10((hi - lo) / float64(most)))))
	for _, m := range []float64{1, 2, 2.5, 5, 10, 20, 25, 50, 100} {
		step := m * mag
		// The slack keeps an end that is a multiple up to rounding.
		first, last := math.Ceil(lo/step-1e-9), math.Floor(hi/step+1e-9)
		if n := int(last-first) + 1; n <= most && n > 0 {
			out := make([]float64, n)
			for i := range out {
				out[i] = (first+float64(i))*step + 0 // + 0: no negative zero
			}
			return out
		}
	}
	return []float64{lo}
}

// tickLabels prints ticks with one prefix and equal decimals: "0.8M", "1.0M".
// The symbol of the unit is left to the caller, who prints it once.
func tickLabels(ticks []float64, u Unit) (labels []string, symbol string) {
	top, step := 0.0, 0.0
	for i, t := range ticks {
		top = math.Max(top, math.Abs(t))
		if i == 1 {
			step = t - ticks[0]
		}
	}
	p := u.scale()[0]
	if top > 0 {
		_, e := round3(top)
		p = pick(u.scale(), e)
	}
	if step == 0 {
		step = top
	}
	decimals := decimalsOf(step / math.Pow10(p.exp))
	labels = make([]string, len(ticks))
	for i, t := range ticks {
		v := t / math.Pow10(p.exp)
		switch scaled := top / math.Pow10(p.exp); {
		case v != 0 && (scaled >= 1e9 || scaled < 1e-4): // beyond the prefixes
			labels[i] = scientific(v, 2)
		default:
			labels[i] = thousands(v, decimals)
		}
	}
	return labels, p.symbol
}

// decimalsOf counts the decimals needed to print multiples of step apart.
func decimalsOf(step float64) int {
	for d := range 9 {
		s := step * math.Pow10(d)
		if math.Abs(s-math.Round(s)) <= 1e-6*math.Abs(s) {
			return d
		}
	}
	return 9
}

// powerScale is one prefix for all the numbers of a power chart, chosen so
// that the largest has three to five digits before the point: 2 GW is drawn in
// megawatts, because its parts are tens of them.
type powerScale struct {
	prefix
	decimals int
}

func powerScaleFor(top float64) powerScale {
	scale := Watt.scale()
	ps := powerScale{prefix: scale[0], decimals: 2}
	for _, p := range scale {
		if top/math.Pow10(p.exp) >= 99.95 || p.exp == 0 {
			ps.prefix = p
		}
	}
	switch v := top / math.Pow10(ps.exp); {
	case v >= 999.5:
		ps.decimals = 0
	case v >= 99.95:
		ps.decimals = 1
	}
	return ps
}

// number prints watts in the scale. Something small that is not nothing keeps
// one digit instead of becoming 0.
func (ps powerScale) number(watts float64) string {
	v := watts / math.Pow10(ps.exp)
	d := ps.decimals
	for v != 0 && d < 6 && math.Abs(v) < 0.5*math.Pow10(-d) {
		d++
	}
	if v != 0 && math.Abs(v) < 0.5e-6 {
		return scientific(v, 0)
	}
	if math.Abs(v) >= 1e9 {
		return scientific(v, 2)
	}
	return thousands(v, d)
}

// ticks prints the ticks of the axis; only the last one carries the unit.
func (ps powerScale) ticks(ticks []float64) []string {
	labels := make([]string, len(ticks))
	step := ticks[len(ticks)-1] / float64(max(1, len(ticks)-1)) / math.Pow10(ps.exp)
	for i, t := range ticks {
		if v := t / math.Pow10(ps.exp); v >= 1e9 || step < 1e-6 && v != 0 {
			labels[i] = scientific(v, 2)
		} else {
			labels[i] = thousands(v, decimalsOf(step))
		}
	}
	labels[len(labels)-1] += " " + ps.symbol
	return labels
}

// scientific prints what no prefix reaches: "2.10e15".
func scientific(v float64, decimals int) string {
	s := strings.Replace(strconv.FormatFloat(v, 'e', decimals, 64), "e+", "e", 1)
	return strings.ReplaceAll(s, "-", "−")
}

// powerWord spells a prefix for the subtitle.
var powerWord = map[int]string{
	0: "watts", 3: "kilowatts", 6: "megawatts", 9: "gigawatts", 12: "terawatts",
	15: "petawatts", 18: "exawatts", 21: "zettawatts", 24: "yottawatts",
}
