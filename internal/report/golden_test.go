package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

var update = flag.Bool("update", false, "write the files of testdata anew")

var tool = ToolInfo{Name: "capplan", Version: "1.2.3", Library: "2026-11-01"}

// render returns what a function writes.
func render(t *testing.T, f func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// golden compares with a file of testdata.
func golden(t *testing.T, name string, f func(io.Writer) error) {
	t.Helper()
	got := render(t, f)
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test ./internal/report -update writes it anew); got\n%s", name, got)
	}
}

var (
	alpha  = chip("alpha", "Alpha UltraServer", 1)
	alpha2 = chip("alpha2", "Alpha2 UltraServer", 1.9)
	beta   = chip("beta", "Beta NVL72", 3)
	gamma  = poor()
)

// poor is a chip that is announced, without price and with fewer precisions: much of its answer is n/a.
func poor() *accelerators.Accelerator {
	c := chip("gamma", "Gamma Next", 4)
	c.Status = accelerators.Announced
	delete(c.Values, accelerators.ComputePerChip.Spec)
	delete(c.Values, accelerators.Peak[2].Spec)
	delete(c.Values, accelerators.HBM.Spec)
	v := c.Values[accelerators.TDP.Spec]
	v.Override, v.Origin = true, "mine/gamma.toml:7"
	c.Values[accelerators.TDP.Spec] = v
	return c
}

// started is the estimate of another start than two gigawatts.
func started(t *testing.T, start int, spec *quantity.Spec, flag, text string, value float64) *answer.Answer {
	t.Helper()
	q, m := asked("estimate", "facility", alpha)
	q.Start = answer.Start{Flag: flag, Text: text, Prose: text, Value: value, Spec: spec}
	m.Start = start
	delete(m.Shared, power.Commitment.Spec)
	m.Shared[spec] = quantity.Fixed(value, quantity.Given, flag)
	valid(t, m)
	return answer.Evaluate(q, m, want(q))
}

func pointOnly(t *testing.T) *answer.Answer {
	t.Helper()
	q, m := asked("estimate", "it", alpha)
	q.Draws = 0
	valid(t, m)
	return answer.Evaluate(q, m, want(q))
}

func explained(t *testing.T, target *quantity.Spec) *answer.Explanation {
	t.Helper()
	q, m := asked("explain", "facility", alpha)
	valid(t, m)
	return answer.Explain(q, m, target, analysis.Settings{Draws: q.Draws, Seed: q.Seed, Workers: 1})
}

// answers are all kinds of answers, by name.
func answers(t *testing.T) map[string]*answer.Answer {
	t.Helper()
	return map[string]*answer.Answer{
		"estimate":    estimated(t, "facility", alpha),
		"unstated":    estimated(t, power.Unstated, alpha),
		"rack":        estimated(t, "rack", alpha),
		"poor":        estimated(t, "facility", gamma),
		"point":       pointOnly(t),
		"budget":      started(t, power.FromBudget, power.Budget.Spec, "--budget", "$35B", 35e9),
		"chips":       started(t, power.FromChips, power.StartChips.Spec, "--chips", "400k", 400e3),
		"racks":       started(t, power.FromRacks, power.StartRacks.Spec, "--racks", "1000", 1000),
		"flops":       started(t, power.FromFLOPS, power.StartFLOPS.Spec, "--flops", "1 ZFLOP/s", 1e21),
		"h100e":       started(t, power.FromH100e, power.StartH100e.Spec, "--h100e", "1.2M", 1.2e6),
		"nothing":     started(t, power.FromPower, power.Commitment.Spec, "--power", "20 kW", 20e3),
		"mix":         mixed(t, alpha, alpha2),
		"mix-poor":    mixed(t, alpha, alpha2, gamma),
		"compare":     compared(t, alpha, alpha2, beta),
		"compare-two": compared(t, beta, gamma),
		"compare-one": compared(t, alpha),
		"compare-all": compared(t, alpha, alpha2, beta, gamma, chip("delta", "Delta", 0.5)),
	}
}

func TestGoldenAnswers(t *testing.T) {
	all := answers(t)
	for _, c := range []struct {
		file, answer string
		Options
	}{
		{"estimate.txt", "estimate", Options{Width: 80}},
		{"estimate-ascii.txt", "estimate", Options{Width: 80, ASCII: true}},
		{"estimate-colour.txt", "estimate", Options{Width: 80, Color: true}},
		{"estimate-quiet.txt", "estimate", Options{Width: 80, Quiet: true}},
		{"estimate.md", "estimate", Options{Format: Markdown}},
		{"estimate.json", "estimate", Options{Format: JSON}},
		{"estimate.jsonl", "estimate", Options{Format: JSONL}},
		{"estimate.csv", "estimate", Options{Format: CSV}},
		{"estimate.tsv", "estimate", Options{Format: TSV}},
		{"unstated.txt", "unstated", Options{Width: 80}},
		{"poor.txt", "poor", Options{Width: 80}},
		{"point.txt", "point", Options{Width: 80}},
		{"nothing.txt", "nothing", Options{Width: 80}},
		{"chips.txt", "chips", Options{Width: 80, Quiet: false}},
		{"mix.txt", "mix", Options{Width: 80}},
		{"mix-poor.txt", "mix-poor", Options{Width: 80}},
		{"mix-poor-wide.txt", "mix-poor", Options{}},
		{"mix-poor.md", "mix-poor", Options{Format: Markdown}},
		{"mix-poor.json", "mix-poor", Options{Format: JSON}},
		{"compare.txt", "compare", Options{Width: 80}},
		{"compare-wide.txt", "compare", Options{}},
		{"compare-all.txt", "compare-all", Options{Width: 80}},
		{"compare-two.json", "compare-two", Options{Format: JSON}},
		{"compare-two.csv", "compare-two", Options{Format: CSV}},
	} {
		c.Tool = tool
		golden(t, c.file, func(w io.Writer) error { return Answer(w, all[c.answer], c.Options) })
	}
	golden(t, "warnings.txt", func(w io.Writer) error { return Warnings(w, all["mix-poor"].Warnings, Options{Width: 80}) })
}

