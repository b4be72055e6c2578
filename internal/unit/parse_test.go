package unit

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		unit Unit
		want float64
	}{
		{"2GW", For[Watt](), 2e9}, {"2 GW", For[Watt](), 2e9}, {" 2\tGW ", For[Watt](), 2e9}, {"2\u00a0GW", For[Watt](), 2e9},
		{"120 kW", For[Watt](), 120e3}, {"2,000 MW", For[Watt](), 2e9}, {"1_000 W", For[Watt](), 1000}, {"12,345,678.5 W", For[Watt](), 12345678.5},
		{"1.2e6 W", For[Watt](), 1.2e6}, {"1.2E-3 GW", For[Watt](), 1.2e6}, {"1e+3kW", For[Watt](), 1e6}, {"1e3 kW", For[Watt](), 1e6},
		{"-5 W", For[Watt](), -5}, {"+5 W", For[Watt](), 5}, {"\u22125 W", For[Watt](), -5}, {"0.1 GW", For[Watt](), 1e8}, {"007 W", For[Watt](), 7},
		{"3 TW", For[Watt](), 3e12}, {"3 ZW", For[Watt](), 3e21}, {"0e999999999 W", For[Watt](), 0},
		{"667 TFLOP/s", For[FlopPerSecond](), 667e12}, {"667TFLOPS", For[FlopPerSecond](), 667e12}, {"1.3 PFLOPs", For[FlopPerSecond](), 1.3e15},
		{"2 TFLOP", For[FlopPerSecond](), 2e12}, {"2 TOP/s", For[FlopPerSecond](), 2e12}, {"2 TOPS", For[FlopPerSecond](), 2e12},
		{"4 EFLOP/s", For[FlopPerSecond](), 4e18}, {"4EFLOP/s", For[FlopPerSecond](), 4e18}, {"4e2EFLOP/s", For[FlopPerSecond](), 4e20},
		{"96 GiB", For[Byte](), 96 << 30}, {"192 GB", For[Byte](), 192e9}, {"1 kB", For[Byte](), 1000}, {"1 KiB", For[Byte](), 1024},
		{"3 EB", For[Byte](), 3e18}, {"3EB", For[Byte](), 3e18}, {"1.5 PiB", For[Byte](), 1.5 * (1 << 50)}, {"7 B", For[Byte](), 7},
		{"2.9 TB/s", For[BytePerSecond](), 2.9e12}, {"1 GiB/s", For[BytePerSecond](), 1 << 30}, {"3.2 Tbit/s", For[BytePerSecond](), 0.4e12},
		{"400 Gbit/s", For[BytePerSecond](), 50e9}, {"8 bit/s", For[BytePerSecond](), 1},
		{"$3.5B", For[Dollar](), 3.5e9}, {"3.5B", For[Dollar](), 3.5e9}, {"3.5 B USD", For[Dollar](), 3.5e9}, {"3.5 BUSD", For[Dollar](), 3.5e9},
		{"35 billion USD", For[Dollar](), 35e9}, {"$35 billion", For[Dollar](), 35e9}, {"18000 USD", For[Dollar](), 18000}, {"$18,000", For[Dollar](), 18000},
		{"-$5", For[Dollar](), -5}, {"$ 5", For[Dollar](), 5}, {"$5 USD", For[Dollar](), 5}, {"400k", For[Dollar](), 4e5}, {"1.2 T", For[Dollar](), 1.2e12},
		{"2.5 B USD/yr", For[DollarPerYear](), 2.5e9}, {"$2.5B/yr", For[DollarPerYear](), 2.5e9}, {"$920M per year", For[DollarPerYear](), 920e6},
		{"2.235 USD/h", For[DollarPerHour](), 2.235}, {"2.235 USD / hour", For[DollarPerHour](), 2.235}, {"$2.235/chip-hour", For[DollarPerHour](), 2.235},
		{"11.7 USD/W", For[DollarPerWatt](), 11.7}, {"11700 USD/kW", For[DollarPerWatt](), 11.7}, {"11.7 MUSD/MW", For[DollarPerWatt](), 11.7},
		{"11.7 M USD/MW", For[DollarPerWatt](), 11.7}, {"$11.7M/MW", For[DollarPerWatt](), 11.7}, {"38.5 billion USD per GW", For[DollarPerWatt](), 38.5},
		{"70 USD/MWh", For[DollarPerWattHour](), 70e-6}, {"0.07 USD/kWh", For[DollarPerWattHour](), 70e-6}, {"$70/MWh", For[DollarPerWattHour](), 70e-6},
		{"12 M USD/yr/(EFLOP/s)", For[DollarPerYearPerFlops](), 12e6}, {"12 USD/yr/(TFLOP/s)", For[DollarPerYearPerFlops](), 12e6},
		{"12 M USD/year per EFLOP/s", For[DollarPerYearPerFlops](), 12e6},
		{"320 kgCO2e", For[Gram](), 320e3}, {"320 kg CO₂e", For[Gram](), 320e3}, {"1.2 t", For[Gram](), 1.2e6}, {"5 g", For[Gram](), 5},
		{"1.2 MtCO2e/yr", For[GramPerYear](), 1.2e12}, {"450 kt/yr", For[GramPerYear](), 450e9}, {"5 g/year", For[GramPerYear](), 5},
		{"380 gCO2e/kWh", For[GramPerWattHour](), 0.38}, {"380 g/kWh", For[GramPerWattHour](), 0.38}, {"380 kg/MWh", For[GramPerWattHour](), 0.38},
		{"0.15 L/kWh", For[LitrePerWattHour](), 0.15e-3}, {"1.1 GL/yr", For[LitrePerYear](), 1.1e9}, {"40,000 m3/yr", For[LitrePerYear](), 4e7},
		{"40 m³ per year", For[LitrePerYear](), 4e4}, {"2,500 m2", For[SquareMetre](), 2500}, {"2.5 m²", For[SquareMetre](), 2.5},
		{"100 ft2", For[SquareMetre](), 9.290304}, {"5 yr", For[Year](), 5}, {"1 year", For[Year](), 1}, {"5.5 years", For[Year](), 5.5},
		{"0.08 1/yr", For[PerYear](), 0.08}, {"8 %/yr", For[PerYear](), 0.08}, {"8%", For[PerYear](), 0.08}, {"8% per year", For[PerYear](), 0.08},
		{"12 TWh/yr", For[WattHourPerYear](), 12e12}, {"12 TWh", For[WattHourPerYear](), 12e12}, {"850 GWh per year", For[WattHourPerYear](), 850e9},
		{"957 k/GW", For[PerWatt](), 957e-6}, {"957,000 1/GW", For[PerWatt](), 957e-6}, {"957,000 per GW", For[PerWatt](), 957e-6},
		{"957k chips/GW", For[PerWatt](), 957e-6}, {"957 thousand chips per GW", For[PerWatt](), 957e-6},
		{"320 GFLOP/s/W", For[FlopPerSecondPerWatt](), 320e9}, {"0.32 TFLOPS/W", For[FlopPerSecondPerWatt](), 320e9},
		{"85%", For[Number](), 0.85}, {"85 %", For[Number](), 0.85}, {"0.85", For[Number](), 0.85}, {"1.2M", For[Number](), 1.2e6},
		{"400k", For[Number](), 400e3}, {"1.2e6", For[Number](), 1.2e6}, {"2 billion", For[Number](), 2e9}, {"1.2e6 chips", For[Number](), 1.2e6},
		{"64 racks", For[Number](), 64}, {"1.2M chips", For[Number](), 1.2e6}, {"3 million GPUs", For[Number](), 3e6}, {"2 dies", For[Number](), 2},
		{"8,760 h/yr", For[HourPerYear](), 8760}, {"8760 hours per year", For[HourPerYear](), 8760},
	} {
		got, err := Parse(c.text, c.unit)
		if err != nil || got != c.want {
			t.Errorf("Parse(%q, %s) = %v, %v; want %v", c.text, c.unit.Symbol, got, err, c.want)
		}
	}
}

