package check

import (
	"fmt"
	"maps"
	"math"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/profiles"
)

var settings = analysis.Settings{Draws: 2048, Seed: 1, Sampler: analysis.Sobol, Workers: 1}

// gigawatt is a question about one gigawatt of facility power in chips of the library, in equal shares.
func gigawatt(t *testing.T, ids ...string) (answer.Question, *mix.Mix) {
	t.Helper()
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	site, err := lib.Site("default")
	if err != nil {
		t.Fatal(err)
	}
	m := &mix.Mix{Start: power.FromPower, Basis: power.Facility, Precision: accelerators.Precision.Index("bf16"), By: mix.ByPower, Shared: maps.Clone(site.Values)}
	reference, err := lib.Reference()
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(m.Shared, reference)
	m.Shared[power.Commitment.Spec] = quantity.Fixed(1e9, quantity.Given, "--gw")
	for _, id := range ids {
		c, err := lib.Accelerator(id)
		if err != nil {
			t.Fatal(err)
		}
		m.Members = append(m.Members, mix.Member{Accelerator: c, Share: 1 / float64(len(ids))})
	}
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	return answer.Question{Command: "check", Basis: "facility", Draws: settings.Draws, Seed: 1, Precision: "bf16"}, m
}

func evaluate(t *testing.T, q answer.Question, m *mix.Mix, specs ...*quantity.Spec) *answer.Answer {
	t.Helper()
	return answer.Evaluate(q, m, answer.Want{Quantities: specs, Members: true, Settings: settings})
}

