package unit

import (
	"math"
	"strings"
	"testing"
)

func TestFormat(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		x      float64
		unit   Unit
		digits int
		want   string
	}{
		{700, For[Watt](), 3, "700 W"}, {1450, For[Watt](), 3, "1.45 kW"}, {2e9, For[Watt](), 3, "2.00 GW"}, {2e9, For[Watt](), 1, "2 GW"},
		{999.96e3, For[Watt](), 3, "1.00 MW"}, {999.94e3, For[Watt](), 4, "999.9 kW"}, {999.96e3, For[Watt](), 5, "999.96 kW"}, {999.5, For[Watt](), 3, "1.00 kW"},
		{-999.96e3, For[Watt](), 3, "-1.00 MW"}, {0, For[Watt](), 3, "0 W"}, {math.Copysign(0, -1), For[Watt](), 3, "0 W"}, {0.08, For[Watt](), 2, "0.080 W"},
		{1.23e-5, For[Watt](), 2, "1.2e-5 W"}, {1e30, For[Watt](), 3, "1.00e30 W"}, {9.99e26, For[Watt](), 3, "999,000 ZW"}, {1e27, For[Watt](), 1, "1e27 W"}, {1.11e25, For[Number](), 3, "1.11e25"}, {1e17, For[Number](), 2, "100,000 T"}, {1e30, For[Dollar](), 2, "1.0e30 USD"}, {1e40, For[Watt](), 3, "1.00e40 W"},
		{nan, For[Watt](), 3, "n/a"}, {math.Inf(-1), For[Watt](), 3, "n/a"}, {1450, For[Watt](), 0, "1 kW"}, {1450, For[Watt](), 99, "1.45000000 kW"},
		{17.2e12, For[WattHourPerYear](), 3, "17.2 TWh/yr"}, {850e9, For[WattHourPerYear](), 3, "850 GWh/yr"}, {8760, For[HourPerYear](), 3, "8,760 h/yr"},
		{667e12, For[FlopPerSecond](), 3, "667 TFLOP/s"}, {1.3e15, For[FlopPerSecond](), 2, "1.3 PFLOP/s"}, {4.5e20, For[FlopPerSecond](), 3, "450 EFLOP/s"},
		{1.27e21, For[FlopPerSecond](), 3, "1.27 ZFLOP/s"}, {96 << 30, For[Byte](), 3, "103 GB"}, {1.8e17, For[Byte](), 3, "180 PB"},
		{2.9e12, For[BytePerSecond](), 2, "2.9 TB/s"},
		{38.5e9, For[Dollar](), 3, "38.5 B USD"}, {920e6, For[Dollar](), 3, "920 M USD"}, {22667, For[Dollar](), 3, "22,700 USD"},
		{999960, For[Dollar](), 3, "1.00 M USD"}, {-22667, For[Dollar](), 3, "-22,700 USD"}, {1.2e12, For[Dollar](), 2, "1.2 T USD"},
		{8.2e9, For[DollarPerYear](), 2, "8.2 B USD/yr"}, {2.235, For[DollarPerHour](), 3, "2.24 USD/h"}, {2.245, For[DollarPerHour](), 3, "2.25 USD/h"},
		{11.7, For[DollarPerWatt](), 3, "11.7 USD/W"}, {70e-6, For[DollarPerWattHour](), 3, "70.0 USD/MWh"}, {12.3e6, For[DollarPerYearPerFlops](), 3, "12.3 M USD/yr/(EFLOP/s)"},
		{320e3, For[Gram](), 3, "320 kgCO2e"}, {1.2e6, For[Gram](), 2, "1.2 tCO2e"}, {4.56e11, For[Gram](), 3, "456 ktCO2e"},
		{1.2e12, For[GramPerYear](), 2, "1.2 MtCO2e/yr"}, {0.38, For[GramPerWattHour](), 3, "380 gCO2e/kWh"},
		{1.1e9, For[LitrePerYear](), 2, "1.1 GL/yr"}, {345e6, For[LitrePerYear](), 3, "345 ML/yr"}, {12345, For[LitrePerYear](), 3, "12,300 L/yr"},
		{0.15e-3, For[LitrePerWattHour](), 2, "0.15 L/kWh"}, {123456, For[SquareMetre](), 3, "123,000 m2"}, {1234567, For[SquareMetre](), 3, "1,230,000 m2"},
		{5, For[Year](), 2, "5.0 yr"}, {0.08, For[PerYear](), 2, "8.0%/yr"}, {957e-6, For[PerWatt](), 3, "957 k/GW"}, {1.1e-3, For[PerWatt](), 3, "1.10 M/GW"},
		{3.2e11, For[FlopPerSecondPerWatt](), 3, "320 GFLOP/s/W"}, {1.21e12, For[FlopPerSecondPerWatt](), 3, "1,210 GFLOP/s/W"}, {0, For[FlopPerSecondPerWatt](), 3, "0 GFLOP/s/W"},
		{1913600, For[Number](), 3, "1.91 M"}, {29874, For[Number](), 3, "29,900"}, {64, For[Number](), 3, "64"}, {63.7, For[Number](), 3, "63.7"},
		{999960, For[Number](), 3, "1.00 M"}, {1234, For[Number](), 4, "1,234"}, {123456, For[Number](), 9, "123,456"}, {2.5e9, For[Number](), 2, "2.5 B"}, {0, For[Number](), 3, "0"},
		{-64, For[Number](), 3, "-64"}, {5, Unit{Symbol: "furlong", Exp: Exponents{Metre: 1}}, 2, "5.0 furlong"},
	} {
		if got := Format(c.x, c.unit, c.digits); got != c.want {
			t.Errorf("Format(%v, %s, %d) = %q, want %q", c.x, c.unit.Symbol, c.digits, got, c.want)
		}
	}
}

