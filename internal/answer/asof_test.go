package answer_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// TestAbsentIsNeverAnotherValue: as of any day, an output is what it is today, or n/a because an input that it is computed from was not known. Only outputs
// below contradicting figures, of which some were known, may have another value.
func TestAbsentIsNeverAnotherValue(t *testing.T) {
	lib := open(t)
	site := lib.sites[0]
	fp8, int8 := accelerators.Peak[accelerators.Precision.Index("fp8")].Spec, accelerators.Peak[accelerators.Precision.Index("int8")].Spec
	absent, partly, same := 0, 0, 0
	for _, c := range lib.chips {
		today := ask(site, power.FromPower, 2e9, power.Facility, alone(c))
		now := numbers(today)
		for _, day := range []string{"2023-06-01", "2024-06-01", "2025-03-01", "2025-12-03", "2026-02-27", "2026-05-01", "2026-08-22", "2026-11-01", "9999-12-31"} {
			on := c.KnownOn(day)
			then := numbers(ask(site.KnownOn(day), power.FromPower, 2e9, power.Facility, alone(on)))
			for s, x := range now {
				later, part, either := false, false, 0
				for _, in := range today.Used([]*quantity.Spec{s}, 0) {
					_, gone := on.Later[in]
					later = later || gone
					part = part || len(on.Values[in].Later) > 0
					if in == fp8 || in == int8 {
						either++
					}
				}
				for _, in := range today.UsedShared([]*quantity.Spec{s}) {
					part = part || len(site.KnownOn(day).Values[in].Later) > 0
				}
				y := then[s]
				switch isNA := math.IsNaN(y); {
				case isNA && !math.IsNaN(x) && !later:
					t.Errorf("%s as of %s: %s is n/a, and all that it needs was known", c.ID, day, s.Name)
				case later && !isNA && either < 2: // of two 8-bit peaks one is enough
					t.Errorf("%s as of %s: %s is %g, and what it needs was not known", c.ID, day, s.Name, y)
				case !isNA && !later && !part && x != y:
					t.Errorf("%s as of %s: %s is %g, today %g", c.ID, day, s.Name, y, x)
				case isNA:
					absent++
				case part:
					partly++
				default:
					same++
				}
			}
		}
	}
	if absent < 100 || partly < 1 || same < 100 {
		t.Errorf("absent %d, partly known %d, same %d: the test does not test", absent, partly, same)
	}
}

// known is a chip with a value that is known late, one of two figures that is, and a day on which it was announced and not available.
func known() *accelerators.Accelerator {
	early := quantity.Source{Key: "early", Title: "Early paper", Date: "2025-01-01"}
	late := quantity.Source{Key: "late", Title: "Late teardown", Date: "2026-03-01"}
	value := func(x float64, s ...quantity.Source) quantity.Value {
		return quantity.Value{Shape: quantity.Constant, Mode: x, Basis: quantity.Reported, Sources: s}
	}
	c := &accelerators.Accelerator{ID: "late", Name: "Late One", Status: accelerators.Shipping, Announced: "2025-01-01", Available: "2026-06-01", Values: quantity.Scenario{
		accelerators.Chips.Spec: value(64, early), accelerators.RacksPerUnit.Spec: value(2, early), accelerators.SystemPower.Spec: value(50e3, early),
		accelerators.NetworkPower.Spec: value(70, early), accelerators.HBM.Spec: value(1e11, late), accelerators.HBMBandwidth.Spec: value(1e12, late),
		accelerators.Dies.Spec: {Shape: quantity.Constant, Mode: 2, Basis: quantity.Published, AsOf: "2026-04-01", Sources: []quantity.Source{early}},
		accelerators.TDP.Spec: {Shape: quantity.Discrete, Values: []float64{500, 600}, Weights: []float64{1, 3}, Basis: quantity.Reported,
			Sources: []quantity.Source{early, late}},
	}}
	return c.KnownOn("2025-06-01")
}

func specs(qs ...*quantity.Spec) []*quantity.Spec { return qs }

func evaluated(q answer.Question, m *mix.Mix, qs ...*quantity.Spec) *answer.Answer {
	return answer.Evaluate(q, m, answer.Want{Quantities: qs, Settings: analysis.Settings{Draws: 64, Seed: 1, Workers: 1}})
}

func messages(a *answer.Answer) (notes, warnings []string) {
	for _, n := range a.Notes {
		if n.Code != "other-reading" {
			notes = append(notes, n.Code+": "+n.Message)
		}
	}
	for _, w := range a.Warnings {
		warnings = append(warnings, w.Code+": "+w.Message)
	}
	return notes, warnings
}

