package plots

import (
	"image/color"
	"math"
	"sync"
)

// Shades is how many shades of one hue can be told apart at all. Shade number Shades is shade 0 again, which matters only where it is free: of one vendor's systems
// in a chart no two have one shade, unless there are more of them than shades.
const Shades = 12

// ground is what shades stand on. Each has its own: what differs on white is squeezed on a dark ground, which swallows the deep colours and bears the pale.
type ground struct {
	hue  color.NRGBA // as it stands on the ground
	dark bool
}

// shades keeps what was found: ground to its shades, in order.
var shades sync.Map

// shadeOn is the i-th shade of a hue on a ground, for i below [Shades]; the first is the hue itself. Each next one is, of all colours near the hue that show on
// the ground, the one that differs most from those before it, for every eye. So the first few differ most, and a shade does not depend on how many there are.
func shadeOn(base color.NRGBA, dark bool, i int) color.NRGBA {
	g := ground{base, dark}
	if dark {
		g.hue = lifted(base)
	}
	if i == 0 {
		return g.hue
	}
	found, ok := shades.Load(g)
	if !ok {
		found, _ = shades.LoadOrStore(g, g.shades())
	}
	list := found.([]color.NRGBA)
	return list[min(i, len(list)-1)]
}

// candidate is a colour as all eyes see it.
type candidate struct {
	col  color.NRGBA
	seen [len(vision)]oklab
}

func newCandidate(c color.NRGBA) candidate { return candidate{c, seen(c)} }

// apart is how much two colours differ.
func (a candidate) apart(b candidate) float64 { return distance(a.seen, b.seen) }

func (g ground) shades() []color.NRGBA {
	bg, from, to := themes["light"].bg, 0.29, 0.72
	if g.dark {
		bg, from, to = themes["dark"].bg, 0.50, 0.90
	}
	o := labOf(g.hue)
	hue, chroma := math.Atan2(o.b, o.a), math.Hypot(o.a, o.b)
	var near []candidate
	for l := from; l < to; l += 0.03 {
		for _, turn := range []float64{-14, -7, 0, 7, 14} { // degrees: more would be another vendor's hue
			for _, k := range []float64{1, 0.7} {
				h := hue + turn*math.Pi/180
				c := oklab{l, k * chroma * math.Cos(h), k * chroma * math.Sin(h)}.rgb()
				if contrast(c, bg) >= 3.02 {
					near = append(near, newCandidate(c))
				}
			}
		}
	}
	chosen := []candidate{newCandidate(g.hue)}
	for len(chosen) < Shades {
		best, most := candidate{}, -1.0
		for _, c := range near {
			least := math.Inf(1)
			for _, other := range chosen {
				least = math.Min(least, c.apart(other))
			}
			if least > most {
				best, most = c, least
			}
		}
		chosen = append(chosen, best)
	}
	out := make([]color.NRGBA, len(chosen))
	for i, c := range chosen {
		out[i] = c.col
	}
	return out
}

// lifted moves a colour made for white to a dark ground, which swallows the deep ones: lightness 0.30 to 0.70 becomes 0.57 to 0.79.
func lifted(c color.NRGBA) color.NRGBA {
	l := math.Min(0.70, math.Max(0.30, labOf(c).L))
	return withLightness(c, 0.57+(l-0.30)*0.55)
}

// vision holds what normal eyes see of linear RGB, and the matrices of Machado, Oliveira and Fernandes (2009) for complete dichromacy: protanopia,
// deuteranopia, tritanopia.
var vision = [...][3][3]float64{
	{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// seen is a colour as each kind of eye sees it.
func seen(c color.NRGBA) (out [len(vision)]oklab) {
	in := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
	for i, m := range vision {
		var x [3]float64
		for k, row := range m {
			for j, f := range row {
				x[k] += f * in[j]
			}
			x[k] = math.Min(1, math.Max(0, x[k]))
		}
		out[i] = labOfLinear(x[0], x[1], x[2])
	}
	return out
}

// distance is the least OKLab distance, times 100, over all kinds of eyes.
func distance(a, b [len(vision)]oklab) float64 {
	least := math.Inf(1)
	for i := range a {
		p, q := a[i], b[i]
		least = math.Min(least, 100*math.Sqrt((p.L-q.L)*(p.L-q.L)+(p.a-q.a)*(p.a-q.a)+(p.b-q.b)*(p.b-q.b)))
	}
	return least
}
