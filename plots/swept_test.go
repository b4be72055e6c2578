package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

// sampleCumulative has n curves, of which the first three lie close to each other.
func sampleCumulative(n int, long bool) Cumulative {
	c := Cumulative{Amount: "2 GW", Boundary: "facility power (utility meter)", Quantity: "chips", AtLeast: []float64{1.2e6}, Draws: 400, Meta: sampleMeta}
	for i := range n {
		v := draws(400, 1.9e6-0.12e6*float64((i*5)%12), 0.1+0.02*float64(i%4))
		s := slices.Sorted(slices.Values(v))
		row := CumulativeRow{Name: sampleName(i, long), Vendor: sampleVendors[i%12], Shade: i / 2, Values: v, P5: s[20], P50: s[200], P95: s[380]}
		at, _ := slices.BinarySearch(s, c.AtLeast[0])
		row.Chances = []float64{1 - float64(at)/400}
		c.Rows = append(c.Rows, row)
	}
	if long {
		c.Quantity, c.Boundary = longName, longName
	}
	return c
}

func sampleAxis(label string, n int, from, step float64, unit string) SweptAxis {
	a := SweptAxis{Label: label}
	for i := range n {
		v := from + step*float64(i)
		a.Values = append(a.Values, v)
		a.Texts = append(a.Texts, strings.TrimSpace(fmt.Sprintf("%.2f %s", v, unit)))
	}
	return a
}

func sampleHeatmap(x, y int, long bool) Heatmap {
	h := Heatmap{
		Amount: "2 GW", Boundary: "facility power (utility meter)", System: sampleName(0, long), Quantity: "chips", Draws: 1024, Meta: sampleMeta,
		X: sampleAxis("Peak PUE", x, 1.05, 0.05, ""), Y: sampleAxis("Power per system", y, 40, 2, "kW"),
	}
	if long {
		h.X.Label, h.Y.Label, h.Quantity = longName, longName, longName
		for i := range h.Y.Texts {
			h.Y.Texts[i] = sampleName(i, true)
		}
		h.Y.Values = nil
	}
	for j := range y {
		var row []Interval
		for i := range x {
			v := 2e9 / (1.05 + 0.05*float64(i)) / (40 + 2*float64(j)) * 0.03
			row = append(row, Interval{0.8 * v, v, 1.25 * v})
		}
		h.Cells = append(h.Cells, row)
	}
	return h
}

func sampleSweepLines(n int, long bool) SweepLines {
	l := SweepLines{Amount: "2 GW", Boundary: "facility power (utility meter)", Quantity: "chips", Draws: 1024, X: sampleAxis("Peak PUE", 15, 1.05, 0.025, ""), Meta: sampleMeta}
	for i := range n {
		line := SweptLine{Name: sampleName(i, long), Vendor: sampleVendors[i%12], Shade: i / 2}
		for k := range l.X.Texts {
			v := (2e6 - 0.1e6*float64((i*5)%12)) / (1.05 + 0.025*float64(k))
			line.Points = append(line.Points, Interval{0.8 * v, v, 1.2 * v})
		}
		l.Lines = append(l.Lines, line)
	}
	if long {
		l.X.Label, l.Quantity, l.Boundary, l.Held = longName, longName, longName, longName
	}
	return l
}

// scaledSwept multiplies the amounts of cumulative curves, heat maps and lines.
func scaledSwept(c Chart, k float64) Chart {
	times := func(list []Interval) []Interval {
		out := slices.Clone(list)
		for i, v := range out {
			out[i] = Interval{v.P5 * k, v.P50 * k, v.P95 * k}
		}
		return out
	}
	switch c := c.(type) {
	case Cumulative:
		c.AtLeast, c.Rows = slices.Clone(c.AtLeast), slices.Clone(c.Rows)
		for i := range c.AtLeast {
			c.AtLeast[i] *= k
		}
		for i := range c.Rows {
			r := &c.Rows[i]
			r.P5, r.P50, r.P95, r.Values = r.P5*k, r.P50*k, r.P95*k, slices.Clone(r.Values)
			for j := range r.Values {
				r.Values[j] *= k
			}
		}
		return c
	case Heatmap:
		c.Cells = slices.Clone(c.Cells)
		for i := range c.Cells {
			c.Cells[i] = times(c.Cells[i])
		}
		return c
	case SweepLines:
		c.Lines = slices.Clone(c.Lines)
		for i := range c.Lines {
			c.Lines[i].Points = times(c.Lines[i].Points)
		}
		return c
	}
	panic("unknown chart")
}

