package plots

import (
	"fmt"
	"image/color"
	"math"
	"strings"
)

// Bar is one input of a Tornado: the result with the input at its low and at
// its high end.
type Bar struct {
	Name      string  // "Power per system"
	Low, High float64 // the result at the two ends; NaN lists the row as n/a
	LowInput  string  // the input's value there, "44 kW"; may be empty
	HighInput string
}

// Tornado shows what each input does to one result by itself, all others at
// their mid: the largest swing first.
type Tornado struct {
	Amount   string // "2 GW"
	System   string // "Trainium2 UltraServer"
	Boundary string // "facility power (utility meter)"
	Quantity string // what the result is, in the plural if it counts: "chips"
	Unit     Unit   // Count if empty
	Mid      float64
	P5       float64 // of the result as all inputs are drawn together; NaN where nothing was drawn
	P50      float64
	P95      float64
	Draws    int
	Bars     []Bar
	Less     int // how many inputs move the result less and have no bar
	Inert    int // how many do not move it at all
	Meta     Meta
}

// maxBars is how many rows are legible on a sheet of the usual height.
const maxBars = 24

func (t Tornado) kind() string     { return "tornado" }
func (t Tornado) provenance() Meta { return t.Meta }

func (t Tornado) check() error {
	if n := len(t.Bars); n == 0 || n > maxBars {
		return fmt.Errorf("%d inputs: must be 1 to %d", n, maxBars)
	}
	if t.Mid-t.Mid != 0 {
		return fmt.Errorf("the result with all inputs at their mid is %v", t.Mid)
	}
	if t.ranged() && (t.P5 > t.P50 || t.P50 > t.P95) {
		return fmt.Errorf("P5, P50 and P95 are not in order: %v, %v, %v", t.P5, t.P50, t.P95)
	}
	return nil
}

// widest is the first bar of the greatest width, and how many others are as wide to the eye.
func (t Tornado) widest() (top Bar, as int) {
	wide := func(b Bar) float64 { return math.Abs(b.High - b.Low) }
	top = t.Bars[0]
	for _, b := range t.Bars[1:] {
		if b.known() && (!top.known() || wide(b) > wide(top)) {
			top = b
		}
	}
	for _, b := range t.Bars {
		if b.known() && wide(b) >= 0.995*wide(top) {
			as++
		}
	}
	return top, max(0, as-1)
}

// ranged reports whether there is an interval of all inputs together.
func (t Tornado) ranged() bool {
	return t.P95-t.P5 > 0 && t.P50-t.P50 == 0 && !math.IsInf(t.P95-t.P5, 0)
}

// known reports whether the bar has a value at both ends.
func (b Bar) known() bool { return b.Low-b.Low == 0 && b.High-b.High == 0 }

// reach is the interval that the bar covers, which the mid is part of.
func (b Bar) reach(mid float64) (lo, hi float64) {
	return math.Min(mid, math.Min(b.Low, b.High)), math.Max(mid, math.Max(b.Low, b.High))
}

func (t Tornado) unit() Unit {
	if t.Unit == "" {
		return Count
	}
	return t.Unit
}

func (t Tornado) quantity() string {
	if q := within(t.Quantity); q != "" {
		return q
	}
	return "units"
}

// of is what the amount is of: "2 GW of Trainium2 UltraServer".
func (t Tornado) of() string {
	amount, system := clean(t.Amount), clean(t.System)
	switch {
	case amount == "":
		amount = "The commitment"
		fallthrough
	case system == "":
		return amount
	}
	return amount + " of " + system
}

// title names the input that moves the result most, and how far.
func (t Tornado) title() string {
	top, as := t.widest()
	if !top.known() || t.unit().prose(top.Low) == t.unit().prose(top.High) {
		return "No input by itself moves the " + t.quantity() + " of " + t.of() + " by much"
	}
	name := sentenceCase(clean(top.Name))
	if name == "" {
		name = "One input"
	}
	lo, hi := math.Min(top.Low, top.High), math.Max(top.Low, top.High)
	span := "from " + t.unit().between(lo, hi)
	if as > 0 {
		name += fmt.Sprintf(", like %d other inputs,", as)
		if as == 1 {
			name = strings.Replace(name, "1 other inputs", "one other input", 1)
		}
	}
	if t.unit() == Count {
		return name + " moves " + t.of() + " most: " + span + " " + t.quantity()
	}
	return name + " moves the " + t.quantity() + " of " + t.of() + " most: " + span
}

