package figures

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Readable lists what can be read, for messages.
const Readable = "sensitivity, backtest, ledger, compare and the best mix, frontier and share curve of mix"

// ErrAnswer is that a result is an answer about chips, which can be computed anew and is read by package saved.
var ErrAnswer = errors.New("an answer that states all its inputs")

// head is what every result has.
type head struct {
	Schema int `json:"schema_version"`
	Tool   struct {
		Version string `json:"version"`
		Library string `json:"library"`
	} `json:"tool"`
	Question map[string]json.RawMessage `json:"question"`
}

// number is a figure as results write it, with its distribution.
type number struct {
	Unit     string   `json:"unit"`
	Point    *float64 `json:"point"`
	Mean     *float64 `json:"mean"`
	SD       *float64 `json:"sd"`
	P5       *float64 `json:"p5"`
	P25      *float64 `json:"p25"`
	P50      *float64 `json:"p50"`
	P75      *float64 `json:"p75"`
	P95      *float64 `json:"p95"`
	P5Error  *float64 `json:"p5_error"`
	P50Error *float64 `json:"p50_error"`
	P95Error *float64 `json:"p95_error"`
}

// figure is the number under a name. Without a distribution of its own, as nothing was drawn, it is plain.
func (n *number) figure(member, name, moment string) Figure {
	f := Figure{Member: member, Name: name, Moment: moment, Unit: n.Unit, Values: map[string]float64{}, Errors: map[string]float64{}}
	for _, x := range []struct {
		name  string
		value *float64
		err   *float64
	}{{"point", n.Point, nil}, {"mean", n.Mean, nil}, {"sd", n.SD, nil}, {"p5", n.P5, n.P5Error}, {"p25", n.P25, nil}, {"p50", n.P50, n.P50Error},
		{"p75", n.P75, nil}, {"p95", n.P95, n.P95Error}} {
		f.Values[x.name] = or(x.value)
		if x.err != nil {
			f.Errors[x.name] = *x.err
		}
	}
	return f
}

// Read reads a result; name stands for the file in messages. It is ErrAnswer for an answer that package saved reads. Other errors say what is wrong and what is
// wanted, without the name.
func Read(name string, data []byte) (*Table, error) {
	var h head
	if err := json.Unmarshal(data, &h); err != nil {
		return nil, err
	}
	switch {
	case h.Schema == 0 || h.Question == nil:
		return nil, errors.New("no schema_version or no question; it is not the JSON of a result, which --save-baseline FILE or --format json makes")
	case h.Schema != SchemaVersion:
		return nil, fmt.Errorf("schema version %d, and this program reads version %d; make it anew with this program", h.Schema, SchemaVersion)
	}
	t := &Table{Name: name, Version: h.Tool.Version, Library: h.Tool.Library}
	var command string
	_ = json.Unmarshal(h.Question["command"], &command) // what is no text is no command that is known
	var draws float64
	_ = json.Unmarshal(h.Question["draws"], &draws)
	t.Draws = int(draws)
	for _, key := range []string{"draws", "seed", "sampler", "points"} {
		t.Sampling += fmt.Sprintf("%s %s ", key, h.Question[key])
	}
	read, err := t.reader(command, data)
	if err != nil {
		return nil, err
	}
	if err := read(data); err != nil {
		return nil, err
	}
	t.state(data)
	return t, nil
}

// reader finds out which kind of result it is, and how that is read.
func (t *Table) reader(command string, data []byte) (func([]byte) error, error) {
	var has struct {
		Objective, X, Of json.RawMessage
	}
	if err := json.Unmarshal(data, &has); err != nil {
		return nil, err
	}
	switch {
	case command == "sensitivity":
		t.Kind = Sensitivity
		return t.sensitivity, nil
	case command == "backtest":
		t.Kind = Backtest
		return t.backtest, nil
	case command == "ledger":
		t.Kind = Ledger
		return t.ledger, nil
	case command == "compare":
		t.Kind = Comparison
		return t.comparison, nil
	case command == "mix" && has.Objective != nil:
		t.Kind = Best
		return t.best, nil
	case command == "mix" && has.X != nil:
		t.Kind = Frontier
		return t.frontier, nil
	case command == "mix" && has.Of != nil:
		t.Kind = Curve
		return t.curve, nil
	case command == "mix" || command == "estimate" || command == "check" || command == "ramp":
		return nil, ErrAnswer
	}
	return nil, fmt.Errorf("a result of %q, which has no figures by name; what can be read is that of estimate, mix, check, ramp, %s", command, Readable)
}

// state lists what was asked and what went in, so that a reader sees what differs.
func (t *Table) state(data []byte) {
	var all struct {
		Question map[string]any `json:"question"`
		Inputs   map[string]any `json:"inputs"`
		Members  []struct {
			ID     string         `json:"id"`
			Inputs map[string]any `json:"inputs"`
		} `json:"members"`
		Factors []struct {
			Inputs []map[string]any `json:"inputs"`
		} `json:"factors"`
		Ledger map[string]any `json:"ledger"`
	}
	if json.Unmarshal(data, &all) != nil {
		return // read before without an error
	}
	for _, key := range slices.Sorted(maps.Keys(all.Question)) {
		t.Asked = append(t.Asked, Said{"question." + key, compact(all.Question[key])})
	}
	put := func(name string, x any) {
		if s, is := input(x); is {
			t.Inputs = append(t.Inputs, Said{name, s})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all.Inputs)) {
		put(name, all.Inputs[name])
	}
	for _, m := range all.Members {
		for _, name := range slices.Sorted(maps.Keys(m.Inputs)) {
			put(m.ID+":"+name, m.Inputs[name])
		}
	}
	for _, f := range all.Factors {
		for _, x := range f.Inputs {
			name, _ := x["name"].(string)
			if member, is := x["member"].(string); is && member != "" {
				name = member + ":" + name
			}
			put(name, x)
		}
	}
	if list, is := all.Ledger["commitments"].([]any); is {
		for _, x := range list {
			if one, is := x.(map[string]any); is {
				id, _ := one["id"].(string)
				t.Inputs = append(t.Inputs, Said{"commitment " + id, compact(without(one, "origin", "source"))})
			}
		}
	}
	slices.SortStableFunc(t.Inputs, func(a, b Said) int { return strings.Compare(a.Path, b.Path) })
	t.Inputs = slices.CompactFunc(t.Inputs, func(a, b Said) bool { return a == b })
}

func without(m map[string]any, names ...string) map[string]any {
	out := maps.Clone(m)
	for _, n := range names {
		delete(out, n)
	}
	return out
}

// input is the number or the range of an input in words, without its sources and notes.
func input(x any) (string, bool) {
	m, is := x.(map[string]any)
	if !is {
		return "", false
	}
	var parts []string
	for _, key := range []string{"low", "mode", "value", "high", "label"} {
		if v, has := m[key]; has && v != nil {
			parts = append(parts, compact(v))
		}
	}
	if parts == nil {
		return compact(without(m, "source", "note", "origin")), true
	}
	s := strings.Join(parts, "/")
	if u, is := m["unit"].(string); is && u != "1" {
		s += " " + u
	}
	return s, true
}

// compact is a value of JSON on one line.
func compact(x any) string {
	if s, is := x.(string); is {
		return s
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(x) // it came from JSON
	return strings.TrimSpace(b.String())
}
