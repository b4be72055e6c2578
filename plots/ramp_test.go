package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func sampleQuarters(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%d-Q%d", 2027+i/4, i%4+1)
	}
	return out
}

// growing is a value that rises to the greatest by half of the quarters, with an interval.
func growing(n int, most float64) []Interval {
	out := make([]Interval, n)
	for i := range out {
		v := most * math.Min(1, 2*float64(i+1)/float64(n+1))
		out[i] = Interval{0.7 * v, v, 1.4 * v}
	}
	return out
}

func sampleRamp(quarters, layers int, long bool) Ramp {
	r := Ramp{Amount: "2 GW", Boundary: "facility power (utility meter)", Quantity: "chips", Quarters: sampleQuarters(quarters), Total: growing(quarters, 1.9e6), Draws: 16384, Meta: sampleMeta}
	for i := range layers {
		l := Layer{Name: sampleName(i, long), Vendor: sampleVendors[i%12], Shade: i / 2}
		for q := range quarters {
			l.Values = append(l.Values, r.Total[q].P50*float64(1+(i*7+q)%5))
		}
		r.Layers = append(r.Layers, l)
	}
	return r
}

func sampleCash(quarters int) Cash {
	c := Cash{Amount: "2 GW", Boundary: "facility power (utility meter)", Quarters: sampleQuarters(quarters), Short: 0.4, Assumed: true, Draws: 16384, Meta: sampleMeta,
		Paid: growing(quarters, 90e9), Payments: growing(quarters, 3e9), Budget: growing(quarters, 100e9), Other: growing(quarters, 99e9)}
	for _, list := range [][]Interval{c.Budget, c.Other} {
		for i := range list {
			list[i].P5, list[i].P95 = list[i].P50, list[i].P50
		}
	}
	return c
}

func sampleBridge(n int, long bool) Bridge {
	b := Bridge{Amount: "2 GW", Quantity: "effective compute", Unit: FLOP, From: "As announced", To: "As expected", Start: 7e28, End: 7e28, Meta: sampleMeta}
	for i := range n {
		d := Driver{Label: "Delay", Detail: "mostly 2028 to 2031", Change: -1e27 * float64(1+(i*5)%4)}
		if i%3 == 2 {
			d.Change = -d.Change / 2
		}
		if long {
			d.Label, d.Detail = sampleName(i, true), longName
		}
		b.End += d.Change
		b.Drivers = append(b.Drivers, d)
	}
	return b
}

func scaledInTime(c Chart, k float64) Chart {
	times := func(list []Interval) []Interval {
		out := slices.Clone(list)
		for i, v := range out {
			out[i] = Interval{v.P5 * k, v.P50 * k, v.P95 * k}
		}
		return out
	}
	switch c := c.(type) {
	case Ramp:
		c.Total, c.Layers = times(c.Total), slices.Clone(c.Layers)
		for i, l := range c.Layers {
			c.Layers[i].Values = slices.Clone(l.Values)
			for q := range l.Values {
				c.Layers[i].Values[q] *= k
			}
		}
		return c
	case Cash:
		c.Paid, c.Payments, c.Budget, c.Other = times(c.Paid), times(c.Payments), times(c.Budget), times(c.Other)
		return c
	case Bridge:
		c.Start, c.End, c.Drivers = c.Start*k, c.End*k, slices.Clone(c.Drivers)
		for i := range c.Drivers {
			c.Drivers[i].Change *= k
		}
		return c
	}
	panic("unknown chart")
}

func TestNoTextOverlapsInTime(t *testing.T) {
	sizes := []Options{{}, {Width: 800, Height: 500}, {Width: 1000, Height: 1600}, {Width: 2400, Height: 800}, {Width: 300, Height: 180}, {Width: 1600, Height: 1000, DPI: 96}}
	for _, n := range []int{1, 2, 9, 32, 80} {
		for _, long := range []bool{false, true} {
			for _, scale := range []float64{1, 1e-9, 1e-5, 1e9, 1e30} {
				for _, o := range sizes {
					layers := []int{1, 2, 8}[n%3]
					for _, c := range []Chart{sampleRamp(n, layers, long), sampleCash(n), sampleBridge(n%13, long)} {
						name := fmt.Sprintf("%s/n=%d,long=%v,scale=%g,%dx%d@%g", c.kind(), n, long, scale, o.Width, o.Height, o.DPI)
						t.Run(name, func(t *testing.T) { checkTexts(t, laidOut(t, scaled(c, scale), o)) })
					}
				}
			}
		}
	}
}

