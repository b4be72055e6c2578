package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/suggest"
)

// defaultRampMetrics are what is looked into of a scenario unless the user names metrics.
var defaultRampMetrics = []*quantity.Spec{capacity.ChipsInService.Spec, ramp.Payments.Spec}

// prepareRamp reads the scenario, as capplan ramp does, and makes a study of it.
func (c *sensitivity) prepareRamp(cmd *cobra.Command, args []string) (*answer.Study, []string, error) {
	changed := cmd.Flags().Changed
	for _, s := range startFlags {
		if changed(s.name) {
			return nil, nil, usagef("--%s: the scenario %s says how much; give one of the two (--set ramp.scale=1.5 has half as much again)", s.name, args[0])
		}
	}
	switch {
	case changed("chip"):
		return nil, nil, usagef("--chip: the scenario %s names its systems; give one of the two", args[0])
	case changed("by"):
		return nil, nil, usagef("--by divides the shares of a mix; a scenario has none")
	}
	r := &ramping{computing: computing{questionFlags: c.questionFlags, streams: c.streams}, payment: c.payment}
	for flag, value := range map[string]*string{"basis": &r.basis, "site": &r.site, "workload": &r.workload, "precision": &r.precision} {
		if !changed(flag) {
			*value = "" // the usual of a question is not that of a scenario
		}
	}
	fleet, err := r.read(cmd, args)
	if err != nil {
		return nil, nil, err
	}
	c.ramp, c.asked = r, r.asked
	return c.study(defaultRampMetrics, func(text string) (answer.Metric, error) { return readRampQuantity("--metric", text, text, fleet) }, func(metrics []answer.Metric) *answer.Study {
		return answer.NewRampStudy(c.asked.question, fleet, metrics, c.asked.settings)
	})
}

// readRampQuantity reads NAME, chip:NAME and either with @QUARTER, for a flag that has the text.
func readRampQuantity(flag, text, what string, f *ramp.Fleet) (answer.Metric, error) {
	x := answer.Metric{Member: ramp.Total, Period: ramp.Whole}
	fail := func(format string, args ...any) (answer.Metric, error) {
		return x, usagef(flag+" "+strings.ReplaceAll(text, "%", "%%")+": "+format, args...)
	}
	rest, when, ofQuarter := strings.Cut(what, "@")
	id, name, ofMember := strings.Cut(rest, ":")
	if !ofMember {
		name = rest
	}
	name = strings.TrimSpace(name)
	if x.Spec = model.Model.Find(name); x.Spec == nil {
		x.Spec = ramp.Quantities.Find(name)
	}
	switch {
	case x.Spec == nil:
		return fail("unknown quantity %q%s (capplan ramp --fields lists them)", name, quantityMeant(name, rampOutputs()))
	case x.Spec.Input:
		return fail("that is an input; a computed quantity is wanted (capplan ramp --fields lists them)")
	}
	if ofQuarter {
		q, err := ramp.ParseQuarter(strings.TrimSpace(when))
		if err != nil {
			return fail("%w", err)
		}
		if q < f.From || q > f.Until() {
			return fail("%s is outside the period, %s to %s", q, f.From, f.Until())
		}
		x.Period = int(q - f.From)
	}
	var ids []string
	for _, m := range f.Mix.Members {
		ids = append(ids, m.ID)
	}
	if ofMember {
		id = strings.TrimSpace(id)
		switch x.Member = slices.Index(ids, id); {
		case x.Member < 0:
			near := suggest.Suggest(id, ids)
			if near == "" {
				return fail("%s is no generation of this scenario; it has %s", id, strings.Join(ids, ", "))
			}
			return fail("%s is no generation of this scenario; did you mean %s?", id, near)
		case x.Spec.Total == quantity.TotalOnly:
			return fail("only the total has it; leave out %s:", id)
		}
		return x, nil
	}
	if x.Spec.Total == quantity.None {
		if len(ids) > 1 {
			return fail("it describes one system and has no total; say whose, such as %s:%s", ids[0], x.Spec.Name)
		}
		x.Member = 0
	}
	return x, nil
}
