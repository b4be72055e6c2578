package plots

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// Share is a part of a whole with the interval that its estimate is uncertain by.
type Share struct{ Value, P5, P95 float64 } // 0 to 1; NaN where it is not known

// IndexRow is one input of Indices.
type IndexRow struct {
	Name  string // "Power per system"
	First Share  // of the variance, by the input alone
	Total Share  // with all that it does together with others
}

// Indices shows which share of a result's variance each input accounts for: by
// itself, and with what it does together with others (Sobol indices of the
// first order and total). The largest comes first.
type Indices struct {
	Amount   string // "2 GW"
	System   string // "Trainium2 UltraServer"
	Boundary string // "facility power (utility meter)"
	Quantity string // "chips"
	Rows     []IndexRow
	Points   int // that the indices were estimated from
	Less     int // how many inputs have a share too small for a row
	Inert    int // how many have none
	Meta     Meta
}

func (x Indices) kind() string     { return "indices" }
func (x Indices) provenance() Meta { return x.Meta }

func (x Indices) check() error {
	if n := len(x.Rows); n == 0 || n > maxBars {
		return fmt.Errorf("%d inputs: must be 1 to %d", n, maxBars)
	}
	for _, row := range x.Rows {
		for _, s := range []Share{row.First, row.Total} {
			if s.P5 > s.P95 || math.IsInf(s.Value, 0) || math.IsInf(s.P5, 0) || math.IsInf(s.P95, 0) {
				return fmt.Errorf("%s: a share of %v, from %v to %v", clean(row.Name), s.Value, s.P5, s.P95)
			}
		}
	}
	return nil
}

func (s Share) known() bool { return s.Value == s.Value }

// cut is the share without what an estimate can be below nothing or above all.
func (s Share) cut() Share {
	f := func(v float64) float64 { return math.Min(1, math.Max(0, v)) }
	return Share{f(s.Value), f(s.P5), f(s.P95)}
}

func (x Indices) quantity() string {
	if q := within(x.Quantity); q != "" {
		return q
	}
	return "the result"
}

// whole is what varies: "chips for 2 GW of Trainium2 UltraServer".
func (x Indices) whole() string {
	return x.quantity() + " for " + Tornado{Amount: x.Amount, System: x.System}.of()
}

func (x Indices) title() string {
	top := x.Rows[0]
	for _, row := range x.Rows[1:] {
		if row.First.known() && !(row.First.Value <= top.First.Value) {
			top = row
		}
	}
	name := sentenceCase(clean(top.Name))
	if name == "" {
		name = "One input"
	}
	if !top.First.known() || top.First.Value < 0.005 {
		return "No input by itself accounts for the variance in " + x.whole()
	}
	return name + " accounts for " + percentWords(top.First.Value) + " of the variance in " + x.whole()
}

func (x Indices) alt() string {
	say := func(s Share) string {
		if !s.known() {
			return "n/a"
		}
		return percent(s.cut().Value) + " (" + percent(s.cut().P5) + " to " + percent(s.cut().P95) + ")"
	}
	parts := make([]string, len(x.Rows))
	for i, row := range x.Rows {
		parts[i] = clean(row.Name) + " " + say(row.First) + " alone, " + say(row.Total) + " with others"
	}
	return strings.TrimSpace("Shares of the variance, with P5 to P95 of the estimate: " + strings.Join(parts, "; ") + ". " + x.others())
}

func (x Indices) others() string {
	return without(x.Less, x.Inert, "have a smaller share", "has a smaller share", "none", "have no share", "has no share")
}

func (x Indices) subtitle(s *sheet) []span {
	first, _ := s.th.ends()
	text := "Share of the variance, from " + of(x.Amount, x.Boundary) + ": "
	tail := " (Sobol indices)"
	if x.Points > 0 {
		tail = " (Sobol indices of " + thousands(float64(x.Points), 0) + " points). Whiskers, where they are wide enough: P5 to P95 of the estimate"
	}
	return []span{plain(text), s.named("by the input alone", style{col: first}), plain(" and "),
		s.named("with others", style{col: s.th.muted}), plain(tail)}
}

