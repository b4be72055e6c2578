package answer

import (
	"fmt"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/unit"
)

// remark adds the notes and warnings that the ramp needs.
func (a *Ramp) remark(set analysis.Settings, r rampResults) {
	a.noteReadings(set)
	a.noteBinding()
	a.noteMoney(r)
	a.notePayment(r)
	a.noteMissing()
	a.Notes = append(a.Notes, idleSettings(a.Fleet.Mix)...)
	a.noteIdle()
	a.Notes = append(a.Notes, correlationNotes(a.Question, a.Fleet.Mix, set.Draws)...)
	a.warn()
}

// noteReadings says what the other common reading of the power would give at the end; for an unstated boundary, what both would.
func (a *Ramp) noteReadings(set analysis.Settings) {
	m := a.Fleet.Mix
	others := []int{power.Facility}
	switch {
	case m.Unstated:
		others = []int{power.Facility, power.IT}
	case m.Basis == power.Facility:
		others = []int{power.IT}
	}
	for _, basis := range others {
		mixed, other := *m, *a.Fleet
		mixed.Basis, mixed.Unstated = basis, false
		other.Mix = &mixed
		o := ramp.Output{Period: ramp.Whole, Member: ramp.Total, Spec: capacity.Chips.Spec}
		q := runRamp(&other, []ramp.Output{o}, set)[o]
		name := power.Basis.Options[basis]
		a.Notes = append(a.Notes, Note{
			Code: "other-reading",
			Message: fmt.Sprintf("Read as %s power (%s), %s come to %s chips at the end.", boundaryName(name), BoundaryMeaning[basis], a.Question.Start.Prose,
				Approximately(q)),
			Reading: &Reading{Basis: name, Quantity: q},
		})
	}
}

// noteBinding says what binds first, and when that changes.
func (a *Ramp) noteBinding() {
	last := ""
	for _, p := range a.Periods {
		if p.Binds.What == last {
			continue
		}
		verb := "From"
		if last == "" {
			verb = "At first, from"
		}
		text := fmt.Sprintf("%s %s on, %s binds: %s", verb, p.Quarter, p.Binds.What, p.Binds.Reason)
		if p.Binds.What == "money" {
			text += a.atPrices()
		}
		if s := p.Binds.Share; s < 0.995 {
			text += fmt.Sprintf(" (in %.0f%% of the draws)", 100*s)
		}
		a.Notes = append(a.Notes, Note{Code: "binds", Message: text + "."})
		last = p.Binds.What
	}
}

// noteMoney says what the money buys, and which money is set beside the payments only.
func (a *Ramp) noteMoney(r rampResults) {
	var aside, elsewhere []string
	var budgeted, other float64
	for _, t := range a.Fleet.Money {
		when := t.Day
		if when == "" {
			when = t.Date.String()
		}
		text := fmt.Sprintf("%s: %s, %s", t.ID, unit.Short(t.Amount.Mid(), ramp.Amount.Unit, 3), when)
		if t.Years > 0 {
			text = fmt.Sprintf("%s: %s over %d years from %s, taken in equal parts", t.ID, unit.Short(t.Amount.Mid(), ramp.Amount.Unit, 3), t.Years, when)
		}
		if t.Likelihood.Shape != "" {
			text += fmt.Sprintf(", paid with %.0f%%", 100*chanceOf(&t.Likelihood))
		}
		if t.Condition != "" {
			text += ", if " + t.Condition
		}
		if t.Date > a.Fleet.Until() {
			text += ", which is after the last quarter"
		}
		switch {
		case t.Budget:
			budgeted += t.Amount.Mid()
			a.Notes = append(a.Notes, Note{Code: "budget", Message: "Budget, " + text + "."})
		case t.Elsewhere:
			other += t.Amount.Mid()
			elsewhere = append(elsewhere, text)
		default:
			aside = append(aside, text)
		}
	}
	if len(aside) > 0 {
		a.Notes = append(a.Notes, Note{Code: "funding", Message: "Money outside the budget, set beside the payments and not counted: " + strings.Join(aside, "; ") + "."})
	}
	if len(elsewhere) > 0 {
		text := "Money for other capacity, not counted: " + strings.Join(elsewhere, "; ") + "."
		if budgeted > 0 {
			text += fmt.Sprintf(" With the budget of %s it comes to %s.", unit.Short(budgeted, ramp.Amount.Unit, 3), unit.Short(budgeted+other, ramp.Amount.Unit, 3))
		}
		a.Notes = append(a.Notes, Note{Code: "other-capacity", Message: text})
	}
	for i := range a.Fleet.Later {
		t := &a.Fleet.Later[i]
		from, _ := t.Amount.KnownFrom()
		a.Notes = append(a.Notes, Note{Code: "later", Message: fmt.Sprintf("Money that was not known yet on %s is left out: %s (%s).", a.Question.AsOf, t.ID, from)})
	}
	last := len(a.Periods) - 1
	paid, budget := r.total(last, ramp.PaidToDate.Spec), r.total(last, ramp.BudgetToDate.Spec)
	if !a.Fleet.HasBudget() || math.IsNaN(paid.Point) {
		return
	}
	text := fmt.Sprintf("To %s, payments come to %s%s and the budget to %s.", a.Periods[last].Quarter, Approximately(paid), a.atPrices(), Approximately(budget))
	if a.Periods[last].Binds.What == "supply" {
		text += " What the money buys and what is paid per watt are held against the energised power, of which a part is unused and unpaid."
	}
	a.Notes = append(a.Notes, Note{Code: "money", Message: text})
}

