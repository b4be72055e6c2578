package ramp_test

import (
	"testing"

	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// TestUnfilledPowerIsShortOfSupply: power that nothing is delivered for does not limit the fleet, whatever frees it: it comes later than the last window, supply
// left it, a life ended, or an interim system left.
func TestUnfilledPowerIsShortOfSupply(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(s *ramp.Scenario)
		binds  string // by quarter, of eight
	}{
		{"all is filled", func(*ramp.Scenario) {}, "pppppppp"},
		{"power comes late", func(s *ramp.Scenario) { s.Values[ramp.Delay.Spec] = fixed(1) }, "ppppssss"},
		{"half a year late", func(s *ramp.Scenario) { s.Values[ramp.Delay.Spec] = fixed(0.5) }, "ppppssss"},
		{"supply left it", func(s *ramp.Scenario) { s.Generations[0].Values[ramp.Supply.Spec] = fixed(10000) }, "ssssssss"},
		{"a life ended", func(s *ramp.Scenario) { s.Generations[0].Values[ramp.RetireAfter.Spec] = fixed(1.5) }, "ppppppss"},
		{"the next one takes it", func(s *ramp.Scenario) {
			s.Generations[0].Values[ramp.RetireAfter.Spec] = fixed(1.5)
			s.Generations[0].Until = s.Until()
		}, "pppppppp"},
		{"no later one gets it", func(s *ramp.Scenario) {
			s.Generations[0].Values[ramp.RetireAfter.Spec] = fixed(1.5)
			s.Values[ramp.Reuse.Spec] = fixed(0)
		}, "pppppppp"}, // what cannot be used again is lost, not waiting
	} {
		s := scenario(1e9, 4, 8, "trainium3")
		s.Generations[0].Until = q1 + 3
		c.change(s)
		m := question(t, "liquid-cooled")
		m.Basis = power.Facility
		f := fleet(t, s, m)
		var outputs []ramp.Output
		specs := []*quantity.Spec{ramp.PowerBinds.Spec, ramp.SupplyBinds.Spec}
		for q := range f.Quarters {
			for _, spec := range specs {
				outputs = append(outputs, ramp.Output{Period: q, Member: ramp.Total, Spec: spec})
			}
		}
		r := run(t, f, 256, outputs)
		for q := range f.Quarters {
			for i := -1; i < 256; i++ {
				power, supply := r.at(i, outputs[2*q]), r.at(i, outputs[2*q+1])
				if got := map[bool]byte{true: 'p', false: 's'}[power == 1]; power+supply != 1 || got != c.binds[q] {
					t.Fatalf("%s, quarter %d, draw %d: power binds %g, supply binds %g; want %q", c.name, q, i, power, supply, c.binds)
				}
			}
		}
	}
}
