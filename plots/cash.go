package plots

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// Cash shows what a ramp costs against what there is to pay for it: payments to date with their interval, the money to date, and below, what is paid in each
// quarter.
type Cash struct {
	Amount   string // "2 GW"
	Boundary string
	Quarters []string
	Paid     []Interval // payments to date
	Payments []Interval // of each quarter
	Budget   []Interval // money that pays for it, to date; nil if there is none
	Other    []Interval // other money to date; nil if there is none
	Short    float64    // share of the draws in which payments exceed the budget at the end; NaN if nothing was drawn
	Assumed  bool       // prices are assumed
	Draws    int        // samples behind the intervals; 0 means point values only
	Meta     Meta
}

func (c Cash) kind() string     { return "cash" }
func (c Cash) provenance() Meta { return c.Meta }

func (c Cash) check() error {
	if err := checkQuarters(c.Quarters); err != nil {
		return err
	}
	for _, l := range []struct {
		name string
		list []Interval
		must bool
	}{{"payments to date", c.Paid, true}, {"payments", c.Payments, true}, {"the budget", c.Budget, false}, {"other money", c.Other, false}} {
		if l.list == nil && !l.must {
			continue
		}
		if err := checkIntervals(l.name, c.Quarters, l.list); err != nil {
			return err
		}
	}
	return nil
}

// title holds what is paid in all against the money.
func (c Cash) title() string {
	n := len(c.Quarters) - 1
	end, paid := clean(c.Quarters[n]), c.Paid[n].P50
	costs, _ := supported(paid, c.Paid[n].P95-c.Paid[n].P5) // with the digits that the spread supports
	text := announced(c.Amount) + " costs " + USD.prose(costs) + " to " + end
	if c.Budget == nil {
		return text
	}
	budget := c.Budget[n].P50
	ahead := func(i int) bool { return c.Paid[i].P50 > c.Budget[i].P50 }
	since := n
	for since > 0 && ahead(n) && ahead(since-1) {
		since--
	}
	if ahead(n) && since < n {
		return text + " and is ahead of the budget from " + clean(c.Quarters[since]) + " on"
	}
	for i := range n {
		if ahead(i) && !ahead(n) {
			return text + ", within the budget of " + USD.prose(budget) + " but ahead of it at first in " + clean(c.Quarters[i])
		}
	}
	switch {
	case paid > budget:
		return text + ", more than the budget of " + USD.prose(budget)
	case USD.prose(paid) == USD.prose(budget):
		return text + ", all of the budget"
	}
	return text + ", of a budget of " + USD.prose(budget)
}

func (c Cash) alt() string {
	parts := make([]string, len(c.Quarters))
	for i, q := range c.Quarters {
		parts[i] = clean(q) + " " + USD.short(c.Paid[i].P50)
		if c.Draws > 0 && c.Paid[i].P5 < c.Paid[i].P95 {
			parts[i] += " (" + USD.short(c.Paid[i].P5) + " to " + USD.short(c.Paid[i].P95) + ")"
		}
		if c.Budget != nil {
			parts[i] += " of " + USD.short(c.Budget[i].P50)
		}
	}
	return fmt.Sprintf("Line chart of payments to date for %s, with the budget to date: %s.", of(c.Amount, c.Boundary), strings.Join(parts, "; "))
}

// Colours of money: what is paid in the hue of the whole, the budget in ink, other money muted.
func (c Cash) subtitle(s *sheet) []span {
	out := []span{s.named("Payments", style{col: s.th.total}), plain(" to date for " + of(c.Amount, c.Boundary))}
	if c.Budget != nil {
		out = append(out, plain(", and "), s.named("the budget", style{col: s.th.ink}), plain(" to date"))
	}
	out = append(out, plain(", in US dollars; bars: what is paid in each quarter. "))
	if c.Draws > 0 && wide(c.Paid) {
		return append(out, plain("Lines: medians; band: P5 to P95 of "+thousands(float64(c.Draws), 0)+" draws"))
	}
	return append(out, plain("Point values only, no uncertainty drawn"))
}

func (c Cash) notes() []string {
	var out []string
	if c.Assumed {
		out = append(out, "No installed cost is published for some of the systems: payments rest on assumed prices")
	}
	if c.Budget != nil && c.Short > 0 {
		out = append(out, "At the end payments exceed the budget in "+percent(c.Short)+" of the draws")
	}
	if c.Other != nil {
		out = append(out, "Other money is set beside the budget and does not pay for the capacity")
	}
	return out
}

