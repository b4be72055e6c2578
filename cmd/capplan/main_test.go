package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the goldens of the scripts")

func TestMain(m *testing.M) { testscript.Main(thrifty{m}, map[string]func(){"capplan": main}) }

// thrifty runs the tests with one folder for the compiled solver, which takes a second or two to compile, and with a lazy collector. The processes that scripts
// start have the folder too, if they do not choose their own, and the collector of any other process.
type thrifty struct{ *testing.M }

func (t thrifty) Run() int {
	dir, err := os.MkdirTemp("", "capplan-test-cache")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	os.Setenv("XDG_CACHE_HOME", dir)
	debug.SetGCPercent(400)
	return t.M.Run()
}

// TestScripts runs the command line as people and programs do; see testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", UpdateScripts: *update, RequireExplicitExec: true, RequireUniqueNames: true,
		Cmds: scriptCommands,
		Setup: func(e *testscript.Env) error { // where the profiles are, those that are wrong on purpose included
			dir, err := filepath.Abs("../../profiles")
			e.Setenv("PROFILES", dir)
			e.Setenv("XDG_CACHE_HOME", os.Getenv("XDG_CACHE_HOME"))
			return err
		},
	})
}

// exits runs a command and checks its exit code: exits 2 capplan estimate --gw NaN.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG ...]")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("%v", err)
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
