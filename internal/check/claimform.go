package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/unit"
)

// NearestForm is a claim that says what a text seems to mean, in quotes; empty where it has no power, no count or no name with both letters and digits. It is only
// ever advice: what the text says besides is lost.
func NearestForm(text string) string {
	c := &Claim{Text: text}
	words := split(text)
	first := func(u unit.Unit) (at, n int, asked string) {
		for at := range words {
			if x, n, asked := c.amount(words[at:], u); n > 0 && x > 0 {
				return at, n, asked
			}
		}
		return -1, 0, ""
	}
	at, n, power := first(unit.For[unit.Watt]())
	if at < 0 {
		return ""
	}
	words = slices.Delete(words, at, at+n)
	// The count is the one that a chip follows, or else the first.
	best, chip := "", ""
	for at := range words {
		x, n, asked := c.amount(words[at:], unit.For[unit.Number]())
		if n == 0 || x <= 0 {
			continue
		}
		for i, w := range words[at+n:] {
			if isModel(w.Text) && (best == "" || i == 0) {
				best, chip = asked, w.Text
				break
			}
		}
		if best != "" && at+n < len(words) && chip == words[at+n].Text {
			break
		}
	}
	if best == "" {
		at, _, asked := first(unit.For[unit.Number]())
		if i := slices.IndexFunc(words, func(w Piece) bool { return isModel(w.Text) }); at >= 0 && i >= 0 {
			best, chip = asked, words[i].Text
		}
	}
	near := power + " is " + best + " " + chip
	if _, err := parseClaim(near); best == "" || err != nil {
		return ""
	}
	return strconv.Quote(near)
}

// isModel reports whether a word looks like the name of a chip.
func isModel(w string) bool {
	return hasDigit(w) && strings.ContainsFunc(w, isLetter) && !isDigit(w[0])
}

func isLetter(r rune) bool { return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' }

// single refuses a claim about one chip: the model fills whole systems, so that the power of one chip holds none.
func (c *Claim) single() error {
	advice := form
	for _, w := range split(c.Text) {
		if isModel(w.Text) && c.Watts > 0 {
			million := unit.Notation{Unit: unit.For[unit.Watt]()}.Short(c.Watts*1e6, 6)
			advice = "write " + strconv.Quote(strings.ReplaceAll(million, "\u00a0", " ")+" is 1M "+w.Text)
			if _, err := parseClaim(advice[len("write \"") : len(advice)-1]); err == nil {
				break
			}
			advice = form
		}
	}
	at := c.Amount
	return &SyntaxError{c.Text, at.At, at.Text, "a claim is about a fleet: systems are whole, and the power of one chip holds none", advice}
}
