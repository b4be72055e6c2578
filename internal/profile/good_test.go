package profile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// goodSystem has every form of value. Cases elsewhere break it in one place each; its lines are numbered from 1.
const goodSystem = `#:schema ../accelerator.schema.json
id = "example1"
name = "Example One UltraServer"
vendor = "Example"
family = "Example"
generation = 1
process = "TSMC N5"
cooling = "air"
status = "shipping"
announced = 2023-11-28
available = 2024-12-03
aliases = ["ex1", "example-one"]

[chip]
tdp  = { low = "450 W", mode = "500 W", high = "650 W", basis = "reported", sources = ["teardown", "sheet"] }
bf16 = { value = "600 TFLOP/s", basis = "published", source = "sheet", as_of = 2025-12-02 }
hbm  = { value = "96 GiB", basis = "published", source = "sheet" }
dies = { value = 2, basis = "published", source = "sheet" }

[system]
chips = { value = 64, basis = "published", source = "sheet" }
racks = { value = 0.25, basis = "reported", source = "teardown" }

[system.power]
low = "45 kW"
mode = "50 kW"
high = "54 kW"
dist = "pert"
basis = "reported"
source = "teardown"
common = "example-power"

[network]
power_per_chip = { low = "40 W", high = "140 W", dist = "uniform", basis = "derived", source = "teardown", note = """
how it was derived: \
  by hand""" }

[workload]
cap_exponent = { p5 = 0.3, p95 = 0.8, basis = "assumed", note = "why" }

[workload.mfu.training]
bf16 = { low = 0.25, mode = 0.38, high = 0.50, basis = "assumed", note = "why" }

[cost.compute_per_chip]
values = ["18000 USD", "22667 USD"]
weights = [1, 3]
sources = ["teardown", ""]
basis = "assumed"
note = "the second is a guess"

[sparse]
bf16 = { value = "2400 TFLOP/s", basis = "published", source = "sheet" }

[sources.sheet]
title = "Example One datasheet"
url = "https://example.org/one"
date = 2025-12-02
kind = "vendor"

[sources.teardown]
title = "A teardown"
url = "http://example.org/teardown"
date = 2025-12-03
kind = "analyst"
`

// goodSite gives all that a site must have.
const goodSite = `id = "field"
name = "A field"
description = "Nothing stands on it yet."

[site]
reserve = { low = 0, mode = 0.03, high = 0.1, basis = "assumed", note = "why" }
pue_peak = { value = 1.2, basis = "assumed", note = "why" }
pue_annual_share = { value = 0.5, basis = "assumed", note = "why" }
provision = { value = 1, basis = "assumed", note = "why" }
scatter = { p5 = 0.85, p95 = 1.18, basis = "assumed", note = "why" }
load_factor = { value = 0.8, basis = "assumed", note = "why" }
availability = { value = 0.98, basis = "assumed", note = "why" }
wue = { value = "0.15 L/kWh", basis = "assumed", note = "why" }
grid_carbon = { value = "380 gCO2e/kWh", basis = "assumed", note = "why" }
electricity_price = { value = "70 USD/MWh", basis = "assumed", note = "why" }
floor_per_rack = { value = "3 m2", basis = "assumed", note = "why" }
support_rack_power = { value = "15 kW", basis = "assumed", note = "why" }
capex_per_watt = { value = "11.7 USD/W", basis = "assumed", note = "why" }

[finance]
wacc = { value = "8%/yr", basis = "assumed", note = "why" }
life_compute = { value = "5 yr", basis = "assumed", note = "why" }
life_facility = { value = "15 yr", basis = "assumed", note = "why" }
opex_share = { p5 = "2%/yr", p95 = "4%/yr", dist = "normal", basis = "assumed", note = "why" }

[power]
basis = { values = ["facility", "it"], weights = [0.7, 0.3], basis = "assumed", note = "why" }
`

