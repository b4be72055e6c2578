package plots

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"
)

// mixNames are the row labels: the measure and, under it, the total.
type mixNames struct {
	label, total []([][]word)
	width        vg.Length
}

func (m MixBars) names(s *sheet, pitch vg.Length, inner vg.Rectangle) mixNames {
	room := (inner.Max.X - inner.Min.X) * 0.26
	size := min(11, max(6.5, pitch*0.34))
	lines := 1
	if pitch >= 40 {
		lines = 2
	}
	var out mixNames
	for _, row := range m.Rows {
		label := s.block(clean(row.Label), style{size: size, bold: true, col: s.th.ink}, room, min(size, 7.5), lines)
		var total [][]word
		if t := row.all(); t != "" && pitch >= 21 && (len(label) == 1 || pitch >= 48) {
			total = s.block(t, style{size: min(tickSize, size*0.85), col: s.th.muted}, room, 6.5, 1)
		}
		out.label, out.total = append(out.label, label), append(out.total, total)
		for _, l := range append(append([][]word(nil), label...), total...) {
			out.width = max(out.width, lineWidth(l))
		}
	}
	return out
}

// key lists the members with a swatch each, where shades of one hue or long
// names would make coloured words in the subtitle hard to match. Entries flow
// like words; long names are shortened. It returns the height under it.
func (m MixBars) key(s *sheet, inner vg.Rectangle, cols []color.NRGBA) vg.Length {
	const swatch, gap, between, leading = 8.5, 4.5, 15, 14
	longest := (inner.Max.X-inner.Min.X)/3 - swatch - gap - between
	if len(m.Members) < 3 {
		longest = (inner.Max.X-inner.Min.X)/2 - swatch - gap - between
	}
	x, base := inner.Min.X, inner.Max.Y-7
	for i, mem := range m.Members {
		st := style{size: 9.5, bold: true, col: readable(cols[i], s.th.bg, 4.5)}
		name, fitted := s.fit(clean(mem.Name), st, longest, 7.5)
		w := swatch + gap + s.width(name, fitted)
		if x > inner.Min.X && x+w > inner.Max.X {
			x, base = inner.Min.X, base-leading
		}
		s.rect(box(x, base-0.9, x+swatch, base-0.9+swatch), cols[i])
		s.text(x+swatch+gap, base, left, fitted, name)
		x += w + between
	}
	return base - 12
}

// mixRows draws the rows of one chart.
type mixRows struct {
	m     MixBars
	s     *sheet
	sc    scales
	area  vg.Rectangle
	pitch vg.Length
	names mixNames
	cols  []color.NRGBA
}

func (mr mixRows) draw(i int) {
	s, row := mr.s, mr.m.Rows[i]
	mid := mr.area.Max.Y - mr.pitch*(vg.Length(i)+0.5) + 1.5
	half := min(mr.pitch*0.33, max(28, mr.pitch*0.27))
	if mr.m.slivers() {
		half = min(half, mr.pitch*0.25) // room for a line below
	}
	bar := box(mr.area.Min.X, mid-half, mr.area.Max.X, mid+half)
	mr.label(i, mid)

	if _, ok := row.total(); !ok {
		s.rect(bar, s.th.track)
		text, st := s.fit(row.why(), style{size: min(10, half), col: s.th.muted}, bar.Max.X-bar.Min.X-16, 6)
		s.textMid(bar.Min.X+8, mid, left, st, text)
		return
	}
	from := 0.0
	texts := len(s.texts)
	for j := range row.Values {
		to := from + row.length(j)
		r := box(mr.sc.x(from), bar.Min.Y, mr.sc.x(to), bar.Max.Y)
		if j == len(row.Values)-1 {
			r.Max.X = bar.Max.X // the rounding of the sum must not leave a gap
		}
		s.record("segment", mr.m.Members[j].Name, r)
		s.rect(r, mr.cols[j])
		from = to
	}
	from = 0
	var small []int
	for j := range row.Values {
		to := from + row.length(j)
		if j > 0 && row.Values[j] > 0 && from > 0 {
			x := mr.sc.x(from)
			s.stroke(s.th.bg, 1.3, nil, vg.Point{X: x, Y: bar.Min.Y}, vg.Point{X: x, Y: bar.Max.Y})
		}
		if !mr.figures(i, j, box(mr.sc.x(from), bar.Min.Y, mr.sc.x(to), bar.Max.Y)) && row.Values[j] > 0 {
			small = append(small, j)
		}
		from = to
	}
	mr.under(row, small, bar)
	if len(row.Values) > 1 {
		mr.halfway(bar, s.texts[texts:])
	}
	if lo, hi, ok := row.boundary(); ok {
		y := bar.Min.Y - min(3.4, mr.pitch*0.08)
		s.record("whisker", row.Label, box(mr.sc.x(lo), y, mr.sc.x(hi), y))
		s.whisker(vg.Point{X: mr.sc.x(lo), Y: y}, vg.Point{X: mr.sc.x(hi), Y: y}, min(2.4, mr.pitch*0.07), s.th.ink)
	}
}

