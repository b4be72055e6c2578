package check

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Piece is a part of a text and where it begins, in bytes.
type Piece struct {
	Text string
	At   int
}

// form is how to write a claim.
const form = `write "<power> is <count> <chip>", such as "2 GW is 4 million H100", "2 GW of Trainium2 is 1.9M chips" or "2 GW is 5 ZFLOP/s of GB300"`

// Claim is a sentence of the form "<power> is <count> <chip>", taken apart.
type Claim struct {
	Text      string
	Power     Piece   // as typed: "two gigawatts"
	Asked     string  // the power as a flag takes it: "2 GW"
	Watts     float64 // what it means
	Basis     string  // the boundary if the sentence names one, else empty
	Chip      Piece   // the name of the chip as typed; empty if the sentence has none
	Amount    Piece   // as typed: "4 million"
	Value     float64 // in base units of what is counted
	Bound     Bound   // whether the count is the least or the most; a bound of the power is one of the count the other way round
	Counted   *quantity.Spec
	Servers   bool   // systems are counted, and called servers, which a system of racks is not
	Peak      bool   // throughput is claimed: the dense peak at Precision, or at that of the question
	Precision string // if the sentence names one, else empty

	per bool // the power is the unit alone, of "per GW"
}

// ParseClaim reads a claim. Every error is a [*SyntaxError]. Whether there is such a chip is not its business.
func ParseClaim(text string) (*Claim, error) {
	if len(text) > maxText {
		return nil, &SyntaxError{text, 0, "", "too long for a claim", form}
	}
	c, err := parseClaim(text)
	var wrong *SyntaxError
	if errors.As(err, &wrong) && wrong.Advice == form {
		if near := NearestForm(text); near != "" {
			wrong.Advice = "write " + near
		}
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

func parseClaim(text string) (*Claim, error) {
	c := &Claim{Text: text}
	words := split(text)
	at, next, reversed := verbOf(words)
	no, negative := negated(words)
	switch {
	case len(words) == 0:
		return nil, &SyntaxError{text, 0, "", "an empty claim", form}
	case negative:
		return nil, c.fault([]Piece{no}, "a claim says what is so, not what is not", "leave the word out; a claim that fails ends with 3")
	case at < 0:
		return nil, &SyntaxError{text, len(text), "", `there is no "is" between the power and what it comes to`, form}
	case at == 0:
		return nil, &SyntaxError{text, words[0].At, words[0].Text, `no power stands before it`, form}
	case next >= len(words):
		return nil, &SyntaxError{text, words[at].At, words[at].Text, `nothing stands after it`, form}
	}
	first, second := words[:at], words[next:]
	if strings.EqualFold(words[at].Text, "per") && len(second) == 1 && isScaleOrUnit(strings.TrimSuffix(second[0].Text, "s")) {
		c.per = true // "400k GB200 per GW"
	}
	if c.isPower(first) && c.isPower(second) {
		return nil, c.fault(second, "a second power; a count stands beside the first", form)
	}
	if reversed || c.isPower(second) && !c.isPower(first) { // "1.9M Trainium2 are 2 GW"
		first, second = second, first
	}
	bound, err := c.subject(first)
	if err != nil {
		return nil, err
	}
	if err := c.object(second); err != nil {
		return nil, err
	}
	if bound != Both && c.Bound != Both {
		return nil, c.fault(first, "the power and the count are both bounds", "leave one out: a bound on both says nothing that can be judged")
	}
	if c.Bound == Both {
		c.Bound = bound.other()
	}
	if c.Counted == capacity.Chips.Spec && c.Value == 1 {
		return nil, c.single()
	}
	return c, nil
}

// isPower reports whether words begin with a power.
func (c *Claim) isPower(words []Piece) bool {
	_, words = boundBefore(words)
	_, n, _ := c.amount(words, unit.For[unit.Watt]())
	return n > 0
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

// noRange refuses two numbers, and a number that means one thing here and another there.
func (c *Claim) noRange(words []Piece) error {
	if len(words) == 0 {
		return nil
	}
	w := words[0].Text
	switch {
	case isRange(w) || strings.EqualFold(w, "between") || strings.EqualFold(w, "from") || len(words) > 1 && (isRange(words[1].Text) || isDash(words[1].Text)):
		return c.fault(words[:1], "a claim names one number, not two", "name one; a range is a condition, such as --fail-if 'capacity.chips outside 1.5M..2.5M'")
	case dotted(w) && (len(words) == 1 || !isScaleOrUnit(words[1].Text)):
		return c.fault(words[:1], "a point stands before decimals here", "write "+strings.ReplaceAll(w, ".", ",")+" if thousands are meant")
	}
	return nil
}

func isDash(w string) bool { return w == "-" || w == "–" || w == "—" }

// subject reads "2 GW", "2 GW of Trainium2", "2 GW of IT power", "2 GW of IT power of Trainium2", and what bounds it.
func (c *Claim) subject(words []Piece) (Bound, error) {
	before, words := boundBefore(words)
	if err := c.noRange(words); err != nil {
		return Both, err
	}
	x, n, asked := c.amount(words, unit.For[unit.Watt]())
	if c.per {
		one := "1 " + words[0].Text
		if v, err := unit.ParseIn(spoken(one), unit.For[unit.Watt](), 0); err == nil {
			x, n, asked = v, 1, spoken(one)
		}
	}
	if n == 0 {
		return Both, c.noAmount(words, unit.For[unit.Watt](), "a power stands first")
	}
	if x <= 0 {
		return Both, c.fault(words[:n], "more than 0 is wanted", form)
	}
	c.Power, c.Watts, c.Asked = c.span(words[:n]), x, asked
	after, rest := boundAfter(words[n:])
	if before != Both && after != Both {
		return Both, c.fault(words, "the power has two bounds", "leave one out")
	}
	return cmp.Or(before, after), c.about(rest)
}

// about reads what stands behind the power: of which chip, at which boundary.
func (c *Claim) about(words []Piece) error {
	for len(words) > 0 {
		link := ""
		if isLink(words[0]) {
			link, words = words[0].Text, words[1:]
		}
		end := slices.IndexFunc(words, isLink)
		if end < 0 {
			end = len(words)
		}
		part := words[:end]
		words = words[end:]
		basis, isBasis := boundary(link, c.span(part).Text)
		switch {
		case len(part) == 0:
			return &SyntaxError{c.Text, c.span(words).At, "", `"of" is followed by nothing`, form}
		case isBasis:
			if err := c.setBoundary(part, basis); err != nil {
				return err
			}
		case leading(part, []string{"each", "apiece"}) > 0:
			return c.fault(part, "a claim is about the power of all chips together", form)
		case link == "":
			return c.fault(part, "what stands between the power and \"is\"", form)
		case c.Chip.Text != "":
			return c.fault(part, "a second chip", "a claim is about one chip; capplan mix computes fleets of several")
		default:
			c.Chip = c.span(bare(part))
		}
	}
	return nil
}

// bare is the name of a chip without what a power of it may be called: H100 GPUs, Trainium2 capacity.
func bare(words []Piece) []Piece {
	for n := len(words); n > 1; n-- {
		w := strings.ToLower(words[n-1].Text)
		if noun(w) == nil && w != "capacity" && w != "power" && w != "compute" {
			return words[:n]
		}
	}
	return words[:1]
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
