package main

import (
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/plots"
)

// barsChart shows how a mix divides each measure among its members. Members' amounts, shares and the total are medians each for itself.
var barsChart = chartKind{
	name: "bars",
	needs: func(a *asked) []*quantity.Spec {
		return append(sharedMeasures(a.mix.Precision), accelerators.Peak[a.mix.Precision].Spec)[:7]
	},
	draw: func(c *computing, a *answer.Answer) (plots.Chart, error) {
		precision := a.Mix.Precision
		shades, err := c.asked.shades()
		if err != nil {
			return nil, err
		}
		b := plots.MixBars{Amount: a.Question.Start.Prose, Boundary: boundary(a), Draws: a.Question.Draws}
		for _, m := range a.Members {
			b.Members = append(b.Members, plots.Member{Name: m.Name, Vendor: m.Vendor, Shade: shades[m.ID]})
		}
		peak := "Dense " + strings.ToUpper(accelerators.Precision.Options[precision]) + " FLOP/s"
		var plotted []*quantity.Spec
		known := false
		for _, r := range []struct {
			spec  *quantity.Spec
			label string
			noun  string
			unit  plots.Unit
		}{
			{capacity.ITDeployed.Spec, "IT power deployed", "", plots.Watt},
			{capacity.Chips.Spec, "Accelerators", "chips", plots.Count},
			{capacity.Racks.Spec, "Racks", "racks", plots.Count},
			{capacity.Peak[precision].Spec, peak, "", plots.FLOPS},
			{capacity.HBM.Spec, "HBM capacity", "", plots.Bytes},
			{cost.Capex.Spec, "Capital cost", "", plots.USD},
		} {
			plotted = append(plotted, r.spec)
			row := mixRow(a, r.spec)
			row.Label, row.Noun, row.Unit = r.label, r.noun, r.unit
			known = known || row.Reason == ""
			b.Rows = append(b.Rows, row)
		}
		if !known {
			return nil, nothingToDraw(a, capacity.Chips.Spec)
		}
		b.Meta = meta(a, plotted)
		return b, nil
	},
}

// mixRow is one measure: the members' medians, the medians of their shares, and the total's own median, each with its interval.
func mixRow(a *answer.Answer, s *quantity.Spec) (row plots.MixRow) {
	for _, m := range a.Members {
		row.Values = append(row.Values, middle(answer.Find(m.Quantities, s)))
		if share := answer.Find(m.Shares, s); share.ValidShare == 1 {
			row.Shares = append(row.Shares, share.P50)
			row.Low, row.High = append(row.Low, share.P5), append(row.High, share.P95)
		}
	}
	if len(row.Shares) < len(row.Values) { // nothing was drawn, or some draws have nothing to share
		row.Shares, row.Low, row.High = nil, nil, nil
	}
	if q := answer.Find(a.Total, s); q.ValidShare == 1 {
		row.Total = plots.Interval{P5: q.P5, P50: q.P50, P95: q.P95}
	}
	var lacks []string
	for _, l := range a.Lacks(s) {
		lacks = append(lacks, l.Name)
	}
	if len(lacks) > 0 {
		row.Reason = "no figure for " + strings.Join(lacks, ", ")
	}
	return row
}
