// Package rows writes the rows of a sweep as files and reads them back: CSV, TSV, JSON Lines, JSON and Parquet.
//
// Rows are computed and written as text by all processors at once and put into files in order, in memory that does not grow with their number; the bytes do not
// depend on how many processors there are. What a program finds in one format it finds in all: the same columns, with numbers in base units and 9 significant
// digits. The package knows where a file ends that was cut off, and whether pieces of a sweep make the whole. It is the only one that knows Parquet. It does not
// know what rows mean, and opens no files.
package rows

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Format is a way to write rows.
type Format string

// The formats that have no limit of rows.
const (
	CSV     Format = "csv"
	TSV     Format = "tsv"
	JSONL   Format = "jsonl"
	JSON    Format = "json" // one array
	Parquet Format = "parquet"
)

// Formats lists the formats.
var Formats = []Format{CSV, TSV, JSONL, JSON, Parquet}

// Lines reports whether a format has one line a row, so that a file that was cut off can be continued.
func (f Format) Lines() bool { return f == CSV || f == TSV || f == JSONL }

// Divisible reports whether pieces in the format can be put together again.
func (f Format) Divisible() bool { return f.Lines() || f == Parquet }

// FormatOf is the format that a file's ending names; false if it is none of these.
func FormatOf(path string) (Format, bool) {
	f := Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	return f, slices.Contains(Formats, f)
}

// Number is the column of the rows' numbers.
const Number = "row"

// Part is shard i of n of a sweep of so many rows: rows First to Last, which are none where Last is less. The shards of a sweep are as equal as can be.
func Part(i, n, rows int) (first, last int) {
	q, r := rows/n, rows%n
	at := func(k int) int { return k*q + k*r/n }
	return at(i-1) + 1, at(i)
}

// span writes a range of rows for a message.
func span(first, last int) string {
	switch {
	case last < first:
		return "no rows"
	case first == last:
		return fmt.Sprintf("row %d", first)
	}
	return fmt.Sprintf("rows %d to %d", first, last)
}
