package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/profiles"
)

const docsFolder = "../../docs"

// libraryPages makes the pages of documentation of the built-in library, by their names in docs/.
func libraryPages(t *testing.T) map[string][]byte {
	t.Helper()
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	chips, err := lib.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	sites, err := lib.Sites()
	if err != nil {
		t.Fatal(err)
	}
	o := report.Options{Tool: report.ToolInfo{Library: profiles.Version + " of " + profiles.Date}}
	out := map[string][]byte{}
	page := func(name string, write func(b *bytes.Buffer) error) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if out[name] != nil {
			t.Fatalf("two pages are called %s", name)
		}
		out[name] = b.Bytes()
	}
	page("library.md", func(b *bytes.Buffer) error { return report.LibraryIndex(b, chips, sites, o) })
	for _, c := range chips {
		family := slices.DeleteFunc(slices.Clone(chips), func(x *accelerators.Accelerator) bool {
			return x.Family == "" || x.Family != c.Family || x.Vendor != c.Vendor
		})
		page("library/"+c.ID+".md", func(b *bytes.Buffer) error { return report.LibraryPage(b, c, family, o) })
	}
	for _, s := range sites {
		page("library/"+s.ID+".md", func(b *bytes.Buffer) error { return report.LibrarySitePage(b, s, sites, o) })
	}
	return out
}

// TestLibraryPages holds docs/library.md and the pages below docs/library to the profiles; -update writes them, and deletes those of profiles that are gone.
func TestLibraryPages(t *testing.T) {
	pages := libraryPages(t)
	old, err := filepath.Glob(filepath.Join(docsFolder, "library", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range old {
		if pages["library/"+filepath.Base(file)] != nil {
			continue
		}
		if !*update {
			t.Errorf("%s is the page of no profile: go test ./cmd/capplan -run Library -update", file)
		} else if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		file := filepath.Join(docsFolder, name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, pages[name], 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if data, err := os.ReadFile(file); err != nil || !bytes.Equal(data, pages[name]) {
			t.Errorf("docs/%s is out of date (%v): go test ./cmd/capplan -run Library -update", name, err)
		}
	}
}

// markdownLink is a link whose address has no brackets, as all that the pages make are.
var markdownLink = regexp.MustCompile(`\[((?:[^\]\\]|\\.)*)\]\(([^()\s]*)\)`)

// TestLibraryLinks follows every link of the pages: to a file of the repository, or to a source of the profile that the page is about.
func TestLibraryLinks(t *testing.T) {
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	chips, err := lib.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for name, text := range libraryPages(t) {
		links := markdownLink.FindAllStringSubmatch(string(text), -1)
		if n := strings.Count(string(text), "]("); n != len(links) {
			t.Errorf("%s: %d links, of which %d are well-formed", name, n, len(links))
		}
		if len(links) == 0 {
			t.Errorf("%s has no link", name)
		}
		for _, l := range links {
			if strings.HasPrefix(l[2], "https://") || strings.HasPrefix(l[2], "http://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(docsFolder, filepath.Dir(name), l[2])); err != nil {
				t.Errorf("%s: %s leads nowhere: %v", name, l[0], err)
			}
			if name == "library.md" {
				listed[l[2]] = true
			}
		}
	}
	for _, c := range chips {
		if !listed["library/"+c.ID+".md"] {
			t.Errorf("library.md does not lead to %s", c.ID)
		}
	}
}

// TestLibraryPagesAreComplete looks for what each profile says on its page: every value and its note, every source with address and date, every figure that
// contradicts another, every exception.
func TestLibraryPagesAreComplete(t *testing.T) {
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	chips, err := lib.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	pages := libraryPages(t)
	for _, c := range chips {
		page := string(pages["library/"+c.ID+".md"])
		want := func(what, text string) {
			if !strings.Contains(page, text) {
				t.Errorf("the page of %s lacks %s: %s", c.ID, what, text)
			}
		}
		for s, v := range c.Values {
			want("an input", "| `"+s.Name+"` | ")
			if v.Note != "" {
				want("a note", "- "+s.Name+": ")
			}
			if v.AsOf != "" {
				want("a date", string(v.Basis)+", as of "+v.AsOf)
			}
		}
		for _, s := range c.Sources {
			want("the address of a source", "]("+strings.NewReplacer("(", "%28", ")", "%29").Replace(s.URL)+"), "+s.Kind+", "+s.Date)
		}
		for _, e := range c.Exceptions {
			want("an exception", "| `"+e.Rule+"` | `"+e.Keys[0]+"`")
		}
		if len(c.Sparse) > 0 {
			want("sparse peaks", "## Sparse peaks, never used as dense ones")
		}
	}
}

// TestReadmeCountsTheLibrary holds the counts in the README's opening and limits to the profiles; with -update it corrects them.
func TestReadmeCountsTheLibrary(t *testing.T) {
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	chips, err := lib.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	vendors, announced := map[string]bool{}, 0
	assumed, known := map[string]int{}, map[string]int{}
	for _, c := range chips {
		vendors[c.Vendor] = true
		if c.Status == accelerators.Announced {
			announced++
		}
		for s, v := range c.Values {
			known[s.Name]++
			if v.Basis == quantity.Assumed {
				assumed[s.Name]++
			}
		}
	}
	file := filepath.Join(docsFolder, "..", "README.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	readme := string(data)
	number := regexp.MustCompile(`\d+`)
	for _, want := range []string{
		fmt.Sprintf("[%d systems](docs/library.md) of %d vendors", len(chips), len(vendors)),
		fmt.Sprintf("A TDP is assumed for %d of the %d,", assumed["chip.tdp"], len(chips)),
		fmt.Sprintf("It is missing for %d systems, mostly those that only their makers use, and assumed for %d:",
			len(chips)-known["cost.compute_per_chip"], assumed["cost.compute_per_chip"]),
		fmt.Sprintf("Of the %d systems, %d are announced:", len(chips), announced),
	} {
		// The sentence with any numbers, wherever its lines are broken.
		pattern := number.ReplaceAllString(strings.ReplaceAll(regexp.QuoteMeta(want), " ", `\s+`), `\d+`)
		found := regexp.MustCompile(pattern).FindString(readme)
		switch {
		case strings.Join(strings.Fields(found), " ") == want:
		case found == "" || !*update:
			t.Errorf("the README does not say %q", want)
		default:
			right, k := number.FindAllString(want, -1), -1
			readme = strings.Replace(readme, found, number.ReplaceAllStringFunc(found, func(string) string { k++; return right[k] }), 1)
		}
	}
	if readme != string(data) && !t.Failed() {
		if err := os.WriteFile(file, []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLibraryFitsNarrowTerminals lists the whole library on terminals of many widths: no line is wider than the terminal, down to 60 columns.
func TestLibraryFitsNarrowTerminals(t *testing.T) {
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	chips, err := lib.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	sites, err := lib.Sites()
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{60, 66, 72, 80, 100, 132} {
		var b strings.Builder
		if err := report.ProfileList(&b, report.Listing{Chips: chips, Sites: sites}, report.Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("on %d columns a line of %d: %s", width, n, line)
			}
		}
	}
}
