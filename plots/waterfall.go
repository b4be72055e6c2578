package plots

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"gonum.org/v1/plot/vg"
)

// StepKind says what a bar of a Waterfall stands for.
type StepKind int

// The kinds of bars.
const (
	Total StepKind = iota // a level: the bar stands on the axis
	Loss                  // what comes off: the bar hangs from the level before
	Final                 // the last level, in the hue of the vendor
)

// Step is one bar of a Waterfall.
type Step struct {
	Label  string  // "Facility power"; the first one must read after "of"
	Detail string  // "PUE 1.15", in small type; may be empty
	Watts  float64 // the level, or the positive amount that comes off
	Low    float64 // P5; drawn when Low < High and the bar is not a Loss
	High   float64 // P95
	Kind   StepKind
}

// Waterfall shows where the watts go, from the first boundary down to the chips.
// The steps must add up: a level that is not the one before minus its losses is
// an error, because the picture would show a sum that is not one.
type Waterfall struct {
	Amount   string // the start as the user wrote it: "2 GW"
	Boundary string // "facility power (utility meter)"
	System   string // "Trainium2 UltraServer"
	Vendor   string // decides the hue of the last bar
	Shade    int    // which shade of it, the same for a system in every chart; 0 is the hue itself
	Steps    []Step
	Draws    int // samples behind Low and High; 0 means point values only
	Meta     Meta
}

// maxSteps is how many bars are legible side by side.
const maxSteps = 16

func (w Waterfall) kind() string     { return "waterfall" }
func (w Waterfall) provenance() Meta { return w.Meta }

func (w Waterfall) check() error {
	if n := len(w.Steps); n == 0 || n > maxSteps {
		return fmt.Errorf("%d steps: must be 1 to %d", n, maxSteps)
	}
	level, largest := 0.0, 0.0
	for i, st := range w.Steps {
		name := clean(st.Label)
		switch {
		case math.IsNaN(st.Watts) || math.IsInf(st.Watts, 0):
			return fmt.Errorf("step %d (%s) has no value", i+1, name)
		case st.Watts < 0:
			return fmt.Errorf("step %d (%s) is negative", i+1, name)
		case st.Kind == Loss && i == 0:
			return fmt.Errorf("the first step (%s) cannot be a loss", name)
		case st.Kind == Loss:
			level -= st.Watts
		case st.Kind != Total && st.Kind != Final:
			return fmt.Errorf("step %d (%s) has an unknown kind", i+1, name)
		default:
			if i > 0 && math.Abs(level-st.Watts) > 1e-6*largest {
				return fmt.Errorf("steps do not add up to %s: %s left, %s given", name, Watt.short(level), Watt.short(st.Watts))
			}
			level = st.Watts
		}
		largest = math.Max(largest, st.Watts)
	}
	return nil
}

// interval reports whether a step carries an interval that is drawn.
func (st Step) interval() bool {
	return st.Kind != Loss && st.Low < st.High && !math.IsInf(st.Low, 0) && !math.IsInf(st.High, 0)
}

func (w Waterfall) hasIntervals() bool {
	for _, st := range w.Steps {
		if w.Draws > 0 && st.interval() {
			return true
		}
	}
	return false
}

func (w Waterfall) title() string {
	first, last := w.Steps[0], w.Steps[len(w.Steps)-1]
	from := Watt.prose(first.Watts) + " of " + within(first.Label)
	target := "the chips"
	if last.Kind != Loss && len(w.Steps) > 1 {
		target = "the " + within(last.Label)
	}
	reached := last.Watts
	if last.Kind == Loss {
		reached = w.after(len(w.Steps) - 1)
	}
	switch {
	case first.Watts == 0:
		return "There is no " + within(first.Label) + " to share out"
	case reached <= 1e-9*first.Watts:
		return "None of the " + from + " reaches " + target
	case len(w.Steps) == 1:
		return "All " + Watt.prose(first.Watts) + " reaches the " + within(first.Label)
	case reached >= first.Watts*(1-1e-9):
		return "All " + from + " reaches " + target
	case Watt.prose(reached) == Watt.prose(first.Watts):
		return "Nearly all of the " + from + " reaches " + target
	}
	return "Of " + from + ", " + Watt.prose(reached) + " reaches " + target
}

// after is the level after step i.
func (w Waterfall) after(i int) float64 {
	if w.Steps[i].Kind != Loss {
		return w.Steps[i].Watts
	}
	return math.Max(0, w.after(i-1)-w.Steps[i].Watts)
}

func (w Waterfall) top() float64 {
	top := 0.0
	for _, st := range w.Steps {
		top = math.Max(top, st.Watts)
		if w.Draws > 0 && st.interval() {
			top = math.Max(top, st.High)
		}
	}
	return top
}

func (w Waterfall) alt() string {
	ps := powerScaleFor(w.top())
	parts := make([]string, len(w.Steps))
	for i, st := range w.Steps {
		sign := ""
		if st.Kind == Loss && st.Watts > 0 {
			sign = "−"
		}
		parts[i] = fmt.Sprintf("%s %s%s", clean(st.Label), sign, ps.number(st.Watts))
		if w.Draws > 0 && st.interval() {
			parts[i] += fmt.Sprintf(" (P5 to P95: %s to %s)", ps.number(st.Low), ps.number(st.High))
		}
	}
	return fmt.Sprintf("Waterfall chart of %s with %s, in %s: %s.",
		of(w.Amount, w.Boundary), clean(w.System), powerWord[ps.exp], strings.Join(parts, "; "))
}

