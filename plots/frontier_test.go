package plots

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
)

// sampleFrontier has n points of a concave frontier and as many systems alone below it.
func sampleFrontier(n int, long bool) Frontier {
	f := Frontier{
		Amount: "2 GW", Boundary: "facility power (utility meter)", X: Goal{Label: "Total capital", Unit: USD}, Y: Goal{Label: "Effective throughput", Unit: FLOPS, More: true},
		Draws: 16384, Meta: sampleMeta,
	}
	for i := range n {
		t := float64(i+1) / float64(n)
		y := 8e20 * math.Sqrt(t)
		f.Points = append(f.Points, FrontierPoint{Name: fmt.Sprintf("%d%% %s, %d%% %s", 100-10*(i/2), sampleName(0, long), 10*(i/2), sampleName(1, long)), X: 8e10 * t, Y: y, Low: 0.7 * y, High: 1.2 * y})
		f.Others = append(f.Others, FrontierPoint{Name: sampleName(i, long), X: 8e10 * (0.4 + 0.05*float64((i*5)%12)), Y: 8e20 * (0.1 + 0.04*float64((i*7)%12))})
	}
	if long {
		f.X.Label, f.Y.Label, f.Boundary = longName, longName, longName
	}
	return f
}

func sampleCurve(n int, long bool) ShareCurve {
	c := ShareCurve{Amount: "2 GW", Boundary: "facility power (utility meter)", Of: "Nvidia", By: "power", Vendor: "Nvidia", Draws: 16384, Meta: sampleMeta}
	for i := range n {
		p := CurvePanel{Label: []string{"Effective throughput", "Total capital", "Chips"}[i%3], Unit: []Unit{FLOPS, USD, Count}[i%3]}
		base := []float64{3e20, 6e10, 1.2e6}[i%3]
		for k := range 11 {
			y := base * (1 + 0.12*float64(k))
			p.Points = append(p.Points, CurvePoint{Share: float64(k) / 10, P5: 0.7 * y, P50: y, P95: 1.4 * y})
		}
		p.P5, p.P50, p.P95 = 1.7, 2.2, 3.1
		if long {
			p.Label = longName
		}
		c.Panels = append(c.Panels, p)
	}
	if long {
		c.Of, c.By, c.Boundary = longName, longName, longName
	}
	return c
}

func TestFrontierAndCurveTextsHaveRoom(t *testing.T) {
	sizes := []Options{{}, {Width: 800, Height: 500}, {Width: 1000, Height: 1600}, {Width: 2400, Height: 800}, {Width: 300, Height: 180}, {Width: 1600, Height: 1000, DPI: 96}}
	for _, n := range []int{1, 2, 3, 12, 60} {
		for _, long := range []bool{false, true} {
			for _, scale := range []float64{1, 1e-9, 1e-5, 1e9, 1e30} {
				f, c := sampleFrontier(n, long), sampleCurve(min(n, maxPanels), long)
				for i := range f.Points {
					for _, p := range []*FrontierPoint{&f.Points[i], &f.Others[i]} {
						p.X, p.Y, p.Low, p.High = p.X*scale, p.Y*scale, p.Low*scale, p.High*scale
					}
				}
				for i := range c.Panels {
					for k := range c.Panels[i].Points {
						p := &c.Panels[i].Points[k]
						p.P5, p.P50, p.P95 = p.P5*scale, p.P50*scale, p.P95*scale
					}
				}
				for _, o := range sizes {
					for _, ch := range []Chart{f, c} {
						t.Run(fmt.Sprintf("%s/n=%d,long=%v,scale=%g,%dx%d@%g", ch.kind(), n, long, scale, o.Width, o.Height, o.DPI), func(t *testing.T) { checkTexts(t, laidOut(t, ch, o)) })
					}
				}
			}
		}
	}
}

