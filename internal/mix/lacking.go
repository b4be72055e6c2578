package mix

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
)

// Lacking lists the inputs of member i that the quantity needs and that nobody gives, in the model's order. Inputs of the question itself are not listed.
func (m *Mix) Lacking(s *quantity.Spec, member int) []*quantity.Spec {
	used := m.closure([]*quantity.Spec{s}, member)
	var out []*quantity.Spec
	for _, x := range model.Model.All() {
		if x.Input && x.Scope == quantity.Member && used[x] && !m.Gives(x, member) && (x.Formula() == "" || m.later(x, member)) && !m.spared(x, member) {
			out = append(out, x)
		}
	}
	return out
}

// later reports whether member i's profile gives the input, and it was not known on the day that the question is asked as of.
func (m *Mix) later(s *quantity.Spec, member int) bool {
	_, later := m.Members[member].Later[s]
	return later
}

// spared reports whether a peak is not needed because the other 8-bit one, of which the greater counts, is there, or was not known yet.
func (m *Mix) spared(s *quantity.Spec, member int) bool {
	fp8, int8 := accelerators.Precision.Index("fp8"), accelerators.Precision.Index("int8")
	for _, pair := range [][2]int{{fp8, int8}, {int8, fp8}} {
		if s == accelerators.Peak[pair[0]].Spec && m.Precision != pair[0] {
			other := accelerators.Peak[pair[1]].Spec
			return m.later(other, member) || m.Gives(other, member)
		}
	}
	return false
}

// DependsOn reports whether the quantity is computed from the input in this question.
func (m *Mix) DependsOn(s, input *quantity.Spec, member int) bool {
	return m.closure([]*quantity.Spec{s}, member)[input]
}
