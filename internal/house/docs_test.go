package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/capplan/capplan/internal/profile"
)

// quoted is a block of code in CONTRIBUTING.md that is said to stand in a file.
var quoted = regexp.MustCompile("(?s)In\\s`([a-z_/.0-9-]+)`:\n\n```(?:go|toml)\n(.*?)```")

// TestQuotedCodeExists holds the worked examples to the code: what CONTRIBUTING.md quotes stands there, spaces apart.
func TestQuotedCodeExists(t *testing.T) {
	blocks := quoted.FindAllStringSubmatch(read(t, "CONTRIBUTING.md"), -1)
	if len(blocks) < 5 {
		t.Fatalf("%d quotations found in CONTRIBUTING.md; is the pattern right?", len(blocks))
	}
	for _, b := range blocks {
		if !strings.Contains(words(read(t, b[1])), words(b[2])) {
			t.Errorf("CONTRIBUTING.md quotes code that %s no longer has:\n%s", b[1], b[2])
		}
	}
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestExampleProfileLoads reads the profile that CONTRIBUTING.md shows as a whole one.
func TestExampleProfileLoads(t *testing.T) {
	_, text, ok := strings.Cut(read(t, "CONTRIBUTING.md"), "`profiles/accelerators/example1.toml`:\n\n```toml\n")
	text, _, closed := strings.Cut(text, "```")
	if !ok || !closed {
		t.Fatal("CONTRIBUTING.md shows no profile")
	}
	library, err := profile.Open(fstest.MapFS{"accelerators/example1.toml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := library.Accelerator("ex1"); err != nil {
		t.Error(err)
	}
}

// TestUpdateFlagsExist looks for the flag behind every -update that a document tells people to type.
func TestUpdateFlagsExist(t *testing.T) {
	for _, path := range files(t, ".md") {
		for _, m := range regexp.MustCompile(`go test \./([a-z/]+)[^\n]* -update`).FindAllStringSubmatch(read(t, path), -1) {
			found := false
			for _, f := range files(t, "_test.go") {
				found = found || strings.HasPrefix(f, m[1]+"/") && strings.Contains(read(t, f), `flag.Bool("update"`)
			}
			if !found {
				t.Errorf("%s: %q: ./%s has no -update flag", path, m[0], m[1])
			}
		}
	}
}

// link is a Markdown link to a file or a heading, not to an address.
var link = regexp.MustCompile(`\]\(([^)\s:]+)\)`)

// TestLinksLead follows the links of the documents to files and headings.
func TestLinksLead(t *testing.T) {
	for _, document := range files(t, ".md") {
		text := read(t, document)
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			file, heading, _ := strings.Cut(m[1], "#")
			if file != "" {
				if _, err := os.Stat(filepath.Join(root, filepath.Dir(document), file)); err != nil {
					t.Errorf("%s links to %s, which does not exist", document, m[1])
				}
			} else if !regexp.MustCompile(`(?mi)^#+ ` + strings.ReplaceAll(heading, "-", "[ -]") + `$`).MatchString(text) {
				t.Errorf("%s links to a heading %q that it does not have", document, heading)
			}
		}
	}
}
