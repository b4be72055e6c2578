package plots

import (
	"fmt"
	"image/color"
	"strings"
	"unicode"

	"gonum.org/v1/plot/vg"
)

// Standing is a portfolio at one moment.
type Standing struct {
	Label  string    // "Before 27 Feb 2026"
	Values []float64 // watts, one per vendor; all NaN where nothing can be added
	Low    []float64 // P5 of each vendor's share, 0 to 1; nil where it does not vary
	High   []float64 // P95 of it
	Reason string    // why nothing can be added
	Aside  bool      // drawn, but not what the title speaks of
}

// BeforeAfter shows how the vendors share a portfolio of commitments, moment by moment. The first vendor is the one whose share is the finding.
type BeforeAfter struct {
	Party   string // "OpenAI"
	Noun    string // "chip commitments"
	By      string // "power"
	Measure string // what the title has no room for: "gigawatts of unstated boundary"
	Vendors []Member
	States  []Standing
	Meta    Meta
}

// maxStandings is what is legible on a sheet of the usual size.
const maxStandings = 8

func (b BeforeAfter) kind() string     { return "before and after" }
func (b BeforeAfter) provenance() Meta { return b.Meta }

func (b BeforeAfter) check() error {
	if n := len(b.Vendors); n == 0 || n > maxMembers {
		return fmt.Errorf("%d vendors: must be 1 to %d", n, maxMembers)
	}
	if n := len(b.States); n == 0 || n > maxStandings {
		return fmt.Errorf("%d moments: must be 1 to %d", n, maxStandings)
	}
	for _, s := range b.States {
		if (s.Low == nil) != (s.High == nil) {
			return fmt.Errorf("%s: an interval has two ends", clean(s.Label))
		}
		for i := range s.Low {
			if i < len(s.High) && !(s.Low[i] <= s.High[i]) {
				return fmt.Errorf("%s: the ends of an interval are not in order", clean(s.Label))
			}
		}
	}
	return b.bars().check()
}

// bars is the same data as the rows of a mix, which are drawn alike.
func (b BeforeAfter) bars() MixBars {
	m := MixBars{Members: b.Vendors, Meta: b.Meta}
	for _, s := range b.States {
		m.Rows = append(m.Rows, MixRow{Label: s.Label, Unit: Watt, Values: s.Values, Low: s.Low, High: s.High, Reason: s.Reason})
	}
	return m
}

// main are the rows that the title speaks of and that have a sum.
func (b BeforeAfter) main() []MixRow {
	var out []MixRow
	for i, row := range b.bars().Rows {
		if _, ok := row.total(); ok && !b.States[i].Aside {
			out = append(out, row)
		}
	}
	return out
}

// of is what shares are of: "OpenAI’s chip commitments by power".
func (b BeforeAfter) of() string {
	party, noun, by := clean(b.Party), clean(b.Noun), clean(b.By)
	if noun == "" {
		noun = "commitments"
	}
	if by != "" {
		noun += " by " + by
	}
	if party == "" {
		return "the " + noun
	}
	return possessive(party) + " " + noun
}

func (b BeforeAfter) title() string {
	rows := b.main()
	who := clean(b.Vendors[0].Name)
	if len(rows) == 0 {
		return "Nothing of " + b.of() + " can be added"
	}
	first, last := rows[0].share(0), rows[len(rows)-1].share(0)
	from, to := percentWords(first), percentWords(last)
	switch {
	case len(rows) == 1:
		return who + " is " + to + " of " + b.of()
	case from == to:
		return who + " stays at " + to + " of " + b.of()
	case last > first:
		return who + " rises from " + from + " to " + to + " of " + b.of()
	}
	return who + " falls from " + from + " to " + to + " of " + b.of()
}

func (b BeforeAfter) alt() string {
	rows := b.bars().Rows
	texts := make([]string, len(rows))
	for i, row := range rows {
		label := clean(row.Label)
		if _, ok := row.total(); !ok {
			texts[i] = label + " " + row.why()
			continue
		}
		var parts []string
		for j, v := range b.Vendors {
			if row.Values[j] == 0 {
				continue
			}
			part := fmt.Sprintf("%s %s (%s)", clean(v.Name), percent(row.share(j)), Watt.short(row.Values[j]))
			if j == 0 {
				if lo, hi, ok := row.boundary(); ok {
					part += fmt.Sprintf(", P5 to P95 %s to %s", percent(lo), percent(hi))
				}
			}
			parts = append(parts, part)
		}
		texts[i] = fmt.Sprintf("%s, %s: %s", label, row.all(), strings.Join(parts, ", "))
	}
	measure := clean(b.Measure)
	if measure != "" {
		measure = ", " + measure
	}
	return fmt.Sprintf("Stacked bars of each vendor’s share%s. %s.", measure, strings.Join(texts, "; "))
}

