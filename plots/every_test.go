package plots

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// counts are the numbers of series that every chart is looked at with.
var counts = []int{1, 2, 7, 12}

// TestEveryTextHasRoom: in every chart no text touches another or leaves the sheet, with few and many series, long names, tiny and huge amounts, in every size.
func TestEveryTextHasRoom(t *testing.T) {
	sizes := []Options{{}, {Width: 800, Height: 500}, {Width: 1000, Height: 1600}, {Width: 2400, Height: 800}, {Width: 300, Height: 180}, {Width: 1600, Height: 1000, DPI: 96}, {Width: 1600, Height: 1000, DPI: 240}}
	for _, k := range everyKind {
		for _, n := range counts {
			for _, long := range []bool{false, true} {
				for _, scale := range []float64{1, 1e-9, 1e-5, 1e9, 1e30} {
					if scale != 1 && (k.by == nil || n%2 == 0) || n > k.most {
						continue
					}
					c := k.of(n, long)
					if scale != 1 {
						c = k.by(c, scale)
					}
					for i, o := range sizes {
						if scale != 1 && i > 0 {
							break
						}
						o = k.options(c, o)
						t.Run(fmt.Sprintf("%s/n=%d,long=%v,scale=%g,%dx%d@%g", k.name, n, long, scale, o.Width, o.Height, o.DPI), func(t *testing.T) { checkTexts(t, laidOut(t, c, o)) })
					}
				}
			}
		}
	}
}

// TestEveryThemeLaysOutAlike: a theme changes colours and nothing else.
func TestEveryThemeLaysOutAlike(t *testing.T) {
	for _, k := range everyKind {
		for _, n := range []int{1, min(7, k.most)} {
			c := k.of(n, false)
			want := laidOut(t, c, k.options(c, Options{})).texts
			for _, theme := range themeNames[1:] {
				for i, b := range laidOut(t, c, k.options(c, Options{Theme: theme})).texts {
					if b.text != want[i].text || b.Rectangle != want[i].Rectangle {
						t.Errorf("%s: %q is %q in %s", k.name, want[i].text, b.text, theme)
					}
				}
			}
		}
	}
}

// wordless is a raster that leaves the texts out: what is behind them shows.
type wordless struct{ *raster }

func (wordless) FillString(font.Face, vg.Point, string) {}

// TestEveryTextCanBeRead: each text has a contrast of 4.5:1 with most of what it stands on, in every theme; the rest is lines that it crosses.
func TestEveryTextCanBeRead(t *testing.T) {
	fonts, err := lato()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range everyKind {
		for _, n := range []int{1, 2, min(7, k.most)} {
			for _, theme := range themeNames {
				c := k.of(n, false)
				o, _ := k.options(c, Options{Width: 800, Height: 500, Theme: theme}).withDefaults()
				th, _ := themeNamed(theme)
				cv := wordless{newRaster(o, th, fonts)}
				w, h := o.points()
				s := newSheet(cv, w, h, th, fonts)
				c.draw(s)
				img := cv.Image().(*image.RGBA)
				perPoint := o.DPI / 72
				for _, b := range s.texts {
					if ground := behind(img, b, perPoint, float64(h)); contrast(b.col, ground) < 4.49 {
						t.Errorf("%s of %d in %s: %q has contrast %.2f with %v", k.name, n, theme, b.text, contrast(b.col, ground), ground)
					}
				}
			}
		}
	}
}

// behind is the colour that most of a text stands on.
func behind(img *image.RGBA, b textBox, perPoint, height float64) color.NRGBA {
	count := map[color.NRGBA]int{}
	best := color.NRGBA{}
	base := float64(b.Min.Y) + descender*float64(b.size) // letters reach from the baseline to their cap height
	for y := int((height - base - capHeight*float64(b.size)) * perPoint); y < int((height-base)*perPoint); y++ {
		for x := int(float64(b.Min.X) * perPoint); x < int(float64(b.Max.X)*perPoint); x++ {
			p := img.RGBAAt(x, y)
			c := color.NRGBA{p.R, p.G, p.B, 255}
			if count[c]++; count[c] > count[best] {
				best = c
			}
		}
	}
	return best
}

