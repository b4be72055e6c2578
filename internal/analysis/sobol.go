package analysis

import (
	"fmt"
	"math"
	"math/bits"
	"sync"
)

// Stream is one coordinate of a run of Owen-scrambled Sobol points, with random access by the index of the point. Its values are probabilities,
// without unit and strictly inside (0, 1). A Stream does not change after its making, so several goroutines may fill from one.
//
// The points are numbered in binary order: point i of a dimension is the sum, modulo two, of the direction numbers that the bits of i select. They
// are scrambled by the hash-based nested uniform scramble of B. Burley, "Practical Hash-based Owen Scrambling", Journal of Computer Graphics
// Techniques 9(4) (2020), with the hash of N. Vegdahl, "Building a Better LK Hash" (2021). The scramble leaves exactly one of the first 2^k points of
// a dimension in each interval of width 2^-k, and makes the mean of a function over the points an unbiased estimate of its integral, whose spread
// over seeds is its error.
type Stream struct {
	table    *sobolTable
	add, mul uint32       // the seed of the scramble
	n        int          // the number of points of the run
	order    *streamOrder // nil for the natural order
}

// NewStream returns coordinate dim, in [0, StreamDimensions), of the run of n points, 1 <= n <= 2^32, that seed names. Runs are most even, and a
// keyed order is cheapest, when n is a power of two.
//
// With order 0 the points come in their natural order. Any other order takes the same n values of the dimension in a pseudo-random order, which
// depends on seed, order and n but not on dim: streams of different dimensions keep their joint evenness under one order, and streams under different
// orders are as good as independent, even of one dimension. NewStream panics on a dim or an n outside its range.
func NewStream(dim int, seed uint64, order uint64, n int) *Stream {
	if dim < 0 || dim >= StreamDimensions {
		panic(fmt.Sprintf("analysis: stream dimension %d is outside [0, %d)", dim, StreamDimensions))
	}
	if n < 1 || uint64(n) > 1<<32 {
		panic(fmt.Sprintf("analysis: stream length %d is outside [1, 2^32]", n))
	}
	key := uint32(mixSeed(mixSeed(seed^scrambleTag) ^ uint64(dim)))
	s := &Stream{table: tableOf(dim), add: key, mul: key>>16 | 1, n: n}
	if order != 0 {
		s.order = newStreamOrder(mixSeed(mixSeed(seed^orderTag)^order), n)
	}
	return s
}

// Fill writes points start..start+len(dst)-1 of the coordinate to dst, as probabilities in (0, 1). A value depends on its index only, not on how a
// run is cut into calls; blocks that are multiples of 256 and start at one are the fastest. Fill panics on points outside [0, n).
func (s *Stream) Fill(dst []float64, start int) {
	if start < 0 || start > s.n || len(dst) > s.n-start {
		panic(fmt.Sprintf("analysis: %d points from %d on are not in a stream of %d", len(dst), start, s.n))
	}
	for len(dst) > 0 {
		var m int
		if s.order == nil {
			m = s.fillNatural(dst, uint32(start))
		} else {
			m = s.fillKeyed(dst, uint32(start))
		}
		dst, start = dst[m:], start+m
	}
}

// sobolBlock is the number of points evaluated at once: those that share all but the lowest byte of their index, and few enough for the stack.
const sobolBlock = 256

// fillNatural writes points in natural order up to the end of dst or of the block and returns their number. Only the lowest byte of the index changes
// inside a block, so the other three are looked up once.
func (s *Stream) fillNatural(dst []float64, start uint32) int {
	t := s.table
	low := int(start & 0xff)
	m := min(len(dst), sobolBlock-low)
	s.finish(dst[:m], t[0][low:low+m], t.at(start&^0xff))
	return m
}

// fillKeyed writes up to a block of points in keyed order and returns their number.
func (s *Stream) fillKeyed(dst []float64, start uint32) int {
	var buffer [sobolBlock]uint32
	m := min(len(dst), sobolBlock)
	block := buffer[:m]
	s.order.fill(block, start)
	t := s.table
	if s.order.narrow {
		for j, i := range block {
			block[j] = t[0][i&0xff] ^ t[1][i>>8&0xff]
		}
	} else {
		for j, i := range block {
			block[j] = t.at(i)
		}
	}
	s.finish(dst[:m], block, 0)
	return m
}

// finish scrambles the bit-reversed Sobol values high^src[j] and writes them to dst as fractions. Two values share one word for the reversal of their
// bits, which takes as many instructions as the scramble.
func (s *Stream) finish(dst []float64, src []uint32, high uint32) {
	add, mul := s.add, s.mul
	dst = dst[:len(src)]
	j := 0
	for ; j < len(src)-1; j += 2 {
		x := reversePair(owenScramble(high^src[j], add, mul), owenScramble(high^src[j+1], add, mul))
		dst[j] = openFraction(uint32(x >> 32))
		dst[j+1] = openFraction(uint32(x))
	}
	if j < len(src) {
		dst[j] = openFraction(bits.Reverse32(owenScramble(high^src[j], add, mul)))
	}
}

// owenScramble is Vegdahl's hash with mul = add>>16|1. Its multipliers are even except for mul, so each bit is changed by the bits below it only: on
// bit-reversed values, by the bits above it, which is what makes a hash a nested scramble.
func owenScramble(x, add, mul uint32) uint32 {
	x ^= x * 0x3d20adea
	x = (x + add) * mul
	x ^= x * 0x05526c56
	x ^= x * 0x53a22864
	return x
}

