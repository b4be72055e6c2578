package rows

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/sweep"
)

// memoryFile is a file that is read.
type memoryFile struct{ *bytes.Reader }

func (memoryFile) Close() error { return nil }

// pieces are the shards of a sweep.
func pieces(t testing.TB, s *sweep.Sweep, f Format, n int) []Piece {
	m := manifest(t, s)
	out := make([]Piece, n)
	for i := range out {
		part := m.Part(i+1, n)
		content := render(t, s, f, part, Options{Block: 500})
		if f.Lines() {
			part = part.Seal(sumOf(content, 0))
		}
		out[i] = pieceOf(fmt.Sprintf("part-%d", i+1), part, content)
	}
	return out
}

// sumOf is the checksum of what a file begins with.
func sumOf(content []byte, row int) Sum {
	s := Sum{Row: row}
	s.Add(content)
	return s
}

func pieceOf(name string, m *Manifest, content []byte) Piece {
	return Piece{name, m, func() (File, error) { return memoryFile{bytes.NewReader(content)}, nil }}
}

// TestMerge puts shards together in any order, and finds the bytes of the whole.
func TestMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, f := range []Format{CSV, TSV, JSONL, Parquet} {
		for _, size := range []int{2, 50, 40_000} {
			s := grid(t, size)
			want := render(t, s, f, manifest(t, s), Options{Block: 1000})
			for _, n := range []int{1, 2, 5, 11} { // of 4 rows, 7 of 11 shards have none
				all := pieces(t, s, f, n)
				r.Shuffle(n, func(i, k int) { all[i], all[k] = all[k], all[i] })
				whole, err := Whole(all)
				if err != nil {
					t.Fatal(err)
				}
				var got bytes.Buffer
				if err := Merge(&got, f, whole, all); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got.Bytes(), want) {
					t.Errorf("%s: %d rows of %d shards are %d other bytes than the %d of the whole", f, s.Rows(), n, got.Len(), len(want))
				}
			}
		}
	}
}

// TestMergeLearnsNames has a name appear when groups with others are on their way to the file.
func TestMergeLearnsNames(t *testing.T) {
	s := gridBy(t, 70_000, 1)
	all := pieces(t, s, Parquet, 100)
	whole, err := Whole(all)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := Merge(&got, Parquet, whole, all); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), render(t, s, Parquet, manifest(t, s), Options{Block: 4096})) {
		t.Error("the merged file is another than the whole")
	}
}

