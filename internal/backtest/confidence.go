package backtest

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Confidence is that of the intervals around scores.
const Confidence = 0.95

// Estimate is a score with its confidence interval. Any of the three is NaN where it cannot be told.
type Estimate struct{ Value, Low, High float64 }

// exactly is a number that has no confidence interval.
func exactly(x float64) Estimate { return Estimate{x, math.NaN(), math.NaN()} }

// proportion is k of n with the exact binomial interval (Clopper and Pearson 1934), which never covers less than Confidence of the time.
func proportion(k, n int) Estimate {
	if n == 0 {
		return exactly(math.NaN())
	}
	e := Estimate{float64(k) / float64(n), 0, 1}
	tail := (1 - Confidence) / 2
	if k > 0 {
		e.Low = mathext.InvRegIncBeta(float64(k), float64(n-k+1), tail)
	}
	if k < n {
		e.High = mathext.InvRegIncBeta(float64(k+1), float64(n-k), 1-tail)
	}
	return e
}

// resamples is how many samples the bootstrap draws, and bootSeed makes them the same every time.
const (
	resamples = 4000
	bootSeed  = 1
)

// bootstrap is a statistic of some values with its percentile interval. Values of one cluster are drawn together: rows with the same system share that
// system's errors and are not independent. Of a single cluster nothing can be told.
func bootstrap(values []float64, clusters []string, statistic func([]float64) float64) Estimate {
	if len(values) == 0 {
		return exactly(math.NaN())
	}
	e := exactly(statistic(values))
	var members [][]float64
	at := map[string]int{}
	for i, c := range clusters {
		k, known := at[c]
		if !known {
			k, at[c] = len(members), len(members)
			members = append(members, nil)
		}
		members[k] = append(members[k], values[i])
	}
	if len(members) < 2 {
		return e
	}
	rng := rand.New(rand.NewPCG(bootSeed, uint64(len(values))))
	found := make([]float64, resamples)
	var sample []float64
	for i := range found {
		sample = sample[:0]
		for range members {
			sample = append(sample, members[rng.IntN(len(members))]...)
		}
		found[i] = statistic(sample)
	}
	slices.Sort(found)
	tail := (1 - Confidence) / 2
	at2 := func(p float64) float64 {
		return found[min(max(int(math.Ceil(float64(p*resamples)-1e-9))-1, 0), resamples-1)]
	}
	e.Low, e.High = at2(tail), at2(1-tail)
	return e
}
