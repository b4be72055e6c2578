package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocumentedCommands runs every command of the README and the docs that is shown with its output, and compares. With -update the output is rewritten, so
// that no figure in them was typed by hand.
func TestDocumentedCommands(t *testing.T) {
	root := filepath.Join("..", "..")
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, file := range append(files, filepath.Join(root, "README.md")) {
		old, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(old), "\n")
		var out []string
		for i := 0; i < len(lines); i++ {
			out = append(out, lines[i])
			if strings.TrimSpace(lines[i]) != "```console" {
				continue
			}
			for i++; i < len(lines) && lines[i] != "```"; i++ {
				command, ok := strings.CutPrefix(lines[i], "$ ")
				if !ok {
					continue // old output
				}
				out = append(out, lines[i])
				args, ok := capplanArgs(command)
				if !ok {
					continue
				}
				commands++
				out = append(out, capture(t, args)...)
			}
			out = append(out, "```")
		}
		if text := strings.Join(out, "\n"); text != string(old) {
			if *update {
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			t.Errorf("%s is out of date: go test ./cmd/capplan -run TestDocumentedCommands -update", filepath.Base(file))
			for i, l := range out {
				if i >= len(lines) || lines[i] != l {
					t.Logf("first difference at line %d:\n%s", i+1, l)
					break
				}
			}
		}
	}
	if commands == 0 {
		t.Error("no command is documented")
	}
}

// capplanArgs are the arguments of a documented command line, false if it runs something else.
func capplanArgs(command string) ([]string, bool) {
	for _, prefix := range []string{"go run ./cmd/capplan ", "capplan "} {
		if rest, ok := strings.CutPrefix(command, prefix); ok && !strings.ContainsAny(rest, "|>") {
			return words(rest), true
		}
	}
	return nil, false
}

// words splits a command line at spaces outside single quotes.
func words(s string) []string {
	var out []string
	for i, part := range strings.Split(s, "'") {
		if i%2 == 1 {
			out = append(out, part)
		} else {
			out = append(out, strings.Fields(part)...)
		}
	}
	return out
}

// capture runs a command in the repository's root and returns what a terminal would show.
func capture(t *testing.T, args []string) []string {
	t.Helper()
	var b bytes.Buffer
	if code := run(streams{nil, &b, &b}, args); code != exitOK && code != exitUsage && code != exitCheck {
		t.Errorf("capplan %s: exit %d\n%s", strings.Join(args, " "), code, b.String())
	}
	return strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
}
