package answer

import (
	"slices"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
)

// Everything lists the inputs on which any quantity of the question depends, in the model's order: those that all share, and those of each member. Unlike the
// inputs that an answer records it does not depend on which quantities were asked for, so that it tells one question from another.
func (a *Answer) Everything() (shared []Input, members [][]Input) {
	var all []*quantity.Spec
	for _, s := range model.Model.All() {
		if !s.Input {
			all = append(all, s)
		}
	}
	members = make([][]Input, len(a.Members))
	shared = slices.Clone(a.Inputs)
	for i := range a.Members {
		members[i] = slices.Clone(a.Members[i].Inputs)
		m, k := a.mixOf(i)
		if m == nil {
			continue
		}
		shared = withMore(shared, inputsOf(m.UsedShared(all), m.Shared))
		members[i] = withMore(members[i], inputsOf(m.Used(all, k), m.Members[k].Values))
	}
	return shared, members
}

// mixOf is the mix that a member is of, and its number there; nil for an answer that was not run.
func (a *Answer) mixOf(member int) (*mix.Mix, int) {
	switch {
	case member < len(a.alone):
		return a.alone[member], 0
	case a.Mix != nil && member < len(a.Mix.Members):
		return a.Mix, member
	}
	return nil, 0
}

// withMore adds the inputs that are not in the list yet.
func withMore(list, more []Input) []Input {
	for _, in := range more {
		if !slices.ContainsFunc(list, func(x Input) bool { return x.Spec == in.Spec }) {
			list = append(list, in)
		}
	}
	return list
}

// Everything is the head of the ramp with all inputs on which any of its quantities depends; see [Answer.Everything].
func (a *Ramp) Everything() *Answer {
	head := a.Head()
	all := RampOutputs()
	head.Inputs = withMore(slices.Clone(head.Inputs), a.sharedInputs(all))
	for i := range head.Members {
		head.Members[i].Inputs = withMore(slices.Clone(head.Members[i].Inputs), a.generationInputs(i, all))
	}
	return head
}
