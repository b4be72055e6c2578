// Package suggest finds the name that a mistyped word was meant to be. It knows nothing of what the names stand for.
package suggest

import "strings"

// maxWord is the length beyond which a word is no slip of the keyboard.
const maxWord = 64

// Suggest returns the one of the known names that word most likely meant, empty if none is near. Case does not count, nor how the parts of a name are
// joined (with "-", "_", "." or not at all). A name is near if one edit in three letters leads to it: a letter inserted, left out, replaced, or swapped
// with its neighbour. A word of three letters or more that begins exactly one name means that name. The answer does not depend on the order of known.
func Suggest(word string, known []string) string {
	w := fold(word)
	if len(w) == 0 || len(word) > maxWord {
		return ""
	}
	best, least := "", len(w)/3+1
	begins, beginners := "", 0
	for _, name := range known {
		k := fold(name)
		if len(k) == 0 || len(name) > maxWord {
			continue
		}
		if strings.HasPrefix(string(k), string(w)) {
			begins = name
			beginners++
		}
		if abs(len(k)-len(w)) > least {
			continue
		}
		// A name that shares no letter with the word is no correction of it, however short both are.
		if d := distance(w, k); d < max(len(w), len(k)) && (d < least || d == least && best != "" && name < best) {
			best, least = name, d
		}
	}
	if best == "" && beginners == 1 && len(w) >= 3 {
		return begins
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
