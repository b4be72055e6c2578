package plots

import (
	"fmt"
	"math"
	"strings"
)

// Cause is one bar of a Change: what it moves the figure by.
type Cause struct {
	Label  string  // "site.pue_peak"
	Detail string  // "1.26, then 1.18", in small type; may be empty
	Change float64 // what the figure rises by, or falls if negative
}

// Side is one of the two figures that a Change leads between.
type Side struct {
	Label string  // "Old: baseline.json"
	Value float64 // the median, or the point
	P5    float64 // NaN where nothing was drawn
	P95   float64
}

// Change shows what leads from one figure to another, cause by cause: a bridge that is drawn around the old figure, so that a change of a hundredth is as
// legible as one of a half.
type Change struct {
	Quantity string // "chips"
	Unit     Unit   // Count if empty
	Old, New Side
	Causes   []Cause // in the order in which they are drawn
	Noise    float64 // by how much sampling alone may move the difference; 0 or NaN where nothing was drawn
	Drawn    bool    // medians of draws, not points
	Mean     string  // what a bar is: "on average over all orders of the changes"
	Meta     Meta
}

// maxCauses is how many bars are legible between the two figures.
const maxCauses = 16

func (c Change) kind() string     { return "change" }
func (c Change) provenance() Meta { return c.Meta }

func (c Change) check() error {
	if n := len(c.Causes); n > maxCauses {
		return fmt.Errorf("%d causes: at most %d are legible", n, maxCauses)
	}
	total := c.total()
	if total-total != 0 {
		return fmt.Errorf("the figures are %v and %v; both must be finite", c.Old.Value, c.New.Value)
	}
	sum, largest := 0.0, math.Max(math.Abs(c.Old.Value), math.Abs(c.New.Value))
	for _, x := range c.Causes {
		if x.Change-x.Change != 0 {
			return fmt.Errorf("%s has no value", clean(x.Label))
		}
		sum += x.Change
		largest = math.Max(largest, math.Abs(x.Change))
	}
	if math.Abs(sum-total) > 1e-6*largest {
		return fmt.Errorf("the causes do not add up: %s, not %s", c.unit().short(sum), c.unit().short(total))
	}
	return nil
}

func (c Change) total() float64 { return c.New.Value - c.Old.Value }

func (c Change) unit() Unit {
	if c.Unit == "" {
		return Count
	}
	return c.Unit
}

func (c Change) quantity() string {
	if q := within(c.Quantity); q != "" {
		return q
	}
	return "the figure"
}

// noisy reports whether the difference is within what sampling alone may do.
func (c Change) noisy() bool { return c.Noise > 0 && math.Abs(c.total()) <= c.Noise }

// percent is a part of the old figure with its sign; empty where there is none.
func (c Change) percent(x float64) string {
	if c.Old.Value == 0 {
		return ""
	}
	p := 100 * x / math.Abs(c.Old.Value)
	if math.Abs(p) < 0.05 {
		return "under 0.1%"
	}
	decimals := 1
	if math.Abs(p) >= 9.95 {
		decimals = 0
	}
	text := thousands(p, decimals) + "%"
	if p > 0 {
		text = "+" + text
	}
	return text
}

