package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/quantity"
)

// audited is what an audit found; said is put into texts that come from profiles.
func audited(said string) Audited {
	at := func(file string, line, column int) audit.Place {
		return audit.Place{File: file, Line: line, Column: column}
	}
	return Audited{Profiles: 3, Oldest: "2025-05-23", Findings: []audit.Finding{
		{Place: at("mine/alpha.toml", 0, 0), Code: "syntax", Severity: audit.Problem, Message: "the file is empty", Advice: "docs/profiles.md shows what belongs in it"},
		{Place: at("mine/beta.toml", 12, 1), Code: "precision-ratio", Severity: audit.Warning, Key: "chip.fp8", Message: "exactly 4 times chip.bf16; 1 or 2 times is usual",
			Advice: "is it a sparse peak? look up the peak without sparsity; if it is dense, except the key and say why"},
		{Place: at("mine/beta.toml", 14, 3), Code: "memory-rate", Severity: audit.Info, Key: "chip.hbm_bandwidth", Message: "reads all of chip.hbm 200 times a second",
			Advice: "check the units", Excepted: "SRAM, not HBM: " + said},
		{Place: at("mine/beta.toml", 20, 1), Code: "conflict", Severity: audit.Info, Key: "chip.tdp", Message: "700 W (30%, a) or 1 kW (70%, b)"},
	}}
}

func TestGoldenAudit(t *testing.T) {
	for file, o := range map[string]Options{
		"audit.txt": {Width: 80}, "audit-quiet.txt": {Width: 80, Quiet: true}, "audit-colour.txt": {Width: 80, Color: true}, "audit.md": {Format: Markdown},
		"audit.json": {Format: JSON}, "audit.jsonl": {Format: JSONL}, "audit.csv": {Format: CSV}, "audit.tsv": {Format: TSV},
	} {
		o.Tool = tool
		golden(t, file, func(w io.Writer) error { return Audit(w, audited("as | its page says"), o) })
	}
	few := audited("as its page says")
	few.Shown = audit.Warning
	golden(t, "audit-few.txt", func(w io.Writer) error { return Audit(w, few, Options{Width: 80, Tool: tool}) })
	golden(t, "audit-few.json", func(w io.Writer) error { return Audit(w, few, Options{Format: JSON, Tool: tool}) })
	golden(t, "audit-clean.txt", func(w io.Writer) error { return Audit(w, Audited{Profiles: 1}, Options{Width: 80, Tool: tool}) })
}

// TestAuditFormatsAgree finds the same findings with the same fields in every format for programs, and every word of them in those for people.
func TestAuditFormatsAgree(t *testing.T) {
	a := audited("as its page says")
	write := func(f Format) []byte {
		return render(t, func(w io.Writer) error { return Audit(w, a, Options{Format: f, Tool: tool}) })
	}
	var whole struct{ Findings []map[string]any }
	if err := json.Unmarshal(write(JSON), &whole); err != nil {
		t.Fatal(err)
	}
	if len(whole.Findings) != len(a.Findings) {
		t.Fatalf("%d findings in JSON", len(whole.Findings))
	}
	lines := strings.Split(strings.TrimSpace(string(write(JSONL))), "\n")
	rows, err := csv.NewReader(bytes.NewReader(write(CSV))).ReadAll()
	if err != nil || len(rows) != len(a.Findings)+1 || len(lines) != len(a.Findings) {
		t.Fatal(err, len(rows), len(lines))
	}
	for i, want := range whole.Findings {
		var line map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &line); err != nil {
			t.Fatal(err)
		}
		if len(line) != len(want) || len(rows[0]) != len(want) {
			t.Errorf("%d fields in JSON, %d in JSON Lines, %d in CSV", len(want), len(line), len(rows[0]))
		}
		for k, name := range rows[0] {
			text := ""
			if want[name] != nil {
				text = fmt.Sprint(want[name])
			}
			if line[name] != want[name] || rows[i+1][k] != text {
				t.Errorf("%s of finding %d: %v in JSON, %v in JSON Lines, %q in CSV", name, i, want[name], line[name], rows[i+1][k])
			}
			for _, f := range []Format{Table, Markdown} {
				if name != "file" && name != "line" && name != "column" && !strings.Contains(string(write(f)), text) {
					t.Errorf("%s: no %q", f, text)
				}
			}
		}
	}
}

