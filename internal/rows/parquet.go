package rows

import (
	"io"
	"math"
	"slices"
	"sync/atomic"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/capplan/capplan/internal/sweep"
	"github.com/capplan/capplan/internal/unit"
)

// group is the number of rows that a Parquet file keeps together. Groups are cut by number, so that a file does not depend on how its rows were computed.
const group = 1 << 16

// manifestKey and checksumKey are where a Parquet file has its manifest, and the checksum of its values, among its metadata.
const (
	manifestKey = "capplan.sweep"
	checksumKey = "capplan.crc32c"
)

// creator is what a file names as its maker: fixed, since the bytes of a file depend on its rows alone.
var creator = parquet.CreatedBy("capplan", "", "")

// inOrder is a group of columns that keeps their order.
type inOrder struct {
	parquet.Group
	names []string
}

// Fields implements [parquet.Node].
func (o inOrder) Fields() []parquet.Field {
	fields := o.Group.Fields()
	out := make([]parquet.Field, len(fields))
	for _, f := range fields {
		out[slices.Index(o.names, f.Name())] = f
	}
	return out
}

// schemaOf is the row's number, names, numbers of axes, and metrics, which may be null, as marks may.
func schemaOf(columns []sweep.Column) *parquet.Schema {
	o := inOrder{parquet.Group{Number: parquet.Encoded(parquet.Int(64), &parquet.DeltaBinaryPacked)}, []string{Number}}
	for _, c := range columns {
		node := parquet.Leaf(parquet.DoubleType)
		switch {
		case c.Words != nil && !c.Axis:
			node = parquet.Optional(parquet.Encoded(parquet.String(), &parquet.RLEDictionary))
		case c.Words != nil:
			node = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
		case c.Few:
			node = parquet.Encoded(node, &parquet.RLEDictionary)
		case !c.Axis:
			node = parquet.Optional(node)
		}
		o.Group[c.Title()] = node
		o.names = append(o.names, c.Title())
	}
	return parquet.NewSchema("sweep", o)
}

// parquetSink collects rows to groups, which are encoded beside the computing and written in order.
type parquetSink struct {
	columns []sweep.Column
	w       *parquet.GenericWriter[any]
	filling *rowGroup
	free    chan *rowGroup // nil where one can be made
	coded   chan *rowGroup // in order, each being encoded
	written chan error
	failed  atomic.Pointer[error] // that of a group that was written
	sum     groupSum              // of the groups that were written
}

// rowGroup is the rows of one group.
type rowGroup struct {
	block  *sweep.Block
	values []parquet.Value
	out    *parquet.ConcurrentRowGroupWriter
	crc    uint32
	ready  chan error
}

// NewParquet returns a sink that writes a Parquet file with its manifest.
func NewParquet(w io.Writer, columns []sweep.Column, m *Manifest) (Sink, error) {
	text, err := m.Text()
	if err != nil {
		return nil, err
	}
	const groups = 3 // one is filled, one encoded, one written
	s := &parquetSink{
		columns: columns, free: make(chan *rowGroup, groups), coded: make(chan *rowGroup, groups), written: make(chan error, 1),
		w: parquet.NewGenericWriter[any](w, schemaOf(columns), creator, parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}),
			parquet.KeyValueMetadata(manifestKey, string(text))),
	}
	for range groups {
		s.free <- nil
	}
	go s.commit()
	return s, nil
}

// commit writes the groups in order, as they are ready.
func (s *parquetSink) commit() {
	var err error
	for g := range s.coded {
		if e := <-g.ready; err == nil {
			err = e
		}
		if err == nil {
			s.sum.add(g.crc)
			_, err = g.out.Commit()
		}
		if err != nil {
			s.failed.Store(&err)
		}
		s.free <- g
	}
	s.written <- err
}

// Prepare rounds the block's numbers.
func (s *parquetSink) Prepare(b *sweep.Block, buf []byte) []byte {
	for _, column := range b.Numbers {
		if column == nil {
			continue
		}
		for i, x := range column[:b.N] {
			column[i] = unit.Rounded(x)
		}
	}
	return buf
}

