package main

import (
	"math"
	"slices"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/plots"
)

// cumulativeChart shows how likely at least so much is, chip by chip, of the quantity of the first --at-least; without one, of what answers the question.
var cumulativeChart = chartKind{
	name:  "cumulative",
	needs: func(a *asked) []*quantity.Spec { return []*quantity.Spec{a.chance()} },
	draw: func(c *computing, a *answer.Answer) (plots.Chart, error) {
		spec := c.asked.chance()
		shades, err := c.asked.shades()
		if err != nil {
			return nil, err
		}
		b := *a
		b.Question.Asks = slices.Clone(a.Question.Asks)
		for _, t := range c.asked.chances {
			ask := answer.Ask{Flag: "--at-least", Text: t.Text}
			if !slices.Contains(b.Question.Asks, ask) {
				b.Question.Asks = append(b.Question.Asks, ask)
			}
		}
		out := plots.Cumulative{Amount: a.Question.Start.Prose, Boundary: boundary(a), Draws: a.Question.Draws, Meta: meta(&b, []*quantity.Spec{spec})}
		rows := curvesOf(a, spec, shades)
		most := math.NaN()
		for _, r := range rows {
			if r.known() && !(r.P50 <= most) {
				most = r.P50
			}
		}
		if math.IsNaN(most) {
			return nil, nothingToDraw(a, spec)
		}
		label, u, per := measured(spec, most, "")
		out.Quantity, out.Unit = label, u
		if spec == found(a.Mix.Start) {
			out.Quantity, out.Verb = foundNoun(spec), startVerb(a)
		} else if out.Verb = "comes to"; several(a) {
			out.Verb = "come to"
		}
		for _, t := range c.asked.chances {
			if t.Spec == spec {
				out.AtLeast = append(out.AtLeast, t.Value/per)
			}
		}
		for _, r := range rows {
			row := plots.CumulativeRow{Name: r.name, Vendor: r.vendor, Shade: r.shade, Whole: r.whole, P5: r.P5 / per, P50: r.P50 / per, P95: r.P95 / per}
			for _, v := range r.Draws {
				row.Values = append(row.Values, v/per)
			}
			for _, x := range r.chances {
				if x.Spec == spec {
					row.Chances = append(row.Chances, r.share(x))
				}
			}
			out.Rows = append(out.Rows, row)
		}
		return out, nil
	},
}

// curveRow is one curve: whose, and the answer's quantity.
type curveRow struct {
	name, vendor string
	shade        int
	whole        bool
	answer.Quantity
	chances []answer.Chance
}

func (r *curveRow) known() bool { return r.P50-r.P50 == 0 }

// share is the share of the draws that reach a threshold, or whether the point does where nothing was drawn.
func (r *curveRow) share(x answer.Chance) float64 {
	switch {
	case x.Share == x.Share:
		return x.Share
	case r.ValidShare < 1 && x.Known && len(r.Draws) == 0 && x.Reached:
		return 1
	case r.ValidShare < 1 && x.Known && len(r.Draws) == 0:
		return 0
	}
	return math.NaN()
}

// curvesOf are the curves of an answer: each chip's, and that of the whole of a mix.
func curvesOf(a *answer.Answer, spec *quantity.Spec, shades map[string]int) []curveRow {
	var out []curveRow
	add := func(r curveRow) {
		if r.ValidShare < 1 {
			r.P5, r.P50, r.P95, r.Draws = r.Point, r.Point, r.Point, nil
		}
		if len(r.chances) == 0 { // of a member of a mix no chance was computed
			r.chances = nil
		}
		out = append(out, r)
	}
	alone := a.Total != nil && len(a.Members) == 1
	for _, m := range a.Members {
		r := curveRow{name: m.Name, vendor: m.Vendor, shade: shades[m.ID], chances: m.Chances}
		qs := m.Quantities
		if alone {
			qs, r.chances = a.Total, a.Chances
		}
		r.Quantity = *answer.Find(qs, spec)
		add(r)
	}
	if a.Total != nil && !alone {
		add(curveRow{name: "All of the mix", whole: true, Quantity: *answer.Find(a.Total, spec), chances: a.Chances})
	}
	return out
}

// chance is the quantity of the first threshold, or else the one that answers the question.
func (a *asked) chance() *quantity.Spec {
	if len(a.chances) > 0 {
		return a.chances[0].Spec
	}
	return found(a.mix.Start)
}

// foundNoun is what the quantity that answers a question is called in a chart.
func foundNoun(spec *quantity.Spec) string {
	if spec == capacity.PowerFacility.Spec {
		return "facility power"
	}
	return "chips"
}

// several reports whether the amount that a question starts from is several things: 1 M chips, 500 racks.
func several(a *answer.Answer) bool {
	switch a.Mix.Start {
	case power.FromChips, power.FromRacks, power.FromH100e:
		return a.Question.Start.Value != 1
	}
	return false
}

// startVerb is what the amount does to the quantity that answers the question; empty for power, which is so many chips.
func startVerb(a *answer.Answer) string {
	switch {
	case a.Mix.Start == power.FromPower:
		return ""
	case a.Mix.Start == power.FromBudget:
		return "buys"
	case several(a):
		return "take"
	}
	return "takes"
}
