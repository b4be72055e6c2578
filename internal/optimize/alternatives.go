package optimize

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"
)

const (
	// handful is how many alternatives of each kind are looked for: without a system of the mix, with one that it leaves out, single systems.
	handful = 4
	// forcedShare is the share of deployed IT power that a system is given which the optimum leaves out. One rack of it would be no alternative.
	forcedShare = 0.1
	// nearlyGap is how near their own optimum alternatives are proved. They may be Near worse, so the last digits do not matter.
	nearlyGap = 1e-3
)

// fleet is a mix as numbers of units, by candidate.
type fleet struct {
	units  []float64
	value  float64
	single bool
}

// worse is how much worse a value is than the best, relative.
func (p *problem) worse(value, best float64) float64 {
	if p.Maximise {
		return (best - value) / math.Abs(best)
	}
	return (value - best) / math.Abs(best)
}

// alternatives finds mixes of other systems than the optimum's that are nearly as good, the best first, and then the best single systems.
func (p *problem) alternatives(s Solver, best, relaxed *Solution) ([]fleet, error) {
	tasks := p.variations(best, relaxed)
	found := make([][]float64, len(tasks))
	errs := make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() { found[i], errs[i] = p.nearly(s, task, best.Objective) })
	}
	wg.Wait()
	seen := map[string]bool{p.support(best.Values): true}
	var near []fleet
	for i, units := range found {
		if errs[i] != nil {
			return nil, errs[i]
		}
		if units == nil || seen[p.support(units)] {
			continue
		}
		if value := dot(p.objective, units); p.worse(value, best.Objective) <= Near {
			seen[p.support(units)] = true
			near = append(near, fleet{units: units, value: value})
		}
	}
	p.order(near)
	singles := p.singles(p.Maximise)
	p.order(singles)
	for _, f := range singles[:min(handful, len(singles))] {
		if !seen[p.support(f.units)] {
			near = append(near, f)
		}
	}
	return near, nil
}

// nearly finds whole units for a variation, near its optimum, or nil where there are none that are nearly as good as the best. The relaxation, rounded, mostly
// is: hundreds of units are hardly changed by a fraction of one. Where it breaks a limit, the solver searches.
func (p *problem) nearly(s Solver, task *Linear, best float64) ([]float64, error) {
	x, err := s.Relaxed(task)
	if err != nil || x.Values == nil || p.worse(x.Objective, best) > Near {
		return nil, err // whole units are never better than the relaxation
	}
	if units := rounded(task, x.Values); units != nil && p.worse(dot(p.objective, units), x.Objective) < nearlyGap {
		return units, nil
	}
	x, err = s.Whole(task, nearlyGap, nodesOfVariation)
	if err != nil {
		return nil, err
	}
	return x.Values, nil
}

// rounded makes the values of a relaxation whole: down where the objective wants much, so that upper limits are kept, up where it wants little; nil where that
// breaks a row.
func rounded(task *Linear, values []float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		if out[i] = wholeAbove(v); task.Maximise {
			out[i] = wholeBelow(v)
		}
	}
	for _, r := range task.Rows { // a share is over its limit by a few units at most
		for i, c := range r.Coefficients {
			if over := dot(r.Coefficients, out) - r.Upper; task.Maximise && over > 0 && c > 0 {
				out[i] = max(0, out[i]-math.Ceil(over/c))
			}
		}
	}
	for _, r := range task.Rows {
		if at := dot(r.Coefficients, out); at > r.Upper || at < r.Lower {
			return nil
		}
	}
	return out
}

// nodesOfVariation ends the search for one alternative: it is then the best found, which is all that an alternative has to be.
const nodesOfVariation = 1000

func (p *problem) order(list []fleet) {
	slices.SortStableFunc(list, func(a, b fleet) int {
		if p.Maximise {
			return cmp.Compare(b.value, a.value)
		}
		return cmp.Compare(a.value, b.value)
	})
}

// sliver is the share of deployed IT power below which a system only fills what whole units of the others leave.
const sliver = 0.005

// support names the systems that make up the mix, slivers left out.
func (p *problem) support(units []float64) string {
	var with []int
	all := dot(p.it, units)
	for i, u := range units {
		if u*p.it[i] > sliver*all {
			with = append(with, i)
		}
	}
	return fmt.Sprint(with)
}

// variations are the problem without one system of the optimum, and with one that the optimum leaves out and that the relaxation does not rule out: by its
// reduced cost the objective would lose more than Near.
func (p *problem) variations(best, relaxed *Solution) []*Linear {
	var out []*Linear
	var unused []int
	for k, u := range best.Values {
		if u == 0 {
			unused = append(unused, k)
		} else if len(out) < handful && u*p.it[k] > sliver*dot(p.it, best.Values) {
			out = append(out, p.with(k, 0, 0))
		}
	}
	loss := func(k int) float64 {
		if relaxed.ReducedCosts == nil {
			return 0
		}
		return math.Abs(relaxed.ReducedCosts[k]) * forcedShare * dot(p.it, relaxed.Values) / p.it[k] / math.Abs(best.Objective)
	}
	slices.SortStableFunc(unused, func(a, b int) int { return cmp.Compare(loss(a), loss(b)) })
	for _, k := range unused[:min(handful, len(unused))] {
		if loss(k) <= 2*Near { // the power in the optimum of whole units may be less than in the relaxation
			out = append(out, p.with(k, forcedShare, math.Inf(1)))
		}
	}
	return out
}

// with is the problem with the share of one system in the deployed IT power held between two numbers.
func (p *problem) with(k int, low, high float64) *Linear {
	out := p.linear()
	row := Row{Coefficients: make([]float64, len(p.it)), Lower: math.Inf(-1), Upper: math.Inf(1)}
	if high == 0 {
		row.Coefficients[k], row.Upper = 1, 0
	} else {
		for i, x := range p.it {
			row.Coefficients[i] = -low * x
		}
		row.Coefficients[k] += p.it[k]
		row.Lower = 0
	}
	out.Rows = append(out.Rows, row)
	return out
}

// singles are the systems that can keep all limits alone, each with the most units or the fewest.
func (p *problem) singles(most bool) []fleet {
	var out []fleet
	for k := range p.candidates {
		if u, ok := p.alone(k, most); ok {
			units := make([]float64, len(p.candidates))
			units[k] = u
			out = append(out, fleet{units, p.objective[k] * u, true})
		}
	}
	return out
}

// alone is the largest number of units of one system without others, or the smallest; false if no number above 0 keeps the limits, or none is the largest.
func (p *problem) alone(k int, most bool) (float64, bool) {
	low, high := 0.0, math.Inf(1)
	strict := *p
	strict.strict = true
	for i := range p.lines {
		row := p.row(&p.lines[i])
		if p.lines[i].Share { // of one system it is what it is: the room for whole units would let a single unit pass
			row = strict.row(&p.lines[i])
		}
		c := row.Coefficients[k]
		if c == 0 && (row.Lower > 0 || row.Upper < 0) {
			return 0, false
		}
		a, b := row.Lower/c, row.Upper/c
		if c < 0 {
			a, b = b, a
		}
		if c != 0 {
			low, high = max(low, wholeAbove(a)), min(high, wholeBelow(b))
		}
	}
	u := low
	if most {
		u = high
	}
	return u, low <= high && u > 0 && !math.IsInf(u, 1)
}

// A number of units that rounding made a hair less or more than whole is whole.
const hair = 1e-12

func wholeBelow(x float64) float64 { return math.Floor(x + math.Abs(x)*hair) }
func wholeAbove(x float64) float64 { return math.Ceil(x - math.Abs(x)*hair) }
