package report

import (
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/energy"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/unit"
)

// word is something in a formula that is no quantity: a function, a constant, a choice of the question.
type word struct{ name, usage, meaning string }

// words explains all of them, in the order in which they are listed. A test holds it to the formulas of the model.
func words() []word {
	out := []word{
		{"floor", "floor(x)", "the greatest whole number not above x; one that x misses by less than a hundred-millionth counts as reached"},
		{"ceil", "ceil(x)", "the least whole number not below x, with the same tolerance"},
		{"min", "min(a, b)", "the smaller"},
		{"max", "max(a, b)", "the greater"},
		{"pow", "pow(x, y)", "x to the power of y"},
		{"first", "first(a, b)", "a where it is known, b otherwise"},
		{"greatest", "greatest(a, b)", "the greater of those that are known"},
		{"crf", "crf(r, n)", "capital recovery factor, r / (1 - (1 + r)^-n): what is paid each year to repay 1 in n years at the rate r; 1/n at r = 0"},
		{"choose", "choose(c, a, b, ...)", "the one that belongs to the option of the choice c, in the order of its options"},
		{"hours_per_year", "hours_per_year", hoursText() + ", 365 days of 24 hours"},
		{"na", "na", "no value"},
	}
	for _, c := range []*quantity.Choice{power.Start, power.Basis, accelerators.Workload, accelerators.Precision, ramp.Payment} {
		out = append(out, word{c.Name, c.Name, c.Doc + ": " + series(c.Options, " or ")})
	}
	out = append(out, word{"quarter", "quarter", "a quarter of a year, 0.25 yr"}, word{"quarter_seconds", "quarter_seconds", "the 2,190 hours of a quarter, in seconds"})
	for _, s := range ramp.States() {
		out = append(out, word{s.Name, s.Name, s.Doc})
	}
	return out
}

func hoursText() string { return unit.Short(energy.Hours, unit.For[unit.HourPerYear](), 6) }

// constantTexts are the values of the words that stand for one.
func constantTexts() map[string]string {
	return map[string]string{"hours_per_year": hoursText(), "na": unit.NA}
}

// glossary explains the words of some formulas.
func glossary(formulas ...string) block {
	used := map[string]bool{}
	for _, f := range formulas {
		for _, name := range strings.FieldsFunc(f, func(r rune) bool { return !strings.ContainsRune(letters+".", r) }) {
			used[name] = true
		}
	}
	var items []string
	for _, w := range words() {
		if used[w.name] {
			items = append(items, w.usage+": "+w.meaning+".")
		}
	}
	if len(items) == 0 {
		return nil
	}
	return bullets{"In the formulas", items}
}
