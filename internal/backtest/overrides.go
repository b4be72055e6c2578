package backtest

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
)

// overrides names what is not built in below the predictions of a row: those of both of its directions, as run has them.
func (c Config) overrides(m *mix.Mix, r *Row) []string {
	if c.Overrides == nil {
		return nil
	}
	var names []string
	for _, rd := range readings(r) {
		from := *m
		from.Start = power.FromChips
		names = appendNew(names, c.Overrides(&from, []mix.Output{{Member: mix.Total, Spec: rd.spec}}))
		if rd.basis >= 0 {
			from.Start, from.Basis = power.FromPower, rd.basis
			names = appendNew(names, c.Overrides(&from, []mix.Output{{Member: mix.Total, Spec: capacity.Chips.Spec}}))
		}
	}
	return names
}

// appendNew adds what is not there yet.
func appendNew(names, more []string) []string {
	for _, name := range more {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Overrides lists the inputs that the scores of a group rest on and that are not built in: those of its rows that count, each once. Of the scatter between
// sites they are those of [Sites].
func (b *Board) Overrides(g Group) []string {
	var names []string
	for _, o := range b.counted(g) {
		names = appendNew(names, o.Overrides)
	}
	return names
}

// GateOverrides is the same of what a gate looks at: the rows of its group, or one row.
func (b *Board) GateOverrides(g Gate) []string {
	if row, _, is := strings.Cut(g.Name, ":"); is {
		for _, o := range b.Outcomes {
			if o.ID == row {
				return o.Overrides
			}
		}
	}
	name, _, _ := strings.Cut(g.Name, ".")
	if name == scatterGroup {
		return b.Overrides(Sites)
	}
	return b.Overrides(Group(name))
}
