package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// cumulativePlan is the layout of the curves.
type cumulativePlan struct {
	Cumulative
	cols   []color.NRGBA
	curves [][]reached
}

func (c Cumulative) draw(s *sheet) {
	texts := []string{c.Amount, c.Boundary, c.Quantity, c.Meta.Source, c.Meta.Note, c.Meta.Product}
	p := cumulativePlan{Cumulative: c, curves: make([][]reached, len(c.Rows))}
	systems := make([]series, len(c.Rows))
	for i, row := range c.Rows {
		texts = append(texts, row.Name)
		systems[i] = series{row.Vendor, row.Shade}
		p.curves[i] = row.curve()
	}
	p.cols = s.th.seriesColours(systems)
	for i, row := range c.Rows {
		if row.Whole {
			p.cols[i] = s.th.ink
		}
	}
	inner := frame{title: c.title(), subtitle: c.subtitle(), notes: foreignNote(texts...), meta: c.Meta}.draw(s)
	x := p.axis()
	// Names stand at the curves where all of them find room there; else in a list beside them.
	probe := newSheet(&silent{}, s.Max.X, s.Max.Y, s.th, s.fonts)
	listed := !p.paint(probe, inner, x, nil)
	if !listed {
		p.paint(s, inner, x, nil)
		return
	}
	list := p.list(s, inner)
	area := inner
	area.Max.X -= list.width + 14
	p.paint(s, area, x, list)
	p.drawList(s, list, inner)
}

// outliers is the share of the draws at each end of a curve that is left out of the picture: one draw far away would squeeze the rest to a line.
const outliers = 0.002

// axis spans what is drawn of the curves.
func (p cumulativePlan) axis() axisRange {
	ends := slices.Clone(p.AtLeast)
	for i := range p.Rows {
		if c := p.curves[i]; len(c) > 0 {
			ends = append(ends, valueAt(c, 1-outliers), valueAt(c, outliers))
		}
	}
	return axisOf(ends, p.unit())
}

// paint draws axes, thresholds and curves; names too, unless they are in a list. It reports whether all names found room.
func (p cumulativePlan) paint(s *sheet, inner vg.Rectangle, x axisRange, list *cumulativeList) (roomy bool) {
	y := axisRange{lo: 0, hi: 1, unit: Ratio, ticks: []float64{0, 0.25, 0.5, 0.75, 1}, labels: []string{"0%", "25%", "50%", "75%", "100%"}}
	ax := newAxes(s, inner, x, y, p.quantity(), "Chance of at least so much")
	s.panel(ax.area, x.lo, x.hi, 0, 1, func(sc scales) {
		ax.grid(s, sc)
		keep := newKeepOut(box(ax.area.Min.X, ax.area.Min.Y, inner.Max.X, ax.area.Max.Y), s.texts)
		marks := p.thresholds(s, sc, ax, keep)
		for _, i := range p.order() {
			p.line(s, sc, ax, keep, i)
		}
		for _, t := range p.AtLeast {
			p.mark(s, keep, vg.Point{X: sc.x(t), Y: ax.area.Max.Y}, "at least "+p.exact(t), inner.Max.X)
		}
		for _, m := range marks {
			s.dot(m.at, 3, m.col)
			keep.disc(m.at, 3.6, "")
		}
		roomy = list != nil || p.names(s, sc, keep)
		if list == nil {
			for _, m := range marks {
				if m.first {
					keep.label(s, m.at, 5, 2, style{size: 8.5, bold: true, col: readable(m.col, s.th.bg, 4.5)}, percent(m.share))
				}
			}
		}
	})
	return roomy
}

// order is that in which the curves are drawn: the whole last, above the others.
func (p cumulativePlan) order() []int {
	var out []int
	for i := range p.Rows {
		out = append(out, i)
	}
	slices.SortStableFunc(out, func(a, b int) int {
		switch {
		case p.Rows[a].Whole == p.Rows[b].Whole:
			return 0
		case p.Rows[a].Whole:
			return 1
		}
		return -1
	})
	return out
}

// crossing is where a curve meets a threshold.
type crossing struct {
	at    vg.Point
	share float64
	col   color.NRGBA
	first bool // of the first threshold
}

// thresholds draws a line at each threshold with its value, and finds where the curves meet it.
func (p cumulativePlan) thresholds(s *sheet, sc scales, ax axes, keep *keepOut) (out []crossing) {
	col := readable(s.th.accent, s.th.bg, 4.5)
	for k, t := range p.AtLeast {
		x := sc.x(t)
		s.record("threshold", "", box(x, ax.area.Min.Y, x, ax.area.Max.Y))
		s.stroke(col, 1.1, []vg.Length{4, 2.5}, vg.Point{X: x, Y: ax.area.Min.Y}, vg.Point{X: x, Y: ax.area.Max.Y})
		keep.line(vg.Point{X: x, Y: ax.area.Min.Y}, vg.Point{X: x, Y: ax.area.Max.Y})
		for i, row := range p.Rows {
			if share := row.chance(k); share == share {
				out = append(out, crossing{vg.Point{X: x, Y: sc.y(share)}, share, readable(p.cols[i], s.th.bg, 3), k == 0})
				s.record("crossing", row.Name, box(x, sc.y(share), x, sc.y(share)))
			}
		}
	}
	return out
}

