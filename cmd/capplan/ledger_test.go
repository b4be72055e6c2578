package main

import (
	"bytes"
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
