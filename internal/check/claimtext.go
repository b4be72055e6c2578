package check

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// Piece is a part of a text and where it begins, in bytes.
type Piece struct {
	Text string
	At   int
}

// Claim is a sentence of the form "<power> is <count> <chip>", taken apart.
type Claim struct {
	Text      string
	Power     Piece   // as typed: "2 GW"
	Watts     float64 // what it means
	Basis     string  // the boundary if the sentence names one, else empty
	Chip      Piece   // the name of the chip as typed; empty if the sentence has none
	Amount    Piece   // as typed: "4 million"
	Value     float64 // in base units of what is counted
	Counted   *quantity.Spec
	Peak      bool   // throughput is claimed: the dense peak at Precision, or at that of the question
	Precision string // if the sentence names one, else empty
}

// form is how to write a claim.
const form = `write "<power> is <count> <chip>", such as "2 GW is 4 million H100", "2 GW of Trainium2 is 1.9M chips" or "2 GW is 5 ZFLOP/s of GB300"`

// counted are the words for what a claim may count.
var counted = map[string]*quantity.Spec{
	"chip": capacity.Chips.Spec, "package": capacity.Chips.Spec, "gpu": capacity.Chips.Spec, "accelerator": capacity.Chips.Spec,
	"die": capacity.Dies.Spec, "rack": capacity.Racks.Spec, "system": capacity.Units.Spec,
	"h100e": capacity.H100e.Spec, "h100-equivalent": capacity.H100e.Spec,
}

// scaleWords are what people mistype between a number and a chip.
var scaleWords = []string{"thousand", "million", "billion", "trillion"}

// ParseClaim reads a claim. Every error is a [*SyntaxError]. Whether there is such a chip is not its business.
func ParseClaim(text string) (*Claim, error) {
	c := &Claim{Text: text}
	if len(text) > maxText {
		return nil, &SyntaxError{text, 0, "", "too long for a claim", form}
	}
	words := split(text)
	verb, next, reversed := verbOf(words)
	switch {
	case len(words) == 0:
		return nil, &SyntaxError{text, 0, "", "an empty claim", form}
	case verb < 0:
		return nil, &SyntaxError{text, len(text), "", `there is no "is" between the power and what it comes to`, form}
	case verb == 0:
		return nil, &SyntaxError{text, words[0].At, words[0].Text, `no power stands before it`, form}
	case next >= len(words):
		return nil, &SyntaxError{text, words[verb].At, words[verb].Text, `nothing stands after it`, form}
	}
	first, second := words[:verb], words[next:]
	if c.isPower(first) && c.isPower(second) {
		return nil, c.fault(second, "a second power; a count stands beside the first", form)
	}
	if reversed || c.isPower(second) && !c.isPower(first) { // "1.9M Trainium2 are 2 GW"
		first, second = second, first
	}
	if err := c.subject(first); err != nil {
		return nil, err
	}
	return c, c.object(second)
}

// isPower reports whether words begin with a power.
func (c *Claim) isPower(words []Piece) bool {
	_, n := c.amount(dropVague(words), unit.For[unit.Watt]())
	return n > 0
}

// split parts a text at white space, and knows where the parts stood. Full stops and the like at the end of a sentence are no part of it.
func split(text string) []Piece {
	end := len(strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".?!", r) }))
	var out []Piece
	start := -1
	for i, r := range text[:end] {
		switch {
		case unicode.IsSpace(r) && start >= 0:
			out = append(out, Piece{text[start:i], start})
			start = -1
		case !unicode.IsSpace(r) && start < 0:
			start = i
		}
	}
	if start >= 0 {
		out = append(out, Piece{text[start:end], start})
	}
	return out
}

// span is the words as they stand in the text.
func (c *Claim) span(words []Piece) Piece {
	if len(words) == 0 {
		return Piece{"", len(c.Text)}
	}
	last := words[len(words)-1]
	return Piece{c.Text[words[0].At : last.At+len(last.Text)], words[0].At}
}

// fault is an error about some words.
func (c *Claim) fault(words []Piece, problem, advice string) error {
	p := c.span(words)
	return &SyntaxError{c.Text, p.At, p.Text, problem, advice}
}

// amount is the longest beginning of the words that is a quantity of that unit; 0 words if there is none.
func (c *Claim) amount(words []Piece, u unit.Unit) (x float64, n int) {
	for n := min(len(words), 6); n > 0; n-- {
		if noun(words[n-1].Text) != nil {
			continue // "4 million chips" is a count too, but what is counted is read apart
		}
		if x, err := unit.ParseIn(spoken(c.span(words[:n]).Text), u, bareIn(u)); err == nil {
			return x, n
		}
	}
	return 0, 0
}

