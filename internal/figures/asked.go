package figures

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

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
		t.Asked = append(t.Asked, Said{"question." + key, texts(all.Question[key])})
	}
	t.Goal = t.goal(all.Question)
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
			if said(t.Inputs, name) == "none" {
				put(name, x)
			}
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

// goals are the flags that say by what the figures of a mix are measured.
var goals = []string{"--maximize", "--minimize", "--frontier", "--share-curve"}

// goal is what the figures are measured by: the objective of a mix, or the reference of a comparison, which is its first chip unless it says otherwise.
func (t *Table) goal(question map[string]any) string {
	asked := func(flags ...string) (flag, value string) {
		asks, _ := question["asks"].([]any)
		for _, x := range asks {
			m, _ := x.(map[string]any)
			if flag, is := m["flag"].(string); is && slices.Contains(flags, flag) {
				return flag, compact(m["value"])
			}
		}
		return "", ""
	}
	if t.Kind != Comparison {
		flag, value := asked(goals...)
		return strings.TrimSpace(flag + " " + value)
	}
	_, reference := asked("--reference")
	if chips, is := question["chips"].([]any); is && len(chips) > 0 && reference == "" {
		reference = compact(chips[0])
	}
	return "ratios to " + reference
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
	if parts == nil { // a fallback, which is no range
		for _, key := range []string{"dist", "p5", "mid", "p95", "values", "weights"} {
			if v, has := m[key]; has && v != nil {
				parts = append(parts, compact(v))
			}
		}
	}
	s := strings.Join(parts, "/")
	if u, is := m["unit"].(string); is && u != "1" {
		s += " " + u
	}
	return s, true
}

// texts is something that was asked, on one line: of a list of settings what was typed.
func texts(x any) string {
	list, is := x.([]any)
	if !is {
		return compact(x)
	}
	if len(list) == 0 {
		return "none"
	}
	out := make([]string, len(list))
	for i, one := range list {
		out[i] = compact(one)
		if m, is := one.(map[string]any); is {
			key, _ := m["key"].(string)
			if s, has := m["text"].(string); has {
				out[i] = s
			} else if date, has := m["date"].(string); has && key != "" { // a moment of a ledger
				out[i] = key + " " + date
			} else if flag, has := m["flag"].(string); has {
				out[i] = flag + " " + compact(m["value"])
			}
		}
	}
	return strings.Join(out, ", ")
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
