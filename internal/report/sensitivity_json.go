package report

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
)

// sensitivityQuestion is the question of a study: what was asked, of which metrics, and how. A portable one names no path.
func sensitivityQuestion(s *answer.Sensitivity, portable bool) object {
	metrics := list{}
	for i := range s.Findings {
		f := &s.Findings[i]
		name := f.Spec.Name
		if f.Of != "" {
			name = f.Of + ":" + name
		}
		if f.When != nil && !f.When.Whole {
			name += "@" + f.When.From
		}
		metrics = append(metrics, name)
	}
	groups := list{}
	for _, g := range s.Groups {
		groups = append(groups, strs(g.Texts)...)
	}
	return append(questionTree(s.Question, portable), object{{"metrics", metrics}, {"groups", groups}, {"points", s.Points}}...)
}

// SensitivityRecipe is the canonical question of a study as one line of JSON: what a chart stores so that it can be made again.
func SensitivityRecipe(s *answer.Sensitivity) string {
	return string(appendJSON(nil, inline(sensitivityQuestion(s, true)), "", false))
}

// SensitivityHash identifies everything that went into a study: the question, and the distribution and evidence of every input.
func SensitivityHash(s *answer.Sensitivity) string {
	inputs := InputHash(s.Answer)
	if s.Ramp != nil {
		inputs = RampHash(s.Ramp)
	}
	sum := sha256.Sum256([]byte(SensitivityRecipe(s) + inputs))
	return hex.EncodeToString(sum[:])
}

func sensitivityTree(s *answer.Sensitivity) object {
	factors := list{}
	for i := range s.Factors {
		f := &s.Factors[i]
		inputs := list{}
		for _, in := range f.Inputs {
			one := append(inline{{"name", in.Spec.Name}, {"member", orNull(in.Member)}}, inputTree(in.Spec, &in.Value)...)
			inputs = append(inputs, one)
		}
		factors = append(factors, object{{"name", f.Name}, {"label", FactorLabel(f, s.Members)}, {"kind", string(f.Kind)}, {"inputs", inputs}})
	}
	findings := list{}
	for i := range s.Findings {
		f := &s.Findings[i]
		effects := list{}
		for k := range f.Effects {
			effects = append(effects, effectTree(s, f, &f.Effects[k]))
		}
		r := row{Quantity: &f.Quantity}
		one := object{{"quantity", f.Spec.Name}, {"member", memberOf(f)}}
		if f.When != nil {
			one = append(one, field{"period", periodOf(f.When)})
		}
		for _, x := range quantityTree(r, drawn(s.Answer)) {
			one = append(one, x)
		}
		findings = append(findings, append(one, object{{"index_sd", f.SD}, {"together", f.Together}, {"effects", effects}}...))
	}
	members := list{}
	for i, m := range s.Members {
		if s.Ramp != nil {
			g := &s.Ramp.Members[i]
			members = append(members, object{{"id", m.ID}, {"name", m.Name}, {"vendor", m.Vendor}, {"from", g.From}, {"until", g.Until}, {"leaves", orNull(g.Leaves)},
				{"inputs", inputsTree(m.Inputs)}})
			continue
		}
		one := object{{"id", m.ID}, {"name", m.Name}, {"vendor", m.Vendor}, {"share", m.Share}, {"inputs", inputsTree(m.Inputs)}}
		if added(s.Question, m.ID) {
			one = append(one, field{"added", true})
		}
		members = append(members, one)
	}
	question := object{{"question", sensitivityQuestion(s, false)}}
	if s.Ramp != nil {
		question = append(question, field{"scenario", scenarioTree(s.Ramp)})
	}
	return append(question, object{
		{"input_hash", SensitivityHash(s)}, {"inputs", inputsTree(s.Inputs)}, {"correlations", correlations(s.Answer)}, {"members", members},
		{"factors", factors}, {"metrics", findings}, {"no_part", strs(s.Idle)},
		{"notes", notesTree(s.Notes, drawn(s.Answer))}, {"warnings", warningsTree(s.Warnings)},
	}...)
}

// periodOf is the time of a quantity of a ramp, as the ramp's own records have it.
func periodOf(w *answer.When) string {
	if w.Whole {
		return allQuarters
	}
	return w.From
}

// memberOf is whose a metric is.
func memberOf(f *answer.Finding) string {
	if f.Of != "" {
		return f.Of
	}
	return total
}

// effectTree is one factor and one metric. How much is gained by knowing the factor is in the metric's unit, and its square.
func effectTree(s *answer.Sensitivity, f *answer.Finding, e *answer.Effect) inline {
	factor := &s.Factors[e.Factor]
	end := func(x answer.End) inline {
		values := list{}
		for i, v := range x.Values {
			if in := &factor.Inputs[i]; named(in.Spec, &in.Value) != nil {
				values = append(values, nameOf(in.Spec, &in.Value, v))
			} else {
				values = append(values, v)
			}
		}
		return inline{{"values", values}, {"result", x.Result}}
	}
	index := func(x analysis.Index) inline { return inline{{"value", x.Value}, {"p5", x.P5}, {"p95", x.P95}} }
	return inline{
		{"factor", factor.Name}, {"low", end(e.Low)}, {"high", end(e.High)}, {"swing", e.Swing}, {"first", index(e.First)}, {"total", index(e.Total)},
		{"sd_if_known", e.SDIfKnown}, {"variance_reduction", reduction(f, e)}, {"inert", e.Inert},
	}
}

// reduction is the variance that would go, on average, if the factor were known.
func reduction(f *answer.Finding, e *answer.Effect) float64 {
	return math.Max(e.First.Value, 0) * f.SD * f.SD
}

func sensitivityRecords(s *answer.Sensitivity) *records {
	out := &records{columns: []string{"member", "quantity", "unit", "factor", "kind", "low", "low_result", "high", "high_result", "swing", "first", "first_p5",
		"first_p95", "total", "total_p5", "total_p95", "index_sd", "sd_if_known", "variance_reduction", "inert", "basis", "source", "overrides"}}
	if s.Ramp != nil {
		out.columns = append([]string{"period"}, out.columns...)
	}
	for i := range s.Findings {
		f := &s.Findings[i]
		for k := range f.Effects {
			e := &f.Effects[k]
			factor := &s.Factors[e.Factor]
			var when []any
			if f.When != nil {
				when = []any{periodOf(f.When)}
			}
			out.add(append(when, memberOf(f), f.Spec.Name, f.Spec.Unit.Symbol, factor.Name, string(factor.Kind), valueList(factor, e.Low), e.Low.Result,
				valueList(factor, e.High), e.High.Result, e.Swing, e.First.Value, e.First.P5, e.First.P95, e.Total.Value, e.Total.P5, e.Total.P95, f.SD, e.SDIfKnown,
				reduction(f, e), e.Inert, basisList(factor), addresses(factor.Sources()), orNull(strings.Join(f.Overrides, " ")))...)
		}
	}
	return out
}