// bareIn lets counts be bare and nothing else.
func bareIn(u unit.Unit) float64 {
	if u.Exp == (unit.Exponents{}) {
		return 1
	}
	return 0
}

// vague are words before a number that do not change it.
func dropVague(words []Piece) []Piece {
	for len(words) > 1 && slices.Contains([]string{"about", "around", "roughly", "approximately", "some", "a", "an", "the", "~", "worth"}, strings.ToLower(words[0].Text)) {
		if isArticle(words[0].Text) && isScaleOrUnit(words[1].Text) {
			break // "a million" is a number
		}
		words = words[1:]
	}
	return words
}

// noBound refuses one-sided claims, of which "inside the interval" would be no verdict.
func (c *Claim) noBound(words []Piece) error {
	if len(words) == 0 {
		return nil
	}
	switch w := strings.ToLower(words[0].Text); {
	case w == "not" || w == "isn't" || w == "never":
		return c.fault(words[:1], "a claim says what is so, not what is not", "leave the word out; a claim that fails ends with 3")
	case isRange(w):
		return c.fault(words[:1], "a claim names one number, not two", "name one; a range is a condition, such as --fail-if 'capacity.chips outside 1.5M..2.5M'")
	case w == "at" || w == "up" || w == "over" || w == "under" || w == "more" || w == "less" || w == "below" || w == "above" || w == "almost" || w == "nearly":
		return c.fault(words[:1], "a claim names one number, not a bound", "leave the word out; a bound is a condition, such as 'capacity.chips.p5 < 1.7M'")
	}
	return nil
}

// subject reads "2 GW", "2 GW of Trainium2", "2 GW of IT power", "2 GW of IT power of Trainium2".
func (c *Claim) subject(words []Piece) error {
	words = dropVague(words)
	if err := c.noBound(words); err != nil {
		return err
	}
	x, n := c.amount(words, unit.For[unit.Watt]())
	if n == 0 {
		return c.noAmount(words, unit.For[unit.Watt](), "a power stands first")
	}
	if x <= 0 {
		return c.fault(words[:n], "more than 0 is wanted", form)
	}
	c.Power, c.Watts = c.span(words[:n]), x
	c.Power.Text = spoken(c.Power.Text) // which is asked again as it stands here
	for words = words[n:]; len(words) > 0; {
		linked := isLink(words[0])
		if linked {
			words = words[1:]
		}
		end := slices.IndexFunc(words, isLink)
		if end < 0 {
			end = len(words)
		}
		part := words[:end]
		words = words[end:]
		basis, isBasis := boundary(c.span(part).Text)
		switch {
		case len(part) == 0:
			return &SyntaxError{c.Text, c.span(words).At, "", `"of" is followed by nothing`, form}
		case isBasis && (c.Basis != "" && basis != ""):
			return c.fault(part, "a second boundary", "name one")
		case isBasis:
			c.Basis = basis
		case !linked:
			return c.fault(part, "what stands between the power and \"is\"", form)
		case c.Chip.Text != "":
			return c.fault(part, "a second chip", "a claim is about one chip; capplan mix computes fleets of several")
		default:
			c.Chip = c.span(part)
		}
	}
	return nil
}

func isLink(w Piece) bool {
	return slices.Contains([]string{"of", "in", "at"}, strings.ToLower(w.Text))
}

// boundary reads "IT power", "facility", "the racks", "(IT)"; "power" alone names none and is well.
func boundary(text string) (string, bool) {
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
		text = text[1 : len(text)-1]
	}
	text = strings.TrimPrefix(strings.ToLower(text), "the ")
	name := strings.TrimSuffix(strings.TrimSuffix(text, " power"), " load")
	if text == "power" {
		return "", true
	}
	if strings.TrimPrefix(name, "critical ") == "it" {
		name = "it"
	}
	if slices.Contains(power.Basis.Options, name) {
		return name, true
	}
	return "", false
}

// noAmount explains why no amount was read where one was wanted.
func (c *Claim) noAmount(words []Piece, u unit.Unit, problem string) error {
	// The most that can belong to it: up to the first word of another kind.
	n := 1
	if len(words) > 1 && !isLink(words[1]) {
		n = 2
	}
	if _, err := unit.ParseIn(c.span(words[:min(n, len(words))]).Text, u, bareIn(u)); err != nil {
		var why *unit.Error
		if errors.As(err, &why) && why.Problem != "does not start with a number" {
			return c.fault(words[:n], why.Problem, advise(why.Advice, form))
		}
	}
	return c.fault(words[:n], problem, form)
}

func advise(first, second string) string {
	if first == "" {
		return second
	}
	return first
}

// noun is what a word says is counted, nil if it is no such word.
func noun(word string) *quantity.Spec {
	word = strings.ToLower(word)
	if s := counted[word]; s != nil {
		return s
	}
	return counted[strings.TrimSuffix(word, "s")]
}

