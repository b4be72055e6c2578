// Package report writes the records of capplan for people and for programs: tables and Markdown, JSON, JSON Lines, CSV and TSV.
//
// It computes nothing. A record is flattened once, and every format is made of that, so that no two of them can disagree. It decides nothing about the
// terminal either: width, colour and character set are options, and there is no clock, no environment and no file here. Everything is rendered in memory and
// written in one call, because a table that stops in the middle looks like a short table.
package report

import (
	"bytes"
	"fmt"
	"io"

	"github.com/capplan/capplan/internal/answer"
)

// Format is a way to write a record.
type Format string

// The formats. Every function of this package that writes a record to standard output has all of them.
const (
	Table    Format = "table"    // for people, at a terminal or in a text
	JSON     Format = "json"     // the whole record, for programs
	JSONL    Format = "jsonl"    // one object a row
	CSV      Format = "csv"      // RFC 4180
	TSV      Format = "tsv"      // tabs between fields; tabs and line breaks inside them become spaces
	Markdown Format = "markdown" // for people, in a pull request or a wiki
)

// Formats lists the formats, the default first.
var Formats = []Format{Table, JSON, JSONL, CSV, TSV, Markdown}

// SchemaVersion is that of the JSON. Fields are only ever added, so it has been 1 since the beginning.
const SchemaVersion = 1

// ToolInfo says which program wrote a record, from which library of profiles.
type ToolInfo struct {
	Name    string
	Version string
	Library string // its version and date, as people read them
	Date    string // the library's ISO date, of which nothing in it is younger; may be empty
}

// Options say how a record is written.
type Options struct {
	Format Format // empty means Table
	Width  int    // columns that lines of a table may fill; 0 for no limit
	Color  bool   // of tables and warnings; nothing is said by colour alone
	ASCII  bool   // only ASCII bytes, in every format
	Quiet  bool   // tables without the sentences around them; no warnings
	Page   bool   // Markdown is a page of its own, as of documentation, and no comment: of any length, nothing folded, sources as links
	Tool   ToolInfo

	Overlays []answer.Setting // of the library that a list of profiles shows; a question has its own
}

// output is one record in the three shapes that all formats are made of. They are functions so that only the one asked for is made.
type output struct {
	document func() *document // table, markdown
	tree     func() object    // json; the schema version and the tool are put in front
	records  func() *records  // jsonl, csv, tsv
}

// write renders in the format of the options and writes once.
func (o Options) write(w io.Writer, out output) error {
	var b []byte
	switch o.Format {
	case Table, "":
		b = out.document().text(o)
	case Markdown:
		b = out.document().markdown(o)
	case JSON:
		whole := append(object{{"schema_version", SchemaVersion}, {"tool", o.Tool.object()}}, out.tree()...)
		b = append(appendJSON(nil, whole, "", o.ASCII), '\n')
	case JSONL:
		b = out.records().jsonl(o)
	case CSV:
		b = out.records().csv(o)
	case TSV:
		b = out.records().tsv(o)
	default:
		return fmt.Errorf("report: unknown format %q; the formats are %v", o.Format, Formats)
	}
	return flush(w, b)
}

// flush writes all of b at once. A writer that takes less without saying so is an error too.
func flush(w io.Writer, b []byte) error {
	_, err := io.Copy(w, bytes.NewReader(b))
	return err
}

func (t ToolInfo) object() any {
	return inline{{"name", t.Name}, {"version", t.Version}, {"library", t.Library}}
}