// TestNothingInTime: zero everywhere, and a start from nothing, draw and say so.
func TestNothingInTime(t *testing.T) {
	r, c, b := sampleRamp(8, 2, false), sampleCash(8), sampleBridge(3, false)
	for _, chart := range []Chart{scaled(r, 0), scaled(c, 0), scaled(b, 0)} {
		checkTexts(t, laidOut(t, chart, Options{}))
		if svg := rendered(t, chart, SVG, Options{}); strings.Contains(string(svg), "NaN") {
			t.Errorf("%s: NaN in the picture", chart.kind())
		}
	}
}

// TestRampGeometry: layers lie on each other and reach the median of the whole; the interval is where it belongs; bars are as high as their payments.
func TestRampGeometry(t *testing.T) {
	r := sampleRamp(12, 3, false)
	s := laidOut(t, r, Options{})
	var layers []mark
	var interval, median mark
	for _, m := range s.marks {
		switch m.kind {
		case "layer":
			layers = append(layers, m)
		case "interval":
			interval = m
		case "median":
			median = m
		}
	}
	if len(layers) != 3 {
		t.Fatalf("%d layers", len(layers))
	}
	for i := 1; i < 3; i++ {
		if math.Abs(float64(layers[i].Min.Y-layers[i-1].Max.Y)) > 0.01 {
			t.Errorf("layer %d does not lie on the one below", i)
		}
	}
	base, top := layers[0].Min.Y, layers[2].Max.Y
	if math.Abs(float64(median.Max.Y-top)) > 0.01 {
		t.Errorf("the layers reach to %.1f, the median lies at %.1f", top, median.Max.Y)
	}
	last := r.Total[11]
	for name, got := range map[string]float64{
		"P5 over the median":  float64((interval.Min.Y-base)/(top-base)) / (last.P5 / last.P50),
		"P95 over the median": float64((interval.Max.Y-base)/(top-base)) / (last.P95 / last.P50),
	} {
		if math.Abs(got-1) > 1e-3 {
			t.Errorf("%s is drawn at %.4f of its value", name, got)
		}
	}

	c := sampleCash(10)
	first, high := 0.0, 0.0
	for _, m := range laidOut(t, c, Options{}).marks {
		if m.kind == "payment" && m.name == c.Quarters[0] {
			first = float64(m.Max.Y - m.Min.Y)
		}
		if m.kind == "payment" && m.name == c.Quarters[9] {
			high = float64(m.Max.Y - m.Min.Y)
		}
	}
	if want := c.Payments[9].P50 / c.Payments[0].P50; math.Abs(high/first-want) > 1e-3*want {
		t.Errorf("bars are in the proportion %.4f, payments in that of %.4f", high/first, want)
	}
}

