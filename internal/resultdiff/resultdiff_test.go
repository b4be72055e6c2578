package resultdiff_test

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/resultdiff"
	"github.com/capplan/capplan/internal/saved"
)

func read(t testing.TB, name string) *saved.Answer {
	t.Helper()
	data, err := os.ReadFile("../saved/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	a, err := saved.Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var fields = []*quantity.Spec{capacity.Chips.Spec, capacity.PowerFacility.Spec, capacity.Effective.Spec, cost.Capex.Spec, cost.Annual.Spec, cost.PerChipHour.Spec}

// changed is an answer with other inputs, and the figures that they give.
func changed(t testing.TB, a *saved.Answer, change func(b *saved.Answer)) *saved.Answer {
	t.Helper()
	b := a.Clone()
	b.Name = "changed"
	change(b)
	var of []saved.Of
	for s := range a.Total {
		of = append(of, saved.Of{Spec: s})
	}
	figures, err := b.Compute(of)
	if err != nil {
		t.Fatal(err)
	}
	b.Total = saved.Figures{}
	for i, f := range figures {
		b.Total[of[i].Spec] = f
	}
	for i := range b.Members {
		b.Members[i].Figures = a.Members[i].Figures
	}
	return b
}

func set(list quantity.Scenario, s *quantity.Spec, x float64) {
	list[s] = quantity.Fixed(x, quantity.Given, "test")
}

// some changes several inputs, of which they combine: a product, a quotient, a sum.
func some(b *saved.Answer) {
	set(b.Shared, power.PUEPeak.Spec, 1.15)
	set(b.Shared, power.Reserve.Spec, 0.02)
	set(b.Shared, power.Commitment.Spec, 2.2e9)
	set(b.Members[0].Values, accelerators.ComputePerChip.Spec, 19000)
	set(b.Members[0].Values, accelerators.NetworkPower.Spec, 90)
}

func compare(t testing.TB, a, b *saved.Answer, o resultdiff.Options) *resultdiff.Diff {
	t.Helper()
	if o.Fields == nil {
		o.Fields = fields
	}
	d, err := resultdiff.Compare(a, b, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sums holds every row's parts to its change.
func sums(t *testing.T, d *resultdiff.Diff) {
	t.Helper()
	for _, r := range d.Rows {
		if r.Parts == nil {
			if r.Status != resultdiff.Absent {
				t.Errorf("%s is not divided", r.Of.Spec.Name)
			}
			continue
		}
		sum := r.Rest
		for _, p := range r.Parts {
			sum += p.Change
		}
		if math.Abs(sum-r.Change) > 1e-9*math.Max(math.Abs(r.Old.P50), math.Abs(r.New.P50)) {
			t.Errorf("%s: the parts sum to %v, the change is %v", r.Of.Spec.Name, sum, r.Change)
		}
		if d.RestCounts(&r) {
			t.Errorf("%s: %v is left to another version", r.Of.Spec.Name, r.Rest)
		}
	}
}

func part(t *testing.T, d *resultdiff.Diff, s *quantity.Spec, cause string) resultdiff.Part {
	t.Helper()
	r := d.Row(saved.Of{Spec: s})
	for i, c := range d.Causes {
		if c.Name == cause {
			return r.Parts[i]
		}
	}
	t.Fatalf("no cause %s among %v", cause, d.Causes)
	return resultdiff.Part{}
}

// TestComputed: what this program has just computed is not computed again, and divided alike; what was read is.
func TestComputed(t *testing.T) {
	a := changed(t, read(t, "estimate.json"), func(*saved.Answer) {})
	b := changed(t, a, some)
	want := compare(t, a, b, resultdiff.Options{})
	a.Computed, b.Computed = true, true
	got := compare(t, a, b, resultdiff.Options{})
	for i := range want.Rows {
		if !slices.Equal(got.Rows[i].Parts, want.Rows[i].Parts) || got.Rows[i].Rest != want.Rows[i].Rest {
			t.Errorf("%s: %v, want %v", want.Rows[i].Of.Spec.Name, got.Rows[i], want.Rows[i])
		}
	}
	f := b.Total[capacity.Chips.Spec]
	f.P50 *= 1.1 // which is believed of what was computed, and not of what was read
	b.Total[capacity.Chips.Spec] = f
	if d := compare(t, a, b, resultdiff.Options{}); d.RestCounts(d.Row(saved.Of{Spec: capacity.Chips.Spec})) {
		t.Error("a figure that was computed was computed again")
	}
}

func TestSameIsSame(t *testing.T) {
	for _, name := range []string{"estimate.json", "compare.json", "mix.json", "ramp.json", "check.json"} {
		a, b := read(t, name), read(t, name)
		d := compare(t, a, b, resultdiff.Options{Fields: []*quantity.Spec{}, Members: true})
		if !d.Same(0) || len(d.Changes) > 0 || len(d.Rows) < 20 {
			t.Errorf("%s: same %t, %d changes, %d rows", name, d.Same(0), len(d.Changes), len(d.Rows))
		}
		for _, r := range d.Rows {
			if r.Status != resultdiff.Same && r.Status != resultdiff.Absent {
				t.Errorf("%s: %s is %s", name, r.Of.Spec.Name, r.Status)
			}
		}
		if names := d.Notes; len(names) > 0 {
			t.Errorf("%s: %v", name, names)
		}
	}
}

// TestShapley holds the division to what defines it: the parts sum to the whole, an input that a figure does not depend on gets nothing, and each part is the
// mean over all orders, which is counted here one by one.
func TestShapley(t *testing.T) {
	a := read(t, "estimate.json")
	b := changed(t, a, some)
	d := compare(t, a, b, resultdiff.Options{})
	if !d.Method.Exact || len(d.Causes) != 5 || d.Method.Evaluations != 32 {
		t.Fatalf("%+v, %d causes", d.Method, len(d.Causes))
	}
	sums(t, d)
	if p := part(t, d, capacity.Chips.Spec, "cost.compute_per_chip"); p.Change != 0 {
		t.Errorf("chips do not depend on their price, and it gets %v", p.Change)
	}

	steps := []func(x *saved.Answer){
		func(x *saved.Answer) { x.Shared[power.Commitment.Spec] = b.Shared[power.Commitment.Spec] },
		func(x *saved.Answer) { x.Shared[power.PUEPeak.Spec] = b.Shared[power.PUEPeak.Spec] },
		func(x *saved.Answer) { x.Shared[power.Reserve.Spec] = b.Shared[power.Reserve.Spec] },
		func(x *saved.Answer) {
			x.Members[0].Values[accelerators.NetworkPower.Spec] = b.Members[0].Values[accelerators.NetworkPower.Spec]
		},
		func(x *saved.Answer) {
			x.Members[0].Values[accelerators.ComputePerChip.Spec] = b.Members[0].Values[accelerators.ComputePerChip.Spec]
		},
	}
	names := []string{"power.commitment", "site.pue_peak", "site.reserve", "network.power_per_chip", "cost.compute_per_chip"}
	mean, orders := make([]float64, len(steps)), 0
	value := func(x *saved.Answer) float64 {
		f, err := x.Compute([]saved.Of{{Spec: cost.Annual.Spec}})
		if err != nil {
			t.Fatal(err)
		}
		return f[0].P50
	}
	var walk func(x *saved.Answer, at float64, left []int, path []int, gains []float64)
	walk = func(x *saved.Answer, at float64, left, path []int, gains []float64) {
		if len(left) == 0 {
			orders++
			for i, k := range path {
				mean[k] += gains[i]
			}
			return
		}
		for i, k := range left {
			next := x.Clone()
			steps[k](next)
			v := value(next)
			rest := append(append([]int(nil), left[:i]...), left[i+1:]...)
			walk(next, v, rest, append(append([]int(nil), path...), k), append(append([]float64(nil), gains...), v-at))
		}
	}
	walk(a.Clone(), value(a), []int{0, 1, 2, 3, 4}, nil, nil)
	if orders != 120 {
		t.Fatalf("%d orders", orders)
	}
	for k, name := range names {
		want := mean[k] / float64(orders)
		if got := part(t, d, cost.Annual.Spec, name).Change; math.Abs(got-want) > 1e-6*math.Abs(want) {
			t.Errorf("%s gets %v, the mean over all orders is %v", name, got, want)
		}
	}
}

// Two inputs that do the same get the same.
func TestSymmetry(t *testing.T) {
	a := read(t, "estimate.json")
	a.Question.Draws = 0 // at the point a product of two factors is symmetric
	b := changed(t, a, func(b *saved.Answer) {
		set(b.Shared, power.Commitment.Spec, 4e9)
		set(b.Members[0].Values, accelerators.ComputePerChip.Spec, 2*21782.4774)
	})
	d := compare(t, a, b, resultdiff.Options{})
	if !d.Point {
		t.Fatal("points are to be compared")
	}
	x, y := part(t, d, cost.CapexCompute.Spec, "power.commitment"), part(t, d, cost.CapexCompute.Spec, "cost.compute_per_chip")
	if math.Abs(x.Change/y.Change-1) > 1e-4 {
		t.Errorf("twice the power adds %v, twice the price %v", x.Change, y.Change)
	}
}

func init() { fields = append(fields, cost.CapexCompute.Spec) }

// TestSampled: drawn orders sum to the whole too, are the same for the same seed, and come near to the mean over all orders.
func TestSampled(t *testing.T) {
	a := read(t, "estimate.json")
	a.Question.Draws = 128
	a = changed(t, a, func(*saved.Answer) {})
	b := changed(t, a, func(b *saved.Answer) {
		some(b)
		for _, x := range []struct {
			s *quantity.Spec
			v float64
		}{{power.Provision.Spec, 0.95}, {power.Scatter.Spec, 1.02}, {cost.WACC.Spec, 0.08}, {cost.LifeCompute.Spec, 5}} {
			set(b.Shared, x.s, x.v)
		}
	})
	d := compare(t, a, b, resultdiff.Options{Permutations: 60, Seed: 3})
	if d.Method.Exact || len(d.Causes) != 9 {
		t.Fatalf("%+v, %d causes", d.Method, len(d.Causes))
	}
	sums(t, d)
	again, other := compare(t, a, b, resultdiff.Options{Permutations: 60, Seed: 3}), compare(t, a, b, resultdiff.Options{Permutations: 60, Seed: 4})
	r, s, o := d.Row(saved.Of{Spec: cost.Annual.Spec}), again.Row(saved.Of{Spec: cost.Annual.Spec}), other.Row(saved.Of{Spec: cost.Annual.Spec})
	for i := range r.Parts {
		if r.Parts[i] != s.Parts[i] {
			t.Errorf("%s: %v and %v with one seed", d.Causes[i].Name, r.Parts[i], s.Parts[i])
		}
		if gap := math.Abs(r.Parts[i].Change - o.Parts[i].Change); gap > 6*math.Hypot(r.Parts[i].Error, o.Parts[i].Error)+1e-6*math.Abs(r.Change) {
			t.Errorf("%s: %v and %v with two seeds", d.Causes[i].Name, r.Parts[i], o.Parts[i])
		}
	}
	if r.Parts[0].Error <= 0 {
		t.Error("drawn orders have an error")
	}
}

func TestGrouping(t *testing.T) {
	a := read(t, "estimate.json")
	b := changed(t, a, func(b *saved.Answer) {
		some(b)
		for _, s := range []*quantity.Spec{power.Provision.Spec, power.LoadFactor.Spec, power.Availability.Spec, power.WUE.Spec, power.GridCarbon.Spec, power.ElectricityPrice.Spec,
			power.FloorPerRack.Spec, power.CapexPerWatt.Spec, cost.WACC.Spec} {
			v := b.Shared[s]
			set(b.Shared, s, v.Mid())
		}
	})
	d := compare(t, a, b, resultdiff.Options{Fields: fields[:2]})
	var names []string
	for _, c := range d.Causes {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, "; "); d.By != resultdiff.ByPart || got != "power.commitment; site; finance.wacc; network.power_per_chip; cost.compute_per_chip" {
		t.Errorf("%s: %s", d.By, got)
	}
	sums(t, d)
	if d := compare(t, a, b, resultdiff.Options{Fields: fields[:1], By: resultdiff.ByOwner}); len(d.Causes) != 4 || d.Causes[3].Name != "trainium2" {
		t.Errorf("%+v", d.Causes)
	}
}

// A figure that its inputs do not give is another model's, and is named so; the parts are what the inputs do.
func TestModelOrVersion(t *testing.T) {
	a, b := read(t, "estimate.json"), read(t, "estimate.json")
	f := b.Total[capacity.Chips.Spec]
	f.P50 *= 1.1
	b.Total[capacity.Chips.Spec], b.Version = f, "0.0.9"
	set(b.Shared, power.WUE.Spec, 0.0004)
	d := compare(t, a, b, resultdiff.Options{})
	r := d.Row(saved.Of{Spec: capacity.Chips.Spec})
	if r.Parts[0].Change != 0 || math.Abs(r.Rest/r.Change-1) > 1e-12 || d.Largest(r) != len(d.Causes) {
		t.Errorf("%+v", r)
	}
	text := ""
	for _, n := range d.Notes {
		text += n.Code + ": " + n.Message + "\n"
	}
	if !strings.Contains(text, "do not give the change of capacity.chips.") || !strings.Contains(text, "different versions of capplan: 0.1.0 and 0.0.9") {
		t.Error(text)
	}
}

// Another seed moves figures, and never beyond noise; it is named as what it is.
func TestNoise(t *testing.T) {
	a := read(t, "estimate.json")
	for seed := uint64(2); seed < 22; seed++ {
		a.Question.Draws = []int{512, 2048, 8192}[seed%3]
		a := changed(t, a, func(*saved.Answer) {})
		b := changed(t, a, func(b *saved.Answer) { b.Question.Seed = seed })
		d := compare(t, a, b, resultdiff.Options{Fields: []*quantity.Spec{}})
		if !d.Same(0) {
			for _, r := range d.Rows {
				if r.Differs(0) {
					t.Errorf("seed %d: %s %s", seed, r.Of.Spec.Name, r.Status)
				}
			}
		}
		if len(d.Causes) != 1 || d.Causes[0].Name != "sampling" {
			t.Errorf("%+v", d.Causes)
		}
	}
}

func TestTolerance(t *testing.T) {
	a := read(t, "estimate.json")
	b := changed(t, a, func(b *saved.Answer) { set(b.Shared, power.Commitment.Spec, 2.1e9) })
	d := compare(t, a, b, resultdiff.Options{Fields: fields[:2]})
	if d.Same(0) || d.Same(0.04) || !d.Same(0.06) {
		t.Errorf("%t %t %t", d.Same(0), d.Same(0.04), d.Same(0.06))
	}
	// The span alone can differ.
	v := a.Shared[power.Scatter.Spec]
	wide := changed(t, a, func(b *saved.Answer) { v.Low, v.High = 0.7, 1/0.7; b.Shared[power.Scatter.Spec] = v })
	d = compare(t, a, wide, resultdiff.Options{Fields: fields[:1]})
	if r := d.Rows[0]; r.Width != resultdiff.Changed || !r.Differs(0) {
		t.Errorf("%+v", r)
	}
}

// What does not mean the same is refused, with advice.
func TestUnlike(t *testing.T) {
	a := read(t, "estimate.json")
	it := a.Clone()
	it.Question.Basis = "it"
	chips := a.Clone()
	chips.Question.StartSpec = power.StartChips.Spec
	for _, x := range []struct {
		b    *saved.Answer
		want string
	}{
		{it, "boundary facility and estimate.json at it: their gigawatts are not the same; ask both at one, such as --basis facility"},
		{chips, "starts from power.commitment (--gw 2) and estimate.json from start.chips"},
		{read(t, "compare.json"), "an answer of estimate and compare.json one of compare"},
		{read(t, "ramp.json"), "ask both the same way"},
	} {
		if _, err := resultdiff.Compare(a, x.b, resultdiff.Options{}); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%v\nwanted: %s", err, x.want)
		}
	}
}

// A choice of the question takes the inputs with it that only it reads, and shares are one change.
func TestQuestionChanges(t *testing.T) {
	a, b := read(t, "estimate.json"), read(t, "check.json") // inference in fp8 with 256 draws
	d := compare(t, a, b, resultdiff.Options{})
	sums(t, d)
	names := map[string]bool{}
	for _, c := range d.Causes {
		names[c.Name] = true
	}
	if !names["workload and precision"] || !names["sampling"] || len(names) != 2 {
		t.Errorf("%v", names)
	}
	if p := part(t, d, capacity.Effective.Spec, "workload and precision"); p.Change == 0 {
		t.Error("the workload does nothing to throughput")
	}

	m := read(t, "mix.json")
	n := changed(t, m, func(b *saved.Answer) { b.Members[0].Share, b.Members[1].Share = 0.3, 0.7 })
	d = compare(t, m, n, resultdiff.Options{})
	sums(t, d)
	if len(d.Causes) != 1 || d.Causes[0].Name != "shares" || d.Changes[0].To != "trainium3 30%, gb300 70%" {
		t.Errorf("%+v", d.Changes)
	}
	one := changed(t, m, func(b *saved.Answer) { b.Members = b.Members[:1]; b.Members[0].Share = 1 })
	d = compare(t, m, one, resultdiff.Options{})
	sums(t, d)
}

// A scenario's schedule, time, deliveries and money are changes too.
func TestScenarioChanges(t *testing.T) {
	a := read(t, "ramp.json")
	b := changed(t, a, func(b *saved.Answer) {
		b.Scenario.Power.Until += 4
		b.Scenario.Payment = ramp.AsPurchase
		b.Scenario.Money[0].Amount.Mode = 9e10
		w := *b.Members[0].Window
		w.Until++
		b.Members[0].Window = &w
		set(b.Shared, ramp.Delay.Spec, 0)
	})
	d := compare(t, a, b, resultdiff.Options{Fields: []*quantity.Spec{ramp.Payments.Spec, capacity.Chips.Spec, ramp.BudgetLeft.Spec}})
	sums(t, d)
	var names []string
	for _, c := range d.Causes {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, "; "); got != "ramp.delay; schedule; payment; money; trainium3 deliveries" {
		t.Error(got)
	}
	if p := part(t, d, ramp.Payments.Spec, "money"); p.Change != 0 {
		t.Errorf("payments do not depend on the budget, and it gets %v", p.Change)
	}
	if p := part(t, d, ramp.BudgetLeft.Spec, "money"); math.Abs(p.Change+1e10) > 1e6 {
		t.Errorf("10 billion less leave %v", p.Change)
	}
}
