package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/quantity"
)

// signs are what may stand between words without a space: 2GW=4M, ~4M, >400k.
const signs = "=≈≃~<>≥≤→"

// split parts a text into words and signs, and knows where they stood. Full stops at the end of a sentence, commas behind a word and quotation marks are no part
// of it.
func split(text string) []Piece {
	end := len(strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".?!", r) }))
	var out []Piece
	start := 0
	flush := func(at int) {
		if start < at {
			out = append(out, splitPlus(trimmed(Piece{text[start:at], start}))...)
		}
	}
	for at := 0; at < end; {
		r, size := utf8.DecodeRuneInString(text[at:])
		n := 0 // bytes of a sign
		switch {
		case unicode.IsSpace(r):
			flush(at)
			start = at + size
		case strings.HasPrefix(text[at:end], "->"):
			n = 2
		case strings.ContainsRune(signs, r):
			n = size
			for at+n < end {
				next, size := utf8.DecodeRuneInString(text[at+n:])
				if !strings.ContainsRune("=<>", next) {
					break
				}
				n += size
			}
		}
		if n > 0 {
			flush(at)
			out = append(out, Piece{text[at : at+n], at})
			size, start = n, at+n
		}
		at += size
	}
	flush(end)
	return out
}

// trimmed is a word without what stands around words in prose. A colon is left: it can be the verb.
func trimmed(p Piece) Piece {
	if t := strings.TrimLeft(p.Text, `"'“‘`); t != p.Text {
		p = Piece{t, p.At + len(p.Text) - len(t)}
	}
	p.Text = strings.TrimRight(p.Text, `"'”’,;`)
	return p
}

