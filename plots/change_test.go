package plots

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// sampleChange has n causes, every third of which takes away.
func sampleChange(n int, long bool, scale, noise float64) Change {
	c := Change{Quantity: "chips", Unit: Count, Old: Side{"Old: baseline.json", 1.95e6 * scale, 1.56e6 * scale, 2.44e6 * scale}, Drawn: true, Noise: noise * scale,
		Mean: "on average over all orders of the changes", Meta: sampleMeta}
	end := c.Old.Value
	for i := range n {
		x := Cause{Label: "site.input_" + string(rune('a'+i)), Detail: "1.26, then 1.18", Change: 2e5 * scale / float64(i+1)}
		if i%3 == 1 {
			x.Change = -x.Change
		}
		if long {
			x.Label, x.Detail = sampleName(i, true), longName
		}
		end += x.Change
		c.Causes = append(c.Causes, x)
	}
	c.New = Side{"New: answer.json", end, 0.8 * end, 1.3 * end}
	return c
}

func TestNoTextOverlapsInAChange(t *testing.T) {
	sizes := []Options{{}, {Width: 800, Height: 500}, {Width: 1000, Height: 1600}, {Width: 2400, Height: 800}, {Width: 300, Height: 180}, {Width: 1600, Height: 1000, DPI: 96}}
	for _, n := range []int{0, 1, 2, 7, 12, 16} {
		for _, long := range []bool{false, true} {
			for _, scale := range []float64{1, -1, 1e30} {
				for _, noise := range []float64{0, 4e3} {
					for _, o := range sizes {
						t.Run(fmt.Sprintf("n=%d,long=%v,scale=%g,noise=%g,%dx%d@%g", n, long, scale, noise, o.Width, o.Height, o.DPI), func(t *testing.T) {
							c := sampleChange(n, long, math.Abs(scale), noise)
							if scale < 0 { // all the other way
								for i := range c.Causes {
									c.Causes[i].Change = -c.Causes[i].Change
								}
								c.New.Value = 2*c.Old.Value - c.New.Value
								c.New.P5, c.New.P95 = 0.8*c.New.Value, 1.3*c.New.Value
							}
							if err := c.check(); err != nil {
								t.Fatal(err)
							}
							checkTexts(t, laidOut(t, c, o))
						})
					}
				}
			}
		}
	}
}

// Bars are as wide as their changes, each begins where the one before it ends, and the last is the whole.
func TestChangeGeometry(t *testing.T) {
	c := sampleChange(7, false, 1, 4e3)
	var bars []mark
	var noise mark
	for _, m := range laidOut(t, c, Options{}).marks {
		switch m.kind {
		case "gain", "loss", "final":
			bars = append(bars, m)
		case "noise":
			noise = m
		}
	}
	if len(bars) != 8 {
		t.Fatalf("%d bars", len(bars))
	}
	perOne := float64(bars[0].Max.X-bars[0].Min.X) / c.Causes[0].Change
	level := float64(bars[0].Min.X)
	for i, x := range c.Causes {
		from, to := float64(bars[i].Min.X), float64(bars[i].Max.X)
		if x.Change < 0 {
			from, to = to, from
		}
		if math.Abs(from-level) > 0.01 || math.Abs(to-from-perOne*x.Change) > 0.01 {
			t.Errorf("%s is drawn from %.2f to %.2f; it begins at %.2f and is %.2f wide", x.Label, from, to, level, perOne*x.Change)
		}
		level = to
	}
	if got := float64(bars[7].Max.X - bars[7].Min.X); math.Abs(got-perOne*c.total()) > 0.01 {
		t.Errorf("the whole is %.2f wide, not %.2f", got, perOne*c.total())
	}
	if got := float64(noise.Max.X - noise.Min.X); math.Abs(got-perOne*2*c.Noise) > 0.01 {
		t.Errorf("the noise is %.2f wide, not %.2f", got, perOne*2*c.Noise)
	}
}

func TestChangeTitles(t *testing.T) {
	with := func(old, noise float64, changes ...float64) Change {
		c := Change{Quantity: "chips", Old: Side{Label: "Old", Value: old}, New: Side{Label: "New", Value: old}, Noise: noise, Drawn: true}
		for i, x := range changes {
			c.Causes = append(c.Causes, Cause{Label: string(rune('a' + i)), Change: x})
			c.New.Value += x
		}
		return c
	}
	money := with(0, 0, 2e9)
	money.Quantity, money.Unit = "total capital", USD
	for _, x := range []struct {
		c    Change
		want string
	}{
		{with(2e6, 0), "No change in chips: 2 million in both"},
		{with(2e6, 3e3, 1e3), "No change in chips beyond sampling noise"},
		{with(2e6, 0, 3e5), "15% more chips because of a"},
		{with(2e6, 0, -3e5, 1e5), "10% fewer chips, mostly because of a and despite b"},
		{with(2e6, 0, 5e3, -3e5), "15% fewer chips, mostly because of b"},
		{with(2e6, 0, -3e5, 2e5, 2e5), "5.0% more chips, although a goes the other way"},
		{with(2e6, 0, 100), "Under 0.1% more chips because of a"},
		{money, "$2 billion more total capital because of a"},
	} {
		if got := x.c.title(); got != x.want {
			t.Errorf("%q, not %q", got, x.want)
		}
	}
}

func TestBadChanges(t *testing.T) {
	apart := sampleChange(3, false, 1, 0)
	apart.New.Value++
	apart.New.Value *= 1.01
	nan := sampleChange(3, false, 1, 0)
	nan.Old.Value = math.NaN()
	cause := sampleChange(3, false, 1, 0)
	cause.Causes[1].Change = math.Inf(1)
	for _, x := range []struct {
		c    Change
		want string
	}{{apart, "do not add up"}, {nan, "both must be finite"}, {cause, "has no value"}, {sampleChange(17, false, 1, 0), "17 causes: at most 16"}} {
		if err := x.c.check(); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%v, not %q", err, x.want)
		}
	}
}
