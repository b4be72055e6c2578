package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/sweep"
)

// metricList reads --metric: names of outputs with * for any ending, each of the whole or, after CHIP:, of one chip of a mix.
func (c *sweeping) metricList() ([]sweep.Metric, error) {
	if len(c.metrics) == 0 {
		return []sweep.Metric{{Spec: capacity.Chips.Spec}, {Spec: cost.Capex.Spec}}, nil
	}
	var out []sweep.Metric
	for _, list := range c.metrics {
		for _, text := range strings.Split(list, ",") {
			found, err := c.metric(strings.TrimSpace(text))
			if err != nil {
				return nil, err
			}
			for _, m := range found {
				if !slices.Contains(out, m) {
					out = append(out, m)
				}
			}
		}
	}
	return out, nil
}

// metric reads one name or pattern.
func (c *sweeping) metric(text string) ([]sweep.Metric, error) {
	owner, name, some := strings.Cut(text, ":")
	if !some {
		owner, name = "", text
	} else {
		chip, err := c.asked.library.Accelerator(owner)
		switch {
		case err != nil:
			return nil, usagef("--metric %s: %w", text, err)
		case c.axisNamed("chip") >= 0:
			return nil, usagef("--metric %s: the chip itself varies; write %s", text, name)
		case !slices.Contains(c.asked.question.Chips, chip.ID):
			return nil, usagef("--metric %s: %s is not one of the chips of this question", text, chip.ID)
		}
		owner = chip.ID
	}
	specs, err := metricSpecs(name)
	if err != nil {
		return nil, err
	}
	var out []sweep.Metric
	for _, s := range specs {
		out = append(out, sweep.Metric{Owner: owner, Spec: s})
	}
	return out, nil
}