func TestShort(t *testing.T) {
	for _, c := range []struct {
		x      float64
		unit   Unit
		digits int
		want   string
	}{
		{2e9, For[Watt](), 9, "2 GW"}, {2.5e9, For[Watt](), 9, "2.5 GW"}, {999_999_999_9, For[Watt](), 3, "10 GW"}, {999.96e3, For[Watt](), 4, "1 MW"},
		{0.08, For[PerYear](), 6, "8%/yr"}, {70e-6, For[DollarPerWattHour](), 6, "70 USD/MWh"}, {1234567, For[Number](), 9, "1.234567 M"},
		{0, For[Watt](), 6, "0 W"}, {math.Copysign(0, -1), For[Number](), 6, "0"}, {math.NaN(), For[Watt](), 6, NA}, {64, For[Number](), 6, "64"},
	} {
		if got := Short(c.x, c.unit, c.digits); got != c.want {
			t.Errorf("Short(%v, %s, %d) = %q, want %q", c.x, c.unit.Symbol, c.digits, got, c.want)
		}
	}
}

func TestStyles(t *testing.T) {
	for _, c := range []struct {
		x      float64
		style  Style
		digits int
		want   string
	}{
		{1.2, AsRatio, 3, "1.20"}, {0.93, AsRatio, 2, "0.93"}, {1200, AsRatio, 2, "1,200"}, {1, AsRatio, 3, "1.00"},
		{0.93, AsShare, 2, "93%"}, {0.925, AsShare, 3, "92.5%"}, {1, AsShare, 2, "100%"}, {0, AsShare, 2, "0%"}, {0.999, AsShare, 2, "100%"},
	} {
		if got := (Notation{Unit: For[Number](), Style: c.style}).Format(c.x, c.digits); got != c.want {
			t.Errorf("%v in style %d is %q, want %q", c.x, c.style, got, c.want)
		}
	}
	if got := (Notation{Unit: For[Watt](), Style: AsShare}).Format(2e9, 1); got != "2 GW" {
		t.Errorf("a power as a share is %q", got)
	}
}

