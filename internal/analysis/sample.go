// Package analysis runs compiled programs over many cases and says what came out: draws, summaries, and later what drives them.
//
// It knows quantities and distributions, not chips or sites, and does not change when the model grows. Results are the same bytes for any number of workers:
// blocks of draws have fixed places, and every sum is taken in one order. Percentiles are exact, however many draws there are: draws that occurred.
package analysis

import (
	"hash/fnv"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/capplan/capplan/internal/quantity"
)

// DefaultDraws is the number of cases of an answer unless the user says otherwise: P5, P50 and P95 of chips and cost are then right to about 0.1%.
const DefaultDraws = 16384

// MaxDraws is the most cases of one answer: as many as the sequence has points.
const MaxDraws = 1 << 32

// keptDraws is how many cases a sample keeps one by one, for the shape of a distribution. Up to it percentiles are taken from those; beyond it they are found
// on the way, in memory that hardly grows.
const keptDraws = 1 << 16

// Settings say how many cases are drawn and which.
type Settings struct {
	Draws   int
	Seed    uint64
	Sampler Sampler // empty means Sobol
	Workers int     // 0: one a processor

	supplied []float64 // by load: what the program is supplied with, the same in all draws
}

// Sample is what came out of a program over all draws.
type Sample struct {
	Draws     int // all of them
	Kept      int // how many of them, the first, the columns hold
	program   *quantity.Program
	columns   [][]float64
	fixed     []float64
	summaries []Summary
}

// Column returns the first draws of output i, as many as are kept; nil if it is the same in all of them. The caller must not change it. Not for concurrent
// use: a multiple of another output gets its column when it is first asked for.
func (s *Sample) Column(i int) []float64 {
	if by := s.program.Scaled(i); by.Of >= 0 && s.columns[i] == nil {
		of := s.Column(by.Of)
		if by.Factor == 1 {
			return of
		}
		s.columns[i] = make([]float64, len(of))
		for k, x := range of {
			s.columns[i][k] = x * by.Factor
		}
	}
	return s.columns[i]
}

// Fixed returns the value of an output that does not vary.
func (s *Sample) Fixed(i int) float64 { return s.fixed[i] }

// Summaries describes every output, in their order. The caller must not change it.
func (s *Sample) Summaries() []Summary { return s.summaries }

// Draw runs the program over the settings' draws and describes every output.
func Draw(p *quantity.Program, set Settings) *Sample {
	out := &Sample{Draws: set.Draws, Kept: min(set.Draws, keptDraws), program: p, columns: make([][]float64, p.Outputs()), fixed: make([]float64, p.Outputs())}
	for i := range out.columns {
		if v, constant := p.Output(i); constant {
			out.fixed[i] = v
		} else if p.Scaled(i).Of < 0 {
			out.columns[i] = make([]float64, out.Kept)
		}
	}
	if set.Draws > 0 {
		each(p, set, 0, out.Kept, func() func(output, start int, column []float64) {
			return func(output, start int, column []float64) { copy(out.columns[output][start:], column) }
		})
	}
	if set.Draws > out.Kept {
		out.summaries = stream(p, set, out)
	} else {
		out.summaries = summarise(out, set.Workers)
	}
	return out
}

// each runs the program over draws from to to, in blocks, on all workers. A worker's own receiver, made by begin, gets every output's column of each block
// that the worker computes; start is the number of the block's first draw. from must be a multiple of the block's size.
func each(p *quantity.Program, set Settings, from, to int, begin func() func(output, start int, column []float64)) {
	sources := make([]source, len(p.Loads()))
	shapes := make([]func(u []float64), len(p.Loads()))
	for i, l := range p.Loads() {
		if l.Supplied() {
			sources[i], shapes[i] = same(set.supplied[i]), func([]float64) {}
			continue
		}
		sources[i], shapes[i] = sourceOf(l.At, set), l.Value.Transformer()
	}
	blocks := (to - from + quantity.BlockSize - 1) / quantity.BlockSize
	parallel(set.Workers, blocks, func(next func() (int, bool)) {
		mem := p.NewBlock(quantity.BlockSize)
		receive := begin()
		for k, more := next(); more; k, more = next() {
			start := from + k*quantity.BlockSize
			p.Run(mem, min(quantity.BlockSize, to-start), func(load int, column []float64) {
				sources[load].Fill(column, start)
				shapes[load](column)
			}, func(output int, column []float64) {
				receive(output, start, column)
			})
		}
	})
}

// orderKey is 0, the natural order, for the empty name, and a hash of any other.
func orderKey(name string) uint64 {
	if name == "" {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64() | 1
}

// Point runs the program once with every input at its mid.
func Point(p *quantity.Program) []float64 {
	out := make([]float64, p.Outputs())
	for i := range out {
		out[i], _ = p.Output(i)
	}
	p.Run(p.NewBlock(1), 1, func(load int, column []float64) {
		column[0] = p.Loads()[load].Value.Mid()
	}, func(output int, column []float64) {
		out[output] = column[0]
	})
	for i := range out {
		if by := p.Scaled(i); by.Of >= 0 {
			out[i] = out[by.Of] * by.Factor
		}
	}
	return out
}

// parallel runs work on as many goroutines as asked for; next hands out the numbers 0 to n-1, each once.
func parallel(workers, n int, work func(next func() (int, bool))) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, n)
	var at atomic.Int64
	next := func() (int, bool) {
		i := int(at.Add(1)) - 1
		return i, i < n
	}
	if workers <= 1 {
		work(next)
		return
	}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() { work(next) })
	}
	wg.Wait()
}
