package profile

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// object is a JSON object whose fields keep their order, so that the schema is the same in every run and reads from the general to the particular.
type object []field

type field struct {
	key   string
	value any
}

// MarshalJSON implements [json.Marshaler].
func (o object) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, f := range o {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := marshal(f.key)
		if err != nil {
			return nil, err
		}
		value, err := marshal(f.value)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, key...), ':'), value...)
	}
	return append(b, '}'), nil
}

// marshal is json.Marshal without the escapes that are for web pages.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// JSONSchema is what a file of the kind may say, a profile, a scenario or a ledger, as JSON Schema (draft 2020-12) for an editor. It follows from the declared inputs of
// the model, from the forms of a value and from the rules that have exceptions. It sees less than the reader: no bounds of numbers with a dimension, nothing
// that two keys must have in common.
func JSONSchema(kind Kind) []byte {
	var root object
	switch kind {
	case Ramp:
		root = scenarioJSONSchema()
	case Ledgers:
		root = ledgerJSONSchema()
	default:
		root = profileJSONSchema(kind)
	}
	compact, err := marshal(root)
	var b bytes.Buffer
	if err == nil {
		err = json.Indent(&b, compact, "", "  ")
	}
	if err != nil {
		panic(err) // the schema is made of texts and numbers
	}
	return append(b.Bytes(), '\n')
}

// profileJSONSchema is what a profile of the kind may say.
func profileJSONSchema(kind Kind) object {
	g := generator{schema: schemas()[kind], kinds: map[string]object{}}
	title := "A capplan profile of a system: what is bought and racked as one."
	if kind == Place {
		title = "A capplan profile of a site."
	}
	properties, required := g.head()
	for _, k := range g.schema.inputs.kids {
		properties = append(properties, field{k.name, g.table(k)})
		if g.needed(k) {
			required = append(required, k.name)
		}
	}
	if g.schema.sparse {
		properties = append(properties, field{"sparse", g.sparsePeaks()})
	}
	properties = append(properties, field{"correlations", object{
		{"description", "Which inputs of this profile rise and fall together, each correlation under a name of its own."}, {"type", "object"},
		{"additionalProperties", ref("correlation")},
	}}, field{"exceptions", exceptionTable()}, field{"sources", object{
		{"description", "What the values cite, each source under a name of its own."}, {"type", "object"}, {"additionalProperties", ref("source")},
	}})
	return object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title},
		{"description", "docs/profiles.md explains the forms and the evidence. capplan profiles check finds what a schema cannot."}, {"type", "object"},
		{"properties", properties}, {"required", required}, {"additionalProperties", false}, {"$defs", g.definitions()},
	}
}

// generator collects the definitions that the properties refer to.
type generator struct {
	schema *schema
	docs   map[string]string // what the keys of the head are, where it is not what they are in a profile
	kinds  map[string]object // definitions of values by name
	names  []string          // in the order of their first use
}

func ref(name string) object { return object{{"$ref", "#/$defs/" + name}} }

func described(doc, name string) object { return append(object{{"description", doc}}, ref(name)...) }

// headDocs say what the keys above the tables are.
var headDocs = map[string]string{
	"id": "The file's name without .toml; what --chip and --site take.", "name": "What tables and charts print, at most 40 characters.",
	"vendor": "Who sells or runs it.", "family": "Trainium, Hopper, Blackwell, ...: generations of a family are compared with each other.",
	"generation": "The number of the generation within the family.", "process": "The process of the compute dies, such as TSMC N3P.", "cooling": "How the racks are cooled.",
	"status": "Where it stands in its commercial life.", "announced": "The day it was announced.", "available": "The day on which it could be had.",
	"end_of_sale": "The day of its last sale.", "aliases": "What people type instead of the id; unique over the library.", "description": "What kind of site it is, in a sentence.",
}

func (g *generator) head() (properties object, required []string) {
	for _, k := range g.schema.head {
		p := object{{"description", cmp.Or(g.docs[k.name], headDocs[k.name])}}
		switch {
		case k.options != nil:
			p = append(p, field{"enum", k.options})
		case k.form == wholeNumber:
			p = append(p, field{"type", "integer"}, field{"minimum", 0}, field{"maximum", 1000000})
		case k.form == date:
			p = append(p, ref("date")...)
		case k.form == nameList:
			p = append(p, field{"type", "array"}, field{"items", ref("name")}, field{"uniqueItems", true})
		case k.name == "id":
			p = append(p, ref("name")...)
		default:
			p = append(p, ref("line")...)
		}
		properties = append(properties, field{k.name, p})
		if k.required {
			required = append(required, k.name)
		}
	}
	return properties, required
}

