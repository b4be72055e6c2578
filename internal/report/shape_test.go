package report

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/fatih/color"
	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// writers are all that this package writes, by name.
func writers(t *testing.T, chips ...*accelerators.Accelerator) map[string]func(io.Writer, Options) error {
	t.Helper()
	out := map[string]func(io.Writer, Options) error{}
	for name, a := range map[string]*answer.Answer{
		"estimate": estimated(t, "facility", chips[0]), "mix": mixed(t, chips...), "compare": compared(t, chips...),
	} {
		out[name] = func(w io.Writer, o Options) error { return Answer(w, a, o) }
	}
	book := portfolio(chips...)
	whole := ledgered(t, book, nil, chips...)
	out["ledger"] = func(w io.Writer, o Options) error { return Ledger(w, whole, o) }
	out["ledgers"] = func(w io.Writer, o Options) error { return LedgerList(w, []*ledger.Ledger{book}, o) }
	q, m := asked("explain", "facility", chips[0])
	x := answer.Explain(q, m, capacity.PowerFacility.Spec, analysis.Settings{Draws: 256, Seed: 1})
	tdp := answer.Input{Spec: accelerators.TDP.Spec, Value: chips[0].Values[accelerators.TDP.Spec]}
	out["explain"] = func(w io.Writer, o Options) error { return Explanation(w, x, o) }
	for name, f := range searched(t, chips) {
		out[name] = f
	}
	out["quantities"] = func(w io.Writer, o Options) error { return Quantities(w, model.Model, o) }
	out["list"] = func(w io.Writer, o Options) error {
		return ProfileList(w, Listing{Chips: chips, Sites: []*power.Site{site()}}, o)
	}
	out["audit"] = func(w io.Writer, o Options) error { return Audit(w, audited(chips[0].Name), o) }
	out["rules"] = Rules
	out["show"] = func(w io.Writer, o Options) error { return ProfileShow(w, chips, o) }
	out["show one"] = func(w io.Writer, o Options) error { return ProfileShow(w, chips[:1], o) }
	out["site"] = func(w io.Writer, o Options) error { return SiteShow(w, []*power.Site{site()}, o) }
	study := studied(t, "facility", nil, chips...)
	out["sensitivity"] = func(w io.Writer, o Options) error { return Sensitivity(w, study, o) }
	out["input"] = func(w io.Writer, o Options) error {
		return InputPage(w, answer.NewPage(answer.Question{Command: "explain"}, chips[0].ID, chips[0].Name, tdp), o)
	}
	out["diff"] = func(w io.Writer, o Options) error {
		return LibraryDiff(w, revised(chips), Compared{Of: "libraries", Operands: []string{"builtin", "own"}}, o)
	}
	board := backtested(t, chips[0], chips[0].Name)
	out["backtest"] = func(w io.Writer, o Options) error { return Backtest(w, board, o) }
	return out
}

// TestWidth holds tables to 80 columns; only an address, which must stay whole, may be longer.
func TestWidth(t *testing.T) {
	check := func(name string, limit int, f func(io.Writer) error) {
		t.Helper()
		for _, line := range strings.Split(string(render(t, f)), "\n") {
			if width(line) > limit && !strings.Contains(line, "https://") {
				t.Errorf("%s, %d columns: %s", name, width(line), line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("%s: spaces at the end of %q", name, line)
			}
		}
	}
	for _, chips := range [][]*accelerators.Accelerator{{alpha, alpha2}, {alpha, alpha2, beta}, {alpha, alpha2, beta, gamma}} {
		for name, f := range writers(t, chips...) {
			for _, limit := range []int{80, 100, 132} {
				check(fmt.Sprint(name, len(chips)), limit, func(w io.Writer) error { return f(w, Options{Width: limit}) })
			}
		}
	}
	for name, a := range answers(t) {
		check(name, 80, func(w io.Writer) error { return Answer(w, a, Options{Width: 80}) })
		check(name+" warnings", 80, func(w io.Writer) error { return Warnings(w, a.Warnings, Options{Width: 80}) })
	}
	all := want(answer.Question{Draws: 256, Seed: 1})
	all.Quantities = nil
	for _, s := range model.Model.All() {
		if !s.Input {
			all.Quantities = append(all.Quantities, s)
		}
	}
	q, m := asked("estimate", "facility", alpha)
	a := answer.Evaluate(q, m, all)
	check("all quantities", 80, func(w io.Writer) error { return Answer(w, a, Options{Width: 80}) })
}

// TestNothingIsCut finds every digit of the unlimited table in the narrowest one.
func TestNothingIsCut(t *testing.T) {
	words := regexp.MustCompile(`\d[\d.,–]*`)
	for name, a := range answers(t) {
		wide := words.FindAllString(string(render(t, func(w io.Writer) error { return Answer(w, a, Options{Quiet: true}) })), -1)
		narrow := string(render(t, func(w io.Writer) error { return Answer(w, a, Options{Width: 40, Quiet: true}) }))
		for _, word := range wide {
			if !strings.Contains(narrow, strings.Trim(word, ",.")) {
				t.Errorf("%s: %q is not in the narrow table", name, word)
			}
		}
	}
}

var hostile = "A|B\r\n\t\x1b[31mred\x07 \u202e\u2066evil\u200b 🎉👩‍👩‍👧 عربى 電力 <script>alert(1)</script> `x` *b* _i_ [l](javascript:x) @team $1$ \xff"

// TestHostileNames writes a profile whose every text tries to break out of its place.
func TestHostileNames(t *testing.T) {
	evil := chip("evil", hostile, 1)
	evil.Vendor, evil.Family, evil.Aliases = hostile, hostile, []string{hostile}
	v := evil.Values[accelerators.TDP.Spec]
	v.Note, v.Origin = hostile, hostile
	v.Sources = []quantity.Source{{Key: "k", Title: hostile, URL: "javascript:alert(1)|" + hostile, Date: "2026-01-01", Kind: "vendor"}}
	evil.Values[accelerators.TDP.Spec] = v
	chips := []*accelerators.Accelerator{evil, alpha}
	plainOnes := writers(t, chip("evil", "Plain", 1), alpha)
	for name, f := range writers(t, chips...) {
		write := func(format Format) string {
			return string(render(t, func(w io.Writer) error { return f(w, Options{Format: format, Width: 80}) }))
		}
		table := write(Table)
		for _, r := range table {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				t.Errorf("%s: %U in the table", name, r)
			}
		}
		checkJSON(t, name, []byte(write(JSON)))
		for _, line := range strings.Split(strings.TrimSpace(write(JSONL)), "\n") {
			checkJSON(t, name, []byte(line))
		}
		rows, err := csv.NewReader(strings.NewReader(write(CSV))).ReadAll() // fails where a row has more or fewer fields
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for i, line := range strings.Split(strings.TrimRight(write(TSV), "\n"), "\n") {
			if got := strings.Count(line, "\t") + 1; got != len(rows[0]) {
				t.Errorf("%s: line %d of TSV has %d fields, not %d: %q", name, i, got, len(rows[0]), line)
			}
		}
		markdown := write(Markdown)
		tame := string(render(t, func(w io.Writer) error { return plainOnes[name](w, Options{Format: Markdown}) }))
		if got, want := bars(markdown), bars(tame); name != "input" && got != want {
			t.Errorf("%s: Markdown has cells\n%s\nwithout the hostile names\n%s", name, got, want)
		}
		for _, bad := range []string{"<script>", "(javascript:alert", "\n@", " @team", "\x1b", "\u202e", " *b*", "$1$"} {
			if strings.Contains(markdown, bad) {
				t.Errorf("%s: %q in the Markdown", name, bad)
			}
		}
	}
}