func TestFrontierIsDrawnToScale(t *testing.T) {
	f := sampleFrontier(8, false)
	s := laidOut(t, f, Options{})
	points, bands, others := s.kinds("point"), s.kinds("band"), s.kinds("other")
	if len(points) != 8 || len(bands) != 8 || len(others) != 8 {
		t.Fatalf("%d points, %d bands, %d others", len(points), len(bands), len(others))
	}
	perX := float64(points[7].Min.X-points[0].Min.X) / (f.Points[7].X - f.Points[0].X)
	perY := float64(points[7].Min.Y-points[0].Min.Y) / (f.Points[7].Y - f.Points[0].Y)
	x := func(v float64) float64 { return float64(points[0].Min.X) + (v-f.Points[0].X)*perX }
	y := func(v float64) float64 { return float64(points[0].Min.Y) + (v-f.Points[0].Y)*perY }
	for i, p := range f.Points {
		near(t, "x", float64(points[i].Min.X), x(p.X))
		near(t, "y", float64(points[i].Min.Y), y(p.Y))
		near(t, "P5", float64(bands[i].Min.Y), y(p.Low))
		near(t, "P95", float64(bands[i].Max.Y), y(p.High))
		near(t, "other x", float64(others[i].Min.X), x(f.Others[i].X))
		near(t, "other y", float64(others[i].Min.Y), y(f.Others[i].Y))
	}
	for _, name := range []string{f.Points[7].Name, f.Points[0].Name} {
		if !drawn(s, name) {
			t.Errorf("the end %q has no label", name)
		}
	}
}

func TestCurveIsDrawnToScale(t *testing.T) {
	c := sampleCurve(1, false)
	s := laidOut(t, c, Options{})
	medians, bands := s.kinds("median"), s.kinds("band")
	if len(medians) != 11 || len(bands) != 11 {
		t.Fatalf("%d medians, %d bands", len(medians), len(bands))
	}
	p := c.Panels[0].Points
	perX := float64(medians[10].Min.X - medians[0].Min.X)
	perY := float64(medians[10].Min.Y-medians[0].Min.Y) / (p[10].P50 - p[0].P50)
	for i, x := range p {
		near(t, "share", float64(medians[i].Min.X), float64(medians[0].Min.X)+x.Share*perX)
		near(t, "median", float64(medians[i].Min.Y), float64(medians[0].Min.Y)+(x.P50-p[0].P50)*perY)
		near(t, "P5", float64(bands[i].Min.Y), float64(medians[0].Min.Y)+(x.P5-p[0].P50)*perY)
		near(t, "P95", float64(bands[i].Max.Y), float64(medians[0].Min.Y)+(x.P95-p[0].P50)*perY)
	}
}