// Write adds the block's rows to the group that is being filled.
func (s *parquetSink) Write(b *sweep.Block, _ []byte) error {
	for at := 0; at < b.N; {
		if s.filling == nil {
			s.begin(b.First + at)
		}
		g := s.filling.block
		n := min(b.N-at, group-g.N)
		for i := range s.columns {
			if b.Words[i] != nil {
				copy(g.Words[i][g.N:], b.Words[i][at:at+n])
			} else {
				copy(g.Numbers[i][g.N:], b.Numbers[i][at:at+n])
			}
		}
		g.N += n
		at += n
		if g.N == group {
			s.send()
		}
	}
	if err := s.failed.Load(); err != nil {
		return *err
	}
	return nil
}

func (s *parquetSink) begin(first int) {
	g := <-s.free
	if g == nil {
		g = &rowGroup{block: sweep.NewBlock(s.columns, group), values: make([]parquet.Value, 1024), out: s.w.BeginRowGroup(), ready: make(chan error, 1)}
	}
	g.block.First, g.block.N = first, 0
	s.filling = g
}

// send has the group encoded and written.
func (s *parquetSink) send() {
	g, columns := s.filling, slices.Clone(s.columns) // whose names grow in a merge
	s.filling = nil
	go func() {
		g.crc = blockSum(g.block, columns)
		g.ready <- g.encode(columns)
	}()
	s.coded <- g
}

// Close writes the last group and the file's metadata.
func (s *parquetSink) Close() error {
	if s.filling != nil && s.filling.block.N > 0 {
		s.send()
	}
	close(s.coded)
	if err := <-s.written; err != nil {
		return err
	}
	s.w.SetKeyValueMetadata(checksumKey, s.sum.String())
	return s.w.Close()
}

// encode writes the group column by column. Only values that may be null need to say how deep they are.
func (g *rowGroup) encode(columns []sweep.Column) error {
	b := g.block
	writers := g.out.ColumnWriters()
	err := g.column(writers[0], func(at int, values []parquet.Value) {
		for i := range values {
			values[i] = parquet.Int64Value(int64(b.First + at + i))
		}
	})
	for c, column := range columns {
		if err != nil {
			return err
		}
		numbers, words := b.Numbers[c], b.Words[c]
		switch {
		case column.Words != nil:
			all := make([]parquet.Value, len(column.Words))
			for k, w := range column.Words {
				switch all[k] = parquet.ByteArrayValue([]byte(w)); {
				case !column.Axis && w == "":
					all[k] = parquet.NullValue().Level(0, 0, c+1)
				case !column.Axis:
					all[k] = all[k].Level(0, 1, c+1)
				}
			}
			err = g.column(writers[c+1], func(at int, values []parquet.Value) {
				for i := range values {
					values[i] = all[words[at+i]]
				}
			})
		case column.Axis:
			err = g.column(writers[c+1], func(at int, values []parquet.Value) {
				for i, x := range numbers[at : at+len(values)] {
					values[i] = parquet.DoubleValue(x)
				}
			})
		default:
			null := parquet.NullValue().Level(0, 0, c+1)
			err = g.column(writers[c+1], func(at int, values []parquet.Value) {
				for i, x := range numbers[at : at+len(values)] {
					if values[i] = null; !math.IsNaN(x) {
						values[i] = parquet.DoubleValue(x).Level(0, 1, c+1)
					}
				}
			})
		}
	}
	if err != nil {
		return err
	}
	return g.out.Flush()
}

// column writes a column; make fills values with those from at on.
func (g *rowGroup) column(w *parquet.ColumnWriter, make func(at int, values []parquet.Value)) error {
	for at := 0; at < g.block.N; at += len(g.values) {
		values := g.values[:min(len(g.values), g.block.N-at)]
		make(at, values)
		if _, err := w.WriteRowValues(values); err != nil {
			return err
		}
	}
	return nil
}
