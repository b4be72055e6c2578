package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/capplan/capplan/internal/rows"
	"github.com/capplan/capplan/internal/sweep"
)

// What stands beside a file while its rows are written: the rows so far, and what they are rows of. The first takes the file's name when it is whole; the second
// stays where the file is a shard.
const (
	partialEnding  = ".partial"
	manifestEnding = ".sweep.json"
)

// rowFile is a file, or a stream, on its way.
type rowFile struct {
	target  sweepTarget
	path    string // of the file itself, where the target is a link to it
	f       *os.File
	w       io.Writer
	writing string // the name that the rows have while they are written; empty for a stream
	keeps   bool   // what is written can be gone on with
	shard   bool
	first   int
	next    int // the row to be written next
	done    bool
	written atomic.Int64 // the last row that was written

	journal journal  // of a file that can be gone on with
	locked  *os.File // of such a file: keeps other processes off it
}

// Write implements [io.Writer] with errors that name the file.
func (f *rowFile) Write(b []byte) (int, error) {
	n, err := f.w.Write(b)
	f.journal.all.Add(b[:n])
	if err != nil {
		err = f.failed(err)
	}
	return n, err
}

// failed says that a file cannot be written, and what is left of it.
func (f *rowFile) failed(err error) error {
	var known *writeError
	if errors.As(err, &known) {
		return known
	}
	text := fmt.Sprintf("cannot write %s: %v", f.target.name(), unwrapPath(err))
	if f.keeps {
		f.journal.note()
	}
	if f.keeps && f.kept() > 0 {
		text += "; " + f.left()
	}
	return &writeError{text}
}

// writeError is an error that names its file.
type writeError struct{ text string }

func (e *writeError) Error() string { return e.text }

// left says what is there of a file that is not whole.
func (f *rowFile) left() string {
	return fmt.Sprintf("%s rows are in %s; --resume goes on with them", commas(f.kept()), f.writing)
}

// kept is how many rows of a file that is not whole can be gone on with: those whose checksum is noted.
func (f *rowFile) kept() int { return max(0, f.journal.noted()-f.first+1) }

// rows is how many rows have been written.
func (f *rowFile) rows() int { return max(0, int(f.written.Load())-f.first+1) }

// reached says that the rows before next have been written.
func (f *rowFile) reached(next int) {
	if int64(next-1) > f.written.Load() {
		f.written.Store(int64(next - 1))
		if f.keeps {
			f.journal.reached(next - 1)
		}
	}
}

// open opens a target for the rows of a manifest.
func (c *sweeping) open(t sweepTarget, s *sweep.Sweep, m *rows.Manifest) (*rowFile, error) {
	first, last := m.Range()
	f := &rowFile{target: t, path: t.path, first: first, next: first, shard: m.Shards > 0}
	f.written.Store(int64(first - 1))
	if t.path == "" {
		f.w = c.out
		return f, nil
	}
	info, err := os.Stat(t.path)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s is a directory; name a file", t.path)
	case err == nil && !info.Mode().IsRegular():
		f.f, err = os.OpenFile(t.path, os.O_WRONLY, 0)
		f.w = f.f
		if err != nil {
			return nil, f.failed(err)
		}
		return f, nil
	}
	if f.path, err = replaceable(t.path); err != nil {
		return nil, f.failed(err)
	}
	if !rows.Format(t.format).Lines() {
		f.f, err = os.CreateTemp(filepath.Dir(f.path), "."+filepath.Base(f.path)+".*")
		if err != nil {
			return nil, f.failed(err)
		}
		f.writing, f.w = f.f.Name(), f.f
		unfinished.Store(f.writing, nil)
		return f, nil
	}
	f.writing, f.keeps = f.path+partialEnding, true
	return f, f.begin(c, s, m, last)
}

