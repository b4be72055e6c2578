package main

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/report"
)

// isScenario tells a scenario, a file or a name, from a claim, which is a sentence.
func isScenario(args []string) bool {
	if len(args) != 1 || args[0] == "" || strings.ContainsFunc(args[0], unicode.IsSpace) && !strings.HasSuffix(args[0], ".toml") {
		return false
	}
	a := args[0]
	return a == stdin || strings.HasSuffix(a, ".toml") || strings.ContainsRune(a, filepath.Separator) || unicode.IsLetter(rune(a[0]))
}

// conditionsOf are the conditions that a scenario states itself, in its order. The error is of type [profile.Problems] and says where each mistake stands.
func conditionsOf(s *ramp.Scenario) ([]*check.Condition, error) {
	out := make([]*check.Condition, len(s.Thresholds))
	var problems profile.Problems
	for i := range s.Thresholds {
		x := &s.Thresholds[i]
		c, err := check.ParseRampCondition(x.If, check.Status(x.Severity))
		if err == nil {
			c.Note = x.Note
			err = c.Within(s)
		}
		if err != nil {
			problems = append(problems, inThreshold(x, err))
		}
		out[i] = c
	}
	if problems != nil {
		return nil, problems
	}
	return out, nil
}

// inThreshold is a mistake in a condition of a scenario, with its place in the file.
func inThreshold(x *ramp.Threshold, err error) profile.Problem {
	var wrong *check.SyntaxError
	if !errors.As(err, &wrong) {
		return profile.ThresholdProblem(x, 0, err.Error(), "")
	}
	message := wrong.Problem
	if wrong.Part != "" {
		message = wrong.Part + ": " + message
	}
	return profile.ThresholdProblem(x, wrong.Character()-1, message, wrong.Advice)
}

// wrongCondition is a mistake in a condition, said with the place where it was given: the file of the scenario, whose conditions come first, or a flag.
func (c *checking) wrongCondition(s *ramp.Scenario, x *check.Condition, err error) error {
	if i := slices.Index(c.conditions, x); i < len(s.Thresholds) {
		return usageError{profile.Problems{inThreshold(&s.Thresholds[i], err)}}
	}
	return usagef("--%s-if %w", x.Level, err)
}

// checkScenario holds the ramp of a scenario against its own thresholds and the conditions of the flags.
func (c *checking) checkScenario(cmd *cobra.Command, args []string, opt report.Options) error {
	flags := cmd.Flags()
	for _, name := range append(startNames(), "chip", "by") {
		if flags.Changed(name) {
			return usagef("--%s: the scenario %s says which power and which chips it is about; leave it out", name, args[0])
		}
	}
	given, err := c.readConditions(check.ParseRampCondition)
	if err != nil {
		return err
	}
	r := ramping{computing: c.computing}
	for name, flag := range map[string]*string{"basis": &r.basis, "site": &r.site, "workload": &r.workload, "precision": &r.precision} {
		if !flags.Changed(name) {
			*flag = "" // as the scenario has it
		}
	}
	fleet, err := r.read(cmd, args)
	var unknown *profile.UnknownScenarioError
	switch {
	case errors.As(err, &unknown) && unknown.Meant == "":
		return usagef(`%w; a claim is a sentence, such as "2 GW is 4 million H100"`, err)
	case err != nil:
		return err
	}
	own, err := conditionsOf(r.scenario)
	if err != nil {
		return usageError{err}
	}
	c.asked, c.conditions = r.asked, slices.Concat(own, given)
	if len(c.conditions) == 0 && c.save == "" {
		return usagef("what is to be checked? %s states no [threshold.NAME]; give conditions, such as --fail-if 'ramp.budget_left.p5@any < 0'", args[0])
	}
	if flags.Changed("baseline") {
		if c.baseline == "-" && args[0] == "-" {
			return usagef("standard input is read once; name a file for --baseline or for the scenario")
		}
		data, err := readInput(c.in, c.baseline)
		if err != nil {
			return c.missingBaseline(err)
		}
		if c.base, err = readBaseline(data, c.baseline); err != nil {
			return err
		}
		if err := c.base.suits(c.asked); err != nil {
			return err
		}
	}
	c.asked.question.Asks = append(c.asked.question.Asks, c.asks()...)
	want := answer.RampWant{Total: report.RampFields(), Members: report.RampMemberFields(), Settings: c.asked.settings}
	for _, x := range c.conditions {
		if err := x.Within(r.scenario); err != nil {
			return c.wrongCondition(r.scenario, x, err)
		}
		x.Wanted(&want)
	}
	if !c.forPrograms() { // people see what was judged, and no quarter beyond
		want.Quarters = []*quantity.Spec{capacity.Chips.Spec}
		for _, x := range c.conditions {
			want.Quarters = union(want.Quarters, []*quantity.Spec{x.Spec})
		}
	}
	result, err := c.judgeRamp(fleet, want)
	if err != nil {
		return err
	}
	all := answer.RampWant{Total: rampOutputs(), Settings: want.Settings}
	all.Members = slices.DeleteFunc(slices.Clone(all.Total), func(s *quantity.Spec) bool { return s.Total == quantity.TotalOnly })
	return c.writeCheck(result, opt, func() *check.Result {
		whole := *result
		if c.save != "" { // a baseline knows every figure
			whole.Ramp = answer.EvaluateRamp(c.asked.question, fleet, all)
			whole.Ramp.Notes = result.Ramp.Notes
		}
		return &whole
	}, func(w io.Writer, r *check.Result, opt report.Options) error { return report.Ramp(w, r.Ramp, nil, opt) })
}

// forPrograms reports whether the record as a whole is asked for, on standard output or in a file.
func (c *checking) forPrograms() bool {
	return c.save != "" || isMachine(report.Format(c.format)) || slices.ContainsFunc(c.paths(), func(path string) bool {
		f, err := c.checkFormat(path)
		return err != nil || isMachine(f)
	})
}

// judgeRamp computes the ramp and holds the conditions against it.
func (c *checking) judgeRamp(fleet *ramp.Fleet, want answer.RampWant) (*check.Result, error) {
	a := answer.EvaluateRamp(c.asked.question, fleet, want)
	a.Notes = append(slices.Clone(c.asked.notes), a.Notes...)
	r := &check.Result{Answer: a.Head(), Ramp: a}
	var base *check.Baseline
	if c.base != nil {
		base, r.Baseline = &c.base.Baseline, c.base.Name
	}
	for _, x := range c.conditions {
		o, err := check.JudgedRamp(x, a, base)
		if err != nil {
			return nil, c.wrongCondition(fleet.Scenario, x, err)
		}
		r.Outcomes = append(r.Outcomes, *o)
	}
	return r, nil
}
