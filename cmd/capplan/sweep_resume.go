package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/capplan/capplan/internal/rows"
	"github.com/capplan/capplan/internal/sweep"
)

// resumable refuses --resume where nothing could be gone on with.
func resumable(targets []sweepTarget) error {
	for _, t := range targets {
		switch {
		case t.path == "" || !isRegular(t.path):
			return usagef("--resume goes on with files; name one, such as -o sweep.csv")
		case !rows.Format(t.format).Lines():
			return usagef("--resume: %s cannot be gone on with; .csv, .tsv and .jsonl can, and a Parquet sweep can be made shard by shard", t.path)
		}
	}
	return nil
}

// whole returns nil if a shard's file is there and holds all its rows already: a job that is run twice.
func (f *rowFile) whole(s *sweep.Sweep, m *rows.Manifest) error {
	first, last := m.Range()
	r, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer r.Close()
	there, _, err := f.sameSweep(m)
	if err != nil {
		return err
	}
	p, err := rows.Scan(r, rows.Format(f.target.format), s.Columns(), first, last, nil)
	if err == nil && p.Next != last+1 {
		err = fmt.Errorf("it ends before row %d", p.Next)
	}
	if err != nil {
		return err
	}
	return there.Sealed(p.Sum)
}

// sameSweep holds the manifest beside the file against this sweep's, and returns it with the sums that were noted after it.
func (f *rowFile) sameSweep(m *rows.Manifest) (*rows.Manifest, []rows.Sum, error) {
	text, err := os.ReadFile(f.path + manifestEnding)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s, which says what its rows are, is missing", f.path+manifestEnding)
	}
	if err != nil {
		return nil, nil, unwrapPath(err)
	}
	there, sums, err := rows.ReadLog(text)
	if err != nil {
		return nil, nil, fmt.Errorf("%s %w", f.path+manifestEnding, err)
	}
	return there, sums, m.Same(there)
}

// unbegun reports whether the file that is there is of a run that ended before it had written anything, even what its rows would be. It is begun anew.
func (f *rowFile) unbegun() bool {
	info, err := os.Stat(f.writing)
	_, missing := os.Stat(f.path + manifestEnding)
	return err == nil && info.Size() == 0 && errors.Is(missing, fs.ErrNotExist)
}

// goOn checks the rows that are there and cuts off those after the last checksum, which are half written or not known to be right.
func (f *rowFile) goOn(c *sweeping, s *sweep.Sweep, m *rows.Manifest, last int) error {
	name := f.writing
	fail := func(err error) error {
		return usagef("%s cannot be gone on with: %w; delete it to begin anew", name, err)
	}
	_, sums, err := f.sameSweep(m)
	if err != nil {
		return fail(err)
	}
	if f.f, err = os.OpenFile(f.writing, os.O_RDWR, 0); err != nil {
		return f.failed(err)
	}
	f.w = f.f
	info, err := f.f.Stat()
	if err != nil {
		return f.failed(err)
	}
	noted := len(sums)
	for len(sums) > 0 && sums[len(sums)-1].Bytes > info.Size() { // after a power cut the end of a file may be lost
		sums = sums[:len(sums)-1]
	}
	lost := noted > len(sums)
	p := rows.Progress{Next: f.first}
	if len(sums) > 0 {
		if p, err = rows.Scan(f.f, rows.Format(f.target.format), s.Columns(), f.first, last, sums); err == nil {
			each := 256
			if s.Draws.Draws > 0 {
				each = 2
			}
			err = p.Verify(f.f, rows.Format(f.target.format), s, f.first, each)
		}
		if err != nil {
			return fail(err)
		}
	}
	if err := f.f.Truncate(p.Sum.Bytes); err != nil {
		return f.failed(err)
	}
	if _, err := f.f.Seek(p.Sum.Bytes, io.SeekStart); err != nil {
		return f.failed(err)
	}
	text, err := m.Text()
	if err != nil {
		return err
	}
	for _, sum := range sums {
		text = append(text, sum.Line()...)
	}
	if err := writeFile(f.path+manifestEnding, text); err != nil {
		return err
	}
	if err := f.journal.open(f.path + manifestEnding); err != nil {
		return err
	}
	f.journal.goOn(p.Sum)
	f.next = p.Next
	f.written.Store(int64(f.next - 1))
	if c.quiet {
		return nil
	}
	why := ""
	if lost {
		why = "; what was written after them is lost"
	}
	fmt.Fprintf(c.err, "%s: going on after %s rows%s\n", name, commas(f.rows()), why)
	return nil
}
