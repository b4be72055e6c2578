package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fatih/color"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// Tables must not depend on where they are made. Left alone, the library takes box characters for two columns wide in some locales.
func init() { twwidth.SetEastAsian(false) }

// width is the number of columns that s fills on a terminal.
func width(s string) int { return twwidth.Width(s) }

// nbsp joins two words of a sentence that must stay on one line, such as a number and its unit.
const nbsp = "\u00a0"

// clean makes one line of text that is safe to show: names and notes come from files that anybody can write. Control characters, which a terminal would
// obey, become spaces; invisible ones, which can reorder or hide what stands beside them, are dropped.
func (o Options) clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if o.ASCII {
		return ascii(s)
	}
	return s
}

// plain are the ASCII forms of the characters that this package and the notes of an answer use.
var plain = map[rune]string{
	'–': "-", '—': "-", '−': "-", '×': "x", '≥': ">=", '≤': "<=", '·': "*", '…': "...", '’': "'", '‘': "'", '“': `"`, '”': `"`, '→': "->", '²': "2", '³': "3",
	'₂': "2", 'µ': "u", 'μ': "u", '─': "-", '\u00a0': " ", '±': "+/-", '✓': "+", '✗': "x",
}

// ascii writes s in ASCII. What has no usual form there is written by its code point, since another letter would be another name.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch p, known := plain[r]; {
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case known:
			b.WriteString(p)
		default:
			fmt.Fprintf(&b, "\\u{%x}", r)
		}
	}
	return b.String()
}

// wrap breaks a line between words so that no part is wider than the limit, unless a single word is. Later parts start as the line does, and hang by so many
// columns more. A limit of 0 is none.
func wrap(s string, limit, hang int) []string {
	if limit <= 0 || width(s) <= limit {
		return []string{strings.ReplaceAll(s, nbsp, " ")}
	}
	lead := s[:len(s)-len(strings.TrimLeft(s, " "))]
	var out []string
	line := ""
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }) {
		switch {
		case line == "":
			line = lead + word
		case width(line)+1+width(word) <= limit:
			line += " " + word
		default:
			out = append(out, line)
			line = lead + strings.Repeat(" ", hang) + word
		}
	}
	out = append(out, line)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], nbsp, " ")
	}
	return out
}

// longestWord is the width below which wrap cannot bring a line.
func longestWord(s string) int {
	lead := len(s) - len(strings.TrimLeft(s, " "))
	most := 0
	for _, word := range strings.Split(s, " ") {
		most = max(most, width(word))
	}
	return lead + most
}

// tone is how a text stands out. It never carries a meaning of its own.
type tone int

const (
	normal tone = iota
	strong
	faint
	caution
)

var attributes = map[tone][]color.Attribute{strong: {color.Bold}, faint: {color.Faint}, caution: {color.Bold, color.FgYellow}}

// paint colours a line if the options allow it. Each colour is switched on by itself, so that the library's own idea of the terminal does not matter and
// nothing global changes.
func (o Options) paint(s string, t tone) string {
	if !o.Color || t == normal || strings.TrimSpace(s) == "" {
		return s
	}
	c := color.New(attributes[t]...)
	c.EnableColor()
	return c.Sprint(s)
}
