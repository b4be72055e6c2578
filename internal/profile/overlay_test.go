package profile

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/profiles"
)

// A faulty overlay is never passed over.
func TestOverlayProblems(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		want  []string // DIR stands for the folder
	}{
		{"empty folder", []string{"README.md", "x"}, []string{"DIR: holds no profile; put *.toml files into it, or into accelerators/ and sites/ below it"}},
		{"several faulty files", []string{
			"accelerators/example1.toml", "id = \"example1\"\n[chip]\ntpd = 1\n",
			"new.toml", "id = \"new\"\n",
			"sites/field.toml", "id = \"field\"\n[site]\npue_peak = 1.2\n",
			"broken.toml", "id = new\n",
			"empty.toml", "",
		}, []string{
			`DIR/accelerators/example1.toml:3:1: chip.tpd: unknown key; did you mean tdp?`,
			`DIR/broken.toml:1:6: id: "new" is not a value; text stands in quotes: "new"`,
			`DIR/empty.toml: the file is empty; docs/profiles.md shows what belongs in it`,
			`DIR/new.toml:1:1: name: missing; write name = "..." above the first table`,
			`DIR/new.toml:1:1: vendor: missing; write vendor = "..." above the first table`,
			`DIR/new.toml:1:1: status: missing; write status = "..." above the first table`,
			`DIR/new.toml:1:1: system.chips: missing; write it below [system]`,
			`DIR/new.toml:1:1: system.racks: missing; write it below [system]`,
			`DIR/new.toml:1:1: system.power: missing, and so is system.host_power; give one of the two`,
			`DIR/sites/field.toml:3:12: site.pue_peak: is 1.2 without evidence; write { value = 1.2, basis = "published", source = "..." }`,
		}},
		{"no id", []string{"accelerators/example1.toml", "name = \"x\"\n"}, []string{`DIR/accelerators/example1.toml:1:1: id: missing; write id = "..." above the first table`}},
		{"another id", []string{"accelerators/example1.toml", "id = \"example2\"\n"}, []string{
			`DIR/accelerators/example1.toml:1:6: id: "example2" is not the file's name; call the file example2.toml, or write id = "example1"`,
		}},
		{"one id twice", []string{"accelerators/example1.toml", "id = \"example1\"\n", "example1.toml", "id = \"example1\"\n"}, []string{
			`DIR/example1.toml: has the id of DIR/accelerators/example1.toml; delete one, or give it another id`,
		}},
		{"an alias of the library", []string{"mine.toml", variant("mine", `"mine-alias"`, `"ex1"`)}, []string{
			`DIR/mine.toml:12:12: aliases: "ex1" is also a name of profiles/accelerators/example1.toml; give it to one of the two`,
		}},
		{"a source of the built-in profile", []string{"example1.toml", "id = \"example1\"\n[chip]\ndies = { value = 2, basis = \"published\", source = \"sheet\" }\n"}, []string{
			`DIR/example1.toml:3:51: chip.dies.source: there is no source "sheet"; add a table [sources.sheet]`,
		}},
		{"chips above the system's power", []string{"example1.toml", "id = \"example1\"\n[chip]\ntdp = { value = \"1 kW\", basis = \"assumed\", note = \"why\" }\n"}, []string{
			`DIR/example1.toml:3:1: chip.tdp: system.power reaches down to 45 kW, below the 64 kW of 64 chips at their highest TDP, 1 kW; raise the one or lower the other`,
		}},
		{"both powers", []string{"example1.toml", "id = \"example1\"\n[system]\npower = { value = \"60 kW\", basis = \"assumed\", note = \"why\" }\nhost_power = { value = \"9 kW\", basis = \"assumed\", note = \"why\" }\n"}, []string{
			`DIR/example1.toml:4:1: system.host_power: given beside system.power, which includes it; give one of the two`,
		}},
		{"upper-case name", []string{"Example1.toml", variant("Example1", `"Example1-alias"`, `"x"`)}, []string{
			`DIR/Example1.toml:2:6: id: "Example1" is no id; use lower-case letters, digits, - and ., a letter or digit first`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t, c.files...)
			var got []string
			if _, err := Open(shelf(), dir); err != nil {
				got = strings.Split(strings.ReplaceAll(err.Error(), dir, "DIR"), "\n")
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}

// A single file is an overlay: it adds a profile, or overrides fields of one.
func TestOverlaysThatAreNoFolder(t *testing.T) {
	dir := folder(t, "x.toml", variant("x"), "file", "x", "sub/accelerators", "a file in place of a folder")
	for path, want := range map[string]string{
		filepath.Join(dir, "none"): "there is no such file or folder",
		filepath.Join(dir, "file"): "is not a profile; name a *.toml file, or a folder of them",
		"-":                        "a profile cannot be read from standard input, because its id is the name of its file; name a file or a folder",
	} {
		if _, err := Open(shelf(), path); err == nil || err.Error() != path+": "+want {
			t.Errorf("got %v, want %s: %s", err, path, want)
		}
	}
	if _, err := Open(shelf(), filepath.Join(dir, "sub")); err == nil || !strings.Contains(err.Error(), "cannot be read: not a directory") {
		t.Errorf("a file in place of a folder: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.toml"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(shelf(), dir); err == nil || err.Error() != filepath.Join(dir, "folder.toml")+": is a folder; name a file in it" {
		t.Errorf("a folder in place of a file: %v", err)
	}
}

func TestOverlay(t *testing.T) {
	const partial = `id = "example1"
name = "My UltraServer"
aliases = ["mine"]

[chip]
tdp = { value = "600 W", basis = "published", source = "manual" }

[workload.draw]
training = { value = 0.8, basis = "assumed", note = "why" }

[sparse]
fp8 = { value = "4 PFLOP/s", basis = "published", source = "manual" }

[sources.manual]
title = "Manual"
url = "https://example.org/manual"
date = 2026-01-01
kind = "measured"
`
	dir := folder(t, "accelerators/example1.toml", partial, "mine.toml", variant("mine2"), "accelerators/.example1.toml.swp", "x", "notes.txt", "x",
		"plot.toml", strings.Replace(goodSite, `"field"`, `"plot"`, 1), "field.toml", "id = \"field\"\n[site]\npue_peak = { value = 1.3, basis = \"assumed\", note = \"mine\" }\n")
	if err := os.Rename(filepath.Join(dir, "mine.toml"), filepath.Join(dir, "mine2.toml")); err != nil {
		t.Fatal(err)
	}
	l := open(t, shelf(), dir)
	base, err := open(t, shelf()).Accelerator("example1")
	if err != nil {
		t.Fatal(err)
	}
	a, err := l.Accelerator("mine")
	if err != nil {
		t.Fatal(err)
	}
	if a.ID != "example1" || a.Name != "My UltraServer" || a.Vendor != "Example" || a.Generation != 1 {
		t.Errorf("head: %+v", a)
	}
	if _, err := l.Accelerator("ex1"); err == nil {
		t.Error("the overlay's aliases replace those of the profile, but ex1 is still known")
	}
	origin := filepath.Join(dir, "accelerators", "example1.toml")
	for s, v := range a.Values {
		old, had := base.Values[s]
		switch s {
		case accelerators.TDP.Spec, accelerators.Draw[0].Spec:
			if !v.Override || !strings.HasPrefix(v.Origin, origin+":") {
				t.Errorf("%s: %+v is not marked", s.Name, v)
			}
		default:
			if !had || v.Override || v.Origin != old.Origin {
				t.Errorf("%s: %+v is not that of the profile", s.Name, v)
			}
		}
	}
	if v := a.Values[accelerators.TDP.Spec]; v.Mode != 600 || v.Origin != origin+":6" || v.Sources[0].Title != "Manual" {
		t.Errorf("chip.tdp = %+v", v)
	}
	if len(a.Sparse) != 2 || !a.Sparse["fp8"].Override || a.Sparse["bf16"].Override {
		t.Errorf("sparse = %+v", a.Sparse)
	}
	var keys []string
	for _, s := range a.Sources {
		keys = append(keys, s.Key)
	}
	if !slices.Equal(keys, []string{"sheet", "teardown", "manual"}) {
		t.Errorf("sources %v", keys)
	}
	if base.Values[accelerators.TDP.Spec].Override {
		t.Error("the overlay changed the built-in profile")
	}

	added, err := l.Accelerator("mine2")
	if err != nil || added.Values[accelerators.TDP.Spec].Override || added.Origin != filepath.Join(dir, "mine2.toml") {
		t.Errorf("a profile of its own: %+v, %v", added, err)
	}
	for name, want := range map[string]float64{"plot": 1.2, "field": 1.3} {
		s, err := l.Site(name)
		if err != nil {
			t.Fatal(err)
		}
		if v := s.Values[power.PUEPeak.Spec]; v.Mode != want || v.Override != (name == "field") {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestOverlayOnOverlay(t *testing.T) {
	one := folder(t, "x.toml", variant("x"), "example1.toml", "id = \"example1\"\nvendor = \"One\"\n[chip]\ndies = { value = 1, basis = \"assumed\", note = \"one\" }\n")
	two := folder(t, "x.toml", "id = \"x\"\nname = \"Two\"\n[chip]\ndies = { value = 3, basis = \"assumed\", note = \"two\" }\n", "example1.toml", "id = \"example1\"\nname = \"Two\"\n")
	l := open(t, shelf(), one, two)
	a, err := l.Accelerator("example1")
	if err != nil || a.Vendor != "One" || a.Name != "Two" || a.Values[accelerators.Dies.Spec].Note != "one" || !a.Values[accelerators.Dies.Spec].Override {
		t.Errorf("%+v, %v", a, err)
	}
	x, err := l.Accelerator("x")
	if err != nil || x.Name != "Two" || x.Values[accelerators.Dies.Spec].Mode != 3 || !x.Values[accelerators.Dies.Spec].Override {
		t.Errorf("%+v, %v", x, err)
	}
}

// An overlay that gives a system's power in one way takes back the other, and the sources that nothing cites any more.
func TestOverlayOfPower(t *testing.T) {
	l := open(t, shelf(), folder(t, "example1.toml", "id = \"example1\"\n[system]\nhost_power = { value = \"9 kW\", basis = \"assumed\", note = \"why\" }\n"))
	a, err := l.Accelerator("example1")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := a.Values[accelerators.SystemPower.Spec]; ok || a.Values[accelerators.HostPower.Spec].Basis != quantity.Assumed {
		t.Errorf("%v", byName(a.Values))
	}
}

// The library on top of itself is the library, every value marked.
func TestLibraryOverItself(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, profiles.FS); err != nil {
		t.Fatal(err)
	}
	scenarios := func(l *Library) map[string]quantity.Scenario {
		as, err := l.Accelerators()
		if err != nil {
			t.Fatal(err)
		}
		ss, err := l.Sites()
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]quantity.Scenario{}
		for _, a := range as {
			out[a.ID] = a.Values
		}
		for _, s := range ss {
			out[s.ID] = s.Values
		}
		return out
	}
	plain, over := scenarios(open(t, profiles.FS)), scenarios(open(t, profiles.FS, dir))
	for id, values := range over {
		for s, v := range values {
			if !v.Override || !strings.HasPrefix(v.Origin, dir) {
				t.Errorf("%s: %s is not marked", id, s.Name)
			}
			v.Override, v.Origin = false, plain[id][s].Origin
			values[s] = v
		}
		if d := cmp.Diff(byName(plain[id]), byName(values)); d != "" {
			t.Errorf("%s (-built in +overlay):\n%s", id, d)
		}
	}
	if d := cmp.Diff(slices.Sorted(maps.Keys(plain)), slices.Sorted(maps.Keys(over))); d != "" {
		t.Error(d)
	}
}

// An overlay can be one file. The folder that it lies in tells what it describes, where its tables do not.
func TestOverlayOfOneFile(t *testing.T) {
	dir := folder(t, "x.toml", variant("x"), "sites/field.toml", "id = \"field\"\nname = \"My field\"\n", "example1.toml",
		"id = \"example1\"\n[chip]\ndies = { value = 3, basis = \"assumed\", note = \"mine\" }\n", "bad.toml", "id = \"bad\"\n", "wrong.toml", "id = [\n")
	l := open(t, shelf(), filepath.Join(dir, "x.toml"), filepath.Join(dir, "sites", "field.toml"), filepath.Join(dir, "example1.toml"))
	if a, err := l.Accelerator("x"); err != nil || !a.Added || a.Origin != filepath.Join(dir, "x.toml") {
		t.Errorf("%+v, %v", a, err)
	}
	if a, err := l.Accelerator("example1"); err != nil || a.Added || a.Values[accelerators.Dies.Spec].Mode != 3 || !a.Values[accelerators.Dies.Spec].Override {
		t.Errorf("%+v, %v", a, err)
	}
	s, err := l.Site("field")
	if err != nil || s.Name != "My field" || s.Added {
		t.Errorf("%+v, %v", s, err)
	}
	if want := []quantity.Mark{{Key: "name", Origin: filepath.Join(dir, "sites", "field.toml")}}; !slices.Equal(s.Replaced, want) {
		t.Errorf("replaced %v, want %v", s.Replaced, want)
	}
	// All problems of all overlays at once, and the good ones change nothing.
	_, err = Open(shelf(), filepath.Join(dir, "wrong.toml"), filepath.Join(dir, "x.toml"), filepath.Join(dir, "bad.toml"))
	var ps Problems
	if !errors.As(err, &ps) || len(ps) != 7 || filepath.Base(ps[0].File) != "bad.toml" || filepath.Base(ps[6].File) != "wrong.toml" {
		t.Errorf("got %v", err)
	}
}

// What overlays do to the keys above the tables is marked: the last file that changed one, and not what it repeats.
func TestReplacedKeys(t *testing.T) {
	one := folder(t, "example1.toml", "id = \"example1\"\nvendor = \"One\"\nname = \"One\"\nfamily = \"Example\"\n")
	two := folder(t, "example1.toml", "id = \"example1\"\nname = \"Two\"\n", "y.toml", variant("y"))
	three := folder(t, "y.toml", "id = \"y\"\nstatus = \"legacy\"\n")
	l := open(t, shelf(), one, two, three)
	a, err := l.Accelerator("example1")
	if want := []quantity.Mark{{Key: "vendor", Origin: filepath.Join(one, "example1.toml")}, {Key: "name", Origin: filepath.Join(two, "example1.toml")}}; err != nil ||
		!slices.Equal(a.Replaced, want) || a.Added {
		t.Errorf("%v, %v, want %v", a.Replaced, err, want)
	}
	y, err := l.Accelerator("y")
	if err != nil || !y.Added || len(y.Replaced) != 1 || y.Replaced[0].Key != "status" || y.Status != accelerators.Legacy {
		t.Errorf("%+v, %v", y, err)
	}
	if b, err := open(t, shelf()).Accelerator("example1"); err != nil || b.Added || b.Replaced != nil {
		t.Errorf("built in: %+v, %v", b, err)
	}
}

// TestNamesThatClashAreSaidWithTheRest: a faulty file does not hide that two others share a name.
func TestNamesThatClashAreSaidWithTheRest(t *testing.T) {
	named := func(id string) string {
		return regexp.MustCompile(`(?m)^aliases = .*$`).ReplaceAllString(variant(id), `aliases = ["same"]`)
	}
	dir := folder(t, "x.toml", named("x"), "y.toml", named("y"), "bad.toml", "id = \"bad\"\n")
	_, err := Open(shelf(), dir)
	if err == nil || !strings.Contains(err.Error(), "bad.toml") || !strings.Contains(err.Error(), "same") {
		t.Errorf("got %v", err)
	}
}
