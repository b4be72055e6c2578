package report

import (
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// The chips and the site of these tests are invented, so that the library may change without them.

var (
	datasheet = quantity.Source{Key: "datasheet", Title: "Alpha One datasheet", URL: "https://example.com/alpha", Date: "2025-12-02", Kind: "vendor"}
	teardown  = quantity.Source{Key: "teardown", Title: "A teardown | with a bar", URL: "https://example.org/teardown?a=1&b=(2)", Date: "2026-01-15", Kind: "analyst"}
)

func constant(x float64) quantity.Value {
	v := quantity.Fixed(x, quantity.Published, "alpha.toml:9")
	v.Sources = []quantity.Source{datasheet}
	return v
}

func triangle(low, mode, high float64, b quantity.Basis) quantity.Value {
	v := quantity.Value{Shape: quantity.Triangular, Low: low, Mode: mode, High: high, Basis: b, Origin: "alpha.toml:12"}
	if b != quantity.Assumed {
		v.Sources = []quantity.Source{teardown, datasheet}
	} else {
		v.Note = "no published figure; the range of comparable systems"
	}
	return v
}

// chip is a made-up system; scale makes chips of one family differ.
func chip(id, name string, scale float64) *accelerators.Accelerator {
	price := quantity.Value{Shape: quantity.Discrete, Values: []float64{9000 * scale, 14000 * scale}, Weights: []float64{0.6, 0.4}, Basis: quantity.Assumed,
		Note: "two derivations that disagree"}
	network := triangle(40*scale, 74*scale, 140*scale, quantity.Derived)
	network.Common = "switches"
	return &accelerators.Accelerator{
		ID: id, Name: name, Vendor: "Example", Family: "alpha", Generation: 1, Process: "N5", Cooling: "air", Status: accelerators.Shipping,
		Announced: "2024-12-03", Available: "2024-12-03", Aliases: []string{id + "x"}, Origin: id + ".toml", Sources: []quantity.Source{datasheet, teardown},
		Values: quantity.Scenario{
			accelerators.Chips.Spec:          constant(64),
			accelerators.RacksPerUnit.Spec:   constant(2),
			accelerators.TDP.Spec:            triangle(450*scale, 500*scale, 650*scale, quantity.Reported),
			accelerators.SystemPower.Spec:    triangle(48e3*scale, 50e3*scale, 54e3*scale, quantity.Reported),
			accelerators.NetworkPower.Spec:   network,
			accelerators.HBM.Spec:            constant(96 * (1 << 30)),
			accelerators.HBMBandwidth.Spec:   constant(2.9e12),
			accelerators.Peak[1].Spec:        constant(1.3e15 * scale),
			accelerators.Peak[2].Spec:        constant(667e12 * scale),
			accelerators.MFU[0][2].Spec:      triangle(0.25, 0.38, 0.5, quantity.Assumed),
			accelerators.Draw[0].Spec:        triangle(0.7, 0.8, 0.9, quantity.Assumed),
			accelerators.CapExponent.Spec:    triangle(0.3, 0.5, 1, quantity.Assumed),
			accelerators.ComputePerChip.Spec: price,
		},
		Sparse: map[string]quantity.Value{"fp8": constant(2.6e15 * scale)},
	}
}

func site() *power.Site {
	scatter := quantity.Value{Shape: quantity.LogNormal, Low: 0.9, High: 1 / 0.9, Basis: quantity.Derived, Sources: []quantity.Source{teardown}}
	boundary := quantity.Value{Shape: quantity.Discrete, Values: []float64{0, 1}, Weights: []float64{0.7, 0.3}, Labels: []string{"facility", "it"}, Basis: quantity.Assumed}
	price := triangle(50e-6, 70e-6, 90e-6, quantity.Reported)
	price.Common = "switches"
	return &power.Site{
		ID: "plain", Name: "A plain site", Description: "Invented for tests.", Origin: "plain.toml",
		Values: quantity.Scenario{
			power.PUEPeak.Spec: triangle(1.1, 1.2, 1.35, quantity.Reported), power.Provision.Spec: triangle(0.8, 0.95, 1.05, quantity.Assumed),
			power.Scatter.Spec: scatter, power.Reserve.Spec: triangle(0, 0.05, 0.1, quantity.Assumed), power.PUEAnnualShare.Spec: triangle(0.5, 0.7, 0.9, quantity.Assumed),
			power.LoadFactor.Spec: triangle(0.6, 0.75, 0.9, quantity.Reported), power.Availability.Spec: triangle(0.95, 0.98, 0.99, quantity.Reported),
			power.WUE.Spec: triangle(0.05e-3, 0.15e-3, 0.3e-3, quantity.Reported), power.GridCarbon.Spec: triangle(0.2, 0.38, 0.5, quantity.Reported),
			power.ElectricityPrice.Spec: price, power.FloorPerRack.Spec: constant(2.5), power.SupportRackPower.Spec: triangle(10e3, 15e3, 20e3, quantity.Assumed),
			power.CapexPerWatt.Spec: triangle(9, 11.7, 15, quantity.Reported), power.BasisInput.Spec: boundary,
			cost.WACC.Spec: triangle(0.06, 0.08, 0.1, quantity.Assumed), cost.LifeCompute.Spec: triangle(3, 5, 7, quantity.Assumed),
			cost.LifeFacility.Spec: constant(20), cost.OpexShare.Spec: triangle(0.01, 0.02, 0.03, quantity.Assumed),
		},
	}
}

// asked is a question about two gigawatts, with its mix.
func asked(command, basis string, chips ...*accelerators.Accelerator) (answer.Question, *mix.Mix) {
	q := answer.Question{
		Command: command, Basis: basis, Start: answer.Start{Flag: "--gw", Text: "2", Prose: "2 GW", Value: 2e9, Spec: power.Commitment.Spec}, Site: "plain", Workload: "training",
		Precision: "bf16", Draws: 4096, Seed: 1, Sampler: "sobol-owen", By: mix.ByPower,
		Set: []answer.Setting{{Text: "finance.life_facility=20 yr", Origin: "--set"}},
	}
	m := &mix.Mix{Start: power.FromPower, Basis: max(0, power.Basis.Index(basis)), Unstated: basis == power.Unstated, Precision: 2, By: mix.ByPower,
		Shared: quantity.Scenario{}}
	for s, v := range site().Values {
		m.Shared[s] = v
	}
	m.Shared[power.Commitment.Spec] = quantity.Fixed(2e9, quantity.Given, "--gw")
	m.Shared[accelerators.H100Peak.Spec] = constant(1.979e15)
	for _, c := range chips {
		q.Chips = append(q.Chips, c.ID)
		m.Members = append(m.Members, mix.Member{Accelerator: c, Share: 1 / float64(len(chips))})
	}
	if len(chips) > 1 && command == "mix" {
		for _, x := range m.Members {
			q.Shares = append(q.Shares, x.Share)
		}
	}
	return q, m
}

func want(q answer.Question) answer.Want {
	return answer.Want{Quantities: DefaultFields(2), Settings: analysis.Settings{Draws: q.Draws, Seed: q.Seed, Workers: 1}}
}

func estimated(t *testing.T, basis string, c *accelerators.Accelerator) *answer.Answer {
	t.Helper()
	q, m := asked("estimate", basis, c)
	valid(t, m)
	return answer.Evaluate(q, m, want(q))
}

func mixed(t *testing.T, chips ...*accelerators.Accelerator) *answer.Answer {
	t.Helper()
	q, m := asked("mix", "facility", chips...)
	valid(t, m)
	w := want(q)
	w.Members = true
	w.Shares = []*quantity.Spec{capacity.ITDeployed.Spec, capacity.Chips.Spec, capacity.Peak8Bit.Spec, cost.Capex.Spec}
	return answer.Evaluate(q, m, w)
}

func compared(t *testing.T, chips ...*accelerators.Accelerator) *answer.Answer {
	t.Helper()
	var mixes []*mix.Mix
	q, _ := asked("compare", "facility", chips...)
	for _, c := range chips {
		_, m := asked("compare", "facility", c)
		valid(t, m)
		mixes = append(mixes, m)
	}
	return answer.Compare(q, mixes, 0, want(q))
}

func valid(t *testing.T, m *mix.Mix) {
	t.Helper()
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
}
