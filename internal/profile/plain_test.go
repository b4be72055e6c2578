package profile

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/profiles"
)

// contents is what the nodes below n say, in the form in which the library says it.
func contents(n *node) map[string]any {
	out := map[string]any{}
	for _, k := range n.kids {
		if out[k.name] = k.value; k.isTable() {
			out[k.name] = contents(k)
		}
	}
	return out
}

// sameDay holds dates to be equal that are printed alike and come from zones of one name; the library's has the machine's offset.
var sameDay = cmp.Comparer(func(a, b time.Time) bool {
	return a.Format(time.DateTime) == b.Format(time.DateTime) && a.Location().String() == b.Location().String()
})

// agree holds the plain reading of a text against the library's, and reports whether there is one.
func agree(t *testing.T, name, s string) bool {
	t.Helper()
	o := scan(s, false)
	if !o.plain {
		return false
	}
	table, err := decodeText(s)
	if err != nil {
		t.Errorf("%s: the library refuses what was read: %v", name, err)
	} else if d := cmp.Diff(table, contents(o.root), sameDay, cmp.Comparer(func(a, b float64) bool { return a == b })); d != "" {
		t.Errorf("%s (-library +plain):\n%s", name, d)
	}
	return true
}

// Built-in files are plain, and mean what the library says they mean.
func TestBuiltInFilesArePlain(t *testing.T) {
	for _, kind := range []Kind{System, Place} {
		files, err := fs.Glob(profiles.FS, string(kind)+"/*"+extension)
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			data, err := fs.ReadFile(profiles.FS, f)
			if err != nil {
				t.Fatal(err)
			}
			if !agree(t, f, string(data)) {
				t.Errorf("%s is not plain TOML; see plain.go", f)
			}
		}
	}
}

// Built-in files are read faster than others; read as any other they say the same, and nothing is wrong with them.
func TestBuiltInFilesAsAnyOther(t *testing.T) {
	for _, kind := range []Kind{System, Place} {
		files, err := fs.Glob(profiles.FS, string(kind)+"/*"+extension)
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			data, err := fs.ReadFile(profiles.FS, f)
			if err != nil {
				t.Fatal(err)
			}
			want, err := parse(f, string(data), kind, asked)
			if err != nil {
				t.Error(err)
				continue
			}
			got, err := parse(f, string(data), kind, tested)
			if err != nil {
				t.Error(err)
				continue
			}
			if kind == Place {
				if d := cmp.Diff(want.site(), got.site(), sameSpec); d != "" {
					t.Errorf("%s (-any other +built in):\n%s", f, d)
				}
			} else if d := cmp.Diff(want.accelerator(), got.accelerator(), sameSpec); d != "" {
				t.Errorf("%s (-any other +built in):\n%s", f, d)
			}
		}
	}
}

// sameSpec compares inputs by what they are, which is where they are.
var sameSpec = cmp.Comparer(func(a, b *quantity.Spec) bool { return a == b })

func TestPlain(t *testing.T) {
	for s, plain := range map[string]bool{
		"a = 1\nb = -0.5e3\nc = 2025-12-02\nd = true # x\n": true,
		"a = [1, 2.5, \"x\", ['y'], # z\n]\n":               true,
		"a = { b = 1, c = { d = \"e\" } }\n":                true,
		"[a.b]\nc = 1\n[a.d]\nc = 1\n":                      true,
		"a = \"\"\"\nx \\\n  y\nz\"\"\"\n":                  true,
		"a = '''\nx\\y'''\n":                                true,
		"[a]\nb = 1\n[a.c]\nd = 1\n":                        true,

		"a.b = 1\n":                 false,
		"\"a\" = 1\n":               false,
		"a = \"\\u0041\"\n":         false,
		"a = \"\"\"\\t\"\"\"\n":     false,
		"a = \"\"\"x\"\"\"\"\n":     false,
		"a = 1_000\n":               false,
		"a = 0x10\n":                false,
		"a = +1\n":                  false,
		"a = 01\n":                  false,
		"a = inf\n":                 false,
		"a = 1e999\n":               false,
		"a = 2025-12-02T10:00:00\n": false,
		"a = 2025-02-30\n":          false,
		"a = 1\r\n":                 false,
		"[[a]]\nb = 1\n":            false,
		"[a]\n[a]\n":                false,
		"a = 1\na = 2\n":            false,
		"[a.b]\n[a]\n":              false,
		"a = { b = 1 }\n[a.c]\n":    false,
		"a = 1\n[a.c]\n":            false,
		"# \x01\n":                  false,
		"a = 1 b = 2\n":             false,
		"a = 10:00:00.1\n":          false,
	} {
		if got := agree(t, s, s); got != plain {
			t.Errorf("%q: plain is %t, want %t", s, got, plain)
		}
	}
}

func FuzzPlain(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := decodable("x", string(data))
		if err == nil {
			agree(t, s, s)
		}
	})
}

// plainNumber is held against the patterns that it stands for.
func TestPlainNumber(t *testing.T) {
	anInt := regexp.MustCompile(`^(0|-?[1-9][0-9]{0,17})$`)
	aFloat := regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
	const letters = "-+.e019_"
	var try func(s string, more int)
	try = func(s string, more int) {
		whole, fraction := plainNumber(s)
		if w, f := anInt.MatchString(s), aFloat.MatchString(s) && strings.ContainsAny(s, ".eE"); whole != w || fraction != f {
			t.Errorf("%q: whole %t, want %t; fraction %t, want %t", s, whole, w, fraction, f)
		}
		for i := 0; more > 0 && i < len(letters); i++ {
			try(s+letters[i:i+1], more-1)
		}
	}
	try("", 6)
	for _, s := range []string{"123456789012345678", "1234567890123456789", "1.5E-10", "1e5x", "2025-12-02"} {
		try(s, 0)
	}
}
