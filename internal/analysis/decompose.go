package analysis

import (
	"math"
	"slices"

	"github.com/capplan/capplan/internal/quantity"
)

// DefaultPoints is the number of points that the indices are estimated from unless the user says otherwise. They are within 0.003 then on known functions.
const DefaultPoints = 1 << 14

// MinPoints and MaxPoints are the fewest and the most points of a decomposition.
const (
	MinPoints = 64
	MaxPoints = 1 << 24
)

// parts is into how many parts the points are cut, each the work of one goroutine at a time and one unit of the bootstrap.
const parts = 64

// Resamples is how often the bootstrap draws the parts of the points anew.
const Resamples = 128

// Index is the share of an output's variance that a factor accounts for, and the P5 and P95 of its bootstrap. All are n/a where the output does not vary or lacks a value at
// some point.
type Index struct{ Value, P5, P95 float64 }

// Decomposition parts the variance of every output among the factors.
type Decomposition struct {
	Points      int
	Evaluations int       // of the model: points * (factors + 2)
	Mean        []float64 // by output
	Variance    []float64 // by output, in the square of its unit; n/a where some point lacks a value
	// First is the share of the variance that would go, on average, if the factor alone were known: by factor and output. What the factor does together with
	// others is not in it, so the first-order indices of an output sum to 1 at most.
	First [][]Index
	// Total is the share that would be left if all other factors were known: it counts all that the factor has a part in, so the totals sum to 1 at least. A
	// factor that changes nothing has 0 in both, exactly.
	Total [][]Index
}

// experiment is what is decomposed: something with outputs that can be computed at the points A, at the points B, and at A with one factor taken from B. It
// is a program as a rule; a test's may be any function.
type experiment struct {
	factors int
	outputs []int     // those that vary and are not multiples of others
	center  []float64 // by output: a number near its values, so that sums of squares keep their digits
	// begin makes one goroutine's way to compute n points from start on. both receives outputs at A and B, then moved the outputs that a factor moves, all three.
	begin func() func(start, n int, both func(output int, a, b []float64), moved func(factor, output int, a, b, ab []float64))
}

// Decompose estimates the Sobol indices of all outputs of a program. The settings' draws are the points, which must be a power of two from MinPoints on; the
// result depends on seed and sampler and not on the number of workers.
func Decompose(p *quantity.Program, factors []Factor, set Settings) *Decomposition {
	groups := make([][]int, len(factors))
	for i, f := range factors {
		groups[i] = f.Loads
	}
	x := p.Exchange(groups)
	at, bt := pairs(p)
	first, second, transform := make([]source, len(at)), make([]source, len(bt)), make([]func([]float64), len(at))
	for i := range at {
		first[i], second[i], transform[i] = sourceOf(at[i], set), sourceOf(bt[i], set), p.Loads()[i].Value.Transformer()
	}
	e := experiment{factors: len(factors), center: Point(p)}
	for o, mid := range e.center {
		if _, constant := p.Output(o); !constant && p.Scaled(o).Of < 0 {
			e.outputs = append(e.outputs, o)
		}
		if math.IsNaN(mid) || math.IsInf(mid, 0) {
			e.center[o] = 0
		}
	}
	e.begin = func() func(int, int, func(int, []float64, []float64), func(int, int, []float64, []float64, []float64)) {
		mem := x.NewBlock(pointsBlock)
		return func(start, n int, both func(int, []float64, []float64), moved func(int, int, []float64, []float64, []float64)) {
			x.Run(mem, n, func(load int, atB bool, column []float64) {
				if atB {
					second[load].Fill(column, start)
				} else {
					first[load].Fill(column, start)
				}
				transform[load](column)
			}, both, moved)
		}
	}
	out := e.decompose(set, standard)
	for o := range p.Outputs() {
		by := p.Scaled(o)
		if by.Of < 0 {
			if v, constant := p.Output(o); constant {
				out.Mean[o], out.Variance[o] = v, v-v
			}
			continue
		}
		out.Mean[o], out.Variance[o] = out.Mean[by.Of]*by.Factor, out.Variance[by.Of]*by.Factor*by.Factor
		for f := range factors {
			out.First[f][o], out.Total[f][o] = out.First[f][by.Of], out.Total[f][by.Of]
		}
	}
	return out
}

// pointsBlock is how many points are computed at once: fewer than draws, because all columns of the program are kept until the last factor is exchanged.
const pointsBlock = 256

// decompose estimates the indices of an experiment.
func (e *experiment) decompose(set Settings, by estimator) *Decomposition {
	n := set.Draws
	s := newPartSums(len(e.center), e.factors, min(parts, n))
	each := n / s.parts
	parallel(set.Workers, s.parts, func(next func() (int, bool)) {
		run := e.begin()
		for k, more := next(); more; k, more = next() {
			for start := k * each; start < (k+1)*each; start += pointsBlock {
				run(start, min(pointsBlock, (k+1)*each-start), func(o int, a, b []float64) {
					s.of(o).addBoth(k, a, b, e.center[o])
				}, func(f, o int, a, b, ab []float64) {
					s.move(f, o).add(k, a, b, ab, e.center[o])
				})
			}
		}
	})
	return e.indices(s, set, by)
}

// whole is the sums of one output over each part of the points, about its center: of A and B, and of their squares.
type whole struct{ a, b, aa, bb []float64 }

func (w whole) addBoth(part int, as, bs []float64, center float64) {
	var a, b, aa, bb float64
	bs = bs[:len(as)]
	for i, x := range as {
		x -= center
		y := bs[i] - center
		a += x
		b += y
		aa += float64(x * x)
		bb += float64(y * y)
	}
	w.a[part] += a
	w.b[part] += b
	w.aa[part] += aa
	w.bb[part] += bb
}

