package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/figures"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/resultdiff"
	"github.com/capplan/capplan/internal/saved"
	"github.com/capplan/capplan/plots"
)

// resultFlags are those of diff that are about answers and scenarios, not about libraries.
type resultFlags struct {
	of           []string
	by           string
	tolerance    string
	permutations int
	seed         uint64
	members      bool
}

// resultFlagNames are the flags that mean nothing to a comparison of libraries.
var resultFlagNames = []string{"of", "by", "tolerance", "permutations", "seed", "members", "fields", "chart", "size", "theme"}

func (r *resultFlags) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringSliceVar(&r.of, "of", nil, "figures whose change is set out cause by cause, such as capacity.chips (default the first that changed)")
	f.StringVar(&r.by, "by", string(resultdiff.Auto), "what counts as one cause: "+strings.Join(groupings(), ", "))
	f.StringVar(&r.tolerance, "tolerance", "0", "with --exit-code: by how much a figure may differ, such as 1%")
	f.IntVar(&r.permutations, "permutations", 0, "pairs of orders by which many causes are told apart (default 8)")
	f.Uint64Var(&r.seed, "seed", 1, "seed of these orders")
	f.BoolVar(&r.members, "members", false, "compare the members of a fleet too, not only its total")
	complete(cmd, "by", groupings())
	completeFunc(cmd, "of", func(*cobra.Command) []cobra.Completion { return describe(rampOutputs()) })
	completeWith(cmd, "fields", completeRampFields)
	for _, name := range []string{"tolerance", "permutations", "seed"} {
		complete(cmd, name, nil)
	}
}

func groupings() []string {
	out := make([]string, len(resultdiff.Groupings))
	for i, g := range resultdiff.Groupings {
		out[i] = string(g)
	}
	return out
}

// refuse says which flag a comparison of libraries has no use for.
func (r *resultFlags) refuse(f *pflag.FlagSet) error {
	for _, name := range resultFlagNames {
		if f.Changed(name) {
			return usagef("--%s is about two answers or two scenarios; libraries are compared value by value", name)
		}
	}
	return nil
}

// share reads a tolerance: 1% or 0.01.
func (r *resultFlags) share() (float64, error) {
	text, percent := strings.CutSuffix(strings.TrimSpace(r.tolerance), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x >= 0 && x < 1e6) {
		return 0, usagef("--tolerance %q: a share of the old figure is wanted, such as 1%% or 0.01", r.tolerance)
	}
	return x, nil
}

// resultOperands are answers: what --save-baseline or --format json wrote.
var resultOperands = operandKind{
	noun:   "result",
	wanted: "a result (.json, or - for standard input)",
	takes: func(operand string) bool {
		return operand == "-" || strings.EqualFold(filepath.Ext(operand), ".json")
	},
	compare: func(f *diffFlags, s streams, old, new string) (*comparison, error) {
		if err := f.notOfLibraries(); err != nil {
			return nil, err
		}
		if old == "-" && new == "-" {
			return nil, usagef("standard input holds one result; name a file for the other")
		}
		oldData, err := readResult(s, old)
		if err != nil {
			return nil, err
		}
		newData, err := readResult(s, new)
		if err != nil {
			return nil, err
		}
		for _, x := range []struct {
			name string
			data []byte
		}{{old, oldData}, {new, newData}} {
			if bytes.HasPrefix(bytes.TrimSpace(x.data), []byte("[")) {
				return nil, usagef("%s holds rows, as capplan sweep writes them, and no result; join two such files by their columns (docs/sweeps.md), or ask one row with capplan estimate and compare that", x.name)
			}
		}
		before, oldErr := figures.Read(old, oldData)
		after, newErr := figures.Read(new, newData)
		if oldErr == nil && newErr == nil && (before.Kind != figures.Comparison || after.Kind != figures.Comparison) {
			return f.figures(before, after)
		}
		switch { // one is an answer about chips and the other is not
		case oldErr == nil && before.Kind != figures.Comparison && errors.Is(newErr, figures.ErrAnswer):
			return nil, unlikeKinds(old, before, new)
		case newErr == nil && after.Kind != figures.Comparison && errors.Is(oldErr, figures.ErrAnswer):
			return nil, unlikeKinds(new, after, old)
		case oldErr == nil && before.Kind != figures.Comparison:
			return nil, unreadFigures(new, newData, newErr)
		case newErr == nil && after.Kind != figures.Comparison:
			return nil, unreadFigures(old, oldData, oldErr)
		}
		var unread *figures.UnreadableError
		switch {
		case errors.As(oldErr, &unread):
			return nil, usagef("%s: %w", old, oldErr)
		case errors.As(newErr, &unread):
			return nil, usagef("%s: %w", new, newErr)
		}
		a, oldErr := saved.Read(old, oldData)
		b, newErr := saved.Read(new, newData)
		switch {
		case oldErr != nil && newErr != nil && old != new:
			return nil, usageError{errors.Join(oldErr, newErr)}
		case oldErr != nil || newErr != nil:
			return nil, usageError{firstError(oldErr, newErr)}
		}
		c, err := f.answers(a, b, f.compared("results", recipe.Own, recipe.Own))
		if err == nil && before != nil && after != nil {
			err = c.level(before, after)
		}
		return c, err
	},
}

