package analysis

import (
	"math"
	"slices"

	"github.com/capplan/capplan/internal/quantity"
)

// Tornado is what each factor does to the outputs by itself, all other inputs at their mid.
type Tornado struct {
	Mid    []float64 // every output with all inputs at their mid
	Swings []Swing   // by factor
}

// Swing is one factor's part of a tornado: the values that its inputs are given, and what that makes of the outputs.
//
// One input goes to its P5 and its P95. A discrete one goes to its least and its greatest value that has weight, and to each that has if its values are
// names, which have no order. Inputs of a common group go to their ends together, as one draw moves them. Where several draws move a factor, because its
// inputs were grouped or are correlated, no values go with the ends: they are the P5 and P95 of each output as the factor's inputs are drawn.
type Swing struct {
	Ends    [][]float64 // by end: the value of each of the factor's inputs, in the order of its Loads; nil where they are drawn
	Results [][]float64 // by end: the outputs
}

// Range returns the ends at which an output is least and greatest, -1 where it lacks a value at some end.
func (s *Swing) Range(output int) (least, most int) {
	for e, r := range s.Results {
		if math.IsNaN(r[output]) {
			return -1, -1
		}
		if r[output] < s.Results[least][output] {
			least = e
		}
		if r[output] > s.Results[most][output] {
			most = e
		}
	}
	return least, most
}

// Size is how far the factor moves an output: n/a where it lacks a value at some end.
func (s *Swing) Size(output int) float64 {
	least, most := s.Range(output)
	if least < 0 {
		return math.NaN()
	}
	return s.Results[most][output] - s.Results[least][output]
}

// swingDraws is how often the inputs of a factor with several draws are drawn: its ends are then right to about a hundredth of their distance.
const swingDraws = 4096

// Tornadoes moves each factor of a program from its low to its high end. The settings' seed and sampler draw the factors that have several draws.
func Tornadoes(p *quantity.Program, factors []Factor, set Settings) *Tornado {
	mids := make([]float64, len(p.Loads()))
	for i, l := range p.Loads() {
		mids[i] = l.Value.Mid()
	}
	t := &Tornado{Swings: make([]Swing, len(factors))}
	cases := []map[int]float64{nil} // by run of the program: the inputs that are not at their mid
	for k, f := range factors {
		if !f.Alone {
			continue
		}
		s := &t.Swings[k]
		s.Ends = ends(p, f)
		for _, values := range s.Ends {
			moved := map[int]float64{}
			for i, load := range f.Loads {
				moved[load] = values[i]
			}
			cases = append(cases, moved)
		}
	}
	results := runCases(p, mids, cases)
	t.Mid, results = results[0], results[1:]
	for k := range factors {
		s := &t.Swings[k]
		if !factors[k].Alone {
			s.Results = drawnEnds(p, mids, factors[k], set)
			continue
		}
		s.Results, results = results[:len(s.Ends)], results[len(s.Ends):]
	}
	return t
}

// ends are the values that a factor's inputs go to.
func ends(p *quantity.Program, f Factor) [][]float64 {
	if len(f.Loads) == 1 {
		if l := p.Loads()[f.Loads[0]]; l.Value.Shape == quantity.Discrete {
			return discreteEnds(l)
		}
	}
	out := make([][]float64, 2)
	for _, i := range f.Loads {
		for e, u := range []float64{0.05, 0.95} {
			v := p.Loads()[i].Value
			if v.Shape == quantity.Discrete { // its first or its last value, which have any weight at all
				u = []float64{0x1p-53, 1 - 0x1p-53}[e]
			}
			out[e] = append(out[e], v.Quantile(u))
		}
	}
	return out
}

// discreteEnds are the values of a discrete input that have weight: the least and the greatest, all of them where they are names.
func discreteEnds(l quantity.Load) [][]float64 {
	low, high := math.Inf(1), math.Inf(-1)
	var all [][]float64
	for i, x := range l.Value.Values {
		if l.Value.Weights[i] > 0 {
			low, high = min(low, x), max(high, x)
			all = append(all, []float64{x})
		}
	}
	if l.Spec.Labels != nil || l.Value.Labels != nil {
		return all
	}
	return [][]float64{{low}, {high}}
}

// runCases computes all outputs for each case.
func runCases(p *quantity.Program, mids []float64, cases []map[int]float64) [][]float64 {
	out := make([][]float64, len(cases))
	for i := range out {
		out[i] = make([]float64, p.Outputs())
		for o := range out[i] {
			out[i][o], _ = p.Output(o)
		}
	}
	mem := p.NewBlock(min(quantity.BlockSize, len(cases)))
	for start := 0; start < len(cases); start += quantity.BlockSize {
		some := cases[start:min(start+quantity.BlockSize, len(cases))]
		p.Run(mem, len(some), func(load int, column []float64) {
			for i, moved := range some {
				x, is := moved[load]
				if !is {
					x = mids[load]
				}
				column[i] = x
			}
		}, func(output int, column []float64) {
			for i, x := range column {
				out[start+i][output] = x
			}
		})
	}
	for i := range out {
		for o := range out[i] {
			if by := p.Scaled(o); by.Of >= 0 {
				out[i][o] = out[i][by.Of] * by.Factor
			}
		}
	}
	return out
}

// drawnEnds are the P5 and P95 of the outputs as a factor's inputs are drawn and all others stay at their mid; n/a where an output lacks a value in some draw.
func drawnEnds(p *quantity.Program, mids []float64, f Factor, set Settings) [][]float64 {
	set.Draws = swingDraws
	sources, transform := make([]source, len(p.Loads())), make([]func([]float64), len(p.Loads()))
	for _, i := range f.Loads {
		sources[i], transform[i] = sourceOf(p.Loads()[i].At, set), p.Loads()[i].Value.Transformer()
	}
	columns := make([][]float64, p.Outputs())
	mem := p.NewBlock(quantity.BlockSize)
	for start := 0; start < swingDraws; start += quantity.BlockSize {
		p.Run(mem, quantity.BlockSize, func(load int, column []float64) {
			if sources[load] == nil {
				for i := range column {
					column[i] = mids[load]
				}
				return
			}
			sources[load].Fill(column, start)
			transform[load](column)
		}, func(output int, column []float64) {
			columns[output] = append(columns[output], column...)
		})
	}
	out := [][]float64{make([]float64, p.Outputs()), make([]float64, p.Outputs())}
	scratch := make([]float64, swingDraws)
	for o := range p.Outputs() {
		of, k := o, 1.0
		if by := p.Scaled(o); by.Of >= 0 {
			of, k = by.Of, by.Factor
		}
		low, high := math.NaN(), math.NaN()
		switch v, constant := p.Output(of); {
		case constant:
			low, high = v, v
		case !slices.ContainsFunc(columns[of], math.IsNaN):
			q := Percentiles(columns[of], scratch, []float64{0.05, 0.95})
			low, high = q[0], q[1]
		}
		out[0][o], out[1][o] = low*k, high*k
	}
	return out
}
