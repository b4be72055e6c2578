// Package answer is the record of one question and what came out: the single source that every table, file and chart is drawn from.
//
// It runs a mix, keeps what was asked, what went in, what came out and what must be said about it (notes and warnings, as data), and formats nothing.
package answer

import (
	"slices"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Question is what was asked, in the words in which it can be asked again.
type Question struct {
	Command   string // estimate, mix, compare
	Start     Start
	Basis     string // facility, it, rack, chip, unstated
	Chips     []string
	Shares    []float64 // one a chip, in a mix
	By        mix.By    // what shares divide, in a mix
	Site      string
	Workload  string
	Precision string
	AsOf      string // ISO date as of which the library is asked; empty for all that it knows
	Draws     int
	Seed      uint64
	Sampler   string
	Set       []Setting
	Correlate []Setting
	Asks      []Ask      // what else was asked of a mix or a comparison, in the order in which it can be asked again
	Overlaid  []Overlaid // the chips, in their order, and then the site, as far as overlays changed them
	Own       bool       // a scenario that is a file of the user's and not built in
}

// Ask is a flag of a question and what was typed.
type Ask struct{ Flag, Text string }

// Start is the starting point: its flag and the text that was typed, never rounded; the same as prose; and the number that it means in base units.
type Start struct {
	Flag  string // "--gw"
	Text  string // "2"
	Prose string // "2 GW"
	Value float64
	Spec  *quantity.Spec
}

// Setting is what the user set, and where: an input, or a folder of profiles.
type Setting struct {
	Text   string // NAME=VALUE or member:NAME=VALUE; profiles=PATH
	Origin string // --set, --profiles, CAPPLAN_PROFILES, capplan.toml:3, ...
	Path   bool   // Text names a file, which means nothing on another machine
	Usual  bool   // the usual value of a flag, changed by the environment or a project's file; the question has it, too
}

// Overlaid says what overlays did to a chip or the site of a question, beyond single values, which are marked themselves.
type Overlaid struct {
	ID       string
	Site     bool            // a site, not a chip
	Added    bool            // the built-in library has none of that id
	Origin   string          // the file of an added one
	Replaced []quantity.Mark // names, dates and other keys above the tables
}

// Answer is a question and all that came out.
type Answer struct {
	Question Question
	Inputs   []Input // shared by all members
	Members  []Member
	Total    []Quantity // nil in a comparison, whose members are alternatives
	Notes    []Note
	Warnings []Warning

	Chances []Chance // in a comparison they are the members'

	Correlations []mix.Correlation // stated ones; common groups are in the inputs
	Streams      map[string]int    // the dimension of the sampler in which each common group is drawn

	Mix  *mix.Mix // what was run; in a comparison, the mix of one of the first member
	Plan *mix.Plan
	run  *results

	alone []*mix.Mix // in a comparison: of each member
}

// Input is an input that results depend on, and what is known of it.
type Input struct {
	Spec  *quantity.Spec
	Value quantity.Value
}

// Member is one chip's part of the answer.
type Member struct {
	ID, Name, Vendor string
	Share            float64 // of what the mix divides, as asked
	Inputs           []Input
	Quantities       []Quantity
	Shares           []Quantity // in a mix: the member's part of the members' sum, by quantity
	Ratios           []Quantity // in a comparison: the quantity over the reference's, draw by draw
	Chances          []Chance   // in a comparison, and those of a mix that are about this member
	Equivalents      []Equivalent
	BreakEvens       []BreakEven
}

// Quantity is one output: its value with every input at its mid, and its distribution.
type Quantity struct {
	Spec  *quantity.Spec
	Point float64
	analysis.Summary
	Draws     []float64   // the first draws, as many as are kept; nil where it does not vary or nothing was drawn
	Missing   []string    // members that lack what the quantity needs
	Known     *KnownTotal // for a total that is n/a because of some members: the sum of the others
	Overrides []string    // inputs that it depends on and whose values are not the built-in ones; ID:* is a chip or a site that is not built in
}

// KnownTotal is the sum over those members that have a value.
type KnownTotal struct {
	Point float64
	analysis.Summary
}

// Note is something that a reader must know.
type Note struct {
	Code    string
	Message string
	Reading *Reading // for code other-reading
}

// Reading is what another reading of the question would give.
type Reading struct {
	Basis string
	Quantity
}

// Warning is something that weakens the answer, with what to do about it.
type Warning struct {
	Code    string
	Message string
	Advice  string
}

// Find returns the quantity of that spec, or nil.
func Find(qs []Quantity, s *quantity.Spec) *Quantity {
	for i := range qs {
		if qs[i].Spec == s {
			return &qs[i]
		}
	}
	return nil
}

// OfAlternative is the quantities of the i-th of what is compared; of an answer that is no comparison, those of the whole.
func (a *Answer) OfAlternative(i int) []Quantity {
	if a.Total != nil || len(a.Members) == 0 {
		return a.Total
	}
	return a.Members[i].Quantities
}

// Only returns the answer with these quantities and no others, in their order.
func (a *Answer) Only(specs []*quantity.Spec) *Answer {
	keep := func(qs []Quantity) []Quantity {
		var out []Quantity
		for _, s := range specs {
			if q := Find(qs, s); q != nil {
				out = append(out, *q)
			}
		}
		return out
	}
	b := *a
	b.Total = keep(a.Total)
	b.Members = slices.Clone(a.Members)
	for i := range b.Members {
		b.Members[i].Quantities, b.Members[i].Ratios = keep(a.Members[i].Quantities), keep(a.Members[i].Ratios)
	}
	return &b
}

// OnlyShares returns the answer with the members' shares in these quantities and no others.
func (a *Answer) OnlyShares(specs []*quantity.Spec) *Answer {
	b := *a
	b.Members = slices.Clone(a.Members)
	for i := range b.Members {
		b.Members[i].Shares = slices.DeleteFunc(slices.Clone(a.Members[i].Shares), func(q Quantity) bool { return !slices.Contains(specs, q.Spec) })
	}
	return &b
}

// Alone returns the answer of a single chip for people: what has no total, because it describes one unit, is the chip's own.
func (a *Answer) Alone() *Answer {
	b := *a
	b.Total = slices.Clone(a.Total)
	for i, q := range b.Total {
		if q.Spec.Total == quantity.None && len(a.Members) == 1 {
			if own := Find(a.Members[0].Quantities, q.Spec); own != nil {
				b.Total[i] = *own
			}
		}
	}
	return &b
}