// begin opens the file of a format that can be gone on with: anew, or where it was left.
func (f *rowFile) begin(c *sweeping, s *sweep.Sweep, m *rows.Manifest, last int) (err error) {
	text, err := m.Text()
	if err != nil {
		return err
	}
	_, err = os.Stat(f.writing)
	exists := err == nil
	if exists {
		if err := f.lock(); err != nil {
			return err
		}
		defer func() {
			if err != nil {
				f.unlock()
			}
		}()
	}
	if exists && !c.resume {
		return usagef("%s holds the rows of a sweep that was interrupted: go on with it by --resume, or delete it", f.writing)
	}
	if !exists && c.resume && f.shard {
		switch err := f.whole(s, m); {
		case err == nil:
			f.done, f.next = true, last+1
			f.reached(f.next)
			return nil
		case !errors.Is(err, fs.ErrNotExist) && !c.quiet:
			fmt.Fprintf(c.err, "%s is not the whole shard, and is made anew: %v\n", f.path, unwrapPath(err))
		}
	}
	if exists && !f.unbegun() {
		return f.goOn(c, s, m, last)
	}
	create := os.O_CREATE | os.O_EXCL
	if exists {
		create = 0
	}
	f.f, err = os.OpenFile(f.writing, os.O_RDWR|create, 0o644)
	if errors.Is(err, fs.ErrExist) { // just now
		return f.taken()
	}
	if err != nil {
		return f.failed(err)
	}
	f.w = f.f
	if !exists {
		if err = f.lock(); err != nil {
			f.f.Close()
			return err
		}
	}
	if err = writeFile(f.path+manifestEnding, text); err == nil {
		err = f.journal.open(f.path + manifestEnding)
	}
	if err != nil {
		f.abandon()
	}
	return err
}

// sink is what writes the rows to the file.
func (f *rowFile) sink(columns []sweep.Column, m *rows.Manifest) (rows.Sink, error) {
	if f.done {
		return rows.NewText(io.Discard, rows.Format(f.target.format), columns, f.first, f.next)
	}
	if rows.Format(f.target.format) == rows.Parquet {
		return rows.NewParquet(f, columns, m)
	}
	return rows.NewText(f, rows.Format(f.target.format), columns, f.first, f.next)
}

// finish gives the file its name. m is the manifest of its rows.
func (f *rowFile) finish(m *rows.Manifest) error {
	if f.done || f.f == nil {
		f.done = true
		return nil
	}
	if f.writing == "" {
		f.done = true
		if err := f.f.Close(); err != nil {
			return f.failed(err)
		}
		return nil
	}
	defer f.unlock()
	err := firstError(f.f.Chmod(fileMode(f.path)), f.f.Close())
	if err == nil && f.keeps && f.shard { // the manifest of the whole shard comes first: with it and without the file, the shard is made again
		err = f.seal(m)
	}
	if !renamedLocked {
		f.unlock()
	}
	if err == nil {
		err = os.Rename(f.writing, f.path)
	}
	if err != nil {
		return f.failed(err)
	}
	f.done = true
	unfinished.Delete(f.writing)
	f.journal.close()
	if f.keeps && !f.shard {
		os.Remove(f.path + manifestEnding)
	}
	return nil
}

// seal writes the manifest of a shard that is whole, with its checksum.
func (f *rowFile) seal(m *rows.Manifest) error {
	sealed := m.Seal(f.journal.all)
	sealed.Format = rows.Format(f.target.format)
	text, err := sealed.Text()
	if err != nil {
		return err
	}
	return writeFile(f.path+manifestEnding, text)
}

// abandon leaves of a file that is not whole what can be gone on with, and nothing else.
func (f *rowFile) abandon() {
	if f.done || f.f == nil {
		return
	}
	f.done = true
	f.f.Close()
	if f.keeps {
		f.journal.note()
		f.journal.close()
	}
	defer f.unlock()
	if !renamedLocked {
		f.unlock()
	}
	if f.writing == "" || f.keeps && f.kept() > 0 {
		return
	}
	os.Remove(f.writing)
	unfinished.Delete(f.writing)
	if f.keeps {
		os.Remove(f.path + manifestEnding)
	}
}
