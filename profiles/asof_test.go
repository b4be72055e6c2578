package profiles_test

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
)

// days are all dates of the library on which knowledge can change, and the days around them all.
func days(t *testing.T) []string {
	t.Helper()
	seen := map[string]bool{"0001-01-01": true, "9999-12-31": true}
	for _, e := range entries(t) {
		for _, s := range e.sources {
			seen[s.Date] = true
		}
		for _, v := range e.values {
			seen[v.AsOf] = true
		}
	}
	as, err := library(t).Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range as {
		for _, d := range []string{a.Announced, a.Available, a.EndOfSale} {
			seen[d] = true
		}
	}
	delete(seen, "")
	return slices.Sorted(maps.Keys(seen))
}

// facts are the figures of a library as of a day, each with the day from which it counts: what a value rests on, not what it says.
func facts(t *testing.T, l *profile.Library) map[string]string {
	t.Helper()
	out := map[string]string{}
	add := func(id, input string, v quantity.Value) {
		if v.Shape != quantity.Discrete && len(v.Later) == 0 {
			from, _ := v.KnownFrom()
			out[id+" "+input] = from
			return
		}
		if v.Shape == quantity.Constant {
			v.Values = []float64{v.Mode}
		}
		for i, x := range v.Values {
			from := v.AsOf
			if from == "" && i < len(v.Sources) {
				from = v.Sources[i].Date
			}
			out[id+" "+input+" "+strconv.FormatFloat(x, 'g', -1, 64)] = from
		}
	}
	as, err := l.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range as {
		out[a.ID] = a.KnownFrom()
		for s, v := range a.Values {
			add(a.ID, s.Name, v)
		}
		for p, v := range a.Sparse {
			add(a.ID, "sparse "+p, v)
		}
	}
	ss, err := l.Sites()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range ss {
		for spec, v := range s.Values {
			if v.From == "" {
				add(s.ID, spec.Name, v)
			}
		}
	}
	return out
}

// What is known only grows with the day; nothing is known before the day that it rests on; and on the last day all is known.
func TestKnowledgeOnlyGrows(t *testing.T) {
	l := library(t)
	before := map[string]string{}
	for _, day := range days(t) {
		now := facts(t, l.AsOf(day))
		for f, from := range now {
			if from > day {
				t.Errorf("%s is known on %s and counts from %s", f, day, from)
			}
		}
		for f := range before {
			if _, still := now[f]; !still {
				t.Errorf("%s was known before %s and is not then", f, day)
			}
		}
		before = now
	}
	if all := facts(t, l); len(all) != len(before) {
		t.Errorf("%d facts in the end, %d in the library", len(before), len(all))
	}
	if len(before) < 300 {
		t.Errorf("only %d facts", len(before))
	}
}

// On a day after all others the library is the library.
func TestFarFutureIsAllThatIsKnown(t *testing.T) {
	l := library(t)
	far := l.AsOf("9999-12-31")
	same := []cmp.Option{cmpopts.EquateEmpty(), cmp.Comparer(func(a, b *quantity.Spec) bool { return a == b }), cmpopts.IgnoreFields(accelerators.Accelerator{}, "Values"),
		cmpopts.IgnoreFields(power.Site{}, "Values")}
	for _, id := range l.AcceleratorIDs() {
		a, err := l.Accelerator(id)
		if err != nil {
			t.Fatal(err)
		}
		b, err := far.Accelerator(id)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(a, b, same...); d != "" {
			t.Errorf("%s (-today +far future):\n%s", id, d)
		}
		equalValues(t, id, a.Values, b.Values)
	}
	for _, id := range l.SiteIDs() {
		a, err := l.Site(id)
		if err != nil {
			t.Fatal(err)
		}
		b, err := far.Site(id)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(a, b, same...); d != "" {
			t.Errorf("%s (-today +far future):\n%s", id, d)
		}
		equalValues(t, id, a.Values, b.Values)
	}
	a, err := l.Reference()
	if err != nil {
		t.Fatal(err)
	}
	b, err := far.Reference()
	if err != nil {
		t.Fatal(err)
	}
	equalValues(t, "reference", a, b)
}

func equalValues(t *testing.T, id string, a, b quantity.Scenario) {
	t.Helper()
	if len(a) != len(b) {
		t.Errorf("%s has %d values, in the far future %d", id, len(a), len(b))
	}
	for s, v := range a {
		if d := cmp.Diff(v, b[s]); d != "" {
			t.Errorf("%s: %s (-today +far future):\n%s", id, s.Name, d)
		}
	}
}

// A chip is unknown until the day that it is announced, and the error says when that was.
func TestChipsAreUnknownBeforeTheyAreAnnounced(t *testing.T) {
	l := library(t)
	for _, id := range l.AcceleratorIDs() {
		a, err := l.Accelerator(id)
		if err != nil {
			t.Fatal(err)
		}
		from := a.KnownFrom()
		if from == "" {
			continue
		}
		if _, err := l.AsOf(from).Accelerator(id); err != nil {
			t.Errorf("on the day itself: %v", err)
		}
		_, err = l.AsOf("1999-12-31").Accelerator(id)
		var unknown *profile.UnknownError
		since := "it was announced on "
		if a.Announced == "" {
			since = "it could be had from "
		}
		want := `unknown chip "` + id + `" as of 1999-12-31: ` + since + from
		if !errors.As(err, &unknown) || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		if on, err := l.AsOf(from).Accelerator(id); err == nil && a.Available > from && on.Status != accelerators.Announced {
			t.Errorf("%s is %s on the day of its announcement, and could be had from %s", id, on.Status, a.Available)
		}
	}
}
