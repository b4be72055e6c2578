package ledger

import (
	"math"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

func fixed(x float64) quantity.Value { return quantity.Fixed(x, quantity.Published, "test") }

func between(low, mode, high float64) quantity.Value {
	return quantity.Value{Shape: quantity.Triangular, Low: low, Mode: mode, High: high, Basis: quantity.Assumed}
}

// gw is a commitment of so many gigawatts; edits change it.
func gw(id, date, vendor string, x float64, edits ...func(*Commitment)) *Commitment {
	v := fixed(x * 1e9)
	c := &Commitment{ID: id, Parties: []string{"Us", vendor}, Date: date, Vendor: vendor, Layer: ChipVendor, Status: Contracted, Binding: Firm, Boundary: Unstated, Power: &v}
	for _, e := range edits {
		e(c)
	}
	return c
}

func of(id string) func(*Commitment)            { return func(c *Commitment) { c.PartOf = id } }
func instead(id string) func(*Commitment)       { return func(c *Commitment) { c.Replaces = id } }
func at(boundary string) func(*Commitment)      { return func(c *Commitment) { c.Boundary = boundary } }
func layer(l Layer) func(*Commitment)           { return func(c *Commitment) { c.Layer = l } }
func status(s Status) func(*Commitment)         { return func(c *Commitment) { c.Status = s } }
func binding(b Binding) func(*Commitment)       { return func(c *Commitment) { c.Binding = b } }
func ranged(v quantity.Value) func(*Commitment) { return func(c *Commitment) { c.Power = &v } }
func named(x float64) func(*Commitment) {
	return func(c *Commitment) { v := fixed(x * 1e9); c.ChipPower = &v }
}

// made is the commitment of one chip, or of several in equal parts.
func made(chips ...string) func(*Commitment) {
	return func(c *Commitment) {
		for _, id := range chips {
			c.Chips = append(c.Chips, Part{id, fixed(1)})
		}
	}
}

func book(list ...*Commitment) *Ledger {
	return &Ledger{ID: "test", Name: "A test", Party: "Us", AsOf: "2030-01-01", Commitments: list, Realisation: map[Status]quantity.Value{
		Announced: between(0.2, 0.5, 0.8), Contracted: between(0.4, 0.6, 1),
	}}
}

// chip is an invented system of 64 chips; scale makes it larger.
func chip(id string, scale float64) *accelerators.Accelerator {
	return &accelerators.Accelerator{ID: id, Name: "Chip " + id, Vendor: "V", Values: quantity.Scenario{
		accelerators.Chips.Spec: fixed(64), accelerators.RacksPerUnit.Spec: fixed(2),
		accelerators.TDP.Spec: between(400*scale, 500*scale, 600*scale), accelerators.SystemPower.Spec: between(45e3*scale, 50e3*scale, 60e3*scale),
		accelerators.NetworkPower.Spec: between(40, 70, 140), accelerators.Peak[1].Spec: fixed(1.3e15 * scale), accelerators.Peak[2].Spec: fixed(6e14 * scale),
	}}
}

// world is a site with ranges and two chips, a and b.
func world() World {
	return World{
		Site: quantity.Scenario{
			power.PUEPeak.Spec: between(1.1, 1.2, 1.4), power.Reserve.Spec: between(0, 0.03, 0.1), power.Provision.Spec: between(0.8, 0.95, 1),
			power.Scatter.Spec:    {Shape: quantity.LogNormal, Low: 0.85, High: 1 / 0.85},
			power.BasisInput.Spec: {Shape: quantity.Discrete, Values: []float64{0, 1}, Weights: []float64{0.7, 0.3}, Labels: []string{"facility", "it"}},
		},
		Chips:    []*accelerators.Accelerator{chip("a", 1), chip("b", 2.5)},
		Settings: analysis.Settings{Draws: 4096, Seed: 1, Workers: 1},
	}
}

// asked is the plain question about everything.
func asked() Question {
	return Question{Ledger: "test", Layer: ChipVendor, At: Facility, Unstated: Apart, Precision: EightBit, Site: "test", Draws: 4096, Seed: 1,
		Moments: []NamedMoment{{AsOf, Moment{Date: "2030-01-01", Through: true}}}}
}

func evaluated(t *testing.T, l *Ledger, q Question, w World) *Result {
	t.Helper()
	if faults := l.Check(); faults != nil {
		t.Fatalf("the ledger is faulty: %+v", faults)
	}
	r, err := Evaluate(l, q, w)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// only is the one sum of the one moment.
func only(t *testing.T, r *Result) *Group {
	t.Helper()
	if len(r.States) != 1 || len(r.States[0].Stated) != 1 {
		t.Fatalf("%d states, want one with one sum: %+v", len(r.States), r.States)
	}
	return &r.States[0].Stated[0]
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within*math.Max(1e-300, math.Abs(want))) {
		t.Errorf("%s is %.9g, want %.9g within %g", what, got, want, within)
	}
}
