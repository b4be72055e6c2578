package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/capplan/capplan/internal/unit"
)

// spokenNumbers are the numbers that prose writes out.
var spokenNumbers = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
	"twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "hundred": "100",
}

// spokenUnits are the units that prose writes out.
var spokenUnits = map[string]string{
	"kilowatt": "kW", "megawatt": "MW", "gigawatt": "GW", "terawatt": "TW",
	"petaflop": "PFLOP/s", "exaflop": "EFLOP/s", "zettaflop": "ZFLOP/s", "petaflop/": "PFLOP/s", "exaflop/": "EFLOP/s", "zettaflop/": "ZFLOP/s",
}

// scales are the words that multiply the number before them.
var scales = []string{"hundred", "thousand", "million", "billion", "trillion"}

// isScaleOrUnit reports whether a word asks for a number before it, so that "a" in front of it is one: "a million", "a gigawatt".
func isScaleOrUnit(word string) bool {
	word = strings.ToLower(word)
	return slices.Contains(scales, word) || spokenUnits[word] != "" || slices.Contains([]string{"kw", "mw", "gw", "tw"}, word)
}

// hyphened is a number that a hyphen joins to its unit: 2-gigawatt, 500-MW.
var hyphened = regexp.MustCompile(`^([0-9][0-9.,]*)-([A-Za-z]+)$`)

// spoken writes an amount as it is read everywhere: "two gigawatts" as "2 GW", "four million" as "4 million", "half a million" as "0.5 million", "a hundred
// thousand" as "100 thousand". What is written so already stays.
func spoken(text string) string {
	words := strings.Fields(text)
	changed := false
	if len(words) == 1 {
		if m := hyphened.FindStringSubmatch(text); m != nil && isScaleOrUnit(strings.TrimSuffix(m[2], "s")) {
			words, changed = m[1:], true
		}
	}
	if len(words) > 2 && strings.EqualFold(words[0], "half") && isArticle(words[1]) && isScaleOrUnit(words[2]) {
		words, changed = append([]string{"0.5"}, words[2:]...), true
	}
	if len(words) > 1 && isArticle(words[0]) && isScaleOrUnit(words[1]) {
		words[0], changed = "1", true
	}
	for i, w := range words {
		low := strings.ToLower(w)
		if n, is := spokenNumbers[low]; is && i == 0 {
			words[i], changed = n, true
		}
		if u, is := spokenUnits[strings.TrimSuffix(low, "s")]; is && i > 0 {
			words[i], changed = u, true
		}
		if slices.Contains(scales, low) && low != w { // 4 Million
			words[i], changed = low, true
		}
	}
	if len(words) > 2 && isWhole(words[0]) && strings.EqualFold(words[1], "hundred") && slices.Contains(scales[1:], strings.ToLower(words[2])) {
		words, changed = append([]string{words[0] + "00"}, words[2:]...), true
	}
	if !changed {
		return text
	}
	return strings.Join(words, " ")
}

// How the press writes counts and no unit of this program does: 4m, 4mn, 1.2bn, 4 000 000. The last is a trap: 200.000 is 200 to some and 200,000 to others.
var (
	pressScale = regexp.MustCompile(`^([0-9][0-9.,]*)\s?(?i:(m|mn|mln|mio)|(bn))$`)
	spaced     = regexp.MustCompile(`^[0-9]{1,3}([\s\x{a0}\x{2009}\x{202f}][0-9]{3})+$`)
	dotted     = regexp.MustCompile(`^[1-9][0-9]{0,2}(\.[0-9]{3})+$`)
	spaceOfAny = regexp.MustCompile(`[\s\x{a0}\x{2009}\x{202f}]`)
)

// spokenCount is spoken for counts.
func spokenCount(text string) string {
	if m := pressScale.FindStringSubmatch(text); m != nil {
		if m[3] != "" {
			return m[1] + "B"
		}
		return m[1] + "M"
	}
	if spaced.MatchString(text) {
		return spaceOfAny.ReplaceAllString(text, "")
	}
	return spoken(text)
}

func isArticle(word string) bool {
	return slices.Contains([]string{"a", "an", "each", "every"}, strings.ToLower(word))
}

// isWhole reports whether a word is a whole number in plain digits.
func isWhole(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// twoNumbers are 1.4–1.6, 1.4..1.6, 1M-1.5M.
var twoNumbers = regexp.MustCompile(`^~?[0-9][0-9.,]*[kKmMbB]?(?:-|–|—|\.\.)[0-9]`)

// isRange reports whether a word is two numbers.
func isRange(word string) bool { return twoNumbers.MatchString(word) }

// amount is the longest beginning of the words that is a quantity of that unit; 0 words if there is none. asked is how flags take it.
func (c *Claim) amount(words []Piece, u unit.Unit) (x float64, n int, asked string) {
	say := spoken
	if u.Exp == (unit.Exponents{}) {
		say = spokenCount
	}
	for n := min(len(words), 6); n > 0; n-- {
		if noun(words[n-1].Text) != nil {
			continue // "4 million chips" is a count too, but what is counted is read apart
		}
		asked := say(c.span(words[:n]).Text)
		if x, err := unit.ParseIn(asked, u, bareIn(u)); err == nil {
			return x, n, asked
		}
	}
	return 0, 0, ""
}

// bareIn lets counts be bare and nothing else.
func bareIn(u unit.Unit) float64 {
	if u.Exp == (unit.Exponents{}) {
		return 1
	}
	return 0
}
