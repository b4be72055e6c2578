package capacity

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// The power chain, from the packages outwards. facility = reserve_held + cooling_and_losses + stranded + network + hosts + chips.
var (
	PowerChips = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.chips", Doc: "Power of the packages: their TDP, capped with the rack.",
		Value: ChipPowerPerUnit.Times(Units.Expr).Times(power.CaseScatter.Expr), Total: quantity.Sum,
	})
	PowerRacks = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.racks", Doc: "Power reserved at the input of the accelerator racks.",
		Value: RackPerUnit.Times(Units.Expr).Times(power.CaseScatter.Expr), Total: quantity.Sum,
	})
	PowerHosts = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.hosts", Doc: "What is in the rack and is not a chip: hosts, in-rack switches, fans, conversion.",
		Value: PowerRacks.Minus(PowerChips.Expr), Total: quantity.Sum,
	})
	PowerNetwork = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.network", Doc: "Scale-out network, storage and management outside the accelerator racks.",
		Value: accelerators.NetworkPower.Times(Chips.Expr).Times(power.CaseScatter.Expr), Total: quantity.Sum,
	})
	ITDeployed = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.it_deployed", Doc: "IT power of what is installed: racks and network.",
		Value: PowerRacks.Plus(PowerNetwork.Expr), Total: quantity.Sum,
	})
	Stranded = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.stranded", Doc: "IT power left over because systems are whole.",
		Value: quantity.Max(noWatts, quantity.First(power.ITAvailable.Expr, ITDeployed.Expr).Minus(ITDeployed.Expr)), Total: quantity.TotalOnly,
	})
	PowerIT = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.it", Doc: "Critical IT power: what is installed and, in the total, what is left over.",
		Value: ITDeployed.Expr, Total: quantity.Sum, Extra: Stranded.Expr,
	})
	PowerFacility = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.facility", Doc: "Power at the utility meter, with the reserve.",
		Value: PowerIT.Times(power.PUEPeak.Expr).Over(one.Minus(power.Reserve.Expr)), Total: quantity.Recomputed,
	})
	CoolingAndLosses = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.cooling_and_losses", Doc: "Cooling, conversion and everything else between the utility meter and the IT load, at design peak.",
		Value: PowerIT.Times(power.PUEPeak.Minus(one)), Total: quantity.Recomputed,
	})
	ReserveHeld = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.reserve_held", Doc: "Facility power held back for redundancy, commissioning and headroom.",
		Value: PowerFacility.Times(power.Reserve.Expr), Total: quantity.Recomputed,
	})
	Unplaced = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.unplaced", Doc: "What whole systems leave of a rack or chip power; n/a for other boundaries, where it is power.stranded.",
		Value: quantity.Choose(power.Basis,
			quantity.NA[unit.Watt](), quantity.NA[unit.Watt](),
			quantity.Max(noWatts, power.Commitment.Minus(PowerRacks.Expr)),
			quantity.Max(noWatts, power.Commitment.Minus(PowerChips.Expr)),
		), Total: quantity.TotalOnly,
	})
	RackRunning = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.rack_running", Doc: "Power that the racks draw under load, as node meters and training logs see it.",
		Value: accelerators.SystemPower.Times(quantity.Min(accelerators.ChosenDraw(), power.Provision.Expr)).Times(Units.Expr).Times(power.CaseScatter.Expr), Total: quantity.Sum,
	})
	ITRunning = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "power.it_running", Doc: "Power that the hall draws under load: racks and network.",
		Value: RackRunning.Plus(PowerNetwork.Expr), Total: quantity.Sum,
	})
	SupportRacks = quantity.Define(Quantities, quantity.Def[unit.Number]{
		Name: "capacity.support_racks", Doc: "Network, storage and management racks.", Style: unit.AsCount,
		Value: quantity.Ceil(quantity.Ratio(PowerNetwork.Expr, power.SupportRackPower.Expr)), Total: quantity.TotalOnly,
	})
)

var noWatts = quantity.Const[unit.Watt](0)
