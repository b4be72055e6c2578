package mix

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
)

// Blame lists the inputs for want of which the quantity is n/a on account of member i: those of its own formulas, and those of the measure that shares divide,
// without which nobody's part of the start is known. Both are empty where the member only shares the fate of another. Inputs of the question are not listed.
func (m *Mix) Blame(s *quantity.Spec, member int) (own, measure []*quantity.Spec) {
	alone := *m
	alone.Members = []Member{{Accelerator: m.Members[member].Accelerator, Share: 1}}
	if p := alone.Compile([]Output{{Member: 0, Spec: s}}); len(p.Missing(s)) > 0 {
		own = m.lacking([]*quantity.Spec{s}, member)
	}
	if len(m.Members) < 2 || m.Members[member].Share == 0 || !m.DependsOn(s, capacity.Allocation.Spec, member) {
		return own, nil
	}
	y := capacity.PerUnitOfStart(m.Start, m.Basis)
	x := m.measure(y)
	if x == y {
		return own, nil // shares are of the start itself
	}
	if per, constant := alone.CompileExpr(x).Output(0); constant && per != per {
		measure = m.lacking(m.measured(), member)
	}
	return own, measure
}

// lacking lists the inputs of member i that the quantities need and that nobody gives, in the model's order.
func (m *Mix) lacking(specs []*quantity.Spec, member int) []*quantity.Spec {
	used := m.closure(specs, member)
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

// measured are the quantities of which the measure that shares divide is made.
func (m *Mix) measured() []*quantity.Spec {
	switch m.By {
	case ByChips:
		return []*quantity.Spec{accelerators.Chips.Spec}
	case ByFLOPS:
		return []*quantity.Spec{accelerators.Chips.Spec, accelerators.Peak[accelerators.Precision.Index("fp8")].Spec, accelerators.Peak[accelerators.Precision.Index("int8")].Spec}
	case ByCapex:
		return []*quantity.Spec{accelerators.Chips.Spec, accelerators.ComputePerChip.Spec}
	}
	return []*quantity.Spec{capacity.ITPerUnit.Spec}
}

// DependsOn reports whether the quantity is computed from the input in this question.
func (m *Mix) DependsOn(s, input *quantity.Spec, member int) bool {
	return m.closure([]*quantity.Spec{s}, member)[input]
}
