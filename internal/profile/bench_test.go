package profile

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/capplan/capplan/profiles"
)

// BenchmarkLoadOne is what every run does: one chip, one site, and the measure of H100-equivalents.
func BenchmarkLoadOne(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		l, err := Open(profiles.FS)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := l.Accelerator("trainium2"); err != nil {
			b.Fatal(err)
		}
		if _, err := l.Site("default"); err != nil {
			b.Fatal(err)
		}
		if _, err := l.Reference(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoadAll is what a list of the library does.
func BenchmarkLoadAll(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		l, err := Open(profiles.FS)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := l.Accelerators(); err != nil {
			b.Fatal(err)
		}
		if _, err := l.Sites(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNames is what an alias costs: the heads of all files.
func BenchmarkNames(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		l, err := Open(profiles.FS)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := l.Names(System); err != nil {
			b.Fatal(err)
		}
	}
}

// fifty is a library of fifty profiles, made of the built-in ones under other names.
func fifty(tb testing.TB) fs.FS {
	tb.Helper()
	out := fstest.MapFS{}
	names, err := fs.Glob(profiles.FS, "*/*.toml")
	if err != nil {
		tb.Fatal(err)
	}
	for round := 0; len(out) < 50; round++ {
		for _, name := range names {
			data, err := fs.ReadFile(profiles.FS, name)
			if err != nil {
				tb.Fatal(err)
			}
			if len(out) == 50 {
				break
			}
			if round > 0 {
				id := strings.TrimSuffix(path.Base(name), ".toml")
				other := fmt.Sprintf("%s-%d", id, round)
				s := strings.Replace(string(data), `"`+id+`"`, `"`+other+`"`, 1)
				data = []byte(aliasLine.ReplaceAllString(s, fmt.Sprintf(`aliases = ["%s-a", "%s-b", "%s-c"]`, other, other, other)))
				name = path.Dir(name) + "/" + other + ".toml"
			}
			out[name] = &fstest.MapFile{Data: data}
		}
	}
	return out
}

var aliasLine = regexp.MustCompile(`(?m)^aliases = .*$`)

// BenchmarkFifty is what fifty profiles cost: all of them, and the heads that an alias needs. The collector runs as seldom as in the program.
func BenchmarkFifty(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	files := fifty(b)
	for name, load := range map[string]func(*Library) error{
		"all": func(l *Library) error {
			_, err := l.Accelerators()
			_, err2 := l.Sites()
			return errors.Join(err, err2)
		},
		"alias": func(l *Library) error { _, err := l.Accelerator("trn2u"); return err },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l, err := Open(files)
				if err != nil {
					b.Fatal(err)
				}
				if err := load(l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
