package answer

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
)

// bySetting is the origin of an input that the question gives.
const bySetting = "--set"

// noteIdle says which inputs of the question decide nothing in it: of another workload or precision, or of what the start makes superfluous. Whoever set one
// expects it to matter.
func (a *Answer) noteIdle() { a.Notes = append(a.Notes, idleSettings(a.Mix)...) }

// idleSettings is the note on those inputs of a mix, empty if there are none.
func idleSettings(m *mix.Mix) []Note {
	var given []*quantity.Spec
	collect := func(values quantity.Scenario) {
		for s, v := range values {
			if v.Origin == bySetting && !slices.Contains(given, s) {
				given = append(given, s)
			}
		}
	}
	collect(m.Shared)
	for _, x := range m.Members {
		collect(x.Values)
	}
	if len(given) == 0 {
		return nil
	}
	var all []*quantity.Spec
	for _, s := range model.Model.All() {
		if !s.Input {
			all = append(all, s)
		}
	}
	used := m.UsedShared(all)
	for i := range m.Members {
		used = append(used, m.Used(all, i)...)
	}
	var idle []string
	for _, s := range model.Model.All() { // in its order
		if slices.Contains(given, s) && !slices.Contains(used, s) {
			idle = append(idle, s.Name)
		}
	}
	switch len(idle) {
	case 0:
		return nil
	case 1:
		return []Note{{Code: "idle-setting", Message: "Nothing in this question depends on " + idle[0] + ": setting it changes nothing."}}
	}
	return []Note{{Code: "idle-setting", Message: "Nothing in this question depends on " + strings.Join(idle, ", ") + ": setting them changes nothing."}}
}
