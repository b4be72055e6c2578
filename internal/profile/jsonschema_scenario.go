package profile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// quarterPattern is a quarter as [ramp.ParseQuarter] reads it.
const quarterPattern = `^2[01]\d\d-Q[1-4]$`

// tableSchemas are the tables of a scenario, by their names; what a table may hold is declared where it is read.
var tableSchemas = map[string]func(g *generator) object{
	"period": func(*generator) object {
		return closed("The time that the scenario covers, at most "+strconv.Itoa(ramp.MaxQuarters)+" quarters.", object{{"from", ref("quarter")}, {"until", ref("quarter")}}, "from", "until")
	},
	"power": (*generator).powerTable,
	"ramp":  (*generator).sharedTable,
	"generation": func(g *generator) object {
		return many("Systems by id or alias, each with the window of its deliveries.", "generation")
	},
	"interim": func(g *generator) object {
		return many("Systems that are there already, hold power for those to come, and then leave.", "interim")
	},
	"correlations": func(g *generator) object {
		return many("Which inputs of this scenario rise and fall together, each correlation under a name of its own.", "correlation")
	},
	"money": func(g *generator) object {
		return object{
			{"description", "How the capacity is paid for, and tranches of money, each under a name of its own."}, {"type", "object"},
			{"properties", object{{"payment", object{{"description", "How the capacity is paid for."}, {"enum", ramp.Payment.Options}}}}},
			{"additionalProperties", ref("tranche")},
		}
	},
	"threshold": func(g *generator) object {
		one := many("", "threshold")[1:]
		return object{
			{"description", "Conditions that capplan check holds the ramp against: tables with names, or a list of tables."},
			{"oneOf", []any{append(one, field{"minProperties", 1}), object{{"type", "array"}, {"items", ref("threshold")}, {"minItems", 1}}}},
		}
	},
	"sources": func(g *generator) object {
		return many("What the values cite, each source under a name of its own.", "source")
	},
}

// scenarioJSONSchema is what a scenario may say.
func scenarioJSONSchema() object {
	g := generator{schema: scenarioSchema, kinds: map[string]object{}, docs: map[string]string{
		"id": "The file's name without .toml; what capplan ramp takes, if it is built in.", "name": "What tables and charts print.", "description": "What was announced, in a sentence.",
		"site": "The site, by id.", "workload": "What the chips do; training unless given.", "precision": "The number format of throughput; bf16 unless given.",
	}}
	properties, required := g.head()
	for _, name := range scenarioTables {
		properties = append(properties, field{name, tableSchemas[name](&g)})
	}
	definitions := append(g.texts(), g.scenarioDefinitions()...)
	for _, name := range g.names {
		definitions = append(definitions, field{name, g.kinds[name]})
	}
	return object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "A capplan scenario: how a commitment grows over time."},
		{"description", "docs/scenarios.md explains the tables, docs/profiles.md the forms and the evidence. capplan profiles check finds what a schema cannot."},
		{"type", "object"}, {"properties", properties}, {"required", append(required, "period", "power", "generation")}, {"additionalProperties", false},
		{"$defs", definitions},
	}
}

// closed is an object with these properties and no others.
func closed(doc string, properties object, required ...string) object {
	out := object{{"description", doc}, {"type", "object"}, {"properties", properties}}
	if required != nil {
		out = append(out, field{"required", required})
	}
	return append(out, field{"additionalProperties", false})
}

// many is a table of tables under names of their own.
func many(doc, definition string) object {
	return object{{"description", doc}, {"type", "object"}, {"additionalProperties", ref(definition)}}
}

// powerTable is the commitment and its schedule.
func (g *generator) powerTable() object {
	value := g.value(power.Commitment.Spec)
	watts, _ := numberSchema(power.Commitment.Spec)
	steps := object{{"required", []string{"from", "until"}}, {"properties", object{{"shape", object{{"enum", shapeNames[1:]}}}}}, {"patternProperties", object{{quarterPattern, false}}}}
	points := object{{"properties", object{{"shape", object{{"enum", shapeNames[:1]}}}, {"from", false}, {"until", false}}}}
	properties := append(object{
		{"shape", object{{"description", "How the announced power grows: given quarter by quarter, evenly, or slowly, fast and slowly again."}, {"enum", shapeNames}}},
		{"from", described("The first quarter with power.", "quarter")}, {"until", described("The first quarter with all of it.", "quarter")},
	}, evidenceOf(evidenceKeys)...)
	schedule := object{
		{"description", "The announced power by quarter. Of the shape points it has a key a quarter, with the power to date."}, {"type", "object"}, {"properties", properties},
		{"patternProperties", object{{quarterPattern, ref(watts)}}}, {"required", []string{"shape"}}, {"additionalProperties", false},
		{"allOf", []any{ref("evidence"), object{{"oneOf", []any{points, steps}}}}},
	}
	return closed("The commitment.", object{
		{"basis", object{{"description", "The boundary at which the power is measured."}, {"enum", append(slices.Clone(power.Basis.Options), power.Unstated)}}},
		{"announced", described(inputDoc(power.Commitment.Spec), value)}, {"schedule", schedule},
	}, "basis", "announced", "schedule")
}