// TestCumulativeIsDrawnToScale: every corner of a curve is the share of the draws that reach its value, and a crossing is the chance that was given.
func TestCumulativeIsDrawnToScale(t *testing.T) {
	c := sampleCumulative(2, false)
	s := laidOut(t, c, Options{})
	medians, cross := s.kinds("median"), s.kinds("crossing")
	perX := float64(medians[1].Min.X-medians[0].Min.X) / (c.Rows[1].P50 - c.Rows[0].P50)
	value := func(x vg.Length) float64 { return c.Rows[0].P50 + float64(x-medians[0].Min.X)/perX }
	near(t, "threshold", value(cross[0].Min.X), c.AtLeast[0])
	perY := float64(cross[0].Min.Y-medians[0].Min.Y) / (c.Rows[0].Chances[0] - 0.5)
	share := func(y vg.Length) float64 { return 0.5 + float64(y-medians[0].Min.Y)/perY }
	near(t, "chance", share(cross[1].Min.Y), c.Rows[1].Chances[0])
	points, between := 0, 0
	for _, m := range s.kinds("curve") {
		if share(m.Min.Y) < 1e-9 {
			continue // the end of a curve, straight below its greatest draw
		}
		row := c.Rows[slices.IndexFunc(c.Rows, func(r CumulativeRow) bool { return r.Name == m.name })]
		reach := 0
		for _, v := range row.Values {
			if v >= value(m.Min.X)*(1-1e-9) {
				reach++
			}
		}
		got := math.Round(400*share(m.Min.Y)*1e6) / 1e6
		if got != math.Trunc(got) && math.Abs(got-float64(reach)) < 1 { // where a curve is cut off, between two draws
			between++
			continue
		}
		near(t, m.name, got, float64(reach))
		points++
	}
	if between > 2*len(c.Rows) {
		t.Errorf("%d points are no draws", between)
	}
	if points < 700 {
		t.Errorf("%d points are drawn", points)
	}
}

// TestCurvesReachTheirDots: the curve goes through its dot on a threshold, however far out that is.
func TestCurvesReachTheirDots(t *testing.T) {
	for _, k := range []float64{0.2, 0.6, 1, 1.6, 4} {
		c := sampleCumulative(2, false)
		c.AtLeast = []float64{c.AtLeast[0] * k}
		for i := range c.Rows {
			reach := 0
			for _, v := range c.Rows[i].Values {
				if v >= c.AtLeast[0] {
					reach++
				}
			}
			c.Rows[i].Chances = []float64{float64(reach) / float64(len(c.Rows[i].Values))}
		}
		s := laidOut(t, c, Options{})
		for _, dot := range s.kinds("crossing") {
			var before, after *vg.Point
			for _, m := range s.kinds("curve") {
				if p := m.Min; m.name == dot.name && p.X <= dot.Min.X+1e-6 {
					before = &p
				} else if m.name == dot.name && after == nil {
					after = &p
				}
				if p := m.Min; m.name == dot.name && p.X >= dot.Min.X-1e-6 && after == nil {
					after = &p
				}
			}
			if before == nil || after == nil || before.Y < dot.Min.Y-1.5 || after.Y > dot.Min.Y+1.5 {
				t.Errorf("at %v times the threshold the curve of %s does not reach its dot: %v, %v, %v", k, dot.name, before, dot.Min, after)
			}
		}
	}
}

