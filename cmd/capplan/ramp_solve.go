package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/unit"
)

// solvable are the inputs that can be solved for: those that all generations share and that have a range.
func solvable() []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range append(profile.Settable(), profile.RampSettable()...) {
		if s.Scope == quantity.Shared && !s.Fixed && s.Labels == nil && s != power.BasisInput.Spec {
			out = append(out, s)
		}
	}
	return out
}

// goal reads --solve and --reach; nil where nothing is solved for.
func (c *ramping) goal(cmd *cobra.Command) (func(*answer.Ramp) error, error) {
	asked := cmd.Flags().Changed("reach")
	if c.solve == "" {
		if asked {
			return nil, usagef("--reach is the goal of --solve; write --solve gw, --solve quarter or --solve NAME as well")
		}
		return nil, nil
	}
	g, text, err := c.readReach(asked)
	if err != nil {
		return nil, err
	}
	set := c.asked.settings
	switch word := strings.ToLower(c.solve); {
	case word == "gw" || word == "power":
		return func(a *answer.Ramp) error { return a.SolvePower(g, text, set) }, nil
	case word == "quarter" || word == "year":
		if g.Budget {
			return nil, usagef("--solve %s: what is to be reached? give --reach, such as --reach capacity.chips_in_service=500k", c.solve)
		}
		if g.Period != ramp.Whole {
			return nil, usagef("--reach %s: the quarter is what --solve %s looks for; leave it out", c.reach, c.solve)
		}
		if ramp.Flow(g.Spec) {
			return nil, usagef("--reach %s: %s is counted by the quarter and does not grow to a value; name a quantity of a moment, such as capacity.chips", c.reach, g.Spec.Name)
		}
		return func(a *answer.Ramp) error { return a.SolveQuarter(g.Spec, g.AtLeast, text, set) }, nil
	}
	s := model.Model.Find(c.solve)
	if s == nil {
		s = ramp.Quantities.Find(c.solve)
	}
	for _, x := range solvable() {
		if x == s {
			return func(a *answer.Ramp) error { return a.SolveInput(s, g, text, set) }, nil
		}
	}
	if s != nil {
		return nil, usagef("--solve %s: only inputs that all generations share, and that have a range, can be solved for", c.solve)
	}
	return nil, usagef("--solve %q: gw, quarter, or the name of an input is wanted%s", c.solve, didYouMean(c.solve, append(names(solvable()), "gw", "quarter")))
}

// readReach reads NAME=VALUE or NAME=VALUE@QUARTER; without it the goal is the budget. The text is the goal in words.
func (c *ramping) readReach(given bool) (ramp.Goal, string, error) {
	if !given {
		return ramp.Goal{Budget: true}, "so that payments to date never exceed the budget to date", nil
	}
	fail := func(format string, args ...any) (ramp.Goal, string, error) {
		return ramp.Goal{}, "", usagef("--reach %s: %w", c.reach, fmt.Errorf(format, args...))
	}
	name, value, ok := strings.Cut(c.reach, "=")
	if !ok {
		return fail("NAME=VALUE is wanted, such as capacity.chips=1M")
	}
	s := model.Model.Find(strings.TrimSpace(name))
	if s == nil {
		s = ramp.Quantities.Find(strings.TrimSpace(name))
	}
	if s == nil || s.Input {
		return fail("unknown quantity%s (capplan ramp --fields lists them)", quantityMeant(name, rampOutputs()))
	}
	if s.Total == quantity.None {
		return fail("%s describes one system and has no total", s.Name)
	}
	value, when, some := strings.Cut(value, "@")
	g, text := ramp.Goal{Spec: s, Period: ramp.Whole}, "in "+c.scenario.Until().String()
	if ramp.Flow(s) {
		text = "over all quarters"
	}
	if strings.EqualFold(c.solve, "quarter") || strings.EqualFold(c.solve, "year") {
		text = ""
	}
	if some {
		q, err := ramp.ParseQuarter(strings.TrimSpace(when))
		if err != nil {
			return fail("%w", err)
		}
		if q < c.scenario.From || q > c.scenario.Until() {
			return fail("%s is outside the period, %s to %s", q, c.scenario.From, c.scenario.Until())
		}
		g.Period, text = int(q-c.scenario.From), "in "+q.String()
	}
	x, err := unit.ParseIn(value, s.Unit, 1)
	if err != nil {
		return fail("%w", err)
	}
	g.AtLeast = x
	return g, strings.TrimSpace("so that " + s.Name + " reaches " + s.Notation().Short(x, 6) + " " + text), nil
}
