package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// TestCommaInBash: each place where cobra's script for bash escapes a word is followed by one that takes the escape from commas; a cobra with other places is seen here.
func TestCommaInBash(t *testing.T) {
	for _, flags := range [][]string{nil, {"--no-descriptions"}} {
		var out bytes.Buffer
		if code := run(streams{strings.NewReader(""), &out, io.Discard}, append([]string{"completion", "bash"}, flags...)); code != exitOK {
			t.Fatalf("exit %d", code)
		}
		script := out.String()
		escapes, mended := strings.Count(script, `=$(printf "%q"`)+strings.Count(script, `< <(printf "%q\n"`), strings.Count(script, `//\\,/,}`)
		if escapes != 6 || mended != escapes {
			t.Errorf("%v: %d escapes, %d of them mended", flags, escapes, mended)
		}
	}
}

// TestCompleteHelp: help offers topics and commands, of a command those below it, and nothing after a word that it does not know.
func TestCompleteHelp(t *testing.T) {
	root := newRoot(streams{strings.NewReader(""), io.Discard, io.Discard}, "")
	for _, c := range []struct {
		args  []string
		typed string
		want  string
	}{{nil, "exit", "exit-codes"}, {nil, "est", "estimate"}, {[]string{"profiles"}, "sch", "schema"}, {[]string{"nothing"}, "", ""}, {[]string{"units"}, "", ""}} {
		var names []string
		words, _ := completeHelp(child(root, "help"), c.args, c.typed)
		for _, w := range words {
			name, _, _ := strings.Cut(string(w), "\t")
			names = append(names, name)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%v %q: %q, want %q", c.args, c.typed, got, c.want)
		}
	}
}
