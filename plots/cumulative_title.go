package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// title says how likely the first threshold is or, without one, what is reached with a chance of 95% or more: the P5, rounded down so that the claim holds.
func (c Cumulative) title() string {
	var known []CumulativeRow
	for _, row := range c.Rows {
		if row.known() {
			known = append(known, row)
		}
	}
	if i := slices.IndexFunc(known, func(r CumulativeRow) bool { return r.Whole }); i >= 0 {
		known = known[i : i+1]
	}
	if len(known) == 0 {
		return sentenceCase(c.quantity()) + c.link() + c.amount() + ": how much is not known"
	}
	if len(c.AtLeast) > 0 {
		asked := slices.DeleteFunc(slices.Clone(known), func(r CumulativeRow) bool { return math.IsNaN(r.chance(0)) })
		switch {
		case len(asked) == 1:
			return c.likely(asked[0])
		case len(asked) > 1:
			return c.likeliest(asked)
		}
	}
	if len(known) == 1 {
		return c.sure(known[0])
	}
	return c.surest(known)
}

// claim is a sentence about what the amount comes to: "2 GW is at least 1.5 million Trainium2 chips".
func (c Cumulative) claim(value string, row CumulativeRow) string {
	verb := c.Verb
	name := clean(row.Name)
	if row.Whole {
		name = ""
	}
	if c.unit().counted() {
		if verb == "" {
			verb = "is"
		}
		return c.amount() + " " + clean(verb) + " " + value + " " + Ridges{Quantity: c.Quantity}.noun(Ridge{Name: name}, true, lastWord(value))
	}
	if verb == "" {
		verb = "comes to"
	}
	s := c.amount() + " " + clean(verb) + " " + value + " of " + c.quantity()
	if name != "" {
		s += " with " + name
	}
	return s
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// threshold is the first threshold in words: "2 million", "$50 billion".
func (c Cumulative) threshold() string { return c.unit().prose(c.AtLeast[0]) }

// likely is the sentence of one row about the threshold.
func (c Cumulative) likely(row CumulativeRow) string {
	claim := c.claim("at least "+c.threshold(), row)
	p := row.chance(0)
	switch {
	case c.Draws == 0 && p == 1:
		return claim + ", as far as point values tell"
	case c.Draws == 0:
		return strings.Replace(claim, "at least ", "less than ", 1) + ", as far as point values tell"
	case p == 1:
		return claim + " in each of " + drawsText(c.Draws)
	case p == 0:
		return strings.Replace(claim, "at least ", "less than ", 1) + " in each of " + drawsText(c.Draws)
	}
	return "There is " + article(percentWords(p)) + " chance that " + claim
}

// article sets "a" or "an" before a percentage.
func article(percentage string) string {
	for _, vowel := range []string{"8", "11%", "18%", "under", "over"} {
		if strings.HasPrefix(percentage, vowel) {
			return "an " + percentage
		}
	}
	return "a " + percentage
}

// likeliest is the sentence of several rows about the threshold.
func (c Cumulative) likeliest(rows []CumulativeRow) string {
	slices.SortStableFunc(rows, func(a, b CumulativeRow) int {
		switch x, y := a.chance(0), b.chance(0); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	number := c.threshold()
	what := "At least " + number + " " + singular(c.quantity(), number)
	if !c.unit().counted() {
		what = "At least " + number + " of " + c.quantity()
	}
	what += c.link() + c.amount() + ": "
	top, low := percentWords(rows[0].chance(0)), percentWords(rows[len(rows)-1].chance(0))
	if top == low {
		if len(rows) == 2 {
			return what + top + " likely with " + clean(rows[0].Name) + " and with " + clean(rows[1].Name)
		}
		return what + top + " likely with any of these systems"
	}
	if len(rows) == 2 {
		return what + top + " likely with " + clean(rows[0].Name) + ", " + low + " with " + clean(rows[1].Name)
	}
	return what + "most likely with " + those(rows, top) + " (" + top + "), least with " + those(rows, low) + " (" + low + ")"
}

// those are the rows whose chance reads the same, by name as far as there is room.
func those(rows []CumulativeRow, printed string) string {
	var names []string
	for _, row := range rows {
		if percentWords(row.chance(0)) == printed {
			names = append(names, clean(row.Name))
		}
	}
	switch len(names) {
	case 1:
		return names[0]
	case 2:
		return names[0] + " and " + names[1]
	}
	return fmt.Sprintf("%d systems", len(names))
}

// atLeast is a percentile in words, rounded down to the digits that the spread supports, so that a share of the draws that reaches it reaches what is printed.
func (c Cumulative) atLeast(v float64, row CumulativeRow) string {
	_, place := supported(row.P50, row.P95-row.P5)
	_, e := round3(v)
	place = max(place, e-2)
	if v != 0 && e-place <= 17 {
		step := math.Pow10(place)
		if place < 0 {
			v = math.Floor(v*math.Pow10(-place)*(1+1e-12)) / math.Pow10(-place)
		} else {
			v = math.Floor(v/step*(1+1e-12)) * step
		}
	}
	return c.unit().prose(v)
}

// sure is the sentence of one row without a threshold.
func (c Cumulative) sure(row CumulativeRow) string {
	floor := c.atLeast(row.P5, row)
	switch {
	case c.Draws == 0:
		return c.claim(c.unit().prose(row.P50), row) + "; nothing was drawn, so no chance is known"
	case !row.ranged() && row.P50 == 0 && c.unit().counted():
		return c.nothing(row) + " in at least 90% of " + drawsText(c.Draws)
	case !row.ranged():
		return c.claim(c.unit().prose(row.P50), row) + " in at least 90% of " + drawsText(c.Draws)
	case floor != "0" && floor != "$0" && row.P5 > 0:
		return c.claim("at least "+floor, row) + " with a chance of 95% or more"
	case row.P50 > 0 && c.atLeast(row.P50, row) != "0":
		return c.claim("at least "+c.atLeast(row.P50, row), row) + " with a chance of 50% or more"
	case row.P50 == 0 && c.unit().counted():
		return c.nothing(row) + " in half of " + drawsText(c.Draws) + " or more"
	}
	return c.claim("at least "+c.unit().prose(row.P5), row) + " with a chance of 95% or more"
}

// nothing says that an amount is too small for one.
func (c Cumulative) nothing(row CumulativeRow) string {
	name := clean(row.Name)
	if row.Whole || name == "" {
		name = singular(c.quantity(), "1")
	}
	if c.Verb != "" {
		return c.amount() + " " + clean(c.Verb) + " not a single " + name
	}
	return c.amount() + " is not enough for a single " + name
}

// surest is the sentence of several rows without a threshold: what the best and the worst of them reach.
func (c Cumulative) surest(rows []CumulativeRow) string {
	best, worst := rows[0], rows[0]
	for _, row := range rows[1:] {
		if row.P5 > best.P5 {
			best = row
		}
		if row.P5 < worst.P5 {
			worst = row
		}
	}
	start := "With a chance of 95% or more, "
	if c.Draws == 0 {
		start = "At point values, "
	}
	top, low := c.atLeast(best.P5, best), c.atLeast(worst.P5, worst)
	counted := c.unit().counted()
	switch {
	case counted && top == "0" && !slices.ContainsFunc(rows, func(r CumulativeRow) bool { return r.P95 > 0 }):
		return c.amount() + " is not enough for any of these systems"
	case counted && top == "0":
		return c.amount() + " may not be enough for any of these systems"
	case counted && low == "0":
		perhaps := ""
		if worst.P95 > 0 {
			perhaps = "perhaps "
		}
		return start + c.claim("at least "+top, best) + " but " + perhaps + "not a single " + Ridges{Quantity: c.Quantity}.systemOf(Ridge{Name: worst.Name})
	case top == low && counted:
		return start + c.claim("at least "+top, CumulativeRow{}) + " of any of these systems"
	case top == low:
		return start + c.claim("at least "+top, CumulativeRow{}) + " with any of these systems"
	}
	s := start + c.claim("at least "+top, best) + " but only " + low
	if counted {
		return s + " " + Ridges{Quantity: c.Quantity}.noun(Ridge{Name: worst.Name}, true, low)
	}
	return s + " with " + clean(worst.Name)
}
