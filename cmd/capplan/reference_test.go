package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/report"
)

// TestReferencePage holds docs/cli.md to the commands. With -update it is written anew.
func TestReferencePage(t *testing.T) {
	var b bytes.Buffer
	if err := report.ReferencePage(&b, wholeSurface(t)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(docsFolder, "cli.md")
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if old, err := os.ReadFile(file); err != nil || !bytes.Equal(old, b.Bytes()) {
		t.Error("docs/cli.md is out of date: go test ./cmd/capplan -run TestReferencePage -update")
	}
}

// TestDescribeIsComplete: every command that can be typed is described, with every flag that it takes and every word of its choices.
func TestDescribeIsComplete(t *testing.T) {
	s := wholeSurface(t)
	byPath := map[string]report.CommandInfo{}
	for _, c := range s.Commands {
		byPath[c.Path] = c
	}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, below := range c.Commands() {
			walk(below)
		}
		if !c.Runnable() || c.Name() == "help" || c.HasSubCommands() && c.Flags().Lookup("format") == nil {
			return
		}
		info, ok := byPath[pathOf(c)]
		if !ok {
			t.Errorf("capplan %s is not described", pathOf(c))
			return
		}
		c.InheritedFlags() // merges those of its parents
		c.Flags().VisitAll(func(f *pflag.Flag) {
			i := slices.IndexFunc(info.Flags, func(x report.FlagInfo) bool { return x.Name == f.Name })
			switch {
			case f.Hidden:
			case i < 0:
				t.Errorf("capplan %s --%s is not described", info.Path, f.Name)
			case slices.Contains([]string{"format", "sampler", "basis", "workload", "precision", "theme", "color", "chart", "by", "layer"}, f.Name) && len(info.Flags[i].Values) == 0:
				t.Errorf("capplan %s --%s: its words are not described", info.Path, f.Name)
			}
		})
		if len(info.Formats) > 0 && !slices.Contains(info.Formats, "json") {
			t.Errorf("capplan %s has no JSON", info.Path)
		}
		for _, always := range []int{exitOK, exitFailed, exitUsage, exitInterrupted} {
			if !slices.Contains(info.ExitCodes, always) {
				t.Errorf("capplan %s is said never to end with %d", info.Path, always)
			}
		}
	}
	walk(newRoot(streams{}, ""))
	for path, code := range map[string]int{"check": exitBaseline, "compare": exitBaseline, "estimate": exitCheck, "repro": exitCheck, "mix": exitInfeasible, "ramp": exitInfeasible, "profiles check": exitCheck, "diff": exitCheck, "ledger": exitCheck, "sweep": exitCheck, "backtest": exitBaseline} {
		if !slices.Contains(byPath[path].ExitCodes, code) {
			t.Errorf("capplan %s is said never to end with %d: %v", path, code, byPath[path].ExitCodes)
		}
	}
	if slices.Contains(byPath["report"].ExitCodes, exitCheck) {
		t.Error("capplan report is said to end with 3")
	}
}

// roffRequest is a line that is for the language.
var roffRequest = regexp.MustCompile(`(?m)^\.[A-Za-z]+`)

// TestManualPages: each command has a page that names all its flags, the same in every run, in the few requests that every man knows, and, where
// man's own check is to be had, without a warning.
func TestManualPages(t *testing.T) {
	dir, again := t.TempDir(), t.TempDir()
	for _, d := range []string{dir, again} {
		if r := ask([]string{"man", "--dir", d}); r.code != exitOK || r.out != "" {
			t.Fatalf("exit %d: %s", r.code, r.errs)
		}
	}
	s := wholeSurface(t)
	files, _ := filepath.Glob(filepath.Join(dir, "*.1"))
	if len(files) != len(s.Commands)+1 {
		t.Errorf("%d pages of %d commands", len(files), len(s.Commands))
	}
	for _, f := range files {
		text, _ := os.ReadFile(f)
		if second, _ := os.ReadFile(filepath.Join(again, filepath.Base(f))); !bytes.Equal(text, second) {
			t.Errorf("%s is different the second time", filepath.Base(f))
		}
		for _, r := range roffRequest.FindAllString(string(text), -1) {
			if !slices.Contains([]string{".TH", ".SH", ".TP", ".PP", ".br", ".nf", ".fi"}, r) {
				t.Errorf("%s has a request %s, which is none of a manual page", filepath.Base(f), r)
			}
		}
		for _, lint := range [][]string{{"mandoc", "-T", "lint", "-W", "warning"}, {"groff", "-man", "-z", "-ww"}} {
			if _, err := exec.LookPath(lint[0]); err != nil {
				continue
			}
			if out, err := exec.Command(lint[0], append(lint[1:], f)...).CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%s, %s: %s", filepath.Base(f), lint[0], out)
			}
		}
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "capplan-estimate.1")); !bytes.Contains(text, []byte(`\fB\-\-chip\fR \fIchip\fR`)) || !bytes.Contains(text, []byte(`\fB\-\-ascii\fR`+"\n")) {
		t.Error("a flag does not say what stands after it, or one that takes nothing does")
	}
	for _, c := range s.Commands {
		text, err := os.ReadFile(filepath.Join(dir, "capplan-"+strings.ReplaceAll(c.Path, " ", "-")+".1"))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, f := range c.Flags {
			if !strings.Contains(string(text), strings.ReplaceAll("--"+f.Name, "-", `\-`)+`\fR`) {
				t.Errorf("the page of capplan %s lacks --%s", c.Path, f.Name)
			}
		}
	}
}
