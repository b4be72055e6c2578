package profile

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/audit"
)

const exceptionsOfGood = `
[exceptions]
precision-ratio = { keys = ["chip.fp8", "chip.fp4"], reason = "so it is" }

[exceptions.stale]
keys = ["chip.tdp"]
reason = """It is \
still so."""
`

func withExceptions(more string) string {
	return strings.Replace(goodSystem, "[sources.", more+"\n[sources.", 1)
}

func TestExceptionsAreRead(t *testing.T) {
	dir := folder(t, "example1.toml", withExceptions(exceptionsOfGood))
	s, err := Subject(filepath.Join(dir, "example1.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Exceptions) != 2 || s.Exceptions[0].Rule != "precision-ratio" || !slices.Equal(s.Exceptions[0].Keys, []string{"chip.fp8", "chip.fp4"}) || s.Exceptions[1].Reason != "It is still so." {
		t.Errorf("%+v", s.Exceptions)
	}
	if s.System == nil || s.System.ID != "example1" || s.Site != nil {
		t.Errorf("%+v", s)
	}
	for _, c := range []struct{ text, want string }{
		{`exceptions = 1`, "must be a table, not 1; write [exceptions]"},
		{"[exceptions]\nstale = \"so it is\"", `exceptions.stale: must be a table, not the text "so it is"; write precision-ratio = {`},
		{"[exceptions]\nstale = { keys = [\"chip.tdp\"] }", "exceptions.stale.reason: missing"},
		{"[exceptions]\nstale = { reason = \"so it is\" }", "exceptions.stale.keys: missing"},
		{"[exceptions]\nstale = { keys = [], reason = \"so it is\" }", "exceptions.stale.keys: is empty"},
		{"[exceptions]\nstale = { keys = \"chip.tdp\", reason = \"so it is\" }", "must be a list"},
		{"[exceptions]\nstale = { keys = [\"chip.tdp\", \"chip.tdp\"], reason = \"so it is\" }", "is listed twice"},
		{"[exceptions]\nstale = { keys = [\"\"], reason = \"so it is\" }", "is no key"},
		{"[exceptions]\nstale = { keys = [\"chip.tdp\"], reason = \" \" }", "exceptions.stale.reason: is empty"},
		{"[exceptions]\nstale = { keys = [\"chip.tdp\"], reson = \"so it is\" }", "exceptions.stale.reson: unknown key; did you mean reason?"},
	} {
		text := withExceptions(c.text)
		if !strings.HasPrefix(c.text, "[") {
			text = c.text + "\n" + goodSystem
		}
		if _, err := ParseAccelerator("example1.toml", []byte(text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
	}
	// A rule that there is not is for the audit to say: the profile can be computed with.
	if _, err := ParseAccelerator("example1.toml", []byte(withExceptions("[exceptions]\nno-rule = { keys = [\"x\"], reason = \"so it is\" }"))); err != nil {
		t.Error(err)
	}
}

// TestPlaces finds each key in the text that was read last, of those that have it.
func TestPlaces(t *testing.T) {
	dir := folder(t, "accelerators/example1.toml", "id = \"example1\"\n# over the built-in one\n[chip]\n  tdp = { value = \"480 W\", basis = \"published\", source = \"s\" }\n"+
		"[exceptions]\nstale = { keys = [\"chip.tdp\"], reason = \"so it is\" }\n[sources.s]\ntitle = \"S\"\nurl = \"https://example.org/s\"\ndate = 2026-01-01\nkind = \"vendor\"\n")
	subjects, problems := open(t, shelf("accelerators/example1.toml", withExceptions(exceptionsOfGood)), dir).Subjects()
	if problems != nil {
		t.Fatal(problems)
	}
	i := slices.IndexFunc(subjects, func(s audit.Subject) bool { return s.System != nil && s.System.ID == "example1" })
	s := subjects[i]
	mine := filepath.Join(dir, "accelerators/example1.toml")
	for key, want := range map[string]audit.Place{
		"chip.tdp": {File: mine, Line: 4, Column: 3}, "chip.tdp.value": {File: mine, Line: 4, Column: 11}, "exceptions.stale": {File: mine, Line: 6, Column: 1},
		"id": {File: mine, Line: 1, Column: 1}, "sources.s": {File: mine, Line: 7, Column: 10},
	} {
		if got := s.At(key); got != want {
			t.Errorf("%s stands at %v, want %v", key, got, want)
		}
	}
	lines := strings.Split(withExceptions(exceptionsOfGood), "\n")
	for key, has := range map[string]string{"chip.bf16": "bf16", "aliases": "aliases", "exceptions.precision-ratio": "precision-ratio", "vendor": "vendor", "chip.nothing": "[chip]"} {
		p := s.At(key)
		if key == "chip.nothing" { // a key that is nowhere: its table, where it stands last
			if p != (audit.Place{File: mine, Line: 3, Column: 2}) {
				t.Errorf("%s stands at %v", key, p)
			}
			continue
		}
		if !strings.HasPrefix(p.File, "profiles/") || !strings.Contains(lines[p.Line-1], has) {
			t.Errorf("%s stands at %v: %q", key, p, lines[p.Line-1])
		}
	}
	if p := s.At("nowhere.at.all"); p.Line != 0 || p.File == "" {
		t.Errorf("%v", p)
	}
	// The overlay's exception counts instead of that of the same rule; others stay.
	if len(s.Exceptions) != 2 || s.Exceptions[0].Reason != "so it is" || s.Exceptions[0].Rule != "stale" || s.Exceptions[1].Rule != "precision-ratio" {
		t.Errorf("%+v", s.Exceptions)
	}
}

// TestSubjectsGoOn gives the profiles that can be read, and what is wrong with the others.
func TestSubjectsGoOn(t *testing.T) {
	subjects, problems := open(t, shelf("accelerators/broken.toml", "id = \"broken\"\nnonsense = 1\n", "sites/worse.toml", "id = ")).Subjects()
	if len(subjects) != 4 || len(problems) < 3 {
		t.Errorf("%d subjects, %v", len(subjects), problems)
	}
	for _, s := range subjects {
		if s.Site != nil && s.Site.ID != "field" {
			t.Errorf("%+v", s.Site)
		}
	}
}

// TestProblemsHaveCodes gives each problem the rule that it breaks.
func TestProblemsHaveCodes(t *testing.T) {
	for want, edit := range map[string][2]string{
		audit.Keys: {`vendor = "Example"`, `vendr = "Example"`}, audit.Numbers: {`"600 TFLOP/s"`, `"600 TFLOP"` + `, low = 5`}, audit.Evidence: {`basis = "published"`, `basis = "said"`},
		audit.Sources: {`source = "sheet"`, `source = "nobody"`}, audit.PowerBelowChips: {`chips = { value = 64`, `chips = { value = 6400`}, audit.Syntax: {`[chip]`, `[chip`},
	} {
		if !strings.Contains(goodSystem, edit[0]) {
			t.Fatalf("%q is not in the good system", edit[0])
		}
		_, err := ParseAccelerator("example1.toml", []byte(strings.Replace(goodSystem, edit[0], edit[1], 1)))
		var problems Problems
		if !errors.As(err, &problems) {
			t.Fatalf("%s: %v", edit[1], err)
		}
		var codes []string
		for _, f := range problems.Findings() {
			codes = append(codes, f.Code)
			if f.Severity != audit.Problem || f.File != "example1.toml" || f.Line == 0 || audit.Find(f.Code) == nil {
				t.Errorf("%+v", f)
			}
		}
		if !slices.Contains(codes, want) {
			t.Errorf("%s: %v, want %s\n%v", edit[1], codes, want, err)
		}
	}
	if _, err := Subject(filepath.Join(t.TempDir(), "missing.toml")); err == nil {
		t.Error("a file that is not there")
	}
	dir := folder(t, "a.toml", goodSystem, "accelerators/b.toml", goodSystem, ".hidden.toml", "", "notes.md", "")
	files, err := Files(dir)
	if err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
	if _, err := Files(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that is not there")
	}
}

// TestPlaceholders are problems wherever they stand.
func TestPlaceholders(t *testing.T) {
	text := strings.NewReplacer(`name = "Example One UltraServer"`, `name = "?"`, `value = "600 TFLOP/s"`, `value = "?"`, `value = 64`, `value = "?"`).Replace(goodSystem)
	_, err := ParseAccelerator("example1.toml", []byte(text))
	for _, want := range []string{
		"name: is still to be filled in; fill it in or delete the key", `chip.bf16.value: is still to be filled in; write it with its unit, such as "667 TFLOP/s", or delete the key`,
		"system.chips.value: is still to be filled in; write a plain number",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
}

func TestTemplates(t *testing.T) {
	for kind, parse := range map[Kind]func(string, []byte) error{
		System: func(f string, b []byte) error { _, err := ParseAccelerator(f, b); return err },
		Place:  func(f string, b []byte) error { _, err := ParseSite(f, b); return err },
	} {
		text := string(Template(kind, "mine", map[string]string{"name": "Mine"}))
		var problems Problems
		if err := parse("mine.toml", []byte(text)); !errors.As(err, &problems) {
			t.Fatalf("%s: the unfilled template passes: %v", kind, err)
		}
		marks := 0
		for _, line := range strings.Split(text, "\n") {
			if !strings.HasPrefix(line, "#") {
				marks += strings.Count(line, `"?"`)
			}
		}
		for _, p := range problems {
			if p.Message != unfilled || p.Line == 0 || p.Advice == "" {
				t.Errorf("%s: not a line that is to be filled in: %v", kind, p)
			}
		}
		if len(problems) != marks || marks < 20 {
			t.Errorf("%s: %d problems for %d marks", kind, len(problems), marks)
		}
		if !strings.Contains(text, "name = \"Mine\"\n") {
			t.Errorf("%s: the name is not in\n%s", kind, text)
		}
		for _, s := range Inputs(kind) {
			key := s.Name[strings.LastIndex(s.Name, ".")+1:]
			if !strings.Contains(text, "\n"+key+" = {") && !strings.Contains(text, "\n# "+key+" = {") {
				t.Errorf("%s: no line for %s", kind, s.Name)
			}
		}
		for s := range examples {
			if home, _ := home(s); home != kind {
				continue
			}
			if _, message, _ := numeral(examples[s], s); message != "" {
				t.Errorf("the example of %s: %s", s.Name, message)
			}
		}
	}
	if got := TemplateKeys(System); !slices.Equal(got, []string{"name", "vendor", "family", "generation", "process", "cooling", "status"}) {
		t.Error(got)
	}
	for _, c := range []struct{ key, value, want string }{
		{"id", "my-chip", ""}, {"id", "My chip", "is no id"}, {"status", "sold", "is unknown"}, {"status", string(accelerators.Shipping), ""}, {"generation", "2", ""},
		{"generation", "two", "must be a whole number"}, {"name", "", "is empty"}, {"vendor", "a\nb", "line break"}, {"cooling", "watr", "is unknown"},
	} {
		err := CheckHead(System, c.key, c.value)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s = %q: %v, want %q", c.key, c.value, err, c.want)
		}
	}
}

// TestTemplateUncommented reads each template with every line that it offers: all its lines are good but for what is to be filled in.
func TestTemplateUncommented(t *testing.T) {
	for _, kind := range []Kind{System, Place} {
		var b strings.Builder
		for _, line := range strings.Split(string(Template(kind, "mine", nil)), "\n") {
			if rest, ok := strings.CutPrefix(line, "# "); ok && (strings.HasPrefix(rest, "[") || strings.Contains(rest, " = ") && !strings.Contains(rest, ": annual PUE") && !strings.Contains(rest, "such as")) {
				line = rest
			}
			b.WriteString(line + "\n")
		}
		file := filepath.Join(t.TempDir(), "mine.toml")
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Check(file)
		var problems Problems
		if !errors.As(err, &problems) {
			t.Fatal(err)
		}
		for _, p := range problems {
			if p.Message != unfilled && !strings.Contains(p.Message, "given beside system.power") && p.Key != "aliases" {
				t.Errorf("%s: %v", kind, p)
			}
		}
	}
}
