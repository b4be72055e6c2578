package main

import (
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/backtest"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/profiles"
)

var _ = enrol(newBacktest)

// backtestFlags are those of backtest.
type backtestFlags struct {
	outputFlags
	samplingFlags
	groups   []string
	scores   bool
	gates    gateFlags
	set      []string
	overlays overlayList
	sized    bool // --size is given
}

// backtestChart is the one chart of backtest.
const backtestChart = "backtest"

func newBacktest(s streams) *cobra.Command {
	var f backtestFlags
	cmd := &cobra.Command{
		Use:   "backtest [FILE]",
		Short: "How close the model comes to published deployments",
		Long: `Predicts chips from power and power from chips for published deployments, and scores the predictions by group, never pooled: bias, median error, how often the
50, 80 and 90% intervals hold, CRPS, each with a 95% confidence interval. Every row is listed, with its interval and its source or with the reason why it cannot
be predicted. FILE holds rows of your own ("-" is standard input) in the same form, comma-separated; docs/backtest.md has the columns and the rules.

--fail-if and --warn-if are conditions on a score, NAME OPERATOR VALUE as in capplan check; the exit code is 3 where a --fail-if is true. NAME is GROUP.MEASURE or
scatter.MEASURE, and may end in .low or .high for the ends of the confidence interval; or ROW:FIGURE, such as rainier-2025-10:log_error. A value with a sign and %
(+5%) is a change against --baseline FILE, which --save-baseline FILE makes: so a score that gets worse is seen. The groups are
` + strings.Join(groupNames(), ", ") + `;
the measures n, bias, median_abs_log_error, coverage_50, coverage_80, coverage_90, crps, median_width_90.`,
		Example: `  capplan backtest
  capplan backtest --scores
  capplan backtest --group sites --format csv
  capplan backtest --save-baseline scores.json
  capplan backtest mine.csv --fail-if 'sites.median_abs_log_error > 0.25' -o backtest.png`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("backtest takes one file of rows; got %d", len(args))
			}
			return nil
		},
	}
	p := cmd.Flags()
	f.outputFlags.register(p, backtestChart)
	p.StringSliceVar(&f.groups, "group", nil, "show these groups only, comma-separated: "+strings.Join(groupNames(), ", "))
	p.BoolVar(&f.scores, "scores", false, "tables with the scores alone, without the rows")
	p.StringArrayVar(&f.set, "set", nil, "give an input: NAME=1.2, NAME=1.1..1.3, NAME=1.1/1.15/1.3, chip:NAME=900W")
	registerOverlays(p, &f.overlays)
	f.samplingFlags.registerDraws(p)
	f.gates.registerRecord(cmd, "'sites.median_abs_log_error > 0.25' or, with --baseline, 'sites.crps > +5%'", func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return backtest.GateNames(), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
	completeOutput(cmd)
	complete(cmd, "group", groupNames())
	complete(cmd, "chart", []string{backtestChart})
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return []cobra.Completion{"csv"}, cobra.ShellCompDirectiveFilterFileExt
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		f.sized = cmd.Flags().Changed("size")
		if err := f.gates.readRecord(cmd, s, &f.outputFlags); err != nil {
			return err
		}
		return f.backtest(s, args)
	}
	return cmd
}

func groupNames() []string {
	out := make([]string, len(backtest.Groups))
	for i, g := range backtest.Groups {
		out[i] = string(g)
	}
	return out
}

func (f *backtestFlags) backtest(s streams, args []string) error {
	opt, err := f.options(s)
	if err != nil {
		return err
	}
	out := report.Backtested{ScoresOnly: f.scores}
	if out.Groups, err = f.wanted(); err != nil {
		return err
	}
	set, err := f.drawn(&out)
	if err != nil {
		return err
	}
	lib, err := f.library(&out)
	if err != nil {
		return err
	}
	name, data := "deployments.csv", profiles.Deployments
	if len(args) == 1 {
		if name, data, err = rowsOf(s.in, args[0]); err != nil {
			return err
		}
		out.Data = name
	}
	rows, err := backtest.Read(name, data)
	if err != nil {
		return usageError{err}
	}
	out.Board, err = backtest.Run(rows, backtest.Config{Library: lib, Settings: set, Overrides: lib.overrides})
	switch {
	case lib.err != nil:
		return usageError{lib.err}
	case err != nil:
		return usageError{err}
	}
	if err := lib.used(&out); err != nil {
		return err
	}
	shown := out.Groups
	out.Groups = nil // conditions can be on any row
	judged, err := f.gates.judgeRecord(s, opt, func(w io.Writer, o report.Options) error { return report.Backtest(w, out, o) }, "", "backtest of "+name)
	if err != nil {
		return err
	}
	out.Groups = shown
	if judged != nil {
		out.Gates = gatesOf(judged)
	}
	if err := f.write(s, opt, out, judged); err != nil {
		return err
	}
	return f.gates.say(s, judged, opt)
}

// gatesOf are the outcomes of conditions as the board shows them.
func gatesOf(r *check.Result) []backtest.Gate {
	out := make([]backtest.Gate, len(r.Outcomes))
	for i := range r.Outcomes {
		x := &r.Outcomes[i]
		name := x.Spec.Name
		if x.Statistic != "point" {
			name += "." + x.Statistic
		}
		if x.Member != "" {
			name = x.Member + ":" + name
		}
		out[i] = backtest.Gate{Text: x.Text, Name: name, Op: x.Operator, Low: x.Low, High: x.High, Value: x.Value, Failed: x.Status == check.Fail, Warned: x.Status == check.Warn}
	}
	return out
}

