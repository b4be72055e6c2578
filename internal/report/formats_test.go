package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// numbersOf are the columns that every format has.
var numbersOf = []string{"unit", "point", "mean", "p5", "p25", "p50", "p75", "p95", "overrides"}

// facts are what a format says: by member and quantity, the numbers as text, empty for n/a.
type facts map[string]string

func (f facts) add(t *testing.T, member, quantity string, fields []string) {
	t.Helper()
	key := member + " " + quantity
	if _, twice := f[key]; twice {
		t.Errorf("%s is there twice", key)
	}
	f[key] = strings.Join(fields, " | ")
}

func fromTable(t *testing.T, rows [][]string) facts {
	t.Helper()
	if want := append([]string{"member", "quantity"}, numbersOf...); !slices.Equal(rows[0], want) {
		t.Errorf("columns %q, want %q", rows[0], want)
	}
	out := facts{}
	for _, r := range rows[1:] {
		out.add(t, r[0], r[1], r[2:])
	}
	return out
}

// texts are the fields of a JSON object as CSV has them.
func texts(object map[string]any) []string {
	var out []string
	for _, k := range numbersOf {
		switch v := object[k].(type) {
		case nil:
			out = append(out, "")
		case json.Number:
			out = append(out, v.String())
		case []any: // a list of names
			out = append(out, strings.Trim(fmt.Sprint(v), "[]"))
		default:
			out = append(out, fmt.Sprint(v))
		}
	}
	return out
}

func decode(t *testing.T, b []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var out map[string]any
	if err := d.Decode(&out); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return out
}

func fromJSON(t *testing.T, b []byte) facts {
	t.Helper()
	out := facts{}
	add := func(member, format string, quantities any) {
		if quantities == nil {
			return
		}
		for name, q := range quantities.(map[string]any) {
			out.add(t, member, fmt.Sprintf(format, name), texts(q.(map[string]any)))
		}
	}
	whole := decode(t, b)
	for _, m := range whole["members"].([]any) {
		one := m.(map[string]any)
		id := one["id"].(string)
		add(id, "%s", one["quantities"])
		add(id, "share(%s)", one["shares"])
		add(id, "ratio(%s)", one["ratios"])
	}
	if sum, ok := whole["total"].(map[string]any); ok {
		add("total", "%s", sum["quantities"])
	}
	return out
}

