package report

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// told is a chip that says all that a profile can say beyond its values.
func told() *accelerators.Accelerator {
	c := chip("alpha", "Alpha *One*", 1)
	c.Aliases = []string{"a1"}
	c.Origin = "profiles/accelerators/alpha.toml"
	c.Correlations = []quantity.Correlation{{Name: "heat", A: accelerators.TDP.Spec, B: accelerators.NetworkPower.Spec, Rank: -0.25, Basis: quantity.Reported,
		Sources: []quantity.Source{datasheet}, AsOf: "2025-01-02", Note: "both | feel the heat", Origin: "alpha.toml:30", Override: true}}
	c.Exceptions = []quantity.Exception{{Rule: "precision-ratio", Keys: []string{"chip.fp8", "chip.int8"}, Reason: "The vendor\nsays so."}}
	v := c.Values[accelerators.HBM.Spec]
	v.Mode, v.AsOf, v.Note, v.Common = 96<<30, "2024-12-03", "four stacks", "memory"
	c.Values[accelerators.HBM.Spec] = v
	c.Values[accelerators.Dies.Spec] = constant(2)
	c.Values[accelerators.Floor.Spec] = quantity.Value{Shape: quantity.LogNormal, Low: 2, High: 4, Basis: quantity.Assumed, Note: "a guess"}
	return c
}

// TestBeyondValues holds every format to what a profile says beyond its values.
func TestBeyondValues(t *testing.T) {
	show := func(o Options) string {
		var b bytes.Buffer
		if err := ProfileShow(&b, []*accelerators.Accelerator{told()}, o); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for format, wants := range map[Format][]string{
		Table: {"Inputs that follow each other\n", "chip.tdp                           -0.25  reported, override  [", "both | feel the heat", "precision-ratio  chip.fp8   The vendor says so."},
		Markdown: {"| `chip.tdp`<br>`network.power_per_chip` | -0.25 | reported, override | \\[", "| both \\| feel the heat |",
			"| `precision-ratio` | `chip.fp8`<br>`chip.int8` | The vendor says so. |"},
		JSON: {`"correlations": [`, `"name": "heat"`, `"a": "chip.tdp"`, `"b": "network.power_per_chip"`, `"rank": -0.25`, `"override": true`, `"as_of": "2025-01-02"`,
			`"exceptions": [`, `{"rule": "precision-ratio", "keys": ["chip.fp8", "chip.int8"], "reason": "The vendor says so."}`},
		CSV: {"alpha,correlations.heat,1,correlation,-0.25,", ",reported," + datasheet.URL + ",2025-01-02,,true,both | feel the heat,,alpha.toml:30,,chip.tdp,network.power_per_chip\n"},
	} {
		out := show(Options{Format: format})
		for _, w := range wants {
			if !strings.Contains(out, w) {
				t.Errorf("%s lacks %q:\n%s", format, w, out)
			}
		}
	}
}

// TestLibraryPage reads a page of documentation: nothing is folded, sources are links, and the distribution is whole.
func TestLibraryPage(t *testing.T) {
	c, other := told(), chip("beta", "Beta", 2)
	var b bytes.Buffer
	if err := LibraryPage(&b, c, []*accelerators.Accelerator{c, other}, Options{}); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, w := range []string{
		"# Alpha \\*One\\*\n\n[All systems and sites](../library.md) · others of the family: [beta](beta.md)\n",
		"| Also called | a1 |\n", "| Profile | [profiles/accelerators/alpha.toml](../../profiles/accelerators/alpha.toml) |\n",
		"\n## Values\n", "| `chip.hbm` | 96 GiB |  | published, as of 2024-12-03 | [", "| `chip.tdp` | 527.5 W | 450 / 500 / 650 W, triangular | reported | [",
		"P5–P95 2–4 m2, lognormal", "- chip.hbm: four stacks (common group memory)\n",
		"\n## Inputs that follow each other\n", "reported, override, as of 2025-01-02 |", "\n## Exceptions from the rules of profiles check\n", "\n## Sources\n\n1. [",
	} {
		if !strings.Contains(page, w) {
			t.Errorf("the page lacks %q:\n%s", w, page)
		}
	}
	for _, w := range []string{"<details>", "(as of ", "capplan:profile", "\\[1"} {
		if strings.Contains(page, w) {
			t.Errorf("the page has %q:\n%s", w, page)
		}
	}
	if strings.Index(page, "## Sources") < strings.Index(page, "## Notes on values") || strings.Count(page, "\n# ") != 1 {
		t.Errorf("the parts are in another order:\n%s", page)
	}
}

// TestLibraryIndex reads the page that lists profiles: constants as they are, what varies rounded, evidence counted.
func TestLibraryIndex(t *testing.T) {
	c := told()
	v := constant(1024)
	c.Values[accelerators.Chips.Spec] = v
	c.Values[accelerators.RacksPerUnit.Spec] = constant(1.0 / 128)
	var b bytes.Buffer
	if err := LibraryIndex(&b, []*accelerators.Accelerator{c}, []*power.Site{site()}, Options{Tool: ToolInfo{Library: "3.1 of 2026-01-01"}}); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, w := range []string{
		"1 system and 1 site, version 3.1 of 2026-01-01.", "| [alpha](library/alpha.md) | shipping | 1,024 | 0.0078125 | 528 W | 50.5 kW | 667 TFLOP/s | 1.3 PFLOP/s |  | 96 GiB |",
		"](library/" + site().ID + ".md) | ",
	} {
		if !strings.Contains(page, w) {
			t.Errorf("the page lacks %q:\n%s", w, page)
		}
	}
	published := 0
	for _, v := range c.Values {
		if v.Basis == quantity.Published {
			published++
		}
	}
	for _, v := range c.Sparse {
		if v.Basis == quantity.Published {
			published++
		}
	}
	if got := strings.Split(strings.Split(page, "| [alpha]")[1], " | "); got[10] != strconv.Itoa(published) {
		t.Errorf("%d published values, and the page says %s", published, got[10])
	}
}

// A list rounds what varies and never a constant; a rated power that follows from chips is as certain as they are.
func TestListedNumbers(t *testing.T) {
	c := chip("alpha", "Alpha", 1)
	c.Values[accelerators.Chips.Spec] = constant(12345)
	o := Options{}
	if got := o.listText(c, accelerators.Chips.Spec); got != "12,345" {
		t.Errorf("a constant: %s", got)
	}
	if got := o.listText(c, accelerators.TDP.Spec); got != "528 W" {
		t.Errorf("a range: %s", got)
	}
	delete(c.Values, accelerators.SystemPower.Spec)
	if got := o.listText(c, accelerators.SystemPower.Spec); got != "" {
		t.Errorf("no power: %s", got)
	}
	c.Values[accelerators.Chips.Spec] = constant(8)
	c.Values[accelerators.TDP.Spec], c.Values[accelerators.HostPower.Spec] = constant(1001), constant(4003)
	if got := o.listText(c, accelerators.SystemPower.Spec); got != "12.011 kW" {
		t.Errorf("power of constants: %s", got)
	}
	c.Values[accelerators.TDP.Spec] = quantity.Value{Shape: quantity.Uniform, Low: 1000, High: 1002}
	if got := o.listText(c, accelerators.SystemPower.Spec); got != "12 kW" {
		t.Errorf("power of a range: %s", got)
	}
}
