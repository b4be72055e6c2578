// Package unit gives every number of capplan a physical dimension that the compiler checks.
//
// A quantity of dimension D is an [Of][D], a float64 in the base unit of D (W, Wh/yr, FLOP/s, B, USD, ...). Adding watts to dollars does not compile;
// turning one dimension into another is possible only through the rules of algebra.go. Text is read by [Parse] and written by [Format], once, at the
// edge of the program. The package knows nothing of chips, sites or models.
package unit

import "strings"

// Exponents are the powers of the base units that make a dimension up. Hours, years and seconds are kept apart on purpose: 8,760 h/yr is a convention of
// the model, not an identity.
type Exponents struct {
	Watt, Hour, Year, Second, Flop, Byte, Dollar, Gram, Litre, Metre int8
}

// Mul returns the exponents of a product.
func (e Exponents) Mul(f Exponents) Exponents { return e.add(f, 1) }

// Div returns the exponents of a quotient.
func (e Exponents) Div(f Exponents) Exponents { return e.add(f, -1) }

func (e Exponents) add(f Exponents, sign int8) Exponents {
	return Exponents{
		Watt: e.Watt + sign*f.Watt, Hour: e.Hour + sign*f.Hour, Year: e.Year + sign*f.Year, Second: e.Second + sign*f.Second,
		Flop: e.Flop + sign*f.Flop, Byte: e.Byte + sign*f.Byte, Dollar: e.Dollar + sign*f.Dollar, Gram: e.Gram + sign*f.Gram,
		Litre: e.Litre + sign*f.Litre, Metre: e.Metre + sign*f.Metre,
	}
}

// String writes the exponents as a product of base units, such as "USD·yr^-1"; "1" when dimensionless.
func (e Exponents) String() string {
	parts := []struct {
		name string
		n    int8
	}{{"W", e.Watt}, {"h", e.Hour}, {"yr", e.Year}, {"s", e.Second}, {"FLOP", e.Flop}, {"B", e.Byte}, {"USD", e.Dollar}, {"g", e.Gram}, {"L", e.Litre}, {"m", e.Metre}}
	var out []string
	for _, p := range parts {
		switch {
		case p.n == 1:
			out = append(out, p.name)
		case p.n < 0:
			out = append(out, p.name+"^-"+string(rune('0'-p.n)))
		case p.n > 0:
			out = append(out, p.name+"^"+string(rune('0'+p.n)))
		}
	}
	if len(out) == 0 {
		return "1"
	}
	return strings.Join(out, "·")
}

// Unit describes a dimension: its base unit's symbol, as printed in JSON and CSV, and its exponents.
type Unit struct {
	Symbol string
	Exp    Exponents
}

// Dim is implemented by the marker types of this package, one a dimension.
type Dim interface{ Unit() Unit }

// Of is a number of dimension D in D's base unit.
type Of[D Dim] float64

// For returns the unit of a dimension.
func For[D Dim]() Unit {
	var d D
	return d.Unit()
}

// Marker types: one a dimension. Their names are singular, those of the values (below) plural.
type (
	// Number is dimensionless: counts, ratios, shares.
	Number struct{}
	// Watt is power.
	Watt struct{}
	// WattHourPerYear is energy used in a year.
	WattHourPerYear struct{}
	// WattHour is energy.
	WattHour struct{}
	// HourPerYear is time in service a year.
	HourPerYear struct{}
	// FlopPerSecond is arithmetic throughput; integer operations count alike.
	FlopPerSecond struct{}
	// Flop is arithmetic done.
	Flop struct{}
	// Second is a span of time in which arithmetic is done.
	Second struct{}
	// Byte is memory.
	Byte struct{}
	// BytePerSecond is bandwidth.
	BytePerSecond struct{}
	// Dollar is money, in US dollars of the sources' year.
	Dollar struct{}
	// DollarPerYear is yearly cost.
	DollarPerYear struct{}
	// DollarPerHour is a rental price.
	DollarPerHour struct{}
	// DollarPerWatt is construction cost per IT power, or capital per power.
	DollarPerWatt struct{}
	// DollarPerYearPerWatt is a rent of building and power for a watt of IT.
	DollarPerYearPerWatt struct{}
	// DollarPerWattHour is a price of electricity.
	DollarPerWattHour struct{}
	// DollarPerYearPerFlops is yearly cost per effective throughput. Its base unit is the only one with a prefix: it is per EFLOP/s, while that of
	// FlopPerSecond is FLOP/s.
	DollarPerYearPerFlops struct{}
	// Gram is a mass of CO2-equivalent.
	Gram struct{}
	// GramPerYear is yearly emission of CO2-equivalent.
	GramPerYear struct{}
	// GramPerWattHour is the carbon intensity of electricity.
	GramPerWattHour struct{}
	// Litre is a volume of water.
	Litre struct{}
	// LitrePerYear is yearly use of water.
	LitrePerYear struct{}
	// LitrePerWattHour is water use per IT energy (WUE).
	LitrePerWattHour struct{}
	// SquareMetre is floor area.
	SquareMetre struct{}
	// Year is a span of time: a life.
	Year struct{}
	// PerYear is a yearly rate.
	PerYear struct{}
	// PerWatt is a count per power.
	PerWatt struct{}
	// FlopPerSecondPerWatt is throughput per power.
	FlopPerSecondPerWatt struct{}
)

// Unit implements [Dim].
func (Number) Unit() Unit { return Unit{"1", Exponents{}} }