// judged holds a claim against the model.
func judged(t *testing.T, text, chip string) *Verdict {
	t.Helper()
	c, err := ParseClaim(text)
	if err != nil {
		t.Fatal(err)
	}
	q, m := gigawatt(t, chip)
	s := c.Measured(m.Precision)
	a := answer.Evaluate(q, m, answer.Want{Quantities: []*quantity.Spec{s}, Chances: []answer.Threshold{c.Threshold(s)}, Settings: settings})
	v, err := Judge(c, a, settings)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestVerdicts holds numbers around the interval against it: the ends are inside, and what lies beyond is not.
func TestVerdicts(t *testing.T) {
	q, m := gigawatt(t, "trainium2")
	chips := answer.Find(evaluate(t, q, m, capacity.Chips.Spec).Total, capacity.Chips.Spec)
	for _, c := range []struct {
		value float64
		want  Status
	}{{chips.P50, Pass}, {chips.P5, Pass}, {chips.P95, Pass}, {chips.P5 - 16, Fail}, {chips.P95 + 16, Fail}, {chips.P95 * 10, Fail}} {
		v := judged(t, fmt.Sprintf("1 GW is %.0f trainium2", c.value), "trainium2")
		if v.Status != c.want || (v.OfEnd == 1) != (c.want == Pass) || (v.Nearest < 0) != (c.want == Pass) {
			t.Errorf("%.0f: %s, of the end %g, nearest %d; want %s", c.value, v.Status, v.OfEnd, v.Nearest, c.want)
		}
		if math.Abs(v.OfMedian-c.value/chips.P50) > 1e-12 {
			t.Errorf("%.0f is %g of the median", c.value, v.OfMedian)
		}
	}
	if v := judged(t, fmt.Sprintf("1 GW is %.0f trainium2", chips.P95), "trainium2"); math.Abs(v.Chance.Share-0.05) > 0.001 {
		t.Errorf("the chance of P95 or more is %g", v.Chance.Share)
	}
}

// TestReadings recomputes each reading of a count by itself.
func TestReadings(t *testing.T) {
	v := judged(t, "1 GW is 4M trainium2", "trainium2")
	q, m := gigawatt(t, "trainium2")
	seen := map[string]bool{}
	for _, r := range v.Readings {
		again := *m
		again.Basis = power.Basis.Index(r.Basis)
		if r.TDPOnly {
			again.Shared = maps.Clone(m.Shared)
			again.Shared[power.Provision.Spec] = quantity.Fixed(1, quantity.Given, "")
		}
		s := capacity.Chips.Spec
		if r.Dies {
			s = capacity.Dies.Spec
		}
		want := answer.Find(evaluate(t, q, &again, s).Total, s)
		if r.Quantity.P50 != want.P50 || r.Quantity.P5 != want.P5 || r.Quantity.Point != want.Point {
			t.Errorf("%v: %g, want %g", r.Changes, r.Quantity.P50, want.P50)
		}
		seen[fmt.Sprint(r.Basis, r.TDPOnly, r.Dies)] = true
	}
	if len(seen) != 9 || len(seen) != len(v.Readings) { // 5 places for packages and dies, less the claim as it stands
		t.Errorf("%d readings: %v", len(seen), seen)
	}
	for i, r := range v.Readings[1:] {
		if len(r.Changes) < len(v.Readings[i].Changes) {
			t.Error("a reading of more changes comes first")
		}
	}
}

// TestNearest: what was mixed up is what is named.
func TestNearest(t *testing.T) {
	q, m := gigawatt(t, "gb200")
	median := func(basis int, s *quantity.Spec) float64 {
		again := *m
		again.Basis = basis
		return answer.Find(evaluate(t, q, &again, s).Total, s).P50
	}
	sparse, dense := m.Members[0].Sparse["fp4"], m.Members[0].Values[accelerators.Peak[accelerators.Precision.Index("fp4")].Spec]
	ratio := sparse.Mid() / dense.Mid()
	for _, c := range []struct {
		text string
		is   func(r Reading) bool
	}{
		{fmt.Sprintf("1 GW is %.0f dies of gb200", median(power.Facility, capacity.Chips.Spec)), func(r Reading) bool { return !r.Dies && r.Basis == "facility" }},
		{fmt.Sprintf("1 GW is %.0f gb200", median(power.Facility, capacity.Dies.Spec)), func(r Reading) bool { return r.Dies && r.Basis == "facility" }},
		{fmt.Sprintf("1 GW is %.0f gb200", 1.15*median(power.IT, capacity.Chips.Spec)), func(r Reading) bool { return !r.Dies && (r.Basis == "it" || r.Basis == "rack") }},
		{fmt.Sprintf("1 GW is %g FLOP/s of gb200", ratio*median(power.Facility, capacity.Peak[accelerators.Precision.Index("fp4")].Spec)), func(r Reading) bool { return r.Sparse && r.Precision == "fp4" && len(r.Changes) == 1 }},
	} {
		v := judged(t, c.text, "gb200")
		if v.Nearest < 0 || !v.Readings[v.Nearest].True || !c.is(v.Readings[v.Nearest]) {
			t.Errorf("%s: %d of %+v", c.text, v.Nearest, v.Readings)
		}
	}
	// The famous arithmetic: a gigawatt over 700 W. One number, so its rounding counts.
	v := judged(t, "1 GW is 1.4M h100", "h100")
	if r := v.Readings[v.Nearest]; v.Status != Fail || !r.TDPOnly || !r.True {
		t.Errorf("%s, %+v", v.Status, r)
	}
	if v := judged(t, "1 GW is 40M h100", "h100"); v.Status != Fail || v.Nearest < 0 || v.Readings[v.Nearest].True {
		t.Errorf("nothing makes 40 M true, and %d does", v.Nearest)
	}
}

func TestRounding(t *testing.T) {
	for x, want := range map[float64]float64{1.4e6: 0.05e6, 1428571: 0.5, 4e6: 0.2e6, 1.43e6: 5e3} {
		if got := rounding(x); math.Abs(got-want) > 1e-9*want {
			t.Errorf("rounding(%g) = %g, want %g", x, got, want)
		}
	}
}

// TestUnknownClaims: what cannot be computed is neither true nor false.
func TestUnknownClaims(t *testing.T) {
	c, err := ParseClaim("1 GW is 5 ZFLOP/s of trainium2")
	if err != nil {
		t.Fatal(err)
	}
	q, m := gigawatt(t, "trainium2")
	m.Precision = accelerators.Precision.Index("fp4")
	if _, err := Judge(c, evaluate(t, q, m, c.Measured(m.Precision)), settings); err == nil || !strings.Contains(err.Error(), "no chip.fp4") {
		t.Errorf("%v", err)
	}
	if _, err := Judge(c, evaluate(t, q, m, capacity.Chips.Spec), settings); err == nil {
		t.Error("a verdict without the quantity")
	}
}

// outcome judges one condition about a gigawatt of the chips.
func outcome(t *testing.T, text string, base *Baseline, ids ...string) (*Outcome, error) {
	t.Helper()
	c, err := ParseCondition(text, Fail)
	if err != nil {
		return nil, err
	}
	q, m := gigawatt(t, ids...)
	if err := c.Bind(m); err != nil {
		return nil, err
	}
	return Judged(c, evaluate(t, q, m, c.Spec), base)
}

// TestGate fires each operator on both sides of the figure and at it: a gate that cannot fire is no gate.
func TestGate(t *testing.T) {
	q, m := gigawatt(t, "trainium2")
	chips := answer.Find(evaluate(t, q, m, capacity.Chips.Spec).Total, capacity.Chips.Spec)
	for _, c := range []struct {
		operator        string
		below, at, over bool // whether it fires where the limit is below the figure, at it, above it
	}{{"<", false, false, true}, {"<=", false, true, true}, {">", true, false, false}, {">=", true, true, false}, {"=", false, true, false}} {
		for k, want := range []bool{c.below, c.at, c.over} {
			limit := chips.P50 + float64(k-1)*64
			o, err := outcome(t, fmt.Sprintf("capacity.chips %s %.0f", c.operator, limit), nil, "trainium2")
			if err != nil {
				t.Fatal(err)
			}
			if (o.Status == Fail) != want {
				t.Errorf("%g %s %g: %s", o.Value, c.operator, limit, o.Status)
			}
		}
	}
	base := &Baseline{Name: "b.json", Figures: map[Figure]float64{{"", "capacity.chips", "p50", ""}: chips.P50 * 1.04}}
	for text, want := range map[string]Status{
		"capacity.chips < -5%": Pass, "capacity.chips < -3%": Fail, "capacity.chips > +1%": Pass, "capacity.chips outside -5%..+5%": Pass, "capacity.chips inside -5%..+5%": Fail,
		"capacity.chips outside -3%..+3%": Fail, "capacity.chips outside 1..2": Fail, "capacity.chips inside 1..2": Pass, "capacity.chips.sd > 1": Fail, "capacity.chips.mean < 1": Pass,
		"trainium2:capacity.chips.p5 > 1": Fail, "power.it_per_unit > 1": Fail, "capacity.chips.p25 < 1": Pass, "capacity.chips.p75 > 1": Fail, "capacity.chips.p95 > 1": Fail,
		"capacity.chips.point > 1": Fail,
	} {
		o, err := outcome(t, text, base, "trainium2")
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if o.Status != want {
			t.Errorf("%s: %s (%g)", text, o.Status, o.Value)
		}
	}
}

// TestGateRefuses: what is not known is an error, and never a pass.
func TestGateRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"capacity.peak_fp4 > 1":              "no chip.fp4",
		"capacity.chips < -5%":               "relative to a baseline",
		"h100:capacity.chips > 1":            "h100 is not one of the chips",
		"power.stranded > 1 W":               "",
		"trainium2:capacity.support_racks>1": "only the total has it",
	} {
		_, err := outcome(t, text, nil, "trainium2")
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	if _, err := outcome(t, "power.it_per_unit > 1", nil, "trainium2", "h100"); err == nil || !strings.Contains(err.Error(), "trainium2:power.it_per_unit") {
		t.Errorf("%v", err)
	}
	if _, err := outcome(t, "cost.capex > +5%", &Baseline{Name: "b.json"}, "trainium2"); err == nil || !strings.Contains(err.Error(), "b.json has no p50 of it") {
		t.Errorf("%v", err)
	}
	q, m := gigawatt(t, "trainium2")
	q.Draws = 0
	c, err := ParseCondition("capacity.chips > 1", Fail)
	if err != nil {
		t.Fatal(err)
	}
	a := answer.Evaluate(q, m, answer.Want{Quantities: []*quantity.Spec{c.Spec}, Members: true})
	if _, err := Judged(c, a, nil); err == nil || !strings.Contains(err.Error(), "capacity.chips.point") {
		t.Errorf("%v", err)
	}
}

