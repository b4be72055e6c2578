package optimize_test

import (
	"math"
	"testing"

	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/power"
)

// eased is the request with the limits of a conflict at their nearest values, one at a time; the start's are left out.
func eased(t *testing.T, r *optimize.Request, c *optimize.Conflict) {
	t.Helper()
	for _, l := range c.Limits {
		one := *r
		one.Limits = nil
		for _, of := range r.Limits {
			if of.Text == l.Text {
				switch of.Value = l.Nearest; l.Sense {
				case optimize.AtMost:
					of.Value *= 1 + 1e-9
				case optimize.AtLeast:
					of.Value *= 1 - 1e-9
				}
			}
			one.Limits = append(one.Limits, of)
		}
		if l.Start {
			one.Question.Start.Value = l.Nearest
			at := one.Mix.Start
			again := ask(t, at, l.Nearest, one.Question.Chips...)
			again.Objective, again.Maximise, again.Limits = r.Objective, r.Maximise, one.Limits
			one = *again
		}
		if out := best(t, &one); out.Outcome != optimize.Optimal && (r.Maximise || out.Outcome != optimize.Nothing) { // the least of what nothing asks for
			t.Errorf("%s at its nearest value %v: %s", l.Text, l.Nearest, out.Outcome)
		}
	}
}

// Where limits leave nothing but to buy nothing, that is no answer: the limits are named, and each at its nearest value leaves a mix.
func TestNothingIsNoAnswer(t *testing.T) {
	for _, c := range []struct {
		name, objective string
		minimise        bool
		power           float64
		limits          []string
		conflict        []string // "" is the start
		barren          bool
	}{
		{"two shares, the most", "capacity.effective", false, 2e9, []string{"share(vendor=nvidia) <= 20%", "cost.capex <= 900B", "share(vendor=nvidia) >= 50%"},
			[]string{"share(vendor=nvidia) <= 20%", "share(vendor=nvidia) >= 50%"}, false},
		{"two shares, the least", "cost.capex", true, 2e9, []string{"share(vendor=nvidia) <= 20%", "share(vendor=nvidia) >= 50%"},
			[]string{"share(vendor=nvidia) <= 20%", "share(vendor=nvidia) >= 50%"}, false},
		{"a start too small", "capacity.effective", false, 1e3, []string{"cost.capex <= 50B"}, []string{""}, false},
		{"a budget too small", "capacity.chips", false, 2e9, []string{"cost.capex <= 1000"}, []string{"cost.capex <= 1000"}, false},
		{"a share of all", "capacity.effective", false, 2e9, []string{"share(trainium3) <= 10%", "share(gb300) <= 20%"}, []string{"share(trainium3) <= 10%", "share(gb300) <= 20%"}, false},
		{"none of what is wanted", "capacity.effective(vendor=nvidia)", false, 2e9, []string{"share(vendor=nvidia) <= 0", "cost.capex <= 50B"}, []string{"share(vendor=nvidia) <= 0"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := ask(t, power.FromPower, c.power, "trainium3", "gb300")
			r.Objective, r.Maximise = measure(t, r, c.objective), !c.minimise
			for _, l := range c.limits {
				r.Limits = append(r.Limits, limit(t, r, l))
			}
			out := best(t, r)
			if out.Outcome != optimize.Infeasible || out.Conflict == nil || out.Members != nil || out.Conflict.Whole {
				t.Fatalf("%+v", out)
			}
			if !out.Conflict.Empty || out.Conflict.Barren != c.barren || len(out.Conflict.Limits) != len(c.conflict) {
				t.Fatalf("%+v", out.Conflict)
			}
			for i, l := range out.Conflict.Limits {
				if l.Start != (c.conflict[i] == "") || !l.Start && l.Text != c.conflict[i] || !l.Proved || math.IsNaN(l.Nearest) {
					t.Errorf("%+v is in conflict, not %q", l, c.conflict[i])
				}
			}
			eased(t, r, out.Conflict)
		})
	}
}

// A frontier of nothing names the limits too, in either order of its goals.
func TestFrontierOfNothing(t *testing.T) {
	for _, shares := range [][]string{{"share(vendor=nvidia) <= 20%", "share(vendor=nvidia) >= 50%"}, {"share(vendor=nvidia) <= 0"}} {
		for _, swap := range []bool{false, true} {
			r := ask(t, power.FromPower, 2e9, "trainium3", "gb300")
			for _, l := range shares {
				r.Limits = append(r.Limits, limit(t, r, l))
			}
			x, y := optimize.Goal{Measure: measure(t, r, "cost.capex")}, optimize.Goal{Measure: measure(t, r, "capacity.effective(vendor=nvidia)"), More: true}
			if swap {
				x, y = y, x
			}
			f, err := optimize.FindFrontier(r, x, y, 4, shared())
			if err != nil || f.Outcome != optimize.Infeasible || f.Conflict == nil || len(f.Conflict.Limits) != len(shares) || f.Conflict.Barren != (len(shares) == 1) {
				t.Errorf("%v, swapped %t: %+v, %v", shares, swap, f, err)
			} else if f.Missed().String() != "capacity.effective(vendor=NVIDIA)" {
				t.Errorf("what is missed is %s", f.Missed())
			}
		}
	}
}

