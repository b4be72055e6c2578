package plots

import (
	"io"
	"testing"
)

func BenchmarkWaterfall(b *testing.B) { benchmark(b, sampleWaterfall(9, false)) }
func BenchmarkRidges(b *testing.B)    { benchmark(b, sampleRidges(5, false, 16384)) }
func BenchmarkMixBars(b *testing.B)   { benchmark(b, sampleMixBars(2, false)) }

func benchmark(b *testing.B, c Chart) {
	for _, f := range []Format{PNG, SVG} {
		b.Run(string(f), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Render(c, io.Discard, f, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
