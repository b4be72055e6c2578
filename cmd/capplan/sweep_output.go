package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/rows"
	"github.com/capplan/capplan/internal/sweep"
)

// rowsAtOnce is how many rows are computed and written together where each is a point.
const rowsAtOnce = 2048

// isText reports whether a format is a table for people, which has a limit of rows.
func isText(f report.Format) bool { return f == report.Table || f == report.Markdown }

// sweepFormat is the format of a file.
func (c *sweeping) sweepFormat(path string) (report.Format, error) {
	if path == "" {
		return "", usagef("-o: a file name is wanted")
	}
	if f, is := rows.FormatOf(path); is {
		return report.Format(f), nil
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".md", ".markdown":
		return report.Markdown, nil
	case ".txt":
		return report.Table, nil
	case ".png", ".svg":
		return report.Format(strings.ToLower(filepath.Ext(path))[1:]), nil
	case "":
		return report.Format(c.format), nil
	}
	return "", usagef("-o %s: the ending says the format: one of .csv .tsv .jsonl .json .parquet .md .txt .png .svg is wanted", path)
}

// target is where the rows of a sweep go: a file, or standard output.
type sweepTarget struct {
	path   string // empty for standard output
	format report.Format
}

// name is the target for a message.
func (t sweepTarget) name() string {
	if t.path == "" {
		return "standard output"
	}
	return t.path
}

// targets are the files, and standard output where there are none or a format is asked for.
func (c *sweeping) targets(total int) ([]sweepTarget, error) {
	if !slices.Contains(sweepFormats(), c.format) {
		return nil, usagef("--format %q: one of %s is wanted%s", c.format, strings.Join(sweepFormats(), ", "), didYouMean(c.format, sweepFormats()))
	}
	var out []sweepTarget
	seen := map[string]bool{}
	for _, path := range c.files {
		f, err := c.sweepFormat(path)
		if err != nil {
			return nil, err
		}
		if seen[filepath.Clean(path)] {
			return nil, usagef("-o %s is given twice", path)
		}
		seen[filepath.Clean(path)] = true
		if isPicture(path) {
			continue // rendered as a whole, not written row by row
		}
		if path == "-" {
			path = ""
		}
		out = append(out, sweepTarget{path, f})
	}
	if len(c.files) == 0 || c.flags.Changed("format") && !seen["-"] {
		out = append(out, sweepTarget{"", report.Format(c.format)})
	}
	if c.summary {
		out = append(out, sweepTarget{summaryPath, report.Markdown})
	}
	for _, t := range out {
		switch {
		case isText(t.format) && total > report.SweepRows:
			return nil, usagef("%s rows are too many for %s, which holds %s: --format csv, or -o with .csv, .jsonl or .parquet", commas(total), article(t.format), commas(report.SweepRows))
		case t.path == "" && rows.Format(t.format) == rows.Parquet && isTerminal(c.out):
			return nil, usagef("Parquet is not for a terminal; write a file, such as -o sweep.parquet")
		}
	}
	return out, nil
}

// article is a format in words.
func article(f report.Format) string {
	if f == report.Markdown {
		return "Markdown"
	}
	return "a table"
}

func isTerminal(w any) bool {
	f, isFile := w.(*os.File)
	return isFile && term.IsTerminal(int(f.Fd()))
}

// write draws the pictures that are wanted, computes the rows, or a shard of them, and puts all where it is wanted: pictures last, when nothing else has failed.
func (c *sweeping) write(s *sweep.Sweep) error {
	targets, err := c.targets(s.Rows())
	if err != nil {
		return err
	}
	pictures, err := c.pictures(s)
	if err != nil {
		return c.blame(err)
	}
	if err := c.writeRows(s, targets, len(pictures) > 0); err != nil {
		return err
	}
	var files []target
	for _, path := range slices.Sorted(maps.Keys(pictures)) {
		files = append(files, target{path, func(w io.Writer) error { _, err := w.Write(pictures[path]); return err }})
	}
	return writeAll(c.streams, func(io.Writer) error { return nil }, files)
}

// writeRows computes the rows and writes those targets that take rows.
func (c *sweeping) writeRows(s *sweep.Sweep, targets []sweepTarget, drawn bool) error {
	for _, t := range targets {
		if t.path == "" {
			continue
		}
		if err := writable(t.path); err != nil {
			return err
		}
	}
	recipe, err := s.Recipe("capplan "+version+", library "+toolInfo().Library, c.about()...)
	if err != nil {
		return asUsage(err)
	}
	question, err := c.questionOf(s)
	if err != nil {
		return asUsage(err)
	}
	manifest := rows.NewManifest(recipe, report.QuestionRecipe(question), s.Columns(), s.Rows())
	if manifest, err = c.part(manifest, targets); err != nil {
		return err
	}
	if k, is := c.out.(sweepKeeper); is {
		k.sweeps(manifest)
	}
	if c.resume {
		if err := resumable(targets); err != nil {
			return err
		}
	}
	opt, err := c.tableOptions()
	if err != nil {
		return err
	}
	first, last := manifest.Range()
	if err := c.remark(s); err != nil {
		return err
	}
	if len(targets) == 0 && drawn {
		return c.gates.before(c, first, last)
	}
	if !slices.ContainsFunc(targets, func(t sweepTarget) bool { return !isText(t.format) }) {
		if err := c.gates.before(c, first, last); err != nil {
			return err
		}
		return c.writeTables(s, targets, opt)
	}
	return c.stream(s, manifest, targets, opt, first, last)
}

