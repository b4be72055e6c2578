package profile

import (
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/ramp"
)

// dated is the good scenario with a commitment of one day, money of three, and a delay and a schedule that rest on younger sources.
var dated = strings.NewReplacer(
	`announced = { value = "900 MW", basis = "assumed", note = "why" }`, `announced = { value = "900 MW", basis = "published", source = "deal" }`,
	`amount = { value = "15 B USD", basis = "assumed", note = "why" }`, `amount = { value = "15 B USD", basis = "published", source = "later" }`,
	`likelihood = { value = 0.75, basis = "assumed", note = "why" }`, `likelihood = { value = 0.75, basis = "assumed", sources = ["later"], note = "why" }`,
	"high = \"1 yr\"\nbasis = \"assumed\"", "high = \"1 yr\"\nbasis = \"reported\"\nsource = \"later\"",
	"2026-Q3 = \"900 MW\"\nbasis = \"assumed\"", "2026-Q3 = \"900 MW\"\nbasis = \"reported\"\nsources = [\"deal\", \"later\"]",
).Replace(goodScenario) + `
[sources.deal]
title = "The deal"
url = "https://example.org/deal"
date = 2025-12-10
kind = "vendor"

[sources.later]
title = "A report"
url = "https://example.org/report"
date = 2026-02-01
kind = "press"
`

// TestScenarioAsOf: as of a day, a scenario is known from the day of its commitment, money from its own; judgements stay, marked with the day from which they
// are known.
func TestScenarioAsOf(t *testing.T) {
	l := builtin(t)
	if _, _, err := l.AsOf("2025-12-09").ParseScenario("field.toml", []byte(dated)); err == nil || !strings.Contains(err.Error(), "field.toml:12:1: power.announced: was not known on 2025-12-09; it is from 2025-12-10 by The deal") {
		t.Errorf("before the deal: %v", err)
	}
	then, _, err := l.AsOf("2025-12-10").ParseScenario("field.toml", []byte(dated))
	if err != nil {
		t.Fatal(err)
	}
	if len(then.Money) != 1 || then.Money[0].ID != "second" || len(then.Later) != 1 || then.Later[0].ID != "first" {
		t.Errorf("money %+v, later %+v", then.Money, then.Later)
	}
	if v := then.Values[ramp.Delay.Spec]; v.From != "2026-02-01" || v.High != 1 {
		t.Errorf("delay %+v", v)
	}
	if from := then.Power.Evidence.From; from != "2026-02-01" {
		t.Errorf("the schedule is marked with %q", from)
	}
	if l := then.Money[0].Likelihood; l.From != "2026-02-01" || len(l.Values) != 2 {
		t.Errorf("likelihood %+v", l)
	}
	if then.Generations[1].Evidence.From != "" {
		t.Errorf("a window without a source is marked with %q", then.Generations[1].Evidence.From)
	}
	for _, day := range []string{"2026-02-01", ""} {
		now, _, err := l.AsOf(day).ParseScenario("field.toml", []byte(dated))
		if err != nil {
			t.Fatal(err)
		}
		if len(now.Money) != 2 || now.Later != nil || now.Values[ramp.Delay.Spec].From != "" || now.Power.Evidence.From != "" || now.Money[1].Likelihood.From != "" {
			t.Errorf("as of %q: %+v", day, now)
		}
	}
}
