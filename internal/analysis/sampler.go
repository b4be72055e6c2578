package analysis

import (
	"math"

	"github.com/capplan/capplan/internal/quantity"
)

// Sampler is a way to choose the cases that are computed.
type Sampler string

// The samplers. Scrambled Sobol points are the default because they need the fewest draws for the same accuracy; the others are there to hold it against.
const (
	Sobol          Sampler = "sobol" // Owen-scrambled Sobol points: even in all inputs together
	LatinHypercube Sampler = "lhs"   // one draw in each of n slices of every input, slices paired at random
	MonteCarlo     Sampler = "mc"    // independent draws
)

// Samplers lists the samplers, the default first.
var Samplers = []Sampler{Sobol, LatinHypercube, MonteCarlo}

// source gives the draws of one coordinate as probabilities in (0, 1), by their index: the same whatever else is drawn and by how many goroutines.
type source interface {
	Fill(dst []float64, start int)
}

// sourceOf is the sampler's stream of a coordinate. A coordinate that blends others mixes their normal scores.
func sourceOf(at quantity.Coordinate, set Settings) source {
	if len(at.Blend) > 0 {
		b := &blended{}
		for _, part := range at.Blend {
			b.weights = append(b.weights, part.Weight)
			b.of = append(b.of, sourceOf(part.Of, set))
		}
		return b
	}
	order := orderKey(at.Order)
	switch set.Sampler {
	case MonteCarlo:
		return &randomStream{key: streamKey(at.Dim, set.Seed, order)}
	case LatinHypercube:
		key := streamKey(at.Dim, set.Seed, order)
		return &latinStream{randomStream{mixSeed(key ^ jitterTag)}, newStreamOrder(key, set.Draws), 1 / float64(set.Draws)}
	}
	return NewStream(at.Dim, set.Seed, order, set.Draws)
}

// jitterTag keeps the place inside a slice apart from the choice of the slice.
const jitterTag = 0x3c6ef372fe94f82b

// streamKey tells the coordinates of one seed apart.
func streamKey(dim int, seed, order uint64) uint64 {
	return mixSeed(mixSeed(mixSeed(seed)^uint64(dim)) ^ order)
}

// randomStream is independent draws: a counter through SplitMix64, so that any of them can be had without those before it.
type randomStream struct{ key uint64 }

// Fill implements source.
func (s *randomStream) Fill(dst []float64, start int) {
	for j := range dst {
		dst[j] = fraction(mixSeed(s.key + uint64(start+j)*0x9e3779b97f4a7c15))
	}
}

// fraction is a word as a number strictly inside (0, 1).
func fraction(x uint64) float64 { return (float64(x>>12) + 0.5) / (1 << 52) }

// latinStream is a Latin hypercube in one coordinate: a permutation says which slice each draw falls in, a random number where in the slice.
type latinStream struct {
	jitter randomStream
	order  *streamOrder
	width  float64
}

// Fill implements source.
func (s *latinStream) Fill(dst []float64, start int) {
	var slices [sobolBlock]uint32
	for len(dst) > 0 {
		m := min(len(dst), sobolBlock)
		s.order.fill(slices[:m], uint32(start))
		s.jitter.Fill(dst[:m], start)
		for j, k := range slices[:m] {
			dst[j] = inside((float64(k) + dst[j]) * s.width)
		}
		dst, start = dst[m:], start+m
	}
}

// inside keeps a probability off 0 and 1, where distributions without bounds are infinite.
func inside(u float64) float64 { return min(max(u, 0x1p-53), 1-0x1p-53) }

// blended is a coordinate of a Gaussian copula: the sum of independent normal scores by weights whose squares sum to 1, back as a probability.
type blended struct {
	weights []float64
	of      []source
}

// Fill implements source.
func (s *blended) Fill(dst []float64, start int) {
	part := make([]float64, min(len(dst), quantity.BlockSize))
	for at := 0; at < len(dst); at += len(part) {
		out := dst[at:min(len(dst), at+len(part))]
		u := part[:len(out)]
		clear(out)
		for k, of := range s.of {
			of.Fill(u, start+at)
			w := s.weights[k]
			for j, x := range u {
				out[j] += float64(w * quantity.NormalQuantile(x))
			}
		}
		for j, z := range out {
			out[j] = inside(math.Erfc(-z/math.Sqrt2) / 2)
		}
	}
}
