package plots

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
)

// sampleTornado has n inputs: some with the high end at the left, one that moves the result to one side only, one whose ends are names.
func sampleTornado(n int, long bool) Tornado {
	t := Tornado{
		Amount: "2 GW", System: "Trainium2", Boundary: "facility power (utility meter)", Quantity: "chips", Mid: 1.95e6, P5: 1.56e6, P50: 1.94e6, P95: 2.44e6, Draws: 16384,
		Less: 3, Inert: 2, Meta: sampleMeta,
	}
	names := []string{"Power per system", "Peak PUE", "Which gigawatt was meant", "Provisioned over rated power", "Reserve held back", "Network power per chip", "Availability"}
	for i := range n {
		reach := 0.4e6 / float64(i+1)
		b := Bar{Name: names[i%len(names)], Low: t.Mid + 1.1*reach, High: t.Mid - 0.9*reach, LowInput: "46.2 kW", HighInput: "52.4 kW"}
		switch i % 4 {
		case 1:
			b.Low, b.High, b.LowInput, b.HighInput = t.Mid-reach, t.Mid+reach, "1.22%", "8.13%"
		case 2:
			b.Low, b.High, b.LowInput, b.HighInput = t.Mid, t.Mid+1.5*reach, "facility", "it"
		case 3:
			b.LowInput, b.HighInput = "P5", "P95"
		}
		if long {
			b.Name, b.LowInput, b.HighInput = sampleName(i, true), longName, longName
		}
		t.Bars = append(t.Bars, b)
	}
	if long {
		t.System, t.Boundary, t.Quantity = longName, longName, longName
	}
	return t
}

func sampleIndices(n int, long bool) Indices {
	x := Indices{Amount: "2 GW", System: "Trainium2", Boundary: "facility power (utility meter)", Quantity: "chips", Points: 16384, Less: 1, Inert: 4, Meta: sampleMeta}
	for i, b := range sampleTornado(n, long).Bars {
		v := 0.55 / float64(i+1)
		x.Rows = append(x.Rows, IndexRow{Name: b.Name, First: Share{v, v - 0.02, v + 0.03}, Total: Share{v + 0.05, v + 0.03, v + 0.25}})
	}
	if long {
		x.System, x.Boundary, x.Quantity = longName, longName, longName
	}
	return x
}

func scaledTornado(t Tornado, k float64) Tornado {
	t.Mid, t.P5, t.P50, t.P95 = t.Mid*k, t.P5*k, t.P50*k, t.P95*k
	t.Bars = append([]Bar(nil), t.Bars...)
	for i := range t.Bars {
		t.Bars[i].Low, t.Bars[i].High = t.Bars[i].Low*k, t.Bars[i].High*k
	}
	return t
}

func TestSensitivityTextsDoNotOverlap(t *testing.T) {
	sizes := []Options{{}, {Width: 800, Height: 500}, {Width: 1000, Height: 1600}, {Width: 2400, Height: 800}, {Width: 300, Height: 180}, {Width: 1600, Height: 1000, DPI: 96}}
	check := func(c Chart, n int, long bool, o Options, what string) {
		t.Run(fmt.Sprintf("%s/n=%d,long=%v,%s,%dx%d@%g", c.kind(), n, long, what, o.Width, o.Height, o.DPI), func(t *testing.T) { checkTexts(t, laidOut(t, c, o)) })
	}
	for _, n := range []int{1, 2, 7, 12, 14, maxBars} {
		for _, long := range []bool{false, true} {
			for _, o := range sizes {
				check(sampleTornado(n, long), n, long, o, "as it is")
				check(sampleIndices(n, long), n, long, o, "as it is")
			}
		}
	}
	for _, u := range []Unit{Count, USD, Watt, "M USD/yr/(EFLOP/s)"} {
		for _, scale := range []float64{1, -1, 1e-9, 1e9, 1e30} {
			for _, o := range sizes[:2] {
				c := scaledTornado(sampleTornado(7, false), scale)
				if scale < 0 {
					c.P5, c.P95 = c.P95, c.P5
				}
				c.Unit = u
				check(c, 7, false, o, fmt.Sprintf("%s times %g", u, scale))
			}
		}
	}
}

// TestSensitivityTextsStandFreeOfBars: no label lies on a bar or a whisker, and none of a row in the row of another.
func TestSensitivityTextsStandFreeOfBars(t *testing.T) {
	for _, n := range []int{1, 2, 7, 12, maxBars} {
		for _, c := range []Chart{sampleTornado(n, false), sampleTornado(n, true), sampleIndices(n, false)} {
			s := laidOut(t, c, Options{})
			for _, m := range s.marks {
				if m.kind == "mid" || m.kind == "median" {
					continue
				}
				for _, b := range s.texts {
					if x, y := min(m.Max.X, b.Max.X)-max(m.Min.X, b.Min.X), min(m.Max.Y+1, b.Max.Y)-max(m.Min.Y-1, b.Min.Y); x > 0.5 && y > 0.5 { // a whisker is a line
						t.Errorf("%s with %d: %q lies on the %s of %s", c.kind(), n, b.text, m.kind, m.name)
					}
				}
			}
		}
	}
}

