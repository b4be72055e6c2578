package plots

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// Layer is one generation of a Ramp.
type Layer struct {
	Name   string // "Trainium3"
	Vendor string // decides the hue
	Shade  int    // which shade of it, the same for a system in every chart
	Values []float64
}

// Ramp shows a fleet by quarter: its generations as layers, the whole with its interval. Medians of parts do not add up to the median of the whole; layers are
// drawn as parts of the whole in the proportion of their own values.
type Ramp struct {
	Amount   string // "2 GW"
	Boundary string // "facility power (utility meter)"
	Quantity string // "chips"
	Unit     Unit   // Count if empty
	Quarters []string
	Layers   []Layer
	Total    []Interval
	Draws    int // samples behind the intervals; 0 means point values only
	Meta     Meta
}

// maxLayers is how many generations can be told apart on top of each other.
const maxLayers = 8

func (r Ramp) kind() string     { return "ramp" }
func (r Ramp) provenance() Meta { return r.Meta }

func (r Ramp) check() error {
	if err := checkQuarters(r.Quarters); err != nil {
		return err
	}
	if n := len(r.Layers); n == 0 || n > maxLayers {
		return fmt.Errorf("%d generations: must be 1 to %d", n, maxLayers)
	}
	for _, l := range r.Layers {
		if len(l.Values) != len(r.Quarters) {
			return fmt.Errorf("%s: %d values for %d quarters", clean(l.Name), len(l.Values), len(r.Quarters))
		}
		for i, v := range l.Values {
			if !(v >= 0) || math.IsInf(v, 0) {
				return fmt.Errorf("%s is %v in %s; a layer has a finite value of 0 or more", clean(l.Name), v, clean(r.Quarters[i]))
			}
		}
	}
	if err := checkIntervals("the total", r.Quarters, r.Total); err != nil {
		return err
	}
	for i, v := range r.Total {
		if v.P5 < 0 {
			return fmt.Errorf("the total is negative in %s", clean(r.Quarters[i]))
		}
	}
	return nil
}

func (r Ramp) unit() Unit {
	if r.Unit == "" {
		return Count
	}
	return r.Unit
}

func (r Ramp) amount() string {
	return announced(r.Amount)
}

// announced is the amount as the subject of a title: what comes of it is not all of it.
func announced(amount string) string {
	if a := clean(amount); a != "" {
		return a + " announced"
	}
	return "What is announced"
}

// said is a value of the quantity in a sentence: "600,000 chips", "280 EFLOP/s of effective throughput".
func (r Ramp) said(v float64) string {
	q := within(r.Quantity)
	number := r.unit().prose(v)
	switch {
	case q == "":
		return number
	case r.unit().counted():
		return number + " " + singular(q, number)
	}
	return number + " of " + q
}

// title says what the ramp comes to, and where its middle or its peak lies.
func (r Ramp) title() string {
	n := len(r.Quarters)
	peak, at := 0.0, 0
	for i, v := range r.Total {
		if v.P50 > peak {
			peak, at = v.P50, i
		}
	}
	end, u := clean(r.Quarters[n-1]), r.unit()
	highest, last := peak, r.kept(n-1)
	peak = r.kept(at)
	switch {
	case peak == 0 && r.Total[n-1].P95 > 0:
		return r.amount() + " more likely than not comes to nothing by " + end
	case peak == 0:
		return r.amount() + " comes to nothing by " + end
	case n == 1:
		return r.amount() + " comes to " + r.said(last) + " in " + end
	case u.prose(peak) != u.prose(last) && highest > 1.02*r.Total[n-1].P50:
		return r.amount() + " peaks at " + r.said(peak) + " in " + clean(r.Quarters[at]) + " and comes to " + u.prose(last) + " in " + end
	}
	half := 0
	for r.Total[half].P50 < r.Total[n-1].P50/2 {
		half++
	}
	if half == 0 {
		return r.amount() + " comes to " + r.said(last) + " by " + end + ", at least half of it from the start"
	}
	return r.amount() + " comes to " + r.said(last) + " by " + end + ", half of it by " + clean(r.Quarters[half])
}

