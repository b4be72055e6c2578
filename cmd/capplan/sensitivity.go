package main

import (
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
)

var _ = enrol(newSensitivity, "sensitivity")

// sensitivity is the flags of the command beside those of a question.
type sensitivity struct {
	computing
	by      string
	metrics []string
	groups  []string
	points  string
	payment string
	gates   gateFlags

	ramp *ramping // where a scenario is studied; nil for a question of flags
}

// defaultMetrics are what is looked into unless the user names metrics, as far as they are known and vary.
var defaultMetrics = []*quantity.Spec{capacity.Chips.Spec, cost.Capex.Spec}

func newSensitivity(s streams) *cobra.Command {
	var c sensitivity
	cmd := &cobra.Command{
		Use:   "sensitivity [SCENARIO|FILE]",
		Short: "What drives a result, and which fact is worth looking up next",
		Long: `sensitivity moves each input from its low to its high end by itself (the tornado), and parts the variance of each metric among the inputs (Sobol indices,
first order and total, each with a range). It says what each fact would be worth: how far the standard deviation would fall if the input were known.
Inputs that are drawn together are one factor; --group makes one of any others.

It is about the question of the flags, one chip or a mix, or about a scenario, as capplan ramp takes it: a file or a built-in one. A metric is then a quantity of
the whole time, or that of one quarter: cost.capex@2030-Q4.

--fail-if and --warn-if are conditions on the figures of the study: FACTOR:FIGURE[@METRIC] OPERATOR VALUE, where FIGURE is total or first (Sobol indices, with
.p5 and .p95), swing, low, high, sd_if_known or variance_reduction, and METRIC the first unless it is named; or a metric itself, capacity.chips.p5 < 1.2M.`,
		Example: `  capplan sensitivity --gw 2 --chip trainium2
  capplan sensitivity --gw 2 --chip trainium2 --basis unstated --metric capacity.chips -o tornado.png
  capplan sensitivity --gw 2 --chip trainium3=0.6 --chip gb300=0.4 --metric cost.annual --group 'site=site.*'
  capplan sensitivity --budget 50B --chip gb300 --chart indices -o indices.svg
  capplan sensitivity --gw 2 --chip trainium2 --fail-if 'site.scatter:total > 0.9' --warn-if 'site.reserve:swing@cost.capex > 10B'
  capplan sensitivity openai-aws-2gw --metric capacity.chips_in_service@2030-Q4,ramp.payments -o tornado.png`,
		Args:              oneScenario,
		ValidArgsFunction: completeScenario,
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return c.run(cmd, args) }
	c.streams = s
	f := cmd.Flags()
	c.questionFlags.register(f)
	c.outputFlags.register(f, sensitivityCharts...)
	f.StringVar(&c.by, "by", string(mix.ByPower), "what the shares of several chips divide: "+strings.Join(measureNames(), ", "))
	f.StringArrayVar(&c.metrics, "metric", nil, "what to look into, comma-separated: NAME, chip:NAME in a mix, NAME@QUARTER of a scenario (default "+strings.Join(names(defaultMetrics), " and ")+")")
	f.StringArrayVar(&c.groups, "group", nil, "vary inputs as one: NAME=PATTERN[,PATTERN], such as site=site.*")
	f.StringVar(&c.points, "points", fmt.Sprint(analysis.DefaultPoints), "points of the Sobol indices, a power of two; 0 for the tornado alone")
	f.StringVar(&c.payment, "payment", "", "of a scenario: how the capacity is paid for, in place of what it says: "+strings.Join(ramp.Payment.Options, ", "))
	c.gates.registerRecord(cmd, "'site.scatter:total > 0.5'", completeSensitivityFigures)
	completeQuestion(cmd)
	complete(cmd, "by", measureNames())
	complete(cmd, "payment", ramp.Payment.Options)
	complete(cmd, "chart", sensitivityCharts)
	completeWith(cmd, "metric", func(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return completeNames(rampOutputs(), typed)
		}
		return completeNames(outputs(), typed)
	})
	return cmd
}

func (c *sensitivity) run(cmd *cobra.Command, args []string) error {
	points, err := readPoints(c.points)
	if err != nil {
		return err
	}
	if err := c.gates.readRecord(cmd, c.streams, &c.outputFlags); err != nil {
		return err
	}
	if err := c.checkCharts(points); err != nil {
		return err
	}
	if c.metrics, err = commaSeparated("--metric", c.metrics); err != nil {
		return err
	}
	study, dropped, err := c.prepare(cmd, args)
	if err != nil {
		return err
	}
	groups, err := readGroups(c.groups, study)
	if err != nil {
		return err
	}
	s, err := study.Run(groups, points)
	if err != nil {
		return usagef("--group: %w", err)
	}
	if dropped, err = c.dropStill(s, dropped); err != nil {
		return err
	}
	for _, d := range dropped {
		s.Notes = append(s.Notes, answer.Note{Code: "metric-left-out", Message: d + "."})
	}
	return c.write(s)
}