// TestStepsOfFewValues: where there are few different values the curve is one of steps.
func TestStepsOfFewValues(t *testing.T) {
	row := CumulativeRow{Name: "A", Values: []float64{0, 64, 64, 128}, P5: 0, P50: 64, P95: 128}
	want := []reached{{0, 1}, {0, 0.75}, {64, 0.75}, {64, 0.25}, {128, 0.25}, {128, 0}}
	if got := row.curve(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestHeatmapCells: each cell stands where its values say, in the colour of its amount, with its figure in it.
func TestHeatmapCells(t *testing.T) {
	h := sampleHeatmap(5, 3, false)
	h.Cells[1][2].P50 = math.NaN()
	s := laidOut(t, h, Options{})
	cells := s.kinds("cell")
	if len(cells) != 14 || len(s.kinds("n/a")) != 1 {
		t.Fatalf("%d cells, %d n/a", len(cells), len(s.kinds("n/a")))
	}
	w, high := cells[0].Max.X-cells[0].Min.X, cells[0].Max.Y-cells[0].Min.Y
	for y, row := range h.Cells {
		for x, c := range row {
			name := h.X.Texts[x] + "/" + h.Y.Texts[y]
			i := slices.IndexFunc(s.marks, func(m mark) bool { return m.name == name })
			near(t, name, float64(s.marks[i].Min.X), float64(cells[0].Min.X+w*vg.Length(x)))
			near(t, name, float64(s.marks[i].Min.Y), float64(cells[0].Min.Y+high*vg.Length(y)))
			_, want, _ := h.unit().ends(c.P5, c.P50, c.P95)
			if !c.known() {
				want = "n/a"
			}
			if !slices.ContainsFunc(s.texts, func(b textBox) bool { return b.text == want && overlaps(b.Rectangle, s.marks[i].Rectangle) }) {
				t.Errorf("%s has no %s", name, want)
			}
		}
	}
}

func overlaps(a, b vg.Rectangle) bool {
	return a.Min.X < b.Max.X && b.Min.X < a.Max.X && a.Min.Y < b.Max.Y && b.Min.Y < a.Max.Y
}

// TestContours: where cells are too small for figures, lines join equal amounts: along them the cells' own interpolation has that amount.
func TestContours(t *testing.T) {
	h := sampleHeatmap(60, 40, false)
	for y := range h.Cells {
		for x := range h.Cells[y] {
			v := 1e6 + 1e4*float64(x) + 2e4*float64(y) // a plane: contours are straight
			h.Cells[y][x] = Interval{v, v, v}
		}
	}
	s := laidOut(t, h, Options{})
	if n := len(s.kinds("contour")); n < 100 {
		t.Fatalf("%d pieces of contours", n)
	}
	p := heatPlan{Heatmap: h}
	p.area = box(0, 0, 60, 40)
	p.w, p.h, p.lo, p.hi = 1, 1, 1e6, h.Cells[39][59].P50
	for _, piece := range p.joined(1.5e6) {
		for _, at := range piece {
			near(t, "amount on the line", 1e6+1e4*(float64(at.X)-0.5)+2e4*(float64(at.Y)-0.5), 1.5e6)
		}
	}
}

// TestSweepLinesAreDrawnToScale: medians and bands stand at their values.
func TestSweepLinesAreDrawnToScale(t *testing.T) {
	l := sampleSweepLines(2, false)
	s := laidOut(t, l, Options{})
	medians, bands := s.kinds("median"), s.kinds("band")
	if len(medians) != 30 || len(bands) != 30 {
		t.Fatalf("%d medians, %d bands", len(medians), len(bands))
	}
	p, perX := l.Lines[0].Points, float64(medians[14].Min.X-medians[0].Min.X)/(l.X.Values[14]-l.X.Values[0])
	perY := float64(medians[14].Min.Y-medians[0].Min.Y) / (p[14].P50 - p[0].P50)
	for i, m := range medians {
		near(t, "value", float64(m.Min.X-medians[0].Min.X), perX*(l.X.Values[i%15]-l.X.Values[0]))
		near(t, "median", float64(m.Min.Y-medians[0].Min.Y), perY*(l.Lines[i/15].Points[i%15].P50-p[0].P50))
	}
	for k, b := range bands { // a band is drawn along its lower edge and back along its upper one
		v := l.Lines[k/15].Points[14-k%15]
		near(t, "P5", float64(b.Min.Y-medians[0].Min.Y), perY*(v.P5-p[0].P50))
		near(t, "P95", float64(b.Max.Y-medians[0].Min.Y), perY*(v.P95-p[0].P50))
	}
}

// TestSweptTitleOfNothing: lines that are zero are that and not about that, and what is not known is said in the number of its noun.
func TestSweptTitleOfNothing(t *testing.T) {
	nan := math.NaN()
	lines := func(quantity string, unit Unit, values ...[]float64) SweepLines {
		l := SweepLines{Amount: "2 GW", Quantity: quantity, Unit: unit, X: sampleAxis("Peak PUE", 2, 1.1, 0.1, ""), Meta: sampleMeta}
		for i, of := range values {
			line := SweptLine{Name: sampleName(i, false), Vendor: sampleVendors[i]}
			for _, v := range of {
				line.Points = append(line.Points, Interval{v, v, v})
			}
			l.Lines = append(l.Lines, line)
		}
		return l
	}
	for _, c := range []struct {
		chart SweepLines
		want  string
	}{
		{lines("chips", "", []float64{0, 0}), "With 2 GW, chips stay at 0 from the peak PUE of 1.10 to 1.20"},
		{lines("total capital", USD, []float64{nan, nan}, []float64{1e9, 2e9}), "How total capital compares is not known at any peak PUE"},
		{lines("chips", "", []float64{nan, nan}, []float64{1e6, 2e6}), "How chips compare is not known at any peak PUE"},
	} {
		if got := c.chart.title(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestCumulativeTitleOfNothing: what is not enough for one of some systems is that, and not a number of zero.
func TestCumulativeTitleOfNothing(t *testing.T) {
	of := func(ranges ...[3]float64) Cumulative {
		c := Cumulative{Amount: "1 kW", Quantity: "chips", Draws: 400, Meta: sampleMeta}
		for i, r := range ranges {
			c.Rows = append(c.Rows, CumulativeRow{Name: sampleName(i, false), Values: r[:], P5: r[0], P50: r[1], P95: r[2]})
		}
		return c
	}
	none, some, many := [3]float64{0, 0, 0}, [3]float64{0, 64, 64}, [3]float64{40, 56, 72}
	for _, c := range []struct {
		chart Cumulative
		want  string
	}{
		{of(none, none), "1 kW is not enough for any of these systems"},
		{of(none, some), "1 kW may not be enough for any of these systems"},
		{of(many, none), "With a chance of 95% or more, 1 kW is at least 40 " + sampleName(0, false) + " chips but not a single " + sampleName(1, false)},
		{of(many, some), "With a chance of 95% or more, 1 kW is at least 40 " + sampleName(0, false) + " chips but perhaps not a single " + sampleName(1, false)},
	} {
		if got := c.chart.title(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestHeldIsSaid: what had one value for all of a sweep is in the subtitle and in the words for those who do not see it.
func TestHeldIsSaid(t *testing.T) {
	l := sampleSweepLines(2, false)
	l.Held = "peak PUE 1.1"
	h := sampleHeatmap(3, 3, false)
	h.Amount, h.Held = "", "site aws-air"
	for _, c := range []struct {
		said []string
		want string
	}{
		{[]string{l.subtitle()[0].text, l.alt()}, "with 2 GW of facility power (utility meter), peak PUE 1.1. "},
		{[]string{h.subtitle()[0].text, h.alt()}, "with site aws-air. "},
	} {
		for _, text := range c.said {
			if !strings.Contains(text, c.want) {
				t.Errorf("no %q in %q", c.want, text)
			}
		}
	}
}
