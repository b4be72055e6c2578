package analysis

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"testing"
)

// streamRun is the number of points of most runs below, a common length of a run.
const streamRun = 1 << 14

// streamValues returns a whole coordinate.
func streamValues(dim int, seed, order uint64, n int) []float64 {
	v := make([]float64, n)
	NewStream(dim, seed, order, n).Fill(v, 0)
	return v
}

// orderImages returns the permutation of a key.
func orderImages(key uint64, n int) []uint32 {
	o := newStreamOrder(mixSeed(key), n)
	v := make([]uint32, n)
	for i := 0; i < n; i += sobolBlock {
		o.fill(v[i:min(n, i+sobolBlock)], uint32(i))
	}
	return v
}

// unitVector shifts and scales v to mean zero and length one, so that the sum of products of two such vectors is their correlation.
func unitVector(v []float64) []float64 {
	var mean, square float64
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		square += (x - mean) * (x - mean)
	}
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = (x - mean) / math.Sqrt(square)
	}
	return out
}

func dotProduct(a, b []float64) float64 {
	var sum float64
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

// TestDirectionNumbers compares unscrambled values, in units of 2^-32, with those of scipy.stats.qmc.Sobol(scramble=False, bits=32) of SciPy 1.10.1,
// which numbers its points in Gray code order.
func TestDirectionNumbers(t *testing.T) {
	points := []uint32{1, 2, 3, 4, 5, 6, 7, 8, 9, 1000, 16383, 1000003}
	for _, c := range []struct {
		dim  int
		want []uint32
	}{
		{0, []uint32{0x80000000, 0xc0000000, 0x40000000, 0x60000000, 0xe0000000, 0xa0000000, 0x20000000, 0x30000000, 0xb0000000, 0x38400000, 0x00040000, 0x46c71000}},
		{1, []uint32{0x80000000, 0x40000000, 0xc0000000, 0x60000000, 0xe0000000, 0x20000000, 0xa0000000, 0x50000000, 0xd0000000, 0x18c00000, 0xcccc0000, 0x8fd9f000}},
		{2, []uint32{0x80000000, 0x40000000, 0xc0000000, 0xa0000000, 0x20000000, 0xe0000000, 0x60000000, 0xf0000000, 0x70000000, 0x84c00000, 0xc09c0000, 0x13f79000}},
		{5, []uint32{0x80000000, 0xc0000000, 0x40000000, 0x20000000, 0xa0000000, 0xe0000000, 0x60000000, 0x50000000, 0xd0000000, 0xe8400000, 0xdf240000, 0x8b893000}},
		{17, []uint32{0x80000000, 0x40000000, 0xc0000000, 0xe0000000, 0x60000000, 0xa0000000, 0x20000000, 0xd0000000, 0x50000000, 0x58400000, 0x52fc0000, 0x81ea9000}},
		{39, []uint32{0x80000000, 0x40000000, 0xc0000000, 0xe0000000, 0x60000000, 0xa0000000, 0x20000000, 0x90000000, 0x10000000, 0x7ac00000, 0x448c0000, 0x42ebb000}},
		{63, []uint32{0x80000000, 0xc0000000, 0x40000000, 0x20000000, 0xa0000000, 0xe0000000, 0x60000000, 0xb0000000, 0x30000000, 0x72400000, 0xa6840000, 0x4ee11000}},
		{100, []uint32{0x80000000, 0x40000000, 0xc0000000, 0xa0000000, 0x20000000, 0xe0000000, 0x60000000, 0x10000000, 0x90000000, 0xc4c00000, 0xa64c0000, 0xca177000}},
		{127, []uint32{0x80000000, 0x40000000, 0xc0000000, 0xa0000000, 0x20000000, 0xe0000000, 0x60000000, 0x10000000, 0x90000000, 0x8b400000, 0xa28c0000, 0x755d1000}},
	} {
		for k, p := range points {
			if got := bits.Reverse32(tableOf(c.dim).at(p ^ p>>1)); got != c.want[k] {
				t.Errorf("dimension %d, point %d: %#08x, want %#08x", c.dim, p, got, c.want[k])
			}
		}
	}
}

// TestDirectionChecksum holds the direction numbers of all dimensions to the checksum of those that SciPy derives from the same source.
func TestDirectionChecksum(t *testing.T) {
	hash := sha256.New()
	for d := range StreamDimensions {
		v := directionNumbers(d)
		if err := binary.Write(hash, binary.BigEndian, v[:]); err != nil {
			t.Fatal(err)
		}
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != "cf175d24bf4545d5e2add31e99b055e81e0f471a399cd1a1e14c7a33877d41b3" {
		t.Errorf("checksum %s", got)
	}
}

// stratified says whether v has one value in each of len(v) intervals of equal width.
func stratified(v []float64) bool {
	seen := make([]bool, len(v))
	for _, x := range v {
		if !(x > 0 && x < 1) {
			return false
		}
		i := int(x * float64(len(v)))
		if seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}

// TestStratification holds each dimension to one point per interval: the first 2^k points in natural order, and all 2^k points of a keyed run.
func TestStratification(t *testing.T) {
	for dim := range StreamDimensions {
		natural := streamValues(dim, 11, 0, streamRun)
		for k := 0; 1<<k <= streamRun; k++ {
			if !stratified(natural[:1<<k]) {
				t.Errorf("dimension %d: first 2^%d points are not stratified", dim, k)
			}
			if dim%16 == 0 && !stratified(streamValues(dim, 11, 5, 1<<k)) {
				t.Errorf("dimension %d: 2^%d points in keyed order are not stratified", dim, k)
			}
		}
	}
}

// TestKeyedOrder holds a keyed stream to the values of the natural one, reordered alike in all dimensions.
func TestKeyedOrder(t *testing.T) {
	for _, n := range []int{1000, 1 << 16, 70000} {
		order := orderImages(mixSeed(3^orderTag)^8, n)
		for _, dim := range []int{0, 90} {
			natural, keyed := streamValues(dim, 3, 0, n), streamValues(dim, 3, 8, n)
			for i, j := range order {
				if keyed[i] != natural[j] {
					t.Fatalf("n = %d, dimension %d: point %d is not point %d of the natural order", n, dim, i, j)
				}
			}
		}
	}
}

func TestPermutationIsBijection(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 100, 255, 257, 1000, 10007, 16384, 65535, 65536, 65537, 1 << 17} {
		for key := range uint64(3) {
			seen := make([]bool, n)
			for i, x := range orderImages(key, n) {
				if int(x) >= n || seen[x] {
					t.Fatalf("n = %d, key %d: image %d of %d is out of range or repeated", n, key, x, i)
				}
				seen[x] = true
			}
		}
	}
}

// TestSmallPermutations counts the permutations of four numbers: each of the 24 has to come up, and none far too often.
func TestSmallPermutations(t *testing.T) {
	const keys = 24000
	count := map[string]int{}
	for key := range uint64(keys) {
		count[fmt.Sprint(orderImages(key, 4))]++
	}
	for p, c := range count {
		if c < keys/24*3/4 || c > keys/24*5/4 {
			t.Errorf("permutation %s comes up %d times in %d", p, c, keys)
		}
	}
	if len(count) != 24 {
		t.Errorf("%d permutations of four, want 24", len(count))
	}
}

// TestOrdersAreUncorrelated bounds the correlation of one dimension with itself under different orders. That of random permutations has a standard
// deviation of n^-1/2 = 0.0078.
func TestOrdersAreUncorrelated(t *testing.T) {
	natural := unitVector(streamValues(2, 1, 0, streamRun))
	var sum float64
	const pairs = 50
	for key := range uint64(pairs) {
		a := unitVector(streamValues(2, 1, 2*key+1, streamRun))
		b := unitVector(streamValues(2, 1, 2*key+2, streamRun))
		if r := dotProduct(a, b); math.Abs(r) > 0.05 {
			t.Errorf("orders %d and %d correlate at %.4f", 2*key+1, 2*key+2, r)
		} else {
			sum += r * r
		}
		if r := dotProduct(a, natural); math.Abs(r) > 0.05 {
			t.Errorf("order %d correlates with the natural order at %.4f", 2*key+1, r)
		}
	}
	if rms := math.Sqrt(sum / pairs * streamRun); rms < 0.7 || rms > 1.3 {
		t.Errorf("correlation of orders is %.2f of that of random permutations, want about 1", rms)
	}
}

// TestDimensionsAreUncorrelated bounds the correlations of the dimensions in common order, far below those of random points.
func TestDimensionsAreUncorrelated(t *testing.T) {
	const dims, seeds = 64, 5
	for seed := range uint64(seeds) {
		var columns [dims][]float64
		for d := range columns {
			columns[d] = unitVector(streamValues(d, seed+1, 0, streamRun))
		}
		worst, a, b := 0.0, 0, 0
		for i := range columns {
			for j := range i {
				if r := math.Abs(dotProduct(columns[i], columns[j])); r > worst {
					worst, a, b = r, j, i
				}
			}
		}
		t.Logf("seed %d: largest correlation of the first %d dimensions %.5f, of %d and %d", seed+1, dims, worst, a, b)
		if worst > 0.006 {
			t.Errorf("seed %d: dimensions %d and %d correlate at %.4f", seed+1, a, b, worst)
		}
	}
}

// TestScrambleIsNestedUniform compares the variance, over seeds, of the mean of x over n points with its exact value under nested uniform scrambling,
// 1/(12 n^3): points uniform in their intervals and independent of each other.
func TestScrambleIsNestedUniform(t *testing.T) {
	const seeds = 10000
	for _, n := range []int{2, 4, 16} {
		v := make([]float64, n)
		var sum, square float64
		for seed := range uint64(seeds) {
			NewStream(4, seed, 0, n).Fill(v, 0)
			mean := -0.5
			for _, x := range v {
				mean += x / float64(n)
			}
			sum, square = sum+mean, square+mean*mean
		}
		exact := 1 / (12 * math.Pow(float64(n), 3))
		if ratio := square / seeds / exact; math.Abs(ratio-1) > 0.06 {
			t.Errorf("n = %d: variance is %.3f of the exact one", n, ratio)
		}
		if bias := sum / math.Sqrt(seeds*exact); math.Abs(bias) > 4 {
			t.Errorf("n = %d: bias of %.1f standard errors", n, bias)
		}
	}
}

// TestIntegration holds the error of a 12-dimensional mean, of exact value one, to a hundredth of the standard error of plain random sampling.
func TestIntegration(t *testing.T) {
	const dims = 12
	variance := 1.0
	for d := range dims {
		variance *= 1 + 1/(12*float64(d+1)*float64(d+1))
	}
	random := math.Sqrt((variance - 1) / streamRun)
	for seed := range uint64(10) {
		product := slices.Repeat([]float64{1}, streamRun)
		for d := range dims {
			for i, x := range streamValues(d, seed, 0, streamRun) {
				product[i] *= 1 + (x-0.5)/float64(d+1)
			}
		}
		mean := 0.0
		for _, x := range product {
			mean += x / streamRun
		}
		if err := math.Abs(mean - 1); err > random/100 {
			t.Errorf("seed %d: error %.2g, of random sampling %.2g", seed, err, random)
		}
	}
}

// TestFillInBlocks holds any cut of a run into calls to the same values.
func TestFillInBlocks(t *testing.T) {
	for _, n := range []int{1000, 1024, 66000} {
		for _, order := range []uint64{0, 77} {
			s := NewStream(7, 42, order, n)
			whole, cut := make([]float64, n), make([]float64, n)
			s.Fill(whole, 0)
			for start, size := 0, 1; start < n; size = size*5%613 + 1 {
				end := min(start+size, n)
				s.Fill(cut[start:end], start)
				start = end
			}
			if !slices.Equal(whole, cut) {
				t.Errorf("n = %d, order %d: blocks differ from the whole", n, order)
			}
			if !slices.Equal(whole, streamValues(7, 42, order, n)) {
				t.Errorf("n = %d, order %d: a second stream differs", n, order)
			}
			if slices.Equal(whole, streamValues(7, 43, order, n)) {
				t.Errorf("n = %d, order %d: the seed has no effect", n, order)
			}
		}
	}
}

// TestStreamIsStable pins some values, in units of 2^-32 and rounded down, so that results stay reproducible from one version to the next.
func TestStreamIsStable(t *testing.T) {
	for _, c := range []struct {
		order uint64
		n     int
		want  []uint32
	}{
		{0, 1 << 14, []uint32{0xb54583f1, 0x32378e76, 0x5f3364bf, 0xdf30f52b}},
		{1, 1 << 14, []uint32{0x6bcc93d8, 0x3da6e682, 0xd44eacbb, 0xaf239a12}},
		{1, 1 << 20, []uint32{0x15528300, 0x7be73dd7, 0x8079bf4e, 0x2bd5835a}},
	} {
		v := make([]float64, len(c.want))
		NewStream(3, 2024, c.order, c.n).Fill(v, 5000)
		got := make([]uint32, len(v))
		for i, x := range v {
			got[i] = uint32(x * (1 << 32))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("order %d of %d points: %#08x, want %#08x", c.order, c.n, got, c.want)
		}
	}
}

func TestStreamPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"negative dimension": func() { NewStream(-1, 0, 0, 8) },
		"large dimension":    func() { NewStream(StreamDimensions, 0, 0, 8) },
		"no points":          func() { NewStream(0, 0, 0, 0) },
		"negative start":     func() { NewStream(0, 0, 0, 8).Fill(make([]float64, 1), -1) },
		"beyond the end":     func() { NewStream(0, 0, 0, 8).Fill(make([]float64, 5), 4) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
	NewStream(0, 0, 1, 8).Fill(nil, 8)
}

func benchmarkStream(b *testing.B, order uint64, n int) {
	s := NewStream(5, 42, order, n)
	dst := make([]float64, 1024)
	start := 0
	for b.Loop() {
		s.Fill(dst, start)
		if start += len(dst); start+len(dst) > n {
			start = 0
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(dst)), "ns/value")
}

func BenchmarkStreamNatural(b *testing.B) { benchmarkStream(b, 0, streamRun) }

func BenchmarkStreamKeyed(b *testing.B) { benchmarkStream(b, 7, streamRun) }

// BenchmarkStreamKeyedLong is for runs whose indices need more than 16 bits.
func BenchmarkStreamKeyedLong(b *testing.B) { benchmarkStream(b, 7, 1<<20) }

// BenchmarkStreamKeyedOdd is for runs that are not a power of two, which walk cycles.
func BenchmarkStreamKeyedOdd(b *testing.B) { benchmarkStream(b, 7, 10007) }
