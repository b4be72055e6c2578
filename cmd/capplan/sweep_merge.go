package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/rows"
)

func newSweepMerge(s streams) *cobra.Command {
	var out string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "merge SHARD... -o FILE",
		Short: "Join the shards of a sweep, and check that none is missing or there twice",
		Long: `merge joins files that capplan sweep --shard has written. It checks that all are of one sweep, that every row is there once, and that each file holds the
rows that it should. The result is byte by byte the file that the sweep makes without shards.

Beside each shard in text lies its manifest, FILE.sweep.json, which must go where the shard goes; a Parquet shard has it inside.`,
		Example: `  capplan sweep merge part-1.csv part-2.csv -o sweep.csv
  capplan sweep merge shards/part-*.parquet -o sweep.parquet`,
	}
	cmd.Args = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef("which shards? name them, such as capplan sweep merge part-1.csv part-2.csv -o sweep.csv")
		}
		return nil
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "file for all rows; standard output if it is left out")
	cmd.Flags().BoolVar(&quiet, "quiet", false, "do not say how many rows there are")
	cmd.RunE = func(_ *cobra.Command, args []string) error { return merge(s, args, out, quiet) }
	return cmd
}

// merge joins shards to a file, or to standard output.
func merge(s streams, names []string, out string, quiet bool) error {
	format, is := rows.FormatOf(names[0])
	if !is || !format.Divisible() {
		return usagef("%s: shards are .csv, .tsv, .jsonl or .parquet", names[0])
	}
	for _, n := range names[1:] {
		if f, _ := rows.FormatOf(n); f != format {
			return usagef("%s and %s have other formats; the shards of one file have one", names[0], n)
		}
	}
	if out == "-" {
		out = ""
	}
	if f, _ := rows.FormatOf(out); filepath.Ext(out) != "" && f != format {
		return usagef("-o %s: the shards are .%s, and so is what they make", out, format)
	}
	if out == "" && format == rows.Parquet && isTerminal(s.out) {
		return usagef("Parquet is not for a terminal; write a file, such as -o sweep.parquet")
	}
	pieces := make([]rows.Piece, len(names))
	for i, n := range names {
		if sameFile(n, out) {
			return usagef("-o %s is one of the shards", out)
		}
		m, err := readManifest(n, format)
		if err != nil {
			return usagef("%s: %w", n, err)
		}
		pieces[i] = rows.Piece{Name: n, Manifest: m, Open: func() (rows.File, error) {
			f, err := os.Open(n)
			if err != nil {
				return nil, unwrapPath(err)
			}
			return f, nil
		}}
	}
	whole, err := rows.Whole(pieces)
	if err != nil {
		return usageError{err}
	}
	f, err := mergeTarget(s, out, format)
	if err != nil {
		return err
	}
	defer f.abandon()
	if err := rows.Merge(f, format, whole, pieces); err != nil {
		var piece *rows.PieceError
		if errors.As(err, &piece) {
			return usageError{err}
		}
		return f.failed(err)
	}
	if err := f.finish(whole); err != nil {
		return err
	}
	if quiet || out == "" {
		return nil
	}
	_, err = fmt.Fprintf(s.err, "%s of %d shards in %s\n", rowCount(whole.Rows), len(pieces), out)
	return err
}

// mergeTarget opens what the shards make: nothing of it is left if that fails.
func mergeTarget(s streams, out string, format rows.Format) (*rowFile, error) {
	c := &sweeping{streams: s}
	if format.Lines() {
		format = rows.JSON // which cannot be gone on with either, and so is written aside
	}
	return c.open(sweepTarget{out, report.Format(format)}, nil, &rows.Manifest{})
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y) && x.Mode().IsRegular()
}

// readManifest finds out which rows a shard holds.
func readManifest(name string, format rows.Format) (*rows.Manifest, error) {
	if strings.HasSuffix(name, partialEnding) {
		return nil, errors.New("is not whole; go on with it by --resume")
	}
	if format == rows.Parquet {
		f, err := os.Open(name)
		if err != nil {
			return nil, unwrapPath(err)
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		return rows.ParquetManifest(f, info.Size())
	}
	real, err := linked(name) // beside which sweep writes
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(real); err != nil {
		if _, e := os.Stat(real + partialEnding); e == nil {
			return nil, fmt.Errorf("is not whole: there is %s; go on with it by --resume", real+partialEnding)
		}
		return nil, unwrapPath(err)
	}
	text, err := os.ReadFile(real + manifestEnding)
	if errors.Is(err, fs.ErrNotExist) && real != name { // stores that call files by their content keep the two apart, and a link for each
		text, err = os.ReadFile(name + manifestEnding)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing, which says which rows it holds; capplan sweep --shard writes it beside the file", real+manifestEnding)
	}
	if err != nil {
		return nil, unwrapPath(err)
	}
	m, err := rows.ParseManifest(text)
	if err != nil {
		return nil, fmt.Errorf("%s %w", real+manifestEnding, err)
	}
	return m, nil
}