func TestInterval(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	n, w := Notation{Unit: For[Number]()}, Notation{Unit: For[Watt]()}
	for _, c := range []struct {
		p5, p50, p95 float64
		n            Notation
		mid, span    string
	}{
		{1.72e6, 1913600, 2.13e6, n, "1.91 M", "1.72–2.13 M"},
		{1.72e6, 1913600, 2.13e6, Notation{Unit: For[Number](), ASCII: true}, "1.91 M", "1.72-2.13 M"},
		{-9e9, 33e9, 63e9, Notation{Unit: For[Dollar](), Minus: true}, "33 B USD", "\u22129 to 63 B USD"},
		{-63e9, -33e9, -9e9, Notation{Unit: For[Dollar](), Minus: true}, "\u221233 B USD", "\u221263 to \u22129 B USD"},
		{-9e9, 33e9, 63e9, Notation{Unit: For[Dollar](), Minus: true, ASCII: true}, "33 B USD", "-9 to 63 B USD"},
		{-9e9, 33e9, 63e9, Notation{Unit: For[Dollar]()}, "33 B USD", "-9 to 63 B USD"},
		{1913600, 1913600, 1913600, n, "1.9136 M", ""}, {64, 64, 64, n, "64", ""}, {1234567, 1234567, 1234567, n, "1.23457 M", ""},
		{60, 64, 70, n, "64", "60–70"}, {63, 64, 65, n, "64", "63–65"}, {27000, 29874, 33000, n, "29,900", "27,000–33,000"},
		{0.9e6, 1.02e6, 1.2e6, n, "1.02 M", "0.90–1.20 M"}, {850e3, 990e3, 1.2e6, n, "990,000", "850,000–1,200,000"},
		{0.9e9, 1e9, 1.2e9, w, "1.00 GW", "0.90–1.20 GW"}, {1.1e9, 1.2e9, 1.35e9, w, "1.20 GW", "1.10–1.35 GW"},
		{999.94e3, 999.96e3, 1000.1e3, w, "1 MW", ""}, {999.5e3, 999.96e3, 1003e3, w, "1.000 MW", "1.000–1.003 MW"},
		{5e6, 5.0001e6, 5.0002e6, w, "5 MW", ""},
		{1.99999998e9, 2e9, 2e9, w, "2 GW", ""}, {1.9999e9, 1.99997e9, 2e9, w, "2 GW", ""}, {799.8e6, 799.94e6, 800e6, w, "799.9 MW", ""}, {799.3e6, 799.8e6, 800.1e6, w, "799.8 MW", "799.3–800.1 MW"},
		{59.98e-2, 59.999e-2, 0.6, Notation{Unit: For[Number](), Style: AsShare}, "60%", ""}, {1e25, 1.11e25, 1.3e25, n, "1.11e25", "1.00e25–1.30e25"}, {1, 30, 1e6, w, "30 W", "0–1,000,000 W"},
		{0, 0, 1.2e6, w, "0.0 MW", "0.0–1.2 MW"}, {-2e6, 0, 1.2e6, w, "0.0 MW", "-2.0 to 1.2 MW"}, {-12e6, 0, 1.2e6, w, "0 MW", "-12 to 1 MW"},
		{0, 0, 0, w, "0 W", ""}, {-0.01, 1, 4, w, "1.0 W", "0.0–4.0 W"}, {-3, -2, -1, w, "-2.0 W", "-3.0 to -1.0 W"},
		{nan, 2e9, nan, w, "2 GW", ""}, {1, nan, 2, w, NA, ""}, {1, inf, 2, w, NA, ""}, {-inf, 2, inf, w, "2 W", ""},
		{-1.7e308, 1, 1.7e308, w, "1e0 W", "-1.70000000e308 to 1.70000000e308 W"}, {1e-9, 2e-9, 4e-9, w, "2.0e-9 W", "1.0e-9–4.0e-9 W"},
		{35.1e9, 38.5e9, 42e9, Notation{Unit: For[Dollar]()}, "38.5 B USD", "35.1–42.0 B USD"},
		{0.08, 0.08, 0.08, Notation{Unit: For[PerYear]()}, "8%/yr", ""}, {0.07, 0.08, 0.095, Notation{Unit: For[PerYear]()}, "8.0%/yr", "7.0–9.5%/yr"},
		{0.7, 0.82, 0.93, Notation{Unit: For[Number](), Style: AsShare}, "82%", "70–93%"},
		{1.1, 1.2, 1.4, Notation{Unit: For[Number](), Style: AsRatio}, "1.20", "1.10–1.40"}, {1.2, 1.2, 1.2, Notation{Unit: For[Number](), Style: AsRatio}, "1.2", ""},
		{9.3e-4, 9.57e-4, 9.9e-4, Notation{Unit: For[PerWatt]()}, "957 k/GW", "930–990 k/GW"},
		{1.8e11, 2.9e11, 4.1e11, Notation{Unit: For[FlopPerSecondPerWatt]()}, "290 GFLOP/s/W", "180–410 GFLOP/s/W"},
		{4, 5, 7, Notation{Unit: For[Year]()}, "5.0 yr", "4.0–7.0 yr"},
	} {
		mid, span := c.n.Interval(c.p5, c.p50, c.p95)
		if mid != c.mid || span != c.span {
			t.Errorf("Interval(%v, %v, %v) of %s = %q, %q; want %q, %q", c.p5, c.p50, c.p95, c.n.Unit.Symbol, mid, span, c.mid, c.span)
		}
	}
	if mid, span := Interval(1.1e9, 1.2e9, 1.35e9, For[Watt]()); mid != "1.20 GW" || span != "1.10–1.35 GW" {
		t.Errorf("got %q, %q", mid, span)
	}
}

