package answer

import (
	"fmt"
	"slices"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
)

// mixStudy is a study of a mix.
type mixStudy struct {
	mix  *mix.Mix
	plan *mix.Plan
}

// number is the number that a metric is.
func (s *mixStudy) number(x Metric) mix.Output {
	if x.Member != mix.Total {
		return mix.Output{Member: x.Member, Spec: x.Spec}
	}
	return output(x.Spec)
}

func (s *mixStudy) output(x Metric) int { return s.plan.Index(s.number(x)) }

func (s *mixStudy) name(spec *quantity.Spec, owner string) string {
	if owner == "" || len(s.mix.Members) == 1 {
		return spec.Name
	}
	return owner + ":" + spec.Name
}

func (s *mixStudy) varying() []string {
	var all []*quantity.Spec
	for _, spec := range model.Model.All() {
		if !spec.Input {
			all = append(all, spec)
		}
	}
	return varying(s.mix, all, s.name)
}

// varying names the inputs of a mix that vary and that some of the quantities depend on.
func varying(m *mix.Mix, quantities []*quantity.Spec, name func(*quantity.Spec, string) string) []string {
	var out []string
	add := func(specs []*quantity.Spec, owner string, values quantity.Scenario) {
		for _, spec := range specs {
			if v, known := values[spec]; known && !v.IsConstant() {
				out = append(out, name(spec, owner))
			}
		}
	}
	add(m.UsedShared(quantities), "", m.Shared)
	for i, x := range m.Members {
		add(m.Used(quantities, i), x.ID, x.Values)
	}
	return out
}

func (s *mixStudy) lacks(x Metric) []string {
	var reasons []string
	o := s.number(x)
	for i, m := range s.mix.Members {
		if o.Member != mix.Total && o.Member != i {
			continue
		}
		own, measure := s.mix.Blame(x.Spec, i)
		reasons = append(reasons, lacking(m, slices.Concat(own, measure))...)
	}
	return reasons
}

// lacking says why inputs of a member are missing.
func lacking(m mix.Member, specs []*quantity.Spec) []string {
	var reasons, lacks []string
	for _, spec := range specs {
		if v, later := m.Later[spec]; later {
			day, _ := v.KnownFrom()
			reasons = append(reasons, fmt.Sprintf("%s of %s is known only from %s", spec.Name, m.Name, day))
		} else {
			lacks = append(lacks, spec.Name)
		}
	}
	if len(lacks) > 0 {
		reasons = append(reasons, fmt.Sprintf("the profile of %s has no %s", m.Name, list(lacks)))
	}
	return reasons
}

func (s *mixStudy) evaluate(study *Study) (*Sensitivity, []Finding) {
	want := Want{Settings: study.set}
	for _, x := range study.metrics {
		if !slices.Contains(want.Quantities, x.Spec) {
			want.Quantities = append(want.Quantities, x.Spec)
		}
		want.Members = want.Members || s.number(x).Member != mix.Total
	}
	out := &Sensitivity{Answer: Evaluate(study.question, s.mix, want)}
	findings := make([]Finding, len(study.metrics))
	for i, x := range study.metrics {
		o, list := s.number(x), out.Total
		if o.Member != mix.Total {
			list = out.Members[o.Member].Quantities
			if len(s.mix.Members) > 1 {
				findings[i].Of = s.mix.Members[o.Member].ID
			}
		}
		findings[i].Quantity = *Find(list, x.Spec)
	}
	return out, findings
}
