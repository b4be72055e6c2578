package highs

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// folder is where compiled forms of the module are kept: one file for each version of wazero and kind of processor, made by wazero, and beside each file a
// seal with its checksum. Compiled code runs as it is, so no file is used without its seal: a damaged one is deleted and made again. Both are written under
// another name and renamed, the seal first, so that two programs at once never see half a file; at worst, both compile.
type folder struct {
	path  string
	sound int // files with a true seal when it was opened
}

// sealSuffix is the ending of a seal's name, halfSuffix that of a file or folder that was not written to the end.
const (
	sealSuffix = ".seal"
	halfSuffix = ".tmp"
)

// openFolder returns the folder with nothing in it but sound files, or nil if there is no folder that can be trusted and used.
func openFolder(c Config) *folder {
	if c.NoCache {
		return nil
	}
	dir := c.CacheDir
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil
		}
		dir = filepath.Join(user, "capplan")
	}
	name := "highs-" + Package + "-code"
	if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
		return nil
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil
	}
	if real, err = filepath.Abs(real); err != nil {
		return nil
	}
	f := &folder{path: filepath.Join(real, name)}
	if !f.own() {
		return nil
	}
	if err := f.clean(); err != nil || f.sound == 0 && !f.writable() {
		return nil
	}
	if f.sound > 0 {
		f.sweep()
	}
	return f
}

// own reports whether the folder is the user's alone: who else may write to it, or put another in its place, could give the user code to run.
func (f *folder) own() bool {
	info, err := os.Lstat(f.path)
	if err != nil || !info.IsDir() || !trusted(info) {
		return false
	}
	for at := f.path; at != filepath.Dir(at); {
		at = filepath.Dir(at)
		if info, err := os.Lstat(at); err != nil || !info.IsDir() || !steadfast(info) {
			return false
		}
	}
	return true
}

// writable tries to make a file, since a compiled form that cannot be kept would be compiled in vain.
func (f *folder) writable() bool {
	probe, err := os.CreateTemp(f.path, "probe*"+halfSuffix)
	if err != nil {
		return false
	}
	err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	return err == nil
}

// clean removes every file without a true seal and counts the others. With an error, some file could not be removed and the folder is unsafe.
func (f *folder) clean() error {
	f.sound = 0
	return f.files(func(path string) error {
		if seal, err := os.ReadFile(path + sealSuffix); err == nil {
			if sum, err := checksum(path); err == nil && sum == string(seal) {
				f.sound++
				return nil
			}
		}
		return errors.Join(remove(path), remove(path+sealSuffix))
	})
}

// remove deletes a file that may have gone already.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// sweep removes what programs that were killed while they wrote left behind. It is only called when there is a sound file, so that nobody has a reason to write.
func (f *folder) sweep() {
	_ = filepath.WalkDir(f.path, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, halfSuffix) {
			_ = os.RemoveAll(path) // it takes up room and does no other harm
			if d.IsDir() {
				return fs.SkipDir
			}
		}
		return nil
	})
}

// files calls do for every compiled form in the folder.
func (f *folder) files(do func(path string) error) error {
	return filepath.WalkDir(f.path, func(path string, d fs.DirEntry, err error) error {
		switch half := strings.HasSuffix(path, halfSuffix); {
		case err == nil && d.IsDir() && half:
			return fs.SkipDir
		case err != nil || d.IsDir() || half || strings.HasSuffix(path, sealSuffix):
			return err
		}
		return do(path)
	})
}

// checksum returns the size and the CRC-32C of a file. It guards against damage, not against somebody who may write to the folder.
func checksum(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	n, err := io.CopyBuffer(sum, struct{ io.Reader }{file}, make([]byte, 1<<18))
	return fmt.Sprintf("%d bytes, CRC-32C %08x\n", n, sum.Sum32()), errors.Join(err, file.Close())
}
