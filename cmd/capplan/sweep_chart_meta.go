package main

import (
	"slices"
	"strconv"

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
	var vendors []string
	var behind []answer.Input
	var first *answer.Answer
	var among answer.Answer // all systems, of which what is not built in is marked
	err := c.eachSystem(func(at []int) error {
		m, err := c.mixAt(at)
		if err != nil {
			return err
		}
		question, err := c.overlaidAt(at)
		if err != nil {
			return err
		}
		a := answer.Evaluate(question, m, want)
		for i := range a.Members {
			vendors = append(vendors, a.Members[i].Vendor)
			c.unmark(a.Members[i].Inputs)
		}
		c.unmark(a.Inputs)
		for _, in := range a.Behind(want.Quantities) {
			if !slices.ContainsFunc(behind, func(x answer.Input) bool { return x.Spec == in.Spec && in.Spec.Scope == quantity.Shared }) {
				behind = append(behind, in)
			}
		}
		if first == nil {
			first, among = a, *a
			return nil
		}
		for _, x := range a.Members {
			if !slices.ContainsFunc(among.Members, func(y answer.Member) bool { return y.ID == x.ID }) {
				among.Members = append(slices.Clip(among.Members), x)
			}
		}
		return nil
	})
	if err != nil {
		return plots.Meta{}, err
	}
	if first.Question, err = c.questionOf(s); err != nil {
		return plots.Meta{}, err
	}
	m := meta(first, want.Quantities)
	among.Question.Overlaid = first.Question.Overlaid
	source := sourceLine(behind, vendors)
	if q := first.Question; q.AsOf != "" {
		source += "; as of " + q.AsOf
	}
	if more := notBuiltIn(&among); more != "" {
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

// questionOf is the canonical question of a sweep, with what varies. It is asked of all systems and sites together, so that what of any is not built in counts.
func (c *sweeping) questionOf(s *sweep.Sweep) (answer.Question, error) {
	q := c.asked.question
	q.Overlaid = nil
	err := c.eachSystem(func(at []int) error {
		one, err := c.overlaidAt(at)
		for _, x := range one.Overlaid {
			if !slices.ContainsFunc(q.Overlaid, func(y answer.Overlaid) bool { return y.ID == x.ID }) {
				q.Overlaid = append(q.Overlaid, x)
			}
		}
		return err
	})
	q.Asks = slices.Clone(q.Asks)
	for _, a := range c.axes {
		q.Asks = append(q.Asks, answer.Ask{Flag: "--vary", Text: a.Text})
	}
	for _, x := range s.Metrics { // a picture is of the first; the hash, which rows of the same sweep have, is of all
		q.Asks = append(q.Asks, answer.Ask{Flag: "--metric", Text: x.Name()})
	}
	if d := s.Design; d.Draws > 0 {
		q.Asks = append(q.Asks, answer.Ask{Flag: "--design", Text: string(d.Sampler)}, answer.Ask{Flag: "--points", Text: strconv.Itoa(d.Draws)})
	}
	q.Draws = s.Draws.Draws
	if c.startVaries() {
		q.Start = answer.Start{Flag: q.Start.Flag}
	}
	if c.axisNamed("chip") < 0 && len(c.asked.chips) > 1 {
		q.Shares, q.By = c.asked.shares, c.asked.mix.By
	}
	return q, err
}

// unmark takes the mark of an override from inputs that vary: one value after another is on an axis, not in the place of what is built in.
func (c *sweeping) unmark(inputs []answer.Input) {
	for i := range inputs {
		if in := &inputs[i]; slices.ContainsFunc(c.axes, func(a axis) bool { return a.Spec == in.Spec }) {
			in.Value.Override = false
		}
	}
}
