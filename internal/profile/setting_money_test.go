package profile

import (
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// TestSetMoney: the amount, likelihood and dates of single tranches can be set, and what is wrong is said.
func TestSetMoney(t *testing.T) {
	s, _, err := builtin(t).ParseScenario("field.toml", []byte(goodScenario))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"money.first.amount=10B..20B", "money.first.date=2027-02-01", "money.second.likelihood=0.5", "money.second.from=2027-Q1", "money.second.years=1"} {
		if err := SetMoney(s, text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	first, second := s.Money[0], s.Money[1]
	if v := first.Amount; v.Shape != quantity.Uniform || v.Low != 10e9 || v.High != 20e9 || v.Basis != quantity.Given || !v.Override {
		t.Errorf("%+v", v)
	}
	if first.Date != ramp.QuarterOf(2027, 1) || first.Day != "2027-02-01" || !slices.Equal(first.Set, []string{"amount", "date"}) {
		t.Errorf("%+v", first)
	}
	if l := second.Likelihood; l.Shape != quantity.Discrete || l.Weights[0] != 0.5 || second.Date != ramp.QuarterOf(2027, 1) || second.Years != 1 {
		t.Errorf("%+v", second)
	}
	for text, want := range map[string]string{
		"money.frist.amount=1B":         "did you mean first?",
		"money.first.amont=1B":          "did you mean amount?",
		"money.first=1B":                "which key of the money?",
		"money.first.amount=":           "no value",
		"money.second.amount=1 kW":      "kW is power",
		"money.second.amount=-1B":       "out of bounds",
		"money.second.likelihood=2":     "out of bounds",
		"money.second.likelihood=0..1":  "a single number is wanted",
		"money.first.from=2027-Q1":      "first is paid on one day",
		"money.second.years=0":          "1 to 20 years",
		"money.first.date=2027-02-31":   "there is no such day",
		"money.second.years=2":          "given twice",
		"money..amount=1B":              "which key of the money?",
		"money.third.amount=1B":         "the scenario has first, second",
		"money.second.amount=1/2/x USD": "",
	} {
		if err := SetMoney(s, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", text, err, want)
		}
	}
	s.Money = nil
	if err := SetMoney(s, "money.first.amount=1B"); err == nil || !strings.Contains(err.Error(), "the scenario has no money") {
		t.Errorf("without money: %v", err)
	}
	if _, err := ParseSetting("money.first.amount=1B"); err == nil || !strings.Contains(err.Error(), "capplan ramp takes it") {
		t.Errorf("of a question without a scenario: %v", err)
	}
}
