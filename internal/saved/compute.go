package saved

import (
	"fmt"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// Check returns why the answer cannot be computed again, in words for the user.
func (a *Answer) Check() error {
	if sampler := analysis.Sampler(a.Question.Sampler); a.Question.Draws > 0 && sampler != "" && !slices.Contains(analysis.Samplers, sampler) {
		return fmt.Errorf("question.sampler %q is unknown to this program", sampler)
	}
	if a.Kind == Ramp {
		_, err := a.fleet()
		return err
	}
	mixes, err := a.mixes()
	if err != nil {
		return err
	}
	return mix.Alternatives{Mixes: mixes}.Validate()
}

// mixes are what is computed: one mix, or one for each alternative.
func (a *Answer) mixes() ([]*mix.Mix, error) {
	base, err := a.base()
	if err != nil {
		return nil, err
	}
	var out []*mix.Mix
	add := func(members []Member) error {
		m := *base
		for _, x := range members {
			if x.Share > 0 || len(members) == 1 {
				m.Members = append(m.Members, mix.Member{Accelerator: x.accelerator(), Share: x.Share})
			}
		}
		out = append(out, &m)
		return m.Validate()
	}
	if a.Kind == Fleet {
		return out, add(a.Members)
	}
	seen := map[string]bool{}
	for i := range a.Members {
		if seen[a.Members[i].ID] {
			return nil, fmt.Errorf("%s stands there twice", a.Members[i].ID)
		}
		seen[a.Members[i].ID] = true
		if err := add(a.Members[i : i+1]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (m *Member) accelerator() *accelerators.Accelerator {
	return &accelerators.Accelerator{ID: m.ID, Name: m.Name, Vendor: m.Vendor, Values: m.Values}
}

// base is the question's mix without members.
func (a *Answer) base() (*mix.Mix, error) {
	m := &mix.Mix{Shared: a.Shared, Correlations: a.Correlations, Streams: a.Streams, By: mix.By(a.Question.By)}
	if m.By == "" {
		m.By = mix.ByPower
	}
	if !slices.Contains(mix.Measures, m.By) {
		return nil, fmt.Errorf("question.by %q is unknown to this program", a.Question.By)
	}
	choose := func(what, text string, c *quantity.Choice, to *int) error {
		i := c.Index(text)
		if i < 0 {
			return fmt.Errorf("question.%s %q is none of %s", what, text, strings.Join(c.Options, ", "))
		}
		*to = i
		return nil
	}
	m.Start = slices.Index(starts, a.Question.StartSpec)
	switch a.Question.Basis {
	case "":
	case power.Unstated:
		m.Unstated = true
		if _, known := a.Shared[power.BasisInput.Spec]; !known {
			return nil, fmt.Errorf("the basis is unstated, and inputs.%s is missing", power.BasisInput.Name)
		}
	default:
		if err := choose("basis", a.Question.Basis, power.Basis, &m.Basis); err != nil {
			return nil, err
		}
	}
	if err := choose("workload", a.Question.Workload, accelerators.Workload, &m.Workload); err != nil {
		return nil, err
	}
	if err := choose("precision", a.Question.Precision, accelerators.Precision, &m.Precision); err != nil {
		return nil, err
	}
	if v, given := a.Shared[a.Question.StartSpec]; !given || !(v.Mid() > 0) {
		return nil, fmt.Errorf("inputs.%s, which the question starts from, is missing or not above 0", a.Question.StartSpec.Name)
	}
	return m, nil
}

// fleet is the ramp ready to be computed.
func (a *Answer) fleet() (*ramp.Fleet, error) {
	base, err := a.base()
	if err != nil {
		return nil, err
	}
	s := *a.Scenario
	s.Power.Announced = a.Shared[power.Commitment.Spec]
	s.Generations = nil
	var chips []*accelerators.Accelerator
	for i := range a.Members {
		m := &a.Members[i]
		s.Generations = append(s.Generations, *m.Window)
		chips = append(chips, m.accelerator())
	}
	return ramp.NewFleet(&s, *base, chips)
}

// Of names a figure: whose it is, and of what. An empty member stands for the total.
type Of struct {
	Member string
	Spec   *quantity.Spec
}

// Compute works figures out anew from the inputs, in the order of list. What an answer of this kind does not have is n/a. The answer must have been read, or
// have been checked.
func (a *Answer) Compute(list []Of) ([]Figure, error) {
	if a.Kind == Ramp {
		return a.computeRamp(list)
	}
	mixes, err := a.mixes()
	if err != nil {
		return nil, err
	}
	all := mix.Alternatives{Mixes: mixes}
	if err := all.Validate(); err != nil {
		return nil, err
	}
	outputs := make([]mix.Output, len(list))
	var have []mix.Output
	absent := map[int]bool{}
	for i, of := range list {
		o, ok := a.output(mixes, of)
		if !ok {
			absent[i] = true
			continue
		}
		outputs[i] = o
		have = append(have, o)
	}
	plan := all.Compile(have)
	return a.draw(plan.Program, len(list), func(i int) int {
		if absent[i] {
			return -1
		}
		return plan.Index(outputs[i])
	}), nil
}

// output is where a figure comes out.
func (a *Answer) output(mixes []*mix.Mix, of Of) (mix.Output, bool) {
	o := mix.Output{Member: mix.Total, Spec: of.Spec}
	alone := func(m *mix.Mix) mix.Output { // the total of one, or its own where there is no total
		if len(m.Members) == 1 && of.Spec.Total == quantity.None {
			o.Member = 0
		}
		return o
	}
	if a.Kind == Fleet {
		if of.Member == "" {
			return alone(mixes[0]), true
		}
		o.Member = slices.IndexFunc(mixes[0].Members, func(x mix.Member) bool { return x.ID == of.Member })
		return o, o.Member >= 0
	}
	o.Alternative = slices.IndexFunc(a.Members, func(m Member) bool { return m.ID == of.Member })
	if o.Alternative < 0 {
		return o, false
	}
	return alone(mixes[o.Alternative]), true
}

func (a *Answer) computeRamp(list []Of) ([]Figure, error) {
	f, err := a.fleet()
	if err != nil {
		return nil, err
	}
	outputs := make([]ramp.Output, len(list))
	for i, of := range list {
		outputs[i] = ramp.Output{Period: ramp.Whole, Member: ramp.Total, Spec: of.Spec}
		if of.Member != "" {
			outputs[i].Member = slices.IndexFunc(f.Mix.Members, func(x mix.Member) bool { return x.ID == of.Member })
		}
	}
	var have []ramp.Output
	for _, o := range outputs {
		if o.Member >= ramp.Total && (o.Member != ramp.Total || outputsTotal(o.Spec)) {
			have = append(have, o)
		}
	}
	plan := f.Compile(have)
	return a.draw(plan.Program, len(list), func(i int) int { return plan.Index(outputs[i]) }), nil
}

// outputsTotal reports whether a quantity has a total.
func outputsTotal(s *quantity.Spec) bool { return s.Total != quantity.None }

// draw runs a program and describes n figures; at is the output of each, -1 for what is n/a.
func (a *Answer) draw(p *quantity.Program, n int, at func(i int) int) []Figure {
	point, sample := analysis.Point(p), analysis.Draw(p, a.Settings())
	out := make([]Figure, n)
	for i := range out {
		if k := at(i); k < 0 {
			out[i] = NotKnown()
		} else {
			out[i] = Figure{point[k], sample.Summaries()[k]}
		}
	}
	return out
}
