package resultdiff

import (
	"fmt"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/saved"
)

// scenarioChanges are what a ramp says beside its inputs: the time, the schedule, when each generation is delivered, the money.
func scenarioChanges(old, new *saved.Answer) []Change {
	if old.Kind != saved.Ramp {
		return nil
	}
	var out []Change
	add := func(name, from, to string, apply func(to, from *saved.Answer)) {
		if from != to {
			out = append(out, Change{Name: name, Owner: "scenario", Part: "scenario", From: from, To: to, apply: apply})
		}
	}
	a, b := old.Scenario, new.Scenario
	add("time", a.From.String()+" to "+a.Until().String(), b.From.String()+" to "+b.Until().String(), func(to, from *saved.Answer) {
		to.Scenario.From, to.Scenario.Quarters = from.Scenario.From, from.Scenario.Quarters
	})
	add("schedule", schedule(a), schedule(b), func(to, from *saved.Answer) { to.Scenario.Power = from.Scenario.Power })
	add("payment", ramp.Payment.Options[a.Payment], ramp.Payment.Options[b.Payment], func(to, from *saved.Answer) { to.Scenario.Payment = from.Scenario.Payment })
	add("money", purse(a), purse(b), func(to, from *saved.Answer) { to.Scenario.Money = from.Scenario.Money })
	for _, p := range pairs(old, new) {
		id := old.Members[p[0]].ID
		add(id+" deliveries", window(old.Members[p[0]].Window), window(new.Members[p[1]].Window), func(to, from *saved.Answer) {
			if x, y := to.Member(id), from.Member(id); x != nil && y != nil {
				x.Window = y.Window
			}
		})
	}
	return out
}

func schedule(s *ramp.Scenario) string {
	text := fmt.Sprintf("%s, %s to %s", s.Power.Shape, s.Power.From, s.Power.Until)
	if s.Power.Shape == ramp.Points {
		parts := make([]string, len(s.Power.Points))
		for i, x := range s.Power.Points {
			parts[i] = fmt.Sprintf("%.9g", x/1e6)
		}
		text += " (" + strings.Join(parts, " ") + " MW)"
	}
	return text
}

func window(g *ramp.Generation) string {
	text := g.From.String() + " to " + g.Until.String()
	if g.Interim() {
		text += ", leaves " + g.Leaves.String()
	}
	return text
}

func purse(s *ramp.Scenario) string {
	var parts []string
	for i := range s.Money {
		t := &s.Money[i]
		text := fmt.Sprintf("%s %.6g B USD from %s", t.ID, t.Amount.Mid()/1e9, t.Date)
		if low, high := t.Amount.Extremes(); low != high {
			text += fmt.Sprintf(" (%s %.9g-%.9g)", t.Amount.Shape, low, high)
		}
		if t.Years > 0 {
			text += fmt.Sprintf(" over %d years", t.Years)
		}
		if t.Budget {
			text += ", budget"
		}
		if t.Elsewhere {
			text += ", for other capacity"
		}
		if t.Likelihood.Shape != "" {
			text += fmt.Sprintf(", %v to be paid", paid(&t.Likelihood))
		}
		parts = append(parts, text)
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, "; ")
}

// paid is how likely a tranche is paid, in percent.
func paid(v *quantity.Value) string {
	sum, yes := 0.0, 0.0
	for i, w := range v.Weights {
		sum += w
		if v.Values[i] == 1 {
			yes += w
		}
	}
	return fmt.Sprintf("%.4g%%", 100*math.Max(0, yes/sum))
}
