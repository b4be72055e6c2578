package report

import (
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/quantity"
)

// oneEach is a solver that answers with a unit of everything, and with prices: what this package is given need not be the best.
type oneEach struct{ none bool }

func (s oneEach) Whole(p *optimize.Linear, _ float64, _ int) (*optimize.Solution, error) {
	if s.none && len(p.Rows) > 2 {
		return &optimize.Solution{Status: optimize.NoneFeasible}, nil
	}
	out := &optimize.Solution{Nodes: 7}
	for i, c := range p.Costs {
		u := float64(100 - i)
		if i > 0 && i == len(p.Costs)-1 {
			u = 0 // somebody is left out
		}
		out.Values = append(out.Values, u)
		out.Objective += c * u
	}
	out.Bound = out.Objective
	return out, nil
}

func (s oneEach) Relaxed(p *optimize.Linear) (*optimize.Solution, error) {
	out, err := s.Whole(p, 0, 0)
	if err != nil || out.Values == nil {
		return out, err
	}
	for range p.Rows {
		out.Duals = append(out.Duals, 0.5)
	}
	for _, c := range p.Costs {
		out.ReducedCosts = append(out.ReducedCosts, -0.3*c)
	}
	return out, nil
}

// request is a question for the best mix of the chips.
func request(t *testing.T, chips []*accelerators.Accelerator, limits ...optimize.Limit) *optimize.Request {
	t.Helper()
	q, m := asked("mix", "facility", chips...)
	m.Members[0].Share = 1
	for i := range m.Members[1:] {
		m.Members[i+1].Share = 0
	}
	valid(t, m)
	q.Asks = []answer.Ask{{Flag: "--maximize", Text: "capacity.chips"}}
	return &optimize.Request{
		Question: q, Mix: m, Maximise: true, Objective: optimize.Measure{Spec: capacity.Chips.Spec}, Limits: limits,
		Shown: []*quantity.Spec{capacity.Chips.Spec, cost.Capex.Spec}, Settings: analysis.Settings{Draws: 256, Seed: 1, Workers: 1},
	}
}