// wanted reads --group.
func (f *backtestFlags) wanted() ([]backtest.Group, error) {
	var out []backtest.Group
	for _, g := range f.groups {
		g = strings.TrimSpace(g)
		if !slices.Contains(groupNames(), g) {
			return nil, oneOf("--group", g, groupNames())
		}
		if !slices.Contains(out, backtest.Group(g)) {
			out = append(out, backtest.Group(g))
		}
	}
	return out, nil
}

// drawn reads --draws, --seed and --sampler.
func (f *backtestFlags) drawn(out *report.Backtested) (analysis.Settings, error) {
	set, err := f.settings()
	if err != nil {
		return set, err
	}
	if set.Draws < backtest.LeastDraws || set.Draws > backtest.MostDraws {
		return set, usagef("--draws %d: a backtest needs %d to %d", set.Draws, backtest.LeastDraws, backtest.MostDraws)
	}
	out.Draws, out.Seed, out.Sampler = set.Draws, set.Seed, string(set.Sampler)
	return set, nil
}

// mostRows is the longest file of rows in bytes.
const mostRows = 16 << 20

// rowsOf reads a file of rows, or standard input.
func rowsOf(in io.Reader, path string) (name, data string, err error) {
	name = path
	if path == stdin {
		name = "standard input"
	} else {
		file, err := os.Open(path)
		if err != nil {
			return "", "", usagef("%s: %w", path, unwrapPath(err))
		}
		defer file.Close()
		in = file
	}
	b, err := io.ReadAll(io.LimitReader(in, mostRows+1))
	switch {
	case err != nil:
		return "", "", usagef("%s: %w", name, unwrapPath(err))
	case len(b) > mostRows:
		return "", "", usagef("%s: longer than %d MB; a file of rows is wanted", name, mostRows>>20)
	}
	return name, string(b), nil
}

// settledLibrary is a library under --set, and remembers what was asked of it.
type settledLibrary struct {
	*profile.Library
	settings []profile.Setting
	err      error // that a setting cannot be
	chips    map[string]*accelerators.Accelerator
	sites    map[string]*power.Site
}

// library opens the library under the overlays and settings of the flags.
func (f *backtestFlags) library(out *report.Backtested) (*settledLibrary, error) {
	l, set, err := openLibrary(f.overlays)
	if err != nil {
		return nil, err
	}
	lib := &settledLibrary{Library: l, chips: map[string]*accelerators.Accelerator{}, sites: map[string]*power.Site{}}
	out.Set = set
	for _, text := range f.set {
		s, err := profile.ParseSetting(text)
		if err != nil {
			return nil, usageError{err}
		}
		if !slices.Contains(backtest.Inputs(), s.Spec) {
			return nil, usagef("--set %s: no prediction of a backtest depends on %s; they depend on %s", text, s.Spec.Name, strings.Join(names(backtest.Inputs()), ", "))
		}
		if s.Member != "" {
			chip, err := l.Accelerator(s.Member)
			if err != nil {
				return nil, usagef("--set %s: %w", text, err)
			}
			s.Member = chip.ID
		}
		lib.settings = append(lib.settings, s)
		out.Set = append(out.Set, answer.Setting{Text: text, Origin: s.Origin})
	}
	return lib, nil
}

// Accelerator finds a system as the settings have it.
func (l *settledLibrary) Accelerator(name string) (*accelerators.Accelerator, error) {
	a, err := l.Library.Accelerator(name)
	if err != nil {
		return nil, err
	}
	if a, err = profile.ForSystem(a, l.settings); err != nil && l.err == nil {
		l.err = err
	}
	l.chips[a.ID] = a
	return a, err
}

// Site finds a site as the settings have it.
func (l *settledLibrary) Site(name string) (*power.Site, error) {
	s, err := l.Library.Site(name)
	if err != nil {
		return nil, err
	}
	changed := *s
	changed.Values = profile.ForSite(s.Values, l.settings)
	l.sites[s.ID] = &changed
	return &changed, nil
}

// used records the systems and sites that rows needed, and refuses a setting for a system that none did.
func (l *settledLibrary) used(out *report.Backtested) error {
	for _, s := range l.settings {
		if _, is := l.chips[s.Member]; s.Member != "" && !is {
			return usagef("--set %s: no row has the chip %s", s.Text, s.Member)
		}
	}
	for _, id := range sortedKeys(l.chips) {
		if x := answer.OverlaidChip(l.chips[id]); x.Any() {
			out.Overlaid = append(out.Overlaid, x)
		}
	}
	for _, id := range sortedKeys(l.sites) {
		if x := answer.OverlaidSite(l.sites[id]); x.Any() {
			out.Overlaid = append(out.Overlaid, x)
		}
		out.Sites = append(out.Sites, l.sites[id])
	}
	return nil
}

// overrides names what is not built in below outputs of a row's question, each input of a chip with its chip. Sites of rows are built in.
func (l *settledLibrary) overrides(m *mix.Mix, outputs []mix.Output) []string {
	var q answer.Question
	for _, x := range m.Members {
		q.Overlaid = append(q.Overlaid, answer.OverlaidChip(x.Accelerator))
	}
	return answer.Overrides(q, m, true, outputs)
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

var _ backtest.Library = (*settledLibrary)(nil)

// backtestAssumed are the inputs of a backtest's predictions that no source supports, of the systems and sites of the rows.
func backtestAssumed(b report.Backtested) int {
	n := 0
	seen := map[string]bool{}
	count := func(id string, values quantity.Scenario) {
		if seen[id] {
			return
		}
		seen[id] = true
		for _, s := range backtest.Inputs() {
			if v, known := values[s]; known && v.Basis == quantity.Assumed {
				n++
			}
		}
	}
	for _, s := range b.Sites {
		count("site "+s.ID, s.Values)
	}
	for _, o := range b.Outcomes {
		for _, s := range o.Systems {
			count(s.ID, s.Values)
		}
	}
	return n
}