// TestMergedParquetHasItsManifest reads from the file what a shard's says, but for the shard.
func TestMergedParquetHasItsManifest(t *testing.T) {
	s := grid(t, 10)
	file := render(t, s, Parquet, manifest(t, s).Part(2, 3), Options{})
	m, err := ParquetManifest(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if m.Shard != 2 || m.Shards != 3 || m.First != 7 || m.Last != 13 || m.Same(manifest(t, s).Part(2, 3)) != nil {
		t.Errorf("the manifest is %+v", m)
	}
	if err := m.Same(manifest(t, s).Part(1, 3)); err == nil || err.Error() != "it is of another shard: rows 1 to 6, not rows 7 to 13" {
		t.Errorf("another shard: %v", err)
	}
}

func TestWholeRefuses(t *testing.T) {
	s := grid(t, 50)
	all := pieces(t, s, CSV, 10)
	other := pieces(t, grid(t, 51), CSV, 10)
	for _, c := range []struct {
		pieces []Piece
		want   string
	}{
		{all[1:], "rows 1 to 10 of 100 are missing: shard 1/10"},
		{all[:9], "rows 91 to 100 of 100 are missing: shard 10/10"},
		{[]Piece{all[0], all[4], all[9]}, "rows 11 to 40 of 100 are missing: shard 2/10, 3/10, 4/10"},
		{append(append([]Piece{}, all...), all[3]), "rows 31 to 40 are in part-4 and in part-4: name each piece once"},
		{append(append([]Piece{}, all...), pieces(t, s, CSV, 3)[1]), "rows 34 to 40 are in part-4 and in part-2: name each piece once"},
		{append(append([]Piece{}, all...), pieces(t, s, CSV, 100)[1]), "row 2 is in part-1 and in part-2: name each piece once"},
		{[]Piece{all[0], other[1]}, `part-2 is of another sweep than part-1: "vary site.reserve=0:0.1:lin:51,trainium2" there`},
	} {
		if _, err := Whole(c.pieces); err == nil || !strings.HasPrefix(err.Error(), strings.Replace(c.want, ",trainium2", "", 1)) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
	if _, err := Whole([]Piece{pieceOf("all", manifest(t, s), nil)}); err != nil {
		t.Errorf("the whole as its own piece: %v", err)
	}
}

// TestMergeRefuses looks into the pieces: they must hold the rows that their manifests say.
func TestMergeRefuses(t *testing.T) {
	s := grid(t, 50)
	good := pieces(t, s, CSV, 2)
	f, _ := good[1].Open()
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	lines := strings.SplitAfter(text, "\n")
	for _, c := range []struct{ content, want string }{
		{"", "the last line is cut off"},
		{lines[0], "the file ends before row 51; run its shard again"},
		{strings.Join(lines[:20], ""), "the file ends before row 70; run its shard again"},
		{text[:len(text)-3], "the file ends before row 100; run its shard again"},
		{text + "101,1,x,1,1,1\n", "there is more after row 100, its last"},
		{strings.Replace(text, "\n60,", "\n61,", 1), "line 11 has row 61 where row 60 is wanted"},
		{strings.Replace(text, "\n60,", "\nx60,", 1), "line 11 does not begin with the number of a row"},
		{strings.Replace(text, "\n60,", "\n60,9,", 1), "line 11 has 7 columns where 6 are wanted"},
		{strings.Replace(text, "capacity.chips", "capacity.chip", 1), "line 1: the columns are"},
		{strings.Replace(text, "\n60,0", "\n60,1", 1), "it is altered: its checksum is "},
		{text[:len(text)-2] + "0\n", "it is altered: its checksum is "},
		{strings.Replace(text, "\n60,", "\n060,", 1), "it is altered: it has "},
	} {
		whole, err := Whole([]Piece{good[0], good[1]})
		if err != nil {
			t.Fatal(err)
		}
		err = Merge(io.Discard, CSV, whole, []Piece{good[0], pieceOf("part-2", good[1].Manifest, []byte(c.content))})
		var wrong *PieceError
		if !errors.As(err, &wrong) || !strings.HasPrefix(err.Error(), "part-2: "+c.want) {
			t.Errorf("%.30q...: %v, want %s", c.content, err, c.want)
		}
	}
	if err := Merge(&full{100}, CSV, manifest(t, s), good); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

// TestDamagedParquet changes bytes of a shard: it is refused, or nothing that counts was changed. Nothing panics.
func TestDamagedParquet(t *testing.T) {
	s := grid(t, 50)
	all := pieces(t, s, Parquet, 2)
	want := render(t, s, Parquet, manifest(t, s), Options{})
	f, _ := all[1].Open()
	good, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 5))
	refused := 0
	for i := range 600 {
		bad := bytes.Clone(good)
		switch {
		case i < 100:
			bad = bad[:r.IntN(len(bad))]
		default:
			bad[r.IntN(len(bad))] ^= byte(1 << r.IntN(8))
		}
		var got bytes.Buffer
		if err := Merge(&got, Parquet, manifest(t, s), []Piece{all[0], pieceOf("part-2", all[1].Manifest, bad)}); err != nil {
			refused++
			if !strings.HasPrefix(err.Error(), "part-2: ") {
				t.Errorf("who is to blame? %v", err)
			}
		} else if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("case %d: a damaged file was taken", i)
		}
	}
	if refused < 200 {
		t.Errorf("%d of 600 damaged files were refused", refused)
	}
	if err := Merge(&full{100}, Parquet, manifest(t, s), all); !errors.Is(err, errFull) || strings.Contains(err.Error(), "part") {
		t.Errorf("a full disk: %v", err)
	}
}

// TestResume cuts a file off at every byte, goes on, and has the whole.
func TestResume(t *testing.T) {
	s := grid(t, 12)
	for _, f := range []Format{CSV, TSV, JSONL} {
		for _, m := range []*Manifest{manifest(t, s), manifest(t, s).Part(2, 3)} {
			want := render(t, s, f, m, Options{})
			first, last := m.Range()
			for cut := range len(want) + 1 {
				got := bytes.Clone(want[:cut])
				p, err := Scan(bytes.NewReader(got), f, s.Columns(), first, last, nil)
				if err != nil {
					t.Fatalf("%s cut at %d: %v", f, cut, err)
				}
				if err := p.Verify(bytes.NewReader(got), f, s, first, 5); err != nil {
					t.Fatalf("%s cut at %d: %v", f, cut, err)
				}
				if p.Next == first {
					p.Sum = Sum{}
				}
				b := bytes.NewBuffer(got[:p.Sum.Bytes])
				sink, err := NewText(b, f, s.Columns(), first, p.Next)
				if err != nil {
					t.Fatal(err)
				}
				if err := Write(s, first, last, Options{Block: 4}, sink); err != nil { // from a block's beginning, which the file has passed
					t.Fatal(err)
				}
				if !bytes.Equal(b.Bytes(), want) {
					t.Fatalf("%s cut at byte %d and gone on with at row %d is another file", f, cut, p.Next)
				}
			}
		}
	}
}

