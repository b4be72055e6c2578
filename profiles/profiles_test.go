package profiles_test

import (
	"io/fs"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/profiles"
)

func library(t *testing.T) *profile.Library {
	t.Helper()
	l, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// entry is what systems and sites have in common.
type entry struct {
	id, name, origin string
	values           map[string]quantity.Value
	sources          []quantity.Source
}

// entries reads the whole library; that it can be read is the first thing tested.
func entries(t *testing.T) []entry {
	t.Helper()
	l := library(t)
	as, err := l.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	ss, err := l.Sites()
	if err != nil {
		t.Fatal(err)
	}
	byName := func(s quantity.Scenario) map[string]quantity.Value {
		out := map[string]quantity.Value{}
		for k, v := range s {
			out[k.Name] = v
		}
		return out
	}
	var out []entry
	for _, a := range as {
		e := entry{a.ID, a.Name, a.Origin, byName(a.Values), a.Sources}
		for p, v := range a.Sparse {
			e.values["sparse."+p] = v
		}
		out = append(out, e)
	}
	for _, s := range ss {
		out = append(out, entry{s.ID, s.Name, s.Origin, byName(s.Values), s.Sources})
	}
	return out
}

func TestIDs(t *testing.T) {
	l := library(t)
	for _, want := range []string{
		"trainium1", "trainium2", "trainium2-server", "trainium3", "trainium3-gen2", "trainium4", "h100", "h200", "b200", "gb200", "gb300", "vera-rubin",
		"v100", "a100", "a100-40gb", "gh200", "h20", "l40s", "b300", "gb200-nvl4", "rubin-nvl8", "rubin-ultra", "inferentia2",
	} {
		if !slices.Contains(l.AcceleratorIDs(), want) {
			t.Errorf("there is no chip %s", want)
		}
	}
	for _, want := range []string{"default", "aws-air", "liquid-cooled", "legacy-enterprise"} {
		if !slices.Contains(l.SiteIDs(), want) {
			t.Errorf("there is no site %s", want)
		}
	}
	for _, e := range entries(t) {
		if e.id != strings.TrimSuffix(path.Base(e.origin), ".toml") {
			t.Errorf("%s stands in %s", e.id, e.origin)
		}
	}
}

// Names are unique over the whole library, and each leads to its profile in any case.
func TestNames(t *testing.T) {
	l := library(t)
	for _, kind := range []profile.Kind{profile.System, profile.Place} {
		names, err := l.Names(kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			if kind == profile.System {
				a, err := l.Accelerator(strings.ToUpper(n))
				if err != nil || n != a.ID && !slices.Contains(a.Aliases, n) {
					t.Errorf("%s: %v, %v", n, a, err)
				}
			} else if s, err := l.Site(strings.ToUpper(n)); err != nil || n != s.ID && !slices.Contains(s.Aliases, n) {
				t.Errorf("%s: %v, %v", n, s, err)
			}
		}
	}
	seen := map[string]string{}
	for _, e := range entries(t) {
		if seen[e.name] != "" {
			t.Errorf("%s and %s are both called %q", seen[e.name], e.id, e.name)
		}
		seen[e.name] = e.id
	}
}

// Every number rests on a source, or says that it does not and why.
func TestEvidence(t *testing.T) {
	for _, e := range entries(t) {
		for name, v := range e.values {
			switch v.Basis {
			case quantity.Published, quantity.Reported, quantity.Derived:
				if len(v.Sources) == 0 {
					t.Errorf("%s: %s is %s and has no source", v.Origin, name, v.Basis)
				}
			case quantity.Assumed:
				if strings.TrimSpace(v.Note) == "" {
					t.Errorf("%s: %s is assumed without a note", v.Origin, name)
				}
			default:
				t.Errorf("%s: %s has the basis %q", v.Origin, name, v.Basis)
			}
			if v.Shape == quantity.Discrete && len(v.Sources) > 0 && len(v.Sources) != len(v.Values) {
				t.Errorf("%s: %s has %d sources for %d values", v.Origin, name, len(v.Sources), len(v.Values))
			}
			for _, s := range v.Sources {
				if s != (quantity.Source{}) && !slices.Contains(e.sources, s) {
					t.Errorf("%s: %s cites %q, which the profile does not have", v.Origin, name, s.Key)
				}
			}
			if v.Override {
				t.Errorf("%s: %s is marked as an override", v.Origin, name)
			}
		}
	}
}

// Nothing in the library is younger than the library.
func TestDates(t *testing.T) {
	young := func(e entry, what, date string) {
		if date > profiles.Date {
			t.Errorf("%s: %s of %s is after the library's date, %s", e.id, what, date, profiles.Date)
		}
	}
	for _, e := range entries(t) {
		for name, v := range e.values {
			young(e, name, v.AsOf)
		}
		for _, s := range e.sources {
			young(e, "source "+s.Key, s.Date)
		}
	}
	as, err := library(t).Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range as {
		var last string
		for _, d := range []string{a.Announced, a.Available, a.EndOfSale} {
			if d != "" && d < last {
				t.Errorf("%s: announced, available and end_of_sale fall: %s after %s", a.ID, d, last)
			}
			last = max(last, d)
		}
		if a.Status != accelerators.Announced && a.Announced == "" && a.Available == "" {
			t.Errorf("%s is %s, and nobody says since when", a.ID, a.Status)
		}
	}
}

// The place that a value names as its origin is where it stands.
func TestOrigins(t *testing.T) {
	for _, e := range entries(t) {
		data, err := fs.ReadFile(profiles.FS, strings.TrimPrefix(e.origin, "profiles/"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(data), "\n")
		for name, v := range e.values {
			file, number, _ := strings.Cut(v.Origin, ":")
			n, err := strconv.Atoi(number)
			if err != nil || file != e.origin || n < 1 || n > len(lines) {
				t.Errorf("%s: %s comes from %q", e.id, name, v.Origin)
				continue
			}
			key := name[strings.LastIndex(name, ".")+1:]
			if line := strings.TrimSpace(lines[n-1]); !strings.HasPrefix(line, key) && line != "["+name+"]" {
				t.Errorf("%s: %s is not on that line: %q", v.Origin, name, line)
			}
		}
	}
}

var (
	tableLine = regexp.MustCompile(`^\[([^]]+)\]`)
	keyLine   = regexp.MustCompile(`^([A-Za-z0-9_-]+)\s*=`)
)

// No two keys of a table differ in case only. The reader takes keys exactly; other readers of TOML do not.
func TestKeysDifferInMoreThanCase(t *testing.T) {
	for _, e := range entries(t) {
		data, err := fs.ReadFile(profiles.FS, strings.TrimPrefix(e.origin, "profiles/"))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]string{}
		table := ""
		for _, line := range strings.Split(string(data), "\n") {
			key := ""
			if m := tableLine.FindStringSubmatch(line); m != nil {
				table, key = m[1], m[1]
			} else if m := keyLine.FindStringSubmatch(line); m != nil {
				key = table + "." + m[1]
			}
			if key == "" {
				continue
			}
			if twin := seen[strings.ToLower(key)]; twin != "" {
				t.Errorf("%s: %s and %s", e.origin, twin, key)
			}
			seen[strings.ToLower(key)] = key
		}
	}
}

// The measure of H100-equivalents is in the library.
func TestReference(t *testing.T) {
	s, err := library(t).Reference()
	if err != nil {
		t.Fatal(err)
	}
	v := s[accelerators.H100Peak.Spec]
	if err := accelerators.H100Peak.Check(&v); err != nil || v.Basis != quantity.Published {
		t.Errorf("%+v: %v", v, err)
	}
}

// TestScatterIsCentred: what differs between sites without a known reason moves no median.
func TestScatterIsCentred(t *testing.T) {
	sites, err := library(t).Sites()
	if err != nil {
		t.Fatal(err)
	}
	if len(sites) == 0 {
		t.Fatal("no sites")
	}
	for _, s := range sites {
		v, ok := s.Values[power.Scatter.Spec]
		if !ok {
			t.Errorf("%s has no scatter", s.ID)
		} else if mid := v.Mid(); !(math.Abs(mid-1) < 1e-9) {
			t.Errorf("the scatter of %s has the median %.12g, not 1", s.ID, mid)
		}
	}
}
