// Package backtest holds the model against published deployments: rows that give both a power and a number of chips, each with its source.
//
// It predicts chips from power and power from chips, scores what comes out, and hides no row: one that cannot be predicted is in the record with the reason.
// Sites, measured training and measured HPL are different questions and are never put into one score. The package refuses to tune: site and boundary of a
// row follow from rules that look at the operator, the system and the row's basis, never at its numbers.
package backtest

import (
	"math"
	"strings"

	"github.com/capplan/capplan/internal/quantity"
)

// Basis says where the power of a row was measured, or that its source does not tell.
type Basis string

// The bases of a row's power.
const (
	Facility         Basis = "facility"             // the utility meter
	UtilityContract  Basis = "utility-contract"     // facility power as contracted
	CriticalIT       Basis = "critical-it"          // the output of the UPS or PDU
	MeasuredHPL      Basis = "measured-it-hpl"      // average of an HPL run, as lists of supercomputers have it
	MeasuredTraining Basis = "measured-it-training" // average of the power logs of a training run
	Unspecified      Basis = "unspecified"          // the source says only "a 240 MW campus"
)

// Bases lists the bases in the order in which messages name them.
var Bases = []Basis{Facility, UtilityContract, CriticalIT, MeasuredHPL, MeasuredTraining, Unspecified}

// Measured reports whether machines were measured by themselves, without a hall around them.
func (b Basis) Measured() bool { return b == MeasuredHPL || b == MeasuredTraining }

// Covers says what of a measured machine the power includes.
type Covers string

// What a measured power includes.
const (
	RacksAndNetwork Covers = "racks+network" // power.it_running
	Racks           Covers = "racks"         // power.rack_running
)

// Span is a published figure with its spread. Low and High are NaN where only one figure was published.
type Span struct{ Low, Central, High float64 }

// MoreThan reports whether the figure is a lower bound: "more than N" has a low end and no high one.
func (s Span) MoreThan() bool { return !math.IsNaN(s.Low) && math.IsNaN(s.High) }

// Row is one published deployment.
type Row struct {
	ID, Name, Operator, Location string
	Date                         string // YYYY, YYYY-MM or YYYY-MM-DD; may be empty
	ChipID                       string // as the source has it; several, joined by "/", for mixed generations
	Profile                      string // the system's id; ID=share/ID=share for a mix; empty where the library has none
	Family                       string
	Count                        Span   // as the unit below counts
	CountUnit                    string // package, superchip, wafer or die, and what the source adds in brackets
	Power                        Span   // W
	Basis                        Basis
	Covers                       Covers // of measured rows; empty for what the basis usually includes
	Campus                       string // rows of one campus are not independent of each other
	Status, Confidence           string
	Derived                      bool // one figure was computed from the other: such a row tests nothing
	Sources, Independence        string
	Note, Licence                string

	Place Place // of the profile's name, for messages
}

// InDies reports whether the row counts compute dies and not packages.
func (r *Row) InDies() bool { return strings.HasPrefix(r.CountUnit, "die") }

// Group is a kind of rows that are scored together.
type Group string

// The groups, in the order in which they are printed. The first is the headline.
const (
	Sites         Group = "sites"           // a stated boundary and a count with two sides, one row a campus
	SitesOneSided Group = "sites-one-sided" // "more than N" chips
	SitesUnstated Group = "sites-unstated"  // the source does not say which power it means
	Training      Group = "training"        // steady training runs with power logs
	FineTuning    Group = "fine-tuning"     // short runs, which do not load the machine steadily
	HPL           Group = "hpl"             // HPL runs
)

// Groups lists the groups in order.
var Groups = []Group{Sites, SitesOneSided, SitesUnstated, Training, FineTuning, HPL}

// Title is the group's name for people.
func (g Group) Title() string {
	switch g {
	case Sites:
		return "Sites, one row a campus"
	case SitesOneSided:
		return "Sites with “more than N” chips"
	case SitesUnstated:
		return "Sites, boundary not stated"
	case Training:
		return "Measured training, steady"
	case FineTuning:
		return "Measured fine-tuning, short"
	}
	return "Measured HPL"
}

// GroupOf is the group that a row belongs to by its basis, its name and the kind of its count.
func GroupOf(r *Row) Group {
	switch {
	case r.Basis == MeasuredHPL:
		return HPL
	case r.Basis == MeasuredTraining && shortRun(r.Name):
		return FineTuning
	case r.Basis == MeasuredTraining:
		return Training
	case r.Basis == Unspecified:
		return SitesUnstated
	case r.Count.MoreThan():
		return SitesOneSided
	}
	return Sites
}

// shortRun reports whether a run is a fine-tuning by its name: it lasts minutes, much of them without load.
func shortRun(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "lora") || strings.Contains(name, "fine-tun") || strings.Contains(name, "finetun")
}

// CampusOf is what rows of one place have in common: the campus if the row names one, else its location, else the row itself.
func CampusOf(r *Row) string {
	for _, s := range []string{r.Campus, r.Location, r.ID} {
		if s = strings.ToLower(strings.TrimSpace(s)); s != "" {
			return s
		}
	}
	return ""
}

// Inputs are the inputs that predictions depend on; others can be set without any effect.
func Inputs() []*quantity.Spec { return predictionInputs() }
