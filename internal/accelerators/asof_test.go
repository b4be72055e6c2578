package accelerators

import (
	"testing"

	"github.com/capplan/capplan/internal/quantity"
)

func TestKnownFrom(t *testing.T) {
	for _, c := range []struct{ announced, available, want string }{
		{"2024-12-03", "2025-12-02", "2024-12-03"}, {"", "2025-12-02", "2025-12-02"}, {"2024-12-03", "", "2024-12-03"}, {"", "", ""},
	} {
		if got := (&Accelerator{Announced: c.announced, Available: c.available}).KnownFrom(); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// Dates take a status back and never forward.
func TestStatusOnADay(t *testing.T) {
	for _, c := range []struct {
		status                    Status
		available, endOfSale, day string
		want                      Status
	}{
		{Shipping, "2025-12-02", "", "2025-12-01", Announced},
		{Shipping, "2025-12-02", "", "2025-12-02", Shipping},
		{Shipping, "", "", "2020-01-01", Shipping},
		{Announced, "2027-01-01", "", "2026-01-01", Announced},
		{Announced, "2027-01-01", "", "9999-12-31", Announced},
		{Legacy, "2020-11-01", "2024-06-01", "2024-05-31", Shipping},
		{Legacy, "2020-11-01", "2024-06-01", "2024-06-01", Legacy},
		{Legacy, "2020-11-01", "2024-06-01", "2020-01-01", Announced},
		{Legacy, "2020-11-01", "", "2021-01-01", Legacy},
	} {
		a := &Accelerator{Status: c.status, Available: c.available, EndOfSale: c.endOfSale}
		if got := a.KnownOn(c.day).Status; got != c.want || a.Status != c.status {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// What was not known is in Later and nowhere else; sources that nothing cites any more are gone; the system itself stays as it is.
func TestValuesOnADay(t *testing.T) {
	early, late := quantity.Source{Key: "a", Date: "2025-01-01"}, quantity.Source{Key: "b", Date: "2026-01-01"}
	value := func(s ...quantity.Source) quantity.Value {
		return quantity.Value{Shape: quantity.Constant, Mode: 1, Sources: s}
	}
	a := &Accelerator{
		Values:  quantity.Scenario{TDP.Spec: value(early), HBM.Spec: value(early, late), SystemPower.Spec: value(late)},
		Sparse:  map[string]quantity.Value{"fp8": value(late), "bf16": value(early)},
		Sources: []quantity.Source{early, late},
	}
	b := a.KnownOn("2025-06-01")
	if len(b.Values) != 1 || b.Values[TDP.Spec].Mode != 1 || len(b.Later) != 2 || len(b.Sparse) != 1 || len(b.Sources) != 1 || b.Sources[0] != early {
		t.Errorf("%+v", b)
	}
	if len(a.Values) != 3 || len(a.Sparse) != 2 || len(a.Sources) != 2 || a.Later != nil {
		t.Errorf("the system was changed: %+v", a)
	}
}
