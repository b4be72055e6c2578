package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/libdiff"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/resultdiff"
	"github.com/capplan/capplan/plots"
	"github.com/capplan/capplan/profiles"
)

var _ = enrol(newDiff)

// builtinLibrary is the operand that stands for the library of the program, whatever the environment.
const builtinLibrary = "builtin"

// diffFlags are those of diff.
type diffFlags struct {
	outputFlags
	resultFlags
	asOf     string
	alone    bool
	exitCode bool
	dated    bool // --as-of is given
	flags    *pflag.FlagSet
}

// operandKind is a kind of things that diff compares with each other. Both operands must be of one kind.
type operandKind struct {
	noun    string
	wanted  string                    // what an operand of the kind is, for advice
	takes   func(operand string) bool // whether an operand looks like one
	compare func(f *diffFlags, s streams, old, new string) (*comparison, error)
}

// comparison is what came out: whether there is a difference, and how it is written.
type comparison struct {
	diff      *resultdiff.Diff // of answers; nil for anything else
	tolerance float64
	same      bool
	render    func(io.Writer, report.Options) error
	chart     func() (plots.Chart, error) // nil where there is none
}

// operandKinds are tried in order.
var operandKinds = []operandKind{resultOperands, scenarioOperands, libraryOperands}

func newDiff(s streams) *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff [OLD] [NEW]",
		Short: "What differs between two results, two scenarios or two libraries, and because of what",
		Long: `Of two results (.json, as --save-baseline and --format json write them; - is standard input) and of two scenarios (.toml, or the ids of built-in ones), diff
gives the change of every figure and divides it among the inputs that changed, by their Shapley values: the parts sum to the change. ~ marks what is within
sampling noise. Both are computed anew from the inputs that they state; what these do not explain is named model or version. --of NAME sets out another figure,
-o FILE.png draws the first.

Two results of sensitivity, backtest, ledger, or the best mix, frontier or share curve of mix are compared figure by figure, with ~ in the same sense and what changed
in the question and the inputs beside it; their change is not divided among these, and the output says why.

Of two libraries of profiles it gives the chips, sites and values that differ. An operand is then ` + builtinLibrary + `, the library of the program, or a folder or file of profiles, which is laid over it as --profiles does; with --alone a folder
is a library of its own, such as that of another version. --profiles and $` + overlayVariable + ` do not count here: the operands say it all.

--as-of DATE compares what was known on a day. --as-of DATE..DATE gives OLD and NEW a day each, and then one operand is enough, or none for ` + builtinLibrary + `.

Exit codes: 0, or with --exit-code 3 where something differs: of results, beyond noise and --tolerance.`,
		Example: `  capplan diff baseline.json new.json
  capplan estimate --gw 2 --chip trainium2 --format json | capplan diff baseline.json - --exit-code --tolerance 1%
  capplan diff baseline.json new.json --of cost.capex -o bridge.png
  capplan diff openai-aws-2gw mine.toml --of ramp.payments
  capplan diff ` + builtinLibrary + ` mine
  capplan diff mine theirs --format markdown
  capplan diff --as-of 2026-02-27..2026-11-01
  capplan diff --alone old/profiles ` + builtinLibrary + ` --exit-code`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 2 {
				return usagef("diff takes two operands, OLD and NEW; got %d", len(args))
			}
			return nil
		},
	}
	f.outputFlags.register(cmd.Flags(), changeChart)
	f.registerFields(cmd.Flags())
	f.resultFlags.register(cmd)
	complete(cmd, "chart", []string{changeChart})
	completeOutput(cmd)
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "compare what was known on a day, or on two: 2026-02-27..2026-11-01")
	complete(cmd, "as-of", nil)
	cmd.Flags().BoolVar(&f.alone, "alone", false, "folders are whole libraries, not laid over the built-in one")
	cmd.Flags().BoolVar(&f.exitCode, "exit-code", false, "exit with 3 if anything differs")
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		words := []cobra.Completion{builtinLibrary}
		if l, err := profile.Open(profiles.FS); err == nil {
			words = append(words, l.Scenarios()...)
		}
		return words, cobra.ShellCompDirectiveDefault // files too
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		f.dated = cmd.Flags().Changed("as-of")
		f.flags = cmd.Flags()
		return f.diff(s, args)
	}
	return cmd
}

func (f *diffFlags) diff(s streams, args []string) error {
	if len(f.fields) == 1 && f.fields[0] == listFields {
		_, err := fmt.Fprintln(s.out, strings.Join(names(rampOutputs()), "\n"))
		return err
	}
	opt, err := f.options(s)
	if err != nil {
		return err
	}
	if _, err := f.chartOptions(); err != nil {
		return err
	}
	_, _, days := strings.Cut(f.asOf, "..")
	switch {
	case len(args) == 0 && days:
		args = []string{builtinLibrary, builtinLibrary}
	case len(args) == 1 && days:
		args = []string{args[0], args[0]}
	case len(args) < 2:
		return usagef("what differs from what? give OLD and NEW: two results, such as capplan diff baseline.json new.json, two scenarios or two libraries; or two days: --as-of 2026-02-27..2026-11-01")
	}
	kind, err := kindOfOperand(args[0])
	if err != nil {
		return err
	}
	other, err := kindOfOperand(args[1])
	if err != nil {
		return err
	}
	if kind.noun != other.noun {
		return usagef("%s is a %s and %s a %s; diff compares two of a kind (capplan ramp SCENARIO --format json makes a result of a scenario)", args[0], kind.noun, args[1], other.noun)
	}
	c, err := kind.compare(f, s, args[0], args[1])
	if err != nil {
		return err
	}
	if err := f.emitCharted(s, opt, c); err != nil {
		return err
	}
	if f.exitCode && !c.same {
		return exitError(exitCheck)
	}
	return nil
}

