package ramp

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/energy"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// A quarter is a fourth of the model's year of 8,760 hours: 2,190 hours.
var (
	quarterYears   = quantity.Named[unit.Year]("quarter", 0.25)
	quarterSeconds = quantity.Named[unit.Second]("quarter_seconds", 2190*3600)
)

var noWatts = quantity.Const[unit.Watt](0)

// define declares an output. flow says that quarters add up to the whole; what is no flow stands as of a quarter, and the whole is the last one.
func define[D unit.Dim](name, doc string, flow bool, style unit.Style, total quantity.Total, value quantity.Expr[D]) quantity.Quantity[D] {
	q := quantity.Define(Quantities, quantity.Def[D]{Name: name, Doc: doc, Style: style, Total: total, Value: value})
	if flow {
		flows[q.Spec] = true
	}
	return q
}

var flows = map[*quantity.Spec]bool{}

// Flow reports whether the quantity belongs to a span of time, so that quarters add up to the whole, and not to a moment.
func Flow(s *quantity.Spec) bool { return flows[s] }

// Power.
var (
	Announced = define("ramp.announced", "Power announced for the quarter, at the boundary of the commitment.", false, 0, quantity.TotalOnly, announced.Times(Scale.Expr))
	Energised = define("ramp.energised", "Power energised in the quarter, at the boundary of the commitment.", false, 0, quantity.TotalOnly, power.Commitment.Expr)
)

// Deliveries, failures and retirement.
var (
	SystemsDelivered = define("ramp.systems_delivered", "Systems delivered in the quarter.", true, unit.AsCount, quantity.Sum, unitsDelivered)
	ChipsDelivered   = define("ramp.chips_delivered", "Chips delivered in the quarter, without replacements.", true, unit.AsCount, quantity.Sum, unitsDelivered.Times(accelerators.Chips.Expr))
	RacksDelivered   = define("ramp.racks_delivered", "Racks delivered in the quarter.", true, unit.AsCount, quantity.Sum, racksDelivered)
	ChipsFailed      = define("ramp.chips_failed", "Chips that fail for good in the quarter.", true, unit.AsCount, quantity.Sum, unitsFailed.Times(accelerators.Chips.Expr))
	ChipsReplaced    = define("ramp.chips_replaced", "Chips that replace failed ones in the quarter.", true, unit.AsCount, quantity.Sum, unitsReplaced.Times(accelerators.Chips.Expr))
	ChipsRetired     = define("ramp.chips_retired", "Chips that retire in the quarter, failed ones among them.", true, unit.AsCount, quantity.Sum, unitsRetired.Times(accelerators.Chips.Expr))
)

// Work, and what it takes from the world.
var (
	Compute = define("ramp.compute", "Effective compute done in the quarter.", true, 0, quantity.Sum,
		quantity.Product(unit.WorkOverTime, capacity.Effective.Expr, quarterSeconds))
	ComputeToDate = define("ramp.compute_to_date", "Effective compute done since the beginning.", false, 0, quantity.Sum, computeBefore.Plus(Compute.Expr))
	Electricity   = define("ramp.electricity", "Electricity that the site buys in the quarter.", true, 0, quantity.Sum,
		quantity.Product(unit.EnergyOverTime, energy.FacilityYear.Expr, quarterYears))
	Carbon = define("ramp.carbon", "CO2-equivalent of the quarter's electricity, location-based.", true, 0, quantity.Sum,
		quantity.Product(unit.EmissionOverTime, energy.CarbonYear.Expr, quarterYears))
	CarbonEmbodied = define("ramp.carbon_embodied", "CO2-equivalent of making the packages that come in the quarter, with replacements.", true, 0, quantity.Sum,
		accelerators.EmbodiedCarbon.Times(ChipsDelivered.Plus(ChipsReplaced.Expr)))
	Water = define("ramp.water", "Water used on site in the quarter.", true, 0, quantity.Sum,
		quantity.Product(unit.WaterOverTime, energy.WaterYear.Expr, quarterYears))
)

