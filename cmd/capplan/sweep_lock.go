package main

import (
	"errors"
	"fmt"
	"os"
)

// errLocked says that another process holds a lock.
var errLocked = errors.New("another process holds it")

// lock makes the rows on the way this process's own, so that no other goes on with them while it writes. The system gives the lock up with the process, however
// that ends. Where a file system knows no locks, as some of clusters do not, there is none, and nothing else changes.
func (f *rowFile) lock() error {
	own, err := os.OpenFile(f.writing, os.O_RDWR, 0) // apart from the file that is written, so that the lock outlasts its closing
	if err != nil {
		return f.failed(err)
	}
	if err := lockFile(own); errors.Is(err, errLocked) {
		own.Close()
		return f.taken()
	}
	// Another process may have ended, and given the file its name or removed it, just before the lock came.
	here, err := os.Stat(f.writing)
	mine, errMine := own.Stat()
	if err != nil || errMine != nil || !os.SameFile(here, mine) {
		own.Close()
		return f.taken()
	}
	f.locked = own
	return nil
}

// taken says that another process writes the rows.
func (f *rowFile) taken() error {
	return fmt.Errorf("another process is writing %s, as %s; wait for it, or end it and go on by --resume", f.path, f.writing)
}

// unlock gives the rows up.
func (f *rowFile) unlock() {
	if f.locked != nil {
		f.locked.Close()
		f.locked = nil
	}
}
