package profile

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/quantity"
)

// definitions are what properties refer to: the texts, the forms and the evidence of a value, and the values of each unit.
func (g *generator) definitions() object {
	out := append(g.texts(),
		field{"correlation", g.correlationSchema()},
		field{"exception", object{
			{"type", "object"}, {"properties", object{
				{"keys", object{{"description", "The keys that are taken out of the rule."}, {"type", "array"}, {"items", ref("line")}, {"minItems", 1}, {"uniqueItems", true}}},
				{"reason", described("Why they are right all the same.", "text")},
			}},
			{"required", exceptionKeys}, {"additionalProperties", false},
		}})
	for _, name := range g.names {
		out = append(out, field{name, g.kinds[name]})
	}
	return out
}

// texts are the definitions that all kinds of files have in common.
func (g *generator) texts() object {
	return object{
		{"name", object{{"type", "string"}, {"pattern", "^[a-z0-9][a-z0-9.-]*$"}, {"description", "Lower-case letters, digits, - and ., a letter or digit first."}}},
		{"line", object{{"type", "string"}, {"pattern", `^[^\n\r]*\S[^\n\r]*$`}}},
		{"text", object{{"type", "string"}, {"pattern", `\S`}}},
		{"date", object{{"type", "string"}, {"format", "date"}, {"pattern", `^\d{4}-\d{2}-\d{2}$`}, {"description", "A day without quotes: 2025-12-02."}}},
		{"form", object{{"description", "The numbers that make a distribution."}, {"oneOf", formSchemas()}}},
		{"evidence", evidenceSchema()},
		{"source", sourceSchema()},
	}
}

// formSchemas are the sets of numbers that make a distribution: one of them is there, and nothing of the others.
func formSchemas() []any {
	var out []any
	for _, f := range valueForms {
		properties := object{}
		for _, k := range numberKeys {
			if !slices.Contains(f.keys, k) {
				properties = append(properties, field{k, false})
			}
		}
		var shapes []string
		for _, s := range f.shapes {
			shapes = append(shapes, string(s))
		}
		required := f.keys
		if f.must {
			required = append(slices.Clone(required), "dist")
		}
		if f.shapes[0] == quantity.Constant || f.shapes[0] == quantity.Discrete { // these have no name for dist
			properties = append(properties, field{"dist", false})
		} else {
			properties = append(properties, field{"dist", object{{"enum", shapes}}})
		}
		out = append(out, object{{"required", required}, {"properties", properties}})
	}
	return out
}

func evidenceSchema() object {
	basisIs := func(names ...quantity.Basis) object {
		return object{{"properties", object{{"basis", object{{"enum", names}}}}}}
	}
	docs := map[string]object{
		"basis":   {{"description", "published: by the vendor or operator; reported: by somebody else; derived: by arithmetic, told in the note; assumed: by nobody."}, {"enum", bases}},
		"source":  described("A key of the [sources] table.", "line"),
		"sources": {{"description", "Keys of the [sources] table; with values one for each, \"\" where there is none."}, {"type", "array"}, {"items", object{{"type", "string"}}}, {"minItems", 1}},
		"note":    described("What a reader must know: how it was derived, why it is assumed, how it was counted.", "text"),
		"as_of":   described("The day from which the figure was known.", "date"),
		"common":  described("A group of inputs that were estimated by one method and are drawn together.", "line"),
	}
	properties := object{}
	for _, k := range evidenceKeys {
		properties = append(properties, field{k, docs[k]})
	}
	return object{
		{"description", "What a value rests on."}, {"properties", properties}, {"required", []string{"basis"}},
		{"not", object{{"required", []string{"source", "sources"}}}},
		{"allOf", []any{
			object{{"if", basisIs(quantity.Published, quantity.Reported, quantity.Derived)}, {"then", object{{"anyOf", []any{
				object{{"required", []string{"source"}}}, object{{"required", []string{"sources"}}},
			}}}}},
			object{{"if", basisIs(quantity.Derived, quantity.Assumed)}, {"then", object{{"required", []string{"note"}}}}},
		}},
	}
}

// correlationSchema is a correlation of two of the inputs that vary.
func (g *generator) correlationSchema() object {
	var inputs []string
	for _, s := range Inputs(g.schema.kind) {
		if !s.Fixed && s.Labels == nil {
			inputs = append(inputs, s.Name)
		}
	}
	properties := object{
		{"a", object{{"description", "One input of this profile."}, {"enum", inputs}}},
		{"b", object{{"description", "Another input of this profile."}, {"enum", inputs}}},
		{"rank", rankSchema()},
	}
	properties = append(properties, evidenceOf(correlationKeys[len(properties):])...)
	return object{
		{"type", "object"}, {"properties", properties}, {"required", []string{"a", "b", "rank"}}, {"additionalProperties", false}, {"allOf", []any{ref("evidence")}},
	}
}

func rankSchema() object {
	return object{
		{"description", "Their rank correlation (Spearman): near 1 where they rise together, below 0 where one falls as the other rises; 0 takes back what a profile below states."},
		{"type", "number"}, {"exclusiveMinimum", -1}, {"exclusiveMaximum", 1},
	}
}

// evidenceOf are properties that are defined with the evidence of a value.
func evidenceOf(keys []string) object {
	var out object
	for _, k := range keys {
		out = append(out, field{k, ref("evidence/properties/" + k)})
	}
	return out
}

// kindDocs says who speaks in the kinds of sources.
func kindDocs() string {
	parts := []string{"Who speaks."}
	for _, k := range audit.SourceKinds {
		parts = append(parts, k.Name+": "+strings.ToLower(k.Doc[:1])+k.Doc[1:])
	}
	return strings.Join(parts, " ")
}

func sourceSchema() object {
	docs := map[string]object{
		"title": described("Who says it, and in what.", "line"),
		"url":   {{"description", "An address that a stranger can open."}, {"type", "string"}, {"pattern", `^https?://[^ <>"]+$`}},
		"date":  described("The day it was published, or read where it has no date.", "date"),
		"kind":  {{"description", kindDocs()}, {"enum", sourceKinds}},
	}
	properties := object{}
	for _, k := range sourceKeys {
		properties = append(properties, field{k, docs[k]})
	}
	return object{{"type", "object"}, {"properties", properties}, {"required", sourceKeys}, {"additionalProperties", false}}
}

// exceptionTable has a key for each rule that has exceptions.
func exceptionTable() object {
	properties := object{}
	for i := range audit.Rules {
		if r := &audit.Rules[i]; r.Excepts() {
			properties = append(properties, field{r.Code, described(r.Doc, "exception")})
		}
	}
	return object{
		{"description", "Keys of this profile that are taken out of a rule of capplan profiles check, and why."}, {"type", "object"}, {"properties", properties},
		{"additionalProperties", false},
	}
}
