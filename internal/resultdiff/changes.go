package resultdiff

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/saved"
)

// Change is one thing that is not the same in both answers: an input, or a part of the question.
type Change struct {
	Name     string // "site.pue_peak", "trainium3:chip.tdp", "precision"
	Owner    string // "site", "finance", a chip, "question"
	Part     string // of the owner: "site", "trainium3: chip", "question"
	Spec     *quantity.Spec
	Old, New *quantity.Value // of an input; nil where that side does not give it
	From, To string          // of a part of the question, in words

	apply func(to, from *saved.Answer) // takes it from another answer
}

// Owners that are no chip.
const (
	ofQuestion = "question"
	ofSampling = "sampling"
)

// changes lists what is not the same.
func changes(old, new *saved.Answer) []Change {
	var out []Change
	choices := choiceChanges(old, new)
	out = append(out, startChange(old, new)...)
	var onlyOne []Change // inputs that one side alone gives
	collect := func(owner func(s *quantity.Spec) (name, of, part string), a, b quantity.Scenario, at func(x *saved.Answer) quantity.Scenario) {
		for _, s := range order(a, b) {
			x, had := a[s]
			y, has := b[s]
			if s == old.Question.StartSpec || had && has && same(&x, &y) {
				continue
			}
			name, of, part := owner(s)
			c := Change{Name: name, Owner: of, Part: part, Spec: s, apply: func(to, from *saved.Answer) {
				list, source := at(to), at(from)
				if list == nil || source == nil {
					return
				}
				if v, given := source[s]; given {
					list[s] = v
				} else {
					delete(list, s)
				}
			}}
			if had {
				c.Old = &x
			}
			if has {
				c.New = &y
			}
			if had && has {
				out = append(out, c)
			} else {
				onlyOne = append(onlyOne, c)
			}
		}
	}
	collect(func(s *quantity.Spec) (string, string, string) {
		first, _, _ := strings.Cut(s.Name, ".")
		return s.Name, first, first
	}, old.Shared, new.Shared, func(x *saved.Answer) quantity.Scenario { return x.Shared })
	for _, pair := range pairs(old, new) {
		a, b := &old.Members[pair[0]], &new.Members[pair[1]]
		collect(func(s *quantity.Spec) (string, string, string) {
			first, _, _ := strings.Cut(s.Name, ".")
			owner := b.ID
			if a.ID != b.ID {
				owner = a.ID + " → " + b.ID
			}
			name := s.Name
			if len(old.Members) > 1 || len(new.Members) > 1 {
				name = b.ID + ":" + name
			}
			return name, owner, owner + ": " + first
		}, a.Values, b.Values, func(x *saved.Answer) quantity.Scenario {
			for _, id := range []string{a.ID, b.ID} {
				if m := x.Member(id); m != nil {
					return m.Values
				}
			}
			return nil
		})
	}
	if len(onlyOne) > 0 && len(choices) > 1 { // of each pair of options only two were asked, and only their inputs are known
		choices = []Change{merged(choices)}
	}
	out = append(out, together(onlyOne, choices)...)
	out = append(out, choices...)
	out = append(out, fleetChange(old, new)...)
	out = append(out, scenarioChanges(old, new)...)
	return append(out, samplingChanges(old, new)...)
}

// order lists the quantities of two lists as the model has them, a ramp's own last.
func order[T any](a, b map[*quantity.Spec]T) []*quantity.Spec {
	var out []*quantity.Spec
	for _, all := range [][]*quantity.Spec{model.Model.All(), ramp.Quantities.All()} {
		for _, s := range all {
			_, had := a[s]
			_, has := b[s]
			if had || has {
				out = append(out, s)
			}
		}
	}
	return out
}

// same reports whether two values draw the same.
func same(a, b *quantity.Value) bool {
	return a.Shape == b.Shape && a.Low == b.Low && a.Mode == b.Mode && a.High == b.High && slices.Equal(a.Values, b.Values) && slices.Equal(a.Weights, b.Weights) &&
		(a.Common == b.Common || a.IsConstant())
}

