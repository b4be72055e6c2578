package profile

import (
	"slices"

	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
)

// correlationKeys are the keys of a stated correlation: its two inputs, how close they follow each other, and on what evidence.
var correlationKeys = slices.Concat([]string{"a", "b", "rank"}, slices.DeleteFunc(slices.Clone(evidenceKeys), func(k string) bool { return k == "common" }))

const exampleCorrelation = `[correlations.NAME] and below it a, b, rank and basis`

// tie is a correlation and where its parts stand.
type tie struct {
	quantity.Correlation
	at, a, b, rank place
}

// correlations reads the [correlations] table: which inputs of this profile rise and fall together, other than by a common group.
func (r *reader) correlations(n *node) {
	defer r.as(audit.Correlations)()
	if !n.isTable() {
		r.report(n.val, n.path(), "must be a table, not "+describe(n.value), "write "+exampleCorrelation)
		return
	}
	for _, k := range n.kids {
		if !k.isTable() {
			r.report(k.val, k.path(), "must be a table, not "+describe(k.value), "write "+exampleCorrelation)
			continue
		}
		if !validName(k.name) {
			r.report(k.key, k.path(), foreign.Quote(k.name)+" is no name of a correlation", nameAdvice)
		}
		r.correlation(k)
	}
}

func (r *reader) correlation(n *node) {
	before := len(r.problems)
	t := tie{Correlation: quantity.Correlation{Name: n.name, Origin: r.origin(n)}, at: place{r.t, n.key}}
	for _, k := range n.kids {
		switch k.name {
		case "a":
			t.A, t.a = r.tied(k), place{r.t, k.val}
		case "b":
			t.B, t.b = r.tied(k), place{r.t, k.val}
		case "rank":
			t.Rank, t.rank = r.rank(k), place{r.t, k.val}
		default:
			if !slices.Contains(correlationKeys, k.name) {
				r.unknown(k, correlationKeys)
			}
		}
	}
	for _, name := range []string{"a", "b", "rank"} {
		if n.kid(name) == nil {
			r.report(n.key, n.path()+"."+name, "missing", "write "+exampleCorrelation)
		}
	}
	v := &r.scratch
	*v = quantity.Value{}
	r.evidence(n, v)
	t.Basis, t.Sources, t.Note, t.AsOf = v.Basis, v.Sources, v.Note, v.AsOf
	if t.A != nil && t.A == t.B {
		r.report(n.kid("b").val, n.path()+".b", "an input and itself have no correlation to state", "name another input")
	}
	if len(r.problems) == before {
		r.doc.ties = append(r.doc.ties, t)
	}
}

// tied reads the name of an input of this kind of profile that varies; nil, and a problem, if it is none.
func (r *reader) tied(n *node) *quantity.Spec {
	name, ok := r.line(n)
	if !ok {
		return nil
	}
	s := model.Model.Find(name)
	switch {
	case s != nil && slices.Contains(r.schema.paths, name) && (s.Fixed || s.Labels != nil):
		r.report(n.val, n.path(), name+" does not vary, and so follows nothing", "name an input that has a range")
		return nil
	case s != nil && slices.Contains(r.schema.paths, name):
		return s
	case s != nil && !s.Input:
		r.report(n.val, n.path(), name+" is computed", "name an input")
		return nil
	case s != nil:
		r.report(n.val, n.path(), name+" is not an input of this profile", "both inputs of a correlation are of the profile that states it")
		return nil
	}
	advice := "write an input such as " + r.schema.paths[0]
	if m := suggest.Suggest(name, r.schema.paths); m != "" {
		advice = "did you mean " + m + "?"
	}
	r.report(n.val, n.path(), "there is no input "+foreign.Quote(name), advice)
	return nil
}

func (r *reader) rank(n *node) float64 {
	x, message, advice := numeral(n.value, nil)
	switch {
	case message != "":
		r.report(n.val, n.path(), message, advice)
	case !(x > -1 && x < 1):
		r.report(n.val, n.path(), describe(x)+" is no rank correlation that can be stated", "it is above -1 and below 1; inputs that move together as one share a common group")
	}
	return x
}

