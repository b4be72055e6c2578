package ramp_test

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
	"github.com/capplan/capplan/internal/ramp"
)

// plain is a ramp as a loop over quarters and cohorts, written from docs/scenarios.md and not from the timeline: the second entry of the double entry.
type plain struct {
	from                        ramp.Quarter
	quarters                    int
	announced                   func(q int) float64 // W of IT
	realisation, delay, lag     float64             // delay and lag in quarters
	failure, replaced, reuse    float64
	perUnit, chips, racks, life []float64 // by generation; life in quarters, 0 for none
	supply                      []float64 // chips a quarter, 0 for no limit
	share                       func(q int) []float64
	price, perWatt, wacc        float64
	lifeCompute, rest           float64
}

type plainQuarter struct {
	installed, serving, delivered, racksDelivered, failed, replaced, retired, worth []float64
	short                                                                           bool
	capexCompute, capexFacility, present                                            float64
}

func (p plain) run() []plainQuarter {
	n := len(p.perUnit)
	cohorts := make([][]float64, n) // by generation and quarter of delivery
	lost, level := 0.0, 0.0
	quarterly := 1 - math.Pow(1-p.failure, 0.25)
	keeps := 1 - quarterly*(1-p.replaced)
	var out []plainQuarter
	standing, all := make([]float64, n), make([]float64, n)
	for q := range p.quarters {
		late := float64(q) - p.delay
		below := math.Floor(late)
		energised := p.realisation * (p.announced(int(below))*(1-(late-below)) + p.announced(int(below)+1)*(late-below))
		x := plainQuarter{}
		used := 0.0
		for g := range n {
			gone := 0.0
			if l := int(p.life[g]); l > 0 && q >= l {
				gone = cohorts[g][q-l]
			}
			standing[g] -= gone
			x.retired = append(x.retired, gone*p.chips[g])
			lost += gone * p.perUnit[g] * (1 - p.reuse)
			used += standing[g] * p.perUnit[g]
		}
		free := math.Max(0, energised-used-lost)
		deployed := 0.0
		for g, w := range p.share(q) {
			more := math.Floor(standing[g]+free*w/p.perUnit[g]+1e-6) - standing[g]
			if w == 0 {
				more = 0
			}
			if s := math.Floor(p.supply[g] / p.chips[g]); p.supply[g] > 0 && more > s {
				more = s
				x.short = true
			}
			cohorts[g] = append(cohorts[g], more)
			standing[g] += more
			x.racksDelivered = append(x.racksDelivered, math.Ceil((all[g]+more)*p.racks[g])-math.Ceil(all[g]*p.racks[g]))
			all[g] += more
			up, worth := 0.0, 0.0
			for k, units := range cohorts[g] {
				age := float64(q - k)
				if p.life[g] > 0 && age >= p.life[g] {
					continue
				}
				alive := units * math.Pow(keeps, age)
				up += alive * math.Max(0, math.Min(1, age+1-p.lag))
				worth += alive * math.Max(p.rest, 1-(1-p.rest)*(age+1)/(4*p.lifeCompute))
			}
			x.installed = append(x.installed, standing[g]*p.chips[g])
			x.serving = append(x.serving, up*p.chips[g])
			x.delivered = append(x.delivered, more*p.chips[g])
			x.failed = append(x.failed, up*p.chips[g]*quarterly)
			x.replaced = append(x.replaced, up*p.chips[g]*quarterly*p.replaced)
			x.worth = append(x.worth, worth*p.chips[g]*p.price)
			x.capexCompute += (x.delivered[g] + x.replaced[g]) * p.price
			deployed += standing[g] * p.perUnit[g]
		}
		x.capexFacility = math.Max(0, deployed-level) * p.perWatt
		level = math.Max(level, deployed)
		x.present = math.Pow(1+p.wacc, -(float64(q)+0.5)/4)
		out = append(out, x)
	}
	return out
}

