package answer

import (
	"math"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// Attribution leads from what a ramp would come to if all went as announced to what it comes to, driver by driver, each input at its mid. What a driver takes
// depends on those before it, so the order is part of the answer.
type Attribution struct {
	Spec       *quantity.Spec // a quantity that adds up over the quarters
	From, To   float64
	Steps      []AttributionStep
	FromByTime []float64 // by quarter
}

// AttributionStep is one driver.
type AttributionStep struct {
	Name   string // realisation, delay, supply, lag, failures, retirement
	Change float64
	ByTime []float64 // by quarter
}

// driver is an influence that can be left out.
type driver struct {
	name    string
	shared  []*quantity.Spec // inputs whose fallback is no influence
	members []*quantity.Spec
}

var drivers = []driver{
	{"realisation", []*quantity.Spec{ramp.Realisation.Spec}, nil},
	{"delay", []*quantity.Spec{ramp.Delay.Spec}, nil},
	{"supply", nil, []*quantity.Spec{ramp.Supply.Spec}},
	{"lag", []*quantity.Spec{ramp.Lag.Spec}, nil},
	{"failures", []*quantity.Spec{ramp.FailureRate.Spec}, nil},
	{"retirement", nil, []*quantity.Spec{ramp.RetireAfter.Spec}},
}

// Attribute works out what each driver does to the effective compute of the whole time or, where that is not known, to the electricity; nil where neither is.
// Drivers that the scenario does not have, or that change nothing, are left out.
func (a *Ramp) Attribute() *Attribution {
	for _, s := range []*quantity.Spec{ramp.Compute.Spec, ramp.Electricity.Spec} {
		if out := a.attribute(s); out != nil {
			return out
		}
	}
	return nil
}

func (a *Ramp) attribute(s *quantity.Spec) *Attribution {
	before := byQuarter(without(a.Fleet, drivers), s)
	out := &Attribution{Spec: s, From: sumOf(before), FromByTime: before}
	for i, d := range drivers {
		now := byQuarter(without(a.Fleet, drivers[i+1:]), s)
		step := AttributionStep{Name: d.name, ByTime: make([]float64, len(now))}
		for q := range now {
			step.ByTime[q] = now[q] - before[q]
		}
		step.Change = sumOf(step.ByTime)
		if step.Change != 0 {
			out.Steps = append(out.Steps, step)
		}
		before = now
	}
	if out.To = sumOf(before); math.IsNaN(out.To) || math.IsNaN(out.From) {
		return nil
	}
	return out
}

func sumOf(list []float64) float64 {
	sum := 0.0
	for _, x := range list {
		sum += x
	}
	return sum
}

// without is the fleet with some influences left out.
func without(f *ramp.Fleet, list []driver) *ramp.Fleet {
	m := *f.Mix
	m.Shared, m.Members = quantity.Scenario{}, nil
	for s, v := range f.Mix.Shared {
		m.Shared[s] = v
	}
	for _, x := range f.Mix.Members {
		own := *x.Accelerator
		own.Values = quantity.Scenario{}
		for s, v := range x.Values {
			own.Values[s] = v
		}
		m.Members = append(m.Members, mix.Member{Accelerator: &own, Share: x.Share})
	}
	for _, d := range list {
		for _, s := range d.shared {
			delete(m.Shared, s)
		}
		for _, s := range d.members {
			for _, x := range m.Members {
				delete(x.Values, s)
			}
		}
	}
	return &ramp.Fleet{Scenario: f.Scenario, Mix: &m}
}

// byQuarter is the total of a quantity in each quarter, every input at its mid.
func byQuarter(f *ramp.Fleet, s *quantity.Spec) []float64 {
	var outputs []ramp.Output
	for q := range f.Quarters {
		outputs = append(outputs, ramp.Output{Period: q, Member: ramp.Total, Spec: s})
	}
	p := f.Compile(outputs)
	point := analysis.Point(p.Program)
	out := make([]float64, f.Quarters)
	for q, o := range outputs {
		out[q] = point[p.Index(o)]
	}
	return out
}