func TestResultStatus(t *testing.T) {
	r := &Result{}
	if r.Status() != Pass {
		t.Error(r.Status())
	}
	r.Outcomes = []Outcome{{Status: Pass}, {Status: Warn}}
	if r.Status() != Warn || r.Count(Warn) != 1 {
		t.Error(r.Status())
	}
	r.Claim = &Verdict{Status: Fail}
	if r.Status() != Fail || r.Count(Fail) != 1 {
		t.Error(r.Status())
	}
	r.Claim.Status, r.Outcomes = Pass, append(r.Outcomes, Outcome{Status: Fail}, Outcome{Status: Warn})
	if r.Status() != Fail {
		t.Error(r.Status())
	}
}

// TestNearestOrder: what makes the claim true comes before what does not, fewer changes before more, and then the closer median.
func TestNearestOrder(t *testing.T) {
	reading := func(p5, p50, p95 float64, changes int) Reading {
		r := Reading{Changes: make([]string, changes)}
		r.Quantity.P5, r.Quantity.P50, r.Quantity.P95 = p5, p50, p95
		r.True = beyond(100, &r.Quantity) == 1
		return r
	}
	far, close, two, miss, less := reading(90, 140, 200, 1), reading(90, 110, 200, 1), reading(90, 100, 200, 2), reading(110, 115, 120, 1), reading(101, 150, 200, 1)
	for _, c := range []struct {
		list []Reading
		want int
	}{{[]Reading{two, far}, 1}, {[]Reading{far, two}, 0}, {[]Reading{far, close, two}, 1}, {[]Reading{miss, two}, 1}, {[]Reading{two, miss}, 0}, {[]Reading{miss, less}, 1}, {[]Reading{{}, miss}, 1}, {nil, -1}} {
		if got := (&Claim{Value: 100}).nearest(c.list); got != c.want {
			t.Errorf("%v: %d, want %d", c.list, got, c.want)
		}
	}
}
