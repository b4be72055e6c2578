package audit

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

func fixed(x float64) quantity.Value { return quantity.Fixed(x, quantity.Published, "test") }

func between(low, high float64) quantity.Value {
	return quantity.Value{Shape: quantity.Uniform, Low: low, High: high, Basis: quantity.Published}
}

// system is one that no rule has anything to say of; edits change it.
func system(id string, edits ...func(a *accelerators.Accelerator)) Subject {
	a := &accelerators.Accelerator{
		ID: id, Name: "Example", Vendor: "Example", Family: "One", Generation: 1, Cooling: "air", Status: accelerators.Shipping, Announced: "2025-01-01",
		Values: quantity.Scenario{
			accelerators.Chips.Spec: fixed(8), accelerators.RacksPerUnit.Spec: fixed(0.25), accelerators.TDP.Spec: fixed(1000), accelerators.SystemPower.Spec: fixed(14e3),
			accelerators.Dies.Spec: fixed(2), accelerators.HBM.Spec: fixed(192e9), accelerators.HBMBandwidth.Spec: fixed(8e12),
			peak("bf16"): fixed(1e15), peak("fp8"): fixed(2e15),
		},
		Sparse: map[string]quantity.Value{"fp8": fixed(4e15)},
	}
	for _, e := range edits {
		e(a)
	}
	return Subject{System: a, At: func(key string) Place { return Place{File: id + ".toml", Line: 1 + len(key), Column: 1} }}
}

func set(s *quantity.Spec, v quantity.Value) func(*accelerators.Accelerator) {
	return func(a *accelerators.Accelerator) { a.Values[s] = v }
}

// codes of findings with their keys, those of no weight left out.
func found(fs []Finding) []string {
	var out []string
	for _, f := range fs {
		if f.Severity != Info {
			out = append(out, f.Code+" "+f.Key)
		}
	}
	return out
}

func TestNothingIsFound(t *testing.T) {
	if got := Run([]Subject{system("a"), system("b"), system("c", func(a *accelerators.Accelerator) { a.Generation = 2; a.Values[peak("fp8")] = fixed(2.1e15) })},
		Config{Date: "2026-01-01"}); got != nil {
		t.Errorf("%+v", got)
	}
	if got := Run(nil, Config{}); got != nil {
		t.Errorf("%+v", got)
	}
}

