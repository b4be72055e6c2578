package answer_test

import (
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// noUnits evaluates a mix and returns the notes that say that nothing fits, and the answer.
func noUnits(m *mix.Mix, prose string, draws int) ([]string, *answer.Answer) {
	start := startSpec(m.Start)
	fixed := m.Shared[start]
	q := answer.Question{Draws: draws, Start: answer.Start{Prose: prose, Value: fixed.Mid(), Spec: start}}
	a := answer.Evaluate(q, m, answer.Want{
		Quantities: []*quantity.Spec{capacity.Units.Spec}, Members: true, Settings: analysis.Settings{Draws: draws, Seed: 1, Workers: 1},
	})
	var out []string
	for _, n := range a.Notes {
		if n.Code == "no-units" {
			out = append(out, n.Message)
		}
	}
	return out, a
}

// TestNoUnitsIsSaidOfThoseThatMayGetNone: every member with a chance of 5% or more to get no system is named, with what one takes, and no other.
func TestNoUnitsIsSaidOfThoseThatMayGetNone(t *testing.T) {
	lib := open(t)
	named := map[string]*accelerators.Accelerator{}
	for _, c := range lib.chips {
		named[c.ID] = c
	}
	said, silent := 0, 0
	for _, tc := range []struct {
		start  int
		amount float64
		prose  string
	}{{power.FromPower, 65e3, "65 kW"}, {power.FromPower, 100e3, "100 kW"}, {power.FromPower, 200e3, "200 kW"}, {power.FromRacks, 1, "1 rack"}, {power.FromRacks, 3, "3 racks"}, {power.FromBudget, 5e6, "5 M USD"}} {
		for _, shares := range [][2]float64{{1, 0}, {0.9, 0.1}, {0.5, 0.5}} {
			for _, by := range []mix.By{mix.ByPower, mix.ByFLOPS} {
				members := []mix.Member{{Accelerator: named["trainium2"], Share: shares[0]}, {Accelerator: named["gb200"], Share: shares[1]}}
				if shares[1] == 0 {
					members = members[:1]
				}
				m := ask(lib.sites[0], tc.start, tc.amount, power.Facility, members...)
				m.By = by
				const draws = 512
				notes, a := noUnits(m, tc.prose, draws)
				text := strings.Join(notes, "\n")
				for _, one := range a.Members {
					units := answer.Find(one.Quantities, capacity.Units.Spec)
					zeros := 0
					for i := range draws {
						if units.Draws == nil && units.P50 == 0 || units.Draws != nil && units.Draws[i] == 0 {
							zeros++
						}
					}
					may := zeros*20 >= draws
					if may {
						said++
					} else {
						silent++
					}
					if strings.Contains(text, one.Name) != may {
						t.Errorf("%s, %v by %s: %s gets none in %d of %d draws; the notes are:\n%s", tc.prose, shares, by, one.Name, zeros, draws, text)
					}
				}
			}
		}
	}
	if said == 0 || silent == 0 {
		t.Errorf("%d said, %d silent: one of them was not tried", said, silent)
	}
}

// TestNoUnitsInWords pins the sentences. A member's part of the start, not the whole, is what one system has to fit into.
func TestNoUnitsInWords(t *testing.T) {
	lib := open(t)
	m := question(lib)
	notes, _ := noUnits(m, "100 kW", 0)
	if want := "No B fits: its part of 100 kW is about 40 kW, and one takes 50 kW of IT power."; len(notes) != 1 || notes[0] != want {
		t.Errorf("got  %q\nwant %q", notes, want)
	}
	m.Start, m.By = power.FromRacks, mix.ByChips
	m.Shared[power.StartRacks.Spec] = given(1)
	notes, _ = noUnits(m, "1 rack", 0)
	if want := "No A fits: its part of 1 rack is about 0.75 racks, and one takes 2 racks."; len(notes) != 2 || notes[0] != want {
		t.Errorf("got  %q\nwant %q", notes, want)
	}
	m.Members = []mix.Member{{Accelerator: m.Members[0].Accelerator, Share: 1}}
	notes, _ = noUnits(m, "1 rack", 0)
	if want := "1 rack is less than one A takes: 2 racks."; len(notes) != 1 || notes[0] != want {
		t.Errorf("got  %q\nwant %q", notes, want)
	}
	m.Start = power.FromPower
	m.Shared[power.Commitment.Spec] = given(49e3)
	m.Members[0].Accelerator.Values[accelerators.SystemPower.Spec] = quantity.Value{Shape: quantity.Uniform, Low: 40e3, High: 60e3}
	notes, _ = noUnits(m, "49 kW", 1000)
	if want := "In 55% of the draws no A fits into 49 kW: one takes 50 kW (41–59) of IT power."; len(notes) != 1 || notes[0] != want {
		t.Errorf("got  %q\nwant %q", notes, want)
	}
}

func given(x float64) quantity.Value { return quantity.Fixed(x, quantity.Given, "test") }

// question is 100 kW of IT power, shared 60/40 by two systems of 50 kW, without any spread.
func question(lib library) *mix.Mix {
	system := func(id string, racks float64) *accelerators.Accelerator {
		return &accelerators.Accelerator{ID: id, Name: strings.ToUpper(id), Values: quantity.Scenario{
			accelerators.Chips.Spec: given(64), accelerators.RacksPerUnit.Spec: given(racks), accelerators.TDP.Spec: given(500),
			accelerators.SystemPower.Spec: given(50e3), accelerators.NetworkPower.Spec: given(0),
		}}
	}
	m := ask(lib.sites[0], power.FromPower, 100e3, power.IT, mix.Member{Accelerator: system("a", 2), Share: 0.6}, mix.Member{Accelerator: system("b", 1), Share: 0.4})
	m.Shared[power.Provision.Spec], m.Shared[power.Scatter.Spec] = given(1), given(1)
	return m
}
