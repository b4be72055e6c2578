package answer

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
)

// Metric is a quantity whose drivers are asked for: of one member by its number in the mix, or of the total.
type Metric struct {
	Spec   *quantity.Spec
	Member int // mix.Total for the total
}

// Group is inputs that are to be varied as one.
type Group struct {
	Name   string
	Texts  []string // as it was asked for: NAME=PATTERN,...
	Inputs []string // by the names of [Study.Inputs]
}

// Study is a question ready to be asked what drives it. It knows which inputs that could be before anything is drawn.
type Study struct {
	question Question
	mix      *mix.Mix
	metrics  []Metric
	set      analysis.Settings
	plan     *mix.Plan
}

// NewStudy prepares a study of some metrics. The mix must be valid, and a metric of the total must have a total or the mix a single member.
func NewStudy(q Question, m *mix.Mix, metrics []Metric, set analysis.Settings) *Study {
	s := &Study{question: q, mix: m, metrics: metrics, set: set}
	outputs := make([]mix.Output, len(metrics))
	for i, x := range metrics {
		outputs[i] = s.output(x)
	}
	s.plan = m.Compile(outputs)
	return s
}

// output is the number that a metric is.
func (s *Study) output(x Metric) mix.Output {
	if x.Member != mix.Total {
		return mix.Output{Member: x.Member, Spec: x.Spec}
	}
	return output(x.Spec)
}

// Inputs names the inputs that vary and that some metric depends on: name, or member:name where there are several members. An input that all share has no
// member.
func (s *Study) Inputs() []string {
	var out []string
	for _, l := range s.plan.Program.Loads() {
		out = append(out, s.nameOf(l))
	}
	return out
}

func (s *Study) nameOf(l quantity.Load) string { return s.nameIn(l.Spec, l.Owner) }

func (s *Study) nameIn(spec *quantity.Spec, owner string) string {
	if owner == "" || len(s.mix.Members) == 1 {
		return spec.Name
	}
	return owner + ":" + spec.Name
}

// Idle names the inputs that vary and that other results of the question depend on, but none of the metrics.
func (s *Study) Idle() []string {
	used := s.Inputs()
	var out []string
	add := func(specs []*quantity.Spec, owner string, values quantity.Scenario) {
		for _, spec := range specs {
			v, known := values[spec]
			if name := s.nameIn(spec, owner); known && !v.IsConstant() && !slices.Contains(used, name) {
				out = append(out, name)
			}
		}
	}
	var all []*quantity.Spec
	for _, spec := range model.Model.All() {
		if !spec.Input {
			all = append(all, spec)
		}
	}
	add(s.mix.UsedShared(all), "", s.mix.Shared)
	for i, m := range s.mix.Members {
		add(s.mix.Used(all, i), m.ID, m.Values)
	}
	return out
}

// Trouble says why a metric has no drivers, in words for the user: it is n/a, or it is the same whatever the inputs are. It is empty for one that varies.
func (s *Study) Trouble(x Metric) string {
	o := s.output(x)
	value, constant := s.plan.Program.Output(s.plan.Index(o))
	switch {
	case !constant:
		return ""
	case !math.IsNaN(value):
		return fmt.Sprintf("does not vary: it is %s whatever the inputs are", x.Spec.Notation().Short(value, 6))
	}
	var reasons []string
	for i, m := range s.mix.Members {
		if o.Member != mix.Total && o.Member != i {
			continue
		}
		var lacks []string
		own, measure := s.mix.Blame(x.Spec, i)
		for _, spec := range append(own, measure...) {
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
	}
	if len(reasons) == 0 {
		return "is n/a in this question"
	}
	return "is n/a: " + strings.Join(reasons, "; ")
}

// factors parts the inputs of the study into factors, the groups taken.
func (s *Study) factors(groups []Group) ([]analysis.Factor, []Factor, error) {
	loads := s.plan.Program.Loads()
	sets := make([][]int, len(groups))
	for i, l := range loads {
		for g := range groups {
			if slices.Contains(groups[g].Inputs, s.nameOf(l)) {
				sets[g] = append(sets[g], i)
			}
		}
	}
	sets = slices.DeleteFunc(sets, func(set []int) bool { return len(set) == 0 })
	parts := analysis.Factors(s.plan.Program, sets)
	out := make([]Factor, len(parts))
	for k, part := range parts {
		f := &out[k]
		for _, i := range part.Loads {
			f.Inputs = append(f.Inputs, FactorInput{Name: s.nameOf(loads[i]), Member: loads[i].Owner, Input: Input{loads[i].Spec, *loads[i].Value}})
		}
		for _, g := range groups {
			if !slices.ContainsFunc(f.Inputs, func(in FactorInput) bool { return slices.Contains(g.Inputs, in.Name) }) {
				continue
			}
			if f.Kind == Grouped {
				return nil, nil, fmt.Errorf("inputs of groups %s and %s are drawn together; put them into one group", f.Name, g.Name)
			}
			f.Name, f.Kind = g.Name, Grouped
		}
		if f.Kind == "" {
			f.nameItself(part)
		}
	}
	return parts, out, nil
}

// nameItself names a factor that the user did not.
func (f *Factor) nameItself(part analysis.Factor) {
	lead := f.Inputs[0]
	switch {
	case len(f.Inputs) == 1:
		f.Name, f.Kind = lead.Name, Single
	case part.Alone && lead.Value.Common != "":
		f.Name, f.Kind = lead.Value.Common, Common
	default:
		f.Kind = Correlated
		for i, in := range f.Inputs {
			if i > 0 {
				f.Name += " + "
			}
			f.Name += in.Name
		}
	}
}
