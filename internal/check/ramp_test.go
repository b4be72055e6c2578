package check

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/profiles"
)

// commitment is the built-in scenario, for this many quarters.
func commitment(t *testing.T) *ramp.Fleet {
	t.Helper()
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	s, chips, err := lib.Scenario("openai-aws-2gw")
	if err != nil {
		t.Fatal(err)
	}
	m := mix.Mix{Precision: accelerators.Precision.Index("bf16"), Unstated: true, Shared: quantity.Scenario{}}
	site, err := lib.Site(s.Site)
	if err != nil {
		t.Fatal(err)
	}
	reference, err := lib.Reference()
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []quantity.Scenario{site.Values, reference} {
		for k, v := range from {
			m.Shared[k] = v
		}
	}
	f, err := ramp.NewFleet(s, m, chips)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// rampOutcome holds a condition against the built-in scenario.
func rampOutcome(t *testing.T, f *ramp.Fleet, text string, base *Baseline) (*Outcome, *answer.Ramp, error) {
	t.Helper()
	c, err := ParseRampCondition(text, Fail)
	if err != nil {
		return nil, nil, err
	}
	if err := c.Within(f.Scenario); err != nil {
		return nil, nil, err
	}
	few := settings
	few.Draws = 256
	want := answer.RampWant{Settings: few}
	c.Wanted(&want)
	a := answer.EvaluateRamp(answer.Question{Command: "check", Basis: "unstated", Draws: few.Draws, Start: answer.Start{Prose: "2 GW"}}, f, want)
	o, err := JudgedRamp(c, a, base)
	return o, a, err
}

// TestRampConditions: a condition on a ramp is about the whole, one quarter or any; of any, the outcome is that of the quarter that decides.
func TestRampConditions(t *testing.T) {
	f := commitment(t)
	_, a, err := rampOutcome(t, f, "capacity.chips > 0", nil)
	if err != nil {
		t.Fatal(err)
	}
	chips := func(q int) float64 { return answer.Find(a.Periods[q].Total, capacity.Chips.Spec).P50 }
	most, when := 0.0, 0
	for q := range a.Periods {
		if chips(q) > most {
			most, when = chips(q), q
		}
	}
	last := chips(len(a.Periods) - 1)
	if most <= last {
		t.Fatal("chips of the built-in scenario are to fall at the end, so that the most is not the last")
	}
	for _, c := range []struct {
		text, period string
		value        float64
		status       Status
	}{
		{fmt.Sprintf("capacity.chips > %.0f", (last+most)/2), "", last, Pass}, // the whole is the last quarter of what stands
		{fmt.Sprintf("capacity.chips@any > %.0f", (last+most)/2), a.Periods[when].Quarter, most, Fail},
		{fmt.Sprintf("capacity.chips@ANY > %.0f", 2*most), a.Periods[when].Quarter, most, Pass},
		{"capacity.chips@any < 1", "2027-Q1", chips(0), Fail},
		{"capacity.chips.p50@2029-Q1 < 1", "2029-Q1", chips(8), Pass},
		{fmt.Sprintf("capacity.chips@2029-Q1 = %.0f", chips(8)), "2029-Q1", chips(8), Fail},
		{fmt.Sprintf("capacity.chips@any = %.0f", chips(8)), "2029-Q1", chips(8), Fail},
		{"capacity.chips.p50 @ any inside 1..10k", "", math.NaN(), ""},
	} {
		o, _, err := rampOutcome(t, f, c.text, nil)
		if c.status == "" {
			if err == nil {
				t.Errorf("%s is accepted", c.text)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if o.Status != c.status || o.Period != c.period || o.Value != c.value {
			t.Errorf("%s: %s, %g in %q; want %s, %g in %q", c.text, o.Status, o.Value, o.Period, c.status, c.value, c.period)
		}
	}
	// What has no value in some quarters is judged in the others, and the quarters are counted.
	o, _, err := rampOutcome(t, f, "ramp.cost_per_watt@any > 1 USD/W", nil)
	if err != nil || o.Unknown == 0 || o.Status != Fail {
		t.Errorf("%+v, %v", o, err)
	}
	// Of a condition that is true in no quarter, the one that comes nearest is shown.
	o, other, err := rampOutcome(t, f, "ramp.affordable.point@any < 1 MW", nil)
	if err != nil || o.Status != Pass {
		t.Fatalf("%+v, %v", o, err)
	}
	for _, p := range other.Periods {
		if q := answer.Find(p.Total, ramp.Affordable.Spec); q.Point < o.Value {
			t.Errorf("%g in %s is shown, %g in %s is nearer to the limit", o.Value, o.Period, q.Point, p.Quarter)
		}
	}
	// Against a baseline, each quarter has its own.
	base := &Baseline{Name: "b.json", Figures: map[Figure]float64{}}
	for q, p := range a.Periods {
		base.Figures[Figure{"", "capacity.chips", "p50", p.Quarter}] = chips(q)
	}
	base.Figures[Figure{"", "capacity.chips", "p50", "2030-Q1"}] = 1.1 * chips(12)
	if o, _, err = rampOutcome(t, f, "capacity.chips@any < -5%", base); err != nil || o.Status != Fail || o.Period != "2030-Q1" {
		t.Errorf("%+v, %v", o, err)
	}
	if o, _, err = rampOutcome(t, f, "capacity.chips@2029-Q1 < -5%", base); err != nil || o.Status != Pass || o.Baseline != chips(8) {
		t.Errorf("%+v, %v", o, err)
	}
}

// TestRampConditionErrors: what is not there is an error and never a pass.
func TestRampConditionErrors(t *testing.T) {
	f := commitment(t)
	for text, want := range map[string]string{
		"ramp.payment > 1":                "did you mean ramp.payments?",
		"ramp.delay > 1":                  "ramp.delay is an input",
		"ramp.payments@2029 > 1":          `"2029" is no quarter`,
		"ramp.payments@ > 1":              `"" is no quarter`,
		"ramp.payments@2026-Q4 > 1":       "outside the period; it is 2027-Q1 to 2034-Q4",
		"ramp.payments > 1 W":             "W is power",
		"gb300:capacity.chips > 1":        "gb300 is not one of the chips of this question; they are trainium3, trainium4",
		"trainium3:ramp.payments > 1":     "only the total has it",
		"power.it_per_unit > 1":           "it describes one chip and has no total",
		"cost.rental_year@any > 1":        "needs cost.rental_per_hour, of which the profile of Trainium3 Gen1 UltraServer has no figure",
		"ramp.cost_per_watt@2027-Q1 > 1":  "in 2027-Q1 is n/a",
		"ramp.payments > +5%":             "it is relative to a baseline",
		"state.units_delivered > 1":       "unknown quantity",
		"ramp.payments.p51@2027-Q1 > 1":   `unknown statistic "p51"`,
		"ramp.payments@2027-Q1@any > 1":   "is no quarter",
		"trainium4:capacity.chips@any":    "there is no operator",
		"trainium4:capacity.chips@any >=": "no value stands after it",
	} {
		_, _, err := rampOutcome(t, f, text, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", text, err, want)
		}
	}
	f.Money = nil
	if _, _, err := rampOutcome(t, f, "ramp.budget_left < 0", nil); err == nil || !strings.Contains(err.Error(), "names no money that pays for the capacity") {
		t.Errorf("without a budget: %v", err)
	}
	if _, err := ParseCondition("capacity.chips@any > 1", Fail); err == nil || !strings.Contains(err.Error(), "the question has no quarters") {
		t.Errorf("of a question without quarters: %v", err)
	}
	if _, err := ParseCondition("ramp.payments > 1", Fail); err == nil {
		t.Error("a quantity of a ramp in a question without one is accepted")
	}
}

// FuzzParseRampCondition: no text upsets the parser, and what it accepts it can print.
func FuzzParseRampCondition(f *testing.F) {
	for _, s := range []string{"ramp.budget_left.p5@any < 0 USD", "trainium3:capacity.chips.p50@2029-Q4 outside 1k..2k", "a@b@c = -5%", "@any", "x@ >"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseRampCondition(text, Fail)
		if (c == nil) == (err == nil) {
			t.Fatalf("condition %v and error %v", c, err)
		}
		if err == nil && (c.Spec == nil || c.Spec.Input || c.When.Any && c.When.Quarter != 0) {
			t.Errorf("%q was accepted as %+v", text, c)
		}
	})
}
