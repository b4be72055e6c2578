package answer

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// Sensitivity is what drives the results of a question: what each input does by itself, what share of the variance it accounts for, and what finding it out
// would be worth.
type Sensitivity struct {
	*Answer          // the question, its inputs, notes and warnings
	Ramp     *Ramp   // the ramp that is studied; nil where it is a mix
	Points   int     // that the indices were estimated from; 0 where there are none
	Groups   []Group // as the user asked for them
	Factors  []Factor
	Findings []Finding
	Idle     []string // inputs that vary and that no metric depends on
}

// Kind says why inputs are one factor.
type Kind string

// The kinds of factors.
const (
	Single     Kind = "input"      // one input
	Common     Kind = "common"     // inputs of one common group: one draw moves them all
	Correlated Kind = "correlated" // inputs that follow one another: their shares cannot be told apart
	Grouped    Kind = "group"      // inputs that the user put together
)

// Factor is inputs that are varied as one.
type Factor struct {
	Name   string // of the input, of the group
	Kind   Kind
	Inputs []FactorInput
}

// FactorInput is an input of a factor.
type FactorInput struct {
	Name   string // member:name where there are several members
	Member string // whose it is; empty for what all share
	Input
}

// Finding is one metric and what drives it.
type Finding struct {
	Of   string // the member's id, empty for the total
	When *When  // of a ramp: the quarters that the metric is of; nil otherwise
	Quantity
	SD       float64  // the standard deviation that the indices are of; n/a where there are none
	Effects  []Effect // the largest swing first; only of factors that the metric could depend on or that another metric does
	Together float64  // the share of the variance that no factor accounts for alone: one less the sum of the first-order indices
}

// When is the time that a metric of a ramp is of: one quarter, or all of them. What adds up over time is counted from the first quarter to the last; what
// stands, in the last.
type When struct {
	Whole       bool
	From, Until string // quarters; alike for a metric of one quarter
}

// Effect is what one factor does to one metric.
type Effect struct {
	Factor    int     // in Factors
	Low, High End     // the metric with the factor at its low and its high end, all others at their mid
	Swing     float64 // how far apart the metric's least and greatest values at the ends are
	First     analysis.Index
	Total     analysis.Index
	SDIfKnown float64 // the standard deviation that is left, on average, once the factor is known
	Inert     bool    // whether the factor changes nothing
}

// End is one end of a factor's range.
type End struct {
	Values []float64 // of its inputs, in their order; nil where they are drawn, so that Result is a percentile
	Result float64
}

// Run answers the study with indices from so many points, a power of two, or without indices from none. The error says which groups cannot be.
func (s *Study) Run(groups []Group, points int) (*Sensitivity, error) {
	parts, factors, err := s.factors(groups)
	if err != nil {
		return nil, err
	}
	out, findings := s.of.evaluate(s)
	out.Points, out.Groups, out.Factors, out.Idle = points, groups, factors, s.Idle()
	p := s.program
	tornado := analysis.Tornadoes(p, parts, s.set)
	var indices *analysis.Decomposition
	if points > 0 {
		set := s.set
		set.Draws = points
		indices = analysis.Decompose(p, parts, set)
	}
	for i, x := range s.metrics {
		f := findings[i]
		f.SD, f.Together = math.NaN(), math.NaN()
		at := s.of.output(x)
		if indices != nil {
			f.SD = math.Sqrt(indices.Variance[at])
		}
		for k := range factors {
			f.Effects = append(f.Effects, effect(k, at, &tornado.Swings[k], indices, f.SD))
		}
		f.sort(factors)
		if indices != nil {
			f.Together = 1
			for _, e := range f.Effects {
				f.Together -= e.First.Value
			}
		}
		out.Findings = append(out.Findings, f)
	}
	out.noteFactors()
	out.noteGigawatt()
	return out, nil
}

// effect is what factor k does to an output.
func effect(k, output int, s *analysis.Swing, indices *analysis.Decomposition, sd float64) Effect {
	na := analysis.Index{Value: math.NaN(), P5: math.NaN(), P95: math.NaN()}
	e := Effect{Factor: k, Swing: s.Size(output), First: na, Total: na, SDIfKnown: math.NaN()}
	low, high := 0, len(s.Results)-1
	if len(s.Results) > 2 { // names have no order: those of the least and the greatest result
		if low, high = s.Range(output); low < 0 {
			low, high = 0, len(s.Results)-1
		}
	}
	end := func(i int) End {
		x := End{Result: s.Results[i][output]}
		if s.Ends != nil {
			x.Values = s.Ends[i]
		}
		return x
	}
	e.Low, e.High = end(low), end(high)
	e.Inert = e.Swing == 0
	if indices != nil {
		e.First, e.Total = indices.First[k][output], indices.Total[k][output]
		e.SDIfKnown = sd * math.Sqrt(1-min(max(e.First.Value, 0), 1))
		e.Inert = e.Inert && e.Total.Value == 0
	}
	return e
}

