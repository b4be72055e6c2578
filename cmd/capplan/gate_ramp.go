package main

import (
	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/ramp"
)

// registerRamp is [gateFlags.register] for a ramp, whose conditions are also about quarters.
func (g *gateFlags) registerRamp(cmd *cobra.Command) {
	g.registerRecord(cmd, "'ramp.budget_left.p5@any < 0'", func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return describe(rampOutputs()), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
	cmd.Flags().Lookup("save-baseline").Usage = "write the whole answer to FILE as JSON, unless a condition fails; capplan diff compares it too"
}

// readRamp reads the conditions on a ramp and its baseline.
func (g *gateFlags) readRamp(cmd *cobra.Command, s streams, o *outputFlags) error {
	return g.readWith(cmd, s, o, check.ParseRampCondition)
}

// within holds what conditions and the baseline are about against a scenario.
func (g *gateFlags) within(s *ramp.Scenario, a *asked) error {
	if g.base != nil {
		if err := g.base.suits(a); err != nil {
			return err
		}
	}
	for _, x := range g.conditions {
		if err := x.Within(s); err != nil {
			return usagef("--%s-if %w", x.Level, err)
		}
	}
	return nil
}

// judgeRamp holds the conditions against a ramp; nil where there are none.
func (g *gateFlags) judgeRamp(a *answer.Ramp) (*check.Result, error) {
	if len(g.conditions) == 0 {
		return nil, nil
	}
	r := &check.Result{Answer: a.Head(), Ramp: a}
	var base *check.Baseline
	if g.base != nil {
		base, r.Baseline = &g.base.Baseline, g.base.Name
	}
	for _, x := range g.conditions {
		o, err := check.JudgedRamp(x, a, base)
		if err != nil {
			return nil, usagef("--%s-if %w", x.Level, err)
		}
		r.Outcomes = append(r.Outcomes, *o)
	}
	return r, nil
}