// sliver is the share up to which a segment may be too narrow for its figure.
const sliver = 0.06

// slivers reports whether some segment may have its figure below the bar.
func (m MixBars) slivers() bool {
	for _, row := range m.Rows {
		if _, ok := row.total(); !ok {
			continue
		}
		for j := range row.Values {
			if share := row.length(j); share > 0 && share < sliver {
				return true
			}
		}
	}
	return false
}

// under lists, in small type below the bar, the shares that have no room in their segments.
func (mr mixRows) under(row MixRow, small []int, bar vg.Rectangle) {
	const whisker, least = 6.4, 5.0
	s := mr.s
	size := min(7, (mr.pitch-(bar.Max.Y-bar.Min.Y)-whisker-0.8)/(ascender+descender))
	if len(small) == 0 || size < least {
		return // the alternative text has them all
	}
	var spans []span
	for k, j := range small {
		if k > 0 {
			spans = append(spans, span{" · ", style{size: size, col: s.th.muted}})
		}
		name := s.ellipsis(clean(mr.m.Members[j].Name), style{size: size, bold: true}, (bar.Max.X-bar.Min.X)/3)
		spans = append(spans, span{name, style{size: size, bold: true, col: readable(mr.cols[j], s.th.bg, 4.5)}},
			span{" " + percent(row.share(j)), style{size: size, col: s.th.muted}})
	}
	room := bar.Max.X - bar.Min.X
	x, anchor, from, middle := bar.Min.X, left, 0.0, 0.0
	for j := range row.Values {
		if slices.Contains(small, j) {
			middle += (from + row.length(j)/2) / float64(len(small))
		}
		from += row.length(j)
	}
	if middle > 0.5 { // below the end of the bar at which they are
		x, anchor = bar.Max.X, right
	}
	s.lines(s.clamp(s.wrap(s.words(spans), room), 1, room), x, bar.Min.Y-whisker-ascender*size, size, anchor)
}

// figures sets share and amount into a segment: both, the share alone, or
// nothing where it does not fit, which it reports. The last member's stand at the right end.
func (mr mixRows) figures(i, j int, r vg.Rectangle) bool {
	s, row := mr.s, mr.m.Rows[i]
	high := r.Max.Y - r.Min.Y
	col := s.th.on(mr.cols[j])
	bold := style{size: min(13.5, max(6.5, high*0.47)), bold: true, col: col}
	rest := style{size: min(10.5, max(6, high*0.37)), col: col}
	share, amount := percent(row.share(j)), row.amount(j, row.largest())
	pad := min(7, high*0.3)
	gap := bold.size * 0.45
	room := r.Max.X - r.Min.X - 2*pad
	ws := s.width(share, bold)
	if ws > room {
		return false
	}
	if noun := clean(row.Noun); j == 0 && noun != "" && row.unit() == Count {
		noun = amount + " " + singular(noun, amount)
		if s.width(noun, rest)+ws+gap <= room {
			amount = noun
		}
	}
	if wa := s.width(amount, rest); wa+ws+gap > room {
		rest.size *= max(0.9, (room-ws-gap)/wa)
	}
	both := ws+gap+s.width(amount, rest) <= room
	mid := (r.Min.Y + r.Max.Y) / 2
	if j > 0 && j == len(row.Values)-1 {
		s.textMid(r.Max.X-pad, mid, right, bold, share)
		if both {
			s.textMid(r.Max.X-pad-ws-gap, mid, right, rest, amount)
		}
		return true
	}
	s.textMid(r.Min.X+pad, mid, left, bold, share)
	if both {
		s.textMid(r.Min.X+pad+ws+gap, mid, left, rest, amount)
	}
	return true
}

// halfway marks one half on the bar, unless a figure stands there.
func (mr mixRows) halfway(bar vg.Rectangle, texts []textBox) {
	x := mr.sc.x(0.5)
	for _, t := range texts {
		if t.Min.X-4 < x && x < t.Max.X+4 {
			return
		}
	}
	mr.s.stroke(withAlpha(rgb(0xffffff), 0.75), 0.8, []vg.Length{2.5, 2.5},
		vg.Point{X: x, Y: bar.Min.Y}, vg.Point{X: x, Y: bar.Max.Y})
}

// label sets the measure and its total, centred on the bar as one block.
func (mr mixRows) label(i int, mid vg.Length) {
	label, total := mr.names.label[i], mr.names.total[i]
	if len(label) == 0 {
		return
	}
	size := label[0][0].parts[0].st.size
	leading := size * 1.16
	block := leading*vg.Length(len(label)-1) + size*capHeight
	var under vg.Length
	if len(total) > 0 {
		under = total[0][0].parts[0].st.size * 1.35
	}
	y := mid + (block+under)/2 - size*capHeight
	y = mr.s.lines(label, mr.area.Min.X-10, y, leading, right)
	if len(total) > 0 {
		mr.s.lines(total, mr.area.Min.X-10, y-under, leading, right)
	}
}