// prepare reads what is asked, of a scenario or of the flags, and makes a study of it.
func (c *sensitivity) prepare(cmd *cobra.Command, args []string) (*answer.Study, []string, error) {
	if len(args) > 0 {
		return c.prepareRamp(cmd, args)
	}
	if c.payment != "" {
		return nil, nil, usagef("--payment is for a scenario, such as capplan sensitivity openai-aws-2gw --payment %s", c.payment)
	}
	if !slices.Contains(measureNames(), c.by) {
		return nil, nil, usagef("--by %q: one of %s is wanted%s", c.by, strings.Join(measureNames(), ", "), didYouMean(c.by, measureNames()))
	}
	var err error
	if c.asked, err = c.read(cmd, true); err != nil {
		return nil, nil, err
	}
	m, err := c.members()
	if err != nil {
		return nil, nil, err
	}
	return c.study(defaultMetrics, func(text string) (answer.Metric, error) { return readMetric(text, m) }, func(metrics []answer.Metric) *answer.Study {
		return answer.NewStudy(c.asked.question, m, metrics, c.asked.settings)
	})
}

// readPoints reads --points.
func readPoints(text string) (int, error) {
	n, err := wholeNumber(text)
	const least, most = analysis.MinPoints, analysis.MaxPoints
	switch {
	case err == nil && (n == 0 || n >= least && n <= most && bits.OnesCount(uint(n)) == 1):
		return n, nil
	case err == nil && n > least && n < most:
		below := 1 << (bits.Len(uint(n)) - 1)
		return 0, usagef("--points %s: a power of two is wanted; the nearest are %d and %d", text, below, 2*below)
	}
	return 0, usagef("--points %s: a power of two from %d to %d is wanted, such as %d, or 0 for no indices", text, least, most, analysis.DefaultPoints)
}

// members is the mix that is asked about: one chip, or several with shares.
func (c *sensitivity) members() (*mix.Mix, error) {
	a := c.asked
	if len(a.chips) == 0 {
		return nil, usagef("which chip? give --chip, such as --chip trainium2, or several with shares: --chip trainium3=0.6 --chip gb300=0.4")
	}
	if err := a.fillShares(); err != nil {
		return nil, err
	}
	if len(a.chips) > 1 {
		a.mix.By, a.question.By, a.question.Shares = mix.By(c.by), mix.By(c.by), a.shares
	}
	members := make([]mix.Member, len(a.chips))
	for i, chip := range a.chips {
		members[i] = mix.Member{Accelerator: chip, Share: a.shares[i]}
	}
	return a.mixOf(members...)
}

// study prepares the question with its metrics. What the user named must vary; of the default metrics those that do not are left out, with the reasons.
func (c *sensitivity) study(usual []*quantity.Spec, read func(text string) (answer.Metric, error), prepare func([]answer.Metric) *answer.Study) (study *answer.Study, dropped []string, err error) {
	var metrics []answer.Metric
	for _, text := range c.metrics {
		x, err := read(text)
		if err != nil {
			return nil, nil, err
		}
		if !slices.Contains(metrics, x) {
			metrics = append(metrics, x)
		}
	}
	if len(c.metrics) == 0 {
		for _, s := range usual {
			metrics = append(metrics, answer.Metric{Spec: s, Member: mix.Total, Period: ramp.Whole})
		}
	}
	study = prepare(metrics)
	var kept []answer.Metric
	for _, x := range metrics {
		switch trouble := study.Trouble(x); {
		case trouble == "":
			kept = append(kept, x)
		case len(c.metrics) > 0:
			return nil, nil, usagef("--metric: %s %s", c.nameOf(x), trouble)
		default:
			dropped = append(dropped, c.nameOf(x)+" "+trouble)
		}
	}
	switch len(kept) {
	case len(metrics):
		return study, nil, nil
	case 0:
		return nil, nil, nothingVaries(dropped)
	}
	return prepare(kept), dropped, nil
}