// reversePair returns the reversed bits of a in its upper half and those of b in its lower half.
func reversePair(a, b uint32) uint64 {
	const m1, m2, m4 = 0x5555555555555555, 0x3333333333333333, 0x0f0f0f0f0f0f0f0f
	x := uint64(b)<<32 | uint64(a)
	// Sums, because the compiler makes one instruction of a shift by one or two and a sum, but not of a shift and an or.
	x = x>>1&m1 + x&m1<<1
	x = x>>2&m2 + x&m2<<2
	x = x>>4&m4 + x&m4<<4
	return bits.ReverseBytes64(x)
}

// openFraction returns (x+0.5)/2^32, exactly: x and the half are laid into the mantissa of a number in [1, 2), which is cheaper than a conversion.
func openFraction(x uint32) float64 {
	return math.Float64frombits(uint64(x)<<20|0x3ff<<52|1<<19) - 1
}

// sobolTable holds, for each byte of an index, the share of each of its values in the Sobol value. The shares are bit-reversed because the scramble
// works on reversed values: a point then needs one reversal instead of two.
type sobolTable [4][256]uint32

func (t *sobolTable) at(i uint32) uint32 {
	return t[0][i&0xff] ^ t[1][i>>8&0xff] ^ t[2][i>>16&0xff] ^ t[3][i>>24]
}

// sobolTables are made at first use and shared, so that the many streams of one dimension under different orders find one table of 4 KiB in the
// cache.
var sobolTables [StreamDimensions]struct {
	once  sync.Once
	table sobolTable
}

func tableOf(dim int) *sobolTable {
	e := &sobolTables[dim]
	e.once.Do(func() {
		v := directionNumbers(dim)
		for b := range e.table {
			t := &e.table[b]
			for i := 1; i < len(t); i++ {
				t[i] = t[i&(i-1)] ^ bits.Reverse32(v[8*b+bits.TrailingZeros(uint(i))])
			}
		}
	})
	return &e.table
}

// streamOrder is a keyed pseudo-random permutation of [0, n). It is not a nested scramble of the index, which would be cheaper: two nested scrambles
// of one dimension correlate at up to 0.96, since both keep neighbours together.
//
// Each round adds a key, multiplies by an odd number and folds the upper half of the bits into the lower, all of which can be undone modulo a power
// of two. After five rounds, the measured statistics (correlations, counts on grids, parities of bits) of the permutations of 4,096 to 1,048,576
// numbers are those of random permutations; after four, counts on grids of two orders still differ.
type streamOrder struct {
	last   uint32 // n-1
	narrow bool   // whether n <= 2^16, so that two indices are permuted in the two halves of one word
	shift  uint
	mask   uint64 // the bits of an index, in each half if narrow
	add    [5]uint64
}

func newStreamOrder(key uint64, n int) *streamOrder {
	o := &streamOrder{last: uint32(uint64(n) - 1)}
	width := bits.Len32(o.last)
	o.narrow = width <= 16
	o.shift = uint(width+1) / 2
	o.mask = 1<<width - 1
	if o.narrow {
		o.mask |= o.mask << 32
	}
	for r := range o.add {
		key = mixSeed(key)
		o.add[r] = (key>>32<<32 | key>>32) & o.mask
	}
	return o
}

// first and second are the two halves of the permutation, apart to be small enough for inlining. The multipliers have 15 bits: times an index of 16
// bits plus a key of 16 bits, they stay inside half a word.
func (o *streamOrder) first(x uint64) uint64 {
	x = (x + o.add[0]) * 0x79b1 & o.mask
	x ^= x >> (o.shift & 31) & o.mask
	x = (x + o.add[1]) * 0x4a77 & o.mask
	x ^= x >> (o.shift & 31) & o.mask
	return x
}

func (o *streamOrder) second(x uint64) uint64 {
	x = (x + o.add[2]) * 0x2e3d & o.mask
	x ^= x >> (o.shift & 31) & o.mask
	x = (x + o.add[3]) * 0x6b2f & o.mask
	x ^= x >> (o.shift & 31) & o.mask
	x = (x + o.add[4]) * 0x67b1 & o.mask
	x ^= x >> (o.shift & 31) & o.mask
	return x
}

// fill writes the images of start..start+len(dst)-1, at most sobolBlock of them, to dst.
func (o *streamOrder) fill(dst []uint32, start uint32) {
	x := uint64(start)
	if o.narrow {
		x |= (x + 1) << 32
		j := 0
		for ; j < len(dst)-1; j += 2 {
			y := o.second(o.first(x))
			dst[j], dst[j+1] = uint32(y), uint32(y>>32)
			x += 2<<32 | 2
		}
		if j < len(dst) {
			dst[j] = uint32(o.second(o.first(x)))
		}
	} else {
		for j := range dst {
			dst[j] = uint32(o.second(o.first(x)))
			x++
		}
	}
	if uint32(o.mask) != o.last {
		o.walk(dst)
	}
}

// walk permutes the images that are not below n again until they are, which leaves a permutation of [0, n). It keeps a list of those left, written
// without a branch: which images are outside is unpredictable, and mispredictions would cost about as much as the permutation.
func (o *streamOrder) walk(dst []uint32) {
	var left [sobolBlock]uint8
	c := 0
	for j, x := range dst {
		left[c&0xff] = uint8(j)
		c += int((uint64(o.last) - uint64(x)) >> 63)
	}
	for c > 0 {
		d := 0
		for _, j := range left[:c] {
			x := uint32(o.second(o.first(uint64(dst[j]))))
			dst[j] = x
			left[d] = j
			d += int((uint64(o.last) - uint64(x)) >> 63)
		}
		c = d
	}
}

// Tags that keep the scramble and the order of one seed apart.
const (
	scrambleTag = 0x5bf03635dcd27d5b
	orderTag    = 0xa24baed4963ee407
)

// mixSeed is one step of SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014): a
// bijection each of whose output bits depends on all input bits.
func mixSeed(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
