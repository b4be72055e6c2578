package unit

import (
	"math/big"
	"strconv"
	"strings"
)

// factor is mul * 10^exp. Every unit is one of these in terms of its base unit, which is what makes exact scaling possible.
type factor struct {
	mul int64
	exp int
}

func (k factor) times(l factor) factor { return factor{k.mul * l.mul, k.exp + l.exp} }

// decimalFactor is the shortest decimal that reads as x; x is positive and finite, else the result is meaningless.
func decimalFactor(x float64) factor {
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	m, _ := strconv.ParseInt(whole+fraction, 10, 64)
	e, _ := strconv.Atoi(exp)
	return factor{m, e - len(fraction)}
}

// literal is a text taken apart: sign, digits * 10^exp, unit.
type literal struct {
	negative, dollar bool
	digits           string
	exp              int
	number, unit     string // as typed
}

func (n literal) zero() bool { return strings.Trim(n.digits, "0") == "" }

// times returns the float64 nearest to n*k; it can be infinite, or 0 for a number that is not. The product is made in decimal and rounded once, since
// 2.235 * 1e9 in float64 is rounded twice.
func (n literal) times(k factor) float64 {
	digits := n.digits
	if k.mul != 1 {
		m, _ := new(big.Int).SetString(digits, 10)
		digits = m.Mul(m, big.NewInt(k.mul)).String()
	}
	x, _ := strconv.ParseFloat(digits+"e"+strconv.Itoa(n.exp+k.exp), 64) // the error is ErrRange, and then x is infinite
	if n.negative {
		return -x
	}
	return x
}

// scan takes a text apart, or says what is wrong with its number and how to write one for f. It reads digits itself because strconv.ParseFloat takes NaN,
// Inf, hexadecimal and stray underscores.
func scan(s string, f *family) (n literal, problem, advice string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return n, "empty", f.advice()
	}
	t := s
	for _, sign := range []string{"-", "+", "\u2212"} {
		if rest, ok := strings.CutPrefix(t, sign); ok {
			t, n.negative = rest, sign != "+"
			break
		}
	}
	if rest, ok := strings.CutPrefix(t, "$"); ok {
		t, n.dollar = strings.TrimSpace(rest), true
	}
	switch {
	case strings.HasPrefix(t, ".") && f.unit.Exp.Dollar > 0:
		return n, "a number starts with a digit", "write 0" + shown(t) + "; or, as an unquoted $3.5B arrives as .5B, write '3.5B' or quote '$3.5B'"
	case strings.HasPrefix(t, "."):
		return n, "a number starts with a digit", "write 0" + shown(t)
	case n.dollar && strings.HasPrefix(t, "-"):
		return n, "a minus goes before the dollar sign", "write -$" + shown(strings.TrimLeft(t, "- "))
	case t == "" || !isDigit(t[0]):
		return n, "does not start with a number", f.advice()
	case len(t) > 1 && t[0] == '0' && (t[1] == 'x' || t[1] == 'X'):
		return n, "hexadecimal numbers are not read", f.advice()
	}

	end := span(t, "0123456789,_")
	whole := t[:end]
	if problem, advice = checkGroups(whole); problem != "" {
		return n, problem, advice
	}
	n.digits = separators.Replace(whole)
	if strings.HasPrefix(t[end:], ".") {
		fraction := t[end+1:]
		fraction = fraction[:span(fraction, "0123456789")]
		end += 1 + len(fraction)
		if fraction == "" {
			return n, "a digit must follow the decimal point", "write " + whole + shown(t[end:])
		}
		if end < len(t) && strings.IndexByte(".,_", t[end]) >= 0 {
			return n, "only digits may follow the decimal point", "write 1,234.5"
		}
		n.digits += fraction
		n.exp = -len(fraction)
	}
	exp, length := scanExponent(t[end:])
	n.exp += exp
	end += length
	n.number, n.unit = s[:len(s)-len(t)]+t[:end], strings.TrimSpace(t[end:])
	return n, "", ""
}

// scanExponent reads the "e6" of "1.2e6", and not the "E" of "2EB". An exponent beyond a million says no more than a million.
func scanExponent(t string) (exp, length int) {
	if t == "" || t[0] != 'e' && t[0] != 'E' {
		return 0, 0
	}
	start := 1
	if len(t) > 1 && (t[1] == '-' || t[1] == '+') {
		start = 2
	}
	length = start + span(t[start:], "0123456789")
	if length == start {
		return 0, 0
	}
	for _, c := range []byte(t[start:length]) {
		exp = min(exp*10+int(c-'0'), 1e6)
	}
	if t[1] == '-' {
		exp = -exp
	}
	return exp, length
}

// checkGroups refuses all but groups of three digits with one kind of separator: "2,00" and "0,500" are decimal commas, which would be read wrongly.
func checkGroups(whole string) (problem, advice string) {
	comma, underscore := strings.Contains(whole, ","), strings.Contains(whole, "_")
	separator := ","
	switch {
	case comma && underscore:
		return `"," and "_" are mixed`, "write " + strings.ReplaceAll(whole, "_", ",") + ` or leave the separators out`
	case underscore:
		separator = "_"
	case !comma:
		return "", ""
	}
	for i, g := range strings.Split(whole, separator) {
		if i == 0 && (g == "" || len(g) > 3 || g[0] == '0') || i > 0 && len(g) != 3 {
			return "misplaced thousands separator", "write groups of three digits as in 2,000, and decimals as in 2.5"
		}
	}
	return "", ""
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// span is the length of the longest prefix of s that is made of the given characters.
func span(s, of string) int {
	for i := range len(s) {
		if strings.IndexByte(of, s[i]) < 0 {
			return i
		}
	}
	return len(s)
}

// shown is the beginning of s that can be repeated in advice as it is.
func shown(s string) string {
	return s[:span(s, "0123456789.,_ %/$ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")]
}

// separators removes the signs between thousands; building a replacer costs more than using it.
var separators = strings.NewReplacer(",", "", "_", "")
