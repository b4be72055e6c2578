package plots

import (
	"image/color"
	"math"
)

// oklab is a colour in Björn Ottosson's OKLab space, where equal distances
// look about equally different. Source: https://bottosson.github.io/posts/oklab/
type oklab struct{ L, a, b float64 }

// rgb makes an opaque colour from 0xRRGGBB.
func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

func linear(c uint8) float64 {
	v := float64(c) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func encode(v float64) uint8 {
	v = math.Min(1, math.Max(0, v))
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(math.Round(v * 255))
}

func labOfLinear(r, g, b float64) oklab {
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return oklab{
		L: 0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		a: 1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		b: 0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

func labOf(c color.NRGBA) oklab {
	return labOfLinear(linear(c.R), linear(c.G), linear(c.B))
}

func (o oklab) linear() (r, g, b float64) {
	l := o.L + 0.3963377774*o.a + 0.2158037573*o.b
	m := o.L - 0.1055613458*o.a - 0.0638541728*o.b
	s := o.L - 0.0894841775*o.a - 1.2914855480*o.b
	l, m, s = l*l*l, m*m*m, s*s*s
	return 4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s
}

// rgb converts to sRGB. A colour outside the gamut loses chroma, not hue:
// clipping the channels would turn a light orange into a yellow.
func (o oklab) rgb() color.NRGBA {
	const slack = 0.0005
	for range 40 {
		r, g, b := o.linear()
		if math.Min(r, math.Min(g, b)) >= -slack && math.Max(r, math.Max(g, b)) <= 1+slack {
			break
		}
		o.a *= 0.95
		o.b *= 0.95
	}
	r, g, b := o.linear()
	return color.NRGBA{R: encode(r), G: encode(g), B: encode(b), A: 255}
}

// withLightness returns the colour at another OKLab lightness, same hue.
func withLightness(c color.NRGBA, l float64) color.NRGBA {
	o := labOf(c)
	o.L = math.Min(1, math.Max(0, l))
	return o.rgb()
}

// withAlpha returns the colour with the given opacity.
func withAlpha(c color.NRGBA, alpha float64) color.NRGBA {
	c.A = uint8(math.Round(255 * alpha))
	return c
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

// readable moves c away from the background in lightness until it reaches the
// contrast ratio, so that a series name in its own colour stays legible.
func readable(c, bg color.NRGBA, ratio float64) color.NRGBA {
	step := -0.01
	if luminance(bg) < 0.18 {
		step = 0.01
	}
	o := labOf(c)
	for contrast(c, bg) < ratio && o.L > 0 && o.L < 1 {
		o.L += step
		c = o.rgb()
	}
	return c
}

// blend mixes an opaque colour into a background, as transparency would.
func blend(c, bg color.NRGBA, alpha float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*alpha + float64(b)*(1-alpha))) }
	return color.NRGBA{R: mix(c.R, bg.R), G: mix(c.G, bg.G), B: mix(c.B, bg.B), A: 255}
}