// TestNotesAsOf: what is n/a and why, what was left out, what is used although it became known later.
func TestNotesAsOf(t *testing.T) {
	lib := open(t)
	site := *lib.sites[0]
	site.Values = quantity.Scenario{}
	for s, v := range lib.sites[0].Values {
		v.Basis, v.Sources, v.AsOf = quantity.Assumed, nil, ""
		site.Values[s] = v
	}
	v := site.Values[power.PUEPeak.Spec]
	v.Sources = []quantity.Source{{Key: "x", Date: "2026-01-01"}}
	site.Values[power.PUEPeak.Spec] = v
	on := site.KnownOn("2025-06-01")
	m := ask(on, power.FromPower, 1e9, power.Facility, alone(known()))
	a := evaluated(answer.Question{AsOf: "2025-06-01", Site: "plain"}, m, capacity.Chips.Spec, capacity.HBM.Spec, capacity.HBMBandwidth.Spec, capacity.Dies.Spec, capacity.PowerChips.Spec)
	notes, warnings := messages(a)
	wantNotes := []string{
		"not-known-yet: What needs chip.hbm or chip.hbm_bandwidth is n/a as of 2025-06-01: for Late One they are known from 2026-03-01 (Late teardown).",
		"not-known-yet: What needs chip.dies is n/a as of 2025-06-01: for Late One it is known from 2026-04-01.",
		"left-out: As of 2025-06-01, chip.tdp of Late One leaves 600 W out, which is known from 2026-03-01 (Late teardown).",
	}
	wantWarnings := []string{
		"later-value: Known only after 2025-06-01, and used all the same: site.pue_peak (2026-01-01).",
		"announced: On 2025-06-01 Late One was announced and not available; it is from 2026-06-01.",
	}
	if !slices.Equal(notes, wantNotes) {
		t.Errorf("notes\n%s\nwant\n%s", strings.Join(notes, "\n"), strings.Join(wantNotes, "\n"))
	}
	if !slices.Equal(warnings, wantWarnings) {
		t.Errorf("warnings\n%s\nwant\n%s", strings.Join(warnings, "\n"), strings.Join(wantWarnings, "\n"))
	}
	if q := answer.Find(a.Total, capacity.HBM.Spec); !math.IsNaN(q.Point) || q.ValidShare != 0 {
		t.Errorf("memory is %g", q.Point)
	}
	// Only what the answer depends on is named.
	a = evaluated(answer.Question{AsOf: "2025-06-01", Site: "plain"}, ask(on, power.FromChips, 640, power.Facility, alone(known())), capacity.Racks.Spec)
	if notes, warnings := messages(a); notes != nil || len(warnings) != 1 || a.Warnings[0].Code != "announced" {
		t.Errorf("%v, %v", notes, warnings)
	}
	// A comparison says once what all share, first.
	q := answer.Question{AsOf: "2025-06-01", Site: "plain", Chips: []string{"late", "later"}}
	other := *known()
	other.ID, other.Name = "later", "Later Two"
	mixes := []*mix.Mix{m, ask(on, power.FromPower, 1e9, power.Facility, alone(&other))}
	_, warnings = messages(answer.Compare(q, mixes, 0, answer.Want{Quantities: specs(capacity.Chips.Spec), Settings: analysis.Settings{Draws: 64, Seed: 1, Workers: 1}}))
	if len(warnings) != 3 || warnings[0] != wantWarnings[0] || warnings[1] != wantWarnings[1] || !strings.Contains(warnings[2], "Later Two") {
		t.Errorf("warnings of a comparison\n%s", strings.Join(warnings, "\n"))
	}
	x := answer.Explain(answer.Question{AsOf: "2025-06-01", Site: "plain"}, m, capacity.PowerChips.Spec, analysis.Settings{Draws: 64, Seed: 1, Workers: 1})
	if len(x.Notes) != 1 || x.Notes[0].Code != "left-out" || len(x.Warnings) != 2 || x.Warnings[0].Code != "later-value" {
		t.Errorf("explanation: %v, %v", x.Notes, x.Warnings)
	}
}

// TestWithheldPowerIsNamed: a system's power that was not known is named, and not the parts from which another profile would compute it.
func TestWithheldPowerIsNamed(t *testing.T) {
	lib := open(t)
	c := known()
	c.Later[accelerators.SystemPower.Spec] = c.Values[accelerators.SystemPower.Spec]
	delete(c.Values, accelerators.SystemPower.Spec)
	m := ask(lib.sites[0], power.FromPower, 1e9, power.Facility, alone(c))
	if lacks, _ := m.Blame(capacity.Units.Spec, 0); len(lacks) != 1 || lacks[0] != accelerators.SystemPower.Spec {
		t.Errorf("lacks %v", lacks)
	}
	if x := numbers(m)[capacity.Units.Spec]; !math.IsNaN(x) {
		t.Errorf("%g units", x)
	}
}

// TestEightBitPeakIsOneOfTwo: a chip with one of two 8-bit peaks lacks nothing, and the other is not named as the reason for what is n/a.
func TestEightBitPeakIsOneOfTwo(t *testing.T) {
	lib := open(t)
	c := *known()
	c.Values[accelerators.Peak[accelerators.Precision.Index("fp8")].Spec] = quantity.Fixed(1e15, quantity.Given, "test")
	delete(c.Values, accelerators.Chips.Spec)
	m := ask(lib.sites[0], power.FromPower, 1e9, power.Facility, alone(&c))
	if lacks, _ := m.Blame(capacity.Peak8Bit.Spec, 0); len(lacks) != 1 || lacks[0] != accelerators.Chips.Spec {
		t.Errorf("lacks %v", lacks)
	}
	m.Precision = accelerators.Precision.Index("int8")
	if lacks, _ := m.Blame(capacity.Effective.Spec, 0); !slices.Contains(lacks, accelerators.Peak[m.Precision].Spec) {
		t.Errorf("the chosen precision is lacking and not among %v", lacks)
	}
}

