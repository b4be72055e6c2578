package profile

import (
	"runtime/debug"
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

// BenchmarkLoadAll is what a list of the library does: all files, on all cores. cpu-ms/op is the processor time of all of them together. The collector runs
// as seldom as in the program.
func BenchmarkLoadAll(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	b.ReportAllocs()
	before := processorTime()
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
	if spent := processorTime() - before; spent > 0 {
		b.ReportMetric(spent.Seconds()*1e3/float64(b.N), "cpu-ms/op")
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

// BenchmarkAlias is what an alias in place of an id costs: the heads of all files, and the file that it names.
func BenchmarkAlias(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		l, err := Open(profiles.FS)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := l.Accelerator("trn2u"); err != nil {
			b.Fatal(err)
		}
	}
}