func foundBest(t *testing.T, chips []*accelerators.Accelerator, s oneEach) *optimize.Result {
	t.Helper()
	limits := []optimize.Limit{
		{Measure: optimize.Measure{Spec: capacity.Racks.Spec}, Value: 1e6, Text: "capacity.racks <= 1M"},
		{Measure: optimize.Measure{Spec: capacity.ITDeployed.Spec, Share: true, Only: optimize.Selector{Key: "chip", Value: chips[0].ID}}, Value: 0.4, Text: "share(" + chips[0].ID + ") <= 40%"},
	}
	r, err := optimize.Best(request(t, chips, limits...), s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// searched are the results of the optimiser and the curve as this package writes them.
func searched(t *testing.T, chips []*accelerators.Accelerator) map[string]func(io.Writer, Options) error {
	t.Helper()
	out := map[string]func(io.Writer, Options) error{}
	best, none := foundBest(t, chips, oneEach{}), foundBest(t, chips, oneEach{none: true})
	out["best"] = func(w io.Writer, o Options) error { return Best(w, best, o) }
	out["conflict"] = func(w io.Writer, o Options) error { return Best(w, none, o) }
	r := request(t, chips)
	f, err := optimize.FindFrontier(r, optimize.Goal{Measure: optimize.Measure{Spec: capacity.ITDeployed.Spec}}, optimize.Goal{Measure: optimize.Measure{Spec: capacity.Chips.Spec}, More: true}, 3, oneEach{})
	if err != nil {
		t.Fatal(err)
	}
	out["frontier"] = func(w io.Writer, o Options) error { return Frontier(w, f, o) }
	m := *r.Mix
	m.Members = append([]mix.Member(nil), r.Mix.Members...)
	for i := range m.Members[1:] {
		m.Members[i+1].Share = 1 / float64(len(m.Members)-1)
	}
	curve := answer.NewCurve(r.Question, chips[0].Name, &m, func(x mix.Member) bool { return x.ID == chips[0].ID }, []float64{0, 0.5, 1},
		[]*quantity.Spec{capacity.Chips.Spec, cost.Capex.Spec, capacity.Effective.Spec}, r.Settings)
	out["curve"] = func(w io.Writer, o Options) error { return Curve(w, curve, o) }
	return out
}

// What binds, what it is worth, who is left out and why, and what else was near: a result that is made by hand is written as it is.
func TestBestIsWrittenAsItIs(t *testing.T) {
	r := foundBest(t, []*accelerators.Accelerator{alpha, alpha2, beta}, oneEach{})
	r.LeftOut = []optimize.LeftOut{{ID: "a", Lacks: []string{"cost.capex"}, Inputs: []string{"cost.compute_per_chip"}, Better: math.NaN()}, {ID: "b", Better: 0.125, Dominated: "c"},
		{ID: "d", Forbidden: "capacity.chips <= 3", Better: math.NaN()}, {ID: "e", Whole: true}, {ID: "f"}, {ID: "g", Better: math.NaN()}}
	r.Skipped = 3
	text := string(render(t, func(w io.Writer) error { return Best(w, r, Options{}) }))
	for _, want := range []string{
		"gives at most", "(capacity.chips)", "no figure for cost.capex, as its profile lacks cost.compute_per_chip", "would have to bring 12.5% more; c does as much",
		"one unit of it is more than capacity.chips <= 3", "the relaxation uses some of it", "as good as the mix", "brings nothing that counts", "3 systems of the library", "This mix",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	r.Outcome, r.Gap = optimize.NodeLimit, 0.034
	for _, o := range []Options{{}, {Quiet: true}, {Format: Markdown}} {
		text := string(render(t, func(w io.Writer) error { return Best(w, r, o) }))
		if !strings.Contains(text, "another mix could be up to 3.4% better (a gap of 0.034 reached after 7 nodes, 0 asked for)") || strings.Contains(text, "Proved:") {
			t.Errorf("a search that was ended reads\n%s", text)
		}
	}
	r.Outcome, r.Gap, r.Asked = optimize.Optimal, 4.13e-8, 1e-7
	if text := string(render(t, func(w io.Writer) error { return Best(w, r, Options{}) })); !strings.Contains(text, "more than 0.0000042% better, with every input at its mid (a gap of 4.2e-08 reached, 1e-07 asked for)") {
		t.Errorf("a proof within a gap reads\n%s", text)
	}
	r.Outcome = optimize.NodeLimit
	r.Members = nil
	if text := string(render(t, func(w io.Writer) error { return Best(w, r, Options{}) })); !strings.Contains(text, "Not proved either way") {
		t.Errorf("a search that found nothing reads\n%s", text)
	}
}

// Every number of the table's mix and limits is in the records.
func TestBestFormatsAgree(t *testing.T) {
	r := foundBest(t, []*accelerators.Accelerator{alpha, alpha2, beta}, oneEach{})
	csv := string(render(t, func(w io.Writer) error { return Best(w, r, Options{Format: CSV}) }))
	tree := string(render(t, func(w io.Writer) error { return Best(w, r, Options{Format: JSON}) }))
	for _, m := range r.Members {
		if want := fmt.Sprintf("mix,optimum,%s,capacity.units,1,%g,", m.ID, m.Units); !strings.Contains(csv, want) {
			t.Errorf("%q is not in the CSV", want)
		}
		if want := fmt.Sprintf(`"id": %q, "name": %q`, m.ID, m.Name); !strings.Contains(tree, fmt.Sprintf(`"units": %g`, m.Units)) || !strings.Contains(strings.ReplaceAll(tree, "\n", " "), m.ID) {
			t.Errorf("%s is not in the JSON", want)
		}
	}
	for _, u := range r.Limits {
		if name := limitName(u.Limit, u.Start, r.Question); !strings.Contains(csv, "limit,"+name+",") || !strings.Contains(tree, `"limit": "`+name+`"`) {
			t.Errorf("the limit %q is not in every format", name)
		}
	}
}

// The nearest value of a limit in conflict is printed on the side on which the limit can be kept.
func TestNearestIsRoundedOutward(t *testing.T) {
	for _, c := range []struct {
		sense   optimize.Sense
		spec    *quantity.Spec
		nearest float64
		want    string
	}{
		{optimize.AtMost, cost.Capex.Spec, 3477919.12, "3.47792 M USD"}, {optimize.AtMost, cost.Capex.Spec, 3477920.12, "3.47793 M USD"}, {optimize.AtLeast, cost.Capex.Spec, 3477929.9, "3.47792 M USD"},
		{optimize.AtMost, cost.Capex.Spec, 3477920 * (1 + 1e-14), "3.47792 M USD"}, {optimize.AtMost, cost.Capex.Spec, 0, "0 USD"}, {optimize.AtLeast, capacity.Chips.Spec, 1234567, "1.234567 M"},
		{optimize.Exactly, cost.Capex.Spec, 3477924.9, "3.47792 M USD"}, {optimize.AtMost, cost.Capex.Spec, math.NaN(), "none: others conflict without it"},
	} {
		l := optimize.Conflicting{Limit: optimize.Limit{Measure: optimize.Measure{Spec: c.spec}, Sense: c.sense}, Nearest: c.nearest, Proved: true}
		if got := (Options{}).nearest(l); got != c.want {
			t.Errorf("%v of %v: %q, want %q", c.sense, c.nearest, got, c.want)
		}
		if l.Proved = false; !strings.HasPrefix(c.want, "none") && (Options{}).nearest(l) != c.want+" or nearer" {
			t.Errorf("not proved: %q", (Options{}).nearest(l))
		}
	}
}
