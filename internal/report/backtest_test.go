package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/backtest"
	"github.com/capplan/capplan/internal/power"
)

// oneChip is a library of one chip under two names, and of one site under every name.
type oneChip struct{ chip *accelerators.Accelerator }

func (l oneChip) Accelerator(name string) (*accelerators.Accelerator, error) {
	if name != l.chip.ID && name != "other" {
		return nil, fmt.Errorf("unknown chip %q", name)
	}
	a := *l.chip
	a.ID = name
	a.Values = maps.Clone(a.Values)
	a.Values[accelerators.Draw[2].Spec] = triangle(0.75, 0.85, 0.95, "assumed")
	return &a, nil
}

func (oneChip) Site(id string) (*power.Site, error) {
	s := site()
	s.ID = id
	return s, nil
}

// backtested is a board of invented rows, of every group, with gates; said is put into what rows say.
func backtested(t *testing.T, c *accelerators.Accelerator, said string) Backtested {
	t.Helper()
	nan := math.NaN()
	row := func(id string, n, mw float64, basis backtest.Basis, change func(*backtest.Row)) backtest.Row {
		r := backtest.Row{ID: id, Name: "Row " + id, Location: id, Date: "2025-06", Profile: c.ID, Count: backtest.Span{Low: nan, Central: n, High: nan},
			Power: backtest.Span{Low: nan, Central: mw * 1e6, High: nan}, Basis: basis, Sources: "https://example.com/" + id, Licence: "invented", Confidence: "A"}
		if change != nil {
			change(&r)
		}
		return r
	}
	rows := []backtest.Row{
		row("near", 100e3, 105, backtest.Facility, func(r *backtest.Row) { r.Count.Low, r.Count.High, r.Note = 95e3, 105e3, "the count is of "+said+"." }),
		row("far", 100e3, 200, backtest.CriticalIT, func(r *backtest.Row) { r.Power.Low, r.Power.High, r.Profile = 190e6, 210e6, "other" }),
		row("third", 50e3, 50, backtest.UtilityContract, nil),
		row("older", 90e3, 105, backtest.Facility, func(r *backtest.Row) { r.Location, r.Date = "near", "2024" }),
		row("more", 100e3, 105, backtest.Facility, func(r *backtest.Row) { r.Count.Low = 100e3 }),
		row("unsaid", 100e3, 105, backtest.Unspecified, nil),
		row("run", 512, 0.4, backtest.MeasuredTraining, nil),
		row("lora", 64, 0.04, backtest.MeasuredTraining, func(r *backtest.Row) { r.Name = "A LoRA run, " + said }),
		row("nothing", 64, 0.04, backtest.MeasuredHPL, func(r *backtest.Row) { r.Profile = "" }),
	}
	for i := range 11 {
		id := fmt.Sprintf("hpl%02d", i)
		rows = append(rows, row(id, 1000, 0.7+0.02*float64(i), backtest.MeasuredHPL, func(r *backtest.Row) {
			if i%3 == 0 {
				r.Profile = "other"
			}
		}))
	}
	b, err := backtest.Run(rows, backtest.Config{Library: oneChip{c}, Settings: analysis.Settings{Draws: 512, Seed: 1}})
	if err != nil {
		t.Fatal(err)
	}
	median, n := b.Of(backtest.Sites).Measure("median_abs_log_error").Value, b.Of(backtest.HPL).Measure("n").Value
	b.Gates = []backtest.Gate{
		{Text: "sites.median_abs_log_error > 0.01", Name: "sites.median_abs_log_error", Op: ">", Low: 0.01, High: 0.01, Value: median, Failed: median > 0.01},
		{Text: "hpl.n < 5", Name: "hpl.n", Op: "<", Low: 5, High: 5, Value: n, Failed: n < 5},
	}
	return Backtested{Board: b, Draws: 512, Seed: 1, Sampler: "sobol", Sites: []*power.Site{site()}}
}

func TestGoldenBacktest(t *testing.T) {
	b := backtested(t, alpha, "chips")
	for file, o := range map[string]Options{
		"backtest.txt": {}, "backtest-80.txt": {Width: 80}, "backtest-quiet.txt": {Width: 80, Quiet: true}, "backtest-colour.txt": {Width: 120, Color: true}, "backtest-ascii.txt": {ASCII: true},
		"backtest.md": {Format: Markdown}, "backtest.json": {Format: JSON}, "backtest.jsonl": {Format: JSONL}, "backtest.csv": {Format: CSV}, "backtest.tsv": {Format: TSV},
	} {
		o.Tool = tool
		golden(t, file, func(w io.Writer) error { return Backtest(w, b, o) })
	}
	few := b
	few.Groups, few.Data = []backtest.Group{backtest.Training, backtest.FineTuning}, "mine.csv"
	golden(t, "backtest-few.txt", func(w io.Writer) error { return Backtest(w, few, Options{Width: 80, Tool: tool}) })
	scores := b
	scores.ScoresOnly = true
	golden(t, "backtest-scores.txt", func(w io.Writer) error { return Backtest(w, scores, Options{Tool: tool}) })
}

