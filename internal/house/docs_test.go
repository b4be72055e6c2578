package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/capplan/capplan/internal/audit"
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
	subjects, _ := library.Subjects()
	for _, f := range audit.Run(subjects, audit.Config{}) {
		if f.Severity != audit.Info {
			t.Errorf("the profile that CONTRIBUTING.md shows: %+v", f)
		}
	}
}

// exception is one that docs/profiles.md shows, in either form.
var exception = regexp.MustCompile(`(?m)^    (?:\[exceptions\.)?([a-z-]+)(?: = \{ keys|\])`)

// TestDocsKnowTheRules holds what docs/profiles.md says of rules to the table: which have no exceptions, and that those it excepts from have.
func TestDocsKnowTheRules(t *testing.T) {
	text := read(t, "docs/profiles.md")
	_, none, _ := strings.Cut(text, "What the reader itself finds (")
	none, _, _ = strings.Cut(none, ")")
	for _, r := range audit.Rules {
		excepts := r.Excepts() || r.Severity == audit.Info || strings.HasSuffix(r.Code, "-exception")
		if excepts == strings.Contains(none, "`"+r.Code+"`") {
			t.Errorf("docs/profiles.md is wrong about exceptions from %s", r.Code)
		}
	}
	shown := found(exception, text)
	if len(shown) < 2 {
		t.Errorf("docs/profiles.md shows %v", shown)
	}
	for _, code := range shown {
		if r := audit.Find(code); r == nil || !r.Excepts() {
			t.Errorf("docs/profiles.md shows an exception from %s, which has none", code)
		}
	}
}

// TestDocsKnowTheKindsOfSources holds the table of kinds in docs/profiles.md to that of the check.
func TestDocsKnowTheKindsOfSources(t *testing.T) {
	text := read(t, "docs/profiles.md")
	for _, k := range audit.SourceKinds {
		doc, own := strings.ToLower(k.Doc[:1])+strings.TrimSuffix(k.Doc[1:], "."), "no"
		if k.Own {
			own = "yes"
		}
		if row := "| `" + k.Name + "` | " + doc + " | " + own + " |"; !strings.Contains(text, row) {
			t.Errorf("docs/profiles.md lacks %s", row)
		}
	}
	if n := strings.Count(text, " | yes |\n") + strings.Count(text, " | no |\n"); n != len(audit.SourceKinds) {
		t.Errorf("docs/profiles.md has %d kinds of sources, the check %d", n, len(audit.SourceKinds))
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
