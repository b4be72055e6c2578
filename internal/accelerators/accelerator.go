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
