package main

import (
	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/quantity"
)

// levelFlags ask where two chips are level.
type levelFlags struct {
	equivalent []string
	breakEven  bool
}

func (l *levelFlags) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringSliceVar(&l.equivalent, "equivalent", nil, "how much of the start each chip takes to come to the reference's NAME, such as capacity.effective")
	f.BoolVar(&l.breakEven, "break-even", false, "at which utilisation or price each chip is level with the reference, per watt and per dollar")
	completeFunc(cmd, "equivalent", func(*cobra.Command) []cobra.Completion { return describe(optimize.Additive(nil)) })
}

// read adds what was asked for.
func (l *levelFlags) read(a *asked, want *answer.Want) error {
	for _, name := range l.equivalent {
		s, err := outputNamed("--equivalent", name)
		if err != nil {
			return err
		}
		if !s.Proportional(capacity.Units.Spec, nil) {
			return usagef("--equivalent %s: it does not grow with %s; a quantity that adds up over systems is wanted%s", name, a.question.Start.Flag, didYouMean(name, names(optimize.Additive(nil))))
		}
		want.Equivalent = append(want.Equivalent, s)
		a.question.Asks = append(a.question.Asks, answer.Ask{Flag: "--equivalent", Text: s.Name})
	}
	want.BreakEven = l.breakEven
	if l.breakEven {
		a.question.Asks = append(a.question.Asks, answer.Ask{Flag: "--break-even", Text: "true"})
		want.Inputs = append(want.Inputs, breakEvenInputs...)
	}
	return nil
}

// breakEvenInputs are the quantities whose inputs a break-even rests on, so that they are listed.
var breakEvenInputs = []*quantity.Spec{capacity.Effective.Spec, capacity.ITDeployed.Spec, cost.Annual.Spec}
