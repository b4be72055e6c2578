package plots

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot/vg"
)

// CurvePoint is a quantity at one share.
type CurvePoint struct {
	Share        float64 // 0 to 1
	P5, P50, P95 float64 // NaN where the quantity is not known; all the point where nothing was drawn
}

// CurvePanel is one quantity along the shares.
type CurvePanel struct {
	Label        string // "Effective throughput"
	Unit         Unit   // Count if empty
	Points       []CurvePoint
	P5, P50, P95 float64  // the last value over the first, draw by draw; NaN where one is not known
	Missing      []string // systems without a figure of it: where they have a share, the curve has a gap
}

// ShareCurve shows what becomes of one or several quantities as the share of one side goes from 0 to 100%.
type ShareCurve struct {
	Amount   string   // "2 GW"
	Boundary string   // "facility power (utility meter)"
	Of       string   // whose share: "NVIDIA"
	Systems  []string // of that side; they are named if they are few
	Rest     []string // of the other side
	By       string   // what the share divides: "IT power"
	Vendor   string   // decides the hue
	Panels   []CurvePanel
	Draws    int
	Meta     Meta
}

// maxPanels is how many panels stand side by side.
const maxPanels = 3

func (c ShareCurve) kind() string     { return "share curve" }
func (c ShareCurve) provenance() Meta { return c.Meta }

func (c ShareCurve) check() error {
	if n := len(c.Panels); n == 0 || n > maxPanels {
		return fmt.Errorf("%d panels: must be 1 to %d", n, maxPanels)
	}
	for _, p := range c.Panels {
		if len(p.Points) < 2 {
			return fmt.Errorf("%s has %d points: a curve has two or more", clean(p.Label), len(p.Points))
		}
		for i, x := range p.Points {
			if !(x.Share >= 0 && x.Share <= 1) || i > 0 && x.Share <= p.Points[i-1].Share {
				return fmt.Errorf("%s: shares must rise from 0 to 1, got %v", clean(p.Label), x.Share)
			}
			if x.known() && (x.P5 > x.P50 || x.P50 > x.P95) {
				return fmt.Errorf("%s at %v: P5, P50 and P95 are not in order: %v, %v, %v", clean(p.Label), x.Share, x.P5, x.P50, x.P95)
			}
		}
	}
	return nil
}

func (p CurvePoint) known() bool { return p.P50-p.P50 == 0 }

func (p CurvePanel) goal() Goal { return Goal{Label: p.Label, Unit: p.Unit} }

// side is whose share it is.
func (c ShareCurve) side() string {
	if s := clean(c.Of); s != "" {
		return s
	}
	return "one side"
}

// title compares both ends of the first panel that has both: the ratio of shared draws, and whether it is sure which way it goes.
func (c ShareCurve) title() string {
	amount := clean(c.Amount)
	if amount == "" {
		amount = "the commitment"
	}
	for _, p := range c.Panels {
		if p.P50-p.P50 != 0 || p.P50 <= 0 {
			continue
		}
		name := p.goal().name()
		hedge := ""
		if p.P5 < 1 && p.P95 > 1 {
			hedge = "At the median, "
		}
		verb := "gives"
		switch {
		case p.P50 >= 0.98 && p.P50 <= 1.02 && hedge == "":
			return fmt.Sprintf("With %s alone, %s has about as much %s as without it", c.side(), amount, name)
		case p.P50 >= 0.98 && p.P50 <= 1.02:
			return fmt.Sprintf("With %s alone, %s may have more or less %s than without it", c.side(), amount, name)
		case p.Unit == USD:
			verb = "costs"
		}
		if verb == "costs" {
			if p.P50 > 1 {
				return hedge + fmt.Sprintf("%s alone takes %s the %s of %s without it", c.side(), fold(p.P50), name, amount)
			}
			return hedge + fmt.Sprintf("%s alone takes %.0f%% less %s than %s without it", c.side(), 100*(1-p.P50), name, amount)
		}
		if p.P50 > 1 {
			return hedge + fmt.Sprintf("%s alone gives %s the %s that %s has without it", c.side(), fold(p.P50), name, amount)
		}
		return hedge + fmt.Sprintf("%s alone gives %.0f%% less %s than %s has without it", c.side(), 100*(1-p.P50), name, amount)
	}
	return "What a share of " + c.side() + " changes is not known at both of its ends"
}

