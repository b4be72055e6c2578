package profile

import (
	"os"
	"strings"
	"testing"
)

// TestDocumentedScenario: the whole file that docs/scenarios.md shows is a scenario.
func TestDocumentedScenario(t *testing.T) {
	page, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, ok := strings.Cut(string(page), "```toml\n")
	text, _, end := strings.Cut(text, "\n```")
	if !ok || !end {
		t.Fatal("there is no example")
	}
	s, chips, err := builtin(t).ParseScenario("mine.toml", []byte(strings.ReplaceAll(text, `"https://..."`, `"https://example.org/release"`)+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(chips) != 3 || len(s.Money) != 3 || len(s.Thresholds) != 1 || len(s.Sources) != 1 {
		t.Errorf("%d chips, %d tranches, %d thresholds, %d sources", len(chips), len(s.Money), len(s.Thresholds), len(s.Sources))
	}
}
