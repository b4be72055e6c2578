//go:build unix

package highs

import (
	"io/fs"
	"os"
	"syscall"
)

// trusted reports whether the file belongs to the user or to the system's keeper, and nobody else may write to it.
func trusted(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && (s.Uid == 0 || int(s.Uid) == os.Getuid()) && info.Mode().Perm()&0o022 == 0
}
