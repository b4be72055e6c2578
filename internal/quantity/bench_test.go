package quantity

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/capplan/capplan/internal/unit"
)

// Five quantities of the reference model, written both ways, over the same drawn inputs. This is the measurement that the package comment quotes.

type site struct{ reserve, pue, overhead, rack, rated []float64 }

const benchDraws = 1 << 16

func benchInputs() site {
	r := rand.New(rand.NewPCG(1, 2))
	draw := func(low, high float64) []float64 {
		x := make([]float64, benchDraws)
		for i := range x {
			x[i] = low + (high-low)*r.Float64()
		}
		return x
	}
	return site{draw(0.02, 0.1), draw(1.08, 1.3), draw(0.05, 0.18), draw(24e3, 32e3), draw(0.75, 1)}
}

// closure is the other way: a function of a case, with a slot per quantity for what was already computed.
type closure struct {
	slot int
	f    func(c *closureCase) float64
}

type closureCase struct {
	done  []bool
	value []float64
}

func (q *closure) in(c *closureCase) float64 {
	if !c.done[q.slot] {
		c.value[q.slot] = q.f(c)
		c.done[q.slot] = true
	}
	return c.value[q.slot]
}

func BenchmarkClosures(b *testing.B) {
	in := benchInputs()
	row := 0
	var reserve, pue, overhead, rack, rated closure
	for i, q := range []*closure{&reserve, &pue, &overhead, &rack, &rated} {
		q.slot = i
	}
	reserve.f = func(*closureCase) float64 { return in.reserve[row] }
	pue.f = func(*closureCase) float64 { return in.pue[row] }
	overhead.f = func(*closureCase) float64 { return in.overhead[row] }
	rack.f = func(*closureCase) float64 { return in.rack[row] }
	rated.f = func(*closureCase) float64 { return in.rated[row] }
	it := closure{5, func(c *closureCase) float64 { return 2e9 * (1 - reserve.in(c)) / pue.in(c) }}
	racksPower := closure{6, func(c *closureCase) float64 { return it.in(c) * (1 - overhead.in(c)) }}
	units := closure{7, func(c *closureCase) float64 { return TolerantFloor(racksPower.in(c) / (rack.in(c) * rated.in(c))) }}
	chips := closure{8, func(c *closureCase) float64 { return units.in(c) * 32 }}
	peak := closure{9, func(c *closureCase) float64 { return chips.in(c) * 667e12 }}
	c := &closureCase{make([]bool, 10), make([]float64, 10)}
	sink := 0.0
	for b.Loop() {
		for row = 0; row < benchDraws; row++ {
			clear(c.done)
			sink += peak.in(c)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchDraws, "ns/draw")
	_ = sink
}

func BenchmarkExpressions(b *testing.B) {
	in := benchInputs()
	set := NewSet()
	stream := 0
	input := func(name string) Quantity[unit.Number] {
		stream++
		return Input(set, InputDef[unit.Number]{Name: name, Bounds: Positive, Stream: stream})
	}
	reserve, pue, overhead, rated := input("reserve"), input("pue"), input("overhead"), input("rated")
	rack := Input(set, InputDef[unit.Watt]{Name: "rack", Stream: 9})
	one := Const[unit.Number](1)
	it := Define(set, Def[unit.Watt]{Name: "it", Value: Const[unit.Watt](2e9).Times(one.Minus(reserve.Expr)).Over(pue.Expr)})
	racksPower := Define(set, Def[unit.Watt]{Name: "racks_power", Value: it.Times(one.Minus(overhead.Expr))})
	units := Define(set, Def[unit.Number]{Name: "units", Value: Floor(Ratio(racksPower.Expr, rack.Times(rated.Expr)))})
	chips := Define(set, Def[unit.Number]{Name: "chips", Value: units.Times(Const[unit.Number](32))})
	peak := Define(set, Def[unit.FlopPerSecond]{Name: "peak", Value: Const[unit.FlopPerSecond](667e12).Times(chips.Expr)})

	bd := NewBuilder()
	f := bd.Root()
	columns := map[string][]float64{"reserve": in.reserve, "pue": in.pue, "overhead": in.overhead, "rack": in.rack, "rated": in.rated}
	for _, s := range set.All() {
		if s.Input {
			f.SetLazily(s, "", Value{Shape: Uniform, Low: 0, High: 1}, Coordinate{Dim: s.Stream})
		}
	}
	bd.Emit(f.Value(peak.Spec))
	p := bd.Program()
	mem := p.NewBlock(BlockSize)
	sink := 0.0
	for b.Loop() {
		for at := 0; at < benchDraws; at += BlockSize {
			p.Run(mem, BlockSize, func(load int, dst []float64) {
				copy(dst, columns[p.Loads()[load].Spec.Name][at:])
			}, func(_ int, column []float64) {
				for _, x := range column {
					sink += x
				}
			})
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchDraws, "ns/draw")
	if math.IsNaN(sink) {
		b.Fatal("a draw is n/a")
	}
}