// subtitle names the vendors in their colours; inKey leaves that to the key.
func (b BeforeAfter) subtitle(s *sheet, cols []color.NRGBA, inKey bool) []span {
	measure := clean(b.Measure)
	if measure == "" {
		measure = "power"
	}
	out := []span{plain("Share of each vendor")}
	if !inKey {
		out = append(out, plain(": "))
		for i, v := range b.Vendors {
			switch {
			case i == 0:
			case i == len(b.Vendors)-1:
				out = append(out, plain(" and "))
			default:
				out = append(out, plain(", "))
			}
			out = append(out, s.named(clean(v.Name), style{col: cols[i]}))
		}
		out = append(out, plain(". "), plain(capitalised(measure)+". "))
	} else {
		out = append(out, plain(", "+measure+". "))
	}
	for _, row := range b.bars().Rows {
		if _, _, ok := row.boundary(); ok {
			return append(out, plain("Bars: each input at its median. Whiskers: P5 to P95 of "+possessive(clean(b.Vendors[0].Name))+" share"))
		}
	}
	return append(out, plain("Amounts are as announced and have no range"))
}

func (b BeforeAfter) draw(s *sheet) {
	m := b.bars()
	vendors := make([]series, len(b.Vendors))
	texts := []string{b.Party, b.Noun, b.By, b.Measure, b.Meta.Source, b.Meta.Note, b.Meta.Product}
	for i, v := range b.Vendors {
		vendors[i] = series{v.Vendor, v.Shade}
		texts = append(texts, v.Name)
	}
	for _, state := range b.States {
		texts = append(texts, state.Label, state.Reason)
	}
	cols := s.th.seriesColours(vendors)
	f := frame{title: b.title(), subtitle: b.subtitle(s, cols, false), notes: foreignNote(texts...), meta: b.Meta}
	inKey := len(b.Vendors) > 6 || m.shaded() || len(s.wrap(s.words(s.subtitleSpans(f.subtitle)), s.Max.X-2*marginX)) > 2
	if inKey {
		f.subtitle = b.subtitle(s, cols, true)
	}
	inner := f.draw(s)
	if inKey {
		inner.Max.Y = m.key(s, inner, cols)
	}
	const axisRoom = 20
	tick := style{size: tickSize, col: s.th.muted}
	names := m.names(s, (inner.Max.Y-inner.Min.Y-axisRoom)/vg.Length(len(m.Rows)), inner)
	area := box(inner.Min.X+names.width+10, inner.Min.Y+axisRoom, inner.Max.X-s.width("100%", tick)/2, inner.Max.Y)
	rows := vg.Length(len(m.Rows))
	pitch := min((area.Max.Y-area.Min.Y)/rows, max(104, s.Max.Y/min(7, 2*rows))) // few rows are tall, and stay together under the subtitle
	area.Min.Y = area.Max.Y - pitch*rows
	s.panel(area, 0, 1, 0, 1, func(sc scales) {
		for _, t := range []float64{0, 0.25, 0.5, 0.75, 1} {
			x := sc.x(t)
			s.stroke(s.th.grid, hairline, nil, vg.Point{X: x, Y: area.Min.Y - 4}, vg.Point{X: x, Y: area.Max.Y})
			s.text(x, area.Min.Y-15, centre, tick, percent(t))
		}
		bars := mixRows{m, s, sc, area, pitch, names, cols}
		for i := range m.Rows {
			bars.draw(i)
		}
	})
}

// shaded reports whether two vendors share a hue, so that only swatches tell them apart.
func (m MixBars) shaded() bool {
	seen := map[string]bool{}
	for _, x := range m.Members {
		k := vendorKey(x.Vendor)
		if seen[k] {
			return true
		}
		seen[k] = true
	}
	return false
}

// possessive is whose something is.
func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "’"
	}
	return name + "’s"
}

// capitalised begins a text with a capital letter.
func capitalised(s string) string {
	r := []rune(s)
	return string(unicode.ToUpper(r[0])) + string(r[1:])
}
