package profile

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// correlated is the good system with a correlation.
var correlated = strings.Replace(goodSystem, "[sparse]\n", tied+"[sparse]\n", 1)

func TestCorrelationOfASystem(t *testing.T) {
	text := strings.Replace(correlated, "source = \"teardown\"\n\n[sparse]", "source = \"teardown\"\nnote = \"both feel the heat\"\nas_of = 2025-12-04\n\n[sparse]", 1)
	a, err := ParseAccelerator("example1.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := []quantity.Correlation{{
		Name: "heat", A: accelerators.TDP.Spec, B: accelerators.NetworkPower.Spec, Rank: 0.5, Basis: quantity.Reported, Note: "both feel the heat", AsOf: "2025-12-04",
		Sources: []quantity.Source{{Key: "teardown", Title: "A teardown", URL: "http://example.org/teardown", Date: "2025-12-03", Kind: "analyst"}}, Origin: "example1.toml:51",
	}}
	if d := cmp.Diff(want, a.Correlations, cmp.Comparer(func(x, y *quantity.Spec) bool { return x == y })); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if on := a.KnownOn("2025-12-03"); on.Correlations != nil || len(on.Values) == 0 {
		t.Errorf("the day before: %+v", on.Correlations)
	}
	if on := a.KnownOn("2025-12-04"); len(on.Correlations) != 1 {
		t.Errorf("on the day: %+v", on.Correlations)
	}
	without, err := ParseAccelerator("example1.toml", []byte(correlated))
	if err != nil {
		t.Fatal(err)
	}
	if without.KnownOn("2025-12-02").Correlations != nil || len(without.KnownOn("2025-12-03").Correlations) != 1 {
		t.Error("without as_of, the date of the source counts")
	}
}

// TestOnlyACorrelationCites keeps a source that no value names, and drops it on a day on which nothing that rests on it was known.
func TestOnlyACorrelationCites(t *testing.T) {
	text := strings.Replace(correlated, "source = \"teardown\"\n\n[sparse]", "source = \"paper\"\n\n[sparse]\n", 1) +
		"\n[sources.paper]\ntitle = \"On heat\"\nurl = \"https://example.org/heat\"\ndate = 2026-01-01\nkind = \"paper\"\n"
	a, err := ParseAccelerator("example1.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	cites := func(a *accelerators.Accelerator) bool {
		return slices.ContainsFunc(a.Sources, func(s quantity.Source) bool { return s.Key == "paper" })
	}
	if !cites(a) || !cites(a.KnownOn("2026-01-01")) || cites(a.KnownOn("2025-12-31")) {
		t.Errorf("%+v", a.Sources)
	}
}

func TestCorrelationOfASite(t *testing.T) {
	text := strings.Replace(goodSite, "pue_peak = { value = 1.2,", "pue_peak = { low = 1.1, mode = 1.2, high = 1.4,", 1) +
		"\n[correlations.climate]\na = \"site.pue_peak\"\nb = \"site.reserve\"\nrank = 0.3\nbasis = \"assumed\"\nnote = \"why\"\nas_of = 2026-01-01\n"
	s, err := ParseSite("field.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Correlations) != 1 || s.Correlations[0].A != power.PUEPeak.Spec || s.Correlations[0].B != power.Reserve.Spec || s.Correlations[0].Rank != 0.3 {
		t.Errorf("%+v", s.Correlations)
	}
	if len(s.KnownOn("2025-12-31").Correlations) != 0 || len(s.KnownOn("2026-01-01").Correlations) != 1 {
		t.Error("a site's correlation counts from its day")
	}
	_, err = ParseSite("field.toml", []byte(strings.Replace(text, `a = "site.pue_peak"`, `a = "chip.tdp"`, 1)))
	expect(t, "field.toml", err, []string{`30:5: correlations.climate.a: chip.tdp is not an input of this profile; both inputs of a correlation are of the profile that states it`})
}

