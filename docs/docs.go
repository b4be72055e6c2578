// Package docs holds what the program prints of its documentation: the JSON Schema of its results. It knows the file and how to take a part of it, and nothing
// of what the results mean: the schema is written by a test of the command line, which holds it against what is really printed.
package docs

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed capplan.schema.json
var schema []byte

// reference is a place of the schema that another definition stands in for.
var reference = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"\$ref": ?"#/\$defs/([^"/]+)`) })

// Schema is the JSON Schema of what a command prints with --format json, with all that it refers to; for an empty name, that of every command, each under its
// name in $defs. A command without a result in JSON is an error.
func Schema(command string) ([]byte, error) {
	if command == "" {
		return schema, nil
	}
	var whole struct {
		Draft string                     `json:"$schema"`
		Defs  map[string]json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal(schema, &whole); err != nil {
		return nil, err
	}
	if whole.Defs[command] == nil {
		names := slices.Sorted(maps.Keys(whole.Defs))
		return nil, fmt.Errorf("there is no schema of %q; there are %s", command, strings.Join(names, ", "))
	}
	needed := map[string]bool{}
	var need func(name string)
	need = func(name string) {
		if needed[name] {
			return
		}
		needed[name] = true
		for _, m := range reference().FindAllSubmatch(whole.Defs[name], -1) {
			need(string(m[1]))
		}
	}
	need(command)
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"$schema\": %q, \"title\": %q, \"$ref\": %q, \"$defs\": {", whole.Draft, "What capplan "+command+" --format json prints.", "#/$defs/"+command)
	for i, name := range slices.Sorted(maps.Keys(needed)) {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q: %s", name, whole.Defs[name])
	}
	b.WriteString("}}")
	var out bytes.Buffer
	if err := json.Indent(&out, b.Bytes(), "", "  "); err != nil {
		return nil, err
	}
	return append(out.Bytes(), '\n'), nil
}
