package main

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRecomputeFromJSON answers the main question a second time from the printed JSON alone, with plain Monte Carlo and formulas written here from the
// specification, and compares P5, P50 and P95. Nothing of the engine is used.
func TestRecomputeFromJSON(t *testing.T) {
	var out, errs bytes.Buffer
	args := []string{"estimate", "--gw", "2", "--chip", "trainium2", "--site", "aws-air", "--format", "json"}
	if code := run(streams{nil, &out, &errs}, args); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	var doc struct {
		Inputs  map[string]dist `json:"inputs"`
		Members []struct {
			Inputs map[string]dist `json:"inputs"`
		} `json:"members"`
		Total struct {
			Quantities map[string]struct{ P5, P50, P95 *float64 }
		}
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	inputs := doc.Members[0].Inputs
	for name, d := range doc.Inputs {
		inputs[name] = d
	}
	const draws = 1_000_000
	got := map[string][]float64{}
	keep := func(name string, x float64) { got[name] = append(got[name], x) }
	r := rand.New(rand.NewPCG(42, 4242))
	for range draws {
		common := map[string]float64{}
		in := func(name string) float64 {
			d, ok := inputs[name]
			if !ok {
				t.Fatalf("the JSON has no input %s", name)
			}
			u := r.Float64()
			if d.Common != "" {
				if _, drawn := common[d.Common]; !drawn {
					common[d.Common] = u
				}
				u = common[d.Common]
			}
			return d.quantile(u)
		}
		reserve, pue, provision, scatter := in("site.reserve"), in("site.pue_peak"), in("site.provision"), in("site.scatter")
		system, chipsPerUnit, network := in("system.power"), in("system.chips"), in("network.power_per_chip")
		it := in("power.commitment") * (1 - reserve) / pue
		perUnit := (system*provision + chipsPerUnit*network) * scatter
		units := math.Floor(it/perUnit + 1e-8)
		chips := units * chipsPerUnit
		deployed := units * perUnit
		capexCompute, capexFacility := chips*in("cost.compute_per_chip"), deployed*in("site.capex_per_watt")
		energy := deployed * in("site.load_factor") * 8760 * (1 + (pue-1)*in("site.pue_annual_share"))
		crf := func(rate, life float64) float64 { return rate / (1 - math.Pow(1+rate, -life)) }
		wacc := in("finance.wacc")
		annual := capexCompute*crf(wacc, in("finance.life_compute")) + capexFacility*crf(wacc, in("finance.life_facility")) +
			(capexCompute+capexFacility)*in("finance.opex_share") + energy*in("site.electricity_price")
		capped := math.Pow(math.Min(1, provision/in("workload.draw.training")), in("workload.cap_exponent"))
		keep("capacity.chips", chips)
		keep("capacity.effective", chips*in("site.availability")*in("chip.bf16")*in("workload.mfu.training.bf16")*capped)
		keep("capacity.hbm", chips*in("chip.hbm"))
		keep("power.it", it)
		keep("energy.facility_year", energy)
		keep("cost.capex", capexCompute+capexFacility)
		keep("cost.annual", annual)
	}
	for name, xs := range got {
		slices.Sort(xs)
		printed := doc.Total.Quantities[name]
		for _, c := range []struct {
			level   float64
			printed *float64
		}{{0.05, printed.P5}, {0.50, printed.P50}, {0.95, printed.P95}} {
			want := xs[int(math.Ceil(c.level*draws))-1]
			if c.printed == nil || math.Abs(*c.printed/want-1) > 0.01 {
				t.Errorf("%s P%g: printed %v, recomputed %g", name, 100*c.level, c.printed, want)
			}
		}
	}
	chips := doc.Total.Quantities["capacity.chips"]
	if ratio := *chips.P95 / *chips.P5; ratio > 1.75 {
		t.Errorf("P95/P5 of chips is %.3f, more than 1.75", ratio)
	}
}

// dist is an input as the JSON has it.
type dist struct {
	Dist            string  `json:"dist"`
	Value           float64 `json:"value"`
	Low, Mode, High float64
	P5, P95         float64
	Values, Weights []float64
	Common          string
}

// quantile is the inverse distribution, from the textbook.
func (d dist) quantile(u float64) float64 {
	switch d.Dist {
	case "constant":
		return d.Value
	case "uniform":
		return d.Low + u*(d.High-d.Low)
	case "triangular":
		if cut := (d.Mode - d.Low) / (d.High - d.Low); u < cut {
			return d.Low + math.Sqrt(u*(d.High-d.Low)*(d.Mode-d.Low))
		}
		return d.High - math.Sqrt((1-u)*(d.High-d.Low)*(d.High-d.Mode))
	case "lognormal", "normal":
		z := math.Sqrt2 * math.Erfinv(2*u-1) / 1.6448536269514722
		if d.Dist == "normal" {
			return (d.P5+d.P95)/2 + z*(d.P95-d.P5)/2
		}
		a, b := math.Log(d.P5), math.Log(d.P95)
		return math.Exp((a+b)/2 + z*(b-a)/2)
	case "discrete":
		total, sum := 0.0, 0.0
		for _, w := range d.Weights {
			total += w
		}
		for i, w := range d.Weights {
			if sum += w / total; u < sum {
				return d.Values[i]
			}
		}
		return d.Values[len(d.Values)-1]
	}
	panic("unknown distribution " + d.Dist)
}