func TestTornadoBarsReachTheirValues(t *testing.T) {
	c := sampleTornado(7, false)
	s := laidOut(t, c, Options{})
	low, high, mid := s.kinds("low"), s.kinds("high"), s.kinds("mid")[0]
	if len(low) != 7 || len(high) != 7 {
		t.Fatalf("%d and %d bars", len(low), len(high))
	}
	// The first bar's low end fixes the scale; all others must follow.
	x0 := float64(mid.Min.X)
	per := (float64(low[0].Max.X) - x0) / (c.Bars[0].Low - c.Mid)
	at := func(v float64) float64 { return x0 + (v-c.Mid)*per }
	for i, b := range c.Bars {
		for _, m := range []struct {
			mark
			v float64
		}{{low[i], b.Low}, {high[i], b.High}} {
			near(t, b.Name+" left end of the "+m.kind, float64(m.Min.X), at(math.Min(c.Mid, m.v)))
			near(t, b.Name+" right end of the "+m.kind, float64(m.Max.X), at(math.Max(c.Mid, m.v)))
		}
		if i > 0 && low[i].Max.Y >= low[i-1].Min.Y {
			t.Errorf("%s is not under the bar before it", b.Name)
		}
	}
	whole := s.kinds("whisker")[0]
	near(t, "P5 of all", float64(whole.Min.X), at(c.P5))
	near(t, "P95 of all", float64(whole.Max.X), at(c.P95))
	near(t, "median of all", float64(s.kinds("median")[0].Min.X), at(c.P50))
	for i, text := range []string{"52.4 kW", "46.2 kW", "1.22%", "8.13%"} { // of the first two bars, from left to right
		for _, b := range s.texts {
			if b.text == text && math.Abs(float64(b.Min.Y+b.Max.Y-low[i/2].Min.Y-low[i/2].Max.Y)) < 4 && (b.Max.X < mid.Min.X) != (i%2 == 0) {
				t.Errorf("%s stands on the wrong side: %v", text, b.Rectangle)
			}
		}
	}
	for _, text := range []string{"46.2 kW", "52.4 kW", "facility", "it", "1.95M", "2.39M", allTogether, "All at their mid: 1.95M chips"} {
		if !drawn(s, text) {
			t.Errorf("%q is not drawn", text)
		}
	}
}

// TestTornadoLabelsShrinkBeforeTheyAreCut: an input value of some length is set smaller, and in full.
func TestTornadoLabelsShrinkBeforeTheyAreCut(t *testing.T) {
	c := sampleTornado(3, false)
	c.Bars[0].LowInput, c.Bars[0].HighInput = "1,000 USD/yr/(EFLOP/s)", "2,000 USD/yr/(EFLOP/s)"
	s := laidOut(t, c, Options{})
	for _, text := range []string{c.Bars[0].LowInput, c.Bars[0].HighInput} {
		if !drawn(s, text) {
			t.Errorf("%q is not drawn in full", text)
		}
	}
}

func TestIndexBarsAreAsLongAsTheirShares(t *testing.T) {
	c := sampleIndices(5, false)
	s := laidOut(t, c, Options{})
	first, total, whiskers := s.kinds("first"), s.kinds("total"), s.kinds("whisker")
	if len(first) != 5 || len(total) != 5 || len(whiskers) != 10 {
		t.Fatalf("%d, %d bars and %d whiskers", len(first), len(total), len(whiskers))
	}
	zero, per := float64(first[0].Min.X), float64(first[0].Max.X-first[0].Min.X)/c.Rows[0].First.Value
	for i, row := range c.Rows {
		near(t, row.Name+" alone", float64(first[i].Max.X), zero+per*row.First.Value)
		near(t, row.Name+" with others", float64(total[i].Max.X), zero+per*row.Total.Value)
		near(t, row.Name+" P5 alone", float64(whiskers[2*i].Min.X), zero+per*row.First.P5)
		near(t, row.Name+" P95 with others", float64(whiskers[2*i+1].Max.X), zero+per*row.Total.P95)
		near(t, "the zero line", float64(total[i].Min.X), zero)
	}
}

