package libdiff

import (
	"math"
	"slices"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/profiles"
)

// builtin is the library of the program, as of a day.
func builtin(t *testing.T, day string) Library {
	t.Helper()
	l, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	l = l.AsOf(day)
	out := Library{Name: "builtin", AsOf: day}
	if out.Chips, err = l.Accelerators(); err != nil {
		t.Fatal(err)
	}
	if out.Sites, err = l.Sites(); err != nil {
		t.Fatal(err)
	}
	return out
}

// A library against itself has no difference, against nothing it is all added, and the other way round all removed.
func TestExtremes(t *testing.T) {
	l := builtin(t, "")
	if d := Compare(l, builtin(t, "")); !d.Same() || d.Profiles != nil {
		t.Errorf("against itself: %+v", d.Profiles)
	}
	if d := Compare(l, builtin(t, "9999-12-31")); !d.Same() {
		t.Errorf("against itself in the far future: %+v", d.Profiles)
	}
	for change, d := range map[Change]*Diff{Added: Compare(Library{}, l), Removed: Compare(l, Library{})} {
		if d.Count(Chip, change) != len(l.Chips) || d.Count(Site, change) != len(l.Sites) || len(d.Profiles) != len(l.Chips)+len(l.Sites) {
			t.Errorf("%s: %d profiles", change, len(d.Profiles))
		}
		for _, p := range d.Profiles {
			for _, v := range p.Values {
				if v.Change != change || (v.Old == nil) != (change == Added) || (v.New == nil) != (change == Removed) || !math.IsNaN(v.Percent) {
					t.Errorf("%s: %+v", p.ID, v)
				}
			}
			i := slices.IndexFunc(l.Chips, func(c *accelerators.Accelerator) bool { return c.ID == p.ID })
			if p.Kind == Chip && (len(p.Values) != len(l.Chips[i].Values)+len(l.Chips[i].Sparse) || p.Name != l.Chips[i].Name) {
				t.Errorf("%s: %d values", p.ID, len(p.Values))
			}
		}
	}
}

// Of two days, what the later one has is added and never removed; a site's value that was not known counts as absent.
func TestTwoDays(t *testing.T) {
	d := Compare(builtin(t, "2025-06-01"), builtin(t, ""))
	values := 0
	for _, p := range d.Profiles {
		if p.Change == Removed {
			t.Errorf("%s was removed", p.ID)
		}
		for _, v := range p.Values {
			if v.Change == Removed {
				t.Errorf("%s: %s was removed", p.ID, v.Spec.Name)
			}
			if p.Kind == Site && v.Change == Added {
				values++
			}
		}
	}
	if values == 0 {
		t.Error("all values of sites were known")
	}
}

func chip(edit func(*accelerators.Accelerator)) *accelerators.Accelerator {
	a, b := quantity.Source{Key: "a", Title: "A", URL: "https://example.org/a"}, quantity.Source{Key: "b", Title: "B", URL: "https://example.org/b"}
	c := &accelerators.Accelerator{ID: "x", Name: "X", Vendor: "V", Status: accelerators.Announced, Announced: "2025-01-01", Aliases: []string{"one", "two"}, Origin: "a.toml",
		Values: quantity.Scenario{
			accelerators.TDP.Spec: {Shape: quantity.Triangular, Low: 400, Mode: 500, High: 600, Basis: quantity.Reported, Sources: []quantity.Source{a, b},
				Note: "of the package", Origin: "a.toml:3"},
			accelerators.Chips.Spec: {Shape: quantity.Constant, Mode: 64, Basis: quantity.Published, Sources: []quantity.Source{a}},
			accelerators.ComputePerChip.Spec: {Shape: quantity.Discrete, Values: []float64{1000, 3000}, Weights: []float64{0.3, 0.7}, Basis: quantity.Assumed,
				Sources: []quantity.Source{a, b}},
			accelerators.HBM.Spec: {Shape: quantity.Constant, Mode: 96e9, Basis: quantity.Published, Sources: []quantity.Source{a}},
		},
		Sparse: map[string]quantity.Value{"fp8": {Shape: quantity.Constant, Mode: 1e15, Basis: quantity.Published, Sources: []quantity.Source{a}}},
	}
	edit(c)
	return c
}

// set changes a value of a chip.
func set(c *accelerators.Accelerator, s *quantity.Spec, edit func(*quantity.Value)) {
	v := c.Values[s]
	edit(&v)
	c.Values[s] = v
}

