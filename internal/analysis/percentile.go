package analysis

import (
	"math"
	"slices"
)

// buckets is the number of equal-width classes into which draws are counted before the few that matter are sorted.
const buckets = 2048

// Percentiles returns the draws at the given levels, each in (0, 1]: the inverted empirical distribution, so every percentile is a draw that occurred.
// Draws must hold no NaN; scratch must be as long as draws and is overwritten.
//
// Sorting would be most of the time of an answer. Instead the draws are counted into buckets of equal width, and only the buckets in which a level falls are
// sorted: exact, and an order of magnitude cheaper.
func Percentiles(draws, scratch []float64, levels []float64) []float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range draws {
		low, high = min(low, x), max(high, x)
	}
	return percentiles(draws, scratch, levels, low, high)
}

// percentiles is Percentiles where the least and the greatest draw are known.
func percentiles(draws, scratch, levels []float64, low, high float64) []float64 {
	scale := buckets / (high - low)
	if low == high || math.IsInf(scale, 0) || scale == 0 {
		return sortedPercentiles(draws, scratch, levels)
	}
	bucket := func(x float64) int { return min(int((x-low)*scale), buckets-1) }
	var counts [buckets]int32
	for _, x := range draws {
		counts[bucket(x)]++
	}

	// Where each level falls: its bucket, and how many draws lie below that bucket. Levels rise, so one walk finds all.
	type place struct{ bucket, below, start int }
	places := make([]place, len(levels))
	var wanted [buckets]int8 // 1 + index of the first level in that bucket
	k, below, room := 0, 0, 0
	for i, level := range levels {
		for rank := rankOf(level, len(draws)); below+int(counts[k]) <= rank; k++ {
			below += int(counts[k])
		}
		if wanted[k] == 0 {
			wanted[k] = int8(i + 1)
			places[i] = place{k, below, room}
			room += int(counts[k])
		} else {
			places[i] = places[wanted[k]-1]
		}
	}
	fill := make([]int, len(levels))
	for _, x := range draws {
		if w := wanted[bucket(x)]; w != 0 {
			scratch[places[w-1].start+fill[w-1]] = x
			fill[w-1]++
		}
	}
	out := make([]float64, len(levels))
	for i, level := range levels {
		p := places[i]
		if inside := scratch[p.start : p.start+int(counts[p.bucket])]; int(wanted[p.bucket]) == i+1 {
			slices.Sort(inside)
		}
		out[i] = scratch[p.start+rankOf(level, len(draws))-p.below]
	}
	return out
}

// rankOf is the position, from 0, of the draw at a level among n sorted ones.
func rankOf(level float64, n int) int {
	return min(max(int(math.Ceil(level*float64(n)-1e-9))-1, 0), n-1)
}

func sortedPercentiles(draws, scratch []float64, levels []float64) []float64 {
	s := scratch[:len(draws)]
	copy(s, draws)
	slices.Sort(s)
	out := make([]float64, len(levels))
	for i, level := range levels {
		out[i] = s[rankOf(level, len(s))]
	}
	return out
}