// object reads "4 million H100", "1.9M chips", "12,000 racks of GB200", "5 ZFLOP/s of fp8 of GB300".
func (c *Claim) object(words []Piece) error {
	words = dropVague(words)
	if err := c.noBound(words); err != nil {
		return err
	}
	var n int
	if c.Value, n = c.amount(words, unit.For[unit.FlopPerSecond]()); n > 0 {
		c.Peak = true
	} else if c.Value, n = c.amount(words, unit.For[unit.Number]()); n == 0 {
		return c.noAmount(words, unit.For[unit.Number](), `a count of chips or a throughput stands after "is"`)
	}
	c.Amount = c.span(words[:n])
	switch {
	case c.Value <= 0:
		return c.fault(words[:n], "more than 0 is wanted", form)
	case strings.Contains(c.Amount.Text, "%"):
		return c.fault(words[:n], "a share is no count", form)
	}
	rest := words[n:]
	if c.Peak {
		return c.throughput(rest)
	}
	return c.things(rest)
}

// throughput reads what stands after an amount of FLOP/s: a precision, and the chip.
func (c *Claim) throughput(words []Piece) error {
	for len(words) > 0 {
		switch w := strings.ToLower(words[0].Text); {
		case w == "sparse":
			return c.fault(words[:1], "a claim is of dense peaks", "leave the word out: whether the sparse peak makes it true is among the readings")
		case w == "of" || w == "in" || w == "dense" || w == "peak":
			words = words[1:]
		case slices.Contains(accelerators.Precision.Options, w) && c.Precision == "":
			c.Precision, words = w, words[1:]
		default:
			return c.nameChip(words)
		}
	}
	return nil
}

// things reads what stands after a count: a chip, a word for what is counted, or both in either order.
func (c *Claim) things(words []Piece) error {
	c.Counted = capacity.Chips.Spec
	if n := len(words); n > 1 && strings.EqualFold(words[0].Text, "h100") && strings.HasPrefix(strings.ToLower(words[1].Text), "equivalent") {
		c.Counted = capacity.H100e.Spec
		return c.nameChip(words[2:])
	}
	if len(words) > 0 {
		if s := noun(words[0].Text); s != nil {
			c.Counted, words = s, words[1:]
		} else if s := noun(words[len(words)-1].Text); s != nil {
			c.Counted, words = s, words[:len(words)-1]
		} else if namesSystem(words) {
			c.Counted = capacity.Units.Spec
		}
	}
	if len(words) > 1 {
		if near := suggest.Suggest(words[0].Text, scaleWords); near != "" {
			return c.fault(words[:1], "unknown number word", "did you mean "+near+"?")
		}
	}
	return c.nameChip(words)
}

// namesSystem reports whether a name is that of a whole system, which is what a count before it counts: "Trainium2 UltraServers", "GB200 NVL72", "trn2 servers".
func namesSystem(words []Piece) bool {
	if len(words) < 2 {
		return false // an id such as gb200-nvl72 says which profile is meant, and not what is counted
	}
	last := strings.ToLower(words[len(words)-1].Text)
	size, isRack := strings.CutPrefix(strings.TrimSuffix(last, "s"), "nvl")
	return slices.Contains([]string{"ultraserver", "ultraservers", "server", "servers"}, last) || isRack && size != "" && isWhole(size)
}

// nameChip takes the rest as the name of the chip.
func (c *Claim) nameChip(words []Piece) error {
	for len(words) > 0 && (isLink(words[0]) || strings.EqualFold(words[0].Text, "the")) {
		words = words[1:]
	}
	switch {
	case len(words) == 0:
		return nil
	case c.Chip.Text != "" && !strings.EqualFold(c.Chip.Text, c.span(words).Text):
		return c.fault(words, "a second chip; the first is "+shorten(c.Chip.Text), "name it once")
	}
	c.Chip = c.span(words)
	return nil
}

// Names are the names under which the chip of a claim may be known, the likeliest first: as typed, without a plural, without its maker, with its parts joined.
func (c *Claim) Names() []string {
	var out []string
	add := func(s string) {
		if s = strings.ToLower(strings.TrimSpace(s)); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	forms := []string{c.Chip.Text}
	if maker, rest, ok := strings.Cut(c.Chip.Text, " "); ok && slices.Contains([]string{"nvidia", "aws", "amazon", "google", "amd", "intel"}, strings.ToLower(maker)) {
		forms = append(forms, rest)
	}
	for _, f := range forms {
		for _, g := range []string{f, strings.TrimSuffix(f, "s")} {
			add(g)
			add(strings.ReplaceAll(g, " ", "-"))
			add(strings.ReplaceAll(g, " ", ""))
		}
	}
	return out
}
