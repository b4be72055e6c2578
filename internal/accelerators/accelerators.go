// Package accelerators declares what a deployable system is: its chips, its rated power, its network, what software gets out of it and what it costs.
//
// A system is what is bought and racked as one: an UltraServer, an NVL72 rack, an eight-GPU server. Chips are packages, never dies; peaks are dense, never
// sparse. The package knows nothing of sites or of files.
package accelerators

import (
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Quantities are the inputs of a system.
var Quantities = quantity.NewSet()

// Precision is the number format whose peak counts.
var Precision = &quantity.Choice{Name: "precision", Doc: "the number format of peak and effective throughput",
	Options: []string{"fp4", "fp8", "bf16", "fp16", "tf32", "fp32", "fp64", "int8"}}

// Workload is what the chips do.
var Workload = &quantity.Choice{Name: "workload", Doc: "what the chips do", Options: []string{"training", "inference", "hpl"}}

// input declares an input of a system; all are drawn once a member.
func input[D unit.Dim](name, doc string, b quantity.Bounds, stream int, style unit.Style, fallback quantity.Expr[D]) quantity.Quantity[D] {
	return quantity.Input(Quantities, quantity.InputDef[D]{
		Name: name, Doc: doc, Scope: quantity.Member, Bounds: b, Stream: stream, Style: style, Fallback: fallback, Fixed: stream == 0,
	})
}

// The system and its power. SystemPower is given, or follows from the chips and HostPower.
var (
	Chips        = input[unit.Number]("system.chips", "Accelerator packages in one system.", quantity.Positive, 0, unit.AsCount, none[unit.Number]())
	RacksPerUnit = input[unit.Number]("system.racks", "Racks that one system fills; 0.25 means four systems to a rack.", quantity.Positive, 0, unit.AsRatio, none[unit.Number]())
	TDP          = input[unit.Watt]("chip.tdp", "Thermal design power of one package.", quantity.Positive, 19, 0, none[unit.Watt]())
	HostPower    = input[unit.Watt]("system.host_power", "Rated power of a system beyond its chips: hosts, in-rack switches, fans, conversion.", quantity.NonNegative, 21, 0, none[unit.Watt]())
	SystemPower  = input("system.power", "Rated maximum power of one system at the rack's input.", quantity.Positive, 5, 0, TDP.Times(Chips.Expr).Plus(HostPower.Expr))
	Floor        = input[unit.SquareMetre]("system.floor", "Floor of one system, with aisles.", quantity.NonNegative, 22, 0, none[unit.SquareMetre]())
	NetworkPower = input[unit.Watt]("network.power_per_chip", "Scale-out network, storage and management per chip, as IT power.", quantity.NonNegative, 6, 0, none[unit.Watt]())
)

// The chip.
var (
	HBM               = input[unit.Byte]("chip.hbm", "High-bandwidth memory of one package.", quantity.Positive, 23, 0, none[unit.Byte]())
	HBMBandwidth      = input[unit.BytePerSecond]("chip.hbm_bandwidth", "Memory bandwidth of one package.", quantity.Positive, 24, 0, none[unit.BytePerSecond]())
	Dies              = input[unit.Number]("chip.dies", "Compute dies in one package.", quantity.Positive, 0, unit.AsCount, none[unit.Number]())
	ScaleUpBandwidth  = input[unit.BytePerSecond]("chip.scale_up_bandwidth", "Bandwidth of one package within its scale-up domain, both directions.", quantity.Positive, 25, 0, none[unit.BytePerSecond]())
	ScaleOutBandwidth = input[unit.BytePerSecond]("chip.scale_out_bandwidth", "Network bandwidth of one package beyond its scale-up domain, one direction.", quantity.Positive, 26, 0, none[unit.BytePerSecond]())
	EmbodiedCarbon    = input[unit.Gram]("chip.embodied_carbon", "Carbon emitted in making one package, CO2-equivalent.", quantity.NonNegative, 27, 0, none[unit.Gram]())
)

// Peak is the dense peak throughput of one package by precision, in the order of Precision's options.
var Peak = peaks()

func peaks() []quantity.Quantity[unit.FlopPerSecond] {
	out := make([]quantity.Quantity[unit.FlopPerSecond], len(Precision.Options))
	for i, p := range Precision.Options {
		out[i] = input[unit.FlopPerSecond]("chip."+p, "Dense peak throughput of one package, "+p+".", quantity.Positive, 30+i, 0, none[unit.FlopPerSecond]())
	}
	return out
}

// MFU is the share of the dense peak that a workload's useful arithmetic reaches, by workload and precision.
var MFU = utilisations()

func utilisations() [][]quantity.Quantity[unit.Number] {
	out := make([][]quantity.Quantity[unit.Number], len(Workload.Options))
	for i, w := range Workload.Options {
		out[i] = make([]quantity.Quantity[unit.Number], len(Precision.Options))
		for j, p := range Precision.Options {
			out[i][j] = input[unit.Number]("workload.mfu."+w+"."+p, "Model FLOP utilisation: share of the dense "+p+" peak that "+w+" reaches.", quantity.UnitInterval,
				40+i*len(Precision.Options)+j, unit.AsShare, none[unit.Number]())
		}
	}
	return out
}

// Draw is measured over rated power of a system under load, by workload.
var Draw = draws()

func draws() []quantity.Quantity[unit.Number] {
	out := make([]quantity.Quantity[unit.Number], len(Workload.Options))
	for i, w := range Workload.Options {
		out[i] = input[unit.Number]("workload.draw."+w, "Measured over rated power of a system under "+w+".",
			quantity.Bounds{Min: 0, MinOpen: true, Max: 1.5}, 70+i, unit.AsRatio, none[unit.Number]())
	}
	return out
}

// What software and money say of a system.
var (
	CapExponent    = input[unit.Number]("workload.cap_exponent", "How throughput falls with a power cap: (cap / draw) to this power.", quantity.Bounds{Min: 0, Max: 3}, 28, unit.AsRatio, none[unit.Number]())
	ComputePerChip = input[unit.Dollar]("cost.compute_per_chip", "Installed cost of compute per chip: chip, server and network.", quantity.NonNegative, 9, 0, none[unit.Dollar]())
	RentalPerHour  = input[unit.DollarPerHour]("cost.rental_per_hour", "Rental price of one chip for an hour.", quantity.NonNegative, 29, 0, none[unit.DollarPerHour]())
)

// H100Peak is the 8-bit dense peak of one H100, the measure of H100-equivalents; a constant that the h100 profile supplies.
var H100Peak = quantity.Input(Quantities, quantity.InputDef[unit.FlopPerSecond]{
	Name: "reference.h100_8bit", Doc: "Dense 8-bit peak of one H100, the unit of H100-equivalents.", Bounds: quantity.Positive, Fixed: true,
})

func none[D unit.Dim]() (e quantity.Expr[D]) { return e }

// perPrecision picks one expression a precision.
func perPrecision[D unit.Dim](f func(i int) quantity.Expr[D]) quantity.Expr[D] {
	options := make([]quantity.Expr[D], len(Precision.Options))
	for i := range options {
		options[i] = f(i)
	}
	return quantity.Choose(Precision, options...)
}

// ChosenPeak is the dense peak of one package at the question's precision.
func ChosenPeak() quantity.Expr[unit.FlopPerSecond] {
	return perPrecision(func(i int) quantity.Expr[unit.FlopPerSecond] { return Peak[i].Expr })
}

// ChosenMFU is the utilisation of the question's workload and precision.
func ChosenMFU() quantity.Expr[unit.Number] {
	options := make([]quantity.Expr[unit.Number], len(Workload.Options))
	for w := range options {
		options[w] = perPrecision(func(i int) quantity.Expr[unit.Number] { return MFU[w][i].Expr })
	}
	return quantity.Choose(Workload, options...)
}

// ChosenDraw is the measured over rated power of the question's workload.
func ChosenDraw() quantity.Expr[unit.Number] {
	return quantity.Choose(Workload, Draw[0].Expr, Draw[1].Expr, Draw[2].Expr)
}

// EightBitPeak is the greater of the fp8 and int8 peaks that the chip has.
func EightBitPeak() quantity.Expr[unit.FlopPerSecond] {
	return quantity.Greatest(Peak[Precision.Index("fp8")].Expr, Peak[Precision.Index("int8")].Expr)
}
