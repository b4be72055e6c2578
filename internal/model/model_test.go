package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/quantity/quantitytest"
	"github.com/capplan/capplan/internal/unit"
)

// choices of a random question, by name, for the evaluator of printed formulas.
type question struct{ start, basis, workload, precision int }

func (q question) choice(name string) (int, bool) {
	switch name {
	case power.Start.Name:
		return q.start, true
	case power.Basis.Name:
		return q.basis, true
	case accelerators.Workload.Name:
		return q.workload, true
	case accelerators.Precision.Name:
		return q.precision, true
	}
	return 0, false
}

// inside draws a number within an input's bounds.
func inside(r *rand.Rand, b quantity.Bounds) float64 {
	low, high := b.Min, b.Max
	if math.IsInf(high, 1) {
		return (low + 1) * math.Exp(6*r.Float64()-2)
	}
	return low + (high-low)*(0.02+0.96*r.Float64())
}

// TestDoubleEntry parses every printed formula, computes it from random inputs independently of the engine, and compares, for a member and for the total.
func TestDoubleEntry(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for trial := range 400 {
		q := question{r.IntN(len(power.Start.Options)), r.IntN(len(power.Basis.Options)), r.IntN(len(accelerators.Workload.Options)), r.IntN(len(accelerators.Precision.Options))}
		shared, member := quantity.Scenario{}, quantity.Scenario{}
		for _, s := range model.Model.All() {
			if !s.Input || s == power.BasisInput.Spec || s.Name == "mix.allocation" {
				continue
			}
			if r.IntN(12) == 0 {
				continue // missing: what needs it must be n/a
			}
			if s.Name == "power.commitment" && q.start != power.FromPower {
				continue
			}
			v := quantity.Fixed(inside(r, s.Bounds), quantity.Given, "test")
			if s.Scope == quantity.Shared {
				shared[s] = v
			} else {
				member[s] = v
			}
		}
		if q.start == power.FromPower {
			shared[power.Commitment.Spec] = quantity.Fixed(math.Exp(r.Float64()*20), quantity.Given, "test")
		}
		m := &mix.Mix{Start: q.start, Basis: q.basis, Workload: q.workload, Precision: q.precision, By: mix.ByPower, Shared: shared,
			Members: []mix.Member{{Accelerator: &accelerators.Accelerator{ID: "x", Values: member}, Share: 1}}}
		e := &entry{q: q, shared: shared, member: member, memo: map[string]float64{}}
		e.totals = &entry{q: q, shared: shared, member: member, memo: map[string]float64{}, of: e}
		var outputs []mix.Output
		for _, s := range model.Model.All() {
			if !s.Input {
				outputs = append(outputs, mix.Output{Member: 0, Spec: s}, mix.Output{Member: mix.Total, Spec: s})
			}
		}
		plan := m.Compile(outputs)
		for i, o := range outputs {
			got, constant := plan.Program.Output(i)
			if !constant {
				t.Fatalf("trial %d: %s varies although no input does", trial, o.Spec.Name)
			}
			from, want := e, 0.0
			if o.Member == mix.Total {
				from = e.totals
			}
			want = from.reported(t, o.Spec)
			if !close(got, want) {
				t.Fatalf("trial %d: %s (member %d): engine %g, formula %q gives %g", trial, o.Spec.Name, o.Member, got, o.Spec.Formula(), want)
			}
		}
	}
}

func close(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), math.Abs(b))+1e-300
}

// entry evaluates printed formulas from one point of view: the member's, or (with of set) the total's.
type entry struct {
	q              question
	shared, member quantity.Scenario
	memo           map[string]float64
	totals, of     *entry
}

func (e *entry) reported(t *testing.T, s *quantity.Spec) float64 {
	if e.of == nil && s.Total == quantity.TotalOnly || e.of != nil && s.Total == quantity.None {
		return math.NaN()
	}
	return e.value(t, s.Name)
}

func (e *entry) value(t *testing.T, name string) float64 {
	if v, done := e.memo[name]; done {
		return v
	}
	v := e.compute(t, name)
	e.memo[name] = v
	return v
}

