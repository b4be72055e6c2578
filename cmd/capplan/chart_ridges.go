package main

import (
	"math"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
	"github.com/capplan/capplan/plots"
)

// ridgesChart shows how many chips the start comes to, chip by chip, with the shape of the draws. Where the start is a number of chips itself, or fixes it,
// the facility power is what there is to find out.
var ridgesChart = chartKind{
	name:  "ridges",
	needs: func(a *asked) []*quantity.Spec { return []*quantity.Spec{found(a.mix.Start)} },
	draw: func(c *computing, a *answer.Answer) (plots.Chart, error) {
		spec := found(a.Mix.Start)
		shades, err := c.asked.shades()
		if err != nil {
			return nil, err
		}
		r := plots.Ridges{
			Amount: a.Question.Start.Prose, Boundary: boundary(a), Quantity: "chips", Unit: plots.Count, Draws: a.Question.Draws, Meta: meta(a, []*quantity.Spec{spec}),
		}
		switch {
		case a.Mix.Start == power.FromBudget:
			r.Verb = "buys"
		case a.Mix.Start == power.FromFLOPS || a.Mix.Start != power.FromPower && a.Question.Start.Value == 1:
			r.Verb = "takes"
		case a.Mix.Start != power.FromPower:
			r.Verb = "take"
		}
		if spec == capacity.PowerFacility.Spec {
			r.Quantity, r.Unit = "facility power", plots.Watt
		}
		known := false
		for i, m := range a.Members {
			qs := m.Quantities
			if a.Total != nil && len(a.Members) == 1 {
				qs = a.Total
			}
			q := answer.Find(qs, spec)
			row := plots.Ridge{Name: m.Name, Vendor: m.Vendor, Shade: shades[m.ID], Detail: unitDetail(c.asked.chips[i]), Values: q.Draws, P5: q.P5, P50: q.P50, P95: q.P95}
			if q.ValidShare < 1 && !math.IsNaN(q.Point) {
				row.P5, row.P50, row.P95 = q.Point, q.Point, q.Point
			}
			known = known || !math.IsNaN(row.P50)
			r.Rows = append(r.Rows, row)
		}
		if !known {
			return nil, nothingToDraw(a, spec)
		}
		return r, nil
	},
}

// found is the quantity that answers a question with this start.
func found(start int) *quantity.Spec {
	switch start {
	case power.FromChips, power.FromRacks, power.FromH100e:
		return capacity.PowerFacility.Spec
	}
	return capacity.Chips.Spec
}

// unitDetail says what one system of a chip is: "64 chips in 2 racks".
func unitDetail(chip *accelerators.Accelerator) string {
	size := func(s *quantity.Spec) float64 {
		v, known := chip.Values[s]
		if !known {
			return 0
		}
		return v.Mid()
	}
	chips, racks := size(accelerators.Chips.Spec), size(accelerators.RacksPerUnit.Spec)
	switch {
	case chips == 0:
		return ""
	case racks == 0:
		return plural(chips, "chip") + " a system"
	case racks < 1:
		return plural(chips, "chip") + " a server"
	}
	return plural(chips, "chip") + " in " + plural(racks, "rack")
}

func plural(n float64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return unit.Short(n, unit.For[unit.Number](), 6) + " " + noun + "s"
}