func TestParseAs(t *testing.T) {
	power, err := ParseAs[Watt]("2 GW")
	if power != 2e9 || err != nil {
		t.Errorf("got %v, %v", power, err)
	}
	if _, err = ParseAs[Dollar]("2 GW"); err == nil {
		t.Error("a power was read as money")
	}
}

func TestParseIn(t *testing.T) {
	for _, c := range []struct {
		text string
		unit Unit
		bare float64
		want float64
	}{
		{"2", For[Watt](), 1e9, 2e9}, {"0.1", For[Watt](), 1e9, 1e8}, {"2000MW", For[Watt](), 1e9, 2e9}, {"700", For[Watt](), 1, 700},
		{"2,000", For[Watt](), 1e6, 2e9}, {"1.5", For[Byte](), 1.5e9, 2.25e9}, {"85", For[Number](), 0.01, 0.85}, {"85%", For[Number](), 0.01, 0.85},
		{"3.5B", For[DollarPerYear](), 1, 3.5e9}, {"3.5B", For[Dollar](), 1e9, 3.5e9}, {"3.5", For[Dollar](), 1e9, 3.5e9}, {"12 k", For[DollarPerWatt](), 1, 12e3},
	} {
		got, err := ParseIn(c.text, c.unit, c.bare)
		if err != nil || got != c.want {
			t.Errorf("ParseIn(%q, %s, %g) = %v, %v; want %v", c.text, c.unit.Symbol, c.bare, got, err, c.want)
		}
	}
	for _, bare := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		for _, u := range All() {
			if x, err := ParseIn("5", u, bare); err == nil {
				t.Errorf("ParseIn(5, %s, %g) = %v", u.Symbol, bare, x)
			}
		}
	}
	if _, err := ParseIn("1e300", For[Watt](), 1e9); err == nil {
		t.Error("a bare number too large was read")
	}
}

