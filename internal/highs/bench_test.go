package highs

import (
	"context"
	"testing"
)

// BenchmarkMix solves mixes of 12 kinds of machine under 5 limits, each in a new instance, with the module compiled before.
func BenchmarkMix(b *testing.B) {
	solve(b, instance12(0), Options{})
	k := uint64(0)
	for b.Loop() {
		solve(b, instance12(k%40), Options{})
		k++
	}
}

// BenchmarkRelaxation is the linear part alone, of which nearly all is the making of an instance.
func BenchmarkRelaxation(b *testing.B) {
	p := instance12(0)
	solve(b, p, Options{})
	for b.Loop() {
		if _, err := shared().SolveRelaxation(context.Background(), p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStartCached makes a solver from the compiled form in a folder, BenchmarkStartCold compiles.
func BenchmarkStartCached(b *testing.B) {
	dir := b.TempDir()
	startOnce(b, Config{CacheDir: dir})
	for b.Loop() {
		startOnce(b, Config{CacheDir: dir})
	}
}

func BenchmarkStartCold(b *testing.B) {
	for b.Loop() {
		startOnce(b, Config{NoCache: true})
	}
}

func startOnce(b *testing.B, c Config) {
	b.Helper()
	e, err := compile(c, module, (*engine).warm)
	if err == nil {
		err = e.close()
	}
	if err != nil {
		b.Fatal(err)
	}
}
