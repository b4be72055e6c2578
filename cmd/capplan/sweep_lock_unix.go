//go:build unix && !aix && !illumos && !solaris

package main

import (
	"errors"
	"os"
	"syscall"
)

// renamedLocked: a file can be renamed while it is locked.
const renamedLocked = true

// lockFile locks a file until it is closed: [errLocked] where another process has, another error where that cannot be done.
func lockFile(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errLocked
	}
	return err
}
