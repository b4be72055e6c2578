package main

import (
	"io"

	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/unit"
)

// plainFiles reads the formats of a result that is more than an answer: the options of standard output, and the files that are wanted. A chart has to be one of
// the command's for that result; charts is none where it has none.
func (o *outputFlags) plainFiles(s streams, charts ...string) (opt report.Options, files []plainFile, err error) {
	if opt, err = o.options(s); err != nil {
		return opt, nil, err
	}
	for _, path := range o.files {
		f, chart, err := o.fileFormat(path)
		if err != nil {
			return opt, nil, err
		}
		if chart && len(charts) == 0 {
			return opt, nil, usagef("-o %s: this result has no chart; --frontier and --share-curve have", path)
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

// writePlain prints a result and writes its files.
func (c *computing) writePlain(opt report.Options, files []plainFile, write func(report.Options) func(io.Writer) error) error {
	var targets []target
	for _, f := range files {
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
