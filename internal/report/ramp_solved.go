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

// solvedSentence is a solution for people.
func solvedSentence(a *answer.Ramp, s answer.Solution, o Options) string {
	drawn := a.Question.Draws > 0
	if s.Quarters {
		mid, span := s.Point, ""
		if drawn {
			mid = s.P50
			span = fmt.Sprintf(" (%s to %s)", quarterName(a, s.P5), quarterName(a, s.P95))
		}
		text := fmt.Sprintf("Solved for %s: %s%s, %s", s.Unknown, quarterName(a, mid), span, s.Goal)
		if drawn && s.Never > 0 {
			text += fmt.Sprintf("; not by %s in %.0f%% of the draws", a.Periods[len(a.Periods)-1].Quarter, 100*s.Never)
		}
		return text + "."
	}
	f := o.figure(&s.Quantity, drawn && s.ValidShare == 1).inSentence()
	text := fmt.Sprintf("Solved for %s: %s, %s", s.Unknown, f, s.Goal)
	if drawn && s.Never > 0 {
		text += fmt.Sprintf("; out of reach in %.0f%% of the draws", 100*s.Never)
	}
	return text + "."
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
		out = append(out, one)
	}
	return out
}
