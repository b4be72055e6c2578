package highs

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/tetratelabs/wazero"
)

// answer starts a solver with the folder and solves a small problem.
func answer(t *testing.T, c Config) {
	t.Helper()
	s := New(c)
	got, err := s.Solve(context.Background(), &Problem{Maximise, []Column{whole(8, inf), whole(5, inf)}, []Row{atMost(6, 1, 1), atMost(45, 9, 5)}}, Options{})
	if err != nil || got.Objective != 40 {
		t.Errorf("got %+v, %v", got, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// small is the smallest module with something to compile: one function that does nothing. The folder does not know the difference, and it takes no time.
var small = []byte("\x00asm\x01\x00\x00\x00\x01\x04\x01\x60\x00\x00\x03\x02\x01\x00\x0a\x04\x01\x02\x00\x0b")

// unused is for engines that no problem is given to.
func unused(*engine) error { return nil }

// fill compiles the small module with the folder.
func fill(t *testing.T, c Config) {
	t.Helper()
	e, err := compile(c, small, unused)
	if err == nil {
		err = e.close()
	}
	if err != nil {
		t.Error(err)
	}
}

// kept lists the folder's files, which must be a compiled form and its seal.
func kept(t *testing.T, dir string) (form, seal string) {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil || len(all) != 2 || all[1] != all[0]+sealSuffix {
		t.Fatalf("the folder holds %v, %v", all, err)
	}
	return all[0], all[1]
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestFolderOfSolver fills a folder with the solver itself and uses it; then it puts the outline's own form in that place, sealed, which traps and must be made
// again.
func TestFolderOfSolver(t *testing.T) {
	dir := t.TempDir()
	c := Config{CacheDir: dir}
	answer(t, c)
	form, seal := kept(t, dir)
	good := readFile(t, form)
	answer(t, c)
	thin, err := outline(module)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	e, err := newEngine(wazero.NewRuntimeConfig(), elsewhere, thin)
	if err == nil {
		err = e.close()
	}
	if err != nil {
		t.Fatal(err)
	}
	traps, err := only(elsewhere)
	if err != nil || filepath.Base(traps) != filepath.Base(form) {
		t.Fatalf("the outline's form is %s, the module's is kept as %s: %v", traps, form, err)
	}
	sum, err := checksum(traps)
	if err == nil {
		err = os.WriteFile(seal, []byte(sum), 0o600)
	}
	if err == nil {
		err = os.WriteFile(form, readFile(t, traps), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	answer(t, c)
	if form, _ := kept(t, dir); !bytes.Equal(readFile(t, form), good) {
		t.Error("the form is not what it was")
	}
}

// TestFolder fills a folder, uses it, damages what is in it in every way, and wants a start each time and a sound folder after.
func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	c := Config{CacheDir: dir}
	fill(t, c)
	form, seal := kept(t, dir)
	good, goodSeal := readFile(t, form), readFile(t, seal)
	before, err := os.Stat(form)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, c)
	if after, err := os.Stat(form); err != nil || !os.SameFile(before, after) {
		t.Errorf("a sound form was made again: %v", err)
	}
	for name, damage := range map[string]func() error{
		"a byte of the code":     func() error { return os.WriteFile(form, flip(good, len(good)/2), 0o600) },
		"a byte of the offsets":  func() error { return os.WriteFile(form, flip(good, 16), 0o600) },
		"the first byte":         func() error { return os.WriteFile(form, flip(good, 0), 0o600) },
		"cut in half":            func() error { return os.WriteFile(form, good[:len(good)/2], 0o600) },
		"empty":                  func() error { return os.WriteFile(form, nil, 0o600) },
		"gone":                   func() error { return os.Remove(form) },
		"a false seal":           func() error { return os.WriteFile(seal, []byte("20 bytes, CRC-32C 00000000\n"), 0o600) },
		"an empty seal":          func() error { return os.WriteFile(seal, nil, 0o600) },
		"no seal":                func() error { return os.Remove(seal) },
		"half a file":            func() error { return os.WriteFile(form+".123"+halfSuffix, good[:100], 0o600) },
		"another file, unsealed": func() error { return os.WriteFile(filepath.Join(filepath.Dir(form), "0123"), good, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := damage(); err != nil {
				t.Fatal(err)
			}
			fill(t, c)
			form, seal := kept(t, dir)
			if !bytes.Equal(readFile(t, form), good) || !bytes.Equal(readFile(t, seal), goodSeal) {
				t.Error("the form or its seal is not what it was")
			}
		})
	}
}

func flip(b []byte, i int) []byte {
	b = bytes.Clone(b)
	b[i] ^= 0x55
	return b
}

// TestUselessFolder wants a start where nothing can be kept.
func TestUselessFolder(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fill(t, Config{CacheDir: file})
	fill(t, Config{CacheDir: filepath.Join(file, "below")})
	if b := readFile(t, file); len(b) != 0 {
		t.Error("the file in the way was written to")
	}
	if openFolder(Config{CacheDir: dir, NoCache: true}) != nil {
		t.Error("NoCache opens a folder")
	}
	fill(t, Config{CacheDir: dir, NoCache: true})
	if all, err := os.ReadDir(dir); err != nil || len(all) != 1 {
		t.Errorf("NoCache left %v, %v", all, err)
	}
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData", "home"} {
		t.Setenv(name, "")
	}
	if openFolder(Config{}) != nil {
		t.Error("a folder without a home")
	}
	fill(t, Config{})
}

// TestUserFolder wants the form in the user's own cache folder when no other is named.
func TestUserFolder(t *testing.T) {
	home, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData", "home"} {
		t.Setenv(name, home)
	}
	f := openFolder(Config{})
	if f == nil || !strings.HasPrefix(f.path, home) || !strings.HasSuffix(f.path, filepath.Join("capplan", "highs-"+Package+"-code")) {
		t.Errorf("got %+v in %s", f, home)
	}
}

// TestFolderOfOthers refuses to run code from a folder that others may write to.
func TestFolderOfOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps rights elsewhere than in the mode")
	}
	dir := t.TempDir()
	f := openFolder(Config{CacheDir: dir})
	if f == nil {
		t.Fatal("no folder")
	}
	for _, mode := range []os.FileMode{0o720, 0o702, 0o777} {
		if err := os.Chmod(f.path, mode); err != nil {
			t.Fatal(err)
		}
		if openFolder(Config{CacheDir: dir}) != nil {
			t.Errorf("a folder of mode %o is used", mode)
		}
	}
	if err := os.Chmod(f.path, 0o755); err != nil {
		t.Fatal(err)
	}
	if openFolder(Config{CacheDir: dir}) == nil {
		t.Error("a folder that others may read is not used")
	}
	elsewhere := filepath.Join(t.TempDir(), "capplan")
	if err := os.MkdirAll(elsewhere, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(f.path, filepath.Join(elsewhere, filepath.Base(f.path))); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(elsewhere, filepath.Base(f.path))
	if openFolder(Config{CacheDir: elsewhere}) != nil {
		t.Error("a link is followed")
	}
	if _, err := os.Lstat(link); err != nil {
		t.Errorf("the link is not left alone: %v", err)
	}
	for mode, want := range map[os.FileMode]bool{0o777: false, 0o777 | os.ModeSticky: true, 0o775: true, 0o700: true} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		if got := openFolder(Config{CacheDir: dir}) != nil; got != want {
			t.Errorf("in a folder of mode %v: used is %v", mode, got)
		}
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 {
		t.Skip("only root can give a folder away")
	}
	for _, given := range []string{f.path, dir} {
		if err := os.Chown(given, 54321, -1); err != nil {
			t.Fatal(err)
		}
		if openFolder(Config{CacheDir: dir}) != nil {
			t.Errorf("%s is another user's, and used", given)
		}
		if err := os.Chown(given, 0, -1); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFolderOfTwo lets many fill one folder at once, as programs may.
func TestFolderOfTwo(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { fill(t, Config{CacheDir: dir}) })
	}
	all.Wait()
	fill(t, Config{CacheDir: dir})
	kept(t, dir)
}
