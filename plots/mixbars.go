package plots

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// Member is one system of a mix.
type Member struct {
	Name   string // "Trainium2 UltraServer"
	Vendor string // decides the hue
	Shade  int    // which shade of it, the same for a system in every chart; 0 is the hue itself
}

// MixRow is one measure of a mix. Medians do not add up, so amounts, shares and the total are given each for itself.
type MixRow struct {
	Label  string    // "Dense BF16 FLOP/s"
	Noun   string    // "chips", behind the first amount; may be empty
	Unit   Unit      // Count if empty
	Values []float64 // one per member: its median amount, or the point; NaN makes the row n/a
	Shares []float64 // the median of each member's share of the total, 0 to 1; empty: the values over their sum
	Low    []float64 // P5 of each member's share; optional
	High   []float64 // P95 of it
	Total  Interval  // the total's own; zero: the sum of the values
	Reason string    // why the row is n/a
}

// Interval is a median with P5 and P95, all equal where there is no spread.
type Interval struct{ P5, P50, P95 float64 }

// MixBars shows how a mix shares out by measure: power, chips, compute, money.
// Each bar is the whole.
type MixBars struct {
	Amount   string // "2 GW"
	Boundary string // "facility power (utility meter)"
	Members  []Member
	Rows     []MixRow
	Draws    int // samples behind medians and intervals; 0 means point values only
	Meta     Meta
}

// What is legible on a sheet of the usual size.
const (
	maxMembers = 24
	maxMixRows = 16
)

func (m MixBars) kind() string     { return "mix bars" }
func (m MixBars) provenance() Meta { return m.Meta }

func (m MixBars) check() error {
	if n := len(m.Members); n == 0 || n > maxMembers {
		return fmt.Errorf("%d members: must be 1 to %d", n, maxMembers)
	}
	if n := len(m.Rows); n == 0 || n > maxMixRows {
		return fmt.Errorf("%d measures: must be 1 to %d", n, maxMixRows)
	}
	for _, row := range m.Rows {
		label := clean(row.Label)
		if len(row.Values) != len(m.Members) {
			return fmt.Errorf("%s: %d values for %d members", label, len(row.Values), len(m.Members))
		}
		for _, shares := range [][]float64{row.Shares, row.Low, row.High} {
			if len(shares) != 0 && len(shares) != len(m.Members) {
				return fmt.Errorf("%s: %d shares for %d members", label, len(shares), len(m.Members))
			}
			for i, x := range shares {
				if !(x >= 0 && x <= 1) {
					return fmt.Errorf("%s: the share of %s is %v; it must be 0 to 1", label, clean(m.Members[i].Name), x)
				}
			}
		}
		if t := row.Total; t.P5 > t.P50 || t.P50 > t.P95 {
			return fmt.Errorf("%s: P5, P50 and P95 of the total are not in order: %v, %v, %v", label, t.P5, t.P50, t.P95)
		}
		for i, v := range row.Values {
			if v < 0 || math.IsInf(v, 0) {
				return fmt.Errorf("%s: %s is %v; a share needs a finite amount of 0 or more", label, clean(m.Members[i].Name), v)
			}
		}
	}
	return nil
}

// total is the row's total; ok is false where it is n/a or nothing.
func (row MixRow) total() (total float64, ok bool) {
	for _, v := range row.Values {
		total += v
	}
	if math.IsNaN(total) || !(total > 0) || math.IsInf(total, 0) {
		return total, false
	}
	if row.Total.P50 > 0 {
		return row.Total.P50, true
	}
	return total, true
}

// share of member i, from 0 to 1.
func (row MixRow) share(i int) float64 {
	if len(row.Shares) > 0 {
		return row.Shares[i]
	}
	return row.part(row.Values, i)
}

// length of member i's part of the bar: its share, of shares that need not add up to the whole.
func (row MixRow) length(i int) float64 {
	if len(row.Shares) > 0 {
		return row.part(row.Shares, i)
	}
	return row.part(row.Values, i)
}

func (row MixRow) part(of []float64, i int) float64 {
	sum := 0.0
	for _, x := range of {
		sum += x
	}
	return of[i] / sum
}

