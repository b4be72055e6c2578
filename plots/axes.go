package plots

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// axisRange is one axis of a chart with two: its ends, its ticks and how they read.
type axisRange struct {
	lo, hi float64
	ticks  []float64
	labels []string
	unit   Unit
	symbol string // stands beside the label, not on the ticks
}

// axisOf is an axis over values, with a margin, and from zero where zero is near.
func axisOf(values []float64, u Unit) axisRange {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if v-v == 0 {
			lo, hi = math.Min(lo, v), math.Max(hi, v)
		}
	}
	switch {
	case lo > hi:
		lo, hi = 0, 1
	case hi-lo <= 1e-9*math.Abs(hi):
		w := math.Max(0.1*math.Abs(hi), 1e-300)
		if hi == 0 {
			w = 1
		}
		lo, hi = math.Max(0, lo-w), hi+w
	default:
		pad := 0.06 * (hi - lo)
		if lo >= 0 && lo < 0.4*hi {
			lo, hi = 0, hi+pad
		} else {
			lo, hi = lo-pad, hi+pad
		}
	}
	a := axisRange{lo: lo, hi: hi, unit: u, ticks: niceTicks(lo, hi, 6)}
	a.labels, a.symbol = tickLabels(a.ticks, u)
	switch {
	case u == USD:
		for i := range a.labels {
			if a.labels[i] = "$" + a.labels[i] + a.symbol; a.ticks[i] == 0 {
				a.labels[i] = "$0"
			}
		}
		a.symbol = ""
	case u.counted() || u == Ratio:
		for i, t := range a.ticks {
			if t != 0 || u == Ratio {
				a.labels[i] += a.symbol
			}
		}
		a.symbol = ""
	}
	return a
}

// named is the axis's label with its unit: "Effective throughput, EFLOP/s".
func (a axisRange) named(label string) string {
	if label = sentenceCase(clean(label)); a.symbol == "" {
		return label
	} else if label == "" {
		return a.symbol
	}
	return label + ", " + a.symbol
}

// axes are the area of a chart with two axes, and what stands around it.
type axes struct {
	area vg.Rectangle
	edge vg.Length // from where the ticks of y may start
	x, y axisRange
	tick style
}

// newAxes sets the labels of both axes and finds the area between them. The label of y stands above it, that of x at the lower right.
func newAxes(s *sheet, inner vg.Rectangle, x, y axisRange, xLabel, yLabel string) axes {
	ax := axes{x: x, y: y, edge: inner.Min.X, tick: style{size: tickSize, col: s.th.muted}}
	left := vg.Length(0)
	for _, l := range y.labels {
		left = max(left, s.width(l, ax.tick))
	}
	left = min(left, (inner.Max.X-inner.Min.X)/4)
	end := vg.Length(4)
	if n := len(x.labels); n > 0 {
		end = max(end, s.width(x.labels[n-1], ax.tick)/2)
	}
	name := style{size: tickSize, bold: true, col: s.th.muted}
	room := inner.Max.X - inner.Min.X
	yText, ySt := s.fit("↑ "+y.named(yLabel), name, room, 6)
	top := inner.Max.Y - ascender*ySt.size
	s.text(inner.Min.X, top, 0, ySt, yText)
	if of := x.named(xLabel); of != "" { // else the chart sets it
		xText, xSt := s.fit(of+" →", name, room, 6)
		s.text(inner.Max.X, inner.Min.Y+3, 1, xSt, xText)
	}
	ax.area = box(inner.Min.X+left+7, inner.Min.Y+29, inner.Max.X-end, top-10)
	return ax
}

// grid draws the lines of both axes and their ticks; a tick that would touch another is left out.
func (ax axes) grid(s *sheet, sc scales) {
	edge := vg.Length(math.Inf(-1))
	for i, t := range ax.x.ticks {
		x := sc.x(t)
		s.stroke(s.th.grid, hairline, nil, vg.Point{X: x, Y: ax.area.Min.Y}, vg.Point{X: x, Y: ax.area.Max.Y})
		w := s.width(ax.x.labels[i], ax.tick)
		if x-w/2 < edge {
			continue
		}
		edge = x + w/2 + 5
		s.text(x, ax.area.Min.Y-13, centre, ax.tick, ax.x.labels[i])
	}
	room := ax.area.Min.X - 7 - ax.edge
	above := vg.Length(math.Inf(-1))
	for i, t := range ax.y.ticks {
		y := sc.y(t)
		s.stroke(s.th.grid, hairline, nil, vg.Point{X: ax.area.Min.X, Y: y}, vg.Point{X: ax.area.Max.X, Y: y})
		if y-tickSize/2 < above {
			continue
		}
		above = y + tickSize/2 + 2
		text, st := s.fit(ax.y.labels[i], ax.tick, room, 6)
		s.textMid(ax.area.Min.X-7, y, right, st, text)
	}
	s.stroke(s.th.ink, axisStroke, nil, vg.Point{X: ax.area.Min.X, Y: ax.area.Min.Y}, vg.Point{X: ax.area.Max.X, Y: ax.area.Min.Y})
}