func TestFrontierTitles(t *testing.T) {
	point := func(x, y float64) FrontierPoint { return FrontierPoint{X: x, Y: y, Low: y, High: y} }
	money, speed := Goal{Label: "Total capital", Unit: USD}, Goal{Label: "Effective throughput", Unit: FLOPS, More: true}
	for _, c := range []struct {
		x, y   Goal
		points []FrontierPoint
		want   string
	}{
		{money, speed, []FrontierPoint{point(40e9, 7e20), point(50e9, 9e20), point(80e9, 1e21)}, "90% of the greatest effective throughput from 2 GW takes 63% of its total capital"},
		{money, speed, []FrontierPoint{point(5e9, 1e20), point(45e9, 9e20), point(50e9, 1e21)}, "From 2 GW, effective throughput grows in proportion to total capital"},
		{money, speed, []FrontierPoint{point(5e9, 1e20)}, "From 2 GW, one mix is the best in both total capital and effective throughput"},
		{money, Goal{Label: "Carbon", Unit: Grams}, []FrontierPoint{point(5e9, 2e12), point(6e9, 1e12)}, "From 2 GW, $5 to $6 billion of total capital trade against 1 to 2 Mt of carbon"},
		{Goal{Label: "Chips", More: true}, Goal{Label: "HBM", Unit: Bytes, More: true}, []FrontierPoint{point(9e5, 3e17), point(2e6, 2e17)}, "From 2 GW, 900,000 to 2 million chips trade against 200 to 300 PB of HBM"},
	} {
		if got := Title(Frontier{Amount: "2 GW", X: c.x, Y: c.y, Points: c.points}); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestCurveTitles(t *testing.T) {
	nan := math.NaN()
	two := []CurvePoint{{Share: 0, P5: 1, P50: 1, P95: 1}, {Share: 1, P5: 2, P50: 2, P95: 2}}
	for _, c := range []struct {
		unit         Unit
		p5, p50, p95 float64
		want         string
	}{
		{FLOPS, 1.7, 2.5, 4, "Nvidia alone gives 2.5 times the output that 2 GW has without it"},
		{FLOPS, 0.9, 1.4, 2, "At the median, Nvidia alone gives 1.4 times the output that 2 GW has without it"},
		{FLOPS, 0.5, 0.7, 0.9, "Nvidia alone gives 30% less output than 2 GW has without it"},
		{FLOPS, 0.99, 1, 1, "With Nvidia alone, 2 GW has about as much output as without it"},
		{FLOPS, 0.7, 1, 1.4, "With Nvidia alone, 2 GW may have more or less output than without it"},
		{USD, 1.1, 1.25, 1.4, "Nvidia alone takes 1.25 times the output of 2 GW without it"},
		{USD, 0.8, 0.9, 0.95, "Nvidia alone takes 10% less output than 2 GW without it"},
		{FLOPS, nan, nan, nan, "What a share of Nvidia changes is not known at both of its ends"},
	} {
		got := Title(ShareCurve{Amount: "2 GW", Of: "Nvidia", Panels: []CurvePanel{{Label: "Output", Unit: c.unit, Points: two, P5: c.p5, P50: c.p50, P95: c.p95}}})
		if got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// A curve that is not known everywhere is drawn where it is, and one that is known nowhere says so; no picture holds a value that is none.
func TestOddFrontiersAndCurves(t *testing.T) {
	nan := math.NaN()
	c := sampleCurve(2, false)
	for k := range c.Panels[0].Points {
		if k > 0 {
			c.Panels[0].Points[k] = CurvePoint{Share: float64(k) / 10, P5: nan, P50: nan, P95: nan}
		}
		c.Panels[1].Points[k].P50, c.Panels[1].Points[k].P5, c.Panels[1].Points[k].P95 = nan, nan, nan
	}
	flat := sampleFrontier(3, false)
	for i := range flat.Points {
		flat.Points[i].Y, flat.Points[i].Low, flat.Points[i].High = 0, 0, 0
		flat.Others[i].X = nan
	}
	flat.Draws = 0
	for _, ch := range []Chart{c, flat} {
		s := laidOut(t, ch, Options{})
		checkTexts(t, s)
		if svg := rendered(t, ch, SVG, Options{}); bytes.Contains(svg, []byte("NaN")) {
			t.Errorf("%s: NaN in the picture", ch.kind())
		}
	}
	if s := laidOut(t, c, Options{}); len(s.kinds("median")) != 1 || !drawn(s, "n/a") {
		t.Error("a curve that is known nowhere does not say so")
	}
	if !strings.Contains(said(t, flat), "Point values only, no uncertainty drawn") {
		t.Error("a chart without draws does not say so")
	}
	for _, bad := range []Chart{
		Frontier{}, Frontier{Points: []FrontierPoint{{X: nan}}}, Frontier{Points: []FrontierPoint{{X: 2, Y: 1, Low: 1, High: 1}, {X: 1, Y: 2, Low: 2, High: 2}}},
		Frontier{Points: []FrontierPoint{{X: 2, Y: 1, Low: 2, High: 1}}}, ShareCurve{}, ShareCurve{Panels: []CurvePanel{{Points: []CurvePoint{{}}}}},
		ShareCurve{Panels: []CurvePanel{{Points: []CurvePoint{{Share: 0.5}, {Share: 0.2}}}}}, ShareCurve{Panels: make([]CurvePanel, 4)},
	} {
		if err := Render(bad, &bytes.Buffer{}, SVG, Options{}); err == nil {
			t.Errorf("%+v is drawn", bad)
		}
	}
}

func TestAltTextOfFrontierAndCurve(t *testing.T) {
	for ch, want := range map[*Chart][]string{
		ptr(sampleFrontier(2, false)): {"$40.0B and 566 EFLOP/s (P5 to P95: 396 EFLOP/s to 679 EFLOP/s)", "Systems alone: Trainium2: "},
		ptr(sampleCurve(2, false)):    {"0% 300 EFLOP/s (210 EFLOP/s to 420 EFLOP/s)", "Total capital: 0% $60.0B"},
	} {
		alt := AltText(*ch)
		for _, w := range append(want, Title(*ch)) {
			if !strings.Contains(alt, w) {
				t.Errorf("%q is not in: %s", w, alt)
			}
		}
	}
}
