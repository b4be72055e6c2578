package plots

import (
	"image/color"
	"strings"

	"gonum.org/v1/plot/vg"
)

// ridgeNames are the row labels at the left, set before the width of the plot is known.
type ridgeNames struct {
	name, detail []([][]word)
	width        vg.Length
}

// nameShare is the largest part of the sheet that row labels may take.
const nameShare = 0.30

func (r Ridges) names(s *sheet, pitch vg.Length, inner vg.Rectangle) ridgeNames {
	room := (inner.Max.X - inner.Min.X) * nameShare
	size := min(11.5, max(6.5, pitch*0.36))
	lines := 1
	if pitch >= 46 {
		lines = 2
	}
	var out ridgeNames
	for _, row := range r.Rows {
		name := s.block(clean(row.Name), style{size: size, bold: true}, room, min(size, 8), lines)
		var detail [][]word
		if d := clean(row.Detail); d != "" && pitch >= 21 {
			detail = s.block(d, style{size: min(tickSize, size*0.85), col: s.th.muted}, room, 6.5, 1)
		}
		out.name, out.detail = append(out.name, name), append(out.detail, detail)
		for _, l := range append(append([][]word(nil), name...), detail...) {
			out.width = max(out.width, lineWidth(l))
		}
	}
	return out
}

// shapeAlpha is the opacity of a shape: the grid shows through.
const shapeAlpha = 0.27

// ridgeRows draws the rows of one chart.
type ridgeRows struct {
	r     Ridges
	s     *sheet
	sc    scales
	plan  ridgePlan
	names ridgeNames
}

// Rooms of a row in points.
const (
	belowLine  vg.Length = 13 // under the base line: P5 and P95
	overShape  vg.Length = 7  // over the shape
	intervalHi vg.Length = 4.4
	dotRadius  vg.Length = 4.2
)

func (rr ridgeRows) draw(i int) {
	row, s, plan := rr.r.Rows[i], rr.s, rr.plan
	top := plan.area.Max.Y - plan.pitch*vg.Length(i)
	base := top - plan.pitch + belowLine
	if plan.table {
		base = top - plan.pitch + min(5, plan.pitch*0.25)
	}
	peak := top - base - overShape
	if plan.table {
		peak = top - base - 2
	}
	col := plan.colours[i].col
	text := readable(col, s.th.bg, 4.5)
	line := readable(col, s.th.bg, 3)
	rr.label(i, base, text)

	if !row.known() {
		rr.missing(base)
		return
	}
	if d := plan.shapes[i]; len(d.height) > 0 {
		rr.shape(i, d, base, peak, col, line)
	}
	x := rr.sc.x(row.P50)
	if !row.ranged() && plan.lo == 0 {
		s.stroke(line, hairline, nil, vg.Point{X: plan.area.Min.X, Y: base}, vg.Point{X: x, Y: base})
	}
	if row.ranged() {
		bar := box(rr.sc.x(row.P5), base-rr.bar()/2, rr.sc.x(row.P95), base+rr.bar()/2)
		s.record("interval", row.Name, bar)
		s.rect(bar, line)
	}
	s.record("median", row.Name, box(x, base, x, base))
	s.dot(vg.Point{X: x, Y: base}, min(dotRadius, plan.pitch*0.16), line)
	if plan.table {
		rr.tableText(row, base)
		return
	}
	rr.figures(i, x, base, peak, text)
}

// bar is the thickness of the interval.
func (rr ridgeRows) bar() vg.Length { return min(intervalHi, rr.plan.pitch*0.14) }

// shape draws the half violin.
func (rr ridgeRows) shape(i int, d density, base, peak vg.Length, fill, line color.NRGBA) {
	pts := make([]vg.Point, len(d.height))
	for k, h := range d.height {
		pts[k] = vg.Point{X: rr.sc.x(d.at(k)), Y: base + peak*vg.Length(h)}
	}
	first, last := pts[0], pts[len(pts)-1]
	closed := append(append([]vg.Point{{X: first.X, Y: base}}, pts...), vg.Point{X: last.X, Y: base})
	rr.s.record("density", rr.r.Rows[i].Name, box(first.X, base, last.X, base+peak))
	rr.s.area(withAlpha(fill, shapeAlpha), closed)
	rr.s.stroke(line, curveStroke, nil, pts...)
	rr.s.stroke(line, hairline, nil, vg.Point{X: first.X, Y: base}, vg.Point{X: last.X, Y: base})
}

