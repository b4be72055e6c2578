package check

import (
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// TestMisreadings: each kind begins with what the question itself comes to, and the others are what the model gives for what they say.
func TestMisreadings(t *testing.T) {
	for _, ids := range [][]string{{"trainium2"}, {"trainium2", "gb200"}} {
		q, m := gigawatt(t, ids...)
		asked := evaluate(t, q, m, capacity.Chips.Spec, capacity.Dies.Spec, capacity.Peak[m.Precision].Spec, capacity.Effective.Spec)
		by := map[Mistake][]Misreading{}
		for _, r := range Misreadings(q, m, settings) {
			by[r.Mistake] = append(by[r.Mistake], r)
		}
		for kind, list := range by {
			if !list[0].Asked {
				t.Errorf("%v: %s does not begin with the question's own reading", ids, kind)
			}
			for _, r := range list[1:] {
				if r.Asked || r.Quantity.Point == list[0].Quantity.Point && kind != WrongPlace {
					t.Errorf("%v: %s: %+v", ids, kind, r)
				}
			}
		}
		if n := len(by[WrongPlace]); n != 5 {
			t.Fatalf("%v: %d places, want facility, it, rack, chip and TDP", ids, n)
		}
		if got, want := by[WrongPlace][0].Quantity.P50, asked.Total[0].P50; got != want {
			t.Errorf("%v: as asked %g, want %g", ids, got, want)
		}
		it := *m
		it.Basis = power.IT
		if got, want := by[WrongPlace][1].Quantity.P50, evaluate(t, q, &it, capacity.Chips.Spec).Total[0].P50; by[WrongPlace][1].Basis != "it" || got != want {
			t.Errorf("%v: read as IT %g, want %g", ids, got, want)
		}
		if got := by[DiesCounted][1].Quantity.P50; got != asked.Total[1].P50 {
			t.Errorf("%v: dies %g, want %g", ids, got, asked.Total[1].P50)
		}
		if got := by[PeakAsWork]; got[0].Quantity.P50 != asked.Total[3].P50 || got[1].Quantity.P50 != asked.Total[2].P50 {
			t.Errorf("%v: peak %g and effective %g", ids, got[1].Quantity.P50, got[0].Quantity.P50)
		}
	}
	q, m := gigawatt(t, "trainium2")
	var sparse *Misreading
	for _, r := range Misreadings(q, m, settings) {
		if r.Mistake == SparsePeak && !r.Asked {
			sparse = &r
		}
	}
	per := m.Members[0].Sparse["bf16"]
	chips := evaluate(t, q, m, capacity.Chips.Spec).Total[0].Point
	if sparse == nil || sparse.Quantity.Point != chips*per.Mid() {
		t.Errorf("sparse %+v, want %g of %g chips", sparse, per.Mid(), chips)
	}
}

// TestMisreadingsLeftOut: what makes no difference or is not known is not listed, and a question that starts from chips has no boundary to mistake.
func TestMisreadingsLeftOut(t *testing.T) {
	q, m := gigawatt(t, "h100")
	m.Start = power.FromChips
	m.Shared[power.StartChips.Spec] = quantity.Fixed(1e5, quantity.Given, "--chips")
	chip := *m.Members[0].Accelerator
	chip.Values = quantity.Scenario{}
	for s, v := range m.Members[0].Values {
		if s != accelerators.MFU[m.Workload][m.Precision].Spec {
			chip.Values[s] = v
		}
	}
	m.Members[0].Accelerator = &chip
	for _, r := range Misreadings(q, m, settings) {
		switch r.Mistake {
		case WrongPlace, DiesCounted, PeakAsWork: // an H100 is one die; nothing says what a workload gets of it here
			t.Errorf("%s: %+v", r.Mistake, r)
		}
	}
}