// TestPlainLoop holds the timeline against the loop: with lag, failures, supply, retirement, hand-over and reuse, every quarter and generation.
func TestPlainLoop(t *testing.T) {
	const quarters = 20
	p := plain{
		from: q1, quarters: quarters, realisation: 0.8, delay: 1.4, lag: 1.3, failure: 0.05, replaced: 0.6, reuse: 0.75,
		announced: func(q int) float64 { return 1e9 * math.Max(0, math.Min(1, float64(q+1)/10)) },
		perUnit:   []float64{96e3, 133e3}, chips: []float64{64, 72}, racks: []float64{1.5, 1}, life: []float64{9, 0}, supply: []float64{0, 60000},
		share: func(q int) []float64 {
			switch {
			case q < 5:
				return []float64{1, 0}
			case q == 5:
				return []float64{2. / 3, 1. / 3}
			case q == 6:
				return []float64{1. / 3, 2. / 3}
			}
			return []float64{0, 1}
		},
		price: 30e3, perWatt: 12, wacc: 0.09, lifeCompute: 5, rest: 0.1,
	}
	var systems []*accelerators.Accelerator
	for g, id := range []string{"one", "two"} {
		systems = append(systems, &accelerators.Accelerator{ID: id, Name: id, Values: quantity.Scenario{
			accelerators.Chips.Spec: fixed(p.chips[g]), accelerators.RacksPerUnit.Spec: fixed(p.racks[g]), accelerators.SystemPower.Spec: fixed(p.perUnit[g]),
			accelerators.TDP.Spec: fixed(500), accelerators.NetworkPower.Spec: fixed(0), accelerators.ComputePerChip.Spec: fixed(p.price),
		}})
	}
	m := mix.Mix{Basis: power.IT, Precision: accelerators.Precision.Index("bf16"), By: mix.ByPower, Shared: quantity.Scenario{
		power.Provision.Spec: fixed(1), power.Scatter.Spec: fixed(1), power.Availability.Spec: fixed(1), power.CapexPerWatt.Spec: fixed(p.perWatt),
		cost.WACC.Spec: fixed(p.wacc), cost.LifeCompute.Spec: fixed(p.lifeCompute), cost.ResidualShare.Spec: fixed(p.rest),
		cost.LifeFacility.Spec: fixed(15), cost.OpexShare.Spec: fixed(0), power.PUEPeak.Spec: fixed(1.2), power.PUEAnnualShare.Spec: fixed(0.5),
		power.LoadFactor.Spec: fixed(0.8), power.ElectricityPrice.Spec: fixed(0),
	}}
	s := &ramp.Scenario{ID: "loop", From: q1, Quarters: quarters, Payment: ramp.AsPurchase,
		Power: ramp.Schedule{Shape: ramp.Linear, From: q1, Until: q1 + 9, Announced: fixed(1e9)},
		Values: quantity.Scenario{ramp.Realisation.Spec: fixed(p.realisation), ramp.Delay.Spec: fixed(p.delay / 4), ramp.Lag.Spec: fixed(p.lag / 4),
			ramp.FailureRate.Spec: fixed(p.failure), ramp.Replaced.Spec: fixed(p.replaced), ramp.Reuse.Spec: fixed(p.reuse)},
		Generations: []ramp.Generation{
			{Chip: "one", From: q1, Until: q1 + 6, Values: quantity.Scenario{ramp.RetireAfter.Spec: fixed(9. / 4)}},
			{Chip: "two", From: q1 + 5, Until: q1 + quarters - 1, Values: quantity.Scenario{ramp.Supply.Spec: fixed(60000)}},
		},
		// A budget of before the first quarter counts in it, one of after the last never.
		Money: []ramp.Tranche{{ID: "before", Date: q1 - 6, Years: 2, Amount: fixed(8e9), Budget: true}, {ID: "after", Date: q1 + quarters, Amount: fixed(99e9), Budget: true}},
	}
	f, err := ramp.NewFleet(s, m, systems)
	if err != nil {
		t.Fatal(err)
	}
	specs := []*quantity.Spec{capacity.Chips.Spec, capacity.ChipsInService.Spec, ramp.ChipsDelivered.Spec, ramp.RacksDelivered.Spec, ramp.ChipsFailed.Spec, ramp.ChipsReplaced.Spec,
		ramp.ChipsRetired.Spec, ramp.Residual.Spec, ramp.CapexCompute.Spec, ramp.CapexFacility.Spec, ramp.Payments.Spec, ramp.PresentValue.Spec, ramp.Budget.Spec, ramp.BudgetLeft.Spec}
	plan := f.Compile(everything(f, specs))
	point := analysis.Point(plan.Program)
	supplied, paid, budget := false, 0.0, 0.0
	for q, want := range p.run() {
		near := func(s *quantity.Spec, member int, want float64) {
			got := point[plan.Index(ramp.Output{Period: q, Member: member, Spec: s})]
			if math.Abs(got-want) > 1e-6+1e-9*math.Abs(want) {
				t.Errorf("quarter %d: %s of member %d is %.12g, the loop says %.12g", q, s.Name, member, got, want)
			}
		}
		for g := range systems {
			for s, list := range map[*quantity.Spec][]float64{
				capacity.Chips.Spec: want.installed, capacity.ChipsInService.Spec: want.serving, ramp.ChipsDelivered.Spec: want.delivered, ramp.RacksDelivered.Spec: want.racksDelivered,
				ramp.ChipsFailed.Spec: want.failed, ramp.ChipsReplaced.Spec: want.replaced, ramp.ChipsRetired.Spec: want.retired, ramp.Residual.Spec: want.worth,
			} {
				near(s, g, list[g])
			}
		}
		supplied = supplied || want.short
		payments := want.capexCompute + want.capexFacility
		paid += payments
		in := map[bool]float64{true: 7e9, false: 0}[q == 0] // seven of the eight parts are due by the first quarter
		if q == 1 {
			in = 1e9
		}
		budget += in
		near(ramp.CapexCompute.Spec, ramp.Total, want.capexCompute)
		near(ramp.CapexFacility.Spec, ramp.Total, want.capexFacility)
		near(ramp.Payments.Spec, ramp.Total, payments)
		near(ramp.PresentValue.Spec, ramp.Total, payments*want.present)
		near(ramp.Budget.Spec, ramp.Total, in)
		near(ramp.BudgetLeft.Spec, ramp.Total, budget-paid)
	}
	if !supplied {
		t.Error("supply never binds in this test")
	}
}