// of joins an amount and its boundary: "2 GW of facility power (utility meter)".
func of(amount, boundary string) string {
	amount, boundary = clean(amount), clean(boundary)
	switch {
	case amount == "":
		amount = "the commitment"
	case boundary != "":
		return amount + " of " + boundary
	}
	return amount
}

// within is a label in the middle of a sentence: "Facility power" loses its
// capital, "IT power", "HBM" and "Trainium2" keep theirs.
func within(label string) string {
	label = clean(label)
	first, _, _ := strings.Cut(label, " ")
	r, n := utf8.DecodeRuneInString(first)
	for _, next := range first[n:] {
		if !unicode.IsLower(next) {
			return label
		}
	}
	if n == len(first) || !unicode.IsUpper(r) {
		return label
	}
	return string(unicode.ToLower(r)) + label[n:]
}

// fill is the colour of a step.
func (w Waterfall) fill(th theme, st Step) (style, bool) {
	switch st.Kind {
	case Loss:
		return style{col: th.loss}, false
	case Final:
		return style{col: th.seriesColours([]series{{w.Vendor, w.Shade}})[0]}, true
	}
	return style{col: th.total}, true
}

func (w Waterfall) subtitle(s *sheet, ps powerScale) []span {
	lead := "Where " + of(w.Amount, w.Boundary) + " goes"
	if sys := clean(w.System); sys != "" {
		lead += " with " + sys
	}
	out := []span{plain(lead + ", in " + powerWord[ps.exp] + ". ")}
	if len(w.Steps) > 1 {
		loss, _ := w.fill(s.th, Step{Kind: Loss})
		chips, _ := w.fill(s.th, Step{Kind: Final})
		out = append(out,
			s.named("Losses and overheads", loss), plain(" come off until what is left feeds "),
			s.named("the "+within(w.Steps[len(w.Steps)-1].Label), chips), plain(". "))
	}
	if w.hasIntervals() {
		return append(out, plain("Bars: point values; whiskers: P5 to P95 of "+drawsText(w.Draws)))
	}
	if w.Draws > 0 {
		return append(out, plain("Bars: point values; P5 to P95 of "+drawsText(w.Draws)+" show no spread"))
	}
	return append(out, plain("Point values only, no uncertainty drawn"))
}

// rounded reports whether the printed whole numbers do not add up, which the
// reader must be told.
func (w Waterfall) rounded(ps powerScale) bool {
	unit := math.Pow10(ps.decimals - ps.exp)
	level := 0.0
	for i, st := range w.Steps {
		v := math.Round(st.Watts * unit)
		switch {
		case st.Kind == Loss:
			level -= v
		case i > 0 && v != level:
			return true
		default:
			level = v
		}
	}
	return false
}

func (w Waterfall) draw(s *sheet) {
	ps := powerScaleFor(w.top())
	f := frame{title: w.title(), subtitle: w.subtitle(s, ps), meta: w.Meta}
	if w.rounded(ps) {
		f.notes = []string{"Figures are rounded and may not add up"}
	}
	texts := []string{w.Amount, w.Boundary, w.System, w.Meta.Source, w.Meta.Note, w.Meta.Product}
	for _, st := range w.Steps {
		texts = append(texts, st.Label, st.Detail)
	}
	f.notes = append(f.notes, foreignNote(texts...)...)
	inner := f.draw(s)

	top := w.top()
	if top == 0 {
		top = 1
	}
	ticks := niceTicks(0, top, 6)
	tick := style{size: tickSize, col: s.th.muted}
	labels := ps.ticks(ticks)
	var axis vg.Length
	for _, l := range labels {
		axis = max(axis, s.width(l, tick))
	}

	x0 := inner.Min.X + axis + 7
	slot := (inner.Max.X - x0) / vg.Length(len(w.Steps))
	names, namesHigh := w.names(s, slot)
	area := box(x0, inner.Min.Y+namesHigh+9, inner.Max.X, inner.Max.Y-19)

	s.panel(area, 0, float64(len(w.Steps)), 0, top, func(sc scales) {
		for i, t := range ticks {
			y := sc.y(t)
			if i > 0 {
				s.stroke(s.th.grid, hairline, nil, vg.Point{X: area.Min.X, Y: y}, vg.Point{X: area.Max.X, Y: y})
			}
			s.textMid(area.Min.X-7, y, right, tick, labels[i])
		}
		bars := waterfallBars{w, s, sc, ps, slot, min(0.64*slot, 84), area}
		for i := range w.Steps {
			bars.draw(i)
		}
		s.stroke(s.th.ink, axisStroke, nil, area.Min, vg.Point{X: area.Max.X, Y: area.Min.Y})
		for i, ls := range names {
			x := sc.x(float64(i) + 0.5)
			y := s.lines(ls.label, x, area.Min.Y-14, ls.leading, centre)
			s.lines(ls.detail, x, y-ls.leading, ls.leading, centre)
		}
	})
}
