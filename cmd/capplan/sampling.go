package main

import (
	"math"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// samplingFlags say how the cases are drawn.
type samplingFlags struct {
	draws   string
	seed    uint64
	sampler string
}

func (s *samplingFlags) register(f *pflag.FlagSet) {
	f.StringVar(&s.draws, "draws", "16384", "cases drawn for the ranges; 0 computes the point only")
	f.Uint64Var(&s.seed, "seed", 1, "seed of the draws")
	f.StringVar(&s.sampler, "sampler", string(analysis.Sobol), "how cases are drawn: "+strings.Join(samplers(), ", "))
}

func samplers() []string {
	out := make([]string, len(analysis.Samplers))
	for i, s := range analysis.Samplers {
		out[i] = string(s)
	}
	return out
}

// settings reads the flags.
func (s *samplingFlags) settings() (analysis.Settings, error) {
	set := analysis.Settings{Seed: s.seed, Sampler: analysis.Sampler(s.sampler)}
	draws, err := wholeNumber(s.draws)
	if err != nil || draws > analysis.MaxDraws {
		return set, usagef("--draws %q: a whole number from 0 to %d is wanted, such as 16384", s.draws, analysis.MaxDraws)
	}
	set.Draws = draws
	if !slices.Contains(analysis.Samplers, set.Sampler) {
		return set, usagef("--sampler %q: one of %s is wanted%s", s.sampler, strings.Join(samplers(), ", "), didYouMean(s.sampler, samplers()))
	}
	return set, nil
}

// chanceFlags ask how likely thresholds are reached.
type chanceFlags struct{ atLeast []string }

func (c *chanceFlags) register(f *pflag.FlagSet) {
	f.StringArrayVar(&c.atLeast, "at-least", nil, "how likely is at least so much? NAME=VALUE, such as capacity.chips=2M")
}

// thresholds reads --at-least.
func (c *chanceFlags) thresholds() ([]answer.Threshold, error) {
	var out []answer.Threshold
	for _, text := range c.atLeast {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, usagef("--at-least %s: NAME=VALUE is wanted, such as capacity.chips=2M", text)
		}
		s, err := outputNamed("--at-least", strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		x, err := unit.ParseIn(value, s.Unit, 1)
		if err != nil {
			return nil, usagef("--at-least %s: %w", text, err)
		}
		out = append(out, answer.Threshold{Spec: s, Value: x, Text: text})
	}
	return out, nil
}

// outputNamed finds an output of the model for a flag.
func outputNamed(flag, name string) (*quantity.Spec, error) {
	switch s := model.Model.Find(name); {
	case s != nil && !s.Input:
		return s, nil
	case s != nil:
		return nil, usagef("%s %s: that is an input; a computed quantity is wanted (capplan quantities lists them)", flag, name)
	}
	return nil, usagef("%s: unknown quantity %q%s (capplan quantities lists them)", flag, name, didYouMean(name, names(outputs())))
}

// wholeNumber reads a count that fits an int: 16384, 1M, 1e6.
func wholeNumber(text string) (int, error) {
	x, err := unit.ParseIn(text, unit.For[unit.Number](), 1)
	switch {
	case err != nil:
		return 0, err
	case x < 0 || x != math.Trunc(x) || x > 1<<53:
		return 0, usagef("%s is not a whole number", text)
	}
	return int(x), nil
}