func TestSensitivityTitles(t *testing.T) {
	tornado := func(edit func(*Tornado)) Chart {
		c := sampleTornado(2, false)
		c.Bars[0].Low, c.Bars[0].High = 2.2e6, 1.7e6
		edit(&c)
		return c
	}
	indices := func(edit func(*Indices)) Chart {
		c := sampleIndices(2, false)
		edit(&c)
		return c
	}
	nan := math.NaN()
	for _, tc := range []struct {
		c    Chart
		want string
	}{
		{tornado(func(*Tornado) {}), "Power per system moves 2 GW of Trainium2 most: from 1.7 to 2.2 million chips"},
		{tornado(func(c *Tornado) { c.Bars[0].Low = 0.9e6 }), "Power per system moves 2 GW of Trainium2 most: from 900,000 to 1.7 million chips"},
		{tornado(func(c *Tornado) {
			c.Unit, c.Quantity, c.Bars[0].Low, c.Bars[0].High = USD, "Total capital", 51e9, 79.2e9
		}),
			"Power per system moves the total capital of 2 GW of Trainium2 most: from $51 to $79.2 billion"},
		{tornado(func(c *Tornado) {
			c.Unit, c.Quantity, c.Bars[0].Low, c.Bars[0].High, c.Bars = "USD/h", "cost per chip-hour", 1.25, 0.8, c.Bars[:1]
		}),
			"Power per system moves the cost per chip-hour of 2 GW of Trainium2 most: from 0.8 to 1.25 USD/h"},
		{tornado(func(c *Tornado) { c.System, c.Bars[0].Name = "", "" }), "One input moves 2 GW most: from 1.7 to 2.2 million chips"},
		{tornado(func(c *Tornado) { c.Bars[0].Low, c.Bars = c.Bars[0].High, c.Bars[:1] }), "No input by itself moves the chips of 2 GW of Trainium2 by much"},
		{tornado(func(c *Tornado) { c.Bars[0].Low, c.Bars = nan, c.Bars[:1] }), "No input by itself moves the chips of 2 GW of Trainium2 by much"},
		{indices(func(*Indices) {}), "Power per system accounts for 55% of the variance in chips for 2 GW of Trainium2"},
		{indices(func(c *Indices) { c.Rows[0].First.Value, c.Rows = 0.001, c.Rows[:1] }), "No input by itself accounts for the variance in chips for 2 GW of Trainium2"},
		{tornado(func(c *Tornado) { c.Bars[1].Low, c.Bars[1].High = 1.8e6, 2.3e6 }), "Power per system, like one other input, moves 2 GW of Trainium2 most: from 1.7 to 2.2 million chips"},
		{tornado(func(c *Tornado) { c.Bars[1].Low, c.Bars[1].High = 1.8e6, 2.5e6 }), "Peak PUE moves 2 GW of Trainium2 most: from 1.8 to 2.5 million chips"},
		{indices(func(c *Indices) { c.Rows[0].First.Value = 0.1 }), "Peak PUE accounts for 28% of the variance in chips for 2 GW of Trainium2"},
		{indices(func(c *Indices) { c.Rows[0].First.Value = 0.999 }), "Power per system accounts for over 99% of the variance in chips for 2 GW of Trainium2"},
	} {
		if got := Title(tc.c); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
	alt := AltText(sampleTornado(3, false))
	for _, want := range []string{"2.39M at 46.2 kW and 1.59M at 52.4 kW", "1.95M with all at their mid", "(P5 to P95: 1.56M to 2.44M)", "3 more inputs move it less, 2 not at all."} {
		if !strings.Contains(alt, want) {
			t.Errorf("%q is not in the alternative text %q", want, alt)
		}
	}
	if alt := AltText(sampleIndices(1, false)); !strings.Contains(alt, "Power per system 55% (53% to 58%) alone, 60% (58% to 80%) with others. 1 more input has a smaller share, 4 none.") {
		t.Errorf("alternative text %q", alt)
	}
}

func TestSensitivityOddValues(t *testing.T) {
	nan := math.NaN()
	still := sampleTornado(2, false)
	still.P5, still.P50, still.P95 = nan, nan, nan
	for i := range still.Bars {
		still.Bars[i].Low, still.Bars[i].High = still.Mid, still.Mid
	}
	some := sampleTornado(3, false)
	some.Bars[1].High = nan
	point := sampleTornado(3, false)
	point.P5, point.P50, point.P95 = nan, nan, nan
	zero := scaledTornado(sampleTornado(3, false), 0)
	lone := sampleTornado(3, false)
	lone.P5, lone.P50, lone.P95 = 5e6, 6e6, 7e6 // far from the mid
	none := sampleIndices(2, false)
	none.Rows[0].First, none.Rows[0].Total = Share{nan, nan, nan}, Share{nan, nan, nan}
	noise := sampleIndices(2, false)
	noise.Rows[0].First, noise.Rows[0].Total = Share{-0.002, -0.004, 0.001}, Share{1.02, 0.99, 1.05}
	nothing := sampleIndices(2, false)
	for i := range nothing.Rows {
		nothing.Rows[i].First, nothing.Rows[i].Total = Share{}, Share{}
	}
	for name, c := range map[string]Chart{"nothing moves": still, "one end n/a": some, "without draws": point, "all zero": zero, "the whole is elsewhere": lone,
		"n/a indices": none, "beyond 0 and 1": noise, "no share at all": nothing} {
		t.Run(name, func(t *testing.T) {
			s := laidOut(t, c, Options{})
			checkTexts(t, s)
			if svg := rendered(t, c, SVG, Options{}); bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
				t.Error("NaN or Inf in the picture")
			}
			for _, m := range s.marks {
				if m.Min.X < 0 || m.Max.X > s.Max.X+0.01 {
					t.Errorf("the %s of %s leaves the sheet: %v", m.kind, m.name, m.Rectangle)
				}
			}
		})
	}
	if s := laidOut(t, point, Options{}); len(s.kinds("whisker")) != 0 {
		t.Error("a whisker though nothing was drawn")
	}
	if s := laidOut(t, some, Options{}); !drawn(s, "n/a") {
		t.Error("the row without a value does not say so")
	}
}

