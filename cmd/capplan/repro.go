package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/rows"
)

var _ = enrol(newRepro, "repro")

// reproducing is the flags of the command.
type reproducing struct {
	outputFlags
	overlays    overlayList
	data        string
	with        []string
	figuresOnly bool
	anyWork     bool
}

func newRepro(s streams) *cobra.Command {
	var c reproducing
	cmd := &cobra.Command{
		Use:   "repro FILE",
		Short: "Whether a chart, a report or a result still comes out the same",
		Long: `repro reads the question that a file made by capplan carries (PNG, SVG, HTML, JSON, the Parquet of a sweep, the manifest of a shard; - is standard input), asks
it again within this program, writes no file, and compares. The exit code is 0 where all is the same and 3 where something changed: the version, the library, the
inputs, or the figures. With --figures the version and the library alone change nothing.

A file may come from anybody. So only questions are asked again that name no file and write none, and that take no more than some ten seconds: of a
ramp some 200,000 draws, of a sweep some 4 M rows or 500 M drawn figures; --any-work lifts that. Overlays and files of your own are not in a recipe: give
them again with --profiles, with --data (a scenario, a ledger, rows), and with --with (the results, scenarios or libraries that a diff compared, OLD before
NEW; the baseline of a check).`,
		Example: `  capplan repro chart.png
  capplan repro report.html --format json
  capplan estimate --gw 2 --chip trainium2 --format json | capplan repro -
  capplan diff baseline.json new.json --format json | capplan repro - --with baseline.json --with new.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("repro takes one file; got %d", len(args))
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return []cobra.Completion{"png", "svg", "html", "json", "parquet"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	f := cmd.Flags()
	c.outputFlags.register(f)
	registerOverlays(f, &c.overlays)
	f.StringVar(&c.data, "data", "", "the scenario, ledger or rows of your own that the question was asked of")
	f.StringArrayVar(&c.with, "with", nil, "a file that the question was asked of and that its recipe does not hold, in the order of the question: OLD and NEW of a diff, the baseline of a check")
	f.BoolVar(&c.anyWork, "any-work", false, "ask again however much work the question causes")
	f.BoolVar(&c.figuresOnly, "figures", false, "only the inputs and the figures count, not the version and the library by themselves")
	completeOutput(cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error { return c.run(s, args[0]) }
	return cmd
}

// mostClaim is the longest file that is read; a report with its charts is a few megabytes.
const mostClaim = 64 << 20

func (c *reproducing) run(s streams, path string) error {
	opt, err := c.options(s)
	if err != nil {
		return err
	}
	then, err := readClaim(s.in, path)
	if err != nil {
		return err
	}
	line, err := c.line(then)
	if err != nil {
		return err
	}
	if path == stdin && (c.data == stdin || slices.Contains(c.with, stdin)) {
		return usagef("standard input holds one file; name the other")
	}
	out := report.Reproduced{Kind: then.kind, Command: line.Short(), InputHash: then.InputHash}
	now, err := c.again(s, then, line)
	var usage usageError
	switch {
	case errors.As(err, &usage):
		return err
	case err != nil:
		out.Failed = err.Error()
	default:
		out.Changes = then.changes(now, c.figuresOnly)
	}
	var files []target
	for _, file := range c.paths() {
		f, _, err := c.fileFormat(file)
		if err != nil {
			return err
		}
		fileOpt := opt
		fileOpt.Format, fileOpt.Width, fileOpt.Color = f, 0, false
		files = append(files, target{file, func(w io.Writer) error { return report.Repro(w, &out, fileOpt) }})
	}
	if err := writeAll(s, func(w io.Writer) error { return report.Repro(w, &out, opt) }, files); err != nil {
		return err
	}
	if !out.Same() {
		return exitError(exitCheck)
	}
	return nil
}

// readClaim reads the file.
func readClaim(in io.Reader, path string) (*claimed, error) {
	if path != stdin {
		file, err := os.Open(path)
		if err != nil {
			return nil, usagef("%s: %w", path, unwrapPath(err))
		}
		defer file.Close()
		in = file
	}
	name := path
	if path == stdin {
		name = "standard input"
	}
	data, err := io.ReadAll(io.LimitReader(in, mostClaim+1))
	switch {
	case err != nil:
		return nil, usagef("%s: %w", name, unwrapPath(err))
	case len(data) > mostClaim:
		return nil, usagef("%s: longer than %d MB; a chart, a report or a JSON file of capplan is wanted", name, mostClaim>>20)
	}
	then, err := readClaimed(data)
	if err != nil {
		return nil, usagef("%s: %w", name, err)
	}
	return then, nil
}

// line is the command line that asks the question again; what is missing to do so is a usage error.
func (c *reproducing) line(then *claimed) (*recipe.Line, error) {
	read, err := recipe.Parse([]byte(then.Recipe))
	if err != nil {
		return nil, usageError{err}
	}
	line, err := read.Line()
	if err != nil {
		return nil, usageError{err}
	}
	if err := c.withinWork(read, line); err != nil {
		return nil, err
	}
	switch {
	case len(c.with) != len(line.Wants):
		return nil, withWanted(line, c.with)
	case read.OwnFile() && c.data == "":
		return nil, usagef("the question was asked of a file of the user's own, which the recipe does not hold; give it again with --data FILE")
	case !read.OwnFile() && c.data != "":
		return nil, usagef("--data %s: the question was asked of what is built in", c.data)
	case read.OwnFile():
		line.Name = c.data
	}
	if c.data != "" && c.data != stdin {
		if _, err := os.Stat(c.data); err != nil {
			return nil, usagef("--data %s: %w", c.data, unwrapPath(err))
		}
	}
	for _, path := range c.with {
		if _, err := os.Stat(path); err != nil && path != stdin && path != builtinLibrary {
			return nil, usagef("--with %s: %w", path, unwrapPath(err))
		}
	}
	line.Give(c.with)
	if !read.Overlays() && !c.overlays.typed() {
		c.overlays.paths = nil // what the environment or the project has usual was not in the question
	}
	paths, _, err := overlays(c.overlays)
	if err != nil {
		return nil, err
	}
	if _, _, err := openLibrary(c.overlays); err != nil { // a faulty overlay is no answer
		return nil, err
	}
	if read.Overlays() && len(paths) == 0 {
		return nil, usagef("the question was asked under overlays, which the recipe does not hold; give them again with --profiles FOLDER")
	}
	return line, nil
}

// withWanted says which files a question needs.
func withWanted(line *recipe.Line, with []string) error {
	if len(line.Wants) == 0 {
		return usagef("--with %s: the question was asked of no file of that kind", with[0])
	}
	var what []string
	for _, w := range line.Wants {
		what = append(what, w.What)
	}
	again := "it"
	if len(what) > 1 {
		again = "them"
	}
	problem := fmt.Sprintf("the question was asked of what the recipe does not hold: %s; give %s again:%s", strings.Join(what, "; and "), again, strings.Repeat(" --with FILE", len(what)))
	if len(with) > 0 {
		problem += fmt.Sprintf("; given: %d", len(with))
	}
	return usageError{errors.New(problem)}
}

// withinWork refuses a question that causes more work than a file from anybody may.
func (c *reproducing) withinWork(read *recipe.Recipe, line *recipe.Line) error {
	if work := read.Work(); work > recipe.MostWork && !c.anyWork {
		return tooMuchWork(line.Short(), work)
	}
	return nil
}

// tooMuchWork says that a question is too large to be asked because a file has it.
func tooMuchWork(question string, work float64) error {
	return usagef("the question causes more work than a file from anybody may, %s times as much: %s; --any-work asks it all the same", times(work/recipe.MostWork), question)
}

// times is a factor in a message.
func times(x float64) string {
	if x > 1e6 {
		return "over a million"
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}

// sweepKeeper is a standard output that says whether the rows of a sweep may be computed for it, and takes their manifest.
type sweepKeeper interface {
	allows(work float64, question string) error
	sweeps(*rows.Manifest)
}

// collector is the standard output of a question that is asked again: it keeps the files too, so that nothing is written.
type collector struct {
	bytes.Buffer
	files map[string][]byte

	most     float64 // work; 0 for any
	refused  error
	manifest *rows.Manifest // of a sweep
}

func (c *collector) sweeps(m *rows.Manifest) { c.manifest = m }

// allows reports whether the rows of a sweep may be computed.
func (c *collector) allows(work float64, question string) error {
	if c.most > 0 && work > c.most {
		c.refused = tooMuchWork(question, work)
	}
	return c.refused
}

func (c *collector) keep(path string, body []byte) { c.files[path] = body }

// again asks the question and returns what the same kind of file would hold now. The error is what the program says where it cannot be asked any more.
func (c *reproducing) again(s streams, then *claimed, line *recipe.Line) (*claimed, error) {
	asked := *line
	words := func(more ...recipe.Flag) []string {
		asked.Flags = append(append([]recipe.Flag{}, line.Flags...), more...)
		asked.Flags = append(asked.Flags, recipe.Flag{Name: noConfigFlag, Value: "true"}) // a recipe says all that was asked
		for _, p := range c.overlays.paths {
			asked.Flags = append(asked.Flags, recipe.Flag{Name: "profiles", Value: p})
		}
		if line.Searches() {
			asked.Flags = append(asked.Flags, recipe.Flag{Name: "no-cache", Value: "true"})
		}
		return asked.Args()
	}
	file := "repro." + then.kind
	quiet := recipe.Flag{Name: "quiet", Value: "true"}
	var args []string
	switch {
	case then.kind == kindJSON:
		more := []recipe.Flag{quiet, {Name: "format", Value: "json"}}
		if line.Command == "check" { // which then computes every figure, as a baseline has them
			more = append(more, recipe.Flag{Name: "save-baseline", Value: file})
		}
		args = words(more...)
	case then.kind == kindParquet || then.kind == kindManifest:
		if line.Command != "sweep" {
			return nil, usagef("the recipe of a %s is of %s; only a sweep makes one", then.kind, line.Command)
		}
		more := []recipe.Flag{quiet, {Name: "format", Value: string(then.format)}}
		if then.shard != "" {
			more = append(more, recipe.Flag{Name: "shard", Value: then.shard})
		}
		args = words(more...)
	case line.Command == "report":
		if then.kind != kindHTML {
			return nil, fmt.Errorf("a recipe of a report stands in HTML, not in %s", strings.ToUpper(then.kind))
		}
		args = words(quiet)
		at := len(args)
		if asked.Name != "" {
			at -= 2 // before the separator and the scenario, which comes after the file
		}
		args = append(append(append([]string{}, args[:at]...), "--", file), args[min(len(args), at+1):]...)
	default:
		more := []recipe.Flag{quiet, {Name: "output", Value: file}}
		if then.Chart != "" {
			more = append(more, recipe.Flag{Name: "chart", Value: then.Chart})
		}
		args = words(more...)
	}
	out, said := &collector{files: map[string][]byte{}}, &bytes.Buffer{}
	if !c.anyWork {
		out.most = recipe.MostWork
	}
	in := io.Reader(strings.NewReader(""))
	if c.data == stdin || slices.Contains(c.with, stdin) {
		in = s.in
	}
	code := run(streams{in, out, said}, args)
	body := out.files[file]
	if then.kind != kindPNG && then.kind != kindSVG && then.kind != kindHTML {
		body = out.Bytes()
	}
	if out.refused != nil {
		return nil, out.refused
	}
	if !slices.Contains([]int{exitOK, exitCheck, exitInfeasible}, code) || len(body) == 0 {
		why := strings.TrimSpace(strings.TrimPrefix(said.String(), "capplan: "))
		return nil, errors.New(cmp.Or(why, "the question gives no "+strings.ToUpper(then.kind)+" any more"))
	}
	if then.kind == kindManifest {
		return pieceClaim(out.manifest, then.format, body)
	}
	return readClaimed(body)
}