// bars counts the cells of each row of the tables of a Markdown text.
func bars(s string) string {
	var out []string
	for _, line := range strings.Split(s, "\n") {
		if strings.HasPrefix(line, "|") {
			out = append(out, fmt.Sprint(strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")))
		}
	}
	return strings.Join(out, " ")
}

// TestASCII finds only ASCII, in every format, whatever the names are.
func TestASCII(t *testing.T) {
	evil := chip("evil", hostile, 1)
	evil.Vendor = hostile
	for name, f := range writers(t, evil, gamma) {
		for _, format := range Formats {
			b := render(t, func(w io.Writer) error { return f(w, Options{Format: format, ASCII: true, Width: 80}) })
			if i := bytes.IndexFunc(b, func(r rune) bool { return r > unicode.MaxASCII }); i >= 0 {
				t.Errorf("%s, %s: %q", name, format, b[i:min(len(b), i+20)])
			}
		}
	}
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestColour adds escapes and nothing else, only when it is asked for, and leaves the library as it was.
func TestColour(t *testing.T) {
	before := color.NoColor
	for name, f := range writers(t, alpha, gamma) {
		for _, format := range Formats {
			o := Options{Format: format, Width: 80}
			dull := string(render(t, func(w io.Writer) error { return f(w, o) }))
			o.Color = true
			bright := string(render(t, func(w io.Writer) error { return f(w, o) }))
			if format == Table && dull == bright {
				t.Errorf("%s has no colour", name)
			}
			if format != Table && dull != bright {
				t.Errorf("%s: colour in %s", name, format)
			}
			trimmed := regexp.MustCompile(` +(\n|$)`).ReplaceAllString(escapes.ReplaceAllString(bright, ""), "$1")
			if format == Table && trimmed != dull || strings.Contains(dull, "\x1b") {
				t.Errorf("%s, %s: colour changes the text", name, format)
			}
		}
	}
	if color.NoColor != before {
		t.Error("the library's switch was moved")
	}
	if twwidth.IsEastAsian() {
		t.Error("box characters count twice")
	}
}

type failing struct{ calls int }

func (f *failing) Write(p []byte) (int, error) {
	f.calls++
	return len(p) / 2, errors.New("disk full")
}

// TestFailingWriter reports what the writer reports, after one call.
func TestFailingWriter(t *testing.T) {
	for name, f := range writers(t, alpha, gamma) {
		for _, format := range Formats {
			w := &failing{}
			if err := f(w, Options{Format: format}); err == nil || err.Error() != "disk full" || w.calls != 1 {
				t.Errorf("%s, %s: %v after %d calls", name, format, err, w.calls)
			}
		}
	}
}

// TestMarkdownLimit leaves details out, and says so, before a comment gets too long.
func TestMarkdownLimit(t *testing.T) {
	a := answers(t)["mix"]
	a.Notes = nil
	for i := range 4000 {
		a.Notes = append(a.Notes, answer.Note{Code: "x", Message: fmt.Sprintf("Note %d says nothing of interest.", i)})
	}
	out := string(render(t, func(w io.Writer) error { return Answer(w, a, Options{Format: Markdown}) }))
	if len(out) >= 65000 || !strings.Contains(out, "Assumptions left out") || !strings.Contains(out, "more lines left out") || !strings.Contains(out, "Capital, total") {
		t.Errorf("%d characters, ending in %q", len(out), out[max(0, len(out)-300):])
	}
	if !strings.HasPrefix(out, "<!-- capplan:mix -->\n") {
		t.Error("no marker")
	}
}