// mark names a threshold at the upper end of its line or, where curves are in the way, above it.
func (p cumulativePlan) mark(s *sheet, keep *keepOut, top vg.Point, text string, end vg.Length) {
	st := style{size: 8.5, bold: true, col: readable(s.th.accent, s.th.bg, 4.5)}
	before := len(s.texts)
	if keep.label(s, vg.Point{X: top.X, Y: top.Y - 7}, 4, 2, st, text); len(s.texts) > before {
		return
	}
	w := s.width(text, st)
	x := min(top.X-w/2, end-w)
	y := top.Y + 4
	r := box(x-3, y-descender*st.size, x+w+3, y+ascender*st.size)
	for _, b := range s.texts {
		if r.Min.X < b.Max.X && b.Min.X < r.Max.X && r.Min.Y < b.Max.Y && b.Min.Y < r.Max.Y {
			return // the title says it
		}
	}
	s.text(x, y, left, st, text)
}

// exact is a threshold in a label, as short as it can be said: "2M", "$50B".
func (p cumulativePlan) exact(v float64) string { return p.unit().exact(v) }

// line draws a curve and its median, without its outliers.
func (p cumulativePlan) line(s *sheet, sc scales, ax axes, keep *keepOut, i int) {
	curve := p.curves[i]
	if len(curve) == 0 {
		return
	}
	var pts []vg.Point
	from, to := valueAt(curve, 1-outliers), valueAt(curve, outliers)
	for _, t := range p.AtLeast { // a curve reaches the dots on it
		from, to = math.Min(from, t), math.Max(to, t)
	}
	at := func(value, share float64) { pts = append(pts, vg.Point{X: sc.x(value), Y: sc.y(share)}) }
	at(from, shareAt(curve, from))
	if first := curve[0]; from < first.value {
		at(first.value, 1)
	}
	for _, c := range curve {
		if c.value >= from && c.value <= to {
			at(c.value, c.share)
		}
	}
	if last := curve[len(curve)-1]; to > last.value {
		at(last.value, 0)
	}
	at(to, shareAt(curve, to))
	width := vg.Length(1.6)
	if p.Rows[i].Whole {
		width = 2.2
	}
	s.stroke(readable(p.cols[i], s.th.bg, 3), width, nil, pts...)
	for _, pt := range pts {
		s.record("curve", p.Rows[i].Name, box(pt.X, pt.Y, pt.X, pt.Y))
	}
	for from, k := 0, 1; k < len(pts); k++ {
		if last := k == len(pts)-1; last || math.Hypot(float64(pts[k].X-pts[from].X), float64(pts[k].Y-pts[from].Y)) > 5 {
			keep.line(pts[from], pts[k])
			from = k
		}
	}
	mid := vg.Point{X: sc.x(p.Rows[i].P50), Y: sc.y(0.5)}
	s.record("median", p.Rows[i].Name, box(mid.X, mid.Y, mid.X, mid.Y))
	radius := vg.Length(3.4)
	if len(p.Rows) > 6 { // they would hide one another
		radius = 2.2
	}
	s.dot(mid, radius, readable(p.cols[i], s.th.bg, 3))
	keep.disc(mid, radius+0.6, "")
}

// shareAt is how high a curve is at a value: all below its first corner, nothing above its last.
func shareAt(curve []reached, value float64) float64 {
	if value < curve[0].value {
		return 1
	}
	for i, c := range curve {
		switch {
		case c.value < value:
		case i == 0 || c.value == curve[i-1].value:
			return c.share
		default:
			before := curve[i-1]
			return before.share + (c.share-before.share)*(value-before.value)/(c.value-before.value)
		}
	}
	return 0
}

// names sets each curve's name and figures beside it and reports whether all found room.
func (p cumulativePlan) names(s *sheet, sc scales, keep *keepOut) bool {
	all := true
	for i, row := range p.Rows {
		curve := p.curves[i]
		if len(curve) == 0 {
			all = false // a list says that it is n/a
			continue
		}
		name := style{size: 10, bold: true, col: readable(p.cols[i], s.th.bg, 4.5)}
		small := style{size: 8.5, col: s.th.muted}
		text, value := clean(row.Name), p.value(row)
		found := false
		for _, share := range []float64{0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1} {
			if found = p.name(s, keep, vg.Point{X: sc.x(valueAt(curve, share)), Y: sc.y(share)}, name, small, text, value); found {
				break
			}
		}
		all = all && found
	}
	return all
}

