package mix_test

import (
	"math"
	"slices"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

func fixed(x float64) quantity.Value { return quantity.Fixed(x, quantity.Given, "test") }

// chip is a system of one chip that takes so many watts of IT power.
func chip(id string, watts float64) *accelerators.Accelerator {
	return &accelerators.Accelerator{ID: id, Name: id, Values: quantity.Scenario{
		accelerators.Chips.Spec:        fixed(1),
		accelerators.RacksPerUnit.Spec: fixed(1),
		accelerators.TDP.Spec:          fixed(watts / 2),
		accelerators.SystemPower.Spec:  fixed(watts - 60),
		accelerators.NetworkPower.Spec: fixed(60),
	}}
}

func question(shares ...float64) *mix.Mix {
	m := &mix.Mix{Start: power.FromPower, Basis: power.IT, By: mix.ByPower, Precision: accelerators.Precision.Index("bf16"), Shared: quantity.Scenario{
		power.Commitment.Spec: fixed(1.6e9),
		power.Provision.Spec:  fixed(1),
		power.Scatter.Spec:    fixed(1),
		power.PUEPeak.Spec:    fixed(1.25),
		power.Reserve.Spec:    fixed(0),
	}}
	for i, x := range []*accelerators.Accelerator{chip("a", 1460), chip("b", 2055)} {
		m.Members = append(m.Members, mix.Member{Accelerator: x, Share: shares[i]})
	}
	return m
}

func chips(t *testing.T, m *mix.Mix) float64 {
	t.Helper()
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	out := mix.Output{Member: mix.Total, Spec: capacity.Chips.Spec}
	return analysis.Point(m.Compile([]mix.Output{out}).Program)[0]
}

// TestGoldenMix is the specification's golden: 1.6 GW of IT power, 1,460 and 2,055 W a chip, 60/40. Whole units cost at most one chip a member.
func TestGoldenMix(t *testing.T) {
	m := question(0.6, 0.4)
	if got, want := chips(t, m), 968970.0; math.Abs(got-want) > 2 {
		t.Errorf("by power: %v chips, want %v", got, want)
	}
	m.By = mix.ByChips
	if got, want := chips(t, m), 942285.0; math.Abs(got-want) > 2 {
		t.Errorf("by chips: %v chips, want %v", got, want)
	}
}

// TestFacilityAndITAgree: 2 GW of facility power at PUE 1.25 without reserve is 1.6 GW of IT power.
func TestFacilityAndITAgree(t *testing.T) {
	it, facility := question(0.6, 0.4), question(0.6, 0.4)
	facility.Basis = power.Facility
	facility.Shared[power.Commitment.Spec] = fixed(2e9)
	if a, b := chips(t, it), chips(t, facility); a != b {
		t.Errorf("1.6 GW it gives %v chips, 2 GW facility %v", a, b)
	}
}

// TestOtherStarts: a target is reached by each member's share, and a budget is never exceeded.
func TestOtherStarts(t *testing.T) {
	m := question(0.25, 0.75)
	delete(m.Shared, power.Commitment.Spec)
	m.Start, m.By = power.FromChips, mix.ByChips
	m.Shared[power.StartChips.Spec] = fixed(1000)
	a := mix.Output{Member: 0, Spec: capacity.Chips.Spec}
	b := mix.Output{Member: 1, Spec: capacity.Chips.Spec}
	p := analysis.Point(m.Compile([]mix.Output{a, b}).Program)
	if p[0] != 250 || p[1] != 750 {
		t.Errorf("1,000 chips shared 25/75 by chips: %v", p)
	}
}

func TestValidate(t *testing.T) {
	for _, tc := range []struct {
		name string
		edit func(*mix.Mix)
	}{
		{"shares of 0.5 and 0.4", func(m *mix.Mix) { m.Members[0].Share = 0.5 }},
		{"a share above 1", func(m *mix.Mix) { m.Members[0].Share = 1.5 }},
		{"a share that is NaN", func(m *mix.Mix) { m.Members[0].Share = math.NaN() }},
		{"a chip named twice", func(m *mix.Mix) { m.Members[1].Accelerator = m.Members[0].Accelerator }},
		{"no chips", func(m *mix.Mix) { m.Members = nil }},
		{"by chips at basis rack", func(m *mix.Mix) { m.By, m.Basis = mix.ByChips, power.Rack }},
	} {
		m := question(0.6, 0.4)
		tc.edit(m)
		if err := m.Validate(); err == nil {
			t.Errorf("%s: accepted", tc.name)
		}
	}
}

// TestUsedByShares: where a member's part follows from what all members need, the inputs that decide it count as used: the 8-bit peak of shares by FLOP/s moves
// the number of chips, although no formula of the chips names it.
func TestUsedByShares(t *testing.T) {
	peak := accelerators.Peak[accelerators.Precision.Index("fp8")].Spec
	chipCount := []*quantity.Spec{capacity.Chips.Spec}
	for _, by := range []mix.By{mix.ByPower, mix.ByFLOPS} {
		m := question(0.6, 0.4)
		m.By = by
		for i := range m.Members {
			m.Members[i].Values[peak] = fixed(1e15)
		}
		before := chips(t, m)
		m.Members[1].Values[peak] = fixed(3e15)
		moved := chips(t, m) != before
		if used := slices.Contains(m.Used(chipCount, 1), peak); used != moved || moved != (by == mix.ByFLOPS) || m.Entangled() != moved {
			t.Errorf("by %s: the peak moves the chips %t, counts as used %t, parts follow from all %t", by, moved, used, m.Entangled())
		}
		delete(m.Members[1].Values, peak)
		own, measure := m.Blame(capacity.Chips.Spec, 1)
		if lacks := append(own, measure...); slices.Contains(lacks, peak) != moved {
			t.Errorf("by %s: lacks %v", by, lacks)
		}
	}
}

// TestNoShareTakesNothing: a member without a share takes nothing of the start, even where it lacks what the shares divide; so it is where the share is supplied.
func TestNoShareTakesNothing(t *testing.T) {
	m := question(0, 1)
	m.By = mix.ByFLOPS // of which neither has any
	m.Members[1].Values[accelerators.Peak[accelerators.Precision.Index("fp8")].Spec] = fixed(1e15)
	want := chips(t, question(0, 1))
	if got := chips(t, m); got != want {
		t.Errorf("%v chips, want %v", got, want)
	}
	for _, supplied := range []float64{0, 0.5} {
		p := m.CompileVaried([]mix.Output{{Member: mix.Total, Spec: capacity.Chips.Spec}}, mix.Varied{{Owner: "a", Spec: mix.Share}}).Program
		p.Run(p.NewBlock(1), 1, func(load int, column []float64) {
			if l := p.Loads()[load]; !l.Supplied() || l.Spec != mix.Share || l.Owner != "a" {
				t.Errorf("the program asks for %s of %q", l.Spec.Name, l.Owner)
			}
			column[0] = supplied
		}, func(_ int, column []float64) {
			if got := column[0]; supplied == 0 && got != want || supplied > 0 && !math.IsNaN(got) {
				t.Errorf("with a share of %v: %v chips", supplied, got)
			}
		})
	}
}
