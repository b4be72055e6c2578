package plots

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// Span is a predicted number of chips.
type Span struct {
	Name                   string // what the power is read as: "facility", "IT"
	P5, P25, P50, P75, P95 float64
}

// BacktestRow is one published deployment.
type BacktestRow struct {
	Section   string // rows of one section stand together under it
	Name      string // "Project Rainier"
	Detail    string // "trainium2, facility"
	Vendor    string // decides the hue
	Published float64
	AtLeast   bool   // more chips than Published
	Spans     []Span // one, or two where the source does not say which power it means
	Verdict   string // "in 80%", "outside"
	Outside   bool   // of the widest interval
}

// Backtest shows predicted ranges of chips against what was published: each range over the published count, on a logarithmic axis.
type Backtest struct {
	Campuses int     // sites that count in the score, one a campus
	Median   float64 // of their errors, as a share
	Inside   int     // of them inside the 90% interval
	Rows     []BacktestRow
	Meta     Meta
}

// mostBacktestRows is how many rows a sheet of the greatest height can hold.
const mostBacktestRows = 300

func (b Backtest) kind() string     { return "backtest" }
func (b Backtest) provenance() Meta { return b.Meta }

func (b Backtest) check() error {
	if n := len(b.Rows); n == 0 || n > mostBacktestRows {
		return fmt.Errorf("%d rows: must be 1 to %d", n, mostBacktestRows)
	}
	for _, r := range b.Rows {
		if !(r.Published > 0) || math.IsInf(r.Published, 0) {
			return fmt.Errorf("%s: %v published chips cannot be compared with", clean(r.Name), r.Published)
		}
		if n := len(r.Spans); n < 1 || n > 2 {
			return fmt.Errorf("%s: %d ranges: must be 1 or 2", clean(r.Name), n)
		}
		for _, s := range r.Spans {
			if !(s.P5 > 0 && s.P5 <= s.P25 && s.P25 <= s.P50 && s.P50 <= s.P75 && s.P75 <= s.P95) || math.IsInf(s.P95, 0) {
				return fmt.Errorf("%s: percentiles are not positive and in order: %v, %v, %v, %v, %v", clean(r.Name), s.P5, s.P25, s.P50, s.P75, s.P95)
			}
		}
	}
	return nil
}

func (b Backtest) title() string {
	if b.Campuses > 0 {
		campuses, counts := "campuses", "counts are"
		if b.Campuses == 1 {
			campuses, counts = "campus", "count is"
		}
		return fmt.Sprintf("Chips at %d %s are predicted %s off (median); %d of %d published %s in the 90%% interval", b.Campuses, campuses, percent(b.Median), b.Inside, b.Campuses, counts)
	}
	in := 0
	for _, r := range b.Rows {
		if !r.Outside {
			in++
		}
	}
	if len(b.Rows) == 1 {
		return fmt.Sprintf("%d of 1 published count of chips is in the predicted 90%% interval", in)
	}
	return fmt.Sprintf("%d of %d published counts of chips are in the predicted 90%% interval", in, len(b.Rows))
}

func (b Backtest) alt() string {
	parts := make([]string, len(b.Rows))
	for i, r := range b.Rows {
		spans := make([]string, len(r.Spans))
		for k, s := range r.Spans {
			spans[k] = b.predicted(r, s)
		}
		parts[i] = fmt.Sprintf("%s: published %s, predicted %s, %s", clean(r.Name), b.published(r), strings.Join(spans, " or "), clean(r.Verdict))
	}
	return "Predicted chips against published ones, median (P5–P95): " + strings.Join(parts, "; ") + "."
}

// published is the row's count in the table.
func (b Backtest) published(r BacktestRow) string {
	if r.AtLeast {
		return "> " + Count.short(r.Published)
	}
	return Count.short(r.Published)
}

// predicted is a range in the table, with the reading where there are two.
func (b Backtest) predicted(r BacktestRow, s Span) string {
	name := ""
	if len(r.Spans) > 1 {
		name = clean(s.Name) + " "
	}
	return name + Count.short(s.P50) + " (" + Count.short(s.P5) + "–" + Count.short(s.P95) + ")"
}

// slot is a place in the column of rows: a row, or the heading of a section.
type slot struct {
	row     int // -1 for a heading
	heading string
	high    float64 // in rows
	top     float64 // rows above it
}

// Heights in rows.
const (
	headingHigh = 0.95
	doubleHigh  = 1.3
)

