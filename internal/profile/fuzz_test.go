package profile

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/profiles"
)

func seeds(f *testing.F) {
	f.Helper()
	for _, s := range []string{goodSystem, goodSite, "", "\ufeff", "a = [", "[[a]]\nb = { c = '''x", "a.b = 1\n[a]\nb.c = 2", "id = \"x\"\nid = 1", "\"\\u0000\" = 1e9", "\"\\x1b\" = ", "[sources.\"\\u009b\"]\nx = 1\n[chip.tdp]\nsource = \"\\u009c\""} {
		f.Add([]byte(s))
	}
	for _, b := range slices.Concat(brokenKeys, brokenValues, brokenEvidence, brokenCorrelations, brokenText) {
		s := goodSystem
		for i := 0; i < len(b.edits); i += 2 {
			s = strings.Replace(s, b.edits[i], b.edits[i+1], 1)
		}
		f.Add([]byte(s))
	}
	err := fs.WalkDir(profiles.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var data []byte
			if data, err = fs.ReadFile(profiles.FS, path); err == nil {
				f.Add(data)
			}
		}
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
}

// sound checks what holds of every answer: problems with sensible positions, in order, or none.
func sound(t *testing.T, data []byte, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var ps Problems
	if !errors.As(err, &ps) || len(ps) == 0 {
		t.Fatalf("no list of problems: %v", err)
	}
	lines := strings.Split(string(data), "\n")
	line, column := 0, 0
	for _, p := range ps {
		if p.Message == "" || strings.ContainsAny(p.Error(), "\n\x00\x1b") {
			t.Errorf("bad message %q", p.Error())
		}
		if p.Line < 0 || p.Line > len(lines) || p.Line > 0 && (p.Column < 1 || p.Column > len(lines[p.Line-1])+1) {
			t.Errorf("no such place: %v", p)
		}
		if p.Line < line || p.Line == line && p.Column < column {
			t.Errorf("out of order: %v", err)
		}
		line, column = p.Line, p.Column
	}
}

func FuzzParseAccelerator(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ParseAccelerator("example1.toml", data)
		sound(t, data, err)
		if (a == nil) == (err == nil) {
			t.Errorf("system %v and error %v", a, err)
		}
		if a == nil {
			return
		}
		for s, v := range a.Values {
			if err := s.Check(&v); err != nil {
				t.Errorf("%s was accepted as %+v: %v", s.Name, v, err)
			}
		}
		audited(t, "example1.toml", data, System)
	})
}

// audited applies all rules to a profile that can be read, beside a twin: whatever it says, they have places and words for it.
func audited(t *testing.T, file string, data []byte, kind Kind) {
	t.Helper()
	d, err := parse(file, string(data), kind, asked)
	if err != nil {
		t.Fatal(err)
	}
	twin := *d
	twin.head = maps.Clone(d.head)
	twin.head["id"] = "twin"
	for _, f := range audit.Run([]audit.Subject{d.subject()}, audit.Config{Library: []audit.Subject{twin.subject()}, Date: "2026-01-01", Oldest: "2025-01-01"}) {
		if f.Line < 1 || f.Column < 1 || f.Message == "" || strings.Contains(f.Message, "NaN") {
			t.Errorf("%+v", f)
		}
	}
}

func FuzzParseSite(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ParseSite("field.toml", data)
		sound(t, data, err)
		if (s == nil) == (err == nil) {
			t.Errorf("site %v and error %v", s, err)
		}
		if s != nil {
			audited(t, "field.toml", data, Place)
		}
		KindOf(data)
	})
}
