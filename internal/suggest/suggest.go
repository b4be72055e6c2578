// Package suggest finds the name that a mistyped word was meant to be. It knows nothing of what the names stand for.
package suggest

import (
	"slices"
	"strings"
)

// maxWord is the length beyond which a word is no slip of the keyboard.
const maxWord = 64

// minStart is the length from which a word counts as the start of a name.
const minStart = 3

// Suggest returns the one of the known names that word most likely meant, empty if none is near. Case does not count, nor how the parts of a name are
// joined (with "-", "_", "." or not at all). A name is near if it begins with the word (the shortest such name is taken) or if one edit in three letters
// leads to it: a letter inserted, left out, replaced, or swapped with its neighbour. The answer does not depend on the order of known.
func Suggest(word string, known []string) string {
	w := fold(word)
	if len(w) == 0 || len(word) > maxWord {
		return ""
	}
	best, least := "", [3]int{len(w)/3 + 1}
	for _, name := range known {
		k := fold(name)
		if len(k) == 0 || len(name) > maxWord || !strings.HasPrefix(string(k), string(w)) && abs(len(k)-len(w)) >= least[0] {
			continue
		}
		rank := [3]int{distance(w, k), 1, len(k)}
		switch {
		case rank[0] > 0 && len(w) >= minStart && strings.HasPrefix(string(k), string(w)):
			rank[0], rank[1] = 1, 0
		case rank[0] >= max(len(w), len(k)): // no letter in common, however short both are
			continue
		}
		if c := slices.Compare(rank[:], least[:]); c < 0 || c == 0 && name < best {
			best, least = name, rank
		}
	}
	return best
}

// fold brings a name into the form in which names are compared.
func fold(s string) []rune {
	return []rune(joints.Replace(strings.ToLower(s)))
}

var joints = strings.NewReplacer("-", "", "_", "", ".", "", " ", "")

// distance is the optimal string alignment distance of a and b: Damerau and Levenshtein's, where no part is edited twice.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func abs(x int) int { return max(x, -x) }
