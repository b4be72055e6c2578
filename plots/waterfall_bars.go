package plots

import (
	"math"

	"gonum.org/v1/plot/vg"
)

// stepName is what stands under a bar.
type stepName struct {
	label, detail [][]word
	leading       vg.Length
}

// names sets the labels under the bars inside their slots and returns the
// height that the tallest needs. A level's detail stands under its name, a
// loss's detail beside its bar.
func (w Waterfall) names(s *sheet, slot vg.Length) ([]stepName, vg.Length) {
	lines := 3
	if slot < 60 {
		lines = 4
	}
	out := make([]stepName, len(w.Steps))
	var high vg.Length
	for i, st := range w.Steps {
		name := style{size: tickSize, col: s.th.muted}
		if st.Kind != Loss {
			name.bold, name.col = true, s.th.ink
		}
		out[i].leading = 11.5
		out[i].label = s.block(clean(st.Label), name, slot-6, 6.5, lines)
		if d := clean(st.Detail); d != "" && st.Kind != Loss {
			out[i].detail = s.block(d, style{size: 8, col: s.th.muted}, slot-6, 6.5, 2)
		}
		high = max(high, 11.5*vg.Length(len(out[i].label)+len(out[i].detail)))
	}
	return out, high
}

// waterfallBars draws the bars of one chart.
type waterfallBars struct {
	w     Waterfall
	s     *sheet
	sc    scales
	ps    powerScale
	slot  vg.Length
	width vg.Length
	area  vg.Rectangle
}

func (b waterfallBars) draw(i int) {
	st := b.w.Steps[i]
	x := b.sc.x(float64(i) + 0.5)
	fill, level := b.w.fill(b.s.th, st)
	from := b.w.after(i)
	r := box(x-b.width/2, b.sc.y(0), x+b.width/2, b.sc.y(from))
	kind := "total"
	switch {
	case !level:
		kind = "loss"
		r.Min.Y, r.Max.Y = b.sc.y(from), b.sc.y(b.w.after(i-1))
	case st.Kind == Final:
		kind = "final"
	}
	b.s.record(kind, st.Label, r)
	shown := r
	if shown.Max.Y-shown.Min.Y < 0.8 {
		shown.Max.Y = shown.Min.Y + 0.8 // nothing, or next to nothing, still leaves a line
	}
	if i+1 < len(b.w.Steps) {
		y := b.sc.y(from)
		b.s.stroke(b.s.th.muted, 0.8, []vg.Length{2, 2},
			vg.Point{X: r.Max.X, Y: y}, vg.Point{X: r.Max.X + b.slot - b.width, Y: y})
	}
	b.s.rect(shown, fill.col)
	if level {
		b.level(i, st, fill, shown)
	} else {
		b.loss(st, shown)
	}
}

// level labels a bar that stands on the axis: the value above it and, inside,
// its share of the first bar.
func (b waterfallBars) level(i int, st Step, fill style, r vg.Rectangle) {
	x := (r.Min.X + r.Max.X) / 2
	above, below := r.Max.Y, r.Max.Y
	if b.w.Draws > 0 && st.interval() {
		lo, hi := b.sc.y(math.Max(0, st.Low)), b.sc.y(st.High)
		b.s.record("whisker", st.Label, box(x, lo, x, hi))
		b.s.whisker(vg.Point{X: x, Y: lo}, vg.Point{X: x, Y: hi}, 4, b.s.th.ink)
		above, below = max(above, hi+1), min(below, lo-1)
	}
	value, vst := b.s.fit(b.ps.number(b.w.shown(st)),
		style{size: 12.5, bold: true, col: readable(fill.col, b.s.th.bg, 4.5)}, b.slot-4, 6)
	b.s.halo(x, above+5, centre, vst, value, b.s.th.bg)

	first := b.w.Steps[0].Watts
	if i == 0 || first == 0 {
		return
	}
	pst := style{size: 10, bold: true, col: b.s.th.on(fill.col)}
	share := percent(st.Watts / first)
	if below-r.Min.Y > 20 && b.s.width(share, pst) < b.width-4 {
		b.s.text(x, below-14, centre, pst, share)
	}
}

// loss labels a hanging bar, below it or, near the axis, above it.
func (b waterfallBars) loss(st Step, r vg.Rectangle) {
	x := (r.Min.X + r.Max.X) / 2
	text := b.ps.number(b.w.shown(st))
	if st.Watts > 0 {
		text = "−" + text
	}
	value, vst := b.s.fit(text, style{size: 12.5, bold: true, col: b.s.th.muted}, b.slot-4, 6)
	detail := b.s.block(clean(st.Detail), style{size: tickSize, col: b.s.th.muted}, b.slot-4, 6.5, 2)
	const leading = 11
	need := 14 + leading*vg.Length(len(detail)) + 4
	y := r.Min.Y - 14
	if r.Min.Y-need < b.area.Min.Y {
		y = r.Max.Y + 5 + leading*vg.Length(len(detail))
	}
	if highest := b.area.Max.Y + 17 - ascender*vst.size; y > highest { // on the lowest of sheets there is no room for a detail over a bar
		detail, y = nil, min(highest, r.Max.Y+5)
	}
	b.s.halo(x, y, centre, vst, value, b.s.th.bg)
	for i, l := range detail {
		b.s.haloLine(l, x, y-leading*vg.Length(i+1), b.s.th.bg)
	}
}
