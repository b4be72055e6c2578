package check

import (
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

// hyphened takes a number from the unit that a hyphen joins to it: 2-gigawatt, 500-MW.
func hyphened(text string) ([]string, bool) {
	number, word, is := strings.Cut(text, "-")
	return []string{number, word}, is && isNumeral(number) && isScaleOrUnit(strings.TrimSuffix(word, "s"))
}

// isNumeral reports whether a text is digits with separators.
func isNumeral(s string) bool {
	return s != "" && isDigit(s[0]) && strings.Trim(s, "0123456789.,") == ""
}

// spoken writes an amount as it is read everywhere: "two gigawatts" as "2 GW", "four million" as "4 million", "half a million" as "0.5 million", "a hundred
// thousand" as "100 thousand". What is written so already stays.
func spoken(text string) string {
	words := strings.Fields(text)
	changed := false
	if len(words) == 1 {
		if parts, is := hyphened(text); is {
			words, changed = parts, true
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

// spokenCount is spoken for counts, which the press also writes as no unit of this program is: 4m, 4mn, 1.2bn, 4 000 000.
func spokenCount(text string) string {
	number := strings.TrimRightFunc(text, unicode.IsLetter)
	scale := strings.ToLower(text[len(number):])
	switch number = strings.TrimSpace(number); {
	case !isNumeral(number):
	case slices.Contains([]string{"m", "mn", "mln", "mio"}, scale):
		return number + "M"
	case scale == "bn":
		return number + "B"
	}
	if groups := strings.Fields(text); inThousands(groups) {
		return strings.Join(groups, "")
	}
	return spoken(text)
}

// dotted reports whether a number is a trap: 200.000 is 200 to some and 200,000 to others.
func dotted(s string) bool { return !strings.HasPrefix(s, "0") && inThousands(strings.Split(s, ".")) }

// inThousands reports whether texts are the groups of three digits of a number, two of them or more.
func inThousands(groups []string) bool {
	for i, g := range groups {
		if g == "" || !isWhole(g) || len(g) > 3 || i > 0 && len(g) != 3 {
			return false
		}
	}
	return len(groups) > 1
}

func isArticle(word string) bool {
	return slices.Contains([]string{"a", "an", "each", "every"}, strings.ToLower(word))
}

// isWhole reports whether a word is a whole number in plain digits.
func isWhole(word string) bool { return strings.Trim(word, "0123456789") == "" }

// isRange reports whether a word is two numbers: 1.4–1.6, 1.4..1.6, 1M-1.5M.
func isRange(word string) bool {
	for _, dash := range []string{"–", "—", "..", "-"} {
		low, high, two := strings.Cut(word, dash)
		if two && isNumeral(strings.TrimRight(low, "kKmMbB")) && high != "" && isDigit(high[0]) {
			return true
		}
	}
	return false
}

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
