package answer

import (
	"slices"

	"github.com/capplan/capplan/internal/quantity"
)

// Lack is why a quantity has no value: a member whose profile has no figure for some inputs.
type Lack struct {
	ID, Name string
	Inputs   []string // names, in the model's order
}

// Lacks says on whose account a quantity of the answer is n/a, in whole or for some members; empty where it has a value. It is of the mix that was run: in a
// comparison, the reference's.
func (a *Answer) Lacks(s *quantity.Spec) []Lack {
	if a.Mix == nil || a.Plan == nil {
		return nil
	}
	var out []Lack
	for i, m := range a.Mix.Members {
		if inputs := a.lacking(s, i); len(inputs) > 0 {
			out = append(out, Lack{m.ID, m.Name, inputs})
		}
	}
	return out
}

// lacking names the inputs that member i lacks for the quantity, if it is n/a on the member's account.
func (a *Answer) lacking(s *quantity.Spec, i int) []string {
	own, measure := a.blamed(s, i)
	return union(own, measure)
}

// blamed is the mix's blame of member i, by names; nothing where the quantity has a value.
func (a *Answer) blamed(s *quantity.Spec, i int) (own, measure []string) {
	if !slices.Contains(a.Plan.Missing(s), a.Mix.Members[i].ID) {
		return nil, nil
	}
	x, y := a.Mix.Blame(s, i)
	return names(x), names(y)
}

func names(specs []*quantity.Spec) []string {
	var out []string
	for _, s := range specs {
		out = append(out, s.Name)
	}
	return out
}

// union is a with what b has beyond it.
func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

// blame leaves in the list of members for which a total is n/a those on whose account it is.
func (a *Answer) blame() {
	for k := range a.Total {
		q := &a.Total[k]
		if len(q.Missing) == 0 {
			continue
		}
		q.Missing = nil
		for _, l := range a.Lacks(q.Spec) {
			q.Missing = append(q.Missing, l.ID)
		}
	}
}