// title is what became of the figure, and what did most of it.
func (c Change) title() string {
	u := c.unit()
	total := c.total()
	switch {
	case total == 0:
		return "No change in " + c.quantity() + ": " + u.prose(c.New.Value) + " in both"
	case c.noisy():
		return "No change in " + c.quantity() + " beyond sampling noise"
	}
	more := "more"
	if total < 0 {
		more = "less"
		if u == Count {
			more = "fewer"
		}
	}
	amount := u.prose(math.Abs(total))
	if p := c.percent(math.Abs(total)); p != "" {
		amount = sentenceCase(strings.TrimPrefix(p, "+"))
	}
	out := amount + " " + more + " " + c.quantity()
	var top, against Cause
	for _, x := range c.Causes {
		if math.Abs(x.Change) > math.Abs(top.Change) {
			top = x
		}
		if x.Change*total < 0 && math.Abs(x.Change) > math.Abs(against.Change) {
			against = x
		}
	}
	cause := within(top.Label)
	switch {
	case cause == "":
		return out
	case len(c.Causes) == 1:
		return out + " because of " + cause
	case top.Change*total < 0:
		return out + ", although " + cause + " goes the other way"
	case 2*math.Abs(top.Change) < math.Abs(total):
		return out + ", with " + cause + " as the largest of " + fmt.Sprint(len(c.Causes)) + " causes"
	}
	out += ", mostly because of " + cause
	if other := within(against.Label); other != "" && 2*math.Abs(against.Change) >= math.Abs(total) { // the difference of two is not the work of one
		out += " and despite " + other
	}
	return out
}

// figure is one of the two figures in words, with its range.
func (c Change) figure(s Side) string {
	if c.Drawn && s.P95-s.P5 > 0 && !math.IsInf(s.P95-s.P5, 0) {
		return c.unit().interval(s.P5, s.Value, s.P95)
	}
	return c.unit().short(s.Value)
}

func (c Change) alt() string {
	parts := []string{clean(c.Old.Label) + " " + c.figure(c.Old)}
	for _, x := range c.Causes {
		text := clean(x.Label) + " " + c.amount(x.Change)
		if d := clean(x.Detail); d != "" {
			text += " (" + d + ")"
		}
		parts = append(parts, text)
	}
	parts = append(parts, clean(c.New.Label)+" "+c.figure(c.New))
	return fmt.Sprintf("Bridge chart of the change in %s: %s.", c.quantity(), strings.Join(parts, "; "))
}

// amount is a change with its sign, and what that is of the old figure.
func (c Change) amount(x float64) string {
	if x == 0 {
		return "0"
	}
	text := signed(c.unit(), x)
	if p := c.percent(x); p != "" {
		text += " (" + p + ")"
	}
	return text
}

func (c Change) subtitle(s *sheet) []span {
	what := "Points"
	if c.Drawn {
		what = "Medians"
	}
	out := []span{plain(what + " of " + c.quantity() + ", and what leads from old to new: "), s.named("what adds", style{col: s.th.total}), plain(" and "),
		s.named("what takes away", style{col: s.th.loss})}
	if m := clean(c.Mean); m != "" && len(c.Causes) > 1 {
		out = append(out, plain(", "+m))
	}
	tail := ". No uncertainty is drawn"
	if c.Drawn {
		tail = ". In brackets P5 to P95"
		if c.Noise > 0 {
			tail += "; the grey band is sampling noise"
		}
	}
	return append(out, plain(tail))
}

// changeRow is a row of the chart.
type changeRow struct {
	label, detail, value string
	from, to             float64 // relative to the old figure
	kind                 string  // old, gain, loss, final
}

func (c Change) rows() []changeRow {
	out := []changeRow{{clean(c.Old.Label), "", c.figure(c.Old), 0, 0, "old"}}
	level := 0.0
	for _, x := range c.Causes {
		kind := "loss"
		if x.Change > 0 {
			kind = "gain"
		}
		out = append(out, changeRow{clean(x.Label), clean(x.Detail), c.amount(x.Change), level, level + x.Change, kind})
		level += x.Change
	}
	text := c.figure(c.New)
	if p := c.percent(c.total()); p != "" {
		text += ", " + p
	}
	return append(out, changeRow{clean(c.New.Label), "", text, 0, c.total(), "final"})
}

func (c Change) draw(s *sheet) {
	texts := []string{c.Quantity, c.Old.Label, c.New.Label}
	for _, x := range c.Causes {
		texts = append(texts, x.Label, x.Detail)
	}
	f := frame{title: c.title(), subtitle: c.subtitle(s), notes: foreignNote(texts...), meta: c.Meta}
	newChangeRows(c, s, f.draw(s)).draw()
}
