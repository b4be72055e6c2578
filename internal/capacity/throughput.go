package capacity

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Peak is the dense peak throughput of all chips, by precision in the order of accelerators.Precision.
var Peak = peaks()

func peaks() []quantity.Quantity[unit.FlopPerSecond] {
	out := make([]quantity.Quantity[unit.FlopPerSecond], len(accelerators.Peak))
	for i, p := range accelerators.Precision.Options {
		out[i] = quantity.Define(Quantities, quantity.Def[unit.FlopPerSecond]{
			Name: "capacity.peak_" + p, Doc: "Dense peak throughput, " + p + ".", Value: accelerators.Peak[i].Times(Chips.Expr), Total: quantity.Sum,
		})
	}
	return out
}

// Throughput.
var (
	Peak8Bit = quantity.Define(Quantities, quantity.Def[unit.FlopPerSecond]{
		Name: "capacity.peak_8bit", Doc: "Dense peak throughput at 8 bits: the greater of fp8 and int8 that the chip has.",
		Value: accelerators.EightBitPeak().Times(Chips.Expr), Total: quantity.Sum,
	})
	Effective = quantity.Define(Quantities, quantity.Def[unit.FlopPerSecond]{
		Name: "capacity.effective", Doc: "Throughput that the workload gets: dense peak of the chips in service, times utilisation, less what a power cap costs.",
		Value: effective(Chips.Expr), Total: quantity.Sum,
	})
	H100e = quantity.Define(Quantities, quantity.Def[unit.Number]{
		Name: "capacity.h100e", Doc: "H100-equivalents by dense 8-bit peak.", Style: unit.AsCount,
		Value: quantity.Ratio(Peak8Bit.Expr, accelerators.H100Peak.Expr), Total: quantity.Sum,
	})
)

// Memory and links.
var (
	HBM = quantity.Define(Quantities, quantity.Def[unit.Byte]{
		Name: "capacity.hbm", Doc: "High-bandwidth memory.", Value: accelerators.HBM.Times(Chips.Expr), Total: quantity.Sum,
	})
	HBMBandwidth = quantity.Define(Quantities, quantity.Def[unit.BytePerSecond]{
		Name: "capacity.hbm_bandwidth", Doc: "Memory bandwidth, summed over chips.", Value: accelerators.HBMBandwidth.Times(Chips.Expr), Total: quantity.Sum,
	})
	ScaleUpBandwidth = quantity.Define(Quantities, quantity.Def[unit.BytePerSecond]{
		Name: "capacity.scale_up_bandwidth", Doc: "Scale-up link bandwidth, summed over chips.", Value: accelerators.ScaleUpBandwidth.Times(Chips.Expr), Total: quantity.Sum,
	})
	ScaleOutBandwidth = quantity.Define(Quantities, quantity.Def[unit.BytePerSecond]{
		Name: "capacity.scale_out_bandwidth", Doc: "Scale-out network bandwidth, summed over chips.", Value: accelerators.ScaleOutBandwidth.Times(Chips.Expr), Total: quantity.Sum,
	})
)

// Intensities: what a chip takes, and what a gigawatt gives.
var (
	FacilityPerChip = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "intensity.facility_per_chip", Doc: "Facility power per chip.", Value: PowerFacility.Over(Chips.Expr), Total: quantity.Recomputed,
	})
	ITPerChip = quantity.Define(Quantities, quantity.Def[unit.Watt]{
		Name: "intensity.it_per_chip", Doc: "IT power per chip.", Value: PowerIT.Over(Chips.Expr), Total: quantity.Recomputed,
	})
	ChipsPerGW = quantity.Define(Quantities, quantity.Def[unit.PerWatt]{
		Name: "intensity.chips_per_gw", Doc: "Chips per facility power.",
		Value: quantity.Quotient(unit.CountPerPower, Chips.Expr, PowerFacility.Expr), Total: quantity.Recomputed,
	})
	FLOPSPerWatt = quantity.Define(Quantities, quantity.Def[unit.FlopPerSecondPerWatt]{
		Name: "intensity.flops_per_watt", Doc: "Effective throughput per facility power.",
		Value: quantity.Quotient(unit.ThroughputPerPower, Effective.Expr, PowerFacility.Expr), Total: quantity.Recomputed,
	})
)

// SpaceFloor is floor area: of the systems where their profile gives it, else of their racks; in the total also of the support racks.
var SpaceFloor = quantity.Define(Quantities, quantity.Def[unit.SquareMetre]{
	Name: "space.floor", Doc: "Floor of the racks with aisles; in the total also of the support racks.",
	Value: quantity.First(accelerators.Floor.Times(Units.Expr), power.FloorPerRack.Times(Racks.Expr)),
	Total: quantity.Sum, Extra: power.FloorPerRack.Times(SupportRacks.Expr),
})
