package answer

import (
	"math"
	"slices"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Compare answers the same question for several chips, each with the whole start, and adds the ratio of each quantity to the reference chip's. Draws of the
// site are the same for all, so the ratio's interval is not widened by what they share.
func Compare(q Question, mixes []*mix.Mix, reference int, want Want) *Answer {
	want.Members = slices.ContainsFunc(want.Quantities, func(s *quantity.Spec) bool { return s.Total == quantity.None })
	alone := make([]*Answer, len(mixes))
	for i, m := range mixes {
		alone[i] = Evaluate(q, m, want).Alone()
	}
	out := &Answer{Question: q, Mix: mixes[reference], Plan: alone[reference].Plan}
	scratch := make([]float64, want.Settings.Draws)
	for _, a := range alone {
		one := a.Members[0]
		one.Quantities = a.Total // the total of a mix of one is the chip alone, with what whole systems leave over
		for k := range one.Quantities {
			one.Ratios = append(one.Ratios, ratio(one.Quantities[k], alone[reference].Total[k], want.Settings.Draws, scratch))
		}
		out.Members = append(out.Members, one)
		for _, in := range a.Inputs {
			if !slices.ContainsFunc(out.Inputs, func(x Input) bool { return x.Spec == in.Spec }) {
				out.Inputs = append(out.Inputs, in)
			}
		}
		for _, n := range a.Notes {
			if n.Code == "other-reading" {
				n.Message = one.Name + ": " + n.Message
			}
			out.Notes = append(out.Notes, n)
		}
		for _, w := range a.Warnings {
			if w.Code != codeLater { // is about what all share
				out.Warnings = append(out.Warnings, w)
			}
		}
	}
	out.Warnings = append(laterValues(q.AsOf, out.Inputs), out.Warnings...)
	return out
}

// ratio is x over y, draw by draw; n/a in a draw where y is 0.
func ratio(x, y Quantity, draws int, scratch []float64) Quantity {
	out := Quantity{Spec: x.Spec, Point: divide(x.Point, y.Point), Summary: analysis.Unknown(), Overrides: slices.Clone(x.Overrides)}
	for _, name := range y.Overrides {
		if !slices.Contains(out.Overrides, name) {
			out.Overrides = append(out.Overrides, name)
		}
	}
	if draws == 0 {
		return out
	}
	out.Draws = make([]float64, draws)
	for i := range out.Draws {
		out.Draws[i] = divide(x.at(i), y.at(i))
	}
	out.Summary = analysis.Describe(out.Draws, scratch)
	return out
}

// at is the quantity's value in draw i.
func (q *Quantity) at(i int) float64 {
	if q.Draws == nil {
		return q.P50
	}
	return q.Draws[i]
}

func divide(x, y float64) float64 {
	if y == 0 {
		return math.NaN()
	}
	return x / y
}
