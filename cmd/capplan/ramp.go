package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
)

var _ = enrol(newRamp, "ramp")

// ramping is the flags of the command, and the scenario that they are about. Of a question's flags it has those that a scenario leaves open.
type ramping struct {
	computing
	solve, reach string
	payment      string

	shown, shownMembers []*quantity.Spec // what is printed; charts may need more

	scenario *ramp.Scenario
}

func newRamp(s streams) *cobra.Command {
	var c ramping
	cmd := &cobra.Command{
		Use:   "ramp SCENARIO|FILE",
		Short: "A fleet by quarter: energisation, generations, lag, retirement, payments, and what binds",
		Long: `ramp follows a commitment over time: how much of the announced power is energised in each quarter, which systems fill it, what they do, take and cost,
and whether power, supply or money limits them. A scenario is a file in TOML (docs/scenarios.md) or one of the built-in ones; - is standard input.

--fail-if and --warn-if are conditions on what is printed, as capplan check has them: of all quarters added up or the last, of one (capacity.chips@2029-Q4) or
of any (ramp.budget_left.p5@any < 0). The thresholds that a scenario states itself are judged by capplan check SCENARIO.

--solve looks for an unknown: gw, the power that the budget sustains or that --reach takes; quarter, the first in which --reach is reached; or an input of
the site or the ramp, by its name.`,
		Example: `  capplan ramp openai-aws-2gw
  capplan ramp openai-aws-2gw --set ramp.delay=0yr --set ramp.realisation=1 --format csv
  capplan ramp openai-aws-2gw --fail-if 'capacity.chips@2027-Q4 < 100k' --warn-if 'ramp.payments.p95@any > 20B'
  capplan ramp openai-aws-2gw --solve gw
  capplan ramp openai-aws-2gw --solve quarter --reach capacity.chips_in_service=500k -o ramp.png`,
		Args:              oneScenario,
		ValidArgsFunction: completeScenario,
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return c.run(cmd, args) }
	c.streams = s
	f := cmd.Flags()
	f.StringVar(&c.basis, "basis", "", "boundary of the power, in place of the scenario's: "+strings.Join(bases(), ", "))
	f.StringVar(&c.site, "site", "", "site by id, in place of the scenario's (capplan profiles list)")
	f.StringArrayVar(&c.set, "set", nil, "give an input: NAME=1.2, NAME=1.1..1.3, NAME=1.1/1.15/1.3, chip:NAME=900W, money.NAME.amount=120B")
	registerOverlays(f, &c.overlays)
	f.StringVar(&c.asOf, "as-of", "", "answer from what was known on that day, such as 2026-02-27 (capplan help as-of)")
	f.StringVar(&c.workload, "workload", "", "what the chips do, in place of the scenario's: "+strings.Join(accelerators.Workload.Options, ", "))
	f.StringVar(&c.precision, "precision", "", "number format of throughput, in place of the scenario's: "+strings.Join(accelerators.Precision.Options, ", "))
	f.StringVar(&c.payment, "payment", "", "how the capacity is paid for, in place of the scenario's: "+strings.Join(ramp.Payment.Options, ", "))
	f.StringVar(&c.solve, "solve", "", "look for an unknown: gw, quarter, or the name of an input")
	f.StringVar(&c.reach, "reach", "", "the goal of --solve: NAME=VALUE at the end, or NAME=VALUE@QUARTER, such as capacity.chips=1M@2029-Q4")
	c.gate.registerRamp(cmd)
	c.samplingFlags.register(f)
	c.chanceFlags.registerRamp(f)
	c.outputFlags.register(f, rampChartNames()...)
	c.registerFields(f)
	completeFunc(cmd, "site", siteNames)
	complete(cmd, "basis", bases())
	complete(cmd, "workload", accelerators.Workload.Options)
	complete(cmd, "precision", accelerators.Precision.Options)
	complete(cmd, "payment", ramp.Payment.Options)
	complete(cmd, "as-of", nil)
	complete(cmd, "chart", rampChartNames())
	completeWith(cmd, "fields", completeRampFields)
	completeWith(cmd, "set", completeRampSetting)
	completeFunc(cmd, "solve", func(*cobra.Command) []cobra.Completion {
		return append([]string{"gw", "quarter"}, names(solvable())...)
	})
	completeFunc(cmd, "reach", func(*cobra.Command) []cobra.Completion {
		var out []cobra.Completion
		for _, s := range rampOutputs() {
			out = append(out, cobra.CompletionWithDesc(s.Name+"=", s.Doc))
		}
		return out
	})
	completeOutput(cmd)
	return cmd
}