// boundary is the interval of the first member's share, where there is one.
func (row MixRow) boundary() (lo, hi float64, ok bool) {
	if len(row.Low) == 0 || len(row.High) == 0 || len(row.Values) < 2 {
		return 0, 0, false
	}
	lo, hi = row.Low[0], row.High[0]
	return lo, hi, lo >= 0 && hi <= 1 && lo < hi
}

// why is the text of a row without a bar.
func (row MixRow) why() string {
	sum, _ := row.total()
	switch {
	case sum == 0:
		return "none"
	case clean(row.Reason) != "":
		return "n/a: " + clean(row.Reason)
	}
	return "n/a"
}

func (row MixRow) unit() Unit {
	if row.Unit == "" {
		return Count
	}
	return row.Unit
}

// all prints the row's total with its interval, for the label.
func (row MixRow) all() string {
	total, ok := row.total()
	if !ok {
		return ""
	}
	if t := row.Total; t.P50 > 0 && t.P5 < t.P95 {
		return row.unit().interval(t.P5, t.P50, t.P95)
	}
	return row.unit().short(total)
}

// largest value of the row; its prefix serves for all.
func (row MixRow) largest() float64 {
	m := 0.0
	for _, v := range row.Values {
		m = math.Max(m, v)
	}
	return m
}

func (m MixBars) title() string {
	var rows []MixRow
	for _, row := range m.Rows {
		if _, ok := row.total(); ok {
			rows = append(rows, row)
		}
	}
	amount := clean(m.Amount)
	if amount == "" {
		amount = "the commitment"
	}
	switch {
	case len(rows) == 0 && m.empty():
		return amount + " is not enough for a single system of this mix"
	case len(rows) == 0:
		return "How " + amount + " is shared is not known"
	case len(m.Members) == 1:
		return "All of " + amount + " goes to " + clean(m.Members[0].Name)
	}
	ref := rows[0]
	who, most, which := 0, -1.0, ref
	for i := range m.Members {
		for _, row := range rows[1:] {
			d := math.Abs(row.share(i) - ref.share(i))
			// Two members mirror each other, medians of shares not quite: speak of the larger.
			if d > most+0.005 || d > most-0.005 && ref.share(i) > ref.share(who) {
				who, most, which = i, d, row
			}
		}
	}
	if most < 0.01 {
		who = 0
		for i := range m.Members {
			if ref.share(i) > ref.share(who) {
				who = i
			}
		}
		s := clean(m.Members[who].Name) + " takes " + percentWords(ref.share(who)) + " of the " + within(ref.Label)
		if len(rows) > 1 {
			s += " and about as much of every other measure"
		}
		return s
	}
	link := " and "
	if which.share(who) < ref.share(who) {
		link = " but only "
	}
	return clean(m.Members[who].Name) + " takes " + percentWords(ref.share(who)) + " of the " + within(ref.Label) +
		link + percentWords(which.share(who)) + " of the " + within(which.Label)
}

// known reports whether some row has a bar.
func (m MixBars) known() bool {
	for _, row := range m.Rows {
		if _, ok := row.total(); ok {
			return true
		}
	}
	return false
}

// empty reports whether something is known and all of it is nothing.
func (m MixBars) empty() bool {
	known := false
	for _, row := range m.Rows {
		sum, _ := row.total()
		known = known || sum == 0
	}
	return known
}

func (m MixBars) alt() string {
	rows := make([]string, len(m.Rows))
	for i, row := range m.Rows {
		if _, ok := row.total(); !ok {
			rows[i] = clean(row.Label) + " " + row.why()
			continue
		}
		parts := make([]string, len(m.Members))
		for j, mem := range m.Members {
			parts[j] = fmt.Sprintf("%s %s (%s)", clean(mem.Name), percent(row.share(j)), row.unit().short(row.Values[j]))
		}
		rows[i] = clean(row.Label) + ": " + strings.Join(parts, ", ")
		if len(m.Members) > 1 {
			rows[i] += ", total " + row.all()
		}
	}
	return fmt.Sprintf("Stacked bars of the shares in %s. %s.", of(m.Amount, m.Boundary), strings.Join(rows, "; "))
}

