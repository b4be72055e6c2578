package highs

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/tetratelabs/wazero"
)

// TestOutline: the outline of HiGHS is small, says the same of itself, and its functions trap.
func TestOutline(t *testing.T) {
	thin, err := outline(module)
	if err != nil {
		t.Fatal(err)
	}
	patched := bytes.Clone(module)
	patched[len(patched)/2] ^= 1
	if other, err := outline(patched); err != nil || bytes.Equal(other, thin) {
		t.Errorf("a module with other code has the same outline, %v", err)
	}
	if len(thin) > len(module)/10 {
		t.Errorf("%d bytes of %d", len(thin), len(module))
	}
	e, err := newEngine(wazero.NewRuntimeConfigInterpreter(), "", thin)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.close() }()
	full, err := shared().acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer shared().release()
	a, b := e.module.ExportedFunctions(), full.module.ExportedFunctions()
	if len(a) != len(b) || len(a) == 0 {
		t.Errorf("%d exports, %d of the module", len(a), len(b))
	}
	for name := range b {
		if a[name] == nil || len(a[name].ParamTypes()) != len(b[name].ParamTypes()) {
			t.Errorf("export %s is %v, %v in the module", name, a[name], b[name])
		}
	}
	if in, err := e.instance(context.Background()); err == nil {
		t.Errorf("it runs: %v", in.version())
	}
	for n := range 64 {
		if _, err := outline(module[:n]); err == nil && n != header {
			t.Errorf("the first %d bytes have an outline", n)
		}
	}
	for _, bad := range [][]byte{append(module[:header:header], codeSection, 1, 0x80), append(module[:header:header], codeSection, 1, 0x7f), append(module[:header:header], 1, 0xff)} {
		if _, err := outline(bad); err == nil {
			t.Errorf("% x has an outline", bad)
		}
	}
}

// TestFormOfAnotherProcessor finds a sound form that is not for this processor, whose name wazero does not ask for: it stays, and another is made beside it.
func TestFormOfAnotherProcessor(t *testing.T) {
	dir := t.TempDir()
	c := Config{CacheDir: dir}
	fill(t, c)
	form, seal := kept(t, dir)
	other := filepath.Join(filepath.Dir(form), "0123")
	if err := os.Rename(form, other); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(seal, other+sealSuffix); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		fill(t, c)
		if f := openFolder(c); f == nil || f.sound != 2 {
			t.Errorf("the folder has %+v", f)
		}
		if _, err := os.Stat(form + sealSuffix); err != nil {
			t.Error(err)
		}
	}
}

// TestKilledCompile finds what a first compile that was killed leaves: it is no hindrance, and goes with the next start after one that was not.
func TestKilledCompile(t *testing.T) {
	dir := t.TempDir()
	c := Config{CacheDir: dir}
	left := filepath.Join(openFolder(c).path, "new123"+halfSuffix, "full", "wazero")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"abc", "abc" + sealSuffix, "abc.1" + halfSuffix} {
		if err := os.WriteFile(filepath.Join(left, name), small, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fill(t, c)
	fill(t, c)
	kept(t, dir)
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("what was left is still there: %v", err)
	}
}
