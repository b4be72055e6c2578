package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/figures"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
)

// gateFlags are the conditions and the baseline of a command that prints an answer. check has the same flags, and a report of its own; here the answer is the
// report, and the outcomes stand beside it on standard error.
type gateFlags struct {
	failIf, warnIf []string
	baseline, save string

	conditions []*check.Condition
	base       *baselineFile
	level      []levelCondition // of a comparison: those on ratios and on where chips are level
	junit      []string         // files that get the outcomes as JUnit's XML

	record *figures.Table // the baseline of a result that is no answer about chips
}

func (g *gateFlags) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&g.failIf, "fail-if", nil, "exit with 3 if this is true, such as 'capacity.chips.p5 < 1.7M' (capplan check --help)")
	f.StringArrayVar(&g.warnIf, "warn-if", nil, "say so if this is true")
	f.StringVar(&g.baseline, "baseline", "", "JSON of an earlier answer that conditions such as '< -5%' are relative to; - is standard input")
	f.StringVar(&g.save, "save-baseline", "", "write the whole answer to FILE as JSON, unless a condition fails")
	for _, name := range []string{"fail-if", "warn-if"} {
		completeFunc(cmd, name, func(*cobra.Command) []cobra.Completion { return describe(outputs()) })
	}
}

// read reads the conditions and the baseline, before anything is computed.
func (g *gateFlags) read(cmd *cobra.Command, s streams, o *outputFlags) error {
	return g.readWith(cmd, s, o, check.ParseCondition)
}

func (g *gateFlags) readWith(cmd *cobra.Command, s streams, o *outputFlags, parse func(string, check.Status) (*check.Condition, error)) error {
	if err := g.takeJUnit(o); err != nil {
		return err
	}
	c := checking{failIf: g.failIf, warnIf: g.warnIf, baseline: g.baseline}
	if cmd.Name() == "compare" {
		c.failIf, c.warnIf = g.takeLevel()
	}
	c.streams = s
	var err error
	if g.conditions, err = c.readConditions(parse); err != nil {
		return err
	}
	switch {
	case cmd.Flags().Changed("save-baseline") && (g.save == "" || g.save == "-"):
		return usagef("--save-baseline %q: a file is wanted; --format json prints the answer", g.save)
	case !cmd.Flags().Changed("baseline"):
		return nil
	case len(g.failIf)+len(g.warnIf) == 0:
		return usagef("--baseline is what conditions are relative to, and there are none: --fail-if 'capacity.chips outside -5%%..+5%%'; capplan diff %s NEW.json shows all that changed", g.baseline)
	}
	if err := onceRead(cmd, g.baseline); err != nil {
		return err
	}
	data, err := readInput(s.in, g.baseline)
	if err != nil {
		return c.missingBaseline(err)
	}
	if g.base, err = readBaseline(data, g.baseline); err == nil && g.level != nil {
		g.record, err = readRecord(g.baseline, data)
	}
	return err
}

// bind holds the conditions to the chips of the question; of alternatives each has its own total.
func (g *gateFlags) bind(a *asked, alternatives bool) error {
	if g.base != nil {
		if err := g.base.suits(a); err != nil {
			return err
		}
	}
	m := &mix.Mix{}
	for _, c := range a.chips {
		m.Members = append(m.Members, mix.Member{Accelerator: c})
	}
	for _, x := range g.conditions {
		err := x.Bind(m)
		if alternatives && x.Member == "" {
			err = fmt.Errorf("%q: each chip compared has its own; say whose, such as %s:%s", x.Text, a.chips[0].ID, x.Spec.Name)
		}
		if err != nil {
			return usagef("--%s-if %w", x.Level, err)
		}
	}
	return nil
}

// specs are the quantities that conditions are about.
func (g *gateFlags) specs() []*quantity.Spec {
	var out []*quantity.Spec
	for _, x := range g.conditions {
		out = union(out, []*quantity.Spec{x.Spec})
	}
	return union(out, g.levelSpecs())
}

// judge holds the conditions against an answer; nil where there are none.
func (g *gateFlags) judge(a *answer.Answer) (*check.Result, error) {
	if len(g.conditions)+len(g.level) == 0 {
		return nil, nil
	}
	r := &check.Result{Answer: a}
	var base *check.Baseline
	if g.base != nil {
		base, r.Baseline = &g.base.Baseline, g.base.Name
	}
	for _, x := range g.conditions {
		o, err := check.Judged(x, a, base)
		if err != nil {
			return nil, usagef("--%s-if %w", x.Level, err)
		}
		r.Outcomes = append(r.Outcomes, *o)
	}
	return r, nil
}

// targets are the files that the gates write: the baseline, unless a condition fails, and the outcomes in the summary and as JUnit's XML. save writes the whole
// result.
func (g *gateFlags) targets(save func(io.Writer, report.Options) error, r *check.Result, summary bool, opt report.Options) []target {
	var out []target
	opt.Width, opt.Color = 0, false
	for _, path := range g.junit {
		o := opt
		o.Format = report.JUnit
		out = append(out, target{path, func(w io.Writer) error { return report.Gates(w, r, o) }})
	}
	if r != nil && summary {
		o := opt
		o.Format = report.Markdown
		out = append(out, target{summaryPath, func(w io.Writer) error { return report.Gates(w, r, o) }})
	}
	if g.save != "" && (r == nil || r.Status() != check.Fail) {
		o := opt
		o.Format = report.JSON
		out = append(out, target{g.save, func(w io.Writer) error { return save(w, o) }})
	}
	return out
}

// say prints the outcomes to standard error, and ends with 3 where one failed.
func (g *gateFlags) say(s streams, r *check.Result, opt report.Options) error {
	if r == nil {
		return nil
	}
	opt.Format = report.Table
	if err := report.Gates(s.err, r, opt); err != nil {
		return err
	}
	if r.Status() != check.Fail {
		return nil
	}
	if g.save != "" {
		fmt.Fprintf(s.err, "capplan: a condition failed, so %s is left as it is\n", g.save)
	}
	return exitError(exitCheck)
}