// keepOut is what labels must not touch: texts, dots and lines that are drawn already.
type keepOut struct {
	area  vg.Rectangle
	boxes []vg.Rectangle
	dots  []namedDot
}

// namedDot is a dot, and the name that its label would have.
type namedDot struct {
	vg.Point
	name string
	wide vg.Length // how many times its own distance another's label keeps away: 1, or more for a dot that catches the eye
}

func newKeepOut(area vg.Rectangle, texts []textBox) *keepOut {
	k := &keepOut{area: area}
	for _, t := range texts {
		k.boxes = append(k.boxes, t.Rectangle)
	}
	return k
}

func (k *keepOut) disc(at vg.Point, r vg.Length, name string) {
	k.boxes = append(k.boxes, disc(at, r))
	k.dots = append(k.dots, namedDot{at, name, 1})
}

// disc is the box around a dot.
func disc(at vg.Point, r vg.Length) vg.Rectangle { return box(at.X-r, at.Y-r, at.X+r, at.Y+r) }

// line keeps labels off a line: it is covered with small boxes.
func (k *keepOut) line(a, b vg.Point) {
	n := int(math.Ceil(math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y)) / 3))
	for i := 0; i <= n; i++ {
		t := vg.Length(0)
		if n > 0 {
			t = vg.Length(i) / vg.Length(n)
		}
		p := vg.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)}
		k.boxes = append(k.boxes, box(p.X-1, p.Y-1, p.X+1, p.Y+1))
	}
}

// free reports whether a box lies in the area and touches nothing.
func (k *keepOut) free(r vg.Rectangle) bool {
	if r.Min.X < k.area.Min.X || r.Max.X > k.area.Max.X || r.Min.Y < k.area.Min.Y+1 || r.Max.Y > k.area.Max.Y {
		return false
	}
	for _, b := range k.boxes {
		if r.Min.X < b.Max.X && b.Min.X < r.Max.X && r.Min.Y < b.Max.Y && b.Min.Y < r.Max.Y {
			return false
		}
	}
	return true
}

// belongs reports whether a label is so much nearer to its dot than to any with another name that nobody takes it for that one's.
func (k *keepOut) belongs(r vg.Rectangle, dot vg.Point, name string) bool {
	own := away(r, dot)
	for _, d := range k.dots {
		if d.Point != dot && d.name != name && away(r, d.Point) < d.wide*own+2 {
			return false
		}
	}
	return true
}

// away is the distance of a point from a box.
func away(r vg.Rectangle, p vg.Point) vg.Length {
	x, y := max(r.Min.X-p.X, p.X-r.Max.X, 0), max(r.Min.Y-p.Y, p.Y-r.Max.Y, 0)
	return vg.Length(math.Hypot(float64(x), float64(y)))
}

// renamed is the same with another name for the dots that lie within a distance.
func (k *keepOut) renamed(at vg.Point, within vg.Length, name string) *keepOut {
	out := *k
	out.dots = slices.Clone(k.dots)
	for i, d := range out.dots {
		if vg.Length(math.Hypot(float64(d.X-at.X), float64(d.Y-at.Y))) <= within {
			out.dots[i].name = name
		}
	}
	return &out
}

// label sets a name beside a dot where there is room: above to the left, where a rising line leaves it, then to the other sides, then up to so many times
// farther away. A name that finds none is left out; the alternative text has them all.
func (k *keepOut) label(s *sheet, at vg.Point, off, reach vg.Length, st style, name string) {
	const widest = 210
	whole := name
	if name = s.ellipsis(name, st, widest); name == "" {
		return
	}
	w, up, down := s.width(name, st), ascender*st.size, descender*st.size
	for far := vg.Length(1); far <= reach; far += 0.8 {
		d := off * far
		for _, try := range []vg.Point{
			{X: at.X - w - d*0.6, Y: at.Y + d*0.6}, {X: at.X + d*0.7, Y: at.Y - d*0.6 - up}, {X: at.X - w/2, Y: at.Y + d + 1}, {X: at.X + d, Y: at.Y - capHeight*st.size/2},
			{X: at.X - w - d, Y: at.Y - capHeight*st.size/2}, {X: at.X - w/2, Y: at.Y - d - up}, {X: at.X + d*0.6, Y: at.Y + d*0.6}, {X: at.X - w - d*0.6, Y: at.Y - d*0.6 - up},
			{X: k.area.Max.X - w - 1, Y: at.Y + d + 1}, {X: k.area.Max.X - w - 1, Y: at.Y - d - up}, {X: k.area.Min.X + 2, Y: at.Y + d + 1}, {X: k.area.Min.X + 2, Y: at.Y - d - up},
		} {
			if away(box(try.X, try.Y-down, try.X+w, try.Y+up), at) > 2*d+2 {
				continue // beside the edge, and far from the dot
			}
			r := box(try.X-1, try.Y-down-0.5, try.X+w+1, try.Y+up+0.5)
			if k.free(r) && k.belongs(r, at, whole) {
				s.text(try.X, try.Y, left, st, name)
				k.boxes = append(k.boxes, r)
				return
			}
		}
	}
}