func TestExact(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want string
	}{
		{0, "0"}, {math.Copysign(0, -1), "0"}, {1913600, "1913600"}, {0.1, "0.1"}, {0.1 + 0.2, "0.3"}, {1412263.2373789246, "1412263.24"},
		{1412263.237378926, "1412263.24"}, {-2.5, "-2.5"}, {1e-6, "0.000001"}, {1e-7, "1e-7"}, {1.23e-12, "1.23e-12"}, {1e20, "100000000000000000000"}, {1e21, "1e+21"},
		{1.5e300, "1.5e+300"}, {5e-324, "5e-324"}, {math.MaxFloat64, "1.79769313e+308"}, {math.NaN(), "null"}, {math.Inf(1), "null"},
	} {
		if got := Exact(c.x); got != c.want {
			t.Errorf("Exact(%v) = %q, want %q", c.x, got, c.want)
		}
	}
	if !math.IsNaN(Round9(math.NaN())) || !math.IsInf(Round9(math.Inf(-1)), -1) || math.Signbit(Round9(math.Copysign(0, -1))) {
		t.Error("Round9 of NaN, -Inf or -0")
	}
}

func TestDecimalRound(t *testing.T) {
	for _, c := range []struct {
		x     float64
		place int
		want  string
	}{
		{2.235, -2, "2.24"}, {2.2349, -2, "2.23"}, {0.5, 0, "1"}, {0.49, 0, "0"}, {5, 1, "10"}, {4, 1, "0"}, {5, 2, "0"}, {-0.5, 0, "-1"}, {-0.4, 0, "0"},
		{99.5, 0, "100"}, {199, 1, "200"}, {199.99, -1, "200.0"}, {12, -3, "12.000"}, {1e6, 3, "1,000,000"}, {0.001, -3, "0.001"}, {1234567.5, 0, "1,234,568"},
	} {
		if got := decimalOf(c.x).round(c.place).fixed(0, max(0, -c.place)); got != c.want {
			t.Errorf("%v at 10^%d is %s, want %s", c.x, c.place, got, c.want)
		}
	}
}

// TestIntervalWithin: an error takes digits away, and never adds any.
func TestIntervalWithin(t *testing.T) {
	n := Notation{Unit: For[Number](), Style: AsCount}
	for _, tc := range []struct {
		err       float64
		mid, span string
	}{
		{0, "1.95 M", "1.56–2.44"}, {4000, "1.95 M", "1.56–2.44"}, {9900, "1.95 M", "1.56–2.44"}, {12000, "1.9 M", "1.6–2.4"}, {90000, "1.9 M", "1.6–2.4"},
		{300000, "2 M", "2"}, {math.NaN(), "1.95 M", "1.56–2.44"}, {math.Inf(1), "1.95 M", "1.56–2.44"},
	} {
		mid, span := n.IntervalWithin(1.56e6, 1.948e6, 2.44e6, tc.err)
		if span = strings.TrimSuffix(span, " M"); tc.span == "2" {
			span = "2"
		}
		if mid != tc.mid || span != tc.span {
			t.Errorf("error %g: %s, %s; want %s, %s", tc.err, mid, span, tc.mid, tc.span)
		}
	}
}
