package recipe

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// What stands among the flags of a question and is none: the words after the command.
const (
	Claim    = "claim"    // of check: a sentence
	Quantity = "quantity" // of explain
)

// Own is the value of what was a file of the user's, which a recipe does not hold.
const Own = "own"

// quantityName is the name of a quantity.
var quantityName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`) })

// ask adds a further flag of the question, or what stands in its place.
func (r *Recipe) ask(l *Line, a Ask) error {
	switch a.Flag {
	case Claim:
		if l.Name != "" || !isClaim(a.Value) {
			return fmt.Errorf("the recipe's claim %q is no sentence about a power", clip(a.Value))
		}
		l.Name, l.plain = a.Value, true
		l.Flags = slices.DeleteFunc(l.Flags, func(f Flag) bool { return f.Name == "gw" || f.Name == "by" }) // the claim says the power
	case Quantity:
		if l.Name != "" || !quantityName().MatchString(a.Value) {
			return fmt.Errorf("the recipe explains %q, which is no name of a quantity", clip(a.Value))
		}
		l.Name, l.plain = a.Value, true
	case "--baseline":
		if a.Value != Own {
			return fmt.Errorf("the recipe has the baseline %q; a file is not read because a recipe names it", clip(a.Value))
		}
		l.Wants = append(l.Wants, Want{What: "the baseline, the JSON of an earlier answer", flag: "baseline"})
	default:
		l.add(a.Flag[2:], a.Value)
	}
	return nil
}

// isClaim tells a sentence from what could be a file: it begins with the figure of a power, has words, and does not end like a file.
func isClaim(s string) bool {
	return s != "" && '0' <= s[0] && s[0] <= '9' && strings.ContainsFunc(s, unicode.IsSpace) && !strings.HasSuffix(strings.ToLower(s), ".toml")
}

// Want is a file of the user's without which a question cannot be asked again.
type Want struct {
	What string // in words
	flag string // empty for an operand
	at   int    // of the operand
}

// Give puts the files in the places of what is wanted, in its order; there must be as many.
func (l *Line) Give(files []string) {
	for i, w := range l.Wants {
		if w.flag != "" {
			l.add(w.flag, files[i])
		} else {
			l.Operands[w.at] = files[i]
		}
	}
}