// correlationRules checks what no correlation shows by itself: that the profile gives both inputs, that they are not of one group, and that all of them can be
// true together. given tells which inputs are there, if only as values that are faulty by themselves.
func correlationRules(values quantity.Scenario, ties []tie, given func(*quantity.Spec) bool, report func(t *tie, part, message, advice string)) {
	number := map[string]int{} // of each input or group that varies
	var at []quantity.Coordinate
	of := func(s *quantity.Spec) int {
		key := "input " + s.Name
		if v := values[s]; v.Common != "" {
			key = "group " + v.Common
		}
		if _, known := number[key]; !known {
			number[key] = len(at)
			at = append(at, quantity.Coordinate{Dim: len(at)})
		}
		return number[key]
	}
	var pairs []quantity.Pair
	var stated []*tie
	for i := range ties {
		t := &ties[i]
		gap := false
		for _, end := range []struct {
			part string
			s    *quantity.Spec
		}{{"a", t.A}, {"b", t.B}} {
			if !given(end.s) {
				report(t, end.part, "the profile does not give "+end.s.Name, "give it, or delete the correlation")
				gap = true
			}
		}
		if gap || t.Rank == 0 || !varies(values, t.A) || !varies(values, t.B) { // one of 0 takes back what the profile below states
			continue
		}
		pair := quantity.Pair{A: of(t.A), B: of(t.B), Rank: t.Rank}
		if pair.A == pair.B {
			report(t, "b", t.A.Name+" and "+t.B.Name+" are of one common group, "+foreign.Quote(values[t.A].Common)+", and move together", "take one of them out of the group, or delete the correlation")
			continue
		}
		same := slices.IndexFunc(pairs, func(p quantity.Pair) bool { return p.A == pair.A && p.B == pair.B || p.A == pair.B && p.B == pair.A })
		if same >= 0 {
			what := "these inputs have"
			if o := stated[same]; o.A != t.A && o.A != t.B || o.B != t.A && o.B != t.B {
				what = "the groups of these inputs have"
			}
			report(t, "", what+" a correlation already, "+stated[same].Name, "state one")
			continue
		}
		pairs, stated = append(pairs, pair), append(stated, t)
	}
	// All of them at once: two that cannot be true alone can be so with a third.
	if _, err := quantity.Blend(at, pairs); err != nil {
		report(stated[len(stated)-1], "rank", err.Error(), "state ranks that can be true together")
	}
}

// varies reports whether an input has a range. One that is faulty counts as none: its own problem is enough.
func varies(values quantity.Scenario, s *quantity.Spec) bool {
	v, known := values[s]
	return known && !v.IsConstant()
}

// part is the place and the key of a part of a correlation; of the whole for an empty one.
func (t *tie) part(name string) (place, string) {
	key := "correlations." + t.Name
	if name == "" {
		return t.at, key
	}
	return map[string]place{"a": t.a, "b": t.b, "rank": t.rank}[name], key + "." + name
}

// tieProblems is what correlationRules finds in a document with an overlay on top.
func (d *document) tieProblems(given func(*quantity.Spec) bool) (problems Problems) {
	correlationRules(d.values, d.ties, given, func(t *tie, part, message, advice string) {
		at, key := t.part(part)
		if !t.Override { // it held before: a value that the overlay brings is to blame
			of := key
			for _, s := range []*quantity.Spec{t.A, t.B} {
				if d.values[s].Override {
					at, key = d.placeOf(s), s.Name
				}
			}
			message, advice = of+" of the profile: "+message, "state the correlation otherwise, too: rank = 0 takes it back"
		}
		p := at.t.problem(at.offset, key, message, advice)
		p.Code = audit.Correlations
		problems = append(problems, p)
	})
	return problems
}

// overrideTies puts the correlations of an overlay on top, by name. Those below that are about an input that is there no more go with it.
func overrideTies(below, top []tie, values quantity.Scenario) []tie {
	var out []tie
	for _, t := range below {
		_, hasA := values[t.A]
		_, hasB := values[t.B]
		if hasA && hasB && !slices.ContainsFunc(top, func(o tie) bool { return o.Name == t.Name }) {
			out = append(out, t)
		}
	}
	for _, t := range top {
		t.Override = true
		out = append(out, t)
	}
	return out
}
