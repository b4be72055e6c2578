package analysis

import (
	"math"
	"testing"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// reference is the model that docs/performance.md measures, written with the declarations that capplan's own model is written with: a campus of 2 GW, ten
// uncertain inputs, twelve outputs. The scripts of tools/peers compute the same.
func reference() *quantity.Program {
	set := quantity.NewSet()
	stream := 0
	values := quantity.Scenario{}
	number := func(name string, v quantity.Value) quantity.Quantity[unit.Number] {
		stream++
		q := quantity.Input(set, quantity.InputDef[unit.Number]{Name: name, Bounds: quantity.NonNegative, Stream: stream})
		values[q.Spec] = v
		return q
	}
	uniform := func(low, high float64) quantity.Value {
		return quantity.Value{Shape: quantity.Uniform, Low: low, High: high}
	}
	triangular := func(low, mode, high float64) quantity.Value {
		return quantity.Value{Shape: quantity.Triangular, Low: low, Mode: mode, High: high}
	}
	one := quantity.Const[unit.Number](1)
	facility := quantity.Const[unit.Watt](2e9)
	reserve, pue := number("reserve", uniform(0.02, 0.10)), number("pue", triangular(1.08, 1.15, 1.30))
	overhead, rated := number("overhead", triangular(0.05, 0.10, 0.18)), number("rated", uniform(0.75, 1))
	mfu, availability := number("mfu", triangular(0.25, 0.38, 0.50)), number("availability", triangular(0.90, 0.95, 0.99))
	load := number("load_factor", triangular(0.6, 0.8, 0.95))
	rack := quantity.Input(set, quantity.InputDef[unit.Watt]{Name: "rack_power", Stream: 8})
	values[rack.Spec] = triangular(24e3, 27e3, 32e3)
	price := quantity.Input(set, quantity.InputDef[unit.Dollar]{Name: "price", Stream: 9})
	values[price.Spec] = quantity.Value{Shape: quantity.LogNormal, Low: 8000, High: 18000}
	shell := quantity.Input(set, quantity.InputDef[unit.DollarPerWatt]{Name: "shell", Stream: 10})
	values[shell.Spec] = triangular(9, 12, 16)
	electricity := quantity.Input(set, quantity.InputDef[unit.DollarPerWattHour]{Name: "electricity", Stream: 11})
	values[electricity.Spec] = triangular(40e-6, 60e-6, 95e-6)

	it := quantity.Define(set, quantity.Def[unit.Watt]{Name: "it", Value: facility.Times(one.Minus(reserve.Expr)).Over(pue.Expr)})
	accel := quantity.Define(set, quantity.Def[unit.Watt]{Name: "accel", Value: it.Times(one.Minus(overhead.Expr))})
	racks := quantity.Define(set, quantity.Def[unit.Number]{Name: "racks", Value: quantity.Floor(quantity.Ratio(accel.Expr, rack.Times(rated.Expr)))})
	chips := quantity.Define(set, quantity.Def[unit.Number]{Name: "chips", Value: racks.Times(quantity.Const[unit.Number](32))})
	peak := quantity.Define(set, quantity.Def[unit.FlopPerSecond]{Name: "peak", Value: quantity.Const[unit.FlopPerSecond](667e12).Times(chips.Expr)})
	effective := quantity.Define(set, quantity.Def[unit.FlopPerSecond]{Name: "effective", Value: peak.Times(mfu.Expr).Times(availability.Expr)})
	used := rack.Times(racks.Expr).Times(rated.Expr).Over(one.Minus(overhead.Expr)).Times(pue.Expr).Times(load.Expr)
	energy := quantity.Define(set, quantity.Def[unit.WattHourPerYear]{Name: "energy",
		Value: quantity.Product(unit.PowerOverTime, used, quantity.Const[unit.HourPerYear](8760))})
	bill := quantity.Define(set, quantity.Def[unit.DollarPerYear]{Name: "bill", Value: quantity.Product(unit.EnergyAtPrice, energy.Expr, electricity.Expr)})
	compute := quantity.Define(set, quantity.Def[unit.Dollar]{Name: "compute", Value: price.Times(chips.Expr)})
	building := quantity.Define(set, quantity.Def[unit.Dollar]{Name: "building", Value: quantity.Product(unit.PowerAtPrice, facility, shell.Expr)})
	total := quantity.Define(set, quantity.Def[unit.Dollar]{Name: "total", Value: compute.Plus(building.Expr)})
	perExaflop := quantity.Define(set, quantity.Def[unit.Dollar]{Name: "per_exaflop",
		Value: total.Over(quantity.Ratio(effective.Expr, quantity.Const[unit.FlopPerSecond](1e18)))})

	b := quantity.NewBuilder()
	f := b.Root()
	for _, s := range set.All() {
		if v, ok := values[s]; ok {
			f.SetLazily(s, "", v, quantity.Coordinate{Dim: s.Stream})
		}
	}
	for _, s := range []*quantity.Spec{it.Spec, accel.Spec, racks.Spec, chips.Spec, peak.Spec, effective.Spec, energy.Spec, bill.Spec, compute.Spec, building.Spec,
		total.Spec, perExaflop.Spec} {
		b.Emit(f.Value(s))
	}
	return b.Program()
}

// The outputs of the reference model that have a known truth.
const (
	refChips = 3
	refTotal = 10
	refPer   = 11
)

// TestReferenceModel holds the reference model's percentiles against those of 1e8 independent draws, published with the model.
func TestReferenceModel(t *testing.T) {
	for _, draws := range []int{DefaultDraws, 1 << 18} {
		s := Draw(reference(), Settings{Draws: draws, Seed: 1}).Summaries()
		for _, c := range []struct {
			output       int
			p5, p50, p95 float64
		}{
			{refChips, 1562950, 1888070, 2287480},
			{refTotal, 37.843e9, 47.484e9, 60.971e9},
			{refPer, 77.39e6, 106.61e6, 150.89e6},
		} {
			got := s[c.output]
			for _, x := range [][2]float64{{got.P5, c.p5}, {got.P50, c.p50}, {got.P95, c.p95}} {
				if math.Abs(x[0]/x[1]-1) > 0.003 {
					t.Errorf("%d draws, output %d: %.6g, want %.6g", draws, c.output, x[0], x[1])
				}
			}
		}
	}
}

// BenchmarkReferenceModel is draws of the reference model, with mean, sd and five percentiles of all twelve outputs.
func BenchmarkReferenceModel(b *testing.B) {
	for _, c := range []struct {
		name  string
		draws int
	}{{"16384", DefaultDraws}, {"1e6", 1e6}, {"1e7", 1e7}} {
		b.Run(c.name, func(b *testing.B) {
			p := reference()
			for b.Loop() {
				Draw(p, Settings{Draws: c.draws, Seed: 1})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(c.draws), "ns/draw")
		})
	}
}
