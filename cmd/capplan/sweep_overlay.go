package main

import (
	"maps"
	"slices"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/sweep"
)

// overlaidAt is the question as the rows with these values have it, as far as overlays changed its chips and its site.
func (c *sweeping) overlaidAt(at []int) (answer.Question, error) {
	q, site, chips := c.asked.question, c.asked.site, c.asked.chips
	q.Overlaid = nil
	if i := c.axisNamed("site"); i >= 0 {
		var err error
		if site, err = c.asked.library.Site(c.axes[i].Words[at[i]]); err != nil {
			return q, err
		}
	}
	if i := c.axisNamed("chip"); i >= 0 {
		chips = chips[at[i] : at[i]+1]
	}
	for _, chip := range chips {
		if x := answer.OverlaidChip(chip); x.Any() {
			q.Overlaid = append(q.Overlaid, x)
		}
	}
	if x := answer.OverlaidSite(site); x.Any() {
		q.Overlaid = append(q.Overlaid, x)
	}
	return q, nil
}

// overrides names what is not built in below the outputs of a row, each input of a chip with its chip. What varies has columns of its own.
func (c *sweeping) overrides(at []int, m *mix.Mix, outputs []mix.Output) []string {
	q, err := c.overlaidAt(at)
	if err != nil {
		return nil // cannot be: the mix was made of the same site
	}
	return answer.Overrides(q, unvaried(m), true, outputs)
}

// unvaried is the mix in which what varies counts as built in.
func unvaried(m *mix.Mix) *mix.Mix {
	plain := func(values quantity.Scenario) quantity.Scenario {
		out := maps.Clone(values)
		for spec, v := range out {
			if v.Origin == "--vary" {
				v.Override = false
				out[spec] = v
			}
		}
		return out
	}
	out := *m
	out.Shared = plain(m.Shared)
	out.Members = slices.Clone(m.Members)
	for i, x := range m.Members {
		chip := *x.Accelerator
		chip.Values = plain(x.Values)
		out.Members[i].Accelerator = &chip
	}
	return &out
}

// laid is what the rows rest on that overlays changed, of all chips and sites that vary: each thing once, for the lines below a table.
func (c *sweeping) laid(s *sweep.Sweep) (*answer.Answer, error) {
	var specs []*quantity.Spec
	for _, m := range s.Metrics {
		specs = append(specs, m.Spec)
	}
	out := &answer.Answer{Question: c.asked.question}
	out.Question.Overlaid = nil
	err := c.eachSystem(func(at []int) error {
		q, err := c.overlaidAt(at)
		if err != nil {
			return err
		}
		m, err := c.mixAt(at)
		if err != nil {
			return err
		}
		g := answer.Grounds(q, m, m.Members, specs)
		for _, x := range q.Overlaid {
			if !slices.ContainsFunc(out.Question.Overlaid, func(o answer.Overlaid) bool { return o.Site == x.Site && o.ID == x.ID }) {
				out.Question.Overlaid = append(out.Question.Overlaid, x)
			}
		}
		for _, in := range g.Inputs {
			if !slices.ContainsFunc(out.Inputs, func(o answer.Input) bool { return o.Spec == in.Spec && o.Value.Origin == in.Value.Origin }) {
				out.Inputs = append(out.Inputs, in)
			}
		}
		for _, x := range g.Members {
			if !slices.ContainsFunc(out.Members, func(o answer.Member) bool { return o.ID == x.ID }) {
				out.Members = append(out.Members, x)
			}
		}
		return nil
	})
	return out, err
}

// eachSystem goes through the chips and then the sites that vary, with the first value of all else: one is the same whatever it is combined with.
func (c *sweeping) eachSystem(do func(at []int) error) error {
	if err := do(make([]int, len(c.axes))); err != nil {
		return err
	}
	for _, name := range []string{"chip", "site"} {
		i := c.axisNamed(name)
		if i < 0 {
			continue
		}
		for k := range c.axes[i].Words[1:] {
			at := make([]int, len(c.axes))
			at[i] = k + 1
			if err := do(at); err != nil {
				return err
			}
		}
	}
	return nil
}
