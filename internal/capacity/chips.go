package capacity

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// What the systems are.
var (
	Chips = quantity.Define(Quantities, quantity.Def[unit.Number]{
		Name: "capacity.chips", Doc: "Accelerator packages installed.", Style: unit.AsCount,
		Value: Units.Times(accelerators.Chips.Expr), Total: quantity.Sum,
	})
	Racks = quantity.Define(Quantities, quantity.Def[unit.Number]{
		Name: "capacity.racks", Doc: "Accelerator racks.", Style: unit.AsCount,
		Value: quantity.Ceil(Units.Times(accelerators.RacksPerUnit.Expr)), Total: quantity.Sum,
	})
	Dies = quantity.Define(Quantities, quantity.Def[unit.Number]{
		Name: "capacity.dies", Doc: "Compute dies in the packages; not a count of chips.", Style: unit.AsCount,
		Value: Chips.Times(accelerators.Dies.Expr), Total: quantity.Sum,
	})
	ChipsInService = quantity.Define(Quantities, quantity.Def[unit.Number]{
		Name: "capacity.chips_in_service", Doc: "Installed packages that are up, on average.", Style: unit.AsCount,
		Value: Chips.Times(power.Availability.Expr), Total: quantity.Sum,
	})
)
