package main

import (
	"slices"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/sweep"
	"github.com/capplan/capplan/plots"
)

// sweepMeta is what a picture of a sweep says of its origin: the sources behind the first metric, of every chip.
func (c *sweeping) sweepMeta(s *sweep.Sweep) (plots.Meta, error) {
	spec := s.Metrics[0].Spec
	want := answer.Want{Quantities: []*quantity.Spec{spec}, Inputs: []*quantity.Spec{spec}, Settings: analysis.Settings{Seed: 1}}
	at := make([]int, len(c.axes))
	chips, times := c.axisNamed("chip"), 1
	if chips >= 0 {
		times = len(c.axes[chips].Words)
	}
	var vendors []string
	var behind []answer.Input
	var first *answer.Answer
	for k := range times {
		if chips >= 0 {
			at[chips] = k
		}
		m, err := c.mixAt(at)
		if err != nil {
			return plots.Meta{}, err
		}
		a := answer.Evaluate(c.asked.question, m, want)
		for _, x := range a.Members {
			vendors = append(vendors, x.Vendor)
		}
		for _, in := range a.Behind(want.Quantities) {
			if !slices.ContainsFunc(behind, func(x answer.Input) bool { return x.Spec == in.Spec && in.Spec.Scope == quantity.Shared }) {
				behind = append(behind, in)
			}
		}
		if first == nil {
			first = a
		}
	}
	for i := range first.Inputs { // what varies is on the axes, not an override of one value by another
		if in := &first.Inputs[i]; slices.ContainsFunc(c.axes, func(a axis) bool { return a.Spec == in.Spec }) {
			in.Value.Override = false
		}
	}
	for i := range first.Members {
		for k := range first.Members[i].Inputs {
			if in := &first.Members[i].Inputs[k]; slices.ContainsFunc(c.axes, func(a axis) bool { return a.Spec == in.Spec }) {
				in.Value.Override = false
			}
		}
	}
	q := &first.Question
	q.Asks = slices.Clone(q.Asks)
	for _, a := range c.axes {
		q.Asks = append(q.Asks, answer.Ask{Flag: "--vary", Text: a.Text})
	}
	q.Asks = append(q.Asks, answer.Ask{Flag: "--metric", Text: s.Metrics[0].Name()})
	q.Draws = s.Draws.Draws
	m := meta(first, want.Quantities)
	source := sourceLine(behind, vendors)
	if q.AsOf != "" {
		source += "; as of " + q.AsOf
	}
	if more := notBuiltIn(first); more != "" {
		source += ". " + more
	}
	m.Source = source
	recipe, err := s.Recipe("capplan "+version+", library "+toolInfo().Library, c.about()...)
	if err != nil {
		return m, err
	}
	m.InputHash = recipe.ID
	return m, nil
}
