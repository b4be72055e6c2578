package main

import (
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/unit"
	"github.com/capplan/capplan/plots"
)

// plainFiles reads the formats of a result that is more than an answer: the options of standard output, and the files that are wanted. drawn says
// whether the result has a chart, which is then the only one. What cannot be written is refused before anything is computed.
func (c *computing) plainFiles(cmd *cobra.Command, drawn bool) (opt report.Options, files []plainFile, err error) {
	if opt, err = c.options(c.streams); err != nil {
		return opt, nil, err
	}
	if cmd.Flags().Changed("chart") {
		return opt, nil, usagef("--chart %s is of a mix whose shares are given; --frontier and --share-curve have charts of their own, and no other", c.chart)
	}
	for _, path := range c.paths() {
		f, chart, err := c.fileFormat(path)
		if err != nil {
			return opt, nil, err
		}
		if chart && !drawn {
			return opt, nil, usagef("-o %s: the best mix has no chart; --frontier and --share-curve have", path)
		}
		if chart {
			if _, err := c.chartOptions(); err != nil {
				return opt, nil, err
			}
		}
		files = append(files, plainFile{path, f, chart})
	}
	return opt, files, nil
}

// plainFile is one file that is wanted.
type plainFile struct {
	path   string
	format report.Format
	chart  bool
}

// writePlain prints a result and writes its files; chart draws it, and is nil where nothing can be drawn.
func (c *computing) writePlain(opt report.Options, files []plainFile, render renderer, chart func() plots.Chart, more ...target) error {
	write := func(o report.Options) func(io.Writer) error { return func(w io.Writer) error { return render(w, o) } }
	targets := slices.Clone(more)
	for _, f := range files {
		if f.chart && chart == nil {
			continue // the result says why there is nothing
		}
		if f.chart {
			look, err := c.chartOptions()
			if err != nil {
				return err
			}
			look.Name = "" // it is the only one, and not to be named
			picture := chart()
			targets = append(targets, target{f.path, func(w io.Writer) error { return plots.Render(picture, w, plots.Format(f.format), look) }})
			continue
		}
		o := opt
		o.Format, o.Width, o.Color = f.format, 0, false
		targets = append(targets, target{f.path, write(o)})
	}
	return writeAll(c.streams, write(opt), targets)
}

// ratioOf reads a part of a whole: 0.1%, 0.001.
func ratioOf(flag, text string) (float64, error) {
	x, err := unit.ParseIn(text, unit.For[unit.Number](), 1)
	switch {
	case err != nil:
		return 0, usagef("%s: %w", flag, err)
	case x < 0 || x > 1:
		return 0, usagef("%s %s: a number from 0 to 1 is wanted (or 0%% to 100%%)", flag, text)
	}
	return x, nil
}
