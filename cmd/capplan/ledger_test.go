package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExampleLedger asks about the ledger that docs/ledgers.md shows, and compares the answer with the one shown there. With -update it is rewritten.
func TestExampleLedger(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "ledgers.md")
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(old), "```toml\n")
	book, after, closed := strings.Cut(rest, "```")
	between, tail, shown := strings.Cut(after, "```text\n")
	_, end, whole := strings.Cut(tail, "```")
	if !ok || !closed || !shown || !whole {
		t.Fatal("docs/ledgers.md shows no ledger with an answer")
	}
	var out, warnings bytes.Buffer
	if code := run(streams{strings.NewReader(book), &out, &warnings}, []string{"ledger", "-"}); code != exitOK {
		t.Fatalf("exit %d: %s", code, warnings.String())
	}
	answer, _, _ := strings.Cut(out.String(), "\nConcentration") // the rest is like that of the built-in ledger
	if text := before + "```toml\n" + book + "```" + between + "```text\n" + answer + "```" + end; text != string(old) {
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		t.Errorf("the answer in docs/ledgers.md is out of date: go test ./cmd/capplan -run TestExampleLedger -update; it is\n%s", answer)
	}
}

// TestRunningLedger holds docs/examples/running.toml to the sentence in docs/ledgers.md, and that to 1.9 of 3.9 GW.
func TestRunningLedger(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "ledgers.md"))
	if err != nil {
		t.Fatal(err)
	}
	out := capture(t, []string{"ledger", "../../docs/examples/running.toml", "--layer", "in-use", "--draws", "0"})
	said := strings.TrimSuffix(out[0], ".")
	if !strings.Contains(string(page), "`"+said+"`, 1.9 of 3.9 GW") || !strings.Contains(said, fmt.Sprintf(" to %.1f%% of ", 100*1.9/3.9)) {
		t.Errorf("the answer begins with %q", said)
	}
}