// fold is a ratio above 1 as a multiple: "1.4 times", "twice".
func fold(ratio float64) string {
	if ratio < 1.95 {
		return strings.TrimSuffix(thousands(ratio, 2), "0") + " times"
	}
	return times(ratio)
}

func (c ShareCurve) alt() string {
	var parts []string
	for _, p := range c.Panels {
		u := p.goal().unit()
		var values []string
		for _, x := range p.Points {
			v := percent(x.Share) + " n/a"
			if x.known() {
				v = percent(x.Share) + " " + u.short(x.P50)
				if x.P5 < x.P95 {
					v += fmt.Sprintf(" (%s to %s)", u.short(x.P5), u.short(x.P95))
				}
			}
			values = append(values, v)
		}
		parts = append(parts, sentenceCase(p.goal().name())+": "+strings.Join(values, ", "))
	}
	parts = append(parts, c.notes()...)
	return fmt.Sprintf("%s with a share of %s in %s from 0 to 100%%, median (P5 to P95). %s.", of(c.Amount, c.Boundary), c.side(), c.by(), strings.Join(parts, ". "))
}

func (c ShareCurve) by() string {
	if b := clean(c.By); b != "" {
		return b
	}
	return "power"
}

// fewSystems is how many names a sentence lists before it counts.
const fewSystems = 3

// systems are some names in a sentence, or how many there are.
func systems(names []string) string {
	if len(names) > fewSystems {
		return fmt.Sprintf("%d systems", len(names))
	}
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = clean(n)
	}
	if n := len(list) - 1; n > 0 {
		return strings.Join(list[:n], ", ") + " and " + list[n]
	}
	return strings.Join(list, "")
}

// notes say who is on which side, and why a curve has gaps.
func (c ShareCurve) notes() []string {
	var out []string
	if len(c.Systems) > 0 && len(c.Rest) > 0 {
		s := "The rest is " + systems(c.Rest)
		if len(c.Systems) > 1 || clean(c.Systems[0]) != c.side() {
			s = "With " + systems(c.Systems) + " against " + systems(c.Rest)
		}
		out = append(out, s)
	}
	for _, p := range c.Panels {
		if len(p.Missing) > 0 {
			out = append(out, sentenceCase(p.goal().name())+" is not known of "+systems(p.Missing)+", nor of mixes with "+map[bool]string{true: "it", false: "them"}[len(p.Missing) == 1])
		}
	}
	return out
}

func (c ShareCurve) ranged() bool {
	for _, p := range c.Panels {
		for _, x := range p.Points {
			if x.known() && x.P5 < x.P95 {
				return true
			}
		}
	}
	return false
}

func (c ShareCurve) subtitle(s *sheet, col style) []span {
	tail := fmt.Sprintf(" in the %s grows from 0 to 100%%, with %s. ", c.by(), of(c.Amount, c.Boundary))
	switch {
	case c.ranged() && c.Draws > 0:
		tail += "Line: median of " + thousands(float64(c.Draws), 0) + " draws; band: P5 to P95"
	case c.Draws > 0:
		tail += "Line: median of " + thousands(float64(c.Draws), 0) + " draws; P5 and P95 are the same"
	default:
		tail += "Point values only, no uncertainty drawn"
	}
	return []span{plain("As the share of "), s.named(c.side(), col), plain(tail)}
}

