package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
)

var _ = enrol(newMix, "mix")

func newMix(s streams) *cobra.Command {
	var c computing
	var by string
	var best bestFlags
	cmd := &cobra.Command{
		Use:   "mix",
		Short: "A fleet of several chips that share a power, a budget or a target",
		Long: `A fleet of several chips that share a power, a budget or a target, as the shares of --chip say. --maximize, --minimize and --frontier find the shares,
--share-curve varies them.

--fail-if and --warn-if are conditions on any figure. Of given shares they are as in capplan check. Of the best mix they are on objective, gap (how far the
optimum may be), bound, relaxation and nodes, on CHIP:share or VENDOR:share (units, chips, racks) and on the quantities of the mix, capacity.chips.p5. Of a
frontier and a share curve they are on the two quantities or the metrics, at any point, or at one: cost.capex@3 > 60B, capacity.effective@40% < 500 EFLOP/s.`,
		Example: `  capplan mix --gw 2 --chip trainium3=0.6 --chip gb300=0.4
  capplan mix --gw 2 --chip trainium3=60% --chip gb300 --by chips -o mix.png
  capplan mix --gw 2 --chip all --maximize capacity.effective --limit 'cost.capex <= 50B' --limit 'share(vendor=nvidia) <= 40%'
  capplan mix --gw 2 --chip all --maximize capacity.effective --fail-if 'nvidia:share > 50%' --warn-if 'gap > 1%'`,
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		asked, err := best.asked(cmd)
		if err != nil {
			return err
		}
		if asked {
			if err := c.gate.readRecord(cmd, c.streams, &c.outputFlags); err != nil {
				return err
			}
		}
		c.expand = best.expand(cmd)
		switch {
		case !asked:
			return c.mixture(cmd, by)
		case cmd.Flags().Changed("frontier"):
			return c.frontier(cmd, &best, by)
		case cmd.Flags().Changed("share-curve"):
			return c.shareCurve(cmd, &best, by)
		}
		return c.best(cmd, &best, by)
	}
	c.command(cmd, s, mixCharts)
	cmd.Flags().StringVar(&by, "by", string(mix.ByPower), "what the shares divide: "+strings.Join(measureNames(), ", "))
	complete(cmd, "by", measureNames())
	best.register(cmd)
	c.gate.register(cmd)
	return cmd
}

func measureNames() []string {
	out := make([]string, len(mix.Measures))
	for i, m := range mix.Measures {
		out[i] = string(m)
	}
	return out
}

func (c *computing) mixture(cmd *cobra.Command, by string) error {
	if done, err := c.listsFields(); done {
		return err
	}
	if !slices.Contains(measureNames(), by) {
		return usagef("--by %q: one of %s is wanted%s", by, strings.Join(measureNames(), ", "), didYouMean(by, measureNames()))
	}
	if err := c.gate.read(cmd, c.streams, &c.outputFlags); err != nil {
		return err
	}
	a, err := c.read(cmd, true)
	if err != nil {
		return err
	}
	c.asked = a
	if len(a.chips) == 0 {
		return usagef("which chips? give --chip ID=SHARE for each, such as --chip trainium3=0.6 --chip gb300=0.4")
	}
	if err := a.fillShares(); err != nil {
		return err
	}
	a.mix.By, a.question.By, a.question.Shares = mix.By(by), mix.By(by), a.shares
	members := make([]mix.Member, len(a.chips))
	for i, chip := range a.chips {
		members[i] = mix.Member{Accelerator: chip, Share: a.shares[i]}
	}
	m, err := a.mixOf(members...)
	if err != nil {
		return err
	}
	if err := c.gate.bind(a, false); err != nil {
		return err
	}
	want, shown, err := c.want(mixCharts)
	if err != nil {
		return err
	}
	want.Members, want.Shares = true, c.shared(shown, len(c.paths()) > 0)
	return c.write(answer.Evaluate(a.question, m, want), shown, mixCharts)
}