// TestVerify finds rows of another sweep, wherever they are looked for, and only complete rows count.
func TestVerify(t *testing.T) {
	s := grid(t, 40_000)
	m := manifest(t, s)
	text := render(t, s, CSV, m, Options{Block: 4096})
	p, err := Scan(bytes.NewReader(text), CSV, s.Columns(), 1, s.Rows(), nil)
	if err != nil || p.Next != s.Rows()+1 || p.Sum.Bytes != int64(len(text)) || len(p.Marks) != 5 {
		t.Fatalf("%+v, %v", p, err)
	}
	for _, mark := range p.Marks {
		bad := bytes.Clone(text)
		at := int(mark.Offset) + bytes.IndexByte(bad[mark.Offset:], '\n') - 1
		bad[at] ^= 1
		if err := p.Verify(bytes.NewReader(bad), CSV, s, 1, 4); err == nil || err.Error() != fmt.Sprintf("row %d is another than this sweep's", mark.Row) {
			t.Errorf("a row changed at %d: %v", mark.Row, err)
		}
	}
	for want, bad := range map[string]string{
		"line 1: the columns are":                        "row,other\n1,2\n",
		"line 2 has row 2 where row 1 is wanted":         strings.Replace(string(text), "\n1,", "\n2,", 1),
		"there is more after row 80000, the last":        string(text) + "80001,0.1,gb200,1,1,1\n",
		"line 3 has 2 columns where 6 are wanted":        strings.Replace(string(text), "\n2,", "\n2,5\n", 1),
		"line 5 does not begin with the number of a row": strings.Replace(string(text), "\n4,", "\n\n", 1),
	} {
		if _, err := Scan(strings.NewReader(bad), CSV, s.Columns(), 1, s.Rows(), nil); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	lines := render(t, grid(t, 3), JSONL, manifest(t, grid(t, 3)), Options{})
	for want, bad := range map[string]string{
		"line 2 does not end with }":       strings.Replace(string(lines), "}\n", "}\n{\"row\": 2, \"site.reserve\": 0, \"chip\": \"x\", \"capacity.chips\": 1, \"cost.capex[USD]\": 1, \"capacity.peak_fp4[FLOP/s]\": 1\n", 1),
		`line 1 lacks "site.reserve"`:      strings.Replace(string(lines), "site.reserve", "site.reserv", 1),
		"line 1 does not begin with the n": "[" + string(lines),
	} {
		if _, err := Scan(strings.NewReader(bad), JSONL, s.Columns(), 1, 6, nil); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestManifestsThatAreNone are refused before they are believed.
func TestManifestsThatAreNone(t *testing.T) {
	for _, text := range []string{"", "{}", "[]", `{"schema_version": 2, "recipe": "x", "rows": 1}`, `{"schema_version": 1, "recipe": "x", "rows": 0}`,
		`{"schema_version": 1, "recipe": "x", "rows": 5, "shards": 2, "first": 3, "last": 9}`, `{"schema_version": 1, "recipe": "x", "rows": 5, "shards": 2, "last": 3}`,
		`{"schema_version": 1, "recipe": "x", "rows": 5, "shards": 2, "first": 5, "last": 3}`} {
		if m, err := ParseManifest([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), "is no manifest of a sweep") {
			t.Errorf("%s: %+v, %v", text, m, err)
		}
	}
	if _, err := ParquetManifest(strings.NewReader("PAR1"), 4); err == nil {
		t.Error("four bytes are no Parquet file")
	}
}

// FuzzScan reads anything as the rows of a sweep, and never goes beyond what is there.
func FuzzScan(f *testing.F) {
	s := grid(f, 3)
	for _, format := range []Format{CSV, JSONL} {
		f.Add(render(f, s, format, manifest(f, s), Options{}), format == JSONL)
	}
	f.Fuzz(func(t *testing.T, text []byte, lines bool) {
		format := CSV
		if lines {
			format = JSONL
		}
		p, err := Scan(bytes.NewReader(text), format, s.Columns(), 1, s.Rows(), nil)
		if p.Sum.Bytes > int64(len(text)) || p.Next < 1 || p.Next > s.Rows()+1 {
			t.Errorf("%+v of %d bytes", p, len(text))
		}
		if err == nil {
			if err := p.Verify(bytes.NewReader(text), format, s, 1, 2); err != nil && !strings.Contains(err.Error(), "is another than this sweep's") {
				t.Error(err)
			}
		}
	})
}
