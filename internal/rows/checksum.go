package rows

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
)

// castagnoli is the polynomial of CRC-32C, which processors compute by themselves: a checksum costs a hundredth of the writing. It is there to notice what has
// been altered by accident or by hand, not to withstand somebody who alters the checksum too.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Sum is the checksum of what a file of rows begins with, up to the end of a row.
type Sum struct {
	Row   int // the last row that is in it
	Bytes int64
	CRC   uint32 // CRC-32C
}

// Add takes in what follows, which ends in no particular row.
func (s *Sum) Add(b []byte) {
	s.Bytes += int64(len(b))
	s.CRC = crc32.Update(s.CRC, castagnoli, b)
}

// sumText is a sum as files have it.
type sumText struct {
	Row    int    `json:"row"`
	Bytes  int64  `json:"bytes"`
	CRC32C string `json:"crc32c"`
}

// Line is the sum as a line of a log; see [ReadLog].
func (s Sum) Line() []byte {
	b, err := json.Marshal(sumText{s.Row, s.Bytes, hex32(s.CRC)})
	if err != nil {
		panic(err) // of three plain fields
	}
	return append(b, '\n')
}

func hex32(x uint32) string { return fmt.Sprintf("%08x", x) }

// Seal is the manifest of a piece that is whole, with its checksum.
func (m *Manifest) Seal(s Sum) *Manifest {
	out := *m
	out.Bytes, out.CRC32C = s.Bytes, hex32(s.CRC)
	return &out
}

// Sealed says why the checksum of a piece's bytes is not that of its manifest; nil if it is.
func (m *Manifest) Sealed(s Sum) error {
	switch {
	case m.CRC32C == "":
		return fmt.Errorf("its manifest has no checksum, so it is not known to be whole")
	case m.Bytes != s.Bytes:
		return fmt.Errorf("it is altered: it has %d bytes where %d were written", s.Bytes, m.Bytes)
	case m.CRC32C != hex32(s.CRC):
		return fmt.Errorf("it is altered: its checksum is %s, not the %s of what was written", hex32(s.CRC), m.CRC32C)
	}
	return nil
}

// ReadLog reads what stands beside a file that is being written: its manifest, and then a line for each sum that was taken on the way. A last line that is cut
// off, and what does not go up, is the end of it.
func ReadLog(text []byte) (*Manifest, []Sum, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	var head json.RawMessage
	if err := d.Decode(&head); err != nil {
		return nil, nil, fmt.Errorf("is no manifest of a sweep: %w", err)
	}
	m, err := ParseManifest(head)
	if err != nil {
		return nil, nil, err
	}
	var sums []Sum
	if crc, err := strconv.ParseUint(m.CRC32C, 16, 32); err == nil {
		if first, last := m.Range(); first <= last { // sealed, and not yet called by its name
			return m, []Sum{{last, m.Bytes, uint32(crc)}}, nil
		}
	}
	for {
		var t sumText
		if err := d.Decode(&t); err != nil {
			return m, sums, nil
		}
		crc, err := strconv.ParseUint(t.CRC32C, 16, 32)
		last := Sum{}
		if len(sums) > 0 {
			last = sums[len(sums)-1]
		}
		if err != nil || t.Row <= last.Row || t.Bytes <= last.Bytes {
			return m, sums, nil
		}
		sums = append(sums, Sum{t.Row, t.Bytes, uint32(crc)})
	}
}
