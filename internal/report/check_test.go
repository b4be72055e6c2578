package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/quantity"
)

// checked holds a claim, if there is one, and conditions against two gigawatts of alpha.
func checked(t *testing.T, claim string, base *check.Baseline, conditions ...string) *check.Result {
	t.Helper()
	q, m := asked("check", "facility", alpha)
	m.Members[0].Share = 1
	valid(t, m)
	set := analysis.Settings{Draws: q.Draws, Seed: q.Seed, Workers: 1}
	want := answer.Want{Quantities: []*quantity.Spec{capacity.Chips.Spec, capacity.PowerFacility.Spec, cost.Capex.Spec, capacity.Peak[2].Spec}, Members: true, Settings: set}
	var c *check.Claim
	if claim != "" {
		var err error
		if c, err = check.ParseClaim(claim); err != nil {
			t.Fatal(err)
		}
		want.Chances = []answer.Threshold{c.Threshold(c.Measured(m.Precision))}
	}
	r := &check.Result{Answer: answer.Evaluate(q, m, want)}
	if c != nil {
		var err error
		if r.Claim, err = check.Judge(c, r.Answer, set); err != nil {
			t.Fatal(err)
		}
	}
	if base != nil {
		r.Baseline = base.Name
	}
	for i, text := range conditions {
		level := check.Fail
		if i%2 == 1 {
			level = check.Warn
		}
		x, err := check.ParseCondition(text, level)
		if err != nil {
			t.Fatal(err)
		}
		o, err := check.Judged(x, r.Answer, base)
		if err != nil {
			t.Fatal(err)
		}
		r.Outcomes = append(r.Outcomes, *o)
	}
	return r
}

// earlier is a baseline with fewer chips and a figure that is not what it was.
func earlier() *check.Baseline {
	return &check.Baseline{Name: "baseline.json", Figures: map[check.Figure]float64{{Quantity: "capacity.chips", Statistic: "p50"}: 1.7e6, {Quantity: "cost.capex", Statistic: "p50"}: 60e9}}
}

func TestGoldenChecks(t *testing.T) {
	wrong := checked(t, "2 GW is 4 million alpha", nil)
	right := checked(t, "2 GW of alpha is 1.9M chips", nil)
	peak := checked(t, "2 GW is 2.5 ZFLOP/s of alpha", nil)
	gate := checked(t, "", earlier(), "capacity.chips < -5%", "capacity.chips outside 1M..1.5M", "cost.capex.p95 > 1B", "power.facility > 2.5 GW")
	both := checked(t, "2 GW is 4 million alpha", nil, "capacity.chips.p5 < 1M", "cost.capex < 1B", "capacity.chips > 1M")
	for _, c := range []struct {
		file string
		*check.Result
		Options
	}{
		{"check-false.txt", wrong, Options{Width: 80}},
		{"check-false-wide.txt", wrong, Options{}},
		{"check-false.md", wrong, Options{Format: Markdown}},
		{"check-false.json", wrong, Options{Format: JSON}},
		{"check-false.csv", wrong, Options{Format: CSV}},
		{"check-true.txt", right, Options{Width: 80}},
		{"check-true-quiet.txt", right, Options{Width: 80, Quiet: true, ASCII: true}},
		{"check-peak.txt", peak, Options{Width: 80}},
		{"check-gate.txt", gate, Options{Width: 80}},
		{"check-gate-colour.txt", gate, Options{Width: 80, Color: true, ASCII: true}},
		{"check-gate.md", gate, Options{Format: Markdown}},
		{"check-gate.json", gate, Options{Format: JSON}},
		{"check-gate.csv", gate, Options{Format: CSV}},
		{"check-gate.xml", gate, Options{Format: JUnit}},
		{"check-both.xml", both, Options{Format: JUnit}},
	} {
		c.Tool = tool
		golden(t, c.file, func(w io.Writer) error { return Check(w, c.Result, c.Options) })
	}
}

// TestCheckFormatsAgree finds the verdict, the numbers and the texts of each check in every format.
func TestCheckFormatsAgree(t *testing.T) {
	r := checked(t, "2 GW is 4 million alpha", earlier(), "capacity.chips < -5%", "capacity.chips outside 1M..1.5M", "cost.capex.p95 > 1B")
	write := func(f Format) []byte {
		return render(t, func(w io.Writer) error { return Check(w, r, Options{Format: f, Tool: tool}) })
	}
	var tree struct {
		Verdict string
		Claim   struct {
			Verdict  string
			Value    float64
			Readings []map[string]any
		}
		Checks []map[string]any
	}
	if err := json.Unmarshal(write(JSON), &tree); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(write(CSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	if len(rows) != 1+1+len(tree.Claim.Readings)+len(tree.Checks) || tree.Verdict != "fail" || rows[1][at["status"]] != tree.Claim.Verdict {
		t.Errorf("%d rows, %d readings, %d checks, verdict %s", len(rows), len(tree.Claim.Readings), len(tree.Checks), tree.Verdict)
	}
	table, markdown := string(write(Table)), string(write(Markdown))
	var suites struct {
		Failures int `xml:"failures,attr"`
		Suite    struct {
			Cases []struct {
				Name    string    `xml:"name,attr"`
				Failure *struct{} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(write(JUnit), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Failures != r.Count(check.Fail) || len(suites.Suite.Cases) != 1+len(r.Outcomes) {
		t.Errorf("JUnit has %d failures of %d", suites.Failures, len(suites.Suite.Cases))
	}
	for i, x := range tree.Checks {
		row := rows[1+1+len(tree.Claim.Readings)+i]
		for _, k := range []string{"status", "level", "member", "quantity", "statistic", "unit", "operator"} {
			if row[at[k]] != x[k] {
				t.Errorf("check %d: %s is %v in JSON and %s in CSV", i, k, x[k], row[at[k]])
			}
		}
		sign := signs[check.Status(x["status"].(string))]
		if n := strings.Count(table, sign); n == 0 {
			t.Errorf("the table lacks %q", sign)
		}
		if !strings.Contains(markdown, sign+" | `"+x["quantity"].(string)+"."+x["statistic"].(string)+"`") {
			t.Errorf("the Markdown lacks %s of %v", sign, x["quantity"])
		}
		one := suites.Suite.Cases[1+i]
		if one.Name != x["condition"] || (one.Failure != nil) != (x["status"] == "fail") {
			t.Errorf("JUnit has %+v for %v", one, x)
		}
	}
}
