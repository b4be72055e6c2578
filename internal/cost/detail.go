package cost

import (
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// What is left of the compute at the end of its life, and what a hall costs to rent instead of to build.
var (
	ResidualShare = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "finance.residual_share", Doc: "What the compute brings at the end of its life, over what it cost.", Bounds: quantity.UnitInterval, Style: unit.AsShare,
		Stream: 84, Fallback: quantity.Const[unit.Number](0),
	})
	LeasePrice = quantity.Input(Quantities, quantity.InputDef[unit.DollarPerYearPerWatt]{
		Name: "site.lease_price", Doc: "Rent of shell, power and cooling for a watt of IT, where the hall is leased.", Bounds: quantity.NonNegative, Stream: 85,
	})
)

// The parts of the yearly cost of owning.
var (
	ComputeYear = quantity.Define(Quantities, quantity.Def[unit.DollarPerYear]{
		Name: "cost.compute_year", Doc: "Capital recovery of the compute at the WACC over its life.",
		Value: quantity.Product(unit.CapitalAtRate, CapexCompute.Expr, quantity.CRF(WACC.Expr, LifeCompute.Expr)), Total: quantity.Sum,
	})
	FacilityYear = quantity.Define(Quantities, quantity.Def[unit.DollarPerYear]{
		Name: "cost.facility_year", Doc: "Capital recovery of the facility at the WACC over its life.",
		Value: quantity.Product(unit.CapitalAtRate, CapexFacility.Expr, quantity.CRF(WACC.Expr, LifeFacility.Expr)), Total: quantity.Sum,
	})
	OperationYear = quantity.Define(Quantities, quantity.Def[unit.DollarPerYear]{
		Name: "cost.operation_year", Doc: "Yearly operating cost other than electricity.",
		Value: quantity.Product(unit.CapitalAtRate, Capex.Expr, OpexShare.Expr), Total: quantity.Sum,
	})
)

// Residual value, refresh and lease.
var (
	ResidualValue = quantity.Define(Quantities, quantity.Def[unit.Dollar]{
		Name: "cost.residual_value", Doc: "What the compute brings at the end of its life; not deducted from the cost of owning.",
		Value: CapexCompute.Times(ResidualShare.Expr), Total: quantity.Sum,
	})
	RefreshYear = quantity.Define(Quantities, quantity.Def[unit.DollarPerYear]{
		Name: "cost.refresh_year", Doc: "What replacing the compute at the end of its life takes a year, without interest and less its residual value.",
		Value: quantity.QuotientBy(unit.CostOverTime, CapexCompute.Minus(ResidualValue.Expr), LifeCompute.Expr),
		Total: quantity.Sum,
	})
	LeaseYear = quantity.Define(Quantities, quantity.Def[unit.DollarPerYear]{
		Name: "cost.lease_year", Doc: "Rent of the hall for a year, where it is leased and not owned.",
		Value: quantity.Product(unit.PowerAtRent, capacity.ITDeployed.Expr, LeasePrice.Expr), Total: quantity.Sum,
	})
	AnnualLeased = quantity.Define(Quantities, quantity.Def[unit.DollarPerYear]{
		Name: "cost.annual_leased", Doc: "Yearly cost with the compute owned and the hall leased: rent in place of the facility's capital and operation.",
		Value: ComputeYear.Plus(LeaseYear.Expr).
			Plus(quantity.Product(unit.CapitalAtRate, CapexCompute.Expr, OpexShare.Expr)).
			Plus(EnergyYear.Expr),
		Total: quantity.Sum,
	})
)
