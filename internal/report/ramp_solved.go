package report

import (
	"fmt"
	"math"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/ramp"
)

var (
	amountSpec, likelihoodSpec = ramp.Amount.Spec, ramp.Likelihood.Spec
	paymentNames               = ramp.Payment.Options
)

func quarterNumber(i int) ramp.Quarter { return ramp.Quarter(i) }

// quarterName is the quarter of a number counted from the first; "later" beyond the last.
func quarterName(a *answer.Ramp, x float64) string {
	i := int(x)
	switch {
	case math.IsNaN(x):
		return "n/a"
	case i >= len(a.Periods):
		return "later than " + a.Periods[len(a.Periods)-1].Quarter
	}
	return a.Periods[i].Quarter
}

// solved is a solution and its range for people.
func solved(a *answer.Ramp, s answer.Solution, o Options) (value, span string) {
	drawn := a.Question.Draws > 0
	switch {
	case s.Quarters && drawn:
		return quarterName(a, s.P50), quarterName(a, s.P5) + " to " + quarterName(a, s.P95)
	case s.Quarters:
		return quarterName(a, s.Point), ""
	}
	f := o.figure(&s.Quantity, drawn && s.ValidShare == 1)
	return f.value, f.bareSpan()
}

// solvedGoal is the goal, and in how many draws it is out of reach.
func solvedGoal(a *answer.Ramp, s answer.Solution) string {
	if a.Question.Draws == 0 || s.Never == 0 {
		return s.Goal
	}
	if s.Quarters {
		return fmt.Sprintf("%s; not by %s in %.2g%% of the draws", s.Goal, a.Periods[len(a.Periods)-1].Quarter, 100*s.Never)
	}
	return fmt.Sprintf("%s; out of reach in %.2g%% of the draws, which count as the end of its range", s.Goal, 100*s.Never)
}

func solvedTree(a *answer.Ramp, sampled bool) list {
	out := list{}
	for i := range a.Solved {
		s := &a.Solved[i]
		one := append(inline{{"unknown", s.Unknown}, {"goal", s.Goal}}, quantityTree(row{Quantity: &s.Quantity}, sampled)...)
		if s.Quarters {
			one = append(one, field{"quarters_from", a.Periods[0].Quarter}, field{"quarter", quarterName(a, s.Point)})
			if sampled {
				one = append(one, field{"quarter_p50", quarterName(a, s.P50)})
			}
		}
		if sampled {
			one = append(one, field{"never_share", s.Never})
		}
		if s.Assumed {
			one = append(one, field{"assumed_price", true})
		}
		out = append(out, one)
	}
	return out
}