// moves is the sums over each part of what a factor does to an output: of the changes from A to AB, of their squares, and of their products with B about the
// center.
type moves struct{ change, square, product []float64 }

func (m moves) add(part int, as, bs, abs []float64, center float64) {
	var d0, d1, q0, q1, p0, p1 float64 // two chains of sums, since one sum has to wait for the one before it
	n := len(as)
	bs, abs = bs[:n], abs[:n]
	i := 0
	for ; i < n-1; i += 2 {
		x, y := abs[i]-as[i], abs[i+1]-as[i+1]
		d0 += x
		d1 += y
		q0 += float64(x * x)
		q1 += float64(y * y)
		p0 += float64(x * (bs[i] - center))
		p1 += float64(y * (bs[i+1] - center))
	}
	if i < n {
		x := abs[i] - as[i]
		d0 += x
		q0 += float64(x * x)
		p0 += float64(x * (bs[i] - center))
	}
	m.change[part] += d0 + d1
	m.square[part] += q0 + q1
	m.product[part] += p0 + p1
}

// partSums are the sums of an experiment over each part of its points.
type partSums struct {
	outputs, factors, parts int
	flat                    []float64
}

// The number of sums that an output has, and an output with a factor.
const wholeSums, moveSums = 4, 3

func newPartSums(outputs, factors, parts int) *partSums {
	return &partSums{outputs, factors, parts, make([]float64, outputs*(wholeSums+factors*moveSums)*parts)}
}

func (s *partSums) series(i int) []float64 { return s.flat[i*s.parts : (i+1)*s.parts] }

func (s *partSums) of(output int) whole {
	i := output * (wholeSums + s.factors*moveSums)
	return whole{s.series(i), s.series(i + 1), s.series(i + 2), s.series(i + 3)}
}

func (s *partSums) move(factor, output int) moves {
	i := output*(wholeSums+s.factors*moveSums) + wholeSums + factor*moveSums
	return moves{s.series(i), s.series(i + 1), s.series(i + 2)}
}

// estimator makes indices of means over the points, about the output's center: of the changes from A to AB, of their squares, of their products with B, and
// of the outputs at A and B and their squares.
type estimator struct {
	first func(change, product, mean, variance float64) float64
	total func(square, variance float64) float64
}

// standard are the estimators that proved the most accurate on known functions with this sequence: for the first order that of A. Saltelli and others,
// "Variance based sensitivity analysis of model output", Computer Physics Communications 181 (2010), table 2, with the output taken about its mean; for the
// total that of M. J. W. Jansen, "Analysis of variance designs for model output", Computer Physics Communications 117 (1999). Jansen's and Janon's first-order
// estimators scatter up to twice as much here. Both are exactly 0 for a factor that changes nothing.
var standard = estimator{
	first: func(change, product, mean, variance float64) float64 {
		return (product - float64(mean*change)) / variance
	},
	total: func(square, variance float64) float64 { return square / 2 / variance },
}

// indices estimates from the sums.
func (e *experiment) indices(s *partSums, set Settings, by estimator) *Decomposition {
	n, outputs := set.Draws, len(e.center)
	out := &Decomposition{Points: n, Evaluations: n * (e.factors + 2), Mean: make([]float64, outputs), Variance: make([]float64, outputs),
		First: make([][]Index, e.factors), Total: make([][]Index, e.factors)}
	for f := range e.factors {
		out.First[f], out.Total[f] = slices.Repeat([]Index{noIndex}, outputs), slices.Repeat([]Index{noIndex}, outputs)
	}
	again := resamples(s.parts, set.Seed)
	parallel(set.Workers, len(e.outputs), func(next func() (int, bool)) {
		// For each way to take parts: all of them once, then each resample.
		ways := Resamples + 1
		means, variances := make([]float64, ways), make([]float64, ways)
		first, total := make([]float64, ways), make([]float64, ways)
		for i, more := next(); more; i, more = next() {
			o := e.outputs[i]
			w := s.of(o)
			for r := range ways {
				a, b, aa, bb := again.mean(r, w.a, n), again.mean(r, w.b, n), again.mean(r, w.aa, n), again.mean(r, w.bb, n)
				means[r] = (a + b) / 2
				variances[r] = max((aa+bb)/2-float64(means[r]*means[r]), 0)
			}
			out.Mean[o], out.Variance[o] = e.center[o]+means[0], variances[0]
			for f := range e.factors {
				m := s.move(f, o)
				for r := range ways {
					first[r] = by.first(again.mean(r, m.change, n), again.mean(r, m.product, n), means[r], variances[r])
					total[r] = by.total(again.mean(r, m.square, n), variances[r])
				}
				out.First[f][o], out.Total[f][o] = indexOf(first), indexOf(total)
			}
		}
	})
	return out
}

// noIndex is the index of what does not vary, or has no value at some point.
var noIndex = Index{math.NaN(), math.NaN(), math.NaN()}

// indexOf makes an index of its estimate, which comes first, and those of the resamples. A resample in which nothing varies has none.
func indexOf(ways []float64) Index {
	value := ways[0]
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return noIndex
	}
	again := slices.DeleteFunc(ways[1:], func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) })
	if len(again) == 0 {
		return Index{value, value, value}
	}
	slices.Sort(again)
	return Index{value, again[rankOf(0.05, len(again))], again[rankOf(0.95, len(again))]}
}
