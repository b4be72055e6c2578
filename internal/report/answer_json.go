package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// answerTree is the JSON of an answer: what was asked, all that went in, all that came out, what must be said about it. With it a stranger can recompute the
// result without this program.
func answerTree(a *answer.Answer) object {
	byMember := map[string]map[aspect]object{}
	sampled := drawn(a)
	for _, r := range rows(a) {
		if r.aspect == asChance || r.aspect == asEquivalent || r.aspect == asBreakEven {
			continue // they have lists of their own
		}
		if byMember[r.member] == nil {
			byMember[r.member] = map[aspect]object{}
		}
		parts := byMember[r.member]
		parts[r.aspect] = append(parts[r.aspect], field{r.Spec.Name, quantityTree(r, sampled)})
	}
	members := list{}
	for _, m := range a.Members {
		one := object{{"id", m.ID}, {"name", m.Name}, {"vendor", m.Vendor}, {"share", m.Share}, {"inputs", inputsTree(m.Inputs)},
			{"quantities", byMember[m.ID][itself]}}
		if added(a.Question, m.ID) {
			one = append(one, field{"added", true})
		}
		if len(m.Shares) > 0 {
			one = append(one, field{"shares", byMember[m.ID][asShare]})
		}
		if len(m.Ratios) > 0 {
			one = append(one, field{"ratios", byMember[m.ID][asRatio]})
		}
		if len(m.Chances) > 0 {
			one = append(one, field{"chances", chancesTree(m.Chances)})
		}
		members = append(members, append(one, levelTree(&m, sampled)...))
	}
	out := object{{"question", questionTree(a.Question, false)}, {"input_hash", InputHash(a)}, {"inputs", inputsTree(a.Inputs)}, {"correlations", correlations(a)}}
	out = append(append(out, streams(a)...), field{"members", members})
	if a.Total != nil {
		whole := object{{"quantities", byMember[total][itself]}}
		if len(a.Chances) > 0 {
			whole = append(whole, field{"chances", chancesTree(a.Chances)})
		}
		out = append(out, field{"total", whole})
	} else {
		out = append(out, field{"total", nil})
	}
	return append(out, field{"notes", notesTree(a.Notes, sampled)}, field{"warnings", warningsTree(a.Warnings)})
}

// questionTree is what was asked. A portable one is the same on every machine: it names no path.
func questionTree(q answer.Question, portable bool) object {
	start := strings.TrimSpace(q.Start.Flag + " " + q.Start.Text)
	out := object{{"command", q.Command}, {"start", start}}
	if q.Start.Spec != nil {
		out = append(out, field{"start_value", q.Start.Value}, field{"start_unit", q.Start.Spec.Unit.Symbol}, field{"start_input", q.Start.Spec.Name})
	}
	out = append(out, object{{"basis", q.Basis}, {"chips", strs(q.Chips)}}...)
	if q.Shares != nil {
		out = append(out, field{"shares", numbers(q.Shares)}, field{"by", string(q.By)})
	}
	out = append(out, object{
		{"site", q.Site}, {"workload", q.Workload}, {"precision", q.Precision}, {"as_of", orNull(q.AsOf)},
		{"draws", q.Draws}, {"seed", q.Seed}, {"sampler", q.Sampler}, {"set", settingsTree(q.Set, portable)}, {"correlate", settingsTree(q.Correlate, portable)},
	}...)
	if len(q.Asks) > 0 {
		out = append(out, field{"asks", asksTree(q.Asks)})
	}
	if q.Own {
		out = append(out, field{"data", "own"})
	}
	if len(q.Overlaid) > 0 {
		out = append(out, field{"overlaid", overlaidTree(q.Overlaid, portable)})
	}
	return out
}

// asksTree are the further flags of a question.
func asksTree(asks []answer.Ask) list {
	out := list{}
	for _, x := range asks {
		out = append(out, inline{{"flag", x.Flag}, {"value", x.Text}})
	}
	return out
}

