package plots

import (
	"image"
	"math"
	"testing"

	"gonum.org/v1/plot/vg"
)

// fused returns x as processors may compute it: with last bits of their own.
func fused(x float64) []float64 {
	up, down := x, x
	for range 8 {
		up, down = math.Nextafter(up, math.Inf(1)), math.Nextafter(down, math.Inf(-1))
	}
	return []float64{down, x, up}
}

// Halfway between two coordinates that can be written, the last bits do not decide.
func TestLastBitsDoNotDecideInSVG(t *testing.T) {
	for i := -2001; i < 120_000; i += 2 {
		want := num(float64(i) / 200)
		for _, x := range fused(float64(i) / 200) {
			if got := num(x); got != want {
				t.Fatalf("%.17g is written %s, and %.17g %s", x, got, float64(i)/200, want)
			}
		}
	}
	for x, want := range map[float64]string{195.305: "195.31", 0.004: "0", -0.004: "0", 12: "12", 0.125: "0.13", 3.14159: "3.14"} {
		if got := num(x); got != want {
			t.Errorf("%v is written %s, want %s", x, got, want)
		}
	}
}

// Nor do they halfway between two 64ths of a pixel, in shapes, lines and circles.
func TestLastBitsDoNotDecideInPNG(t *testing.T) {
	draw := func(which int) *image.RGBA {
		r := newRaster(Options{Width: 400, Height: 300, DPI: 144}, themes["light"], typefaces{})
		at := func(pixels float64) vg.Length { return vg.Length(fused(pixels / r.factor)[which]) }
		r.SetLineWidth(0.7)
		for i := range 60 {
			x, y := 3+6*float64(i)+(float64(i)+0.5)/64, 20+float64(i)/2+0.5/64
			var p vg.Path
			p.Move(vg.Point{X: at(x), Y: at(y)})
			p.Line(vg.Point{X: at(x + 3 + 2./64), Y: at(y)})
			p.Line(vg.Point{X: at(x + 3), Y: at(y + 50 + 1./64)})
			p.Close()
			r.Fill(p)
			p = vg.Path{}
			p.Move(vg.Point{X: at(x), Y: at(100 + y)})
			p.Line(vg.Point{X: at(x + 3 + 2./64), Y: at(150 + y)})
			r.Stroke(p)
			p = vg.Path{}
			p.Move(vg.Point{X: at(x + 4 + 1./64), Y: at(180 + y)})
			p.Arc(vg.Point{X: at(x), Y: at(180 + y)}, at(4+1./64), 0, 2*math.Pi)
			p.Close()
			r.Fill(p)
		}
		return r.Image().(*image.RGBA)
	}
	want := draw(1)
	for _, which := range []int{0, 2} {
		if n, worst := differing(want, draw(which)); worst != 0 {
			t.Errorf("%d pixels differ, by up to %d of 255", n, worst)
		}
	}
}
