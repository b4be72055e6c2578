package plots

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

// laidOut draws a chart on a canvas that keeps nothing and returns the record.
func laidOut(t testing.TB, c Chart, o Options) *sheet {
	t.Helper()
	o, err := o.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	th, err := themeNamed(o.Theme)
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := lato()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	w, h := o.points()
	s := newSheet(newVector(w, h, th, fonts), w, h, th, fonts)
	c.draw(s)
	return s
}

// scaled multiplies every amount of a chart.
func scaled(c Chart, k float64) Chart {
	switch c := c.(type) {
	case Waterfall:
		for i := range c.Steps {
			st := &c.Steps[i]
			st.Watts, st.Low, st.High = st.Watts*k, st.Low*k, st.High*k
		}
		return c
	case Ridges:
		for i := range c.Rows {
			row := &c.Rows[i]
			row.P5, row.P50, row.P95 = row.P5*k, row.P50*k, row.P95*k
			for j := range row.Values {
				row.Values[j] *= k
			}
		}
		return c
	case Ramp, Cash, Bridge:
		return scaledInTime(c, k)
	case MixBars:
		for i := range c.Rows {
			for j := range c.Rows[i].Values {
				c.Rows[i].Values[j] *= k
			}
		}
		return c
	case BeforeAfter:
		for i := range c.States {
			for j := range c.States[i].Values {
				c.States[i].Values[j] *= k
			}
		}
		return c
	}
	panic("unknown chart")
}

// checkTexts asserts that every text lies on the sheet, touches no other, and
// that the font draws all of it.
func checkTexts(t *testing.T, s *sheet) {
	t.Helper()
	const slack = 0.05 // points
	for i, a := range s.texts {
		if a.Min.X < slack || a.Min.Y < slack || a.Max.X > s.Max.X-slack || a.Max.Y > s.Max.Y-slack {
			t.Errorf("%q leaves the sheet: %.1f", a.text, a.Rectangle)
		}
		for _, ch := range a.text {
			if !s.fonts.regular.has(ch) || !s.fonts.bold.has(ch) {
				t.Errorf("%q has no glyph for %q", a.text, ch)
			}
		}
		if a.size < 4 {
			t.Errorf("%q is set in %.1f points", a.text, a.size)
		}
		for _, b := range s.texts[:i] {
			x := min(a.Max.X, b.Max.X) - max(a.Min.X, b.Min.X)
			y := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
			if x > slack && y > slack {
				t.Errorf("%q overlaps %q by %.1f × %.1f points", a.text, b.text, x, y)
			}
		}
	}
}

func TestNoTextOverlapsOrLeavesTheSheet(t *testing.T) {
	sizes := []Options{{}, {Width: 800, Height: 500}, {Width: 1000, Height: 1600}, {Width: 2400, Height: 800}, {Width: 300, Height: 180}, {Width: 1600, Height: 1000, DPI: 96}}
	for _, n := range []int{1, 2, 7, 12} {
		for _, long := range []bool{false, true} {
			for _, scale := range []float64{1, 1e-9, 1e-5, 1e9, 1e30} {
				for _, o := range sizes {
					for _, c := range []Chart{sampleWaterfall(n, long), sampleRidges(n, long, 200), sampleMixBars(n, long), sampleBeforeAfter(n, long)} {
						c = scaled(c, scale)
						name := fmt.Sprintf("%s/n=%d,long=%v,scale=%g,%dx%d@%g", c.kind(), n, long, scale, o.Width, o.Height, o.DPI)
						t.Run(name, func(t *testing.T) { checkTexts(t, laidOut(t, c, o)) })
					}
				}
			}
		}
	}
}

