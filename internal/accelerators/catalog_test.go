package accelerators

import (
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/quantity"
)

func listed() []*Accelerator {
	one := func(id, vendor, family string, status Status, announced, available string, tdp float64) *Accelerator {
		a := &Accelerator{ID: id, Vendor: vendor, Family: family, Status: status, Announced: announced, Available: available, Values: quantity.Scenario{}}
		if tdp > 0 {
			a.Values[TDP.Spec] = quantity.Fixed(tdp, quantity.Published, "test")
		}
		return a
	}
	return []*Accelerator{
		one("old", "Beta", "Slow", Legacy, "2019-01-01", "2020-01-01", 300),
		one("now", "Beta", "Fast", Shipping, "2023-01-01", "2024-06-30", 900),
		one("undated", "Alpha", "Slow", Shipping, "2023-05-01", "", 700),
		one("nothing", "Alpha", "", Shipping, "", "", 0),
		one("soon", "Gamma", "Fast", Announced, "2025-01-01", "", 1200),
	}
}

func names(list []*Accelerator) string {
	var out []string
	for _, a := range list {
		out = append(out, a.ID)
	}
	return strings.Join(out, " ")
}

func TestKeep(t *testing.T) {
	for _, c := range []struct {
		filter        Filter
		kept, undated string
	}{
		{Filter{}, "old now undated nothing soon", ""},
		{Filter{Vendors: []string{"bETA", "gamma"}}, "old now soon", ""},
		{Filter{Families: []string{"slow"}, Statuses: []string{"shipping"}}, "undated", ""},
		{Filter{Vendors: []string{"Alpha"}, Families: []string{"Fast"}}, "", ""},
		{Filter{AsOf: "2018-12-31"}, "", "nothing"},
		{Filter{AsOf: "2019-01-01"}, "old", "nothing"},
		{Filter{AsOf: "2023-12-31"}, "old now undated", "nothing"},
		{Filter{AsOf: "2026-01-01"}, "old now undated soon", "nothing"},
		{Filter{Available: true}, "old now undated nothing", ""},
		{Filter{Available: true, AsOf: "2024-06-29"}, "old", "undated nothing"},
		{Filter{Available: true, AsOf: "2024-06-30"}, "old now", "undated nothing"},
		{Filter{Available: true, AsOf: "2023-04-30"}, "old", "nothing"}, // undated had not even been announced
		{Filter{Available: true, AsOf: "2026-01-01", Statuses: []string{"announced"}}, "", ""},
	} {
		kept, undated := c.filter.Keep(listed())
		if names(kept) != c.kept || names(undated) != c.undated {
			t.Errorf("%+v: %q and undated %q, want %q and %q", c.filter, names(kept), names(undated), c.kept, c.undated)
		}
	}
}

func TestSort(t *testing.T) {
	for keys, want := range map[string]string{
		"": "old now undated nothing soon", "id": "nothing now old soon undated", "-id": "undated soon old now nothing", "vendor": "undated nothing old now soon",
		"vendor,-tdp": "undated nothing now old soon", "tdp": "old undated now soon nothing", "-tdp": "soon now undated old nothing", "available": "old now undated nothing soon",
		"-available,-id": "now old undated soon nothing", "announced": "old now undated soon nothing", "nonsense": "old now undated nothing soon", "hbm,bf16,fp8,chips,power,-id": "undated soon old now nothing",
	} {
		list := listed()
		Sort(list, strings.Split(keys, ",")...)
		if got := names(list); got != want {
			t.Errorf("%s: %s, want %s", keys, got, want)
		}
	}
	if !slices.Contains(SortKeys(), "power") || len(SortKeys()) != 10 {
		t.Error(SortKeys())
	}
}

func TestRatedPower(t *testing.T) {
	fixed := func(x float64) quantity.Value { return quantity.Fixed(x, quantity.Published, "test") }
	a := &Accelerator{Values: quantity.Scenario{}}
	for _, step := range []struct {
		spec  *quantity.Spec
		value float64
		want  float64
	}{{Chips.Spec, 8, 0}, {TDP.Spec, 700, 0}, {HostPower.Spec, 4600, 10200}, {SystemPower.Spec, 11000, 11000}} {
		a.Values[step.spec] = fixed(step.value)
		if got, known := a.RatedPower(); got != step.want || known != (step.want > 0) {
			t.Errorf("after %s: %g, %t", step.spec.Name, got, known)
		}
	}
}
