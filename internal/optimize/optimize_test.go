package optimize_test

import (
	"context"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/highs"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/profiles"
)

// solver is HiGHS, as the command hands it in.
type solver struct{ *highs.Solver }

var shared = sync.OnceValue(func() solver { return solver{highs.New(highs.Config{NoCache: true})} })

func (s solver) Whole(p *optimize.Linear, gap float64, nodes int) (*optimize.Solution, error) {
	return s.solve(p, true, highs.Options{Gap: gap, Nodes: nodes})
}

func (s solver) Relaxed(p *optimize.Linear) (*optimize.Solution, error) {
	return s.solve(p, false, highs.Options{})
}

func (s solver) solve(p *optimize.Linear, whole bool, o highs.Options) (*optimize.Solution, error) {
	q := &highs.Problem{}
	if p.Maximise {
		q.Sense = highs.Maximise
	}
	for _, c := range p.Costs {
		q.Column(highs.Column{Cost: c, Upper: math.Inf(1), Integer: whole})
	}
	for _, r := range p.Rows {
		row := highs.Row{Lower: r.Lower, Upper: r.Upper}
		for j, c := range r.Coefficients {
			row.Terms = append(row.Terms, highs.Term{Column: j, Coefficient: c})
		}
		q.Row(row)
	}
	x, err := s.Solve(context.Background(), q, o)
	if err != nil {
		return nil, err
	}
	status := map[highs.Status]optimize.Status{
		highs.Optimal: optimize.Solved, highs.Infeasible: optimize.NoneFeasible, highs.Unbounded: optimize.NoBound, highs.Limit: optimize.EndedByNodes,
	}[x.Status]
	return &optimize.Solution{Status: status, Values: x.Values, Objective: x.Objective, Bound: x.Bound, Gap: x.Gap, Nodes: x.Nodes, Duals: x.Duals, ReducedCosts: x.ReducedCosts}, nil
}

