package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/profiles"
)

// listFields is the value of a bare --fields.
const listFields = "?"

// outputFlags are the flags that say how a result is written; every command that prints a result has them.
type outputFlags struct {
	format     string
	fields     []string
	files      []string
	chart      string
	usualChart string
	quiet      bool
	color      string
	ascii      bool
	size       string
	theme      string
	dpi        float64
	summary    bool
}

func (o *outputFlags) register(f *pflag.FlagSet, charts ...string) {
	f.StringVar(&o.format, "format", "table", "output format: "+strings.Join(formats(), ", "))
	f.StringArrayVarP(&o.files, "output", "o", nil, "also write FILE; its ending gives the format (.json .jsonl .csv .tsv .md .txt"+chartEndings(charts)+"); - is standard output")
	f.BoolVar(&o.quiet, "quiet", false, "no notes and warnings")
	f.StringVar(&o.color, "color", "auto", "colour: "+strings.Join(colors, ", "))
	f.BoolVar(&o.ascii, "ascii", false, "only ASCII characters in tables")
	f.BoolVar(&o.summary, "summary", false, "append the result as Markdown to the file that $"+summaryVariable+" names")
	if len(charts) > 0 {
		o.usualChart = charts[0]
		f.StringVar(&o.chart, "chart", charts[0], "which chart a .png or .svg shows: "+strings.Join(charts, ", "))
		f.StringVar(&o.size, "size", usualSize, "size of a chart in pixels")
		f.Float64Var(&o.dpi, "dpi", 0, "pixels per inch of a chart, on which the size of its type rests; 0 suits it to the size")
		f.StringVar(&o.theme, "theme", "light", "look of a chart: "+strings.Join(themes, ", "))
	}
}

// colors are the values of --color.
var colors = []string{"auto", "always", "never"}

func chartEndings(charts []string) string {
	if len(charts) == 0 {
		return ""
	}
	return " .png .svg"
}

func (o *outputFlags) registerFields(f *pflag.FlagSet) {
	f.StringSliceVar(&o.fields, "fields", nil, "quantities to show, comma-separated, with * for any ending; --fields alone lists them")
}

func formats() []string {
	out := make([]string, len(report.Formats))
	for i, f := range report.Formats {
		out[i] = string(f)
	}
	return out
}

// options are the report's options for standard output.
func (o *outputFlags) options(s streams) (report.Options, error) {
	opt := report.Options{Tool: toolInfo(), Quiet: o.quiet, ASCII: o.ascii}
	if !slices.Contains(formats(), o.format) {
		return opt, usagef("--format %q: one of %s is wanted%s", o.format, strings.Join(formats(), ", "), didYouMean(o.format, formats()))
	}
	if err := o.checkSummary(); err != nil {
		return opt, err
	}
	opt.Format = report.Format(o.format)
	f, isFile := s.out.(*os.File)
	terminal := isFile && term.IsTerminal(int(f.Fd()))
	if terminal {
		opt.Width = 80
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			opt.Width = w
		}
	}
	switch o.color {
	case "always":
		opt.Color = true
	case "never":
	case "auto":
		opt.Color = autoColor(terminal)
	default:
		return opt, usagef("--color %q: one of %s is wanted%s", o.color, strings.Join(colors, ", "), didYouMean(o.color, colors))
	}
	if os.Getenv("TERM") == "dumb" && terminal {
		opt.ASCII = true
	}
	return opt, nil
}

// autoColor follows NO_COLOR, CLICOLOR_FORCE and TERM=dumb; a flag beats them all.
func autoColor(terminal bool) bool {
	switch {
	case os.Getenv("NO_COLOR") != "":
		return false
	case os.Getenv("CLICOLOR_FORCE") != "" && os.Getenv("CLICOLOR_FORCE") != "0":
		return true
	}
	return terminal && os.Getenv("TERM") != "dumb"
}

func didYouMean(word string, known []string) string {
	if near := suggest.Suggest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

func toolInfo() report.ToolInfo {
	return report.ToolInfo{Name: "capplan", Version: version, Library: profiles.Version + " of " + profiles.Date, Date: profiles.Date}
}

// selected turns --fields into quantities; none given means all the defaults.
func (o *outputFlags) selected(defaults []*quantity.Spec) ([]*quantity.Spec, error) {
	return o.selectedOf(outputs(), defaults)
}

// selectedOf is selected among these quantities.
func (o *outputFlags) selectedOf(all, defaults []*quantity.Spec) ([]*quantity.Spec, error) {
	if len(o.fields) == 0 {
		return defaults, nil
	}
	var out []*quantity.Spec
	for _, f := range o.fields {
		hit := false
		for _, s := range all {
			if ok, err := filepath.Match(strings.TrimSpace(f), s.Name); err != nil {
				return nil, usagef("--fields %s: %w", f, err)
			} else if ok {
				hit = true
				if !slices.Contains(out, s) {
					out = append(out, s)
				}
			}
		}
		if !hit {
			return nil, usagef("--fields: unknown quantity %q%s (capplan quantities lists them)", f, quantityMeant(f, all))
		}
	}
	return out, nil
}

// quantityMeant asks for the quantity that a word may mean: the one that tables call so, one whose name ends with it, or the one of the nearest name.
func quantityMeant(word string, known []*quantity.Spec) string {
	ends := ""
	for _, s := range known {
		if strings.EqualFold(report.Label(s), word) {
			return "; did you mean " + s.Name + "?"
		}
		if ends == "" && strings.HasSuffix(s.Name, "."+strings.ToLower(word)) {
			ends = s.Name
		}
	}
	if ends != "" {
		return "; did you mean " + ends + "?"
	}
	return didYouMean(word, names(known))
}

// outputs are the quantities that are computed, in the model's order.
func outputs() []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range model.Model.All() {
		if !s.Input {
			out = append(out, s)
		}
	}
	return out
}

func names(specs []*quantity.Spec) []string {
	out := make([]string, len(specs))
	for i, s := range specs {
		out[i] = s.Name
	}
	return out
}

// target is one file to write: how, and what.
type target struct {
	path   string
	render func(w io.Writer) error
}

// paths are the files to write, the summary of a CI run among them. A hyphen is standard output, which prints anyway.
func (o *outputFlags) paths() []string {
	out := slices.DeleteFunc(slices.Clone(o.files), func(path string) bool { return path == "-" })
	if o.summary {
		out = append(out, summaryPath)
	}
	return out
}

// fileFormat is the format that a file's ending names, --format where there is no ending; chart is true for .png and .svg.
func (o *outputFlags) fileFormat(path string) (f report.Format, chart bool, err error) {
	switch path {
	case "":
		return "", false, usagef("-o: a file name is wanted")
	case summaryPath:
		return report.Markdown, false, nil
	}
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".json", ".jsonl", ".csv", ".tsv":
		return report.Format(ext[1:]), false, nil
	case ".md", ".markdown":
		return report.Markdown, false, nil
	case ".txt":
		return report.Table, false, nil
	case ".png", ".svg":
		return report.Format(ext[1:]), true, nil
	case "":
		return report.Format(o.format), false, nil
	}
	return "", false, usagef("-o %s: the ending says the format: one of .json .jsonl .csv .tsv .md .txt .png .svg is wanted", path)
}
