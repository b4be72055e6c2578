package rows

import (
	"encoding/json"
	"fmt"

	"github.com/capplan/capplan/internal/sweep"
)

// Manifest says of a file which rows of which sweep it holds. A Parquet file has it among its metadata; a piece of a sweep in another format has it beside it.
type Manifest struct {
	SchemaVersion int      `json:"schema_version"`
	Recipe        string   `json:"recipe"` // that of [sweep.Recipe]
	Sweep         []string `json:"sweep"`  // in words
	Columns       []column `json:"columns"`
	Format        Format   `json:"format,omitempty"` // of a piece in text that is whole

	// Question is the canonical question, without any path: what the sweep is asked again with.
	Question json.RawMessage `json:"question,omitempty"`
	Rows     int             `json:"rows"`             // of the whole sweep
	Shard    int             `json:"shard,omitempty"`  // which of
	Shards   int             `json:"shards,omitempty"` // so many pieces; 0 for the whole
	First    int             `json:"first,omitempty"`  // the rows of the piece; none where last is less
	Last     int             `json:"last,omitempty"`
	Bytes    int64           `json:"bytes,omitempty"`  // of a piece in text that is whole: its length
	CRC32C   string          `json:"crc32c,omitempty"` // and the checksum of all its bytes, in 8 hexadecimal digits
}

// column is a column as the manifest has it.
type column struct {
	Name string `json:"name"`
	Unit string `json:"unit,omitempty"`
	Kind string `json:"kind"` // name, axis, metric, mark
	Few  bool   `json:"few,omitempty"`
}

// NewManifest is the manifest of a whole sweep. question is JSON, or empty.
func NewManifest(r sweep.Recipe, question string, columns []sweep.Column, rows int) *Manifest {
	m := &Manifest{SchemaVersion: 1, Recipe: r.ID, Sweep: r.Lines, Rows: rows, Question: json.RawMessage(question)}
	for _, c := range columns {
		x := column{c.Name, c.Unit, "metric", c.Few}
		switch {
		case c.Words != nil && !c.Axis:
			x.Kind = "mark"
		case c.Words != nil:
			x.Kind = "name"
		case c.Axis:
			x.Kind = "axis"
		}
		m.Columns = append(m.Columns, x)
	}
	return m
}

// Part is the manifest of shard i of n; of the whole where n is 0.
func (m *Manifest) Part(i, n int) *Manifest {
	out := *m
	out.Shard, out.Shards, out.First, out.Last = i, n, 0, 0
	if n > 0 {
		out.First, out.Last = Part(i, n, m.Rows)
	}
	return &out
}

// Range is the rows of the file.
func (m *Manifest) Range() (first, last int) {
	if m.Shards == 0 {
		return 1, m.Rows
	}
	return m.First, m.Last
}

// Same says why another manifest is not of the same rows of the same sweep; nil if it is.
func (m *Manifest) Same(other *Manifest) error {
	if m.Recipe != other.Recipe || m.Rows != other.Rows {
		return fmt.Errorf("it is of another sweep: %s", m.differs(other))
	}
	first, last := m.Range()
	if from, to := other.Range(); from != first || to != last {
		return fmt.Errorf("it is of another shard: %s, not %s", span(from, to), span(first, last))
	}
	return nil
}

// Text is the manifest as JSON.
func (m *Manifest) Text() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	return append(b, '\n'), err
}

// ParseManifest reads what [Manifest.Text] wrote. The error says that it is something else.
func ParseManifest(text []byte) (*Manifest, error) {
	m := &Manifest{}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fmt.Errorf("is no manifest of a sweep: %w", err)
	}
	if m.SchemaVersion != 1 || m.Recipe == "" || m.Rows < 1 || m.Shards < 0 {
		return nil, fmt.Errorf("is no manifest of a sweep")
	}
	if first, last := m.Range(); first < 1 || last > m.Rows || first > last+1 {
		return nil, fmt.Errorf("is no manifest of a sweep: its rows are %d to %d of %d", first, last, m.Rows)
	}
	return m, nil
}

// columns are the manifest's columns as a sweep has them; names are not known yet.
func (m *Manifest) columns() []sweep.Column {
	out := make([]sweep.Column, len(m.Columns))
	for i, c := range m.Columns {
		out[i] = sweep.Column{Name: c.Name, Unit: c.Unit, Few: c.Few, Axis: c.Kind != "metric" && c.Kind != "mark"}
		if c.Kind == "name" || c.Kind == "mark" {
			out[i].Words = []string{}
		}
	}
	return out
}

// differs says in which line two sweeps differ, for a message.
func (m *Manifest) differs(other *Manifest) string {
	for i := range max(len(m.Sweep), len(other.Sweep)) {
		a, b := "nothing", "nothing"
		if i < len(m.Sweep) {
			a = m.Sweep[i]
		}
		if i < len(other.Sweep) {
			b = other.Sweep[i]
		}
		if a != b {
			return fmt.Sprintf("%q there, %q here", b, a)
		}
	}
	return "the values of some input differ"
}
