package plots

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// maxQuarters is how many quarters are legible side by side.
const maxQuarters = 80

// checkQuarters refuses a time that cannot be drawn: none, too long, or quarters without a name.
func checkQuarters(quarters []string) error {
	if n := len(quarters); n == 0 || n > maxQuarters {
		return fmt.Errorf("%d quarters: must be 1 to %d", n, maxQuarters)
	}
	for i, q := range quarters {
		if clean(q) == "" {
			return fmt.Errorf("quarter %d has no name", i+1)
		}
	}
	return nil
}

// checkIntervals refuses intervals that are not one a quarter, have no median, or are not in order.
func checkIntervals(name string, quarters []string, list []Interval) error {
	if len(list) != len(quarters) {
		return fmt.Errorf("%s: %d values for %d quarters", name, len(list), len(quarters))
	}
	for i, v := range list {
		switch {
		case v.P50-v.P50 != 0:
			return fmt.Errorf("%s has no value in %s", name, clean(quarters[i]))
		case v.P5 > v.P50 || v.P50 > v.P95:
			return fmt.Errorf("%s: P5, P50 and P95 of %s are not in order: %v, %v, %v", name, clean(quarters[i]), v.P5, v.P50, v.P95)
		}
	}
	return nil
}

// wide reports whether any of the intervals has a width that is drawn.
func wide(list []Interval) bool {
	for _, v := range list {
		if v.P95-v.P5 > 0 && !math.IsInf(v.P95-v.P5, 0) {
			return true
		}
	}
	return false
}

// columns places quarters side by side: each takes a slot, and a value stands in its middle.
type columns struct {
	n    int
	area vg.Rectangle
}

func (c columns) slot() vg.Length { return (c.area.Max.X - c.area.Min.X) / vg.Length(c.n) }

func (c columns) middle(i int) vg.Length { return c.area.Min.X + c.slot()*(vg.Length(i)+0.5) }

// line is the points of a series: its values in the middles of their quarters, held to the edges of the area, so that a single quarter is an area too.
func (c columns) line(y func(i int) vg.Length) []vg.Point {
	pts := []vg.Point{{X: c.area.Min.X, Y: y(0)}}
	for i := range c.n {
		pts = append(pts, vg.Point{X: c.middle(i), Y: y(i)})
	}
	return append(pts, vg.Point{X: c.area.Max.X, Y: y(c.n - 1)})
}

// band fills between two lines.
func (c columns) band(s *sheet, col style, low, high func(i int) vg.Length) {
	pts := c.line(high)
	under := c.line(low)
	for i := len(under) - 1; i >= 0; i-- {
		pts = append(pts, under[i])
	}
	s.area(col.col, pts)
}

// axis draws a tick at the start of every quarter, a longer one at that of a year, and the years as far as they have room.
func (c columns) axis(s *sheet, quarters []string) {
	st := style{size: tickSize, bold: true, col: s.th.muted}
	end := vg.Length(math.Inf(-1))
	s.stroke(s.th.ink, axisStroke, nil, c.area.Min, vg.Point{X: c.area.Max.X, Y: c.area.Min.Y})
	for i, q := range quarters {
		x := c.area.Min.X + c.slot()*vg.Length(i)
		year, part, _ := strings.Cut(clean(q), "-")
		first := i == 0 || part == "Q1"
		long := vg.Length(3)
		if first {
			long = 6
		}
		s.stroke(s.th.muted, hairline, nil, vg.Point{X: x, Y: c.area.Min.Y}, vg.Point{X: x, Y: c.area.Min.Y - long})
		if !first {
			continue
		}
		text := year
		if part != "Q1" || c.n < 4 { // less than a year is no year
			text = clean(q)
		}
		text, fst := s.fit(text, st, c.area.Max.X-c.area.Min.X, 5)
		w := s.width(text, fst)
		if x < end+4 || x+w > s.Max.X-2 {
			continue
		}
		s.text(x, c.area.Min.Y-16, left, fst, text)
		end = x + w
	}
}

// axisHigh is the room that the axis takes below the area.
const axisHigh vg.Length = 24

// grid draws the lines of the values and their labels, and returns nothing: the room for the labels has been left by gridRoom.
func (c columns) grid(s *sheet, sc scales, ticks []float64, u Unit) {
	labels, symbol := tickLabels(ticks, u)
	st := style{size: tickSize, col: s.th.muted}
	for i, t := range ticks {
		y := sc.y(t)
		if t != 0 {
			s.stroke(s.th.grid, hairline, nil, vg.Point{X: c.area.Min.X, Y: y}, vg.Point{X: c.area.Max.X, Y: y})
		}
		s.textMid(c.area.Min.X-7, y, right, st, tickText(labels[i], symbol, u, i == len(ticks)-1))
	}
}

// tickText is the label of a tick; only the last one carries the unit.
func tickText(label, symbol string, u Unit, last bool) string {
	if u == USD {
		if rest, minus := strings.CutPrefix(label, "−"); minus {
			label = "−$" + rest
		} else {
			label = "$" + label
		}
	}
	switch {
	case strings.Trim(label, "$0.") == "": // nothing has no prefix
		return strings.TrimRight(label, ".0") + "0"
	case symbol == "" || !last && u.spaced():
		return label
	case !u.spaced():
		return label + symbol
	}
	return label + " " + symbol
}

// gridRoom is the width of the labels.
func gridRoom(s *sheet, ticks []float64, u Unit) vg.Length {
	labels, symbol := tickLabels(ticks, u)
	st := style{size: tickSize, col: s.th.muted}
	var room vg.Length
	for i := range ticks {
		room = max(room, s.width(tickText(labels[i], symbol, u, i == len(ticks)-1), st))
	}
	return room + 7
}

// spread moves labels of one height apart, upwards in the order given, within an interval; they fit if there is room for all.
func spread(at []vg.Length, high, low, top vg.Length) []vg.Length {
	out := append([]vg.Length(nil), at...)
	for i := range out {
		out[i] = max(out[i], low+high*vg.Length(i))
		if i > 0 {
			out[i] = max(out[i], out[i-1]+high)
		}
	}
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = min(out[i], top-high*vg.Length(len(out)-1-i))
		if i < len(out)-1 {
			out[i] = min(out[i], out[i+1]-high)
		}
	}
	return out
}
