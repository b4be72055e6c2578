package report

import (
	"fmt"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// inputLabels are the inputs that can be ranges as a chart or a sentence names them.
var inputLabels = map[*quantity.Spec]string{
	power.BasisInput.Spec:               "Which gigawatt was meant",
	power.PUEPeak.Spec:                  "Peak PUE",
	power.Provision.Spec:                "Provisioned over rated power",
	power.Scatter.Spec:                  "Scatter between sites",
	power.Reserve.Spec:                  "Reserve held back",
	power.PUEAnnualShare.Spec:           "Annual over peak overhead",
	power.LoadFactor.Spec:               "Load factor",
	power.Availability.Spec:             "Availability",
	power.WUE.Spec:                      "Water per IT energy",
	power.GridCarbon.Spec:               "Carbon of the grid",
	power.ElectricityPrice.Spec:         "Electricity price",
	power.FloorPerRack.Spec:             "Floor per rack",
	power.SupportRackPower.Spec:         "Power per support rack",
	power.CapexPerWatt.Spec:             "Facility cost per watt",
	cost.LeasePrice.Spec:                "Rent of the hall",
	accelerators.TDP.Spec:               "TDP per chip",
	accelerators.HostPower.Spec:         "Host power per system",
	accelerators.SystemPower.Spec:       "Power per system",
	accelerators.Floor.Spec:             "Floor per system",
	accelerators.NetworkPower.Spec:      "Network power per chip",
	accelerators.HBM.Spec:               "HBM per chip",
	accelerators.HBMBandwidth.Spec:      "HBM bandwidth per chip",
	accelerators.ScaleUpBandwidth.Spec:  "Scale-up links per chip",
	accelerators.ScaleOutBandwidth.Spec: "Scale-out links per chip",
	accelerators.EmbodiedCarbon.Spec:    "Carbon of making a chip",
	accelerators.CapExponent.Spec:       "Throughput under a power cap",
	accelerators.ComputePerChip.Spec:    "Compute cost per chip",
	accelerators.RentalPerHour.Spec:     "Rental price",
	cost.WACC.Spec:                      "Cost of capital",
	cost.LifeCompute.Spec:               "Life of the compute",
	cost.LifeFacility.Spec:              "Life of the facility",
	cost.OpexShare.Spec:                 "Operating cost",
	cost.ResidualShare.Spec:             "Residual share of compute",
	ramp.Scale.Spec:                     "Scale of the announced power",
	ramp.Realisation.Spec:               "Share of the power ever energised",
	ramp.Delay.Spec:                     "Delay of the power",
	ramp.Lag.Spec:                       "Lag from delivery to service",
	ramp.FailureRate.Spec:               "Chips that fail in a year",
	ramp.Replaced.Spec:                  "Failed chips replaced",
	ramp.Reuse.Spec:                     "Power of retired systems reused",
	ramp.Supply.Spec:                    "Supply of chips in a quarter",
	ramp.Amount.Spec:                    "Amount of money",
	ramp.Likelihood.Spec:                "Chance of money",
}

func init() {
	for j, p := range accelerators.Precision.Options {
		inputLabels[accelerators.Peak[j].Spec] = "Dense " + p + " peak per chip"
		for i, w := range accelerators.Workload.Options {
			inputLabels[accelerators.MFU[i][j].Spec] = "MFU of " + w + ", " + p
		}
	}
	for i, w := range accelerators.Workload.Options {
		inputLabels[accelerators.Draw[i].Spec] = "Draw under " + w
	}
}

// InputLabel is a short name of an input for people: "Power per system". An input without one is called by its name.
func InputLabel(s *quantity.Spec) string {
	if l, known := inputLabels[s]; known {
		return l
	}
	return s.Name
}

// FactorLabel is a short name of what is varied as one. One kind of input of several chips is called by what it is, other groups by their names.
func FactorLabel(f *answer.Factor, members []answer.Member) string {
	if f.Kind == answer.Grouped {
		return f.Name
	}
	lead := f.Inputs[0]
	for _, in := range f.Inputs[1:] {
		if in.Spec != lead.Spec {
			return f.Name
		}
	}
	label := InputLabel(lead.Spec)
	if lead.Member == "" || len(members) == 1 && lead.Member == members[0].ID {
		return label
	}
	var whose []string
	for _, in := range f.Inputs {
		whose = append(whose, in.Member)
	}
	switch {
	case len(whose) == len(members):
		return label + ", all chips"
	case len(whose) > 3:
		return fmt.Sprintf("%s, %d chips", label, len(whose))
	}
	return label + ", " + and(whose)
}
