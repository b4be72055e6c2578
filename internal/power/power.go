// Package power declares what a site is and which gigawatt is meant: the commitment, its boundary, and the way from the utility meter to the IT load.
//
// Every power in capplan belongs to one of four boundaries: facility (the utility meter), it (the output of the UPS or PDU), rack (the input of the
// accelerator racks) and chip (the packages). Published counts for one gigawatt of one chip differ by a factor of three mostly because they do not say which.
// The package knows nothing of chips; what a unit of a system needs is declared by its users.
package power

import (
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Quantities are the site's inputs, the starting points, and what follows from them alone.
var Quantities = quantity.NewSet()

// Basis is the boundary at which the commitment is measured.
var Basis = &quantity.Choice{Name: "power.basis", Doc: "the boundary at which a power is measured", Options: []string{"facility", "it", "rack", "chip"}}

// The boundaries, as indices of Basis.
const (
	Facility = iota
	IT
	Rack
	Chip
)

// Unstated is the name of a commitment whose boundary the source does not give: it is then drawn, facility or it, from the site's power.basis.
const Unstated = "unstated"

// Start is what the question starts from.
var Start = &quantity.Choice{Name: "start", Doc: "what the question starts from", Options: []string{"power", "budget", "racks", "chips", "flops", "h100e"}}

// The starting points, as indices of Start.
const (
	FromPower = iota
	FromBudget
	FromRacks
	FromChips
	FromFLOPS
	FromH100e
)

// Starting points: exactly one is given.
var (
	Commitment = quantity.Input(Quantities, quantity.InputDef[unit.Watt]{
		Name: "power.commitment", Doc: "The power that the question starts from, at the boundary power.basis.", Bounds: quantity.NonNegative, Fixed: true,
	})
	Budget = quantity.Input(Quantities, quantity.InputDef[unit.Dollar]{
		Name: "start.budget", Doc: "The capital that the question starts from.", Bounds: quantity.NonNegative, Fixed: true,
	})
	StartRacks = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "start.racks", Doc: "The number of racks that the question starts from.", Bounds: quantity.NonNegative, Fixed: true, Style: unit.AsCount,
	})
	StartChips = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "start.chips", Doc: "The number of chips that the question starts from.", Bounds: quantity.NonNegative, Fixed: true, Style: unit.AsCount,
	})
	StartFLOPS = quantity.Input(Quantities, quantity.InputDef[unit.FlopPerSecond]{
		Name: "start.flops", Doc: "The effective throughput that the question starts from.", Bounds: quantity.NonNegative, Fixed: true,
	})
	StartH100e = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "start.h100e", Doc: "The number of H100-equivalents that the question starts from.", Bounds: quantity.NonNegative, Fixed: true, Style: unit.AsCount,
	})
)

// BasisInput is the boundary of an unstated commitment: a discrete input, drawn per case. It is given by the site, and absent where the boundary is stated.
var BasisInput = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
	Name: "power.basis", Doc: "The boundary of a commitment whose source does not state one.",
	Bounds: quantity.Bounds{Min: Facility, Max: IT}, Labels: []string{"facility", "it"}, Stream: 8,
})

// Site inputs.
var (
	PUEPeak = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "site.pue_peak", Doc: "Power usage effectiveness at design peak: facility power over IT power, which sizes the fleet.",
		Bounds: quantity.Bounds{Min: 1, Max: 5}, Style: unit.AsRatio, Stream: 1,
	})
	Provision = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "site.provision", Doc: "Power reserved for a rack over its rated maximum; below 1 means power capping or oversubscription.",
		Bounds: quantity.Bounds{Min: 0, MinOpen: true, Max: 2}, Style: unit.AsRatio, Stream: 2,
	})
	Scatter = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "site.scatter", Doc: "What differs between two sites with the same chips and is in no profile; its median is 1.",
		Bounds: quantity.Positive, Style: unit.AsRatio, Stream: 3,
	})
	Reserve = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "site.reserve", Doc: "Share of facility power held back for redundancy, commissioning and headroom.",
		Bounds: quantity.Bounds{Min: 0, Max: 1, MaxOpen: true}, Style: unit.AsShare, Stream: 4,
	})
	PUEAnnualShare = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "site.pue_annual_share", Doc: "Annual overhead over peak overhead: annual PUE = 1 + (pue_peak - 1) * this.",
		Bounds: quantity.Bounds{Min: 0, MinOpen: true, Max: 1}, Style: unit.AsRatio, Stream: 10,
	})
	LoadFactor = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "site.load_factor", Doc: "Average IT draw over deployed IT power, over a year.", Bounds: quantity.UnitInterval, Style: unit.AsShare, Stream: 11,
	})
	Availability = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "site.availability", Doc: "Share of installed chips in service.", Bounds: quantity.UnitInterval, Style: unit.AsShare, Stream: 12,
	})
	WUE = quantity.Input(Quantities, quantity.InputDef[unit.LitrePerWattHour]{
		Name: "site.wue", Doc: "Water usage effectiveness: on-site water per IT energy.", Bounds: quantity.NonNegative, Stream: 13,
	})
	GridCarbon = quantity.Input(Quantities, quantity.InputDef[unit.GramPerWattHour]{
		Name: "site.grid_carbon", Doc: "Location-based average carbon intensity of the grid, CO2-equivalent.", Bounds: quantity.NonNegative, Stream: 14,
	})
	ElectricityPrice = quantity.Input(Quantities, quantity.InputDef[unit.DollarPerWattHour]{
		Name: "site.electricity_price", Doc: "All-in price of electricity.", Bounds: quantity.NonNegative, Stream: 15,
	})
	FloorPerRack = quantity.Input(Quantities, quantity.InputDef[unit.SquareMetre]{
		Name: "site.floor_per_rack", Doc: "Floor per rack, with its share of the aisles.", Bounds: quantity.NonNegative, Stream: 16,
	})
	SupportRackPower = quantity.Input(Quantities, quantity.InputDef[unit.Watt]{
		Name: "site.support_rack_power", Doc: "Power of one network, storage or management rack.", Bounds: quantity.Positive, Stream: 17,
	})
	CapexPerWatt = quantity.Input(Quantities, quantity.InputDef[unit.DollarPerWatt]{
		Name: "site.capex_per_watt", Doc: "Capital cost of shell, power and cooling per watt of IT.", Bounds: quantity.NonNegative, Stream: 18,
	})
)

// ITAvailable is the IT power that the commitment leaves; n/a where the question does not start from facility or it power.
var ITAvailable = quantity.Define(Quantities, quantity.Def[unit.Watt]{
	Name: "power.it_available", Doc: "IT power that the commitment leaves for racks and network.",
	Value: quantity.Choose(Basis,
		Commitment.Times(one.Minus(Reserve.Expr)).Over(PUEPeak.Expr),
		Commitment.Expr,
		quantity.NA[unit.Watt](),
		quantity.NA[unit.Watt](),
	),
	Total: quantity.TotalOnly,
})

// CaseScatter is the site's scatter in this case: 1 where the commitment itself fixes the count.
var CaseScatter = quantity.Define(Quantities, quantity.Def[unit.Number]{
	Name: "power.scatter", Style: unit.AsRatio, Doc: "Between-site scatter of what one unit needs; 1 where a rack or chip power fixes the count.",
	Value: quantity.Choose(Basis, Scatter.Expr, Scatter.Expr, one, one),
	Total: quantity.None,
})

var one = quantity.Const[unit.Number](1)