// label sets name and detail at the left, on the base line.
func (rr ridgeRows) label(i int, base vg.Length, col color.NRGBA) {
	name, detail := rr.names.name[i], rr.names.detail[i]
	if len(name) == 0 {
		return
	}
	size := name[0][0].parts[0].st.size
	x := rr.plan.area.Min.X - 14
	for _, l := range name {
		for w := range l {
			for k := range l[w].parts {
				l[w].parts[k].st.col = col
			}
		}
	}
	leading := size * 1.16
	n := vg.Length(len(name) - 1)
	var under vg.Length
	if len(detail) > 0 {
		under = detail[0][0].parts[0].st.size*1.25 + 1
	}
	// The last line stands on the row's base line; in a low row the block is
	// centred on it.
	y := base - 1 + leading*n + under
	if rr.plan.table {
		y -= under * 0.45
	}
	y = rr.s.lines(name, x, y, leading, right)
	if len(detail) > 0 {
		rr.s.lines(detail, x, y-under, leading, right)
	}
}

// missing lists a row without a value.
func (rr ridgeRows) missing(base vg.Length) {
	size := min(tickSize+1, max(6.5, rr.plan.pitch*0.36))
	st := style{size: size, col: rr.s.th.muted}
	rr.s.halo(rr.plan.area.Min.X+4, base-1, left, st, "n/a", rr.s.th.bg)
}

// figures sets the median over its dot and the ends of the interval under
// theirs, and merges the ends where they would touch.
func (rr ridgeRows) figures(i int, x, base, peak vg.Length, col color.NRGBA) {
	s, u, area, row := rr.s, rr.r.unit(), rr.plan.area, rr.r.Rows[i]
	med := style{size: min(15, max(10, rr.plan.pitch*0.22)), bold: true, col: col}
	lo, label, hi := u.ends(row.P5, row.P50, row.P95)
	if !row.ranged() {
		label = u.compact(row.P50)
	}
	around := s.th.bg
	if w := s.width(label, med); row.ranged() && rr.sc.x(row.P95)-rr.sc.x(row.P5) > w {
		around = blend(rr.plan.colours[i].col, s.th.bg, shapeAlpha)
		med.col = readable(med.col, around, 4.5)
	}
	s.halo(s.inside(x, label, med, area), base+min(9+med.size*0.1, peak*0.4), left, med, label, around)
	if !row.ranged() {
		return
	}
	end := style{size: tickSize, col: s.th.muted}
	if _, unit, ok := strings.Cut(label, " "); ok { // once a row is enough
		lo, hi = strings.TrimSuffix(lo, " "+unit), strings.TrimSuffix(hi, " "+unit)
	}
	y := base - 5 - end.size*capHeight
	if i == 0 { // the first row explains the others
		if l, r := "P5: "+lo, "P95: "+hi; rr.sc.x(row.P95)-rr.sc.x(row.P5) > (s.width(l, end)+s.width(r, end))/2+8 {
			lo, hi = l, r
		}
	}
	xl, xr := s.inside(rr.sc.x(row.P5), lo, end, area), s.inside(rr.sc.x(row.P95), hi, end, area)
	if xl+s.width(lo, end)+8 > xr {
		both := lo + " to " + hi
		if lo == hi {
			both = lo
		}
		s.halo(s.inside(x, both, end, area), y, left, end, both, s.th.bg)
		return
	}
	s.halo(xl, y, left, end, lo, s.th.bg)
	s.halo(xr, y, left, end, hi, s.th.bg)
}

// inside returns the left edge of a label centred on x but kept inside the area.
func (s *sheet) inside(x vg.Length, text string, st style, area vg.Rectangle) vg.Length {
	w := s.width(text, st)
	return max(area.Min.X+2, min(x-w/2, area.Max.X-w))
}

func (rr ridgeRows) tableText(row Ridge, base vg.Length) {
	s := rr.s
	bold, rest := rr.r.tableCells(row)
	bst, rst := tableStyles(s, rr.plan.pitch)
	w := s.width(rest, rst)
	s.text(s.Max.X-marginX, base-1, right, rst, rest)
	s.text(s.Max.X-marginX-w-4, base-1, right, bst, bold)
}

func tableStyles(s *sheet, pitch vg.Length) (bold, rest style) {
	size := min(tickSize+1, max(6, pitch*0.36))
	return style{size: size, bold: true, col: s.th.ink}, style{size: size * 0.9, col: s.th.muted}
}

// tableCells are the median and, in brackets, the interval.
func (r Ridges) tableCells(row Ridge) (median, interval string) {
	if !row.known() {
		return "", ""
	}
	if !row.ranged() {
		return r.unit().compact(row.P50), ""
	}
	lo, median, hi := r.unit().ends(row.P5, row.P50, row.P95)
	return median, "(" + lo + "–" + hi + ")"
}

func (r Ridges) tableWidth(s *sheet, pitch vg.Length) vg.Length {
	bst, rst := tableStyles(s, pitch)
	var w vg.Length
	for _, row := range r.Rows {
		m, i := r.tableCells(row)
		w = max(w, s.width(m, bst)+4+s.width(i, rst))
	}
	return w
}
