// Package foreign puts text that anybody may have written, such as names of files, cells and flags, into messages: on one line, not too long, and with nothing in
// it that a terminal would obey or that hides what stands beside it.
package foreign

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Most is the number of characters of a text that a message repeats.
const Most = 60

// Hidden reports a character that cannot be seen as itself: a control, a mark of the direction of writing or of joining, or an end of a line or paragraph.
func Hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}

// Quote is s in double quotes, its first Most characters if there are more, with hidden characters escaped as in Go.
func Quote(s string) string { return strconv.Quote(Cut(s, Most)) }

// Cut is s, or its first n characters and three dots if there are more.
func Cut(s string, n int) string {
	if len(s) <= n { // there are never more characters than bytes
		return s
	}
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "..."
	}
	return s
}

// Visible is s with each hidden character as its code point: U+001B.
func Visible(s string) string {
	if !strings.ContainsFunc(s, Hidden) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if Hidden(r) {
			fmt.Fprintf(&b, "%U", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
