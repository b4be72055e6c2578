package quantity

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// on is a source of a day.
func on(day string) Source { return Source{Key: day, Title: "T" + day, Date: day} }

func TestKnownFrom(t *testing.T) {
	early, late := on("2025-01-01"), on("2026-01-01")
	for _, c := range []struct {
		name string
		v    Value
		want string
		by   Source
	}{
		{"assumed without a source", Value{Basis: Assumed}, "", Source{}},
		{"given by the user", Value{Basis: Given}, "", Source{}},
		{"one source", Value{Basis: Published, Sources: []Source{early}}, "2025-01-01", early},
		{"two sources, both needed", Value{Sources: []Source{late, early}}, "2026-01-01", late},
		{"assumed on a source", Value{Basis: Assumed, Sources: []Source{late}}, "2026-01-01", late},
		{"its own day beats an earlier source", Value{AsOf: "2025-06-01", Sources: []Source{early}}, "2025-06-01", Source{}},
		{"its own day beats a later source", Value{AsOf: "2025-06-01", Sources: []Source{late}}, "2025-06-01", Source{}},
		{"figures, the first counts", Value{Shape: Discrete, Values: []float64{1, 2}, Weights: []float64{1, 1}, Sources: []Source{late, early}}, "2025-01-01", early},
		{"a figure without weight counts for nothing", Value{Shape: Discrete, Values: []float64{1, 2}, Weights: []float64{1, 0}, Sources: []Source{late, early}}, "2026-01-01", late},
		{"figures with a day of their own", Value{Shape: Discrete, Values: []float64{1, 2}, Weights: []float64{1, 1}, Sources: []Source{late, early}, AsOf: "2025-06-01"}, "2025-06-01", Source{}},
		{"an assumed figure", Value{Shape: Discrete, Values: []float64{1, 2}, Weights: []float64{1, 1}, Sources: []Source{late, {}}}, "", Source{}},
		{"figures that share sources", Value{Shape: Discrete, Values: []float64{1, 2, 3}, Weights: []float64{1, 1, 1}, Sources: []Source{early, late}}, "2026-01-01", late},
	} {
		if day, by := c.v.KnownFrom(); day != c.want || by != c.by {
			t.Errorf("%s: %q by %v, want %q by %v", c.name, day, by, c.want, c.by)
		}
	}
}

// Each figure counts from its own source's day, weights sum to 1 again, and a single figure is a constant.
func TestKnownOnFigures(t *testing.T) {
	v := Value{Shape: Discrete, Values: []float64{700, 1000, 1200, 900}, Weights: []float64{1, 3, 4, 2}, Basis: Reported,
		Sources: []Source{on("2025-01-01"), on("2025-06-01"), on("2026-01-01"), on("2025-01-01")}, Origin: "x.toml:3", Common: "group"}
	if _, ok := v.KnownOn("2024-12-31"); ok {
		t.Error("known before its first source")
	}
	some, ok := v.KnownOn("2025-01-01") // the day included
	if !ok || some.Shape != Discrete || !slices.Equal(some.Values, []float64{700, 900}) || math.Abs(some.Weights[0]-1.0/3) > 1e-15 || math.Abs(some.Weights[1]-2.0/3) > 1e-15 {
		t.Errorf("%+v", some)
	}
	if len(some.Sources) != 2 || len(some.Later) != 2 || some.Later[0] != (Figure{1000, 3, on("2025-06-01"), "2025-06-01"}) || some.Origin != "x.toml:3" || some.Common != "group" {
		t.Errorf("%+v", some)
	}
	whole, ok := v.KnownOn("2026-01-01")
	if !ok || !reflect.DeepEqual(whole, v) {
		t.Errorf("all known, yet %+v", whole)
	}
	v.Sources[3] = on("2025-12-01")
	one, ok := v.KnownOn("2025-03-01")
	if !ok || one.Shape != Constant || one.Mode != 700 || one.Values != nil || one.Weights != nil || len(one.Later) != 3 || one.Mid() != 700 || one.Check() != nil {
		t.Errorf("%+v", one)
	}
	if v.Values[1] != 1000 || v.Weights[1] != 3 || v.Later != nil {
		t.Errorf("the value itself was changed: %+v", v)
	}
	v.Sources[0] = Source{} // assumed: always there, and a source that is none is not listed
	if one, ok := v.KnownOn("2024-01-01"); !ok || one.Mode != 700 || len(one.Sources) != 0 {
		t.Errorf("%+v, %t", one, ok)
	}
}

func TestScenarioOnADay(t *testing.T) {
	a, b, c := &Spec{Name: "a"}, &Spec{Name: "b"}, &Spec{Name: "c"}
	s := Scenario{a: {Sources: []Source{on("2025-01-01")}}, b: {Sources: []Source{on("2026-01-01")}}, c: {Basis: Assumed}}
	known, later := s.KnownOn("2025-06-01")
	if len(known) != 2 || len(later) != 1 || later[b].From != "" || len(s) != 3 {
		t.Errorf("known %v, later %v", known, later)
	}
	used := s.UsedOn("2025-06-01")
	if len(used) != 3 || used[b].From != "2026-01-01" || used[a].From != "" || used[c].From != "" || s[b].From != "" {
		t.Errorf("used %v of %v", used, s)
	}
}

// What is known only grows with the day, and nothing is known before all that it rests on.
func TestKnowledgeGrows(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	days := []string{"2024-01-01", "2024-07-01", "2025-01-01", "2025-07-01", "2026-01-01"}
	for range 2000 {
		n := 1 + r.IntN(4)
		v := Value{Shape: Discrete}
		if r.IntN(2) == 0 {
			v.Shape = Triangular
		}
		for i := range n {
			if v.Shape == Discrete {
				v.Values, v.Weights = append(v.Values, float64(i)), append(v.Weights, float64(1+r.IntN(3)))
			}
			v.Sources = append(v.Sources, on(days[r.IntN(len(days))]))
		}
		if r.IntN(4) == 0 {
			v.AsOf = days[r.IntN(len(days))]
		}
		before := 0
		for _, day := range days {
			known, ok := v.KnownOn(day)
			from, _ := v.KnownFrom()
			if ok != (from <= day) {
				t.Fatalf("%+v on %s: known %t, from %s", v, day, ok, from)
			}
			if !ok {
				if before > 0 {
					t.Fatalf("%+v was known before %s", v, day)
				}
				continue
			}
			now := max(1, len(known.Values))
			if now < before {
				t.Fatalf("%+v: %d figures on %s, %d before", v, now, day, before)
			}
			before = now
			for _, s := range known.Sources {
				if v.AsOf == "" && s.Date > day {
					t.Fatalf("%+v on %s rests on %v", v, day, s)
				}
			}
		}
		if last, ok := v.KnownOn("9999-12-31"); !ok || !reflect.DeepEqual(last, v) {
			t.Fatalf("%+v became %+v", v, last)
		}
	}
}
