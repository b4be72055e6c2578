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
	return cmd
}

func (c *computing) compare(cmd *cobra.Command, reference string, level *levelFlags) error {
	if done, err := c.listsFields(); done {
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
	at := 0
	if reference != "" {
		chip, err := a.library.Accelerator(reference)
		if err != nil {
			return usagef("--reference: %w", err)
		}
		if at = slices.Index(a.question.Chips, chip.ID); at < 0 {
			return usagef("--reference %s is not one of the chips compared", reference)
		}
		if at > 0 {
			a.question.Asks = append(a.question.Asks, answer.Ask{Flag: "--reference", Text: chip.ID})
		}
	}
	want, shown, err := c.want(compareCharts)
	if err != nil {
		return err
	}
	if err := level.read(a, &want); err != nil {
		return err
	}
	mixes := make([]*mix.Mix, len(a.chips))
	for i, chip := range a.chips {
		if slices.Index(a.question.Chips, chip.ID) < i {
			return usagef("--chip %s is given twice", chip.ID)
		}
		if mixes[i], err = a.mixOf(mix.Member{Accelerator: chip, Share: 1}); err != nil {
			return err
		}
	}
	if err := (mix.Alternatives{Mixes: mixes}).Validate(); err != nil {
		return usageError{err}
	}
	return c.write(answer.Compare(a.question, mixes, at, want), shown, compareCharts)
}