// TestFormatsAgree holds the formats against each other: the same members, quantities and numbers.
func TestFormatsAgree(t *testing.T) {
	for name, a := range answers(t) {
		write := func(f Format) []byte {
			return render(t, func(w io.Writer) error { return Answer(w, a, Options{Format: f, Tool: tool}) })
		}
		rows, err := csv.NewReader(bytes.NewReader(write(CSV))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := fromTable(t, rows)
		if len(want) < 20 {
			t.Fatalf("%s: only %d facts", name, len(want))
		}
		tabbed := csv.NewReader(bytes.NewReader(write(TSV)))
		tabbed.Comma = '\t'
		rows, err = tabbed.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		lines := facts{}
		for _, l := range bytes.Split(bytes.TrimSpace(write(JSONL)), []byte("\n")) {
			one := decode(t, l)
			lines.add(t, one["member"].(string), one["quantity"].(string), texts(one))
		}
		for format, got := range map[string]facts{"tsv": fromTable(t, rows), "jsonl": lines, "json": fromJSON(t, write(JSON))} {
			for key, numbers := range want {
				if got[key] != numbers {
					t.Errorf("%s, %s, %s: %q, in CSV %q", name, format, key, got[key], numbers)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %d facts in %s, %d in CSV", name, len(got), format, len(want))
			}
		}
	}
}

// TestTablesAgree looks for every figure of an answer in its tables, and for the numbers that CSV has behind it.
func TestTablesAgree(t *testing.T) {
	for name, a := range answers(t) {
		for _, format := range []Format{Table, Markdown} {
			o := Options{Format: format}
			out := string(render(t, func(w io.Writer) error { return Answer(w, a, o) }))
			for _, r := range rows(a) {
				f := o.figure(r.Quantity, drawn(a))
				switch {
				case r.member != total && isMix(a) && r.Spec.Total == quantity.TotalOnly:
					continue // means nothing for a member
				case r.aspect == asShare:
					f = o.share(r.Quantity, drawn(a))
				case r.aspect == asRatio && r.member == a.Members[reference(a)].ID:
					continue // the reference over itself has no column
				case r.aspect == asRatio:
					f = o.ratio(r.Quantity, drawn(a))
				}
				for _, part := range []string{f.value, f.bareSpan(), f.aside} {
					if !strings.Contains(out, part) {
						t.Errorf("%s, %s: %s of %s is %s, not in the %s", name, format, r.name(), r.member, part, format)
					}
				}
				if drawn(a) && r.aspect == itself && !math.IsNaN(r.P50) {
					near(t, f.value, r.P50, r.Spec.Unit)
				}
			}
		}
	}
}

// near checks that a text says a number, to the digits that it has.
func near(t *testing.T, s string, want float64, u unit.Unit) {
	t.Helper()
	got, err := unit.Parse(s, u)
	if err != nil || math.Abs(got-want) > 0.5*math.Abs(want) {
		t.Errorf("%q says %g (%v), not %g", s, got, err, want)
	}
}

// TestJSON checks what every JSON must be: valid, without NaN, without a name twice, the same in every run, and of one schema version.
func TestJSON(t *testing.T) {
	for name, a := range answers(t) {
		write := func() []byte {
			return render(t, func(w io.Writer) error { return Answer(w, a, Options{Format: JSON, Tool: tool}) })
		}
		b := write()
		checkJSON(t, name, b)
		if !bytes.Equal(b, write()) {
			t.Errorf("%s: two runs differ", name)
		}
		whole := decode(t, b)
		for _, key := range []string{"schema_version", "tool", "question", "inputs", "correlations", "members", "total", "notes", "warnings"} {
			if _, has := whole[key]; !has {
				t.Errorf("%s: no %s", name, key)
			}
		}
		if v := whole["schema_version"].(json.Number).String(); v != strconv.Itoa(SchemaVersion) {
			t.Errorf("schema version %s", v)
		}
		if start := whole["question"].(map[string]any)["start"]; start != a.Question.Start.Flag+" "+a.Question.Start.Text {
			t.Errorf("%s: start %q is not what was typed", name, start)
		}
	}
	checkJSON(t, "explain", render(t, func(w io.Writer) error {
		return Explanation(w, explained(t, DefaultFields(2)[0]), Options{Format: JSON})
	}))
}

func checkJSON(t *testing.T, name string, b []byte) {
	t.Helper()
	if !json.Valid(b) {
		t.Fatalf("%s: not JSON", name)
	}
	if bytes.Contains(b, []byte("NaN")) || bytes.Contains(b, []byte("Inf")) {
		t.Errorf("%s: a number that is none", name)
	}
	noTwins(t, name, json.NewDecoder(bytes.NewReader(b)))
}

// noTwins reads one value and fails where an object has a name twice.
func noTwins(t *testing.T, path string, d *json.Decoder) {
	t.Helper()
	token, err := d.Token()
	if err != nil {
		t.Fatal(err)
	}
	switch token {
	case json.Delim('{'):
		seen := map[string]bool{}
		for d.More() {
			key, _ := d.Token()
			k := key.(string)
			if seen[k] {
				t.Errorf("%s has %s twice", path, k)
			}
			seen[k] = true
			noTwins(t, path+"."+k, d)
		}
		_, _ = d.Token()
	case json.Delim('['):
		for d.More() {
			noTwins(t, path+"[]", d)
		}
		_, _ = d.Token()
	}
}

// TestHandMadeAnswer writes what the model never gives: infinities, a share of the draws, nothing at all.
func TestHandMadeAnswer(t *testing.T) {
	nan := math.NaN()
	spec := DefaultFields(2)[0]
	odd := answer.Quantity{Spec: spec, Point: math.Inf(1)}
	odd.Mean, odd.SD, odd.P5, odd.P25, odd.P50, odd.P75, odd.P95, odd.ValidShare = nan, nan, nan, nan, nan, nan, nan, 0.75
	for name, a := range map[string]*answer.Answer{
		"odd":      {Question: answer.Question{Command: "estimate", Draws: 100}, Total: []answer.Quantity{odd}, Members: []answer.Member{{ID: "x", Name: "X"}}},
		"empty":    {Question: answer.Question{Command: "estimate"}, Total: []answer.Quantity{}, Members: []answer.Member{{ID: "x", Name: "X"}}},
		"nobody":   {},
		"no total": {Members: []answer.Member{{ID: "x", Name: "X", Share: nan}, {ID: "y", Name: "Y"}}},
	} {
		for _, f := range Formats {
			b := render(t, func(w io.Writer) error { return Answer(w, a, Options{Format: f, Width: 80}) })
			if bytes.Contains(b, []byte("NaN")) || bytes.Contains(b, []byte("Inf")) {
				t.Errorf("%s, %s: %s", name, f, b)
			}
			if f == JSON {
				checkJSON(t, name, b)
			}
			if f == JSON && name == "odd" && !bytes.Contains(b, []byte(`"point": null`)) || f == JSON && name == "odd" && !bytes.Contains(b, []byte(`"valid_share": 0.75`)) {
				t.Errorf("%s", b)
			}
			if f == Table && name == "odd" && !bytes.Contains(b, []byte("75% of the draws")) {
				t.Errorf("%s", b)
			}
		}
	}
}

// TestUnknownFormat is an error that lists the formats.
func TestUnknownFormat(t *testing.T) {
	err := Answer(io.Discard, answers(t)["estimate"], Options{Format: "xml"})
	if err == nil || !strings.Contains(err.Error(), `"xml"`) || !strings.Contains(err.Error(), "markdown") {
		t.Errorf("%v", err)
	}
}

// TestRecipe keeps a chart's recipe on one line, and its hash sensitive to every input.
func TestRecipe(t *testing.T) {
	a := answers(t)["mix"]
	checkJSON(t, "recipe", []byte(Recipe(a)))
	if strings.Contains(Recipe(a), "\n") {
		t.Error("more than one line")
	}
	before := InputHash(a)
	a.Members[1].Inputs[0].Value.Note += "!"
	if InputHash(a) == before || len(before) != 64 {
		t.Error("the hash does not see the inputs")
	}
}

func BenchmarkEstimateTable(b *testing.B) {
	q, m := asked("estimate", "facility", alpha)
	q.Draws = 256
	a := answer.Evaluate(q, m, want(q))
	for b.Loop() {
		if err := Answer(io.Discard, a, Options{Width: 80}); err != nil {
			b.Fatal(err)
		}
	}
}
