// Package ledger knows portfolios of announced commitments: who committed to how much power or money, of whose chips, where the power is measured, and which
// entries describe the same machines. From them it works out how much of a portfolio rests on one vendor, before and after a day.
//
// Its rule is that nothing is added twice and nothing unlike is added at all. The layers of a deal (chips, cloud contract, campus, target) see the same
// machines, so one layer is summed and the others are only listed. What is part of a bigger commitment is inside it. A power whose boundary nobody states is
// added only to others of that kind. Everything that is left out is on the record, with the reason. How many chips a power is, the package leaves to the model.
package ledger

import (
	"slices"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Layer is the side from which a commitment sees the machines.
type Layer string

// The layers. The first sums by default, because every machine has chips of exactly one vendor.
const (
	ChipVendor    Layer = "chip-vendor"    // so much of a vendor's chips
	CloudContract Layer = "cloud-contract" // capacity rented from a cloud
	Campus        Layer = "campus"         // sites and buildings
	Target        Layer = "target"         // an aim, with no partner named
	InUse         Layer = "in-use"         // what already runs, whoever supplied it
)

// Layers lists the layers, the default first.
var Layers = []Layer{ChipVendor, CloudContract, Campus, Target, InUse}

// Status is how far a commitment has come.
type Status string

// The states of a commitment.
const (
	Announced  Status = "announced"  // somebody said so
	Contracted Status = "contracted" // a contract is signed
	Energised  Status = "energised"  // it draws power
)

// Statuses lists the states in order.
var Statuses = []Status{Announced, Contracted, Energised}

// Binding says what a commitment obliges to.
type Binding string

// The kinds of obligation.
const (
	Firm     Binding = "binding"  // a contract that can be enforced
	Letter   Binding = "letter"   // a letter of intent or a term sheet
	Option   Binding = "option"   // the right to take more; not counted unless it is asked for
	NotKnown Binding = "unstated" // nobody says
)

// Bindings lists the kinds of obligation.
var Bindings = []Binding{Firm, Letter, Option, NotKnown}

// The boundaries at which a commitment's power can be measured. Those of the model, and one for a source that does not say.
const (
	Facility = "facility"
	IT       = "it"
	Rack     = "rack"
	Chip     = "chip"
	Unstated = "unstated"
)

// Boundaries lists them, from the utility meter inwards.
var Boundaries = []string{Facility, IT, Rack, Chip, Unstated}

// Inputs of a ledger. They are no part of the model: a commitment is not a site. Their streams are dimensions of the random sequence that the model leaves
// free; commitments take them in orders of their own, so that adding one changes no draw of another.
var (
	Quantities = quantity.NewSet()

	Power = quantity.Input(Quantities, quantity.InputDef[unit.Watt]{
		Name: "ledger.power", Doc: "Power of a commitment, at its own boundary.", Scope: quantity.Member, Bounds: quantity.Positive, Stream: 110,
	})
	ChipPower = quantity.Input(Quantities, quantity.InputDef[unit.Watt]{
		Name: "ledger.chip_power", Doc: "The part of a commitment's power for which its chip is named.", Scope: quantity.Member, Bounds: quantity.Positive,
		Stream: 111,
	})
	Money = quantity.Input(Quantities, quantity.InputDef[unit.Dollar]{
		Name: "ledger.money", Doc: "Money of a commitment, over its whole term.", Scope: quantity.Member, Bounds: quantity.Positive, Stream: 112,
	})
	Weight = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "ledger.chip_weight", Doc: "Weight of a chip in the power of a commitment of several; shares are weights over their sum.", Scope: quantity.Member,
		Bounds: quantity.Positive, Style: unit.AsRatio, Stream: 113,
	})
	Realisation = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "ledger.realisation", Doc: "Share of a commitment's power that is energised in the end.", Scope: quantity.Member, Bounds: quantity.UnitInterval,
		Style: unit.AsShare, Stream: 114,
	})
	Correlation = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "ledger.realisation_correlation", Doc: "Correlation of the normal scores of two commitments' realisation: what delays one delays others.",
		Bounds: quantity.Bounds{Min: 0, Max: 1, MaxOpen: true}, Fixed: true, Style: unit.AsRatio,
	})
)

// Ledger is a portfolio of commitments of one party.
type Ledger struct {
	ID          string
	Name        string
	Party       string // whose commitments they are
	Description string
	AsOf        string // the day up to which commitments were looked for, in ISO form
	Vendor      string // whose share is the headline; empty if the file does not say
	Event       Event  // what before and after are before and after of; may be empty

	Commitments []*Commitment // in the order of the file
	Realisation map[Status]quantity.Value
	Correlation quantity.Value // of the realisation of two commitments; 0 if the file does not say
	Sources     []quantity.Source
	Origin      string // the file it was read from
}

// Event is a day that divides a portfolio.
type Event struct{ Date, Name string }

// Commitment is one entry of a ledger. Power or Money, or both, are given.
type Commitment struct {
	ID       string
	Parties  []string
	Date     string // ISO
	Vendor   string // of the chips; empty where it is not named or there are several
	Layer    Layer
	Status   Status
	Binding  Binding
	Boundary string // of Power
	Power    *quantity.Value
	Money    *quantity.Value

	Chips     []Part          // the chips, where they are known
	ChipPower *quantity.Value // how much of Power they are known for; nil for all of it

	Schedule   string // in words
	Start, End string // ISO; may be empty

	PartOf   string // the id of a commitment that has these machines inside
	Replaces string // the id of a commitment that this one supersedes

	Evidence quantity.Value // basis, sources, note and as-of; no number
	Origin   string         // file and line
}

// Part is one chip of a commitment.
type Part struct {
	Chip   string // its id in the library
	Weight quantity.Value
}

// Find returns the commitment of that id, or nil.
func (l *Ledger) Find(id string) *Commitment {
	for _, c := range l.Commitments {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// IDs lists the commitments' ids, in the order of the file.
func (l *Ledger) IDs() []string {
	out := make([]string, len(l.Commitments))
	for i, c := range l.Commitments {
		out[i] = c.ID
	}
	return out
}

// Vendors lists the vendors that are named, each once, in the order of the file.
func (l *Ledger) Vendors() []string {
	var out []string
	for _, c := range l.Commitments {
		if c.Vendor != "" && !slices.Contains(out, c.Vendor) {
			out = append(out, c.Vendor)
		}
	}
	return out
}

// ChipIDs lists the chips that commitments name, each once, in the order of the file.
func (l *Ledger) ChipIDs() []string {
	var out []string
	for _, c := range l.Commitments {
		for _, p := range c.Chips {
			if !slices.Contains(out, p.Chip) {
				out = append(out, p.Chip)
			}
		}
	}
	return out
}
