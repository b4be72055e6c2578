// Package energy declares what a year of operation takes from the world: electricity, carbon and water.
//
// Average use differs from the power that sizes the fleet in two ways, and each is applied once: the load factor on the IT load, and the annual PUE, which is
// at most the peak one.
package energy

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Quantities are the outputs declared here.
var Quantities = quantity.NewSet()

// Hours is the model's year in h/yr: 365 days of 24 hours.
const Hours = 8760

// HoursPerYear is [Hours] as formulas name it.
var HoursPerYear = quantity.Named[unit.HourPerYear]("hours_per_year", Hours)

var one = quantity.Const[unit.Number](1)

// Energy, carbon and water.
var (
	ITYear = quantity.Define(Quantities, quantity.Def[unit.WattHourPerYear]{
		Name: "energy.it_year", Doc: "Electricity that the IT load uses in a year.",
		Value: quantity.Product(unit.PowerOverTime, capacity.ITDeployed.Times(power.LoadFactor.Expr), HoursPerYear), Total: quantity.Sum,
	})
	FacilityYear = quantity.Define(Quantities, quantity.Def[unit.WattHourPerYear]{
		Name: "energy.facility_year", Doc: "Electricity that the site buys in a year, at its annual PUE.",
		Value: ITYear.Times(one.Plus(power.PUEPeak.Minus(one).Times(power.PUEAnnualShare.Expr))), Total: quantity.Sum,
	})
	CarbonYear = quantity.Define(Quantities, quantity.Def[unit.GramPerYear]{
		Name: "carbon.operational_year", Doc: "CO2-equivalent of a year's electricity, location-based.",
		Value: quantity.Product(unit.EnergyAtCarbon, FacilityYear.Expr, power.GridCarbon.Expr), Total: quantity.Sum,
	})
	CarbonEmbodied = quantity.Define(Quantities, quantity.Def[unit.Gram]{
		Name: "carbon.embodied", Doc: "CO2-equivalent of making the packages; buildings and hosts are not counted.",
		Value: accelerators.EmbodiedCarbon.Times(capacity.Chips.Expr), Total: quantity.Sum,
	})
	WaterYear = quantity.Define(Quantities, quantity.Def[unit.LitrePerYear]{
		Name: "water.site_year", Doc: "Water used on site in a year.",
		Value: quantity.Product(unit.EnergyAtWater, ITYear.Expr, power.WUE.Expr), Total: quantity.Sum,
	})
)
