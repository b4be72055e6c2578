package main

import (
	"math"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/plots"
)

// waterfallChart shows where the watts go, at the point: every input at its mid, because only then do the steps add up.
var waterfallChart = chartKind{
	name:  "waterfall",
	needs: func(*asked) []*quantity.Spec { return chain },
	draw: func(c *computing, a *answer.Answer) (plots.Chart, error) {
		read := a
		if a.Mix.Unstated { // the chain is one of a stated boundary; a mixture of two has bars of the one and whiskers of both
			read = a.ReadAs(power.Facility, answer.Want{Quantities: chain, Settings: c.asked.settings})
		}
		at := func(s *quantity.Spec) *answer.Quantity { return answer.Find(read.Total, s) }
		if math.IsNaN(at(capacity.PowerFacility.Spec).Point) {
			return nil, nothingToDraw(a, capacity.PowerFacility.Spec)
		}
		for _, s := range chain {
			if math.IsNaN(at(s).Point) {
				return nil, nothingToDraw(a, s)
			}
		}
		step := func(s *quantity.Spec, label, detail string, kind plots.StepKind) plots.Step {
			q := at(s)
			st := plots.Step{Label: label, Detail: detail, Watts: q.Point, Kind: kind}
			if q.ValidShare == 1 && q.P95-q.P5 > invisible*q.Point {
				st.Low, st.High = q.P5, q.P95
			}
			return st
		}
		steps := []plots.Step{
			step(capacity.PowerFacility.Spec, "Facility power", "", plots.Total),
			step(capacity.ReserveHeld.Spec, "Reserve held", mid(a, power.Reserve.Spec, ""), plots.Loss),
			step(capacity.CoolingAndLosses.Spec, "Cooling and losses", mid(a, power.PUEPeak.Spec, "peak PUE "), plots.Loss),
			step(capacity.PowerIT.Spec, "IT power", "", plots.Total),
			step(capacity.Stranded.Spec, "Left over by whole systems", "", plots.Loss),
			step(capacity.PowerNetwork.Spec, "Network and storage", "", plots.Loss),
			step(capacity.PowerHosts.Spec, "Hosts, switches, fans", "", plots.Loss),
			step(capacity.PowerChips.Spec, "Accelerators", "", plots.Final),
		}
		w := plots.Waterfall{
			Amount: meterPower(read, at(capacity.PowerFacility.Spec)), Boundary: "facility power (utility meter)", System: systems(a),
			Steps: withoutSlivers(steps), Draws: a.Question.Draws, Meta: meta(a, chain),
		}
		if a.Mix.Unstated {
			w.Boundary = "power of unstated boundary, read as facility power (utility meter),"
		}
		if len(a.Members) == 1 {
			shades, err := c.asked.shades()
			if err != nil {
				return nil, err
			}
			w.Vendor, w.Shade = a.Members[0].Vendor, shades[a.Members[0].ID]
		}
		return w, nil
	},
}

// chain is the way of the watts from the meter to the chips.
var chain = []*quantity.Spec{
	capacity.PowerFacility.Spec, capacity.ReserveHeld.Spec, capacity.CoolingAndLosses.Spec, capacity.PowerIT.Spec, capacity.Stranded.Spec,
	capacity.PowerNetwork.Spec, capacity.PowerRacks.Spec, capacity.PowerHosts.Spec, capacity.PowerChips.Spec,
}

// invisible is the part of the whole below which a bar or a whisker cannot be seen.
const invisible = 5e-4

// withoutSlivers leaves out losses too small to see, and counts them into the next one so that the picture still adds up.
func withoutSlivers(steps []plots.Step) []plots.Step {
	var out []plots.Step
	var sliver plots.Step
	for _, s := range steps {
		if s.Kind == plots.Loss {
			s.Watts += sliver.Watts
			if s.Watts < invisible*steps[0].Watts {
				sliver = s
				continue
			}
		} else if last := len(out) - 1; sliver.Watts > 0 && out[last].Kind == plots.Loss {
			out[last].Watts += sliver.Watts
		} else if sliver.Watts > 0 {
			out = append(out, sliver)
		}
		sliver = plots.Step{}
		out = append(out, s)
	}
	return out
}

// meterPower is the facility power as the user wrote it, or as it came out where the question started from something else.
func meterPower(a *answer.Answer, q *answer.Quantity) string {
	if a.Mix.Start == power.FromPower && a.Mix.Basis == power.Facility {
		return a.Question.Start.Prose
	}
	return q.Spec.Notation().Short(q.Point, 3)
}

// mid is an input's mid for a chart's small type, with the digits that its range supports; empty where the input is not part of the answer.
func mid(a *answer.Answer, s *quantity.Spec, label string) string {
	for _, in := range a.Inputs {
		if in.Spec == s {
			v := &in.Value
			text, _ := s.Notation().Interval(v.Quantile(0.05), v.Mid(), v.Quantile(0.95))
			return label + text
		}
	}
	return ""
}
