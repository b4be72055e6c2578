package rows

import (
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/sweep"
	"github.com/capplan/capplan/internal/unit"
)

// text writes rows as lines. It does not change after its making.
type text struct {
	format Format
	first  int // the number of the first row of the file
	start  string
	lead   []string // by column: what stands before its value
	end    string
	none   string // what stands for n/a
	words  [][]string
}

func newText(f Format, columns []sweep.Column, first int) *text {
	t := &text{format: f, first: first, end: "\n"}
	for _, c := range columns {
		var words []string
		for _, w := range c.Words {
			switch {
			case f != JSON && f != JSONL:
			case w == "" && !c.Axis:
				w = "null"
			default:
				w = strconv.Quote(w)
			}
			words = append(words, w)
		}
		t.words = append(t.words, words)
		switch f {
		case CSV:
			t.lead = append(t.lead, ",")
		case TSV:
			t.lead = append(t.lead, "\t")
		default:
			t.lead = append(t.lead, ", "+strconv.Quote(c.Title())+": ")
		}
	}
	switch f {
	case JSONL:
		t.start, t.end, t.none = `{"`+Number+`": `, "}\n", "null"
	case JSON:
		t.start, t.end, t.none = `  {"`+Number+`": `, "}", "null"
	}
	return t
}

// header is what stands before the first row.
func (t *text) header(columns []sweep.Column) string {
	separator := ","
	switch t.format {
	case JSONL:
		return ""
	case JSON:
		return "[\n"
	case TSV:
		separator = "\t"
	}
	titles := []string{Number}
	for _, c := range columns {
		titles = append(titles, c.Title())
	}
	return strings.Join(titles, separator) + "\n"
}

// memory is the text of a number that a column has had before: most columns of a grid stay at one value for many rows.
type memory struct {
	bits     uint64
	from, to int // in the buffer; nothing where they are equal
}

// append adds the block's rows, from that number on, to b. memories are scratch, one a column.
func (t *text) append(b []byte, block *sweep.Block, from int, memories []memory) []byte {
	clear(memories)
	for i := max(0, from-block.First); i < block.N; i++ {
		row := block.First + i
		if t.format == JSON && row > t.first {
			b = append(b, ",\n"...)
		}
		b = append(b, t.start...)
		b = strconv.AppendInt(b, int64(row), 10)
		for c, lead := range t.lead {
			b = append(b, lead...)
			if words := t.words[c]; words != nil {
				b = append(b, words[block.Words[c][i]]...)
				continue
			}
			x := block.Numbers[c][i]
			if math.IsNaN(x) {
				b = append(b, t.none...)
				continue
			}
			m := &memories[c]
			if bits := math.Float64bits(x); bits == m.bits && m.to > 0 {
				b = append(b, b[m.from:m.to]...)
			} else {
				at := len(b)
				b = unit.AppendExact(b, x)
				*m = memory{bits, at, len(b)}
			}
		}
		b = append(b, t.end...)
	}
	return b
}

// textSink writes lines to a stream, from a row on.
type textSink struct {
	t        *text
	w        io.Writer
	from     int
	memories int
}

// NewText returns a sink that writes rows as text: all formats but Parquet. first is the number of the file's first row, from that of the first one that is
// written: where they are the same, the header is written too.
func NewText(w io.Writer, f Format, columns []sweep.Column, first, from int) (Sink, error) {
	s := &textSink{newText(f, columns, first), w, from, len(columns)}
	if from == first {
		if _, err := io.WriteString(w, s.t.header(columns)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Prepare formats a block; it may run on any worker.
func (s *textSink) Prepare(b *sweep.Block, buf []byte) []byte {
	return s.t.append(buf, b, s.from, make([]memory, s.memories))
}

// Write appends a formatted block, in the order of the rows. Errors are those of the file.
func (s *textSink) Write(_ *sweep.Block, buf []byte) error {
	if len(buf) == 0 {
		return nil
	}
	_, err := s.w.Write(buf)
	return err
}

// Close ends the file. Errors are those of the file.
func (s *textSink) Close() error {
	if s.t.format != JSON {
		return nil
	}
	_, err := io.WriteString(s.w, "\n]\n")
	return err
}
