package rows

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/sweep"
)

// logged is a file of rows with the sums that were taken after some of them.
func logged(t *testing.T) (text []byte, sums []Sum) {
	t.Helper()
	s := grid(t, 30)
	text = render(t, s, CSV, manifest(t, s), Options{})
	at := 0
	for row, line := range bytes.SplitAfter(text, []byte{'\n'}) { // the header is row 0
		at += len(line)
		if row > 0 && row%20 == 0 {
			sums = append(sums, sumOf(text[:at], row))
		}
	}
	if len(sums) != 3 {
		t.Fatalf("%d sums of %d bytes", len(sums), len(text))
	}
	return text, sums
}

// TestScanFindsEveryAlteredByte changes each byte of the rows that have a checksum to another digit: none goes unseen, and the error says between which rows it is.
func TestScanFindsEveryAlteredByte(t *testing.T) {
	s := grid(t, 30)
	text, sums := logged(t)
	if p, err := Scan(bytes.NewReader(text), CSV, s.Columns(), 1, s.Rows(), sums); err != nil || p.Next != 61 || p.Sum != sums[2] {
		t.Fatalf("%+v, %v", p, err)
	}
	for at := range sums[2].Bytes {
		bad := bytes.Clone(text)
		if bad[at] ^= 1; bad[at] == '\n' {
			continue
		}
		if _, err := Scan(bytes.NewReader(bad), CSV, s.Columns(), 1, s.Rows(), sums); err == nil {
			t.Fatalf("byte %d, %q in place of %q, was not noticed", at, bad[at], text[at])
		}
	}
	bad := bytes.Clone(text)
	bad[sums[1].Bytes-3] ^= 1
	if _, err := Scan(bytes.NewReader(bad), CSV, s.Columns(), 1, s.Rows(), sums); err == nil || !strings.HasPrefix(err.Error(), "rows 21 to 40 are altered: their checksum is another") {
		t.Error(err)
	}
	if _, err := Scan(bytes.NewReader(text[:sums[2].Bytes-1]), CSV, s.Columns(), 1, s.Rows(), sums); err == nil || !strings.Contains(err.Error(), "it ends after row 59, and 60 rows were written") {
		t.Error(err)
	}
	p, err := Scan(bytes.NewReader(append(bytes.Clone(text[:sums[1].Bytes]), "41,anything"...)), CSV, s.Columns(), 1, s.Rows(), sums[:2])
	if err != nil || p.Next != 41 || p.Sum != sums[1] {
		t.Errorf("what follows the last checksum does not count: %+v, %v", p, err)
	}
}

// TestLog: the manifest and the sums after it are read back, up to where the file was cut off; a sealed manifest is a sum itself.
func TestLog(t *testing.T) {
	s := grid(t, 30)
	_, sums := logged(t)
	m := manifest(t, s).Part(1, 1)
	log, err := m.Text()
	if err != nil {
		t.Fatal(err)
	}
	head := len(log)
	for _, x := range sums {
		log = append(log, x.Line()...)
	}
	for cut := head; cut <= len(log); cut++ {
		got, there, err := ReadLog(log[:cut])
		if err != nil || got.Recipe != m.Recipe {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		for i, x := range there {
			if x != sums[i] {
				t.Fatalf("cut at %d: %+v, not %+v", cut, x, sums[i])
			}
		}
		if cut == len(log) && len(there) != 3 {
			t.Errorf("%d sums", len(there))
		}
	}
	r := rand.New(rand.NewPCG(3, 3))
	for range 500 { // never a panic, and never a sum that goes back
		bad := bytes.Clone(log)
		bad[r.IntN(len(bad))] ^= byte(1 << r.IntN(8))
		if _, there, err := ReadLog(bad); err == nil {
			for i := 1; i < len(there); i++ {
				if there[i].Row <= there[i-1].Row || there[i].Bytes <= there[i-1].Bytes {
					t.Fatalf("%+v", there)
				}
			}
		}
	}
	sealed, err := m.Seal(sums[2]).Text()
	if err != nil {
		t.Fatal(err)
	}
	if got, there, err := ReadLog(sealed); err != nil || len(there) != 1 || there[0] != sums[2] || got.Sealed(sums[2]) != nil || got.Sealed(sums[1]) == nil {
		t.Errorf("%+v, %v", there, err)
	}
	if err := m.Sealed(sums[2]); err == nil || !strings.Contains(err.Error(), "has no checksum") {
		t.Error(err)
	}
}

// TestAlteredValuesOfAParquetFile: a file that another program wrote anew, with a figure changed and the manifest kept, is refused.
func TestAlteredValuesOfAParquetFile(t *testing.T) {
	s := grid(t, 50)
	m := manifest(t, s).Part(1, 1)
	good := render(t, s, Parquet, m, Options{})
	honest, err := newAltered(t, good, m, s.Columns(), false)
	if err != nil {
		t.Fatal(err)
	}
	forged, err := newAltered(t, good, m, s.Columns(), true)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Merge(&out, Parquet, manifest(t, s), []Piece{pieceOf("p", m, honest)}); err != nil {
		t.Error(err)
	}
	if err := Merge(&out, Parquet, manifest(t, s), []Piece{pieceOf("p", m, forged)}); err == nil || !strings.HasPrefix(err.Error(), "p: it is altered: the checksum of its values is") {
		t.Error(err)
	}
}

// newAltered writes the rows of a Parquet file anew, with the checksum of the old one, and with one figure changed where that is asked for.
func newAltered(t *testing.T, file []byte, m *Manifest, columns []sweep.Column, change bool) ([]byte, error) {
	t.Helper()
	f, err := openParquet(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	sum, _ := f.Lookup(checksumKey)
	words := make([]vocabulary, len(columns))
	for i := range columns {
		words[i] = vocabulary{}
	}
	columns = slices.Clone(columns)
	for i := range columns {
		if columns[i].Words != nil {
			columns[i].Words = []string{}
		}
	}
	b := sweep.NewBlock(columns, group)
	b.First = 1
	g := f.RowGroups()[0]
	b.N = int(g.NumRows())
	for i, chunk := range g.ColumnChunks() {
		if err := readColumn(chunk, b, columns, words, i-1); err != nil {
			return nil, err
		}
	}
	if change {
		last := b.Numbers[len(columns)-2]
		last[17] *= 1.0001
	}
	var out bytes.Buffer
	sink, err := NewParquet(&out, columns, m)
	if err != nil {
		return nil, err
	}
	if err := sink.Write(b, nil); err != nil {
		return nil, err
	}
	p := sink.(*parquetSink)
	p.send()
	close(p.coded)
	if err := <-p.written; err != nil {
		return nil, err
	}
	p.w.SetKeyValueMetadata(checksumKey, sum)
	err = p.w.Close()
	return out.Bytes(), err
}
