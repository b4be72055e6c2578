package mix

import (
	"fmt"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/quantity"
)

// Ref names an input of one owner: a member's id, or empty for what all share.
type Ref struct {
	Owner string
	Spec  *quantity.Spec
}

// String names the input as people write it.
func (r Ref) String() string {
	if r.Owner == "" {
		return r.Spec.Name
	}
	return r.Owner + ":" + r.Spec.Name
}

// Correlation says that two inputs rise and fall together.
type Correlation struct {
	A, B Ref
	quantity.Correlation
}

// pairs reports whether two correlations are about the same two inputs.
func (c Correlation) pairs(d Correlation) bool {
	return c.A == d.A && c.B == d.B || c.A == d.B && c.B == d.A
}

// Superseded is a correlation that does not count, and the one about the same inputs that takes its place.
type Superseded struct{ Old, New Correlation }

// AllCorrelations are those that count: of the site and the question, and then each member's own. Of several about the same two inputs the most special
// counts: the question's before a scenario's, a scenario's before the site's and the members'. One of rank 0 only takes back another.
func (m *Mix) AllCorrelations() []Correlation {
	out, _ := m.statements()
	return slices.DeleteFunc(out, func(c Correlation) bool { return c.Rank == 0 })
}

// Superseded lists the correlations that others take the place of.
func (m *Mix) Superseded() []Superseded {
	_, out := m.statements()
	return out
}

// statements are the correlations that count, those of rank 0 among them, and those that do not.
func (m *Mix) statements() (counts []Correlation, not []Superseded) {
	all := slices.Clone(m.Correlations)
	for _, x := range m.Members {
		for _, c := range x.Correlations {
			all = append(all, Correlation{Ref{x.ID, c.A}, Ref{x.ID, c.B}, c})
		}
	}
	special := len(m.Correlations) // these are in the order in which they win
	for i, c := range all {
		over := -1
		for k := range all[:special] {
			if (k > i || i >= special) && all[k].pairs(c) {
				over = k
			}
		}
		if over < 0 {
			counts = append(counts, c)
		} else if all[over].Rank != c.Rank {
			not = append(not, Superseded{c, all[over]})
		}
	}
	return counts, not
}

// Idle is a correlation without an effect in this question, and which of its inputs are the reason.
type Idle struct {
	Correlation
	Fixed   []Ref // the same in every draw
	Missing []Ref // given by nobody
}

// IdleCorrelations lists the correlations that change nothing because an input does not vary.
func (m *Mix) IdleCorrelations() []Idle {
	var out []Idle
	owners := m.owners()
	for _, c := range m.AllCorrelations() {
		x := Idle{Correlation: c}
		for _, r := range []Ref{c.A, c.B} {
			switch v, known := owners[r.Owner][r.Spec]; {
			case !known:
				x.Missing = append(x.Missing, r)
			case v.IsConstant():
				x.Fixed = append(x.Fixed, r)
			}
		}
		if len(x.Fixed)+len(x.Missing) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// owners are the values of what all share, under an empty name, and of each member.
func (m *Mix) owners() map[string]quantity.Scenario {
	out := map[string]quantity.Scenario{"": m.Shared}
	for _, x := range m.Members {
		out[x.ID] = x.Values
	}
	return out
}

// tied is a pair of coordinates and the correlation that says so.
type tied struct {
	quantity.Pair
	stated Correlation
}

// correlate blends the coordinates of correlated inputs, in the order in which they are named.
func (c *coordinates) correlate(stated []Correlation, owners map[string]quantity.Scenario) error {
	var at []quantity.Coordinate
	number := map[string]int{}
	of := func(r Ref) (int, bool) {
		v, known := owners[r.Owner][r.Spec]
		if !known || v.IsConstant() {
			return 0, false // what does not vary has no correlation
		}
		x := c.plain(r.Spec, r.Owner, v)
		k := key(x)
		if _, done := number[k]; !done {
			number[k] = len(at)
			at = append(at, x)
		}
		return number[k], true
	}
	var pairs []tied
	for _, s := range stated {
		i, okA := of(s.A)
		j, okB := of(s.B)
		switch {
		case !okA || !okB:
			continue
		case i == j:
			return fmt.Errorf("%s and %s are of one common group and move together; they can have no other correlation (%s)", s.A, s.B, s.where())
		}
		k := slices.IndexFunc(pairs, func(p tied) bool { return p.A == i && p.B == j || p.A == j && p.B == i })
		switch {
		case k < 0:
			pairs = append(pairs, tied{quantity.Pair{A: i, B: j, Rank: s.Rank}, s})
		case pairs[k].Rank != s.Rank && pairs[k].stated.pairs(s):
			return fmt.Errorf("two correlations are stated of %s and %s: %s and %s; state one", s.A, s.B, pairs[k].stated.brief(), s.brief())
		case pairs[k].Rank != s.Rank:
			return fmt.Errorf("two correlations are stated of the same common groups: %s and %s; state one", pairs[k].stated.inWords(), s.inWords())
		}
	}
	blended, err := quantity.Blend(at, plainPairs(pairs))
	if err != nil {
		return contradiction(at, pairs, err)
	}
	for i, x := range at {
		c.blends[key(x)] = blended[i]
	}
	return nil
}

func plainPairs(list []tied) []quantity.Pair {
	out := make([]quantity.Pair, len(list))
	for i, p := range list {
		out[i] = p.Pair
	}
	return out
}

// contradiction says which correlations cannot be true together: as few as possible, of which none can be left out.
func contradiction(at []quantity.Coordinate, pairs []tied, err error) error {
	for i := len(pairs) - 1; i >= 0; i-- {
		less := slices.Delete(slices.Clone(pairs), i, i+1)
		if _, still := quantity.Blend(at, plainPairs(less)); still != nil {
			pairs = less
		}
	}
	texts := make([]string, len(pairs))
	for i, p := range pairs {
		texts[i] = p.stated.inWords()
	}
	first := pairs[0].stated
	return fmt.Errorf("%w: %s; state other ranks, or take one back (--correlate %s,%s=0)", err, strings.Join(texts, "; "), first.A, first.B)
}

// inWords is a correlation for a message: its inputs, its rank and where it is stated.
func (c Correlation) inWords() string { return fmt.Sprintf("%s and %s %s", c.A, c.B, c.brief()) }

func (c Correlation) brief() string { return fmt.Sprintf("%g (%s)", c.Rank, c.where()) }

// where is what states the correlation.
func (c Correlation) where() string {
	switch {
	case c.Origin == "":
		return "stated"
	case c.Name == "":
		return c.Origin
	}
	return c.Origin + ", correlations." + c.Name
}
