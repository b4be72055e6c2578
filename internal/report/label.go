package report

import (
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/energy"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// heading is a quantity as the rows of a table name it.
type heading struct {
	label string
	depth int // how deep in the chain of powers: a boundary contains what stands deeper below it
}

var headings = map[*quantity.Spec]heading{
	capacity.Chips.Spec:             {"Chips", 0},
	capacity.Units.Spec:             {"Systems", 0},
	capacity.Racks.Spec:             {"Racks", 0},
	capacity.SupportRacks.Spec:      {"Support racks", 0},
	capacity.Dies.Spec:              {"Dies", 0},
	capacity.ChipsInService.Spec:    {"Chips in service", 0},
	power.ITAvailable.Spec:          {"IT power available", 0},
	capacity.ITPerUnit.Spec:         {"IT power per system", 0},
	capacity.PowerFacility.Spec:     {"Facility power", 0},
	capacity.ReserveHeld.Spec:       {"Reserve held back", 1},
	capacity.CoolingAndLosses.Spec:  {"Cooling and losses", 1},
	capacity.PowerIT.Spec:           {"IT power", 1},
	capacity.Stranded.Spec:          {"Left over", 2},
	capacity.ITDeployed.Spec:        {"IT deployed", 2},
	capacity.PowerNetwork.Spec:      {"Network power", 2},
	capacity.PowerRacks.Spec:        {"Rack power", 2},
	capacity.PowerHosts.Spec:        {"Host power", 3},
	capacity.PowerChips.Spec:        {"Chip power", 3},
	capacity.Unplaced.Spec:          {"Unplaced", 0},
	capacity.ITRunning.Spec:         {"IT under load", 0},
	capacity.RackRunning.Spec:       {"Racks under load", 1},
	capacity.Peak8Bit.Spec:          {"Dense 8-bit peak", 0},
	capacity.Effective.Spec:         {"Effective", 0},
	capacity.H100e.Spec:             {"H100-equivalents", 0},
	capacity.HBM.Spec:               {"HBM", 0},
	capacity.HBMBandwidth.Spec:      {"HBM bandwidth", 0},
	capacity.ScaleUpBandwidth.Spec:  {"Scale-up links", 0},
	capacity.ScaleOutBandwidth.Spec: {"Scale-out links", 0},
	capacity.FacilityPerChip.Spec:   {"Facility per chip", 0},
	capacity.ITPerChip.Spec:         {"IT per chip", 0},
	capacity.ChipsPerGW.Spec:        {"Chips per GW", 0},
	capacity.FLOPSPerWatt.Spec:      {"Effective per watt", 0},
	capacity.SpaceFloor.Spec:        {"Floor", 0},
	energy.ITYear.Spec:              {"IT electricity", 0},
	energy.FacilityYear.Spec:        {"Electricity", 0},
	energy.CarbonYear.Spec:          {"Carbon", 0},
	energy.CarbonEmbodied.Spec:      {"Embodied carbon", 0},
	energy.WaterYear.Spec:           {"Water on site", 0},
	cost.CapexCompute.Spec:          {"Capital, compute", 0},
	cost.CapexFacility.Spec:         {"Capital, facility", 0},
	cost.Capex.Spec:                 {"Capital, total", 0},
	cost.CapexPerGW.Spec:            {"Capital per watt", 0},
	cost.EnergyYear.Spec:            {"Electricity cost", 0},
	cost.RentalYear.Spec:            {"Rental", 0},
	cost.Annual.Spec:                {"Yearly cost", 0},
	cost.PerChipHour.Spec:           {"Cost per chip-hour", 0},
	cost.ComputeYear.Spec:           {"Compute capital a year", 0},
	cost.FacilityYear.Spec:          {"Facility capital a year", 0},
	cost.OperationYear.Spec:         {"Operation", 0},
	cost.ResidualValue.Spec:         {"Residual value", 0},
	cost.RefreshYear.Spec:           {"Refresh", 0},
	cost.LeaseYear.Spec:             {"Rent of the hall", 0},
	cost.AnnualLeased.Spec:          {"Yearly cost, hall leased", 0},
}

func init() {
	for i, p := range accelerators.Precision.Options {
		headings[capacity.Peak[i].Spec] = heading{"Dense " + p + " peak", 0}
	}
}

// Label is a short name of a quantity for people: "Cooling and losses". A quantity without one is called by its name, as all inputs are.
func Label(s *quantity.Spec) string {
	if h, known := headings[s]; known {
		return h.label
	}
	return s.Name
}

// indented is the label, further to the right the deeper the quantity lies in the chain of powers.
func indented(s *quantity.Spec) string { return strings.Repeat("  ", headings[s].depth) + Label(s) }

// DefaultFields lists what a table shows unless the user names fields: the count, the power at each boundary from the meter inwards, throughput at a
// precision (an index of accelerators.Precision), memory, energy and money. It is in the order of the table.
func DefaultFields(precision int) []*quantity.Spec {
	return []*quantity.Spec{
		capacity.Chips.Spec, capacity.Units.Spec, capacity.Racks.Spec, capacity.SupportRacks.Spec,
		capacity.PowerFacility.Spec, capacity.ReserveHeld.Spec, capacity.CoolingAndLosses.Spec, capacity.PowerIT.Spec, capacity.PowerNetwork.Spec,
		capacity.PowerRacks.Spec, capacity.PowerHosts.Spec, capacity.PowerChips.Spec, capacity.ITRunning.Spec, capacity.RackRunning.Spec,
		capacity.Peak[precision].Spec, capacity.Peak8Bit.Spec, capacity.Effective.Spec, capacity.H100e.Spec,
		capacity.HBM.Spec,
		energy.FacilityYear.Spec, energy.CarbonYear.Spec, energy.WaterYear.Spec,
		cost.CapexCompute.Spec, cost.CapexFacility.Spec, cost.Capex.Spec, cost.CapexPerGW.Spec, cost.Annual.Spec, cost.PerChipHour.Spec,
	}
}

// section is the part of a table to which a quantity belongs.
func section(s *quantity.Spec) string {
	family, rest, _ := strings.Cut(s.Name, ".")
	if in, known := rampSections[s]; known {
		return in
	}
	switch {
	case strings.HasPrefix(rest, "peak_") || s == capacity.Effective.Spec || s == capacity.H100e.Spec:
		return "Compute"
	case s == capacity.HBM.Spec || strings.HasSuffix(rest, "_bandwidth"):
		return "Memory"
	case family == "capacity" || family == "space":
		return "Capacity"
	case family == "carbon" || family == "water":
		return "Energy"
	}
	return strings.ToUpper(family[:1]) + family[1:]
}