// between is an interval in words, "1.7 to 2.2 million"; two numbers of one
// magnitude share its name.
func (u Unit) between(lo, hi float64) string {
	a, b := u.prose(lo), u.prose(hi)
	first, word, named := strings.Cut(a, " ")
	_, other, big := strings.Cut(b, " ")
	switch {
	case a == b:
		return a
	case named && word == other:
		return first + " to " + b
	case !named && big && u.scale()[0].symbol == "" && !strings.Contains(a, ","): // "47 to 3 million" would be read as so many millions
		return a + " up to " + b
	}
	return a + " to " + b
}

func (t Tornado) alt() string {
	u := t.unit()
	end := func(value float64, input string) string {
		s := u.short(value)
		if input = clean(input); input != "" {
			s += " at " + input
		}
		return s
	}
	parts := make([]string, len(t.Bars))
	for i, b := range t.Bars {
		parts[i] = clean(b.Name) + " n/a"
		if b.known() {
			parts[i] = clean(b.Name) + " " + end(b.Low, b.LowInput) + " and " + end(b.High, b.HighInput)
		}
	}
	s := fmt.Sprintf("%s with one input at a time at its low and its high end, %s with all at their mid: %s.", sentenceCase(t.quantity()), u.short(t.Mid),
		strings.Join(parts, "; "))
	if t.ranged() {
		s += fmt.Sprintf(" All inputs together: median %s (P5 to P95: %s to %s).", u.short(t.P50), u.short(t.P5), u.short(t.P95))
	}
	return strings.TrimSpace(s + " " + t.others())
}

// others says how many inputs have no bar.
func (t Tornado) others() string {
	return without(t.Less, t.Inert, "move it less", "moves it less", "not at all", "do not move it", "does not move it")
}

// without says of inputs without a row that some do less and some nothing, each in the plural, in the singular, or after the other.
func without(less, none int, little, aLittle, andNone, nothing, aNothing string) string {
	count := func(n int, several, one string) string {
		if n == 1 {
			return "1 more input " + one
		}
		return fmt.Sprintf("%d more inputs %s", n, several)
	}
	switch {
	case less > 0 && none > 0:
		return count(less, little, aLittle) + fmt.Sprintf(", %d %s.", none, andNone)
	case less > 0:
		return count(less, little, aLittle) + "."
	case none > 0:
		return count(none, nothing, aNothing) + "."
	}
	return ""
}

// ends are the hues of an input's low and high end, apart in lightness so that
// they differ in grey.
func (th theme) ends() (low, high color.NRGBA) {
	low, high = rgb(0x2f6fb2), rgb(0xe5823a)
	if th.lift {
		low, high = rgb(0x5f9bd8), rgb(0xf0a061)
	}
	return low, high
}

func (t Tornado) subtitle(s *sheet) []span {
	low, high := s.th.ends()
	text := sentenceCase(t.quantity()) + " from " + of(t.Amount, t.Boundary) + " with one input at a time at its "
	tail := " end, the others at their mid"
	if !t.ranged() {
		tail += ". No uncertainty of the whole is drawn"
	}
	return []span{plain(text), s.named("low (P5)", style{col: low}), plain(" or "), s.named("high (P95)", style{col: high}), plain(tail)}
}

func (t Tornado) draw(s *sheet) {
	texts := []string{t.Amount, t.System, t.Boundary, t.Quantity, string(t.Unit)}
	for _, b := range t.Bars {
		texts = append(texts, b.Name, b.LowInput, b.HighInput)
	}
	f := frame{title: t.title(), subtitle: t.subtitle(s), notes: foreignNote(texts...), meta: t.Meta}
	if t.ranged() && t.Draws > 0 {
		f.notes = append(f.notes, allTogether+": median and P5 to P95 of "+thousands(float64(t.Draws), 0)+" draws")
	}
	if o := t.others(); o != "" {
		f.notes = append(f.notes, o)
	}
	newTornadoRows(t, s, f.draw(s)).draw()
}
