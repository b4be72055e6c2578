package quantity

import (
	"maps"
	"slices"
)

// Figure is one of the contradicting figures of a discrete value, with the day from which it counts.
type Figure struct {
	Value, Weight float64
	Source        Source // empty for a figure that is assumed
	From          string // ISO date; empty for a figure that counts always
}

// Mark is a key above the tables of a profile, a name or a date, that an overlay replaced; and the file that did.
type Mark struct{ Key, Origin string }

// The dates of this file are ISO dates, which are in order as texts; the core needs no calendar.

// KnownFrom returns the day from which the value is known, and the source whose date that is: its AsOf where one is given (then no source is named), else the
// date of its latest source, as all of them were needed for it. Of contradicting figures that have a source each, the earliest counts. The day is empty for a
// value that is always known: one that is assumed without a source, or that the user gives.
func (v *Value) KnownFrom() (day string, by Source) {
	if figures := v.figures(); figures != nil {
		first := -1
		for i, f := range figures {
			if f.Weight > 0 && (first < 0 || f.From < figures[first].From) {
				first = i
			}
		}
		if first >= 0 {
			return figures[first].From, figures[first].Source
		}
	}
	if v.AsOf != "" {
		return v.AsOf, Source{}
	}
	for _, s := range v.Sources {
		if s.Date > day {
			day, by = s.Date, s
		}
	}
	return day, by
}

// figures are the contradicting figures of a value, each with its own source and day; nil where the value has one day as a whole.
func (v *Value) figures() []Figure {
	if v.Shape != Discrete || v.AsOf != "" || len(v.Sources) != len(v.Values) {
		return nil
	}
	out := make([]Figure, len(v.Values))
	for i, s := range v.Sources {
		out[i] = Figure{v.Values[i], v.Weights[i], s, s.Date}
	}
	return out
}

// KnownOn returns what was known of the value on a day, the day included; false where nothing was. A value is whole or absent, but for contradicting figures:
// those that were not known yet are listed in Later, the weights of the others sum to 1 again, and a single one is a constant.
func (v Value) KnownOn(day string) (Value, bool) {
	if from, _ := v.KnownFrom(); from > day {
		return Value{}, false
	}
	figures := v.figures()
	if !slices.ContainsFunc(figures, func(f Figure) bool { return f.From > day }) {
		return v, true
	}
	v.Values, v.Weights, v.Sources = nil, nil, nil
	total := 0.0
	for _, f := range figures {
		if f.From > day {
			v.Later = append(v.Later, f)
			continue
		}
		v.Values, v.Weights, v.Sources = append(v.Values, f.Value), append(v.Weights, f.Weight), append(v.Sources, f.Source)
		total += f.Weight
	}
	for i := range v.Weights {
		v.Weights[i] /= total // above 0, as KnownFrom is the day of a figure that has weight
	}
	if len(v.Values) == 1 {
		v.Shape, v.Mode = Constant, v.Values[0]
		v.Values, v.Weights = nil, nil
		v.Sources = slices.DeleteFunc(v.Sources, func(s Source) bool { return s == Source{} })
	}
	return v, true
}

// KnownOn splits a scenario into what was known on a day and what became known later. Neither shares its map with s.
func (s Scenario) KnownOn(day string) (known, later Scenario) {
	known, later = Scenario{}, Scenario{}
	for spec, v := range s {
		if k, ok := v.KnownOn(day); ok {
			known[spec] = k
		} else {
			later[spec] = v
		}
	}
	return known, later
}

// UsedOn is [Scenario.KnownOn] for what a question cannot do without: a value that became known later stays, with the day in From.
func (s Scenario) UsedOn(day string) Scenario {
	known, later := s.KnownOn(day)
	for spec, v := range later {
		v.From, _ = v.KnownFrom()
		later[spec] = v
	}
	maps.Copy(known, later)
	return known
}