// kept is the median of a quarter with the digits that its spread supports.
func (r Ramp) kept(i int) float64 {
	v, _ := supported(r.Total[i].P50, r.Total[i].P95-r.Total[i].P5)
	return v
}

func (r Ramp) alt() string {
	u := r.unit()
	parts := make([]string, len(r.Quarters))
	for i, q := range r.Quarters {
		parts[i] = clean(q) + " " + u.short(r.Total[i].P50)
		if r.Draws > 0 && r.Total[i].P5 < r.Total[i].P95 {
			parts[i] += " (" + u.short(r.Total[i].P5) + " to " + u.short(r.Total[i].P95) + ")"
		}
	}
	var layers []string
	for _, l := range r.Layers {
		layers = append(layers, clean(l.Name)+" "+u.short(l.Values[len(l.Values)-1]))
	}
	return fmt.Sprintf("Area chart of %s by quarter for %s: %s. At the end: %s.", within(r.Quantity), of(r.Amount, r.Boundary), strings.Join(parts, "; "), strings.Join(layers, "; "))
}

// tops are the upper edges of the layers of a quarter, from the lowest layer up, in the proportion of their values, the last at the median of the whole.
func (r Ramp) tops(i int) []float64 {
	out := make([]float64, len(r.Layers))
	sum, all := 0.0, 0.0
	for _, l := range r.Layers {
		all += l.Values[i]
	}
	for k, l := range r.Layers {
		sum += l.Values[i]
		if all > 0 {
			out[k] = sum / all * r.Total[i].P50
		}
	}
	return out
}

func (r Ramp) subtitle(s *sheet) []span {
	what := sentenceCase(within(r.Quantity))
	if what == "" {
		what = "The fleet"
	}
	text := what + " by quarter with " + of(r.Amount, r.Boundary) + ". "
	if len(r.Layers) > 1 {
		text += "Layers: generations, as parts of the median. "
	}
	if r.Draws > 0 && wide(r.Total) {
		return append([]span{plain(text)}, s.named("Line", style{col: s.th.ink}), plain(": median; band: P5 to P95 of "+thousands(float64(r.Draws), 0)+" draws"))
	}
	return []span{plain(text + "Point values only, no uncertainty drawn")}
}

func (r Ramp) draw(s *sheet) {
	f := frame{title: r.title(), subtitle: r.subtitle(s), meta: r.Meta}
	inner := f.draw(s)
	top := 0.0
	for _, v := range r.Total {
		top = math.Max(top, v.P50)
		if r.Draws > 0 {
			top = math.Max(top, v.P95)
		}
	}
	if top == 0 {
		top = 1
	}
	u := r.unit()
	ticks := niceTicks(0, top, 6)
	all := make([]series, len(r.Layers))
	for i, l := range r.Layers {
		all[i] = series{l.Vendor, l.Shade}
	}
	colours := s.th.seriesColours(all)
	names := r.names(s, (inner.Max.X-inner.Min.X)*0.26)
	room := vg.Length(0)
	for _, n := range names {
		room = max(room, s.width(n.name, n.st), s.width(n.value, n.small))
	}
	area := box(inner.Min.X+gridRoom(s, ticks, u), inner.Min.Y+axisHigh, inner.Max.X-room-9, inner.Max.Y-6)
	cols := columns{len(r.Quarters), area}
	s.panel(area, 0, 1, 0, top*1.04, func(sc scales) {
		cols.grid(s, sc, ticks, u)
		edges := make([][]float64, len(r.Quarters))
		for i := range edges {
			edges[i] = r.tops(i)
		}
		edge := func(k int) func(i int) vg.Length {
			return func(i int) vg.Length {
				if k < 0 {
					return sc.y(0)
				}
				return sc.y(edges[i][k])
			}
		}
		for k := range r.Layers {
			cols.band(s, style{col: colours[k]}, edge(k-1), edge(k))
			s.record("layer", r.Layers[k].Name, box(area.Min.X, edge(k-1)(len(edges)-1), area.Max.X, edge(k)(len(edges)-1)))
			if k > 0 {
				s.stroke(s.th.bg, 0.7, nil, cols.line(edge(k-1))...)
			}
		}
		r.fan(s, sc, cols)
		cols.axis(s, r.Quarters)
		r.label(s, names, colours, edge, area)
	})
}

