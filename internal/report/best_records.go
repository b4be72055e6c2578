package report

import (
	"math"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/optimize"
)

// bestTree is the JSON of a best mix.
func bestTree(r *optimize.Result) object {
	sampled := r.Question.Draws > 0
	out := object{{"question", questionTree(r.Question, false)}, {"input_hash", InputHash(r.Grounds)}, {"inputs", inputsTree(r.Grounds.Inputs)}, {"correlations", correlations(r.Grounds)},
		{"objective", inline{{"direction", direction(r.Maximise)}, {"quantity", r.Objective.String()}, {"unit", r.Objective.Spec.Unit.Symbol}, {"value", r.Value}, {"bound", r.Bound},
			{"gap", r.Gap}, {"gap_asked", r.Asked}, {"relaxation", r.Relaxed}, {"nodes", int(r.Nodes)}}},
		{"outcome", string(r.Outcome)}}
	out = append(out, weighedFields(r.Weighed)...)
	if r.Conflict != nil {
		return append(out, field{"conflict", conflictTree(r.Conflict, r.Question)}, field{"left_out", leftOutTree(r.LeftOut)}, field{"warnings", warningsTree(r.Grounds.Warnings)})
	}
	members := list{}
	for i, m := range r.Members {
		one := append(object{}, memberFields(m)...)
		if i < len(r.Grounds.Members) {
			one = append(one, field{"inputs", inputsTree(r.Grounds.Members[i].Inputs)})
		}
		members = append(members, append(one, field{"quantities", quantitiesTree(m.Quantities, sampled)}))
	}
	limits := list{}
	for _, u := range r.Limits {
		limits = append(limits, inline{{"limit", limitName(u.Limit, u.Start, r.Question)}, {"measure", u.Measure.String()}, {"unit", limitUnit(u.Measure)}, {"sense", u.Sense.String()}, {"allowed", u.Value}, {"used", u.Used},
			{"rounded", u.Rounded}, {"binds", u.Binds}, {"relaxation_shadow_price", u.Shadow}, {"chance_kept", u.Chance}})
	}
	alternatives := list{}
	for _, a := range r.Alternatives {
		alternatives = append(alternatives, inline{{"members", mixTree(a.Members)}, {"value", a.Value}, {"worse", a.Worse}, {"single", a.Single}})
	}
	out = append(out, field{"members", members}, field{"total", object{{"quantities", quantitiesTree(r.Total, sampled)}}}, field{"limits", limits},
		field{"alternatives", alternatives}, field{"left_out", leftOutTree(r.LeftOut)}, field{"regret", regretTree(r)}, field{"weighed", weighedTree(r.Weighed)}, field{"skipped", r.Skipped})
	return append(out, field{"notes", notesTree(r.Grounds.Notes, sampled)}, field{"warnings", warningsTree(r.Grounds.Warnings)})
}

// weighedFields say what a choice rests on that is not built in; nothing where all is. Of chips that are not in the mix the inputs are listed nowhere else, so
// that each stands here with its place.
func weighedFields(w optimize.Weighed) []field {
	if len(w.Overrides) == 0 {
		return nil
	}
	replaced := list{}
	add := func(owner string, inputs []answer.Input) {
		for _, in := range inputs {
			if in.Value.Override {
				replaced = append(replaced, inline{{"input", owner + in.Spec.Name}, {"origin", in.Value.Origin}})
			}
		}
	}
	add("", w.Grounds.Inputs)
	for _, m := range w.Grounds.Members {
		add(m.ID+":", m.Inputs)
	}
	return []field{{"overrides", strs(w.Overrides)}, {"replaced", replaced}}
}

// weighedTree lists the chips that the choice was made among, in the mix or not.
func weighedTree(w optimize.Weighed) list {
	out := list{}
	if w.Grounds == nil {
		return out
	}
	for _, m := range w.Grounds.Members {
		out = append(out, inline{{"id", m.ID}, {"vendor", m.Vendor}})
	}
	return out
}

func direction(maximise bool) string {
	if maximise {
		return "maximize"
	}
	return "minimize"
}

func memberFields(m optimize.Member) []field {
	return []field{{"id", m.ID}, {"name", m.Name}, {"vendor", m.Vendor}, {"units", m.Units}, {"chips", m.Chips}, {"racks", m.Racks}, {"share", m.Share}, {"objective", m.Amount}}
}

func limitUnit(m optimize.Measure) string {
	return m.Notation().Unit.Symbol
}

func leftOutTree(leftOut []optimize.LeftOut) list {
	left := list{}
	for _, l := range leftOut {
		left = append(left, inline{{"id", l.ID}, {"lacks", strs(l.Lacks)}, {"inputs", strs(l.Inputs)}, {"relaxation_better", leftNumber(l)}, {"dominated_by", orNull(l.Dominated)},
			{"forbidden_by", orNull(l.Forbidden)}, {"in_relaxation", l.Whole}})
	}
	return left
}

func leftNumber(l optimize.LeftOut) float64 {
	if len(l.Lacks) > 0 {
		return math.NaN()
	}
	return l.Better
}

func mixTree(members []optimize.Member) list {
	out := list{}
	for _, m := range members {
		out = append(out, inline(memberFields(m)))
	}
	return out
}