// A tall picture is filled: what is drawn reaches over most of its height, between the subtitle and the foot.
func TestTallSheetsAreFilled(t *testing.T) {
	for _, n := range []int{1, 3, 6} {
		for _, c := range []Chart{sampleWaterfall(7, false), sampleRidges(n, false, 500), sampleMixBars(2, false)} {
			for _, o := range []Options{{}, {Width: 500, Height: 1600}, {Width: 1000, Height: 1600}} {
				s := laidOut(t, c, o)
				var drawn vg.Length
				for y := vg.Length(0); y < s.Max.Y; y++ {
					for _, m := range s.marks {
						if m.Min.Y-12 <= y && y <= m.Max.Y+12 {
							drawn++
							break
						}
					}
				}
				if drawn < s.Max.Y*0.55 {
					t.Errorf("%s of %d at %dx%d: %.0f of %.0f points are used", c.kind(), n, o.Width, o.Height, drawn, s.Max.Y)
				}
			}
		}
	}
}

func TestLongMetaStaysOnTheSheet(t *testing.T) {
	m := Meta{
		Source:  strings.Repeat(longName+"; ", 12),
		Note:    strings.Repeat(longName+". ", 12),
		Product: strings.Repeat("capplan ", 20),
	}
	w, r, b := sampleWaterfall(9, false), sampleRidges(3, false, 100), sampleMixBars(3, false)
	w.Meta, r.Meta, b.Meta = m, m, m
	w.Amount, w.Boundary, w.System = longName, strings.Repeat("x", 300), longName
	for _, c := range []Chart{w, r, b} {
		checkTexts(t, laidOut(t, c, Options{}))
	}
}

func TestOddValuesAreDrawn(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	equal := []float64{64, 64, 64, 64}
	for name, rows := range map[string][]Ridge{
		"all equal":       {{Name: "A", Values: equal, P5: 64, P50: 64, P95: 64}, {Name: "B", Values: equal, P5: 64, P50: 64, P95: 64}},
		"zero":            {{Name: "A", Values: []float64{0, 0}}, {Name: "B"}},
		"n/a":             {{Name: "A", P5: nan, P50: nan, P95: nan}, {Name: "B", P5: inf, P50: inf, P95: inf}},
		"without draws":   {{Name: "A", P5: 1, P50: 2, P95: 3}, {Name: "B", P5: 2, P50: 2, P95: 2}},
		"far apart":       {{Name: "A", Values: draws(500, 1e6, 0.1), P5: 8.5e5, P50: 1e6, P95: 1.2e6}, {Name: "B", Values: draws(500, 3, 0.1), P5: 2, P50: 3, P95: 4}},
		"n/a draws among": {{Name: "A", Values: append(draws(500, 100, 0.1), nan, inf), P5: 85, P50: 100, P95: 118}},
		"one bound n/a":   {{Name: "A", P5: nan, P50: 2, P95: nan}},
	} {
		t.Run(name, func(t *testing.T) {
			c := Ridges{Amount: "2 GW", Quantity: "chips", Rows: rows}
			s := laidOut(t, c, Options{})
			checkTexts(t, s)
			if svg := rendered(t, c, SVG, Options{}); bytes.Contains(svg, []byte("NaN")) {
				t.Error("NaN in the picture")
			}
			for _, row := range rows {
				if !drawn(s, row.Name) {
					t.Errorf("%s is not listed", row.Name)
				}
			}
		})
	}
}

// Zero everywhere must not divide by zero.
func TestNothingIsDrawn(t *testing.T) {
	w := Waterfall{Amount: "0 W", Steps: []Step{{Label: "Facility power"}, {Label: "Losses", Kind: Loss}, {Label: "Chips", Kind: Final}}}
	m := MixBars{Members: []Member{{Name: "A"}, {Name: "B"}}, Rows: []MixRow{{Label: "Power", Values: []float64{0, 0}}, {Label: "Chips", Values: []float64{0, 3}}}}
	for _, c := range []Chart{w, m} {
		checkTexts(t, laidOut(t, c, Options{}))
		if svg := rendered(t, c, SVG, Options{}); bytes.Contains(svg, []byte("NaN")) {
			t.Errorf("%s: NaN in the picture", c.kind())
		}
	}
}