// about is the question in words, beyond what the mix says.
func (c *sweeping) about() []string {
	out := []string{"site " + c.asked.site.ID}
	if c.asked.question.AsOf != "" {
		out = append(out, "as of "+c.asked.question.AsOf)
	}
	c.eachSystem(func(at []int) error { // no error: every case was made once when the sweep was
		q, err := c.overlaidAt(at)
		for _, x := range q.Overlaid {
			if text := "overlaid " + x.ID; !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
		return err
	})
	for _, text := range c.set {
		out = append(out, "set "+text)
	}
	for _, text := range c.correlate {
		out = append(out, "correlate "+text)
	}
	return out
}

// tableOptions are the report's options for tables on standard output.
func (c *sweeping) tableOptions() (report.Options, error) {
	o := c.outputFlags
	if !slices.Contains(formats(), o.format) {
		o.format = "table" // which Parquet is not, and needs no options
	}
	return o.options(c.streams)
}

// writeTables computes all rows, which are few then, and writes the tables that are wanted.
func (c *sweeping) writeTables(s *sweep.Sweep, targets []sweepTarget, opt report.Options) error {
	if !slices.ContainsFunc(targets, func(t sweepTarget) bool { return isText(t.format) }) {
		return nil
	}
	laid, err := c.laid(s)
	if err != nil {
		return err
	}
	b := sweep.NewBlock(s.Columns(), s.Rows()).WithErrors(len(s.Metrics), s.Rows())
	b.First, b.N = 1, s.Rows()
	s.NewWorker().Fill(b)
	for _, t := range targets {
		if !isText(t.format) {
			continue
		}
		o := opt
		if o.Format = t.format; t.path != "" {
			o.Width, o.Color = 0, false
		}
		var text bytes.Buffer
		if err := report.Sweep(&text, s, b, laid, o); err != nil {
			return err
		}
		var err error
		if t.path == "" {
			_, err = c.out.Write(text.Bytes())
		} else {
			err = writeFile(t.path, text.Bytes())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stream computes rows first to last and writes them as they come.
func (c *sweeping) stream(s *sweep.Sweep, manifest *rows.Manifest, targets []sweepTarget, opt report.Options, first, last int) (err error) {
	var files []*rowFile
	var sinks []rows.Sink
	defer func() {
		for _, f := range files {
			f.abandon()
		}
	}()
	at := last + 1
	for _, t := range targets {
		if isText(t.format) {
			continue
		}
		f, err := c.open(t, s, manifest)
		if err != nil {
			return err
		}
		files = append(files, f)
		sink, err := f.sink(s.Columns(), manifest)
		if err != nil {
			return f.failed(err)
		}
		sinks = append(sinks, sink)
		at = min(at, f.next)
	}
	if err := c.gates.before(c, first, at-1); err != nil {
		return err
	}
	if len(c.gates.rows) > 0 {
		sinks = append(sinks, &c.gates)
	}
	p := newProgress(c.err, at-first, last-first+1)
	interrupted(files)
	err = rows.Write(s, at, last, rows.Options{Workers: c.workers, Block: c.blockSize(last - at + 1), Done: func(n int) {
		for _, f := range files {
			f.reached(at + n)
		}
		p.at(at - first + n)
	}}, sinks...)
	interrupted(nil)
	p.end()
	if err != nil {
		var known *writeError
		if errors.As(err, &known) {
			return known // without what the writer of a format adds
		}
		return err
	}
	for _, f := range files {
		if err := f.finish(manifest); err != nil {
			return err
		}
	}
	if err := c.writeTables(s, targets, opt); err != nil {
		return err
	}
	if c.quiet || slices.ContainsFunc(targets, func(t sweepTarget) bool { return t.path == "" }) {
		return nil
	}
	var names []string
	for _, t := range targets {
		names = append(names, t.path)
	}
	_, err = fmt.Fprintf(c.err, "%s in %s\n", rowCount(last-first+1), strings.Join(names, ", "))
	return err
}

// blockSize is how many rows are computed at once: enough for all processors, few where a row is a distribution.
func (c *sweeping) blockSize(total int) int {
	if c.asked.settings.Draws == 0 {
		return rowsAtOnce
	}
	workers := c.workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	return max(1, min(64, total/(8*workers)))
}