// TestRangesHaveTheBenefitOfTheDoubt finds a value wrong only where all that it may be is wrong.
func TestRangesHaveTheBenefitOfTheDoubt(t *testing.T) {
	tdp, fp8 := accelerators.TDP.Spec, peak("fp8")
	for _, c := range []struct {
		name string
		edit func(*accelerators.Accelerator)
		want string
	}{
		{"4 times", set(fp8, fixed(3.9e15)), "precision-ratio chip.fp8"},
		{"2 to 4 times", set(fp8, between(2.1e15, 3.9e15)), ""},
		{"3 to 4 times", set(fp8, between(3e15, 3.9e15)), "precision-ratio chip.fp8"},
		{"5 W per TFLOP/s", func(a *accelerators.Accelerator) {
			a.Values[tdp], a.Values[accelerators.SystemPower.Spec], a.Cooling = fixed(5e3), fixed(60e3), "liquid"
		}, "watts-per-flop chip.tdp"},
		{"3 to 5 W per TFLOP/s", func(a *accelerators.Accelerator) {
			a.Values[tdp], a.Values[accelerators.SystemPower.Spec], a.Cooling = between(3e3, 5e3), fixed(60e3), "liquid"
		}, ""},
		{"6 W at 1 W per TFLOP/s, by the numbers of fp16", func(a *accelerators.Accelerator) {
			delete(a.Values, peak("bf16"))
			a.Values[peak("fp16")] = fixed(1e14)
		}, "watts-per-flop chip.tdp"},
		{"2.5 times the chips", set(accelerators.SystemPower.Spec, fixed(25e3)), "power-margin system.power"},
		{"2 to 4 times the chips", func(a *accelerators.Accelerator) {
			a.Values[accelerators.SystemPower.Spec], a.Cooling = between(18e3, 32e3), "liquid"
		}, ""},
		{"power from the host", func(a *accelerators.Accelerator) {
			delete(a.Values, accelerators.SystemPower.Spec)
			a.Values[accelerators.HostPower.Spec] = fixed(100)
		}, "power-margin system.host_power"},
		{"fp64 above fp32", func(a *accelerators.Accelerator) {
			a.Values[peak("fp32")], a.Values[peak("fp64")] = fixed(50e12), fixed(100e12)
		}, "precision-ratio chip.fp64"},
		{"int8 at half of bf16", set(peak("int8"), fixed(0.5e15)), ""},
		{"int8 cut down", set(peak("int8"), fixed(0.2e15)), "precision-ratio chip.int8"},
		{"int8 that may be cut down", set(peak("int8"), between(0.2e15, 0.6e15)), ""},
		{"network of a tenth of the chip", set(accelerators.NetworkPower.Spec, fixed(100)), ""},
		{"network as hungry as the chip", set(accelerators.NetworkPower.Spec, between(200, 1800)), "network-share network.power_per_chip"},
		{"network in the rack's power", set(accelerators.NetworkPower.Spec, fixed(0)), ""},
		{"the price of a server", set(accelerators.ComputePerChip.Spec, between(100e3, 400e3)), "cost-per-watt cost.compute_per_chip"},
		{"a third of a rack", set(accelerators.RacksPerUnit.Spec, fixed(0.333333)), ""},
		{"1.5 racks", func(a *accelerators.Accelerator) { a.Values[accelerators.RacksPerUnit.Spec] = fixed(1.5) }, "whole-racks system.racks"},
		{"unknown cost", set(accelerators.RentalPerHour.Spec, fixed(1e6)), ""},
		{"cost that may be 0", func(a *accelerators.Accelerator) {
			a.Values[accelerators.RentalPerHour.Spec], a.Values[accelerators.ComputePerChip.Spec] = fixed(3), between(0, 5)
		}, "cost-per-watt cost.compute_per_chip"},
	} {
		s := system("a", c.edit)
		if c.name == "2.5 times the chips" { // 3.125 times
			s.System.Cooling = "liquid"
		}
		if got := strings.Join(found(Run([]Subject{s}, Config{Date: "2026-01-01"})), ", "); got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

// TestSiblings compares with the family alone, and with the generation before.
func TestSiblings(t *testing.T) {
	twice := func(a *accelerators.Accelerator) {
		a.Values[peak("bf16")], a.Values[peak("fp8")] = fixed(2e15), fixed(4e15)
		a.Sparse = nil
	}
	for _, c := range []struct {
		name  string
		mine  Subject
		other Subject
		want  string
	}{
		{"twice a twin", system("a", twice), system("b"), "sparse-sibling chip.fp8, doubled-peak chip.fp8, doubled-peak chip.bf16"},
		{"twice, with twice the dies", system("a", twice, set(accelerators.Dies.Spec, fixed(4))), system("b", func(a *accelerators.Accelerator) { a.Sparse = nil }), ""},
		{"twice the generation before", system("a", twice, func(a *accelerators.Accelerator) { a.Generation = 2 }), system("b", func(a *accelerators.Accelerator) { a.Sparse = nil }), ""},
		{"twice another vendor's", system("a", twice, func(a *accelerators.Accelerator) { a.Vendor = "Other" }), system("b"), ""},
		{"twice one without family", system("a", twice, func(a *accelerators.Accelerator) { a.Family = "" }), system("b", func(a *accelerators.Accelerator) { a.Family = "" }), ""},
		{"less efficient", system("a", set(accelerators.TDP.Spec, fixed(1300)), func(a *accelerators.Accelerator) { a.Generation = 3 }), system("b"), "efficiency chip.tdp"},
		{"less efficient at bf16, more at fp8", system("a", set(accelerators.TDP.Spec, fixed(1300)), set(peak("fp8"), fixed(2.1e15)), set(peak("bf16"), fixed(1.05e15)), func(a *accelerators.Accelerator) {
			a.Generation = 3
			a.Sparse = nil
		}), system("b", set(peak("fp8"), fixed(1.5e15))), ""},
		{"as efficient", system("a", func(a *accelerators.Accelerator) { a.Generation = 2 }), system("b"), ""},
		{"half the memory", system("a", set(accelerators.HBM.Spec, fixed(96e9)), func(a *accelerators.Accelerator) { a.Generation = 2 }), system("b"), "generation-step chip.hbm"},
		{"half the memory of one of two", system("a", set(accelerators.HBM.Spec, fixed(96e9)), func(a *accelerators.Accelerator) { a.Generation = 2 }),
			system("b", set(accelerators.HBM.Spec, fixed(100e9))), ""},
		{"twice the dies in as many racks", system("a", set(accelerators.Chips.Spec, fixed(16)), set(accelerators.SystemPower.Spec, fixed(28e3)), func(a *accelerators.Accelerator) { a.Cooling = "liquid" }),
			system("b"), "dies-as-chips system.chips"},
		{"twice as many smaller chips", system("a", set(accelerators.Chips.Spec, fixed(16)), set(accelerators.TDP.Spec, fixed(500))), system("b"), ""},
		{"the same name", system("a", func(a *accelerators.Accelerator) { a.Aliases = []string{"b"} }), system("b"), "names aliases"},
	} {
		shelf := []Subject{c.other}
		got := found(Run([]Subject{c.mine}, Config{Library: shelf, Date: "2026-01-01"}))
		if s := strings.Join(got, ", "); s != c.want {
			slices.Sort(got)
			want := strings.Split(c.want, ", ")
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: found %q, want %q", c.name, s, c.want)
			}
		}
	}
	// A profile replaces that of its id, and is not compared with it.
	if got := found(Run([]Subject{system("a", twice)}, Config{Library: []Subject{system("a")}, Date: "2026-01-01"})); got != nil {
		t.Errorf("compared with what it replaces: %v", got)
	}
}

func TestNamesCount(t *testing.T) {
	for name, want := range map[string][2]string{
		"NVIDIA GB200 NVL72": {"72", ""}, "vera-rubin-nvl144": {"144", ""}, "H100 SXM (DGX/HGX, 8 GPUs)": {"", "8"}, "64-chip UltraServer": {"", "64"}, "NVL 72": {"72", ""},
		"trn1.32xlarge": {"", ""}, "CloudMatrix 384": {"", ""}, "512 NPUs and 8 gpus": {"", "512 8"}, "GPUs": {"", ""}, "NVL": {"", ""}, "-5 GPUs": {"", "5"}, "MI300X": {"", ""},
	} {
		nvl, plain := counted(name)
		if got := [2]string{join(nvl), join(plain)}; got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	for name, want := range map[string]string{
		"Rack NVL16": "", // the dies of 8 packages
		"Rack NVL8":  "", "Rack NVL32": "domain-size system.chips", "Rack (9 GPUs)": "domain-size system.chips", "Rack": "",
	} {
		if got := strings.Join(found(Run([]Subject{system("a", func(a *accelerators.Accelerator) { a.Name = name })}, Config{Date: "2026-01-01"})), ", "); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	note := fixed(900e9)
	for text, want := range map[string]string{
		"both directions; domain of 8": "", "domain of 16 and more": "", "domain of 4": "", "domain of 9,216 chips": "", "domain of 12": "domain-note chip.scale_up_bandwidth",
		"domain of many": "", "no number": "",
	} {
		note.Note = text
		if got := strings.Join(found(Run([]Subject{system("a", set(accelerators.ScaleUpBandwidth.Spec, note))}, Config{Date: "2026-01-01"})), ", "); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func join(x []int) string {
	var out []string
	for _, n := range x {
		out = append(out, string(regexp.MustCompile(`\d+`).Find([]byte(number(float64(n))))))
	}
	return strings.Join(out, " ")
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		status                      accelerators.Status
		announced, available, ended string
		source                      string
		want                        string
	}{
		{accelerators.Shipping, "2025-01-01", "2025-06-01", "", "", ""},
		{accelerators.Shipping, "2025-01-01", "2026-06-01", "", "", "status status"},
		{accelerators.Shipping, "2025-01-01", "2026-06-01", "", "2026-07-01", ""}, // its own source is younger than the library
		{accelerators.Announced, "2025-01-01", "2025-06-01", "", "", "status status"},
		{accelerators.Announced, "2025-01-01", "2026-06-01", "", "", ""},
		{accelerators.Announced, "", "", "", "", ""},
		{accelerators.Legacy, "", "", "", "", "undated status"},
		{accelerators.Shipping, "2025-01-01", "", "2025-06-01", "", "status status"},
		{accelerators.Legacy, "2025-01-01", "2024-06-01", "2024-01-01", "", "date-order available, date-order end_of_sale"},
		{accelerators.Legacy, "2025-01-01", "", "2024-01-01", "", "date-order end_of_sale"},
	} {
		s := system("a", func(a *accelerators.Accelerator) {
			a.Status, a.Announced, a.Available, a.EndOfSale = c.status, c.announced, c.available, c.ended
			a.Sources = []quantity.Source{{Key: "s", Date: c.source}}
		})
		if got := strings.Join(found(Run([]Subject{s}, Config{Date: "2026-01-01"})), ", "); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	old := fixed(1000)
	old.Sources = []quantity.Source{{Key: "s", Date: "2020-01-01"}, {Key: "t", Date: "2024-01-01"}}
	for oldest, want := range map[string]string{"": "", "2023-12-31": "", "2024-01-01": "", "2024-01-02": "stale chip.tdp"} {
		if got := strings.Join(found(Run([]Subject{system("a", set(accelerators.TDP.Spec, old))}, Config{Date: "2026-01-01", Oldest: oldest})), ", "); got != want {
			t.Errorf("%s: %q", oldest, got)
		}
	}
}

// TestExceptions takes a finding out by its key alone, says why, and finds exceptions that except nothing.
func TestExceptions(t *testing.T) {
	wrong := []func(*accelerators.Accelerator){
		set(peak("fp8"), fixed(4e15)), set(peak("int8"), fixed(4e15)), func(a *accelerators.Accelerator) { a.Sparse = nil },
	}
	for _, c := range []struct {
		name, want string
		exceptions []Exception
	}{
		{"none", "precision-ratio chip.fp8, precision-ratio chip.int8", nil},
		{"one key", "precision-ratio chip.int8", []Exception{{"precision-ratio", []string{"chip.fp8"}, "so it is"}}},
		{"both", "", []Exception{{"precision-ratio", []string{"chip.fp8", "chip.int8"}, "so it is"}}},
		{"another key", "precision-ratio chip.fp8, precision-ratio chip.int8, unused-exception exceptions.precision-ratio", []Exception{{"precision-ratio", []string{"chip.fp4"}, "so it is"}}},
		{"another rule", "precision-ratio chip.fp8, precision-ratio chip.int8, unused-exception exceptions.memory-rate", []Exception{{"memory-rate", []string{"chip.fp8"}, "so it is"}}},
		{"no rule", "precision-ratio chip.fp8, precision-ratio chip.int8, unknown-exception exceptions.precision", []Exception{{"precision", []string{"chip.fp8"}, "so it is"}}},
		{"of the reader", "precision-ratio chip.fp8, precision-ratio chip.int8, unknown-exception exceptions.keys", []Exception{{"keys", []string{"chip.fp8"}, "so it is"}}},
		{"of what is only told", "precision-ratio chip.fp8, precision-ratio chip.int8, unknown-exception exceptions.conflict", []Exception{{"conflict", []string{"chip.tdp"}, "so it is"}}},
		{"of age, which nobody asked for", "precision-ratio chip.fp8, precision-ratio chip.int8", []Exception{{"stale", []string{"chip.tdp"}, "so it is"}}},
	} {
		s := system("a", wrong...)
		s.Exceptions = c.exceptions
		got := Run([]Subject{s}, Config{Date: "2026-01-01"})
		have := found(got)
		slices.Sort(have)
		want := strings.Split(c.want, ", ")
		if c.want == "" {
			want = nil
		}
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("%s: found %v, want %v", c.name, have, want)
		}
		for _, f := range got {
			if (f.Severity == Info) != (f.Excepted == "so it is") {
				t.Errorf("%s: %+v", c.name, f)
			}
			if f.Code == UnknownException && c.name == "no rule" && f.Advice != "did you mean precision-ratio?" {
				t.Errorf("%s: %s", c.name, f.Advice)
			}
		}
	}
	s := system("a")
	s.Exceptions = []Exception{{"stale", []string{"chip.tdp"}, "so it is"}}
	if got := found(Run([]Subject{s}, Config{Date: "2026-01-01", Oldest: "2025-01-01"})); !slices.Equal(got, []string{"unused-exception exceptions.stale"}) {
		t.Errorf("an exception from age where age counts: %v", got)
	}
}

func TestSites(t *testing.T) {
	site := func(scatter, facility float64) Subject {
		return Subject{At: func(string) Place { return Place{File: "hall.toml", Line: 1, Column: 1} }, Site: &power.Site{ID: "hall", Name: "Hall", Values: quantity.Scenario{
			power.Scatter.Spec: {Shape: quantity.LogNormal, Low: scatter * 0.9, High: scatter / 0.9, Basis: quantity.Published}, cost.LifeCompute.Spec: fixed(5),
			cost.LifeFacility.Spec: fixed(facility), power.BasisInput.Spec: {Shape: quantity.Discrete, Values: []float64{0, 1}, Weights: []float64{0.7, 0.3}, Labels: []string{"facility", "it"}, Basis: quantity.Assumed},
		}}}
	}
	if got := Run([]Subject{site(1, 15), system("hall2")}, Config{}); len(got) != 1 || got[0].Code != "assumed" || got[0].Key != "" || got[0].Message != "1 of 4 values are assumed: power.basis" {
		t.Errorf("%+v", got)
	}
	if got := found(Run([]Subject{site(1.1, 3)}, Config{})); !slices.Equal(got, []string{"scatter-centre site.scatter", "facility-life finance.life_facility"}) {
		t.Errorf("%v", got)
	}
	if got := found(Run([]Subject{site(1, 15)}, Config{Library: []Subject{system("hall")}})); !slices.Equal(got, []string{"names id"}) {
		t.Errorf("a site and a system of one name: %v", got)
	}
}

func TestConflictsAreTold(t *testing.T) {
	torn := quantity.Value{Shape: quantity.Discrete, Values: []float64{700, 1000}, Weights: []float64{3, 7}, Basis: quantity.Reported, Sources: []quantity.Source{{Key: "epoch"}, {}}}
	got := Run([]Subject{system("a", set(accelerators.TDP.Spec, torn))}, Config{Date: "2026-01-01"})
	if len(got) != 1 || got[0].Severity != Info || got[0].Message != "700 W (30%, epoch) or 1 kW (70%, no source)" {
		t.Errorf("%+v", got)
	}
	torn.Values, torn.Weights = torn.Values[:1], torn.Weights[:1]
	if got := Run([]Subject{system("a", set(accelerators.TDP.Spec, torn))}, Config{Date: "2026-01-01"}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// TestOrder sorts by file and place, and the gravest first where two findings stand in one.
func TestOrder(t *testing.T) {
	f := []Finding{{Place: Place{"b", 1, 1}}, {Place: Place{"a", 2, 1}, Severity: Info}, {Place: Place{"a", 2, 1}, Severity: Problem}, {Place: Place{"a", 1, 9}}, {Place: Place{File: "a"}}}
	Sort(f)
	if f[0].Line != 0 || f[1].Line != 1 || f[2].Severity != Problem || f[4].File != "b" || Count(f, Problem) != 1 {
		t.Errorf("%+v", f)
	}
}

// TestRules holds the table to what its users rely on: codes that can be keys, one severity, a sentence.
func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for i := range Rules {
		r := &Rules[i]
		if seen[r.Code] || !regexp.MustCompile(`^[a-z][a-z0-9-]+$`).MatchString(r.Code) {
			t.Errorf("%q is no code, or there twice", r.Code)
		}
		seen[r.Code] = true
		if !slices.Contains(Severities, r.Severity) || !strings.HasSuffix(r.Doc, ".") || len(r.Doc) < 20 || r.Of.String() == "" {
			t.Errorf("%+v", r)
		}
		if Find(r.Code) != r {
			t.Errorf("%s is not found", r.Code)
		}
	}
	if Find("nothing") != nil {
		t.Error("a rule that there is not")
	}
	for _, code := range []string{Syntax, Keys, Numbers, Evidence, Sources, Names, PowerBelowChips, UnknownException, UnusedException, stale} {
		if !seen[code] {
			t.Errorf("%s is not in the table", code)
		}
	}
}
