package mix

import (
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
)

// Lacking lists the inputs of member i that the quantity needs and that nobody gives, in the model's order. Inputs of the question itself are not listed.
func (m *Mix) Lacking(s *quantity.Spec, member int) []*quantity.Spec {
	used := m.closure([]*quantity.Spec{s}, member)
	var out []*quantity.Spec
	for _, x := range model.Model.All() {
		if x.Input && x.Scope == quantity.Member && used[x] && !m.Gives(x, member) && x.Formula() == "" {
			out = append(out, x)
		}
	}
	return out
}

// DependsOn reports whether the quantity is computed from the input in this question.
func (m *Mix) DependsOn(s, input *quantity.Spec, member int) bool {
	return m.closure([]*quantity.Spec{s}, member)[input]
}
