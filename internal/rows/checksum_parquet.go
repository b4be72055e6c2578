package rows

import (
	"encoding/binary"
	"hash/crc32"
	"math"

	"github.com/capplan/capplan/internal/sweep"
)

// groupSum is the checksum of the values of a Parquet file: of the checksums of its groups, in their order. The library's own are of single pages, and go with
// what another program writes anew; this one is of what stands in the rows.
type groupSum uint32

func (s *groupSum) add(group uint32) {
	*s = groupSum(crc32.Update(uint32(*s), castagnoli, binary.LittleEndian.AppendUint32(nil, group)))
}

// String is the sum in 8 hexadecimal digits.
func (s groupSum) String() string { return hex32(uint32(s)) }

// blockSum is the checksum of a block's values, column by column: the numbers of its rows, numbers, and the checksums of names.
func blockSum(b *sweep.Block, columns []sweep.Column) uint32 {
	const at1 = 1 << 13
	buffer := make([]byte, 0, at1)
	var sum uint32
	flush := func() {
		sum = crc32.Update(sum, castagnoli, buffer)
		buffer = buffer[:0]
	}
	room := func() {
		if len(buffer) > at1-8 {
			flush()
		}
	}
	buffer = binary.LittleEndian.AppendUint64(buffer, uint64(b.First))
	buffer = binary.LittleEndian.AppendUint64(buffer, uint64(b.N))
	none := math.Float64bits(math.NaN()) // of which there are several
	for c, column := range columns {
		if column.Words != nil {
			words := make([]uint32, len(column.Words))
			for k, w := range column.Words {
				words[k] = crc32.Checksum([]byte(w), castagnoli)
			}
			for _, k := range b.Words[c][:b.N] {
				room()
				buffer = binary.LittleEndian.AppendUint32(buffer, words[k])
			}
			continue
		}
		for _, x := range b.Numbers[c][:b.N] {
			room()
			bits := math.Float64bits(x)
			if x != x {
				bits = none
			}
			buffer = binary.LittleEndian.AppendUint64(buffer, bits)
		}
	}
	flush()
	return sum
}