// orNull is null for what was not said.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// quantityTree is one row. How many draws have a value is said where some have none.
func quantityTree(r row, sampled bool) inline {
	out := append(inline{{"unit", r.unit()}}, summaryTree(r.Point, r.Summary)...)
	if sampled && r.ValidShare < 1 {
		out = append(out, field{"valid_share", r.ValidShare})
	}
	if r.Known != nil {
		out = append(out, field{"known_part", inline(summaryTree(r.Known.Point, r.Known.Summary))})
	}
	if len(r.Missing) > 0 {
		out = append(out, field{"missing", strs(r.Missing)})
	}
	if len(r.Overrides) > 0 {
		out = append(out, field{"overrides", strs(r.Overrides)})
	}
	return out
}

func summaryTree(point float64, s analysis.Summary) []field {
	return []field{{"point", point}, {"mean", s.Mean}, {"sd", s.SD}, {"p5", s.P5}, {"p25", s.P25}, {"p50", s.P50}, {"p75", s.P75}, {"p95", s.P95},
		{"p5_error", errorDigits(s.Error.P5)}, {"p50_error", errorDigits(s.Error.P50)}, {"p95_error", errorDigits(s.Error.P95)}}
}

// errorDigits rounds a standard error to six digits. It is the difference of two percentiles that are nearly the same, whose last digits are not alike on all
// processors: nine digits of it would show that.
func errorDigits(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return x
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 6, 64), 64) // what was just written
	return rounded
}

func inputsTree(inputs []answer.Input) object {
	var out object
	for _, i := range modelOrder(inputs, func(in answer.Input) *quantity.Spec { return in.Spec }) {
		out = append(out, field{inputs[i].Spec.Name, inputTree(inputs[i].Spec, &inputs[i].Value)})
	}
	return out
}

// inputTree is an input's distribution and its evidence.
func inputTree(s *quantity.Spec, v *quantity.Value) inline {
	out := append(inline{{"unit", s.Unit.Symbol}, {"dist", string(v.Shape)}}, parameters(s, v)...)
	out = append(out, field{"mid", valueOf(s, v, v.Mid())}, field{"basis", string(v.Basis)}, field{"source", sourcesTree(v.Sources)})
	for _, f := range []field{{"note", v.Note}, {"as_of", v.AsOf}, {"common", v.Common}} {
		if f.value != "" {
			out = append(out, f)
		}
	}
	if v.From != "" {
		out = append(out, field{"known_from", v.From})
	}
	if len(v.Later) > 0 {
		out = append(out, field{"later", laterTree(s, v)})
	}
	if v.Override {
		out = append(out, field{"override", true}, field{"origin", v.Origin})
	}
	return out
}

// laterTree lists the figures that were not known on the day asked as of, and so are not in the distribution.
func laterTree(s *quantity.Spec, v *quantity.Value) list {
	out := list{}
	for _, f := range v.Later {
		one := inline{{"value", f.Value}, {"weight", f.Weight}, {"known_from", f.From}}
		if named(s, v) != nil {
			one = append(one, field{"label", nameOf(s, v, f.Value)})
		}
		if f.Source != (quantity.Source{}) {
			one = append(one, field{"source", sourceTree(f.Source)})
		}
		out = append(out, one)
	}
	return out
}

// valueOf is a value as programs get it: its name where it stands for one.
func valueOf(s *quantity.Spec, v *quantity.Value, x float64) any {
	if named(s, v) != nil {
		return nameOf(s, v, x)
	}
	return x
}

// parameters are those of the distribution, by the names that a profile gives them.
func parameters(s *quantity.Spec, v *quantity.Value) []field {
	switch v.Shape {
	case quantity.Constant:
		return []field{{"value", valueOf(s, v, v.Mode)}}
	case quantity.Triangular, quantity.PERT:
		return []field{{"low", v.Low}, {"mode", v.Mode}, {"high", v.High}}
	case quantity.Uniform:
		return []field{{"low", v.Low}, {"high", v.High}}
	case quantity.LogNormal, quantity.Normal:
		return []field{{"p5", v.Low}, {"p95", v.High}}
	}
	values := make(list, len(v.Values))
	for i, x := range v.Values {
		values[i] = valueOf(s, v, x)
	}
	return []field{{"values", values}, {"weights", numbers(v.Weights)}}
}

