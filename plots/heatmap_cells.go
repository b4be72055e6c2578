package plots

import (
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// heatPlan is the layout of the cells and the scale of their colours.
type heatPlan struct {
	Heatmap
	s      *sheet
	area   vg.Rectangle
	w, h   vg.Length // of a cell
	lo, hi float64
	log    bool // colours by the logarithm
	levels []float64
}

func (h Heatmap) draw(s *sheet) {
	texts := []string{h.Amount, h.Boundary, h.Held, h.System, h.Quantity, h.X.Label, h.Y.Label, h.Meta.Source, h.Meta.Note, h.Meta.Product}
	texts = append(append(texts, h.X.Texts...), h.Y.Texts...)
	lo, hi, ok := h.extent()
	p := heatPlan{Heatmap: h, s: s, lo: lo, hi: hi}
	p.log = ok && lo > 0 && hi > 50*lo
	notes := foreignNote(texts...)
	if p.log {
		notes = append(notes, "Colours by powers of ten")
	}
	inner := frame{title: h.title(), subtitle: h.subtitle(), notes: notes, meta: h.Meta}.draw(s)
	if ok && lo < hi {
		p.levels = niceTicks(lo, hi, 6)
		if p.log {
			p.levels = powerTicks(lo, hi, 6)
		}
	}
	p.layout(inner)
	p.cells()
	if !p.figures() {
		p.contours()
	}
	p.scale(inner)
}

// powerTicks are at most most values between lo and hi at 1, 2 and 5 times the powers of ten, or at fewer of them.
func powerTicks(lo, hi float64, most int) []float64 {
	for _, steps := range [][]float64{{1, 2, 5}, {1, 3}, {1}} {
		for every := 1; every < 64; every *= 2 {
			var out []float64
			for e := int(math.Floor(math.Log10(lo))); e <= int(math.Ceil(math.Log10(hi))); e++ {
				for _, m := range steps {
					if v := m * math.Pow10(e); v >= lo && v <= hi && e%every == 0 {
						out = append(out, v)
					}
				}
			}
			if len(out) > 0 && len(out) <= most {
				return out
			}
			if len(steps) > 1 {
				break
			}
		}
	}
	return []float64{lo}
}

// layout sets the names and ticks of both axes and finds the area of the cells.
func (p *heatPlan) layout(inner vg.Rectangle) {
	s := p.s
	tick := style{size: tickSize, col: s.th.muted}
	ticks, name := p.Y.labels()
	room := vg.Length(0)
	most := (inner.Max.X - inner.Min.X) * 0.24
	for _, t := range ticks {
		room = max(room, min(most, s.width(t, tick)))
	}
	text, st := s.fit("↑ "+name, style{size: tickSize, bold: true, col: s.th.muted}, inner.Max.X-inner.Min.X, 6)
	top := inner.Max.Y - ascender*st.size
	s.text(inner.Min.X, top, left, st, text)
	legend := vg.Length(0)
	if len(p.levels) > 0 {
		legend = 26 + p.legendWidth(tick)
	}
	p.area = box(inner.Min.X+room+7, inner.Min.Y+29, inner.Max.X-max(legend, 6), top-9)
	nx, ny := vg.Length(len(p.X.Texts)), vg.Length(len(p.Y.Texts))
	p.w, p.h = (p.area.Max.X-p.area.Min.X)/nx, (p.area.Max.Y-p.area.Min.Y)/ny
	// Few rows stay rows rather than become towers.
	if tallest := max(70, (p.area.Max.Y-p.area.Min.Y)/4); p.h > tallest {
		p.h = tallest
		p.area.Min.Y = p.area.Max.Y - p.h*ny
	}
	at := make([]vg.Length, len(p.X.Texts))
	for i := range at {
		at[i] = p.cell(0, i).Min.X + p.w/2
	}
	p.X.below(s, p.area.Min.Y-13, at, inner.Min.X, inner.Max.X, tick)
	p.X.axisName(s, box(inner.Min.X, 0, p.area.Max.X, 0), p.area.Min.Y-26)
	above := vg.Length(math.Inf(-1))
	written := sweptTicks
	if p.Y.named() || len(ticks) <= cellTicks {
		written = len(ticks)
	}
	for _, i := range chosen(len(ticks), min(written, max(1, int((p.area.Max.Y-p.area.Min.Y)/(tickSize+3))))) {
		y := p.cell(i, 0).Min.Y + p.h/2
		if y-tickSize/2 < above {
			continue
		}
		above = y + tickSize/2 + 2
		text, st := s.fit(ticks[i], tick, room, 6)
		s.textMid(p.area.Min.X-7, y, right, st, text)
	}
}

// cell is the place of a cell; rows count upwards, as the axis does.
func (p *heatPlan) cell(y, x int) vg.Rectangle {
	return box(p.area.Min.X+p.w*vg.Length(x), p.area.Min.Y+p.h*vg.Length(y), p.area.Min.X+p.w*vg.Length(x+1), p.area.Min.Y+p.h*vg.Length(y+1))
}

// part is where a value lies between the least and the greatest, from 0 to 1.
func (p *heatPlan) part(v float64) float64 {
	switch {
	case p.lo >= p.hi:
		return 0.5
	case p.log:
		return math.Log(v/p.lo) / math.Log(p.hi/p.lo)
	}
	return (v/2 - p.lo/2) / (p.hi/2 - p.lo/2)
}

// colour of a part of the scale.
func (th theme) heat(t float64) color.NRGBA {
	stops := th.ramp
	t = math.Min(1, math.Max(0, t)) * float64(len(stops)-1)
	i := min(int(t), len(stops)-2)
	a, b, f := labOf(stops[i]), labOf(stops[i+1]), t-float64(i)
	return oklab{a.L + f*(b.L-a.L), a.a + f*(b.a-a.a), a.b + f*(b.b-a.b)}.rgb()
}

// over is black or white, whichever can be read on a colour: one of the two always reaches 4.5:1.
func over(c color.NRGBA) color.NRGBA {
	black, white := rgb(0x000000), rgb(0xffffff)
	if contrast(white, c) >= contrast(black, c) {
		return white
	}
	return black
}

// cells fills all cells. They overlap by a little, or seams would show between them.
func (p *heatPlan) cells() {
	const seam = 0.6 // more than a pixel of the usual size
	for y, row := range p.Cells {
		for x, c := range row {
			r := p.cell(y, x)
			name := clean(p.X.Texts[x]) + "/" + clean(p.Y.Texts[y])
			if !c.known() {
				p.s.rect(r, p.s.th.track)
				p.s.stroke(p.s.th.loss, hairline, nil, r.Min, r.Max)
				p.s.record("n/a", name, r)
				continue
			}
			p.s.record("cell", name, r)
			if x < len(row)-1 {
				r.Max.X += seam
			}
			if y < len(p.Cells)-1 {
				r.Max.Y += seam
			}
			p.s.rect(r, p.s.th.heat(p.part(c.P50)))
		}
	}
}

// figures writes each cell's value into it, with its interval below where there is room, and reports whether the values have room.
func (p *heatPlan) figures() bool {
	const smallest = 6.5
	s, u := p.s, p.unit()
	size := min(11, p.h*0.42)
	say := func(c Interval) (value, span string) {
		if !c.known() {
			return "n/a", ""
		}
		if !c.ranged() {
			return u.compact(c.P50), ""
		}
		lo, mid, hi := u.ends(c.P5, c.P50, c.P95)
		return mid, between(lo, hi)
	}
	spans := p.h > 24
	for _, row := range p.Cells {
		for _, c := range row {
			value, span := say(c)
			if w := s.width(value, style{size: size, bold: true}); w > p.w-5 {
				size *= (p.w - 5) / w
			}
			spans = spans && s.width(span, style{size: 7}) <= p.w-4
		}
	}
	if size < smallest {
		return false
	}
	for y, row := range p.Cells {
		for x, c := range row {
			r := p.cell(y, x)
			col := readable(s.th.muted, s.th.track, 4.5)
			if c.known() {
				col = over(s.th.heat(p.part(c.P50)))
			}
			value, span := say(c)
			mx, my := (r.Min.X+r.Max.X)/2, (r.Min.Y+r.Max.Y)/2
			if spans && span != "" {
				s.textMid(mx, my-size*0.62, centre, style{size: 7, col: col}, span)
				my += size * 0.42
			}
			s.textMid(mx, my, centre, style{size: size, bold: true, col: col}, value)
		}
	}
	return true
}

// between joins the ends of an interval; a letter behind both is said once: "1.84–2.69M".
func between(lo, hi string) string {
	letters := func(s string) string { return strings.TrimLeft(s, "$−0123456789.,") }
	if letters(lo) == letters(hi) {
		lo = strings.TrimSuffix(lo, letters(lo))
	}
	return lo + "–" + hi
}

// legendWidth is the room that the labels of the scale take.
func (p *heatPlan) legendWidth(st style) (w vg.Length) {
	for _, l := range p.legend() {
		w = max(w, p.s.width(l, st))
	}
	return min(w, p.s.Max.X/6)
}

// legend are the labels of the scale.
func (p *heatPlan) legend() []string {
	out := make([]string, len(p.levels))
	a := axisRange{unit: p.unit(), ticks: p.levels}
	a.labels, a.symbol = tickLabels(a.ticks, a.unit)
	for i, v := range p.levels {
		switch u := p.unit(); {
		case p.log:
			out[i] = u.exact(v)
		case u == USD:
			out[i] = "$" + a.labels[i] + a.symbol
		case u.spaced() && a.symbol != "":
			out[i] = a.labels[i] + " " + a.symbol
		default:
			out[i] = a.labels[i] + a.symbol
		}
	}
	return out
}

// scale draws the colours beside the cells.
func (p *heatPlan) scale(inner vg.Rectangle) {
	if len(p.levels) == 0 {
		return
	}
	s := p.s
	tick := style{size: tickSize, col: s.th.muted}
	width := p.legendWidth(tick)
	bar := box(inner.Max.X-width-15, p.area.Min.Y, inner.Max.X-width-5, p.area.Max.Y)
	const steps = 60
	for i := range steps {
		r := bar
		r.Min.Y = bar.Min.Y + (bar.Max.Y-bar.Min.Y)*vg.Length(i)/steps
		r.Max.Y = min(bar.Max.Y, bar.Min.Y+(bar.Max.Y-bar.Min.Y)*vg.Length(i+1)/steps+0.3)
		s.rect(r, s.th.heat((float64(i)+0.5)/steps))
	}
	above := vg.Length(math.Inf(-1))
	for i, l := range p.legend() {
		y := bar.Min.Y + (bar.Max.Y-bar.Min.Y)*vg.Length(p.part(p.levels[i]))
		s.stroke(over(s.th.heat(p.part(p.levels[i]))), 0.9, nil, vg.Point{X: bar.Min.X, Y: y}, vg.Point{X: bar.Max.X, Y: y})
		at := max(y, bar.Min.Y+tickSize/2)
		if at-tickSize/2 < above {
			continue
		}
		above = at + tickSize/2 + 2
		text, st := s.fit(l, tick, width, 6)
		s.textMid(bar.Max.X+5, at, left, st, text)
	}
}
