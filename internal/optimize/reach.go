package optimize

import (
	"fmt"
	"math"
)

// What can be reckoned with: numbers of one row that lie further apart than this lose their last digits to each other, and no plan asks for so many units.
const (
	widest = 1e12
	most   = 1e15
)

// ReachError says which limit, or objective, holds numbers too far apart to be reckoned with together.
type ReachError struct{ reason string }

// Error implements the error interface.
func (e *ReachError) Error() string { return e.reason }

// reach refuses what no solver can prove anything about: a limit of more units than anybody could buy, and systems of which one unit is next to nothing of another.
func (p *problem) reach() error {
	id := func(k int) string { return p.Mix.Members[p.candidates[k]].ID }
	check := func(what string, per []float64) error {
		small, large := -1, -1
		for k, x := range per {
			if x == 0 {
				continue
			}
			if small < 0 || x < per[small] {
				small = k
			}
			if large < 0 || x > per[large] {
				large = k
			}
		}
		if large >= 0 && per[large] > widest*per[small] {
			return &ReachError{fmt.Sprintf("%s: a unit of %s is %.1g times one of %s; they cannot be in one question", what, id(large), per[large]/per[small], id(small))}
		}
		return nil
	}
	if err := check(p.Objective.String(), p.objective); err != nil {
		return err
	}
	for i := range p.lines {
		l := &p.lines[i]
		if err := check(l.Text, l.per); err != nil {
			return err
		}
		largest := 0.0
		for _, x := range l.per {
			largest = math.Max(largest, x)
		}
		if l.Sense != AtMost && !l.Share && l.bound() > most*largest && largest > 0 {
			return &ReachError{fmt.Sprintf("%s: that is more than %.0g units of any system", l.Text, most)}
		}
	}
	return nil
}
