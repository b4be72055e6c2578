package check

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// scaleWords are what people mistype between a number and a chip.
var scaleWords = []string{"thousand", "million", "billion", "trillion"}

// object reads "4 million H100", "at least 1.9M chips at the rack", "12,000 racks of GB200", "5 ZFLOP/s of fp8 of GB300".
func (c *Claim) object(words []Piece) error {
	all := words
	before, words := boundBefore(words)
	if err := c.noRange(words); err != nil {
		return err
	}
	var n int
	if c.Value, n, _ = c.amount(words, unit.For[unit.FlopPerSecond]()); n > 0 {
		c.Peak = true
	} else if c.Value, n, _ = c.amount(words, unit.For[unit.Number]()); n == 0 {
		if len(all) > 1 && leading(all, []string{"a", "an", "each", "every"}) == 1 && hasDigit(all[1].Text) {
			return c.single() // "each H100"
		}
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
	mid := Both
	if n := leading(rest, []string{"+", "-plus", "or more", "or fewer", "or less"}); n > 0 { // "4M+ H100"
		mid, _ = boundAfter(rest[:n])
		rest = rest[n:]
	}
	after, rest := boundAfter(rest)
	c.Bound = cmp.Or(before, mid, after)
	if before != Both && mid != Both || cmp.Or(before, mid) != Both && after != Both {
		return c.fault(words, "the count has two bounds", "leave one out")
	}
	rest, err := c.takeBoundary(rest)
	if err != nil {
		return err
	}
	if late, r := boundAfter(rest); late == Both {
		rest = r
	}
	if c.Peak {
		return c.throughput(rest)
	}
	return c.things(rest)
}

func hasDigit(w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) }

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
	if len(words) > 3 && noun(words[1].Text) != nil && isRackSize(words[0].Text) && strings.EqualFold(words[2].Text, "of") { // "NVL72 racks of GB200"
		words = words[1:]
	}
	if len(words) > 0 {
		if s := noun(words[0].Text); s != nil {
			c.Counted, words = s, words[1:]
			for s == capacity.H100e.Spec && len(words) > 0 && noun(words[0].Text) == capacity.Chips.Spec { // "H100-equivalent GPUs"
				words = words[1:]
			}
		} else if s := noun(words[len(words)-1].Text); s != nil {
			c.Counted, words = s, words[:len(words)-1]
		} else if namesSystem(words) {
			c.Counted = capacity.Units.Spec
		} else if leading(words, servers) > 0 { // "100k servers of H100"
			c.Counted, c.Servers, words = capacity.Units.Spec, true, words[1:]
		}
		if n := len(words); n > 1 && trailing(words, servers) > 0 {
			c.Servers = true
		}
	}
	if len(words) > 1 {
		if near := suggest.Suggest(words[0].Text, scaleWords); near != "" {
			return c.fault(words[:1], "unknown number word", "did you mean "+near+"?")
		}
	}
	return c.nameChip(words)
}

// servers are words for a system that is one computer.
var servers = []string{"server", "servers", "node", "nodes"}

// namesSystem reports whether a name is that of a whole system, which is what a count before it counts: "Trainium2 UltraServers", "GB200 NVL72", "DGX H100", "trn2
// servers".
func namesSystem(words []Piece) bool {
	if len(words) < 2 {
		return false // an id such as gb200-nvl72 says which profile is meant, and not what is counted
	}
	last := strings.ToLower(words[len(words)-1].Text)
	return slices.Contains([]string{"ultraserver", "ultraservers"}, last) || slices.Contains(servers, last) || isRackSize(last) ||
		leading(words, []string{"dgx", "hgx"}) > 0
}

// isRackSize reports whether a word is a rack by the number of its chips: NVL72.
func isRackSize(word string) bool {
	size, is := strings.CutPrefix(strings.TrimSuffix(strings.ToLower(word), "s"), "nvl")
	return is && size != "" && isWhole(size)
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
		advice := "name it once"
		if strings.EqualFold(strings.TrimSuffix(c.span(words).Text, "s"), "h100") {
			advice = "name it once; if H100-equivalents are meant, write so"
		}
		return c.fault(words, "a second chip; the first is "+shorten(c.Chip.Text), advice)
	}
	c.Chip = c.span(words)
	return nil
}

// makers are the firms whose name may stand before that of their chip.
var makers = []string{"nvidia", "aws", "amazon", "google", "amd", "intel", "meta", "microsoft", "openai", "huawei", "tenstorrent"}

// Names are the names under which the chip of a claim may be known, the likeliest first: as typed, without a plural, without its maker, with its parts joined, without
// the word for servers.
func (c *Claim) Names() []string {
	var out []string
	add := func(s string) {
		if s = strings.ToLower(strings.TrimSpace(s)); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	name := strings.NewReplacer("'s ", " ", "’s ", " ", "(", "", ")", "").Replace(strings.TrimPrefix(c.Chip.Text, "the "))
	forms := []string{name}
	if maker, rest, ok := strings.Cut(name, " "); ok && slices.Contains(makers, strings.ToLower(maker)) {
		forms = append(forms, rest)
	}
	for _, f := range forms {
		if i := strings.LastIndexByte(f, ' '); c.Servers && i > 0 && slices.Contains(servers, strings.ToLower(f[i+1:])) {
			forms = append(forms, f[:i])
		}
	}
	for _, f := range forms {
		for _, g := range []string{f, strings.TrimSuffix(f, "s")} {
			add(g)
			add(strings.ReplaceAll(g, " ", "-"))
			add(strings.ReplaceAll(g, " ", ""))
			add(strings.NewReplacer(" ", "", "-", "").Replace(g))
		}
	}
	return out
}
