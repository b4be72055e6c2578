package plots

import (
	"math"
	"strings"
	"testing"
)

// said is all text of a chart as it is laid out.
func said(t *testing.T, c Chart) string {
	t.Helper()
	var b strings.Builder
	s := laidOut(t, c, Options{})
	checkTexts(t, s)
	for _, x := range s.texts {
		b.WriteString(x.text + "\n")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// A letter without a glyph is shown by its code point, and the chart says so; other charts have no such note.
func TestForeignLettersAreShownAndNoted(t *testing.T) {
	w, r, b := sampleWaterfall(5, false), sampleRidges(2, false, 200), sampleMixBars(2, false)
	const note = `Letters that the typeface lacks are written as code points: \u{...}.`
	tor, ind := sampleTornado(2, false), sampleIndices(2, false)
	for _, c := range []Chart{w, r, b, tor, ind} {
		if strings.Contains(said(t, c), "code points") {
			t.Errorf("%s has the note without need", c.kind())
		}
	}
	w.System, r.Rows[0].Name, b.Members[1].Name = "昇腾 910C", "昇腾 910C", "昇腾 910C"
	tor.System, ind.Rows[1].Name = "昇腾 910C", "昇腾 910C"
	for _, c := range []Chart{w, r, b, tor, ind} {
		if text := said(t, c); !strings.Contains(text, `\u{6607}\u{817e} 910C`) || !strings.Contains(text, note) {
			t.Errorf("%s: %s", c.kind(), text)
		}
	}
}

// What is said of uncertainty follows from whether draws were made, not from whether they differ.
func TestUncertaintyInWords(t *testing.T) {
	same := []Ridge{{Name: "A", P5: 64, P50: 64, P95: 64}}
	mix := func(draws int, row MixRow) Chart {
		return MixBars{Amount: "1 kW", Members: []Member{{Name: "A"}, {Name: "B"}}, Rows: []MixRow{row}, Draws: draws}
	}
	none := MixRow{Label: "Chips", Values: []float64{0, 0}}
	whole := MixRow{Label: "Chips", Values: []float64{3, 1}}
	ranged := MixRow{Label: "Chips", Values: []float64{3, 1}, Shares: []float64{0.7, 0.3}, Low: []float64{0.6, 0.2}, High: []float64{0.8, 0.4}, Total: Interval{3, 4, 5}}
	level := Waterfall{Amount: "2 GW", Steps: []Step{{Label: "Facility power", Watts: 2e9}, {Label: "Chips", Watts: 2e9, Kind: Final}}}
	drawn := level
	drawn.Draws = 16384
	for want, c := range map[string]Chart{
		"Dot: median of 16,384 draws; P5 and P95 are the same":                                                        Ridges{Amount: "1 kW", Quantity: "chips", Rows: same, Draws: 16384},
		"Dot: median of 1 draw;":                                                                                      Ridges{Amount: "1 kW", Quantity: "chips", Rows: same, Draws: 1},
		"Chips from 2 kW. Point values only, no uncertainty drawn":                                                    Ridges{Amount: "2 kW", Quantity: "chips", Rows: same},
		"by measure. Medians of 16,384 draws (P5–P95), which need not add up":                                         mix(16384, whole),
		"by measure. Medians of 512 draws (P5–P95), which need not add up; whiskers: P5 to P95 of the first boundary": mix(512, ranged),
		"by measure. Nothing fits in the median of 16,384 draws":                                                      mix(16384, none),
		"How 1 kW is shared, by measure. Point values only, no uncertainty drawn":                                     mix(0, whole),
		"Bars: point values; P5 to P95 of 16,384 draws show no spread":                                                drawn,
		"feeds the chips . Point values only, no uncertainty drawn":                                                   level,
	} {
		if text := said(t, c); !strings.Contains(text, want) {
			t.Errorf("%q is not in: %s", want, text)
		}
		if text := said(t, c); strings.Contains(text, "Point values only") != strings.Contains(want, "Point values only") {
			t.Errorf("%q: %s", want, text)
		}
	}
}

// A total is what it is given as, and shares are theirs: medians need not add up.
func TestMixShowsMediansAsGiven(t *testing.T) {
	m := MixBars{Amount: "2 GW", Members: []Member{{Name: "A"}, {Name: "B"}}, Draws: 16384, Rows: []MixRow{
		{Label: "Racks", Values: []float64{22600, 4387}, Shares: []float64{0.833, 0.167}, Total: Interval{21000, 27023, 36000}},
		{Label: "Capital cost", Unit: USD, Values: []float64{34.3e9, 32.1e9}, Shares: []float64{0.53, 0.47}, Total: Interval{49.7e9, 65.44e9, 84.3e9}},
		{Label: "IT power", Unit: Watt, Values: []float64{900e6, 600e6}, Shares: []float64{0.6, 0.4}, Total: Interval{1.5e9, 1.5e9, 1.5e9}},
		{Label: "HBM", Unit: Bytes, Values: []float64{112e15, 88e15}, Total: Interval{159e15, 201e15, 255e15}},
	}}
	text := said(t, m)
	for _, want := range []string{"27,000 (21,000–36,000)", "83%", "17%", "$65.4B (49.7–84.3)", "53%", "47%", "$34.3B", "1.50 GW", "60%", "201 PB (159–255)", "56%"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in: %s", want, text)
		}
	}
	if got, want := Title(m), "A takes 83% of the racks but only 53% of the capital cost"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	if alt := AltText(m); !strings.Contains(alt, "Racks: A 83% (22,600), B 17% (4,387), total 27,000 (21,000–36,000)") {
		t.Error(alt)
	}
	// Three medians of shares that sum to 0.9 still fill the bar, in their proportion.
	row := MixRow{Label: "Chips", Values: []float64{1, 1, 1}, Shares: []float64{0.45, 0.27, 0.18}}
	s := laidOut(t, MixBars{Members: []Member{{Name: "A"}, {Name: "B"}, {Name: "C"}}, Rows: []MixRow{row}}, Options{})
	bars := s.kinds("segment")
	whole := float64(bars[2].Max.X - bars[0].Min.X)
	for i, want := range []float64{0.5, 0.3, 0.2} {
		near(t, "length", float64(bars[i].Max.X-bars[i].Min.X)/whole, want)
	}
	for _, bad := range []MixRow{
		{Values: []float64{1, 1}, Shares: []float64{0.5}},
		{Values: []float64{1, 1}, Shares: []float64{0.5, 1.5}},
		{Values: []float64{1, 1}, Low: []float64{0.5, math.NaN()}},
		{Values: []float64{1, 1}, Total: Interval{3, 2, 4}},
	} {
		if err := (MixBars{Members: m.Members, Rows: []MixRow{bad}}).check(); err == nil {
			t.Errorf("accepted: %+v", bad)
		}
	}
}
