package profiles_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/profiles"
)

const goodScenario = `id = "field"
name = "A field"
site = "default"
workload = "inference"

[period]
from = "2026-Q1"
until = "2027-Q4"

[power]
basis = "it"
announced = { value = "900 MW", basis = "assumed", note = "why" }

[power.schedule]
shape = "points"
2026-Q1 = "300 MW"
2026-Q2 = "900 MW"
basis = "assumed"
note = "why"

[ramp.delay]
low = "0 yr"
mode = "0.5 yr"
high = "1 yr"
basis = "assumed"
note = "why"

[interim.h100]
from = "2026-Q1"
leaves = "2026-Q3"
basis = "assumed"
note = "why"

[generation.trainium3]
from = "2026-Q2"
until = "2027-Q4"
supply = { value = 60000, basis = "published", source = "sheet" }
retire_after = { value = "2.5 yr", basis = "assumed", note = "why" }
weight = { value = 2, basis = "assumed", note = "why" }
basis = "assumed"
note = "why"

[money]
payment = "purchase"

[money.first]
date = 2026-03-31
amount = { value = "15 B USD", basis = "assumed", note = "why" }

[money.second]
from = "2026-Q3"
years = 2
amount = { low = "20 B USD", mode = "30 B USD", high = "40 B USD", basis = "assumed", note = "why" }
likelihood = { value = 0.75, basis = "assumed", note = "why" }
condition = "a milestone"
budget = false

[threshold.chips]
if = "capacity.chips < 1M"
severity = "warn"
note = "why"

[sources.sheet]
title = "Sheet"
url = "https://example.org/x"
date = 2026-01-01
kind = "vendor"
`

func readScenario(t *testing.T, text string) error {
	t.Helper()
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = lib.ParseScenario("field.toml", []byte(text))
	return err
}

// TestWrongScenariosDoNotFit proves that the schema can refuse: each edit of a scenario that fits makes one that does not, as the reader says too.
func TestWrongScenariosDoNotFit(t *testing.T) {
	s := compiled(t, profile.Ramp)
	even := strings.NewReplacer(`shape = "points"`, `shape = "s-curve"`, `2026-Q1 = "300 MW"`, `from = "2026-Q1"`, `2026-Q2 = "900 MW"`, `until = "2026-Q4"`).Replace(goodScenario)
	for _, text := range []string{goodScenario, even, strings.Replace(goodScenario, "[threshold.chips]", "[[threshold]]", 1)} {
		if err := s.Validate(plain(t, text)); err != nil {
			t.Error(err)
		}
		if err := readScenario(t, text); err != nil {
			t.Error(err)
		}
	}
	for _, edit := range [][2]string{
		{`site = "default"`, ``},
		{`workload = "inference"`, `workload = "sleeping"`},
		{`workload = "inference"`, `wrkload = "inference"`},
		{"[period]\nfrom = \"2026-Q1\"", "[period]\nfrom = \"2026\""},
		{"[period]\nfrom = \"2026-Q1\"\n", "[period]\n"},
		{`basis = "it"`, `basis = "chips"`},
		{`basis = "it"`, ``},
		{`announced = { value = "900 MW"`, `announced = { value = 900`},
		{`announced = { value = "900 MW"`, `announced = { value = "900 GB"`},
		{`shape = "points"`, `shape = "point"`},
		{`shape = "points"`, ``},
		{`shape = "points"`, `shape = "linear"`},
		{`2026-Q2 = "900 MW"`, `2026-Q2 = 900`},
		{`2026-Q2 = "900 MW"`, `2026-Q5 = "900 MW"`},
		{"2026-Q2 = \"900 MW\"\nbasis = \"assumed\"", `2026-Q2 = "900 MW"`},
		{`[ramp.delay]`, `[ramp.dely]`},
		{"low = \"0 yr\"\n", ""},
		{`mode = "0.5 yr"`, `mode = 0.5`},
		{"leaves = \"2026-Q3\"\n", ""},
		{"until = \"2027-Q4\"\nsupply", "supply"},
		{"leaves = \"2026-Q3\"", "leaves = \"2026-Q3\"\nretire_after = { value = \"1 yr\", basis = \"assumed\", note = \"x\" }"},
		{`value = 60000,`, `value = -1,`},
		{`supply = `, `suply = `},
		{`basis = "published", source = "sheet"`, `basis = "published"`},
		{`payment = "purchase"`, `payment = "gift"`},
		{"date = 2026-03-31\n", ""},
		{"date = 2026-03-31\n", "date = \"tomorrow\"\n"},
		{"date = 2026-03-31\n", "date = 2026-03-31\nfrom = \"2026-Q1\"\n"},
		{"years = 2\n", ""},
		{"years = 2\n", "years = 0\n"},
		{"years = 2\n", "years = 40\n"},
		{"amount = { value = \"15 B USD\"", "amount = { value = \"15 kW\""},
		{`value = 0.75`, `low = 0.5, mode = 0.6, high = 0.75`},
		{`value = 0.75`, `value = 1.75`},
		{`budget = false`, `budget = "no"`},
		{`severity = "warn"`, `severity = "worn"`},
		{"if = \"capacity.chips < 1M\"\n", ""},
		{`if = "capacity.chips < 1M"`, `if = 1`},
		{`kind = "vendor"`, `kind = "rumour"`},
		{`[sources.sheet]`, `[source.sheet]`},
	} {
		if !strings.Contains(goodScenario, edit[0]) {
			t.Fatalf("%q is not in the scenario", edit[0])
		}
		text := strings.Replace(goodScenario, edit[0], edit[1], 1)
		if err := s.Validate(plain(t, text)); err == nil {
			t.Errorf("%q instead of %q fits the schema", edit[1], edit[0])
		}
		if err := readScenario(t, text); err == nil {
			t.Errorf("the reader takes %q instead of %q", edit[1], edit[0])
		}
	}
}