// atPrices is what is said beside payments that rest on a price that nobody published.
func (a *Ramp) atPrices() string {
	if !a.AssumedMoney(ramp.Payments.Spec) {
		return ""
	}
	return " at assumed prices"
}

// chanceOf is the weight of 1.
func chanceOf(v *quantity.Value) float64 {
	for i, x := range v.Values {
		if x == 1 {
			return v.Weights[i]
		}
	}
	return 0
}

// noteMissing names what is n/a and why: the inputs that profiles lack.
func (a *Ramp) noteMissing() {
	m := a.Fleet.Mix
	for i, x := range m.Members {
		var lacks []string
		seen := map[string]bool{}
		for _, list := range [][]Quantity{a.Whole, a.Members[i].Whole} {
			for _, q := range list {
				if !math.IsNaN(q.Point) {
					continue
				}
				for _, s := range m.Lacking(q.Spec, i) {
					if !seen[s.Name] {
						seen[s.Name] = true
						lacks = append(lacks, s.Name)
					}
				}
			}
		}
		if len(lacks) > 0 {
			a.Notes = append(a.Notes, Note{Code: "missing", Message: fmt.Sprintf("What needs %s is n/a: the profile of %s has no figure.", list(lacks), x.Name)})
		}
	}
	if !a.Fleet.HasBudget() {
		a.Notes = append(a.Notes, Note{Code: "no-budget", Message: "The scenario names no money that pays for the capacity, so what it buys is n/a."})
	}
}

// noteIdle says that retired systems free power at a time when nothing is delivered.
func (a *Ramp) noteIdle() {
	if q, idle := a.Fleet.Idle(); idle {
		a.Notes = append(a.Notes, Note{Code: "idle", Message: "Power that systems free when they retire is not used after " + q.String() + ", as nothing is delivered then."})
	}
}

// warn says which systems cannot be bought yet, and that money rests on prices that nobody published.
func (a *Ramp) warn() {
	for _, x := range a.Fleet.Mix.Members {
		if x.Status == accelerators.Announced {
			a.Warnings = append(a.Warnings, Warning{
				Code: "announced", Message: x.Name + " is announced and not shipping; its figures will change.",
				Advice: "capplan profiles show " + x.ID + " says which of its values are assumed",
			})
		}
	}
	if list := a.UsedEarly(); list != nil {
		a.Warnings = append(a.Warnings, Warning{
			Code: codeLater, Message: fmt.Sprintf("Known only after %s, and used all the same: %s.", a.Question.AsOf, strings.Join(list, ", ")),
			Advice: "values of a site and judgements of a scenario are never left out (capplan help as-of); give what was known then with --set NAME=VALUE",
		})
	}
	if len(a.money) == 0 {
		return
	}
	for _, x := range a.Fleet.Mix.Members {
		if v, has := x.Values[accelerators.ComputePerChip.Spec]; has && v.Basis == quantity.Assumed {
			a.Warnings = append(a.Warnings, Warning{
				Code: "assumed-price", Message: "No installed cost of " + x.Name + " is published; every capital, payment and yearly cost here rests on an assumed one.",
				Advice: "give your own with --set " + x.ID + ":" + accelerators.ComputePerChip.Name + "=LOW/MODE/HIGH",
			})
		}
	}
}

// Assumed lists the inputs of the ramp that no source supports, shared ones first, each once; those of one generation with its id. The schedule and the
// windows of deliveries are among them.
func (a *Ramp) Assumed() []string {
	out := a.Head().Assumed()
	if a.Fleet.Power.Evidence.Basis == quantity.Assumed {
		out = append(out, "power.schedule")
	}
	for i, g := range a.Fleet.Generations {
		if g.Evidence.Basis == quantity.Assumed {
			out = append(out, "generation."+a.Members[i].ID)
		}
	}
	for _, t := range a.Fleet.Money {
		if t.Amount.Basis == quantity.Assumed || t.Likelihood.Basis == quantity.Assumed {
			out = append(out, "money."+t.ID)
		}
	}
	return out
}

// UsedEarly names what became known after the day that is asked as of and is used all the same, each with its date: inputs of the site and the scenario, the
// schedule, the windows of deliveries, and how likely money is.
func (a *Ramp) UsedEarly() []string {
	out := a.Head().UsedEarly()
	add := func(name string, v *quantity.Value) {
		if v.From != "" {
			out = append(out, name+" ("+v.From+")")
		}
	}
	for _, m := range a.Members {
		for _, in := range m.Inputs {
			if ramp.Quantities.Find(in.Spec.Name) != nil {
				add(m.ID+":"+in.Spec.Name, &in.Value)
			}
		}
	}
	add("power.schedule", &a.Fleet.Power.Evidence)
	for i := range a.Fleet.Generations {
		g := &a.Fleet.Generations[i]
		add("generation."+g.Chip, &g.Evidence)
	}
	for i := range a.Fleet.Money {
		t := &a.Fleet.Money[i]
		add("money."+t.ID, &t.Likelihood)
	}
	return out
}

// Head is the ramp's question, inputs, notes and warnings as an answer has them, without any result; for what writes these alike for all commands.
func (a *Ramp) Head() *Answer {
	out := &Answer{Question: a.Question, Inputs: a.Inputs, Notes: a.Notes, Warnings: a.Warnings, Mix: a.Fleet.Mix, Correlations: a.Fleet.Mix.AllCorrelations(),
		Streams: mix.Alternatives{Mixes: []*mix.Mix{a.Fleet.Mix}}.CommonStreams()}
	for _, m := range a.Members {
		out.Members = append(out.Members, Member{ID: m.ID, Name: m.Name, Vendor: m.Vendor, Inputs: m.Inputs})
	}
	return out
}
