package profile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// placeholder stands in a template where something has to be filled in. No text of a profile is it.
const placeholder = "?"

// unfilled is what is said of a placeholder.
const unfilled = "is still to be filled in"

// usual are the inputs of a system that a template asks for: those without which the questions that people ask most have no answer. Others are offered as
// comments.
var usual = []*quantity.Spec{
	accelerators.Chips.Spec, accelerators.RacksPerUnit.Spec, accelerators.TDP.Spec, accelerators.SystemPower.Spec, accelerators.NetworkPower.Spec,
	accelerators.HBM.Spec, accelerators.HBMBandwidth.Spec, accelerators.Dies.Spec,
	accelerators.Peak[accelerators.Precision.Index("fp8")].Spec, accelerators.Peak[accelerators.Precision.Index("bf16")].Spec,
	accelerators.MFU[accelerators.Workload.Index("training")][accelerators.Precision.Index("bf16")].Spec,
	accelerators.Draw[accelerators.Workload.Index("training")].Spec, accelerators.CapExponent.Spec, accelerators.ComputePerChip.Spec,
}

// exact are the inputs that a specification states as one number; the others are mostly ranges.
var exact = []*quantity.Spec{accelerators.HBM.Spec, accelerators.HBMBandwidth.Spec, accelerators.ScaleUpBandwidth.Spec, accelerators.ScaleOutBandwidth.Spec}

// examples of numbers, by input, where those of the unit are far off.
var examples = map[*quantity.Spec]string{
	accelerators.TDP.Spec: "700 W", accelerators.HostPower.Spec: "22 kW", accelerators.SystemPower.Spec: "120 kW", accelerators.NetworkPower.Spec: "110 W", accelerators.ComputePerChip.Spec: "23000 USD",
	accelerators.Floor.Spec: "3 m2", power.FloorPerRack.Spec: "3.5 m2", power.SupportRackPower.Spec: "12 kW", cost.LifeFacility.Spec: "15 yr",
}

// TemplateKeys lists the keys above the tables that [Template] takes values for, in their order.
func TemplateKeys(kind Kind) []string {
	var out []string
	for _, k := range schemas()[kind].head {
		if k.name != "id" && (k.form == oneLine || k.form == wholeNumber) {
			out = append(out, k.name)
		}
	}
	return out
}

// CheckHead returns why a text cannot stand under a key above the tables, or nil; for the keys of [TemplateKeys] and for "id".
func CheckHead(kind Kind, key, value string) error {
	r := &reader{t: newText("-", ""), schema: schemas()[kind], root: &node{}, doc: &document{head: map[string]any{}}}
	i := slices.IndexFunc(r.schema.head, func(k headKey) bool { return k.name == key })
	n := &node{name: key, value: value, parent: r.root}
	if r.schema.head[i].form == wholeNumber {
		if x, err := strconv.ParseInt(value, 10, 64); err == nil {
			n.value = x
		}
	}
	r.headKey(n, r.schema.head[i])
	if len(r.problems) > 0 {
		return fmt.Errorf("%s", sentence(r.problems[0].Message, r.problems[0].Advice))
	}
	return nil
}

// Template is a profile to fill in: every key with what it means, "?" where something is wanted, and as comments what is optional. What is known of the keys
// above the tables is in head. Until all is filled in, reading it fails with a line for each "?".
func Template(kind Kind, id string, head map[string]string) []byte {
	t := &template{schema: schemas()[kind]}
	folder, file, noun := "accelerators", "accelerator", "system: what is bought and racked as one"
	if kind == Place {
		folder, file, noun = "sites", "site", "site"
	}
	t.line("#:schema ../%s.schema.json", file)
	t.line("# A %s. Replace every %q, take the # away from the lines that you can fill in, and delete the rest.", noun, placeholder)
	t.line("# The file belongs into profiles/%s/ or, to use it without a release, goes with --profiles FOLDER. docs/profiles.md explains the forms of a value.", folder)
	t.line("# Then: capplan profiles check %s%s", id, extension)
	t.line("# basis is what a value rests on: %s; published is the word of the vendor or operator, reported that of others,", list(bases))
	t.line("# derived is computed from sources, by arithmetic that the note shows, and assumed has no source and says in its note why.")
	t.head(id, head)
	for _, g := range t.schema.inputs.kids {
		t.table(g, g.name)
	}
	if t.schema.sparse {
		t.line("")
		t.line("# Peaks of sparse matrices, which are never used as dense ones.")
		t.line("# [sparse]")
		t.line(`# bf16 = { value = "?", basis = "published", source = "main" }`)
	}
	a, b := accelerators.TDP.Spec, accelerators.HostPower.Spec
	if kind == Place {
		a, b = power.PUEPeak.Spec, power.Reserve.Spec
	}
	t.line("")
	t.line("# Inputs of this profile that rise and fall together, other than as one (common); rank is above -1 and below 1.")
	t.line("# [correlations.name]")
	t.line("# a = %q", a.Name)
	t.line("# b = %q", b.Name)
	t.line("# rank = 0.5")
	t.line(`# basis = "?"`)
	t.line(`# source = "main"`)
	t.line(`# note = "?"`)
	t.line("")
	t.line("# A source for each of the texts that the values cite; kind: %s.", list(sourceKinds))
	t.line("[sources.main]")
	for _, k := range sourceKeys {
		after := ""
		if k == "date" {
			after = "   # without quotes: 2025-12-02"
		}
		t.line("%s = %q%s", k, placeholder, after)
	}
	return []byte(t.b.String())
}

