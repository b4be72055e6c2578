package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/ramp"
)

// Moment says which time of a ramp a condition is about. The zero value is the whole: all quarters added up, or the last of what stands.
type Moment struct {
	Any     bool         // whether it is so in any quarter
	Quarter ramp.Quarter // in this one; 0 for none
	Name    string       // of a [Table]: which of its moments
}

// anyQuarter is the word for any quarter.
const anyQuarter = "any"

// String is the moment as it is written after a figure: @any, @2029-Q4; empty for the whole.
func (m Moment) String() string {
	switch {
	case m.Name != "":
		return "@" + m.Name
	case m.Any:
		return "@" + anyQuarter
	case m.Quarter != 0:
		return "@" + m.Quarter.String()
	}
	return ""
}

// moment takes "@2029-Q4" or "@any" off a name, and says what is wrong with it.
func (c *Condition) moment(name string) (rest, problem, advice string) {
	rest, when, has := strings.Cut(name, "@")
	if !has {
		return rest, "", ""
	}
	rest, when = strings.TrimSpace(rest), strings.TrimSpace(when)
	if c.words.overall != "" {
		return rest, c.words.overall, "leave out " + shorten("@"+when)
	}
	if c.words.tabled() {
		switch {
		case strings.EqualFold(when, anyQuarter) && len(c.words.moments) > 0:
			c.When.Any = true
			return rest, "", ""
		case len(c.words.moments) == 0:
			return rest, "the figures belong to no moment", "leave out " + shorten("@"+when)
		}
		i := slices.IndexFunc(c.words.moments, func(m string) bool { return strings.EqualFold(m, when) })
		if i < 0 {
			return rest, fmt.Sprintf("unknown moment %q", when), meant(when, c.words.moments) + "one of @" + strings.Join(c.words.moments, ", @") + " is wanted"
		}
		c.When.Name = c.words.moments[i]
		return rest, "", ""
	}
	if strings.EqualFold(when, anyQuarter) {
		c.When.Any = true
		return rest, "", ""
	}
	q, err := ramp.ParseQuarter(when)
	if err != nil {
		return rest, fmt.Sprintf("%q is no quarter", when), "write one, such as @2029-Q4, or @any for any of them"
	}
	c.When.Quarter = q
	return rest, "", ""
}
