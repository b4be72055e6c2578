package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// ramped is a small ramp of invented systems, with everything that a ramp can say.
func ramped(t *testing.T) *answer.Ramp {
	t.Helper()
	q, m := asked("ramp", "facility")
	first := ramp.QuarterOf(2027, 1)
	dear := *alpha2
	dear.Values = quantity.Scenario{}
	for s, v := range alpha2.Values {
		dear.Values[s] = v
	}
	price := alpha2.Values[accelerators.ComputePerChip.Spec]
	price.Basis = quantity.Assumed
	dear.Values[accelerators.ComputePerChip.Spec] = price
	s := &ramp.Scenario{
		ID: "field", Name: "A field", From: first, Quarters: 6, Values: quantity.Scenario{ramp.Realisation.Spec: triangle(0.5, 0.8, 1, quantity.Assumed)},
		Power: ramp.Schedule{Shape: ramp.Linear, From: first, Until: first + 3, Announced: constant(2e9), Evidence: quantity.Value{Basis: quantity.Assumed, Note: "why"}},
		Generations: []ramp.Generation{
			{Chip: "alpha", From: first, Until: first + 1, Values: quantity.Scenario{}, Evidence: quantity.Value{Basis: quantity.Assumed, Note: "why"}},
			{Chip: "alpha2", From: first + 2, Until: first + 5, Values: quantity.Scenario{}, Evidence: quantity.Value{Basis: quantity.Reported, Sources: []quantity.Source{teardown}}},
		},
		Money: []ramp.Tranche{
			{ID: "agreement", Date: first, Years: 2, Amount: constant(20e9), Budget: true},
			{ID: "bonus", Date: first + 1, Day: "2027-05-01", Amount: constant(5e9), Condition: "a milestone",
				Likelihood: quantity.Value{Shape: quantity.Discrete, Values: []float64{1, 0}, Weights: []float64{0.6, 0.4}, Basis: quantity.Assumed}},
		},
	}
	q.Start = answer.Start{Text: "field", Prose: "2 GW", Value: 2e9, Spec: q.Start.Spec}
	q.Chips = []string{"alpha", "alpha2"}
	mm := *m
	mm.Members = nil
	f, err := ramp.NewFleet(s, mm, []*accelerators.Accelerator{alpha, &dear})
	if err != nil {
		t.Fatal(err)
	}
	set := analysis.Settings{Draws: q.Draws, Seed: 1, Workers: 1}
	a := answer.EvaluateRamp(q, f, answer.RampWant{Total: union(RampFields(), RampColumns()), Members: RampMemberFields(), Settings: set})
	if err := a.SolvePower(ramp.Goal{Budget: true}, "so that payments to date never exceed the budget to date", set); err != nil {
		t.Fatal(err)
	}
	if err := a.SolveQuarter(capacity.Chips.Spec, 1e6, "so that capacity.chips reaches 1 M", set); err != nil {
		t.Fatal(err)
	}
	a.Attribution = a.Attribute()
	return a
}

func union(a, b []*quantity.Spec) []*quantity.Spec {
	out := append([]*quantity.Spec(nil), a...)
	for _, s := range b {
		found := false
		for _, x := range a {
			found = found || x == s
		}
		if !found {
			out = append(out, s)
		}
	}
	return out
}

func TestGoldenRamp(t *testing.T) {
	a := ramped(t)
	for file, o := range map[string]Options{
		"ramp.txt": {Width: 80}, "ramp-wide.txt": {}, "ramp.md": {Format: Markdown}, "ramp.csv": {Format: CSV}, "ramp.json": {Format: JSON},
	} {
		o.Tool = tool
		golden(t, file, func(w io.Writer) error { return Ramp(w, a, RampColumns(), o) })
	}
}

// TestRampFormatsAgree: every number of the CSV is in the JSON, and nothing else is; JSON Lines and TSV have the same rows.
func TestRampFormatsAgree(t *testing.T) {
	a := ramped(t)
	write := func(f Format) []byte {
		return render(t, func(w io.Writer) error { return Ramp(w, a, RampColumns(), Options{Format: f, Tool: tool}) })
	}
	rows, err := csv.NewReader(bytes.NewReader(write(CSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head := rows[0]
	want := map[string]string{}
	for _, r := range rows[1:] {
		want[strings.Join(r[:3], " ")] = r[6] + " " + r[8] + " " + r[12]
	}
	var tree struct {
		Members []struct {
			ID         string
			Quantities map[string]map[string]any
		}
		Total   struct{ Quantities map[string]map[string]any }
		Periods []struct {
			Period  string
			Members []struct {
				ID         string
				Quantities map[string]map[string]any
			}
			Total struct{ Quantities map[string]map[string]any }
		}
	}
	dec := json.NewDecoder(bytes.NewReader(write(JSON)))
	dec.UseNumber()
	if err := dec.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	add := func(period, member string, qs map[string]map[string]any) {
		for name, q := range qs {
			text := func(k string) string {
				if x, ok := q[k].(json.Number); ok {
					return x.String()
				}
				return ""
			}
			assumed := "false"
			if q["assumed_price"] == true {
				assumed = "true"
			}
			got[period+" "+member+" "+name] = text("p5") + " " + text("p50") + " " + assumed
		}
	}
	for _, p := range tree.Periods {
		for _, m := range p.Members {
			add(p.Period, m.ID, m.Quantities)
		}
		add(p.Period, "total", p.Total.Quantities)
	}
	for _, m := range tree.Members {
		add("all", m.ID, m.Quantities)
	}
	add("all", "total", tree.Total.Quantities)
	if head[0] != "period" || len(got) != len(want) || len(got) < 100 {
		t.Errorf("columns %v; %d numbers in JSON, %d in CSV", head, len(got), len(want))
	}
	for k, v := range want {
		if got[k] != v {
			t.Fatalf("%s: %q in CSV, %q in JSON", k, v, got[k])
		}
	}
	if n := bytes.Count(write(JSONL), []byte("\n")); n != len(rows)-1 {
		t.Errorf("%d lines of JSON, %d rows", n, len(rows)-1)
	}
	if n := bytes.Count(write(TSV), []byte("\n")); n != len(rows) {
		t.Errorf("%d lines of TSV, %d of CSV", n, len(rows))
	}
}

// TestRampSaysAssumed: in tables, each money figure that rests on an assumed price bears the mark, and a note says what it means; no other figure has it.
func TestRampSaysAssumed(t *testing.T) {
	text := string(render(t, func(w io.Writer) error { return Ramp(w, ramped(t), RampColumns(), Options{Tool: tool}) }))
	for _, want := range []string{"Payments*  ", "Present value*  ", "Budget left*  ", "* rests on an installed cost of systems that nobody has published."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	for _, never := range []string{"Chips*", "Electricity bought*", "Budget to date*"} {
		if strings.Contains(text, never) {
			t.Errorf("%q", never)
		}
	}
}
