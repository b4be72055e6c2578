// Package optimize finds the best mix of systems in whole units: the most or the least of a quantity, within the question's start and under limits.
//
// It turns a question into a linear problem at the point, every input at its mid: one unknown a system, the number of its units, and one row a limit. The
// coefficients are the model's own quantities of one unit, with floor and ceil taken out of the formulas; what comes out is computed again in whole units by the
// formulas as they are. Then the mix is held against others in every draw. The package knows no solver: one is handed in, and it must prove what it says.
// It refuses to fill in what is not known: a chip that lacks a figure that the objective or a limit needs is left out by name.
package optimize

import (
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"slices"
)

// Request is a question for the best mix.
type Request struct {
	Question  answer.Question
	Mix       *mix.Mix // its members are the candidates; their shares do not matter
	Maximise  bool
	Objective Measure
	Limits    []Limit
	Shown     []*quantity.Spec // quantities of the mix to report
	Settings  analysis.Settings

	Gap   float64 // how near the optimum is good enough, relative; 0 for the optimum itself
	Nodes int     // the search ends after so many nodes of its tree; 0 for no end
}

// Outcome says how the search ended.
type Outcome string

// The outcomes. Neither of the first two is a guess: Value and Bound say what is proved.
const (
	Optimal    Outcome = "optimal"    // proved: no mix is better by more than the gap
	NodeLimit  Outcome = "node limit" // the best found before the limit of nodes; Bound says how much better another could be
	Infeasible Outcome = "infeasible" // no mix keeps all limits
	Unbounded  Outcome = "unbounded"  // nothing limits the mix
	Nothing    Outcome = "nothing"    // the best is to buy nothing
)

// Result is the best mix and what surrounds it.
type Result struct {
	Question  answer.Question
	Grounds   *answer.Answer // inputs, notes and warnings of the chips in the mix; no numbers
	Weighed   Weighed        // what the choice rests on: all chips that it was made among, in the mix or not
	Maximise  bool
	Objective Measure
	Outcome   Outcome

	Value   float64 // the objective in whole units, before the rounding of its formula; in base units
	Bound   float64 // proved: no mix is better
	Gap     float64 // between them, relative to Value
	Asked   float64 // the gap that was asked for
	Nodes   int64   // of the search tree
	Relaxed float64 // the optimum if units could be bought in fractions

	Members      []Member
	Total        []answer.Quantity // of the mix, in whole units by the formulas as they are
	Limits       []Used            // the start first
	LeftOut      []LeftOut
	Alternatives []Alternative // the best first; within Near of the optimum
	Regret       *Regret       // nil where nothing was drawn
	Conflict     *Conflict     // where infeasible
	Skipped      int           // systems of the library that were not asked about
}

// Only is the result with these quantities of the mix and no others.
func (r *Result) Only(shown []*quantity.Spec) *Result {
	keep := func(list []answer.Quantity) []answer.Quantity {
		return slices.DeleteFunc(slices.Clone(list), func(q answer.Quantity) bool { return !slices.Contains(shown, q.Spec) })
	}
	out := *r
	out.Total, out.Members = keep(r.Total), slices.Clone(r.Members)
	for i := range out.Members {
		out.Members[i].Quantities = keep(out.Members[i].Quantities)
	}
	return &out
}

// Near is how much worse than the optimum an alternative may be, relative.
const Near = 0.02

// Member is one system of a mix.
type Member struct {
	ID, Name, Vendor    string
	Units, Chips, Racks float64 // racks as their formula rounds them; n/a where the profile does not say
	Share               float64 // of deployed IT power
	Amount              float64 // of the objective
	Quantities          []answer.Quantity
}

// Used is one limit: what it allows, and what the mix uses.
type Used struct {
	Limit
	Start   bool    // the question's start; Value is then in the start's unit, at its boundary
	Used    float64 // in whole units, before rounding
	Rounded float64 // as the formula rounds it; the same where it rounds nothing
	Binds   bool    // not one more unit of the mix's systems fits, or the limit has a price in the relaxation and next to nothing of it is left
	Shadow  float64 // of the relaxation: what one more base unit of the limit would add to the objective; n/a where nothing can be said
	Chance  float64 // share of the draws in which the mix, bought as it is, keeps the limit; n/a where nothing was drawn
}

// Step is how much more of a limit its printed shadow price is for: a hundredth of it, or of a share one point.
func (u *Used) Step() float64 {
	if u.Share {
		return 0.01
	}
	return u.Value / 100
}

// LeftOut is a candidate that the mix does not use.
type LeftOut struct {
	ID, Name  string
	Lacks     []string // quantities that the objective or a limit needs and that it has no figure for; the rest is then n/a
	Inputs    []string // the inputs that its profile lacks for that
	Better    float64  // how much more (or less, where it is minimised) of the objective a unit would have to bring, relative, to enter the relaxation
	Dominated string   // the id of a system that brings as much and takes no more of anything limited; may be empty
	Forbidden string   // the limit that allows not one unit; may be empty
	Whole     bool     // the relaxation uses it; whole units do not
}

// Alternative is another mix that keeps the limits, in whole units.
type Alternative struct {
	Members []Member
	Value   float64
	Worse   float64 // than the optimum, relative
	Single  bool    // one system alone: the best of its kind, within Near or not
}

// Regret says how the mix fares in the draws against the alternatives and the best single chips.
type Regret struct {
	Draws      int
	AnyBetter  float64 // share of the draws in which some other mix is better
	Mean       float64 // mean over all draws of how much better the best of all is, relative
	P95        float64
	Candidates []Rival // the optimum first
}

// Rival is one mix over the draws, its proportions kept and its size as each draw allows.
type Rival struct {
	Alternative
	Optimum  bool
	Amount   answer.Quantity // the objective
	Better   float64         // share of the draws in which it is better than the optimum
	By       float64         // how much better on average in those draws, relative; n/a where there are none
	Possible float64         // share of the draws in which its size can keep the limits that set it
}
