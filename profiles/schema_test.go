package profiles_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/profiles"
)

var update = flag.Bool("update", false, "write the schemas again")

var schemaFiles = map[profile.Kind]string{profile.System: "accelerator.schema.json", profile.Place: "site.schema.json"}

// allSchemaFiles has scenarios and ledgers beside the profiles.
var allSchemaFiles = map[profile.Kind]string{profile.System: schemaFiles[profile.System], profile.Place: schemaFiles[profile.Place], profile.Ramp: "scenario.schema.json",
	profile.Ledgers: "ledger.schema.json"}

// TestSchemasAreCurrent holds the committed schemas to the declarations of the model.
func TestSchemasAreCurrent(t *testing.T) {
	for kind, file := range allSchemaFiles {
		want := profile.JSONSchema(kind)
		if *update {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
			t.Errorf("%s is not what the declarations give (%v); write it again with go test ./profiles -update", file, err)
		}
	}
}

// compiled is the schema of a kind; that it is one, of draft 2020-12, is tested by the way.
func compiled(t *testing.T, kind profile.Kind) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(profile.JSONSchema(kind)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(allSchemaFiles[kind], doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(allSchemaFiles[kind])
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plain is a TOML document as a validator of JSON takes it.
func plain(t *testing.T, text string) map[string]any {
	t.Helper()
	var table map[string]any
	if _, err := toml.Decode(text, &table); err != nil {
		t.Fatal(err)
	}
	var convert func(v any) any
	convert = func(v any) any {
		switch v := v.(type) {
		case time.Time:
			return v.Format(time.DateOnly)
		case map[string]any:
			for k := range v {
				v[k] = convert(v[k])
			}
		case []map[string]any: // a list of tables
			list := make([]any, len(v))
			for i := range v {
				list[i] = convert(v[i])
			}
			return list
		case []any:
			for i := range v {
				v[i] = convert(v[i])
			}
		}
		return v
	}
	return convert(table).(map[string]any)
}

// TestLibraryFitsSchemas validates every built-in profile, and that each names the schema that it is validated by.
func TestLibraryFitsSchemas(t *testing.T) {
	for kind, file := range allSchemaFiles {
		s := compiled(t, kind)
		names, err := fs.Glob(profiles.FS, string(kind)+"/*.toml")
		if err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(profiles.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(plain(t, string(data))); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if !strings.HasPrefix(string(data), "#:schema ../"+file+"\n") {
				t.Errorf("%s does not begin with #:schema ../%s, by which editors find the schema", name, file)
			}
		}
	}
}

// TestWrongProfilesDoNotFit proves that the schema can refuse: each edit of a profile that fits makes one that does not, as the reader says too.
func TestWrongProfilesDoNotFit(t *testing.T) {
	s := compiled(t, profile.System)
	for _, text := range []string{goodProfile, strings.Replace(goodProfile, `tdp = { value = "500 W", basis`, `tdp = { low = "400 W", high = "0.6 kW", dist = "uniform", basis`, 1)} {
		if err := s.Validate(plain(t, text)); err != nil {
			t.Fatal(err)
		}
		if _, err := profile.ParseAccelerator("good.toml", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, edit := range [][2]string{
		{`vendor = "Example"`, ``},
		{`vendor = "Example"`, `vendor = ""`},
		{`vendor = "Example"`, `vendor = "Example"` + "\n" + `vendr = "Example"`},
		{`status = "shipping"`, `status = "sold"`},
		{`id = "good"`, `id = "Good"`},
		{`announced = 2025-01-01`, `announced = "last year"`},
		{`generation = 2`, `generation = -1`},
		{`aliases = ["g1"]`, `aliases = ["g1", "g1"]`},
		{`value = "500 W"`, `value = 500`},
		{`value = "500 W"`, `value = "500"`},
		{`value = "500 W"`, `value = "500 GB"`},
		{`value = "500 W"`, `value = "500 kw"`},
		{`value = "500 W"`, `low = "400 W", high = "600 W"`},
		{`value = "500 W"`, `value = "500 W", mode = "500 W"`},
		{`value = "500 W"`, `value = "500 W", dist = "pert"`},
		{`value = "500 W"`, `low = "400 W", mode = "500 W", high = "600 W", dist = "normal"`},
		{`value = "500 W"`, `values = ["500 W", "600 W"]`},
		{`tdp = { value = "500 W", basis = "published", source = "sheet" }`, `tdp = "500 W"`},
		{`basis = "published", source = "sheet" } # tdp`, `source = "sheet" }`},
		{`basis = "published", source = "sheet" } # tdp`, `basis = "published" }`},
		{`basis = "published", source = "sheet" } # tdp`, `basis = "derived", source = "sheet" }`},
		{`basis = "published", source = "sheet" } # tdp`, `basis = "guessed", source = "sheet" }`},
		{`basis = "published", source = "sheet" } # tdp`, `basis = "published", source = "sheet", sources = ["sheet"] }`},
		{`basis = "published", source = "sheet" } # tdp`, `basis = "published", source = "sheet", unit = "W" }`},
		{`value = 64`, `value = 64.5`},
		{`value = 64`, `value = 0`},
		{`value = 0.5,`, `value = 1.5,`},
		{`bf16 = { value = 0.5`, `bf61 = { value = 0.5`},
		{`reason = "It is."`, ``},
		{`a = "chip.hbm"`, `a = "chip.bhm"`},
		{`a = "chip.hbm"`, `a = "system.chips"`},
		{`b = "system.power"`, ``},
		{`rank = 0.5`, `rank = 1`},
		{`rank = 0.5`, "rank = 0.5\ncommon = \"x\""},
		{"rank = 0.5\nbasis = \"published\"\nsource = \"sheet\"", "rank = 0.5\nbasis = \"published\""},
		{`keys = ["chip.tdp"]`, `keys = []`},
		{`efficiency = {`, `eficiency = {`},
		{`url = "https://example.org/x"`, `url = "example.org/x"`},
		{`kind = "vendor"`, `kind = "rumour"`},
		{`title = "Sheet"`, ``},
	} {
		if !strings.Contains(goodProfile, edit[0]) {
			t.Fatalf("%q is not in the profile", edit[0])
		}
		text := strings.Replace(goodProfile, edit[0], edit[1], 1)
		if err := s.Validate(plain(t, text)); err == nil {
			t.Errorf("%s instead of %s fits the schema", edit[1], edit[0])
		}
		if _, err := profile.ParseAccelerator("good.toml", []byte(text)); err == nil && !strings.Contains(edit[1], "eficiency") { // that one is for the audit
			t.Errorf("the reader takes %s instead of %s", edit[1], edit[0])
		}
	}
}

const goodProfile = `
id = "good"
name = "Good One"
vendor = "Example"
generation = 2
status = "shipping"
announced = 2025-01-01
aliases = ["g1"]
[chip]
tdp = { value = "500 W", basis = "published", source = "sheet" } # tdp
bf16 = { values = ["600 TFLOP/s", "0.7 PFLOP/s"], weights = [1, 2.5], sources = ["sheet", ""], basis = "assumed", note = "two" }
hbm = { p5 = "96 GiB", p95 = "100 GiB", basis = "derived", source = "sheet", note = "how", as_of = 2025-01-01, common = "group" }
[system]
chips = { value = 64, basis = "published", source = "sheet" }
racks = { value = 2, basis = "published", source = "sheet" }
power = { low = "40 kW", mode = "50 kW", high = "5.5e4 W", dist = "pert", basis = "published", source = "sheet" }
[workload.mfu.training]
bf16 = { value = 0.5, basis = "published", source = "sheet" }
[correlations.one]
a = "chip.hbm"
b = "system.power"
rank = 0.5
basis = "published"
source = "sheet"
[exceptions]
efficiency = { keys = ["chip.tdp"], reason = "It is." }
[sources.sheet]
title = "Sheet"
url = "https://example.org/x"
date = 2025-01-01
kind = "vendor"
`

// paths lists the keys that a schema has below properties, as dotted paths; the keys of a value are left out.
func paths(node map[string]any, prefix string) []string {
	properties, _ := node["properties"].(map[string]any)
	var out []string
	for name, below := range properties {
		b := below.(map[string]any)
		switch sub := paths(b, prefix+name+"."); {
		case sub != nil:
			out = append(out, sub...)
		default:
			out = append(out, prefix+name)
		}
	}
	return out
}

// TestSchemaReaderAndModelAgree holds three lists of keys against each other: the schema's, what the reader knows, and what the model declares.
func TestSchemaReaderAndModelAgree(t *testing.T) {
	for kind := range schemaFiles {
		var root map[string]any
		if err := json.Unmarshal(profile.JSONSchema(kind), &root); err != nil {
			t.Fatal(err)
		}
		keys := paths(root, "")
		slices.Sort(keys)
		declared := map[string]bool{}
		for _, s := range profile.Inputs(kind) {
			declared[s.Name] = true
			if !slices.Contains(keys, s.Name) {
				t.Errorf("%s: the model declares %s, the schema lacks it", kind, s.Name)
			}
		}
		parse := func(text string) string {
			var err error
			if kind == profile.System {
				_, err = profile.ParseAccelerator("-", []byte(text))
			} else {
				_, err = profile.ParseSite("-", []byte(text))
			}
			if err == nil {
				return ""
			}
			return err.Error()
		}
		inputs := 0
		for _, key := range keys {
			// The reader knows the key: it complains of the nonsense that stands there, and not of the key.
			if said := parse(key + " = {}"); !strings.Contains(said, key) && key != "sources" && key != "correlations" || strings.Contains(said, key+": unknown key") {
				t.Errorf("%s: the reader does not know %s: %s", kind, key, said)
			}
			if declared[key] {
				inputs++
			}
		}
		if inputs != len(declared) || inputs == 0 {
			t.Errorf("%s: %d inputs in the schema, %d declared", kind, inputs, len(declared))
		}
		// The reader lists what it knows at the top; the schema has exactly that.
		_, known, _ := strings.Cut(parse("zzzzzzzz = 1"), "known here: ")
		known, _, _ = strings.Cut(known, "\n")
		top := slices.Sorted(maps.Keys(root["properties"].(map[string]any)))
		if reader := slices.Sorted(slices.Values(strings.Split(known, ", "))); !slices.Equal(reader, top) {
			t.Errorf("%s: the reader knows %v, the schema %v", kind, reader, top)
		}
		for i := range audit.Rules {
			if r := &audit.Rules[i]; r.Excepts() != slices.Contains(keys, "exceptions."+r.Code) {
				t.Errorf("%s: the rule %s has exceptions: %t; the schema says otherwise", kind, r.Code, r.Excepts())
			}
		}
		// Keys of a value and of a source.
		for def, want := range map[string][]string{"source": {"date", "kind", "title", "url"}, "correlation": {"a", "as_of", "b", "basis", "note", "rank", "source", "sources"}, "evidence": {"as_of", "basis", "common", "note", "source", "sources"}} {
			defs := root["$defs"].(map[string]any)[def].(map[string]any)["properties"].(map[string]any)
			if got := slices.Sorted(maps.Keys(defs)); !slices.Equal(got, want) {
				t.Errorf("%s: %s has %v", kind, def, got)
			}
		}
	}
}