// subtitle names the members in their colours; inKey leaves that to the key.
func (m MixBars) subtitle(s *sheet, cols []color.NRGBA, inKey bool) []span {
	out := []span{plain("How " + of(m.Amount, m.Boundary) + " is shared")}
	if !inKey && len(m.Members) > 1 {
		out = append(out, plain(" between "))
		for i, mem := range m.Members {
			switch {
			case i == 0:
			case i == len(m.Members)-1:
				out = append(out, plain(" and "))
			default:
				out = append(out, plain(", "))
			}
			out = append(out, s.named(clean(mem.Name), style{col: cols[i]}))
		}
	}
	return append(out, plain(", by measure. "+m.reading()))
}

// reading says what the figures are.
func (m MixBars) reading() string {
	if m.Draws == 0 {
		return "Point values only, no uncertainty drawn"
	}
	if m.empty() && !m.known() {
		return "Nothing fits in the median of " + drawsText(m.Draws)
	}
	medians := "Medians of " + drawsText(m.Draws) + " (P5–P95), which need not add up"
	for _, row := range m.Rows {
		if _, _, ok := row.boundary(); ok {
			return medians + "; whiskers: P5 to P95 of the first boundary"
		}
	}
	return medians
}

// drawsText counts draws.
func drawsText(n int) string {
	if n == 1 {
		return "1 draw"
	}
	return thousands(float64(n), 0) + " draws"
}

// needsKey reports whether colours have to be shown as swatches: many members,
// or shades of one hue.
func (m MixBars) needsKey() bool {
	seen := map[string]bool{}
	for _, mem := range m.Members {
		k := vendorKey(mem.Vendor)
		if seen[k] {
			return true
		}
		seen[k] = true
	}
	return len(m.Members) > 4
}

func (m MixBars) draw(s *sheet) {
	systems := make([]series, len(m.Members))
	for i, mem := range m.Members {
		systems[i] = series{mem.Vendor, mem.Shade}
	}
	cols := s.th.seriesColours(systems)
	texts := []string{m.Amount, m.Boundary, m.Meta.Source, m.Meta.Note, m.Meta.Product}
	for _, mem := range m.Members {
		texts = append(texts, mem.Name)
	}
	for _, row := range m.Rows {
		texts = append(texts, row.Label, row.Noun, row.Reason)
	}
	f := frame{title: m.title(), subtitle: m.subtitle(s, cols, false), notes: foreignNote(texts...), meta: m.Meta}
	inKey := m.needsKey()
	if n := len(s.wrap(s.words(s.subtitleSpans(f.subtitle)), s.Max.X-2*marginX)); n > 2 {
		inKey = true
	}
	if inKey {
		f.subtitle = m.subtitle(s, cols, true)
	}
	inner := f.draw(s)
	if inKey {
		inner.Max.Y = m.key(s, inner, cols)
	}

	tick := style{size: tickSize, col: s.th.muted}
	const axisRoom = 20
	names := m.names(s, (inner.Max.Y-inner.Min.Y-axisRoom)/vg.Length(len(m.Rows)), inner)
	edge := s.width("100%", tick) / 2
	area := box(inner.Min.X+names.width+10, inner.Min.Y+axisRoom, inner.Max.X-edge, inner.Max.Y)
	pitch := min((area.Max.Y-area.Min.Y)/vg.Length(len(m.Rows)), max(104, s.Max.Y/7))
	// Few rows stay together under the subtitle rather than float apart.
	area.Min.Y = area.Max.Y - pitch*vg.Length(len(m.Rows))

	s.panel(area, 0, 1, 0, 1, func(sc scales) {
		for _, t := range []float64{0, 0.25, 0.5, 0.75, 1} {
			x := sc.x(t)
			s.stroke(s.th.grid, hairline, nil, vg.Point{X: x, Y: area.Min.Y - 4}, vg.Point{X: x, Y: area.Max.Y})
			s.text(x, area.Min.Y-15, centre, tick, percent(t))
		}
		rows := mixRows{m, s, sc, area, pitch, names, cols}
		for i := range m.Rows {
			rows.draw(i)
		}
	})
}
