package rows

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/capplan/capplan/internal/sweep"
)

// lines reads the rows of a file that has one line a row, and holds them against what they should be.
type lines struct {
	r      *bufio.Reader
	t      *text
	fields int
	long   []byte // a line that is longer than the reader's memory
	line   int    // the number of the line read last
	sum    Sum    // of all lines up to there; the row is set by whoever knows it
}

// errCut says that a file ends in the middle of a line.
var errCut = errors.New("the last line is cut off")

// openLines reads the header.
func openLines(r io.Reader, f Format, columns []sweep.Column, first int) (*lines, error) {
	l := &lines{r: bufio.NewReaderSize(r, 1<<16), t: newText(f, columns, first), fields: len(columns)}
	want := l.t.header(columns)
	if want == "" {
		return l, nil
	}
	got, err := l.next()
	if err == nil && string(got)+"\n" != want {
		return nil, fmt.Errorf("line 1: the columns are %.100q, not %.100q", got, want[:len(want)-1])
	}
	if err == io.EOF {
		err = errCut
	}
	return l, err
}

// next returns a line without its end. At the end of the file it is [io.EOF], or errCut where the last line has no end.
func (l *lines) next() ([]byte, error) {
	l.long = l.long[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		switch {
		case err == bufio.ErrBufferFull:
			l.long = append(l.long, part...)
			continue
		case err == io.EOF && len(part)+len(l.long) > 0:
			return nil, errCut
		case err != nil:
			return nil, err
		}
		l.line++
		if len(l.long) > 0 {
			l.long = append(l.long, part...)
			part = l.long
		}
		l.sum.Add(part)
		return part[:len(part)-1], nil
	}
}

// row returns the line of a row, or why it is not that.
func (l *lines) row(number int) ([]byte, error) {
	line, err := l.next()
	if err != nil {
		return nil, err
	}
	rest, ok := bytes.CutPrefix(line, []byte(l.t.start))
	digits := 0
	for digits < len(rest) && '0' <= rest[digits] && rest[digits] <= '9' {
		digits++
	}
	got, err := strconv.Atoi(string(rest[:digits]))
	switch {
	case !ok || err != nil:
		return nil, fmt.Errorf("line %d does not begin with the number of a row", l.line)
	case got != number:
		return nil, fmt.Errorf("line %d has row %d where row %d is wanted", l.line, got, number)
	}
	rest = rest[digits:]
	separator := byte(',')
	switch l.t.format {
	case TSV:
		separator = '\t'
	case JSONL:
		for _, lead := range l.t.lead {
			i := bytes.Index(rest, []byte(lead))
			if i < 0 {
				return nil, fmt.Errorf("line %d lacks %s", l.line, lead[2:len(lead)-2])
			}
			rest = rest[i+len(lead):]
		}
		if len(rest) == 0 || rest[len(rest)-1] != '}' {
			return nil, fmt.Errorf("line %d does not end with }", l.line)
		}
		return line, nil
	}
	if n := bytes.Count(rest, []byte{separator}); n != l.fields {
		return nil, fmt.Errorf("line %d has %d columns where %d are wanted", l.line, n+1, l.fields+1)
	}
	return line, nil
}

// Mark is where a row begins in a file.
type Mark struct {
	Row    int
	Offset int64
}

// spacing is how many rows lie between two marks.
const spacing = 1 << 14

// Progress is how far a file has come.
type Progress struct {
	Next  int    // the number of the first row that it lacks
	Sum   Sum    // of the complete rows; what follows is cut off
	Marks []Mark // the first row, and some of the others
}

// Scan reads a file of rows that may have been cut off anywhere, whose rows are first to last, and holds it against the sums that were taken while it was
// written, the last of which ends it: rows after that are not known to be right, and are not counted. Without sums it reads all rows and only counts. The error
// says what does not belong there.
func Scan(r io.Reader, f Format, columns []sweep.Column, first, last int, sums []Sum) (Progress, error) {
	p := Progress{Next: first}
	checked := len(sums) > 0
	if checked {
		last = min(last, sums[len(sums)-1].Row)
		r = io.LimitReader(r, sums[len(sums)-1].Bytes)
	}
	l, err := openLines(r, f, columns, first)
	if err == errCut {
		return p, nil // not even the header
	}
	if err != nil {
		return p, err
	}
	l.sum.Row = first - 1
	p.Sum = l.sum
	from := first
	for ; p.Next <= last; p.Next++ {
		_, err := l.row(p.Next)
		if err == io.EOF || err == errCut {
			break
		}
		if err != nil {
			return p, err
		}
		if (p.Next-first)%spacing == 0 {
			p.Marks = append(p.Marks, Mark{p.Next, p.Sum.Bytes})
		}
		l.sum.Row = p.Next
		p.Sum = l.sum
		if len(sums) > 0 && sums[0].Row == p.Next {
			if sums[0] != p.Sum {
				return p, fmt.Errorf("%s are altered: their checksum is another than that of what was written", span(from, p.Next))
			}
			from, sums = p.Next+1, sums[1:]
		}
	}
	switch {
	case checked && len(sums) > 0:
		return p, fmt.Errorf("it ends after row %d, and %d rows were written", p.Next-1, sums[len(sums)-1].Row-first+1)
	case p.Next <= last:
		return p, nil
	}
	if _, err := l.next(); err != io.EOF {
		return p, fmt.Errorf("there is more after row %d, the last", last)
	}
	return p, nil
}

// samples is at how many places Verify looks.
const samples = 16

// Verify computes some rows of a file again, at each of several places that many, and compares. The error names a row that is another.
func (p Progress) Verify(r io.ReaderAt, f Format, s *sweep.Sweep, first, each int) error {
	t, w := newText(f, s.Columns(), first), s.NewWorker()
	b := sweep.NewBlock(s.Columns(), each)
	memories := make([]memory, len(s.Columns()))
	var want []byte
	step := max(1, (len(p.Marks)+samples-1)/samples)
	for i := 0; i < len(p.Marks); i += step {
		m := p.Marks[i]
		if i+step >= len(p.Marks) {
			m = p.Marks[len(p.Marks)-1]
		}
		b.First, b.N = m.Row, min(each, p.Next-m.Row)
		w.Fill(b)
		want = t.append(want[:0], b, first, memories)
		got := make([]byte, len(want))
		if _, err := r.ReadAt(got, m.Offset); err != nil && err != io.EOF {
			return err
		}
		if at := firstDifference(got, want); at >= 0 {
			return fmt.Errorf("row %d is another than this sweep's", m.Row+bytes.Count(want[:at], []byte{'\n'}))
		}
	}
	return nil
}

func firstDifference(a, b []byte) int {
	for i := range b {
		if a[i] != b[i] {
			return i
		}
	}
	return -1
}
