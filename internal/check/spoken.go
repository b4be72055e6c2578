package check

import (
	"slices"
	"strings"
	"unicode"
)

// spokenNumbers are the numbers that prose writes out.
var spokenNumbers = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
	"twenty": "20", "fifty": "50", "hundred": "100",
}

// spokenUnits are the units of power that prose writes out.
var spokenUnits = map[string]string{"kilowatt": "kW", "megawatt": "MW", "gigawatt": "GW", "terawatt": "TW"}

// scales are the words that multiply the number before them.
var scales = []string{"hundred", "thousand", "million", "billion", "trillion"}

// isScaleOrUnit reports whether a word asks for a number before it, so that "a" in front of it is one: "a million", "a gigawatt".
func isScaleOrUnit(word string) bool {
	word = strings.ToLower(word)
	return slices.Contains(scales, word) || spokenUnits[word] != "" || slices.Contains([]string{"kw", "mw", "gw", "tw"}, word)
}

// spoken writes an amount as it is read everywhere: "two gigawatts" as "2 GW", "four million" as "4 million", "half a million" as "0.5 million", "a hundred
// thousand" as "100 thousand". What is written so already stays.
func spoken(text string) string {
	words := strings.Fields(text)
	changed := false
	if len(words) > 2 && strings.EqualFold(words[0], "half") && isArticle(words[1]) && isScaleOrUnit(words[2]) {
		words, changed = append([]string{"0.5"}, words[2:]...), true
	}
	if len(words) > 1 && isArticle(words[0]) && isScaleOrUnit(words[1]) {
		words[0], changed = "1", true
	}
	if len(words) < 2 && !strings.Contains(text, "watt") {
		return text
	}
	for i, w := range words {
		low := strings.ToLower(w)
		if n, is := spokenNumbers[low]; is && i == 0 {
			words[i], changed = n, true
		}
		if u, is := spokenUnits[strings.TrimSuffix(low, "s")]; is && i > 0 {
			words[i], changed = u, true
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

func isArticle(word string) bool {
	return strings.EqualFold(word, "a") || strings.EqualFold(word, "an")
}

// isWhole reports whether a word is a whole number in plain digits.
func isWhole(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// verbs are the words between the two sides of a claim: the power first, or what it comes to first.
var (
	verbs         = []string{"is", "are", "equals", "=", "gives", "powers", "feeds", "runs", "supports"}
	reversedVerbs = []string{"take", "takes", "need", "needs", "draw", "draws", "use", "uses", "require", "requires"}
)

// verbOf finds the verb and the words before it that only say that it may be so: "can power", "will run". next is where the rest begins.
func verbOf(words []Piece) (at, next int, reversed bool) {
	for i, w := range words {
		word := strings.ToLower(w.Text)
		back := slices.Contains(reversedVerbs, word)
		modal := i > 0 && slices.Contains([]string{"can", "could", "will", "would", "may"}, strings.ToLower(words[i-1].Text))
		if slices.Contains(verbs, word) || back || modal && slices.Contains(verbs, word+"s") {
			if modal {
				return i - 1, i + 1, back
			}
			return i, i + 1, back
		}
	}
	return -1, -1, false
}

// isRange reports whether a word is two numbers: 1.4–1.6, 1.4..1.6.
func isRange(word string) bool {
	for _, dash := range []string{"–", "—", "..", "-"} {
		a, b, two := strings.Cut(word, dash)
		if two && a != "" && b != "" && a[len(a)-1] >= '0' && a[len(a)-1] <= '9' && b[0] >= '0' && b[0] <= '9' {
			return true
		}
	}
	return false
}
