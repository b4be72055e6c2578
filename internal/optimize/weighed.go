package optimize

import (
	"slices"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Weighed is what a choice among chips rests on. A chip that is not chosen counts as much as one that is: another TDP of it could have brought it in.
type Weighed struct {
	Grounds   *answer.Answer // inputs of all chips that have every figure the question needs; no numbers
	Overrides []string       // those below the choice whose values are not the built-in ones, as [answer.Quantity] has them
}

// weighed looks at all candidates.
func (p *problem) weighed() Weighed {
	all := make([]int, len(p.candidates))
	for k := range all {
		all[k] = k
	}
	m := p.among(all)
	return Weighed{Grounds: answer.Grounds(p.Question, p.Mix, m.Members, p.needed()), Overrides: p.overrides(m, p.decisive()...)}
}

// among is the mix of some of the candidates, given by their numbers.
func (p *problem) among(candidates []int) *mix.Mix {
	m := *p.Mix
	m.Members = make([]mix.Member, len(candidates))
	for i, k := range candidates {
		m.Members[i] = p.Mix.Members[p.candidates[k]]
	}
	return &m
}

// decisive are the quantities that a choice is made by: those of the objective and the limits, and how many units the start allows.
func (p *problem) decisive() []*quantity.Spec {
	out := []*quantity.Spec{capacity.Units.Spec, capacity.ITDeployed.Spec}
	for _, m := range p.measures() {
		out = append(out, m.Spec)
	}
	return out
}

// overrides lists what is not built in below quantities of a mix.
func (p *problem) overrides(m *mix.Mix, specs ...*quantity.Spec) []string {
	var outputs []mix.Output
	for _, s := range specs {
		outputs = append(outputs, mix.Output{Member: mix.Total, Spec: s})
	}
	return answer.Overrides(p.Question, m, false, outputs)
}

// mark says of the shown quantities of the best mix what they rest on: the choice, and their own inputs.
func (p *problem) mark(out *Result, units []float64) {
	var held []int
	for k, u := range units {
		if u > 0 {
			held = append(held, k)
		}
	}
	m := p.among(held)
	of := func(s *quantity.Spec) []string {
		names := slices.Clone(out.Weighed.Overrides)
		for _, name := range p.overrides(m, s) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		return names
	}
	for i := range out.Total {
		out.Total[i].Overrides = of(out.Total[i].Spec)
	}
	for i := range out.Members {
		for k := range out.Members[i].Quantities {
			q := &out.Members[i].Quantities[k]
			q.Overrides = of(q.Spec)
		}
	}
}