// sort puts the largest swing first; where swings are equal, the larger total index, then the name.
func (f *Finding) sort(factors []Factor) {
	size := func(x float64) float64 {
		if math.IsNaN(x) {
			return -1
		}
		return x
	}
	slices.SortStableFunc(f.Effects, func(a, b Effect) int {
		return cmp.Or(cmp.Compare(size(b.Swing), size(a.Swing)), cmp.Compare(size(b.Total.Value), size(a.Total.Value)), strings.Compare(factors[a.Factor].Name, factors[b.Factor].Name))
	})
}

// rounding is the spread, as a share of the value, that rounding alone may make: a power that is divided by what it was multiplied with comes out some digits
// beyond the ninth apart.
const rounding = 1e-9

// Still reports whether nothing moves the metric.
func (f *Finding) Still() bool {
	least := rounding * math.Abs(f.Point)
	return f.SD <= least || math.IsNaN(f.SD) && !slices.ContainsFunc(f.Effects, func(e Effect) bool { return !(e.Swing <= least) })
}

// hardly is the spread, as a share of the value, below which a metric varies only because systems are whole, as the cost of a given budget does.
const hardly = 1e-4

// Hardly reports whether the metric moves so little that its drivers mean nothing.
func (f *Finding) Hardly() bool { return f.Still() || f.SD < hardly*math.Abs(f.Point) }

// ByTotal lists the effects by the share of the variance that each has a part in, the largest first.
func (f *Finding) ByTotal() []Effect {
	out := slices.Clone(f.Effects)
	slices.SortStableFunc(out, func(a, b Effect) int { return cmp.Compare(b.Total.Value, a.Total.Value) })
	return out
}

// Worth lists the effects by what knowing the factor would be worth, the most first: by the share of the variance that would go. What would change nothing,
// or less than can be told from nothing, is left out.
func (f *Finding) Worth() []Effect {
	var out []Effect
	for _, e := range f.Effects {
		if e.First.P5 > 0 {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Effect) int { return cmp.Compare(b.First.Value, a.First.Value) })
	return out
}

// noteFactors says which inputs are one factor, and why, where the user did not ask for it.
func (s *Sensitivity) noteFactors() {
	for _, f := range s.Factors {
		names := make([]string, len(f.Inputs))
		for i, in := range f.Inputs {
			names[i] = in.Name
		}
		all := strings.Join(names, ", ")
		switch f.Kind {
		case Common:
			s.Notes = append(s.Notes, Note{Code: "drawn-together", Message: f.Name + " is one factor, because its inputs are drawn together: " + all + "."})
		case Correlated:
			s.Notes = append(s.Notes, Note{Code: "correlated", Message: all + " are one factor: they follow one another, so their shares cannot be told apart."})
		case Grouped:
			s.Notes = append(s.Notes, Note{Code: "group", Message: "Group " + f.Name + ": " + all + "."})
		}
	}
}

// noteGigawatt says how much of the spread is the question itself, where it does not say at which boundary its power is measured.
func (s *Sensitivity) noteGigawatt() {
	for _, f := range s.Findings {
		for _, e := range f.Effects {
			inputs := s.Factors[e.Factor].Inputs
			if len(inputs) != 1 || inputs[0].Spec != power.BasisInput.Spec || math.IsNaN(e.First.Value) || e.Inert {
				continue
			}
			n := f.Spec.Notation()
			s.Notes = append(s.Notes, Note{Code: "which-gigawatt", Message: fmt.Sprintf(
				"Which gigawatt? That the boundary is not stated accounts for %.0f%% of the variance of %s. Knowing it would take the standard deviation from %s to %s.",
				100*max(e.First.Value, 0), f.Spec.Name, n.Format(f.SD, 3), n.Format(e.SDIfKnown, 3))})
		}
	}
}

// Basis says what a factor's inputs rest on, the weakest evidence first, each once.
func (f *Factor) Basis() []quantity.Basis {
	var out []quantity.Basis
	for _, b := range []quantity.Basis{quantity.Assumed, quantity.Derived, quantity.Reported, quantity.Published, quantity.Given} {
		if slices.ContainsFunc(f.Inputs, func(in FactorInput) bool { return in.Value.Basis == b }) {
			out = append(out, b)
		}
	}
	return out
}

// Sources lists the sources of a factor's inputs, each once.
func (f *Factor) Sources() []quantity.Source {
	var out []quantity.Source
	for _, in := range f.Inputs {
		for _, x := range in.Value.Sources {
			if x != (quantity.Source{}) && !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	return out
}