// name sets a name over its value to the right of a point of the curve or, where that is taken, to the left of it.
func (p cumulativePlan) name(s *sheet, keep *keepOut, at vg.Point, name, small style, text, value string) bool {
	const high, low = 8.4, 14.5
	w := max(s.width(text, name), s.width(value, small))
	if w > 190 {
		return false
	}
	for _, away := range []vg.Length{9, -9, 16, -16, 25, -25} { // a slanting curve is out of the way only farther off
		x := at.X + away
		if away < 0 {
			x -= w
		}
		r := box(x-2, at.Y-low, x+w+2, at.Y+high)
		if !keep.free(r) {
			continue
		}
		s.text(x, at.Y, left, name, text)
		s.text(x, at.Y-11.5, left, small, value)
		keep.boxes = append(keep.boxes, r)
		return true
	}
	return false
}

// value is what stands below a name: the median with its interval.
func (p cumulativePlan) value(row CumulativeRow) string {
	switch {
	case !row.known():
		return "n/a"
	case row.ranged():
		return p.unit().interval(row.P5, row.P50, row.P95)
	}
	return p.unit().short(row.P50)
}

// cumulativeList is what stands beside the curves.
type cumulativeList struct {
	rows        []int // the greatest median first, what is n/a last
	name, small []style
	text, value []string
	width       vg.Length
	pitch       vg.Length
	apart       vg.Length // from the middle of a name to that of its value
	more        int       // rows that have no room
}

func (p cumulativePlan) list(s *sheet, inner vg.Rectangle) *cumulativeList {
	l := &cumulativeList{}
	for i := range p.Rows {
		l.rows = append(l.rows, i)
	}
	slices.SortStableFunc(l.rows, func(a, b int) int {
		x, y := p.Rows[a].P50, p.Rows[b].P50
		switch {
		case p.Rows[a].known() != p.Rows[b].known():
			if p.Rows[a].known() {
				return -1
			}
			return 1
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	const least = 6 // of the pitch: more rows than that has room for are counted
	if most := int((inner.Max.Y - inner.Min.Y) / least); len(l.rows) > most {
		l.more = len(l.rows) - max(0, most-1)
		l.rows = l.rows[:max(0, most-1)]
	}
	shown := len(l.rows)
	if l.more > 0 {
		shown++
	}
	l.pitch = min(27, (inner.Max.Y-inner.Min.Y)/vg.Length(shown))
	k := min(1, l.pitch/25)
	l.apart = 10 * k
	room := (inner.Max.X-inner.Min.X)*0.3 - 13
	for _, i := range l.rows {
		row := p.Rows[i]
		value := p.value(row)
		if c := row.chance(0); c == c {
			value = percent(c) + " for " + p.exact(p.AtLeast[0]) + " or more"
		}
		text, st := s.fit(clean(row.Name), style{size: 10 * k, bold: true, col: readable(p.cols[i], s.th.bg, 4.5)}, room, 7*k)
		v, small := s.fit(value, style{size: 8.5 * k, col: s.th.muted}, room, 6*k)
		if l.pitch < 17 { // one line a row
			st.size, small.size = min(9, l.pitch*0.74), min(8, l.pitch*0.7)
			v = ""
			text, st = s.fit(clean(row.Name)+"  "+value, st, room, 4.2)
		}
		l.text, l.name, l.value, l.small = append(l.text, text), append(l.name, st), append(l.value, v), append(l.small, small)
		l.width = max(l.width, 13+s.width(text, st), 13+s.width(v, small))
	}
	return l
}

// drawList sets the rows from the top down, each with a piece of its line.
func (p cumulativePlan) drawList(s *sheet, l *cumulativeList, inner vg.Rectangle) {
	x := inner.Max.X - l.width
	for k, i := range l.rows {
		y := inner.Max.Y - l.pitch*(vg.Length(k)+0.5)
		col := readable(p.cols[i], s.th.bg, 3)
		up := vg.Length(0)
		if l.value[k] != "" {
			up = l.apart / 2
			s.textMid(x+13, y-up, left, l.small[k], l.value[k])
		}
		if p.Rows[i].known() {
			s.stroke(col, 2.4, nil, vg.Point{X: x, Y: y + up}, vg.Point{X: x + 9, Y: y + up})
		}
		s.textMid(x+13, y+up, left, l.name[k], l.text[k])
	}
	if l.more > 0 {
		y := inner.Max.Y - l.pitch*(vg.Length(len(l.rows))+0.5)
		text, st := s.fit(fmt.Sprintf("%d more", l.more), style{size: min(8, l.pitch*0.7), col: s.th.muted}, l.width, 4.2)
		s.textMid(x, y, left, st, text)
	}
}
