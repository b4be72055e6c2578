package main

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
)

// The schema of results is made of the results: of every command that the corpus runs, all documents are laid over each other, and what is common to them is
// written down. Shapes that occur everywhere (inputs, results, sources, notes) are described by hand in testdata/schema/core.json and referred to. So a new
// field, or a new command, is in the schema as soon as an example or a line of the corpus shows it, and a field that goes away is seen in the difference.

// schemaCore is testdata/schema/core.json.
type schemaCore struct {
	Defs   map[string]json.RawMessage `json:"$defs"`
	Marks  map[string][]string        `json:"marks"`  // the properties by which a shape is recognised
	Maps   []string                   `json:"maps"`   // properties whose keys are names of things
	Whole  []string                   `json:"whole"`  // properties that are whole numbers
	Fields map[string]string          `json:"fields"` // descriptions, of PROPERTY or PROPERTY.PROPERTY

	props map[string][]string
	order []string
}

func readCore(t *testing.T, text []byte) *schemaCore {
	t.Helper()
	c := &schemaCore{props: map[string][]string{}}
	if err := json.Unmarshal(text, c); err != nil {
		t.Fatal(err)
	}
	for name, def := range c.Defs {
		var d struct {
			Properties map[string]any `json:"properties"`
		}
		if err := json.Unmarshal(def, &d); err != nil {
			t.Fatal(err)
		}
		for p := range d.Properties {
			c.props[name] = append(c.props[name], p)
		}
	}
	for name := range c.props {
		slices.Sort(c.props[name])
	}
	// The shape with the most marks is tried first, so that a warning is no note.
	for name := range c.Marks {
		c.order = append(c.order, name)
	}
	slices.SortFunc(c.order, func(a, b string) int {
		if d := len(c.Marks[b]) - len(c.Marks[a]); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return c
}

// seen is what all documents have at one place.
type seen struct {
	core  *schemaCore
	path  []string // the properties that lead to it
	null  bool
	flags map[string]bool // string, number, boolean
	texts map[string]bool

	objects int // how many objects there were
	props   map[string]*seen
	count   map[string]int
	order   []string
	isMap   bool

	lists bool
	item  *seen
}

func newSeen(core *schemaCore, path []string) *seen {
	return &seen{core: core, path: path, flags: map[string]bool{}, texts: map[string]bool{}, props: map[string]*seen{}, count: map[string]int{}}
}

func (s *seen) name() string {
	if len(s.path) == 0 {
		return ""
	}
	return s.path[len(s.path)-1]
}

// add lays a value over those before it. Objects come with their keys in order.
func (s *seen) add(v any) {
	switch v := v.(type) {
	case nil:
		s.null = true
	case string:
		s.flags["string"] = true
		s.texts[v] = true
	case json.Number:
		s.flags["number"] = true
	case bool:
		s.flags["boolean"] = true
	case []any:
		s.lists = true
		if s.item == nil {
			s.item = newSeen(s.core, s.path)
		}
		for _, x := range v {
			s.item.add(x)
		}
	case ordered:
		s.objects++
		s.isMap = s.isMap || slices.Contains(s.core.Maps, s.name()) || slices.ContainsFunc(v, func(f pair) bool { return strings.ContainsAny(f.key, ".:[") })
		for _, f := range v {
			p := s.props[f.key]
			if p == nil {
				p = newSeen(s.core, append(slices.Clone(s.path), f.key))
				s.props[f.key] = p
				s.order = append(s.order, f.key)
			}
			s.count[f.key]++
			p.add(f.value)
		}
	}
}

// ordered is a JSON object with its keys in order.
type ordered []pair

type pair struct {
	key   string
	value any
}

// decodeOrdered reads a JSON document.
func decodeOrdered(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := decodeValue(d)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = io.ErrUnexpectedEOF
		}
	}
	return v, err
}

func decodeValue(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('['):
		out := []any{}
		for d.More() {
			v, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		_, err = d.Token()
		return out, err
	case json.Delim('{'):
		out := ordered{}
		for d.More() {
			k, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			out = append(out, pair{k.(string), v})
		}
		_, err = d.Token()
		return out, err
	}
	return t, nil
}

