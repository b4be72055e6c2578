package plots

import (
	"io"
	"math"
	"strings"
	"testing"
)

func TestBeforeAfterTitle(t *testing.T) {
	nan := math.NaN()
	two := []Member{{Name: "NVIDIA", Vendor: "NVIDIA"}, {Name: "AWS", Vendor: "AWS"}}
	at := func(values ...float64) Standing { return Standing{Label: "x", Values: values} }
	aside := at(9, 1)
	aside.Aside = true
	for _, c := range []struct {
		states []Standing
		want   string
	}{
		{[]Standing{at(374, 626), at(211, 789)}, "NVIDIA falls from 37% to 21% of OpenAI’s chip commitments by power"},
		{[]Standing{at(2, 8), at(5, 5)}, "NVIDIA rises from 20% to 50% of OpenAI’s chip commitments by power"},
		{[]Standing{at(2001, 7999), at(2002, 7998)}, "NVIDIA stays at 20% of OpenAI’s chip commitments by power"},
		{[]Standing{at(374, 626), at(211, 789), aside}, "NVIDIA falls from 37% to 21% of OpenAI’s chip commitments by power"},
		{[]Standing{at(1, 3)}, "NVIDIA is 25% of OpenAI’s chip commitments by power"},
		{[]Standing{at(nan, nan), at(1, 3)}, "NVIDIA is 25% of OpenAI’s chip commitments by power"},
		{[]Standing{at(0, 3), at(3, 0)}, "NVIDIA rises from 0% to 100% of OpenAI’s chip commitments by power"},
		{[]Standing{at(1, 999), at(999, 1)}, "NVIDIA rises from under 1% to over 99% of OpenAI’s chip commitments by power"},
		{[]Standing{at(0, 0)}, "Nothing of OpenAI’s chip commitments by power can be added"},
	} {
		if got := Title(BeforeAfter{Party: "OpenAI", Noun: "chip commitments", By: "power", Vendors: two, States: c.states}); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	if got := Title(BeforeAfter{Vendors: two, States: []Standing{at(1, 3)}}); got != "NVIDIA is 25% of the commitments" {
		t.Errorf("%s", got)
	}
	if got := Title(BeforeAfter{Party: "Atlas", Vendors: two, States: []Standing{at(1, 3)}}); got != "NVIDIA is 25% of Atlas’ commitments" {
		t.Errorf("%s", got)
	}
}

func TestBeforeAfterSegmentsAreAsLongAsTheirShares(t *testing.T) {
	b := sampleBeforeAfter(4, false)
	s := laidOut(t, b, Options{})
	segments, whiskers := s.kinds("segment"), s.kinds("whisker")
	if len(segments) != 4*len(b.States) || len(whiskers) != len(b.States) {
		t.Fatalf("%d segments, %d whiskers", len(segments), len(whiskers))
	}
	left, whole := float64(segments[0].Min.X), float64(segments[3].Max.X-segments[0].Min.X)
	for j, row := range b.bars().Rows {
		from := 0.0
		for i := range b.Vendors {
			g := segments[4*j+i]
			near(t, "start", float64(g.Min.X), left+from*whole)
			from += row.share(i)
			near(t, "end", float64(g.Max.X), left+from*whole)
		}
		near(t, "P5 of the share", float64(whiskers[j].Min.X), left+row.Low[0]*whole)
		near(t, "P95 of the share", float64(whiskers[j].Max.X), left+row.High[0]*whole)
	}
}

// Without a range none is drawn, and the chart says so; what cannot be added has no bar, and the reason.
func TestBeforeAfterWithoutRangeOrSum(t *testing.T) {
	b := sampleBeforeAfter(3, false)
	for i := range b.States {
		b.States[i].Low, b.States[i].High = nil, nil
	}
	b.States[0].Values = []float64{math.NaN(), math.NaN(), math.NaN()}
	b.States[0].Reason = "nothing committed by then"
	s := laidOut(t, b, Options{})
	checkTexts(t, s)
	if n := len(s.kinds("whisker")); n != 0 {
		t.Errorf("%d whiskers", n)
	}
	if n := len(s.kinds("segment")); n != 6 {
		t.Errorf("%d segments, want 6", n)
	}
	if !drawn(s, "n/a: nothing committed by then") {
		t.Error("the reason is not shown")
	}
	said := false
	for _, x := range s.texts {
		said = said || strings.Contains(x.text, "no range")
	}
	if !said {
		t.Error("nobody says that there is no range")
	}
	for _, want := range []string{"Before 27 Feb 2026 n/a: nothing committed by then", "After 27 Feb 2026, 15.0 GW: Trainium2 33% (5.00 GW)", "gigawatts of unstated boundary"} {
		if alt := AltText(b); !strings.Contains(alt, want) {
			t.Errorf("%q is not in: %s", want, alt)
		}
	}
	if alt := AltText(sampleBeforeAfter(3, false)); !strings.Contains(alt, "P5 to P95 ") {
		t.Errorf("no interval in: %s", alt)
	}
}

func TestBeforeAfterRefuses(t *testing.T) {
	odd := func(edit func(*BeforeAfter)) BeforeAfter {
		b := sampleBeforeAfter(3, false)
		edit(&b)
		return b
	}
	for _, c := range []struct {
		b    BeforeAfter
		want string
	}{
		{BeforeAfter{}, "before and after: 0 vendors"},
		{odd(func(b *BeforeAfter) { b.States = nil }), "0 moments"},
		{odd(func(b *BeforeAfter) { b.States[1].Values = b.States[1].Values[:1] }), "1 values for 3 members"},
		{odd(func(b *BeforeAfter) { b.States[1].Values[2] = -1 }), "finite amount"},
		{odd(func(b *BeforeAfter) { b.States[1].High = nil }), "an interval has two ends"},
		{odd(func(b *BeforeAfter) { b.States[1].Low[0] = 2 }), "not in order"},
		{odd(func(b *BeforeAfter) { b.States[1].Low, b.States[1].High = b.States[1].Low[:1], b.States[1].High[:1] }), "1 shares for 3 members"},
	} {
		if err := Render(c.b, io.Discard, SVG, Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// Names and notes as long, as strange and as many as they come stay on the sheet.
func TestBeforeAfterWithOddTexts(t *testing.T) {
	for _, evil := range []string{longName + longName, strings.Repeat("W", 500), "</script>\n\x1b[31m", "", "עברית 🚀 \u202e"} {
		b := sampleBeforeAfter(7, false)
		b.Party, b.Noun, b.By, b.Measure, b.Meta = evil, evil, evil, evil, Meta{evil, evil, evil, evil, evil}
		for i := range b.Vendors {
			b.Vendors[i] = Member{Name: evil, Vendor: evil}
		}
		b.States[0].Label, b.States[1].Values[0], b.States[1].Reason = evil, math.NaN(), evil
		checkTexts(t, laidOut(t, b, Options{}))
		wellFormed(t, rendered(t, b, SVG, Options{Width: 800, Height: 500}))
		decoded(t, rendered(t, b, PNG, Options{Width: 400, Height: 250, Theme: "dark"}))
	}
}
