package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
)

// computing is what estimate, mix and compare have in common: a question, outputs, and charts of them.
type computing struct {
	questionFlags
	outputFlags
	chanceFlags
	streams
	gate  gateFlags // of estimate, compare and mix
	asked *asked
}

// want is what to compute: what is printed, what the files need, what the charts draw.
func (c *computing) want(charts []chartKind) (want answer.Want, shown []*quantity.Spec, err error) {
	defaults := report.DefaultFields(c.asked.mix.Precision)
	if c.fields != nil && len(c.fields) == 0 {
		return want, nil, usagef("--fields names nothing; name quantities, such as --fields capacity.chips,cost.* (--fields alone lists them)")
	}
	if shown, err = c.selected(defaults); err != nil {
		return want, nil, err
	}
	if want.Chances, err = c.thresholds(c.asked); err != nil {
		return want, nil, err
	}
	c.asked.chances = want.Chances
	for _, x := range want.Chances {
		c.asked.question.Asks = append(c.asked.question.Asks, answer.Ask{Flag: "--at-least", Text: x.Text})
	}
	if len(charts) > 0 {
		if _, err := c.chartOptions(); err != nil {
			return want, nil, err
		}
	}
	everything := outputs()
	want.Settings = c.asked.settings
	want.Quantities = shown
	machine := isMachine(report.Format(c.format))
	for _, path := range c.paths() {
		f, chart, err := c.fileFormat(path)
		if err != nil {
			return want, nil, err
		}
		machine = machine || !chart && isMachine(f)
		if chart {
			k, err := chartOf(c.chart, charts)
			if err != nil {
				return want, nil, err
			}
			want.Quantities = union(want.Quantities, k.needs(c.asked))
		}
	}
	want.Quantities = union(want.Quantities, c.gate.specs())
	want.Members = slices.ContainsFunc(want.Quantities, func(s *quantity.Spec) bool { return s.Total == quantity.None })
	if c.gate.save != "" {
		want.Quantities, want.Inputs, want.Members = union(want.Quantities, everything), everything, true
	}
	if machine {
		want.Inputs = everything
		want.Members = true
		if len(c.fields) == 0 {
			want.Quantities = everything
		}
	}
	return want, shown, nil
}

// isMachine reports whether a format is for programs, which get every quantity unless --fields says otherwise.
func isMachine(f report.Format) bool { return f != report.Table && f != report.Markdown }