// fan draws the interval of the whole over the layers, and its median.
func (r Ramp) fan(s *sheet, sc scales, cols columns) {
	at := func(pick func(Interval) float64) func(i int) vg.Length {
		return func(i int) vg.Length { return sc.y(pick(r.Total[i])) }
	}
	low, mid, high := at(func(v Interval) float64 { return v.P5 }), at(func(v Interval) float64 { return v.P50 }), at(func(v Interval) float64 { return v.P95 })
	if r.Draws > 0 && wide(r.Total) {
		cols.band(s, style{col: withAlpha(s.th.ink, 0.13)}, low, high)
		for _, edge := range []func(i int) vg.Length{low, high} {
			s.stroke(withAlpha(s.th.bg, 0.6), 2.2, nil, cols.line(edge)...) // a casing: on a dark layer dark dashes alone are not seen
			s.stroke(s.th.ink, 0.8, []vg.Length{3, 2}, cols.line(edge)...)
		}
		n := len(r.Total) - 1
		s.record("interval", "total", box(cols.area.Min.X, low(n), cols.area.Max.X, high(n)))
	}
	s.stroke(s.th.ink, 1.4, nil, cols.line(mid)...)
	s.record("median", "total", box(cols.area.Min.X, mid(0), cols.area.Max.X, mid(len(r.Total)-1)))
}

// layerName is what stands beside a layer.
type layerName struct {
	name, value string
	st, small   style
}

// names sets each generation's name and its value at the end or, where nothing is left of it then, at its peak.
func (r Ramp) names(s *sheet, room vg.Length) []layerName {
	out := make([]layerName, len(r.Layers))
	n := len(r.Quarters) - 1
	for i, l := range r.Layers {
		value := r.unit().compact(l.Values[n])
		if peak := peakOf(l.Values); l.Values[n] == 0 && l.Values[peak] > 0 {
			value = r.unit().compact(l.Values[peak]) + " in " + clean(r.Quarters[peak])
		}
		o := &out[i]
		o.name, o.st = s.fit(r.shortName(s, i, style{size: 10, bold: true}, room), style{size: 10, bold: true}, room, 7)
		o.value, o.small = s.fit(value, style{size: 8.5, col: s.th.muted}, room, 6)
	}
	return out
}

// shortName is a generation's name, without what stands in brackets where there is no room for that and the name is still its own.
func (r Ramp) shortName(s *sheet, i int, st style, room vg.Length) string {
	name := clean(r.Layers[i].Name)
	short, _, bracketed := strings.Cut(name, " (")
	if !bracketed || s.width(name, st) <= room {
		return name
	}
	for k, l := range r.Layers {
		if other, _, _ := strings.Cut(clean(l.Name), " ("); k != i && other == short {
			return name
		}
	}
	return short
}

func peakOf(values []float64) int {
	at := 0
	for i, v := range values {
		if v > values[at] {
			at = i
		}
	}
	return at
}

// label sets the names to the right of the layers, at their height as far as there is room.
func (r Ramp) label(s *sheet, names []layerName, colours []color.NRGBA, edge func(k int) func(i int) vg.Length, area vg.Rectangle) {
	n := len(r.Quarters) - 1
	at := make([]vg.Length, len(names))
	for k := range names {
		at[k] = (edge(k-1)(n) + edge(k)(n)) / 2
	}
	high := min(vg.Length(25), (area.Max.Y-area.Min.Y)/vg.Length(len(names)))
	for k, y := range spread(at, high, area.Min.Y+high/2, area.Max.Y-high/2) {
		o := names[k]
		scale := min(1, high/25)
		o.st.size, o.small.size = o.st.size*scale, o.small.size*scale
		o.st.col = readable(colours[k], s.th.bg, 4.5)
		x := area.Max.X + 9
		s.text(x, y+1*scale, left, o.st, o.name)
		s.text(x, y-9.5*scale, left, o.small, o.value)
	}
}
