package optimize

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/unit"
)

// Sense is the direction of a limit.
type Sense int

// The directions.
const (
	AtMost Sense = iota
	AtLeast
	Exactly // of a count; of one in odd parts, such as H100-equivalents, to what it rounds to; of an amount or a share as near as whole units come: within half a unit of the largest system
)

// String is the sign.
func (s Sense) String() string { return [...]string{"<=", ">=", "="}[s] }

// Limit bounds a measure.
type Limit struct {
	Measure
	Sense Sense
	Value float64 // in base units; of a share in [0, 1]
	Text  string  // as it was asked for
}

// longest is how long a limit may be, in bytes. The longest that makes sense is a third of that.
const longest = 200

// ParseLimit reads a limit: a measure, <=, >= or = (or their signs), and a value with its unit; a bare number is in base units, and of a share 0.4 is 40%.
func ParseLimit(text string, candidates []mix.Member, lib Library) (Limit, error) {
	if len(text) > longest {
		return Limit{}, fmt.Errorf("%d characters are too many for a limit", len(text))
	}
	text = strings.Join(strings.Fields(text), " ")
	at, op := operator(text)
	if at < 0 {
		return Limit{}, fmt.Errorf("a limit is NAME <= VALUE, NAME >= VALUE or NAME = VALUE, such as 'cost.capex <= 50B'")
	}
	name, value := strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+len(op):])
	sense, known := senses[op]
	switch more, _ := operator(value); {
	case more >= 0:
		return Limit{}, fmt.Errorf("it has two signs; give a limit for each side, such as 'cost.capex >= 10B' and 'cost.capex <= 50B'")
	case !known:
		return Limit{}, fmt.Errorf("write %s for %s", map[string]string{"<": "<=", ">": ">=", "=<": "<=", "=>": ">=", "!=": "<= or >=", "≠": "<= or >="}[op], op)
	case strings.IndexFunc(name, func(r rune) bool { return unicode.IsDigit(r) || r == '$' }) == 0:
		return Limit{}, fmt.Errorf("the quantity comes first: NAME %s VALUE, such as 'cost.capex <= 50B'", sense)
	}
	m, err := ParseMeasure(name, candidates, lib)
	if err != nil {
		return Limit{}, err
	}
	out := Limit{Measure: m, Sense: sense, Text: text}
	if value == "" {
		return out, fmt.Errorf("%s what? a value is missing", op)
	}
	if out.Value, err = unit.ParseIn(value, m.Notation().Unit, 1); err != nil {
		return out, err
	}
	switch {
	case m.Share && (out.Value < 0 || out.Value > 1):
		return out, fmt.Errorf("%s is no share; it is between 0 and 1 (or 0%% and 100%%)", value)
	case m.Counts() && strings.HasSuffix(value, "%"):
		return out, fmt.Errorf("%s is a share, and %s a count; write 400k, or limit a share: share(vendor=nvidia) %s %s", value, m, op, value)
	case out.Value < 0:
		return out, fmt.Errorf("%s: no quantity is below 0", value)
	}
	return out, nil
}

// senses are the signs of limits.
var senses = map[string]Sense{"<=": AtMost, "≤": AtMost, ">=": AtLeast, "≥": AtLeast, "=": Exactly, "==": Exactly}

// Counts reports whether the measure is a number of things.
func (m Measure) Counts() bool {
	n := m.Notation()
	return !m.Share && n.Unit == unit.For[unit.Number]() && n.Style == unit.AsCount
}

// operator finds the sign of a limit, or what looks like one: the first that stands outside brackets.
func operator(text string) (at int, op string) {
	depth := 0
	for i, r := range text {
		switch r {
		case '[', '(':
			depth++
		case ']', ')':
			depth--
		case '<', '>', '=', '!', '≤', '≥', '≠':
			if depth > 0 {
				continue
			}
			for _, op := range []string{"<=", ">=", "==", "=<", "=>", "!=", "=", "<", ">", "≤", "≥", "≠"} {
				if strings.HasPrefix(text[i:], op) {
					return i, op
				}
			}
		}
	}
	return -1, ""
}
