package ramp

import (
	"slices"

	"github.com/capplan/capplan/internal/quantity"
)

// KnownOn returns what was known of the scenario on a day, an ISO date: money of which the amount was not known yet is left out and listed in Later. All
// else stays, as what a ramp is about cannot be told without it: the inputs, the schedule, the windows and the likelihoods are judgements about the
// commitment, and those that rest on younger sources are marked with the day in From. Whether the commitment itself was known is [Scenario.AnnouncedOn].
func (s *Scenario) KnownOn(day string) *Scenario {
	out := *s
	out.Values = s.Values.UsedOn(day)
	out.Power.Evidence = used(s.Power.Evidence, day)
	out.Generations = slices.Clone(s.Generations)
	for i := range out.Generations {
		g := &out.Generations[i]
		g.Values, g.Evidence = g.Values.UsedOn(day), used(g.Evidence, day)
	}
	out.Money, out.Later = nil, nil
	for _, t := range s.Money {
		amount, known := t.Amount.KnownOn(day)
		if !known {
			out.Later = append(out.Later, t)
			continue
		}
		t.Amount = amount
		if t.Likelihood.Shape != "" {
			t.Likelihood = used(t.Likelihood, day)
		}
		out.Money = append(out.Money, t)
	}
	return &out
}

// AnnouncedOn reports whether the commitment was known on a day; if not, from when it is, and by what.
func (s *Scenario) AnnouncedOn(day string) (known bool, from string, by quantity.Source) {
	from, by = s.Power.Announced.KnownFrom()
	return from <= day, from, by
}

// used is a value that stays in use whenever it became known, marked with the day where that is later. Its figures are its own, and stand together.
func used(v quantity.Value, day string) quantity.Value {
	from := v.AsOf
	for _, s := range v.Sources {
		if v.AsOf == "" {
			from = max(from, s.Date)
		}
	}
	if from > day {
		v.From = from
	}
	return v
}
