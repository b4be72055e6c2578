package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/capplan/capplan/docs"
	"github.com/capplan/capplan/internal/report"
)

const schemaFile = "capplan.schema.json"

// asJSON is a command line that prints its result as JSON and writes no file; false if it has none.
func asJSON(c report.CommandInfo, args []string) ([]string, bool) {
	if !slices.Contains(c.Formats, string(report.JSON)) || slices.Contains(args, "--schema") || slices.Contains(args, "--save-baseline") {
		return nil, false
	}
	var out []string
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "-o" || a == "--format" || a == "--save-baseline" || a == "--chart" || a == "--shard":
			i++
		case a == "--summary":
		default:
			out = append(out, a)
		}
	}
	return append(out, "--format", "json"), true
}

// corpusOf runs the examples and the lines of a file as JSON, in the working directory.
func corpusOf(t *testing.T, s *report.Surface, lines string, examples bool) []spoken {
	t.Helper()
	var out []spoken
	take := func(c report.CommandInfo, line string) {
		in, line := piped(line)
		args, ok := asJSON(c, exampleArgs(line))
		if !ok {
			return
		}
		r := askWith(in, quickly(c, args))
		r.command = c.Path
		if r.code != exitOK && r.code != exitCheck && r.code != exitInfeasible || r.out == "" {
			t.Errorf("capplan %s: exit %d: %s", strings.Join(r.args, " "), r.code, r.errs)
			return
		}
		out = append(out, r)
	}
	for _, c := range s.Commands {
		if examples {
			for _, line := range c.Examples {
				take(c, line)
			}
		}
		for _, line := range strings.Split(lines, "\n") {
			if strings.HasPrefix(line, "capplan "+c.Path+" ") {
				take(c, line)
			}
		}
	}
	return out
}

func readTestdata(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "schema", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestSchema holds the schema of results to the results: it is what the corpus makes it, everything that the corpus and the runs that it has never seen print
// is valid, and nothing is printed that it does not know. With -update it is written anew.
func TestSchema(t *testing.T) {
	core := readCore(t, []byte(readTestdata(t, "core.json")))
	corpus, unseen := readTestdata(t, "corpus.txt"), readTestdata(t, "unseen.txt")
	golden, err := filepath.Abs(filepath.Join(docsFolder, schemaFile))
	if err != nil {
		t.Fatal(err)
	}
	s := wholeSurface(t)
	exampleFolder(t)
	for _, line := range []string{
		"check --gw 2 --chip trainium2 --draws 256 --save-baseline baseline.json",
		"sensitivity --gw 2 --chip trainium2 --draws 256 --points 256 --save-baseline study.json",
		"sensitivity --gw 2 --chip trainium2 --draws 256 --points 256 --set site.pue_peak=1.3 --save-baseline study-now.json",
		"ledger openai --draws 128 --save-baseline portfolio.json",
		"ledger openai --draws 128 --exclude amd --save-baseline portfolio-now.json",
	} {
		if save := ask(shellWords(line)); save.code != exitOK {
			t.Fatal(save.errs)
		}
	}
	runs := corpusOf(t, s, corpus, true)
	byCommand := map[string]*seen{}
	for _, r := range runs {
		doc, err := decodeOrdered([]byte(r.out))
		if err != nil {
			t.Fatalf("capplan %s: %v", strings.Join(r.args, " "), err)
		}
		if byCommand[r.command] == nil {
			byCommand[r.command] = newSeen(core, nil)
		}
		byCommand[r.command].add(doc)
	}
	made := writeSchema(t, core, s, byCommand)
	if *update {
		if err := os.WriteFile(golden, made, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if old, err := os.ReadFile(golden); err != nil || !bytes.Equal(old, made) {
		t.Errorf("docs/%s is out of date: read what has changed (fields are only ever added), then go test ./cmd/capplan -run TestSchema -update", schemaFile)
	}
	loose, strict := compileSchema(t, made, false), compileSchema(t, made, true)
	held := corpusOf(t, s, unseen, false)
	if len(held) < 12 || len(runs) < 60 {
		t.Errorf("%d runs make the schema and %d are held against it", len(runs), len(held))
	}
	for _, r := range append(runs, held...) {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(r.out))
		if err != nil {
			t.Fatal(err)
		}
		for how, c := range map[string]*jsonschema.Compiler{"": loose, " strictly": strict} {
			one, err := c.Compile("capplan.json#/$defs/" + strings.ReplaceAll(r.command, " ", "%20"))
			if err != nil {
				t.Fatal(err)
			}
			if err := one.Validate(doc); err != nil {
				t.Errorf("capplan %s is not%s as the schema has it: %v", strings.Join(r.args, " "), how, err)
			}
		}
	}
}

// writeSchema writes the definitions: the shapes by hand, then the commands.
func writeSchema(t *testing.T, core *schemaCore, s *report.Surface, byCommand map[string]*seen) []byte {
	t.Helper()
	defs := ordered{}
	var any []ordered
	for _, c := range s.Commands {
		x := byCommand[c.Path]
		if x == nil {
			continue
		}
		defs = append(defs, pair{c.Path, append(ordered{{"description", "What capplan " + c.Path + " --format json prints: " + c.Short + "."}}, x.schema()...)})
		any = append(any, ordered{{"$ref", "#/$defs/" + strings.ReplaceAll(c.Path, " ", "%20")}})
	}
	for _, name := range slices.Sorted(mapsKeys(core.Defs)) {
		def, err := decodeOrdered(core.Defs[name])
		if err != nil {
			t.Fatal(err)
		}
		defs = append(defs, pair{name, def})
	}
	compact, err := json.Marshal(ordered{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "What capplan prints with --format json"},
		{"description", "Each command has its definition. Numbers are in base units (W, Wh, FLOP/s, B, USD, g, L, m2); null is what is not known. Fields are only ever added."},
		{"anyOf", any}, {"$defs", defs},
	})
	var b bytes.Buffer
	if err == nil {
		err = json.Indent(&b, compact, "", "  ")
	}
	if err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), '\n')
}

func mapsKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// compileSchema makes a compiler that knows the schema; a strict one refuses every property that it does not name, which shows what it forgot.
func compileSchema(t *testing.T, text []byte, strict bool) *jsonschema.Compiler {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if strict {
		forbidOthers(doc)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("capplan.json", doc); err != nil {
		t.Fatal(err)
	}
	return c
}

// forbidOthers closes every object that names its properties.
func forbidOthers(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, names := v["properties"].(map[string]any); names && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, x := range v {
			forbidOthers(x)
		}
	case []any:
		for _, x := range v {
			forbidOthers(x)
		}
	}
}

// TestSchemaOfOneCommand: describe --schema prints, for every command with JSON, a schema that stands alone, and refuses what has none.
func TestSchemaOfOneCommand(t *testing.T) {
	for _, c := range wholeSurface(t).Commands {
		text, err := docs.Schema(c.Path)
		if !slices.Contains(c.Formats, string(report.JSON)) {
			if err == nil {
				t.Errorf("%s prints no JSON and has a schema", c.Path)
			}
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		if r := ask(append([]string{"describe", "--schema"}, strings.Fields(c.Path)...)); r.code != exitOK || r.out != string(text) {
			t.Errorf("capplan describe --schema %s: exit %d: %s", c.Path, r.code, r.errs)
		}
		compiler := compileSchema(t, text, false)
		one, err := compiler.Compile("capplan.json")
		if err != nil {
			t.Errorf("%s: %v", c.Path, err)
			continue
		}
		if c.Path == "estimate" {
			for _, bad := range []string{`{}`, `[]`, `{"schema_version": 1}`} {
				if doc, _ := jsonschema.UnmarshalJSON(strings.NewReader(bad)); one.Validate(doc) == nil {
					t.Errorf("%s passes for an estimate", bad)
				}
			}
		}
	}
}
