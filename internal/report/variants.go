package report

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/quantity"
)

// variant is a formula as it applies to some questions.
type variant struct {
	when    []condition // all of them; empty where it applies to every question
	formula string
}

// condition is a choice of the question and the options of it for which a formula holds.
type condition struct {
	choice  *quantity.Choice
	options []string
}

// variants are the formulas of a quantity, one for each answer to the choices that it makes, where its one formula with all of them would be a page long.
// Options with the same formula are one variant. A choice whose options are names of inputs (a peak for each precision) is no variant but a placeholder:
// chip.<precision>.
func variants(s *quantity.Spec) []variant { return expand(s, nil) }

func expand(s *quantity.Spec, fixed map[*quantity.Choice]int) []variant {
	var open *quantity.Choice
	formula := s.FormulaFor(func(c *quantity.Choice) (int, bool) {
		if i, ok := fixed[c]; ok {
			return i, true
		}
		if open == nil {
			open = c
		}
		return 0, true
	})
	if open == nil {
		return []variant{{formula: formula}}
	}
	branches := make([][]variant, len(open.Options))
	for i := range open.Options {
		chosen := maps.Clone(fixed)
		if chosen == nil {
			chosen = map[*quantity.Choice]int{}
		}
		chosen[open] = i
		branches[i] = expand(s, chosen)
	}
	if general := placeholder(open, branches); general != nil {
		return general
	}
	var out []variant
	var done [][]variant
	for i, b := range branches {
		if slices.ContainsFunc(done, func(d []variant) bool { return reflect.DeepEqual(d, b) }) {
			continue
		}
		done = append(done, b)
		c := condition{choice: open}
		for k := i; k < len(branches); k++ {
			if reflect.DeepEqual(b, branches[k]) {
				c.options = append(c.options, open.Options[k])
			}
		}
		for _, v := range b {
			out = append(out, variant{append([]condition{c}, v.when...), v.formula})
		}
	}
	return out
}

// placeholder is what the branches of a choice are with the option's name left open; nil if they differ in more than that.
func placeholder(c *quantity.Choice, branches [][]variant) []variant {
	var general []variant
	for i, b := range branches {
		open := make([]variant, len(b))
		for k, v := range b {
			open[k] = variant{v.when, leaveOpen(v.formula, c.Options[i], "<"+c.Name+">")}
		}
		if i == 0 {
			general = open
		} else if !reflect.DeepEqual(general, open) {
			return nil
		}
	}
	return general
}

// leaveOpen replaces the part of dotted names that is an option.
func leaveOpen(formula, option, open string) string {
	var b strings.Builder
	rest := formula
	for rest != "" {
		n := len(rest) - len(strings.TrimLeft(rest, letters))
		if n == 0 {
			n = 1
			b.WriteByte(rest[0])
		} else if rest[:n] == option {
			b.WriteString(open)
		} else {
			b.WriteString(rest[:n])
		}
		rest = rest[n:]
	}
	return b.String()
}

// letters are those of which the parts of names are made.
const letters = "abcdefghijklmnopqrstuvwxyz0123456789_"

// text says when the variant applies: "start is power and power.basis is facility or it"; empty where it always does.
func (v variant) text() string {
	parts := make([]string, len(v.when))
	for i, c := range v.when {
		parts[i] = c.choice.Name + " is " + series(c.options, " or ")
	}
	return strings.Join(parts, " and ")
}
