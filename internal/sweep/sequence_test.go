package sweep

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func all(s Sequence) []float64 {
	out := make([]float64, s.Len())
	for i := range out {
		out[i] = s.At(i)
	}
	return out
}

func TestSteps(t *testing.T) {
	for _, c := range []struct {
		low, high, step float64
		want            []float64
	}{
		{1.05, 1.40, 0.05, []float64{1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4}}, // low + 7 * step is 1.4000000000000001 in floating point
		{0, 1, 0.1, []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1}}, // and 3 * 0.1 is 0.30000000000000004
		{0.1, 0.35, 0.1, []float64{0.1, 0.2, 0.3}},
		{-0.2, 0.2, 0.2, []float64{-0.2, 0, 0.2}},
		{1e9, 3e9, 1e9, []float64{1e9, 2e9, 3e9}},
		{5, 5, 1, []float64{5}},
		{1, 2, 5, []float64{1}},
		{1.0 / 3, 1, 1.0 / 3, []float64{1.0 / 3, 2.0 / 3, 1}}, // no short decimals
	} {
		s, err := Steps(c.low, c.high, c.step)
		if err != nil {
			t.Fatal(err)
		}
		if got := all(s); !slices.Equal(got, c.want) {
			t.Errorf("%v:%v:%v: %v, want %v", c.low, c.high, c.step, got, c.want)
		}
	}
}

// TestStepsAreTheDecimals holds a grid to the numbers that people would write: each is what its decimals read as, and the last is the last within reach.
func TestStepsAreTheDecimals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.IntRange(0, 6).Draw(t, "places")
		low, step := rapid.Int64Range(-1e7, 1e7).Draw(t, "low"), rapid.Int64Range(1, 1e5).Draw(t, "step")
		n, beyond := rapid.Int64Range(1, 300).Draw(t, "n"), rapid.Int64Range(0, step-1).Draw(t, "beyond")
		decimal := func(x int64) float64 {
			y, err := strconv.ParseFloat(strconv.FormatInt(x, 10)+"e-"+strconv.Itoa(places), 64)
			if err != nil {
				t.Fatal(err)
			}
			return y
		}
		s, err := Steps(decimal(low), decimal(low+(n-1)*step+beyond), decimal(step))
		if err != nil {
			t.Fatal(err)
		}
		if s.Len() != int(n) {
			t.Fatalf("%d values, want %d", s.Len(), n)
		}
		for i := range n {
			if got, want := s.At(int(i)), decimal(low+i*step); got != want {
				t.Fatalf("value %d is %v, want %v", i, got, want)
			}
		}
	})
}

func TestScales(t *testing.T) {
	log, err := Logarithmic(10e6, 10e9, 4)
	if err != nil {
		t.Fatal(err)
	}
	if got := all(log); !slices.Equal(got, []float64{1e7, 1e8, 1e9, 1e10}) {
		t.Errorf("logarithmic: %v", got)
	}
	even, err := Even(-1, 0, 3)
	if err != nil {
		t.Fatal(err)
	}
	if got := all(even); !slices.Equal(got, []float64{-1, -0.5, 0}) {
		t.Errorf("even: %v", got)
	}
	thirds, _ := Even(0, 1, 4)
	if got := thirds.At(1); got != 0.333333333 {
		t.Errorf("a third is %v, and what is printed must be what is computed with", got)
	}
	one, _ := Logarithmic(5, 5, 1)
	if got := all(one); !slices.Equal(got, []float64{5}) {
		t.Errorf("one value: %v", got)
	}
	for text, s := range map[string]Sequence{"1e+07:1e+10:log:4": log, "-1:0:lin:3": even, "1,5,2": List([]float64{1, 5, 2})} {
		if s.String() != text {
			t.Errorf("%s, want %s", s.String(), text)
		}
	}
	list := List([]float64{3, 1, 5, 2})
	if least, greatest := list.extremes(); least != 1 || greatest != 2 {
		t.Errorf("extremes of a list: %d and %d", least, greatest)
	}
	if least, greatest := log.extremes(); least != 0 || greatest != 3 {
		t.Errorf("extremes of a scale: %d and %d", least, greatest)
	}
}

// TestSequencesAreTold holds the text of a sequence to its values: another way to write the same grid is the same.
func TestSequencesAreTold(t *testing.T) {
	a, _ := Steps(1, 2, 0.3)
	b, _ := Steps(1, 1.9, 0.3)
	c, _ := Steps(1, 2.2, 0.3)
	if a.String() != b.String() || a.String() == c.String() {
		t.Errorf("%s, %s, %s", a.String(), b.String(), c.String())
	}
}

func TestSequencesThatAreNone(t *testing.T) {
	steps := func(low, high, step float64) error { _, err := Steps(low, high, step); return err }
	even := func(low, high float64, n int) error { _, err := Even(low, high, n); return err }
	log := func(low, high float64, n int) error { _, err := Logarithmic(low, high, n); return err }
	for want, err := range map[string]error{
		"a step of 0 never arrives":              steps(1, 2, 0),
		"the step is negative":                   steps(1, 2, -0.1),
		"low is above high; a grid counts up":    steps(2, 1, -0.1),
		"low is above high; write":               even(2, 1, 3),
		"the number of values is 0":              even(1, 2, 0),
		"a logarithmic scale is above 0":         log(0, 2, 3),
		"low and high are the same, which is on": log(2, 2, 3),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s ...", err, want)
		}
	}
}

// TestLongSequencesCostNothing counts values that could not be held, and those beyond counting.
func TestLongSequencesCostNothing(t *testing.T) {
	s, err := Steps(0, 1, 1e-15)
	if err != nil || s.n != 1e15+1 {
		t.Errorf("%v values, %v", s.n, err)
	}
	if x := s.At(123456789); x != 1.23456789e-7 {
		t.Errorf("value 123,456,789 is %v", x)
	}
	if s, err = Steps(0, math.MaxFloat64, math.SmallestNonzeroFloat64); err != nil || s.Len() != 1<<53 {
		t.Errorf("%v values, %v", s.n, err)
	}
}
