package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/report"
)

var _ = enrol(newCheck, "check")

// checking is the flags of check beside those of a question.
type checking struct {
	computing
	by             string
	failIf, warnIf []string
	baseline, save string
	junit          bool // --format junit

	claim      *check.Claim
	conditions []*check.Condition
	base       *baselineFile
}

func newCheck(s streams) *cobra.Command {
	var c checking
	cmd := &cobra.Command{
		Use:   "check [CLAIM|SCENARIO|FILE]",
		Short: "Is that so? A claim against the model's range; conditions on any figure, for CI",
		Long: `check holds a claim, "<power> is <count> <chip>", against the range from P5 to P95 that the model gives: 0 inside, 3 outside. "At least" and "at most" are judged on
one side. A claim that fails gets the nearest reading that would make it true: another boundary, dies for packages, the power over TDP alone, sparse peaks for dense
ones.

--fail-if and --warn-if are conditions on any computed figure of a question: QUANTITY[.STATISTIC] OPERATOR VALUE. Statistics are p5 p25 p50 p75 p95 mean sd point
(a name alone is p50), operators < <= > >= =, and inside or outside LOW..HIGH. A value with a sign and % (-5%) is a change against --baseline FILE.
A scenario is held against the thresholds that it states itself, and against conditions on any figure of its ramp, of one quarter (capacity.chips@2029-Q4) or of
any (ramp.budget_left.p5@any). The exit code is 3 when a --fail-if is true, 2 for what is unknown, 5 when the baseline is missing.`,
		Example: `  capplan check "2 GW is 4 million H100"
  capplan check "2 GW of Trainium2 is 1.9M chips" --site aws-air
  capplan check "400k GB200 need at least 1 GW"
  capplan check "2 GW is 5 ZFLOP/s of GB300" --precision fp8
  capplan check --gw 2 --chip trainium2 --fail-if 'capacity.chips.p5 < 1.2M' --warn-if 'cost.capex outside 40B..90B' -o junit.xml
  capplan check --gw 2 --chip trainium2 --save-baseline baseline.json
  capplan check --gw 2 --chip trainium2 --baseline baseline.json --fail-if 'capacity.chips outside -5%..+5%' --summary
  capplan check openai-aws-2gw --fail-if 'capacity.chips.p50@2029-Q4 < 400k'`,
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return c.run(cmd, args) }
	c.streams = s
	f := cmd.Flags()
	c.questionFlags.register(f)
	c.outputFlags.register(f)
	f.Lookup("format").Usage += ", " + string(report.JUnit)
	f.Lookup("output").Usage = strings.Replace(f.Lookup("output").Usage, ".txt)", ".txt, .xml for JUnit)", 1)
	f.StringVar(&c.by, "by", string(mix.ByPower), "what the shares of several chips divide: "+strings.Join(measureNames(), ", "))
	f.StringArrayVar(&c.failIf, "fail-if", nil, "exit with 3 if this is true, such as 'capacity.chips.p5 < 1.7M'")
	f.StringArrayVar(&c.warnIf, "warn-if", nil, "mark the figure if this is true")
	f.StringVar(&c.baseline, "baseline", "", "JSON of an earlier answer that conditions such as '< -5%' are relative to; - is standard input")
	f.StringVar(&c.save, "save-baseline", "", "write the answer to FILE as JSON, unless a check fails")
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if l := completing(cmd); l != nil && len(args) == 0 {
			return l.Scenarios(), cobra.ShellCompDirectiveDefault
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	completeQuestion(cmd)
	complete(cmd, "by", measureNames())
	for _, name := range []string{"fail-if", "warn-if"} {
		completeFunc(cmd, name, func(*cobra.Command) []cobra.Completion { return describe(rampOutputs()) })
	}
	return cmd
}

func (c *checking) run(cmd *cobra.Command, args []string) error {
	opt, err := c.checkOptions(cmd, args)
	if err != nil {
		return err
	}
	if isScenario(args) {
		return c.checkScenario(cmd, args, opt)
	}
	if c.conditions, err = c.readConditions(check.ParseCondition); err != nil {
		return err
	}
	if len(args) > 0 {
		if err := c.readClaim(cmd, strings.Join(args, " ")); err != nil {
			return err
		}
	}
	if cmd.Flags().Changed("baseline") {
		if err := onceRead(cmd, c.baseline); err != nil {
			return err
		}
		data, err := readInput(c.in, c.baseline)
		if err != nil {
			return c.missingBaseline(err)
		}
		if c.base, err = readBaseline(data, c.baseline); err != nil {
			return err
		}
	}
	if c.asked, err = c.read(cmd, true); err != nil {
		return err
	}
	c.asked.question.Asks = c.asks()
	if c.base != nil {
		if err := c.base.suits(c.asked); err != nil {
			return err
		}
	}
	m, err := c.members()
	if err != nil {
		return err
	}
	for _, x := range c.conditions {
		if err := x.Bind(m); err != nil {
			return usagef("--%s-if %w", x.Level, err)
		}
	}
	r, err := c.judge(m)
	if err != nil {
		return err
	}
	return c.writeCheck(r, opt, func() *check.Result { return c.whole(r, m) }, func(w io.Writer, r *check.Result, opt report.Options) error {
		return report.Answer(w, r.Answer, opt)
	})
}

// asks are what a check asks of its question. A baseline is a file, which the question does not name.
func (c *checking) asks() []answer.Ask {
	var out []answer.Ask
	if c.claim != nil {
		out = append(out, answer.Ask{Flag: recipe.Claim, Text: c.claim.Text})
	}
	for _, text := range c.failIf {
		out = append(out, answer.Ask{Flag: "--fail-if", Text: text})
	}
	for _, text := range c.warnIf {
		out = append(out, answer.Ask{Flag: "--warn-if", Text: text})
	}
	if c.base != nil {
		out = append(out, answer.Ask{Flag: "--baseline", Text: recipe.Own})
	}
	return out
}

// checkOptions reads the flags that do not need the library, so that a mistake in them is said at once.
func (c *checking) checkOptions(cmd *cobra.Command, args []string) (report.Options, error) {
	if c.junit = c.format == string(report.JUnit); c.junit {
		c.format = string(report.Table)
	}
	opt, err := c.options(c.streams)
	if err != nil {
		return opt, err
	}
	if c.junit {
		opt.Format, opt.Color = report.JUnit, false
	}
	for _, path := range c.paths() {
		if _, err := c.checkFormat(path); err != nil {
			return opt, err
		}
	}
	switch {
	case !slices.Contains(measureNames(), c.by):
		return opt, usagef("--by %q: one of %s is wanted%s", c.by, strings.Join(measureNames(), ", "), didYouMean(c.by, measureNames()))
	case len(args) == 0 && len(c.failIf)+len(c.warnIf) == 0 && c.save == "":
		return opt, usagef(`what is to be checked? give a claim, such as capplan check "2 GW is 4 million H100", or conditions, such as --fail-if 'capacity.chips.p5 < 1.7M'`)
	case cmd.Flags().Changed("save-baseline") && (c.save == "" || c.save == "-"):
		return opt, usagef("--save-baseline %q: a file is wanted; --format json prints the answer", c.save)
	}
	return opt, nil
}

// checkFormat is fileFormat with the format that only checks have, and without charts.
func (c *checking) checkFormat(path string) (report.Format, error) {
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case path == summaryPath:
		return report.Markdown, nil
	case ext == ".xml" || ext == "" && c.junit:
		return report.JUnit, nil
	case ext == ".png" || ext == ".svg":
		return "", usagef("-o %s: check has no chart", path)
	}
	f, _, err := c.fileFormat(path)
	if err != nil {
		return "", usagef("-o %s: the ending says the format: one of .json .jsonl .csv .tsv .md .txt .xml is wanted", path)
	}
	return f, nil
}

