package profile

import (
	"testing"

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