// MarshalJSON implements [json.Marshaler].
func (o ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(f.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(f.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// schema is what the place may hold. What is a null alone may be anything: nobody knows yet what stands there.
func (s *seen) schema() ordered {
	var forms []ordered
	var simple []string
	for _, t := range []string{"string", "number", "boolean"} {
		if s.flags[t] {
			if t == "number" && slices.Contains(s.core.Whole, s.name()) {
				t = "integer"
			}
			simple = append(simple, t)
		}
	}
	if s.lists {
		list := ordered{{"type", "array"}}
		if s.item != nil && !s.item.empty() {
			list = append(list, pair{"items", s.item.schema()})
		}
		forms = append(forms, list)
	}
	if s.objects > 0 {
		forms = append(forms, s.object())
	}
	if len(forms) == 0 && len(simple) == 0 {
		return s.described(ordered{})
	}
	if s.null {
		simple = append(simple, "null")
	}
	switch {
	case len(simple) == 1:
		forms = append(forms, ordered{{"type", simple[0]}})
	case len(simple) > 1:
		forms = append(forms, ordered{{"type", simple}})
	}
	if len(forms) == 1 {
		return s.described(forms[0])
	}
	return s.described(ordered{{"anyOf", forms}})
}

func (s *seen) empty() bool { return !s.null && len(s.flags) == 0 && s.objects == 0 && !s.lists }

// described puts what the property means in front.
func (s *seen) described(o ordered) ordered {
	n := len(s.path)
	text := ""
	if n >= 2 {
		text = s.core.Fields[strings.Join(s.path[n-2:], ".")]
	}
	if text == "" && n >= 1 {
		text = s.core.Fields[s.path[n-1]]
	}
	if text == "" || slices.ContainsFunc(o, func(p pair) bool { return p.key == "description" }) {
		return o
	}
	return append(ordered{{"description", text}}, o...)
}

func (s *seen) object() ordered {
	if s.isMap {
		all := newSeen(s.core, nil)
		for _, k := range s.order {
			all.merge(s.props[k])
		}
		if all.empty() {
			return ordered{{"type", "object"}}
		}
		return ordered{{"type", "object"}, {"additionalProperties", all.schema()}}
	}
	for _, name := range s.core.order {
		if s.fits(name) {
			return ordered{{"$ref", "#/$defs/" + name}}
		}
	}
	base := s.extends()
	properties, required := ordered{}, []string{}
	for _, k := range s.order {
		if slices.Contains(s.core.props[base], k) {
			continue // below, as the shape has it
		}
		p := s.props[k].schema()
		if k == "command" && len(s.props[k].texts) == 1 && s.name() == "question" {
			for text := range s.props[k].texts {
				p = ordered{{"const", text}}
			}
		}
		properties = append(properties, pair{k, p})
		if s.count[k] == s.objects {
			required = append(required, k)
		}
	}
	for _, k := range s.core.props[base] {
		properties = append(properties, pair{k, ordered{{"$ref", "#/$defs/" + base + "/properties/" + k}}})
		if slices.Contains(s.core.Marks[base], k) {
			required = append(required, k)
		}
	}
	out := ordered{{"type", "object"}}
	if len(properties) > 0 {
		out = append(out, pair{"properties", properties})
	}
	if len(required) > 0 {
		out = append(out, pair{"required", required})
	}
	return out
}

// extends is the shape that all objects here have beside other properties; empty if there is none.
func (s *seen) extends() string {
	for _, name := range []string{"quantity", "input"} {
		if !slices.ContainsFunc(s.core.Marks[name], func(mark string) bool { return s.count[mark] != s.objects }) {
			return name
		}
	}
	return ""
}

// fits reports whether all objects here have the marks of a shape and nothing that it has not.
func (s *seen) fits(name string) bool {
	for _, mark := range s.core.Marks[name] {
		if s.count[mark] != s.objects {
			return false
		}
	}
	return !slices.ContainsFunc(s.order, func(k string) bool { return !slices.Contains(s.core.props[name], k) })
}

// merge lays what was seen at one place over another.
func (s *seen) merge(x *seen) {
	s.null = s.null || x.null
	for t := range x.flags {
		s.flags[t] = true
	}
	s.objects += x.objects
	s.isMap = s.isMap || x.isMap
	for _, k := range x.order {
		if s.props[k] == nil {
			s.props[k] = newSeen(s.core, x.props[k].path)
			s.order = append(s.order, k)
		}
		s.count[k] += x.count[k]
		s.props[k].merge(x.props[k])
	}
	s.lists = s.lists || x.lists
	if x.item != nil {
		if s.item == nil {
			s.item = newSeen(s.core, x.item.path)
		}
		s.item.merge(x.item)
	}
}
