package backtest

import (
	"math"
	"slices"
	"testing"
)

func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(b)) || math.IsNaN(a) && math.IsNaN(b)
}

// TestCRPS holds the score against sums that were made by hand.
func TestCRPS(t *testing.T) {
	for _, c := range []struct {
		draws   []float64
		y, want float64
	}{
		{[]float64{2}, 2, 0}, {[]float64{2}, 5, 3}, // of one draw it is the distance
		{[]float64{0, 1}, 0, 0.25},         // (0+1)/2 - (0+1+1+0)/4/2
		{[]float64{0, 1}, 0.5, 0.25},       // 1/2 - 1/4
		{[]float64{0, 1, 3}, 1, 1.0 / 3},   // (1+0+2)/3 - 2(1+3+2)/9/2 = 1 - 2/3
		{[]float64{0, 0, 0, 0}, 2, 2},      // a sure forecast
		{[]float64{-1, 1, 1, 5}, 0, 0.875}, // (1+1+1+5)/4 - 2(2+2+6+0+4+4)/16/2 = 2 - 1.125
	} {
		if got := crps(c.draws, c.y); !near(got, c.want) {
			t.Errorf("%v at %g: %g, want %g", c.draws, c.y, got, c.want)
		}
	}
	// A wide forecast is worse than a narrow one that is right, and better than a narrow one that is not.
	wide, narrow := []float64{-2, -1, 0, 1, 2}, []float64{-0.2, -0.1, 0, 0.1, 0.2}
	if crps(narrow, 0) >= crps(wide, 0) || crps(narrow, 2) <= crps(wide, 2) {
		t.Error("the score does not tell a good forecast from a bad one")
	}
}

// row is a site's row of n chips on so many watts.
func row(id string, n, watts float64) *Row {
	nan := math.NaN()
	return &Row{ID: id, Name: id, Location: id, Profile: "one", Basis: Facility, Count: Span{nan, n, nan}, Power: Span{nan, watts, nan}, Sources: "test"}
}

// outcome is a row with forecasts of 1, 2, ..., 100 chips, each times a factor.
func outcome(n float64, atLeast bool, factors ...float64) *Outcome {
	o := &Outcome{Row: row("a", n, 1e6), Packages: n}
	if atLeast {
		o.Count.Low = n
	}
	for _, f := range factors {
		draws := make([]float64, 100)
		for i := range draws {
			draws[i] = float64(i+1) * f
		}
		o.Readings = append(o.Readings, Reading{Chips: forecast(draws), Power: forecast(slices.Clone(draws))})
	}
	o.score()
	return o
}

// TestRules holds each rule of scoring against percentiles that can be read off: P5 is 5, P10 10, P25 25, the median 50, P75 75, P90 90, P95 95.
func TestRules(t *testing.T) {
	for name, c := range map[string]struct {
		o      *Outcome
		err    float64
		inside [3]bool
		ranked bool
	}{
		"the median":                        {outcome(50, false, 1), 0, [3]bool{true, true, true}, true},
		"on the end of the 50% interval":    {outcome(75, false, 1), math.Log(50.0 / 75), [3]bool{true, true, true}, true},
		"in the 80% interval":               {outcome(76, false, 1), math.Log(50.0 / 76), [3]bool{false, true, true}, true},
		"in the 90% interval":               {outcome(94, false, 1), math.Log(50.0 / 94), [3]bool{false, false, true}, true},
		"above it":                          {outcome(96, false, 1), math.Log(50.0 / 96), [3]bool{}, true},
		"below it":                          {outcome(4, false, 1), math.Log(50.0 / 4), [3]bool{}, true},
		"more than less":                    {outcome(4, true, 1), 0, [3]bool{true, true, true}, false},
		"more than the median":              {outcome(60, true, 1), math.Log(50.0 / 60), [3]bool{true, true, true}, false},
		"more than P75":                     {outcome(80, true, 1), math.Log(50.0 / 80), [3]bool{false, true, true}, false},
		"more than P95":                     {outcome(96, true, 1), math.Log(50.0 / 96), [3]bool{}, false},
		"between two medians":               {outcome(80, false, 1, 2), 0, [3]bool{true, true, true}, false},
		"above both medians":                {outcome(150, false, 1, 2), math.Log(100.0 / 150), [3]bool{true, true, true}, false},
		"below both medians":                {outcome(20, false, 1, 2), math.Log(50.0 / 20), [3]bool{false, true, true}, false},
		"in the gap between two intervals":  {outcome(300, false, 1, 10), 0, [3]bool{true, true, true}, false},
		"in a wide gap":                     {outcome(200, false, 1, 100), 0, [3]bool{}, false},
		"more than N, of two readings":      {outcome(120, true, 1, 2), math.Log(100.0 / 120), [3]bool{true, true, true}, false},
		"more than all, of two readings":    {outcome(191, true, 1, 2), math.Log(100.0 / 191), [3]bool{}, false},
		"more than little, of two readings": {outcome(10, true, 1, 2), 0, [3]bool{true, true, true}, false},
	} {
		if !near(c.o.Error, c.err) || c.o.Inside != c.inside || math.IsNaN(c.o.CRPS) == c.ranked {
			t.Errorf("%s: error %g, inside %v, CRPS %g; want %g, %v", name, c.o.Error, c.o.Inside, c.o.CRPS, c.err, c.inside)
		}
	}
	if w := outcome(50, false, 1).Width(); w != 95.0/5 {
		t.Errorf("width %g", w)
	}
	if w := outcome(50, false, 1, 2).Width(); w != 190.0/5 {
		t.Errorf("width of two readings %g", w)
	}
}