// needed reports whether something below a group must be given.
func (g *generator) needed(k *group) bool { return slices.ContainsFunc(k.paths(), g.schema.needs) }

// table is a table of inputs, or one input.
func (g *generator) table(k *group) object {
	if k.spec != nil {
		return described(inputDoc(k.spec), g.value(k.spec))
	}
	var properties object
	var required []string
	for _, below := range k.kids {
		properties = append(properties, field{below.name, g.table(below)})
		if g.needed(below) {
			required = append(required, below.name)
		}
	}
	out := object{{"type", "object"}, {"properties", properties}}
	if required != nil {
		out = append(out, field{"required", required})
	}
	return append(out, field{"additionalProperties", false})
}

// inputDoc is what an editor shows of an input.
func inputDoc(s *quantity.Spec) string {
	allowed := allowedText(s)
	if s.Labels != nil {
		allowed = list(s.Labels)
	}
	doc := s.Doc + " Allowed: " + allowed
	if s.Fixed {
		doc += ", a single number"
	}
	if s.Unit != unit.For[unit.Number]() {
		doc += "; written with its unit, such as " + unit.Accepted(s.Unit)
	}
	return doc + "."
}

func (g *generator) sparsePeaks() object {
	var properties object
	for i, p := range accelerators.Precision.Options {
		properties = append(properties, field{p, described("Sparse peak throughput of one package, "+p+"; never used as a dense one.", g.value(accelerators.Peak[i].Spec))})
	}
	return object{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}}
}

// value returns the name of the definition for values of the input, and enters it and that of their numbers.
func (g *generator) value(s *quantity.Spec) string {
	number, is := numberSchema(s)
	name := "value-" + number
	if _, known := g.kinds[name]; known {
		return name
	}
	properties := object{}
	for _, k := range numberKeys {
		switch k {
		case "values":
			properties = append(properties, field{k, object{{"type", "array"}, {"items", ref(number)}, {"minItems", 1}}})
		case "weights":
			properties = append(properties, field{k, object{{"type", "array"}, {"items", object{{"type", "number"}, {"minimum", 0}}}, {"minItems", 1}}})
		default:
			properties = append(properties, field{k, ref(number)})
		}
	}
	properties = append(properties, field{"dist", object{{"enum", allShapes()}}})
	for _, k := range evidenceKeys {
		properties = append(properties, field{k, ref("evidence/properties/" + k)})
	}
	g.kinds[number] = is
	g.kinds[name] = object{
		{"type", "object"}, {"properties", properties}, {"additionalProperties", false}, {"allOf", []any{ref("form"), ref("evidence")}},
	}
	g.names = append(g.names, number, name)
	return name
}

// numberSchema is one number of the input, under a name.
func numberSchema(s *quantity.Spec) (string, object) {
	switch {
	case s.Labels != nil:
		return strings.Join(s.Labels, "-or-"), object{{"enum", s.Labels}}
	case s.Unit != unit.For[unit.Number]():
		return "in-" + strings.NewReplacer("1/", "per-", "/", "-per-").Replace(s.Unit.Symbol), object{
			{"description", "A number with its unit in quotes, such as " + unit.Accepted(s.Unit) + ". Units: " + strings.Join(unit.Symbols(s.Unit), ", ") + "."},
			{"type", "string"}, {"pattern", unit.Pattern(s.Unit)},
		}
	}
	kind := "number"
	if s.Fixed && s.Style == unit.AsCount {
		kind = "integer"
	}
	out := object{{"description", "A plain number: " + allowedText(s) + "."}, {"type", kind}}
	add := func(open bool, key, openKey string, x float64) {
		switch {
		case math.IsInf(x, 0):
		case open:
			out = append(out, field{openKey, x})
		default:
			out = append(out, field{key, x})
		}
	}
	b := s.Bounds
	add(b.MinOpen, "minimum", "exclusiveMinimum", b.Min)
	add(b.MaxOpen, "maximum", "exclusiveMaximum", b.Max)
	return kind + "-" + strings.NewReplacer(" ", "-", ",", "").Replace(allowedText(s)), out
}

// allowedText is the bounds in the form in which profiles write numbers: shares as 0.85 and not as 85%.
func allowedText(s *quantity.Spec) string {
	t := *s
	if t.Style == unit.AsShare {
		t.Style = unit.AsRatio
	}
	return t.BoundsText()
}

// allShapes are the names that dist can have.
func allShapes() []string {
	var out []string
	for _, f := range valueForms {
		for _, s := range f.shapes {
			if s != quantity.Constant && s != quantity.Discrete {
				out = append(out, string(s))
			}
		}
	}
	return out
}
