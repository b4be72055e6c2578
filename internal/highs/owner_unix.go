//go:build unix

package highs

import (
	"io/fs"
	"os"
	"syscall"
)

// trusted reports whether the file belongs to the user or to the system's keeper, and nobody else may write to it.
func trusted(info fs.FileInfo) bool {
	return owned(info) && info.Mode().Perm()&0o022 == 0
}

// steadfast reports whether what lies in a folder stays: the folder belongs to the user or to the system's keeper, and not everybody may rename what is in it. Of
// the group this does not ask: where everybody has a group of their own, folders of a home are often writable for it.
func steadfast(info fs.FileInfo) bool {
	return owned(info) && (info.Mode().Perm()&0o002 == 0 || info.Mode()&fs.ModeSticky != 0)
}

func owned(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && (s.Uid == 0 || int(s.Uid) == os.Getuid())
}
