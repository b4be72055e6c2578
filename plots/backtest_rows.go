package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// backtestRows draws the rows of a backtest: names at the left, ranges in the plot, figures in a table at the right.
type backtestRows struct {
	b     Backtest
	s     *sheet
	slots []slot
	pitch vg.Length

	names, table                  vg.Length // widths of the columns at both sides
	published, predicted, verdict vg.Length // of the table
	label, detail, figure         style
	set                           []span   // the names, as they fit
	sub                           []string // the details, as they fit; empty where there is no room
	colours                       []color.NRGBA
}

// Heads of the table, and its gaps.
const (
	publishedHead           = "Published"
	predictedHead           = "Predicted (P5–P95)"
	verdictHead             = "Count is"
	tableGap      vg.Length = 12
)

// measure sets the texts at the size that the rows leave, and finds the widths of the columns.
func (r *backtestRows) measure(inner vg.Rectangle) {
	s, th := r.s, r.s.th
	size := min(8.4, max(4.2, r.pitch*0.42))
	r.label = style{size: size, bold: true, col: th.ink}
	r.detail = style{size: max(4.2, size*0.84), col: th.muted}
	r.figure = style{size: max(4.2, size*0.94), col: th.ink}
	room := (inner.Max.X - inner.Min.X) * 0.27
	vendors := make([]string, len(r.b.Rows))
	for i, row := range r.b.Rows {
		vendors[i] = row.Vendor
		name, st := s.fit(clean(row.Name), r.label, room, max(4.2, r.label.size*0.8))
		sub := ""
		if r.pitch >= r.label.size+r.detail.size+3.5 {
			sub = s.ellipsis(clean(row.Detail), r.detail, room)
		}
		r.set, r.sub = append(r.set, span{name, st}), append(r.sub, sub)
		r.names = max(r.names, s.width(name, st), s.width(sub, r.detail))
	}
	// One vendor has one hue here, however many rows it has.
	hues := map[string]color.NRGBA{}
	var distinct []series
	for _, v := range vendors {
		if _, known := hues[vendorKey(v)]; !known {
			hues[vendorKey(v)] = color.NRGBA{}
			distinct = append(distinct, series{vendor: v})
		}
	}
	for i, c := range th.seriesColours(distinct) {
		hues[vendorKey(distinct[i].vendor)] = c
	}
	for _, v := range vendors {
		r.colours = append(r.colours, hues[vendorKey(v)])
	}
	head := style{size: noteSize, col: th.muted}
	r.published, r.predicted, r.verdict = s.width(publishedHead, head), s.width(predictedHead, head), s.width(verdictHead, head)
	for _, row := range r.b.Rows {
		r.published = max(r.published, s.width(r.b.published(row), r.figure))
		r.verdict = max(r.verdict, s.width(s.ellipsis(clean(row.Verdict), r.figure, 60), r.bold()))
		for _, sp := range row.Spans {
			r.predicted = max(r.predicted, s.width(s.ellipsis(r.b.predicted(row, sp), r.figure, 190), r.figure))
		}
	}
	r.table = r.published + r.predicted + r.verdict + 2*tableGap
}

func (r *backtestRows) bold() style {
	st := r.figure
	st.bold = true
	return st
}

// columns are the right edges of the table's first two columns, and the left one of the last.
func (r *backtestRows) columns() (published, predicted, verdict vg.Length) {
	edge := r.s.Max.X - marginX
	return edge - r.verdict - tableGap - r.predicted - tableGap, edge - r.verdict - tableGap, edge - r.verdict
}

func (r *backtestRows) draw(area vg.Rectangle, sc scales) {
	s := r.s
	head := style{size: noteSize, col: s.th.muted}
	published, predicted, verdict := r.columns()
	y := area.Max.Y + 5
	s.text(published, y, right, head, publishedHead)
	s.text(predicted, y, right, head, predictedHead)
	s.text(verdict, y, left, head, verdictHead)
	for _, sl := range r.slots {
		top := area.Max.Y - r.pitch*vg.Length(sl.top)
		mid := top - r.pitch*vg.Length(sl.high)/2
		if sl.row < 0 {
			r.heading(sl.heading, area, top)
			continue
		}
		r.row(sl.row, area, mid, r.pitch*vg.Length(sl.high), sc)
	}
}

