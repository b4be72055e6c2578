package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// samplingFlags say how the cases are drawn.
type samplingFlags struct {
	draws   string
	seed    uint64
	sampler string

	correlate []string
}

func (s *samplingFlags) register(f *pflag.FlagSet) {
	s.registerDraws(f)
	f.StringArrayVar(&s.correlate, "correlate", nil, "let two inputs rise and fall together: NAME,NAME=RANK, such as site.reserve,site.pue_peak=0.5")
}

// registerDraws registers the flags of the draws alone.
func (s *samplingFlags) registerDraws(f *pflag.FlagSet) {
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

// commaSeparated parts the names of a flag that may be repeated and may hold several.
func commaSeparated(flag string, lists []string) ([]string, error) {
	var out []string
	for _, l := range lists {
		for _, text := range strings.Split(l, ",") {
			if text = strings.TrimSpace(text); text == "" {
				return nil, usagef("%s %s: a name is missing", flag, l)
			}
			out = append(out, text)
		}
	}
	return out, nil
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

// readCorrelations reads --correlate: two inputs, of all or of one chip (CHIP:NAME), and their rank correlation.
func (s *samplingFlags) readCorrelations(a *asked) error {
	for _, text := range s.correlate {
		fail := func(format string, args ...any) error {
			return usagef("--correlate %s: %w", text, fmt.Errorf(format, args...))
		}
		pair, value, ok := strings.Cut(text, "=")
		first, second, two := strings.Cut(pair, ",")
		if !ok || !two {
			return fail("two inputs and a rank correlation are wanted, such as site.reserve,site.pue_peak=0.5")
		}
		rank, err := unit.ParseIn(strings.TrimSpace(value), unit.For[unit.Number](), 1)
		if err != nil {
			return fail("%w", err)
		}
		if !(rank > -1 && rank < 1) {
			return fail("a rank correlation is above -1 and below 1")
		}
		c := mix.Correlation{Correlation: quantity.Correlation{Rank: rank, Basis: quantity.Given, Origin: "--correlate"}}
		if c.A, err = a.input(first); err != nil {
			return fail("%w", err)
		}
		if c.B, err = a.input(second); err != nil {
			return fail("%w", err)
		}
		if c.A == c.B {
			return fail("an input and itself have no correlation to state")
		}
		for _, o := range a.mix.Correlations {
			if o.Basis == quantity.Given && o.Rank != rank && (o.A == c.A && o.B == c.B || o.A == c.B && o.B == c.A) {
				return fail("%s and %s have a rank correlation of %g already, by another --correlate; give one", c.A, c.B, o.Rank)
			}
		}
		a.mix.Correlations = append(a.mix.Correlations, c)
		a.question.Correlate = append(a.question.Correlate, answer.Setting{Text: text, Origin: "--correlate"})
	}
	return nil
}

// input finds an input of the question: NAME of the site or of the only chip, CHIP:NAME of one of several.
func (a *asked) input(text string) (mix.Ref, error) {
	owner, name, some := strings.Cut(strings.TrimSpace(text), ":")
	if !some {
		owner, name = "", owner
	}
	s := model.Model.Find(name)
	if i := slices.Index(names(a.extra), name); i >= 0 {
		s = a.extra[i]
	}
	switch {
	case s == nil:
		return mix.Ref{}, fmt.Errorf("unknown input %q%s", name, didYouMean(name, append(inputNames(), names(a.extra)...)))
	case !s.Input:
		return mix.Ref{}, fmt.Errorf("%s is computed; inputs have a correlation", name)
	case s.Fixed || s.Labels != nil:
		return mix.Ref{}, fmt.Errorf("%s does not vary, and so follows nothing; name an input that has a range", name)
	case s.Scope == quantity.Shared && some:
		return mix.Ref{}, fmt.Errorf("%s is one for all chips; write it without a chip", name)
	case s.Scope == quantity.Shared:
		return mix.Ref{Spec: s}, nil
	case !some && len(a.chips) == 1:
		return mix.Ref{Owner: a.chips[0].ID, Spec: s}, nil
	case !some:
		return mix.Ref{}, fmt.Errorf("whose %s? write CHIP:%s", name, name)
	}
	chip, err := a.library.Accelerator(owner)
	if err != nil {
		return mix.Ref{}, err
	}
	if !slices.Contains(a.question.Chips, chip.ID) {
		return mix.Ref{}, fmt.Errorf("%s is not one of the chips of this question", chip.ID)
	}
	return mix.Ref{Owner: chip.ID, Spec: s}, nil
}

// inputNames are the inputs of the model.
func inputNames() []string {
	var out []string
	for _, s := range model.Model.All() {
		if s.Input {
			out = append(out, s.Name)
		}
	}
	return out
}
