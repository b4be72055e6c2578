package plots

import (
	"cmp"
	"fmt"
	"math"
	"strings"
)

// Heatmap shows a quantity for each pair of values of two things that varied: a coloured cell each, with its figure or, where cells are too small for
// figures, with lines that join equal amounts.
type Heatmap struct {
	Amount   string // "2 GW"; empty where the start itself varied
	Boundary string // "facility power (utility meter)"; empty where it varied
	Held     string // what else had one value for all, other than the usual: "peak PUE 1.1"; may be empty
	System   string // "Trainium2 UltraServer"; may be empty
	Quantity string // "chips"
	Unit     Unit   // Count if empty
	X, Y     SweptAxis
	Cells    [][]Interval // by Y, then by X; P50 NaN is n/a. Where nothing was drawn all three are the point
	Draws    int          // of each cell; 0 means point values only
	Meta     Meta
}

func (h Heatmap) kind() string     { return "heat map" }
func (h Heatmap) provenance() Meta { return h.Meta }

func (h Heatmap) check() error {
	for _, a := range []SweptAxis{h.X, h.Y} {
		if err := a.check(); err != nil {
			return err
		}
	}
	if len(h.Cells) != len(h.Y.Texts) {
		return fmt.Errorf("%d rows of cells for %d values of %s", len(h.Cells), len(h.Y.Texts), h.Y.name())
	}
	for _, row := range h.Cells {
		if len(row) != len(h.X.Texts) {
			return fmt.Errorf("%d cells for %d values of %s", len(row), len(h.X.Texts), h.X.name())
		}
		for _, c := range row {
			if err := checkCell(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkCell refuses an interval whose ends are not in order, and infinity.
func checkCell(c Interval) error {
	if math.IsInf(c.P50, 0) {
		return fmt.Errorf("a cell is infinite")
	}
	if c.known() && (c.P5 > c.P50 || c.P50 > c.P95) {
		return fmt.Errorf("P5, P50 and P95 are not in order: %v, %v, %v", c.P5, c.P50, c.P95)
	}
	return nil
}

// known reports whether there is a median.
func (v Interval) known() bool { return v.P50-v.P50 == 0 }

// ranged reports whether the interval has a width.
func (v Interval) ranged() bool { return v.known() && v.P5 < v.P95 && v.P95-v.P5 < math.Inf(1) }

func (h Heatmap) unit() Unit {
	if h.Unit == "" {
		return Count
	}
	return h.Unit
}

// extent is the least and the greatest cell; ok is false where none is known.
func (h Heatmap) extent() (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, row := range h.Cells {
		for _, c := range row {
			if c.known() {
				lo, hi = math.Min(lo, c.P50), math.Max(hi, c.P50)
			}
		}
	}
	return lo, hi, lo <= hi
}

// moved is how far the quantity goes along each axis, on average over the other.
func (h Heatmap) moved() (byX, byY float64) {
	along := func(lines, cells int, at func(line, cell int) Interval) float64 {
		sum, n := 0.0, 0
		for l := range lines {
			lo, hi, known := math.Inf(1), math.Inf(-1), 0
			for k := range cells {
				if c := at(l, k); c.known() {
					lo, hi, known = math.Min(lo, c.P50), math.Max(hi, c.P50), known+1
				}
			}
			if known > 1 {
				sum, n = sum+(hi-lo), n+1
			}
		}
		if n == 0 {
			return 0
		}
		return sum / float64(n)
	}
	x, y := len(h.X.Texts), len(h.Y.Texts)
	return along(y, x, func(l, k int) Interval { return h.Cells[l][k] }), along(x, y, func(l, k int) Interval { return h.Cells[k][l] })
}

// title says between which amounts the cells lie, and which of the two axes moves them more.
func (h Heatmap) title() string {
	lo, hi, ok := h.extent()
	subject := sweptSubject{h.Amount, h.System, h.Quantity, h.unit()}
	if !ok {
		return subject.unknown() + ", at any " + h.X.name() + " and " + h.Y.name()
	}
	from, to := h.unit().prose(lo), h.unit().prose(hi)
	if from == to {
		return subject.claim(from) + " at every " + h.X.name() + " and " + h.Y.name()
	}
	s := subject.claim(h.unit().between(lo, hi)) + ", depending "
	x, y := h.moved()
	most, least := h.X.name(), h.Y.name()
	if y > x {
		x, y, most, least = y, x, least, most
	}
	switch {
	case y <= 1e-9*x:
		return s + "on " + most + " and not on " + least
	case x <= 1.05*y:
		return s + "on " + most + " about as much as on " + least
	}
	return s + "more on " + most + " than on " + least
}

// given is what all values of a sweep have in common: "2 GW of facility power (utility meter), peak PUE 1.1".
func given(amount, boundary, held string) string {
	var parts []string
	if clean(amount) != "" {
		parts = append(parts, of(amount, boundary))
	}
	if held = clean(held); held != "" {
		parts = append(parts, held)
	}
	return strings.Join(parts, ", ")
}

// sweptSubject is what a sweep is about, in words.
type sweptSubject struct {
	amount, system, quantity string
	unit                     Unit
}

func (w sweptSubject) noun(number string) string {
	return Ridges{Quantity: w.quantity}.noun(Ridge{Name: w.system}, true, lastWord(number))
}

// claim is "2 GW is 1.4 to 2.3 million Trainium2 chips", or what it is where no amount is given.
func (w sweptSubject) claim(value string) string {
	amount, q := clean(w.amount), within(w.quantity)
	switch {
	case w.unit.counted() && amount != "":
		return amount + " is " + value + " " + w.noun(value)
	case w.unit.counted():
		return sentenceCase(value) + " " + w.noun(value)
	}
	out := sentenceCase(q) + " is " + value
	if system := clean(w.system); system != "" {
		out += " with " + system
	}
	if amount != "" {
		out += " from " + amount
	}
	return out
}

// unknown says that nothing is known: "How many Trainium2 chips come of 2 GW is not known".
func (w sweptSubject) unknown() string {
	what, come, are := "How much "+within(w.quantity), " comes of ", " there is"
	if w.unit.counted() {
		what, come, are = "How many "+w.noun(""), " come of ", " there are"
	}
	if amount := clean(w.amount); amount != "" {
		return what + come + amount + " is not known"
	}
	return what + are + " is not known"
}

func (h Heatmap) alt() string {
	const rows = 400 // more cells than that nobody listens to; their ends say enough
	u := h.unit()
	s := fmt.Sprintf("Heat map of %s by %s (%s) and %s (%s), with %s. ", within(h.Quantity), h.X.name(), h.X.ends(), h.Y.name(), h.Y.ends(), cmp.Or(given(h.Amount, h.Boundary, h.Held), "the commitment"))
	lo, hi, ok := h.extent()
	if ok {
		s += "From " + u.short(lo) + " to " + u.short(hi) + ". "
	}
	if len(h.X.Texts)*len(h.Y.Texts) > rows {
		n, m := len(h.Y.Texts)-1, len(h.X.Texts)-1
		corner := func(y, x int) string {
			return fmt.Sprintf("%s %s and %s %s: %s", h.X.name(), clean(h.X.Texts[x]), h.Y.name(), clean(h.Y.Texts[y]), h.Cells[y][x].said(u))
		}
		return s + "At the corners: " + strings.Join([]string{corner(0, 0), corner(0, m), corner(n, 0), corner(n, m)}, "; ") + "."
	}
	var lines []string
	for y, row := range h.Cells {
		var cells []string
		for x, c := range row {
			cells = append(cells, clean(h.X.Texts[x])+" "+c.said(u))
		}
		lines = append(lines, h.Y.name()+" "+clean(h.Y.Texts[y])+": "+strings.Join(cells, ", "))
	}
	return s + strings.Join(lines, "; ") + "."
}

// said is the interval in the alternative text.
func (v Interval) said(u Unit) string {
	switch {
	case !v.known():
		return "n/a"
	case v.ranged():
		return u.interval(v.P5, v.P50, v.P95)
	}
	return u.short(v.P50)
}

// ends are the first and the last value in words.
func (a SweptAxis) ends() string {
	first, last := clean(a.Texts[0]), clean(a.Texts[len(a.Texts)-1])
	switch {
	case len(a.Texts) == 1:
		return first
	case a.named():
		return fmt.Sprintf("%d names", len(a.Texts))
	}
	return first + " to " + last
}

func (h Heatmap) subtitle() []span {
	what := sentenceCase(within(h.Quantity))
	if system := clean(h.System); system != "" {
		what += " of " + system
	}
	text := what + " by " + h.X.name() + " and " + h.Y.name()
	if with := given(h.Amount, h.Boundary, h.Held); with != "" {
		text += " with " + with
	}
	return []span{plain(text + ". " + h.reading())}
}

// reading says what the cells are, and how wide their ranges: of a colour no range can be seen.
func (h Heatmap) reading() string {
	if h.Draws == 0 {
		return "Point values only, no uncertainty drawn"
	}
	least, most, ranged := math.Inf(1), 0.0, false
	for _, row := range h.Cells {
		for _, c := range row {
			if c.known() && c.P50 > 0 {
				w := 0.0
				if c.ranged() {
					w, ranged = (c.P95-c.P5)/c.P50, true
				}
				least, most = math.Min(least, w), math.Max(most, w)
			}
		}
	}
	text := "Medians of " + drawsText(h.Draws) + " each"
	if !ranged {
		return text + "; P5 and P95 of each are the same"
	}
	a, b := thousands(100*least, 0), thousands(100*most, 0)
	if a == b {
		return text + "; P5 to P95 of a cell spans " + a + "% of its median"
	}
	return text + "; P5 to P95 of a cell spans " + a + " to " + b + "% of its median"
}