// emitCharted prints a comparison and writes the files that were asked for, of which some may be charts.
func (f *diffFlags) emitCharted(s streams, opt report.Options, c *comparison) error {
	var files []target
	for _, path := range f.paths() {
		format, chart, err := f.fileFormat(path)
		if err != nil {
			return err
		}
		fileOpt := opt
		fileOpt.Format, fileOpt.Width, fileOpt.Color = format, 0, false
		render := func(w io.Writer) error { return c.render(w, fileOpt) }
		if chart {
			if render, err = f.picture(c, plots.Format(format)); err != nil {
				return usagef("-o %s: %w", path, err)
			}
		}
		files = append(files, target{path, render})
	}
	return writeAll(s, func(w io.Writer) error { return c.render(w, opt) }, files)
}

// picture prepares the chart of a comparison for writing.
func (f *diffFlags) picture(c *comparison, format plots.Format) (func(io.Writer) error, error) {
	if c.chart == nil {
		return nil, usagef("a comparison of libraries has no chart")
	}
	opt, err := f.chartOptions()
	if err != nil {
		return nil, err
	}
	chart, err := c.chart()
	if err != nil {
		return nil, err
	}
	return func(w io.Writer) error { return plots.Render(chart, w, format, opt) }, nil
}

func kindOfOperand(operand string) (*operandKind, error) {
	var wanted []string
	for i := range operandKinds {
		if operandKinds[i].takes(operand) {
			return &operandKinds[i], nil
		}
		wanted = append(wanted, operandKinds[i].wanted)
	}
	if _, err := os.Stat(operand); err != nil {
		return nil, usagef("%q: there is no such folder or file%s; diff compares %s", operand, didYouMean(operand, []string{builtinLibrary}), strings.Join(wanted, " or "))
	}
	return nil, usagef("%q cannot be compared; diff compares %s", operand, strings.Join(wanted, " or "))
}

// libraryOperands are libraries of profiles.
var libraryOperands = operandKind{
	noun:   "library",
	wanted: builtinLibrary + ", a folder of profiles or a profile (.toml)",
	takes: func(operand string) bool {
		info, err := os.Stat(operand)
		return operand == builtinLibrary || err == nil && (info.IsDir() || strings.EqualFold(filepath.Ext(operand), ".toml"))
	},
	compare: func(f *diffFlags, _ streams, old, new string) (*comparison, error) {
		if err := f.resultFlags.refuse(f.flags); err != nil {
			return nil, err
		}
		first, second, two := strings.Cut(f.asOf, "..")
		if !two {
			second = first
		}
		a, oldErr := f.library(old, first)
		b, newErr := f.library(new, second)
		switch {
		case oldErr != nil && newErr != nil && oldErr.Error() != newErr.Error():
			return nil, usageError{errors.Join(oldErr, newErr)} // all problems of both
		case oldErr != nil || newErr != nil:
			return nil, firstError(oldErr, newErr)
		}
		d := libdiff.Compare(*a, *b)
		compared := f.compared("libraries", libraryName(old), libraryName(new))
		return &comparison{same: d.Same(), render: func(w io.Writer, o report.Options) error { return report.LibraryDiff(w, d, compared, o) }}, nil
	},
}

// libraryName is an operand as a recipe has it.
func libraryName(operand string) string {
	if operand == builtinLibrary {
		return operand
	}
	return recipe.Own
}

// asking are the flags that decide how a comparison comes out; the others decide where it goes, and whether it passes.
var asking = []string{"of", "by", "permutations", "seed", "members", "fields", "as-of", "alone"}

// compared is what was asked of two operands.
func (f *diffFlags) compared(of, old, new string) report.Compared {
	out := report.Compared{Of: of, Operands: []string{old, new}}
	for _, name := range asking {
		flag := f.flags.Lookup(name)
		if !flag.Changed {
			continue
		}
		values := []string{flag.Value.String()}
		if list, is := flag.Value.(pflag.SliceValue); is {
			values = list.GetSlice()
		}
		for _, v := range values {
			out.Asks = append(out.Asks, answer.Ask{Flag: "--" + name, Text: v})
		}
	}
	return out
}

// library reads an operand, as of a day if one is given.
func (f *diffFlags) library(operand, day string) (*libdiff.Library, error) {
	out := &libdiff.Library{Name: operand}
	if f.dated {
		var err error
		if out.AsOf, err = profile.ParseDate(day); err != nil {
			return nil, usagef("--as-of %w", err)
		}
	}
	builtin, overlays := profiles.FS, []string{operand}
	switch {
	case operand == builtinLibrary:
		overlays = nil
	case f.alone:
		builtin, out.Alone = embed.FS{}, true // nothing below it
	}
	l, err := profile.Open(builtin, overlays...)
	if err != nil {
		return nil, usageError{err}
	}
	l = l.AsOf(out.AsOf)
	if out.Chips, err = l.Accelerators(); err != nil {
		return nil, usageError{err}
	}
	if out.Sites, err = l.Sites(); err != nil {
		return nil, usageError{err}
	}
	return out, nil
}
