package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/rows"
	"github.com/capplan/capplan/internal/sweep"
	"github.com/capplan/capplan/internal/unit"
)

// sweepGates hold conditions against each row of a sweep as it goes by; no row is kept.
type sweepGates struct {
	gateFlags
	rows  []*check.RowGate
	where []string // by condition: what varies in the row that it tells of
	s     *sweep.Sweep
}

// register adds the flags. A sweep is no baseline: its rows are held against one answer.
func (g *sweepGates) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&g.failIf, "fail-if", nil, "exit with 3 if this is true in any row, such as 'capacity.chips < 1M'")
	f.StringArrayVar(&g.warnIf, "warn-if", nil, "say so if this is true in any row")
	f.StringVar(&g.baseline, "baseline", "", "JSON of an answer, as capplan estimate --save-baseline makes it, that conditions such as '< -5%' hold each row against")
	for _, name := range []string{"fail-if", "warn-if"} {
		completeFunc(cmd, name, func(*cobra.Command) []cobra.Completion { return describe(outputs()) })
	}
}

// prepare reads the conditions and the baseline, and holds them against what the rows show.
func (g *sweepGates) prepare(c *sweeping, s *sweep.Sweep) error {
	g.s = s
	if err := g.takeJUnit(&c.outputFlags); err != nil {
		return err
	}
	var base *check.Baseline
	if c.flags.Changed("baseline") {
		if len(g.all()) == 0 {
			return usagef("--baseline is what conditions are relative to, and there are none: --fail-if 'capacity.chips < -5%%'")
		}
		if g.baseline == stdin && slices.Contains(c.flags.Args(), stdin) {
			return usagef("standard input is read once; name a file for --baseline or for the sweep")
		}
		data, err := readInput(c.in, g.baseline)
		if errors.Is(err, fs.ErrNotExist) {
			one := checking{baseline: g.baseline}
			one.streams = c.streams
			return one.missingBaseline(err)
		}
		if err != nil {
			return err
		}
		file, err := readBaseline(data, g.baseline)
		switch {
		case err != nil:
			return err
		case file.quarters:
			return usagef("--baseline %s is of a ramp by quarter; the rows of a sweep are fleets at once", g.baseline)
		case file.question.StartInput != c.asked.question.Start.Spec.Name:
			return usagef("--baseline %s starts from %s and the sweep from %s; they cannot be compared", g.baseline, file.question.StartInput, c.asked.question.Start.Spec.Name)
		case c.axisNamed("basis") < 0 && file.question.Basis != c.asked.question.Basis:
			return usagef("--baseline %s has its power at boundary %q and the sweep at %q; they cannot be compared", g.baseline, file.question.Basis, c.asked.question.Basis)
		}
		if d := file.differs(c.asked.question, g.varies(c)); len(d) > 0 && !c.quiet {
			fmt.Fprintf(c.err, "note: the baseline is of another question: %s\n", strings.Join(d, "; "))
		}
		base = &file.Baseline
		g.base = file
	}
	metrics := make([]check.RowMetric, len(s.Metrics))
	for i, m := range s.Metrics {
		metrics[i] = check.RowMetric{Owner: m.Owner, Spec: m.Spec}
	}
	var statistics []string
	if s.Draws.Draws > 0 {
		statistics = sweep.Statistics()
	}
	for _, x := range g.all() {
		one, err := check.ParseRowCondition(x.text, x.level, metrics, statistics, base)
		if err != nil {
			return usagef("%s %w", x.flag, err)
		}
		g.rows = append(g.rows, one)
	}
	g.where = make([]string, len(g.rows))
	return nil
}

// varies reports what of a question varies from row to row, or is of the draws of rows that are points, so that a baseline need not agree with it.
func (g *sweepGates) varies(c *sweeping) func(name string) bool {
	return func(name string) bool {
		switch name {
		case "draws", "seed":
			return g.s.Draws.Draws == 0
		case "start":
			return slices.ContainsFunc(c.axes, func(a axis) bool {
				return slices.ContainsFunc(startFlags, func(f startFlag) bool { return f.spec == a.Spec })
			})
		case "chips":
			return c.axisNamed("chip") >= 0
		case "shares":
			return true // those of a sweep are in its axes, or even
		}
		return c.axisNamed(name) >= 0
	}
}

// add holds the conditions against the rows of a block.
func (g *sweepGates) add(b *sweep.Block) {
	for k, x := range g.rows {
		column := b.Numbers[g.s.Column(x.Metric, x.Statistic)]
		for i := range b.N {
			if x.Add(b.First+i, unit.Round9(column[i])) {
				g.where[k] = g.varied(b, i)
			}
		}
	}
}

// varied is what varies in a row, in words.
func (g *sweepGates) varied(b *sweep.Block, row int) string {
	var out []string
	for i := range g.s.Axes {
		c := g.s.Columns()[i]
		if c.Words != nil {
			out = append(out, c.Name+"="+c.Words[b.Words[i][row]])
			continue
		}
		value := fmt.Sprint(unit.Round9(b.Numbers[i][row]))
		if c.Unit != "" {
			value += " " + c.Unit
		}
		out = append(out, c.Name+"="+value)
	}
	return strings.Join(out, ", ")
}

// Prepare implements [rows.Sink]: nothing is written.
func (g *sweepGates) Prepare(_ *sweep.Block, buf []byte) []byte { return buf }

// Write implements [rows.Sink].
func (g *sweepGates) Write(b *sweep.Block, _ []byte) error { g.add(b); return nil }

// Close implements [rows.Sink].
func (g *sweepGates) Close() error { return nil }

// before holds the conditions against rows that are in a file already, of an earlier run: they are computed again.
func (g *sweepGates) before(c *sweeping, first, last int) error {
	if len(g.rows) == 0 || last < first {
		return nil
	}
	return rows.Write(g.s, first, last, rows.Options{Workers: c.workers, Block: c.blockSize(last - first + 1)}, g)
}

// finish writes the outcomes, and ends with 3 where one failed.
func (g *sweepGates) finish(c *sweeping) error {
	if len(g.rows) == 0 {
		return nil
	}
	opt, err := c.tableOptions()
	if err != nil {
		return err
	}
	r := &check.Result{Subject: "sweep of " + c.asked.subject()}
	if g.base != nil {
		r.Baseline = g.base.Name
	}
	for i, x := range g.rows {
		r.Outcomes = append(r.Outcomes, x.Outcome(g.where[i]))
	}
	files := g.targets(nil, r, c.summary, opt)
	if err := writeAll(c.streams, func(io.Writer) error { return nil }, files); err != nil {
		return err
	}
	return g.say(c.streams, r, report.Options{Tool: opt.Tool, ASCII: opt.ASCII, Quiet: opt.Quiet})
}
