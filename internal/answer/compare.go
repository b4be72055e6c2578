package answer

import (
	"slices"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Compare answers the same question for several chips, each with the whole start, and adds the ratio of each quantity to the reference chip's. Draws of the
// site are the same for all, so the ratio's interval is not widened by what they share.
func Compare(q Question, mixes []*mix.Mix, reference int, want Want) *Answer {
	want.Members = slices.ContainsFunc(want.Quantities, func(s *quantity.Spec) bool { return s.Total == quantity.None })
	ratio := func(k int, s *quantity.Spec) mix.Output {
		o := output(s)
		o.Alternative, o.Ratio = k, true
		return o
	}
	var ratios []mix.Output
	for k := range mixes {
		for _, s := range want.Quantities {
			ratios = append(ratios, ratio(k, s))
		}
	}
	want.Inputs = append(slices.Clone(want.Inputs), want.Equivalent...)
	alone := evaluate(q, mix.Alternatives{Mixes: mixes, Reference: reference}, want, ratios)
	out := &Answer{Question: q, Mix: mixes[reference], Plan: alone[reference].Plan, Streams: alone[reference].Streams, alone: mixes}
	for k, a := range alone {
		a := a.Alone()
		one := a.Members[0]
		one.Quantities = a.Total // the total of a mix of one is the chip alone, with what whole systems leave over
		one.Chances = a.Chances
		for _, s := range want.Quantities {
			one.Ratios = append(one.Ratios, a.run.quantity(ratio(k, s)))
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
			if isCorrelationNote(n) && slices.Contains(out.Notes, n) { // of what all share
				continue
			}
			out.Notes = append(out.Notes, n)
		}
		for _, w := range a.Warnings {
			if w.Code != codeLater { // is about what all share
				out.Warnings = append(out.Warnings, w)
			}
		}
		for _, c := range a.Correlations {
			if !slices.ContainsFunc(out.Correlations, func(x mix.Correlation) bool { return x.A == c.A && x.B == c.B }) {
				out.Correlations = append(out.Correlations, c)
			}
		}
	}
	if len(want.Equivalent) > 0 {
		out.equivalents(mixes, reference, want.Equivalent, want.Settings, alone[reference].run)
	}
	if want.BreakEven {
		out.breakEven(mixes, reference, want.Settings)
	}
	out.Warnings = append(laterValues(q.AsOf, out.Inputs), out.Warnings...)
	return out
}
