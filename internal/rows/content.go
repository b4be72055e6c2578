package rows

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/capplan/capplan/internal/sweep"
)

// Content is what a Parquet file of a sweep holds, as far as it is needed to tell whether another holds the same.
type Content struct {
	Manifest *Manifest
	Rows     int
	Columns  []ColumnSum
}

// ColumnSum is a column and the checksum of its values, in 8 hexadecimal digits.
type ColumnSum struct{ Name, CRC32C string }

// ParquetContent reads a Parquet file of so many bytes, which may come from anybody. The error says what is wrong with it.
func ParquetContent(r io.ReaderAt, size int64) (c *Content, err error) {
	defer damaged(&err)
	f, err := openParquet(r, size)
	if err != nil {
		return nil, err
	}
	text, has := f.Lookup(manifestKey)
	if !has {
		return nil, errors.New("has no manifest of a sweep; it was written by something else")
	}
	m, err := ParseManifest([]byte(text))
	if err != nil {
		return nil, err
	}
	columns := m.columns()
	if have, want := f.Schema().String(), schemaOf(columns).String(); have != want {
		return nil, fmt.Errorf("has the columns %s, not %s", have, want)
	}
	if err := readable(f); err != nil {
		return nil, err
	}
	c = &Content{Manifest: m}
	words := make([]vocabulary, len(columns))
	for i := range columns {
		words[i] = vocabulary{}
	}
	sums := make([]uint32, len(columns))
	b := sweep.NewBlock(columns, group)
	b.First, _ = m.Range()
	for _, g := range f.RowGroups() {
		if g.NumRows() > group {
			return nil, fmt.Errorf("keeps %d rows together, more than capplan does", g.NumRows())
		}
		b.N = int(g.NumRows())
		for i, chunk := range g.ColumnChunks() {
			if err := readColumn(chunk, b, columns, words, i-1); err != nil {
				return nil, err
			}
		}
		for i := range columns {
			one := &sweep.Block{First: b.First, N: b.N, Numbers: b.Numbers[i : i+1], Words: b.Words[i : i+1]}
			sums[i] = crc32.Update(sums[i], castagnoli, binary.LittleEndian.AppendUint32(nil, blockSum(one, columns[i:i+1])))
		}
		b.First += b.N
		c.Rows += b.N
	}
	for i, x := range columns {
		c.Columns = append(c.Columns, ColumnSum{x.Title(), hex32(sums[i])})
	}
	return c, nil
}
