package profile

import (
	"strconv"
	"strings"
	"time"
)

// A profile in plain TOML, as all built-in ones are, can be read by the outline alone, five times faster than by the library, whose time is most of that of
// a start. Plain is narrow: no quoted or dotted keys except in headers, no escapes but line ends, no lists of tables, numbers in their usual form, dates
// without time. A test holds the plain reading of every built-in file against the library's, and a fuzz test that of any text; files of the user's own go
// through the library all the same.

// emptyTable stands for a table whose keys are nodes.
var emptyTable = map[string]any{}

// plainDate is the zone of dates, named as the library names it.
var plainDate = time.FixedZone(dateOnly, 0)

// plainNumber tells a number in its usual form (-12, 0.5, 1e-3: no plus sign, no leading zero, no underscore): a whole one of at most 18 digits, or one with
// a fraction or an exponent. By hand, because a start of the program reads hundreds and would also have to compile the patterns.
func plainNumber(s string) (whole, fraction bool) {
	rest, negative := strings.CutPrefix(s, "-")
	digits := func() int {
		n := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		rest = rest[n:]
		return n
	}
	zero := strings.HasPrefix(rest, "0")
	n := digits()
	switch {
	case n == 0 || zero && n > 1:
		return false, false
	case rest == "":
		return n <= 18 && !(zero && negative), false
	}
	if after, ok := strings.CutPrefix(rest, "."); ok {
		if rest = after; digits() == 0 {
			return false, false
		}
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		if rest = rest[1:]; rest != "" && (rest[0] == '-' || rest[0] == '+') {
			rest = rest[1:]
		}
		if digits() == 0 {
			return false, false
		}
	}
	return false, rest == ""
}

// control tells characters that plain text has none of: all controls but tabs and newlines. Where a text may hold any character, in comments and strings,
// the outline looks for them.
func control(c byte) bool { return c < ' ' && c != '\n' && c != '\t' || c == 0x7f }

// plainText is the content of the string that begins at start, in one or three quotes, and ends here; nil, and no longer plain, if there is more to it.
func (o *outline) plainText(start, quotes int) any {
	if !o.plain || !o.ok() {
		o.plain = false
		return nil
	}
	s := o.s[start+quotes : o.i-quotes]
	escapes := o.s[start] == '"'
	if quotes == 1 {
		o.plain = !escapes || strings.IndexByte(s, '\\') < 0
		return o.word(s)
	}
	if strings.HasSuffix(s, o.s[start:start+1]) {
		o.plain = false
		return nil
	}
	s = strings.TrimPrefix(s, "\n")
	if !escapes || !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		rest := strings.TrimLeft(s[i+1:], " \t")
		if !strings.HasPrefix(rest, "\n") {
			o.plain = false
			return nil
		}
		i = len(s) - len(strings.TrimLeft(rest, " \t\n")) - 1
	}
	return b.String()
}

// words keeps texts that have been made values, by a poor man's hash: most texts of a profile are bases, names of sources and kinds, which come again and
// again, and each is an allocation.
type words [64]any

// word is a short text as a value.
func (o *outline) word(s string) any {
	if s == "" || len(s) > 20 {
		return s
	}
	w := &o.words[(len(s)*7+int(s[0])*5+int(s[len(s)-1]))%len(o.words)]
	if known, ok := (*w).(string); ok && known == s {
		return *w
	}
	*w = s
	return *w
}

// plainScalar is the value of a number, a truth or a date.
func (o *outline) plainScalar(s string) any {
	if !o.plain {
		return nil
	}
	s = strings.TrimRight(s, " ")
	switch s {
	case "true", "false":
		return s == "true"
	}
	var x any
	err := strconv.ErrSyntax
	switch whole, fraction := plainNumber(s); {
	case whole:
		x, err = strconv.ParseInt(s, 10, 64)
	case fraction:
		x, err = strconv.ParseFloat(s, 64)
	case len(s) == len(time.DateOnly):
		x, err = time.ParseInLocation(time.DateOnly, s, plainDate)
	}
	if err != nil {
		o.plain = false
		return nil
	}
	return x
}
