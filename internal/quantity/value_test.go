package quantity

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// shapes are one value of each shape, with the textbook quantile function to hold it against.
var shapes = []struct {
	name     string
	v        Value
	quantile func(u float64) float64
	within   float64
}{
	{"constant", Value{Shape: Constant, Mode: 3}, func(float64) float64 { return 3 }, 0},
	{"triangular", Value{Shape: Triangular, Low: 1, Mode: 2, High: 5}, distuv.NewTriangle(1, 5, 2, nil).Quantile, 1e-12},
	{"triangular, mode at an end", Value{Shape: Triangular, Low: 1, Mode: 1, High: 5}, distuv.NewTriangle(1, 5, 1, nil).Quantile, 1e-12},
	{"triangular of no width", Value{Shape: Triangular, Low: 4, Mode: 4, High: 4}, func(float64) float64 { return 4 }, 0},
	{"uniform", Value{Shape: Uniform, Low: 2, High: 6}, distuv.Uniform{Min: 2, Max: 6}.Quantile, 1e-12},
	{"normal", Value{Shape: Normal, Low: -1, High: 3}, distuv.Normal{Mu: 1, Sigma: 2 / z95}.Quantile, 1e-9},
	{"lognormal", Value{Shape: LogNormal, Low: 2, High: 8}, distuv.LogNormal{Mu: math.Log(4), Sigma: math.Log(2) / z95}.Quantile, 1e-8},
	{"pert", Value{Shape: PERT, Low: 10, Mode: 20, High: 60}, func(u float64) float64 {
		return 10 + 50*distuv.Beta{Alpha: 1 + 4*10.0/50, Beta: 1 + 4*40.0/50}.Quantile(u)
	}, 1e-4},
}

func TestQuantiles(t *testing.T) {
	for _, s := range shapes {
		if err := s.v.Check(); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
		for _, u := range []float64{1e-6, 1e-4, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1 - 1e-6} {
			if got, want := s.v.Quantile(u), s.quantile(u); math.Abs(got-want) > s.within*math.Abs(want) {
				t.Errorf("%s at %g: %v, want %v", s.name, u, got, want)
			}
		}
		low, high := s.v.Extremes()
		if low > s.v.Mid() || high < s.v.Mid() {
			t.Errorf("%s: mid %v outside %v to %v", s.name, s.v.Mid(), low, high)
		}
	}
}

func TestP5AndP95AreWhatTheySay(t *testing.T) {
	for _, shape := range []Shape{Normal, LogNormal} {
		v := Value{Shape: shape, Low: 2, High: 7}
		if a, b := v.Quantile(0.05), v.Quantile(0.95); math.Abs(a-2) > 1e-9 || math.Abs(b-7) > 1e-9 {
			t.Errorf("%s of p5 2, p95 7 has P5 %v, P95 %v", shape, a, b)
		}
	}
}

func TestDiscrete(t *testing.T) {
	v := Value{Shape: Discrete, Values: []float64{700, 1000}, Weights: []float64{1, 3}}
	u := []float64{0.1, 0.249, 0.251, 0.999999}
	v.Transform(u)
	if want := [4]float64{700, 700, 1000, 1000}; [4]float64(u) != want {
		t.Errorf("draws %v, want %v", u, want)
	}
	if v.Mid() != 1000 {
		t.Errorf("mid %v is not the value of greatest weight", v.Mid())
	}
	tie := Value{Shape: Discrete, Values: []float64{5, 4}, Weights: []float64{1, 1}}
	if tie.Mid() != 5 {
		t.Errorf("on a tie the mid is the first value, not %v", tie.Mid())
	}
}

func TestImpossibleValues(t *testing.T) {
	for _, tc := range []struct {
		v    Value
		want string
	}{
		{Value{Shape: Triangular, Low: 3, Mode: 2, High: 5}, "must not fall"},
		{Value{Shape: Triangular, Low: 1, Mode: 6, High: 5}, "must not fall"},
		{Value{Shape: Uniform, Low: 3, High: 2}, "above high"},
		{Value{Shape: LogNormal, Low: 0, High: 2}, "above 0"},
		{Value{Shape: Normal, Low: 4, High: 2}, "above p95"},
		{Value{Shape: Constant, Mode: math.NaN()}, "finite"},
		{Value{Shape: Uniform, Low: math.Inf(-1), High: 2}, "finite"},
		{Value{Shape: Discrete, Values: []float64{1}, Weights: []float64{1, 2}}, "same length"},
		{Value{Shape: Discrete, Values: []float64{1, 2}, Weights: []float64{1, -2}}, "0 or more"},
		{Value{Shape: Discrete, Values: []float64{1, 2}, Weights: []float64{0, 0}}, "sum to 0"},
		{Value{Shape: "bell"}, "unknown distribution"},
	} {
		if err := tc.v.Check(); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v: %v, want an error with %q", tc.v, err, tc.want)
		}
	}
}

func TestBounds(t *testing.T) {
	for _, tc := range []struct {
		b  Bounds
		in []float64
		no []float64
	}{
		{Bounds{Min: 0, Max: 1, MaxOpen: true}, []float64{0, 0.99}, []float64{-0.01, 1, math.NaN(), math.Inf(1)}},
		{Positive, []float64{1e-300, 1e300}, []float64{0, -1, math.NaN()}},
		{UnitInterval, []float64{0, 1}, []float64{-1e-9, 1 + 1e-9, math.NaN()}},
	} {
		for _, x := range tc.in {
			if !tc.b.Contains(x) {
				t.Errorf("%+v does not contain %v", tc.b, x)
			}
		}
		for _, x := range tc.no {
			if tc.b.Contains(x) {
				t.Errorf("%+v contains %v", tc.b, x)
			}
		}
	}
}
