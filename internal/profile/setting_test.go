package profile

import (
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

func TestParseSetting(t *testing.T) {
	for _, c := range []struct {
		text, member, name string
		shape              quantity.Shape
		low, mode, high    float64
	}{
		{"site.pue_peak=1.2", "", "site.pue_peak", quantity.Constant, 0, 1.2, 0},
		{" site.pue_peak = 1.2 ", "", "site.pue_peak", quantity.Constant, 0, 1.2, 0},
		{"site.pue_peak=1.1..1.3", "", "site.pue_peak", quantity.Uniform, 1.1, 0, 1.3},
		{"site.pue_peak=1.1 .. 1.3", "", "site.pue_peak", quantity.Uniform, 1.1, 0, 1.3},
		{"site.pue_peak=1.1/1.15/1.3", "", "site.pue_peak", quantity.Triangular, 1.1, 1.15, 1.3},
		{"site.reserve=5%", "", "site.reserve", quantity.Constant, 0, 0.05, 0},
		{"site.reserve=5..10%", "", "site.reserve", quantity.Uniform, 0.05, 0, 0.1},
		{"site.reserve=0..10%", "", "site.reserve", quantity.Uniform, 0, 0, 0.1},
		{"chip.tdp=450W..650W", "", "chip.tdp", quantity.Uniform, 450, 0, 650},
		{"chip.tdp=0.45kW..650W", "", "chip.tdp", quantity.Uniform, 450, 0, 650},
		{"chip.tdp=450..650 W", "", "chip.tdp", quantity.Uniform, 450, 0, 650},
		{"chip.tdp=450/500/650 W", "", "chip.tdp", quantity.Triangular, 450, 500, 650},
		{"chip.tdp=450 W / 500 W / 0.65 kW", "", "chip.tdp", quantity.Triangular, 450, 500, 650},
		{"trainium3:chip.tdp=900W", "trainium3", "chip.tdp", quantity.Constant, 0, 900, 0},
		{"TRN3 : chip.tdp = 900W", "trn3", "chip.tdp", quantity.Constant, 0, 900, 0},
		{"site.electricity_price=70 USD/MWh", "", "site.electricity_price", quantity.Constant, 0, 70e-6, 0},
		{"site.electricity_price=60/70/80 USD/MWh", "", "site.electricity_price", quantity.Triangular, 60e-6, 70e-6, 80e-6},
		{"site.electricity_price=60 USD/MWh/0.07 USD/kWh/80 USD/MWh", "", "site.electricity_price", quantity.Triangular, 60e-6, 70e-6, 80e-6},
		{"chip.hbm_bandwidth=1e0/2/3 TB/s", "", "chip.hbm_bandwidth", quantity.Triangular, 1e12, 2e12, 3e12},
		{"chip.hbm_bandwidth=1,000..2,000 GB/s", "", "chip.hbm_bandwidth", quantity.Uniform, 1e12, 0, 2e12},
		{"cost.compute_per_chip=$18000..$27000", "", "cost.compute_per_chip", quantity.Uniform, 18000, 0, 27000},
		{"cost.compute_per_chip=18/22/27k USD", "", "cost.compute_per_chip", quantity.Triangular, 18000, 22000, 27000},
		{"finance.wacc=7..9%", "", "finance.wacc", quantity.Uniform, 0.07, 0, 0.09},
		{"system.racks=0.25", "", "system.racks", quantity.Constant, 0, 0.25, 0},
		{"system.chips=64", "", "system.chips", quantity.Constant, 0, 64, 0},
		{"power.basis=it", "", "power.basis", quantity.Constant, 0, power.IT, 0},
		{"reference.h100_8bit=1979 TFLOP/s", "", "reference.h100_8bit", quantity.Constant, 0, 1979e12, 0},
	} {
		s, err := ParseSetting(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		v := s.Value
		if s.Member != c.member || s.Spec.Name != c.name || v.Shape != c.shape || v.Low != c.low || v.Mode != c.mode || v.High != c.high {
			t.Errorf("%s: %s:%s %s %g %g %g, want %+v", c.text, s.Member, s.Spec.Name, v.Shape, v.Low, v.Mode, v.High, c)
		}
		if v.Basis != quantity.Given || !v.Override || v.Origin != "--set" || s.Origin != "--set" || s.Text != c.text {
			t.Errorf("%s: the marks are missing: %+v", c.text, s)
		}
	}
}

func TestSettingProblems(t *testing.T) {
	for text, want := range map[string]string{
		"":                       `--set : no value; write NAME=VALUE, such as site.pue_peak=1.2`,
		"chip.tdp":               `--set chip.tdp: no value; write NAME=VALUE, such as site.pue_peak=1.2`,
		"chip.tdp=":              `--set chip.tdp=: a number is missing; write VALUE, LOW..HIGH or LOW/MODE/HIGH`,
		"chip.tdp=1..":           `--set chip.tdp=1..: a number is missing; write VALUE, LOW..HIGH or LOW/MODE/HIGH`,
		"chip.tdp=..2 W":         `--set "chip.tdp=..2 W": a number is missing; write VALUE, LOW..HIGH or LOW/MODE/HIGH`,
		"chip.tdp=1//3 W":        `--set "chip.tdp=1//3 W": a number is missing; write VALUE, LOW..HIGH or LOW/MODE/HIGH`,
		"chip.tdp=1/3 W":         `--set "chip.tdp=1/3 W": 2 numbers; write VALUE, LOW..HIGH or LOW/MODE/HIGH`,
		"chip.tdp=1..2..3 W":     `--set "chip.tdp=1..2..3 W": 3 numbers; write VALUE, LOW..HIGH or LOW/MODE/HIGH`,
		"chip.tdp=900":           `--set chip.tdp=900: "900": a power needs a unit; write 900 W, 900 kW, 900 MW or 900 GW`,
		"chip.tdp=450..650":      `--set chip.tdp=450..650: "450": a power needs a unit; write 450 W, 450 kW, 450 MW or 450 GW`,
		"chip.tdp=450W..650":     `--set chip.tdp=450W..650: some numbers have no unit; write the unit with each, or once at the end`,
		"chip.tdp=450/500W/1kW":  `--set chip.tdp=450/500W/1kW: some numbers have no unit; write the unit with each, or once at the end`,
		"site.reserve=5%..10":    `--set site.reserve=5%..10: some numbers have no unit; write the unit with each, or once at the end`,
		"chip.tdp=900w":          `--set chip.tdp=900w: "900w": unknown unit "w"; did you mean W?`,
		"chip.tdp=650W..450W":    `--set chip.tdp=650W..450W: low is above high: 650 > 450`,
		"chip.tdp=1/3/2 W":       `--set "chip.tdp=1/3/2 W": low, mode and high must not fall; got 1, 3, 2`,
		"chip.tdp=0 W":           `--set "chip.tdp=0 W": 0 W is out of bounds; allowed: above 0 W`,
		"chip.tdp=-5..10 W":      `--set "chip.tdp=-5..10 W": -5 W is out of bounds; allowed: above 0 W`,
		"site.pue_peak=0.9":      `--set site.pue_peak=0.9: 0.9 is out of bounds; allowed: 1 to 5`,
		"site.pue_peak=1.2..6":   `--set site.pue_peak=1.2..6: 6 is out of bounds; allowed: 1 to 5`,
		"site.pue_peak=nan":      `--set site.pue_peak=nan: "nan": does not start with a number; write 1.2M, 400k, 85% or 0.85`,
		"site.pue_peak=1e999":    `--set site.pue_peak=1e999: "1e999": too large`,
		"system.chips=64.5":      `--set system.chips=64.5: 64.5 is not a whole number`,
		"system.chips=60..64":    `--set system.chips=60..64: must be a single number, not a range`,
		"power.basis=facilty":    `--set power.basis=facilty: must be a name, not the text "facilty"; did you mean facility?`,
		"power.basis=0":          `--set power.basis=0: must be a name, not the text "0"; write "facility" or "it"`,
		"power.basis=it..it":     `--set power.basis=it..it: power.basis has no range; write facility or it`,
		"capacity.chips=4":       `--set capacity.chips=4: capacity.chips is computed; --set takes inputs`,
		"power.commitment=2GW":   `--set power.commitment=2GW: power.commitment is what the question starts from; use --gw, --mw or --kw`,
		"start.chips=4":          `--set start.chips=4: start.chips is what the question starts from; use --chips`,
		"mix.allocation=1":       `--set mix.allocation=1: mix.allocation follows from the shares; use --chip ID=SHARE`,
		"pue_peak=1.2":           `--set pue_peak=1.2: unknown input "pue_peak"; did you mean site.pue_peak?`,
		"Site.PUE-peak=1.2":      `--set Site.PUE-peak=1.2: unknown input "Site.PUE-peak"; did you mean site.pue_peak?`,
		"chip.tpd=1W":            `--set chip.tpd=1W: unknown input "chip.tpd"; did you mean chip.tdp?`,
		"capacity.chps=1":        `--set capacity.chps=1: unknown input "capacity.chps"; if you mean capacity.chips: capacity.chips is computed; --set takes inputs`,
		"colour=red":             `--set colour=red: unknown input "colour" (capplan quantities lists all)`,
		"=1":                     `--set =1: unknown input "" (capplan quantities lists all)`,
		"trn3:=1":                `--set trn3:=1: unknown input "" (capplan quantities lists all)`,
		":chip.tdp=1W":           `--set :chip.tdp=1W: "" is no chip; write CHIP:NAME=VALUE`,
		"a b:chip.tdp=1W":        `--set "a b:chip.tdp=1W": "a b" is no chip; write CHIP:NAME=VALUE`,
		"trn3:site.pue_peak=1.2": `--set trn3:site.pue_peak=1.2: site.pue_peak is one for all chips; write site.pue_peak=1.2`,
		"chip.tdp=\x1b[31m":      `--set "chip.tdp=\x1b[31m": "\x1b[31m": does not start with a number; write 2 GW, 120 kW or 2,000 MW`,
	} {
		if _, err := ParseSetting(text); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

// Every input that can be set is accepted in the unit in which it is printed, and every other quantity is refused.
func TestSettable(t *testing.T) {
	given := map[*quantity.Spec]bool{}
	for _, s := range Settable() {
		given[s] = true
		if !s.Input {
			t.Errorf("%s is no input", s.Name)
		}
	}
	for _, kind := range []Kind{System, Place} {
		for _, s := range Inputs(kind) {
			if !given[s] {
				t.Errorf("%s stands in profiles and cannot be set", s.Name)
			}
		}
	}
}

func settings(t *testing.T, texts ...string) []Setting {
	t.Helper()
	var out []Setting
	for _, text := range texts {
		s, err := ParseSetting(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func TestForSystem(t *testing.T) {
	a, err := ParseAccelerator("example1.toml", []byte(goodSystem))
	if err != nil {
		t.Fatal(err)
	}
	before := a.Values[accelerators.TDP.Spec]
	got, err := ForSystem(a, settings(t, "ex1:chip.tdp=600W", "chip.tdp=500W", "other:chip.dies=9", "site.pue_peak=1.1", "chip.dies=3"))
	if err != nil {
		t.Fatal(err)
	}
	if v := got.Values[accelerators.TDP.Spec]; v.Mode != 600 || !v.Override {
		t.Errorf("what is said of one chip wins over what is said of all; got %+v", v)
	}
	if v := got.Values[accelerators.Dies.Spec]; v.Mode != 3 {
		t.Errorf("chip.dies = %+v", v)
	}
	if _, ok := got.Values[power.PUEPeak.Spec]; ok {
		t.Error("a system has a site's input")
	}
	if a.Values[accelerators.TDP.Spec].Mode != before.Mode || a.Values[accelerators.TDP.Spec].Override {
		t.Error("the profile itself was changed")
	}
	if _, err := ForSystem(a, settings(t, "chip.tdp=900W")); err == nil || err.Error() !=
		"example1: chip.tdp: system.power reaches down to 45 kW, below the 57.6 kW of 64 chips at their highest TDP, 900 W; raise the one or lower the other" {
		t.Errorf("chips above their system: %v", err)
	}
	got, err = ForSystem(a, settings(t, "system.host_power=9kW", "chip.tdp=900W"))
	if _, ok := got.Values[accelerators.SystemPower.Spec]; ok || err != nil {
		t.Errorf("host power replaces the system's: %v", err)
	}
	got, err = ForSystem(got, settings(t, "system.power=90kW"))
	if _, ok := got.Values[accelerators.HostPower.Spec]; ok || err != nil {
		t.Errorf("the system's power replaces that of the host: %v", err)
	}
}

func TestForSite(t *testing.T) {
	shared := quantity.Scenario{power.PUEPeak.Spec: quantity.Fixed(1.3, quantity.Assumed, "x")}
	got := ForSite(shared, settings(t, "site.pue_peak=1.2", "chip.tdp=900W"))
	if len(got) != 1 || got[power.PUEPeak.Spec].Mode != 1.2 || shared[power.PUEPeak.Spec].Mode != 1.3 {
		t.Errorf("%v, from %v", got, shared)
	}
}

func FuzzParseSetting(f *testing.F) {
	for _, s := range []string{"site.pue_peak=1.1/1.15/1.3", "trainium3:chip.tdp=450..650 W", "power.basis=it", "cost.compute_per_chip=$1k..$2k", "=", "..", "a:b=/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSetting(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "--set ") {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if err := s.Spec.Check(&s.Value); err != nil {
			t.Errorf("%q was accepted as %+v: %v", text, s.Value, err)
		}
	})
}
