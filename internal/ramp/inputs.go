package ramp

import (
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Quantities are the inputs of a scenario and what a ramp adds to the model's outputs.
var Quantities = quantity.NewSet()

var (
	one = quantity.Const[unit.Number](1)
)

// What all generations share.
var (
	Scale = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "ramp.scale", Doc: "By what the announced power of every quarter is multiplied.", Bounds: quantity.NonNegative, Style: unit.AsRatio, Stream: 95, Fallback: one,
	})
	Realisation = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "ramp.realisation", Doc: "Share of the announced power that is ever energised: announced is not energised.", Bounds: quantity.UnitInterval, Style: unit.AsShare,
		Stream: 90, Fallback: one,
	})
	Delay = quantity.Input(Quantities, quantity.InputDef[unit.Year]{
		Name: "ramp.delay", Doc: "How much later than announced power is energised.", Bounds: quantity.Bounds{Min: 0, Max: 10}, Stream: 91,
		Fallback: quantity.Const[unit.Year](0),
	})
	Lag = quantity.Input(Quantities, quantity.InputDef[unit.Year]{
		Name: "ramp.lag", Doc: "From the delivery of a system to its service.", Bounds: quantity.Bounds{Min: 0, Max: 5}, Stream: 92,
		Fallback: quantity.Const[unit.Year](0),
	})
	FailureRate = quantity.Input(Quantities, quantity.InputDef[unit.PerYear]{
		Name: "ramp.failure_rate", Doc: "Share of the chips that fail for good in a year.", Bounds: quantity.Bounds{Min: 0, Max: 1, MaxOpen: true}, Stream: 93,
		Fallback: quantity.Const[unit.PerYear](0),
	})
	Replaced = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "ramp.replaced", Doc: "Share of the failed chips that are replaced; the others leave their power unused until their system retires.",
		Bounds: quantity.UnitInterval, Style: unit.AsShare, Stream: 94, Fallback: one,
	})
	Reuse = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "ramp.reuse", Doc: "Share of the power of retired systems that later ones get.", Bounds: quantity.UnitInterval, Style: unit.AsShare, Stream: 96, Fallback: one,
	})
)

// What each generation has of its own.
var (
	Supply = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "ramp.supply", Doc: "Chips of this generation that can be delivered in a quarter; no limit where it is not given.", Scope: quantity.Member,
		Bounds: quantity.NonNegative, Style: unit.AsCount, Stream: 97,
	})
	Weight = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "ramp.weight", Doc: "How generations that are delivered at once share the power, relative to each other.", Scope: quantity.Member,
		Bounds: quantity.Positive, Style: unit.AsRatio, Fixed: true, Fallback: one,
	})
	RetireAfter = quantity.Input(Quantities, quantity.InputDef[unit.Year]{
		Name: "ramp.retire_after", Doc: "After how long a system of this generation retires; never where it is not given. Rounded to quarters.", Scope: quantity.Member,
		Bounds: quantity.Positive, Fixed: true,
	})
)

// What each tranche of money has of its own.
var (
	Amount = quantity.Input(Quantities, quantity.InputDef[unit.Dollar]{
		Name: "money.amount", Doc: "What a tranche of money comes to.", Bounds: quantity.NonNegative, Stream: 98,
	})
	Likelihood = quantity.Input(Quantities, quantity.InputDef[unit.Number]{
		Name: "money.likelihood", Doc: "How likely a tranche with a condition is paid.", Bounds: quantity.UnitInterval, Style: unit.AsShare, Stream: 99,
	})
)

// Payment says how the capacity is paid for.
var Payment = &quantity.Choice{Name: "payment", Doc: "how the capacity is paid for", Options: []string{"service", "purchase", "lease"}}

// The ways to pay.
const (
	AsService  = iota // the yearly cost of owning, quarter by quarter: capital recovery at the WACC, operation, electricity; and replacements
	AsPurchase        // capital when systems and halls are delivered; operation and electricity as they come
	AsLease           // capital for the systems when they are delivered, rent for the hall, electricity
)

// states are what the timeline tells each quarter; formulas of this package refer to them.
var states = quantity.NewSet()

func state[D unit.Dim](name, doc string, scope quantity.Scope) quantity.Expr[D] {
	return quantity.Input(states, quantity.InputDef[D]{Name: "state." + name, Doc: doc, Scope: scope, Fixed: true, Bounds: quantity.Bounds{}}).Expr
}

// States of a member, and of the whole.
var (
	unitsDelivered = state[unit.Number]("units_delivered", "systems delivered in the quarter", quantity.Member)
	racksDelivered = state[unit.Number]("racks_delivered", "racks of all deliveries, less those a quarter before", quantity.Member)
	unitsBought    = state[unit.Number]("units_bought", "systems delivered that are not there already", quantity.Member)
	unitsRetired   = state[unit.Number]("units_retired", "systems retired in the quarter", quantity.Member)
	unitsFailed    = state[unit.Number]("units_failed", "systems' worth of chips that fail in the quarter", quantity.Member)
	unitsReplaced  = state[unit.Number]("units_replaced", "systems' worth of chips that are replaced in the quarter", quantity.Member)
	unitsWorth     = state[unit.Number]("units_worth", "systems that serve, each by what it is still worth", quantity.Member)
	computeBefore  = state[unit.Flop]("compute_before", "effective compute of all quarters before", quantity.Member)

	announced      = state[unit.Watt]("announced", "announced power of the quarter", quantity.Shared)
	facilityBefore = state[unit.Watt]("facility_before", "the most IT power deployed in any quarter before", quantity.Shared)
	discount       = state[unit.Number]("discount", "(1 + finance.wacc) ^ -(years to the middle of the quarter)", quantity.Shared)
	budgetIn       = state[unit.Dollar]("budget", "money of the budget that comes in the quarter", quantity.Shared)
	fundingIn      = state[unit.Dollar]("funding", "other money that comes in the quarter", quantity.Shared)
	paidBefore     = state[unit.Dollar]("paid_before", "payments of all quarters before", quantity.Shared)
	budgetBefore   = state[unit.Dollar]("budget_before", "money of the budget of all quarters before", quantity.Shared)
	fundingBefore  = state[unit.Dollar]("funding_before", "other money of all quarters before", quantity.Shared)
	powerBinds     = state[unit.Number]("power_binds", "1 where neither of the other two binds", quantity.Shared)
	supplyBinds    = state[unit.Number]("supply_binds", "1 where supply leaves power unused and the money suffices", quantity.Shared)
	moneyBinds     = state[unit.Number]("money_binds", "1 where payments to date exceed the budget to date", quantity.Shared)
	quartersPaid   = state[unit.Number]("quarters_paid", "quarters before the budget first falls short", quantity.Shared)
)

// States lists what the timeline tells each quarter, to which formulas of this package refer: how many systems come, retire and fail, and what quarters before
// came to.
func States() []*quantity.Spec { return states.All() }

// Find returns the quantity or state of that name, or nil.
func Find(name string) *quantity.Spec {
	if s := Quantities.Find(name); s != nil {
		return s
	}
	return states.Find(name)
}