// What the quarter costs.
var (
	Replacements = define("ramp.replacements", "Cost of the chips that replace failed ones.", true, 0, quantity.Sum, accelerators.ComputePerChip.Times(ChipsReplaced.Expr))
	CapexCompute = define("ramp.capex_compute", "Installed cost of the systems that come in the quarter, with replacements.", true, 0, quantity.Sum,
		accelerators.ComputePerChip.Times(unitsBought.Times(accelerators.Chips.Expr)).Plus(Replacements.Expr))
	FacilityAdded = define("ramp.facility_added", "IT power deployed beyond what any quarter before had: what halls are built for.", true, 0, quantity.TotalOnly,
		quantity.Max(noWatts, capacity.ITDeployed.Minus(facilityBefore)))
	CapexFacility = define("ramp.capex_facility", "Cost of shell, power and cooling for what is added.", true, 0, quantity.TotalOnly,
		quantity.Product(unit.PowerAtPrice, FacilityAdded.Expr, power.CapexPerWatt.Expr))
	Capex = define("ramp.capex", "Capital spent in the quarter.", true, 0, quantity.TotalOnly, CapexCompute.Plus(CapexFacility.Expr))

	ElectricityCost = define("ramp.electricity_cost", "Cost of the quarter's electricity.", true, 0, quantity.Sum, perQuarter(cost.EnergyYear.Expr))
	Operation       = define("ramp.operation", "Operating cost of the quarter other than electricity.", true, 0, quantity.Sum, perQuarter(cost.OperationYear.Expr))
	Ownership       = define("ramp.ownership", "A quarter of the yearly cost of owning what is installed.", true, 0, quantity.Sum, perQuarter(cost.Annual.Expr))
	Rent            = define("ramp.rent", "A quarter's rent of the hall.", true, 0, quantity.Sum, perQuarter(cost.LeaseYear.Expr))
	Payments        = define("ramp.payments", "What is paid in the quarter, by the scenario's way of paying.", true, 0, quantity.TotalOnly,
		quantity.Choose(Payment,
			Ownership.Plus(Replacements.Expr),
			Capex.Plus(Operation.Expr).Plus(ElectricityCost.Expr),
			CapexCompute.Plus(Rent.Expr).Plus(perQuarter(quantity.Product(unit.CapitalAtRate, cost.CapexCompute.Expr, cost.OpexShare.Expr))).Plus(ElectricityCost.Expr),
		))
	PresentValue = define("ramp.present_value", "The quarter's payments discounted at the WACC from its middle to the beginning of the first quarter; the whole is the net present value of the cost, with no worth left taken off.", true, 0,
		quantity.TotalOnly, Payments.Times(discount))
	PaidToDate = define("ramp.paid_to_date", "Payments since the beginning.", false, 0, quantity.TotalOnly, paidBefore.Plus(Payments.Expr))
	Residual   = define("ramp.residual_value", "What the systems that serve are still worth: their cost, falling evenly over finance.life_compute to finance.residual_share.",
		false, 0, quantity.Sum, capacity.ComputeCapexPerUnit.Times(unitsWorth))
)

// Money, and what binds.
var (
	Budget        = define("ramp.budget", "Money of the budget that comes in the quarter.", true, 0, quantity.TotalOnly, budgetIn)
	BudgetToDate  = define("ramp.budget_to_date", "Money of the budget since the beginning.", false, 0, quantity.TotalOnly, budgetBefore.Plus(Budget.Expr))
	BudgetLeft    = define("ramp.budget_left", "Money of the budget to date less payments to date.", false, 0, quantity.TotalOnly, BudgetToDate.Minus(PaidToDate.Expr))
	Funding       = define("ramp.funding", "Money outside the budget that comes in the quarter.", true, 0, quantity.TotalOnly, fundingIn)
	FundingToDate = define("ramp.funding_to_date", "Money outside the budget since the beginning.", false, 0, quantity.TotalOnly, fundingBefore.Plus(Funding.Expr))
	Affordable    = define("ramp.affordable", "Power that the budget to date sustains: the energised power by budget over payments, both to date.", false, 0, quantity.TotalOnly,
		Energised.Times(quantity.Ratio(BudgetToDate.Expr, PaidToDate.Expr)))
	CostPerWatt = define("ramp.cost_per_watt", "Payments to date over the power energised.", false, 0, quantity.TotalOnly,
		quantity.Quotient(unit.PowerAtPrice, PaidToDate.Expr, Energised.Expr))
	QuartersPaid = define("ramp.quarters_paid", "Quarters, from the first, before payments to date exceed the budget to date.", false, unit.AsCount, quantity.TotalOnly, quartersPaid)
	PowerBinds   = define("ramp.power_binds", "Whether power is what limits the fleet in the quarter: neither supply nor money is short.", false, unit.AsShare, quantity.TotalOnly, powerBinds)
	SupplyBinds  = define("ramp.supply_binds", "Whether supply is: it leaves at least one system's power unused, as too little or nothing is delivered.", false, unit.AsShare, quantity.TotalOnly, supplyBinds)
	MoneyBinds   = define("ramp.money_binds", "Whether money is: payments to date exceed the budget to date.", false, unit.AsShare, quantity.TotalOnly, moneyBinds)
)

// OfBudget are the quantities that have no value where a scenario names no money that pays for the capacity.
var OfBudget = []*quantity.Spec{Budget.Spec, BudgetToDate.Spec, BudgetLeft.Spec, Affordable.Spec, QuartersPaid.Spec}

func perQuarter(year quantity.Expr[unit.DollarPerYear]) quantity.Expr[unit.Dollar] {
	return quantity.Product(unit.CostOverTime, year, quarterYears)
}

// served are the model's quantities that count systems in service, where all others count those installed.
var served = []*quantity.Spec{
	capacity.ChipsInService.Spec, capacity.Effective.Spec, capacity.RackRunning.Spec, capacity.ITRunning.Spec,
	energy.ITYear.Spec, energy.FacilityYear.Spec, energy.CarbonYear.Spec, energy.WaterYear.Spec, cost.EnergyYear.Spec,
}
