package backtest

import (
	"fmt"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// Gate is a bound on a score that must not be passed: "sites.median_abs_log_error > 0.25".
type Gate struct {
	Text   string
	Name   string // group.measure, or scatter.measure; .low and .high are the ends of its confidence interval
	Op     string
	Bound  float64
	Value  float64
	Failed bool
}

// gateOps are the comparisons of gates; two letters before one.
var gateOps = []struct {
	sign string
	is   func(a, b float64) bool
}{
	{"<=", func(a, b float64) bool { return a <= b }}, {">=", func(a, b float64) bool { return a >= b }},
	{"<", func(a, b float64) bool { return a < b }}, {">", func(a, b float64) bool { return a > b }},
}

// scatterGroup is the name under which the measures of the scatter stand.
const scatterGroup = "scatter"

// GateNames lists all names that a gate can have, without the ends of their intervals.
func GateNames() []string {
	var out []string
	for _, g := range Groups {
		for _, m := range measureNames {
			out = append(out, string(g)+"."+m)
		}
	}
	for _, m := range scatterNames {
		out = append(out, scatterGroup+"."+m)
	}
	return out
}

// ParseGate reads NAME OP NUMBER. The error says what is wrong, and which name was meant.
func ParseGate(text string) (Gate, error) {
	g := Gate{Text: text}
	fail := func(format string, args ...any) (Gate, error) {
		return g, fmt.Errorf("%s: %w", foreign.Quote(text), fmt.Errorf(format, args...))
	}
	var bound string
	for _, op := range gateOps {
		if name, rest, found := strings.Cut(text, op.sign); found {
			g.Name, g.Op, bound = strings.TrimSpace(name), op.sign, strings.TrimSpace(rest)
			break
		}
	}
	if g.Op == "" {
		return fail("NAME OP NUMBER is wanted, with one of < <= > >=, such as sites.median_abs_log_error > 0.25")
	}
	names := GateNames()
	if !known(g.Name, names) {
		advice := ""
		if near := suggest.Suggest(g.Name, names); near != "" {
			advice = "; did you mean " + near + "?"
		}
		return fail("unknown score %s%s (a score is GROUP.MEASURE, such as %s; .low or .high after it is an end of its confidence interval)", foreign.Quote(g.Name), advice, names[2])
	}
	x, err := unit.ParseIn(bound, unit.For[unit.Number](), 1)
	if err != nil {
		return fail("%w", err)
	}
	g.Bound = x
	return g, nil
}

func known(name string, names []string) bool {
	base := strings.TrimSuffix(strings.TrimSuffix(name, ".low"), ".high")
	for _, n := range names {
		if base == n && (name == n || strings.Count(name, ".") == strings.Count(n, ".")+1) {
			return true
		}
	}
	return false
}

// Judge holds a gate against the board and records it there. The error says that the score has no value: nothing can be said then, least of all that it passes.
func (b *Board) Judge(g Gate) (Gate, error) {
	g.Value = b.value(g.Name)
	if math.IsNaN(g.Value) {
		return g, fmt.Errorf("%s: %s has no value, as too few rows count", foreign.Quote(g.Text), g.Name)
	}
	for _, op := range gateOps {
		if op.sign == g.Op {
			g.Failed = op.is(g.Value, g.Bound)
		}
	}
	b.Gates = append(b.Gates, g)
	return g, nil
}

// value is a score by the name of a gate; NaN where it has none.
func (b *Board) value(name string) float64 {
	group, measure, _ := strings.Cut(name, ".")
	measure, end, _ := strings.Cut(measure, ".")
	list := b.Scatter.Measures
	for _, s := range b.Scores {
		if string(s.Group) == group {
			list = s.Measures
		}
	}
	for _, m := range list {
		switch {
		case m.Name != measure:
		case end == "low":
			return m.Low
		case end == "high":
			return m.High
		default:
			return m.Value
		}
	}
	return math.NaN()
}