func TestParseErrors(t *testing.T) {
	const power = "; write 2 GW, 120 kW or 2,000 MW"
	for _, c := range []struct {
		text string
		unit Unit
		want string
	}{
		{"2gw", For[Watt](), `"2gw": unknown unit "gw"; did you mean GW?`},
		{"2 mW", For[Watt](), `"2 mW": unknown unit "mW"; did you mean MW?`},
		{"2 KW", For[Watt](), `"2 KW": unknown unit "KW"; did you mean kW?`},
		{"2 GWW", For[Watt](), `"2 GWW": unknown unit "GWW"; did you mean GW?`},
		{"2 gigawatts", For[Watt](), `"2 gigawatts": unknown unit "gigawatts"; did you mean GW?`},
		{"2 frob", For[Watt](), `"2 frob": unknown unit "frob"` + power},
		{"2 XW", For[Watt](), `"2 XW": unknown unit "XW"` + power},
		{"700", For[Watt](), `"700": a power needs a unit; write 700 W, 700 kW, 700 MW or 700 GW`},
		{"3M", For[Watt](), `"3M": a power needs a unit` + power},
		{"3 GB", For[Watt](), `"3 GB": GB is memory, a power is wanted` + power},
		{"3 gb", For[Watt](), `"3 gb": unknown unit "gb"; GB is memory, a power is wanted: write 2 GW, 120 kW or 2,000 MW`},
		{"$5", For[Watt](), `"$5": USD is money, a power is wanted` + power},
		{"3%", For[Watt](), `"3%": % is a share, a power is wanted` + power},
		{"64 racks", For[Watt](), `"64 racks": racks is a count, a power is wanted` + power},
		{"2 GWh", For[Watt](), `"2 GWh": GWh is energy, a power is wanted` + power},
		{"", For[Watt](), `"": empty` + power},
		{" \n", For[Watt](), `" \n": empty` + power},
		{"GW", For[Watt](), `"GW": does not start with a number` + power},
		{"NaN W", For[Watt](), `"NaN W": does not start with a number` + power},
		{"Inf", For[Watt](), `"Inf": does not start with a number` + power},
		{"-Inf W", For[Watt](), `"-Inf W": does not start with a number` + power},
		{"0x1p-2 W", For[Watt](), `"0x1p-2 W": hexadecimal numbers are not read` + power},
		{"2,00 MW", For[Watt](), `"2,00 MW": misplaced thousands separator; write groups of three digits as in 2,000, and decimals as in 2.5`},
		{"1,000_000 W", For[Watt](), `"1,000_000 W": "," and "_" are mixed; write 1,000,000 or leave the separators out`},
		{"1.234,5 W", For[Watt](), `"1.234,5 W": only digits may follow the decimal point; write 1,234.5`},
		{"1.2.3 W", For[Watt](), `"1.2.3 W": only digits may follow the decimal point; write 1,234.5`},
		{"5. W", For[Watt](), `"5. W": a digit must follow the decimal point; write 5 W`},
		{".5 GW", For[Watt](), `".5 GW": a number starts with a digit; write 0.5 GW`},
		{"2 000 MW", For[Watt](), `"2 000 MW": a space inside the number; write thousands as 2,000`},
		{"1e400 W", For[Watt](), `"1e400 W": too large`},
		{"1e300 GW", For[Watt](), `"1e300 GW": too large`},
		{"1e99999999999999999999 W", For[Watt](), `"1e99999999999999999999 W": too large`},
		{"1e-400 W", For[Watt](), `"1e-400 W": too small: it would be read as 0`},
		{".5B", For[Dollar](), `".5B": a number starts with a digit; write 0.5B; or, as an unquoted $3.5B arrives as .5B, write '3.5B' or quote '$3.5B'`},
		{"$.5B", For[Dollar](), `"$.5B": a number starts with a digit; write 0.5B; or, as an unquoted $3.5B arrives as .5B, write '3.5B' or quote '$3.5B'`},
		{"$-5", For[Dollar](), `"$-5": a minus goes before the dollar sign; write -$5`},
		{"18000", For[Dollar](), `"18000": an amount of money needs a unit; write 18000 USD, 18000 M USD or 18000 B USD`},
		{"3.5 bn", For[Dollar](), `"3.5 bn": unknown unit "bn"; did you mean B?`},
		{"3.5m", For[Dollar](), `"3.5m": unknown unit "m"; did you mean M?`},
		{"$3.5B", For[DollarPerYear](), `"$3.5B": B USD is money, a yearly cost is wanted; write 2.5 B USD/yr or 920 M USD/yr`},
		{"400 Gb/s", For[BytePerSecond](), `"400 Gb/s": unknown unit "Gb/s"; did you mean Gbit/s or GB/s?`},
		{"400 Gbps", For[BytePerSecond](), `"400 Gbps": unknown unit "Gbps"; did you mean Gbit/s or GB/s?`},
		{"400 gbit/s", For[BytePerSecond](), `"400 gbit/s": unknown unit "gbit/s"; did you mean Gbit/s?`},
		{"400 GB", For[BytePerSecond](), `"400 GB": GB is memory, a bandwidth is wanted; write 2.9 TB/s or 400 Gbit/s`},
		{"96 Gb", For[Byte](), `"96 Gb": unknown unit "Gb"; did you mean GB?`},
		{"3.5 bn", For[Byte](), `"3.5 bn": unknown unit "bn"; write 96 GiB or 192 GB`},
		{"1 KB", For[Byte](), `"1 KB": unknown unit "KB"; did you mean kB?`},
		{"36 PF", For[FlopPerSecond](), `"36 PF": unknown unit "PF"; did you mean PFLOP/s?`},
		{"36 pflops", For[FlopPerSecond](), `"36 pflops": unknown unit "pflops"; did you mean PFLOPS?`},
		{"400K", For[Number](), `"400K": unknown unit "K"; did you mean k?`},
		{"5 GW", For[Number](), `"5 GW": GW is power, a number is wanted; write 1.2M, 400k, 85% or 0.85`},
		{"85% chips", For[Number](), `"85% chips": unknown unit "% chips"; write 1.2M, 400k, 85% or 0.85`},
		{"0.08", For[PerYear](), `"0.08": a yearly rate needs a unit; write 0.08%/yr, 0.08% or 0.08 1/yr`},
		{"1.2 mt", For[Gram](), `"1.2 mt": unknown unit "mt"; did you mean Mt?`},
		{"1 l/kWh", For[LitrePerWattHour](), `"1 l/kWh": unknown unit "l/kWh"; did you mean L/kWh?`},
		{"1 sqft", For[SquareMetre](), `"1 sqft": unknown unit "sqft"; did you mean ft2?`},
		{"1 \x1b[31m", For[Watt](), `"1 \x1b[31m": unknown unit "\x1b[31m"` + power},
		{".5\x1b[31m", For[Watt](), `".5\x1b[31m": a number starts with a digit; write 0.5`},
		{"5 W", Unit{Symbol: "furlong", Exp: Exponents{Metre: 1}}, `"5 W": nothing is known of the unit "furlong"`},
	} {
		x, err := Parse(c.text, c.unit)
		var e *Error
		if !errors.As(err, &e) || x != 0 || e.Text != c.text {
			t.Errorf("Parse(%q, %s) = %v, %v; want an *Error", c.text, c.unit.Symbol, x, err)
		} else if got := strings.ReplaceAll(err.Error(), "\x1b", "ESC"); got != c.want {
			t.Errorf("Parse(%q, %s)\n got %s\nwant %s", c.text, c.unit.Symbol, got, c.want)
		}
	}
	for _, s := range []string{"1,00,000 W", ",5 W", "5, W", "0,500 W", "1,0000 W", "1000,000 W", "1__000 W", "_1 W", "1_ W", "1,,000 W", "1,000.5,0 W", "1,000.000_1 W"} {
		if x, err := Parse(s, For[Watt]()); err == nil {
			t.Errorf("Parse(%q) = %v", s, x)
		}
	}
	_, err := Parse(strings.Repeat("9", 200)+" W", For[Watt]())
	if err == nil || len(err.Error()) > 150 || !strings.Contains(err.Error(), "too long") {
		t.Errorf("a long text: %v", err)
	}
}

