// Package ramp is the model over time: a commitment that is energised quarter by quarter, filled with one generation of systems after another.
//
// A scenario says when power is announced and how much of it comes when, which generation is delivered when and how fast, how long systems serve, and what
// money is there. It is compiled, with the builder that the model's own formulas use, into one program whose outputs are quantities of quarters. Inputs are
// drawn once for all quarters: a price or a PUE that is high in the first is high in the last. Drawn anew each quarter, errors would cancel, and sums over
// time would look far more certain than they are.
//
// What a number of systems comes to, from racks to yearly cost, is not written here again: each quarter looks at the members of a mix with other numbers of
// units, and all that the model declares follows. The package reads no files and knows no day but quarters.
package ramp

import (
	"fmt"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// MaxQuarters is the longest time that a scenario may span.
const MaxQuarters = 80

// Shape is how the announced power grows.
type Shape string

// The shapes of a schedule.
const (
	Points Shape = "points"  // given quarter by quarter
	Linear Shape = "linear"  // the same increment each quarter
	SCurve Shape = "s-curve" // slow, fast, slow: 3x^2 - 2x^3
)

// Shapes lists the shapes.
var Shapes = []Shape{Points, Linear, SCurve}

// Schedule is the announced power by quarter, at the boundary of the scenario.
type Schedule struct {
	Shape       Shape
	From, Until Quarter   // the first quarter with power, and the first with all of it
	Points      []float64 // watts from From to Until, never falling; of shape points
	Announced   quantity.Value
	Evidence    quantity.Value // what the shape rests on; it has no number
}

// At is the announced power of a quarter, in watts; beyond the last quarter it stays.
func (s *Schedule) At(q Quarter) float64 {
	if q < s.From {
		return 0
	}
	if s.Shape == Points {
		return s.Points[min(int(q-s.From), len(s.Points)-1)]
	}
	if q >= s.Until {
		return s.Announced.Mid()
	}
	x := float64(q-s.From+1) / float64(s.Until-s.From+1)
	if s.Shape == SCurve {
		x = x * x * (3 - 2*x)
	}
	return x * s.Announced.Mid()
}

// Generation is a system that is delivered in some of the quarters.
type Generation struct {
	Chip        string  // id of its profile
	From, Until Quarter // the first and the last quarter of deliveries
	Leaves      Quarter // of a system that only holds capacity for those to come: the quarter in which all of it goes; 0 for others
	Values      quantity.Scenario
	Evidence    quantity.Value // what the window rests on; it has no number
}

// Interim reports whether the systems only hold capacity for others. They are there already: no capital is spent on them.
func (g *Generation) Interim() bool { return g.Leaves != 0 }

// Tranche is money with a date: all at once, or in equal parts over some years.
type Tranche struct {
	ID         string
	Date       Quarter
	Day        string // as given; empty for a quarter
	Years      int    // 0: all at once
	Amount     quantity.Value
	Likelihood quantity.Value // that it is paid, as a discrete value of 1 and 0; no shape where it is certain
	Condition  string
	Budget     bool     // it pays for the capacity; other money is only set beside the payments
	Elsewhere  bool     // it pays for other capacity: neither budget nor other money, and only told beside the budget
	Set        []string // the keys of it that are the user's and not the scenario's
}

// Scenario is a ramp as a profile tells it.
type Scenario struct {
	ID, Name, Description string
	Origin                string
	Site                  string
	Workload, Precision   string // empty where the scenario does not say
	Basis                 string // a boundary, or unstated
	From                  Quarter
	Quarters              int
	Power                 Schedule
	Generations           []Generation
	Values                quantity.Scenario // what all generations share
	Correlations          []mix.Correlation // which inputs rise and fall together: the scenario's own, the site's, and those of single generations
	Payment               int               // one of Payment's options
	Money                 []Tranche
	Later                 []Tranche // money that was not known yet on the day that is asked as of
	Thresholds            []Threshold
	Sources               []quantity.Source
}

// Until is the last quarter.
func (s *Scenario) Until() Quarter { return s.From + Quarter(s.Quarters) - 1 }

// Fleet is a scenario with its systems, ready to be computed: members of the mix are the generations in their order, and what is shared holds the site and
// the scenario's own inputs.
type Fleet struct {
	*Scenario
	Mix *mix.Mix
}

// NewFleet puts the systems into the scenario. m holds the site, the question's choices and the reference; chips are the generations' in their order.
func NewFleet(s *Scenario, m mix.Mix, chips []*accelerators.Accelerator) (*Fleet, error) {
	if len(chips) != len(s.Generations) {
		return nil, fmt.Errorf("%d generations and %d systems", len(s.Generations), len(chips))
	}
	shared := quantity.Scenario{}
	for _, from := range []quantity.Scenario{s.Values, m.Shared} {
		for k, v := range from {
			shared[k] = v
		}
	}
	m.Shared, m.Start, m.By = shared, power.FromPower, mix.ByPower
	m.Correlations = placed(m.Correlations, s.Correlations)
	m.Shared[power.Commitment.Spec] = s.Power.Announced
	m.Members = nil
	left := 1.0
	for i, c := range chips {
		own := *c
		own.Values = quantity.Scenario{}
		for _, from := range []quantity.Scenario{s.Generations[i].Values, c.Values} {
			for k, v := range from {
				own.Values[k] = v
			}
		}
		share := 1 / float64(len(chips)) // a ramp shares by quarter; the mix only has to add up
		if i == len(chips)-1 {
			share = left
		}
		left -= share
		m.Members = append(m.Members, mix.Member{Accelerator: &own, Share: share})
	}
	f := &Fleet{Scenario: s, Mix: &m}
	if err := m.Validate(); err != nil {
		return nil, err
	}
	return f, f.validate()
}

// placed puts the scenario's correlations after the site's, of which they take the place, and before the question's, which take theirs.
func placed(given, own []mix.Correlation) []mix.Correlation {
	asked := slices.IndexFunc(given, func(c mix.Correlation) bool { return c.Basis == quantity.Given })
	if asked < 0 {
		asked = len(given)
	}
	return slices.Concat(given[:asked], own, given[asked:])
}

// validate returns what makes the fleet impossible to compute. What can be told from the scenario's file alone has been told by its reader.
func (f *Fleet) validate() error {
	if f.Quarters < 1 || f.Quarters > MaxQuarters {
		return fmt.Errorf("a ramp of %d quarters; 1 to %d are possible", f.Quarters, MaxQuarters)
	}
	for i := range f.Generations {
		if life := f.life(i); life > 0 && life <= int(math.Ceil(f.longest(Lag.Spec))) {
			return fmt.Errorf("%s retires after %g yr, before the last of it is in service (%s)", f.Generations[i].Chip, float64(life)/4, Lag.Name)
		}
	}
	return nil
}

// life is the number of quarters that systems of a generation serve, 0 for no end.
func (f *Fleet) life(i int) int {
	v, given := f.Mix.Members[i].Values[RetireAfter.Spec]
	if !given {
		return 0
	}
	return max(1, int(math.Round(4*v.Mid())))
}

// longest is the longest that a span of time of the scenario can be, in quarters.
func (f *Fleet) longest(s *quantity.Spec) float64 {
	v, given := f.Mix.Shared[s]
	if !given {
		return 0
	}
	_, high := v.Support()
	return 4 * high
}

// HasBudget reports whether there is money that pays for the capacity.
func (s *Scenario) HasBudget() bool {
	for i := range s.Money {
		if s.Money[i].Budget {
			return true
		}
	}
	return false
}

// HasFunding reports whether there is money that is only set beside the payments.
func (s *Scenario) HasFunding() bool {
	for i := range s.Money {
		if !s.Money[i].Budget && !s.Money[i].Elsewhere {
			return true
		}
	}
	return false
}

// ModelOutputs are the model's outputs, in its order.
func (f *Fleet) ModelOutputs() []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range model.Model.All() {
		if !s.Input {
			out = append(out, s)
		}
	}
	return out
}

// Idle reports whether power that retired systems free is left unused for want of deliveries, and the quarter after which that is so.
func (f *Fleet) Idle() (Quarter, bool) {
	open := Quarter(0)
	for i := range f.Generations {
		if g := &f.Generations[i]; !g.Interim() {
			open = max(open, g.Until)
		}
	}
	for i := range f.Generations {
		life := Quarter(f.life(i))
		if life > 0 && f.Generations[i].Until+life > open && f.Generations[i].From+life <= f.Until() && open < f.Until() {
			return open, true
		}
	}
	return 0, false
}
