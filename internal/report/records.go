package report

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/capplan/capplan/internal/unit"
)

// records are rows for programs that want a table: every row has the same columns, and one fact a row.
type records struct {
	columns []string
	rows    [][]any // string, float64, int, bool or nil
}

func (r *records) add(row ...any) { r.rows = append(r.rows, row) }

// plainField is a value as a field of CSV and TSV has it: numbers in base units and published digits, nothing where there is no value.
func plainField(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		if t := unit.Exact(v); t != "null" {
			return t
		}
		return ""
	}
	return string(appendJSON(nil, v, "", false))
}

func (r *records) csv(o Options) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = false
	_ = w.Write(r.columns) // into memory; cannot fail
	for _, row := range r.rows {
		_ = w.Write(r.fields(row, o, func(s string) string { return s }))
	}
	w.Flush()
	return b.Bytes()
}

func (r *records) tsv(o Options) []byte {
	var b bytes.Buffer
	oneLine := strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")
	b.WriteString(strings.Join(r.columns, "\t") + "\n")
	for _, row := range r.rows {
		b.WriteString(strings.Join(r.fields(row, o, oneLine.Replace), "\t") + "\n")
	}
	return b.Bytes()
}

func (r *records) fields(row []any, o Options, f func(string) string) []string {
	out := make([]string, len(row))
	for i, v := range row {
		out[i] = f(strings.ToValidUTF8(plainField(v), "\ufffd"))
		if o.ASCII {
			out[i] = ascii(out[i])
		}
	}
	return out
}

func (r *records) jsonl(o Options) []byte {
	var b []byte
	for _, row := range r.rows {
		one := make(inline, len(row))
		for i, v := range row {
			one[i] = field{r.columns[i], v}
		}
		b = append(appendJSON(b, one, "", o.ASCII), '\n')
	}
	return b
}
