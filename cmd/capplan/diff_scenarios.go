package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/saved"
	"github.com/capplan/capplan/profiles"
)

// scenarioOperands are scenarios of ramps: files, or built-in ones by their ids. Their answers are computed first.
var scenarioOperands = operandKind{
	noun:   "scenario",
	wanted: "a scenario (.toml, or the id of a built-in one)",
	takes: func(operand string) bool {
		if strings.EqualFold(tomlEnding(operand), ".toml") {
			return holdsScenario(operand)
		}
		l, err := profile.Open(profiles.FS)
		return err == nil && slices.Contains(l.Scenarios(), strings.ToLower(operand)) && !exists(operand)
	},
	compare: func(f *diffFlags, s streams, old, new string) (*comparison, error) {
		if err := f.notOfLibraries(); err != nil {
			return nil, err
		}
		a, oldErr := rampAnswer(s, old)
		b, newErr := rampAnswer(s, new)
		switch {
		case oldErr != nil && newErr != nil && old != new:
			return nil, usageError{errors.Join(oldErr, newErr)}
		case oldErr != nil || newErr != nil:
			return nil, firstError(oldErr, newErr)
		}
		return f.answers(a, b, f.compared("scenarios", scenarioName(old), scenarioName(new)))
	},
}

// scenarioName is an operand as a recipe has it.
func scenarioName(operand string) string {
	if strings.EqualFold(tomlEnding(operand), ".toml") {
		return recipe.Own
	}
	return strings.ToLower(operand)
}

func tomlEnding(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[i:]
	}
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// holdsScenario reports whether a file holds a scenario, as far as its tables tell.
func holdsScenario(path string) bool {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return false
	}
	data, err := profile.ReadFile(path)
	return err == nil && profile.IsScenario(data)
}

// rampAnswer asks a scenario as capplan ramp does without further flags, and computes its totals.
func rampAnswer(s streams, name string) (*saved.Answer, error) {
	var c ramping
	c.streams = s
	cmd := &cobra.Command{Use: "ramp"}
	c.samplingFlags.register(cmd.Flags())
	registerOverlays(cmd.Flags(), &c.overlays)
	fleet, err := c.read(cmd, []string{name})
	if err != nil {
		return nil, err
	}
	q := c.asked.question
	out := &saved.Answer{
		Name: name, Version: version, Library: toolInfo().Library, Kind: saved.Ramp, Computed: true, Shared: fleet.Mix.Shared, Correlations: fleet.Mix.AllCorrelations(), Scenario: fleet.Scenario,
		Question: saved.Question{Command: q.Command, Start: q.Start.Text, StartSpec: q.Start.Spec, Basis: q.Basis, Chips: q.Chips, Site: q.Site, Workload: q.Workload,
			Precision: q.Precision, AsOf: q.AsOf, Sampling: saved.Sampling{Draws: q.Draws, Seed: q.Seed, Sampler: q.Sampler}},
	}
	for i := range fleet.Generations {
		m := fleet.Mix.Members[i]
		out.Members = append(out.Members, saved.Member{ID: m.ID, Name: m.Name, Vendor: m.Vendor, Values: m.Values, Window: &fleet.Generations[i]})
	}
	var of []saved.Of
	for _, spec := range report.RampFields() {
		if spec.Total != quantity.None && (fleet.HasBudget() || !slices.Contains(ramp.OfBudget, spec)) {
			of = append(of, saved.Of{Spec: spec})
		}
	}
	figures, err := out.Compute(of)
	if err != nil {
		return nil, usageError{err}
	}
	out.Total = saved.Figures{}
	for i, f := range figures {
		out.Total[of[i].Spec] = f
	}
	return out, nil
}