// An overlay replaces a correlation by its name, adds one by a new name, and takes one back with a rank of 0. All are marked.
func TestOverlaidCorrelations(t *testing.T) {
	base := shelf()
	base["accelerators/example1.toml"].Data = []byte(correlated)
	const head = "id = \"example1\"\n"
	one := func(name, a, b, rank string) string {
		return "[correlations." + name + "]\na = \"" + a + "\"\nb = \"" + b + "\"\nrank = " + rank + "\nbasis = \"assumed\"\nnote = \"why\"\n"
	}
	for _, c := range []struct {
		name, overlay string
		want          []string
		marks         []string
	}{
		{"nothing said", head + "name = \"Other\"\n", []string{"heat chip.tdp network.power_per_chip 0.5"}, []string{"name"}},
		{"replaced", head + one("heat", "chip.tdp", "system.power", "-0.2"), []string{"heat chip.tdp system.power -0.2 override"}, []string{"correlations.heat"}},
		{"added", head + one("more", "chip.tdp", "system.power", "0.1"), []string{"heat chip.tdp network.power_per_chip 0.5", "more chip.tdp system.power 0.1 override"},
			[]string{"correlations.more"}},
		{"taken back", head + one("heat", "chip.tdp", "network.power_per_chip", "0"), nil, []string{"correlations.heat"}},
		{"gone with its input", head + "[system]\nhost_power = { value = \"9 kW\", basis = \"assumed\", note = \"why\" }\n" + one("heat", "chip.tdp", "system.host_power", "0.4"),
			[]string{"heat chip.tdp system.host_power 0.4 override"}, []string{"correlations.heat"}},
	} {
		a, err := open(t, base, folder(t, "example1.toml", c.overlay)).Accelerator("example1")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got, marks []string
		for _, x := range a.Correlations {
			line := x.Name + " " + x.A.Name + " " + x.B.Name + " " + describe(x.Rank)
			if x.Override {
				line += " override"
			}
			got = append(got, line)
		}
		for _, m := range a.Replaced {
			marks = append(marks, m.Key)
		}
		if !slices.Equal(got, c.want) || !slices.Equal(marks, c.marks) {
			t.Errorf("%s: %q, marked %q; want %q and %q", c.name, got, marks, c.want, c.marks)
		}
	}
	const together = "[chip]\ntdp = { low = \"450 W\", mode = \"500 W\", high = \"600 W\", basis = \"assumed\", note = \"why\", common = \"g\" }\n" +
		"[network]\npower_per_chip = { low = \"40 W\", mode = \"50 W\", high = \"60 W\", basis = \"assumed\", note = \"why\", common = \"g\" }\n"
	if _, err := Open(base, folder(t, "example1.toml", head+together+one("heat", "chip.tdp", "network.power_per_chip", "0"))); err != nil {
		t.Errorf("what is taken back still counts: %v", err)
	}
	for _, c := range []struct {
		name, overlay, want string
	}{
		{"an input that the profile lacks", head + one("more", "chip.tdp", "system.floor", "0.1"),
			`DIR:4:5: correlations.more.b: the profile does not give system.floor; give it, or delete the correlation`},
		{"the same pair by another name", head + one("more", "network.power_per_chip", "chip.tdp", "0.1"),
			`DIR:2:15: correlations.more: these inputs have a correlation already, heat; state one`},
		{"a group that the profile's correlation crosses", head + together,
			`DIR:5:1: network.power_per_chip: correlations.heat.b of the profile: chip.tdp and network.power_per_chip are of one common group, "g", and move together; ` +
				`state the correlation otherwise, too: rank = 0 takes it back`},
	} {
		dir := folder(t, "example1.toml", c.overlay)
		_, err := Open(base, dir)
		if err == nil || strings.ReplaceAll(err.Error(), dir+"/example1.toml", "DIR") != c.want {
			t.Errorf("%s: got\n\t%v\nwant\n\t%s", c.name, err, c.want)
		}
	}
}

// A correlation that was dropped with the system's power must not come back, nor be an error of the overlay.
func TestCorrelationGoesWithItsInput(t *testing.T) {
	base := shelf()
	base["accelerators/example1.toml"].Data = []byte(strings.Replace(correlated, `b = "network.power_per_chip"`, `b = "system.power"`, 1))
	dir := folder(t, "example1.toml", "id = \"example1\"\n[system]\nhost_power = { value = \"9 kW\", basis = \"assumed\", note = \"why\" }\n")
	a, err := open(t, base, dir).Accelerator("example1")
	if err != nil || a.Correlations != nil {
		t.Errorf("%+v, %v", a.Correlations, err)
	}
}
