package unit

import (
	"slices"
	"strings"
)

// Pattern is a regular expression, in the syntax that ECMAScript and Go share, for what [Parse] reads as a positive quantity of unit u with its unit written;
// for an editor that checks a file while it is typed. Magnitudes are not its business. It is empty for a unit that is not among [All], and for the
// dimensionless one, whose numbers need no unit.
func Pattern(u Unit) string {
	f := familyOf(u)
	if f == nil || u.Exp == (Exponents{}) {
		return ""
	}
	const number = `(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:_[0-9]{3})+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?`
	units := spelling(f.num) + spelling(f.den)
	if f.things {
		units = spelling(f.num) + "(?: " + spelling(words(things)) + ")?" + spelling(f.den)
	}
	form := number + `\s*` + units
	if u.Exp.Dollar > 0 { // the sign stands for USD
		form = "(?:" + form + `|\$\s*` + number + `\s*` + spelling(slices.Concat(one, scales)) + `(?:\s*USD)?` + spelling(f.den) + ")"
	}
	return `^\s*\+?` + form + `\s*$`
}

// Symbols lists the units in which [Parse] reads a quantity of unit u, each in its usual spelling; of prices and other quotients the usual ones. It is empty
// where [Pattern] is.
func Symbols(u Unit) []string {
	f := familyOf(u)
	if f == nil || u.Exp == (Exponents{}) {
		return nil
	}
	num, den := f.num, f.den
	if len(den) > 1 && den[1].factor != den[0].factor { // what it is per varies, then what is above need not
		num = num[:1]
	}
	var out []string
	seen := map[factor]bool{}
	for _, d := range den {
		for _, n := range num {
			if k := n.times(d.factor); !seen[k] && n.text+d.text != "" {
				seen[k] = true
				out = append(out, n.text+d.text)
			}
		}
	}
	return out
}

func words(texts []string) []symbol {
	out := make([]symbol, len(texts))
	for i, t := range texts {
		out[i].text = t
	}
	return out
}

// spelling is the alternatives of some symbols, with the freedom that tidy takes back.
func spelling(symbols []symbol) string {
	escape := strings.NewReplacer(`.`, `\.`, `(`, `\(`, `)`, `\)`, `+`, `\+`, `*`, `\*`, `?`, `\?`, `^`, `\^`, `$`, `\$`, ` `, `\s+`, `/`, `\s*(?:/|\sper\s)\s*`, `2`, `[2²₂]`, `3`, `[3³]`)
	var out []string
	optional := ""
	for _, s := range symbols {
		switch t := escape.Replace(s.text); {
		case t == "":
			optional = "?"
		case !slices.Contains(out, t):
			out = append(out, t)
		}
	}
	if out == nil {
		return ""
	}
	return "(?:" + strings.Join(out, "|") + ")" + optional
}