// TestBacktestFormatsAgree: the rows, the scores and the numbers are the same in JSON, CSV, TSV and JSON Lines, and every row is in every format.
func TestBacktestFormatsAgree(t *testing.T) {
	b := backtested(t, alpha, "chips")
	write := func(f Format) []byte {
		return render(t, func(w io.Writer) error { return Backtest(w, b, Options{Format: f, Tool: tool}) })
	}
	table, err := csv.NewReader(bytes.NewReader(write(CSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, c := range table[0] {
		at[c] = i
	}
	tabbed := csv.NewReader(bytes.NewReader(write(TSV)))
	tabbed.Comma, tabbed.LazyQuotes = '\t', true
	other, err := tabbed.ReadAll()
	if err != nil || fmt.Sprint(other) != fmt.Sprint(table) {
		t.Errorf("TSV differs from CSV: %v", err)
	}
	lines := strings.Split(strings.TrimSpace(string(write(JSONL))), "\n")
	if len(lines) != len(table)-1 {
		t.Fatalf("%d lines, %d rows of CSV", len(lines), len(table)-1)
	}
	for i, l := range lines {
		one := decode(t, []byte(l))
		for c, k := range at {
			text := ""
			if one[c] != nil {
				text = fmt.Sprint(one[c])
			}
			if text != table[i+1][k] {
				t.Errorf("line %d, %s: %q in JSON Lines, %q in CSV", i, c, text, table[i+1][k])
			}
		}
	}
	var whole struct {
		Counts map[string]int
		Scores map[string]struct {
			Measures map[string]struct{ Value, Low, High *json.Number }
		}
		Rows []struct {
			ID       string
			Error    *json.Number `json:"log_error"`
			Left     *string      `json:"not_predicted"`
			Readings []struct{ Chips, Power map[string]json.Number }
		}
	}
	if err := json.Unmarshal(write(JSON), &whole); err != nil {
		t.Fatal(err)
	}
	text := func(n *json.Number) string {
		if n == nil {
			return ""
		}
		return n.String()
	}
	seen, scored := map[string]int{}, 0
	for _, r := range table[1:] {
		switch r[at["kind"]] {
		case "score":
			m, known := whole.Scores[r[at["group"]]].Measures[r[at["measure"]]]
			if !known || text(m.Value) != r[at["value"]] || text(m.Low) != r[at["low"]] || text(m.High) != r[at["high"]] {
				t.Errorf("%s.%s: %v in CSV", r[at["group"]], r[at["measure"]], r)
			}
			scored++
		case "row":
			id := r[at["id"]]
			for _, w := range whole.Rows {
				if w.ID != id {
					continue
				}
				if text(w.Error) != r[at["log_error"]] || (w.Left != nil) != (r[at["not_predicted"]] != "") {
					t.Errorf("%s: error %v, %v in CSV", id, w.Error, r[at["log_error"]])
				}
				if w.Left == nil {
					for _, l := range levelNames {
						if f := w.Readings[seen[id]]; f.Chips[l].String() != r[at["chips_"+l]] || f.Power[l].String() != r[at["power_"+l]] {
							t.Errorf("%s, %s: %v in JSON, %s and %s in CSV", id, l, f, r[at["chips_"+l]], r[at["power_"+l]])
						}
					}
				}
			}
			seen[id]++
		}
	}
	if scored != 8*len(backtest.Groups) || len(whole.Scores) != len(backtest.Groups) {
		t.Errorf("%d scores in CSV, %d groups in JSON", scored, len(whole.Scores))
	}
	if len(whole.Rows) != len(b.Outcomes) || len(seen) != len(b.Outcomes) || whole.Counts["rows"] != len(b.Outcomes) || seen["unsaid"] != 2 {
		t.Errorf("%d rows, %d in JSON, %d in CSV", len(b.Outcomes), len(whole.Rows), len(seen))
	}
	for _, f := range []Format{Table, Markdown} {
		page := string(write(f))
		for _, o := range b.Outcomes {
			if !strings.Contains(page, o.Name) || !strings.Contains(page, "example.com/"+o.ID) {
				t.Errorf("%s: no row %s, or not its source", f, o.ID)
			}
		}
		if !strings.Contains(page, "names no profile") {
			t.Errorf("%s does not say why a row is not predicted", f)
		}
	}
}

// TestBacktestMarks: what does not come with the program is said, even to those who want it short.
func TestBacktestMarks(t *testing.T) {
	c := *alpha
	c.Values = maps.Clone(c.Values)
	v := c.Values[accelerators.SystemPower.Spec]
	v.Override, v.Origin = true, "mine.toml:3"
	c.Values[accelerators.SystemPower.Spec] = v
	plain, b := backtested(t, alpha, "chips"), backtested(t, &c, "chips")
	b.Set = []answer.Setting{{Text: "site.scatter=1", Origin: "--set"}, {Text: "profiles=mine", Origin: "--profiles", Path: true}}
	b.Overlaid = []answer.Overlaid{{ID: "added", Added: true, Origin: "added.toml"}}
	out := string(render(t, func(w io.Writer) error { return Backtest(w, b, Options{Quiet: true}) }))
	for _, want := range []string{"Set: site.scatter=1.\n", "Overrides: alpha:system.power (mine.toml:3), other:system.power (mine.toml:3).\n", "Added, not built in: added (added.toml).\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q", want)
		}
	}
	if out := string(render(t, func(w io.Writer) error { return Backtest(w, plain, Options{}) })); strings.Contains(out, "Overrides:") || strings.Contains(out, "Set:") {
		t.Error("marks where all is built in")
	}
	if strings.Contains(b.Recipe(), "mine") || !strings.Contains(b.Recipe(), `"added": true`) {
		t.Errorf("recipe %s", b.Recipe())
	}
	if b.InputHash() == plain.InputHash() || plain.InputHash() != backtested(t, alpha, "chips").InputHash() {
		t.Error("the hash does not tell the inputs apart")
	}
}