// Of an amount or a share, '=' is as near as whole units come: within half a unit of the largest, and the best of those.
func TestExactlyIsAsNearAsUnitsCome(t *testing.T) {
	for _, c := range []struct {
		text  string
		power float64
	}{{"share(vendor=nvidia) = 40%", 2e9}, {"share(vendor=nvidia) = 40%", 3e6}, {"cost.annual = 10M", 3e6}, {"cost.capex = 1B", 2e9}, {"power.it_deployed = 1 MW", 2e9}} {
		r := ask(t, power.FromPower, c.power, "trainium3", "gb300", "mi355x")
		r.Objective, r.Limits = measure(t, r, "capacity.effective"), []optimize.Limit{limit(t, r, c.text)}
		out := best(t, r)
		if out.Outcome != optimize.Optimal {
			t.Errorf("%s of %g W: %s", c.text, c.power, out.Outcome)
			continue
		}
		// What one unit of each changes, worked out from mixes of one chip.
		largest, all := 0.0, 0.0
		for _, id := range r.Question.Chips {
			one := ask(t, power.FromPower, c.power, id)
			one.Objective = r.Limits[0].Measure
			one.Objective.Share = false
			one.Objective.Only = optimize.Selector{}
			x := best(t, one)
			per := x.Value / x.Members[0].Units
			if r.Limits[0].Share { // of a share of 40%, a unit of the vendor changes 60% of its power, another 40%
				per *= map[bool]float64{true: 0.6, false: 0.4}[id == "gb300"]
			}
			largest = max(largest, per)
			for _, m := range out.Members {
				if m.ID == id {
					all += m.Units * x.Value / x.Members[0].Units
				}
			}
		}
		off := math.Abs(out.Limits[1].Used - r.Limits[0].Value)
		if r.Limits[0].Share {
			off *= all
		}
		if off > largest/2*(1+1e-9) {
			t.Errorf("%s of %g W: %v is off by %v, half a unit is %v", c.text, c.power, out.Limits[1].Used, off, largest/2)
		}
	}
	// Shares that do not add up are in conflict, and fractions say how they would.
	r := ask(t, power.FromPower, 2e9, "trainium3", "gb300")
	r.Objective, r.Limits = measure(t, r, "capacity.effective"), []optimize.Limit{limit(t, r, "share(trainium3) = 10%"), limit(t, r, "share(gb300) = 70%")}
	out := best(t, r)
	if out.Conflict == nil || len(out.Conflict.Limits) != 2 || math.Abs(out.Conflict.Limits[0].Nearest-0.3) > 1e-6 || math.Abs(out.Conflict.Limits[1].Nearest-0.9) > 1e-6 {
		t.Errorf("%+v", out.Conflict)
	}
	// What fractions say of a count is whole.
	r.Limits = []optimize.Limit{limit(t, r, "share(gb300) = 40%"), limit(t, r, "capacity.chips = 1000001"), limit(t, r, "capacity.units = 10003")}
	for _, l := range best(t, r).Conflict.Limits {
		if l.Nearest != math.Trunc(l.Nearest) {
			t.Errorf("%s: the nearest is %v", l.Text, l.Nearest)
		}
	}
	r.Limits = []optimize.Limit{limit(t, r, "share(trainium3) = 10%")}
	// A single system is no alternative where its share is another.
	for _, a := range best(t, r).Alternatives {
		if a.Single {
			t.Errorf("%+v", a)
		}
	}
}

// A system is some odd part of a number of H100-equivalents: '=' asks for a sum that rounds to it, as no sum comes to it exactly.
func TestExactlyOfOddParts(t *testing.T) {
	r := ask(t, power.FromPower, 2e9, "h200", "gb300")
	r.Objective, r.Limits = measure(t, r, "cost.capex"), []optimize.Limit{limit(t, r, "capacity.h100e = 26643")}
	if out := best(t, r); out.Outcome != optimize.Optimal || math.Round(out.Limits[1].Used) != 26643 {
		t.Errorf("got %s, %+v", out.Outcome, out.Limits)
	}
}