// pairs are the members whose inputs are compared: those of one id, or the only ones.
func pairs(old, new *saved.Answer) [][2]int {
	if len(old.Members) == 1 && len(new.Members) == 1 && old.Kind == saved.Fleet {
		return [][2]int{{0, 0}}
	}
	var out [][2]int
	for i, m := range old.Members {
		for k, n := range new.Members {
			if m.ID == n.ID {
				out = append(out, [2]int{i, k})
			}
		}
	}
	return out
}

// startChange is the amount that the question starts from.
func startChange(old, new *saved.Answer) []Change {
	s := old.Question.StartSpec
	a, b := old.Shared[s], new.Shared[s]
	if same(&a, &b) {
		return nil
	}
	return []Change{{Name: s.Name, Owner: ofQuestion, Part: ofQuestion, Spec: s, Old: &a, New: &b, apply: func(to, from *saved.Answer) {
		to.Shared[s] = from.Shared[s]
	}}}
}

// choiceChanges are the options of the question.
func choiceChanges(old, new *saved.Answer) []Change {
	var out []Change
	for _, c := range []struct {
		name string
		at   func(q *saved.Question) *string
	}{
		{"workload", func(q *saved.Question) *string { return &q.Workload }},
		{"precision", func(q *saved.Question) *string { return &q.Precision }},
		{"by", func(q *saved.Question) *string { return &q.By }},
	} {
		a, b := *c.at(&old.Question), *c.at(&new.Question)
		if a == b || c.name == "by" && byPower(a) && byPower(b) {
			continue
		}
		out = append(out, Change{Name: c.name, Owner: ofQuestion, Part: ofQuestion, From: a, To: b, apply: func(to, from *saved.Answer) {
			*c.at(&to.Question) = *c.at(&from.Question)
		}})
	}
	return out
}

// merged makes one change of several choices.
func merged(list []Change) Change {
	out := list[0]
	for _, x := range list[1:] {
		before, more := out.apply, x.apply
		out.Name, out.From, out.To = out.Name+" and "+x.Name, out.From+" "+x.From, out.To+" "+x.To
		out.apply = func(to, from *saved.Answer) { before(to, from); more(to, from) }
	}
	return out
}

func byPower(s string) bool { return s == "" || s == string(mix.ByPower) }

// together makes one change of all the inputs that one side alone gives, an owner at a time: alternatives, such as a system's power and its hosts', make sense
// only together. Where the question chooses otherwise, such as another precision, they go with the choice that reads them.
func together(only, choices []Change) []Change {
	if len(only) == 0 {
		return nil
	}
	if len(choices) > 0 {
		c := &choices[0]
		for _, x := range only {
			before, more := c.apply, x.apply
			c.apply = func(to, from *saved.Answer) { before(to, from); more(to, from) }
		}
		return nil
	}
	var out []Change
	for i, x := range only {
		last := len(out) - 1
		if i == 0 || out[last].Owner != x.Owner {
			out = append(out, x)
			continue
		}
		c := &out[last]
		before, more := c.apply, x.apply
		if c.Spec != nil {
			c.From, c.To = c.sides()
		}
		from, to := x.sides()
		c.From, c.To = strings.TrimPrefix(c.From+", "+from, ", "), strings.TrimPrefix(c.To+", "+to, ", ")
		c.From, c.To = strings.TrimSuffix(c.From, ", "), strings.TrimSuffix(c.To, ", ")
		c.Spec, c.Old, c.New, c.Part = nil, nil, nil, x.Owner
		c.Name = "inputs of one side only"
		if x.Owner != firstOf(x.Name) {
			c.Name = x.Owner + ": " + c.Name
		}
		c.apply = func(to, from *saved.Answer) { before(to, from); more(to, from) }
	}
	return out
}