func union(a, b []*quantity.Spec) []*quantity.Spec {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// write prints an answer and writes the files that were asked for.
func (c *computing) write(a *answer.Answer, shown []*quantity.Spec, charts []chartKind) error {
	a.Notes = append(c.asked.notes, a.Notes...)
	opt, err := c.options(c.streams)
	if err != nil {
		return err
	}
	view := func(f report.Format) *answer.Answer {
		v := a
		if len(c.fields) > 0 {
			v = v.OnlyShares(shown)
		}
		switch {
		case isMachine(f) && len(c.fields) == 0:
			return v
		case isMachine(f):
			return v.Only(shown)
		}
		return v.Only(shown).Alone()
	}
	var files []target
	for _, path := range c.paths() {
		f, chart, err := c.fileFormat(path)
		if err != nil {
			return err
		}
		if chart {
			k, err := chartOf(c.chart, charts)
			if err != nil {
				return err
			}
			draw, err := c.drawing(k, a, string(f))
			if err != nil {
				return usagef("-o %s: %w", path, err)
			}
			files = append(files, target{path, draw})
			continue
		}
		fileOpt := opt
		fileOpt.Format, fileOpt.Width, fileOpt.Color = f, 0, false
		files = append(files, target{path, func(w io.Writer) error { return report.Answer(w, view(f), fileOpt) }})
	}
	judged, err := c.gate.judge(a)
	if err != nil {
		return err
	}
	if err := c.gate.judgeLevel(c.streams, opt, a, judged); err != nil {
		return err
	}
	files = append(files, c.gate.targets(func(w io.Writer, o report.Options) error { return report.Answer(w, a, o) }, judged, c.summary, opt)...)
	if err := writeAll(c.streams, func(w io.Writer) error { return report.Answer(w, view(opt.Format), opt) }, files); err != nil {
		return err
	}
	if err := report.Warnings(c.err, a.Warnings, opt); err != nil {
		return err
	}
	return c.gate.say(c.streams, judged, opt)
}

// listsFields prints the field names where --fields stands alone.
func (c *computing) listsFields() (bool, error) {
	if len(c.fields) != 1 || c.fields[0] != listFields {
		return false, nil
	}
	_, err := fmt.Fprintln(c.out, strings.Join(names(outputs()), "\n"))
	return true, err
}

// noShares refuses shares where a command takes whole chips.
func (a *asked) noShares(command string) error {
	for i, s := range a.shares {
		if !math.IsNaN(s) {
			return usagef("--chip %s=%g: %s takes no shares; capplan mix does", a.question.Chips[i], s, command)
		}
	}
	return nil
}

// fillShares gives the one chip without a share the rest; a single chip has all.
func (a *asked) fillShares() error {
	open, sum := -1, 0.0
	for i, s := range a.shares {
		if !math.IsNaN(s) {
			sum += s
			continue
		}
		if open >= 0 {
			return usagef("%s and %s have no share; only one chip can be left to take the rest (--chip %s=0.5)", a.question.Chips[open], a.question.Chips[i], a.question.Chips[i])
		}
		open = i
	}
	if open >= 0 {
		if sum > 1+1e-6 {
			return usagef("the shares sum to %.9g, which leaves nothing for %s", sum, a.question.Chips[open])
		}
		a.shares[open] = max(0, 1-sum)
	}
	return nil
}

// mixOf is the question's mix with these members.
func (a *asked) mixOf(members ...mix.Member) (*mix.Mix, error) {
	m := a.mix
	m.Members = members
	if err := m.Validate(); err != nil {
		return nil, usageError{err}
	}
	return &m, nil
}

// shared are the quantities whose division among the members is computed: of the chosen fields those that add up, of no choice the usual ones, and what
// the charts draw.
func (c *computing) shared(shown []*quantity.Spec, charts bool) []*quantity.Spec {
	usual := sharedMeasures(c.asked.mix.Precision)
	if len(c.fields) == 0 {
		return usual
	}
	out := slices.DeleteFunc(slices.Clone(shown), func(s *quantity.Spec) bool { return s.Total != quantity.Sum })
	if charts {
		out = union(out, usual)
	}
	return out
}

// sharedMeasures are the quantities whose division among the members a mix reports.
func sharedMeasures(precision int) []*quantity.Spec {
	return []*quantity.Spec{
		capacity.ITDeployed.Spec, capacity.Chips.Spec, capacity.Racks.Spec, capacity.Peak[precision].Spec, capacity.Effective.Spec, capacity.HBM.Spec, cost.Capex.Spec,
	}
}

// common builds a command that computes.
func (c *computing) command(cmd *cobra.Command, s streams, charts []chartKind) *cobra.Command {
	c.streams = s
	cmd.Args = noArgs
	c.questionFlags.register(cmd.Flags())
	c.outputFlags.register(cmd.Flags(), chartNames(charts)...)
	c.registerFields(cmd.Flags())
	c.chanceFlags.register(cmd.Flags())
	completeQuestion(cmd)
	if len(charts) > 0 {
		complete(cmd, "chart", chartNames(charts))
	}
	return cmd
}

// noArgs refuses stray words, which are mostly a forgotten flag.
func noArgs(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case cmd.Flags().Lookup(args[0]) != nil:
		return usagef("%q is not a flag; did you mean --%s?", args[0], args[0])
	case cmd.Flags().Lookup("chip") != nil:
		return usagef("%q is not a flag; %s takes flags only, such as --chip %s", args[0], cmd.CommandPath(), args[0])
	}
	return usagef("%q is not a flag; %s takes flags only (--help lists them)", args[0], cmd.CommandPath())
}
