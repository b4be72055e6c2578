package plots

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// theme is the look of a chart: every colour that is not a series.
type theme struct {
	bg     color.NRGBA
	ink    color.NRGBA // titles, names, axis line
	muted  color.NRGBA // subtitles, tick labels
	source color.NRGBA // note and source lines
	grid   color.NRGBA
	accent color.NRGBA // the short bar at the top edge
	total  color.NRGBA // bars that are not yet one vendor's
	loss   color.NRGBA // bars that come off
	track  color.NRGBA // the empty row of a measure that is not available
	lift   bool        // series are lifted in lightness to stand on a dark ground

	ramp []color.NRGBA // the colours of amounts, from the least to the greatest: lightness goes one way, so that it reads in grey and by every eye
}

// themes holds the looks by their public names. Muted and source grey reach
// 4.5:1 on their ground; a test holds them to it.
var themes = map[string]theme{
	"light": {
		bg: rgb(0xffffff), ink: rgb(0x1d2733), muted: rgb(0x55626f), source: rgb(0x66727f),
		grid: rgb(0xe4e8ec), accent: rgb(0xc8102e), total: rgb(0x3f5a7d), loss: rgb(0x8a95a2), track: rgb(0xf1f3f5),
		ramp: []color.NRGBA{rgb(0xe3eef9), rgb(0x9ecae1), rgb(0x4292c6), rgb(0x08306b)},
	},
	"dark": {
		bg: rgb(0x141a21), ink: rgb(0xf2f4f7), muted: rgb(0xb4bec9), source: rgb(0x95a1ae),
		grid: rgb(0x2b343e), accent: rgb(0xe5484d), total: rgb(0x72899d), loss: rgb(0x62707e), track: rgb(0x1e262f),
		lift: true, ramp: []color.NRGBA{rgb(0x1b2f47), rgb(0x1f5f95), rgb(0x4ba3d9), rgb(0xdcefff)},
	},
	"print": {
		bg: rgb(0xffffff), ink: rgb(0x000000), muted: rgb(0x333333), source: rgb(0x444444),
		grid: rgb(0xd0d0d0), accent: rgb(0x000000), total: rgb(0x4a4a4a), loss: rgb(0x909090), track: rgb(0xf0f0f0),
		ramp: []color.NRGBA{rgb(0xececec), rgb(0xb0b0b0), rgb(0x6e6e6e), rgb(0x1c1c1c)},
	},
}

// themeNames lists the public names in the order in which messages show them.
var themeNames = []string{"light", "dark", "print"}

func themeNamed(name string) (theme, error) {
	if name == "" {
		name = "light"
	}
	th, ok := themes[name]
	if !ok {
		return theme{}, fmt.Errorf("unknown theme %q; choose %s", name, strings.Join(themeNames, ", "))
	}
	return th, nil
}

// vendorHue gives each vendor one hue. Every value reaches 3:1 on white and, lifted, on the dark ground; under that condition they keep the smallest OKLab
// distance between any two large, under normal vision and the three dichromacies.
var vendorHue = map[string]color.NRGBA{
	"aws":       rgb(0xd9651c),
	"nvidia":    rgb(0x17756b),
	"amd":       rgb(0x944934),
	"google":    rgb(0x0078d4),
	"intel":     rgb(0x02a0ca),
	"microsoft": rgb(0x7260a3),
	"meta":      rgb(0x30358a),
	"huawei":    rgb(0xc972a1),
	"cerebras":  rgb(0x4e3501),
	"openai":    rgb(0x371d5e),
	"groq":      rgb(0x768f61),
}

// vendorAlias maps other spellings of a vendor to its key.
var vendorAlias = map[string]string{
	"amazon": "aws", "annapurna": "aws", "trainium": "aws",
	"alphabet": "google", "habana": "intel", "facebook": "meta", "broadcom": "openai",
}

// otherHues colour the vendors that have no hue of their own, in the order in
// which they appear in one chart.
var otherHues = []color.NRGBA{rgb(0x8a6d4b), rgb(0x7a7f87), rgb(0x9a7cc4), rgb(0x5f7f3a), rgb(0x94876a)}

