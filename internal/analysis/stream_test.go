package analysis

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/capplan/capplan/internal/quantity"
)

// TestStreamedSummariesAreExact holds the summaries of many draws, of which few are kept, against those of all draws in memory.
func TestStreamedSummariesAreExact(t *testing.T) {
	for _, sampler := range Samplers {
		set := Settings{Draws: keptDraws + 12345, Seed: 3, Sampler: sampler, Workers: 1}
		p := program()
		s := Draw(p, set)
		if len(s.Column(0)) != keptDraws {
			t.Fatalf("%d draws are kept, want %d", len(s.Column(0)), keptDraws)
		}
		for i, all := range everyDraw(p, set) {
			if all == nil {
				continue
			}
			want, got := Describe(all, make([]float64, len(all))), s.Summaries()[i]
			for _, x := range [][2]float64{{got.P5, want.P5}, {got.P25, want.P25}, {got.P50, want.P50}, {got.P75, want.P75}, {got.P95, want.P95},
				{got.Error.P5, want.Error.P5}, {got.Error.P50, want.Error.P50}, {got.Error.P95, want.Error.P95}} {
				if x[0] != x[1] {
					t.Errorf("%s, output %d: %v in place of %v", sampler, i, x[0], x[1])
				}
			}
			if math.Abs(got.Mean-want.Mean) > 1e-12*math.Abs(want.Mean)+1e-12 || math.Abs(got.SD-want.SD) > 1e-9*want.SD {
				t.Errorf("%s, output %d: mean %v, sd %v; want %v, %v", sampler, i, got.Mean, got.SD, want.Mean, want.SD)
			}
		}
		set.Workers = 3
		for i, x := range Draw(p, set).Summaries() {
			if x != s.Summaries()[i] && x.ValidShare == 1 {
				t.Errorf("%s, output %d: another summary with three workers", sampler, i)
			}
		}
	}
}

// everyDraw computes all draws of the outputs that vary.
func everyDraw(p *quantity.Program, set Settings) [][]float64 {
	out := make([][]float64, p.Outputs())
	set.Workers = 1
	each(p, set, 0, set.Draws, func() func(output, start int, column []float64) {
		return func(output, start int, column []float64) { out[output] = append(out[output], column...) }
	})
	return out
}

// TestStreamComputesAgainWhatItMissed: kept draws that are no guide to the rest, as where a sampler's first draws are all small.
func TestStreamComputesAgainWhatItMissed(t *testing.T) {
	p := program()
	set := Settings{Draws: keptDraws + 4096, Seed: 3}
	s := Draw(p, set)
	want := slices.Clone(s.summaries)
	for i, c := range s.columns {
		for k := range c { // as if only draws near the first had been seen
			s.columns[i][k] = c[0] + float64(k)*1e-9
		}
	}
	for i, got := range stream(p, set, s) {
		if got.ValidShare == 1 && (got.P5 != want[i].P5 || got.P50 != want[i].P50 || got.P95 != want[i].P95) {
			t.Errorf("output %d: %+v in place of %+v", i, got, want[i])
		}
	}
}

// TestSamplersOnKnownCases: a triangular, a uniform and a discrete input, and their sum, by every sampler against the closed forms; an error of more than
// five standard errors of independent draws fails.
func TestSamplersOnKnownCases(t *testing.T) {
	const n = 1 << 14
	for _, sampler := range Samplers {
		s := Draw(program(), Settings{Draws: n, Seed: 17, Sampler: sampler}).Summaries()
		near := func(what string, got, want, sd float64) {
			if math.Abs(got-want) > 5*sd/math.Sqrt(n) {
				t.Errorf("%s: %s: %v, want %v", sampler, what, got, want)
			}
		}
		near("mean of the triangular", s[0].Mean, 5.0/3, s[0].SD)
		near("mean of the uniform", s[1].Mean, 0, s[1].SD)
		near("mean of the discrete", s[2].Mean, 12.5, s[2].SD)
		near("mean of the sum", s[3].Mean, 5.0/3+12.5, s[3].SD)
		near("P5 of the triangular", s[0].P5, math.Sqrt(0.2), s[0].Error.P5*math.Sqrt(n))
		near("P95 of the triangular", s[0].P95, 4-math.Sqrt(0.6), s[0].Error.P95*math.Sqrt(n))
		near("P50 of the uniform", s[1].P50, 0, s[1].Error.P50*math.Sqrt(n))
		near("variance of the sum", s[3].SD*s[3].SD, 13.0/18+1.0/3+18.75, 2*s[3].SD*s[3].SD)
	}
}

