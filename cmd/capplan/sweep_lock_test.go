//go:build unix && !aix && !illumos && !solaris

package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestOneProcessAFile: while one process writes a file, another neither begins nor goes on with it, and touches nothing; afterwards it may.
func TestOneProcessAFile(t *testing.T) {
	s := newInterruptedSweep(t)
	s.leave(4, []int{3}, nil)
	before, log := s.read(s.path+partialEnding), s.read(s.path+manifestEnding)
	other := &rowFile{path: s.path, writing: s.path + partialEnding} // a lock is of the open file, so this process can hold one against itself
	if err := other.lock(); err != nil {
		t.Fatal(err)
	}
	const says = "another process is writing r.csv, as r.csv.partial; wait for it, or end it and go on by --resume"
	if code, errs := s.resume(); code != exitFailed || !strings.Contains(errs, says) {
		t.Errorf("resumed: exit %d, %s", code, errs)
	}
	var out, errs bytes.Buffer
	if code := run(streams{nil, &out, &errs}, append(s.args, "-o", s.path)); code != exitFailed || !strings.Contains(strings.ReplaceAll(errs.String(), s.dir+"/", ""), says) {
		t.Errorf("begun: exit %d, %s", code, errs.String())
	}
	if !bytes.Equal(s.read(s.path+partialEnding), before) || !bytes.Equal(s.read(s.path+manifestEnding), log) {
		t.Error("the other's files were changed")
	}
	other.unlock()
	if code, errs := s.resume(); code != exitOK || !bytes.Equal(s.read(s.path), s.whole) {
		t.Errorf("afterwards: exit %d, %s", code, errs)
	}
}

// TestLockOfAFileThatWasFinished: a lock that comes when the rows have got their name is none.
func TestLockOfAFileThatWasFinished(t *testing.T) {
	s := newInterruptedSweep(t)
	s.leave(4, []int{3}, nil)
	writing := s.path + partialEnding
	before, err := os.Open(writing)
	if err != nil {
		t.Fatal(err)
	}
	defer before.Close()
	if err := lockFile(before); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(writing, s.path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(writing, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	f := &rowFile{path: s.path, writing: writing}
	if err := f.lock(); err != nil {
		t.Errorf("a new file under the name is not free: %v", err)
	}
	f.unlock()
}
