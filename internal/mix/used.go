package mix

import (
	"slices"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// UsedShared lists the shared inputs that the quantities depend on in this question, in the model's order.
func (m *Mix) UsedShared(specs []*quantity.Spec) []*quantity.Spec {
	used := map[*quantity.Spec]bool{}
	for i := range m.Members {
		for s := range m.closure(specs, i) {
			used[s] = true
		}
	}
	return m.pick(used, quantity.Shared)
}

// Used lists the inputs of member i that the quantities depend on in this question, in the model's order.
func (m *Mix) Used(specs []*quantity.Spec, i int) []*quantity.Spec {
	return m.pick(m.closure(specs, i), quantity.Member)
}

func (m *Mix) pick(used map[*quantity.Spec]bool, scope quantity.Scope) []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range model.Model.All() {
		if s.Input && s.Scope == scope && used[s] {
			out = append(out, s)
		}
	}
	return out
}

// Below is everything that a quantity of member i is computed from, the quantity itself included, the choices of the question taken.
func (m *Mix) Below(s *quantity.Spec, i int) map[*quantity.Spec]bool {
	return m.closure([]*quantity.Spec{s}, i)
}

// closure is everything that the quantities are computed from, the choices of the question taken.
func (m *Mix) closure(specs []*quantity.Spec, member int) map[*quantity.Spec]bool {
	seen := map[*quantity.Spec]bool{}
	var visit func(s *quantity.Spec)
	visit = func(s *quantity.Spec) {
		if seen[s] {
			return
		}
		seen[s] = true
		if s.Input && (m.Gives(s, member) || m.later(s, member)) {
			return // given, or to be given: its fallback formula does not matter
		}
		for _, o := range s.Operands(m.Chosen) {
			visit(o)
		}
		if s != capacity.Allocation.Spec {
			return
		}
		if x, y, entangled := m.dividing(); entangled { // the allocation is then computed from these
			for _, o := range slices.Concat(quantity.Operands(x, m.Chosen), quantity.Operands(y, m.Chosen)) {
				visit(o)
			}
		}
	}
	for _, s := range specs {
		visit(s)
	}
	if m.Unstated {
		seen[power.BasisInput.Spec] = true
	}
	return seen
}

// Gives reports whether the question, the site or the profile of member i gives the input.
func (m *Mix) Gives(s *quantity.Spec, member int) bool {
	if s.Scope == quantity.Shared {
		_, ok := m.Shared[s]
		return ok
	}
	_, ok := m.Members[member].Values[s]
	return ok
}