// heading names a section over its rows, with a line.
func (r *backtestRows) heading(text string, area vg.Rectangle, top vg.Length) {
	s := r.s
	st := style{size: min(8.5, max(4.2, r.pitch*0.44)), col: s.th.muted}
	base := top - r.pitch*headingHigh + r.pitch*0.2
	s.stroke(s.th.grid, hairline, nil, vg.Point{X: marginX, Y: base - r.pitch*0.14}, vg.Point{X: s.Max.X - marginX, Y: base - r.pitch*0.14})
	text = s.ellipsis(text, st, area.Max.X-marginX)
	s.halo(marginX, base, left, st, text, s.th.bg)
}

func (r *backtestRows) row(i int, area vg.Rectangle, mid, high vg.Length, sc scales) {
	s, row := r.s, r.b.Rows[i]
	line := readable(r.colours[i], s.th.bg, 3)
	name := r.set[i].st
	name.col = readable(r.colours[i], s.th.bg, 4.5)
	x := area.Min.X - 12
	if r.sub[i] == "" {
		s.textMid(x, mid, right, name, r.set[i].text)
	} else {
		s.text(x, mid+0.14*r.label.size, right, name, r.set[i].text)
		s.text(x, mid-r.detail.size*0.98, right, r.detail, r.sub[i])
	}
	published, predicted, verdict := r.columns()
	s.textMid(published, mid, right, r.figure, r.b.published(row))
	st := r.figure
	if row.Outside {
		st = r.bold()
	}
	s.textMid(verdict, mid, left, st, s.ellipsis(clean(row.Verdict), st, 60))
	apart := high / vg.Length(len(row.Spans)+1)
	if len(row.Spans) == 2 {
		apart = min(high*0.44, r.figure.size*1.3)
	}
	for k, sp := range row.Spans {
		y := mid
		if len(row.Spans) == 2 {
			y = mid + apart/2 - apart*vg.Length(k)
		}
		s.textMid(predicted, y, right, r.figure, s.ellipsis(r.b.predicted(row, sp), r.figure, 190))
		r.bar(row, sp, y, apart, sc, line)
	}
	if row.AtLeast {
		r.arrow(sc.x(0), mid, high)
	}
}

// bar draws a range over the published count.
func (r *backtestRows) bar(row BacktestRow, sp Span, y, high vg.Length, sc scales, col color.NRGBA) {
	s := r.s
	at := func(v float64) vg.Length { return sc.x(math.Log(v / row.Published)) }
	thin, thick := min(2.2, high*0.24), min(6, high*0.6)
	whole := box(at(sp.P5), y-thin/2, at(sp.P95), y+thin/2)
	s.record("interval", row.Name, whole)
	s.rect(whole, col)
	half := box(at(sp.P25), y-thick/2, at(sp.P75), y+thick/2)
	s.record("half", row.Name, half)
	s.rect(half, col)
	x := at(sp.P50)
	s.record("median", row.Name, box(x, y, x, y))
	s.dot(vg.Point{X: x, Y: y}, min(2.4, high*0.3), s.th.ink)
}

// arrow points from the published count to more.
func (r *backtestRows) arrow(x, y, high vg.Length) {
	const long = 16
	h := min(3, high*0.2)
	s := r.s
	y -= min(8, high*0.36)
	s.stroke(s.th.ink, axisStroke, nil, vg.Point{X: x, Y: y}, vg.Point{X: x + long, Y: y})
	s.stroke(s.th.ink, axisStroke, nil, vg.Point{X: x + long - h, Y: y + h}, vg.Point{X: x + long, Y: y}, vg.Point{X: x + long - h, Y: y - h})
}