func (e *entry) compute(t *testing.T, name string) float64 {
	switch name {
	case "na":
		return math.NaN()
	case "hours_per_year":
		return 8760
	}
	s := model.Model.Find(name)
	if s == nil {
		t.Fatalf("a formula names %s, which does not exist", name)
	}
	if v, ok := e.shared[s]; ok && s.Scope == quantity.Shared {
		return v.Mode
	}
	if v, ok := e.member[s]; ok && s.Scope == quantity.Member {
		return v.Mode
	}
	formula := s.Formula()
	if formula == "" {
		return math.NaN()
	}
	if e.of != nil && s.Total == quantity.Sum {
		v := e.of.value(t, name)
		if extra := s.ExtraFormula(); extra != "" {
			v += e.eval(t, extra)
		}
		return v
	}
	return e.eval(t, formula)
}

func (e *entry) eval(t *testing.T, formula string) float64 {
	v, err := quantitytest.Evaluate(formula, quantitytest.Names{
		Value:  func(name string) (float64, bool) { return e.value(t, name), true },
		Choice: e.q.choice,
	})
	if err != nil {
		t.Fatalf("%s: %v", formula, err)
	}
	return v
}

// TestDimensions works the dimension of every formula out from its text and compares it with the declared one.
func TestDimensions(t *testing.T) {
	names := quantitytest.Names{Unit: func(name string) (unit.Exponents, bool) {
		if name == "hours_per_year" {
			return unit.For[unit.HourPerYear]().Exp, true
		}
		s := model.Model.Find(name)
		if s == nil {
			return unit.Exponents{}, false
		}
		return s.Unit.Exp, true
	}}
	for _, s := range model.Model.All() {
		for _, f := range []string{s.Formula(), s.ExtraFormula()} {
			if f == "" {
				continue
			}
			d, err := quantitytest.Dimension(f, names)
			if err != nil {
				t.Errorf("%s = %s: %v", s.Name, f, err)
			} else if d != s.Unit.Exp {
				t.Errorf("%s = %s: the formula is in %s, the quantity in %s", s.Name, f, d, s.Unit.Exp)
			}
		}
	}
}

// TestDeclarations holds what every declaration must have: words, and totals that can be made.
func TestDeclarations(t *testing.T) {
	for _, s := range model.Model.All() {
		if s.Doc == "" || s.Doc[len(s.Doc)-1] != '.' {
			t.Errorf("%s: its doc %q is not a sentence", s.Name, s.Doc)
		}
		if s.Input || s.Total != quantity.Recomputed && s.Total != quantity.TotalOnly {
			continue
		}
		// A recomputed total may use shared inputs and what has a total itself.
		for _, o := range s.Operands(nil) {
			if o.Scope == quantity.Member && (o.Input || o.Total == quantity.None) {
				t.Errorf("%s has a total made from %s, which has none", s.Name, o.Name)
			}
		}
	}
}

// TestFormulaPrinting pins the precedence of printed formulas.
func TestFormulaPrinting(t *testing.T) {
	for name, want := range map[string]string{
		"power.it_per_unit":    "(system.power * site.provision + network.power_per_chip * system.chips) * power.scatter",
		"power.facility":       "power.it * site.pue_peak / (1 - site.reserve)",
		"power.hosts":          "power.racks - power.chips",
		"energy.facility_year": "energy.it_year * (1 + (site.pue_peak - 1) * site.pue_annual_share)",
		"cost.per_chip_hour":   "cost.annual / capacity.chips_in_service / hours_per_year",
	} {
		if got := model.Model.Find(name).Formula(); got != want {
			t.Errorf("%s prints as %q, want %q", name, got, want)
		}
	}
	facility := question{}
	got := model.Model.Find("capacity.units").FormulaFor(func(c *quantity.Choice) (int, bool) { return facility.choice(c.Name) })
	if want := "floor(power.it_available * mix.allocation / power.it_per_unit)"; got != want {
		t.Errorf("units from a facility power: %q, want %q", got, want)
	}
}

func Example() {
	fmt.Println(model.Model.Find("capacity.chips").Formula())
	// Output: capacity.units * system.chips
}
