package unit

import "slices"

// families declares how each dimension is read and written, in the order of [All].
var families = []family{
	{
		unit: For[Number](), want: "a number", kind: "a count", examples: []string{"1.2M", "400k", "85%", "0.85"},
		num: slices.Concat(one, []symbol{{"%", ten(-2)}}, scales), den: one, things: true, steps: countSteps,
	}, {
		unit: For[Watt](), want: "a power", kind: "power", examples: []string{"2 GW", "120 kW", "2,000 MW"}, suggest: []string{"W", "kW", "MW", "GW"},
		num: prefixed(prefixes, "W"), den: one, steps: decimalSteps("W"),
	}, {
		unit: For[WattHourPerYear](), want: "a yearly energy", kind: "energy", examples: []string{"12 TWh/yr", "850 GWh/yr"},
		num: prefixed(prefixes, "Wh"), den: slices.Concat(perYear, one), steps: decimalSteps("Wh/yr"),
	}, {
		unit: For[WattHour](), want: "an energy", kind: "energy", examples: []string{"12 TWh", "850 GWh"}, suggest: []string{"kWh", "MWh", "GWh"},
		num: prefixed(prefixes, "Wh"), den: one, steps: decimalSteps("Wh"),
	}, {
		unit: For[HourPerYear](), want: "a time per year", kind: "time per year", examples: []string{"8,760 h/yr"},
		num: []symbol{{"h", ten(0)}, {"hour", ten(0)}, {"hours", ten(0)}}, den: perYear, steps: []step{{0, " h/yr"}},
	}, {
		unit: For[FlopPerSecond](), want: "a throughput", kind: "throughput", examples: []string{"667 TFLOP/s", "1.3 PFLOP/s"},
		num: flops, den: one, steps: decimalSteps("FLOP/s"),
	}, {
		unit: For[Flop](), want: "an amount of arithmetic", kind: "arithmetic done", examples: []string{"5e26 FLOP", "1.3 ZFLOP"},
		num: prefixed(append(slices.Clone(prefixes), symbol{"Y", ten(24)}), "FLOP"), den: one,
		steps: append(decimalSteps("FLOP"), step{24, " YFLOP"}),
	}, {
		unit: For[Second](), want: "a span of time", kind: "time", examples: []string{"3,600 s"},
		num: []symbol{{"s", ten(0)}, {"second", ten(0)}, {"seconds", ten(0)}}, den: one, steps: []step{{0, " s"}},
	}, {
		unit: For[Byte](), want: "a memory size", kind: "memory", examples: []string{"96 GiB", "192 GB"},
		num: byteSizes, den: one, steps: decimalSteps("B"),
	}, {
		unit: For[BytePerSecond](), want: "a bandwidth", kind: "bandwidth", examples: []string{"2.9 TB/s", "400 Gbit/s"},
		num: slices.Concat(byteSizes, bitSizes), den: []symbol{{"/s", ten(0)}}, steps: decimalSteps("B/s"),
	}, {
		unit: For[Dollar](), want: "an amount of money", kind: "money", examples: []string{"3.5B", "$3.5B", "18000 USD"}, suggest: []string{"USD", "M USD", "B USD"},
		num: slices.Concat(usd, scales), den: one, steps: moneySteps(""),
	}, {
		unit: For[DollarPerYear](), want: "a yearly cost", kind: "a yearly cost", examples: []string{"2.5 B USD/yr", "920 M USD/yr"},
		num: usd, den: perYear, steps: moneySteps("/yr"),
	}, {
		unit: For[DollarPerHour](), want: "an hourly price", kind: "an hourly price", examples: []string{"2.235 USD/h"},
		num: usd, den: perHour, steps: moneySteps("/h"),
	}, {
		unit: For[DollarPerWatt](), want: "a cost per power", kind: "a cost per power", examples: []string{"11.7 USD/W", "11.7 M USD/MW"},
		num: usd, den: perWatt, steps: moneySteps("/W"),
	}, {
		unit: For[DollarPerYearPerWatt](), want: "a rent per power", kind: "a rent per power", examples: []string{"2.3 USD/yr/W", "195 USD/kW/month"},
		num: usd, den: rents, steps: moneySteps("/yr/W"),
	}, {
		unit: For[DollarPerWattHour](), want: "a price of energy", kind: "a price of energy", examples: []string{"70 USD/MWh", "0.07 USD/kWh"},
		num: usd, den: perWatth, steps: []step{{-6, " USD/MWh"}},
	}, {
		unit: For[DollarPerYearPerFlops](), want: "a yearly cost per throughput", kind: "a yearly cost per throughput",
		examples: []string{"12 M USD/yr/(EFLOP/s)"},
		num:      usd, den: perExaflop, steps: moneySteps("/yr/(EFLOP/s)"),
	}, {
		unit: For[Gram](), want: "a mass of CO2e", kind: "mass", examples: []string{"320 kgCO2e", "1.2 t"},
		num: grams, den: one, steps: massSteps(""),
	}, {
		unit: For[GramPerYear](), want: "a yearly emission", kind: "a yearly emission", examples: []string{"1.2 MtCO2e/yr", "450 kt/yr"},
		num: grams, den: perYear, steps: massSteps("/yr"),
	}, {
		unit: For[GramPerWattHour](), want: "a carbon intensity", kind: "a carbon intensity", examples: []string{"380 gCO2e/kWh", "380 kg/MWh"},
		num: grams, den: perWatth, steps: []step{{-3, " gCO2e/kWh"}},
	}, {
		unit: For[Litre](), want: "a volume of water", kind: "water", examples: []string{"1.1 GL", "40,000 m3"},
		num: litres, den: one, steps: []step{{0, " L"}, {6, " ML"}, {9, " GL"}, {12, " TL"}},
	}, {
		unit: For[LitrePerYear](), want: "a yearly use of water", kind: "a yearly use of water", examples: []string{"1.1 GL/yr", "40,000 m3/yr"},
		num: litres, den: perYear, steps: []step{{0, " L/yr"}, {6, " ML/yr"}, {9, " GL/yr"}, {12, " TL/yr"}},
	}, {
		unit: For[LitrePerWattHour](), want: "a water use per energy", kind: "a water use per energy", examples: []string{"0.15 L/kWh"},
		num: litres, den: perWatth, steps: []step{{-3, " L/kWh"}},
	}, {
		unit: For[SquareMetre](), want: "an area", kind: "area", examples: []string{"2,500 m2", "27,000 ft2"},
		num: []symbol{{"m2", ten(0)}, {"ft2", feet2}}, den: one, steps: []step{{0, " m2"}},
	}, {
		unit: For[Year](), want: "a span of years", kind: "time", examples: []string{"5 yr", "5 years"},
		num: []symbol{{"yr", ten(0)}, {"year", ten(0)}, {"years", ten(0)}}, den: one, steps: []step{{0, " yr"}},
	}, {
		unit: For[PerYear](), want: "a yearly rate", kind: "a yearly rate", examples: []string{"8%/yr", "8%", "0.08 1/yr"},
		num: []symbol{{"%/yr", ten(-2)}, {"%/year", ten(-2)}, {"%", ten(-2)}, {"1/yr", ten(0)}, {"/yr", ten(0)}, {"1/year", ten(0)}, {"/year", ten(0)}}, den: one,
		steps: []step{{-2, "%/yr"}},
	}, {
		unit: For[PerWatt](), want: "a count per power", kind: "a count per power", examples: []string{"957 k/GW", "400,000 per GW"},
		num: slices.Concat([]symbol{{"", ten(0)}, {"1", ten(0)}}, scales), den: perWatt, things: true,
		steps: []step{{-9, " /GW"}, {-6, " k/GW"}, {-3, " M/GW"}},
	}, {
		unit: For[FlopPerSecondPerWatt](), want: "a throughput per power", kind: "a throughput per power", examples: []string{"320 GFLOP/s/W"},
		num: flops, den: perWatt, steps: []step{{9, " GFLOP/s/W"}},
	},
}