func TestGoldenExplanations(t *testing.T) {
	for name, s := range map[string]*quantity.Spec{"explain-chips": capacity.Chips.Spec, "explain-cost": cost.PerChipHour.Spec} {
		x := explained(t, s)
		golden(t, name+".txt", func(w io.Writer) error { return Explanation(w, x, Options{Width: 80, Tool: tool}) })
		golden(t, name+".md", func(w io.Writer) error { return Explanation(w, x, Options{Format: Markdown, Tool: tool}) })
	}
	x := explained(t, capacity.Chips.Spec)
	golden(t, "explain-chips.json", func(w io.Writer) error { return Explanation(w, x, Options{Format: JSON, Tool: tool}) })
	golden(t, "explain-chips.csv", func(w io.Writer) error { return Explanation(w, x, Options{Format: CSV, Tool: tool}) })
}

// small is a reference that does not change with the model.
func small() *quantity.Set {
	set := quantity.NewSet()
	watts := quantity.Input(set, quantity.InputDef[unit.Watt]{Name: "box.power", Doc: "Power of a box.", Bounds: quantity.Positive, Stream: 1})
	boxes := quantity.Input(set, quantity.InputDef[unit.Number]{Name: "box.count", Doc: "Boxes.", Scope: quantity.Member, Bounds: quantity.NonNegative, Fixed: true})
	spare := quantity.Input(set, quantity.InputDef[unit.Watt]{Name: "box.spare", Doc: "Power kept back.", Bounds: quantity.NonNegative, Stream: 2, Fallback: watts.Expr})
	quantity.Input(set, quantity.InputDef[unit.Number]{Name: "box.colour", Doc: "A colour.", Bounds: quantity.UnitInterval, Labels: []string{"red", "blue"}, Stream: 3})
	quantity.Define(set, quantity.Def[unit.Watt]{Name: "all.power", Doc: "Power of all boxes.", Value: watts.Times(boxes.Expr), Total: quantity.Sum, Extra: spare.Expr})
	return set
}

func TestGoldenReference(t *testing.T) {
	for file, o := range map[string]Options{
		"quantities.txt": {Width: 80}, "quantities.md": {Format: Markdown}, "quantities.json": {Format: JSON}, "quantities.csv": {Format: CSV},
	} {
		o.Tool = tool
		golden(t, file, func(w io.Writer) error { return Quantities(w, small(), o) })
	}
}

func TestGoldenProfiles(t *testing.T) {
	chips, sites := []*accelerators.Accelerator{alpha, gamma}, []*power.Site{site()}
	price := answer.Input{Spec: accelerators.ComputePerChip.Spec, Value: alpha.Values[accelerators.ComputePerChip.Spec]}
	tdp := answer.Input{Spec: accelerators.TDP.Spec, Value: gamma.Values[accelerators.TDP.Spec]}
	boundary := answer.Input{Spec: power.BasisInput.Spec, Value: site().Values[power.BasisInput.Spec]}
	for extension, o := range map[string]Options{"txt": {Width: 80}, "md": {Format: Markdown}, "json": {Format: JSON}, "csv": {Format: CSV}} {
		o.Tool = tool
		golden(t, "profile-list."+extension, func(w io.Writer) error { return ProfileList(w, Listing{Chips: chips, Sites: sites}, o) })
		golden(t, "profile-one."+extension, func(w io.Writer) error { return ProfileShow(w, chips[:1], o) })
		golden(t, "profile-two."+extension, func(w io.Writer) error { return ProfileShow(w, chips, o) })
		golden(t, "site."+extension, func(w io.Writer) error { return SiteShow(w, sites, o) })
		golden(t, "input-price."+extension, func(w io.Writer) error {
			return InputPage(w, answer.NewPage(answer.Question{Command: "explain"}, "alpha", "Alpha UltraServer", price), o)
		})
		golden(t, "input-tdp."+extension, func(w io.Writer) error {
			return InputPage(w, answer.NewPage(answer.Question{Command: "explain"}, "gamma", "Gamma Next", tdp), o)
		})
		golden(t, "input-boundary."+extension, func(w io.Writer) error {
			return InputPage(w, answer.NewPage(answer.Question{Command: "explain"}, "plain", "A plain site", boundary), o)
		})
	}
}
