package sweep

import (
	"slices"
	"sync"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// program is one case compiled, when it is first needed.
type program struct {
	once    sync.Once
	p       *quantity.Program
	supply  []supply // by load
	outputs []int    // by metric
	drawn   []*analysis.Column
	shares  []term // of the members, in their order
}

// supply says what a load is supplied with: an axis's value, or the rest of the shares. Other loads are drawn.
type supply struct {
	axis int // -1 for none
	rest bool
}

// term is a member's share: that of an axis, or a constant.
type term struct {
	axis  int
	share float64
}

// pinned is the mix with inputs at their mids: all of them but those that are kept.
func pinned(m *mix.Mix, keep func(mix.Ref) bool) *mix.Mix {
	pin := func(owner string, values quantity.Scenario) quantity.Scenario {
		out := make(quantity.Scenario, len(values))
		for spec, v := range values {
			if !v.IsConstant() && !keep(mix.Ref{Owner: owner, Spec: spec}) {
				v.Mode = v.Mid()
				v.Shape = quantity.Constant
			}
			out[spec] = v
		}
		return out
	}
	out := *m
	out.Shared = pin("", m.Shared)
	out.Members = slices.Clone(m.Members)
	for i, x := range m.Members {
		chip := *x.Accelerator
		chip.Values = pin(x.ID, x.Values)
		out.Members[i].Accelerator = &chip
	}
	return &out
}

// drawnBy makes the columns of the axes that the design draws, by axis and then by what the axis varies in the mix: of each the first, as all have one
// distribution or the axis is one of several systems.
func (s *Sweep) drawnBy(m *mix.Mix) ([]*analysis.Column, error) {
	out := make([]*analysis.Column, len(s.Axes))
	if s.Design.Draws == 0 {
		return out, nil
	}
	var refs []mix.Ref
	var axes []int
	for i := range s.Axes {
		if a := &s.Axes[i]; a.Drawn {
			refs = append(refs, a.refs(m)[0])
			axes = append(axes, i)
		}
	}
	design := pinned(m, func(r mix.Ref) bool { return slices.Contains(refs, r) })
	at, err := design.Coordinates(refs)
	if err != nil {
		return nil, err
	}
	for k, r := range refs {
		v := s.Axes[axes[k]].Over
		if v == nil {
			own, known := values(design, r.Owner)[r.Spec]
			switch name := s.Axes[axes[k]].Name; {
			case s.Axes[axes[k]].Owner == "" && r.Owner != "" && len(m.Members) > 1:
				return nil, axisError(axes[k], "whose %s? write CHIP:%s, or one range for all: %s=LOW..HIGH", name, name, name)
			case !known:
				return nil, axisError(axes[k], "%s is given by nobody; say over which range: %s=LOW..HIGH", r, name)
			case own.IsConstant():
				return nil, axisError(axes[k], "%s does not vary, it is %s; say over which range: %s=LOW..HIGH", r, r.Spec.Notation().Short(own.Mid(), 6), name)
			}
			v = &own
		}
		out[axes[k]] = analysis.NewColumn(at[k], v, s.Design)
	}
	return out, nil
}

// values are the inputs of an owner.
func values(m *mix.Mix, owner string) quantity.Scenario {
	for _, x := range m.Members {
		if x.ID == owner {
			return x.Values
		}
	}
	return m.Shared
}

// compile makes the program of a case.
func (s *Sweep) compile(k int) *program {
	c := &s.programs[k]
	c.once.Do(func() {
		m, err := s.Mix(s.first(k))
		if err == nil {
			c.drawn, err = s.drawnBy(m)
		}
		if err != nil {
			panic("sweep: a case that was checked: " + err.Error())
		}
		axes := map[mix.Ref]int{}
		var varied mix.Varied
		for i := range s.Axes {
			for _, r := range s.Axes[i].refs(m) {
				axes[r] = i
				varied = append(varied, r)
			}
		}
		if s.Rest != "" {
			varied = append(varied, mix.Ref{Owner: s.Rest, Spec: mix.Share})
		}
		points := s.Draws.Draws == 0
		run := pinned(m, func(r mix.Ref) bool { _, is := axes[r]; return !is && !points })
		outputs := make([]mix.Output, len(s.Metrics))
		for i, x := range s.Metrics {
			outputs[i] = x.output(m)
		}
		plan := run.CompileVaried(outputs, varied)
		c.p = plan.Program
		for _, o := range outputs {
			c.outputs = append(c.outputs, plan.Index(o))
		}
		for _, l := range c.p.Loads() {
			x := supply{axis: -1}
			if l.Supplied() {
				if i, is := axes[mix.Ref{Owner: l.Owner, Spec: l.Spec}]; is {
					x.axis = i
				} else {
					x.rest = true
				}
			}
			c.supply = append(c.supply, x)
		}
		for _, x := range m.Members {
			if x.ID != s.Rest {
				c.shares = append(c.shares, term{s.shareAxis(x.ID), x.Share})
			}
		}
	})
	return c
}

// rest is what the shares leave, at row i of the columns by axis.
func (c *program) rest(numbers [][]float64, i int) float64 {
	sum := 0.0
	for _, t := range c.shares {
		if t.axis >= 0 {
			sum += numbers[t.axis][i]
		} else {
			sum += t.share
		}
	}
	return max(0, 1-sum)
}

// inertCases is up to how many cases are compiled to find what is inert.
const inertCases = 64

// Inert lists the axes over numbers that change no metric in any case; none where there are too many cases to say.
func (s *Sweep) Inert() []int {
	if len(s.programs) > inertCases {
		return nil
	}
	live := make([]bool, len(s.Axes))
	for k := range s.programs {
		for _, x := range s.compile(k).supply {
			if x.axis >= 0 {
				live[x.axis] = true
			}
		}
	}
	var out []int
	for i := range s.Axes {
		if s.Axes[i].Spec != nil && !live[i] {
			out = append(out, i)
		}
	}
	return out
}
