package main

import (
	"errors"
	"math"
	"os"

	"golang.org/x/sys/windows"
)

// renamedLocked: a file that is open cannot be renamed.
const renamedLocked = false

// lockFile locks a file until it is closed: [errLocked] where another process has, another error where that cannot be done. Locks keep others off the bytes that
// are locked, so it is the last byte that a file could have.
func lockFile(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
		&windows.Overlapped{Offset: math.MaxUint32, OffsetHigh: math.MaxInt32})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errLocked
	}
	return err
}
