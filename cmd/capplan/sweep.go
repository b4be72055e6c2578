package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/rows"
	"github.com/capplan/capplan/internal/sweep"
)

var _ = enrol(newSweep, "sweep")

// sweepFlags are those of capplan sweep beyond a question's and an output's.
type sweepFlags struct {
	by      string
	vary    []string
	metrics []string
	design  string
	points  string
	shard   string
	shards  int
	resume  bool
	workers int
}

// sweeping is one run of capplan sweep.
type sweeping struct {
	questionFlags
	outputFlags
	sweepFlags
	streams
	flags *pflag.FlagSet
	gates sweepGates

	file     *profile.FlagFile // nil without one
	axes     []axis
	asked    *asked
	settings []profile.Setting
	extra    quantity.Scenario // what the question gives to any site: the start, the reference
}

// axis is one --vary, or an entry of a sweep file.
type axis struct {
	sweep.Axis
	given *profile.Given // where a file says it; nil for a flag
}

func newSweep(s streams) *cobra.Command {
	c := &sweeping{streams: s}
	cmd := &cobra.Command{
		Use:   "sweep [FILE]",
		Short: "A question over and over with something varied: a grid or a sampled design, as a table or a file of any length",
		Long: `sweep answers a question for every value of a grid, or at the points of a sampled design, and writes a row for each.

  --vary NAME=A,B,C             one by one: inputs, gw (or another start), chip, site, basis, workload, precision, by, share:CHIP
  --vary NAME=LOW:HIGH:STEP     a grid; LOW:HIGH:lin:N and LOW:HIGH:log:N are N values, even or by the same factor
  --vary NAME=LOW..HIGH         drawn by a design (--design sobol --points 1M); LOW/MODE/HIGH is a triangle
  --vary NAME                   drawn by a design from what is known of the input

Several --vary are combined, the last one fastest; each combination has all points of a design. A row is a point, with all else at its mid; with --draws
it is a distribution, from the same draws in every row. FILE is TOML and gives flags by their names; flags win over it. See docs/sweeps.md.

--fail-if and --warn-if are conditions on a metric, held against each row (capacity.chips.p5 < 1M; of a point there is no statistic). How many rows they are true
for, and the first of them, stands on standard error; the rows are written as always. The exit code is 3 where a --fail-if is true in any row.`,
		Example: `  capplan sweep --gw 2 --vary site.pue_peak=1.05:1.40:0.05 --vary chip=trainium2,trainium3,gb200
  capplan sweep --chip gb300 --vary gw=10MW:10GW:log:31 --metric capacity.chips,cost.annual --draws 4096 -o sizes.csv
  capplan sweep --gw 1 --chip trainium3 --chip gb300 --vary share:trainium3=0:1:0.1
  capplan sweep --gw 2 --chip trainium2 --vary site.pue_peak=1.05:1.40:0.05 --vary site.reserve=0:0.1:0.02 --draws 1024 -o map.png
  capplan sweep --gw 2 --chip trainium2 --vary site.reserve --vary site.pue_peak=1.05..1.4 --design sobol --points 1M -o design.parquet
  capplan sweep --gw 2 --chip trainium2 --vary site.pue_peak=1.05:1.40:0.05 --fail-if 'capacity.chips < 1.5M'
  capplan sweep sweep.toml --shard 1/8 -o part-1.csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("%q: sweep takes one file; capplan sweep merge joins shards", args[1])
			}
			return nil
		},
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return c.run(cmd, args) }
	c.register(cmd)
	cmd.AddCommand(newSweepMerge(s))
	return cmd
}

func (c *sweeping) register(cmd *cobra.Command) {
	f := cmd.Flags()
	c.flags = f
	c.questionFlags.register(f)
	c.outputFlags.register(f, sweepCharts...)
	c.chart, c.usualChart = "", "" // by what varies
	f.StringArrayVar(&c.vary, "vary", nil, "what varies, and over which values; may be repeated")
	f.StringArrayVar(&c.metrics, "metric", nil, "quantities to show, comma-separated, with * for any ending; CHIP:NAME for one chip of a mix (default capacity.chips,cost.capex)")
	f.StringVar(&c.by, "by", string(mix.ByPower), "what the shares of several chips divide: "+strings.Join(measureNames(), ", "))
	f.StringVar(&c.design, "design", "", "how a sampled design draws its points: "+strings.Join(samplers(), ", "))
	f.StringVar(&c.points, "points", "1024", "points of the design")
	f.StringVar(&c.shard, "shard", "", "compute one of several parts: 2/8, or auto for the index of a Kubernetes or Slurm job")
	f.IntVar(&c.shards, "shards", 0, "with --shard auto: how many parts there are")
	f.BoolVar(&c.resume, "resume", false, "go on with files that were interrupted")
	f.IntVar(&c.workers, "workers", 0, "processors to use; 0 means all. The result does not depend on it")
	for name, usage := range map[string]string{
		"draws":  "cases drawn for the distribution of each row; 0 makes each row a point",
		"format": "output format: " + strings.Join(sweepFormats(), ", "),
		"output": "write FILE; its ending gives the format (.csv .tsv .jsonl .json .parquet .md .txt .png .svg). Nothing is printed then, unless --format is given",
		"chart":  "which chart of the first metric a .png or .svg shows, by what varies unless it is named: " + strings.Join(sweepCharts, ", "),
	} {
		f.Lookup(name).Usage = usage
	}
	f.Lookup("chart").DefValue = ""
	c.draws, f.Lookup("draws").DefValue = "0", "0"
	c.gates.register(cmd)
	c.completion(cmd)
}

func (c *sweeping) run(cmd *cobra.Command, args []string) error {
	if err := c.readFile(cmd, args); err != nil {
		return err
	}
	s, err := c.sweep(cmd)
	if err != nil {
		return c.blame(err)
	}
	if err := c.gates.prepare(c, s); err != nil {
		return err
	}
	if err := c.write(s); err != nil {
		return err
	}
	return c.gates.finish(c)
}

// sweep turns the flags into a sweep.
func (c *sweeping) sweep(cmd *cobra.Command) (*sweep.Sweep, error) {
	if len(c.axes) == 0 {
		return nil, usagef("what varies? give --vary, such as --vary site.pue_peak=1.05:1.40:0.05 or --vary chip=trainium2,gb200")
	}
	if err := c.readQuestion(cmd); err != nil {
		return nil, err
	}
	d := sweep.Definition{Draws: c.asked.settings, Mix: c.mixAt, Overrides: c.overrides}
	for _, a := range c.axes {
		d.Axes = append(d.Axes, a.Axis)
	}
	var err error
	if d.Metrics, err = c.metricList(); err != nil {
		return nil, err
	}
	if d.Rest, err = c.restOfShares(); err != nil {
		return nil, err
	}
	if d.Design, err = c.designSettings(); err != nil {
		return nil, err
	}
	s, err := sweep.New(d)
	if err != nil {
		return nil, asUsage(err)
	}
	if k, is := c.out.(sweepKeeper); is {
		return s, k.allows(recipe.SweepWork(s.Rows(), len(s.Metrics), s.Draws.Draws), fmt.Sprintf("a sweep of %s rows, of %s draws each", commas(s.Rows()), commas(s.Draws.Draws)))
	}
	return s, nil
}

// asUsage makes a mistake in the question of an error.
func asUsage(err error) error {
	var usage usageError
	if errors.As(err, &usage) {
		return err
	}
	return usageError{err}
}

// blame says where an axis that is wrong was given: by a flag, or at a place of a file.
func (c *sweeping) blame(err error) error {
	var wrong *sweep.AxisError
	if !errors.As(err, &wrong) {
		return err
	}
	a := c.axes[wrong.Axis]
	if a.given == nil {
		return usagef("--vary %s: %w", a.Text, err)
	}
	c.file.Blame(*a.given, err)
	return usageError{c.file.Err()}
}

// axisError is a mistake of one axis.
func axisError(i int, format string, args ...any) error {
	return &sweep.AxisError{Axis: i, Err: fmt.Errorf(format, args...)}
}

// designSettings reads --design and --points.
func (c *sweeping) designSettings() (analysis.Settings, error) {
	set := analysis.Settings{Seed: c.seed, Sampler: analysis.Sampler(c.design)}
	drawn := slices.IndexFunc(c.axes, func(a axis) bool { return a.Drawn })
	switch {
	case c.design == "" && drawn >= 0 && c.axes[drawn].Over == nil:
		name := c.axes[drawn].Name
		return set, axisError(drawn, "over which values? write %s=LOW:HIGH:STEP, or let a design draw it from what is known: --design sobol", name)
	case c.design == "" && drawn >= 0:
		return set, axisError(drawn, "a range is drawn by a design; add --design sobol, or write a grid, LOW:HIGH:STEP")
	case c.design == "" && c.flags.Changed("points"):
		return set, usagef("--points says how many points a design has; add --design sobol")
	case c.design == "":
		return set, nil
	case !slices.Contains(samplers(), c.design):
		return set, usagef("--design %q: one of %s is wanted%s", c.design, strings.Join(samplers(), ", "), didYouMean(c.design, samplers()))
	case drawn < 0:
		return set, usagef("--design %s has nothing to draw; vary an input by its name alone, or over LOW..HIGH", c.design)
	}
	n, err := wholeNumber(c.points)
	if err != nil || n < 1 || n > sweep.MaxRows {
		return set, usagef("--points %q: a whole number from 1 to %d is wanted, such as 1M", c.points, sweep.MaxRows)
	}
	set.Draws = n
	return set, nil
}

// sweepFormats are the formats of a sweep, the default first.
func sweepFormats() []string {
	out := []string{"table"}
	for _, f := range rows.Formats {
		out = append(out, string(f))
	}
	return append(out, "markdown")
}
