package plots

import (
	"math"
	"slices"
	"testing"
)

func TestShort(t *testing.T) {
	for _, c := range []struct {
		u    Unit
		v    float64
		want string
	}{
		{Count, 0, "0"}, {Count, 1, "1"}, {Count, 9876, "9,876"}, {Count, 218_301, "218,000"}, {Count, 999_960, "1.00M"},
		{Count, 1.914e6, "1.91M"}, {Count, 2.5e9, "2.50B"}, {Count, 45.5, "45.5"}, {Count, -3, "−3"},
		{Watt, 1.4e9, "1.40 GW"}, {Watt, 999.96e3, "1.00 MW"}, {Watt, 0.5, "0.500 W"}, {Watt, 0, "0 W"}, {Watt, 450, "450 W"},
		{FLOPS, 6.77e20, "677 EFLOP/s"}, {Bytes, 97.4e15, "97.4 PB"}, {USD, 17.8e9, "$17.8B"}, {USD, 0, "$0"},
		{Grams, 4.2e12, "4.20 Mt"}, {Ratio, 0.123, "12.3%"}, {Litres, 3e6, "3.00 ML"}, {"furlong", 12, "12 furlong"},
		{Watt, math.NaN(), "n/a"}, {Watt, math.Inf(1), "n/a"}, {Count, 2e30, "2.00e18T"},
	} {
		if got := c.u.short(c.v); got != c.want {
			t.Errorf("%s %v: got %q, want %q", c.u, c.v, got, c.want)
		}
	}
}

func TestOtherPrints(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Count.prose(1.914e6), "1.91 million"}, {Count.prose(1e6), "1 million"}, {Count.prose(781_234), "781,000"},
		{USD.prose(17.8e9), "$17.8 billion"}, {Watt.prose(2e9), "2 GW"}, {Watt.prose(1.23e9), "1.23 GW"}, {Watt.prose(100e6), "100 MW"},
		{Count.compact(956_400), "956k"}, {Count.compact(12_340), "12.3k"}, {Count.compact(1234), "1,234"}, {Count.compact(1.5e6), "1.50M"},
		{Count.compact(999_960), "1.00M"}, {Watt.compact(5e5), "500 kW"},
		{Watt.aligned(0.6e9, 1.4e9), "0.60 GW"}, {Watt.aligned(5e6, 1.4e9), "5.00 MW"}, {FLOPS.aligned(1.185e21, 6.77e20), "1,185 EFLOP/s"},
		{Count.aligned(218_301, 1_015_000), "218,000"}, {Count.aligned(1_015_000, 1_015_000), "1,020,000"}, {Count.aligned(3_030, 15_860), "3,030"},
		{USD.aligned(6.4e9, 17.6e9), "$6.4B"}, {Count.aligned(0.0021, 0.004), "0.00210"},
		{percent(0.5), "50%"}, {percent(0), "0%"}, {percent(1), "100%"}, {percent(0.001), "<1%"}, {percent(0.9999), ">99%"}, {percent(math.NaN()), "n/a"},
		{singular("chips", "1"), "chip"}, {singular("chips", "2"), "chips"}, {singular("FLOP/s", "1"), "FLOP/s"}, {singular("glass", "1"), "glass"},
		{times(1.449), "45%"}, {times(1.95), "twice"}, {times(2.4), "2.4 times"}, {times(12.3), "12 times"}, {times(4321), "4,321 times"},
		{powerScaleFor(2e9).number(-261e6), "−261"}, {powerScaleFor(2e9).number(21e3), "0.02"}, {powerScaleFor(2e9).number(0), "0"},
		{powerScaleFor(100e6).number(12.34e6), "12.3"}, {powerScaleFor(50e3).number(50e3), "50,000"}, {powerScaleFor(5).number(1.234), "1.23"},
		{thousands(-0.001, 2), "0.00"}, {thousands(1234567, 0), "1,234,567"},
		{within("Facility power"), "facility power"}, {within("IT power"), "IT power"}, {within("Trainium2 chips"), "Trainium2 chips"}, {within("HBM"), "HBM"}, {within(""), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		most   int
		want   []float64
	}{
		{0, 2000, 6, []float64{0, 500, 1000, 1500, 2000}},
		{0.41e6, 1.95e6, 7, []float64{0.6e6, 0.8e6, 1e6, 1.2e6, 1.4e6, 1.6e6, 1.8e6}},
		{-1, 1, 5, []float64{-1, -0.5, 0, 0.5, 1}},
		{5, 5, 6, []float64{5}},
		{0, 0.3, 7, []float64{0, 0.05, 0.1, 0.15000000000000002, 0.2, 0.25, 0.30000000000000004}},
	} {
		if got := niceTicks(c.lo, c.hi, c.most); !slices.Equal(got, c.want) {
			t.Errorf("[%v, %v]: got %v, want %v", c.lo, c.hi, got, c.want)
		}
	}
	for _, v := range niceTicks(-0.4, 0.4, 7) {
		if v == 0 && math.Signbit(v) {
			t.Error("negative zero")
		}
	}
	labels, symbol := tickLabels([]float64{0, 0.5e6, 1e6}, Count)
	if !slices.Equal(labels, []string{"0.0", "0.5", "1.0"}) || symbol != "M" {
		t.Errorf("got %q %q", labels, symbol)
	}
	labels, symbol = tickLabels([]float64{0, 2.5e30, 5e30}, FLOP) // beyond the largest prefix, as the bars write it
	if !slices.Equal(labels, []string{"0", "2,500,000", "5,000,000"}) || symbol != "YFLOP" {
		t.Errorf("got %q %q", labels, symbol)
	}
	for lo := 1e-9; lo < 1e30; lo *= 7 {
		for _, span := range []float64{1e-3, 0.1, 1, 30} {
			if n := len(niceTicks(lo, lo*(1+span), 7)); n < 2 || n > 7 {
				t.Errorf("[%g, %g]: %d ticks", lo, lo*(1+span), n)
			}
		}
	}
}

