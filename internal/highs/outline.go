package highs

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
)

// The sections of a WebAssembly module that matter here, by their numbers in the format.
const (
	customSection = 0
	codeSection   = 10
)

// header is how many bytes stand before the first section: a magic number and a version.
const header = 8

// trap is the body of a function without locals that ends the module: unreachable, end.
var trap = []byte{3, 0, 0x00, 0x0b}

var errOutline = errors.New("highs: the module is cut short")

// mark is the name of the outline's own section, in which the checksum of the module is.
const mark = "outline"

// outline is the module with bodies that only trap: the same types, functions, memory and data, in a sixteenth of the bytes, and a checksum, so that two modules
// that differ only in what their functions do have two outlines. It takes no time to validate, which the module does. See [folder.load] for what it is good for.
func outline(wasm []byte) ([]byte, error) {
	if len(wasm) < header {
		return nil, errOutline
	}
	out := slices.Clone(wasm[:header])
	for rest := wasm[header:]; len(rest) > 0; {
		kind := rest[0]
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || size > uint64(len(rest)-1-n) {
			return nil, errOutline
		}
		end := 1 + n + int(size)
		body := rest[1+n : end]
		switch kind {
		case customSection: // names and the like, which nothing hangs on
		case codeSection:
			count, n := binary.Uvarint(body)
			if n <= 0 || count > size {
				return nil, errOutline
			}
			code := slices.Concat(body[:n], slices.Repeat(trap, int(count)))
			out = append(binary.AppendUvarint(append(out, kind), uint64(len(code))), code...)
		default:
			out = append(out, rest[:end]...)
		}
		rest = rest[end:]
	}
	own := binary.LittleEndian.AppendUint32(append([]byte{byte(len(mark))}, mark...), crc32.Checksum(wasm, crc32.MakeTable(crc32.Castagnoli)))
	return append(append(out, customSection, byte(len(own))), own...), nil
}