// slots lists rows and headings from the top, and how many rows high they are together.
func (b Backtest) slots() (out []slot, high float64) {
	section := ""
	add := func(s slot) {
		s.top = high
		high += s.high
		out = append(out, s)
	}
	for i, r := range b.Rows {
		if name := clean(r.Section); name != "" && name != section {
			section = name
			add(slot{row: -1, heading: name, high: headingHigh})
		}
		h := 1.0
		if len(r.Spans) > 1 {
			h = doubleHigh
		}
		add(slot{row: i, high: h})
	}
	return out, high
}

// BacktestHeight is the height in pixels at which a chart so many pixels wide shows the rows at a size that reads well; never less than a sheet's usual shape.
func BacktestHeight(b Backtest, width int) int {
	_, rows := b.slots()
	points := 128 + 19.5*rows
	return max(width*10/16, int(math.Ceil(points*float64(width)/sheetWidth)))
}

func (b Backtest) subtitle() []span {
	return []span{plain("Predicted over published number of chips, logarithmic. Thin bar: P5 to P95; thick: P25 to P75; dot: median; line at ×1: published")}
}

// logTicks are candidates for the ticks of a logarithmic axis of ratios, from the densest.
var logTicks = [][]float64{
	{0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.6, 1.8, 2},
	{0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5},
	{0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10},
	{0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100},
}

// ratioTicks are at most seven ticks within lo and hi, which lie around 1.
func ratioTicks(lo, hi float64) []float64 {
	for _, list := range logTicks {
		var in []float64
		for _, t := range list {
			if lo <= t && t <= hi {
				in = append(in, t)
			}
		}
		if len(in) <= 7 && list[0] <= lo*1.3 && list[len(list)-1] >= hi/1.3 {
			return in
		}
	}
	for step := 1; ; step *= 2 { // powers of ten
		var in []float64
		for k := int(math.Ceil(math.Log10(lo)/float64(step) - 1e-9)); math.Pow10(k*step) <= hi; k++ {
			in = append(in, math.Pow10(k*step))
		}
		if len(in) <= 7 {
			return in
		}
	}
}

// extent is the least and the greatest ratio that is drawn, with a margin, 1 among them.
func (b Backtest) extent() (lo, hi float64) {
	lo, hi = 1, 1
	for _, r := range b.Rows {
		for _, s := range r.Spans {
			lo, hi = math.Min(lo, s.P5/r.Published), math.Max(hi, s.P95/r.Published)
		}
	}
	pad := math.Max(math.Pow(hi/lo, 0.04), 1.04)
	return lo / pad, hi * pad
}

func (b Backtest) draw(s *sheet) {
	inner := frame{title: b.title(), subtitle: b.subtitle(), meta: b.Meta}.draw(s)
	slots, high := b.slots()
	const axis, heads = 18, 13
	area := box(inner.Min.X, inner.Min.Y+axis, inner.Max.X, inner.Max.Y-heads)
	pitch := min((area.Max.Y-area.Min.Y)/vg.Length(high), 46)
	area.Min.Y = area.Max.Y - pitch*vg.Length(high)
	rows := backtestRows{b: b, s: s, slots: slots, pitch: pitch}
	rows.measure(inner)
	area.Min.X, area.Max.X = inner.Min.X+rows.names+12, inner.Max.X-rows.table-12

	lo, hi := b.extent()
	tick := style{size: tickSize, col: s.th.muted}
	s.panel(area, math.Log(lo), math.Log(hi), 0, 1, func(sc scales) {
		edge := area.Min.X - 10
		for _, t := range ratioTicks(lo, hi) {
			x := sc.x(math.Log(t))
			col, wide := s.th.grid, hairline
			if t == 1 {
				col, wide = s.th.ink, axisStroke
				s.record("published", "×1", box(x, area.Min.Y, x, area.Max.Y))
			}
			s.stroke(col, wide, nil, vg.Point{X: x, Y: area.Min.Y}, vg.Point{X: x, Y: area.Max.Y})
			label := "×" + thousands(t, decimalsOf(t))
			if t < 1e-3 || t > 1e3 {
				label = "×" + scientific(t, 0)
			}
			w := s.width(label, tick)
			if x-w/2 < edge || x+w/2 > area.Max.X+10 {
				continue
			}
			edge = x + w/2 + 6
			s.text(x, area.Min.Y-13, centre, tick, label)
		}
		rows.draw(area, sc)
	})
}