// unreadFigures says why a result cannot be read, where the other is no answer about chips.
func unreadFigures(name string, data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) || errors.As(err, &kind) {
		line, column := saved.Place(data, err, 0)
		return usagef("%s:%d:%d: not the JSON of a result: %s; --save-baseline FILE or --format json makes one", name, line, column, jsonProblem(err))
	}
	return usagef("%s: %w", name, err)
}

// unlikeKinds refuses to compare a result with an answer about chips.
func unlikeKinds(name string, t *figures.Table, other string) error {
	return usagef("%s is a %s and %s an answer about chips; diff compares two of a kind", name, t.Kind, other)
}

// figures compares two results that are no answers about chips, figure by figure.
func (f *diffFlags) figures(a, b *figures.Table) (*comparison, error) {
	for _, name := range []string{"by", "permutations", "seed", "fields"} {
		if f.flags.Changed(name) {
			return nil, usagef("--%s divides a change among the inputs, or chooses quantities of an answer; of a %s every figure is compared, and --of NAME shows those with NAME in theirs", name, b.Kind)
		}
	}
	tolerance, err := f.share()
	if err != nil {
		return nil, err
	}
	d, err := figures.Compare(a, b)
	if err != nil {
		return nil, usageError{err}
	}
	if d, err = d.Only(f.of); err != nil {
		return nil, usagef("--of: %w", err)
	}
	return &comparison{
		same: d.Same(tolerance),
		render: func(w io.Writer, o report.Options) error {
			return report.FigureDiff(w, d, f.members || len(f.of) > 0, o)
		},
		chart: func() (plots.Chart, error) {
			return nil, usagef("there is nothing to draw: a change of a %s is not divided among inputs", b.Kind)
		},
	}, nil
}

// notOfLibraries refuses the flags that only libraries have.
func (f *diffFlags) notOfLibraries() error {
	switch {
	case f.dated:
		return usagef("--as-of is about libraries; a result says itself what was known")
	case f.alone:
		return usagef("--alone is about libraries")
	}
	return nil
}

// readResult reads a result from a file or from standard input.
func readResult(s streams, path string) ([]byte, error) {
	data, err := readInput(s.in, path)
	var at *fs.PathError
	if errors.As(err, &at) {
		return nil, usageError{fmt.Errorf("%s: %w", path, at.Err)}
	}
	return data, err
}

