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
	Settings   analysis.Settings
}

// Evaluate answers a question about a mix. The mix must be valid.
func Evaluate(q Question, m *mix.Mix, want Want) *Answer {
	a := &Answer{Question: q, Mix: m}
	var outputs []mix.Output
	for _, s := range want.Quantities {
		outputs = append(outputs, mix.Output{Member: mix.Total, Spec: s}, mix.Output{Member: mix.Total, Spec: s, Known: true})
	}
	if len(m.Members) == 1 {
		outputs = slices.DeleteFunc(outputs, func(o mix.Output) bool { return o.Known })
	}
	for i := range m.Members {
		if want.Members {
			for _, s := range want.Quantities {
				outputs = append(outputs, mix.Output{Member: i, Spec: s})
			}
		}
		for _, s := range want.Shares {
			outputs = append(outputs, mix.Output{Member: i, Spec: s, Share: true})
		}
	}
	r := run(m, outputs, want.Settings)
	a.Plan = r.plan
	r.marks = overridesOf(q, m)

	needed := slices.Concat(want.Quantities, want.Inputs)
	a.Inputs = inputsOf(m.UsedShared(needed), m.Shared)
	for i, x := range m.Members {
		one := Member{ID: x.ID, Name: x.Name, Vendor: x.Vendor, Share: x.Share, Inputs: inputsOf(m.Used(needed, i), x.Values)}
		if want.Members {
			for _, s := range want.Quantities {
				one.Quantities = append(one.Quantities, r.quantity(mix.Output{Member: i, Spec: s}))
			}
		}
		for _, s := range want.Shares {
			one.Shares = append(one.Shares, r.quantity(mix.Output{Member: i, Spec: s, Share: true}))
		}
		a.Members = append(a.Members, one)
	}
	for _, s := range want.Quantities {
		t := r.quantity(mix.Output{Member: mix.Total, Spec: s})
		if s.Total == quantity.Sum {
			t.Missing = r.plan.Missing(s)
			if n := len(t.Missing); n > 0 && n < len(m.Members) {
				known := r.quantity(mix.Output{Member: mix.Total, Spec: s, Known: true})
				t.Known = &KnownTotal{known.Point, known.Summary}
			}
		}
		a.Total = append(a.Total, t)
	}
	a.remark(want.Settings)
	return a
}

// results are the numbers of one run.
type results struct {
	plan      *mix.Plan
	point     []float64
	sample    *analysis.Sample
	summaries []analysis.Summary
	marks     *overrides
}

func run(m *mix.Mix, outputs []mix.Output, set analysis.Settings) *results {
	r := &results{plan: m.Compile(outputs)}
	r.point = analysis.Point(r.plan.Program)
	r.sample = analysis.Draw(r.plan.Program, set)
	r.summaries = analysis.Summarise(r.sample, set.Workers)
	return r
}

func (r *results) quantity(o mix.Output) Quantity {
	i := r.plan.Index(o)
	return Quantity{Spec: o.Spec, Point: r.point[i], Summary: r.summaries[i], Draws: r.sample.Column(i), Overrides: r.marks.under(o)}
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