// nameOf is a metric as it is written for a message.
func (c *sensitivity) nameOf(x answer.Metric) string {
	if c.ramp == nil || x.Period == ramp.Whole {
		return x.Spec.Name
	}
	return x.Spec.Name + "@" + (c.ramp.scenario.From + ramp.Quarter(x.Period)).String()
}

func nothingVaries(reasons []string) error {
	return usagef("%s; name a quantity that varies with --metric (capplan quantities lists them)", strings.Join(reasons, ", and "))
}

// readMetric reads NAME or chip:NAME.
func readMetric(text string, m *mix.Mix) (answer.Metric, error) {
	x := answer.Metric{Member: mix.Total}
	id, name, ofMember := strings.Cut(text, ":")
	if !ofMember {
		name = text
	}
	var err error
	if x.Spec, err = outputNamed("--metric", strings.TrimSpace(name)); err != nil {
		return x, err
	}
	if ofMember {
		var ids []string
		for _, member := range m.Members {
			ids = append(ids, member.ID)
		}
		if x.Member = slices.Index(ids, strings.TrimSpace(id)); x.Member < 0 {
			return x, usagef("--metric %s: %s is not one of the chips of this question%s", text, id, didYouMean(id, ids))
		}
		if x.Spec.Total == quantity.TotalOnly {
			return x, usagef("--metric %s: only the total has it; write --metric %s", text, x.Spec.Name)
		}
		return x, nil
	}
	if x.Spec.Total == quantity.None && len(m.Members) > 1 {
		return x, usagef("--metric %s: it describes one chip and has no total; say whose, such as %s:%s", text, m.Members[0].ID, x.Spec.Name)
	}
	return x, nil
}

// dropStill takes out the metrics that could vary and do not, such as the chips of a power that is too small for one system: a mistake if the user named one.
// Of the default metrics it takes out those too that hardly vary, such as the cost of a budget.
func (c *sensitivity) dropStill(s *answer.Sensitivity, dropped []string) ([]string, error) {
	var kept []answer.Finding
	for i := range s.Findings {
		f := &s.Findings[i]
		value := f.Spec.Notation().Short(f.Point, 6)
		switch named, gap := len(c.metrics) > 0, f.Gap(); {
		case gap != "" && named:
			return nil, usagef("--metric: %s %s", f.Spec.Name, gap)
		case gap != "":
			dropped = append(dropped, f.Spec.Name+" "+gap)
		case f.Still() && named:
			return nil, usagef("--metric: %s does not vary: it is %s in every case", f.Spec.Name, value)
		case f.Still():
			dropped = append(dropped, f.Spec.Name+" does not vary: it is "+value+" in every case")
		case f.Hardly() && !named:
			dropped = append(dropped, f.Spec.Name+" hardly varies: it is about "+f.Spec.Notation().Short(f.Point, 3)+" in every case")
		default:
			kept = append(kept, *f)
		}
	}
	if s.Findings = kept; len(kept) == 0 {
		for _, n := range s.Notes {
			if n.Code == "no-units" {
				return nil, usagef("%s", strings.TrimSuffix(n.Message, "."))
			}
		}
		return nil, nothingVaries(dropped)
	}
	return dropped, nil
}

// write prints the study and writes the files that were asked for.
func (c *sensitivity) write(s *answer.Sensitivity) error {
	s.Notes = append(c.asked.notes, s.Notes...)
	opt, err := c.options(c.streams)
	if err != nil {
		return err
	}
	var files []target
	for _, file := range c.paths() {
		f, chart, err := c.fileFormat(file)
		if err != nil {
			return err
		}
		if chart {
			opt, err := c.chartOptions()
			if err != nil {
				return err
			}
			chart := c.picture(s)
			files = append(files, target{file, func(w io.Writer) error { return plots.Render(chart, w, plots.Format(f), opt) }})
			continue
		}
		fileOpt := opt
		fileOpt.Format, fileOpt.Width, fileOpt.Color = f, 0, false
		files = append(files, target{file, func(w io.Writer) error { return report.Sensitivity(w, s, fileOpt) }})
	}
	render := func(w io.Writer, o report.Options) error { return report.Sensitivity(w, s, o) }
	judged, err := c.gates.judgeRecord(c.streams, opt, render, "", "sensitivity of "+c.asked.subject())
	if err != nil {
		return err
	}
	files = append(files, c.gates.targets(render, judged, c.summary, opt)...)
	if err := writeAll(c.streams, func(w io.Writer) error { return render(w, opt) }, files); err != nil {
		return err
	}
	if err := report.Warnings(c.err, s.Warnings, opt); err != nil {
		return err
	}
	return c.gates.say(c.streams, judged, opt)
}