// answers compares two answers, whatever they were read from.
func (f *diffFlags) answers(a, b *saved.Answer, compared report.Compared) (*comparison, error) {
	tolerance, err := f.share()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(groupings(), f.by) {
		return nil, usagef("--by %q: one of %s is wanted%s", f.by, strings.Join(groupings(), ", "), didYouMean(f.by, groupings()))
	}
	if f.permutations < 0 || f.permutations > resultdiff.MaxPermutations {
		return nil, usagef("--permutations %d: 1 to %d are possible", f.permutations, resultdiff.MaxPermutations)
	}
	shown, err := f.shown(b)
	if err != nil {
		return nil, err
	}
	var asked []*quantity.Spec
	for _, name := range f.of {
		i := slices.IndexFunc(rampOutputs(), func(s *quantity.Spec) bool { return s.Name == strings.TrimSpace(name) })
		if i < 0 {
			return nil, usagef("--of: unknown quantity %q%s (capplan quantities lists them)", name, quantityMeant(name, rampOutputs()))
		}
		asked = append(asked, rampOutputs()[i])
	}
	d, err := resultdiff.Compare(a, b, resultdiff.Options{
		Fields: union(shown, asked), By: resultdiff.Grouping(f.by), Permutations: f.permutations, Seed: f.seed, Members: f.members,
	})
	if err != nil {
		return nil, usageError{err}
	}
	rows, err := f.setOut(d, asked)
	if err != nil {
		return nil, err
	}
	return &comparison{
		diff: d, tolerance: tolerance,
		same: d.Same(tolerance),
		render: func(w io.Writer, o report.Options) error {
			if len(f.fields) == 0 && !isMachine(o.Format) { // programs may have made it compute all
				return report.ResultDiff(w, d.Only(union(tableFields(b), asked)), compared, rows, o)
			}
			return report.ResultDiff(w, d, compared, rows, o)
		},
		chart: func() (plots.Chart, error) { return changeChartOf(d, rows, compared, report.Options{}) },
	}, nil
}

// level adds what became of the figures on which the chips of a comparison are level, which are no quantities of theirs.
func (c *comparison) level(a, b *figures.Table) error {
	d, err := figures.Compare(a, b)
	if err != nil {
		return usageError{err}
	}
	for _, text := range report.LevelChanges(d, report.Options{}) {
		c.diff.Notes = append(c.diff.Notes, resultdiff.Note{Code: "level", Message: text})
	}
	for i := range d.Rows {
		r := &d.Rows[i]
		c.same = c.same && !(strings.Contains(r.Name, "(") && !strings.HasPrefix(r.Name, "ratio(") && r.Differs(c.tolerance))
	}
	return nil
}

// shown are the figures that are compared: those of --fields; for people those of a table; for programs all.
func (f *diffFlags) shown(b *saved.Answer) ([]*quantity.Spec, error) {
	if len(f.fields) > 0 {
		return f.selectedOf(rampOutputs(), nil)
	}
	machine := isMachine(report.Format(f.format))
	for _, path := range f.paths() {
		if format, chart, err := f.fileFormat(path); err == nil && !chart {
			machine = machine || isMachine(format)
		}
	}
	if machine {
		return nil, nil
	}
	return tableFields(b), nil
}

// tableFields are the figures that people see of an answer.
func tableFields(a *saved.Answer) []*quantity.Spec {
	if a.Kind == saved.Ramp {
		return report.RampFields()
	}
	return report.DefaultFields(max(0, accelerators.Precision.Index(a.Question.Precision)))
}

// setOut are the rows whose change is set out cause by cause: those asked for, or the first that changed.
func (f *diffFlags) setOut(d *resultdiff.Diff, asked []*quantity.Spec) ([]*resultdiff.Row, error) {
	var out []*resultdiff.Row
	for _, s := range asked {
		before := len(out)
		for i := range d.Rows {
			if r := &d.Rows[i]; r.Of.Spec == s && r.Status != resultdiff.Absent {
				out = append(out, r)
			}
		}
		if len(out) == before {
			return nil, usagef("--of %s: neither result has a figure of it", s.Name)
		}
	}
	if out != nil {
		return out, nil
	}
	rows := make([]*resultdiff.Row, len(d.Rows))
	for i := range rows {
		rows[i] = &d.Rows[i]
	}
	usual := tableFields(d.New)
	place := func(r *resultdiff.Row) int { // as a table would have it
		if i := slices.Index(usual, r.Of.Spec); i >= 0 && len(f.fields) == 0 {
			return i
		}
		return len(usual)
	}
	slices.SortStableFunc(rows, func(a, b *resultdiff.Row) int { return place(a) - place(b) })
	for _, status := range []resultdiff.Status{resultdiff.Changed, resultdiff.Noise, resultdiff.Came, resultdiff.Went, resultdiff.Same} {
		for _, r := range rows {
			if r.Status == status {
				return []*resultdiff.Row{r}, nil
			}
		}
	}
	return nil, nil
}
