package analysis

import (
	"math"

	"github.com/capplan/capplan/internal/quantity"
)

// Search says where an unknown is looked for. The goal, a program's first output, must be monotone in it.
type Search struct {
	Unknown   *quantity.Spec // the load that stands for it
	Low, High float64
	Grow      float64 // by how much more than High may be tried where the goal is still met there; 1 or less: not at all
	Rising    bool    // the goal is met from the solution on, not up to it
}

// halvings of an interval that is searched: to a millionth of it in each draw, and to the last digits at the point.
const (
	halvings      = 24
	pointHalvings = 60
)

// Solved is an unknown draw by draw: n/a where the goal, an output of at least 0, is met nowhere.
type Solved struct {
	Unknown  []float64   // by draw
	Outputs  [][]float64 // the program's other outputs at the solution, by output and draw
	Point    float64
	AtPoint  []float64
	Settings Settings
}

// Solve searches every draw for the end of the range in which the program's first output is 0 or more, by halving. Inputs other than the unknown are those of
// [Draw], so that the solution belongs to the same cases.
func Solve(p *quantity.Program, s Search, set Settings) *Solved {
	others := p.Outputs() - 1
	out := &Solved{Unknown: make([]float64, set.Draws), Settings: set}
	for range others {
		out.Outputs = append(out.Outputs, make([]float64, set.Draws))
	}
	point := &searcher{p: p, s: s, mem: p.NewBlock(1), inputs: make([][]float64, len(p.Loads()))}
	for i, l := range p.Loads() {
		point.inputs[i] = []float64{l.Value.Mid()}
	}
	x, rest := point.search(1, pointHalvings)
	out.Point = x[0]
	for _, r := range rest {
		out.AtPoint = append(out.AtPoint, r[0])
	}
	if set.Draws == 0 {
		return out
	}
	sources := make([]source, len(p.Loads()))
	shapes := make([]func(u []float64), len(p.Loads()))
	for i, l := range p.Loads() {
		sources[i], shapes[i] = sourceOf(l.At, set), l.Value.Transformer()
	}
	blocks := (set.Draws + quantity.BlockSize - 1) / quantity.BlockSize
	parallel(set.Workers, blocks, func(next func() (int, bool)) {
		w := &searcher{p: p, s: s, mem: p.NewBlock(quantity.BlockSize), inputs: make([][]float64, len(p.Loads()))}
		for k, more := next(); more; k, more = next() {
			start := k * quantity.BlockSize
			n := min(quantity.BlockSize, set.Draws-start)
			for i := range w.inputs {
				w.inputs[i] = make([]float64, n)
				sources[i].Fill(w.inputs[i], start)
				shapes[i](w.inputs[i])
			}
			x, rest := w.search(n, halvings)
			copy(out.Unknown[start:], x)
			for i, r := range rest {
				copy(out.Outputs[i][start:], r)
			}
		}
	})
	return out
}

// searcher halves the intervals of one block of draws.
type searcher struct {
	p      *quantity.Program
	s      Search
	mem    *quantity.Block
	inputs [][]float64
}

// run computes the program with the unknown at x, and returns all outputs.
func (w *searcher) run(x []float64) [][]float64 {
	n := len(x)
	out := make([][]float64, w.p.Outputs())
	for i := range out {
		out[i] = make([]float64, n)
		if v, constant := w.p.Output(i); constant {
			for j := range out[i] {
				out[i][j] = v
			}
		}
	}
	w.p.Run(w.mem, n, func(load int, column []float64) {
		if w.p.Loads()[load].Spec == w.s.Unknown {
			copy(column, x)
		} else {
			copy(column, w.inputs[load])
		}
	}, func(output int, column []float64) { copy(out[output], column) })
	for i := range out {
		if by := w.p.Scaled(i); by.Of >= 0 {
			for j, v := range out[by.Of] {
				out[i][j] = v * by.Factor
			}
		}
	}
	return out
}

// search finds, in each of n draws, the end of the range that meets the goal; also the other outputs there.
func (w *searcher) search(n, halvings int) (x []float64, rest [][]float64) {
	good, bad := make([]float64, n), make([]float64, n) // where the goal is met, and where it is not
	for i := range good {
		good[i], bad[i] = w.s.Low, w.s.High
		if w.s.Rising {
			good[i], bad[i] = bad[i], good[i]
		}
	}
	never := make([]bool, n)
	for grown := 1.0; ; grown *= 2 {
		goal, open := w.run(good)[0], false
		for i, g := range goal {
			never[i] = !(g >= 0)
			if never[i] && w.s.Rising && grown < w.s.Grow {
				good[i], open = good[i]*2, true
			}
		}
		if !open {
			break
		}
	}
	for grown := 1.0; !w.s.Rising; grown *= 2 {
		goal, open := w.run(bad)[0], false
		for i, g := range goal {
			if !(g >= 0) {
				continue
			}
			good[i] = bad[i]
			if grown < w.s.Grow {
				bad[i], open = bad[i]*2, true
			}
		}
		if !open {
			break
		}
	}
	if w.s.Rising {
		goal := w.run(bad)[0]
		for i, g := range goal {
			if g >= 0 {
				good[i] = bad[i]
			}
		}
	}
	mid := make([]float64, n)
	for range halvings {
		for i := range mid {
			mid[i] = good[i] + (bad[i]-good[i])/2
		}
		for i, g := range w.run(mid)[0] {
			if g >= 0 {
				good[i] = mid[i]
			} else {
				bad[i] = mid[i]
			}
		}
	}
	rest = w.run(good)[1:]
	for i := range good {
		if !never[i] {
			continue
		}
		good[i] = math.NaN()
		for _, r := range rest {
			r[i] = math.NaN()
		}
	}
	return good, rest
}