func (c *checking) readConditions(parse func(string, check.Status) (*check.Condition, error)) ([]*check.Condition, error) {
	var out []*check.Condition
	for _, list := range []struct {
		flag  string
		texts []string
		level check.Status
	}{{"--fail-if", c.failIf, check.Fail}, {"--warn-if", c.warnIf, check.Warn}} {
		for _, text := range list.texts {
			x, err := parse(text, list.level)
			if err != nil {
				return nil, usagef("%s %w", list.flag, err)
			}
			out = append(out, x)
		}
	}
	return out, nil
}

// members is the mix that is asked about: one chip, or several with shares.
func (c *checking) members() (*mix.Mix, error) {
	a := c.asked
	switch {
	case len(a.chips) == 0 && c.claim != nil:
		return nil, usagef(`of which chip? name it in the claim, such as "%s is %s H100", or with --chip`, c.claim.Asked, c.claim.Amount.Text)
	case len(a.chips) == 0:
		return nil, usagef("which chip? give --chip, such as --chip trainium2, or several with shares: --chip trainium3=0.6 --chip gb300=0.4")
	case len(a.chips) > 1 && c.claim != nil:
		return nil, usagef("a claim is about one chip; %d are given", len(a.chips))
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

// judge computes what the claim and the conditions are about, and holds them against it.
func (c *checking) judge(m *mix.Mix) (*check.Result, error) {
	set := c.asked.settings
	want := answer.Want{Settings: set, Members: true}
	add := func(s *quantity.Spec) { want.Quantities = union(want.Quantities, []*quantity.Spec{s}) }
	add(capacity.Chips.Spec)
	add(capacity.PowerFacility.Spec)
	for _, x := range c.conditions {
		add(x.Spec)
	}
	if c.claim != nil {
		s := c.claim.Measured(m.Precision)
		add(s)
		want.Chances = []answer.Threshold{c.claim.Threshold(s)}
		if set.Draws == 0 {
			return nil, usagef("--draws 0 gives no range to hold the claim against; leave it out")
		}
	}
	r := &check.Result{Answer: answer.Evaluate(c.asked.question, m, want)}
	r.Notes = append(slices.Clone(c.asked.notes), r.Notes...)
	var base *check.Baseline
	if c.base != nil {
		base, r.Baseline = &c.base.Baseline, c.base.Name
	}
	var err error
	if c.claim != nil {
		if r.Claim, err = check.Judge(c.claim, r.Answer, set); err != nil {
			return nil, usageError{err}
		}
	}
	for _, x := range c.conditions {
		o, err := check.Judged(x, r.Answer, base)
		if err != nil {
			return nil, usagef("--%s-if %w", x.Level, err)
		}
		r.Outcomes = append(r.Outcomes, *o)
	}
	return r, nil
}

// whole is the result with every quantity and all inputs, for programs and baselines.
func (c *checking) whole(r *check.Result, m *mix.Mix) *check.Result {
	out := *r
	all := outputs()
	out.Answer = answer.Evaluate(c.asked.question, m, answer.Want{Quantities: all, Inputs: all, Members: true, Settings: c.asked.settings})
	out.Notes = append(slices.Clone(c.asked.notes), out.Notes...)
	return &out
}

// writeCheck prints the result, writes the files, the summary and the baseline, and ends with the code of the gravest outcome. whole is the result with
// everything that programs get, baseline writes it as one.
func (c *checking) writeCheck(r *check.Result, opt report.Options, whole func() *check.Result, baseline func(io.Writer, *check.Result, report.Options) error) error {
	needWhole := sync.OnceValue(whole)
	render := func(opt report.Options) func(io.Writer) error {
		return func(w io.Writer) error {
			if opt.Format == report.JSON {
				return report.Check(w, needWhole(), opt)
			}
			return report.Check(w, r, opt)
		}
	}
	fileOpt := opt
	fileOpt.Width, fileOpt.Color = 0, false
	var files []target
	for _, path := range c.paths() {
		var err error
		if fileOpt.Format, err = c.checkFormat(path); err != nil {
			return err
		}
		one := fileOpt
		one.Quiet = one.Quiet && path != summaryPath // what failed must be said there
		files = append(files, target{path, render(one)})
	}
	failed := r.Status() == check.Fail
	if c.save != "" && !failed {
		fileOpt.Format = report.JSON
		opt := fileOpt
		files = append(files, target{c.save, func(w io.Writer) error { return baseline(w, needWhole(), opt) }})
	}
	if err := writeAll(c.streams, render(opt), files); err != nil {
		return err
	}
	if err := report.Warnings(c.err, r.Warnings, opt); err != nil {
		return err
	}
	if !failed {
		return nil
	}
	if c.save != "" {
		fmt.Fprintf(c.err, "capplan: a check failed, so %s is left as it is\n", c.save)
	}
	return exitError(exitCheck)
}
