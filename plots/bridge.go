package plots

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// Driver is one bar of a Bridge: how far it moves the total, and when.
type Driver struct {
	Label  string  // "Delay"
	Detail string  // "most of it in 2028", in small type; may be empty
	Change float64 // what the total rises by, or falls if negative
}

// Bridge shows what leads from one total to another, driver by driver.
type Bridge struct {
	Amount     string // "2 GW"
	Quantity   string // "effective compute"
	Unit       Unit
	From, To   string // labels of the two totals: "As announced", "As expected"
	Start, End float64
	Drivers    []Driver
	Meta       Meta
}

// maxDrivers is how many bars are legible between the two totals.
const maxDrivers = 12

func (b Bridge) kind() string     { return "bridge" }
func (b Bridge) provenance() Meta { return b.Meta }

func (b Bridge) check() error {
	if n := len(b.Drivers); n > maxDrivers {
		return fmt.Errorf("%d drivers: at most %d are legible", n, maxDrivers)
	}
	level, largest := b.Start, math.Max(math.Abs(b.Start), math.Abs(b.End))
	if !(b.Start >= 0) || !(b.End >= 0) || math.IsInf(largest, 0) {
		return fmt.Errorf("the totals are %v and %v; both must be finite and 0 or more", b.Start, b.End)
	}
	for _, d := range b.Drivers {
		if d.Change-d.Change != 0 {
			return fmt.Errorf("%s has no value", clean(d.Label))
		}
		level += d.Change
		if level < -1e-9*largest {
			return fmt.Errorf("after %s the total is negative", clean(d.Label))
		}
	}
	if math.Abs(level-b.End) > 1e-6*largest {
		return fmt.Errorf("the drivers do not add up: %s, not %s", b.Unit.short(level), b.Unit.short(b.End))
	}
	return nil
}

func (b Bridge) quantity() string {
	if q := within(b.Quantity); q != "" {
		return q
	}
	return "the total"
}

// title names the driver that matters most.
func (b Bridge) title() string {
	amount := announced(b.Amount)
	var top Driver
	for _, d := range b.Drivers {
		if math.Abs(d.Change) > math.Abs(top.Change) {
			top = d
		}
	}
	lead := amount + " gives " + b.Unit.prose(b.End) + " of " + b.quantity()
	switch {
	case b.Start == 0 && b.End == 0:
		return amount + " gives no " + b.quantity()
	case top.Change == 0 || b.Unit.prose(b.Start) == b.Unit.prose(b.End) && math.Abs(top.Change) < 0.005*b.Start:
		return lead + ", " + within(b.From)
	case b.End <= b.Start:
		lead += ", not the " + b.Unit.prose(b.Start) + " it would be " + within(b.From)
	default:
		lead += ", more than the " + b.Unit.prose(b.Start) + " " + within(b.From)
	}
	verb := "takes most"
	if top.Change > 0 {
		verb = "adds most"
	}
	return lead + ": " + within(top.Label) + " " + verb
}

func (b Bridge) alt() string {
	parts := []string{clean(b.From) + " " + b.Unit.short(b.Start)}
	for _, d := range b.Drivers {
		text := clean(d.Label) + " " + signed(b.Unit, d.Change)
		if det := clean(d.Detail); det != "" {
			text += " (" + det + ")"
		}
		parts = append(parts, text)
	}
	parts = append(parts, clean(b.To)+" "+b.Unit.short(b.End))
	return fmt.Sprintf("Bridge chart of the %s of %s: %s.", b.quantity(), of(b.Amount, ""), strings.Join(parts, "; "))
}

// signed prints a change with its sign.
func signed(u Unit, x float64) string {
	if x > 0 {
		return "+" + u.short(x)
	}
	return u.short(x)
}

func (b Bridge) subtitle(s *sheet) []span {
	return []span{
		plain("What leads from the total " + within(b.From) + " to the one " + within(b.To) + ": "), s.named("what takes away", style{col: s.th.loss}), plain(" and "),
		s.named("what adds", style{col: s.th.total}), plain(", one after the other in this order. Every input at its mid; point values only, no uncertainty drawn"),
	}
}

// bridgeBar is one bar: from one level to another.
type bridgeBar struct {
	label, detail, value string
	low, high            float64
	kind                 string
}

func (b Bridge) bars() []bridgeBar {
	largest := math.Max(b.Start, b.End)
	out := []bridgeBar{{clean(b.From), "", b.Unit.in(b.Start, largest, true), 0, b.Start, "total"}}
	level := b.Start
	for _, d := range b.Drivers {
		next := math.Max(0, level+d.Change)
		kind := "loss"
		if d.Change > 0 {
			kind = "gain"
		}
		out = append(out, bridgeBar{clean(d.Label), clean(d.Detail), b.change(d.Change, largest), math.Min(level, next), math.Max(level, next), kind})
		level = next
	}
	return append(out, bridgeBar{clean(b.To), "", b.Unit.in(b.End, largest, true), 0, b.End, "final"})
}

