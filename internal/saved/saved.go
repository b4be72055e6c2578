// Package saved reads the JSON of an earlier answer back: what was asked, what went in, and what came out, with its uncertainty.
//
// The inputs that an answer lists are enough to compute it again, so what is read can be asked once more: as a mix, as alternatives of a comparison, or as a
// ramp. It trusts no figure and judges none; that is for those who compare. It opens no file, and reads no other version of the schema than its own.
package saved

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// SchemaVersion is that of the JSON which is read.
const SchemaVersion = 1

// Kind says how the parts of an answer belong together.
type Kind string

// The kinds of answers.
const (
	Fleet        Kind = "fleet"        // one chip or several that share the start, with a total: estimate, mix, check
	Alternatives Kind = "alternatives" // each chip has the whole start: compare
	Ramp         Kind = "ramp"         // a scenario by quarter
)

// Answer is what a file says.
type Answer struct {
	Name     string // the file, for messages; "-" for standard input
	Version  string // of the program that wrote it
	Library  string // its library of profiles, version and date
	Kind     Kind
	Question Question

	InputHash string            // of the question and its inputs; empty where it was not read from a file
	Computed  bool              // its figures were computed by this program from what it states, and not read
	Shared    quantity.Scenario // the site, the money, the start
	Members   []Member
	Total     Figures // nil of alternatives

	Correlations []mix.Correlation
	Streams      map[string]int // see [mix.Mix]
	Scenario     *ramp.Scenario // of a ramp
	Unknown      []string       // inputs and quantities of which this version of the model knows nothing
}

// Question is what was asked, as far as it decides what comes out or has to be said.
type Question struct {
	Command   string
	Start     string         // "--gw 2", or the id of a scenario
	StartSpec *quantity.Spec // the input that it gives; nil of what does not say
	Basis     string         // facility, it, rack, chip, unstated; empty where the start is no power
	Chips     []string
	By        string // what shares divide; empty where there are none
	Site      string
	Workload  string
	Precision string
	AsOf      string
	Set       []string // what --set and --profiles gave
	Sampling
}

// Sampling says which cases were drawn.
type Sampling struct {
	Draws   int
	Seed    uint64
	Sampler string
}

// Member is one chip of the answer.
type Member struct {
	ID, Name, Vendor string
	Share            float64
	Values           quantity.Scenario
	Figures          Figures
	Window           *ramp.Generation // of a ramp: when it is delivered
}

// Figures are what came out, by quantity, in base units.
type Figures map[*quantity.Spec]Figure

// Figure is one number and its distribution; what is n/a is NaN.
type Figure struct {
	Point float64
	analysis.Summary
}

// NotKnown is the figure of what is n/a.
func NotKnown() Figure { return Figure{math.NaN(), analysis.Unknown()} }

// Clone returns a copy whose inputs can be changed without changing a. Figures are left out: they are not those of what is changed.
func (a *Answer) Clone() *Answer {
	b := *a
	b.Shared = clone(a.Shared)
	b.Members = slices.Clone(a.Members)
	for i := range b.Members {
		b.Members[i].Values, b.Members[i].Figures = clone(a.Members[i].Values), nil
	}
	b.Total = nil
	if a.Scenario != nil {
		s := *a.Scenario
		s.Money = slices.Clone(s.Money)
		b.Scenario = &s
	}
	return &b
}

func clone(s quantity.Scenario) quantity.Scenario {
	out := make(quantity.Scenario, len(s))
	for k, v := range s {
		out[k] = v
	}
	return out
}

// Member returns the member of that id, nil if there is none.
func (a *Answer) Member(id string) *Member {
	for i := range a.Members {
		if a.Members[i].ID == id {
			return &a.Members[i]
		}
	}
	return nil
}

// starts are the inputs that a question can start from, by the number of the starting point.
var starts = []*quantity.Spec{
	power.FromPower: power.Commitment.Spec, power.FromBudget: power.Budget.Spec, power.FromRacks: power.StartRacks.Spec, power.FromChips: power.StartChips.Spec,
	power.FromFLOPS: power.StartFLOPS.Spec, power.FromH100e: power.StartH100e.Spec,
}

// Settings are how the answer was drawn.
func (a *Answer) Settings() analysis.Settings {
	return analysis.Settings{Draws: a.Question.Draws, Seed: a.Question.Seed, Sampler: analysis.Sampler(a.Question.Sampler)}
}

// ids names the members in a line.
func (a *Answer) ids() string {
	out := make([]string, len(a.Members))
	for i, m := range a.Members {
		out[i] = m.ID
	}
	return strings.Join(out, ", ")
}

// Headline says in a few words what was asked.
func (a *Answer) Headline() string {
	return fmt.Sprintf("%s %s, %s, site %s", a.Question.Command, a.Question.Start, a.ids(), a.Question.Site)
}
