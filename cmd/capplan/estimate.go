package main

import (
	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
)

var _ = enrol(newEstimate, "estimate")

func newEstimate(s streams) *cobra.Command {
	var c computing
	cmd := &cobra.Command{
		Use:   "estimate",
		Short: "What a power, a budget or a number of chips comes to, for one chip",
		Example: `  capplan estimate --gw 2 --chip trainium2
  capplan estimate --gw 1 --chip gb200 --site liquid-cooled --format json
  capplan estimate --budget 50B --chip trainium3
  capplan estimate --chips 400k --chip h100 -o chart.png
  capplan estimate --gw 2 --chip trainium2 --fail-if 'capacity.chips.p5 < 1.2M' --save-baseline baseline.json`,
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return c.estimate(cmd) }
	c.command(cmd, s, estimateCharts)
	c.gate.register(cmd)
	return cmd
}

func (c *computing) estimate(cmd *cobra.Command) error {
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
	switch {
	case len(a.chips) == 0:
		return usagef("which chip? give --chip, such as --chip trainium2 (capplan profiles list shows all)")
	case len(a.chips) > 1:
		return usagef("estimate takes one chip; capplan compare sets several side by side, capplan mix shares the power among them")
	}
	if err := a.noShares("estimate"); err != nil {
		return err
	}
	if err := c.gate.bind(a, false); err != nil {
		return err
	}
	want, shown, err := c.want(estimateCharts)
	if err != nil {
		return err
	}
	m, err := a.mixOf(mix.Member{Accelerator: a.chips[0], Share: 1})
	if err != nil {
		return err
	}
	return c.write(answer.Evaluate(a.question, m, want), shown, estimateCharts)
}
