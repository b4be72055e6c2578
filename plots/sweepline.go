package plots

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
)

// SweptLine is a quantity along the axis: that of a chip, a site, or of the only one there is.
type SweptLine struct {
	Name   string // may be empty where there is one line
	Vendor string // decides the hue
	Shade  int
	Points []Interval // by value of the axis; P50 NaN is n/a. Where nothing was drawn all three are the point
}

// SweepLines shows a quantity along what varied in a sweep: a line with its band for each of a few names, or dots where the axis has names.
type SweepLines struct {
	Amount   string // "2 GW"; empty where the start itself varied
	Boundary string // "facility power (utility meter)"; empty where it varied
	Held     string // what else had one value for all, other than the usual: "peak PUE 1.1"; may be empty
	System   string // "Trainium2 UltraServer"; empty where each line is another
	Quantity string // "chips"
	Unit     Unit   // Count if empty
	X        SweptAxis
	Lines    []SweptLine
	Draws    int // of each point; 0 means point values only
	Meta     Meta
}

// maxSweepLines is how many lines can be told apart.
const maxSweepLines = 12

func (l SweepLines) kind() string     { return "sweep lines" }
func (l SweepLines) provenance() Meta { return l.Meta }

func (l SweepLines) check() error {
	if err := l.X.check(); err != nil {
		return err
	}
	if n := len(l.Lines); n == 0 || n > maxSweepLines {
		return fmt.Errorf("%d lines: must be 1 to %d", n, maxSweepLines)
	}
	if l.X.named() && len(l.Lines) > 1 {
		return fmt.Errorf("%d lines along names: there must be one", len(l.Lines))
	}
	for _, line := range l.Lines {
		if len(line.Points) != len(l.X.Texts) {
			return fmt.Errorf("%s: %d points for %d values of %s", clean(line.Name), len(line.Points), len(l.X.Texts), l.X.name())
		}
		for _, v := range line.Points {
			if err := checkCell(v); err != nil {
				return fmt.Errorf("%s: %w", clean(line.Name), err)
			}
		}
	}
	return nil
}

func (l SweepLines) unit() Unit {
	if l.Unit == "" {
		return Count
	}
	return l.Unit
}

func (l SweepLines) ranged() bool {
	for _, line := range l.Lines {
		for _, v := range line.Points {
			if v.ranged() {
				return true
			}
		}
	}
	return false
}

func (l SweepLines) alt() string {
	const most = 60 // points of a line that are told; of more, as many
	var parts []string
	for _, line := range l.Lines {
		var values []string
		for _, i := range chosen(len(line.Points), most) {
			values = append(values, clean(l.X.Texts[i])+" "+line.Points[i].said(l.unit()))
		}
		part := strings.Join(values, ", ")
		if n := clean(line.Name); n != "" {
			part = n + ": " + part
		}
		parts = append(parts, part)
	}
	s := fmt.Sprintf("%s by %s", l.what(), l.X.name())
	if with := given(l.Amount, l.Boundary, l.Held); with != "" {
		s += ", with " + with
	}
	return s + ". " + strings.Join(parts, "; ") + "."
}

// what is the quantity, and of which system where all lines are of one.
func (l SweepLines) what() string {
	what := sentenceCase(within(l.Quantity))
	if system := clean(l.System); system != "" {
		what += " of " + system
	}
	return what
}

func (l SweepLines) subtitle() []span {
	text := l.what() + " by " + l.X.name()
	if with := given(l.Amount, l.Boundary, l.Held); with != "" {
		text += " with " + with
	}
	line, band := "Line", "band"
	if l.X.named() {
		line, band = "Dot", "bar"
	}
	switch {
	case l.Draws == 0:
		text += ". Point values only, no uncertainty drawn"
	case l.ranged():
		text += ". " + line + ": median of " + drawsText(l.Draws) + "; " + band + ": P5 to P95"
	default:
		text += ". " + line + ": median of " + drawsText(l.Draws) + "; P5 and P95 are the same"
	}
	return []span{plain(text)}
}

