package profile

import (
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/quantity"
)

// ledgerDocs say what the keys above the tables of a ledger are.
var ledgerDocs = map[string]string{
	"id": "The file's name without .toml; what capplan ledger takes, if it is built in.", "name": "What tables and charts print.", "party": "Whose commitments they are.",
	"description": "What the ledger covers, in a sentence.", "as_of": "The day up to which commitments were looked for.", "vendor": "Whose share is the headline.",
}

// ledgerTableSchemas are the tables of a ledger, by their names.
var ledgerTableSchemas = map[string]func(g *generator) object{
	"event": func(*generator) object {
		return closed("The day that --before and --after are about.", object{{"date", ref("date")}, {"name", described("What happened, as prose has it: the second supplier.", "line")}}, eventKeys...)
	},
	"realisation": func(g *generator) object {
		properties := object{{correlationKey, object{
			{"description", inputDoc(ledger.Correlation.Spec)}, {"allOf", []any{ref(g.value(ledger.Correlation.Spec)), object{{"required", []string{"value"}}}}},
		}}}
		for _, s := range ledger.Statuses {
			properties = append(properties, field{string(s), described("Of what is "+string(s)+": "+inputDoc(ledger.Realisation.Spec), g.value(ledger.Realisation.Spec))})
		}
		return closed("Which share of a commitment's power is energised in the end, by its status.", properties)
	},
	"commitments": func(*generator) object {
		return append(many("The commitments, each under an id of its own.", "commitment"), field{"propertyNames", ref("name")})
	},
	"sources": func(*generator) object {
		return many("What the commitments cite, each source under a name of its own.", "source")
	},
}

// ledgerJSONSchema is what a ledger may say.
func ledgerJSONSchema() object {
	g := generator{schema: &schema{kind: Ledgers, head: ledgerHead}, kinds: map[string]object{}, docs: ledgerDocs}
	properties, required := g.head()
	for _, name := range ledgerTables {
		properties = append(properties, field{name, ledgerTableSchemas[name](&g)})
	}
	definitions := append(g.texts(), field{"commitment", g.commitmentSchema()})
	for _, name := range g.names {
		definitions = append(definitions, field{name, g.kinds[name]})
	}
	return object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "A capplan ledger: announced commitments of one party."},
		{"description", "docs/ledgers.md explains the tables, docs/profiles.md the forms and the evidence. capplan ledger FILE finds what a schema cannot."},
		{"type", "object"}, {"properties", properties}, {"required", append(required, "commitments")}, {"additionalProperties", false}, {"$defs", definitions},
	}
}

// factSchemas are the keys of a commitment that hold no number.
func factSchemas() map[string]object {
	return map[string]object{
		"parties":  {{"description", "Who committed to what with whom."}, {"type", "array"}, {"items", ref("line")}, {"minItems", 1}},
		"date":     described("The day on which it was made known.", "date"),
		"vendor":   described("Whose chips they are; required of a power of the layers chip-vendor and in-use.", "line"),
		"layer":    {{"description", "The side from which it sees the machines. One layer is summed."}, {"enum", ledger.Layers}},
		"status":   {{"description", "How far it has come."}, {"enum", ledger.Statuses}},
		"binding":  {{"description", "What it obliges to. An option counts only where it is asked for."}, {"enum", ledger.Bindings}},
		"boundary": {{"description", "Where the power is measured; unstated where the source does not say."}, {"enum", ledger.Boundaries}},
		"schedule": described("When it is delivered, in words.", "line"),
		"start":    described("The first day of its term.", "date"),
		"end":      described("The last day of its term.", "date"),
		"part_of":  described("The id of a commitment that has these machines inside, of any layer.", "line"),
		"replaces": described("The id of a commitment of the same layer that this one supersedes.", "line"),
	}
}

// commitmentSchema is one entry.
func (g *generator) commitmentSchema() object {
	facts := factSchemas()
	figures := map[string]object{
		"power":      g.amountSchema(ledger.Power.Spec),
		"money":      g.amountSchema(ledger.Money.Spec),
		"chip_power": g.amountSchema(ledger.ChipPower.Spec),
		"chip":       described("The chip, by id or alias.", "line"),
		"chips": {{"description", "Several chips, by id or alias, each with its weight; shares are weights over their sum."}, {"type", "object"},
			{"additionalProperties", ref(g.value(ledger.Weight.Spec))}, {"minProperties", 1}},
	}
	var properties object
	for _, k := range commitmentKeys {
		p, known := facts[k]
		if !known {
			p, known = figures[k]
		}
		if !known {
			p = ref("evidence/properties/" + k)
		}
		properties = append(properties, field{k, p})
	}
	layerIs := func(layers ...ledger.Layer) object {
		return object{{"required", []string{"layer", "power"}}, {"properties", object{{"layer", object{{"enum", layers}}}}}}
	}
	needs := func(keys ...string) object { return object{{"required", keys}} }
	out := closed("A commitment. Its evidence is said once, for all its amounts.", properties, commitmentNeeded...)
	return append(out,
		field{"dependentRequired", object{
			{"power", []string{"boundary"}}, {"boundary", []string{"power"}}, {"chip", []string{"power"}}, {"chips", []string{"power"}}, {"chip_power", []string{"power"}},
		}},
		field{"allOf", []any{
			ref("evidence"),
			object{{"anyOf", []any{needs("power"), needs("money")}}},
			object{{"not", needs("chip", "chips")}},
			object{{"if", needs("chip_power")}, {"then", object{{"anyOf", []any{needs("chip"), needs("chips")}}}}},
			object{{"if", layerIs(ledger.ChipVendor, ledger.InUse)}, {"then", needs("vendor")}},
		}})
}

// amountSchema is a power or money of a commitment: one number, or a table of numbers that make a range, whose evidence is the commitment's.
func (g *generator) amountSchema(s *quantity.Spec) object {
	number, _ := numberSchema(s)
	g.value(s) // so that the number is defined
	var properties object
	for _, k := range numberKeys {
		properties = append(properties, field{k, ref("value-" + number + "/properties/" + k)})
	}
	properties = append(properties, field{"dist", ref("value-" + number + "/properties/dist")})
	return object{
		{"description", inputDoc(s)},
		{"oneOf", []any{ref(number), object{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}, {"allOf", []any{ref("form")}}}}},
	}
}