// metricSpecs are the outputs that a name or a pattern fits.
func metricSpecs(name string) ([]*quantity.Spec, error) {
	if !strings.ContainsAny(name, "*?[") {
		s, err := outputNamed("--metric", name)
		return []*quantity.Spec{s}, err
	}
	var out []*quantity.Spec
	for _, s := range outputs() {
		ok, err := filepath.Match(name, s.Name)
		if err != nil {
			return nil, usagef("--metric %s: %w", name, err)
		}
		if ok {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, usagef("--metric: no quantity fits %q (capplan quantities lists them)", name)
	}
	return out, nil
}

// remarks are what must be said about the chips in play, each thing once: notes and warnings of every chip where the chip varies, with the first of all else.
func (c *sweeping) remarks(s *sweep.Sweep) (notes []string, warnings []answer.Warning) {
	want := answer.Want{Settings: analysis.Settings{Seed: 1}}
	for _, m := range s.Metrics {
		if !slices.Contains(want.Quantities, m.Spec) {
			want.Quantities = append(want.Quantities, m.Spec)
		}
	}
	note := func(text string) {
		if !slices.Contains(notes, text) {
			notes = append(notes, text)
		}
	}
	for _, n := range c.asked.notes {
		note(n.Message)
	}
	c.eachSystem(func(at []int) error { // no error: every case was made once when the sweep was
		m, err := c.mixAt(at)
		if err != nil {
			return err
		}
		q, err := c.overlaidAt(at)
		if err != nil {
			return err
		}
		for _, x := range q.Overlaid {
			if x.Added {
				note(x.ID + " is of the user's own profiles (" + x.Origin + ").")
			}
		}
		a := answer.Evaluate(q, m, want)
		for _, n := range a.Notes {
			if n.Code != "other-reading" && n.Code != "no-units" && n.Code != answer.CodePointCorrelation { // which are about one number
				note(n.Message)
			}
		}
		if replaced := overridden(m); replaced != nil {
			note("Profiles of the user's own replace " + strings.Join(replaced, ", ") + ".")
		}
		for _, w := range a.Warnings {
			if !slices.ContainsFunc(warnings, func(x answer.Warning) bool { return x.Message == w.Message }) {
				warnings = append(warnings, w)
			}
		}
		return nil
	})
	for _, text := range c.pointCorrelations() {
		note(text)
	}
	if at := c.axisNamed("basis"); c.asked.settings.Draws == 0 && (at < 0 && c.basis == power.Unstated || at >= 0 && slices.Contains(c.axes[at].Words, power.Unstated)) {
		note("A point at an unstated boundary is that of one reading, facility power unless --set power.basis says otherwise; --draws draws the boundary in each case, and --vary basis=facility,it gives each a row.")
	}
	for _, i := range s.Inert() {
		warnings = append(warnings, answer.Warning{Code: "inert", Message: c.axes[i].Name + " changes none of the metrics: rows that differ by it alone are the same.",
			Advice: "leave it out, or add a metric that depends on it"})
	}
	return notes, warnings
}

// pointCorrelations says which correlations of the question change nothing because rows are points and no design draws both inputs.
func (c *sweeping) pointCorrelations() []string {
	if c.asked.settings.Draws > 0 {
		return nil
	}
	drawn := func(r mix.Ref) bool {
		return slices.ContainsFunc(c.axes, func(a axis) bool { return a.Drawn && a.Spec == r.Spec && (a.Owner == "" || a.Owner == r.Owner) })
	}
	var out []string
	for _, x := range c.asked.mix.Correlations {
		if x.Basis == quantity.Given && !(drawn(x.A) && drawn(x.B)) {
			out = append(out, fmt.Sprintf("The correlation of %s and %s (%g, %s) changes nothing: rows are points, and no design draws both; --draws makes distributions of them.", x.A, x.B, x.Rank, x.Origin))
		}
	}
	return out
}

// overridden lists the inputs of a mix that overlays replace.
func overridden(m *mix.Mix) []string {
	var out []string
	add := func(owner string, values quantity.Scenario) {
		for spec, v := range values {
			if v.Override && v.Basis != quantity.Given {
				out = append(out, mix.Ref{Owner: owner, Spec: spec}.String())
			}
		}
	}
	add("", m.Shared)
	for _, x := range m.Members {
		add(x.ID, x.Values)
	}
	slices.Sort(out)
	return out
}

// remark says on standard error what must be said.
func (c *sweeping) remark(s *sweep.Sweep) error {
	if c.quiet {
		return nil
	}
	notes, warnings := c.remarks(s)
	for _, n := range notes {
		if _, err := fmt.Fprintln(c.err, "note: "+n); err != nil {
			return err
		}
	}
	return report.Warnings(c.err, warnings, report.Options{})
}

// completion offers the names of what varies, of metrics and of options.
func (c *sweeping) completion(cmd *cobra.Command) {
	complete(cmd, "chart", sweepCharts)
	completeQuestion(cmd)
	complete(cmd, "by", measureNames())
	complete(cmd, "sampler", samplers())
	complete(cmd, "design", samplers())
	complete(cmd, "shard", []string{"auto"})
	completeWith(cmd, "metric", completeFields)
	completeWith(cmd, "vary", func(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		name, value, given := strings.Cut(typed, "=")
		if given {
			return varyValues(cmd, name, value), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
		return varyNames(), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

// varyNames are what can vary, each with the sign that follows.
func varyNames() []cobra.Completion {
	var out []cobra.Completion
	for _, n := range profile.Choices {
		out = append(out, cobra.CompletionWithDesc(n+"=", "a choice among names"))
	}
	for _, s := range startFlags {
		out = append(out, cobra.CompletionWithDesc(s.name+"=", s.usage))
	}
	for _, s := range profile.Settable() {
		if s.Labels == nil {
			out = append(out, cobra.CompletionWithDesc(s.Name+"=", s.Doc))
		}
	}
	return out
}

// varyValues are the names of a choice that may follow those that have been typed.
func varyValues(cmd *cobra.Command, choice, typed string) []cobra.Completion {
	before := choice + "=" + typed[:strings.LastIndexByte(typed, ',')+1]
	var words []cobra.Completion
	switch choice {
	case "chip":
		words = chipNames(cmd)
	case "site":
		words = siteNames(cmd)
	default:
		words = choiceOptions(choice)
	}
	out := make([]cobra.Completion, len(words))
	for i, w := range words {
		out[i] = before + w
	}
	return out
}
