package plots

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"gonum.org/v1/plot/vg"
)

// Ridge is one row of Ridges.
type Ridge struct {
	Name   string    // "Trainium2 UltraServer"
	Detail string    // "64 chips, 2 racks"; may be empty
	Vendor string    // decides the hue
	Shade  int       // which shade of it, the same for a system in every chart; 0 is the hue itself
	Values []float64 // draws in any order; not modified; may be empty
	P5     float64
	P50    float64 // NaN lists the row as n/a
	P95    float64
}

// Ridges shows what one commitment becomes in several systems: the shape of
// the draws, a bar from P5 to P95 and a dot at the median.
type Ridges struct {
	Amount   string // "2 GW"
	Boundary string // "facility power (utility meter)"
	Quantity string // what is counted, in the plural: "chips"
	Unit     Unit   // Count if empty
	Verb     string // what the amount does: "take", "buys"; empty: power feeds chips, and other amounts give
	Rows     []Ridge
	Draws    int // samples behind P5, P50 and P95; 0 means point values only
	Meta     Meta
}

// tableHead stands under the column of figures of a chart with many rows.
const tableHead = "Median (P5–P95)"

// maxRidges is how many rows are legible on a sheet of the usual height.
const maxRidges = 24

func (r Ridges) kind() string     { return "ridges" }
func (r Ridges) provenance() Meta { return r.Meta }

func (r Ridges) check() error {
	if n := len(r.Rows); n == 0 || n > maxRidges {
		return fmt.Errorf("%d rows: must be 1 to %d", n, maxRidges)
	}
	for _, row := range r.Rows {
		if row.known() && (row.P5 > row.P50 || row.P50 > row.P95) {
			return fmt.Errorf("%s: P5, P50 and P95 are not in order: %v, %v, %v", clean(row.Name), row.P5, row.P50, row.P95)
		}
	}
	return nil
}

// known reports whether the row has a value.
func (row Ridge) known() bool { return row.P50-row.P50 == 0 }

// ranged reports whether the row has an interval of some width.
func (row Ridge) ranged() bool {
	return row.known() && row.P5 < row.P95 && row.P5-row.P5 == 0 && row.P95-row.P95 == 0
}

// ranged reports whether any row has an interval.
func (r Ridges) ranged() bool {
	for _, row := range r.Rows {
		if row.ranged() {
			return true
		}
	}
	return false
}

func (r Ridges) unit() Unit {
	if r.Unit == "" {
		return Count
	}
	return r.Unit
}

// quantity is the label in a sentence.
func (r Ridges) quantity() string {
	if q := within(r.Quantity); q != "" {
		return q
	}
	return "units"
}

func (r Ridges) alt() string {
	parts := make([]string, len(r.Rows))
	for i, row := range r.Rows {
		parts[i] = clean(row.Name) + " " + r.unit().short(row.P50)
		if row.ranged() {
			parts[i] = clean(row.Name) + " " + r.unit().interval(row.P5, row.P50, row.P95)
		}
	}
	reading := "median"
	if r.ranged() {
		reading = "median (P5 to P95)"
	}
	return fmt.Sprintf("Distributions of %s from %s, "+reading+": %s.", r.quantity(), of(r.Amount, r.Boundary), strings.Join(parts, "; "))
}

func (r Ridges) subtitle() []span {
	link := " from "
	if r.Verb != "" {
		link = " for "
	}
	text := sentenceCase(r.quantity()) + link + of(r.Amount, r.Boundary) + ". "
	draws := 0
	for _, row := range r.Rows {
		draws = max(draws, len(row.Values))
	}
	switch {
	case r.ranged() && draws > 1:
		text += "Shape: " + drawsText(draws) + "; bar: P5 to P95; dot: median"
	case r.ranged():
		text += "Bar: P5 to P95; dot: median"
	case r.Draws > 0:
		text += "Dot: median of " + drawsText(r.Draws) + "; P5 and P95 are the same"
	default:
		text += "Point values only, no uncertainty drawn"
	}
	return []span{plain(text)}
}

