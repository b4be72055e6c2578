package house

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// required is a line of go.mod that names a module and its version.
var required = regexp.MustCompile(`(?m)^\s*(?:require )?([a-z0-9~.-]+\.[a-z]+/\S+) v\d`)

// noticed is a line of NOTICE that names a module.
var noticed = regexp.MustCompile(`(?m)^    ([a-z0-9~.-]+\.[a-z]+/\S+)  +\S`)

// TestNoticeNamesEveryModule holds NOTICE to go.mod, both ways.
func TestNoticeNamesEveryModule(t *testing.T) {
	used, named := found(required, read(t, "go.mod")), found(noticed, read(t, "NOTICE"))
	if len(used) == 0 {
		t.Fatal("go.mod requires no module; is the pattern right?")
	}
	for _, m := range used {
		if !slices.Contains(named, m) {
			t.Errorf("NOTICE does not name %s: add it under its licence, with its copyright line", m)
		}
	}
	for _, m := range named {
		if !slices.Contains(used, m) {
			t.Errorf("NOTICE names %s, which go.mod does not require: delete the line", m)
		}
	}
}

// epochTitle is the title of a source that needs a credit line: CC BY 4.0 asks for one.
var epochTitle = regexp.MustCompile(`(?m)^title = "(Epoch AI[^"]*)"`)

// TestNoticeCreditsEpoch wants every cited work of Epoch AI in NOTICE, and every one in NOTICE cited.
func TestNoticeCreditsEpoch(t *testing.T) {
	notice := read(t, "NOTICE")
	if !strings.Contains(notice, "Epoch AI, 'AI Data Centers'. Published online at epoch.ai.") {
		t.Error("NOTICE lacks the credit line of Epoch AI")
	}
	var cited []string
	for _, path := range files(t, ".toml") {
		text := read(t, path)
		cited = append(cited, found(epochTitle, text)...)
		if strings.Contains(text, "://epoch.ai/") && !epochTitle.MatchString(text) {
			t.Errorf("%s cites epoch.ai by no title that starts with Epoch AI, so NOTICE cannot credit it", path)
		}
	}
	named := found(regexp.MustCompile(`(?m)^    (Epoch AI: .*)$`), notice)
	for _, w := range cited {
		if !slices.Contains(named, w) {
			t.Errorf("NOTICE does not name %q, which a profile cites", w)
		}
	}
	for _, w := range named {
		if !slices.Contains(cited, w) {
			t.Errorf("NOTICE names %q, which no profile cites", w)
		}
	}
}

func found(re *regexp.Regexp, text string) []string {
	var out []string
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// TestLicence looks for the whole licence text.
func TestLicence(t *testing.T) {
	text := read(t, "LICENSE")
	for _, part := range []string{"Apache License", "Version 2.0, January 2004", "9. Accepting Warranty or Additional Liability", "END OF TERMS AND CONDITIONS", "APPENDIX"} {
		if !strings.Contains(text, part) {
			t.Errorf("LICENSE lacks %q", part)
		}
	}
}