func TestProportion(t *testing.T) {
	// The ends are where seeing so many rows, or more, or fewer, has a chance of 2.5%.
	atLeast := func(k, n int, p float64) float64 {
		sum := 0.0
		for i := k; i <= n; i++ {
			choose := math.Gamma(float64(n+1)) / math.Gamma(float64(i+1)) / math.Gamma(float64(n-i+1))
			sum += choose * math.Pow(p, float64(i)) * math.Pow(1-p, float64(n-i))
		}
		return sum
	}
	for _, c := range [][2]int{{0, 5}, {5, 5}, {1, 1}, {4, 5}, {26, 55}} {
		k, n := c[0], c[1]
		e := proportion(k, n)
		low, high := 0.025, 0.025
		if k > 0 {
			low = atLeast(k, n, e.Low)
		}
		if k < n {
			high = 1 - atLeast(k+1, n, e.High)
		}
		if e.Value != float64(k)/float64(n) || math.Abs(low-0.025) > 1e-9 || math.Abs(high-0.025) > 1e-9 || k == 0 && e.Low != 0 || k == n && e.High != 1 {
			t.Errorf("%d of %d: %+v, with tails of %g and %g", k, n, e, low, high)
		}
	}
	if e := proportion(0, 0); !math.IsNaN(e.Value) || !math.IsNaN(e.Low) || !math.IsNaN(e.High) {
		t.Errorf("none of none: %+v", e)
	}
}

func TestBootstrap(t *testing.T) {
	values, apart := []float64{1, 2, 3, 4, 5, 6}, []string{"a", "b", "c", "d", "e", "f"}
	e := bootstrap(values, apart, mean)
	if e.Value != 3.5 || !(e.Low > 1.5 && e.Low < 3.5 && e.High > 3.5 && e.High < 5.5) {
		t.Errorf("%+v", e)
	}
	if again := bootstrap(values, apart, mean); again != e {
		t.Errorf("another time it is %+v", again)
	}
	// Rows of one system stay together, so that two systems say less than six.
	two := bootstrap(values, []string{"a", "a", "a", "b", "b", "b"}, mean)
	if two.Value != 3.5 || two.Low != 2 || two.High != 5 {
		t.Errorf("two systems: %+v", two)
	}
	if one := bootstrap(values, []string{"a", "a", "a", "a", "a", "a"}, median); one.Value != 3.5 || !math.IsNaN(one.Low) {
		t.Errorf("one system: %+v", one)
	}
	if none := bootstrap(nil, nil, mean); !math.IsNaN(none.Value) {
		t.Errorf("no rows: %+v", none)
	}
}

func TestMoments(t *testing.T) {
	if x := []float64{9, 1, 5}; median(x) != 5 || x[0] != 9 || median([]float64{1, 2, 10, 4}) != 3 {
		t.Error("median")
	}
	if v := variance([]float64{1, 3, 5}); !near(v, 8.0/3) {
		t.Errorf("variance %g", v)
	}
}

// TestEstimate: what errors leave beyond the model's own spread, and nothing where they leave none.
func TestEstimate(t *testing.T) {
	if s := estimate([]float64{0.3, -0.1, 0.2}, []float64{0.01, 0.01, 0.02}); !near(s, math.Sqrt((0.14-0.04)/3)) {
		t.Errorf("%g", s)
	}
	if s := estimate([]float64{0.01, -0.01}, []float64{0.04, 0.04}); s != 0 {
		t.Errorf("%g", s)
	}
	x := []float64{1, 2, 3}
	if l := leave(x, 1); !slices.Equal(l, []float64{1, 3}) || !slices.Equal(x, []float64{1, 2, 3}) {
		t.Errorf("%v, %v", l, x)
	}
	for _, sigma := range []float64{0, 0.05, 0.14} {
		if w := widthOf(scatterOf(sigma)); !near(w, sigma) {
			t.Errorf("a scatter of %g has the width %g", sigma, w)
		}
	}
}