func TestGoodSystem(t *testing.T) {
	a, err := ParseAccelerator("lib/example1.toml", []byte(goodSystem))
	if err != nil {
		t.Fatal(err)
	}
	sheet := quantity.Source{Key: "sheet", Title: "Example One datasheet", URL: "https://example.org/one", Date: "2025-12-02", Kind: "vendor"}
	teardown := quantity.Source{Key: "teardown", Title: "A teardown", URL: "http://example.org/teardown", Date: "2025-12-03", Kind: "analyst"}
	at := func(line int) string { return fmt.Sprintf("lib/example1.toml:%d", line) }
	constant := func(x float64, line int) quantity.Value {
		return quantity.Value{Shape: quantity.Constant, Mode: x, Basis: quantity.Published, Sources: []quantity.Source{sheet}, Origin: at(line)}
	}
	bf16 := constant(600e12, 16)
	bf16.AsOf = "2025-12-02"
	racks := constant(0.25, 22)
	racks.Basis, racks.Sources = quantity.Reported, []quantity.Source{teardown}
	i := accelerators.Precision.Index("bf16")
	want := &accelerators.Accelerator{
		ID: "example1", Name: "Example One UltraServer", Vendor: "Example", Family: "Example", Generation: 1, Process: "TSMC N5", Cooling: "air",
		Status: accelerators.Shipping, Announced: "2023-11-28", Available: "2024-12-03", Aliases: []string{"ex1", "example-one"},
		Origin: "lib/example1.toml", Sources: []quantity.Source{sheet, teardown},
		Sparse: map[string]quantity.Value{"bf16": constant(2400e12, 52)},
		Values: quantity.Scenario{
			accelerators.TDP.Spec: {Shape: quantity.Triangular, Low: 450, Mode: 500, High: 650, Basis: quantity.Reported,
				Sources: []quantity.Source{teardown, sheet}, Origin: at(15)},
			accelerators.Peak[i].Spec:      bf16,
			accelerators.HBM.Spec:          constant(96<<30, 17),
			accelerators.Dies.Spec:         constant(2, 18),
			accelerators.Chips.Spec:        constant(64, 21),
			accelerators.RacksPerUnit.Spec: racks,
			accelerators.SystemPower.Spec: {Shape: quantity.PERT, Low: 45e3, Mode: 50e3, High: 54e3, Basis: quantity.Reported,
				Sources: []quantity.Source{teardown}, Common: "example-power", Origin: at(24)},
			accelerators.NetworkPower.Spec: {Shape: quantity.Uniform, Low: 40, High: 140, Basis: quantity.Derived,
				Sources: []quantity.Source{teardown}, Note: "how it was derived: by hand", Origin: at(34)},
			accelerators.CapExponent.Spec: {Shape: quantity.LogNormal, Low: 0.3, High: 0.8, Basis: quantity.Assumed, Note: "why", Origin: at(39)},
			accelerators.MFU[0][i].Spec:   {Shape: quantity.Triangular, Low: 0.25, Mode: 0.38, High: 0.5, Basis: quantity.Assumed, Note: "why", Origin: at(42)},
			accelerators.ComputePerChip.Spec: {Shape: quantity.Discrete, Values: []float64{18000, 22667}, Weights: []float64{1, 3},
				Sources: []quantity.Source{teardown, {}}, Basis: quantity.Assumed, Note: "the second is a guess", Origin: at(44)},
		},
	}
	if d := cmp.Diff(byName(want.Values), byName(a.Values)); d != "" {
		t.Errorf("values (-want +got):\n%s", d)
	}
	want.Values, a.Values = nil, nil
	if d := cmp.Diff(want, a); d != "" {
		t.Errorf("system (-want +got):\n%s", d)
	}
}

func byName(s quantity.Scenario) map[string]quantity.Value {
	out := map[string]quantity.Value{}
	for k, v := range s {
		out[k.Name] = v
	}
	return out
}

func TestGoodSite(t *testing.T) {
	s, err := ParseSite("field.toml", []byte(goodSite))
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != "field" || s.Name != "A field" || s.Description != "Nothing stands on it yet." || s.Origin != "field.toml" || len(s.Sources) != 0 {
		t.Errorf("head: %+v", s)
	}
	for spec, want := range map[*quantity.Spec]float64{
		power.ElectricityPrice.Spec: 70e-6, power.WUE.Spec: 0.15e-3, cost.WACC.Spec: 0.08, cost.LifeCompute.Spec: 5, power.FloorPerRack.Spec: 3,
	} {
		v := s.Values[spec]
		if v.Shape != quantity.Constant || v.Mode != want {
			t.Errorf("%s = %v %g, want %g", spec.Name, v.Shape, v.Mode, want)
		}
	}
	want := quantity.Value{
		Shape: quantity.Discrete, Values: []float64{power.Facility, power.IT}, Weights: []float64{0.7, 0.3}, Labels: []string{"facility", "it"},
		Basis: quantity.Assumed, Note: "why", Origin: "field.toml:27",
	}
	if d := cmp.Diff(want, s.Values[power.BasisInput.Spec]); d != "" {
		t.Errorf("power.basis (-want +got):\n%s", d)
	}
	if v := s.Values[cost.OpexShare.Spec]; v.Shape != quantity.Normal || v.Low != 0.02 || v.High != 0.04 {
		t.Errorf("finance.opex_share = %+v", v)
	}
	for _, spec := range Inputs(Place) {
		if _, given := s.Values[spec]; !given && schemas()[Place].needs(spec.Name) {
			t.Errorf("%s has no value", spec.Name)
		}
	}
}

// The same profile in other spellings of TOML is the same profile.
func TestSpellings(t *testing.T) {
	plain, err := ParseAccelerator("example1.toml", []byte(goodSystem))
	if err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(string) string{
		"byte order mark": func(s string) string { return "\ufeff" + s },
		"CRLF":            func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"tabs":            func(s string) string { return strings.ReplaceAll(s, " = ", "\t=\t") },
		"quoted keys":     func(s string) string { return strings.ReplaceAll(s, "value =", `"val\u0075e" =`) },
		"literal strings": func(s string) string { return strings.ReplaceAll(s, `"sheet"`, `'sheet'`) },
		"no last newline": func(s string) string { return strings.TrimRight(s, "\n") },
		"inline tables over several lines": func(s string) string {
			return strings.Replace(s, `{ value = 2, basis`, `{ value = 2, # two`+"\n basis", 1)
		},
		"dotted keys": func(s string) string {
			return strings.Replace(s, `cap_exponent = { p5 = 0.3, p95 = 0.8, basis = "assumed", note = "why" }`,
				"cap_exponent.p5 = 0.3\ncap_exponent . \"p95\" = 0.8\ncap_exponent.basis = 'assumed'\ncap_exponent.note = \"why\"", 1)
		},
	} {
		s := edit(goodSystem)
		if s == goodSystem {
			t.Fatalf("%s: nothing was changed", name)
		}
		a, err := ParseAccelerator("example1.toml", []byte(s))
		if err != nil {
			t.Errorf("%s:\n%v", name, err)
			continue
		}
		strip := func(in quantity.Scenario) map[string]quantity.Value {
			out := byName(in)
			for k, v := range out {
				v.Origin = ""
				v.Note = strings.ReplaceAll(v.Note, "\r", "")
				out[k] = v
			}
			return out
		}
		if d := cmp.Diff(strip(plain.Values), strip(a.Values)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}
