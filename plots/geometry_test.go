package plots

import (
	"math"
	"testing"
)

// kinds returns the recorded marks of one kind.
func (s *sheet) kinds(kind string) []mark {
	var out []mark
	for _, m := range s.marks {
		if m.kind == kind {
			out = append(out, m)
		}
	}
	return out
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestWaterfallBarsAreAsHighAsTheirWatts(t *testing.T) {
	w := sampleWaterfall(9, false)
	s := laidOut(t, w, Options{})
	first := s.kinds("total")[0]
	zero := float64(first.Min.Y)
	perWatt := float64(first.Max.Y-first.Min.Y) / w.Steps[0].Watts
	level := 0.0
	bars := 0
	for _, m := range s.marks {
		if m.kind == "whisker" {
			continue
		}
		st := w.Steps[bars]
		bars++
		bottom, top := 0.0, st.Watts
		if st.Kind == Loss {
			bottom, top = level-st.Watts, level
			level = bottom
		} else {
			level = top
		}
		near(t, st.Label+" bottom", float64(m.Min.Y), zero+bottom*perWatt)
		near(t, st.Label+" top", float64(m.Max.Y), zero+top*perWatt)
		if bars > 1 && m.Min.X <= s.marks[0].Min.X {
			t.Errorf("%s is not to the right of the first bar", st.Label)
		}
	}
	if bars != len(w.Steps) {
		t.Errorf("%d bars for %d steps", bars, len(w.Steps))
	}
	whiskers := s.kinds("whisker")
	last := w.Steps[len(w.Steps)-1]
	end := whiskers[len(whiskers)-1]
	near(t, "P5", float64(end.Min.Y), zero+last.Low*perWatt)
	near(t, "P95", float64(end.Max.Y), zero+last.High*perWatt)
}

func TestWaterfallWithoutDrawsHasNoWhiskers(t *testing.T) {
	w := sampleWaterfall(9, false)
	w.Draws = 0
	if n := len(laidOut(t, w, Options{}).kinds("whisker")); n != 0 {
		t.Errorf("%d whiskers", n)
	}
}

func TestRidgesShareOneScale(t *testing.T) {
	r := sampleRidges(5, false, 4096)
	s := laidOut(t, r, Options{})
	medians, intervals := s.kinds("median"), s.kinds("interval")
	if len(medians) != 5 || len(intervals) != 5 || len(s.kinds("density")) != 5 {
		t.Fatalf("%d medians, %d intervals, %d shapes", len(medians), len(intervals), len(s.kinds("density")))
	}
	// Two points fix the scale; all others must follow.
	x0, x1 := float64(intervals[0].Min.X), float64(intervals[0].Max.X)
	per := (x1 - x0) / (r.Rows[0].P95 - r.Rows[0].P5)
	at := func(v float64) float64 { return x0 + (v-r.Rows[0].P5)*per }
	for i, row := range r.Rows {
		near(t, row.Name+" P5", float64(intervals[i].Min.X), at(row.P5))
		near(t, row.Name+" P50", float64(medians[i].Min.X), at(row.P50))
		near(t, row.Name+" P95", float64(intervals[i].Max.X), at(row.P95))
	}
}

func TestMixSegmentsAreAsLongAsTheirShares(t *testing.T) {
	m := sampleMixBars(4, false)
	s := laidOut(t, m, Options{})
	segments := s.kinds("segment")
	if len(segments) != 4*len(m.Rows) {
		t.Fatalf("%d segments", len(segments))
	}
	left, whole := float64(segments[0].Min.X), float64(segments[3].Max.X-segments[0].Min.X)
	for j, row := range m.Rows {
		from := 0.0
		for i := range m.Members {
			g := segments[4*j+i]
			near(t, "start", float64(g.Min.X), left+from*whole)
			from += row.share(i)
			near(t, "end", float64(g.Max.X), left+from*whole)
		}
		wh := s.kinds("whisker")[j]
		near(t, "P5 of the share", float64(wh.Min.X), left+row.Low[0]*whole)
		near(t, "P95 of the share", float64(wh.Max.X), left+row.High[0]*whole)
	}
}

func TestMixRowWithoutValueHasNoBar(t *testing.T) {
	m := sampleMixBars(2, false)
	m.Rows[5].Values[1] = math.NaN()
	m.Rows[5].Reason = "no published cost"
	s := laidOut(t, m, Options{})
	if n := len(s.kinds("segment")); n != 10 {
		t.Errorf("%d segments, want 10", n)
	}
	if !drawn(s, "n/a: no published cost") {
		t.Error("the reason is not shown")
	}
	checkTexts(t, s)
}

func drawn(s *sheet, text string) bool {
	for _, b := range s.texts {
		if b.text == text {
			return true
		}
	}
	return false
}

func TestDensity(t *testing.T) {
	values := draws(16384, 1e6, 0.15)
	row := ridgeOf("", "", "", values)
	d, ok := densityOf(values, row.P5, row.P95)
	if !ok {
		t.Fatal("no density")
	}
	sum, below, peak, peakAt := 0.0, 0.0, 0.0, 0.0
	for i, h := range d.height {
		sum += h
		if d.at(i) <= row.P50 {
			below += h
		}
		if h > peak {
			peak, peakAt = h, d.at(i)
		}
	}
	if peak != 1 {
		t.Errorf("peak is %v", peak)
	}
	// The mode of a lognormal is exp(-σ²) of its median.
	if want := 1e6 * math.Exp(-0.15*0.15); math.Abs(peakAt-want) > 0.02*want {
		t.Errorf("peak at %v, want about %v", peakAt, want)
	}
	if share := below / sum; math.Abs(share-0.5) > 0.01 {
		t.Errorf("%.3f of the area lies below the median", share)
	}
}

func TestDensityOfOddDraws(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for name, c := range map[string]struct {
		values  []float64
		p5, p95 float64
		want    bool
	}{
		"none":      {nil, 0, 0, false},
		"one":       {[]float64{5}, 5, 5, false},
		"equal":     {[]float64{5, 5, 5}, 5, 5, false},
		"not known": {[]float64{nan, nan}, nan, nan, false},
		"some":      {[]float64{nan, 4, 5, 6, inf}, 4, 6, true},
		"lattice":   {[]float64{0, 0, 64, 64, 64, 128}, 0, 128, true},
		"outlier":   {append(draws(1000, 100, 0.1), 1e12), 85, 118, true},
	} {
		d, ok := densityOf(c.values, c.p5, c.p95)
		if ok != c.want {
			t.Errorf("%s: drawn is %v", name, ok)
		}
		for i, h := range d.height {
			if h-h != 0 || h < 0 || h > 1 || d.at(i) < 0 {
				t.Errorf("%s: height %v at %v", name, h, d.at(i))
				break
			}
		}
		if name == "outlier" && d.at(len(d.height)-1) > 1000 {
			t.Errorf("the outlier stretches the shape to %v", d.at(len(d.height)-1))
		}
	}
}

func TestRidgesDoNotModifyTheDraws(t *testing.T) {
	r := sampleRidges(1, false, 100)
	before := append([]float64(nil), r.Rows[0].Values...)
	laidOut(t, r, Options{})
	for i, v := range r.Rows[0].Values {
		if v != before[i] {
			t.Fatalf("value %d changed", i)
		}
	}
}