func (l SweepLines) draw(s *sheet) {
	texts := append([]string{l.Amount, l.Boundary, l.Held, l.System, l.Quantity, l.X.Label, l.Meta.Source, l.Meta.Note, l.Meta.Product}, l.X.Texts...)
	all := make([]series, len(l.Lines))
	for i, line := range l.Lines {
		texts = append(texts, line.Name)
		all[i] = series{line.Vendor, line.Shade}
	}
	cols := s.th.seriesColours(all)
	inner := frame{title: l.title(), subtitle: l.subtitle(), notes: foreignNote(texts...), meta: l.Meta}.draw(s)
	y := axisOf(l.heights(), l.unit())
	tick := style{size: tickSize, col: s.th.muted}
	names, width := l.names(s, (inner.Max.X-inner.Min.X)*0.28, (inner.Max.Y-inner.Min.Y-50)/vg.Length(len(l.Lines)))
	body := inner
	if width > 0 {
		body.Max.X -= width + 9
	}
	label := sentenceCase(within(l.Quantity))
	if y.lo > 0 {
		label += " (the axis does not start at 0)"
	}
	ax := newAxes(s, body, axisRange{lo: 0, hi: 1}, y, "", label)
	places := l.X.places()
	at := make([]vg.Length, len(places))
	s.panel(ax.area, 0, 1, y.lo, y.hi, func(sc scales) {
		ax.grid(s, sc)
		for i, p := range places {
			at[i] = sc.x(p)
		}
		l.X.below(s, ax.area.Min.Y-13, at, inner.Min.X, body.Max.X+4, tick)
		for i, line := range l.Lines {
			l.bands(s, sc, at, line, cols[i])
		}
		for i, line := range l.Lines {
			l.line(s, sc, at, line, cols[i])
		}
		l.label(s, sc, ax, names, cols)
	})
}

// heights are all values that are drawn, and zero for what is counted from it where it is near.
func (l SweepLines) heights() []float64 {
	var out []float64
	for _, line := range l.Lines {
		for _, v := range line.Points {
			if v.known() {
				out = append(out, v.P50)
			}
			if v.ranged() {
				out = append(out, v.P5, v.P95)
			}
		}
	}
	return out
}

// runs are the stretches of points that are known, each from its first to after its last; names stand alone.
func (l SweepLines) runs(points []Interval) (out [][2]int) {
	open := false
	for i, v := range points {
		switch {
		case !v.known():
			open = false
		case open && !l.X.named():
			out[len(out)-1][1] = i + 1
		default:
			out, open = append(out, [2]int{i, i + 1}), true
		}
	}
	return out
}

// bands draws what lies between P5 and P95 of a line; fainter where several lie on one another.
func (l SweepLines) bands(s *sheet, sc scales, at []vg.Length, line SweptLine, hue color.NRGBA) {
	alpha := shapeAlpha / math.Sqrt(float64(len(l.Lines)))
	for _, run := range l.runs(line.Points) {
		var edge []vg.Point
		for i := run[0]; i < run[1]; i++ {
			edge = append(edge, vg.Point{X: at[i], Y: sc.y(line.Points[i].low())})
		}
		for i := run[1] - 1; i >= run[0]; i-- {
			v := line.Points[i]
			edge = append(edge, vg.Point{X: at[i], Y: sc.y(v.high())})
			if v.ranged() {
				s.record("band", line.Name, box(at[i], sc.y(v.P5), at[i], sc.y(v.P95)))
			}
		}
		if run[1]-run[0] > 1 {
			s.area(withAlpha(hue, alpha), edge)
		}
	}
}

// line draws a line through the points that are known, or a dot and a bar where one stands alone.
func (l SweepLines) line(s *sheet, sc scales, at []vg.Length, line SweptLine, hue color.NRGBA) {
	col := readable(hue, s.th.bg, 3)
	for _, run := range l.runs(line.Points) {
		var pts []vg.Point
		for i := run[0]; i < run[1]; i++ {
			pts = append(pts, vg.Point{X: at[i], Y: sc.y(line.Points[i].P50)})
			s.record("median", line.Name, box(at[i], pts[len(pts)-1].Y, at[i], pts[len(pts)-1].Y))
		}
		if len(pts) > 1 {
			s.stroke(col, 1.8, nil, pts...)
			continue
		}
		if v := line.Points[run[0]]; v.ranged() {
			s.whisker(vg.Point{X: pts[0].X, Y: sc.y(v.P5)}, vg.Point{X: pts[0].X, Y: sc.y(v.P95)}, 3, col)
		}
		s.dot(pts[0], 3.6, col)
	}
}

// low and high are the ends of an interval, or the median where there is no width.
func (v Interval) low() float64 {
	if v.ranged() {
		return v.P5
	}
	return v.P50
}

func (v Interval) high() float64 {
	if v.ranged() {
		return v.P95
	}
	return v.P50
}

