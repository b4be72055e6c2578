//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// shell returns a function that runs lines of shell in a folder, with this program as capplan.
func shell(t *testing.T, dir string) func(script string, env ...string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(t.TempDir(), "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(bin, "capplan")); err != nil {
		t.Fatal(err)
	}
	return func(script string, env ...string) {
		t.Helper()
		cmd := exec.Command("sh", "-euc", script)
		cmd.Dir = dir
		cmd.Env = append([]string{"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "GOCOVERDIR=" + os.Getenv("GOCOVERDIR")}, env...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s\n%v: %v\n%s", script, env, err, out)
		}
	}
}
