package answer_test

import (
	"maps"
	"math"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// pair is a comparison of two chips at the point, with one input of the second replaced.
func pair(t *testing.T, second string, input *quantity.Spec, value float64, amount float64) *answer.Answer {
	t.Helper()
	lib := open(t)
	var mixes []*mix.Mix
	for _, id := range []string{"trainium2", second} {
		for _, c := range lib.chips {
			if c.ID != id {
				continue
			}
			chip := *c
			if input != nil && id == second {
				chip.Values = maps.Clone(c.Values)
				chip.Values[input] = quantity.Fixed(value, quantity.Given, "test")
			}
			mixes = append(mixes, ask(lib.sites[0], power.FromPower, amount, power.Facility, alone(&chip)))
		}
	}
	q := answer.Question{Command: "compare", Start: answer.Start{Value: amount, Spec: power.Commitment.Spec}}
	return answer.Compare(q, mixes, 0, answer.Want{
		Quantities: []*quantity.Spec{capacity.Effective.Spec, capacity.ITDeployed.Spec, cost.Annual.Spec, capacity.HBM.Spec},
		Equivalent: []*quantity.Spec{capacity.Effective.Spec, capacity.HBM.Spec}, BreakEven: true, Settings: analysis.Settings{Draws: 512, Seed: 1, Workers: 1},
	})
}

// At a break-even, and nowhere near it, both chips bring the same.
func TestBreakEvenIsLevel(t *testing.T) {
	base := pair(t, "gb300", nil, 0, 2e9)
	if len(base.Members[0].BreakEvens) != 0 || len(base.Members[1].BreakEvens) != 3 {
		t.Fatalf("%d and %d break-evens", len(base.Members[0].BreakEvens), len(base.Members[1].BreakEvens))
	}
	for _, e := range base.Members[1].BreakEvens {
		per := capacity.ITDeployed.Spec
		if e.Per == answer.PerDollar {
			per = cost.Annual.Spec
		}
		at := pair(t, "gb300", e.Input, e.At.Point, 2e9)
		var brings [2]float64
		for i := range brings {
			brings[i] = answer.Find(at.Members[i].Quantities, capacity.Effective.Spec).Point / answer.Find(at.Members[i].Quantities, per).Point
		}
		if math.Abs(brings[0]/brings[1]-1) > 1e-12 {
			t.Errorf("%s per %s at %v: %v and %v", e.Input.Name, e.Per, e.At.Point, brings[0], brings[1])
		}
		if !(e.At.P5 < e.At.P50 && e.At.P50 < e.At.P95) || !(e.Ahead > 0.5) || e.Possible < 0.9 {
			t.Errorf("%+v", e)
		}
	}
	// Where the chip is far behind, no utilisation makes it level.
	behind := pair(t, "v100", accelerators.MFU[0][accelerators.Precision.Index("bf16")].Spec, 0.3, 2e9)
	if x := behind.Members[1].BreakEvens[0].At.Point; x == x {
		t.Errorf("a chip without a peak breaks even at %v", x)
	}
}

// The equivalent amount of power brings as much as the reference does, but for whole systems; and its interval is that of shared draws.
func TestEquivalentBringsAsMuch(t *testing.T) {
	base := pair(t, "gb300", nil, 0, 2e9)
	for _, e := range base.Members[1].Equivalents {
		there := pair(t, "gb300", nil, 0, e.Start.Point)
		want := answer.Find(base.Members[0].Quantities, e.Of).Point
		got := answer.Find(there.Members[1].Quantities, e.Of).Point
		if math.Abs(got/want-1) > 1e-3 {
			t.Errorf("%s: %v W bring %v, 2 GW of the reference %v", e.Of.Name, e.Start.Point, got, want)
		}
		if ratio := answer.Find(base.Members[1].Ratios, e.Of); math.Abs(e.Start.P50*ratio.P50/2e9-1) > 0.01 || e.Start.P5 >= e.Start.P95 {
			t.Errorf("%s: %v, ratio %v", e.Of.Name, e.Start.P50, ratio.P50)
		}
	}
	// Whole systems do not matter: of a start of half a system it is the same part.
	small := pair(t, "gb300", nil, 0, 2e4)
	for k, e := range small.Members[1].Equivalents {
		if want := base.Members[1].Equivalents[k].Start; math.Abs(e.Start.Point/want.Point*1e5-1) > 1e-12 || math.Abs(e.Start.P50/want.P50*1e5-1) > 1e-12 {
			t.Errorf("%s: of 20 kW %v, of 2 GW %v", e.Of.Name, e.Start.Point, want.Point)
		}
	}
	if len(base.Members[1].Equivalents) != 2 || base.Members[0].Equivalents != nil {
		t.Errorf("%d equivalents", len(base.Members[1].Equivalents))
	}
}