func (x Indices) draw(s *sheet) {
	texts := []string{x.Amount, x.System, x.Boundary, x.Quantity}
	for _, row := range x.Rows {
		texts = append(texts, row.Name)
	}
	f := frame{title: x.title(), subtitle: x.subtitle(s), notes: foreignNote(texts...), meta: x.Meta}
	if o := x.others(); o != "" {
		f.notes = append(f.notes, o)
	}
	inner := f.draw(s)
	const foot = 18
	n := vg.Length(len(x.Rows))
	pitch := min((inner.Max.Y-inner.Min.Y-foot)/n, mostPitch)
	size := min(11, max(4.2, pitch*0.6))
	lines := 1
	if pitch >= 30 {
		lines = 2
	}
	var names [][][]word
	var wide vg.Length
	for _, row := range x.Rows {
		block := s.block(clean(row.Name), style{size: size, col: s.th.ink}, (inner.Max.X-inner.Min.X)*nameShare, min(size, 6.5), lines)
		names = append(names, block)
		for _, l := range block {
			wide = max(wide, lineWidth(l))
		}
	}
	label := indexLabel{bold: style{size: min(10.5, max(4.2, pitch*0.56)), bold: true, col: s.th.ink}}
	label.rest = style{size: besideBold(label.bold.size), col: s.th.muted}
	room := s.width(">99%", label.bold) + innerGap + s.width(">99% with others", label.rest) + 2*labelGap
	area := box(inner.Min.X+wide+10, inner.Max.Y-pitch*n, inner.Max.X-room, inner.Max.Y)
	top := 0.0
	for _, row := range x.Rows {
		for _, v := range []Share{row.First, row.Total} {
			if v.known() {
				top = math.Max(top, math.Max(v.cut().P95, v.cut().Value))
			}
		}
	}
	if top == 0 {
		top = 1
	}
	ticks := niceTicks(0, top, 7)
	s.panel(area, 0, top, 0, 1, func(sc scales) {
		x.axis(s, sc, area, ticks)
		for i := range x.Rows {
			y := area.Max.Y - pitch*(vg.Length(i)+0.5)
			s.rowName(names[i], area.Min.X-10, y)
			x.row(s, sc, i, y, pitch, label)
		}
	})
}

func (x Indices) axis(s *sheet, sc scales, area vg.Rectangle, ticks []float64) {
	tick := style{size: tickSize, col: s.th.muted}
	labels, _ := tickLabels(ticks, Ratio)
	edge := area.Min.X - 12
	for i, t := range ticks {
		at := sc.x(t)
		s.stroke(s.th.grid, hairline, nil, vg.Point{X: at, Y: area.Min.Y - 4}, vg.Point{X: at, Y: area.Max.Y})
		text := labels[i] + "%"
		w := s.width(text, tick)
		if at-w/2 < edge {
			continue
		}
		s.text(at, area.Min.Y-15, centre, tick, text)
		edge = at + w/2 + 8
	}
}

// leastWhisker is the width below which a whisker would be a blot.
const leastWhisker vg.Length = 4

type indexLabel struct{ bold, rest style }

// row draws the total behind and the first order before it, each with its interval.
func (x Indices) row(s *sheet, sc scales, i int, y, pitch vg.Length, label indexLabel) {
	row := x.Rows[i]
	half := min(pitch*0.34, mostHalf)
	first, _ := s.th.ends()
	zero, end := sc.x(0), sc.x(0)
	if !row.First.known() || !row.Total.known() {
		s.textMid(zero+labelGap, y, left, label.rest, "n/a")
		return
	}
	a, b := row.First.cut(), row.Total.cut()
	whole := box(zero, y-half, sc.x(b.Value), y+half)
	s.record("total", row.Name, whole)
	s.rect(whole, blend(first, s.th.bg, 0.28))
	own := box(zero, y-half, sc.x(a.Value), y+half)
	s.record("first", row.Name, own)
	s.rect(own, first)
	for k, v := range []Share{a, b} {
		at := y + half*(0.5-vg.Length(k))
		if sc.x(v.P95)-sc.x(v.P5) < leastWhisker {
			continue
		}
		s.record("whisker", row.Name, box(sc.x(v.P5), at, sc.x(v.P95), at))
		s.whisker(vg.Point{X: sc.x(v.P5), Y: at}, vg.Point{X: sc.x(v.P95), Y: at}, min(half*0.3, 2.6), s.th.ink)
		end = max(end, sc.x(v.P95))
	}
	end = max(end, sc.x(b.Value), sc.x(a.Value)) + labelGap
	alone, with := percent(a.Value), percent(b.Value)
	s.halo(end, y-label.bold.size*capHeight/2, left, label.bold, alone, s.th.bg)
	if alone != with || i == 0 {
		if i == 0 { // the first row explains the others
			with += " with others"
		}
		s.halo(end+s.width(alone, label.bold)+innerGap, y-label.rest.size*capHeight/2, left, label.rest, with, s.th.bg)
	}
}
