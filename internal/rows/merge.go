package rows

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Piece is a file with a part of a sweep.
type Piece struct {
	Name     string
	Manifest *Manifest
	Open     func() (File, error)
}

// File is a file that is read.
type File interface {
	io.Reader
	io.ReaderAt
	io.Closer
}

// Whole sorts the pieces of one sweep by their rows and says what the sweep is, or which rows are missing or there twice, or which piece is of another sweep.
func Whole(pieces []Piece) (*Manifest, error) {
	one := pieces[0].Manifest
	for _, p := range pieces[1:] {
		if p.Manifest.Recipe != one.Recipe || p.Manifest.Rows != one.Rows {
			return nil, fmt.Errorf("%s is of another sweep than %s: %s", p.Name, pieces[0].Name, one.differs(p.Manifest))
		}
		if !slices.Equal(p.Manifest.Sweep, one.Sweep) || !slices.Equal(p.Manifest.Columns, one.Columns) {
			return nil, fmt.Errorf("the manifests of %s and %s are of one sweep and differ: one is altered", p.Name, pieces[0].Name)
		}
	}
	slices.SortStableFunc(pieces, func(a, b Piece) int {
		return cmp.Or(cmp.Compare(first(a), first(b)), cmp.Compare(last(a), last(b)))
	})
	next, before := 1, Piece{}
	for _, p := range pieces {
		switch {
		case last(p) < first(p): // an empty piece
			continue
		case first(p) < next:
			from, to := first(p), min(next-1, last(p))
			are := "are"
			if from == to {
				are = "is"
			}
			return nil, fmt.Errorf("%s %s in %s and in %s: name each piece once", span(from, to), are, before.Name, p.Name)
		case first(p) > next:
			return nil, missing(one, next, first(p)-1)
		}
		next, before = last(p)+1, p
	}
	if next <= one.Rows {
		return nil, missing(one, next, one.Rows)
	}
	return one.Part(0, 0), nil
}

func first(p Piece) int { first, _ := p.Manifest.Range(); return first }
func last(p Piece) int  { _, last := p.Manifest.Range(); return last }

// missing says which rows no piece has, and in which shards they are.
func missing(m *Manifest, from, to int) error {
	text := fmt.Sprintf("%s of %d are missing", span(from, to), m.Rows)
	if m.Shards == 0 {
		return fmt.Errorf("%s", text)
	}
	var shards []string
	for i := 1; i <= m.Shards; i++ {
		if first, last := Part(i, m.Shards, m.Rows); first <= to && last >= from && first <= last {
			if len(shards) == 8 {
				shards = append(shards, "...")
				break
			}
			shards = append(shards, fmt.Sprintf("%d/%d", i, m.Shards))
		}
	}
	return fmt.Errorf("%s: shard %s", text, strings.Join(shards, ", "))
}

// Merge writes the pieces, which [Whole] has put in order, as one file: byte by byte the one that the whole sweep makes. The error names the piece that does not
// hold what it should.
func Merge(w io.Writer, f Format, whole *Manifest, pieces []Piece) error {
	if f == Parquet {
		return mergeParquet(w, whole, pieces)
	}
	if _, err := io.WriteString(w, newText(f, whole.columns(), 1).header(whole.columns())); err != nil {
		return err
	}
	for _, p := range pieces {
		if err := mergeLines(w, f, whole, p); err != nil {
			return err
		}
	}
	return nil
}

// PieceError is what is wrong with a piece.
type PieceError struct {
	Name string
	Err  error
}

// Error implements the error interface.
func (e *PieceError) Error() string { return e.Name + ": " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *PieceError) Unwrap() error { return e.Err }

func mergeLines(w io.Writer, f Format, whole *Manifest, p Piece) (err error) {
	r, err := p.Open()
	if err != nil {
		return &PieceError{p.Name, err}
	}
	defer r.Close()
	fail := func(err error) error { return &PieceError{p.Name, err} }
	l, err := openLines(r, f, whole.columns(), first(p))
	if err != nil {
		return fail(err)
	}
	const full = 1 << 18
	buffer := make([]byte, 0, full+1<<12)
	flush := func() error {
		_, err := w.Write(buffer)
		buffer = buffer[:0]
		return err
	}
	for row := first(p); row <= last(p); row++ {
		line, err := l.row(row)
		if err == io.EOF || err == errCut {
			return fail(fmt.Errorf("the file ends before row %d; run its shard again", row))
		}
		if err != nil {
			return fail(err)
		}
		if buffer = append(append(buffer, line...), '\n'); len(buffer) >= full {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if _, err := l.next(); err != io.EOF {
		return fail(fmt.Errorf("there is more after row %d, its last", last(p)))
	}
	if err := p.Manifest.Sealed(l.sum); err != nil {
		return fail(fmt.Errorf("%w; run its shard again", err))
	}
	return flush()
}
