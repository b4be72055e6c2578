package report

import (
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// rampLabels are the names of a ramp's own quantities, by the part of the table to which they belong.
var rampLabels = map[string]map[*quantity.Spec]string{
	"Power": {
		ramp.Announced.Spec: "Announced", ramp.Energised.Spec: "Energised", ramp.Affordable.Spec: "What the money buys", ramp.FacilityAdded.Spec: "IT power added",
	},
	"Capacity": {
		ramp.SystemsDelivered.Spec: "Systems delivered", ramp.ChipsDelivered.Spec: "Chips delivered", ramp.RacksDelivered.Spec: "Racks delivered",
		ramp.ChipsFailed.Spec: "Chips failed", ramp.ChipsReplaced.Spec: "Chips replaced", ramp.ChipsRetired.Spec: "Chips retired",
	},
	"Compute": {ramp.Compute.Spec: "Compute done", ramp.ComputeToDate.Spec: "Compute to date"},
	"Energy": {
		ramp.Electricity.Spec: "Electricity bought", ramp.Carbon.Spec: "Carbon emitted", ramp.CarbonEmbodied.Spec: "Carbon of making chips", ramp.Water.Spec: "Water used",
	},
	"Payments": {
		ramp.CapexCompute.Spec: "Capital, systems", ramp.CapexFacility.Spec: "Capital, halls", ramp.Capex.Spec: "Capital spent", ramp.ElectricityCost.Spec: "Electricity paid",
		ramp.Operation.Spec: "Operation paid", ramp.Ownership.Spec: "Cost of owning", ramp.Rent.Spec: "Rent paid", ramp.Replacements.Spec: "Replacements",
		ramp.Payments.Spec: "Payments", ramp.PresentValue.Spec: "Present value", ramp.PaidToDate.Spec: "Paid to date", ramp.Residual.Spec: "Worth of what serves",
		ramp.CostPerWatt.Spec: "Paid per watt",
	},
	"Money": {
		ramp.Budget.Spec: "Budget", ramp.BudgetToDate.Spec: "Budget to date", ramp.BudgetLeft.Spec: "Budget left", ramp.Funding.Spec: "Other money",
		ramp.FundingToDate.Spec: "Other money to date", ramp.QuartersPaid.Spec: "Quarters paid for",
		ramp.PowerBinds.Spec: "Power binds", ramp.SupplyBinds.Spec: "Supply binds", ramp.MoneyBinds.Spec: "Money binds",
	},
}

var rampSections = map[*quantity.Spec]string{}

func init() {
	for section, labels := range rampLabels {
		for s, label := range labels {
			headings[s] = heading{label, 0}
			rampSections[s] = section
		}
	}
}

// RampFields lists what a ramp shows of its whole time, unless the user names fields: as of the last quarter, or added up over all.
func RampFields() []*quantity.Spec {
	return []*quantity.Spec{
		ramp.Energised.Spec, ramp.Affordable.Spec, capacity.PowerFacility.Spec, capacity.ITDeployed.Spec,
		capacity.Chips.Spec, capacity.ChipsInService.Spec, ramp.ChipsDelivered.Spec, ramp.RacksDelivered.Spec, ramp.ChipsFailed.Spec, ramp.ChipsRetired.Spec,
		capacity.Effective.Spec, capacity.H100e.Spec, capacity.HBM.Spec, ramp.ComputeToDate.Spec,
		ramp.Electricity.Spec, ramp.Carbon.Spec, ramp.CarbonEmbodied.Spec, ramp.Water.Spec,
		ramp.Capex.Spec, ramp.Ownership.Spec, ramp.Payments.Spec, ramp.PresentValue.Spec, ramp.CostPerWatt.Spec, ramp.Residual.Spec, cost.Annual.Spec,
		ramp.BudgetToDate.Spec, ramp.BudgetLeft.Spec, ramp.QuartersPaid.Spec,
	}
}

// RampColumns lists what a ramp shows of each quarter, unless the user names fields.
func RampColumns() []*quantity.Spec {
	return []*quantity.Spec{ramp.Energised.Spec, capacity.Chips.Spec, capacity.ChipsInService.Spec, capacity.Effective.Spec, ramp.Payments.Spec, ramp.BudgetLeft.Spec}
}

// RampMemberFields lists what a ramp tells of each generation, unless the user names fields.
func RampMemberFields() []*quantity.Spec {
	return []*quantity.Spec{capacity.Chips.Spec, capacity.ChipsInService.Spec, ramp.ChipsDelivered.Spec, ramp.RacksDelivered.Spec, ramp.ChipsRetired.Spec, capacity.Effective.Spec, capacity.H100e.Spec}
}
