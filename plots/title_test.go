package plots

import (
	"math"
	"strings"
	"testing"
)

func row(name string, p5, p50, p95 float64) Ridge {
	return Ridge{Name: name, P5: p5, P50: p50, P95: p95}
}

func TestRidgesTitle(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		amount, quantity string
		unit             Unit
		rows             []Ridge
		want             string
	}{
		// One row.
		{"2 GW", "chips", "", []Ridge{row("Trainium2", 1.62e6, 1.91e6, 2.2e6)}, "2 GW is 1.91 million Trainium2 chips, give or take 15%"},
		{"2 GW", "chips", "", []Ridge{row("Trainium2", 1.6e6, 1.75e6, 2.3e6)}, "2 GW is 1.6 to 2.3 million Trainium2 chips"},
		{"600 MW", "chips", "", []Ridge{row("GB200", 0.9e6, 0.92e6, 1.2e6)}, "600 MW is 900,000 to 1.2 million GB200 chips"},
		{"2 GW", "chips", "", []Ridge{row("Trainium2", 1.9e6, 1.91e6, 1.92e6)}, "2 GW is 1.91 million Trainium2 chips, give or take less than 1%"},
		{"2 GW", "chips", "", []Ridge{row("Trainium2", 64, 64, 64)}, "2 GW is 64 Trainium2 chips"},
		{"50 kW", "racks", "", []Ridge{row("Trainium2", 1, 1, 1)}, "50 kW is 1 Trainium2 rack"},
		{"1 kW", "chips", "", []Ridge{row("Trainium2", 0, 0, 0)}, "1 kW is not enough for a single Trainium2"},
		{"48 kW", "chips", "", []Ridge{row("Trainium2", 0, 0, 64)}, "48 kW is 0 to 64 Trainium2 chips"},
		{"2 GW", "chips", "", []Ridge{row("Titan", nan, nan, nan)}, "How many Titan chips 2 GW feeds is not known"},
		{"2 GW", "chips", "", []Ridge{row("", 5, 5, 5)}, "2 GW is 5 chips"},
		{"2 GW", "Chips", "", []Ridge{row("Acme chips", 5, 5, 5)}, "2 GW is 5 Acme chips"},
		{"2 GW", "capital cost", USD, []Ridge{row("Trainium2", 40e9, 50e9, 60e9)}, "2 GW is $50 billion of capital cost with Trainium2, give or take 20%"},
		// Two rows.
		{"2 GW", "chips", "", []Ridge{row("Trainium2", 1.8e6, 1.92e6, 2e6), row("GB200", 0.7e6, 0.8e6, 0.9e6)}, "2 GW feeds 2.4 times as many Trainium2 as GB200 chips"},
		{"2 GW", "chips", "", []Ridge{row("GB200", 0.7e6, 0.8e6, 0.9e6), row("Trainium2", 1.8e6, 1.92e6, 2e6)}, "2 GW feeds 2.4 times as many Trainium2 as GB200 chips"},
		{"2 GW", "chips", "", []Ridge{row("A", 1.5e6, 1.6e6, 1.7e6), row("B", 0.7e6, 0.8e6, 0.9e6)}, "2 GW feeds twice as many A as B chips"},
		{"2 GW", "chips", "", []Ridge{row("A", 1.1e6, 1.2e6, 1.3e6), row("B", 0.9e6, 1e6, 1.2e6)}, "At the median, 2 GW feeds 20% more A than B chips"},
		{"2 GW", "chips", "", []Ridge{row("A", 9e5, 1e6, 1.1e6), row("B", 9e5, 1e6, 1.1e6)}, "2 GW feeds about as many A as B chips"},
		{"2 GW", "chips", "", []Ridge{row("A", 9e5, 1e6, 1.1e6), row("B", 9e5, 1.01e6, 1.1e6)}, "2 GW feeds about as many A as B chips"},
		{"50 kW", "chips", "", []Ridge{row("A", 64, 64, 64), row("B", 0, 0, 0)}, "50 kW feeds 64 A chips but not a single B"},
		{"1 kW", "chips", "", []Ridge{row("A", 0, 0, 0), row("B", 0, 0, 0)}, "1 kW is not enough for any of these systems"},
		{"2 GW", "chips", "", []Ridge{row("A", 9, 10, 11), row("Titan", nan, nan, nan)}, "2 GW is 10 A chips, give or take 10%"},
		{"2 GW", "dense BF16 FLOP/s", FLOPS, []Ridge{row("A", 3e21, 3e21, 3e21), row("B", 1e21, 1e21, 1e21)}, "2 GW gives 3 times as much dense BF16 FLOP/s with A as with B"},
		{"$40B", "chips", "", []Ridge{row("A", 3, 3, 3), row("B", 2, 2, 2)}, "$40B buys 50% more A than B chips"},
		// More rows.
		{"2 GW", "chips", "", []Ridge{row("A", 1e6, 1e6, 1e6), row("B", 8e5, 8e5, 8e5), row("C", 1.3e6, 1.3e6, 1.3e6)}, "2 GW feeds 1.3 million C chips but only 800,000 B chips"},
		{"2 GW", "chips", "", []Ridge{row("A", 1e6, 1e6, 1e6), row("B", 1e6, 1e6, 1e6), row("C", 1e6, 1e6, 1e6)}, "2 GW feeds about 1 million chips of any of these systems"},
		{"100 kW", "racks", "", []Ridge{row("A", 3, 3, 3), row("B", 1, 1, 1), row("C", 2, 2, 2)}, "100 kW feeds 3 A racks but only 1 B rack"},
		{"2 GW", "chips", "", []Ridge{row("A", nan, nan, nan), row("B", nan, nan, nan)}, "How many chips 2 GW feeds is not known"},
	} {
		if got := Title(Ridges{Amount: c.amount, Quantity: c.quantity, Unit: c.unit, Rows: c.rows}); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// Some amounts take what others give.
func TestRidgesTitleWithVerb(t *testing.T) {
	power := func(rows ...Ridge) string {
		return Title(Ridges{Amount: "1 M chips", Quantity: "facility power", Unit: Watt, Verb: "take", Rows: rows})
	}
	a, b := row("A", 1.8e9, 2e9, 2.2e9), row("B", 0.9e9, 1e9, 1.1e9)
	if got, want := power(a), "1 M chips take 2 GW of facility power with A, give or take 10%"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := power(a, b), "1 M chips take twice as much facility power with A as with B"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestWaterfallTitle(t *testing.T) {
	steps := func(watts ...float64) Waterfall {
		w := Waterfall{Steps: []Step{{Label: "Facility power", Watts: watts[0], Kind: Total}}}
		for _, l := range watts[1:] {
			w.Steps = append(w.Steps, Step{Label: "Losses", Watts: l, Kind: Loss})
		}
		w.Steps = append(w.Steps, Step{Label: "Chips", Watts: w.after(len(w.Steps) - 1), Kind: Final})
		return w
	}
	for _, c := range []struct {
		w    Waterfall
		want string
	}{
		{steps(2e9, 0.4e9, 0.37e9), "Of 2 GW of facility power, 1.23 GW reaches the chips"},
		{steps(2e9), "All 2 GW of facility power reaches the chips"},
		{steps(2e9, 1e5), "Nearly all of the 2 GW of facility power reaches the chips"},
		{steps(2e3, 2e3), "None of the 2 kW of facility power reaches the chips"},
		{steps(0), "There is no facility power to share out"},
		{Waterfall{Steps: []Step{{Label: "Chips", Watts: 1e6, Kind: Final}}}, "All 1 MW reaches the chips"},
		{Waterfall{Steps: []Step{{Label: "IT power", Watts: 1e6}, {Label: "Network", Watts: 1e5, Kind: Loss}}}, "Of 1 MW of IT power, 900 kW reaches the chips"},
	} {
		if got := Title(c.w); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestMixBarsTitle(t *testing.T) {
	two := []Member{{Name: "Trainium2", Vendor: "AWS"}, {Name: "GB200", Vendor: "Nvidia"}}
	measure := func(label string, values ...float64) MixRow { return MixRow{Label: label, Values: values} }
	nan := math.NaN()
	for _, c := range []struct {
		members []Member
		rows    []MixRow
		want    string
	}{
		{two, []MixRow{measure("Facility power", 70, 30), measure("Chips", 82, 18), measure("Dense BF16 FLOP/s", 57, 43)}, "Trainium2 takes 70% of the facility power but only 57% of the dense BF16 FLOP/s"},
		{two, []MixRow{measure("Facility power", 70, 30), measure("Chips", 90, 10)}, "Trainium2 takes 70% of the facility power and 90% of the chips"},
		{two, []MixRow{measure("Facility power", 30, 70), measure("Chips", 10, 90)}, "GB200 takes 70% of the facility power and 90% of the chips"},
		{two, []MixRow{measure("Facility power", 60, 40), measure("Chips", 60, 40)}, "Trainium2 takes 60% of the facility power and about as much of every other measure"},
		{two, []MixRow{measure("IT power", 30, 70)}, "GB200 takes 70% of the IT power"},
		{two, []MixRow{measure("IT power", nan, 70), measure("Chips", 20, 80)}, "GB200 takes 80% of the chips"},
		{two, []MixRow{measure("IT power", nan, 70)}, "How 2 GW is shared is not known"},
		{two, []MixRow{measure("IT power", 0, 0)}, "2 GW is not enough for a single system of this mix"},
		{two, []MixRow{measure("IT power", 0, 0), measure("Capital cost", nan, 0)}, "2 GW is not enough for a single system of this mix"},
		{two, []MixRow{measure("IT power", 1, 999), measure("HBM", 1, 1)}, "GB200 takes over 99% of the IT power but only 50% of the HBM"},
		{two[:1], []MixRow{measure("IT power", 1)}, "All of 2 GW goes to Trainium2"},
	} {
		if got := Title(MixBars{Amount: "2 GW", Members: c.members, Rows: c.rows}); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestAltTextHoldsEveryNumber(t *testing.T) {
	for c, want := range map[*Chart][]string{
		ptr(sampleWaterfall(9, false)):   {"in megawatts", "Facility power 2,000", "Stranded −0.02", "P5 to P95"},
		ptr(sampleRidges(2, false, 500)): {"Trainium2 1.30M", "GB200 NVL72 900,000", "P5 to P95"},
		ptr(sampleMixBars(2, false)):     {"Facility power: Trainium2 67% (1.40 GW)", "GB200 NVL72 33% (700 MW)"},
	} {
		alt := AltText(*c)
		for _, w := range append(want, Title(*c)) {
			if !strings.Contains(alt, w) {
				t.Errorf("%q is not in: %s", w, alt)
			}
		}
	}
}

func ptr(c Chart) *Chart { return &c }
