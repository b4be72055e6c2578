package answer

import (
	"slices"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Want says what to compute.
type Want struct {
	Quantities []*quantity.Spec
	Members    bool // each member's quantities, not only the total's
	Shares     []*quantity.Spec
	Inputs     []*quantity.Spec // list the inputs of these quantities too, so that they can be recomputed
	Chances    []Threshold
	Equivalent []*quantity.Spec // in a comparison: how much of the start has as much of these as the reference; they have to be additive
	BreakEven  bool             // in a comparison: at which utilisation or price a chip is level with the reference
	Settings   analysis.Settings
}

// Evaluate answers a question about a mix. The mix must be valid.
func Evaluate(q Question, m *mix.Mix, want Want) *Answer {
	return evaluate(q, mix.Alternatives{Mixes: []*mix.Mix{m}}, want, nil)[0]
}

// evaluate answers the same question for each of the alternatives, in one run; with are further outputs of that run. The answers share their results.
func evaluate(q Question, all mix.Alternatives, want Want, with []mix.Output) []*Answer {
	outputs := with
	for k, m := range all.Mixes {
		outputs = append(outputs, want.outputs(k, m)...)
	}
	r := runAll(all, outputs, want.Settings)
	for _, m := range all.Mixes {
		r.marks = append(r.marks, overridesOf(q, m))
	}
	answers := make([]*Answer, len(all.Mixes))
	streams := all.CommonStreams()
	for k, m := range all.Mixes {
		answers[k] = r.answer(q, k, m, want)
		answers[k].Streams = streams
	}
	return answers
}

// outputs are what is wanted of one alternative.
func (want Want) outputs(k int, m *mix.Mix) []mix.Output {
	var out []mix.Output
	for _, s := range want.Quantities {
		out = append(out, mix.Output{Alternative: k, Member: mix.Total, Spec: s})
		if len(m.Members) > 1 {
			out = append(out, mix.Output{Alternative: k, Member: mix.Total, Spec: s, Known: true})
		}
	}
	for i := range m.Members {
		if want.Members {
			for _, s := range want.Quantities {
				out = append(out, mix.Output{Alternative: k, Member: i, Spec: s})
			}
		}
		for _, s := range want.Shares {
			out = append(out, mix.Output{Alternative: k, Member: i, Spec: s, Share: true})
		}
	}
	for _, c := range want.Chances {
		out = append(out, c.output(k, m))
	}
	return out
}

// answer makes the record of one alternative.
func (r *results) answer(q Question, k int, m *mix.Mix, want Want) *Answer {
	a := &Answer{Question: q, Mix: m, Plan: r.plan, Correlations: m.AllCorrelations(), run: r}
	needed := slices.Concat(want.Quantities, want.Inputs)
	a.Inputs = inputsOf(m.UsedShared(needed), m.Shared)
	for i, x := range m.Members {
		one := Member{ID: x.ID, Name: x.Name, Vendor: x.Vendor, Share: x.Share, Inputs: inputsOf(m.Used(needed, i), x.Values)}
		if want.Members {
			for _, s := range want.Quantities {
				one.Quantities = append(one.Quantities, r.quantity(mix.Output{Alternative: k, Member: i, Spec: s}))
			}
		}
		for _, s := range want.Shares {
			one.Shares = append(one.Shares, r.quantity(mix.Output{Alternative: k, Member: i, Spec: s, Share: true}))
		}
		a.Members = append(a.Members, one)
	}
	for _, s := range want.Quantities {
		t := r.quantity(mix.Output{Alternative: k, Member: mix.Total, Spec: s})
		if s.Total == quantity.Sum {
			t.Missing = r.plan.MissingIn(k, s)
			if n := len(t.Missing); n > 0 && n < len(m.Members) {
				known := r.quantity(mix.Output{Alternative: k, Member: mix.Total, Spec: s, Known: true})
				t.Known = &KnownTotal{known.Point, known.Summary}
			}
		}
		a.Total = append(a.Total, t)
	}
	for _, c := range want.Chances {
		o := c.output(k, m)
		list := &a.Chances
		if c.Member != "" {
			list = &a.Members[o.Member].Chances
		}
		*list = append(*list, r.chance(c, o))
	}
	a.remark(want.Settings)
	return a
}

// results are the numbers of one run.
type results struct {
	plan   *mix.Plan
	point  []float64
	sample *analysis.Sample

	reference int          // the alternative that ratios are to
	marks     []*overrides // by alternative; nil where nothing is marked
}

func runAll(all mix.Alternatives, outputs []mix.Output, set analysis.Settings) *results {
	r := &results{plan: all.Compile(outputs), reference: all.Reference}
	r.point = analysis.Point(r.plan.Program)
	r.sample = analysis.Draw(r.plan.Program, set)
	return r
}

// run is runAll for a single mix.
func run(m *mix.Mix, outputs []mix.Output, set analysis.Settings) *results {
	return runAll(mix.Alternatives{Mixes: []*mix.Mix{m}}, outputs, set)
}

func (r *results) quantity(o mix.Output) Quantity {
	i := r.plan.Index(o)
	return Quantity{Spec: o.Spec, Point: r.point[i], Summary: r.sample.Summaries()[i], Draws: r.sample.Column(i), Overrides: r.overrides(o)}
}

func inputsOf(specs []*quantity.Spec, values quantity.Scenario) []Input {
	var out []Input
	for _, s := range specs {
		if v, known := values[s]; known {
			out = append(out, Input{s, v})
		}
	}
	return out
}