func sentenceCase(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// ridgePlan is the layout of the rows.
type ridgePlan struct {
	area    vg.Rectangle
	pitch   vg.Length
	lo, hi  float64 // ends of the axis
	table   bool    // rows too low for labels at the shapes: figures in a column at the right
	shapes  []density
	colours []style
}

func (r Ridges) draw(s *sheet) {
	texts := []string{r.Amount, r.Boundary, r.Quantity, r.Meta.Source, r.Meta.Note, r.Meta.Product}
	for _, row := range r.Rows {
		texts = append(texts, row.Name, row.Detail)
	}
	inner := frame{title: r.title(), subtitle: r.subtitle(), notes: foreignNote(texts...), meta: r.Meta}.draw(s)
	tick := style{size: tickSize, col: s.th.muted}

	plan := ridgePlan{}
	systems := make([]series, len(r.Rows))
	for i, row := range r.Rows {
		systems[i] = series{row.Vendor, row.Shade}
	}
	for _, c := range s.th.seriesColours(systems) {
		plan.colours = append(plan.colours, style{col: c})
	}
	plan.shapes = make([]density, len(r.Rows))
	plan.lo, plan.hi = r.extent(plan.shapes)

	bottom := inner.Min.Y + 18
	plan.pitch = (inner.Max.Y - bottom) / vg.Length(len(r.Rows))
	if !r.ranged() {
		// Dots need no height: keep them together under the subtitle.
		plan.pitch = min(plan.pitch, 60)
		bottom = inner.Max.Y - plan.pitch*vg.Length(len(r.Rows))
	}
	plan.table = plan.pitch < 38
	names := r.names(s, plan.pitch, inner)

	// The unit stands behind the number of the last tick, so the number stays on its line.
	rightRoom := vg.Length(16)
	ticks := niceTicks(plan.lo, plan.hi, 7)
	labels, symbol := tickLabels(ticks, r.unit())
	suffix := r.axisSuffix(symbol)
	for i := range labels {
		labels[i] = r.tickText(labels[i], symbol)
	}
	last := len(labels) - 1
	rightRoom = max(rightRoom, s.width(labels[last], tick)/2+s.width(suffix, tick))
	rightRoom = min(rightRoom, inner.Max.X/4)
	if plan.table {
		rightRoom = max(rightRoom, r.tableWidth(s, plan.pitch)+14, s.width(tableHead, style{size: noteSize})+s.width(suffix, tick)+24)
	}
	plan.area = box(inner.Min.X+names.width+14, bottom, inner.Max.X-rightRoom, inner.Max.Y)
	if plan.table {
		s.text(inner.Max.X, bottom-13, right, style{size: noteSize, col: s.th.muted}, tableHead)
	}

	s.panel(plan.area, plan.lo, plan.hi, 0, float64(len(r.Rows)), func(sc scales) {
		edge := plan.area.Min.X - 12
		for i, t := range ticks {
			x := sc.x(t)
			s.stroke(s.th.grid, hairline, nil, vg.Point{X: x, Y: plan.area.Min.Y}, vg.Point{X: x, Y: plan.area.Max.Y})
			w := s.width(labels[i], tick)
			if x-w/2 < edge { // only in the narrowest of layouts
				continue
			}
			edge = x + w/2 + 6
			text := labels[i]
			if i == last {
				text, _ = s.fit(text+suffix, tick, inner.Max.X-(x-w/2), tick.size)
			}
			s.text(x-w/2, plan.area.Min.Y-14, left, tick, text)
		}
		rows := ridgeRows{r, s, sc, plan, names}
		for i := range r.Rows {
			rows.draw(i)
		}
	})
}

// axisSuffix is what follows the last tick.
func (r Ridges) axisSuffix(symbol string) string {
	if u := r.unit(); u == Count {
		return " " + clean(r.Quantity)
	} else if u.spaced() && symbol != "" {
		return " " + symbol
	}
	return ""
}

// tickText is a tick's label; counts and money carry their letter on every tick.
func (r Ridges) tickText(number, symbol string) string {
	switch u := r.unit(); {
	case u == USD:
		return "$" + number + symbol
	case u == Count || u == Ratio:
		return number + symbol
	}
	return number
}

// extent computes the shapes and the ends of the axis: all that is drawn, with
// a margin, and zero where it is near.
func (r Ridges) extent(shapes []density) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	grow := func(v float64) { lo, hi = math.Min(lo, v), math.Max(hi, v) }
	for i, row := range r.Rows {
		if !row.known() {
			continue
		}
		grow(row.P50)
		if !row.ranged() {
			continue
		}
		grow(row.P5)
		grow(row.P95)
		if d, ok := densityOf(row.Values, row.P5, row.P95); ok {
			shapes[i] = d
			grow(d.at(0))
			grow(d.at(len(d.height) - 1))
		}
	}
	switch {
	case lo > hi:
		return 0, 1
	case lo == hi || hi-lo < 1e-9*math.Abs(hi):
		w := math.Max(0.2*math.Abs(hi), 1e-12)
		if hi == 0 {
			w = 1
		}
		return math.Max(0, lo-w), hi + w
	}
	pad := 0.03 * (hi - lo)
	if lo >= 0 && lo-pad < 0.12*(hi-lo) {
		return 0, hi + pad
	}
	return lo - pad, hi + pad
}