// vendorKey finds the hue's key in a vendor's name as people write it:
// "AWS", "Amazon Web Services" and "Amazon (Annapurna Labs)" are one vendor.
func vendorKey(vendor string) string {
	words := strings.FieldsFunc(strings.ToLower(vendor), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	for _, w := range words {
		if _, ok := vendorHue[w]; ok {
			return w
		}
		if k, ok := vendorAlias[w]; ok {
			return k
		}
	}
	return strings.Join(words, " ")
}

// series says whose a series is: the vendor decides the hue, and the shade, from 0 for the hue itself, tells its systems apart. A system has the same shade
// in every chart, whatever else is drawn.
type series struct {
	vendor string
	shade  int
}

// keyed is the series with its vendor's key and a shade that there is: numbers go round after the last, so that two of them can mean one shade.
func (s series) keyed() series { return series{vendorKey(s.vendor), max(0, s.shade) % Shades} }

// seriesColours gives each series its colour. Where two of one vendor have the same shade, the later takes the one of the
// free that differs most from all that are taken; where none is free, that is where a vendor has more than [Shades] series, one that fewest have.
func (th theme) seriesColours(all []series) []color.NRGBA {
	taken := map[series]int{} // by how many; one that asks for it counts from the start, so that it gets it
	others := map[string]color.NRGBA{}
	out := make([]color.NRGBA, len(all))
	for _, s := range all {
		taken[s.keyed()] = 1
	}
	used := map[series]bool{}
	for i, s := range all {
		s = s.keyed()
		base, ok := vendorHue[s.vendor]
		if !ok {
			if base, ok = others[s.vendor]; !ok {
				base = otherHues[len(others)%len(otherHues)]
				others[s.vendor] = base
			}
		}
		if used[s] {
			s = s.instead(th, base, taken)
			taken[s]++
		}
		used[s] = true
		out[i] = th.shade(base, s.shade)
	}
	return out
}

// instead is the series in another shade of its vendor's hue: of those that fewest have, the one that differs most from all others that some have.
func (s series) instead(th theme, base color.NRGBA, taken map[series]int) series {
	other := func(i int) series { return series{s.vendor, i} }
	fewest := taken[s]
	for i := range Shades {
		fewest = min(fewest, taken[other(i)])
	}
	best, most := s, -1.0
	for i := range Shades {
		if taken[other(i)] != fewest {
			continue
		}
		c, least := newCandidate(th.shade(base, i)), math.Inf(1)
		for j := range Shades {
			if taken[other(j)] > fewest {
				least = math.Min(least, c.apart(newCandidate(th.shade(base, j))))
			}
		}
		if least > most {
			best, most = other(i), least
		}
	}
	return best
}

// shade is a shade of a hue on this ground, at a contrast of 3:1 or more.
func (th theme) shade(base color.NRGBA, i int) color.NRGBA {
	return readable(shadeOn(base, th.lift, i%Shades), th.bg, 3)
}

// on picks a colour for text on a fill: white, which reads calmer on saturated colours, wherever it reaches the 4.5:1 that WCAG asks of type, else ink or,
// where that does not reach it either, black.
func (th theme) on(fill color.NRGBA) color.NRGBA {
	for _, c := range []color.NRGBA{rgb(0xffffff), rgb(0x1d2733)} {
		if contrast(c, fill) >= 4.5 {
			return c
		}
	}
	return over(fill)
}

// Type sizes and distances of the one look, in points on a sheet 640 wide.
const (
	marginX     vg.Length = 20
	titleSize   vg.Length = 17
	subSize     vg.Length = 10.5
	tickSize    vg.Length = 9
	noteSize    vg.Length = 7.5
	sheetWidth            = 640.0 // points of a default chart's width
	minWidth              = 480.0 // a smaller sheet is drawn at this size and scaled down
	minHeight             = 300.0
	accentWide  vg.Length = 36
	accentHigh  vg.Length = 4
	hairline    vg.Length = 0.6
	axisStroke  vg.Length = 1
	curveStroke vg.Length = 1.1
)
