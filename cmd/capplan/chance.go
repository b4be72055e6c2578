package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/unit"
)

// chanceFlags ask how likely thresholds are reached.
type chanceFlags struct{ atLeast []string }

func (c *chanceFlags) register(f *pflag.FlagSet) {
	f.StringArrayVar(&c.atLeast, "at-least", nil, "how likely is at least so much? NAME=VALUE, such as capacity.chips=2M; CHIP:NAME=VALUE for one chip of a mix")
}

// registerRamp is register for a ramp, whose quantities have a time.
func (c *chanceFlags) registerRamp(f *pflag.FlagSet) {
	f.StringArrayVar(&c.atLeast, "at-least", nil, "how likely is at least so much? NAME=VALUE at the end or over all quarters, NAME=VALUE@QUARTER; CHIP:NAME for one generation")
}

// thresholds reads --at-least for a question about chips.
func (c *chanceFlags) thresholds(a *asked) ([]answer.Threshold, error) {
	var out []answer.Threshold
	for _, text := range c.atLeast {
		what, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, usagef("--at-least %s: NAME=VALUE is wanted, such as capacity.chips=2M", text)
		}
		owner, name, ofMember := strings.Cut(what, ":")
		if !ofMember {
			owner, name = "", what
		}
		s, err := outputNamed("--at-least", strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		t := answer.Threshold{Spec: s, Text: text}
		if t.Value, err = unit.ParseIn(value, s.Unit, 1); err != nil {
			return nil, usagef("--at-least %s: %w", text, err)
		}
		compares := a.question.Command == "compare"
		switch {
		case ofMember && compares:
			return nil, usagef("--at-least %s: a comparison asks it of each chip; write --at-least %s=%s", text, strings.TrimSpace(name), value)
		case ofMember:
			if t.Member, err = a.member(owner); err != nil {
				return nil, usagef("--at-least %s: %w", text, err)
			}
			if s.Total == quantity.TotalOnly && len(a.chips) > 1 {
				return nil, usagef("--at-least %s: only the total has it; leave out %s:", text, owner)
			}
			if len(a.chips) == 1 {
				t.Member = ""
			}
		case s.Total == quantity.None && len(a.chips) > 1 && !compares:
			return nil, usagef("--at-least %s: %s describes one chip and has no total; say whose, such as %s:%s", text, s.Name, a.question.Chips[0], text)
		}
		out = append(out, t)
	}
	return out, nil
}

// member is the id of one of the question's chips, by its id or an alias.
func (a *asked) member(text string) (string, error) {
	id := strings.TrimSpace(text)
	if chip, err := a.library.Accelerator(id); err == nil {
		id = chip.ID
	}
	if slices.Contains(a.question.Chips, id) {
		return id, nil
	}
	return "", usagef("%s is not one of the chips of this question%s", text, didYouMean(id, a.question.Chips))
}

// rampThresholds reads --at-least for a ramp.
func (c *chanceFlags) rampThresholds(a *asked, f *ramp.Fleet) ([]answer.Threshold, error) {
	var out []answer.Threshold
	for _, text := range c.atLeast {
		what, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, usagef("--at-least %s: NAME=VALUE or NAME=VALUE@QUARTER is wanted, such as capacity.chips=1M@2029-Q4", text)
		}
		if amount, when, some := strings.Cut(value, "@"); some { // as --reach has it; NAME@QUARTER is as --metric has it
			value, what = amount, what+"@"+when
		}
		x, err := readRampQuantity("--at-least", text, strings.TrimSpace(what), f)
		if err != nil {
			return nil, err
		}
		t := answer.Threshold{Spec: x.Spec, Text: text, When: answer.WhenOf(f.Scenario, x.Spec, x.Period)}
		if x.Member != ramp.Total {
			t.Member = a.question.Chips[x.Member]
		}
		if t.Value, err = unit.ParseIn(value, x.Spec.Unit, 1); err != nil {
			return nil, usagef("--at-least %s: %w", text, err)
		}
		out = append(out, t)
	}
	return out, nil
}
