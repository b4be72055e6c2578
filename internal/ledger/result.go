package ledger

import (
	"math"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Reading says how a power of unstated boundary is taken.
type Reading string

// The readings of an unstated boundary. Only the first assumes nothing.
const (
	Apart      Reading = "apart"    // a sum of its own
	AsFacility Reading = "facility" // as if it were measured at the utility meter
	AsIT       Reading = "it"       // as if it were IT power
	Drawn      Reading = "drawn"    // one or the other, in each case, by the site's weights
)

// Readings lists the readings, the default first.
var Readings = []Reading{Apart, AsFacility, AsIT, Drawn}

// EightBit is the precision of a dense 8-bit peak, FP8 or INT8, whichever is greater; the others are those of accelerators.Precision.
const EightBit = "8bit"

// Question is what was asked, in the words in which it can be asked again.
type Question struct {
	Ledger      string // a name or a file
	Layer       Layer
	Moments     []NamedMoment
	BindingOnly bool
	Include     []string
	Exclude     []string
	At          string // facility or it: where stated powers are summed
	Unstated    Reading
	Vendor      string   // whose reliance is the headline
	Realised    bool     // the headline and the tables are of what gets energised
	Chips       []string // COMMITMENT=CHIP, as given
	Precision   string
	Site        string
	Draws       int
	Seed        uint64
	Sampler     string
	Set         []answer.Setting
	Correlate   []answer.Setting
	Overlaid    []answer.Overlaid // the chips, in their order, and then the site, as far as overlays changed them
}

// NamedMoment is a moment and what it is called: before, after, after-letters-kept, as-of.
type NamedMoment struct {
	Key string
	Moment
}

// The keys of moments.
const (
	Before          = "before"
	After           = "after"
	AfterWithLetter = "after-letters-kept"
	AsOf            = "as-of"
)

// World is what an evaluation needs beyond the ledger.
type World struct {
	Site         quantity.Scenario
	Correlations []mix.Correlation
	Chips        []*accelerators.Accelerator // all that the ledger names; the first is drawn most evenly
	Settings     analysis.Settings
	Realised     bool // compute what gets energised too
}

// Result is a question and all that came out.
type Result struct {
	Question Question
	Ledger   *Ledger
	Vendors  []string // in the order of all tables and charts: the headline's, then by power; "" for a vendor that is not named
	States   []State
	Site     []answer.Input // that the chips or the conversions rest on
	Chips    []ChipInputs
	Notes    []answer.Note
	Warnings []answer.Warning

	Correlations []mix.Correlation
}

// ChipInputs is a chip and the inputs of it that the results rest on.
type ChipInputs struct {
	*accelerators.Accelerator
	Inputs []answer.Input
}

// State is the portfolio at one moment.
type State struct {
	NamedMoment
	Entries  []Entry
	Stated   []Group // as the commitments state it
	Realised []Group // as far as it is expected to be energised; nil where that was not computed, or no factor is known
}

// Group is powers that may be added: those of unstated boundary, or those converted to one boundary.
type Group struct {
	Boundary    string // unstated, facility or it
	Commitments []string
	Rows        []Row
	Total       Figure // W
	Herfindahl  Figure // sum of the squared shares; n/a where a vendor is not named
	Equivalent  Figure // 1 over it: so many equal vendors would be as concentrated
	Covered     Figure // W of which the chip is known
	Uncovered   Figure
	Chips       Figure
	FLOPS       Figure
	FLOPSKnown  Figure // W of which the throughput is known
	Aims        []Aim
}

// Row is one vendor's part of a group.
type Row struct {
	Vendor     string
	Power      Figure // W
	Share      Figure // of the group's power
	Pair       Figure // of the power of this vendor and the headline's together; n/a for that one
	Covered    Figure // W of which the chip is known
	Chips      Figure // n/a where no chip is known
	ChipShare  Figure // of the chips that are known
	FLOPS      Figure
	FLOPSShare Figure
}

// Aim is a target, which is never added, beside what is.
type Aim struct {
	ID      string
	Power   Figure   // W, at the group's boundary
	Reached Figure   // the group's power over the target's
	Shares  []Figure // each row's power over the target's
}

// Figure is one number: with every input at its mid, and its distribution.
type Figure struct {
	Notation unit.Notation
	Point    float64
	analysis.Summary
	Overrides []string // inputs that it depends on and whose values are not the built-in ones; ID:* is a chip or a site that is not built in
}

// Middle is the median, or the point where the figure has no distribution.
func (f Figure) Middle() float64 {
	if f.ValidShare == 1 {
		return f.P50
	}
	return f.Point
}

// Varies reports whether the figure differs from draw to draw by more than rounding: converted powers cancel in a share, but not to the last digit.
func (f Figure) Varies() bool {
	return f.ValidShare == 1 && f.P95-f.P5 > 1e-9*max(math.Abs(f.P5), math.Abs(f.P95))
}

// Known reports whether the figure has a value.
func (f Figure) Known() bool { return f.Point == f.Point }

// Headline returns the group that the headline is of: that with the most power in the last moment asked about, before all letters that are kept beside it.
func (r *Result) Headline() string {
	best, most := "", 0.0
	for _, s := range r.States {
		if s.Key == AfterWithLetter {
			continue
		}
		best, most = "", 0
		for _, g := range s.groups(r.Question.Realised) {
			if x := g.Total.Middle(); best == "" || x > most {
				best, most = g.Boundary, x
			}
		}
	}
	return best
}

// Of returns the group of a boundary and the headlined vendor's row in it; nil where the moment has none.
func (s State) Of(boundary, vendor string, realised bool) (*Group, *Row) {
	groups := s.groups(realised)
	for i := range groups {
		g := &groups[i]
		if g.Boundary == boundary {
			return g, g.Row(vendor)
		}
	}
	return nil, nil
}

// Row returns a vendor's row, nil if it has none.
func (g *Group) Row(vendor string) *Row {
	for i := range g.Rows {
		if g.Rows[i].Vendor == vendor {
			return &g.Rows[i]
		}
	}
	return nil
}

func (s State) groups(realised bool) []Group {
	if realised {
		return s.Realised
	}
	return s.Stated
}
