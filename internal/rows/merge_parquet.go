package rows

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/capplan/capplan/internal/sweep"
)

// ParquetManifest reads the manifest of a Parquet file of so many bytes.
func ParquetManifest(r io.ReaderAt, size int64) (*Manifest, error) {
	f, err := openParquet(r, size)
	if err != nil {
		return nil, err
	}
	text, has := f.Lookup(manifestKey)
	if !has {
		return nil, errors.New("has no manifest of a sweep; it was written by something else")
	}
	return ParseManifest([]byte(text))
}

// openParquet is the library, whose panics on files that it did not foresee become errors.
func openParquet(r io.ReaderAt, size int64) (f *parquet.File, err error) {
	defer damaged(&err)
	f, err = parquet.OpenFile(r, size)
	if err != nil {
		return nil, fmt.Errorf("is no Parquet file, or not a whole one: %w", err)
	}
	return f, nil
}

func damaged(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("is a damaged Parquet file: %v", r)
	}
}

// vocabulary numbers names in the order in which they appear.
type vocabulary map[string]uint32

func mergeParquet(w io.Writer, whole *Manifest, pieces []Piece) error {
	columns := whole.columns()
	words := make([]vocabulary, len(columns))
	for i := range columns {
		words[i] = vocabulary{}
	}
	sink, err := NewParquet(w, columns, whole)
	if err != nil {
		return err
	}
	for _, p := range pieces {
		if err = mergeGroups(sink.(*parquetSink), words, p); err != nil {
			break
		}
	}
	if e := sink.Close(); err == nil {
		err = e
	}
	return err
}

// mergeGroups adds the rows of a piece.
func mergeGroups(sink *parquetSink, words []vocabulary, p Piece) (err error) {
	r, err := p.Open()
	if err != nil {
		return &PieceError{p.Name, err}
	}
	defer r.Close()
	defer func() {
		var is *PieceError
		if err != nil && !errors.As(err, &is) {
			err = &PieceError{p.Name, err}
		}
	}()
	defer damaged(&err)
	size, err := sizeOf(r)
	if err != nil {
		return err
	}
	f, err := openParquet(r, size)
	if err != nil {
		return err
	}
	if have, want := f.Schema().String(), schemaOf(sink.columns).String(); have != want {
		return fmt.Errorf("has the columns %s, not %s", have, want)
	}
	if err := readable(f); err != nil {
		return err
	}
	want, has := f.Lookup(checksumKey)
	if !has {
		return errors.New("has no checksum, so it is not known to be whole; run its shard again")
	}
	var sum groupSum
	b := sweep.NewBlock(sink.columns, group)
	b.First = first(p)
	for _, g := range f.RowGroups() {
		if g.NumRows() > group {
			return fmt.Errorf("keeps %d rows together, more than capplan does", g.NumRows())
		}
		b.N = int(g.NumRows())
		for i, chunk := range g.ColumnChunks() {
			if err := readColumn(chunk, b, sink.columns, words, i-1); err != nil {
				return err
			}
		}
		if b.First+b.N > last(p)+1 {
			return fmt.Errorf("there is more after row %d, its last", last(p))
		}
		sum.add(blockSum(b, sink.columns))
		if err := sink.Write(b, nil); err != nil {
			return err
		}
		b.First += b.N
	}
	if b.First != last(p)+1 {
		return fmt.Errorf("the file ends before row %d; run its shard again", b.First)
	}
	if sum.String() != want {
		return fmt.Errorf("it is altered: the checksum of its values is %s, not the %s of what was written; run its shard again", sum, want)
	}
	return nil
}

// readable refuses what capplan does not write and the library would believe: a damaged byte that names another way of compression, or a size, can have it ask
// for more memory than there is, which ends a process.
func readable(f *parquet.File) error {
	const most = group * 64 // bytes of a column in one group: names are numbers there, and a dictionary of a few
	for _, g := range f.Metadata().RowGroups {
		for _, c := range g.Columns {
			if m := c.MetaData; m.Codec != format.Zstd || m.TotalCompressedSize < 0 || m.TotalUncompressedSize < 0 || m.TotalCompressedSize > most || m.TotalUncompressedSize > most {
				return errors.New("is a damaged Parquet file: a column is not as capplan writes it")
			}
		}
	}
	return nil
}

// sizeOf is how long a file is.
func sizeOf(r io.Reader) (int64, error) {
	s, ok := r.(io.Seeker)
	if !ok {
		return 0, errors.New("cannot be read at any place, as Parquet needs it")
	}
	return s.Seek(0, io.SeekEnd)
}

// readColumn reads a column of a group into the block: the rows' numbers for -1.
func readColumn(chunk parquet.ColumnChunk, b *sweep.Block, columns []sweep.Column, words []vocabulary, c int) error {
	pages := chunk.Pages()
	defer pages.Close()
	values := make([]parquet.Value, 1024)
	at := 0
	for {
		page, err := pages.ReadPage()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		for r := page.Values(); err == nil; {
			var n int
			n, err = r.ReadValues(values)
			for _, v := range values[:n] {
				switch {
				case at >= b.N:
					return errors.New("has columns of different lengths")
				case c < 0:
					if v.Int64() != int64(b.First+at) {
						return fmt.Errorf("has row %d where row %d is wanted", v.Int64(), b.First+at)
					}
				case v.IsNull() && columns[c].Words == nil:
					b.Numbers[c][at] = math.NaN()
				case columns[c].Words != nil:
					var name []byte // the empty one where it is null
					if !v.IsNull() {
						name = v.ByteArray()
					}
					k, known := words[c][string(name)]
					if !known {
						k = uint32(len(columns[c].Words))
						columns[c].Words = append(columns[c].Words, string(name))
						words[c][string(name)] = k
					}
					b.Words[c][at] = k
				default:
					b.Numbers[c][at] = v.Double()
				}
				at++
			}
		}
		parquet.Release(page)
		if err != io.EOF {
			return err
		}
	}
	if at != b.N {
		return errors.New("has columns of different lengths")
	}
	return nil
}
