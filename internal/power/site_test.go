package power

import (
	"testing"

	"github.com/capplan/capplan/internal/quantity"
)

// A site keeps a value that became known later, marked; of contradicting figures it keeps those that were known.
func TestSiteOnADay(t *testing.T) {
	early, late := quantity.Source{Key: "a", Date: "2025-01-01"}, quantity.Source{Key: "b", Date: "2026-01-01"}
	s := &Site{ID: "x", Values: quantity.Scenario{
		PUEPeak.Spec: {Shape: quantity.Constant, Mode: 1.2, Sources: []quantity.Source{late}},
		Reserve.Spec: {Shape: quantity.Constant, Mode: 0.1, Basis: quantity.Assumed},
		WUE.Spec:     {Shape: quantity.Discrete, Values: []float64{1, 2}, Weights: []float64{1, 1}, Sources: []quantity.Source{early, late}},
	}}
	on := s.KnownOn("2025-06-01")
	if v := on.Values[PUEPeak.Spec]; v.Mode != 1.2 || v.From != "2026-01-01" {
		t.Errorf("peak PUE %+v", v)
	}
	if v := on.Values[Reserve.Spec]; v.Mode != 0.1 || v.From != "" {
		t.Errorf("reserve %+v", v)
	}
	if v := on.Values[WUE.Spec]; v.Shape != quantity.Constant || v.Mode != 1 || v.From != "" || len(v.Later) != 1 {
		t.Errorf("WUE %+v", v)
	}
	if s.Values[PUEPeak.Spec].From != "" || len(s.Values[WUE.Spec].Values) != 2 {
		t.Errorf("the site was changed: %+v", s.Values)
	}
}
