package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/capplan/capplan/internal/answer"
)

// allQuarters is the period under which all quarters together stand.
const allQuarters = "all"

// rampRow is one number of a ramp.
type rampRow struct {
	period, member string
	*answer.Quantity
	assumed bool // rests on a price that nobody published
}

// rampRows flattens a ramp: quarters in their order and then all together; in each the generations and then the total.
func rampRows(a *answer.Ramp) []rampRow {
	var out []rampRow
	add := func(period, member string, qs []answer.Quantity) {
		for i := range qs {
			out = append(out, rampRow{period, member, &qs[i], a.AssumedMoney(qs[i].Spec)})
		}
	}
	for k := range a.Periods {
		p := &a.Periods[k]
		for i, m := range a.Members {
			add(p.Quarter, m.ID, p.Members[i])
		}
		add(p.Quarter, total, p.Total)
	}
	for i := range a.Members {
		add(allQuarters, a.Members[i].ID, a.Members[i].Whole)
	}
	add(allQuarters, total, a.Whole)
	return out
}

// rampRecords are the rows for programs.
func rampRecords(a *answer.Ramp) *records {
	out := &records{columns: []string{"period", "member", "quantity", "unit", "point", "mean", "p5", "p25", "p50", "p75", "p95", "overrides", "assumed_price"}}
	for _, r := range rampRows(a) {
		out.add(r.period, r.member, r.Spec.Name, r.Spec.Unit.Symbol, r.Point, r.Mean, r.P5, r.P25, r.P50, r.P75, r.P95, orNull(strings.Join(r.Overrides, " ")), r.assumed)
	}
	for i := range a.Chances {
		c := &a.Chances[i]
		for _, r := range chanceRows(cmp.Or(c.Member, total), a.Chances[i:i+1]) {
			out.add(periodOf(c.When), r.member, r.name(), r.unit(), r.Point, r.Mean, r.P5, r.P25, r.P50, r.P75, r.P95, nil, a.AssumedMoney(c.Spec))
		}
	}
	return out
}

// rampTree is the JSON of a ramp: that of an answer, with the quarters beside the whole.
func rampTree(a *answer.Ramp) object {
	sampled := a.Question.Draws > 0
	by := map[string]map[string]object{}
	for _, r := range rampRows(a) {
		if by[r.period] == nil {
			by[r.period] = map[string]object{}
		}
		q := quantityTree(row{Quantity: r.Quantity}, sampled)
		if r.assumed {
			q = append(q, field{"assumed_price", true})
		}
		by[r.period][r.member] = append(by[r.period][r.member], field{r.Spec.Name, q})
	}
	head := a.Head()
	members := list{}
	for i, m := range a.Members {
		g := a.Fleet.Generations[i]
		members = append(members, object{
			{"id", m.ID}, {"name", m.Name}, {"vendor", m.Vendor}, {"from", m.From}, {"until", m.Until}, {"leaves", orNull(m.Leaves)},
			{"window", inline{{"basis", string(g.Evidence.Basis)}, {"source", sourcesTree(g.Evidence.Sources)}, {"note", orNull(g.Evidence.Note)}}},
			{"inputs", inputsTree(m.Inputs)}, {"quantities", by[allQuarters][m.ID]},
		})
	}
	periods := list{}
	for _, p := range a.Periods {
		parts := list{}
		for _, m := range a.Members {
			parts = append(parts, object{{"id", m.ID}, {"quantities", by[p.Quarter][m.ID]}})
		}
		periods = append(periods, object{
			{"period", p.Quarter}, {"binds", inline{{"what", p.Binds.What}, {"share", p.Binds.Share}, {"reason", p.Binds.Reason}}},
			{"members", parts}, {"total", object{{"quantities", by[p.Quarter][total]}}},
		})
	}
	out := object{
		{"question", questionTree(a.Question, false)}, {"input_hash", RampHash(a)}, {"scenario", scenarioTree(a)}, {"inputs", inputsTree(a.Inputs)}, {"correlations", correlations(head)},
	}
	return append(append(out, streams(head)...), object{
		{"members", members}, {"total", object{{"quantities", by[allQuarters][total]}}}, {"periods", periods}, {"solved", solvedTree(a, sampled)}, {"chances", chancesTree(a.Chances)},
		{"attribution", attributionTree(a)},
		{"notes", notesTree(a.Notes, sampled)}, {"warnings", warningsTree(a.Warnings)},
	}...)
}

// scenarioTree is what the scenario says beside the inputs: the time, the schedule and the money.
func scenarioTree(a *answer.Ramp) object {
	f := a.Fleet
	announced := make([]float64, f.Quarters)
	for i := range announced {
		announced[i] = f.Power.At(f.From + quarterNumber(i))
	}
	e := f.Power.Evidence
	money := list{}
	for i := range f.Money {
		t := &f.Money[i]
		one := inline{{"id", t.ID}, {"date", orNull(t.Day)}, {"from", t.Date.String()}, {"years", t.Years}, {"budget", t.Budget}, {"other_capacity", t.Elsewhere}, {"condition", orNull(t.Condition)},
			{"amount", inputTree(amountSpec, &t.Amount)}}
		if t.Likelihood.Shape != "" {
			one = append(one, field{"paid", inputTree(likelihoodSpec, &t.Likelihood)})
		}
		money = append(money, one)
	}
	return object{
		{"id", f.ID}, {"name", f.Name}, {"from", f.From.String()}, {"until", f.Until().String()}, {"payment", paymentNames[f.Payment]},
		{"schedule", inline{{"shape", string(f.Power.Shape)}, {"from", f.Power.From.String()}, {"until", f.Power.Until.String()}, {"unit", "W"}, {"announced", numbers(announced)},
			{"basis", string(e.Basis)}, {"source", sourcesTree(e.Sources)}, {"note", orNull(e.Note)}}},
		{"money", money},
	}
}

// attributionTree is what leads from the ramp as announced to the one expected; null where it was not worked out.
func attributionTree(a *answer.Ramp) any {
	t := a.Attribution
	if t == nil {
		return nil
	}
	steps := list{}
	for _, s := range t.Steps {
		steps = append(steps, inline{{"driver", s.Name}, {"change", s.Change}, {"by_period", numbers(s.ByTime)}})
	}
	return object{{"quantity", t.Spec.Name}, {"unit", t.Spec.Unit.Symbol}, {"as_announced", t.From}, {"as_expected", t.To}, {"as_announced_by_period", numbers(t.FromByTime)}, {"steps", steps}}
}

// RampRecipe is the canonical question of a ramp as one line of JSON; see [Recipe].
func RampRecipe(a *answer.Ramp) string {
	return string(appendJSON(nil, inline(questionTree(a.Question, true)), "", false))
}

// RampHash identifies everything that went into a ramp; see [InputHash].
func RampHash(a *answer.Ramp) string {
	b := appendJSON([]byte(InputHash(a.Everything())), inline(scenarioTree(a)), "", false)
	for i, g := range a.Fleet.Generations {
		b = append(b, a.Members[i].ID+a.Members[i].From+a.Members[i].Until+a.Members[i].Leaves+string(g.Evidence.Basis)...)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