// splitPlus takes "+" from the end of a number, "-plus" from that of an amount, and ":" from that of any word.
func splitPlus(p Piece) []Piece {
	last := len(p.Text) - 1
	if head, is := strings.CutSuffix(strings.ToLower(p.Text), "-plus"); is && len(head) == last-4 && (isScaleOrUnit(head) || head != "" && isDigit(head[0])) {
		return []Piece{{p.Text[:last-4], p.At}, {p.Text[last-4:], p.At + last - 4}}
	}
	switch {
	case last < 0:
		return nil
	case last > 0 && (p.Text[last] == ':' || p.Text[last] == '+' && isDigit(p.Text[0])):
		return []Piece{{p.Text[:last], p.At}, {p.Text[last:], p.At + last}}
	}
	return []Piece{p}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// leading is how many words one of the phrases takes at the beginning; the longest counts, 0 is none.
func leading(words []Piece, phrases []string) int {
	best := 0
	for _, phrase := range phrases {
		n := 0
		for want := range strings.FieldsSeq(phrase) {
			if n == len(words) || !strings.EqualFold(words[n].Text, want) {
				n = 0
				break
			}
			n++
		}
		best = max(best, n)
	}
	return best
}

// trailing is leading at the end of the words.
func trailing(words []Piece, phrases []string) int {
	best := 0
	for _, phrase := range phrases {
		if n := len(strings.Fields(phrase)); n <= len(words) && n > best && leading(words[len(words)-n:], []string{phrase}) == n {
			best = n
		}
	}
	return best
}

// Words beside a number that do not change it. "Up to" is among them: it says what can be reached, so the number has to be one that is.
var (
	vagueBefore = []string{"about", "around", "roughly", "approximately", "approx", "approx.", "circa", "ca", "ca.", "some", "nearly", "almost", "exactly", "precisely",
		"close to", "just over", "just under", "just above", "just below", "slightly over", "slightly under", "slightly more than", "slightly less than",
		"up to", "as many as", "as much as", "a total of", "a", "an", "the", "each", "every", "~", "≈", "≃", "="}
	vagueAfter = []string{"roughly", "approximately", "approx", "approx.", "or so", "more or less", "give or take", "in total", "in all", "altogether", "exactly"}
)

// dropVague leaves out what stands before a number without changing it.
func dropVague(words []Piece) []Piece {
	for {
		n := leading(words, vagueBefore)
		if n == 0 || n == len(words) || n == 1 && isArticle(words[0].Text) && isScaleOrUnit(words[1].Text) { // "a million" is a number
			return words
		}
		words = words[n:]
	}
}

// Bound says that a claim is of one side only.
type Bound string

// The bounds of claims.
const (
	Both    Bound = ""         // the number itself is claimed
	AtLeast Bound = "at least" // so many or more
	AtMost  Bound = "at most"  // so many or fewer
)

// other is the bound on the count that a bound on the power comes to: chips that need at least 2 GW are at most what 2 GW is.
func (b Bound) other() Bound {
	switch b {
	case AtLeast:
		return AtMost
	case AtMost:
		return AtLeast
	}
	return Both
}

var (
	lowBefore = []string{"at least", "no less than", "no fewer than", "not less than", "not fewer than", "more than", "well over", "well above", "well more than", "over",
		"above", "upwards of", "upward of", "in excess of", "greater than", "a minimum of", ">", ">=", "≥"}
	highBefore = []string{"at most", "no more than", "not more than", "less than", "fewer than", "under", "below", "well under", "well below", "a maximum of", "<", "<=", "≤"}
	lowAfter   = []string{"or more", "and more", "+", "-plus", "plus", "at least", "at a minimum"}
	highAfter  = []string{"or less", "or fewer", "at most", "at the most"}
)

// boundBefore takes the bound and what is vague from before a number.
func boundBefore(words []Piece) (Bound, []Piece) {
	words = dropVague(words)
	for bound, phrases := range map[Bound][]string{AtLeast: lowBefore, AtMost: highBefore} {
		if n := leading(words, phrases); n > 0 && n < len(words) {
			return bound, dropVague(words[n:])
		}
	}
	return Both, words
}

// boundAfter takes the bound and what is vague from behind a number or a name.
func boundAfter(words []Piece) (Bound, []Piece) {
	bound := Both
	for {
		if n := trailing(words, vagueAfter); n > 0 {
			words = words[:len(words)-n]
		} else if n := trailing(words, lowAfter); n > 0 && bound == Both {
			bound, words = AtLeast, words[:len(words)-n]
		} else if n := trailing(words, highAfter); n > 0 && bound == Both {
			bound, words = AtMost, words[:len(words)-n]
		} else {
			return bound, words
		}
	}
}

// verb is a way to say that a power is so many chips, or that so many chips are a power. Its first word is in the plural or after "can"; third is its form
// after one thing, and rest what follows either.
type verb struct {
	base, third, rest string
	reversed          bool // the chips stand first
}

var verbs = []verb{
	{base: "be", third: "is"}, {base: "are"}, {base: "equal", third: "equals"}, {base: "="}, {base: "=="}, {base: "≈"}, {base: "≃"}, {base: "~"}, {base: "~="}, {base: "→"},
	{base: "->"}, {base: "=>"}, {base: ":"}, {base: "give", third: "gives"}, {base: "power", third: "powers"}, {base: "feed", third: "feeds"}, {base: "run", third: "runs"},
	{base: "support", third: "supports"}, {base: "mean", third: "means"}, {base: "hold", third: "holds"}, {base: "host", third: "hosts"},
	{base: "house", third: "houses"}, {base: "contain", third: "contains"}, {base: "have", third: "has"}, {base: "buy", third: "buys"}, {base: "fit", third: "fits"},
	{base: "accommodate", third: "accommodates"}, {base: "sustain", third: "sustains"}, {base: "drive", third: "drives"}, {base: "serve", third: "serves"},
	{base: "amount", third: "amounts", rest: "to"}, {base: "come", third: "comes", rest: "to"}, {base: "work", third: "works", rest: "out at"},
	{base: "work", third: "works", rest: "out to"}, {base: "correspond", third: "corresponds", rest: "to"}, {base: "translate", third: "translates", rest: "to"},
	{base: "translate", third: "translates", rest: "into"}, {base: "add", third: "adds", rest: "up to"},

	{base: "take", third: "takes", reversed: true}, {base: "need", third: "needs", reversed: true}, {base: "draw", third: "draws", reversed: true},
	{base: "use", third: "uses", reversed: true}, {base: "require", third: "requires", reversed: true}, {base: "consume", third: "consumes", reversed: true},
	{base: "burn", third: "burns", reversed: true}, {base: "pull", third: "pulls", reversed: true}, {base: "run", third: "runs", rest: "on", reversed: true},
	{base: "fit", third: "fits", rest: "in", reversed: true}, {base: "fit", third: "fits", rest: "into", reversed: true}, {base: "are", rest: "powered by", reversed: true},
	{base: "per", reversed: true},
}

var (
	modals = []string{"can", "could", "will", "would", "may", "might", "should", "must"}
	// after "is": "is enough to power 4M", "is equivalent to", "is worth"
	linking = []string{"equal to", "equivalent to", "the equivalent of", "the same as", "enough for", "sufficient for", "enough to power", "enough to run", "enough to feed",
		"sufficient to power", "sufficient to run", "worth"}
)

// verbOf finds the verb and the words before it that only say that it may be so: "can power", "will run". next is where the rest begins.
func verbOf(words []Piece) (at, next int, reversed bool) {
	for i := range words {
		n := 0
		for _, v := range verbs {
			for _, form := range []string{v.base, v.third} {
				if form == "" || (form == "be" || form == "power") && !follows(words, i, modals) { // "2 GW of IT power" has no verb
					continue
				}
				if k := leading(words[i:], []string{form + " " + v.rest}); k > n {
					n, reversed = k, v.reversed
				}
			}
		}
		if n == 0 || i == 0 && strings.ContainsAny(words[0].Text, signs) { // "~2 GW is ..."
			continue
		}
		at, next = i, i+n
		if follows(words, i, modals) {
			at--
		}
		return at, next + leading(words[next:], linking), reversed
	}
	return -1, -1, false
}

func follows(words []Piece, i int, before []string) bool {
	return i > 0 && leading(words[i-1:i], before) == 1
}

// negations make the opposite of a claim, which is another claim.
var negations = []string{"not", "isn't", "isn’t", "aren't", "aren’t", "never", "cannot", "can't", "can’t", "won't", "won’t", "doesn't", "doesn’t", "don't", "don’t"}

// negated is the word that makes a claim its opposite; false where there is none. "Not more than" is a bound.
func negated(words []Piece) (Piece, bool) {
	for i, w := range words {
		if slices.Contains(negations, strings.ToLower(w.Text)) && leading(words[i:], lowBefore)+leading(words[i:], highBefore) == 0 {
			return w, true
		}
	}
	return Piece{}, false
}

// counted are the words for what a claim may count.
var counted = map[string]*quantity.Spec{
	"chip": capacity.Chips.Spec, "package": capacity.Chips.Spec, "gpu": capacity.Chips.Spec, "accelerator": capacity.Chips.Spec, "processor": capacity.Chips.Spec,
	"tpus": capacity.Chips.Spec, "asic": capacity.Chips.Spec, // "TPU v7" begins with a maker's word, so one TPU is no noun
	"die": capacity.Dies.Spec, "rack": capacity.Racks.Spec, "system": capacity.Units.Spec,
	"h100e": capacity.H100e.Spec, "h100-equivalent": capacity.H100e.Spec,
}

// noun is what a word says is counted, nil if it is no such word.
func noun(word string) *quantity.Spec {
	word = strings.ToLower(word)
	if s := counted[word]; s != nil {
		return s
	}
	return counted[strings.TrimSuffix(word, "s")]
}
