package profile

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/suggest"
)

// correlations reads the [correlations] table of a scenario: which inputs rise and fall together. They may be the scenario's own, the site's, and those of
// single generations, as CHIP:NAME. It is read after the generations.
func (r *scenarioReader) correlations() {
	n := r.table("correlations", false, "write "+exampleCorrelation)
	if n == nil {
		return
	}
	var read []*node
	for _, k := range n.kids {
		if !k.isTable() {
			r.report(k.val, k.path(), "must be a table, not "+describe(k.value), "write "+exampleCorrelation)
			continue
		}
		if !validName(k.name) {
			r.report(k.key, k.path(), foreign.Quote(k.name)+" is no name of a correlation", nameAdvice)
		}
		if c, ok := r.stated(k); ok {
			r.s.Correlations, read = append(r.s.Correlations, c), append(read, k)
		}
	}
	r.consistent(read)
	if r.l.day != "" {
		r.s.Correlations = slices.DeleteFunc(r.s.Correlations, func(c mix.Correlation) bool { return c.KnownFrom() > r.l.day })
	}
}

// stated reads one correlation.
func (r *scenarioReader) stated(n *node) (mix.Correlation, bool) {
	before := len(r.problems)
	c := mix.Correlation{Correlation: quantity.Correlation{Name: n.name, Origin: r.origin(n)}}
	r.only(n, correlationKeys...)
	for _, key := range []string{"a", "b", "rank"} {
		k := n.kid(key)
		switch {
		case k == nil:
			r.report(n.key, n.path()+"."+key, "missing", "write "+exampleCorrelation)
		case key == "rank":
			c.Rank = r.rank(k)
		case key == "a":
			c.A = r.ref(k)
		default:
			c.B = r.ref(k)
		}
	}
	v := quantity.Value{}
	r.evidence(n, &v)
	c.Basis, c.Sources, c.Note, c.AsOf = v.Basis, v.Sources, v.Note, v.AsOf
	if c.A.Spec != nil && c.A == c.B {
		r.report(n.kid("b").val, n.path()+".b", "an input and itself have no correlation to state", "name another input")
	}
	c.Correlation.A, c.Correlation.B = c.A.Spec, c.B.Spec
	return c, len(r.problems) == before
}

// ref reads the name of an input; one without a spec, and a problem, if it is none that can follow another.
func (r *scenarioReader) ref(n *node) mix.Ref {
	text, ok := r.line(n)
	if !ok {
		return mix.Ref{}
	}
	fail := func(message, advice string) mix.Ref {
		r.report(n.val, n.path(), message, advice)
		return mix.Ref{}
	}
	owner, name, ofOne := strings.Cut(text, ":")
	if !ofOne {
		owner, name = "", text
	}
	s := ramp.Quantities.Find(name)
	if s == nil {
		s = model.Model.Find(name)
	}
	var names []string
	for _, x := range append(RampSettable(), Settable()...) {
		names = append(names, x.Name)
	}
	switch {
	case s == nil:
		advice := "write an input such as " + ramp.Delay.Name + " or " + power.PUEPeak.Name
		if m := suggest.Suggest(name, names); m != "" {
			advice = "did you mean " + m + "?"
		}
		return fail("there is no input "+foreign.Quote(name), advice)
	case !s.Input:
		return fail(name+" is computed", "name an input")
	case !slices.Contains(names, name):
		return fail(name+" is no input that a correlation can be about", "name one of the site, of a chip, or of the ramp")
	case s.Fixed || s.Labels != nil:
		return fail(name+" does not vary, and so follows nothing", "name an input that has a range")
	case s.Scope == quantity.Shared && ofOne:
		return fail(name+" is one for all generations", "write it without a chip")
	case s.Scope == quantity.Shared:
		if v, given := r.s.Values[s]; rampInput(name) != nil && (!given || v.Shape == "") && r.root.find(strings.Split(name, ".")) == nil {
			return fail("the scenario does not give "+name, "give it, or delete the correlation")
		}
		return mix.Ref{Spec: s}
	case !ofOne:
		return fail("whose "+name+"?", "write CHIP:"+name+", with the id of a generation")
	}
	return r.ofGeneration(n, s, owner)
}

// ofGeneration finds the generation whose input it is.
func (r *scenarioReader) ofGeneration(n *node, s *quantity.Spec, owner string) mix.Ref {
	fail := func(message, advice string) mix.Ref {
		r.report(n.val, n.path(), message, advice)
		return mix.Ref{}
	}
	id := owner
	if chip, err := r.l.Accelerator(owner); err == nil {
		id = chip.ID
	}
	var all []string
	for i, g := range r.s.Generations {
		if all = append(all, g.Chip); g.Chip != id {
			continue
		}
		if _, given := g.Values[s]; !given && rampInput(s.Name) != nil {
			return fail("the scenario does not give "+s.Name+" of "+owner, "give it in ["+r.nodes[i].path()+"], or delete the correlation")
		}
		return mix.Ref{Owner: id, Spec: s}
	}
	advice := "the generations are " + strings.Join(all, ", ")
	if m := suggest.Suggest(owner, all); m != "" {
		advice = "did you mean " + m + "?"
	}
	return fail(foreign.Quote(owner)+" is no generation of this scenario", advice)
}

// consistent reports pairs that are stated twice, and correlations that cannot be true together.
func (r *scenarioReader) consistent(read []*node) {
	var at []quantity.Coordinate
	number := map[mix.Ref]int{}
	of := func(x mix.Ref) int {
		if _, known := number[x]; !known {
			number[x] = len(at)
			at = append(at, quantity.Coordinate{Dim: len(at)})
		}
		return number[x]
	}
	var pairs []quantity.Pair
	var from []*node
	for i, c := range r.s.Correlations {
		p := quantity.Pair{A: of(c.A), B: of(c.B), Rank: c.Rank}
		same := slices.IndexFunc(r.s.Correlations[:i], func(o mix.Correlation) bool { return o.A == c.A && o.B == c.B || o.A == c.B && o.B == c.A })
		if same >= 0 {
			r.report(read[i].key, read[i].path(), "these inputs have a correlation already, "+r.s.Correlations[same].Name, "state one")
			continue
		}
		if c.Rank != 0 { // one of 0 takes back what the site states
			pairs, from = append(pairs, p), append(from, read[i])
		}
	}
	if _, err := quantity.Blend(at, pairs); err != nil {
		k := from[len(from)-1].kid("rank")
		r.report(k.val, k.path(), err.Error(), "state ranks that can be true together")
	}
}
