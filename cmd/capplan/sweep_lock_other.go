//go:build !windows && (!unix || aix || illumos || solaris)

package main

import (
	"errors"
	"os"
)

// renamedLocked: a file can be renamed while it is locked.
const renamedLocked = true

// lockFile locks nothing: these systems have no lock that belongs to an open file.
func lockFile(*os.File) error { return errors.ErrUnsupported }
