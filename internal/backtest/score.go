package backtest

import (
	"math"
	"slices"
	"strings"
)

// intervals are the central intervals that scores count, by their ends in Levels.
var intervals = [3][2]int{{p25, p75}, {p10, p90}, {p5, p95}}

// score holds what was predicted against what was published. With two readings of the power, the error is the distance to the span between the two medians
// and an interval is the union of the two. "More than N" is missed only from below.
func (o *Outcome) score() {
	a, atLeast := o.Packages, o.Count.MoreThan()
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range o.Readings {
		low, high = min(low, r.Chips.P50()), max(high, r.Chips.P50())
		for i, ends := range intervals {
			o.Inside[i] = o.Inside[i] || a <= r.Chips.At[ends[1]] && (atLeast || a >= r.Chips.At[ends[0]])
		}
	}
	switch {
	case high < a:
		o.Error = math.Log(high / a)
	case low > a && !atLeast:
		o.Error = math.Log(low / a)
	default:
		o.Error = 0
	}
	o.CRPS = math.NaN()
	if len(o.Readings) == 1 && !atLeast {
		o.CRPS = crps(logs(o.Readings[0].Chips.draws), math.Log(a))
	}
}

// PowerError is the log of predicted over published power where the row's power has one reading, NaN where it has two. It mirrors the error of the chips.
func (o *Outcome) PowerError() float64 {
	if len(o.Readings) != 1 {
		return math.NaN()
	}
	return math.Log(o.Readings[0].Power.P50() / o.Power.Central)
}

// Width is P95 over P5 of the predicted chips; of two readings, from the lower end of one to the upper end of the other.
func (o *Outcome) Width() float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range o.Readings {
		low, high = min(low, r.Chips.P5()), max(high, r.Chips.P95())
	}
	return high / low
}

// SystemIDs names the row's systems, joined by "/".
func (o *Outcome) SystemIDs() string {
	ids := make([]string, len(o.Systems))
	for i, s := range o.Systems {
		ids[i] = s.ID
	}
	return strings.Join(ids, "/")
}

func logs(x []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = math.Log(v)
	}
	return out
}

// crps is the continuous ranked probability score of draws in rising order: the mean distance of a draw to y, less half the mean distance of two draws. It is
// in the unit of the draws; 0 is a forecast that is right and sure.
func crps(sorted []float64, y float64) float64 {
	n := float64(len(sorted))
	near, apart := 0.0, 0.0
	for i, x := range sorted {
		near += math.Abs(x - y)
		apart += float64(float64(2*i+1-len(sorted)) * x)
	}
	return near/n - apart/(n*n)
}

// mean is the arithmetic mean.
func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// median is the middle one, or the mean of the middle two.
func median(x []float64) float64 {
	s := slices.Clone(x)
	slices.Sort(s)
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}

// variance is the mean squared distance to the mean.
func variance(x []float64) float64 {
	m, sum := mean(x), 0.0
	for _, v := range x {
		sum += float64((v - m) * (v - m))
	}
	return sum / float64(len(x))
}
