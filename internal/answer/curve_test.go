package answer_test

import (
	"testing"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// A point of the curve is the mix of that share, to the last digit: at its ends a single chip, with the same draws as between them.
func TestCurveIsTheMix(t *testing.T) {
	lib := open(t)
	chips := map[string]mix.Member{}
	for _, c := range lib.chips {
		chips[c.ID] = alone(c)
	}
	set := analysis.Settings{Draws: 512, Seed: 1, Workers: 1}
	specs := []*quantity.Spec{capacity.Effective.Spec, cost.Capex.Spec, capacity.Chips.Spec}
	for _, by := range []mix.By{mix.ByPower, mix.ByChips} {
		member := func(id string, share float64) mix.Member {
			x := chips[id]
			x.Share = share
			return x
		}
		m := ask(lib.sites[0], power.FromPower, 2e9, power.Facility, member("trainium2", 1), member("gb300", 0.75), member("b300", 0.25))
		m.By = by
		nvidia := func(x mix.Member) bool { return x.Vendor == "NVIDIA" }
		shares := []float64{0, 0.2, 0.4, 1}
		c := answer.NewCurve(answer.Question{Command: "mix"}, "NVIDIA", m, nvidia, shares, specs, set)
		for k, s := range shares[1:3] {
			at := ask(lib.sites[0], power.FromPower, 2e9, power.Facility, member("trainium2", 1-s), member("gb300", 0.75*s), member("b300", 0.25*s))
			at.By = by
			a := answer.Evaluate(answer.Question{Command: "mix"}, at, answer.Want{Quantities: specs, Settings: set})
			for i, spec := range specs {
				got, want := c.Metrics[i].Points[k+1].Quantity, answer.Find(a.Total, spec)
				if got.Point != want.Point || got.P5 != want.P5 || got.P50 != want.P50 || got.P95 != want.P95 {
					t.Errorf("%s, %s at %v: %v %v %v %v, the mix has %v %v %v %v", by, spec.Name, s, got.Point, got.P5, got.P50, got.P95, want.Point, want.P5, want.P50, want.P95)
				}
			}
		}
		first := c.Metrics[2].Points[0]
		single := answer.Evaluate(answer.Question{Command: "mix"}, ask(lib.sites[0], power.FromPower, 2e9, power.Facility, chips["trainium2"]), answer.Want{Quantities: specs, Settings: set})
		if want := answer.Find(single.Total, capacity.Chips.Spec); first.Quantity.Point != want.Point || first.Quantity.P50 != want.P50 || first.Ratio.P95 != 1 {
			t.Errorf("%s: at 0 %v, %v, ratio %v", by, first.Quantity.Point, first.Quantity.P50, first.Ratio.P95)
		}
	}
	// Without a price on one side only that end of the curve has a cost.
	x, y := chips["trainium2"], chips["maia200"]
	m := ask(lib.sites[0], power.FromPower, 2e9, power.Facility, x, y)
	c := answer.NewCurve(answer.Question{Command: "mix"}, "Microsoft", m, func(x mix.Member) bool { return x.Vendor == "Microsoft" }, []float64{0, 0.5, 1}, specs[1:2], set)
	if p := c.Metrics[0].Points; !(p[0].Quantity.P50 > 0) || p[1].Quantity.P50 == p[1].Quantity.P50 || len(c.Metrics[0].Missing()) != 1 {
		t.Errorf("%+v", p)
	}
}
