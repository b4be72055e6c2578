package ramp_test

import (
	"testing"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// TestNothingIsLeftOfTheRetired: once every system of a generation has retired, none of it serves, not even a crumb of rounding: with failures that are not
// replaced, what retires is a part of what came.
func TestNothingIsLeftOfTheRetired(t *testing.T) {
	f := full(t)
	f.Generations[1].Until = q1 + 5
	const draws = 64
	specs := []*quantity.Spec{capacity.Chips.Spec, capacity.ChipsInService.Spec, ramp.ChipsFailed.Spec, ramp.Electricity.Spec}
	r := run(t, f, draws, everything(f, specs))
	gone := 0
	for i := -1; i < draws; i++ {
		for q := range f.Quarters {
			for g := range f.Generations {
				of := func(s *quantity.Spec) float64 { return r.at(i, ramp.Output{Period: q, Member: g, Spec: s}) }
				for _, s := range specs {
					switch x := of(s); {
					case x < 0:
						t.Fatalf("draw %d, quarter %d: %s of %s is %g", i, q, s.Name, f.Generations[g].Chip, x)
					case of(capacity.Chips.Spec) == 0 && x != 0:
						t.Fatalf("draw %d, quarter %d: no %s is installed, and %s is %g", i, q, f.Generations[g].Chip, s.Name, x)
					}
				}
				if g == 1 && q > 18 && of(capacity.Chips.Spec) == 0 {
					gone++
				}
			}
		}
	}
	if gone == 0 {
		t.Error("nothing retires in this test")
	}
}
