// Package cost declares what the systems cost to buy and to own: capital, yearly cost, and the cost of an hour and of throughput.
package cost

import (
	"math"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/energy"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Quantities are the finance inputs and the outputs declared here.
var Quantities = quantity.NewSet()

// Finance inputs, given by the site.
var (
	WACC = quantity.Input(Quantities, quantity.InputDef[unit.PerYear]{
		Name: "finance.wacc", Doc: "Weighted average cost of capital.", Bounds: quantity.Bounds{Min: 0, Max: 1}, Stream: 80,
	})
	LifeCompute = quantity.Input(Quantities, quantity.InputDef[unit.Year]{
		Name: "finance.life_compute", Doc: "Economic life of the compute.", Bounds: quantity.Bounds{Min: 0, MinOpen: true, Max: math.Inf(1)}, Stream: 81,
	})
	LifeFacility = quantity.Input(Quantities, quantity.InputDef[unit.Year]{
		Name: "finance.life_facility", Doc: "Economic life of the facility.", Bounds: quantity.Bounds{Min: 0, MinOpen: true, Max: math.Inf(1)}, Stream: 82,
	})
	OpexShare = quantity.Input(Quantities, quantity.InputDef[unit.PerYear]{
		Name: "finance.opex_share", Doc: "Yearly operating cost other than electricity, per capital.", Bounds: quantity.Bounds{Min: 0, Max: 1}, Stream: 83,
	})
)

// Capital.
var (
	CapexCompute = quantity.Define(Quantities, quantity.Def[unit.Dollar]{
		Name: "cost.capex_compute", Doc: "Installed cost of chips, servers and network.",
		Value: accelerators.ComputePerChip.Times(capacity.Chips.Expr), Total: quantity.Sum,
	})
	CapexFacility = quantity.Define(Quantities, quantity.Def[unit.Dollar]{
		Name: "cost.capex_facility", Doc: "Cost of shell, power and cooling for what is installed.",
		Value: quantity.Product(unit.PowerAtPrice, capacity.ITDeployed.Expr, power.CapexPerWatt.Expr), Total: quantity.Sum,
	})
	Capex = quantity.Define(Quantities, quantity.Def[unit.Dollar]{
		Name: "cost.capex", Doc: "Capital cost: compute and facility.", Value: CapexCompute.Plus(CapexFacility.Expr), Total: quantity.Sum,
	})
	CapexPerGW = quantity.Define(Quantities, quantity.Def[unit.DollarPerWatt]{
		Name: "cost.capex_per_gw", Doc: "Capital cost per facility power.",
		Value: quantity.Quotient(unit.PowerAtPrice, Capex.Expr, capacity.PowerFacility.Expr), Total: quantity.Recomputed,
	})
)

// Yearly cost.
var (
	EnergyYear = quantity.Define(Quantities, quantity.Def[unit.DollarPerYear]{
		Name: "cost.energy_year", Doc: "Cost of a year's electricity.",
		Value: quantity.Product(unit.EnergyAtPrice, energy.FacilityYear.Expr, power.ElectricityPrice.Expr), Total: quantity.Sum,
	})
	RentalYear = quantity.Define(Quantities, quantity.Def[unit.DollarPerYear]{
		Name: "cost.rental_year", Doc: "What renting the chips for a year would cost at the published price.",
		Value: quantity.Product(unit.HoursAtPrice, energy.HoursPerYear, accelerators.RentalPerHour.Expr).Times(capacity.Chips.Expr), Total: quantity.Sum,
	})
	Annual = quantity.Define(Quantities, quantity.Def[unit.DollarPerYear]{
		Name: "cost.annual", Doc: "Yearly cost of owning: capital recovery at the WACC, operation, electricity.",
		Value: ComputeYear.Plus(FacilityYear.Expr).Plus(OperationYear.Expr).Plus(EnergyYear.Expr),
		Total: quantity.Sum,
	})
	PerChipHour = quantity.Define(Quantities, quantity.Def[unit.DollarPerHour]{
		Name: "cost.per_chip_hour", Doc: "Cost of owning one chip in service for an hour.",
		Value: quantity.Quotient(unit.HoursAtPrice, Annual.Over(capacity.ChipsInService.Expr), energy.HoursPerYear), Total: quantity.Recomputed,
	})
	PerEffectiveExaflopYear = quantity.Define(Quantities, quantity.Def[unit.DollarPerYearPerFlops]{
		Name: "cost.per_effective_exaflop_year", Doc: "Yearly cost of owning one effective EFLOP/s.",
		Value: quantity.Quotient(unit.ThroughputAtCost, Annual.Expr, capacity.Effective.Over(exa)), Total: quantity.Recomputed,
	})
)

// exa turns FLOP/s into EFLOP/s.
var exa = quantity.Const[unit.Number](1e18)
