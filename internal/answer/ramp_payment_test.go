package answer_test

import (
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

func note(t *testing.T, a *answer.Ramp, code string) string {
	t.Helper()
	for _, n := range a.Notes {
		if n.Code == code {
			return n.Message
		}
	}
	t.Fatalf("no note %q among %+v", code, a.Notes)
	return ""
}

// TestMoneyIsNamed: a ramp says which money pays, which is only beside it, which is for other capacity and what that comes to with the budget, what payments
// hold, and by which convention they are discounted.
func TestMoneyIsNamed(t *testing.T) {
	for payment, want := range map[int]string{
		ramp.AsService: "no margin of a provider", ramp.AsPurchase: "systems and halls when they come", ramp.AsLease: "the rent of the hall",
	} {
		a := ramped(t, openai(t, func(s *ramp.Scenario, _ *mix.Mix) { s.Payment = payment }), ramp.Payments.Spec)
		for code, parts := range map[string][]string{
			"budget":         {"agreement: 100 B USD over 8 years from 2027-Q1, taken in equal parts"},
			"funding":        {"equity-initial: 15 B USD, 2026-03-31", "equity-milestone: 35 B USD, 2028-12-31, paid with 90%, if a milestone"},
			"other-capacity": {"earlier-agreement: 38 B USD over 7 years from 2026-Q1", "With the budget of 100 B USD it comes to 138 B USD."},
			"payment":        {want, "discounted at finance.wacc from the middle of each quarter to the beginning of 2027-Q1"},
		} {
			for _, part := range parts {
				if got := note(t, a, code); !strings.Contains(got, part) {
					t.Errorf("%s: %q is not in %q", code, part, got)
				}
			}
		}
		if s := note(t, a, "funding"); strings.Contains(s, "earlier-agreement") {
			t.Errorf("an obligation stands among the money that comes in: %s", s)
		}
	}
}

// TestOtherCapacityIsCountedNowhere: money for other capacity is in no sum and no study, whatever it comes to.
func TestOtherCapacityIsCountedNowhere(t *testing.T) {
	specs := []*quantity.Spec{ramp.FundingToDate.Spec, ramp.BudgetToDate.Spec}
	for _, amount := range []float64{38e9, 900e9} {
		a := ramped(t, openai(t, func(s *ramp.Scenario, _ *mix.Mix) {
			for i := range s.Money {
				if s.Money[i].ID == "earlier-agreement" {
					s.Money[i].Amount = quantity.Fixed(amount, quantity.Given, "test")
				}
			}
		}), specs...)
		for i, want := range []float64{50e9, 100e9} {
			if got := answer.Find(a.Whole, specs[i]).Point; got != want {
				t.Errorf("%s with %g USD for other capacity: %g, want %g", specs[i].Name, amount, got, want)
			}
		}
	}
}

// TestSupplyReason: where nothing is delivered any more and power is left, the reason says so.
func TestSupplyReason(t *testing.T) {
	a := ramped(t, openai(t, func(s *ramp.Scenario, _ *mix.Mix) {
		s.Generations[1].Until = ramp.QuarterOf(2029, 4) // power that comes later than announced finds no systems, nor does what Trainium3 leaves
	}), ramp.Energised.Spec)
	last := a.Periods[len(a.Periods)-1].Binds
	if last.What != "supply" || !strings.Contains(last.Reason, "nothing is delivered then, and part of the energised") {
		t.Errorf("at the end %+v", last)
	}
}
