package profile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/profiles"
)

// variant is the good system under another id, with more edits.
func variant(id string, edits ...string) string {
	s := strings.NewReplacer(`"example1"`, `"`+id+`"`, `["ex1", "example-one"]`, `["`+id+`-alias"]`).Replace(goodSystem)
	return strings.NewReplacer(edits...).Replace(s)
}

// shelf is a small built-in library.
func shelf(more ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for name, s := range map[string]string{
		"accelerators/example1.toml": goodSystem,
		"accelerators/example2.toml": variant("example2", "generation = 1", "generation = 2"),
		"accelerators/another.toml":  variant("another", `vendor = "Example"`, `vendor = "Another"`),
		"sites/field.toml":           goodSite,
		"sites/README.md":            "no profile",
	} {
		files[name] = &fstest.MapFile{Data: []byte(s)}
	}
	for i := 0; i < len(more); i += 2 {
		files[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
	}
	return files
}

func open(t *testing.T, builtin fs.FS, overlays ...string) *Library {
	t.Helper()
	l, err := Open(builtin, overlays...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// folder writes files into a new folder: names and contents in turn.
func folder(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		file := filepath.Join(dir, files[i])
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// counting is a file system that notes which files are read.
type counting struct {
	fstest.MapFS
	read map[string]int
}

func (c counting) Open(name string) (fs.File, error) {
	c.read[name]++
	return c.MapFS.Open(name)
}

func TestFind(t *testing.T) {
	files := counting{shelf(), map[string]int{}}
	l := open(t, files)
	for _, name := range []string{"example1", "EXAMPLE1"} {
		a, err := l.Accelerator(name)
		if err != nil || a.ID != "example1" || a.Origin != "profiles/accelerators/example1.toml" {
			t.Fatalf("%s: %v, %v", name, a, err)
		}
	}
	if _, err := l.Site("field"); err != nil {
		t.Fatal(err)
	}
	if len(files.read) != 2 || files.read["accelerators/example1.toml"] != 1 {
		t.Errorf("read %v, want each of two files once", files.read)
	}
	for _, name := range []string{"ex1", "Example-One"} {
		if a, err := l.Accelerator(name); err != nil || a.ID != "example1" {
			t.Errorf("%s: %v, %v", name, a, err)
		}
	}
	a, _ := l.Accelerator("ex1")
	if b, _ := l.Accelerator("example1"); a != b {
		t.Error("a system was read twice")
	}
	for name, want := range map[string]string{
		"exmaple1": `unknown chip "exmaple1"; did you mean example1? (capplan profiles list shows all)`,
		"h100":     `unknown chip "h100" (capplan profiles list shows all)`,
		"field":    `"field" is a site, not a chip`,
		"":         `unknown chip "" (capplan profiles list shows all)`,
	} {
		_, err := l.Accelerator(name)
		var u *UnknownError
		if !errors.As(err, &u) || err.Error() != want {
			t.Errorf("%q: got %v, want %s", name, err, want)
		}
	}
	if _, err := l.Site("feild"); err == nil || err.Error() != `unknown site "feild"; did you mean field? (capplan profiles list shows all)` {
		t.Error(err)
	}
	if _, err := l.Site("ex1"); err == nil || err.Error() != `"ex1" is a chip, not a site` {
		t.Error(err)
	}
}

func TestLists(t *testing.T) {
	l := open(t, shelf())
	as, err := l.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range as {
		ids = append(ids, a.ID)
	}
	if want := []string{"another", "example1", "example2"}; !slices.Equal(ids, want) || !slices.Equal(l.AcceleratorIDs(), want) {
		t.Errorf("ids %v and %v, want %v", ids, l.AcceleratorIDs(), want)
	}
	if ss, err := l.Sites(); err != nil || len(ss) != 1 || ss[0].ID != "field" || !slices.Equal(l.SiteIDs(), []string{"field"}) {
		t.Errorf("sites %v, %v", ss, err)
	}
	names, err := l.Names(System)
	if want := []string{"another", "another-alias", "ex1", "example-one", "example1", "example2", "example2-alias"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("names %v, %v, want %v", names, err, want)
	}
}

func TestSorting(t *testing.T) {
	l := open(t, fstest.MapFS{
		"accelerators/a.toml": {Data: []byte(variant("a", "generation = 1", "generation = 2"))},
		"accelerators/b.toml": {Data: []byte(variant("b"))},
		"accelerators/c.toml": {Data: []byte(variant("c", `family = "Example"`, `family = "Early"`, "generation = 1", "generation = 9"))},
		"accelerators/d.toml": {Data: []byte(variant("d", `vendor = "Example"`, `vendor = "A"`, `family = "Example"`, `family = "Z"`))},
		"accelerators/e.toml": {Data: []byte(variant("e"))},
	})
	as, err := l.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range as {
		ids = append(ids, a.ID)
	}
	if want := []string{"d", "c", "b", "e", "a"}; !slices.Equal(ids, want) {
		t.Errorf("order %v, want %v: vendor, family, generation, id", ids, want)
	}
}

func TestNamesAreUnique(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		want  string
	}{
		{"alias twice", []string{"accelerators/x.toml", variant("x", `["x-alias"]`, `["y",
  "ex1"]`)}, `profiles/accelerators/x.toml:13:3: aliases: "ex1" is also a name of profiles/accelerators/example1.toml; give it to one of the two`},
		{"alias of another's id", []string{"accelerators/x.toml", variant("x", `"x-alias"`, `"example2"`)}, `profiles/accelerators/x.toml:12:12: aliases: "example2" is also a name of profiles/accelerators/example2.toml; give it to one of the two`},
		{"id of both kinds", []string{"sites/example1.toml", strings.Replace(goodSite, `"field"`, `"example1"`, 1)}, `profiles/sites/example1.toml: its id "example1" is also that of profiles/accelerators/example1.toml; rename one`},
		{"faulty head", []string{"accelerators/x.toml", variant("x", `"x-alias"`, `"X"`)}, `profiles/accelerators/x.toml:12:12: aliases: "X" is no alias; use lower-case letters, digits, - and ., a letter or digit first`},
		{"broken head", []string{"accelerators/x.toml", variant("x", `["x-alias"]`, `["x-alias"`)}, `profiles/accelerators/x.toml:14:1: aliases: expected a comma (',') or array terminator (']'), but got '['; commas separate keys; a number with a unit stands in quotes`},
	} {
		l := open(t, shelf(c.files...))
		if _, err := l.Accelerator("example1"); err != nil {
			t.Errorf("%s: another profile must not suffer: %v", c.name, err)
		}
		for what, f := range map[string]func() error{
			"an alias": func() error { _, err := l.Accelerator("example2-alias"); return err },
			"names":    func() error { _, err := l.Names(System); return err },
			"overlays": func() error {
				_, err := Open(shelf(c.files...), folder(t, "accelerators/z.toml", variant("z")))
				return err
			},
		} {
			if err := f(); err == nil || err.Error() != c.want {
				t.Errorf("%s, %s: got %v, want %s", c.name, what, err, c.want)
			}
		}
	}
}

// What is wrong with any profile of a list is said at once.
func TestFaultyLibrary(t *testing.T) {
	l := open(t, shelf("accelerators/x.toml", variant("x", "[chip]", "[chop]"), "accelerators/y.toml", variant("y", "[chip]", "[chap]")))
	_, err := l.Accelerators()
	var ps Problems
	if !errors.As(err, &ps) || len(ps) != 2 || ps[0].File != "profiles/accelerators/x.toml" || ps[1].File != "profiles/accelerators/y.toml" || ps[1].Line != 14 {
		t.Errorf("got %v", err)
	}
}

func TestReference(t *testing.T) {
	if _, err := open(t, shelf()).Reference(); err == nil || !strings.HasPrefix(err.Error(), `unknown chip "h100"`) {
		t.Errorf("a library without h100: %v", err)
	}
	for _, c := range []struct {
		peaks string
		want  float64
	}{
		{`fp8 = { value = "2 PFLOP/s"`, 2e15}, {`int8 = { value = "2 PFLOP/s"`, 2e15}, {`bf16 = { value = "2 PFLOP/s"`, 0},
		{"fp8 = { value = \"1 PFLOP/s\", basis = \"published\", source = \"sheet\" }\nint8 = { value = \"2 PFLOP/s\"", 2e15},
	} {
		l := open(t, shelf("accelerators/h100.toml", variant("h100", `bf16 = { value = "600 TFLOP/s"`, c.peaks)))
		s, err := l.Reference()
		if v := s[accelerators.H100Peak.Spec]; err != nil || v.Mode != c.want || (c.want > 0) != (len(s) == 1) {
			t.Errorf("%s: %v, %v, want %g", c.peaks, s, err, c.want)
		}
	}
	l := open(t, shelf("accelerators/h100.toml", variant("h100", `bf16 = { value = "600 TFLOP/s"`, `fp8 = { low = "1 PFLOP/s", high = "2 PFLOP/s", dist = "uniform"`)))
	if _, err := l.Reference(); err == nil || !strings.Contains(err.Error(), "must be a single number") {
		t.Errorf("a range as the reference: %v", err)
	}
}

func TestLibraryFromManyGoroutines(t *testing.T) {
	l := open(t, shelf())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := l.Accelerator("example2-alias"); err != nil {
				t.Error(err)
			}
			if _, err := l.Accelerators(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// What is loaded does not depend on how many cores there are, nor on what was loaded before: nodes of outlines are used again.
func TestLoadingInParallel(t *testing.T) {
	files := profiles.FS
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var want []*accelerators.Accelerator
	for _, cores := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(cores)
		for range 3 {
			l := open(t, files)
			got, err := l.Accelerators()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := l.Sites(); err != nil {
				t.Fatal(err)
			}
			if want == nil {
				want = got
				for i, a := range want { // against each alone
					if alone, err := open(t, files).Accelerator(a.ID); err != nil || !reflect.DeepEqual(alone, want[i]) {
						t.Fatalf("%s alone is %+v, %v", a.ID, alone, err)
					}
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("on %d cores the library is another", cores)
			}
		}
	}
}

// An alias reads the head of files alone, and where a head cannot stand alone, the whole file.
func TestHeadsAlone(t *testing.T) {
	odd := strings.Replace(variant("odd"), "[\"odd-alias\"]", "[\n[\n]]", 1) // a line that begins like a table, inside the list
	if l, err := Open(shelf("accelerators/odd.toml", odd)); err != nil {
		t.Fatal(err)
	} else if _, err := l.Accelerator("ex1"); err == nil || !strings.Contains(err.Error(), "odd.toml:13:1: aliases: must be a list of texts") {
		t.Errorf("got %v", err)
	}
	long := strings.Replace(variant("long"), "cooling = ", "description_ = \"\"\"\n[not a table]\n\"\"\"\ncooling = ", 1)
	if _, err := open(t, shelf("accelerators/long.toml", long)).Names(System); err != nil {
		t.Errorf("a text that has a line like a table: %v", err)
	}
	// What is wrong below the head is no business of an alias.
	if a, err := open(t, shelf("accelerators/x.toml", variant("x", "[chip]", "[chop]"))).Accelerator("x-alias"); err == nil || a != nil || !strings.Contains(err.Error(), "chop") {
		t.Errorf("%v, %v", a, err)
	}
	if _, err := open(t, shelf("accelerators/x.toml", variant("x", "[chip]", "[chop]"))).Accelerator("ex1"); err != nil {
		t.Errorf("another profile must not suffer: %v", err)
	}
}