func TestChanges(t *testing.T) {
	swap := func(v *quantity.Value) { v.Sources = []quantity.Source{v.Sources[1], v.Sources[0]} }
	for _, c := range []struct {
		name    string
		edit    func(*accelerators.Accelerator)
		item    string // the one value or fact that differs; empty for none
		change  Change
		differs []Part
		percent float64
	}{
		{"nothing", func(*accelerators.Accelerator) {}, "", "", nil, 0},
		{"another place, another key of the source", func(c *accelerators.Accelerator) {
			c.Origin = "b.toml"
			set(c, accelerators.TDP.Spec, func(v *quantity.Value) {
				v.Origin, v.Override, v.Sources = "b.toml:9", true, slices.Clone(v.Sources)
				v.Sources[0].Key = "z"
			})
		}, "", "", nil, 0},
		{"sources in another order", func(c *accelerators.Accelerator) { set(c, accelerators.TDP.Spec, swap) }, "", "", nil, 0},
		{"a note broken elsewhere", func(c *accelerators.Accelerator) {
			set(c, accelerators.TDP.Spec, func(v *quantity.Value) { v.Note = "of the\n  package" })
		}, "", "", nil, 0},
		{"weights in another measure", func(c *accelerators.Accelerator) {
			set(c, accelerators.ComputePerChip.Spec, func(v *quantity.Value) { v.Weights = []float64{3, 7} })
		}, "", "", nil, 0},
		{"figures whose sources changed places", func(c *accelerators.Accelerator) { set(c, accelerators.ComputePerChip.Spec, swap) }, "cost.compute_per_chip", Changed, []Part{Source}, 0},
		{"more", func(c *accelerators.Accelerator) {
			set(c, accelerators.Chips.Spec, func(v *quantity.Value) { v.Mode = 72 })
		}, "system.chips", Changed, []Part{Distribution}, 12.5},
		{"less, and assumed", func(c *accelerators.Accelerator) {
			set(c, accelerators.Chips.Spec, func(v *quantity.Value) {
				v.Mode, v.Basis, v.Sources, v.Note, v.AsOf, v.Common = 32, quantity.Assumed, nil, "why", "2026-01-01", "group"
			})
		}, "system.chips", Changed, []Part{Distribution, Basis, Source, AsOf, Common, Note}, -50},
		{"a range of the same mid", func(c *accelerators.Accelerator) {
			set(c, accelerators.TDP.Spec, func(v *quantity.Value) { v.Low, v.High = 300, 700 })
		}, "chip.tdp", Changed, []Part{Distribution}, 0},
		{"another shape", func(c *accelerators.Accelerator) {
			set(c, accelerators.HBM.Spec, func(v *quantity.Value) { v.Shape, v.Low, v.High = quantity.Uniform, 96e9, 96e9 })
		}, "chip.hbm", Changed, []Part{Distribution}, 0},
		{"a value gone", func(c *accelerators.Accelerator) { delete(c.Values, accelerators.HBM.Spec) }, "chip.hbm", Removed, nil, math.NaN()},
		{"a value new", func(c *accelerators.Accelerator) {
			c.Values[accelerators.Dies.Spec] = quantity.Fixed(2, quantity.Published, "")
		}, "chip.dies", Added, nil, math.NaN()},
		{"a sparse peak", func(c *accelerators.Accelerator) {
			v := c.Sparse["fp8"]
			v.Mode = 2e15
			c.Sparse["fp8"] = v
		}, "sparse chip.fp8", Changed, []Part{Distribution}, 100},
		{"the status", func(c *accelerators.Accelerator) { c.Status = accelerators.Shipping }, "status", Changed, nil, 0},
		{"a date", func(c *accelerators.Accelerator) { c.Available = "2026-01-01" }, "available", Added, nil, 0},
		{"a date gone", func(c *accelerators.Accelerator) { c.Announced = "" }, "announced", Removed, nil, 0},
		{"an alias", func(c *accelerators.Accelerator) { c.Aliases = []string{"one"} }, "aliases", Changed, nil, 0},
	} {
		old, new := chip(func(*accelerators.Accelerator) {}), chip(c.edit)
		d := Compare(Library{Chips: []*accelerators.Accelerator{old}}, Library{Chips: []*accelerators.Accelerator{new}})
		if c.item == "" {
			if !d.Same() {
				t.Errorf("%s: %+v", c.name, d.Profiles)
			}
			continue
		}
		if len(d.Profiles) != 1 || len(d.Profiles[0].Facts)+len(d.Profiles[0].Values) != 1 || d.Profiles[0].Change != Changed || d.Count(Chip, Changed) != 1 {
			t.Errorf("%s: %+v", c.name, d.Profiles)
			continue
		}
		p := d.Profiles[0]
		if len(p.Facts) == 1 {
			if p.Facts[0].Key != c.item || p.Facts[0].Change != c.change {
				t.Errorf("%s: %+v", c.name, p.Facts[0])
			}
			continue
		}
		v := p.Values[0]
		name := v.Spec.Name
		if v.Sparse {
			name = "sparse " + name
		}
		if name != c.item || v.Change != c.change || !slices.Equal(v.Differs, c.differs) || math.Abs(v.Percent-c.percent) > 1e-12 || math.IsNaN(v.Percent) != math.IsNaN(c.percent) {
			t.Errorf("%s: %s %s, %v, %g%%", c.name, name, v.Change, v.Differs, v.Percent)
		}
	}
}

// A change in percent needs numbers of which the old one is not 0.
func TestPercent(t *testing.T) {
	site := func(reserve float64, basis float64) Library {
		return Library{Sites: []*power.Site{{ID: "s", Values: quantity.Scenario{
			power.Reserve.Spec: quantity.Fixed(reserve, quantity.Assumed, ""), power.BasisInput.Spec: {Shape: quantity.Constant, Mode: basis, Labels: power.BasisInput.Spec.Labels},
		}}}}
	}
	d := Compare(site(0, 1), site(0.1, 0))
	if len(d.Profiles) != 1 || len(d.Profiles[0].Values) != 2 {
		t.Fatalf("%+v", d.Profiles)
	}
	for _, v := range d.Profiles[0].Values {
		if !math.IsNaN(v.Percent) {
			t.Errorf("%s changed by %g%%", v.Spec.Name, v.Percent)
		}
	}
}
