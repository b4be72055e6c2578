package answer

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Metric is a quantity whose drivers are asked for: of one member by its number in the mix, or of the total; of a ramp, in one quarter or over all of them.
type Metric struct {
	Spec   *quantity.Spec
	Member int // mix.Total for the total
	Period int // of a ramp: the quarter, from 0, or ramp.Whole; not looked at otherwise
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
	metrics  []Metric
	set      analysis.Settings
	of       studied
	program  *quantity.Program
}

// studied is what a study is about: a mix or a ramp, compiled with an output a metric.
type studied interface {
	output(x Metric) int                           // the number of a metric among the program's outputs
	name(spec *quantity.Spec, owner string) string // what an input is called
	varying() []string                             // the inputs of the question that vary, whatever is computed from them
	lacks(x Metric) []string                       // reasons why a metric is n/a
	evaluate(s *Study) (*Sensitivity, []Finding)   // the answer without factors, and the metrics' own numbers
}

// NewStudy prepares a study of some metrics. The mix must be valid, and a metric of the total must have a total or the mix a single member.
func NewStudy(q Question, m *mix.Mix, metrics []Metric, set analysis.Settings) *Study {
	of := &mixStudy{mix: m}
	outputs := make([]mix.Output, len(metrics))
	for i, x := range metrics {
		outputs[i] = of.number(x)
	}
	of.plan = m.Compile(outputs)
	return &Study{question: q, metrics: metrics, set: set, of: of, program: of.plan.Program}
}

// Inputs names the inputs that vary and that some metric depends on: name, or member:name where there are several members. An input that all share has no
// member.
func (s *Study) Inputs() []string {
	var out []string
	for _, l := range s.program.Loads() {
		out = append(out, s.nameOf(l))
	}
	return out
}

func (s *Study) nameOf(l quantity.Load) string { return s.of.name(l.Spec, l.Owner) }

// Idle names the inputs that vary and that other results of the question depend on, but none of the metrics.
func (s *Study) Idle() []string {
	used := s.Inputs()
	return slices.DeleteFunc(s.of.varying(), func(name string) bool { return slices.Contains(used, name) })
}

// Trouble says why a metric has no drivers, in words for the user: it is n/a, or it is the same whatever the inputs are. It is empty for one that varies.
func (s *Study) Trouble(x Metric) string {
	value, constant := s.program.Output(s.of.output(x))
	switch {
	case !constant:
		return ""
	case !math.IsNaN(value):
		return fmt.Sprintf("does not vary: it is %s whatever the inputs are", x.Spec.Notation().Short(value, 6))
	}
	reasons := s.of.lacks(x)
	if len(reasons) == 0 {
		return "is n/a in this question"
	}
	return "is n/a: " + strings.Join(reasons, "; ")
}

// factors parts the inputs of the study into factors, the groups taken.
func (s *Study) factors(groups []Group) ([]analysis.Factor, []Factor, error) {
	loads := s.program.Loads()
	sets := make([][]int, len(groups))
	for i, l := range loads {
		for g := range groups {
			if slices.Contains(groups[g].Inputs, s.nameOf(l)) {
				sets[g] = append(sets[g], i)
			}
		}
	}
	sets = slices.DeleteFunc(sets, func(set []int) bool { return len(set) == 0 })
	parts := analysis.Factors(s.program, sets)
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
