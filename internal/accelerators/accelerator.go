package accelerators

import "github.com/capplan/capplan/internal/quantity"

// Accelerator is one deployable system of the library: who makes it, what people call it, and what is known of its inputs.
type Accelerator struct {
	ID         string
	Name       string
	Vendor     string
	Family     string
	Generation int
	Process    string
	Cooling    string // air, liquid, hybrid
	Status     Status
	Announced  string // ISO dates, empty where unknown
	Available  string
	EndOfSale  string
	Aliases    []string

	Values  quantity.Scenario
	Sparse  map[string]quantity.Value // sparse peaks by precision: shown, never used as dense ones
	Sources []quantity.Source
	Origin  string // the file it was read from

	Correlations []quantity.Correlation // between its own inputs
	Exceptions   []quantity.Exception   // from rules for profiles, which its figures keep to otherwise

	Later    quantity.Scenario // values that became known after the day that a question is asked as of; nil without such a day
	Added    bool              // by an overlay: the built-in library has no such system
	Replaced []quantity.Mark   // what an overlay replaced beyond values, by key
}

// Status is where a system stands in its commercial life.
type Status string

// The states of a system's commercial life.
const (
	Announced Status = "announced"
	Shipping  Status = "shipping"
	Legacy    Status = "legacy"
)

// Statuses lists the states in order.
var Statuses = []Status{Announced, Shipping, Legacy}

// RatedPower is the system's rated power in watts with every input at its mid: as its profile gives it, or that of its chips and of what else is in it. It is
// false where the profile leaves it open.
func (a *Accelerator) RatedPower() (watts float64, known bool) {
	if v, given := a.Values[SystemPower.Spec]; given {
		return v.Mid(), true
	}
	chips, hasChips := a.Values[Chips.Spec]
	tdp, hasTDP := a.Values[TDP.Spec]
	host, hasHost := a.Values[HostPower.Spec]
	if !hasChips || !hasTDP || !hasHost {
		return 0, false
	}
	return chips.Mid()*tdp.Mid() + host.Mid(), true
}
