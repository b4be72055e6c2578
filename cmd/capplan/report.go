package main

import (
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/report"
)

var _ = enrol(newReport, "report")

// reporting is the flags of the command beside those of a question.
type reporting struct {
	computing
	title, by, reference, payment string
}

func newReport(s streams) *cobra.Command {
	var c reporting
	cmd := &cobra.Command{
		Use:   "report FILE [SCENARIO]",
		Short: "One file with the answer, its charts, assumptions, sources and how to make it again",
		Long: `report answers a question and writes all that a reader needs to judge the answer into one file: the finding with its range, the table, the charts, what it
rests on with every source, how the question is commonly misread, what is not in it, how far to trust it, and how to make it again.

FILE ends in .html or .md. HTML is one file that opens offline and prints: nothing is fetched, no script runs. Markdown has its charts as PNG files beside
it. - is HTML on standard output.

One --chip is asked as estimate does, several as compare does, several with shares (ID=SHARE) as mix does. With SCENARIO, a built-in one or a file, the report
is of a ramp.`,
		Example: `  capplan report trainium2.html --gw 2 --chip trainium2
  capplan report fleet.md --gw 2 --chip trainium3=0.6 --chip gb300=0.4 --title 'Two gigawatts, two vendors'
  capplan report ramp.html openai-aws-2gw`,
		Args: func(_ *cobra.Command, args []string) error {
			switch len(args) {
			case 1, 2:
				return nil
			case 0:
				return usagef("which file? name one that ends in .html or .md, such as capplan report answer.html --gw 2 --chip trainium2")
			}
			return usagef("%q is one word too many; capplan report takes a file and a scenario", args[2])
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if l := completing(cmd); l != nil && len(args) == 1 {
				return l.Scenarios(), cobra.ShellCompDirectiveDefault
			}
			if len(args) == 0 {
				return []cobra.Completion{"html", "md"}, cobra.ShellCompDirectiveFilterFileExt
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return c.run(cmd, args) }
	c.streams = s
	f := cmd.Flags()
	c.questionFlags.register(f)
	f.StringVar(&c.title, "title", "", "title of the report (default the finding)")
	f.StringVar(&c.by, "by", string(mix.ByPower), "what the shares of several chips divide: "+strings.Join(measureNames(), ", "))
	f.StringVar(&c.reference, "reference", "", "chip that the ratios of a comparison refer to (default the first)")
	f.StringVar(&c.payment, "payment", "", "how the capacity of a scenario is paid for, in its place: "+strings.Join(ramp.Payment.Options, ", "))
	f.BoolVar(&c.quiet, "quiet", false, "no warnings on standard error; the report has them")
	f.StringVar(&c.color, "color", "auto", "colour of warnings: auto, always, never")
	completeChips(cmd, "chip")
	completeChips(cmd, "reference")
	completeFunc(cmd, "site", siteNames)
	complete(cmd, "basis", bases())
	complete(cmd, "workload", accelerators.Workload.Options)
	complete(cmd, "precision", precisions()[1:])
	complete(cmd, "by", measureNames())
	complete(cmd, "payment", ramp.Payment.Options)
	complete(cmd, "color", []string{"auto", "always", "never"})
	complete(cmd, "as-of", nil)
	complete(cmd, "title", nil)
	completeWith(cmd, "set", completeRampSetting)
	return cmd
}

// reportFormat is how a report is written.
type reportFormat int

const (
	asHTML reportFormat = iota
	asMarkdown
)

// reportFormatOf is the format that the file's ending names.
func reportFormatOf(path string) (reportFormat, error) {
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case path == "-", ext == ".html", ext == ".htm":
		return asHTML, nil
	case ext == ".md", ext == ".markdown":
		return asMarkdown, nil
	}
	return asHTML, usagef("%s: the ending says the format: .html or .md is wanted (- is HTML on standard output)", path)
}

// maxTitle is the longest title in letters.
const maxTitle = 300

func (c *reporting) run(cmd *cobra.Command, args []string) error {
	path := args[0]
	format, err := reportFormatOf(path)
	if err != nil {
		return err
	}
	if len([]rune(c.title)) > maxTitle {
		return usagef("--title: at most %d letters are wanted", maxTitle)
	}
	c.format = string(report.Table)
	opt, err := c.options(c.streams)
	if err != nil {
		return err
	}
	var d *drafted
	if len(args) == 2 {
		d, err = c.scenario(cmd, args[1])
	} else {
		d, err = c.question(cmd)
	}
	if err != nil {
		return err
	}
	d.Title, d.File = c.title, filepath.Base(path)
	if path == "-" {
		d.File = "report.html"
	}
	if err := c.command(d); err != nil {
		return err
	}
	if d.Record, err = publishedSites(); err != nil {
		return err
	}
	files, err := d.draw(path, format)
	if err != nil {
		return err
	}
	page := func(w io.Writer) error {
		if format == asMarkdown {
			return d.Markdown(w, opt)
		}
		return d.HTML(w, opt)
	}
	said := func(io.Writer) error { return nil }
	if path == "-" {
		said = page
	} else {
		files = append(files, target{path, page}) // last: a report without its pictures is none
	}
	if err := writeAll(c.streams, said, files); err != nil {
		return err
	}
	return report.Warnings(c.err, d.warnings(), opt)
}

// question answers what is asked of chips: as estimate, compare or mix would.
func (c *reporting) question(cmd *cobra.Command) (*drafted, error) {
	if cmd.Flags().Changed("payment") {
		return nil, usagef("--payment is of a scenario; name one after the file, such as capplan report ramp.html openai-aws-2gw")
	}
	a, err := c.read(cmd, true)
	if err != nil {
		return nil, err
	}
	c.asked = a
	if len(a.chips) == 0 {
		return nil, usagef("which chip? give --chip, such as --chip trainium2, several to compare them, or several with shares for a mix; or name a scenario after the file")
	}
	shared := slices.ContainsFunc(a.shares, func(s float64) bool { return !math.IsNaN(s) })
	for _, f := range []struct {
		flag string
		fits bool
		of   string
	}{{"by", shared, "a mix: give shares, such as --chip trainium3=0.6 --chip gb300=0.4"}, {"reference", len(a.chips) > 1 && !shared, "a comparison of several chips"}} {
		if cmd.Flags().Changed(f.flag) && !f.fits {
			return nil, usagef("--%s is of %s", f.flag, f.of)
		}
	}
	shown := report.DefaultFields(a.mix.Precision)
	want := answer.Want{Quantities: shown, Settings: a.settings}
	switch {
	case len(a.chips) > 1 && !shared:
		return c.comparison(want)
	case shared && len(a.chips) > 1:
		return c.fleet(want)
	}
	if err := a.noShares("a report of one chip"); err != nil {
		return nil, err
	}
	m, err := a.mixOf(mix.Member{Accelerator: a.chips[0], Share: 1})
	if err != nil {
		return nil, err
	}
	a.question.Command = "estimate"
	d := c.drafted(want, estimateCharts, func(want answer.Want) *answer.Answer { return answer.Evaluate(a.question, m, want) })
	d.Misreadings = []report.Misread{{Name: a.chips[0].Name, List: check.Misreadings(a.question, m, a.settings)}}
	return d, c.tornado(d, m)
}

// fleet answers as mix does.
func (c *reporting) fleet(want answer.Want) (*drafted, error) {
	a := c.asked
	if !slices.Contains(measureNames(), c.by) {
		return nil, usagef("--by %q: one of %s is wanted%s", c.by, strings.Join(measureNames(), ", "), didYouMean(c.by, measureNames()))
	}
	if err := a.fillShares(); err != nil {
		return nil, err
	}
	a.question.Command = "mix"
	a.mix.By, a.question.By, a.question.Shares = mix.By(c.by), mix.By(c.by), a.shares
	members := make([]mix.Member, len(a.chips))
	for i, chip := range a.chips {
		members[i] = mix.Member{Accelerator: chip, Share: a.shares[i]}
	}
	m, err := a.mixOf(members...)
	if err != nil {
		return nil, err
	}
	want.Members, want.Shares = true, sharedMeasures(a.mix.Precision)
	d := c.drafted(want, mixCharts, func(want answer.Want) *answer.Answer { return answer.Evaluate(a.question, m, want) })
	d.Misreadings = []report.Misread{{Name: "The fleet", List: check.Misreadings(a.question, m, a.settings)}}
	return d, c.tornado(d, m)
}

// comparison answers as compare does.
func (c *reporting) comparison(want answer.Want) (*drafted, error) {
	a := c.asked
	at, err := a.referenceOf(c.reference)
	if err != nil {
		return nil, err
	}
	mixes, err := a.alternatives()
	if err != nil {
		return nil, err
	}
	a.question.Command = "compare"
	d := c.drafted(want, compareCharts, func(want answer.Want) *answer.Answer { return answer.Compare(a.question, mixes, at, want) })
	for i, m := range mixes {
		d.Misreadings = append(d.Misreadings, report.Misread{Name: a.chips[i].Name, List: check.Misreadings(a.question, m, a.settings)})
	}
	return d, c.each(d, mixes)
}

// scenario answers as ramp does.
func (c *reporting) scenario(cmd *cobra.Command, name string) (*drafted, error) {
	for _, f := range append(startNames(), "chip", "by", "reference") {
		if cmd.Flags().Changed(f) {
			return nil, usagef("--%s does not go with a scenario, which says itself what is built; copy the scenario to a file and change it there (docs/scenarios.md)", f)
		}
	}
	r := &ramping{computing: c.computing, payment: c.payment}
	for flag, value := range map[string]*string{"basis": &r.basis, "site": &r.site, "workload": &r.workload, "precision": &r.precision} {
		if !cmd.Flags().Changed(flag) {
			*value = "" // what the scenario says
		}
	}
	r.format, r.size, r.theme, r.chart, r.usualChart = string(report.Table), usualSize, themes[0], rampCharts[0].name, rampCharts[0].name
	fleet, err := r.read(cmd, []string{name})
	if err != nil {
		return nil, err
	}
	a := r.asked
	c.asked = a
	a.question.Command = "ramp"
	want, columns, err := r.wanted()
	if err != nil {
		return nil, err
	}
	columns = slices.DeleteFunc(slices.Clone(columns), func(s *quantity.Spec) bool { return s == capacity.ChipsInService.Spec }) // a page is not that wide
	r.shown, r.shownMembers = union([]*quantity.Spec{ramp.Announced.Spec}, union(r.shown, []*quantity.Spec{ramp.Capex.Spec, ramp.PaidToDate.Spec})), want.Members
	want.Total = union(want.Total, r.shown)
	for _, k := range rampCharts {
		want.Total, want.Quarters, want.Members = union(want.Total, k.total), union(want.Quarters, k.total), union(want.Members, k.members)
	}
	full := answer.EvaluateRamp(a.question, fleet, want)
	full.Notes = append(a.notes, full.Notes...)
	d := &drafted{asked: a}
	d.Briefing.Ramp, d.Columns = full.Only(r.shown, r.shownMembers), columns
	d.Recipe, d.InputHash = c.recipe(a.question), report.RampHash(full)
	for _, k := range rampCharts {
		if chart, err := k.draw(r, full); err == nil { // what the scenario has no figures for has no chart
			d.charts = append(d.charts, drawing{name: k.name, chart: chart, recipe: report.RampRecipe(full)})
		}
	}
	return d, c.rampTornado(d, r, fleet)
}

// recipe is the report's own: that of its question, and the title.
func (c *reporting) recipe(q answer.Question) string {
	if c.title != "" {
		q.Asks = append(slices.Clone(q.Asks), answer.Ask{Flag: "--title", Text: c.title})
	}
	return report.BriefingRecipe(q)
}

// command is the line that makes the report again.
func (c *reporting) command(d *drafted) error {
	read, err := recipe.Parse([]byte(d.Recipe))
	if err != nil {
		return err
	}
	line, err := read.Line()
	if err != nil {
		return usagef("%s", strings.TrimPrefix(err.Error(), "the recipe's ")) // such as a title with line breaks, which nobody can ask for again
	}
	d.Command = line.Short(d.File)
	return nil
}

// startNames are the names of the flags that a question starts from.
func startNames() []string {
	out := make([]string, len(startFlags))
	for i, s := range startFlags {
		out[i] = s.name
	}
	return out
}
