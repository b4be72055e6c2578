package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
)

// studied asks what drives chips and capital: of one chip, or of a mix of several.
func studied(t *testing.T, basis string, groups []answer.Group, chips ...*accelerators.Accelerator) *answer.Sensitivity {
	t.Helper()
	q, m := asked("sensitivity", basis, chips...)
	valid(t, m)
	var metrics []answer.Metric
	for _, x := range []answer.Metric{{Spec: capacity.Chips.Spec, Member: mix.Total}, {Spec: cost.Capex.Spec, Member: mix.Total}} {
		if answer.NewStudy(q, m, []answer.Metric{x}, analysis.Settings{}).Trouble(x) == "" {
			metrics = append(metrics, x)
		}
	}
	s, err := answer.NewStudy(q, m, metrics, analysis.Settings{Draws: q.Draws, Seed: q.Seed, Workers: 1}).Run(groups, 1024)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGoldenSensitivities(t *testing.T) {
	one := studied(t, "facility", nil, alpha)
	unstated := studied(t, power.Unstated, []answer.Group{{Name: "site", Texts: []string{"site=site.pue_peak,site.scatter"}, Inputs: []string{"site.pue_peak", "site.scatter"}}}, alpha)
	several := studied(t, "facility", nil, alpha, beta)
	for _, c := range []struct {
		file string
		*answer.Sensitivity
		Options
	}{
		{"sensitivity.txt", one, Options{Width: 80}},
		{"sensitivity-quiet.txt", one, Options{Width: 80, Quiet: true}},
		{"sensitivity.md", one, Options{Format: Markdown}},
		{"sensitivity.json", one, Options{Format: JSON}},
		{"sensitivity.csv", one, Options{Format: CSV}},
		{"sensitivity-unstated.txt", unstated, Options{Width: 80}},
		{"sensitivity-unstated.json", unstated, Options{Format: JSON}},
		{"sensitivity-mix.txt", several, Options{Width: 80}},
		{"sensitivity-mix.csv", several, Options{Format: CSV}},
	} {
		c.Tool = tool
		golden(t, c.file, func(w io.Writer) error { return Sensitivity(w, c.Sensitivity, c.Options) })
	}
}

// TestSensitivityFormatsAgree finds each number of the rows in the JSON, and each factor of the JSON in the rows.
func TestSensitivityFormatsAgree(t *testing.T) {
	s := studied(t, power.Unstated, nil, alpha, beta)
	write := func(f Format) []byte {
		return render(t, func(w io.Writer) error { return Sensitivity(w, s, Options{Format: f}) })
	}
	type index struct{ Value, P5, P95 float64 }
	type end struct {
		Values []any
		Result float64
	}
	var whole struct {
		Question struct {
			Points  int
			Metrics []string
		}
		Factors []struct {
			Name, Label, Kind string
			Inputs            []struct{ Name, Basis string }
		}
		Metrics []struct {
			Quantity, Member, Unit string
			SD                     float64 `json:"index_sd"`
			Effects                []struct {
				Factor       string
				Low, High    end
				Swing        float64
				First, Total index
				Known        float64 `json:"sd_if_known"`
				Reduction    float64 `json:"variance_reduction"`
				Inert        bool
			}
		}
	}
	if err := json.Unmarshal(write(JSON), &whole); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(write(CSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	at := 1
	for _, m := range whole.Metrics {
		for _, e := range m.Effects {
			row := rows[at]
			at++
			for name, want := range map[string]float64{
				"low_result": e.Low.Result, "high_result": e.High.Result, "swing": e.Swing, "first": e.First.Value, "first_p5": e.First.P5, "first_p95": e.First.P95,
				"total": e.Total.Value, "total_p5": e.Total.P5, "total_p95": e.Total.P95, "index_sd": m.SD, "sd_if_known": e.Known, "variance_reduction": e.Reduction,
			} {
				if got, err := strconv.ParseFloat(row[column[name]], 64); err != nil || got != want {
					t.Errorf("%s of %s, %s: %q, %v in the JSON", name, m.Quantity, e.Factor, row[column[name]], want)
				}
			}
			if row[column["factor"]] != e.Factor || row[column["quantity"]] != m.Quantity || row[column["member"]] != m.Member || row[column["inert"]] != strconv.FormatBool(e.Inert) {
				t.Errorf("row %v is not %s of %s", row, e.Factor, m.Quantity)
			}
			if math.Abs(m.SD*m.SD-e.Known*e.Known-e.Reduction) > 1e-6*m.SD*m.SD {
				t.Errorf("%s: the variance falls from %g to %g, and not by %g", e.Factor, m.SD*m.SD, e.Known*e.Known, e.Reduction)
			}
		}
	}
	if at != len(rows) || len(whole.Metrics) != 2 || whole.Question.Points != 1024 || strings.Join(whole.Question.Metrics, " ") != "capacity.chips cost.capex" {
		t.Errorf("%d of %d rows, %d metrics, question %v", at, len(rows), len(whole.Metrics), whole.Question)
	}
	kinds := map[string]string{}
	for _, f := range whole.Factors {
		kinds[f.Name] = f.Kind
		if f.Label == "" || len(f.Inputs) == 0 {
			t.Errorf("factor %v", f)
		}
	}
	if kinds["switches"] != "common" || kinds["power.basis"] != "input" || kinds["alpha:system.power"] != "input" {
		t.Errorf("kinds %v", kinds)
	}
	lines := strings.Split(strings.TrimSpace(string(write(JSONL))), "\n")
	if len(lines) != len(rows)-1 {
		t.Errorf("%d lines of JSONL, %d rows of CSV", len(lines), len(rows)-1)
	}
	table, markdown := string(write(Table)), string(write(Markdown))
	for _, f := range whole.Factors {
		if !strings.Contains(table, f.Name) || !strings.Contains(markdown, f.Name) {
			t.Errorf("%s is not in the table or the Markdown", f.Name)
		}
	}
}

// TestInputLabels: every input that can be a range has a short name, no two the same.
func TestInputLabels(t *testing.T) {
	seen := map[string]string{}
	for _, s := range model.Model.All() {
		if !s.Input || s.Fixed || s.Stream == 0 {
			continue
		}
		l := InputLabel(s)
		if l == s.Name || len(l) > 40 {
			t.Errorf("%s is called %q", s.Name, l)
		}
		if o := seen[l]; o != "" {
			t.Errorf("%s and %s are both called %q", s.Name, o, l)
		}
		seen[l] = s.Name
	}
}

func TestFactorLabels(t *testing.T) {
	s := studied(t, "facility", []answer.Group{{Name: "mine", Inputs: []string{"site.reserve", "site.scatter"}}}, alpha, beta)
	got := map[string]bool{}
	for i := range s.Factors {
		got[FactorLabel(&s.Factors[i], s.Members)] = true
	}
	for _, want := range []string{"mine", "Peak PUE", "Power per system, alpha", "Network power per chip, all chips"} {
		if !got[want] {
			t.Errorf("%q is not among %v", want, got)
		}
	}
}

// TestTornadoWithoutIndices has no columns of them, and programs get nulls.
func TestTornadoWithoutIndices(t *testing.T) {
	q, m := asked("sensitivity", "facility", alpha)
	s, err := answer.NewStudy(q, m, []answer.Metric{{Spec: capacity.Chips.Spec, Member: mix.Total}}, analysis.Settings{Draws: q.Draws, Seed: 1}).Run(nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := string(render(t, func(w io.Writer) error { return Sensitivity(w, s, Options{}) }))
	if strings.Contains(out, "variance") || strings.Contains(out, "n/a") || strings.Contains(out, "What to look up") || !strings.Contains(out, "one input at a time") {
		t.Error(out)
	}
	if out := string(render(t, func(w io.Writer) error { return Sensitivity(w, s, Options{Format: JSON}) })); !strings.Contains(out, `"first": {"value": null, "p5": null, "p95": null}`) {
		t.Error(out)
	}
}

// TestRecipeOfAStudy is one line that tells studies apart.
func TestRecipeOfAStudy(t *testing.T) {
	a := studied(t, "facility", nil, alpha)
	b := studied(t, "facility", []answer.Group{{Name: "g", Texts: []string{"g=site.*"}, Inputs: []string{"site.reserve", "site.scatter"}}}, alpha)
	one, other := SensitivityRecipe(a), SensitivityRecipe(b)
	if one == other || strings.Contains(one, "\n") || !strings.Contains(other, `"groups": ["g=site.*"]`) || !strings.Contains(one, `"points": 1024`) {
		t.Errorf("%s\n%s", one, other)
	}
	if SensitivityHash(a) == SensitivityHash(b) || len(SensitivityHash(a)) != 64 {
		t.Error("the hash does not tell them apart")
	}
}