// TestSamplersAreUniform: over many draws, the mean, the variance, every decile and the correlation of two inputs are those of independent uniform numbers, by
// every sampler and at every place of a slice; an error of more than five standard errors of independent draws fails. A sampler that leans to one side by a
// hundredth is found.
func TestSamplersAreUniform(t *testing.T) {
	const n = 1 << 18
	for _, sampler := range Samplers {
		set := Settings{Draws: n, Seed: 23, Sampler: sampler}
		a, b := make([]float64, n), make([]float64, n)
		sourceOf(quantity.Coordinate{Dim: 0}, set).Fill(a, 0)
		sourceOf(quantity.Coordinate{Dim: 1}, set).Fill(b, 0)
		near := func(what string, got, want, sd float64) {
			if !(math.Abs(got-want) <= 5*sd/math.Sqrt(n)) {
				t.Errorf("%s: %s: %.5f, want %.5f", sampler, what, got, want)
			}
		}
		var mean, square, product, inSlice float64
		var below [10]float64
		for i, u := range a {
			mean += u / n
			square += u * u / n
			product += (u - 0.5) * (b[i] - 0.5) / n
			inSlice += (u*n - math.Floor(u*n)) / n
			for k := range below {
				if u < float64(k)/10 {
					below[k] += 1.0 / n
				}
			}
		}
		near("mean", mean, 0.5, math.Sqrt(1.0/12))
		near("mean of the squares", square, 1.0/3, math.Sqrt(4.0/45))
		near("mean of the product", product, 0, 1.0/12)
		if sampler == LatinHypercube {
			near("place in a slice", inSlice, 0.5, math.Sqrt(1.0/12))
		}
		for k := 1; k < len(below); k++ {
			p := float64(k) / 10
			near(fmt.Sprintf("share below %.1f", p), below[k], p, math.Sqrt(p*(1-p)))
		}
	}
}

// TestErrorsAreThoseOfIndependentDraws: over many seeds, percentiles of Monte Carlo scatter as the standard errors say; those of the default sampler less.
func TestErrorsAreThoseOfIndependentDraws(t *testing.T) {
	const seeds, n = 200, 1024
	for _, sampler := range Samplers {
		var sum, square, said [3]float64
		for seed := range uint64(seeds) {
			x := Draw(program(), Settings{Draws: n, Seed: seed + 1, Sampler: sampler, Workers: 1}).Summaries()[0]
			for k, v := range []float64{x.P5, x.P50, x.P95} {
				sum[k] += v / seeds
				square[k] += v * v / seeds
			}
			for k, v := range []float64{x.Error.P5, x.Error.P50, x.Error.P95} {
				said[k] += v / seeds
			}
		}
		for k := range sum {
			scatter := math.Sqrt(square[k] - sum[k]*sum[k])
			switch ratio := scatter / said[k]; {
			case sampler == MonteCarlo && (ratio < 0.8 || ratio > 1.25):
				t.Errorf("%s: level %d scatters %.2f times its standard error", sampler, k, ratio)
			case sampler != MonteCarlo && ratio > 0.4: // one input alone: stratified, so almost without error
				t.Errorf("%s: level %d scatters %.2f times its standard error", sampler, k, ratio)
			}
		}
	}
}

// TestLatinHypercubeIsOne: one draw in each slice of each input; and independent inputs.
func TestLatinHypercubeIsOne(t *testing.T) {
	for _, n := range []int{1, 7, 1000, 4096, 70000} {
		set := Settings{Draws: n, Seed: 5, Sampler: LatinHypercube}
		a, b := make([]float64, n), make([]float64, n)
		sourceOf(quantity.Coordinate{Dim: 3}, set).Fill(a, 0)
		sourceOf(quantity.Coordinate{Dim: 4}, set).Fill(b, 0)
		if !stratified(a) || !stratified(b) {
			t.Errorf("%d draws are not one a slice", n)
		}
		if n > 1000 && math.Abs(dotProduct(unitVector(a), unitVector(b))) > 5/math.Sqrt(float64(n)) {
			t.Errorf("%d draws: two inputs correlate", n)
		}
	}
}

// TestBlendedCoordinates: the stated rank correlations hold, each coordinate stays uniform, the first keeps its draws, and others are not touched.
func TestBlendedCoordinates(t *testing.T) {
	const n = 1 << 14
	at := []quantity.Coordinate{{Dim: 1}, {Dim: 2}, {Dim: 3}, {Dim: 4, Order: "someone"}}
	blended, err := quantity.Blend(at, []quantity.Pair{{A: 0, B: 1, Rank: 0.6}, {A: 0, B: 2, Rank: -0.5}, {A: 1, B: 2, Rank: -0.3}, {A: 2, B: 3, Rank: 0.9 - 0.3}})
	if err != nil {
		t.Fatal(err)
	}
	for _, sampler := range Samplers {
		set := Settings{Draws: n, Seed: 1, Sampler: sampler}
		column := make([][]float64, len(at))
		for i := range at {
			column[i] = make([]float64, n)
			s := sourceOf(blended[i], set)
			s.Fill(column[i][:700], 0) // in pieces, as workers ask
			s.Fill(column[i][700:], 700)
		}
		first := make([]float64, n)
		sourceOf(at[0], set).Fill(first, 0)
		if !slices.Equal(first, column[0]) {
			t.Errorf("%s: the first coordinate changed", sampler)
		}
		for _, pair := range []struct {
			a, b int
			want float64
		}{{0, 1, 0.6}, {0, 2, -0.5}, {1, 2, -0.3}, {2, 3, 0.6}, {0, 3, 0}, {1, 3, 0}} {
			// Of uniform columns the product-moment correlation is the rank correlation.
			if got := dotProduct(unitVector(column[pair.a]), unitVector(column[pair.b])); math.Abs(got-pair.want) > 0.04 {
				t.Errorf("%s: coordinates %d and %d correlate at %.3f, want %.3f", sampler, pair.a, pair.b, got, pair.want)
			}
		}
		for i, c := range column {
			s := Describe(c, make([]float64, n))
			if math.Abs(s.Mean-0.5) > 0.01 || math.Abs(s.P5-0.05) > 0.01 || math.Abs(s.P95-0.95) > 0.01 {
				t.Errorf("%s: coordinate %d is not uniform: %+v", sampler, i, s)
			}
		}
	}
}
