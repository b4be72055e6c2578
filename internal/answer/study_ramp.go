package answer

import (
	"fmt"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// rampStudy is a study of a ramp.
type rampStudy struct {
	fleet *ramp.Fleet
	plan  *ramp.Plan
}

// NewRampStudy prepares a study of what drives some quantities of a ramp, each of one quarter or of the whole time. A metric of the total must have a total.
func NewRampStudy(q Question, f *ramp.Fleet, metrics []Metric, set analysis.Settings) *Study {
	of := &rampStudy{fleet: f}
	outputs := make([]ramp.Output, len(metrics))
	for i, x := range metrics {
		outputs[i] = of.number(x)
	}
	of.plan = f.Compile(outputs)
	return &Study{question: q, metrics: metrics, set: set, of: of, program: of.plan.Program}
}

func (s *rampStudy) number(x Metric) ramp.Output {
	return ramp.Output{Period: x.Period, Member: x.Member, Spec: x.Spec}
}

func (s *rampStudy) output(x Metric) int { return s.plan.Index(s.number(x)) }

// name is what an input is called: money by its tranche, an input of a generation with its id where there are several.
func (s *rampStudy) name(spec *quantity.Spec, owner string) string {
	switch {
	case spec == ramp.Amount.Spec:
		return "money." + owner + ".amount"
	case spec == ramp.Likelihood.Spec:
		return "money." + owner + ".likelihood"
	case owner == "" || len(s.fleet.Mix.Members) == 1:
		return spec.Name
	}
	return owner + ":" + spec.Name
}

func (s *rampStudy) varying() []string {
	f := s.fleet
	out := varying(f.Mix, slices.Concat(f.ModelOutputs(), RampOutputs()), s.name)
	add := func(spec *quantity.Spec, owner string, v quantity.Value) {
		if v.Shape != "" && !v.IsConstant() {
			out = append(out, s.name(spec, owner))
		}
	}
	for _, spec := range ramp.Quantities.All() {
		add(spec, "", f.Mix.Shared[spec])
		for _, m := range f.Mix.Members {
			add(spec, m.ID, m.Values[spec])
		}
	}
	for i := range f.Money {
		t := &f.Money[i]
		if t.Elsewhere { // no quantity holds it
			continue
		}
		add(ramp.Amount.Spec, t.ID, t.Amount)
		add(ramp.Likelihood.Spec, t.ID, t.Likelihood)
	}
	return out
}

func (s *rampStudy) lacks(x Metric) []string {
	var reasons []string
	for i, m := range s.fleet.Mix.Members {
		if x.Member == ramp.Total || x.Member == i {
			reasons = append(reasons, lacking(m, s.fleet.Mix.Lacking(x.Spec, i))...)
		}
	}
	switch {
	case len(reasons) > 0:
	case slices.Contains(ramp.OfBudget, x.Spec) && !s.fleet.HasBudget():
		reasons = append(reasons, "the scenario names no money that pays for the capacity ([money.NAME])")
	case x.Period != ramp.Whole:
		reasons = append(reasons, "there is nothing to divide by in "+s.quarter(x.Period))
	}
	return reasons
}

func (s *rampStudy) quarter(period int) string { return (s.fleet.From + ramp.Quarter(period)).String() }

// rampStudyNotes are the notes of a ramp that a study of it has too.
var rampStudyNotes = []string{"other-reading", "missing", "no-budget", "idle", codeIdleCorrelation, codeSupersededCorrelation, CodePointCorrelation}

func (s *rampStudy) evaluate(study *Study) (*Sensitivity, []Finding) {
	want := RampWant{Settings: study.set}
	for _, x := range study.metrics {
		specs := &want.Total
		if x.Member != ramp.Total {
			specs = &want.Members
		}
		if !slices.Contains(*specs, x.Spec) {
			*specs = append(*specs, x.Spec)
		}
	}
	r := EvaluateRamp(study.question, s.fleet, want)
	r.Notes = slices.DeleteFunc(r.Notes, func(n Note) bool { return !slices.Contains(rampStudyNotes, n.Code) })
	out := &Sensitivity{Answer: r.Head(), Ramp: r}
	findings := make([]Finding, len(study.metrics))
	for i, x := range study.metrics {
		f := &findings[i]
		list := r.Whole
		switch {
		case x.Member == ramp.Total && x.Period == ramp.Whole:
		case x.Period == ramp.Whole:
			list = r.Members[x.Member].Whole
		case x.Member == ramp.Total:
			list = r.Periods[x.Period].Total
		default:
			list = r.Periods[x.Period].Members[x.Member]
		}
		f.Quantity = *Find(list, x.Spec)
		if x.Member != ramp.Total && len(r.Members) > 1 {
			f.Of = r.Members[x.Member].ID
		}
		f.When = WhenOf(s.fleet.Scenario, x.Spec, x.Period)
	}
	return out, findings
}

// WhenOf is the time of a quantity of a ramp: of one quarter, by its number, or of all of them for [ramp.Whole].
func WhenOf(s *ramp.Scenario, spec *quantity.Spec, period int) *When {
	w := &When{Whole: period == ramp.Whole, From: s.From.String(), Until: s.Until().String()}
	switch {
	case !w.Whole:
		w.From = (s.From + ramp.Quarter(period)).String()
		w.Until = w.From
	case !ramp.Flow(spec):
		w.From = w.Until
	}
	return w
}

// Gap says of a metric that lacks a value in some cases how many have one; empty where none or all have.
func (f *Finding) Gap() string {
	if f.ValidShare == 0 || f.ValidShare == 1 || math.IsNaN(f.ValidShare) {
		return ""
	}
	return fmt.Sprintf("has a value in %.3g%% of the draws only, and so no variance", 100*f.ValidShare)
}
