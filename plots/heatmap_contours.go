package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// contours joins the places with equal amounts, between the middles of the cells, and writes each amount once on its line. Between names there is nothing to join.
func (p *heatPlan) contours() {
	if p.X.named() || p.Y.named() || len(p.X.Texts) < 3 || len(p.Y.Texts) < 3 {
		return
	}
	s := p.s
	keep := newKeepOut(p.area, s.texts)
	labels := p.legend()
	for k, level := range p.levels {
		if level <= p.lo || level >= p.hi {
			continue
		}
		local := s.th.heat(p.part(level))
		line := over(local)
		lines := p.joined(level)
		for _, l := range lines {
			s.stroke(blend(line, local, 0.75), 1.1, nil, l[0], l[1])
			s.record("contour", labels[k], box(l[0].X, l[0].Y, l[1].X, l[1].Y))
		}
		p.mark(keep, lines, labels[k], line, local)
	}
}

// joined are the pieces of a level's line: in each square of four neighbouring middles, by linear interpolation along its edges.
func (p *heatPlan) joined(level float64) (out [][2]vg.Point) {
	for y := 1; y < len(p.Cells); y++ {
		for x := 1; x < len(p.Cells[y]); x++ {
			corners := [4][2]int{{y - 1, x - 1}, {y - 1, x}, {y, x}, {y, x - 1}}
			var cuts []vg.Point
			known := true
			for i, c := range corners {
				n := corners[(i+1)%4]
				a, b := p.Cells[c[0]][c[1]], p.Cells[n[0]][n[1]]
				known = known && a.known() && b.known()
				if known && (a.P50 < level) != (b.P50 < level) {
					cuts = append(cuts, p.between(c, n, level))
				}
			}
			for i := 0; known && i+1 < len(cuts); i += 2 { // four cuts are a saddle: two pieces
				out = append(out, [2]vg.Point{cuts[i], cuts[i+1]})
			}
		}
	}
	return out
}

// between is the place on the edge between two cells' middles where the level is reached.
func (p *heatPlan) between(a, b [2]int, level float64) vg.Point {
	at := func(c [2]int) vg.Point {
		r := p.cell(c[0], c[1])
		return vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: (r.Min.Y + r.Max.Y) / 2}
	}
	u, v := p.part(p.Cells[a[0]][a[1]].P50), p.part(p.Cells[b[0]][b[1]].P50)
	t := vg.Length((p.part(level) - u) / (v - u))
	q, r := at(a), at(b)
	return vg.Point{X: q.X + t*(r.X-q.X), Y: q.Y + t*(r.Y-q.Y)}
}

// mark writes the amount near the middle of its line, where the text has room, on a patch of the local colour.
func (p *heatPlan) mark(keep *keepOut, lines [][2]vg.Point, text string, col, local color.NRGBA) {
	st := style{size: 8.5, bold: true, col: col}
	w := p.s.width(text, st)
	best, found := math.Inf(1), vg.Point{}
	var middle vg.Point
	for _, l := range lines {
		middle.X += (l[0].X + l[1].X) / 2 / vg.Length(len(lines))
		middle.Y += (l[0].Y + l[1].Y) / 2 / vg.Length(len(lines))
	}
	for _, l := range lines {
		m := vg.Point{X: (l[0].X + l[1].X) / 2, Y: (l[0].Y + l[1].Y) / 2}
		if away := math.Hypot(float64(m.X-middle.X), float64(m.Y-middle.Y)); away < best && keep.free(p.patch(m, w, st)) {
			best, found = away, m
		}
	}
	if math.IsInf(best, 1) {
		return
	}
	r := p.patch(found, w, st)
	p.s.rect(r, local)
	p.s.textMid(found.X, found.Y, centre, st, text)
	keep.boxes = append(keep.boxes, r)
}

// patch is the place of a text that is centred on a point.
func (p *heatPlan) patch(m vg.Point, w vg.Length, st style) vg.Rectangle {
	base := m.Y - st.size*capHeight/2
	return box(m.X-w/2-3, base-descender*st.size, m.X+w/2+3, base+ascender*st.size)
}
