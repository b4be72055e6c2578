package check

import (
	"math"
	"strings"

	"github.com/capplan/capplan/internal/unit"
)

// herfindahl is the index of concentration, which authorities write in points of 10,000.
const herfindahl = "herfindahl"

// outOfReach says what is wrong with a value that the figure can never have, and how it is meant: 50 for 50%. A condition on it would never be true, or always,
// and no gate. A value that is written in % is taken as it is.
func (c *Condition) outOfReach(text string) (problem, advice string) {
	if c.Relative || strings.Contains(text, "%") || max(math.Abs(c.Low), math.Abs(c.High)) <= 1 {
		return "", ""
	}
	switch {
	case c.Spec.Style == unit.AsShare:
		return "a share is at most 1, which is 100%, so that this could never be so or never be otherwise", "write it in %, such as 50%, or as a part of 1, such as 0.5"
	case c.Spec.Name == herfindahl:
		return "the index lies between 0 and 1, so that this could never be so or never be otherwise", "2,500 points are 0.25"
	}
	return "", ""
}