// TestEveryChartWithOddData: without values, with nothing, with negative and infinite amounts, and with a thousand series each chart says why it cannot be
// drawn, or is drawn soundly.
func TestEveryChartWithOddData(t *testing.T) {
	all := func(v float64) func(*float64) { return func(x *float64) { *x = v } }
	for _, k := range everyKind {
		for name, c := range map[string]Chart{
			"n/a":        each(k.of(min(3, k.most), false), nil, all(math.NaN())),
			"zero":       each(k.of(min(3, k.most), false), nil, all(0)),
			"one":        each(k.of(min(3, k.most), false), nil, all(1)),
			"negative":   each(k.of(min(3, k.most), false), nil, func(x *float64) { *x = -*x }),
			"infinite":   each(k.of(min(3, k.most), false), nil, all(math.Inf(1))),
			"tiny":       each(k.of(min(3, k.most), false), nil, all(5e-324)),
			"huge":       each(k.of(min(3, k.most), false), nil, all(math.MaxFloat64)),
			"one series": k.of(1, false),
			"a thousand": k.of(1000, false),
		} {
			t.Run(k.name+"/"+name, func(t *testing.T) {
				for _, f := range []Format{PNG, SVG} {
					var b bytes.Buffer
					err := Render(c, &b, f, k.options(c, Options{Width: 800, Height: 500}))
					switch {
					case err != nil && strings.Contains(err.Error(), "cannot be drawn: "):
						t.Errorf("panics: %v", err)
					case err != nil && (b.Len() > 0 || !strings.HasPrefix(err.Error(), "plots: "+k.name+": ")):
						t.Errorf("%d bytes and %v", b.Len(), err)
					case err == nil && f == SVG:
						for _, bad := range []string{"NaN", "Inf"} {
							if bytes.Contains(b.Bytes(), []byte(bad)) {
								t.Errorf("%s in the picture", bad)
							}
						}
						checkTexts(t, laidOut(t, c, k.options(c, Options{Width: 800, Height: 500})))
					case err == nil:
						decoded(t, b.Bytes())
					}
				}
				if name == "a thousand" && k.most < 1000 {
					if err := c.check(); err == nil {
						t.Error("a thousand series are drawn")
					}
				}
			})
		}
	}
}

// hostile are names that would break a picture if they were not made harmless.
var hostile = []string{
	`</script><script>alert(1)</script>`, `"/><svg onload="x`, "]]>&amp;&lt;", "a | b | c", "two\nlines\tand a\x00zero\x1b[31m", "emoji 🚀👩‍👩‍👧 chips", "עברית שמאלה", "العربية",
	"\u202egnp.trats\u2066", "a\u0301\u0302\u0303", "昇腾 910C", "\xff\xfe broken", strings.Repeat("W", 500), "", " ", "%s%d%n", "../../etc/passwd", "javascript:alert(1)", "<!--", "&#x3c;script>",
}

// TestEveryChartWithHostileNames: whatever stands in the texts of a chart, the SVG has its own elements only, the PNG decodes, and nothing overlaps.
func TestEveryChartWithHostileNames(t *testing.T) {
	for _, k := range everyKind {
		for i, evil := range hostile {
			c := each(k.of(min(2, k.most), false), func(s *string) { *s = evil }, nil)
			t.Run(k.name, func(t *testing.T) {
				if err := c.check(); err != nil {
					t.Skip(err) // texts that mean something, such as quarters, are refused in words
				}
				o := k.options(c, Options{Width: 800, Height: 500})
				checkTexts(t, laidOut(t, c, o))
				svg := rendered(t, c, SVG, o)
				for name := range wellFormed(t, svg) {
					if !strings.Contains(" svg title desc metadata entry defs rect g path use ", " "+name+" ") {
						t.Errorf("%q made a <%s>", evil, name)
					}
				}
				for _, attr := range []string{" onload=", " href=", "javascript:"} {
					if bytes.Contains(bytes.ReplaceAll(svg, []byte("&#34;"), nil), []byte(attr+`"`)) {
						t.Errorf("%q made a%s", evil, attr)
					}
				}
				if i == 0 { // pixels carry no names, but the metadata does
					decoded(t, rendered(t, c, PNG, k.options(c, Options{Width: 320, Height: 200})))
				}
			})
		}
	}
}
