package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"github.com/capplan/capplan/plots"
)

// fileKeeper is a standard output that takes the files of a run too: nothing reaches the disk then.
type fileKeeper interface {
	keep(path string, body []byte)
}

// writeAll renders everything and looks at where it is to go first, so that a failure leaves nothing behind, then writes the files, then standard output.
func writeAll(s streams, toStdout func(w io.Writer) error, files []target) error {
	var out bytes.Buffer
	if err := toStdout(&out); err != nil {
		return err
	}
	bodies := make([][]byte, len(files))
	for i, t := range files {
		var b bytes.Buffer
		if err := t.render(&b); err != nil {
			return notDrawn(t.path, err)
		}
		bodies[i] = b.Bytes()
	}
	if k, is := s.out.(fileKeeper); is {
		for i, t := range files {
			k.keep(t.path, bodies[i])
		}
		files = nil
	}
	for _, t := range files {
		if err := writable(t.path); err != nil {
			return err
		}
	}
	if err := writeFiles(files, bodies); err != nil {
		return err
	}
	_, err := s.out.Write(out.Bytes())
	return err
}

// notDrawn makes a mistake in the question of a chart that cannot show its data.
func notDrawn(path string, err error) error {
	var refused *plots.Refused
	if !errors.As(err, &refused) {
		return err
	}
	return usagef("-o %s: the chart %s cannot show this: %w; ask for less of it, or for a table, such as -o FILE.csv", path, refused.Kind, refused.Err)
}

// writeFiles puts files in place whole, all of them or none: all are written beside their places first, then renamed.
func writeFiles(files []target, bodies [][]byte) error {
	var ready []*staged
	for i, t := range files {
		s, err := stage(t.path, bodies[i])
		if err != nil {
			dropAll(ready)
			return err
		}
		ready = append(ready, s)
	}
	return commitAll(ready)
}

// commitAll puts all files in their places. Devices and pipes, which can be full, come first: a rename in the same folder hardly fails, and what it replaced is
// gone. After an error those that are new there are taken back.
func commitAll(ready []*staged) error {
	slices.SortStableFunc(ready, func(a, b *staged) int { return cmp.Compare(min(len(a.temp), 1), min(len(b.temp), 1)) })
	for i, s := range ready {
		if err := s.commit(); err != nil {
			dropAll(ready[i:])
			for _, done := range ready[:i] {
				done.takeBack()
			}
			return err
		}
	}
	return nil
}

func dropAll(list []*staged) {
	for _, s := range list {
		s.drop()
	}
}

// writeFile puts a file in place whole: beside it first, then renamed. What is not a regular file (a device, a pipe) is written through, never replaced.
func writeFile(path string, body []byte) error {
	s, err := stage(path, body)
	if err != nil {
		return err
	}
	if err := s.commit(); err != nil {
		s.drop()
		return err
	}
	return nil
}

// staged is a file that is ready to be put in its place.
type staged struct {
	named   string // as the user has it
	path    string // where it goes, links followed
	temp    string // where it is until then; empty for what is written through
	through []byte // what is written through
	fresh   bool   // there was no such file
}

// stage writes a file beside its place.
func stage(named string, body []byte) (*staged, error) {
	if named == summaryPath {
		return &staged{named: named, path: named, through: body}, nil
	}
	if info, err := os.Stat(named); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return nil, fmt.Errorf("%s is a directory; name a file", named)
		}
		return &staged{named: named, path: named, through: body}, nil
	}
	path, err := replaceable(named)
	if err != nil {
		return nil, fmt.Errorf("cannot write %s: %w", named, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("cannot write %s: %w", named, unwrapPath(err))
	}
	s := &staged{named: named, path: path, temp: f.Name()}
	_, err = os.Lstat(path)
	s.fresh = errors.Is(err, fs.ErrNotExist)
	unfinished.Store(s.temp, nil)
	_, err = f.Write(body)
	if err = firstError(err, f.Chmod(fileMode(path)), f.Close()); err != nil {
		s.drop()
		return nil, fmt.Errorf("cannot write %s: %w", named, unwrapPath(err))
	}
	return s, nil
}

// commit puts the file in its place.
func (s *staged) commit() error {
	if s.path == summaryPath {
		return appendSummary(s.through)
	}
	if s.temp == "" {
		f, err := os.OpenFile(s.path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = f.Write(s.through)
		return firstError(err, f.Close())
	}
	if err := os.Rename(s.temp, s.path); err != nil {
		return fmt.Errorf("cannot write %s: %w", s.named, unwrapPath(err))
	}
	unfinished.Delete(s.temp)
	s.temp = ""
	return nil
}

// drop removes what has not been put in place.
func (s *staged) drop() {
	if s.temp != "" {
		os.Remove(s.temp)
		unfinished.Delete(s.temp)
	}
}

// takeBack removes a file that was put in place where there was none. One that it replaced is gone.
func (s *staged) takeBack() {
	if s.fresh {
		os.Remove(s.path)
	}
}

// maxLinks is how many links in a row are followed; systems follow about as many.
const maxLinks = 40

// replaceable is the name of the file that a path stands for: links are followed, to a file that is not there yet too, so that a link stays a link. A file that the
// user may not write is an error, as renaming another over it would change it all the same.
func replaceable(path string) (string, error) {
	path, err := linked(path)
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	switch {
	case err == nil:
		return path, f.Close()
	case errors.Is(err, fs.ErrNotExist):
		return path, nil
	}
	return "", unwrapPath(err)
}

// linked is what a path leads to when links are followed, whether it is there or not; the path itself where it is no link.
func linked(path string) (string, error) {
	for range maxLinks {
		to, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			// What a relative link is relative to is the folder that its own path leads to, which ".." leaves from there.
			folder, err := filepath.EvalSymlinks(filepath.Dir(path))
			if err != nil {
				return "", unwrapPath(err)
			}
			to = filepath.Join(folder, to)
		}
		path = to
	}
	if _, err := os.Readlink(path); err == nil {
		return "", errors.New("too many links lead to one another")
	}
	return path, nil
}

// writable says beforehand what of a file's place can be known to be in the way of writing it.
func writable(path string) error {
	if path == summaryPath {
		return writableSummary()
	}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return fmt.Errorf("%s is a directory; name a file", path)
	}
	if err == nil && !info.Mode().IsRegular() {
		return nil // opening a pipe would wait for its reader
	}
	real, err := replaceable(path)
	if err == nil {
		if info, err = os.Stat(filepath.Dir(real)); err == nil && !info.IsDir() {
			err = syscall.ENOTDIR
		}
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, unwrapPath(err))
	}
	return nil
}

// fileMode keeps the mode of a file that is replaced; a new one is for all to read.
func fileMode(path string) os.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}

// unwrapPath drops the name of the temporary file from an error: the user did not ask for that file.
func unwrapPath(err error) error {
	switch e := err.(type) {
	case *os.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// unfinished are the temporary files that exist now.
var unfinished sync.Map

func removeUnfinished() {
	unfinished.Range(func(name, _ any) bool {
		os.Remove(name.(string))
		return true
	})
}