// TestOverridesAreMarked: a result is marked with exactly those inputs that are not built in and that move it.
func TestOverridesAreMarked(t *testing.T) {
	lib := open(t)
	var all []*quantity.Spec
	for _, s := range model.Model.All() {
		if !s.Input {
			all = append(all, s)
		}
	}
	for _, c := range lib.chips {
		m := ask(lib.sites[0], power.FromPower, 2e9, power.Facility, alone(complete(c)))
		plain := evaluated(answer.Question{Chips: []string{c.ID}}, m, all...)
		for _, q := range plain.Total {
			if q.Overrides != nil {
				t.Errorf("%s: %s of the library alone is marked with %v", c.ID, q.Spec.Name, q.Overrides)
			}
		}
		base := numbers(m)
		for _, in := range []*quantity.Spec{accelerators.TDP.Spec, accelerators.NetworkPower.Spec, accelerators.Chips.Spec, power.PUEPeak.Spec, power.WUE.Spec} {
			v, has := m.Shared[in]
			if in.Scope == quantity.Member {
				v, has = m.Members[0].Values[in]
			}
			if !has {
				continue
			}
			mine := quantity.Fixed(v.Mid()*0.9, quantity.Reported, "mine.toml:3")
			mine.Override = true
			changed := with(m, in, mine)
			moved := numbers(changed)
			for _, q := range evaluated(answer.Question{Chips: []string{c.ID}}, changed, all...).Total {
				marked := slices.Equal(q.Overrides, []string{in.Name})
				if x, y := base[q.Spec], moved[q.Spec]; x != y && !math.IsNaN(x) && !marked {
					t.Errorf("%s: %s moves %s from %g to %g, which is marked with %v", c.ID, in.Name, q.Spec.Name, x, y, q.Overrides)
				}
				if !marked && q.Overrides != nil {
					t.Errorf("%s: %s is marked with %v", c.ID, q.Spec.Name, q.Overrides)
				}
			}
		}
	}
}

// TestAddedProfilesAreMarked: with a chip or a site that is not built in, everything that rests on it is marked; in a mix whose parts follow from all members,
// so is every member.
func TestAddedProfilesAreMarked(t *testing.T) {
	lib := open(t)
	a, b := complete(lib.chips[0]), *complete(lib.chips[1])
	v := b.Values[accelerators.NetworkPower.Spec]
	v.Override = true
	b.Values[accelerators.NetworkPower.Spec] = v
	q := answer.Question{Chips: []string{a.ID, b.ID}, Overlaid: []answer.Overlaid{{ID: b.ID, Added: true}, {ID: "plot", Site: true, Added: true}}}
	for by, want := range map[mix.By][]string{
		mix.ByPower: {"plot:*"},
		mix.ByChips: {"plot:*", b.ID + ":*", b.ID + ":" + accelerators.NetworkPower.Name},
	} {
		m := ask(lib.sites[0], power.FromPower, 2e9, power.Facility, mix.Member{Accelerator: a, Share: 0.5}, mix.Member{Accelerator: &b, Share: 0.5})
		m.By = by
		ans := answer.Evaluate(q, m, answer.Want{Quantities: specs(capacity.Chips.Spec), Members: true, Shares: specs(capacity.Chips.Spec),
			Settings: analysis.Settings{Draws: 64, Seed: 1, Workers: 1}})
		all := []string{"plot:*", b.ID + ":*", b.ID + ":" + accelerators.NetworkPower.Name}
		for what, got := range map[string][]string{
			"the total": ans.Total[0].Overrides, "the added member": ans.Members[1].Quantities[0].Overrides, "a share": ans.Members[0].Shares[0].Overrides,
		} {
			if !slices.Equal(got, all) {
				t.Errorf("by %s: %s is marked with %v, want %v", by, what, got, all)
			}
		}
		if got := ans.Members[0].Quantities[0].Overrides; !slices.Equal(got, want) {
			t.Errorf("by %s: the other member is marked with %v, want %v", by, got, want)
		}
	}
	// The ratio of a comparison rests on both.
	one := func(c *accelerators.Accelerator) *mix.Mix {
		return ask(lib.sites[0], power.FromPower, 2e9, power.Facility, alone(c))
	}
	cmp := answer.Compare(q, []*mix.Mix{one(a), one(&b)}, 1, answer.Want{Quantities: specs(capacity.Chips.Spec), Settings: analysis.Settings{Draws: 64, Seed: 1, Workers: 1}})
	if got := cmp.Members[0].Ratios[0].Overrides; !slices.Contains(got, b.ID+":*") || !slices.Contains(got, "plot:*") {
		t.Errorf("the ratio is marked with %v", got)
	}
}
