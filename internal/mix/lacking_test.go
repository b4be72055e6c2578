package mix_test

import (
	"math"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// TestBlame: where one member lacks what shares divide, all of the mix is n/a, but only that member is to blame; and giving it the inputs that the blame
// names mends it.
func TestBlame(t *testing.T) {
	missing := func(m *mix.Mix, s *quantity.Spec) bool {
		return math.IsNaN(analysis.Point(m.Compile([]mix.Output{{Member: mix.Total, Spec: s}}).Program)[0])
	}
	for _, tc := range []struct {
		name string
		by   mix.By
		lack []*quantity.Spec // of member 0
		s    *quantity.Spec
		own  string
		all  string // the measure
	}{
		{"chips by capex", mix.ByCapex, []*quantity.Spec{accelerators.ComputePerChip.Spec}, capacity.Chips.Spec, "", "cost.compute_per_chip"},
		{"cost by capex", mix.ByCapex, []*quantity.Spec{accelerators.ComputePerChip.Spec}, cost.CapexCompute.Spec, "cost.compute_per_chip", "cost.compute_per_chip"},
		{"cost by power", mix.ByPower, []*quantity.Spec{accelerators.ComputePerChip.Spec}, cost.CapexCompute.Spec, "cost.compute_per_chip", ""},
		{"chips by flops", mix.ByFLOPS, []*quantity.Spec{accelerators.Peak[1].Spec}, capacity.Chips.Spec, "", "chip.fp8 chip.int8"},
		{"chips by power", mix.ByPower, []*quantity.Spec{accelerators.NetworkPower.Spec}, capacity.Chips.Spec, "network.power_per_chip", ""},
		{"chips by chips", mix.ByChips, []*quantity.Spec{accelerators.NetworkPower.Spec}, capacity.Chips.Spec, "network.power_per_chip", ""},
	} {
		m := question(0.6, 0.4)
		m.By = tc.by
		m.Shared[power.CapexPerWatt.Spec] = fixed(10)
		for i, x := range m.Members {
			x.Values[accelerators.ComputePerChip.Spec] = fixed(20e3)
			x.Values[accelerators.Peak[1].Spec] = fixed(1e15)
			for _, s := range tc.lack {
				if i == 0 {
					delete(x.Values, s)
				}
			}
		}
		if !missing(m, tc.s) {
			t.Errorf("%s: has a value", tc.name)
		}
		own, measure := m.Blame(tc.s, 0)
		if join(own) != tc.own || join(measure) != tc.all {
			t.Errorf("%s: blamed for %q and %q, want %q and %q", tc.name, join(own), join(measure), tc.own, tc.all)
		}
		if own, measure := m.Blame(tc.s, 1); len(own)+len(measure) > 0 {
			t.Errorf("%s: the other member is blamed for %q, %q", tc.name, join(own), join(measure))
		}
		for _, s := range append(own, measure...) {
			m.Members[0].Values[s] = fixed(1e15)
		}
		if missing(m, tc.s) {
			t.Errorf("%s: still n/a with all that the blame names", tc.name)
		}
	}
}

func join(specs []*quantity.Spec) string {
	out := ""
	for _, s := range specs {
		if out != "" {
			out += " "
		}
		out += s.Name
	}
	return out
}
