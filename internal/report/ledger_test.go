package report

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/quantity"
)

// portfolio is an invented ledger with every kind of entry; the chips are those of two commitments.
func portfolio(chips ...*accelerators.Accelerator) *ledger.Ledger {
	watts := func(gw float64) *quantity.Value { v := constant(gw * 1e9); return &v }
	evidence := quantity.Value{Basis: quantity.Published, Sources: []quantity.Source{teardown}, Note: "as announced"}
	deal := func(id, date, vendor string, power *quantity.Value, edit func(*ledger.Commitment)) *ledger.Commitment {
		c := &ledger.Commitment{ID: id, Parties: []string{"Acme", vendor}, Date: date, Vendor: vendor, Layer: ledger.ChipVendor, Status: ledger.Contracted, Binding: ledger.Firm,
			Boundary: ledger.Unstated, Power: power, Evidence: evidence, Origin: "acme.toml:9"}
		edit(c)
		return c
	}
	first, last := chips[0].ID, chips[len(chips)-1].ID
	return &ledger.Ledger{
		ID: "acme", Name: "Acme's commitments", Party: "Acme", Description: "Invented for tests.", AsOf: "2026-11-01", Vendor: "Alpha", Event: ledger.Event{Date: "2026-02-27", Name: "the day"},
		Origin: "acme.toml", Correlation: constant(0.5),
		Realisation: map[ledger.Status]quantity.Value{ledger.Announced: triangle(0.2, 0.5, 0.8, quantity.Assumed), ledger.Contracted: triangle(0.4, 0.6, 1, quantity.Assumed)},
		Commitments: []*ledger.Commitment{
			deal("alpha-letter", "2025-09-22", "Alpha", watts(10), func(c *ledger.Commitment) {
				c.Binding, c.Status, c.ChipPower = ledger.Letter, ledger.Announced, watts(1)
				c.Chips = []ledger.Part{{Chip: first, Weight: constant(1)}}
			}),
			deal("beta", "2025-10-06", "Beta", watts(6), func(c *ledger.Commitment) {
				c.Chips = []ledger.Part{{Chip: first, Weight: triangle(0.2, 0.5, 0.8, quantity.Assumed)}, {Chip: last, Weight: triangle(0.2, 0.5, 0.8, quantity.Assumed)}}
				if first == last {
					c.Chips = c.Chips[:1]
				}
			}),
			deal("alpha-five", "2026-02-27", "Alpha", watts(5), func(c *ledger.Commitment) { c.Replaces, c.PartOf = "alpha-letter", "cloud" }),
			deal("gamma", "2026-02-27", "Gamma", watts(2), func(c *ledger.Commitment) { c.Boundary = ledger.IT }),
			deal("gamma-option", "2026-02-27", "Gamma", watts(3), func(c *ledger.Commitment) { c.Binding = ledger.Option }),
			deal("cloud", "2026-02-27", "", nil, func(c *ledger.Commitment) {
				m := constant(100e9)
				c.Layer, c.Boundary, c.Money = ledger.CloudContract, "", &m
			}),
			deal("goal", "2025-01-21", "", watts(30), func(c *ledger.Commitment) { c.Layer = ledger.Target }),
			deal("later", "2026-08-17", "Alpha", watts(4), func(*ledger.Commitment) {}),
		},
	}
}

