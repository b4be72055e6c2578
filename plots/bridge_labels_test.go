package plots

import "testing"

// TestBridgeLabels: the bars of a bridge share one prefix, whose symbol stands at both ends; a driver too small for it keeps its own.
func TestBridgeLabels(t *testing.T) {
	b := Bridge{Amount: "100 kW", From: "As announced", To: "As expected", Unit: FLOP, Start: 1.4e24, End: 0.713e24, Drivers: []Driver{
		{Label: "Power", Change: -0.451e24}, {Label: "Delay", Change: -0.2370004e24}, {Label: "Lag", Change: 4e17}, {Label: "Supply", Change: 2e21},
	}}
	want := []string{"1.40 YFLOP", "−0.451", "−0.237", "+400 PFLOP", "+0.00200", "0.713 YFLOP"}
	for i, bar := range b.bars() {
		if bar.value != want[i] {
			t.Errorf("bar %d says %q, want %q", i, bar.value, want[i])
		}
	}
	b.Start, b.End, b.Drivers = 0, 0, nil
	for _, bar := range b.bars() {
		if bar.value != "0 FLOP" {
			t.Errorf("nothing is %q", bar.value)
		}
	}
}

// TestShortNames: what stands in brackets goes where there is no room for it, unless two generations would then be called the same.
func TestShortNames(t *testing.T) {
	long := "NVIDIA H100 SXM (DGX/HGX, 8 GPUs)"
	r := Ramp{Quarters: []string{"2027-Q1"}, Total: []Interval{{P5: 1, P50: 2, P95: 3}}, Layers: []Layer{{Name: long, Values: []float64{1}}, {Name: "Trainium4 (announced)", Values: []float64{1}}}}
	s := laidOut(t, r, Options{})
	names := r.names(s, 120)
	if names[0].name != "NVIDIA H100 SXM" || names[1].name != "Trainium4 (announced)" {
		t.Errorf("%q, %q", names[0].name, names[1].name)
	}
	r.Layers[1].Name = "NVIDIA H100 SXM (one node)"
	if names = r.names(s, 120); names[0].name == names[1].name {
		t.Errorf("both are %q", names[0].name)
	}
}
