package check

import (
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/unit"
)

// nearestForm is a claim that says what a text seems to mean, in quotes; empty where it has no power, no count or no name with both letters and digits. It is
// only ever advice: what the text says besides is lost.
func nearestForm(text string) string {
	c := &Claim{Text: text}
	words := split(text)
	find := func(u unit.Unit, not int) (at, n int, asked string) {
		for at := range words {
			if at == not {
				continue
			}
			if x, n, asked := c.amount(words[at:], u); n > 0 && x > 0 {
				return at, n, asked
			}
		}
		return -1, 0, ""
	}
	at, n, power := find(unit.For[unit.Watt](), -1)
	if at < 0 {
		return ""
	}
	words = append(append([]Piece{}, words[:at]...), words[at+n:]...)
	at, n, amount := find(unit.For[unit.Number](), -1)
	if at < 0 {
		return ""
	}
	words = append(append([]Piece{}, words[:at]...), words[at+n:]...)
	for _, w := range words {
		if !hasDigit(w.Text) || !strings.ContainsFunc(w.Text, isLetter) {
			continue
		}
		near := power + " is " + amount + " " + w.Text
		if _, err := parseClaim(near); err == nil {
			return strconv.Quote(near)
		}
	}
	return ""
}

func isLetter(r rune) bool { return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' }

// single refuses a claim about one chip: the model fills whole systems, so that the power of one chip holds none.
func (c *Claim) single() error {
	advice := form
	for _, w := range split(c.Text) {
		if hasDigit(w.Text) && strings.ContainsFunc(w.Text, isLetter) && c.Watts > 0 {
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
