package unit_test

import (
	"fmt"

	"github.com/capplan/capplan/internal/unit"
)

func ExampleParse() {
	fmt.Println(unit.Parse("0.1 GW", unit.For[unit.Watt]()))
	fmt.Println(unit.Parse("2gw", unit.For[unit.Watt]()))
	fmt.Println(unit.Parse("700", unit.For[unit.Watt]()))
	// Output:
	// 1e+08 <nil>
	// 0 "2gw": unknown unit "gw"; did you mean GW?
	// 0 "700": a power needs a unit; write 700 W, 700 kW, 700 MW or 700 GW
}

func ExampleParseIn() {
	const gw = 1e9 // the unit of a bare number
	for _, s := range []string{"2", "2000MW"} {
		fmt.Println(unit.ParseIn(s, unit.For[unit.Watt](), gw))
	}
	// Output:
	// 2e+09 <nil>
	// 2e+09 <nil>
}

func ExampleParseAs() {
	var price unit.Of[unit.DollarPerHour]
	price, err := unit.ParseAs[unit.DollarPerHour]("$2.235/chip-hour")
	fmt.Println(float64(price), err)
	// Output: 2.235 <nil>
}

func ExampleFormat() {
	fmt.Println(unit.Format(999_960, unit.For[unit.Watt](), 3))
	fmt.Println(unit.Format(22_667, unit.For[unit.Dollar](), 3))
	fmt.Println(unit.Format(29_874, unit.For[unit.Number](), 3))
	// Output:
	// 1.00 MW
	// 22,700 USD
	// 29,900
}

func ExampleInterval() {
	mid, span := unit.Interval(1_720_000, 1_913_600, 2_130_000, unit.For[unit.Number]())
	fmt.Printf("%s (%s)\n", mid, span)
	// Output: 1.91 M (1.72–2.13 M)
}

func ExampleNotation() {
	share := unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare, ASCII: true}
	fmt.Println(share.Format(0.93, 2))
	fmt.Println(share.Interval(0.7, 0.82, 0.93))
	// Output:
	// 93%
	// 82% 70-93%
}

func ExampleExact() {
	fmt.Println(unit.Exact(0.1+0.2), unit.Exact(1412263.2373789246))
	// Output: 0.3 1412263.24
}