func TestSensitivityErrors(t *testing.T) {
	many := sampleTornado(maxBars+1, false)
	order := sampleTornado(2, false)
	order.P50 = 3e6
	lost := sampleTornado(2, false)
	lost.Mid = math.Inf(1)
	crossed := sampleIndices(2, false)
	crossed.Rows[1].First = Share{0.5, 0.6, 0.4}
	for _, tc := range []struct {
		c    Chart
		want string
	}{
		{Tornado{}, "tornado: 0 inputs"}, {many, "25 inputs: must be 1 to 24"}, {order, "not in order"}, {lost, "with all inputs at their mid"},
		{Indices{}, "indices: 0 inputs"}, {crossed, "Peak PUE: a share of 0.5, from 0.6 to 0.4"},
	} {
		var b bytes.Buffer
		if err := Render(tc.c, &b, PNG, Options{}); err == nil || !strings.Contains(err.Error(), tc.want) || b.Len() > 0 {
			t.Errorf("got %v, want %q", err, tc.want)
		}
	}
}

func TestSensitivityHostileNames(t *testing.T) {
	for _, evil := range []string{`</script><script>alert(1)</script>`, "two\nlines\tand a\x00zero\x1b[31m", "\u202egnp.trats\u2066", strings.Repeat("W", 500), "", " ", "%s%d%n", "🚀 עברית"} {
		t1, x := sampleTornado(3, false), sampleIndices(3, false)
		t1.Amount, t1.System, t1.Boundary, t1.Quantity, t1.Unit = evil, evil, evil, evil, Unit(evil)
		x.Amount, x.System, x.Boundary, x.Quantity = evil, evil, evil, evil
		for i := range t1.Bars {
			t1.Bars[i].Name, t1.Bars[i].LowInput, t1.Bars[i].HighInput, x.Rows[i].Name = evil, evil, evil, evil
		}
		for _, c := range []Chart{t1, x} {
			checkTexts(t, laidOut(t, c, Options{}))
			if names := wellFormed(t, rendered(t, c, SVG, Options{Width: 800, Height: 500})); names["script"] > 0 || names["svg"] != 1 {
				t.Errorf("%s with %q: elements %v", c.kind(), evil, names)
			}
		}
	}
}

// TestEndsDiffer: the two ends of an input differ for every eye and in grey, from the ground, and as words of the subtitle.
func TestEndsDiffer(t *testing.T) {
	for _, name := range themeNames {
		th := themes[name]
		low, high := th.ends()
		if d := differ(low, high); d < 15 {
			t.Errorf("%s: the ends are %.1f apart", name, d)
		}
		if d := math.Abs(labOf(low).L - labOf(high).L); d < 0.08 {
			t.Errorf("%s: the ends are %.2f apart in grey", name, d)
		}
		for _, c := range []struct {
			what  string
			ratio float64
		}{{"low", contrast(low, th.bg)}, {"high", contrast(high, th.bg)}} {
			if c.ratio < 2.5 {
				t.Errorf("%s: %s has contrast %.2f to the ground", name, c.what, c.ratio)
			}
		}
		pale := blend(low, th.bg, 0.28)
		if d := differ(low, pale); d < 15 {
			t.Errorf("%s: a share alone and one with others are %.1f apart", name, d)
		}
	}
}