// sides names an input on the side that gives it.
func (c *Change) sides() (from, to string) {
	if c.Old != nil {
		return c.Spec.Name, ""
	}
	return "", c.Spec.Name
}

func firstOf(name string) string {
	first, _, _ := strings.Cut(name, ".")
	return first
}

// fleetChange is who takes part, in which order and with what share.
func fleetChange(old, new *saved.Answer) []Change {
	if len(pairs(old, new)) == 1 && len(old.Members) == 1 && len(new.Members) == 1 {
		return nil
	}
	text := func(a *saved.Answer) string {
		parts := make([]string, len(a.Members))
		for i, m := range a.Members {
			parts[i] = m.ID
			if a.Kind == saved.Fleet {
				parts[i] = fmt.Sprintf("%s %.4g%%", m.ID, 100*m.Share)
			}
		}
		return strings.Join(parts, ", ")
	}
	alike := slices.EqualFunc(old.Members, new.Members, func(a, b saved.Member) bool { return a.ID == b.ID && a.Share == b.Share })
	if alike {
		return nil
	}
	name := map[saved.Kind]string{saved.Fleet: "shares", saved.Alternatives: "chips", saved.Ramp: "generations"}[old.Kind]
	return []Change{{Name: name, Owner: ofQuestion, Part: ofQuestion, From: text(old), To: text(new), apply: func(to, from *saved.Answer) {
		members := make([]saved.Member, len(from.Members))
		for i, m := range from.Members {
			members[i] = m
			members[i].Values, members[i].Figures = maps.Clone(m.Values), nil
			if have := to.Member(m.ID); have != nil {
				members[i].Values, members[i].Window = have.Values, have.Window
			}
		}
		to.Members = members
	}}}
}

// samplingChanges are which cases are drawn, and what is drawn together: the only changes that may move a figure by noise alone.
func samplingChanges(old, new *saved.Answer) []Change {
	var out []Change
	text := func(s saved.Sampling) string { return fmt.Sprintf("%d draws, seed %d, %s", s.Draws, s.Seed, s.Sampler) }
	if a, b := old.Question.Sampling, new.Question.Sampling; a != b || !agree(old.Streams, new.Streams) {
		from, to := text(a), text(b)
		out = append(out, Change{Name: "sampling", Owner: ofSampling, Part: ofSampling, From: from, To: to, apply: func(to, from *saved.Answer) {
			to.Question.Sampling, to.Streams = from.Question.Sampling, from.Streams
		}})
	}
	if a, b := ties(old), ties(new); a != b {
		out = append(out, Change{Name: "correlations", Owner: ofQuestion, Part: ofQuestion, From: a, To: b, apply: func(to, from *saved.Answer) {
			to.Correlations = from.Correlations
		}})
	}
	return out
}

// joined are both answers with the dimensions of the groups of both, where these do not contradict each other.
func joined(old, new *saved.Answer) (a, b *saved.Answer) {
	if !agree(old.Streams, new.Streams) {
		return old, new
	}
	both := map[string]int{}
	maps.Copy(both, old.Streams)
	maps.Copy(both, new.Streams)
	o, n := *old, *new
	o.Streams, n.Streams = both, both
	return &o, &n
}

// agree reports whether no group has another dimension in the one than in the other.
func agree(a, b map[string]int) bool {
	for group, at := range a {
		if other, both := b[group]; both && other != at {
			return false
		}
	}
	return true
}

// ties are the stated correlations in a line.
func ties(a *saved.Answer) string {
	var parts []string
	for _, c := range a.Correlations {
		parts = append(parts, fmt.Sprintf("%s and %s %g", c.A, c.B, c.Rank))
	}
	slices.Sort(parts)
	if parts = slices.Compact(parts); parts == nil {
		return "none"
	}
	return strings.Join(parts, "; ")
}
