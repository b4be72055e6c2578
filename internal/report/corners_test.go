package report

import (
	"io"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/energy"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// tableOf is an answer's table without limit.
func tableOf(t *testing.T, a *answer.Answer) string {
	t.Helper()
	return string(render(t, func(w io.Writer) error { return Answer(w, a, Options{}) }))
}

// TestFieldsWithoutChips has a headline from what was asked for.
func TestFieldsWithoutChips(t *testing.T) {
	q, m := asked("estimate", "facility", alpha)
	w := want(q)
	w.Quantities = []*quantity.Spec{energy.FacilityYear.Spec, capacity.HBM.Spec}
	if out := tableOf(t, answer.Evaluate(q, m, w)); !strings.HasPrefix(out, "2 GW of facility power in Alpha UltraServer: electricity 1") || strings.Contains(out, "Energy\n") {
		t.Error(out)
	}
	w.Quantities = []*quantity.Spec{capacity.HBM.Spec}
	if out := tableOf(t, answer.Evaluate(q, m, w)); !strings.Contains(out, "UltraServer: HBM 1") {
		t.Error(out)
	}
	q, m = asked("mix", "facility", alpha, gamma)
	if out := tableOf(t, answer.Evaluate(q, m, w)); !strings.Contains(out, "50% Gamma Next by power: HBM ≥ ") || !strings.Contains(out, "without gamma") {
		t.Error(out)
	}
	q, _ = asked("compare", "facility", alpha, gamma)
	var mixes []*mix.Mix
	for _, c := range []*accelerators.Accelerator{alpha, gamma} {
		_, one := asked("compare", "facility", c)
		mixes = append(mixes, one)
	}
	if out := tableOf(t, answer.Compare(q, mixes, 1, w)); !strings.HasPrefix(out, "2 GW of facility power in Alpha UltraServer and Gamma Next.\n") || !strings.Contains(out, "Ratio to Gamma Next") {
		t.Error(out)
	}
}

// TestChipsOfSeveral answers how much power a number of chips takes.
func TestChipsOfSeveral(t *testing.T) {
	ask := func(command string, chips ...*accelerators.Accelerator) (answer.Question, *mix.Mix) {
		q, m := asked(command, "facility", chips...)
		q.Start = answer.Start{Flag: "--chips", Text: "400k", Prose: "400,000 chips", Value: 400e3, Spec: power.StartChips.Spec}
		q.By, m.By = mix.ByChips, mix.ByChips
		m.Start = power.FromChips
		delete(m.Shared, power.Commitment.Spec)
		m.Shared[power.StartChips.Spec] = quantity.Fixed(400e3, quantity.Given, "--chips")
		return q, m
	}
	q, m := ask("mix", alpha, beta)
	if out := tableOf(t, answer.Evaluate(q, m, want(q))); !strings.HasPrefix(out, "400,000 chips, 50% Alpha UltraServer and 50% Beta NVL72 by chips, take 8") || !strings.Contains(out, " of facility power.\n") {
		t.Error(out)
	}
	q, _ = ask("compare", alpha, beta)
	var mixes []*mix.Mix
	for _, c := range []*accelerators.Accelerator{alpha, beta} {
		_, one := ask("compare", c)
		mixes = append(mixes, one)
	}
	if out := tableOf(t, answer.Compare(q, mixes, 0, want(q))); !strings.Contains(out, " in Alpha UltraServer or 1.2") || !strings.Contains(out, " in Beta NVL72, at the facility.\n") {
		t.Error(out)
	}
}

// TestManyMissing counts the members that a total leaves out where naming them would take too much room; the note names them.
func TestManyMissing(t *testing.T) {
	chips := []*accelerators.Accelerator{alpha}
	for _, id := range []string{"g1", "g2", "g3"} {
		c := chip(id, "Gamma "+id, 4)
		delete(c.Values, accelerators.ComputePerChip.Spec)
		chips = append(chips, c)
	}
	a := mixed(t, chips...)
	if out := tableOf(t, a); !strings.Contains(out, ", without 3 chips") || !strings.Contains(out, "- Without g1, g2 and g3, so at least what is shown: the total of cost.capex_compute, cost.capex and cost.annual.") {
		t.Error(out)
	}
}

// TestShapes writes each distribution in words and in fields.
func TestShapes(t *testing.T) {
	value := func(s quantity.Shape, low, mode, high float64) quantity.Value {
		return quantity.Value{Shape: s, Low: low, Mode: mode, High: high, Basis: quantity.Reported, Sources: []quantity.Source{teardown, {}}, AsOf: "2026-01-01", Common: "g"}
	}
	for _, c := range []struct {
		value             quantity.Value
		words, span, tree string
	}{
		{value(quantity.PERT, 9, 11, 15), "pert, low 9 USD/W, mode 11 USD/W, high 15 USD/W; median 11.", "9–15 USD/W", `"low": 9, "mode": 11, "high": 15`},
		{value(quantity.Uniform, 9, 0, 15), "uniform, low 9 USD/W, high 15 USD/W; median 12 USD/W.", "9–15 USD/W", `"low": 9, "high": 15`},
		{value(quantity.Normal, -1, 0, 3), "normal, P5 −1 USD/W, P95 3 USD/W; median 1 USD/W.", "P5–P95 −1 USD/W to 3 USD/W", `"p5": -1, "p95": 3`},
		{value(quantity.Constant, 0, 11, 0), "constant.", "", `"value": 11`},
	} {
		in := answer.Input{Spec: power.CapexPerWatt.Spec, Value: c.value}
		if got := (Options{}).rangeText(in.Spec, &in.Value); got != c.span {
			t.Errorf("range %q, want %q", got, c.span)
		}
		for format, want := range map[Format]string{Table: c.words, JSON: c.tree, CSV: string(c.value.Shape)} {
			if out := string(render(t, func(w io.Writer) error {
				return InputPage(w, answer.NewPage(answer.Question{Command: "explain"}, "x", "X", in), Options{Format: format})
			})); !strings.Contains(out, want) {
				t.Errorf("no %q in %s", want, out)
			}
		}
	}
	discrete := quantity.Value{Shape: quantity.Discrete, Values: []float64{9, 11}, Weights: []float64{1, 3}, Sources: []quantity.Source{{}, teardown}}
	in := answer.Input{Spec: cost.WACC.Spec, Value: discrete}
	out := string(appendJSON(nil, inputTree(in.Spec, &in.Value), "", false))
	if !strings.Contains(out, `"source": [null, {`) {
		t.Errorf("the sources of values are not in their places: %s", out)
	}
	page := string(render(t, func(w io.Writer) error {
		return InputPage(w, answer.NewPage(answer.Question{Command: "explain"}, "x", "X", in), Options{})
	}))
	if !strings.Contains(page, "25%  no source\n") || !strings.Contains(page, "75%  [1] A teardown | with a bar, analyst, 2026-01-15\n") {
		t.Error(page)
	}
}

// TestUnknownToTheModel puts quantities that the model does not know last.
func TestUnknownToTheModel(t *testing.T) {
	own := small().Find("all.power")
	list := []answer.Quantity{{Spec: own}, {Spec: capacity.HBM.Spec}, {Spec: capacity.Chips.Spec}}
	order := modelOrder(list, func(q answer.Quantity) *quantity.Spec { return q.Spec })
	if list[order[2]].Spec != own || Label(own) != "all.power" || section(own) != "All" {
		t.Errorf("%v", order)
	}
}