// Unit implements [Dim].
func (Watt) Unit() Unit { return Unit{"W", Exponents{Watt: 1}} }

// Unit implements [Dim].
func (WattHourPerYear) Unit() Unit { return Unit{"Wh/yr", Exponents{Watt: 1, Hour: 1, Year: -1}} }

// Unit implements [Dim].
func (WattHour) Unit() Unit { return Unit{"Wh", Exponents{Watt: 1, Hour: 1}} }

// Unit implements [Dim].
func (HourPerYear) Unit() Unit { return Unit{"h/yr", Exponents{Hour: 1, Year: -1}} }

// Unit implements [Dim].
func (FlopPerSecond) Unit() Unit { return Unit{"FLOP/s", Exponents{Flop: 1, Second: -1}} }

// Unit implements [Dim].
func (Flop) Unit() Unit { return Unit{"FLOP", Exponents{Flop: 1}} }

// Unit implements [Dim].
func (Second) Unit() Unit { return Unit{"s", Exponents{Second: 1}} }

// Unit implements [Dim].
func (Byte) Unit() Unit { return Unit{"B", Exponents{Byte: 1}} }

// Unit implements [Dim].
func (BytePerSecond) Unit() Unit { return Unit{"B/s", Exponents{Byte: 1, Second: -1}} }

// Unit implements [Dim].
func (Dollar) Unit() Unit { return Unit{"USD", Exponents{Dollar: 1}} }

// Unit implements [Dim].
func (DollarPerYear) Unit() Unit { return Unit{"USD/yr", Exponents{Dollar: 1, Year: -1}} }

// Unit implements [Dim].
func (DollarPerHour) Unit() Unit { return Unit{"USD/h", Exponents{Dollar: 1, Hour: -1}} }

// Unit implements [Dim].
func (DollarPerWatt) Unit() Unit { return Unit{"USD/W", Exponents{Dollar: 1, Watt: -1}} }

// Unit implements [Dim].
func (DollarPerYearPerWatt) Unit() Unit {
	return Unit{"USD/yr/W", Exponents{Dollar: 1, Year: -1, Watt: -1}}
}

// Unit implements [Dim].
func (DollarPerWattHour) Unit() Unit {
	return Unit{"USD/Wh", Exponents{Dollar: 1, Watt: -1, Hour: -1}}
}

// Unit implements [Dim].
func (DollarPerYearPerFlops) Unit() Unit {
	return Unit{"USD/yr/(EFLOP/s)", Exponents{Dollar: 1, Year: -1, Flop: -1, Second: 1}}
}

// Unit implements [Dim].
func (Gram) Unit() Unit { return Unit{"g", Exponents{Gram: 1}} }

// Unit implements [Dim].
func (GramPerYear) Unit() Unit { return Unit{"g/yr", Exponents{Gram: 1, Year: -1}} }

// Unit implements [Dim].
func (GramPerWattHour) Unit() Unit { return Unit{"g/Wh", Exponents{Gram: 1, Watt: -1, Hour: -1}} }

// Unit implements [Dim].
func (Litre) Unit() Unit { return Unit{"L", Exponents{Litre: 1}} }

// Unit implements [Dim].
func (LitrePerYear) Unit() Unit { return Unit{"L/yr", Exponents{Litre: 1, Year: -1}} }

// Unit implements [Dim].
func (LitrePerWattHour) Unit() Unit { return Unit{"L/Wh", Exponents{Litre: 1, Watt: -1, Hour: -1}} }

// Unit implements [Dim].
func (SquareMetre) Unit() Unit { return Unit{"m2", Exponents{Metre: 2}} }

// Unit implements [Dim].
func (Year) Unit() Unit { return Unit{"yr", Exponents{Year: 1}} }

// Unit implements [Dim].
func (PerYear) Unit() Unit { return Unit{"1/yr", Exponents{Year: -1}} }

// Unit implements [Dim].
func (PerWatt) Unit() Unit { return Unit{"1/W", Exponents{Watt: -1}} }

// Unit implements [Dim].
func (FlopPerSecondPerWatt) Unit() Unit {
	return Unit{"FLOP/s/W", Exponents{Flop: 1, Second: -1, Watt: -1}}
}

// Values of the dimensions, by the names that signatures use.
type (
	// Watts is a power.
	Watts = Of[Watt]
	// FLOPS is a throughput in FLOP/s.
	FLOPS = Of[FlopPerSecond]
	// Bytes is a memory size.
	Bytes = Of[Byte]
	// USD is an amount of money.
	USD = Of[Dollar]
)

// All lists the units of every dimension, in the order of their declaration.
func All() []Unit {
	return []Unit{
		For[Number](), For[Watt](), For[WattHourPerYear](), For[WattHour](), For[HourPerYear](), For[FlopPerSecond](), For[Flop](), For[Second](), For[Byte](), For[BytePerSecond](),
		For[Dollar](), For[DollarPerYear](), For[DollarPerHour](), For[DollarPerWatt](), For[DollarPerYearPerWatt](), For[DollarPerWattHour](), For[DollarPerYearPerFlops](),
		For[Gram](), For[GramPerYear](), For[GramPerWattHour](), For[Litre](), For[LitrePerYear](), For[LitrePerWattHour](), For[SquareMetre](), For[Year](),
		For[PerYear](), For[PerWatt](), For[FlopPerSecondPerWatt](),
	}
}
