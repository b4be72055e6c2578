package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// figure is one quantity as people read it, with the digits that its spread supports.
type figure struct {
	value string // the median with its unit; the point where nothing was drawn
	span  string // P5 to P95 with its unit; empty where it does not vary
	aside string // what a known part leaves out
}

// oneLine is the figure as a sentence has it: 1.91 M (1.72–2.13). The unit is not repeated.
func (f figure) oneLine() string {
	s := f.value
	if f.span != "" {
		s += " (" + f.bareSpan() + ")"
	}
	if f.aside != "" {
		s += ", " + f.aside
	}
	return s
}

// bareSpan is the span without the unit, which stands beside it with the value.
func (f figure) bareSpan() string {
	_, u := splitUnit(f.value)
	return strings.TrimSuffix(f.span, u)
}

// below is the figure on lines of their own: value, span, what is left out.
func (f figure) below() []string {
	lines := []string{f.value}
	for _, l := range []string{f.span, f.aside} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// inSentence keeps the figure on one line.
func (f figure) inSentence() string { return together(f.oneLine()) }

func together(s string) string { return strings.ReplaceAll(s, " ", nbsp) }

// minus is the true one, which people read; programs get the hyphen.
const minus = "\u2212"

// splitUnit parts a number, with the sign of multiplication or of a lower bound before it, from the unit that follows it.
func splitUnit(s string) (number, rest string) {
	end := 0
	for _, sign := range []string{"×", "x", "≥ ", ">= "} {
		if strings.HasPrefix(s, sign) {
			end = len(sign)
			break
		}
	}
	for _, sign := range []string{"-", minus} {
		if strings.HasPrefix(s[end:], sign) {
			end += len(sign)
			break
		}
	}
	digits := leading(s[end:], "0123456789", 1)
	if digits == 0 {
		return s, ""
	}
	end += leading(s[end:], "0123456789.,", len(s))
	if exponent, ok := strings.CutPrefix(s[end:], "e"); ok {
		sign := leading(exponent, "-", 1)
		if n := leading(exponent[sign:], "0123456789", len(s)); n > 0 {
			end += 1 + sign + n
		}
	}
	return s[:end], s[end:]
}

// leading counts the bytes at the start of s that are in set, up to a limit.
func leading(s, set string, limit int) int { return min(limit, len(s)-len(strings.TrimLeft(s, set))) }

// notation is how people read the quantity's numbers, in the characters of the options.
func (o Options) notation(s *quantity.Spec) unit.Notation {
	n := s.Notation()
	n.ASCII, n.Minus = o.ASCII, true
	return n
}

// figure is the quantity in its own unit.
func (o Options) figure(q *answer.Quantity, drawn bool) figure {
	n := o.notation(q.Spec)
	mid := q.Point
	if drawn {
		mid = q.P50
	}
	if math.IsNaN(mid) && q.Known != nil {
		known := o.interval(n, &answer.Quantity{Spec: q.Spec, Point: q.Known.Point, Summary: q.Known.Summary}, drawn)
		if known.value != unit.NA {
			return figure{value: "≥ " + known.value, aside: "without " + without(q.Missing)}
		}
	}
	return o.interval(n, q, drawn)
}

// without names the members that a known part leaves out, or counts them where they are many.
func without(ids []string) string {
	if len(ids) > 2 {
		return strconv.Itoa(len(ids)) + " chips"
	}
	return strings.Join(ids, ", ")
}

// interval is value and span in a given notation, whatever the quantity's own unit: a ratio of two memories has none.
func (o Options) interval(n unit.Notation, q *answer.Quantity, drawn bool) figure {
	if !drawn {
		return figure{value: rounded(q.Point, n)}
	}
	value, span := n.IntervalWithin(q.P5, q.P50, q.P95, max(q.Error.P5, q.Error.P50, q.Error.P95))
	return figure{value: value, span: span}
}

// rounded writes a number whose spread is not known with at most four digits.
func rounded(x float64, n unit.Notation) string { return n.Short(x, 4) }

// ratioNotation writes a quantity over another of the same kind.
func (o Options) ratioNotation() unit.Notation {
	return unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsRatio, ASCII: o.ASCII, Minus: true}
}

// ratio is the quantity over a reference's, with the sign of multiplication in front: ×0.62 (0.55–0.70).
func (o Options) ratio(q *answer.Quantity, drawn bool) figure {
	f := o.interval(o.ratioNotation(), q, drawn)
	if f.value != unit.NA {
		f.value = "×" + f.value
	}
	return f
}

// share is a part of a whole: 60% (55–65).
func (o Options) share(q *answer.Quantity, drawn bool) figure {
	n := o.ratioNotation()
	n.Style = unit.AsShare
	return o.interval(n, q, drawn)
}
