package plots

import (
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// changeRows is the layout of a Change: names at the left, bars on a scale of differences, figures beside them.
type changeRows struct {
	c         Change
	s         *sheet
	rows      []changeRow
	names     []stepName
	area      vg.Rectangle
	pitch     vg.Length
	value     style
	low, high float64 // what the scale has to hold
	at        float64 // where the old figure is
	perOne    float64 // points of the sheet for one of the unit
}

const (
	changeAxis  vg.Length = 20 // over the bars
	changePitch vg.Length = 84 // from row to row, where there are few
)

func newChangeRows(c Change, s *sheet, inner vg.Rectangle) *changeRows {
	r := &changeRows{c: c, s: s, rows: c.rows()}
	r.pitch = min((inner.Max.Y-inner.Min.Y-changeAxis)/vg.Length(len(r.rows)), changePitch)
	size := min(11, max(4.2, r.pitch*0.42))
	room := (inner.Max.X - inner.Min.X) * nameShare
	var widest vg.Length
	for _, row := range r.rows {
		st := style{size: size, col: s.th.ink, bold: row.kind == "old" || row.kind == "final"}
		n := stepName{label: s.block(row.label, st, room, min(size, 6), 1)}
		if row.detail != "" && r.pitch >= 25 {
			n.detail = s.block(row.detail, style{size: min(8, size*0.8), col: s.th.muted}, room, min(5.5, size*0.8), 1)
		}
		for _, lines := range [][][]word{n.label, n.detail} {
			for _, l := range lines {
				widest = max(widest, lineWidth(l))
			}
		}
		r.names = append(r.names, n)
		r.low, r.high = math.Min(r.low, math.Min(row.from, row.to)), math.Max(r.high, math.Max(row.from, row.to))
	}
	if c.Noise > 0 { // a band that filled the sheet would say nothing
		r.low, r.high = math.Min(r.low, -1.2*c.Noise), math.Max(r.high, 1.2*c.Noise)
		if r.high-r.low < 6*c.Noise {
			r.low, r.high = math.Min(r.low, -3*c.Noise), math.Max(r.high, 3*c.Noise)
		}
	}
	r.area = box(inner.Min.X+widest+12, inner.Max.Y-changeAxis-r.pitch*vg.Length(len(r.rows)), inner.Max.X, inner.Max.Y-changeAxis)
	r.value = style{size: min(10.5, max(4.2, r.pitch*0.4)), bold: true, col: s.th.ink}
	r.scale()
	return r
}

// scale spreads the differences as far as the figures beside the bars allow: each at the side that it is written on.
func (r *changeRows) scale() {
	wide := float64(r.area.Max.X - r.area.Min.X)
	n := len(r.rows) + 1
	lo, hi, atLeft, atRight := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range r.rows {
		row := &r.rows[i]
		lo[i], hi[i] = math.Min(row.from, row.to), math.Max(row.from, row.to)
		if need := math.Min(float64(r.s.width(row.value, r.value))+8, 0.45*wide); r.leftward(row) {
			atLeft[i] = need
		} else {
			atRight[i] = need
		}
	}
	lo[n-1], hi[n-1] = r.low, r.high
	r.perOne = math.Inf(1)
	for i := range lo {
		for k := range hi {
			if d := hi[k] - lo[i]; d > 0 {
				r.perOne = math.Min(r.perOne, (wide-atLeft[i]-atRight[k])/d)
			}
		}
	}
	if math.IsInf(r.perOne, 1) { // nothing moves, and nothing could
		r.perOne, r.at = 0, float64(r.area.Min.X)+0.3*wide
		return
	}
	r.at = math.Inf(-1)
	for i := range lo {
		r.at = math.Max(r.at, float64(r.area.Min.X)+atLeft[i]-r.perOne*lo[i])
	}
}

// leftward reports whether a row's figure stands at the left of its bar.
func (r *changeRows) leftward(row *changeRow) bool {
	switch row.kind {
	case "old":
		return r.c.total() < 0
	case "final":
		return row.to < 0
	}
	return row.to < row.from
}

func (r *changeRows) x(v float64) vg.Length { return vg.Length(r.at + r.perOne*v) }

func (r *changeRows) draw() {
	s := r.s
	r.axis()
	if r.c.Noise > 0 {
		band := box(r.x(-r.c.Noise), r.area.Min.Y, r.x(r.c.Noise), r.area.Max.Y)
		s.record("noise", "", band)
		if band.Max.X-band.Min.X < 1.2 {
			band.Min.X, band.Max.X = (band.Min.X+band.Max.X)/2-0.6, (band.Min.X+band.Max.X)/2+0.6
		}
		s.rect(band, blend(s.th.muted, s.th.bg, 0.15))
	}
	zero := r.x(0)
	s.stroke(s.th.ink, axisStroke, nil, vg.Point{X: zero, Y: r.area.Min.Y}, vg.Point{X: zero, Y: r.area.Max.Y + 3})
	level := 0.0
	for i := range r.rows {
		row := &r.rows[i]
		y := r.area.Max.Y - r.pitch*(vg.Length(i)+0.5)
		r.row(row, &r.names[i], y)
		if row.kind != "old" {
			level = row.to
		}
		if i+1 < len(r.rows) {
			half := r.half()
			s.stroke(s.th.muted, 0.8, []vg.Length{2, 2}, vg.Point{X: r.x(level), Y: y - half}, vg.Point{X: r.x(level), Y: y - r.pitch + half})
		}
	}
}

func (r *changeRows) half() vg.Length { return min(r.pitch*0.32, 15) }

func (r *changeRows) row(row *changeRow, name *stepName, y vg.Length) {
	s := r.s
	r.name(name, y)
	half := r.half()
	bar := box(r.x(math.Min(row.from, row.to)), y-half, r.x(math.Max(row.from, row.to)), y+half)
	s.record(row.kind, row.label, bar)
	if bar.Max.X-bar.Min.X < 1.2 {
		bar.Max.X = bar.Min.X + 1.2
	}
	fill, col := s.th.total, s.th.ink
	switch {
	case row.kind == "loss", row.kind == "final" && row.to < 0:
		fill = s.th.loss
	case row.kind == "old":
		fill = s.th.ink
	}
	s.rect(bar, fill)
	st := r.value
	st.col = col
	at, anchor, room := bar.Max.X+5, left, s.Max.X-4-bar.Max.X-5
	if r.leftward(row) {
		at, anchor, room = bar.Min.X-5, right, bar.Min.X-5-r.area.Min.X
	}
	text, st := s.fit(row.value, st, room, 5.5)
	s.halo(at, y-st.size*capHeight/2, anchor, st, text, s.th.bg)
}

// name sets a row's name, and under it what it was and is.
func (r *changeRows) name(n *stepName, y vg.Length) {
	x := r.area.Min.X - 12
	if n.detail == nil {
		r.s.rowName(n.label, x, y)
		return
	}
	r.s.rowName(n.label, x, y+min(r.pitch*0.17, 8))
	r.s.rowName(n.detail, x, y-min(r.pitch*0.24, 12))
}

// axis draws ticks of the difference over the bars, and lines through them.
func (r *changeRows) axis() {
	s := r.s
	tick := style{size: tickSize, col: s.th.muted}
	u := r.c.unit()
	if r.perOne == 0 {
		return
	}
	ticks := niceTicks(r.low, r.high, 6)
	labels, symbol := tickLabels(ticks, u)
	edge := vg.Length(marginX)
	for i, v := range ticks {
		x := r.x(v)
		if v < r.low-1e-12 || v > r.high*(1+1e-12)+1e-300 {
			continue
		}
		s.stroke(s.th.grid, hairline, nil, vg.Point{X: x, Y: r.area.Min.Y}, vg.Point{X: x, Y: r.area.Max.Y + 4})
		number, minus := strings.CutPrefix(labels[i], "−")
		label := u.onAxis(number, symbol, true)
		switch {
		case v == 0:
			label = "old"
		case minus:
			label = "−" + label
		default:
			label = "+" + label
		}
		w := s.width(label, tick)
		at := x - w/2
		if at < edge || at+w > s.Max.X-4 {
			continue
		}
		s.text(at, r.area.Max.Y+8, left, tick, label)
		edge = at + w + 8
	}
}