func (c ShareCurve) draw(s *sheet) {
	texts := append([]string{c.Amount, c.Boundary, c.Of, c.By}, append(append([]string(nil), c.Systems...), c.Rest...)...)
	for _, p := range c.Panels {
		texts = append(texts, p.Label)
	}
	col := s.th.seriesColours([]series{{c.Vendor, 0}})[0]
	inner := frame{title: c.title(), subtitle: c.subtitle(s, style{col: col}), notes: append(foreignNote(texts...), c.notes()...), meta: c.Meta}.draw(s)
	n := vg.Length(len(c.Panels))
	const gap = 22
	tall := inner.Max.Y-inner.Min.Y > 1.1*(inner.Max.X-inner.Min.X)
	for i, p := range c.Panels {
		area := inner
		if k := vg.Length(i); tall {
			h := (inner.Max.Y - inner.Min.Y - gap*(n-1)) / n
			area.Max.Y = inner.Max.Y - k*(h+gap)
			area.Min.Y = area.Max.Y - h
		} else {
			w := (inner.Max.X - inner.Min.X - gap*(n-1)) / n
			area.Min.X = inner.Min.X + k*(w+gap)
			area.Max.X = area.Min.X + w
		}
		c.panel(s, p, area, style{col: col})
	}
}

// panel draws one quantity: band, line, and the values at both ends.
func (c ShareCurve) panel(s *sheet, p CurvePanel, inner vg.Rectangle, hue style) {
	u := p.goal().unit()
	var ys []float64
	for _, x := range p.Points {
		if x.known() {
			ys = append(ys, x.P5, x.P50, x.P95)
		}
	}
	x := axisRange{lo: 0, hi: 1, unit: Ratio, ticks: []float64{0, 0.25, 0.5, 0.75, 1}, labels: []string{"0%", "25%", "50%", "75%", "100%"}}
	label := "Share of " + c.side()
	y := axisOf(append(ys, 0), u) // from zero, so that heights can be compared
	ax := newAxes(s, inner, x, y, label, sentenceCase(p.goal().name()))
	s.panel(ax.area, 0, 1, y.lo, y.hi, func(sc scales) {
		ax.grid(s, sc)
		line := readable(hue.col, s.th.bg, 3)
		keep := newKeepOut(box(ax.area.Min.X, ax.area.Min.Y, ax.area.Max.X+4, ax.area.Max.Y), s.texts)
		for _, run := range p.runs() {
			var mid, low, high []vg.Point
			for _, x := range run {
				mid = append(mid, vg.Point{X: sc.x(x.Share), Y: sc.y(x.P50)})
				low = append(low, vg.Point{X: sc.x(x.Share), Y: sc.y(x.P5)})
				high = append(high, vg.Point{X: sc.x(x.Share), Y: sc.y(x.P95)})
			}
			band := append([]vg.Point(nil), low...)
			for i := len(high) - 1; i >= 0; i-- {
				band = append(band, high[i])
			}
			s.area(withAlpha(hue.col, shapeAlpha), band)
			if len(mid) > 1 {
				s.stroke(line, 1.8, nil, mid...)
			}
			for i := range mid {
				s.record("band", p.Label, box(mid[i].X, low[i].Y, mid[i].X, high[i].Y))
				s.record("median", p.Label, box(mid[i].X, mid[i].Y, mid[i].X, mid[i].Y))
				if i > 0 {
					keep.line(mid[i-1], mid[i])
				}
			}
		}
		st := style{size: 9, bold: true, col: readable(hue.col, blend(hue.col, s.th.bg, shapeAlpha), 4.5)}
		for _, i := range []int{0, len(p.Points) - 1} {
			if x := p.Points[i]; x.known() {
				at := vg.Point{X: sc.x(x.Share), Y: sc.y(x.P50)}
				s.dot(at, 3.4, line)
				keep.disc(at, 4, "")
				keep.label(s, at, 7, 4, st, u.aligned(x.P50, y.ticks[len(y.ticks)-1]))
			}
		}
		if len(ys) == 0 {
			text, st := s.fit("n/a", style{size: 11, col: s.th.muted}, ax.area.Max.X-ax.area.Min.X, 6)
			s.text((ax.area.Min.X+ax.area.Max.X)/2, (ax.area.Min.Y+ax.area.Max.Y)/2, centre, st, text)
		}
	})
}

// runs are the stretches of points that have a value.
func (p CurvePanel) runs() [][]CurvePoint {
	var out [][]CurvePoint
	open := false
	for _, x := range p.Points {
		switch {
		case !x.known():
			open = false
		case open:
			out[len(out)-1] = append(out[len(out)-1], x)
		default:
			out, open = append(out, []CurvePoint{x}), true
		}
	}
	return out
}
