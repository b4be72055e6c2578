package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
)

var _ = enrol(newCompare, "compare")

func newCompare(s streams) *cobra.Command {
	var c computing
	var reference string
	var level levelFlags
	cmd := &cobra.Command{
		Use:   "compare",
		Short: "The same question for several chips side by side, with ratios",
		Example: `  capplan compare --gw 2 --chip trainium2 --chip trainium3 --chip gb200
  capplan compare --budget 50B --chip gb300 --chip vera-rubin --reference gb300 -o compare.png
  capplan compare --gw 2 --chip trainium3 --chip gb300 --equivalent capacity.effective --break-even`,
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return c.compare(cmd, reference, &level) }
	c.command(cmd, s, compareCharts)
	cmd.Flags().StringVar(&reference, "reference", "", "chip that the ratios refer to (default the first)")
	completeChips(cmd, "reference")
	level.register(cmd)
	c.gate.register(cmd)
	return cmd
}

func (c *computing) compare(cmd *cobra.Command, reference string, level *levelFlags) error {
	if done, err := c.listsFields(); done {
		return err
	}
	if err := c.gate.read(cmd, c.streams, &c.outputFlags); err != nil {
		return err
	}
	a, err := c.read(cmd, true)
	if err != nil {
		return err
	}
	c.asked = a
	if len(a.chips) < 2 {
		return usagef("compare takes two chips or more, such as --chip trainium2 --chip gb200")
	}
	if err := a.noShares("compare"); err != nil {
		return err
	}
	at, err := a.referenceOf(reference)
	if err != nil {
		return err
	}
	if err := c.gate.bind(a, true); err != nil {
		return err
	}
	want, shown, err := c.want(compareCharts)
	if err != nil {
		return err
	}
	if err := level.read(a, &want); err != nil {
		return err
	}
	mixes, err := a.alternatives()
	if err != nil {
		return err
	}
	return c.write(answer.Compare(a.question, mixes, at, want), shown, compareCharts)
}

// referenceOf is the number of the chip that a comparison refers to: the first where none is named.
func (a *asked) referenceOf(name string) (int, error) {
	if name == "" {
		return 0, nil
	}
	chip, err := a.library.Accelerator(name)
	if err != nil {
		return 0, usagef("--reference: %w", err)
	}
	at := slices.Index(a.question.Chips, chip.ID)
	if at < 0 {
		return 0, usagef("--reference %s is not one of the chips compared", name)
	}
	if at > 0 {
		a.question.Asks = append(a.question.Asks, answer.Ask{Flag: "--reference", Text: chip.ID})
	}
	return at, nil
}

// alternatives are the question's chips, each with the whole start.
func (a *asked) alternatives() ([]*mix.Mix, error) {
	mixes := make([]*mix.Mix, len(a.chips))
	for i, chip := range a.chips {
		if slices.Index(a.question.Chips, chip.ID) < i {
			return nil, usagef("--chip %s is given twice", chip.ID)
		}
		var err error
		if mixes[i], err = a.mixOf(mix.Member{Accelerator: chip, Share: 1}); err != nil {
			return nil, err
		}
	}
	if err := (mix.Alternatives{Mixes: mixes}).Validate(); err != nil {
		return nil, usageError{err}
	}
	return mixes, nil
}
