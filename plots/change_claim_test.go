package plots

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// scaledChange is a change with every amount k times as much.
func scaledChange(c Chart, k float64) Chart {
	x := c.(Change)
	x.Old.Value, x.Old.P5, x.Old.P95 = x.Old.Value*k, x.Old.P5*k, x.Old.P95*k
	x.New.Value, x.New.P5, x.New.P95 = x.New.Value*k, x.New.P5*k, x.New.P95*k
	x.Noise *= k
	for i := range x.Causes {
		x.Causes[i].Change *= k
	}
	return x
}

// randomChange has causes of equal size and of none among others, and a figure that rises, falls, or comes back to where it was.
func randomChange(r *rand.Rand, n int) Change {
	c := sampleChange(n, false, 1, 0)
	total := 0.0
	for i := range c.Causes {
		c.Causes[i].Change = float64(r.IntN(7)-3) * 1e5
		if r.IntN(3) == 0 {
			c.Causes[i].Change *= r.Float64()
		}
		total += c.Causes[i].Change
	}
	if r.IntN(4) == 0 {
		c.Old.Value = 0
	}
	if c.Noise = 0; r.IntN(3) == 0 {
		c.Noise = math.Abs(total) * 2 * r.Float64()
	}
	c.New.Value = c.Old.Value + total
	return c
}

func claimChange(t *testing.T, title string, ch Chart) {
	c := ch.(Change)
	total := 0.0
	for _, x := range c.Causes {
		total += x.Change
	}
	if quiet := strings.HasPrefix(title, "No change"); quiet != (c.New.Value == c.Old.Value || c.Noise > 0 && math.Abs(c.New.Value-c.Old.Value) <= c.Noise) {
		t.Error("it changes, or does not")
	} else if quiet {
		return
	}
	if strings.Contains(title, " more ") != (total > 0) || strings.Contains(title, " fewer ") != (total < 0) {
		t.Error("it goes the other way")
	}
	largest, against := 0.0, 0.0
	for _, x := range c.Causes {
		largest = max(largest, math.Abs(x.Change))
		if x.Change*total < 0 {
			against = max(against, math.Abs(x.Change))
		}
	}
	if strings.Contains(title, "mostly") && strings.Contains(title, "despite") != (2*against >= math.Abs(c.New.Value-c.Old.Value)) {
		t.Error("what goes the other way is not named, or is")
	}
	for _, x := range c.Causes {
		if strings.Contains(title, "despite "+x.Label) && (x.Change*total >= 0 || math.Abs(x.Change) < against*(1-1e-12)) {
			t.Errorf("%s is not the largest that goes the other way", x.Label)
		}
		named := strings.Contains(title, " of "+x.Label) || strings.Contains(title, "with "+x.Label) || strings.Contains(title, "although "+x.Label)
		if named && math.Abs(x.Change) < largest*(1-1e-12) {
			t.Errorf("%s is not the largest cause", x.Label)
		}
		if named && strings.Contains(title, "although") != (x.Change*total < 0) {
			t.Errorf("%s goes the other way, or does not", x.Label)
		}
		if named && !strings.Contains(title, "although") && len(c.Causes) > 1 && strings.Contains(title, "mostly") != (2*math.Abs(x.Change) >= math.Abs(total)) {
			t.Errorf("%s is not most of it, or is", x.Label)
		}
	}
}