// sharedTable is the inputs that all generations have in common.
func (g *generator) sharedTable() object {
	var properties object
	for _, s := range ScenarioInputs() {
		if s.Scope == quantity.Shared {
			_, name, _ := strings.Cut(s.Name, ".")
			properties = append(properties, field{name, described(inputDoc(s), g.value(s))})
		}
	}
	return closed("Inputs that all generations share.", properties)
}

// ScenarioInputs lists the inputs that a scenario may give in the table [ramp] and in those of its generations, in the order of their declaration.
func ScenarioInputs() []*quantity.Spec { return RampSettable() }

// scenarioDefinitions are the tables that stand below names.
func (g *generator) scenarioDefinitions() object {
	quarter := object{{"type", "string"}, {"pattern", quarterPattern}, {"description", "A quarter of a year: 2027-Q1."}}
	window := func(more object, required ...string) object {
		properties := append(object{{"from", described("The first quarter of deliveries.", "quarter")}, {"until", described("The last quarter of deliveries.", "quarter")}}, more...)
		properties = append(properties, evidenceOf(evidenceKeys)...)
		return object{{"type", "object"}, {"properties", properties}, {"required", append([]string{"from"}, required...)}, {"additionalProperties", false}, {"allOf", []any{ref("evidence")}}}
	}
	input := func(s *quantity.Spec) field {
		_, name, _ := strings.Cut(s.Name, ".")
		return field{name, described(inputDoc(s), g.value(s))}
	}
	shared := object{input(ramp.Supply.Spec), input(ramp.Weight.Spec)}
	generation := append(slices.Clone(shared), input(ramp.RetireAfter.Spec),
		field{"available", described("From when the system can be had, where its profile knows no day: a stated assumption.", "quarter")})
	interim := append(slices.Clone(shared), field{"leaves", described("The quarter in which all of it leaves.", "quarter")})
	out := object{
		{"quarter", quarter}, {"generation", window(generation, "until")}, {"interim", window(interim, "leaves")}, {"tranche", g.trancheSchema()},
		{"threshold", closed("A condition, and what it means if it is true.", object{
			{"if", described(`QUANTITY[.STATISTIC][@QUARTER or @any] OPERATOR VALUE, such as "ramp.budget_left.p5@any < 0 USD"; docs/checks.md has all.`, "line")},
			{"severity", object{{"description", "What the check does if it is true: fail, unless given, or warn."}, {"enum", ramp.Severities}}},
			{"note", described("What the condition is for.", "line")},
		}, "if")},
	}
	if slices.Contains(scenarioTables, "correlations") {
		out = append(out, field{"correlation", scenarioCorrelation()})
	}
	return out
}

// trancheSchema is money that is paid on one day, or in equal parts over some years.
func (g *generator) trancheSchema() object {
	properties := object{
		{"amount", described(ramp.Amount.Doc, g.value(ramp.Amount.Spec))},
		{"likelihood", object{{"description", ramp.Likelihood.Doc}, {"allOf", []any{ref(g.value(ramp.Likelihood.Spec)), object{{"required", []string{"value"}}}}}}},
		{"condition", described("On what it depends.", "line")},
		{"date", described("The day on which it is paid.", "date")},
		{"from", described("The quarter from which it is paid in equal parts.", "quarter")},
		{"years", object{{"description", "Over how many years."}, {"type", "integer"}, {"minimum", 1}, {"maximum", ramp.MaxQuarters / 4}}},
		{"budget", object{{"description", "Whether it pays for the capacity, as it does unless given, or is only shown beside the payments."}, {"type", "boolean"}}},
		{"other_capacity", object{{"description", "Whether it pays for other capacity: it is then neither budget nor other money, and a note tells what it comes to with the budget."}, {"type", "boolean"}}},
	}
	out := closed("Money with a date.", properties, "amount")
	return append(out, field{"oneOf", []any{
		object{{"required", []string{"date"}}, {"properties", object{{"from", false}, {"years", false}}}},
		object{{"required", []string{"from", "years"}}, {"properties", object{{"date", false}}}},
	}}, field{"not", object{{"required", []string{"budget", "other_capacity"}}, {"properties", object{{"budget", object{{"const", true}}}, {"other_capacity", object{{"const", true}}}}}}})
}

// scenarioCorrelation is a correlation of two inputs of a scenario, its site, or its generations.
func scenarioCorrelation() object {
	side := func(doc string) object {
		return object{{"description", doc}, {"type", "string"}, {"pattern", `^([a-z0-9][a-z0-9.-]*:)?[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`}}
	}
	properties := append(object{
		{"a", side("One input: of the scenario or the site by its name, of a generation as CHIP:NAME.")}, {"b", side("Another input.")}, {"rank", rankSchema()},
	}, evidenceOf(correlationKeys[3:])...)
	return object{
		{"type", "object"}, {"properties", properties}, {"required", []string{"a", "b", "rank"}}, {"additionalProperties", false}, {"allOf", []any{ref("evidence")}},
	}
}
