package main

import (
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
		a, oldErr := readAnswer(s, old)
		b, newErr := readAnswer(s, new)
		switch {
		case oldErr != nil && newErr != nil && old != new:
			return nil, usageError{errors.Join(oldErr, newErr)}
		case oldErr != nil || newErr != nil:
			return nil, usageError{firstError(oldErr, newErr)}
		}
		return f.answers(a, b, f.compared("results", recipe.Own, recipe.Own))
	},
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

// readAnswer reads a result from a file or from standard input.
func readAnswer(s streams, path string) (*saved.Answer, error) {
	data, err := readInput(s.in, path)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = fmt.Errorf("%s: %w", path, at.Err)
		}
		return nil, err
	}
	return saved.Read(path, data)
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
