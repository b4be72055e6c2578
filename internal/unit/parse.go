package unit

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/foreign"
)

// maxText is the longest text that is read as a quantity; longer ones are mistakes.
const maxText = 100

// Error says why a text is not the quantity that was wanted.
type Error struct {
	Text    string // the text as given
	Problem string // what is wrong, such as `unknown unit "gw"`
	Advice  string // how to write it, such as "did you mean GW?"
}

// Error implements the error interface: `"2gw": unknown unit "gw"; did you mean GW?`.
func (e *Error) Error() string {
	s := foreign.Quote(e.Text) + ": " + e.Problem
	if e.Advice != "" {
		s += "; " + e.Advice
	}
	return s
}

// ParseAs reads a quantity of dimension D; the result is in D's base unit. Syntax and errors are those of [Parse].
func ParseAs[D Dim](s string) (Of[D], error) {
	x, err := Parse(s, For[D]())
	return Of[D](x), err
}

// Parse reads a quantity such as "2 GW", "-1.5e3 kW", "2,000 MW", "$3.5B" or "85%" and returns it in the base unit of u. Symbols are case-sensitive.
// The result is the float64 nearest to what is written, unit included: "0.1 GW" is exactly 1e8. It is finite and never -0.
//
// A bare number is read only where u is dimensionless; see [ParseIn] for places that imply a unit. Every error is an [*Error]: no number, misplaced
// thousands separators, an unknown unit, a unit of another dimension, a value beyond the range of float64.
func Parse(s string, u Unit) (float64, error) {
	bare := 0.0
	if u.Exp == (Exponents{}) {
		bare = 1
	}
	return ParseIn(s, u, bare)
}

// ParseIn is [Parse] where a bare number has a meaning: it is multiplied by bare, the implied unit in base units (1e9 for a flag in GW, 1 for a limit in
// base units), of which the shortest decimal form counts. Amounts of money may then be bare with a scale, such as "3.5B" for a yearly cost. A unit that is
// written always wins. If bare is not a positive finite number, bare numbers are refused.
func ParseIn(s string, u Unit, bare float64) (float64, error) {
	fail := func(problem, advice string) (float64, error) { return 0, &Error{s, problem, advice} }
	f := familyOf(u)
	if f == nil {
		return fail("nothing is known of the unit "+foreign.Quote(u.Symbol), "")
	}
	if len(s) > maxText {
		return fail("too long for a quantity", f.advice())
	}
	n, problem, advice := scan(s, f)
	if problem != "" {
		return fail(problem, advice)
	}
	name := tidy(n.unit)
	if n.dollar {
		name = dollars(name)
	}
	k, ok := f.factor(name, bare)
	if !ok {
		return fail(f.mismatch(n, name))
	}
	x := n.times(k)
	switch {
	case math.IsInf(x, 0):
		return fail("too large", "")
	case x == 0 && !n.zero():
		return fail("too small: it would be read as 0", "")
	case x == 0:
		return 0, nil // not -0
	}
	return x, nil
}

// Accepted lists examples of how a quantity of unit u is written, for error messages and help: "2 GW, 120 kW, 2,000 MW". Each of them is read by [Parse].
// It is empty for a unit that is not among [All].
func Accepted(u Unit) string {
	if f := familyOf(u); f != nil {
		return strings.Join(f.examples, ", ")
	}
	return ""
}

// factor returns what a number followed by the unit name is to be multiplied by.
func (f *family) factor(name string, bare float64) (factor, bool) {
	implied := bare > 0 && !math.IsInf(bare, 1)
	if name == "" {
		return decimalFactor(bare), implied
	}
	if k, ok := f.match(name); ok {
		return k, true
	}
	if implied && f.unit.Exp.Dollar > 0 {
		for _, s := range scales {
			if name == s.text {
				return decimalFactor(bare).times(s.factor), true
			}
		}
	}
	return factor{}, false
}

// match looks a unit name up among the spellings of f.
func (f *family) match(name string) (factor, bool) {
	if f.things {
		head, per, found := strings.Cut(name, "/")
		head = withoutThing(head)
		name = head
		if found {
			name += "/" + per
		}
	}
	for _, num := range f.num {
		rest, ok := strings.CutPrefix(name, num.text)
		if !ok {
			continue
		}
		for _, den := range f.den {
			if rest == den.text {
				return num.times(den.factor), true
			}
		}
	}
	return factor{}, false
}

// things are the words that may follow a count and say nothing about it.
var things = []string{"chips", "chip", "racks", "rack", "units", "unit", "GPUs", "GPU", "dies", "die"}

func withoutThing(s string) string {
	head, last := "", s
	if i := strings.LastIndexByte(s, ' '); i >= 0 {
		head, last = s[:i], s[i+1:]
	}
	for _, t := range things {
		if last == t && head != "%" {
			return head
		}
	}
	return s
}

var superscripts = strings.NewReplacer("²", "2", "³", "3", "₂", "2")

// tidy brings the unit part of a text into the one form that the tables know: single spaces, none around "/", "per" as "/", plain digits.
func tidy(s string) string {
	if isTidy(s) {
		return s
	}
	s = " " + strings.Join(strings.Fields(superscripts.Replace(s)), " ")
	s = strings.ReplaceAll(s, " per ", "/")
	s = strings.ReplaceAll(s, " /", "/")
	s = strings.ReplaceAll(s, "/ ", "/")
	return strings.TrimSpace(s)
}

// isTidy tells the usual form, such as "TFLOP/s", from texts that need work.
func isTidy(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// dollars moves the sign of "$3.5B/yr" into the unit: "B/yr" becomes "B USD/yr".
func dollars(name string) string {
	amount, per, found := strings.Cut(name, "/")
	if !strings.HasSuffix(amount, "USD") {
		amount = strings.TrimSpace(amount + " USD")
	}
	if found {
		return amount + "/" + per
	}
	return amount
}
