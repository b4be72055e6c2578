// Package capacity declares how many systems a question comes to, and what that many systems are: power at every boundary, racks, chips, throughput, memory.
//
// The number of systems is the one place where the starting point matters; everything else follows from it. The package refuses to know money beyond what
// a budget needs to become systems.
package capacity

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Quantities are the outputs declared here.
var Quantities = quantity.NewSet()

var one = quantity.Const[unit.Number](1)

// Allocation is the member's part of the question's start: 1 for a single chip. A mix computes it from the shares.
var Allocation = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
	Name: "mix.allocation", Doc: "The member's part of the start: all of it for a single chip, computed from the shares in a mix.",
	Scope: quantity.Member, Bounds: quantity.UnitInterval, Fixed: true, Fallback: one, Style: unit.AsShare,
})

// What one system needs and gives, as expressions: the units formula and the mix need them, results do not show them.
var (
	// RackPerUnit is the power reserved at the rack's input for one system.
	RackPerUnit = accelerators.SystemPower.Times(power.Provision.Expr)
	// FacilityPerUnit is the facility power that one system takes, with its part of the reserve.
	FacilityPerUnit = ITPerUnit.Times(power.PUEPeak.Expr).Over(one.Minus(power.Reserve.Expr))
	// ChipPowerPerUnit is the power of one system's packages, capped with the rack.
	ChipPowerPerUnit = accelerators.TDP.Times(accelerators.Chips.Expr).Times(quantity.Min(one, power.Provision.Expr))
	// CapexPerUnit is the capital of one system: compute and its part of the facility.
	CapexPerUnit = ComputeCapexPerUnit.Plus(quantity.Product(unit.PowerAtPrice, ITPerUnit.Expr, power.CapexPerWatt.Expr))
	// ComputeCapexPerUnit is the installed cost of one system.
	ComputeCapexPerUnit = accelerators.ComputePerChip.Times(accelerators.Chips.Expr)
	// EffectivePerUnit is the throughput that the workload gets out of one system.
	EffectivePerUnit = effective(accelerators.Chips.Expr)
	// EightBitPerUnit is the dense 8-bit peak of one system.
	EightBitPerUnit = accelerators.EightBitPeak().Times(accelerators.Chips.Expr)
)

// effective is the throughput of so many installed chips.
func effective(chips quantity.Expr[unit.Number]) quantity.Expr[unit.FlopPerSecond] {
	cap := quantity.Power(quantity.Min(one, quantity.Ratio(power.Provision.Expr, accelerators.ChosenDraw())), accelerators.CapExponent.Expr)
	return accelerators.ChosenPeak().Times(chips.Times(power.Availability.Expr)).Times(accelerators.ChosenMFU()).Times(cap)
}

// ITPerUnit is the IT power that one system takes.
var ITPerUnit = quantity.Define(Quantities, quantity.Def[unit.Watt]{
	Name: "power.it_per_unit", Doc: "IT power that one system takes: its rack power and its part of the network.",
	Value: RackPerUnit.Plus(accelerators.NetworkPower.Times(accelerators.Chips.Expr)).Times(power.CaseScatter.Expr),
	Total: quantity.None,
})

// Units is the number of systems.
var Units = quantity.Define(Quantities, quantity.Def[unit.Number]{
	Name: "capacity.units", Doc: "Deployable systems (UltraServers, NVL72 racks, servers): the most that a power, a budget or racks allow, or the least that reaches a target.",
	Style: unit.AsCount,
	Value: quantity.Choose(power.Start,
		quantity.Choose(power.Basis,
			unitsWithin(power.ITAvailable.Expr, ITPerUnit.Expr),
			unitsWithin(power.ITAvailable.Expr, ITPerUnit.Expr),
			unitsWithin(power.Commitment.Expr, RackPerUnit),
			unitsWithin(power.Commitment.Expr, ChipPowerPerUnit),
		),
		unitsWithin(power.Budget.Expr, CapexPerUnit),
		unitsWithin(power.StartRacks.Expr, accelerators.RacksPerUnit.Expr),
		unitsReaching(power.StartChips.Expr, accelerators.Chips.Expr),
		unitsReaching(power.StartFLOPS.Expr, EffectivePerUnit),
		unitsReaching(accelerators.H100Peak.Times(power.StartH100e.Expr), EightBitPerUnit),
	),
	Total: quantity.Sum,
})

func unitsWithin[D unit.Dim](start, perUnit quantity.Expr[D]) quantity.Expr[unit.Number] {
	return quantity.Floor(quantity.Ratio(start.Times(Allocation.Expr), perUnit))
}

func unitsReaching[D unit.Dim](start, perUnit quantity.Expr[D]) quantity.Expr[unit.Number] {
	return quantity.Ceil(quantity.Ratio(start.Times(Allocation.Expr), perUnit))
}

// PerUnitOfStart is what one system takes of the question's start: power at its boundary, dollars, racks, or what it adds to a target. Its dimension is the
// start's, so it is only compared with itself.
func PerUnitOfStart(start, basis int) quantity.AnyExpr {
	switch start {
	case power.FromBudget:
		return CapexPerUnit
	case power.FromRacks:
		return accelerators.RacksPerUnit.Expr
	case power.FromChips:
		return accelerators.Chips.Expr
	case power.FromFLOPS:
		return EffectivePerUnit
	case power.FromH100e:
		return EightBitPerUnit
	}
	switch basis {
	case power.Rack:
		return RackPerUnit
	case power.Chip:
		return ChipPowerPerUnit
	}
	return ITPerUnit.Expr
}