// names are those of several lines, with what each comes to at its end.
func (l SweepLines) names(s *sheet, room, pitch vg.Length) (out []layerName, width vg.Length) {
	if len(l.Lines) < 2 {
		return nil, 0
	}
	k := min(1, pitch/25)
	for _, line := range l.Lines {
		last := Interval{P50: math.NaN()}
		for _, v := range line.Points {
			if v.known() {
				last = v
			}
		}
		var o layerName
		o.name, o.st = s.fit(clean(line.Name), style{size: 10 * k, bold: true}, room, 7*k)
		o.value, o.small = s.fit(last.said(l.unit()), style{size: 8.5 * k, col: s.th.muted}, room, 6*k)
		if pitch < 16 { // one line a name
			o.name, o.st = s.fit(clean(line.Name), style{size: min(9, pitch*0.75), bold: true}, room, 4.2)
			o.value = ""
		}
		out, width = append(out, o), max(width, s.width(o.name, o.st), s.width(o.value, o.small))
	}
	return out, width
}

// label writes the values at both ends of a single line, or of each name; or the names of several lines beside their ends.
func (l SweepLines) label(s *sheet, sc scales, ax axes, names []layerName, cols []color.NRGBA) {
	if names != nil {
		at := make([]vg.Length, len(names))
		for i, line := range l.Lines {
			at[i] = ax.area.Min.Y
			for _, v := range line.Points {
				if v.known() {
					at[i] = sc.y(v.P50)
				}
			}
		}
		high := min(vg.Length(25), (ax.area.Max.Y-ax.area.Min.Y)/vg.Length(len(names)))
		k := min(1, high/25)
		order := make([]int, len(names)) // from the lowest line up
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
		ends := make([]vg.Length, len(names))
		for j, i := range order {
			ends[j] = at[i]
		}
		for j, y := range spread(ends, high, ax.area.Min.Y+high/2, ax.area.Max.Y-high/2) {
			o := names[order[j]]
			o.st.col = readable(cols[order[j]], s.th.bg, 4.5)
			if o.value == "" {
				s.textMid(ax.area.Max.X+9, y, left, o.st, o.name)
				continue
			}
			s.text(ax.area.Max.X+9, y+1*k, left, o.st, o.name)
			s.text(ax.area.Max.X+9, y-9.5*k, left, o.small, o.value)
		}
		l.X.axisName(s, box(ax.edge, 0, ax.area.Max.X, 0), ax.area.Min.Y-26)
		return
	}
	l.X.axisName(s, box(ax.edge, 0, ax.area.Max.X, 0), ax.area.Min.Y-26)
	keep := newKeepOut(box(ax.area.Min.X, ax.area.Min.Y, s.Max.X-marginX, ax.area.Max.Y), s.texts)
	places := l.X.places()
	var known []int
	for i, v := range l.Lines[0].Points {
		if v.known() {
			known = append(known, i)
			at := vg.Point{X: sc.x(places[i]), Y: sc.y(v.P50)}
			if i == 0 || i == len(places)-1 || l.X.named() {
				keep.boxes = append(keep.boxes, box(at.X-4, at.Y-4, at.X+4, at.Y+4))
			}
			if v.ranged() && l.X.named() {
				keep.line(vg.Point{X: at.X, Y: sc.y(v.P5)}, vg.Point{X: at.X, Y: sc.y(v.P95)})
			}
			if n := len(known); n > 1 && !l.X.named() {
				before := l.Lines[0].Points[known[n-2]]
				keep.line(vg.Point{X: sc.x(places[known[n-2]]), Y: sc.y(before.P50)}, at)
			}
		}
	}
	if len(known) == 0 {
		text, st := s.fit("n/a", style{size: 11, col: s.th.muted}, ax.area.Max.X-ax.area.Min.X, 6)
		s.text((ax.area.Min.X+ax.area.Max.X)/2, (ax.area.Min.Y+ax.area.Max.Y)/2, centre, st, text)
		return
	}
	if !l.X.named() && len(known) > 2 {
		known = []int{known[0], known[len(known)-1]}
	}
	st := style{size: 9.5, bold: true, col: readable(cols[0], blend(cols[0], s.th.bg, shapeAlpha), 4.5)}
	for _, i := range known {
		v := l.Lines[0].Points[i]
		_, mid, _ := l.unit().ends(v.low(), v.P50, v.high())
		at := vg.Point{X: sc.x(places[i]), Y: sc.y(v.P50)}
		if !l.X.named() {
			s.dot(at, 3.4, readable(cols[0], s.th.bg, 3))
		}
		keep.label(s, at, 7, 4, st, mid)
	}
}