// oneScenario takes a scenario, or nothing: --fields alone needs none.
func oneScenario(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usagef("%q is one word too many; %s takes one scenario", args[1], cmd.CommandPath())
	}
	return nil
}

// completeScenario offers the built-in scenarios, and files.
func completeScenario(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if l := completing(cmd); l != nil && len(args) == 0 {
		return l.Scenarios(), cobra.ShellCompDirectiveDefault
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// rampOutputs are the quantities that a ramp computes: the model's, and its own.
func rampOutputs() []*quantity.Spec { return append(outputs(), answer.RampOutputs()...) }

func (c *ramping) run(cmd *cobra.Command, args []string) error {
	if len(c.fields) == 1 && c.fields[0] == listFields {
		_, err := fmt.Fprintln(c.out, strings.Join(names(rampOutputs()), "\n"))
		return err
	}
	if err := c.gate.readRamp(cmd, c.streams, &c.outputFlags); err != nil {
		return err
	}
	fleet, err := c.read(cmd, args)
	if err != nil {
		return err
	}
	if err := c.gate.within(c.scenario, c.asked); err != nil {
		return err
	}
	want, columns, err := c.wanted()
	if err != nil {
		return err
	}
	for _, x := range c.gate.conditions {
		x.Wanted(&want)
	}
	if c.gate.save != "" { // a baseline knows every figure
		want.Total = union(want.Total, rampOutputs())
		want.Members = union(want.Members, slices.DeleteFunc(rampOutputs(), func(s *quantity.Spec) bool { return s.Total == quantity.TotalOnly }))
	}
	if want.Chances, err = c.rampThresholds(c.asked, fleet); err != nil {
		return err
	}
	goal, err := c.goal(cmd)
	if err != nil {
		return err
	}
	a := answer.EvaluateRamp(c.asked.question, fleet, want)
	a.Notes = append(c.asked.notes, a.Notes...)
	if goal != nil {
		var infeasible *answer.InfeasibleError
		if err := goal(a); err != nil && !errors.As(err, &infeasible) {
			return usagef("--solve %s: %w", c.solve, err)
		} else if err != nil {
			return err
		}
	}
	return c.print(a, columns)
}

// read reads the scenario and everything else that is asked; every mistake is a usage error in words.
func (c *ramping) read(cmd *cobra.Command, args []string) (*ramp.Fleet, error) {
	a := &asked{question: answer.Question{Command: cmd.Name()}, extra: profile.RampSettable()}
	c.asked = a
	if err := c.readLibrary(cmd, a); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return nil, usagef("which scenario? name a file, or one of %s", strings.Join(a.library.Scenarios(), ", "))
	}
	var err error
	if c.scenario, a.chips, err = c.readScenario(a.library, args[0]); err != nil {
		return nil, usageError{err}
	}
	if _, err := conditionsOf(c.scenario); err != nil { // which check judges, but a slip of the pen is said at once
		return nil, usageError{err}
	}
	c.fromScenario()
	if c.payment != "" {
		if c.scenario.Payment, err = option("--payment", c.payment, ramp.Payment, ramp.Payment.Options); err != nil {
			return nil, err
		}
	}
	if err := c.readChoices(a); err != nil {
		return nil, err
	}
	a.question.Basis, a.question.Workload, a.question.Precision = c.basis, c.workload, c.precision
	a.question.Own = isScenarioFile(args[0])
	for _, x := range []answer.Ask{{Flag: "--payment", Text: c.payment}, {Flag: "--solve", Text: c.solve}, {Flag: "--reach", Text: c.reach}} {
		if x.Text != "" {
			a.question.Asks = append(a.question.Asks, x)
		}
	}
	if a.site, err = a.library.Site(c.site); err != nil {
		return nil, usageError{err}
	}
	a.question.Site = a.site.ID
	a.mix.Shared = quantity.Scenario{}
	for _, from := range []quantity.Scenario{c.scenario.Values, a.site.Values} {
		maps.Copy(a.mix.Shared, from)
	}
	for _, x := range a.site.Correlations {
		a.mix.Correlations = append(a.mix.Correlations, mix.Correlation{A: mix.Ref{Spec: x.A}, B: mix.Ref{Spec: x.B}, Correlation: x})
	}
	p := c.scenario.Power.Announced
	a.question.Start = answer.Start{Flag: "", Text: c.scenario.ID, Prose: power.Commitment.Notation().Short(p.Mid(), 9), Value: p.Mid(), Spec: power.Commitment.Spec}
	for _, chip := range a.chips {
		a.question.Chips = append(a.question.Chips, chip.ID)
		if x := answer.OverlaidChip(chip); x.Any() {
			a.question.Overlaid = append(a.question.Overlaid, x)
		}
	}
	if x := answer.OverlaidSite(a.site); x.Any() {
		a.question.Overlaid = append(a.question.Overlaid, x)
	}
	reference, err := a.library.Reference()
	if err != nil {
		return nil, usageError{err}
	}
	maps.Copy(a.mix.Shared, reference)
	if err := c.readMoney(a); err != nil {
		return nil, err
	}
	if err := c.readSettingsBy(a, profile.ParseRampSetting); err != nil {
		return nil, err
	}
	if err := c.readCorrelations(a); err != nil {
		return nil, err
	}
	fleet, err := ramp.NewFleet(c.scenario, a.mix, a.chips)
	if err != nil {
		return nil, usageError{fmt.Errorf("%s: %w", c.scenario.Origin, err)}
	}
	return fleet, nil
}

// isScenarioFile reports whether a scenario's name is a file's, standard input included, and not that of a built-in one.
func isScenarioFile(name string) bool {
	return name == "-" || strings.HasSuffix(name, ".toml") || strings.ContainsRune(name, filepath.Separator)
}

// readScenario reads a file, standard input, or a built-in scenario.
func (c *ramping) readScenario(lib *profile.Library, name string) (*ramp.Scenario, []*accelerators.Accelerator, error) {
	switch {
	case name == "-":
		data, err := io.ReadAll(io.LimitReader(c.in, 2<<20))
		if err != nil {
			return nil, nil, fmt.Errorf("standard input: %w", err)
		}
		return lib.ParseScenario("-", data)
	case isScenarioFile(name):
		data, err := profile.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		return lib.ParseScenario(name, data)
	}
	return lib.Scenario(name)
}

// fromScenario gives the flags that were not given what the scenario says, or the usual.
func (c *ramping) fromScenario() {
	take := func(flag *string, said, usual string) {
		for _, s := range []string{said, usual} {
			if *flag == "" {
				*flag = s
			}
		}
	}
	take(&c.basis, c.scenario.Basis, "facility")
	take(&c.site, c.scenario.Site, "default")
	take(&c.workload, c.scenario.Workload, "training")
	take(&c.precision, c.scenario.Precision, "bf16")
}

// wanted is what to compute: what is printed, what the files need, what the charts draw.
func (c *ramping) wanted() (want answer.RampWant, columns []*quantity.Spec, err error) {
	if c.fields != nil && len(c.fields) == 0 {
		return want, nil, usagef("--fields names nothing; name quantities, such as --fields capacity.chips,ramp.* (--fields alone lists them)")
	}
	want = answer.RampWant{Total: report.RampFields(), Members: report.RampMemberFields(), Settings: c.asked.settings}
	columns = report.RampColumns()
	if len(c.fields) > 0 {
		if want.Total, err = c.selectedOf(rampOutputs(), nil); err != nil {
			return want, nil, err
		}
		columns = slices.Clone(want.Total)
		want.Members = slices.DeleteFunc(slices.Clone(want.Total), func(s *quantity.Spec) bool { return s.Total == quantity.TotalOnly })
	}
	if len(c.fields) == 0 && !c.scenario.HasBudget() { // a column without a figure says nothing; a note does
		none := func(s *quantity.Spec) bool { return slices.Contains(ramp.OfBudget, s) }
		want.Total, columns = slices.DeleteFunc(want.Total, none), slices.DeleteFunc(columns, none)
	}
	if _, err := c.chartOptions(); err != nil {
		return want, nil, err
	}
	for _, s := range columns {
		if !slices.Contains(want.Total, s) {
			want.Total = append(want.Total, s)
		}
	}
	var drawn, drawnMembers []*quantity.Spec
	machine := isMachine(report.Format(c.format))
	for _, path := range c.paths() {
		f, chart, err := c.fileFormat(path)
		switch {
		case err != nil:
			return want, nil, err
		case !chart:
			machine = machine || isMachine(f)
			continue
		}
		k, err := rampChartOf(c.chart)
		if err != nil {
			return want, nil, err
		}
		drawn, drawnMembers = union(drawn, k.total), union(drawnMembers, k.members)
	}
	if !machine && len(c.fields) == 0 { // people see one figure of each generation, and few of each quarter
		want.Members = want.Members[:1]
		want.Quarters = union(union(columns, []*quantity.Spec{capacity.Chips.Spec}), drawn)
	}
	c.shown, c.shownMembers = want.Total, want.Members
	want.Total, want.Members = union(want.Total, drawn), union(want.Members, drawnMembers)
	return want, columns, nil
}

// print writes the record, and the files that were asked for.
func (c *ramping) print(a *answer.Ramp, columns []*quantity.Spec) error {
	opt, err := c.options(c.streams)
	if err != nil {
		return err
	}
	if c.needsAttribution() {
		a.Attribution = a.Attribute()
	}
	view := a.Only(c.shown, c.shownMembers)
	var files []target
	for _, path := range c.paths() {
		f, chart, err := c.fileFormat(path)
		if err != nil {
			return err
		}
		if chart {
			draw, err := c.picture(a, plots.Format(f))
			if err != nil {
				return usagef("-o %s: %w", path, err)
			}
			files = append(files, target{path, draw})
			continue
		}
		fileOpt := opt
		fileOpt.Format, fileOpt.Width, fileOpt.Color = f, 0, false
		files = append(files, target{path, func(w io.Writer) error { return report.Ramp(w, view, columns, fileOpt) }})
	}
	judged, err := c.gate.judgeRamp(a)
	if err != nil {
		return err
	}
	files = append(files, c.gate.targets(func(w io.Writer, o report.Options) error { return report.Ramp(w, a, nil, o) }, judged, c.summary, opt)...)
	if err := writeAll(c.streams, func(w io.Writer) error { return report.Ramp(w, view, columns, opt) }, files); err != nil {
		return err
	}
	if err := report.Warnings(c.err, a.Warnings, opt); err != nil {
		return err
	}
	return c.gate.say(c.streams, judged, opt)
}

// needsAttribution reports whether a JSON is written, which holds it.
func (c *ramping) needsAttribution() bool {
	for _, path := range c.paths() {
		if f, _, err := c.fileFormat(path); err == nil && f == report.JSON {
			return true
		}
	}
	return report.Format(c.format) == report.JSON
}