func TestRampTitles(t *testing.T) {
	with := func(values ...float64) Ramp {
		r := Ramp{Amount: "2 GW", Quantity: "chips", Quarters: sampleQuarters(len(values)), Layers: []Layer{{Name: "A", Values: values}}}
		for _, v := range values {
			r.Total = append(r.Total, Interval{v, v, v})
		}
		return r
	}
	chance := with(0, 0)
	chance.Total[1].P95 = 9
	power := with(0, 1e9, 2e9)
	power.Quantity, power.Unit = "facility power", Watt
	money := func(paid, budget []float64) Cash {
		c := Cash{Amount: "2 GW", Quarters: sampleQuarters(len(paid)), Short: math.NaN()}
		for i := range paid {
			c.Paid = append(c.Paid, Interval{paid[i], paid[i], paid[i]})
			if budget != nil {
				c.Budget = append(c.Budget, Interval{budget[i], budget[i], budget[i]})
			}
		}
		c.Payments = c.Paid
		return c
	}
	bridge := func(start float64, changes ...float64) Bridge {
		b := Bridge{Amount: "2 GW", Quantity: "electricity", Unit: WattHr, From: "As announced", To: "As expected", Start: start, End: start}
		for i, d := range changes {
			b.End += d
			b.Drivers = append(b.Drivers, Driver{Label: []string{"Delay", "Lag", "Retirement"}[i], Change: d})
		}
		return b
	}
	for _, c := range []struct {
		chart Chart
		want  string
	}{
		{with(100e3, 400e3, 900e3, 1.2e6), "2 GW announced comes to 1.2 million chips by 2027-Q4, half of it by 2027-Q3"},
		{with(800e3, 900e3), "2 GW announced comes to 900,000 chips by 2027-Q2, at least half of it from the start"},
		{with(100e3, 900e3, 600e3), "2 GW announced peaks at 900,000 chips in 2027-Q2 and comes to 600,000 in 2027-Q3"},
		{with(5), "2 GW announced comes to 5 chips in 2027-Q1"},
		{with(0, 1), "2 GW announced comes to 1 chip by 2027-Q2, half of it by 2027-Q2"},
		{with(0, 0), "2 GW announced comes to nothing by 2027-Q2"},
		{chance, "2 GW announced more likely than not comes to nothing by 2027-Q2"},
		{power, "2 GW announced comes to 2 GW of facility power by 2027-Q3, half of it by 2027-Q2"},
		{money([]float64{1e9, 2e9}, []float64{2e9, 4e9}), "2 GW announced costs $2 billion to 2027-Q2, of a budget of $4 billion"},
		{money([]float64{1e9, 5e9}, []float64{2e9, 4e9}), "2 GW announced costs $5 billion to 2027-Q2, more than the budget of $4 billion"},
		{money([]float64{3e9, 4e9, 6e9}, []float64{2e9, 3e9, 5e9}), "2 GW announced costs $6 billion to 2027-Q3 and is ahead of the budget from 2027-Q1 on"},
		{money([]float64{3e9, 3e9, 6e9, 7e9}, []float64{2e9, 4e9, 5e9, 6e9}), "2 GW announced costs $7 billion to 2027-Q4 and is ahead of the budget from 2027-Q3 on"},
		{money([]float64{3e9, 4e9, 5e9}, []float64{2e9, 5e9, 8e9}), "2 GW announced costs $5 billion to 2027-Q3, within the budget of $8 billion but ahead of it at first in 2027-Q1"},
		{money([]float64{1e9, 4e9}, []float64{2e9, 4e9}), "2 GW announced costs $4 billion to 2027-Q2, all of the budget"},
		{money([]float64{1e9, 4e9}, nil), "2 GW announced costs $4 billion to 2027-Q2"},
		{bridge(70e12, -14e12, -2e12), "2 GW announced gives 54 TWh of electricity, not the 70 TWh it would be as announced: delay takes most"},
		{bridge(70e12, -1e12, 5e12), "2 GW announced gives 74 TWh of electricity, more than the 70 TWh as announced: lag adds most"},
		{bridge(70e12), "2 GW announced gives 70 TWh of electricity, as announced"},
		{bridge(0), "2 GW announced gives no electricity"},
	} {
		if got := Title(c.chart); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestTimeRefusesWhatCannotBeDrawn(t *testing.T) {
	negative, short, unknown := sampleRamp(4, 2, false), sampleRamp(4, 2, false), sampleCash(4)
	negative.Layers[1].Values[2] = -1
	short.Total = short.Total[1:]
	unknown.Paid[1].P50 = math.NaN()
	apart := sampleBridge(3, false)
	apart.End *= 2
	order := sampleRamp(4, 1, false)
	order.Total[2].P5 = 9e9
	for _, c := range []struct {
		chart Chart
		want  string
	}{
		{Ramp{}, "ramp: 0 quarters: must be 1 to 80"}, {sampleRamp(81, 1, false), "81 quarters"}, {sampleRamp(3, 9, false), "9 generations: must be 1 to 8"},
		{negative, "is -1 in 2027-Q3"}, {short, "3 values for 4 quarters"}, {unknown, "payments to date has no value in 2027-Q2"}, {apart, "the drivers do not add up"},
		{order, "are not in order"}, {sampleBridge(13, false), "13 drivers: at most 12"},
	} {
		var b strings.Builder
		if err := Render(c.chart, &b, SVG, Options{}); err == nil || !strings.Contains(err.Error(), c.want) || b.Len() > 0 {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}
