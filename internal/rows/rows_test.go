package rows

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/sweep"
	"github.com/capplan/capplan/internal/unit"
	"github.com/capplan/capplan/profiles"
)

// grid is a sweep of 2 GW: two chips, of which one lacks a metric, by so many values of the reserve.
func grid(t testing.TB, reserves int) *sweep.Sweep { return gridBy(t, reserves, 0) }

// gridBy is grid with the reserve as that axis: 0 for the slow one, 1 for the fast one.
func gridBy(t testing.TB, reserves, reserve int) *sweep.Sweep {
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	values, err := sweep.Even(0, 0.1, reserves)
	if err != nil {
		t.Fatal(err)
	}
	d := sweep.Definition{
		Axes: []sweep.Axis{
			{Name: "site.reserve", Spec: power.Reserve.Spec, Values: values},
			{Name: "chip", Words: []string{"trainium2", "gb200"}},
		},
		Metrics: []sweep.Metric{{Spec: model.Model.Find("capacity.chips")}, {Spec: model.Model.Find("cost.capex")}, {Spec: model.Model.Find("capacity.peak_fp4")}},
	}
	if reserve == 1 {
		d.Axes[0], d.Axes[1] = d.Axes[1], d.Axes[0]
	}
	d.Mix = func(at []int) (*mix.Mix, error) {
		site, err := lib.Site("default")
		if err != nil {
			return nil, err
		}
		chip, err := lib.Accelerator(d.Axes[1-reserve].Words[at[1-reserve]])
		if err != nil {
			return nil, err
		}
		m := &mix.Mix{By: mix.ByPower, Precision: accelerators.Precision.Index("bf16"), Shared: maps.Clone(site.Values), Members: []mix.Member{{Accelerator: chip, Share: 1}}}
		m.Shared[power.Commitment.Spec] = quantity.Fixed(2e9, quantity.Given, "")
		m.Shared[power.Reserve.Spec] = quantity.Fixed(values.At(at[reserve]), quantity.Given, "")
		return m, nil
	}
	s, err := sweep.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func manifest(t testing.TB, s *sweep.Sweep) *Manifest {
	t.Helper()
	r, err := s.Recipe("test")
	if err != nil {
		t.Fatal(err)
	}
	return NewManifest(r, "", s.Columns(), s.Rows())
}

// render writes the rows of a manifest in a format.
func render(t testing.TB, s *sweep.Sweep, f Format, m *Manifest, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := renderTo(&b, s, f, m, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func renderTo(w io.Writer, s *sweep.Sweep, f Format, m *Manifest, o Options) error {
	first, last := m.Range()
	var sink Sink
	var err error
	if f == Parquet {
		sink, err = NewParquet(w, s.Columns(), m)
	} else {
		sink, err = NewText(w, f, s.Columns(), first, first)
	}
	if err != nil {
		return err
	}
	if o.Block == 0 {
		o.Block = 7
	}
	return Write(s, first, last, o, sink)
}

// TestFormatsAgree reads every format by another reader than ours, and finds the same in all.
func TestFormatsAgree(t *testing.T) {
	s := grid(t, 33)
	m := manifest(t, s)
	titles := []string{"row", "site.reserve", "chip", "capacity.chips", "cost.capex[USD]", "capacity.peak_fp4[FLOP/s]"}

	table, err := csv.NewReader(bytes.NewReader(render(t, s, CSV, m, Options{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(table) != 67 || !slices.Equal(table[0], titles) {
		t.Fatalf("CSV has %d lines, the first is %q", len(table), table[0])
	}
	if table[1][5] != "" || table[2][5] == "" {
		t.Errorf("n/a is %q, and what is known %q", table[1][5], table[2][5])
	}
	tabs := string(render(t, s, TSV, m, Options{}))
	if want := strings.ReplaceAll(string(render(t, s, CSV, m, Options{})), ",", "\t"); tabs != want {
		t.Error("TSV is not CSV with tabs")
	}

	var array []map[string]any
	if err := json.Unmarshal(render(t, s, JSON, m, Options{}), &array); err != nil {
		t.Fatal(err)
	}
	var lines []map[string]any
	for d := json.NewDecoder(bytes.NewReader(render(t, s, JSONL, m, Options{}))); ; {
		var row map[string]any
		if err := d.Decode(&row); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, row)
	}
	file := render(t, s, Parquet, m, Options{})
	rows := readParquet(t, file)
	for _, from := range [][]map[string]any{array, lines, rows} {
		if len(from) != 66 {
			t.Fatalf("%d rows", len(from))
		}
		for i, row := range from {
			if len(row) != len(titles) {
				t.Fatalf("row %d has %v", i+1, slices.Sorted(maps.Keys(row)))
			}
			for k, title := range titles {
				if got := field(row[title]); got != table[i+1][k] {
					t.Fatalf("row %d, %s: %s, and in CSV %s", i+1, title, got, table[i+1][k])
				}
			}
		}
	}
}

// field is a value as CSV has it.
func field(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return unit.Exact(v)
	}
	return fmt.Sprint(v)
}

// readParquet reads rows by the library's generic reader, which merging does not use.
func readParquet(t testing.TB, file []byte) []map[string]any {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if by := f.Metadata().CreatedBy; by != "capplan" && !strings.HasPrefix(by, "capplan version") {
		t.Errorf("created by %q", by)
	}
	columns := f.Schema().Columns()
	var out []map[string]any
	for _, g := range f.RowGroups() {
		r := g.Rows()
		buffer := make([]parquet.Row, 10)
		for {
			n, err := r.ReadRows(buffer)
			for _, row := range buffer[:n] {
				one := map[string]any{}
				for _, v := range row {
					name := columns[v.Column()][0]
					switch {
					case v.IsNull():
						one[name] = nil
					case v.Kind() == parquet.Double:
						one[name] = v.Double()
					case v.Kind() == parquet.Int64:
						one[name] = v.Int64()
					default:
						one[name] = string(v.ByteArray())
					}
				}
				out = append(out, one)
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		r.Close()
	}
	return out
}

// TestBytesDoNotDependOnWorkers writes the same with one worker and many, in large blocks and small ones.
func TestBytesDoNotDependOnWorkers(t *testing.T) {
	s := grid(t, 40_000) // more than a group of Parquet
	m := manifest(t, s)
	for _, f := range Formats {
		want := render(t, s, f, m, Options{Workers: 1, Block: 4096})
		for _, o := range []Options{{Workers: 2, Block: 999}, {Workers: 7, Block: 64}, {Block: 1 << 17}} {
			if got := render(t, s, f, m, o); !bytes.Equal(got, want) {
				t.Errorf("%s: other bytes with %+v", f, o)
			}
		}
	}
}

// TestSeveralSinks writes two formats in one run; Parquet rounds the numbers that both have.
func TestSeveralSinks(t *testing.T) {
	s := grid(t, 100)
	m := manifest(t, s)
	var a, b bytes.Buffer
	text, err := NewText(&a, CSV, s.Columns(), 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	pq, err := NewParquet(&b, s.Columns(), m)
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	if err := Write(s, 1, s.Rows(), Options{Block: 13, Done: func(n int) { done = n }}, pq, text); err != nil {
		t.Fatal(err)
	}
	if done != s.Rows() {
		t.Errorf("%d rows are said to be done", done)
	}
	if !bytes.Equal(a.Bytes(), render(t, s, CSV, m, Options{})) || !bytes.Equal(b.Bytes(), render(t, s, Parquet, m, Options{})) {
		t.Error("together they are other files than alone")
	}
}

// full fails after so many bytes.
type full struct{ left int }

var errFull = errors.New("no space left")

func (f *full) Write(b []byte) (int, error) {
	if len(b) > f.left {
		n := f.left
		f.left = 0
		return n, errFull
	}
	f.left -= len(b)
	return len(b), nil
}

// TestFullDisks stops at the first error, whenever it comes, and says so.
func TestFullDisks(t *testing.T) {
	s := grid(t, 40_000)
	m := manifest(t, s)
	for _, f := range Formats {
		size := len(render(t, s, f, m, Options{Block: 1000}))
		for _, room := range []int{0, 3, 100, size / 2, size - 1} {
			done := 0
			err := renderTo(&full{room}, s, f, m, Options{Block: 1000, Done: func(n int) { done = n }})
			if !errors.Is(err, errFull) {
				t.Errorf("%s with room for %d of %d bytes: %v", f, room, size, err)
			}
			if f.Lines() && room < size/2 && done > s.Rows()/2 {
				t.Errorf("%s went on to row %d after the disk was full", f, done)
			}
		}
	}
}

func TestParts(t *testing.T) {
	for _, rows := range []int{1, 2, 3, 7, 100, 72072, math.MaxUint32} {
		for _, n := range []int{1, 2, 3, 8, 97, 1000} {
			next, least, most := 1, math.MaxInt, 0
			for i := 1; i <= n; i++ {
				first, last := Part(i, n, rows)
				if first != next {
					t.Fatalf("shard %d/%d of %d rows begins at %d, not %d", i, n, rows, first, next)
				}
				next = last + 1
				least, most = min(least, last-first+1), max(most, last-first+1)
			}
			if next != rows+1 || most-least > 1 || least < 0 {
				t.Fatalf("%d shards of %d rows end at %d and have %d to %d", n, rows, next-1, least, most)
			}
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	s := grid(b, 50_000)
	m := manifest(b, s)
	for _, f := range Formats {
		b.Run(string(f), func(b *testing.B) {
			for b.Loop() {
				if err := renderTo(io.Discard, s, f, m, Options{Block: 2048}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*s.Rows()), "ns/row")
		})
	}
}
