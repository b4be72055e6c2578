package plots

import (
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// tornadoLabel is what stands at one end of a bar: the result, and farther out
// the value of the input.
type tornadoLabel struct {
	result, input string
	hue           color.NRGBA // of the input
	width         vg.Length
}

// tornadoRow is a bar or, last, the interval of all inputs together.
type tornadoRow struct {
	name       [][]word
	lo, hi     float64 // what the row covers
	less, more tornadoLabel
	bar        *Bar // nil for the interval
}

// tornadoRows is the layout of a tornado: the scale is chosen so that every
// label finds room beside its bar.
type tornadoRows struct {
	t          Tornado
	s          *sheet
	rows       []tornadoRow
	area       vg.Rectangle // of the bars and their labels
	pitch      vg.Length
	bold, rest style   // of the labels
	x0, perOne float64 // the scale: x = x0 + perOne * value, in points
}

// Rooms of a tornado in points.
const (
	tornadoAxis vg.Length = 20 // over the bars
	tornadoFoot vg.Length = 16 // under them, for the mid
	labelGap    vg.Length = 6
	innerGap    vg.Length = 5
	mostPitch   vg.Length = 110 // from row to row, where there are few
	mostHalf    vg.Length = 26  // of a bar's height
)

// allTogether names the row that shows the uncertainty of the whole.
const allTogether = "All inputs together"

func newTornadoRows(t Tornado, s *sheet, inner vg.Rectangle) *tornadoRows {
	r := &tornadoRows{t: t, s: s}
	n := len(t.Bars)
	if t.ranged() {
		n++
	}
	high := inner.Max.Y - inner.Min.Y - tornadoAxis - tornadoFoot
	r.pitch = min(high/vg.Length(n), mostPitch)
	size := min(11, max(4.2, r.pitch*0.6))
	lines := 1
	if r.pitch >= 30 {
		lines = 2
	}
	room := (inner.Max.X - inner.Min.X) * nameShare
	var names vg.Length
	name := func(text string, st style) [][]word {
		block := s.block(clean(text), st, room, min(size, 6.5), lines)
		for _, l := range block {
			names = max(names, lineWidth(l))
		}
		return block
	}
	low, high2 := s.th.ends()
	ends := func(less, more *tornadoLabel, a, b tornadoLabel, swap bool) {
		if *less, *more = a, b; swap {
			*less, *more = b, a
		}
	}
	for i := range t.Bars {
		b := &t.Bars[i]
		row := tornadoRow{name: name(b.Name, style{size: size, col: s.th.ink}), bar: b, lo: t.Mid, hi: t.Mid}
		if b.known() {
			row.lo, row.hi = b.reach(t.Mid)
			ends(&row.less, &row.more, tornadoLabel{r.figure(b.Low), clean(b.LowInput), readable(low, s.th.bg, 4.5), 0},
				tornadoLabel{r.figure(b.High), clean(b.HighInput), readable(high2, s.th.bg, 4.5), 0}, b.High < b.Low)
		} else {
			row.more = tornadoLabel{result: "n/a"}
		}
		r.rows = append(r.rows, row)
	}
	if t.ranged() {
		row := tornadoRow{name: name(allTogether, style{size: size, bold: true, col: s.th.ink}), lo: math.Min(t.P5, t.Mid), hi: math.Max(t.P95, t.Mid)}
		row.less, row.more = tornadoLabel{r.figure(t.P5), "P5", s.th.muted, 0}, tornadoLabel{r.figure(t.P95), "P95", s.th.muted, 0}
		r.rows = append(r.rows, row)
	}
	// The labels of both ends together take half of the room beside the names at most.
	r.setLabels(min(10.5, max(4.2, r.pitch*0.56)), (inner.Max.X-inner.Min.X)*(1-nameShare)/4)
	r.area = box(inner.Min.X+names+10, inner.Min.Y+tornadoFoot, inner.Max.X, inner.Max.Y-tornadoAxis)
	r.area.Min.Y = r.area.Max.Y - r.pitch*vg.Length(n)
	r.scale()
	return r
}

// figure prints a result without a unit that the axis has already.
func (r *tornadoRows) figure(v float64) string {
	text := r.t.unit().compact(v)
	if _, unit, ok := strings.Cut(r.t.unit().compact(r.t.Mid), " "); ok {
		text = strings.TrimSuffix(text, " "+unit)
	}
	return text
}

// setLabels chooses one size for all labels, so that the widest fits the room; what is too wide in the smallest size is shortened.
func (r *tornadoRows) setLabels(size, room vg.Length) {
	smallest := min(size, 5.5)
	each := func(f func(l *tornadoLabel)) {
		for i := range r.rows {
			f(&r.rows[i].less)
			f(&r.rows[i].more)
		}
	}
	var widest vg.Length
	each(func(l *tornadoLabel) { widest = max(widest, r.width(l, size)) })
	if widest > room {
		size = max(smallest, size*(room-innerGap)/(widest-innerGap)*0.99) // the gap does not shrink
	}
	r.bold, r.rest = style{size: size, bold: true, col: r.s.th.ink}, style{size: besideBold(size)}
	each(func(l *tornadoLabel) {
		if r.width(l, size) > room {
			l.result = r.s.ellipsis(l.result, r.bold, room*0.6)
			l.input = r.s.ellipsis(l.input, r.rest, room-innerGap-r.s.width(l.result, r.bold))
		}
		l.width = r.width(l, size)
	})
}

// besideBold is the size of plain figures beside bold ones: a little smaller, where there is room to be.
func besideBold(size vg.Length) vg.Length { return min(size, max(4.2, size*0.95)) }

// width is that of a label in a size.
func (r *tornadoRows) width(l *tornadoLabel, size vg.Length) vg.Length {
	w := r.s.width(l.result, style{size: size, bold: true})
	if l.input != "" {
		w += innerGap + r.s.width(l.input, style{size: besideBold(size)})
	}
	return w
}

// scale spreads the values as far as the labels allow: for every pair of rows,
// the label at the left of one and that at the right of the other must fit.
func (r *tornadoRows) scale() {
	wide := float64(r.area.Max.X - r.area.Min.X)
	need := func(l tornadoLabel) float64 { return float64(l.width + labelGap) }
	best := math.Inf(1)
	for i := range r.rows {
		for j := range r.rows {
			if d := r.rows[j].hi - r.rows[i].lo; d > 0 {
				best = math.Min(best, (wide-need(r.rows[i].less)-need(r.rows[j].more))/d)
			}
		}
	}
	if math.IsInf(best, 1) { // nothing moves: the mid stands in the middle
		r.perOne, r.x0 = 0, float64(r.area.Min.X)+wide/2
		return
	}
	r.perOne = best
	left, rightmost := math.Inf(-1), math.Inf(1) // where x0 may lie
	for _, row := range r.rows {
		left = math.Max(left, float64(r.area.Min.X)+need(row.less)-best*row.lo)
		rightmost = math.Min(rightmost, float64(r.area.Max.X)-need(row.more)-best*row.hi)
	}
	r.x0 = (left + math.Max(left, rightmost)) / 2
}

func (r *tornadoRows) x(v float64) vg.Length { return vg.Length(r.x0 + r.perOne*v) }

// value is the inverse of x.
func (r *tornadoRows) value(x vg.Length) float64 { return (float64(x) - r.x0) / r.perOne }

func (r *tornadoRows) draw() {
	s := r.s
	r.axis()
	mid := r.x(r.t.Mid)
	for i := range r.rows {
		r.row(&r.rows[i], r.area.Max.Y-r.pitch*(vg.Length(i)+0.5))
	}
	s.record("mid", "", box(mid, r.area.Min.Y, mid, r.area.Max.Y))
	s.stroke(s.th.ink, axisStroke, nil, vg.Point{X: mid, Y: r.area.Min.Y - 2}, vg.Point{X: mid, Y: r.area.Max.Y + 2})
	text := r.t.unit().compact(r.t.Mid)
	if r.t.unit() == Count {
		text += " " + singular(r.t.quantity(), text)
	}
	text, st := s.fit("All at their mid: "+text, style{size: 9, bold: true, col: s.th.ink}, r.area.Max.X-r.area.Min.X, 5.5)
	s.text(s.inside(mid, text, st, box(marginX, 0, r.area.Max.X, 0)), r.area.Min.Y-12, left, st, text)
}

// axis draws ticks over the bars and lines through them.
func (r *tornadoRows) axis() {
	if r.perOne == 0 {
		return
	}
	s := r.s
	tick := style{size: tickSize, col: s.th.muted}
	ticks := niceTicks(r.value(r.area.Min.X), r.value(r.area.Max.X), 7)
	labels, symbol := tickLabels(ticks, r.t.unit())
	edge := vg.Length(marginX) // names stand lower
	for i, v := range ticks {
		x := r.x(v)
		s.stroke(s.th.grid, hairline, nil, vg.Point{X: x, Y: r.area.Min.Y}, vg.Point{X: x, Y: r.area.Max.Y + 4})
		label := r.t.unit().onAxis(labels[i], symbol, i == len(ticks)-1)
		w := s.width(label, tick)
		at := min(x-s.width(r.t.unit().onAxis(labels[i], symbol, false), tick)/2, s.Max.X-4-w) // the number stands over its line
		if at < edge {
			continue
		}
		s.text(at, r.area.Max.Y+8, left, tick, label)
		edge = at + w + 8
	}
}

// onAxis is a tick's label: counts and money carry their letter on every tick, other units stand behind the last.
func (u Unit) onAxis(number, symbol string, last bool) string {
	switch {
	case u == USD:
		return "$" + number + symbol
	case !u.spaced():
		return number + symbol
	case last && symbol != "":
		return number + " " + symbol
	}
	return number
}

// row draws one row around the height y.
func (r *tornadoRows) row(row *tornadoRow, y vg.Length) {
	s := r.s
	r.nameAt(row.name, y)
	from, to, mid := r.x(row.lo), r.x(row.hi), r.x(r.t.Mid)
	half := min(r.pitch*0.34, mostHalf)
	low, high := s.th.ends()
	switch {
	case row.bar == nil:
		t := r.t
		s.record("whisker", allTogether, box(r.x(t.P5), y, r.x(t.P95), y))
		s.whisker(vg.Point{X: r.x(t.P5), Y: y}, vg.Point{X: r.x(t.P95), Y: y}, min(half, 5), s.th.ink)
		s.record("median", allTogether, box(r.x(t.P50), y, r.x(t.P50), y))
		s.dot(vg.Point{X: r.x(t.P50), Y: y}, min(3.4, r.pitch*0.2), s.th.ink)
	case row.bar.known():
		// Each end is a bar from the mid. Where both lie on one side, the shorter is drawn over the longer.
		b := row.bar
		one, two := box(mid, y-half, r.x(b.Low), y+half), box(mid, y-half, r.x(b.High), y+half)
		s.record("low", b.Name, one)
		s.record("high", b.Name, two)
		if math.Abs(b.Low-r.t.Mid) >= math.Abs(b.High-r.t.Mid) {
			s.rect(one, low)
			s.rect(two, high)
		} else {
			s.rect(two, high)
			s.rect(one, low)
		}
	}
	r.labelAt(row.less, from-labelGap, y, right)
	r.labelAt(row.more, to+labelGap, y, left)
}

// labelAt sets a label outwards from x: the result, then the input's value.
func (r *tornadoRows) labelAt(l tornadoLabel, x, y vg.Length, anchor float64) {
	s := r.s
	rest := r.rest
	rest.col = l.hue
	if l.result != "" {
		s.halo(x, y-r.bold.size*capHeight/2, anchor, r.bold, l.result, s.th.bg)
	}
	step := s.width(l.result, r.bold) + innerGap
	if anchor == right {
		step = -step
	}
	if l.input != "" {
		s.halo(x+step, y-rest.size*capHeight/2, anchor, rest, l.input, s.th.bg)
	}
}

// nameAt sets a row's name at the left of the plot, centred on y.
func (r *tornadoRows) nameAt(name [][]word, y vg.Length) { r.s.rowName(name, r.area.Min.X-10, y) }

// rowName sets a name of one or more lines that ends at x, centred on y.
func (s *sheet) rowName(name [][]word, x, y vg.Length) {
	if len(name) == 0 {
		return
	}
	size := name[0][0].parts[0].st.size
	leading := size * 1.16
	tall := leading*vg.Length(len(name)-1) + size*capHeight
	s.lines(name, x, y+tall/2-size*capHeight, leading, right)
}
