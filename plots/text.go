package plots

import (
	"fmt"
	"image/color"
	"sort"
	"strings"
	"unicode"

	"gonum.org/v1/plot/vg"
)

// Heights of Lato as shares of the size. Text is centred by cap height: the
// ascent box of the font would push labels visibly below the middle of a bar.
const (
	capHeight = 0.72
	ascender  = 0.76 // what b, d, l and brackets reach
	descender = 0.20
)

// style is how a piece of text is set.
type style struct {
	size vg.Length
	bold bool
	col  color.NRGBA
}

// face returns the typeface of a style.
func (s *sheet) face(st style) *typeface {
	if st.bold {
		return s.fonts.bold
	}
	return s.fonts.regular
}

func (s *sheet) width(text string, st style) vg.Length { return s.face(st).width(text, st.size) }

// longest is the length in bytes at which a text is cut: more than three lines
// across the sheet, so only texts that could not be shown are affected.
const longest = 800

// clean makes a text from outside harmless to set on one line: control
// characters and line breaks become spaces, invisible and direction marks go,
// and a rune without a glyph is written as its code point, which says more than
// an empty box. Escaping for SVG is the canvas's own affair.
func clean(text string) string {
	fonts, err := lato()
	if err != nil {
		return text
	}
	plain := len(text) <= longest
	for i := 0; i < len(text); i++ {
		plain = plain && text[i] >= ' ' && text[i] < 0x7f && (text[i] != ' ' || i == 0 || text[i-1] != ' ')
	}
	if plain {
		return strings.TrimSpace(text)
	}
	var b strings.Builder
	for _, r := range text {
		if b.Len() > longest {
			b.WriteRune('…')
			break
		}
		switch {
		case unicode.IsControl(r) || unicode.IsSpace(r):
			b.WriteByte(' ')
		case invisible(r):
			// Marks that would stack on a neighbour, or reorder the line.
		case fonts.regular.has(r) && fonts.bold.has(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Variation_Selector)
}

// foreignNote tells the reader what the code points in the texts stand for; nothing where there are none.
func foreignNote(texts ...string) []string {
	fonts, err := lato()
	if err != nil {
		return nil
	}
	for _, text := range texts {
		for _, r := range text {
			if r > 0x7e && !unicode.IsControl(r) && !unicode.IsSpace(r) && !invisible(r) && !(fonts.regular.has(r) && fonts.bold.has(r)) {
				return []string{`Letters that the typeface lacks are written as code points: \u{...}`}
			}
		}
	}
	return nil
}

// fit shrinks a text down to the smallest size, and then shortens it in the
// middle, until it is no wider than the room. The end of a name is kept because
// that is where two long names of one family differ.
func (s *sheet) fit(text string, st style, room, smallest vg.Length) (string, style) {
	if w := s.width(text, st); w > room {
		st.size = max(min(smallest, st.size), st.size*room/w)
	}
	return s.ellipsis(text, st, room), st
}

func (s *sheet) ellipsis(text string, st style, room vg.Length) string {
	if s.width(text, st) <= room+1e-6 { // a room that was measured for the text fits it, whatever the last digits
		return text
	}
	runes := []rune(text)
	short := func(keep int) string {
		tail := keep * 2 / 5
		return strings.TrimRight(string(runes[:keep-tail]), " ") + "…" +
			strings.TrimLeft(string(runes[len(runes)-tail:]), " ")
	}
	// The most runes that fit; the answer for 0 is the ellipsis alone.
	keep := sort.Search(len(runes), func(k int) bool { return s.width(short(k), st) > room }) - 1
	if keep < 0 {
		return ""
	}
	return short(keep)
}

// span is a run of text in one style inside a paragraph.
type span struct {
	text string
	st   style
}

// fragment is a piece of a word that has one style.
type fragment struct {
	span
	width vg.Length
}

// word is what must not be broken: fragments without a space between them.
type word struct {
	parts []fragment
	width vg.Length
	space vg.Length // the space before it
}

// words splits spans at spaces. A number stays with its unit.
func (s *sheet) words(spans []span) []word {
	var out []word
	open := false // the last word may go on in the next span
	for _, sp := range spans {
		space := s.width(" ", sp.st)
		for i, piece := range strings.Split(sp.text, " ") {
			if i > 0 {
				open = false
			}
			if piece == "" {
				continue
			}
			if i > 0 && len(out) > 0 && glued(out[len(out)-1], piece) {
				piece, open = "\u00a0"+piece, true
			}
			f := fragment{span{piece, sp.st}, s.width(piece, sp.st)}
			if open && len(out) > 0 {
				w := &out[len(out)-1]
				w.parts = append(w.parts, f)
				w.width += f.width
				continue
			}
			out = append(out, word{parts: []fragment{f}, width: f.width, space: space})
			open = true
		}
	}
	return out
}

// unitWords follow a number on the same line.
var unitWords = map[string]bool{
	"W": true, "kW": true, "MW": true, "GW": true, "TW": true, "million": true, "billion": true, "trillion": true,
	"ZFLOP": true, "YFLOP": true, "EFLOP/s": true, "ZFLOP/s": true, "PFLOP/s": true,
}

func glued(before word, piece string) bool {
	last := before.parts[len(before.parts)-1].text
	c := last[len(last)-1]
	return c >= '0' && c <= '9' && unitWords[strings.TrimRight(piece, ".,:;)")]
}

// wrap breaks words into lines no wider than room. A single word wider than
// the room is broken inside, so that no name can leave the frame.
func (s *sheet) wrap(words []word, room vg.Length) [][]word {
	var lines [][]word
	var line []word
	used := vg.Length(0)
	for len(words) > 0 {
		w := words[0]
		words = words[1:]
		if w.width > room {
			head, tail := s.breakWord(w, room)
			w = head
			if len(tail.parts) > 0 {
				words = append([]word{tail}, words...)
			}
		}
		if len(line) > 0 && used+w.space+w.width > room {
			lines, line, used = append(lines, line), nil, 0
		}
		if len(line) > 0 {
			used += w.space
		}
		line, used = append(line, w), used+w.width
	}
	if len(line) > 0 {
		lines = append(lines, line)
	}
	return lines
}

// breakWord cuts a word so that its head fits the room; the head has at least one rune.
func (s *sheet) breakWord(w word, room vg.Length) (head, tail word) {
	head.space = w.space
	for i, f := range w.parts {
		if head.width+f.width <= room {
			head.parts, head.width = append(head.parts, f), head.width+f.width
			continue
		}
		runes := []rune(f.text)
		n := s.face(f.st).fitting(f.text, f.st.size, room-head.width)
		if n == 0 && len(head.parts) == 0 {
			n = 1
		}
		if n > 0 {
			t := string(runes[:n])
			hf := fragment{span{t, f.st}, s.width(t, f.st)}
			head.parts, head.width = append(head.parts, hf), head.width+hf.width
		}
		if n < len(runes) {
			t := string(runes[n:])
			tail.parts = append(tail.parts, fragment{span{t, f.st}, s.width(t, f.st)})
		}
		tail.parts = append(tail.parts, w.parts[i+1:]...)
		break
	}
	for _, f := range tail.parts {
		tail.width += f.width
	}
	return head, tail
}

// balance wraps to as few lines as the room allows and then narrows the lines
// while their number stays, so that no word is left alone on the last one.
func (s *sheet) balance(words []word, room vg.Length) [][]word {
	lines := s.wrap(words, room)
	if len(lines) < 2 {
		return lines
	}
	lo, hi := room/2, room
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		if try := s.wrap(words, mid); len(try) <= len(lines) {
			lines, hi = try, mid
		} else {
			lo = mid
		}
	}
	return lines
}