// TestScenarioSchemaReaderAndModelAgree holds what the schema of scenarios knows against what the reader knows, in every table, and against the declared inputs.
func TestScenarioSchemaReaderAndModelAgree(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(profile.JSONSchema(profile.Ramp), &root); err != nil {
		t.Fatal(err)
	}
	properties := func(of map[string]any) map[string]any { return of["properties"].(map[string]any) }
	definition := func(name string) map[string]any { return root["$defs"].(map[string]any)[name].(map[string]any) }
	top := properties(root)
	power := properties(top["power"].(map[string]any))
	for where, c := range map[string]struct {
		knows map[string]any
		edit  [2]string // puts a key that nobody knows there
	}{
		"":                {top, [2]string{`site = "default"`, "site = \"default\"\nzzzzzzzz = 1"}},
		"period":          {properties(top["period"].(map[string]any)), [2]string{"[period]", "[period]\nzzzzzzzz = 1"}},
		"power":           {power, [2]string{"[power]", "[power]\nzzzzzzzz = 1"}},
		"power.schedule":  {properties(power["schedule"].(map[string]any)), [2]string{"shape = \"points\"\n2026-Q1 = \"300 MW\"\n2026-Q2 = \"900 MW\"", "shape = \"linear\"\nfrom = \"2026-Q1\"\nuntil = \"2026-Q2\"\nzzzzzzzz = 1"}},
		"ramp":            {properties(top["ramp"].(map[string]any)), [2]string{"[ramp.delay]", "[ramp.zzzzzzzz]\n[ramp.delay]"}},
		"generation":      {properties(definition("generation")), [2]string{"[generation.trainium3]", "[generation.trainium3]\nzzzzzzzz = 1"}},
		"interim":         {properties(definition("interim")), [2]string{"[interim.h100]", "[interim.h100]\nzzzzzzzz = 1"}},
		"money.first":     {properties(definition("tranche")), [2]string{"[money.first]", "[money.first]\nzzzzzzzz = 1"}},
		"threshold.chips": {properties(definition("threshold")), [2]string{"[threshold.chips]", "[threshold.chips]\nzzzzzzzz = 1"}},
	} {
		err := readScenario(t, strings.Replace(goodScenario, c.edit[0], c.edit[1], 1))
		if err == nil {
			t.Errorf("%s: a key that nobody knows is accepted", where)
			continue
		}
		_, known, ok := strings.Cut(err.Error(), "zzzzzzzz: unknown key; known here: ")
		known, _, _ = strings.Cut(known, "\n")
		reader := slices.Sorted(slices.Values(strings.Split(known, ", ")))
		if schema := slices.Sorted(maps.Keys(c.knows)); !ok || !slices.Equal(reader, schema) {
			t.Errorf("%q: the reader knows %v, the schema %v (%v)", where, reader, schema, err)
		}
	}
	inputs := 0
	for _, s := range profile.ScenarioInputs() {
		_, name, _ := strings.Cut(s.Name, ".")
		in := 0
		for _, table := range []map[string]any{properties(top["ramp"].(map[string]any)), properties(definition("generation"))} {
			if table[name] != nil {
				in++
			}
		}
		if in != 1 {
			t.Errorf("the ramp declares %s; %d tables of the schema have it", s.Name, in)
		}
		inputs += in
	}
	if inputs < 9 {
		t.Errorf("%d inputs", inputs)
	}
}
