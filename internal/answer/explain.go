package answer

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Explanation is the derivation of one quantity in one question: what it is computed from, down to the inputs and their sources.
type Explanation struct {
	Question Question
	Member   Member // whose quantity; the total's derivation is that of a mix of one
	Steps    []Step // the quantity itself first, then what it is computed from, each once
	Inputs   []Input
	Notes    []Note
	Warnings []Warning
}

// Step is one computed quantity of a derivation: the formula as it applies to this question, and the value it gives.
type Step struct {
	Quantity
	Formula string
	Uses    []string // names in the formula, in order
	Depth   int      // 0 for the quantity that was asked for
}

// Explain derives a quantity for a single chip. The mix must be valid and have one member.
func Explain(q Question, m *mix.Mix, target *quantity.Spec, set analysis.Settings) *Explanation {
	type entry struct {
		spec  *quantity.Spec
		depth int
	}
	var order []entry
	seen := map[*quantity.Spec]bool{}
	var visit func(s *quantity.Spec, depth int)
	visit = func(s *quantity.Spec, depth int) {
		if seen[s] || m.Gives(s, 0) || s == capacity.Allocation.Spec { // a single chip has all of the start
			return
		}
		seen[s] = true
		if s.Formula() != "" {
			order = append(order, entry{s, depth})
		}
		for _, o := range s.Operands(m.Chosen) {
			visit(o, depth+1)
		}
	}
	visit(target, 0)

	var outputs []mix.Output
	for _, e := range order {
		outputs = append(outputs, output(e.spec))
	}
	r := run(m, outputs, set)
	r.marks = []*overrides{overridesOf(q, m)}
	x := &Explanation{Question: q, Member: Member{ID: m.Members[0].ID, Name: m.Members[0].Name, Vendor: m.Members[0].Vendor, Share: 1}}
	for _, e := range order {
		st := Step{Quantity: r.quantity(output(e.spec)), Formula: whole(e.spec.FormulaFor(m.Chosen)), Depth: e.depth}
		if extra := e.spec.ExtraFormula(); extra != "" {
			st.Formula += " + " + extra
		}
		for _, o := range e.spec.Operands(m.Chosen) {
			if o != capacity.Allocation.Spec {
				st.Uses = append(st.Uses, o.Name)
			}
		}
		x.Steps = append(x.Steps, st)
	}
	one := []*quantity.Spec{target}
	a := &Answer{Question: q, Mix: m, Plan: r.plan, Total: []Quantity{x.Steps[0].Quantity}, Inputs: inputsOf(m.UsedShared(one), m.Shared)}
	member := x.Member
	member.Inputs = inputsOf(m.Used(one, 0), m.Members[0].Values)
	a.Members = []Member{member}
	x.Inputs = slices.Concat(a.Inputs, member.Inputs)
	a.noteMissing()
	a.noteIdle()
	a.noteLeftOut()
	a.warnLater()
	a.warnAnnounced()
	a.warnAssumedMoney()
	x.Notes, x.Warnings = a.Notes, a.Warnings
	return x
}

// whole is a formula without the factor for a member's part of the start, which is 1 for a single chip.
func whole(formula string) string {
	return strings.ReplaceAll(formula, " * "+capacity.Allocation.Name, "")
}

// output is the quantity as the total has it, or as the member has it where there is no total.
func output(s *quantity.Spec) mix.Output {
	if s.Total == quantity.None {
		return mix.Output{Member: 0, Spec: s}
	}
	return mix.Output{Member: mix.Total, Spec: s}
}