func TestInterval(t *testing.T) {
	for want, c := range map[string]struct {
		u           Unit
		lo, mid, hi float64
	}{
		"1.51 GW (1.34–1.68)":          {Watt, 1.338e9, 1.512e9, 1.676e9},
		"1.04M (0.82–1.35)":            {Count, 820123, 1040000, 1351999},
		"27,000 (21,000–36,000)":       {Count, 21100, 27023, 35700},
		"950,000 (800,000–1,150,000)":  {Count, 799400, 946000, 1.15e6},
		"$65B (50–84)":                 {USD, 50.4e9, 65.44e9, 83.7e9},
		"60 (0–130)":                   {Count, 0, 64, 128},
		"4,000 (3,900–4,100)":          {Count, 3900, 3999, 4100},
		"0.031 W (0.020–0.050)":        {Watt, 0.02, 0.0313, 0.05},
		"600 MW":                       {Watt, 600e6, 600e6, 600.4e6},
		"n/a":                          {Watt, math.NaN(), math.NaN(), math.NaN()},
		"0":                            {Count, 0, 0, 64},
		"1.00M (0.90–1.20)":            {Count, 0.9e6, 0.9999e6, 1.2e6},
		"1.50e16T (1.00e16T–2.00e16T)": {Count, 1e28, 1.5e28, 2e28},
	} {
		if got := c.u.interval(c.lo, c.mid, c.hi); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestDigitsFollowTheSpread: amounts and ends have the digits that the tables give them, in one unit.
func TestDigitsFollowTheSpread(t *testing.T) {
	lo, mid, hi := Count.ends(693_000, 861_000, 1_072_000)
	for _, c := range []struct{ got, want string }{
		{Count.within(4_389, 22_500, 1_900), "4,400"}, {Count.within(22_612, 22_612, 14_000), "23,000"}, {Watt.within(1.4e9, 1.4e9, 2e9), "1.4 GW"},
		{Watt.within(1.4e9, 1.4e9, 0), "1.40 GW"}, {USD.within(34.3e9, 34.3e9, 25e9), "$34B"}, {Count.within(64, 64, 0), "64"},
		{lo + " " + mid + " " + hi, "690k 860k 1,070k"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
