package ramp_test

import (
	"testing"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// wide is the ramp of the goal: 32 quarters, four generations, everything uncertain.
func wide(b *testing.B) *ramp.Fleet {
	s := scenario(2e9, 16, 32, "trainium2", "trainium3", "gb200", "trainium4")
	s.Values = quantity.Scenario{
		ramp.Realisation.Spec: between(0.5, 1), ramp.Delay.Spec: between(0, 1), ramp.Lag.Spec: between(0.1, 0.4), ramp.FailureRate.Spec: between(0.02, 0.06),
	}
	for i := range s.Generations {
		s.Generations[i].Values[ramp.Supply.Spec] = between(40e3, 400e3)
		s.Generations[i].Values[ramp.RetireAfter.Spec] = fixed(5)
	}
	s.Money = []ramp.Tranche{{ID: "agreement", Date: q1, Years: 8, Amount: fixed(100e9), Budget: true}}
	return fleet(b, s, question(b, "default"))
}

func shown(f *ramp.Fleet) []ramp.Output {
	var out []ramp.Output
	for q := ramp.Whole; q < f.Quarters; q++ {
		for _, s := range []*quantity.Spec{ramp.Announced.Spec, ramp.Energised.Spec, capacity.Chips.Spec, capacity.ChipsInService.Spec, capacity.Effective.Spec, capacity.H100e.Spec,
			ramp.ComputeToDate.Spec, ramp.Electricity.Spec, ramp.Payments.Spec, ramp.BudgetLeft.Spec, ramp.PowerBinds.Spec, ramp.SupplyBinds.Spec, ramp.MoneyBinds.Spec} {
			out = append(out, ramp.Output{Period: q, Member: ramp.Total, Spec: s})
		}
		for g := range f.Generations {
			out = append(out, ramp.Output{Period: q, Member: g, Spec: capacity.Chips.Spec})
		}
	}
	return out
}

func BenchmarkCompile(b *testing.B) {
	f := wide(b)
	outputs := shown(f)
	for b.Loop() {
		f.Compile(outputs)
	}
}

func BenchmarkRamp(b *testing.B) {
	f := wide(b)
	outputs := shown(f)
	b.ReportAllocs()
	for b.Loop() {
		analysis.Draw(f.Compile(outputs).Program, analysis.Settings{Draws: 16384, Seed: 1})
	}
	b.ReportMetric(float64(len(outputs)), "outputs")
}
