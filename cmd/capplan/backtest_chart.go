package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/backtest"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
	"github.com/capplan/capplan/profiles"
)

// write prints a board and writes the files that were asked for, charts among them.
func (f *backtestFlags) write(s streams, opt report.Options, b report.Backtested, judged *check.Result) error {
	if f.chart != backtestChart {
		return oneOf("--chart", f.chart, []string{backtestChart})
	}
	var files []target
	for _, path := range f.paths() {
		format, chart, err := f.fileFormat(path)
		if err != nil {
			return err
		}
		if !chart {
			fileOpt := opt
			fileOpt.Format, fileOpt.Width, fileOpt.Color = format, 0, false
			files = append(files, target{path, func(w io.Writer) error { return report.Backtest(w, b, fileOpt) }})
			continue
		}
		c, err := backtestPlot(b)
		if err != nil {
			return err
		}
		size, err := f.chartOptions()
		if err != nil {
			return err
		}
		if !f.sized {
			size.Height = plots.BacktestHeight(c, size.Width)
		}
		files = append(files, target{path, func(w io.Writer) error { return plots.Render(c, w, plots.Format(format), size) }})
	}
	whole := b
	whole.Groups, whole.ScoresOnly = nil, false // a baseline has all rows
	files = append(files, f.gates.targets(func(w io.Writer, o report.Options) error { return report.Backtest(w, whole, o) }, judged, f.summary, opt)...)
	return writeAll(s, func(w io.Writer) error { return report.Backtest(w, b, opt) }, files)
}

// backtestPlot draws the rows of the groups that are asked for. Without such a question HPL runs, which are many, are summed up in the note instead.
func backtestPlot(b report.Backtested) (plots.Backtest, error) {
	groups := b.Groups
	if len(groups) == 0 {
		groups = slices.DeleteFunc(slices.Clone(backtest.Groups), func(g backtest.Group) bool { return g == backtest.HPL && aside(b) })
	}
	sites := b.Of(backtest.Sites)
	c := plots.Backtest{Meta: plots.Meta{
		Product: fmt.Sprintf("capplan %s · library of %s", version, profiles.Date), Recipe: b.Recipe(), InputHash: b.InputHash(),
		Source: fmt.Sprintf("Source: capplan profiles and the rows' own sources; %d inputs are assumed; capplan backtest lists the source of every row.", backtestAssumed(b)),
	}}
	if b.Data == "" {
		c.Meta.Source += " Some figures: Epoch AI, 'AI Data Centers', CC BY 4.0; derived from MLCommons results; facts from the TOP500."
	}
	if slices.Contains(groups, backtest.Sites) && sites.N > 0 {
		c.Campuses, c.Median = sites.N, sites.Measure("median_abs_log_error").Value
		c.Inside = int(math.Round(sites.Measure("coverage_90").Value * float64(sites.N)))
	}
	for _, g := range groups {
		for _, o := range b.Outcomes {
			if o.Group == g && o.Left == "" {
				c.Rows = append(c.Rows, backtestPlotRow(o))
			}
		}
	}
	if names := backtestOverrides(b, groups); len(names) > 0 {
		c.Meta.Source += " Overrides: " + aFew(names) + "."
	}
	if len(c.Rows) == 0 {
		return c, usagef("no row of these groups was predicted, so there is nothing to draw")
	}
	c.Meta.Note = backtestNote(b, groups)
	return c, nil
}

// backtestOverrides names what is not built in below the predictions of some groups, each input once.
func backtestOverrides(b report.Backtested, groups []backtest.Group) []string {
	var names []string
	for _, o := range b.Outcomes {
		for _, name := range o.Overrides {
			if slices.Contains(groups, o.Group) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// aside reports whether there are other rows to draw than HPL runs.
func aside(b report.Backtested) bool {
	return slices.ContainsFunc(b.Outcomes, func(o *backtest.Outcome) bool { return o.Left == "" && o.Group != backtest.HPL })
}

func backtestPlotRow(o *backtest.Outcome) plots.BacktestRow {
	row := plots.BacktestRow{Section: o.Group.Title(), Name: o.Name, Vendor: o.Systems[0].Vendor, Published: o.Packages, AtLeast: o.Count.MoreThan(), Verdict: report.Inside(o), Outside: !o.Inside[2]}
	readings := make([]string, len(o.Readings))
	for i, r := range o.Readings {
		readings[i] = r.Name
		row.Spans = append(row.Spans, plots.Span{Name: r.Name, P5: r.Chips.P5(), P25: r.Chips.P25(), P50: r.Chips.P50(), P75: r.Chips.P75(), P95: r.Chips.P95()})
	}
	row.Detail = o.SystemIDs() + ", " + strings.Join(readings, " or ")
	if !o.Headline {
		row.Detail += ", not counted"
	}
	return row
}

// backtestNote says what of the rows is not drawn.
func backtestNote(b report.Backtested, drawn []backtest.Group) string {
	var parts []string
	for _, g := range backtest.Groups {
		if s := b.Of(g); !slices.Contains(drawn, g) && s.N > 0 && len(b.Groups) == 0 {
			parts = append(parts, fmt.Sprintf("%s: %d rows, bias %+.2f (log), drawn with --group %s", g.Title(), s.N, s.Measure("bias").Value, g))
		}
	}
	left := 0
	for _, g := range drawn {
		left += b.Of(g).Left
	}
	if left > 0 {
		parts = append(parts, fmt.Sprintf("%d rows could not be predicted", left))
	}
	return strings.ReplaceAll(strings.Join(parts, ". "), "bias -", "bias −")
}
