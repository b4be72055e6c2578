package main

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// TestEnrolledNames: a command that is built only when its name is asked for has to have that name, and then stands alone.
func TestEnrolledNames(t *testing.T) {
	quiet := streams{nil, io.Discard, io.Discard}
	for _, c := range commands {
		cmd := c.build(quiet)
		if c.name != "" && c.name != cmd.Name() {
			t.Errorf("the command %s is enrolled as %q", cmd.Name(), c.name)
		}
		if c.name == "" {
			continue
		}
		only := newRoot(quiet, onlyCommand([]string{c.name, "--draws", "0"}))
		if child(only, c.name) == nil || child(only, "version") != nil && c.name != "version" {
			t.Errorf("capplan %s builds the wrong commands: %v", c.name, only.Commands())
		}
	}
	for _, args := range [][]string{nil, {"help", "estimate"}, {"--help"}, {"__complete", "mix", ""}, {"estimat"}, {"completion", "bash"}} {
		if got := len(newRoot(quiet, onlyCommand(args)).Commands()); got < len(commands) {
			t.Errorf("capplan %v: %d of %d commands are built", args, got, len(commands))
		}
	}
}

// TestExitCodesAreExplained: every code that the program ends with is on its help page.
func TestExitCodesAreExplained(t *testing.T) {
	for _, code := range []int{exitOK, exitFailed, exitUsage, exitCheck, exitBaseline, exitInterrupted} {
		if !strings.Contains(exitCodesText, fmt.Sprintf("%5d  ", code)) {
			t.Errorf("help exit-codes does not explain %d", code)
		}
	}
}
