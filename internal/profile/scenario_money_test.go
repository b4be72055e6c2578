package profile

import (
	"strings"
	"testing"
)

// TestOtherCapacity: money for other capacity is no budget; it cannot be both.
func TestOtherCapacity(t *testing.T) {
	text := strings.Replace(goodScenario, "budget = false", "other_capacity = true", 1)
	s, _, err := builtin(t).ParseScenario("field.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if m := s.Money[1]; !m.Elsewhere || m.Budget || s.Money[0].Elsewhere || s.HasFunding() {
		t.Errorf("%+v", s.Money)
	}
	for with, want := range map[string]string{
		"other_capacity = true\nbudget = true": ".budget: true beside other_capacity = true; money pays for this capacity or for other",
		"other_capacity = 1":                   ".other_capacity: must be true or false",
		"other_capcity = true":                 "other_capacity",
	} {
		_, _, err := builtin(t).ParseScenario("field.toml", []byte(strings.Replace(goodScenario, "budget = false", with, 1)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", with, err, want)
		}
	}
}