// TestAccepted holds the examples of help and errors to what they say.
func TestAccepted(t *testing.T) {
	for _, u := range All() {
		list := Accepted(u)
		if list == "" {
			t.Errorf("%s: no examples", u.Symbol)
		}
		for _, s := range strings.Split(list, ", ") {
			if _, err := Parse(s, u); err != nil {
				t.Errorf("%s: %v", u.Symbol, err)
			}
		}
	}
	if got := Accepted(For[Watt]()); got != "2 GW, 120 kW, 2,000 MW" {
		t.Errorf("got %s", got)
	}
	if got := Accepted(Unit{}); got != "" {
		t.Errorf("unknown unit: %s", got)
	}
}

func TestFamilies(t *testing.T) {
	all := All()
	if len(families) != len(all) {
		t.Fatalf("%d families, %d units", len(families), len(all))
	}
	for i := range families {
		f := &families[i]
		if f.unit != all[i] {
			t.Errorf("family %d is of %s, not %s", i, f.unit.Symbol, all[i].Symbol)
		}
		for s := range f.spellings {
			if tidy(s) != s {
				t.Errorf("%s: spelling %q cannot be reached", f.unit.Symbol, s)
			}
			if _, err := Parse("1 "+s, f.unit); err != nil {
				t.Errorf("%s: %v", f.unit.Symbol, err)
			}
		}
		seen := map[string]factor{}
		for _, num := range f.num {
			for _, den := range f.den {
				k := num.times(den.factor)
				if l, ok := seen[num.text+den.text]; ok && k != l {
					t.Errorf("%s: %q is both %v and %v", f.unit.Symbol, num.text+den.text, k, l)
				}
				seen[num.text+den.text] = k
			}
		}
		if f.want == "" || f.kind == "" || len(f.steps) == 0 {
			t.Errorf("%s: incomplete", f.unit.Symbol)
		}
		for i, s := range f.steps[1:] {
			if s.exp <= f.steps[i].exp {
				t.Errorf("%s: step %q is not above the one before", f.unit.Symbol, s.text)
			}
		}
		for _, s := range f.steps {
			want := decimalFactor(math.Pow10(s.exp))
			if x, err := ParseIn("1"+s.text, f.unit, 1); err != nil || x != (literal{digits: "1"}).times(want) {
				t.Errorf("%s: step %q is read as %v, %v", f.unit.Symbol, s.text, x, err)
			}
		}
		if f.unit.Symbol != "1" {
			if x, err := Parse("1 "+f.unit.Symbol, f.unit); err != nil || x != 1 {
				t.Errorf("1 %s is read as %v, %v", f.unit.Symbol, x, err)
			}
		}
	}
}

func TestSlips(t *testing.T) {
	for _, k := range slips {
		used := false
		for i := range families {
			_, wrong := families[i].match(k.wrong)
			_, right := families[i].match(k.right)
			if wrong && right {
				t.Errorf("%q is a unit, not a slip", k.wrong)
			}
			used = used || right
		}
		if !used {
			t.Errorf("%q: nothing is called %q", k.wrong, k.right)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"gww", "gw", 1}, {"kitten", "sitting", 3}, {"abc", "abc", 0}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