// template is a profile that is being written.
type template struct {
	schema *schema
	b      strings.Builder
}

func (t *template) line(format string, args ...any) { fmt.Fprintf(&t.b, format+"\n", args...) }

func (t *template) head(id string, known map[string]string) {
	for _, k := range t.schema.head {
		comment := "   # " + headDocs[k.name]
		if k.options != nil {
			comment = "   # " + list(k.options)
		}
		value, given := known[k.name]
		switch {
		case k.name == "id":
			t.line("id = %q", id)
		case given && k.form == wholeNumber:
			t.line("%s = %s", k.name, value)
		case given:
			t.line("%s = %q", k.name, value)
		case k.required:
			t.line("%s = %q%s", k.name, placeholder, comment)
		case k.form == wholeNumber:
			t.line("# %s = 1%s", k.name, comment)
		case k.form == date:
			t.line("# %s = 2025-12-02%s", k.name, comment)
		case k.form == nameList:
			t.line(`# %s = ["?"]%s`, k.name, comment)
		default:
			t.line("# %s = %q%s", k.name, placeholder, comment)
		}
	}
}

// table writes the inputs of a table, then the tables below it.
func (t *template) table(g *group, path string) {
	var inputs, below []*group
	asked := false
	for _, k := range g.kids {
		if k.spec == nil {
			below = append(below, k)
			continue
		}
		inputs = append(inputs, k)
		asked = asked || t.asks(k.spec)
	}
	if inputs != nil {
		t.line("")
		t.line("%s[%s]", mark(asked), path)
		said := ""
		for _, k := range inputs {
			doc := templateDoc(k.spec)
			if general := strings.ReplaceAll(doc, k.name, "..."); general != said { // what is said of fp4 goes for fp8
				t.line("# %s", doc)
				said = general
			}
			t.line("%s%s = %s", mark(t.asks(k.spec)), k.name, valueTemplate(k.spec))
		}
	}
	for _, k := range below {
		t.table(k, path+"."+k.name)
	}
}

// mark is what stands before a line that is only offered.
func mark(asked bool) string {
	if asked {
		return ""
	}
	return "# "
}

func (t *template) asks(s *quantity.Spec) bool {
	return t.schema.needs(s.Name) || slices.Contains(usual, s)
}

// templateDoc is what a person who fills the input in must know.
func templateDoc(s *quantity.Spec) string {
	doc := s.Doc
	switch example, known := examples[s]; {
	case s.Labels != nil:
		return doc + " " + list(s.Labels) + "."
	case s.Unit == unit.For[unit.Number]():
		return doc + " A plain number: " + allowedText(s) + "."
	case known:
		return doc + " Such as " + example + "."
	}
	return doc + " Such as " + unit.Accepted(s.Unit) + "."
}

// valueTemplate is a value of the form that is usual for the input.
func valueTemplate(s *quantity.Spec) string {
	switch {
	case s.Labels != nil:
		return fmt.Sprintf(`{ values = [%s], weights = [0.5, 0.5], basis = "assumed", note = "?" }`, strings.Join(quoted(s.Labels), ", "))
	case s.Fixed || slices.Contains(exact, s) || isPeak(s):
		return `{ value = "?", basis = "?", source = "main" }`
	case s == power.Scatter.Spec:
		return `{ p5 = "?", p95 = "?", basis = "?", source = "main", note = "?" }`
	}
	return `{ low = "?", mode = "?", high = "?", basis = "?", source = "main", note = "?" }`
}

func isPeak(s *quantity.Spec) bool {
	return slices.ContainsFunc(accelerators.Peak, func(p quantity.Quantity[unit.FlopPerSecond]) bool { return p.Spec == s })
}
