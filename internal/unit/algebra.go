package unit

// Rule says that a product of dimensions A and B is of dimension C. The values below are the only ones, so they are the only way from one dimension to
// another; a test holds each against the exponents.
type Rule[A, B, C Dim] struct{}

// The products of dimensions that the model needs. A quotient c/b uses the rule of the product a*b = c.
var (
	// PowerOverTime: watts sustained over a year's hours are energy.
	PowerOverTime Rule[Watt, HourPerYear, WattHourPerYear]
	// EnergyAtCarbon: energy at a carbon intensity is emission.
	EnergyAtCarbon Rule[WattHourPerYear, GramPerWattHour, GramPerYear]
	// EnergyAtWater: energy at a water intensity is water.
	EnergyAtWater Rule[WattHourPerYear, LitrePerWattHour, LitrePerYear]
	// EnergyAtPrice: energy at a price is cost.
	EnergyAtPrice Rule[WattHourPerYear, DollarPerWattHour, DollarPerYear]
	// PowerAtPrice: power at a construction price is capital.
	PowerAtPrice Rule[Watt, DollarPerWatt, Dollar]
	// CapitalAtRate: capital at a yearly rate is yearly cost.
	CapitalAtRate Rule[Dollar, PerYear, DollarPerYear]
	// HoursAtPrice: hours a year at a rental price are yearly cost.
	HoursAtPrice Rule[HourPerYear, DollarPerHour, DollarPerYear]
	// CountPerPower: things per watt times watts are things.
	CountPerPower Rule[Watt, PerWatt, Number]
	// ThroughputPerPower: FLOP/s per watt times watts are FLOP/s.
	ThroughputPerPower Rule[Watt, FlopPerSecondPerWatt, FlopPerSecond]
	// ThroughputAtCost: throughput at a yearly cost per throughput is yearly cost. The base units differ by 1e18, since that cost is per EFLOP/s.
	ThroughputAtCost Rule[FlopPerSecond, DollarPerYearPerFlops, DollarPerYear]
	// EnergyOverTime: yearly energy over a span of years is energy.
	EnergyOverTime Rule[WattHourPerYear, Year, WattHour]
	// EmissionOverTime: yearly emission over a span of years is emission.
	EmissionOverTime Rule[GramPerYear, Year, Gram]
	// WaterOverTime: yearly use of water over a span of years is water.
	WaterOverTime Rule[LitrePerYear, Year, Litre]
	// CostOverTime: yearly cost over a span of years is money.
	CostOverTime Rule[DollarPerYear, Year, Dollar]
	// WorkOverTime: throughput over a span of time is arithmetic done.
	WorkOverTime Rule[FlopPerSecond, Second, Flop]
	// PowerAtRent: power at a rent is yearly cost.
	PowerAtRent Rule[Watt, DollarPerYearPerWatt, DollarPerYear]
)