// valueNames are the names of a discrete input's values, nil where they are numbers.
func valueNames(s *quantity.Spec, v *quantity.Value) []string {
	if named(s, v) == nil {
		return nil
	}
	out := make([]string, len(v.Values))
	for i, x := range v.Values {
		out[i] = nameOf(s, v, x)
	}
	return out
}

// named are the names that an input's values stand for, nil where they are numbers.
func named(s *quantity.Spec, v *quantity.Value) []string {
	if s.Labels != nil {
		return s.Labels
	}
	return v.Labels
}

// nameOf is the name of a value that stands for one.
func nameOf(s *quantity.Spec, v *quantity.Value, x float64) string {
	labels := named(s, v)
	if k := int(x); k >= 0 && k < len(labels) {
		return labels[k]
	}
	return unit.Exact(x)
}

// sourcesTree lists sources. Those of a discrete input stand in the order of its values; where one has none, there is a null.
func sourcesTree(sources []quantity.Source) list {
	out := list{}
	for _, x := range sources {
		if x == (quantity.Source{}) {
			out = append(out, nil)
		} else {
			out = append(out, sourceTree(x))
		}
	}
	return out
}

func sourceTree(x quantity.Source) inline {
	out := inline{{"title", x.Title}, {"url", x.URL}}
	for _, f := range []field{{"key", x.Key}, {"date", x.Date}, {"kind", x.Kind}} {
		if f.value != "" {
			out = append(out, f)
		}
	}
	return out
}

// correlations pairs the inputs of each common group with the group's first: they are drawn together, so their rank correlation is 1. Then come those that
// a profile or the question states.
func correlations(a *answer.Answer) list {
	first := map[string]string{}
	out := list{}
	add := func(prefix string, inputs []answer.Input) {
		for _, i := range modelOrder(inputs, func(in answer.Input) *quantity.Spec { return in.Spec }) {
			group, name := inputs[i].Value.Common, prefix+inputs[i].Spec.Name
			switch {
			case group == "":
			case first[group] == "":
				first[group] = name
			default:
				out = append(out, inline{{"a", first[group]}, {"b", name}, {"rank", 1}, {"group", group}})
			}
		}
	}
	add("", a.Inputs)
	for _, m := range a.Members {
		add(m.ID+":", m.Inputs)
	}
	for _, c := range a.Correlations {
		one := inline{{"a", c.A.String()}, {"b", c.B.String()}, {"rank", c.Rank}, {"basis", string(c.Basis)}, {"source", sourcesTree(c.Sources)}, {"origin", c.Origin}}
		if c.Note != "" {
			one = append(one, field{"note", c.Note})
		}
		out = append(out, one)
	}
	return out
}

// streams are the dimensions of the sampler in which the common groups among the inputs are drawn; nothing where there are none. A group's is the least of its
// inputs, of which the answer may list only some, so that who wants the same draws has to be told.
func streams(a *answer.Answer) object {
	var groups object
	seen := map[string]bool{}
	add := func(inputs []answer.Input) {
		for _, i := range modelOrder(inputs, func(in answer.Input) *quantity.Spec { return in.Spec }) {
			group := inputs[i].Value.Common
			if at, known := a.Streams[group]; known && !seen[group] {
				seen[group] = true
				groups = append(groups, field{group, at})
			}
		}
	}
	add(a.Inputs)
	for _, m := range a.Members {
		add(m.Inputs)
	}
	if groups == nil {
		return nil
	}
	return object{{"streams", groups}}
}

func notesTree(notes []answer.Note, sampled bool) list {
	out := list{}
	for _, n := range notes {
		one := inline{{"code", n.Code}, {"message", n.Message}}
		if n.Reading != nil {
			r := row{Quantity: &n.Reading.Quantity}
			reading := append(inline{{"basis", n.Reading.Basis}, {"quantity", r.Spec.Name}}, quantityTree(r, sampled)...)
			one = append(one, field{"reading", reading})
		}
		out = append(out, one)
	}
	return out
}

func warningsTree(warnings []answer.Warning) list {
	out := list{}
	for _, x := range warnings {
		out = append(out, inline{{"code", x.Code}, {"message", x.Message}, {"advice", x.Advice}})
	}
	return out
}
