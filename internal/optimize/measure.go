package optimize

import (
	"fmt"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// Selector says which systems a measure counts. Its zero value counts all.
type Selector struct {
	Key   string // "chip", "vendor" or "family"; empty for all
	Value string // an id; a vendor or a family as its profiles write it
}

// Has reports whether the system counts.
func (s Selector) Has(a *accelerators.Accelerator) bool {
	switch s.Key {
	case "chip":
		return a.ID == s.Value
	case "vendor":
		return accelerators.SameVendor(a.Vendor, s.Value)
	case "family":
		return strings.EqualFold(a.Family, s.Value)
	}
	return true
}

// Measure is what the objective or a limit counts: a quantity of all systems or of some, or the share of some in the deployed IT power.
type Measure struct {
	Spec  *quantity.Spec // of a share, the deployed IT power
	Share bool
	Only  Selector
}

// String is the measure as it can be asked for: "capacity.chips[trainium3]", "share(vendor=NVIDIA)".
func (m Measure) String() string {
	switch {
	case m.Share && m.Only.Key == "chip":
		return "share(" + m.Only.Value + ")"
	case m.Share:
		return "share(" + m.Only.Key + "=" + m.Only.Value + ")"
	case m.Only.Key == "chip":
		return m.Spec.Name + "[" + m.Only.Value + "]"
	case m.Only.Key != "":
		return m.Spec.Name + "(" + m.Only.Key + "=" + m.Only.Value + ")"
	}
	return m.Spec.Name
}

// Notation is how people read its numbers.
func (m Measure) Notation() unit.Notation {
	if m.Share {
		return unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare}
	}
	return m.Spec.Notation()
}

// Library finds the systems that a limit names.
type Library interface {
	Accelerator(name string) (*accelerators.Accelerator, error)
}

// Additive lists the quantities that an objective or a limit can count: those whose total is a sum over systems, once rounding is taken out.
func Additive(chosen func(*quantity.Choice) (int, bool)) []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range model.Model.All() {
		if !s.Input && s.Proportional(capacity.Units.Spec, chosen) {
			out = append(out, s)
		}
	}
	return out
}

// ParseMeasure reads what an objective or a limit counts: NAME, NAME[chip], NAME(vendor=...), NAME(family=...), share(chip), share(vendor=...),
// share(family=...). Errors say what is wrong in words, with the nearest name.
func ParseMeasure(text string, candidates []mix.Member, lib Library) (Measure, error) {
	name, only, err := split(text)
	if err != nil {
		return Measure{}, err
	}
	var out Measure
	if only != "" {
		if out.Only, err = selector(only, candidates, lib); err != nil {
			return out, err
		}
	}
	if name == "share" {
		if only == "" {
			return out, fmt.Errorf("a share of whom? write share(vendor=nvidia), share(family=trainium) or share(CHIP)")
		}
		return Measure{Spec: capacity.ITDeployed.Spec, Share: true, Only: out.Only}, nil
	}
	s := model.Model.Find(name)
	switch {
	case s == nil:
		return out, fmt.Errorf("unknown quantity %q%s (capplan quantities lists them)", name, near(name, names(Additive(nil))))
	case s.Input:
		return out, fmt.Errorf("%s is an input; a limit counts a computed quantity, and --set changes an input", name)
	case !s.Proportional(capacity.Units.Spec, nil):
		return out, fmt.Errorf("%s is not additive: it is no sum over systems%s", name, instead(s))
	}
	out.Spec = s
	return out, nil
}

// instead says what can be asked for in place of a quantity that is not additive.
func instead(s *quantity.Spec) string {
	switch family, _, _ := strings.Cut(s.Name, "."); {
	case family == "power" && s.Total != quantity.None:
		return ", as what whole systems leave over counts too; the question's start limits the power, and power.it_deployed is additive"
	case s.Total == quantity.Recomputed:
		return " but a ratio of sums; limit what it is a ratio of"
	}
	return near(s.Name, names(Additive(nil)))
}

// split takes a measure apart: its name, and what stands in brackets.
func split(text string) (name, only string, err error) {
	text = strings.TrimSpace(text)
	at := strings.IndexAny(text, "[(")
	if at < 0 {
		if text == "" || strings.ContainsAny(text, " \t])") {
			return "", "", fmt.Errorf("%q is no quantity; write NAME, NAME[CHIP], NAME(vendor=V) or share(vendor=V)", text)
		}
		return text, "", nil
	}
	end := map[byte]string{'[': "]", '(': ")"}[text[at]]
	inside, closed := strings.CutSuffix(text[at+1:], end)
	inside = strings.TrimSpace(inside)
	if !closed || inside == "" || strings.ContainsAny(inside, "[]()") {
		return "", "", fmt.Errorf("%q: %s is not closed, or holds nothing; write NAME[CHIP], NAME(vendor=V) or share(vendor=V)", text, text[at:at+1])
	}
	if text[at] == '[' && strings.Contains(inside, "=") {
		return "", "", fmt.Errorf("%q: square brackets hold a chip; write %s(%s)", text, text[:at], inside)
	}
	return strings.TrimSpace(text[:at]), inside, nil
}

// selector reads what stands in brackets: a chip, or vendor=..., family=....
func selector(text string, candidates []mix.Member, lib Library) (Selector, error) {
	key, value, some := strings.Cut(text, "=")
	if key, value = strings.TrimSpace(key), strings.TrimSpace(value); !some {
		key, value = "chip", key
	}
	switch key {
	case "chip":
		chip, err := lib.Accelerator(value)
		if err != nil {
			for _, c := range candidates {
				for _, group := range [][2]string{{"vendor", c.Vendor}, {"family", c.Family}} {
					if strings.EqualFold(group[1], value) || group[0] == "vendor" && accelerators.SameVendor(group[1], value) {
						return Selector{}, fmt.Errorf("%s is a %s, not a chip; write (%s=%s)", value, group[0], group[0], strings.ToLower(group[1]))
					}
				}
			}
			return Selector{}, err
		}
		for _, c := range candidates {
			if c.ID == chip.ID {
				return Selector{"chip", chip.ID}, nil
			}
		}
		return Selector{}, fmt.Errorf("%s is not one of the chips of this question; add --chip %s", chip.ID, chip.ID)
	case "vendor", "family":
		var known []string
		for _, c := range candidates {
			word, same := c.Vendor, accelerators.SameVendor
			if key == "family" {
				word, same = c.Family, strings.EqualFold
			}
			if same(word, value) {
				return Selector{key, word}, nil
			}
			known = appendNew(known, word)
		}
		return Selector{}, fmt.Errorf("no chip of this question has the %s %q; those that it has are %s%s", key, value, strings.Join(known, ", "), near(value, known))
	}
	return Selector{}, fmt.Errorf("%q: a chip, vendor=V or family=F is wanted%s", text, near(key, []string{"vendor", "family"}))
}

func names(specs []*quantity.Spec) []string {
	out := make([]string, len(specs))
	for i, s := range specs {
		out[i] = s.Name
	}
	return out
}

func near(word string, known []string) string {
	if n := suggest.Suggest(word, known); n != "" {
		return "; did you mean " + n + "?"
	}
	return ""
}

func appendNew(list []string, word string) []string {
	for _, w := range list {
		if w == word {
			return list
		}
	}
	return append(list, word)
}