// ledgered is the result of the plain question about a ledger; edit may change it.
func ledgered(t *testing.T, l *ledger.Ledger, edit func(*ledger.Question), chips ...*accelerators.Accelerator) *ledger.Result {
	t.Helper()
	if faults := l.Check(); faults != nil {
		t.Fatalf("%+v", faults)
	}
	day := func(key string, through, kept bool) ledger.NamedMoment {
		return ledger.NamedMoment{Key: key, Moment: ledger.Moment{Date: "2026-02-27", Through: through, KeepLetters: kept}}
	}
	q := ledger.Question{Ledger: "acme.toml", Layer: ledger.ChipVendor, At: ledger.Facility, Unstated: ledger.Apart, Precision: ledger.EightBit, Site: "plain", Draws: 1024, Seed: 1,
		Sampler: "sobol", Moments: []ledger.NamedMoment{day(ledger.Before, false, false), day(ledger.After, true, false), day(ledger.AfterWithLetter, true, true)}}
	if edit != nil {
		edit(&q)
	}
	r, err := ledger.Evaluate(l, q, ledger.World{Site: site().Values, Chips: chips, Settings: analysis.Settings{Draws: q.Draws, Seed: 1, Workers: 1}, Realised: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func realised(q *ledger.Question) { q.Realised = true }

func TestGoldenLedger(t *testing.T) {
	plain := ledgered(t, portfolio(alpha, beta), nil, alpha, beta)
	for _, c := range []struct {
		file string
		r    *ledger.Result
		Options
	}{
		{"ledger.txt", plain, Options{Width: 80}},
		{"ledger-wide.txt", plain, Options{}},
		{"ledger.md", plain, Options{Format: Markdown}},
		{"ledger.json", plain, Options{Format: JSON}},
		{"ledger.csv", plain, Options{Format: CSV}},
		{"ledger-realised.txt", ledgered(t, portfolio(alpha, beta), realised, alpha, beta), Options{}},
	} {
		c.Tool = tool
		golden(t, c.file, func(w io.Writer) error { return Ledger(w, c.r, c.Options) })
	}
	for _, f := range []Format{Table, JSON, CSV, Markdown} {
		golden(t, "ledger-list."+map[Format]string{Table: "txt", JSON: "json", CSV: "csv", Markdown: "md"}[f], func(w io.Writer) error {
			return LedgerList(w, []*ledger.Ledger{portfolio(alpha)}, Options{Format: f, Width: 80, Tool: tool})
		})
	}
}

// The formats say the same: every figure of the rows is in CSV, JSON Lines and JSON, and those of the chosen view in the tables.
func TestLedgerFormatsAgree(t *testing.T) {
	for name, edit := range map[string]func(*ledger.Question){"stated": nil, "realised": realised} {
		r := ledgered(t, portfolio(alpha, beta), edit, alpha, beta)
		write := func(f Format) []byte {
			return render(t, func(w io.Writer) error { return Ledger(w, r, Options{Format: f, Tool: tool}) })
		}
		all := r.Figures()
		table, err := csv.NewReader(bytes.NewReader(write(CSV))).ReadAll()
		if err != nil || len(table)-1 != len(all) || len(all) < 100 {
			t.Fatalf("%d rows in CSV for %d figures: %v", len(table)-1, len(all), err)
		}
		seen := map[string]string{}
		for _, row := range table[1:] {
			key := strings.Join([]string{row[0], row[2], row[3], row[4], row[5]}, " ")
			if seen[key] != "" {
				t.Errorf("%s is there twice", key)
			}
			seen[key] = strings.Join(row[6:], " | ")
		}
		lines := 0
		for _, l := range bytes.Split(bytes.TrimSpace(write(JSONL)), []byte("\n")) {
			one := decode(t, l)
			key := strings.Join([]string{one["state"].(string), one["view"].(string), one["boundary"].(string), one["vendor"].(string), one["quantity"].(string)}, " ")
			if got := strings.Join(texts(one), " | "); got != seen[key] {
				t.Errorf("%s, %s: %q in JSON Lines, %q in CSV", name, key, got, seen[key])
			}
			lines++
		}
		whole := decode(t, write(JSON))
		count := 0
		for _, s := range whole["states"].([]any) {
			state := s.(map[string]any)
			for _, view := range []string{ledger.AsStated, ledger.AsRealised} {
				for _, g := range state[view].([]any) {
					group := g.(map[string]any)
					vendors := group["vendors"].(map[string]any)
					vendors[total] = group["total"]
					for vendor, figures := range vendors {
						for quantity, f := range figures.(map[string]any) {
							key := strings.Join([]string{state["key"].(string), view, group["boundary"].(string), vendor, quantity}, " ")
							if got := strings.Join(texts(f.(map[string]any)), " | "); got != seen[key] {
								t.Errorf("%s, %s: %q in JSON, %q in CSV", name, key, got, seen[key])
							}
							count++
						}
					}
				}
			}
		}
		if lines != len(all) || count != len(all) {
			t.Errorf("%s: %d figures, %d in JSON Lines, %d in JSON", name, len(all), lines, count)
		}
		for _, f := range []Format{Table, Markdown} {
			text := string(write(f))
			for _, x := range all {
				shown := x.View == ledger.AsStated && name == "stated" || x.View == ledger.AsRealised && name == "realised"
				if !shown || !x.Known() || x.Quantity == "power_with_flops" || strings.HasPrefix(x.Quantity, "power(") || x.State == ledger.AfterWithLetter && strings.Contains(x.Quantity, "chip") ||
					x.State == ledger.AfterWithLetter && strings.Contains(x.Quantity, "flops") || x.Quantity == "power_with_chip" && x.Middle() == 0 {
					continue
				}
				if n := (Options{Format: f}).number(*x.Figure); !strings.Contains(text, n.value) || !strings.Contains(text, n.bareSpan()) {
					t.Errorf("%s: %s %s %s of %s is %s, not in the %s", name, x.State, x.Boundary, x.Quantity, figureOwner(x), n.oneLine(), f)
				}
			}
		}
	}
}

// The headline is made of the figures.
func TestLedgerHeadline(t *testing.T) {
	one := func(edit func(*ledger.Ledger, *ledger.Question)) string {
		l := portfolio(alpha)
		return ledgerHeadline(ledgered(t, l, func(q *ledger.Question) { edit(l, q) }, alpha), Options{})
	}
	for _, c := range []struct {
		edit func(*ledger.Ledger, *ledger.Question)
		want string
	}{
		{func(*ledger.Ledger, *ledger.Question) {}, "Alpha falls from 62.5% to 45.5% of Acme's chip commitments by power; 62.5% if the letter of intent is kept."},
		{func(_ *ledger.Ledger, q *ledger.Question) { q.Vendor = "Beta" }, "Beta rises from 37.5% to 54.5% of Acme's chip commitments by power; 37.5% if the letter of intent is kept."},
		{func(_ *ledger.Ledger, q *ledger.Question) { q.Vendor = "Gamma" }, "Gamma stays at 0% of Acme's chip commitments by power; 0% if the letter of intent is kept."},
		{func(l *ledger.Ledger, q *ledger.Question) { q.Moments, l.Party = q.Moments[:1], "Atlas" }, "Alpha is 62.5% of Atlas' chip commitments by power."},
		{func(_ *ledger.Ledger, q *ledger.Question) { q.Layer = ledger.Campus }, "Nothing of Acme's campus capacity can be added."},
		{func(_ *ledger.Ledger, q *ledger.Question) { q.Layer, q.Vendor = ledger.Target, "Alpha" }, "Alpha stays at 0% of Acme's targets by power; 0% if the letter of intent is kept."},
		{func(_ *ledger.Ledger, q *ledger.Question) {
			q.Moments = q.Moments[:2]
			q.Moments[0].Date = "2020-01-01"
		}, "Alpha is 45.5% of Acme's chip commitments by power."},
	} {
		if got := one(c.edit); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	if got := one(func(_ *ledger.Ledger, q *ledger.Question) { q.Realised = true }); !strings.Contains(got, "%\u00a0(") || !strings.Contains(got, "expected to be energised") {
		t.Errorf("%s", got)
	}
}

// A ledger whose every text tries to break out of its place.
func TestHostileLedger(t *testing.T) {
	l := portfolio(alpha)
	l.Name, l.Party, l.Description, l.Event.Name, l.Origin = hostile, hostile, hostile, hostile, hostile
	for _, c := range l.Commitments {
		c.Parties, c.Schedule, c.Origin = []string{hostile}, hostile, hostile
		c.Evidence.Note, c.Evidence.Sources = hostile, []quantity.Source{{Key: "k", Title: hostile, URL: "javascript:alert(1)|" + hostile, Date: "2026-01-01", Kind: "vendor"}}
		if c.Vendor == "Beta" {
			c.Vendor = hostile
		}
	}
	r := ledgered(t, l, func(q *ledger.Question) {
		q.Ledger, q.Chips, q.Set = hostile, []string{hostile}, []answer.Setting{{Text: hostile, Origin: hostile}}
	}, alpha)
	tame := string(render(t, func(w io.Writer) error {
		return Ledger(w, ledgered(t, portfolio(alpha), nil, alpha), Options{Format: Markdown})
	}))
	for _, f := range Formats {
		for _, write := range []func(io.Writer, Options) error{func(w io.Writer, o Options) error { return Ledger(w, r, o) },
			func(w io.Writer, o Options) error { return LedgerList(w, []*ledger.Ledger{l}, o) }} {
			b := render(t, func(w io.Writer) error { return write(w, Options{Format: f, Width: 80}) })
			switch f {
			case Table:
				for _, c := range string(b) {
					if c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c)) {
						t.Errorf("%U in the table", c)
					}
				}
			case JSON:
				checkJSON(t, "ledger", b)
			case Markdown:
				for _, bad := range []string{"<script>", "(javascript:alert", "\n@", " @team", "\x1b", "\u202e", " *b*", "$1$"} {
					if strings.Contains(string(b), bad) {
						t.Errorf("%q in the Markdown", bad)
					}
				}
			}
		}
	}
	got := string(render(t, func(w io.Writer) error { return Ledger(w, r, Options{Format: Markdown}) }))
	if bars(got) != bars(tame) {
		t.Errorf("cells\n%s\nwithout the hostile names\n%s", bars(got), bars(tame))
	}
	if strings.Contains(LedgerRecipe(r), "\n") {
		t.Error("a recipe of more than one line")
	}
	before := LedgerHash(r)
	l.Commitments[0].Evidence.Note += "!"
	if LedgerHash(r) == before || len(before) != 64 {
		t.Error("the hash does not see the ledger")
	}
}
