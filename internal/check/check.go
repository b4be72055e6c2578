// Package check judges answers: a claim such as "2 GW is 4 million H100" against the interval that the model gives, and conditions such as
// "capacity.chips.p5 < 1.7M" that pass, warn or fail.
//
// A check must be able to fail. What it does not know, a quantity, a statistic, a unit, a figure that is n/a, is an error and never a pass. The package reads
// texts and judges numbers; it reads no files and prints nothing.
package check

import (
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/unit"
)

// Status is the outcome of a check.
type Status string

// The outcomes, the best first.
const (
	Pass Status = "pass"
	Warn Status = "warn"
	Fail Status = "fail"
)

// Result is an answer with what was checked of it.
type Result struct {
	*answer.Answer
	Ramp     *answer.Ramp // of a scenario, of which the answer is the head; nil for any other question
	Claim    *Verdict     // nil without a claim
	Outcomes []Outcome
	Subject  string // what was asked, in a line, of a result that is no answer about chips; the answer is nil then
	Baseline string // the name of the baseline that conditions are relative to; empty without one
}

// Status is the gravest outcome of all; pass where nothing was checked.
func (r *Result) Status() Status {
	worst := Pass
	if r.Claim != nil {
		worst = r.Claim.Status
	}
	for _, o := range r.Outcomes {
		if o.Status == Fail || o.Status == Warn && worst == Pass {
			worst = o.Status
		}
	}
	return worst
}

// Count is how many of the checks, the claim among them, came out so.
func (r *Result) Count(s Status) int {
	n := 0
	if r.Claim != nil && r.Claim.Status == s {
		n++
	}
	for _, o := range r.Outcomes {
		if o.Status == s {
			n++
		}
	}
	return n
}

// SyntaxError says what is wrong with a claim or a condition, where in its text, and how to write it.
type SyntaxError struct {
	Text    string // the whole text
	At      int    // byte offset of the part that is wrong
	Part    string // that part; empty where something is missing
	Problem string
	Advice  string
}

// Error implements the error interface: `"2 GW is 4M H10", character 12, "H10": unknown chip; write ...`.
func (e *SyntaxError) Error() string {
	s := shorten(e.Text) + ", character " + strconv.Itoa(e.Character())
	if e.Part != "" {
		s += ", " + shorten(e.Part)
	}
	s += ": " + e.Problem
	if e.Advice != "" {
		s += "; " + e.Advice
	}
	return s
}

// Character is where the part stands, in characters from 1.
func (e *SyntaxError) Character() int {
	return utf8.RuneCountInString(e.Text[:min(max(e.At, 0), len(e.Text))]) + 1
}

// maxText is the longest text that is read; longer ones are mistakes.
const maxText = 300

// shorten quotes a text for a message, on one line and not too long.
func shorten(s string) string {
	if r := []rune(s); len(r) > 100 {
		s = string(r[:97]) + "..."
	}
	return strconv.Quote(s)
}

// same reports whether two numbers are equal as they are published.
func same(a, b float64) bool { return unit.Round9(a) == unit.Round9(b) }

// less compares numbers as they are published, so that what is printed is what was judged.
func less(a, b float64) bool { return unit.Round9(a) < unit.Round9(b) }

func known(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