// TestConflictsAreShown gives every figure on which sources contradict each other with its weight and its own source, in every format.
func TestConflictsAreShown(t *testing.T) {
	torn := chip("torn", "Torn One", 1)
	torn.Values[accelerators.TDP.Spec] = quantity.Value{
		Shape: quantity.Discrete, Values: []float64{500, 800, 900}, Weights: []float64{1, 2, 1}, Basis: quantity.Reported, Sources: []quantity.Source{teardown, datasheet, {}},
	}
	show := func(f Format, chips ...*accelerators.Accelerator) string {
		return string(render(t, func(w io.Writer) error { return ProfileShow(w, chips, Options{Format: f}) }))
	}
	for _, chips := range [][]*accelerators.Accelerator{{torn}, {alpha, torn}} {
		owner := ""
		if len(chips) > 1 {
			owner = "torn:"
		}
		out := strings.Join(strings.Fields(show(Table, chips...)), " ")
		for _, want := range []string{owner + "chip.tdp 500 W 25% [2] A teardown | with a bar, analyst, 2026-01-15", "800 W 50% [1] Alpha One datasheet, vendor, 2025-12-02", "900 W 25% no source"} {
			if !strings.Contains(out, want) {
				t.Errorf("no %q in %s", want, out)
			}
		}
		if out := show(Markdown, chips...); !strings.Contains(out, "| `"+owner+"chip.tdp` | 500 W | 25% |") {
			t.Error(out)
		}
		if out := show(CSV, chips...); !strings.Contains(out, "500 800 900,1 2 1,reported,") || !strings.Contains(out, ",https://example.org/teardown?a=1&b=(2) https://example.com/alpha -,,,,\n") {
			t.Error(out)
		}
		if out := show(JSON, chips...); !strings.Contains(out, `{"value": 800, "weight": 2, "source": {"title": "Alpha One datasheet"`) ||
			!strings.Contains(out, `{"value": 900, "weight": 1, "source": null}`) {
			t.Error(out)
		}
	}
	page := func(f Format) string {
		in := answer.Input{Spec: accelerators.TDP.Spec, Value: torn.Values[accelerators.TDP.Spec]}
		return string(render(t, func(w io.Writer) error {
			return InputPage(w, answer.NewPage(answer.Question{Command: "explain"}, "torn", "Torn One", in), Options{Format: f})
		}))
	}
	for f, want := range map[Format]string{
		Table: "800 W     50%  [2] Alpha One datasheet, vendor, 2025-12-02\n", Markdown: "| 800 W | 50% | \\[2\\] Alpha One datasheet, vendor, 2025-12-02 |",
		CSV: ",800,2,,,,,,reported,,Alpha One datasheet,https://example.com/alpha,2025-12-02,vendor,", JSON: `{"value": 800, "weight": 2, "source": {"title": "Alpha One datasheet"`,
		JSONL: `"value": 800, "weight": 2,`, TSV: "\t800\t2\t",
	} {
		if out := page(f); !strings.Contains(out, want) {
			t.Errorf("%s: no %q in %s", f, want, out)
		}
	}
}

// TestListFormatsAgree holds the list's JSON to its CSV: the same systems in the same order, with the same fields.
func TestListFormatsAgree(t *testing.T) {
	hosted := chip("hosted", "Hosted One", 1)
	delete(hosted.Values, accelerators.SystemPower.Spec)
	hosted.Values[accelerators.HostPower.Spec] = constant(1000)
	hosted.Values[accelerators.TDP.Spec] = constant(500)
	l := Listing{Chips: []*accelerators.Accelerator{hosted, gamma, alpha}, AsOf: "2026-01-01", Warnings: []answer.Warning{{Code: "undated", Message: "left out: beta.", Advice: "Date it."}}}
	write := func(f Format) []byte {
		return render(t, func(w io.Writer) error { return ProfileList(w, l, Options{Format: f, Width: 0}) })
	}
	rows, err := csv.NewReader(bytes.NewReader(write(CSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	whole := decode(t, write(JSON))
	chips := whole["accelerators"].([]any)
	if len(chips) != len(rows)-1 || whole["as_of"] != "2026-01-01" || len(whole["warnings"].([]any)) != 1 {
		t.Fatalf("%d systems in JSON, %d in CSV; %v", len(chips), len(rows)-1, whole["warnings"])
	}
	for i, c := range chips {
		one := c.(map[string]any)
		medians := one["medians"].(map[string]any)
		for k, name := range rows[0] {
			var v any
			switch {
			case name == "kind" || name == "description":
				continue
			case name == "aliases":
				v = one[name].([]any)[0]
			case name == "overrides" && one[name] != nil:
				v = one[name].([]any)[0]
			case strings.Contains(name, "."):
				v = medians[name]
			default:
				v = one[name]
			}
			text := ""
			if v != nil {
				text = fmt.Sprint(v)
			}
			if rows[i+1][k] != text {
				t.Errorf("%s of %s: %v in JSON, %q in CSV", name, one["id"], v, rows[i+1][k])
			}
		}
		if i == 0 && fmt.Sprint(medians["system.power"]) != "33000" {
			t.Errorf("64 chips of 500 W and 1 kW are %v", medians["system.power"])
		}
	}
	for _, f := range []Format{Table, Markdown} {
		out := string(write(f))
		if !strings.Contains(out, "33 kW") || !strings.Contains(out, "Dense fp8") {
			t.Error(out)
		}
	}
	narrow := string(render(t, func(w io.Writer) error {
		return ProfileList(w, Listing{Chips: l.Chips, Sorted: []string{"-fp8", "announced"}}, Options{Width: 100})
	}))
	if !strings.Contains(narrow, "Dense fp8") || !strings.Contains(narrow, "Announced") || strings.Contains(narrow, "Family") {
		t.Errorf("a narrow list shows what it is sorted by:\n%s", narrow)
	}
	if out := string(render(t, func(w io.Writer) error { return ProfileList(w, Listing{}, Options{}) })); out != "No profile is like that.\n" {
		t.Errorf("%q", out)
	}
}