// library is the built-in one.
func library(t testing.TB) *profile.Library {
	t.Helper()
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// ask is a question for the best mix of chips at the default site.
func ask(t testing.TB, start int, amount float64, chips ...string) *optimize.Request {
	t.Helper()
	return askAt(t, library(t), "default", start, amount, chips...)
}

func askAt(t testing.TB, lib *profile.Library, site string, start int, amount float64, chips ...string) *optimize.Request {
	t.Helper()
	at, err := lib.Site(site)
	if err != nil {
		t.Fatal(err)
	}
	spec := []*quantity.Spec{power.Commitment.Spec, power.Budget.Spec, power.StartRacks.Spec, power.StartChips.Spec, power.StartFLOPS.Spec, power.StartH100e.Spec}[start]
	m := &mix.Mix{Start: start, By: mix.ByPower, Precision: accelerators.Precision.Index("bf16"), Shared: maps.Clone(at.Values)}
	m.Shared[spec] = quantity.Fixed(amount, quantity.Given, "test")
	m.Shared[accelerators.H100Peak.Spec] = quantity.Fixed(1979e12, quantity.Given, "test")
	for i, id := range chips {
		c, err := lib.Accelerator(id)
		if err != nil {
			t.Fatal(err)
		}
		m.Members = append(m.Members, mix.Member{Accelerator: c})
		if i == 0 {
			m.Members[0].Share = 1
		}
	}
	q := answer.Question{Command: "mix", Basis: "facility", Chips: chips, Start: answer.Start{Flag: "--start", Text: "x", Value: amount, Spec: spec}}
	return &optimize.Request{Question: q, Mix: m, Maximise: true, Settings: analysis.Settings{Workers: 1}}
}

func measure(t testing.TB, r *optimize.Request, text string) optimize.Measure {
	t.Helper()
	m, err := optimize.ParseMeasure(text, r.Mix.Members, library(t))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func limit(t testing.TB, r *optimize.Request, text string) optimize.Limit {
	t.Helper()
	l, err := optimize.ParseLimit(text, r.Mix.Members, library(t))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func best(t testing.TB, r *optimize.Request) *optimize.Result {
	t.Helper()
	out, err := optimize.Best(r, shared())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Limits that cannot be read say why, with what was meant.
func TestBadLimits(t *testing.T) {
	r := ask(t, power.FromPower, 2e9, "trainium2", "gb300")
	for text, want := range map[string]string{
		"":                                    "a limit is NAME <= VALUE",
		"cost.capex":                          "a limit is NAME <= VALUE",
		"cost.capex <= ":                      "a value is missing",
		"cost.capex < 50B":                    "write <= for <",
		"cost.capx <= 50B":                    "did you mean cost.capex?",
		"cost.capex <= 50 GW":                 "50 GW",
		"cost.capex <= -5":                    "below 0",
		"cost.capex_per_gw <= 30":             "ratio of sums",
		"power.facility <= 1 GW":              "power.it_deployed is additive",
		"site.pue_peak <= 1.2":                "is an input",
		"capacity.chips[trainum2] <= 4":       "trainium2",
		"capacity.chips[h100] <= 4":           "not one of the chips of this question",
		"capacity.chips[trainium2 <= 4":       "a limit is NAME <= VALUE",
		"capacity.chips[] <= 4":               "not closed, or holds nothing",
		"capacity.chips[vendor=nvidia] <= 4":  "square brackets hold a chip",
		"capacity.chips(vender=nvidia) <= 4":  "did you mean vendor?",
		"capacity.chips(vendor=nvidea) <= 4":  "did you mean NVIDIA?",
		"share <= 40%":                        "a share of whom?",
		"share(vendor=nvidia) <= 140%":        "is no share",
		"capacity.chips <= 50%":               "a count",
		"cost.capex => 5":                     "write >= for =>",
		"cost.capex != 5":                     "write <= or >= for !=",
		"10B <= cost.capex <= 50B":            "a limit for each side",
		"50B >= cost.capex":                   "the quantity comes first",
		"share(nvidia) <= 40%":                "write (vendor=nvidia)",
		"capacity.chips[trainium] <= 40":      "write (family=trainium)",
		strings.Repeat("(", 300):              "300 characters are too many",
		"share(vendor=google) <= 40%":         "no chip of this question has the vendor",
		"capacity.chips(family=hopper) <= 40": "no chip of this question has the family",
	} {
		_, err := optimize.ParseLimit(text, r.Mix.Members, library(t))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; %q is wanted", text, err, want)
		}
	}
	for _, text := range []string{"cost.capex<=50B", "cost.capex <= $50B", "capacity.chips[trainium2]>=400k", "capacity.units = 40", "share(trainium2) <= 0.4",
		"space.floor <= 90000 m2", "capacity.effective(family=trainium) >= 10 EFLOP/s", "capacity.support_racks <= 5000", "capacity.chips == 1M", "cost.capex ≤ 5B", "cost.capex≥5B", "cost.capex\n\t<=  5B", "share(vendor=nvidia) = 40%", "cost.annual == 1B"} {
		if _, err := optimize.ParseLimit(text, r.Mix.Members, library(t)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A chip that lacks what the objective or a limit needs is left out by name, and no figure of it is taken for 0.
func TestChipsThatLackAFigureAreLeftOut(t *testing.T) {
	r := ask(t, power.FromPower, 2e9, "trainium2", "maia200")
	r.Objective = measure(t, r, "capacity.hbm")
	free := best(t, r)
	if len(free.Members) != 1 || free.Members[0].ID != "maia200" {
		t.Fatalf("without a limit of cost, the most memory is in %+v", free.Members)
	}
	r.Limits = []optimize.Limit{limit(t, r, "cost.capex <= 500B")}
	out := best(t, r)
	if len(out.Members) != 1 || out.Members[0].ID != "trainium2" {
		t.Errorf("the mix is %+v", out.Members)
	}
	if len(out.LeftOut) != 1 || out.LeftOut[0].ID != "maia200" || strings.Join(out.LeftOut[0].Lacks, " ") != "cost.capex" ||
		strings.Join(out.LeftOut[0].Inputs, " ") != "cost.compute_per_chip" {
		t.Errorf("left out: %+v", out.LeftOut)
	}
	only := ask(t, power.FromPower, 2e9, "maia200")
	only.Objective, only.Limits = r.Objective, r.Limits
	if _, err := optimize.Best(only, shared()); err == nil || !strings.Contains(err.Error(), "maia200 lacks cost.capex") {
		t.Errorf("no candidates: %v", err)
	}
}

// Without limits, the best mix of one chip is as many as an estimate says; by any start.
func TestOneChipIsTheEstimate(t *testing.T) {
	for start, amount := range []float64{2e9, 5e10, 30000, 4e5, 5e20, 1e6} {
		r := ask(t, start, amount, "trainium2")
		r.Objective = measure(t, r, "capacity.chips")
		r.Maximise = start < power.FromChips
		plan := r.Mix.Compile([]mix.Output{{Member: mix.Total, Spec: r.Objective.Spec}})
		want := analysis.Point(plan.Program)[0]
		if out := best(t, r); out.Outcome != optimize.Optimal || out.Value != want || out.Members[0].Chips != want {
			t.Errorf("start %d: %s, %v chips, want %v", start, out.Outcome, out.Value, want)
		}
	}
}

// What cannot be kept together is named, each with the value that the others leave it; taken at that value, there is a mix.
func TestConflict(t *testing.T) {
	r := ask(t, power.FromPower, 2e9, "trainium2", "gb300", "h200")
	r.Objective = measure(t, r, "capacity.effective")
	r.Limits = []optimize.Limit{limit(t, r, "cost.capex <= 10B"), limit(t, r, "capacity.chips <= 4M"), limit(t, r, "capacity.effective >= 500 EFLOP/s"), limit(t, r, "share(vendor=nvidia) <= 40%")}
	out := best(t, r)
	if out.Outcome != optimize.Infeasible || out.Members != nil || out.Conflict == nil {
		t.Fatalf("%+v", out)
	}
	for _, c := range out.Conflict.Limits {
		if c.Start || c.Text == "capacity.chips <= 4M" {
			t.Errorf("%s has no part in the conflict", c.Text)
		}
		if math.IsNaN(c.Nearest) {
			continue
		}
		eased := *r
		eased.Limits = nil
		for _, l := range r.Limits {
			if l.Text == c.Text {
				l.Value = c.Nearest * (1 + 1e-12)
				if l.Sense == optimize.AtLeast {
					l.Value = c.Nearest * (1 - 1e-12)
				}
			}
			eased.Limits = append(eased.Limits, l)
		}
		if at := best(t, &eased); at.Outcome != optimize.Optimal {
			t.Errorf("%s at its nearest value %v: %s", c.Text, c.Nearest, at.Outcome)
		}
	}
	if len(out.Conflict.Limits) < 2 {
		t.Errorf("%+v", out.Conflict.Limits)
	}
}

// Every quantity that is accepted as additive is in proportion to units, for every system and site: so many units of several systems come to the sum of what
// one unit of each comes to, times its units; and what the formulas say in whole units differs from that by what rounding can do, and no more.
func TestAdditiveIsLinear(t *testing.T) {
	lib := library(t)
	chips, err := lib.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	specs := optimize.Additive(nil)
	if len(specs) < 30 {
		t.Fatalf("only %d quantities are additive", len(specs))
	}
	rnd := rand.New(rand.NewPCG(3, 3))
	for i, c := range chips {
		other := chips[(i+7)%len(chips)]
		q := askAt(t, lib, []string{"default", "aws-air", "liquid-cooled", "legacy-enterprise"}[i%4], power.FromPower, 1e9, c.ID, other.ID)
		n := []float64{float64(1 + rnd.IntN(3000)), float64(1 + rnd.IntN(3000))}
		b, root, members := q.Mix.Bind()
		total := func(root *quantity.Frame, frames []*quantity.Frame, units ...float64) *quantity.Frame {
			var held []*quantity.Frame
			for k, u := range units {
				if u > 0 {
					held = append(held, frames[k].Where(nil, map[*quantity.Spec]func() quantity.Operand{capacity.Units.Spec: quantity.Always(quantity.Constantly(u))}))
				}
			}
			return root.Total(held)
		}
		smooth := []*quantity.Frame{members[0].Unrounded(), members[1].Unrounded()}
		for _, s := range specs {
			b.Emit(total(root.Unrounded(), smooth, 1, 0).Value(s))
			b.Emit(total(root.Unrounded(), smooth, 0, 1).Value(s))
			b.Emit(total(root.Unrounded(), smooth, n...).Value(s))
			b.Emit(total(root, members, n...).Value(s))
		}
		x := analysis.Point(b.Program())
		for k, s := range specs {
			one, two, all, whole := x[4*k], x[4*k+1], x[4*k+2], x[4*k+3]
			want := n[0]*one + n[1]*two
			if math.IsNaN(want) != math.IsNaN(all) || math.IsNaN(all) != math.IsNaN(whole) {
				t.Errorf("%s, %s: %s is n/a in one and not in the other: %v %v %v", c.ID, other.ID, s.Name, want, all, whole)
			}
			if math.Abs(all-want) > 1e-12*want {
				t.Errorf("%s, %s: %s is %v, not the sum %v", c.ID, other.ID, s.Name, all, want)
			}
			// Each member's racks are rounded up, and the support racks: three racks at most, or the floor of three.
			room := map[string]float64{"capacity.racks": 2, "capacity.support_racks": 1, "space.floor": 3 * 60}[s.Name]
			if math.Abs(whole-want) > 1e-12*want+room {
				t.Errorf("%s, %s: %s is %v in whole units, and %v before rounding", c.ID, other.ID, s.Name, whole, want)
			}
		}
	}
}

// The shadow price of the relaxation is what more of a limit brings, and systems that are left out would enter at their reduced cost.
func TestShadowPricesAndReducedCosts(t *testing.T) {
	build := func(capex string, factor float64) *optimize.Request {
		r := ask(t, power.FromPower, 2e9, "trainium2", "gb300", "trainium3-gen2")
		r.Objective = measure(t, r, "capacity.effective")
		r.Limits = []optimize.Limit{limit(t, r, "cost.capex <= "+capex), limit(t, r, "share(vendor=nvidia) <= 40%")}
		if factor != 1 {
			c := *r.Mix.Members[2].Accelerator
			c.Values = maps.Clone(c.Values)
			peak := accelerators.Peak[r.Mix.Precision].Spec
			v := c.Values[peak]
			c.Values[peak] = quantity.Fixed(v.Mid()*factor, quantity.Given, "test")
			r.Mix.Members[2].Accelerator = &c
		}
		return r
	}
	base := best(t, build("60B", 1))
	more := best(t, build("60.6B", 1))
	gain := more.Relaxed - base.Relaxed
	shadow := base.Limits[1].Shadow * base.Limits[1].Step()
	if math.Abs(gain-shadow) > 1e-6*gain || gain <= 0 {
		t.Errorf("1%% more money brings %v to the relaxation, its shadow price says %v", gain, shadow)
	}
	var left *optimize.LeftOut
	for i := range base.LeftOut {
		if base.LeftOut[i].ID == "trainium3-gen2" {
			left = &base.LeftOut[i]
		}
	}
	if left == nil || !(left.Better > 0) {
		t.Fatalf("left out: %+v", base.LeftOut)
	}
	uses := func(r *optimize.Result) bool {
		for _, m := range r.Members {
			if m.ID == "trainium3-gen2" && m.Share > 0.01 {
				return true
			}
		}
		return false
	}
	if uses(best(t, build("60B", 1+0.97*left.Better))) {
		t.Error("a system enters the mix before it is as much better as was said")
	}
	if !uses(best(t, build("60B", 1+1.03*left.Better))) {
		t.Error("a system that is as much better as was said does not enter the mix")
	}
}

// Alternatives keep the limits, differ from the optimum in their systems and are worse by no more than was said; the regret compares on the same draws.
func TestAlternativesAndRegret(t *testing.T) {
	r := ask(t, power.FromPower, 2e9, "trainium2", "gb300", "gb200", "b200", "b300", "mi355x")
	r.Settings = analysis.Settings{Draws: 1024, Seed: 1, Workers: 1}
	r.Objective = measure(t, r, "capacity.effective")
	r.Limits = []optimize.Limit{limit(t, r, "cost.capex <= 70B"), limit(t, r, "share(mi355x) <= 60%")}
	out := best(t, r)
	near := 0
	for _, a := range out.Alternatives {
		if a.Single {
			continue
		}
		near++
		if a.Worse < 0 || a.Worse > optimize.Near || a.Value > out.Value {
			t.Errorf("%+v", a)
		}
		share := 0.0
		for _, m := range a.Members {
			if m.ID == "mi355x" {
				share = m.Share
			}
		}
		if share > 0.6+1e-9 {
			t.Errorf("an alternative breaks a limit: %+v", a.Members)
		}
	}
	if near == 0 {
		t.Error("no alternative within 2%")
	}
	g := out.Regret
	if g == nil || len(g.Candidates) != 1+len(out.Alternatives) || !g.Candidates[0].Optimum || g.Candidates[0].Better != 0 {
		t.Fatalf("%+v", g)
	}
	some := 0.0
	for _, c := range g.Candidates[1:] {
		some = max(some, c.Better)
		if c.Better > g.AnyBetter+1e-12 {
			t.Errorf("a mix is better in %v of the draws, some mix in %v", c.Better, g.AnyBetter)
		}
	}
	if some == 0 || g.AnyBetter <= 0 || g.AnyBetter > 1 || g.Mean <= 0 || g.P95 < g.Mean {
		t.Errorf("%+v", *g)
	}
	for _, u := range out.Limits {
		if !u.Share && !(u.Chance > 0.02 && u.Chance < 0.98) && u.Binds {
			t.Errorf("%s binds and is kept in %v of the draws", u.Text, u.Chance)
		}
	}
}

// A search that is ended says what was proved.
func TestNodeLimit(t *testing.T) {
	r := ask(t, power.FromPower, 3e6, "trainium2", "trainium3", "gb300", "gb200", "b300", "mi355x", "h200", "mi325x")
	r.Objective = measure(t, r, "capacity.effective")
	r.Limits = []optimize.Limit{limit(t, r, "cost.capex <= 80M"), limit(t, r, "share(vendor=nvidia) <= 40%"), limit(t, r, "capacity.hbm >= 150 TB")}
	full := best(t, r)
	if full.Outcome != optimize.Optimal {
		t.Fatalf("%s", full.Outcome)
	}
	r.Nodes = 1
	out := best(t, r)
	if out.Bound < full.Value*(1-1e-9) || out.Members != nil && out.Value > full.Value*(1+1e-9) {
		t.Errorf("%s: %v to %v, the optimum is %v", out.Outcome, out.Value, out.Bound, full.Value)
	}
	if out.Outcome == optimize.Optimal && out.Gap > 1e-9 {
		t.Errorf("optimal with a gap of %v", out.Gap)
	}
}

// What nothing limits, and what nothing asks for, have outcomes of their own.
func TestNoLimitAndNothing(t *testing.T) {
	r := ask(t, power.FromChips, 1e5, "trainium2", "gb300")
	r.Objective = measure(t, r, "capacity.effective")
	if out := best(t, r); out.Outcome != optimize.Unbounded {
		t.Errorf("%s", out.Outcome)
	}
	r = ask(t, power.FromPower, 1e9, "trainium2", "gb300")
	r.Objective, r.Maximise = measure(t, r, "cost.capex"), false
	if out := best(t, r); out.Outcome != optimize.Nothing {
		t.Errorf("%s", out.Outcome)
	}
}

// Numbers that no solver can hold together are refused by name.
func TestOutOfReach(t *testing.T) {
	r := ask(t, power.FromPower, 2e9, "trainium2", "gb300")
	r.Objective = measure(t, r, "capacity.effective")
	r.Limits = []optimize.Limit{limit(t, r, "cost.capex >= 1e300")}
	var reach *optimize.ReachError
	if _, err := optimize.Best(r, shared()); !errors.As(err, &reach) || !strings.Contains(err.Error(), "cost.capex >= 1e300") {
		t.Errorf("%v", err)
	}
	r.Limits = nil
	c := *r.Mix.Members[0].Accelerator
	c.Values = maps.Clone(c.Values)
	c.Values[accelerators.Peak[r.Mix.Precision].Spec] = quantity.Fixed(1, quantity.Given, "test")
	r.Mix.Members[0].Accelerator = &c
	if _, err := optimize.Best(r, shared()); !errors.As(err, &reach) || !strings.Contains(err.Error(), "a unit of gb300") {
		t.Errorf("%v", err)
	}
}