func quantitiesTree(qs []answer.Quantity, sampled bool) object {
	var out object
	for i := range qs {
		out = append(out, field{qs[i].Spec.Name, quantityTree(row{Quantity: &qs[i]}, sampled)})
	}
	return out
}

func regretTree(r *optimize.Result) any {
	g := r.Regret
	if g == nil {
		return nil
	}
	rivals := list{}
	for _, c := range g.Candidates {
		rivals = append(rivals, inline{{"members", mixTree(c.Members)}, {"optimum", c.Optimum}, {"amount", quantityTree(row{Quantity: &c.Amount}, true)}, {"better_in", c.Better}, {"better_by", c.By},
			{"possible_in", c.Possible}})
	}
	return object{{"draws", g.Draws}, {"some_other_better_in", g.AnyBetter}, {"mean", g.Mean}, {"p95", g.P95}, {"mixes", rivals}}
}

// bestColumns are the columns of a best mix for programs: which part of the result, which item of it, and one fact.
var bestColumns = []string{"part", "item", "member", "quantity", "unit", "point", "mean", "p5", "p25", "p50", "p75", "p95", "text", "overrides"}

// bestRecords are the rows for programs.
func bestRecords(r *optimize.Result) *records {
	out := &records{columns: bestColumns}
	chosen := orNull(strings.Join(r.Weighed.Overrides, " ")) // a mix that was chosen rests on all that it was chosen among
	fact := func(part string, item, member any, quantity, unit string, point float64, text any) {
		out.add(part, item, member, quantity, unit, point, nil, nil, nil, nil, nil, nil, text, chosen)
	}
	whole := func(part string, item, member any, q *answer.Quantity) {
		marks := orNull(strings.Join(q.Overrides, " "))
		if len(q.Overrides) == 0 {
			marks = chosen
		}
		out.add(part, item, member, q.Spec.Name, q.Spec.Unit.Symbol, q.Point, q.Mean, q.P5, q.P25, q.P50, q.P75, q.P95, nil, marks)
	}
	objective, u := r.Objective.String(), r.Objective.Spec.Unit.Symbol
	fact("objective", nil, nil, objective, u, r.Value, string(r.Outcome))
	fact("objective", "bound", nil, objective, u, r.Bound, nil)
	fact("objective", "relaxation", nil, objective, u, r.Relaxed, nil)
	fact("objective", "gap", nil, objective, "1", r.Gap, nil)
	mix := func(part, item string, members []optimize.Member) {
		for _, m := range members {
			fact(part, item, m.ID, "capacity.units", "1", m.Units, nil)
			fact(part, item, m.ID, "capacity.chips", "1", m.Chips, nil)
			fact(part, item, m.ID, "capacity.racks", "1", m.Racks, nil)
			fact(part, item, m.ID, "share", "1", m.Share, nil)
		}
	}
	mix("mix", "optimum", r.Members)
	for i := range r.Members {
		for k := range r.Members[i].Quantities {
			whole("quantity", "optimum", r.Members[i].ID, &r.Members[i].Quantities[k])
		}
	}
	for i := range r.Total {
		whole("quantity", "optimum", total, &r.Total[i])
	}
	for _, l := range r.Limits {
		name := limitName(l.Limit, l.Start, r.Question)
		unit := limitUnit(l.Measure)
		binds := any(nil)
		if l.Binds {
			binds = "binds"
		}
		fact("limit", name, nil, "allowed", unit, l.Value, l.Sense.String())
		fact("limit", name, nil, "used", unit, l.Used, binds)
		fact("limit", name, nil, "relaxation_shadow_price", u+" per "+unit, l.Shadow, nil)
		fact("limit", name, nil, "chance_kept", "1", l.Chance, nil)
	}
	for _, a := range r.Alternatives {
		item := shortMix(a.Members, Options{ASCII: true})
		mix("alternative", item, a.Members)
		fact("alternative", item, nil, objective, u, a.Value, nil)
		fact("alternative", item, nil, "worse", "1", a.Worse, nil)
	}
	if r.Regret != nil {
		fact("regret", nil, nil, "some_other_better_in", "1", r.Regret.AnyBetter, nil)
		fact("regret", nil, nil, "mean", "1", r.Regret.Mean, nil)
		fact("regret", nil, nil, "p95", "1", r.Regret.P95, nil)
		for i := range r.Regret.Candidates {
			c := &r.Regret.Candidates[i]
			item := shortMix(c.Members, Options{ASCII: true})
			whole("regret", item, nil, &c.Amount)
			fact("regret", item, nil, "better_in", "1", c.Better, nil)
			fact("regret", item, nil, "better_by", "1", c.By, nil)
		}
	}
	for _, l := range r.LeftOut {
		fact("left_out", nil, l.ID, "relaxation_better", "1", leftNumber(l), strings.ReplaceAll(whyLeftOut(l, r, Options{ASCII: true}), nbsp, " "))
	}
	if r.Conflict != nil {
		for _, l := range r.Conflict.Limits {
			name := limitName(l.Limit, l.Start, r.Question)
			fact("conflict", name, nil, "asked", limitUnit(l.Measure), l.Value, l.Sense.String())
			fact("conflict", name, nil, "nearest", limitUnit(l.Measure), l.Nearest, nil)
		}
	}
	return out
}
