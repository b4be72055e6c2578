package unit

import "slices"

// family says how quantities of one dimension are read and written.
type family struct {
	unit     Unit
	want     string   // "a power": completes "... is wanted" and "... needs a unit"
	kind     string   // "power": completes "GW is ..."
	examples []string // what [Accepted] lists
	suggest  []string // units offered for a bare number; nil for those of the examples

	// A spelling is a text of num followed by one of den. The first of several spellings of one unit is the one suggested.
	num, den []symbol
	things   bool // "chips", "racks" and the like may follow the number

	// steps are the units for people, from the smallest up; the first stands for everything below the second, too.
	steps []step
}

// symbol is a spelling and its value in base units.
type symbol struct {
	text string
	factor
}

// step is a unit for people: 10^exp base units, and what follows the number.
type step struct {
	exp  int
	text string
}

var (
	prefixes = []symbol{{"", ten(0)}, {"k", ten(3)}, {"M", ten(6)}, {"G", ten(9)}, {"T", ten(12)}, {"P", ten(15)}, {"E", ten(18)}, {"Z", ten(21)}}
	binary   = []symbol{
		{"Ki", factor{1 << 10, 0}}, {"Mi", factor{1 << 20, 0}}, {"Gi", factor{1 << 30, 0}}, {"Ti", factor{1 << 40, 0}}, {"Pi", factor{1 << 50, 0}},
		{"Ei", factor{1 << 60, 0}},
	}
	// scales are those of money and counts, where G is not used and B is a billion.
	scales = []symbol{
		{"k", ten(3)}, {"M", ten(6)}, {"B", ten(9)}, {"T", ten(12)},
		{"thousand", ten(3)}, {"million", ten(6)}, {"billion", ten(9)}, {"trillion", ten(12)},
	}
	one      = []symbol{{"", ten(0)}}
	perYear  = []symbol{{"/yr", ten(0)}, {"/year", ten(0)}}
	perHour  = []symbol{{"/h", ten(0)}, {"/hour", ten(0)}, {"/chip-hour", ten(0)}, {"/chip-h", ten(0)}, {"/GPU-hour", ten(0)}}
	perWatt  = []symbol{{"/W", ten(0)}, {"/kW", ten(-3)}, {"/MW", ten(-6)}, {"/GW", ten(-9)}}
	rents    = []symbol{{"/yr/W", ten(0)}, {"/W/yr", ten(0)}, {"/yr/kW", ten(-3)}, {"/kW/yr", ten(-3)}, {"/kW/month", factor{12, -3}}, {"/kW-month", factor{12, -3}}}
	perWatth = []symbol{{"/kWh", ten(-3)}, {"/MWh", ten(-6)}, {"/Wh", ten(0)}, {"/GWh", ten(-9)}, {"/TWh", ten(-12)}}

	flops      = prefixed(prefixes, "FLOP/s", "FLOPS", "FLOPs", "FLOP", "OP/s", "OPS", "OPs", "OP")
	byteSizes  = slices.Concat(prefixed(prefixes, "B"), prefixed(binary, "B"))
	bitSizes   = scaled(prefixed(prefixes, "bit"), factor{125, -3})
	usd        = money()
	grams      = carbon()
	litres     = slices.Concat(prefixed(prefixes, "L"), []symbol{{"m3", ten(3)}})
	feet2      = factor{9290304, -8} // (0.3048 m)^2, exact by definition of the international foot
	perExaflop = perThroughput()
)

func ten(exp int) factor { return factor{1, exp} }

// prefixed puts each prefix before each name: all prefixes of the first name first, since the first spelling is the one suggested.
func prefixed(prefixes []symbol, names ...string) []symbol {
	var out []symbol
	for _, name := range names {
		for _, p := range prefixes {
			out = append(out, symbol{p.text + name, p.factor})
		}
	}
	return out
}

func scaled(list []symbol, k factor) []symbol {
	out := slices.Clone(list)
	for i := range out {
		out[i].factor = out[i].times(k)
	}
	return out
}

// money spells amounts: USD, M USD, MUSD, million USD, ...
func money() []symbol {
	out := []symbol{{"USD", ten(0)}}
	for _, s := range scales {
		out = append(out, symbol{s.text + " USD", s.factor})
		if len(s.text) == 1 {
			out = append(out, symbol{s.text + "USD", s.factor})
		}
	}
	return out
}

// carbon spells masses, with and without the CO2-equivalent that they are always of.
func carbon() []symbol {
	masses := []symbol{{"g", ten(0)}, {"kg", ten(3)}, {"t", ten(6)}, {"kt", ten(9)}, {"Mt", ten(12)}, {"Gt", ten(15)}}
	var out []symbol
	for _, of := range []string{"", "CO2e", " CO2e", "CO2eq", " CO2eq"} {
		for _, m := range masses {
			out = append(out, symbol{m.text + of, m.factor})
		}
	}
	return out
}

// perThroughput spells "a year and EFLOP/s", in that order, relative to the EFLOP/s of the base unit.
func perThroughput() []symbol {
	var out []symbol
	for _, y := range perYear {
		for _, p := range prefixes {
			k := factor{1, 18 - p.exp}
			out = append(out, symbol{y.text + "/(" + p.text + "FLOP/s)", k}, symbol{y.text + "/" + p.text + "FLOP/s", k})
		}
	}
	return out
}

// decimalSteps are the SI steps of a unit.
func decimalSteps(name string) []step {
	var out []step
	for _, p := range prefixes {
		out = append(out, step{p.exp, " " + p.text + name})
	}
	return out
}

// moneySteps are the steps of money: thousands stay digits.
func moneySteps(per string) []step {
	return []step{{0, " USD" + per}, {6, " M USD" + per}, {9, " B USD" + per}, {12, " T USD" + per}}
}

func massSteps(per string) []step {
	return []step{{0, " gCO2e" + per}, {3, " kgCO2e" + per}, {6, " tCO2e" + per}, {9, " ktCO2e" + per}, {12, " MtCO2e" + per}, {15, " GtCO2e" + per}}
}

// countSteps, ratioSteps and shareSteps are those of the dimensionless styles.
var (
	countSteps = []step{{0, ""}, {6, " M"}, {9, " B"}, {12, " T"}}
	ratioSteps = []step{{0, ""}}
	shareSteps = []step{{-2, "%"}}
)

// familyOf returns the family of a unit, nil if there is none.
func familyOf(u Unit) *family {
	for i := range families {
		if families[i].unit == u {
			return &families[i]
		}
	}
	return nil
}
