package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/report"
)

var _ = enrol(newRepro, "repro")

// reproducing is the flags of the command.
type reproducing struct {
	outputFlags
	overlays    overlayList
	data        string
	figuresOnly bool
}

func newRepro(s streams) *cobra.Command {
	var c reproducing
	cmd := &cobra.Command{
		Use:   "repro FILE",
		Short: "Whether a chart, a report or a JSON file still comes out the same",
		Long: `repro reads the question that a file made by capplan carries (PNG, SVG, HTML or JSON; - is standard input), asks it again within this program, writes no file,
and compares. The exit code is 0 where all is the same and 3 where something changed: the version, the library, the inputs, or the figures.
With --figures the version and the library alone change nothing.

A file may come from anybody. So only questions are asked again that name no file and write none. Overlays and files of your own are not in a recipe: give
them again with --profiles and --data.`,
		Example: `  capplan repro chart.png
  capplan repro report.html --format json
  capplan estimate --gw 2 --chip trainium2 --format json | capplan repro -`,
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
			return []cobra.Completion{"png", "svg", "html", "json"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	f := cmd.Flags()
	c.outputFlags.register(f)
	registerOverlays(f, &c.overlays)
	f.StringVar(&c.data, "data", "", "the scenario, ledger or rows of your own that the question was asked of")
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
	out := report.Reproduced{Kind: then.kind, Command: line.Short(), InputHash: then.InputHash}
	now, err := c.again(then, line)
	if err != nil {
		out.Failed = err.Error()
	} else {
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
	switch {
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

// collector is the standard output of a question that is asked again: it keeps the files too, so that nothing is written.
type collector struct {
	bytes.Buffer
	files map[string][]byte
}

func (c *collector) keep(path string, body []byte) { c.files[path] = body }

// again asks the question and returns what the same kind of file would hold now. The error is what the program says where it cannot be asked any more.
func (c *reproducing) again(then *claimed, line *recipe.Line) (*claimed, error) {
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
		args = words(quiet, recipe.Flag{Name: "format", Value: "json"})
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
	code := run(streams{strings.NewReader(""), out, said}, args)
	body := out.files[file]
	if then.kind == kindJSON {
		body = out.Bytes()
	}
	if code != exitOK && code != exitInfeasible || len(body) == 0 {
		why := strings.TrimSpace(strings.TrimPrefix(said.String(), "capplan: "))
		return nil, errors.New(cmp.Or(why, "the question gives no "+strings.ToUpper(then.kind)+" any more"))
	}
	return readClaimed(body)
}