// change is what a driver does, in the prefix of the whole, whose symbol stands at both ends; one that is too small for it keeps its own.
func (b Bridge) change(x, largest float64) string {
	if math.Abs(x) < 1e-3*largest {
		return signed(b.Unit, x)
	}
	sign := ""
	if x > 0 {
		sign = "+"
	}
	return sign + b.Unit.in(x, largest, b.Unit == USD || b.Unit.counted())
}

// in prints v with three digits and the prefix that suits the largest of its row, with or without the symbol: 51,000 YFLOP, 0.451.
func (u Unit) in(v, largest float64, symbol bool) string {
	if v == 0 || v-v != 0 || !(largest > 0) || u == USD || u.counted() {
		return u.short(v)
	}
	_, e := round3(largest)
	p := pick(u.scale(), e)
	r, ve := round3(v)
	text := thousands(r/math.Pow10(p.exp), max(0, 2-(ve-p.exp)))
	if !symbol {
		return text
	}
	return text + " " + p.symbol
}

func (b Bridge) draw(s *sheet) {
	f := frame{title: b.title(), subtitle: b.subtitle(s), meta: b.Meta}
	inner := f.draw(s)
	bars := b.bars()
	top := 0.0
	for _, x := range bars {
		top = math.Max(top, x.high)
	}
	if top == 0 {
		top = 1
	}
	ticks := niceTicks(0, top, 6)
	x0 := inner.Min.X + gridRoom(s, ticks, b.Unit)
	slot := (inner.Max.X - x0) / vg.Length(len(bars))
	labels, high := make([]stepName, len(bars)), vg.Length(0)
	for i, x := range bars {
		st := style{size: tickSize, col: s.th.muted}
		if x.kind == "total" || x.kind == "final" {
			st.bold, st.col = true, s.th.ink
		}
		labels[i] = stepName{label: s.block(x.label, st, slot-6, 6.5, 3), leading: 11.5}
		if x.detail != "" {
			labels[i].detail = s.block(x.detail, style{size: 8, col: s.th.muted}, slot-6, 6, 3)
		}
		high = max(high, 11.5*vg.Length(len(labels[i].label)+len(labels[i].detail)))
	}
	area := box(x0, inner.Min.Y+high+9, inner.Max.X, inner.Max.Y-19)
	cols := columns{len(bars), area}
	s.panel(area, 0, 1, 0, top, func(sc scales) {
		cols.grid(s, sc, ticks, b.Unit)
		width := min(0.64*slot, 84)
		for i, x := range bars {
			b.bar(s, sc, cols.middle(i), width, slot, x)
			if i+1 < len(bars) {
				y := sc.y(b.levelAfter(i))
				s.stroke(s.th.muted, 0.8, []vg.Length{2, 2}, vg.Point{X: cols.middle(i) + width/2, Y: y}, vg.Point{X: cols.middle(i+1) - width/2, Y: y})
			}
		}
		s.stroke(s.th.ink, axisStroke, nil, area.Min, vg.Point{X: area.Max.X, Y: area.Min.Y})
		for i, l := range labels {
			y := s.lines(l.label, cols.middle(i), area.Min.Y-14, l.leading, centre)
			s.lines(l.detail, cols.middle(i), y-l.leading, l.leading, centre)
		}
	})
}

// levelAfter is the total after bar i.
func (b Bridge) levelAfter(i int) float64 {
	level := b.Start
	for _, d := range b.Drivers[:min(i, len(b.Drivers))] {
		level = math.Max(0, level+d.Change)
	}
	return level
}

func (b Bridge) bar(s *sheet, sc scales, x, width, slot vg.Length, bar bridgeBar) {
	r := box(x-width/2, sc.y(bar.low), x+width/2, sc.y(bar.high))
	s.record(bar.kind, bar.label, r)
	if r.Max.Y-r.Min.Y < 0.8 {
		r.Max.Y = r.Min.Y + 0.8
	}
	fill := s.th.total
	if bar.kind == "loss" {
		fill = s.th.loss
	}
	s.rect(r, fill)
	col := readable(s.th.total, s.th.bg, 4.5)
	if bar.kind == "loss" {
		col = s.th.muted
	}
	value, st := s.fit(bar.value, style{size: 12.5, bold: true, col: col}, slot-4, 6)
	s.halo(x, r.Max.Y+5, centre, st, value, s.th.bg)
}