func (c Cash) draw(s *sheet) {
	f := frame{title: c.title(), subtitle: c.subtitle(s), notes: c.notes(), meta: c.Meta}
	inner := f.draw(s)
	top, most := extent(c.Paid, c.Draws > 0), extent(c.Payments, c.Draws > 0)
	for _, l := range [][]Interval{c.Budget, c.Other} {
		top = math.Max(top, extent(l, false))
	}
	if top <= 0 {
		top = 1
	}
	if most <= 0 {
		most = 1
	}
	ticks, small := niceTicks(0, top, 6), niceTicks(0, most, 3)
	axis := max(gridRoom(s, ticks, USD), gridRoom(s, small, USD))
	lines := c.lines(s)
	room := vg.Length(0)
	for _, l := range lines {
		room = max(room, s.width(l.name, l.st), s.width(l.value, l.small))
	}
	low := (inner.Max.Y - inner.Min.Y - axisHigh) * 0.24
	x0, x1 := inner.Min.X+axis, inner.Max.X-room-9
	under := box(x0, inner.Min.Y+axisHigh, x1, inner.Min.Y+axisHigh+low)
	area := box(x0, under.Max.Y+20, x1, inner.Max.Y-6)

	cols := columns{len(c.Quarters), area}
	s.panel(area, 0, 1, 0, top*1.04, func(sc scales) {
		cols.grid(s, sc, ticks, USD)
		if c.Draws > 0 && wide(c.Paid) {
			cols.band(s, style{col: blend(s.th.total, s.th.bg, 0.28)}, c.at(sc, c.Paid, 0), c.at(sc, c.Paid, 2))
			n := len(c.Paid) - 1
			s.record("interval", "paid", box(area.Min.X, sc.y(c.Paid[n].P5), area.Max.X, sc.y(c.Paid[n].P95)))
		}
		s.stroke(s.th.ink, axisStroke, nil, area.Min, vg.Point{X: area.Max.X, Y: area.Min.Y})
		at := make([]vg.Length, len(lines))
		for i, l := range lines {
			s.stroke(l.st.col, l.width, l.dashes, cols.line(c.at(sc, l.list, 1))...)
			at[i] = sc.y(l.list[len(l.list)-1].P50)
		}
		c.label(s, lines, at, area)
	})
	bars := columns{len(c.Quarters), under}
	s.panel(under, 0, 1, 0, most*1.06, func(sc scales) {
		bars.grid(s, sc, small, USD)
		for i, v := range c.Payments {
			half := min(bars.slot()*0.36, 26)
			x := bars.middle(i)
			r := box(x-half, sc.y(0), x+half, sc.y(v.P50))
			s.rect(r, s.th.total)
			s.record("payment", c.Quarters[i], r)
			if c.Draws > 0 && v.P95 > v.P5 && bars.slot() > 7 {
				s.whisker(vg.Point{X: x, Y: sc.y(v.P5)}, vg.Point{X: x, Y: sc.y(v.P95)}, min(3, half*0.6), s.th.ink)
			}
		}
		bars.axis(s, c.Quarters)
	})
}

// extent is the greatest value that is drawn.
func extent(list []Interval, intervals bool) float64 {
	top := 0.0
	for _, v := range list {
		top = math.Max(top, v.P50)
		if intervals && !math.IsInf(v.P95, 0) {
			top = math.Max(top, v.P95)
		}
	}
	return top
}

// at is the height of P5, the median or P95, by quarter.
func (c Cash) at(sc scales, list []Interval, which int) func(i int) vg.Length {
	return func(i int) vg.Length { return sc.y([]float64{list[i].P5, list[i].P50, list[i].P95}[which]) }
}

// cashLine is a line with what stands at its end.
type cashLine struct {
	list        []Interval
	name, value string
	st, small   style
	width       vg.Length
	dashes      []vg.Length
}

func (c Cash) lines(s *sheet) []cashLine {
	out := []cashLine{{list: c.Paid, name: "Payments", st: style{col: s.th.total}, width: 1.8}}
	if c.Budget != nil {
		out = append(out, cashLine{list: c.Budget, name: "Budget", st: style{col: s.th.ink}, width: 1.4})
	}
	if c.Other != nil {
		out = append(out, cashLine{list: c.Other, name: "Other money", st: style{col: s.th.muted}, width: 1.2, dashes: []vg.Length{4, 3}})
	}
	for i := range out {
		l := &out[i]
		l.st.size, l.st.bold = 10, true
		l.small = style{size: 8.5, col: s.th.muted}
		l.value = USD.short(l.list[len(l.list)-1].P50)
	}
	return out
}

// label sets the names of the lines to their right, at the height of their ends as far as there is room.
func (c Cash) label(s *sheet, lines []cashLine, at []vg.Length, area vg.Rectangle) {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
		for k := i; k > 0 && at[order[k]] < at[order[k-1]]; k-- {
			order[k], order[k-1] = order[k-1], order[k]
		}
	}
	sorted := make([]vg.Length, len(order))
	for i, k := range order {
		sorted[i] = at[k]
	}
	high := min(vg.Length(25), (area.Max.Y-area.Min.Y)/vg.Length(len(lines)))
	scale := high / 25
	for i, y := range spread(sorted, high, area.Min.Y+high/2, area.Max.Y-high/2) {
		l := lines[order[i]]
		l.st.size, l.small.size = l.st.size*scale, l.small.size*scale
		l.st.col = readable(l.st.col, s.th.bg, 4.5)
		s.text(area.Max.X+9, y+scale, left, l.st, l.name)
		s.text(area.Max.X+9, y-9.5*scale, left, l.small, l.value)
	}
}
