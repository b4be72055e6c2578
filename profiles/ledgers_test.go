package profiles_test

import (
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/profiles"
)

func ledgers(t *testing.T) []*ledger.Ledger {
	t.Helper()
	l := library(t)
	var out []*ledger.Ledger
	for _, id := range l.LedgerIDs() {
		b, err := l.Ledger(strings.ToUpper(id))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		t.Fatal("there is no ledger")
	}
	return out
}

// Nothing in a ledger is younger than the library, and everything stands where it says it does.
func TestLedgerDates(t *testing.T) {
	for _, l := range ledgers(t) {
		dates := map[string]string{"as_of": l.AsOf}
		for _, s := range l.Sources {
			dates["source "+s.Key] = s.Date
		}
		for _, c := range l.Commitments {
			dates[c.ID], dates[c.ID+" as_of"] = c.Date, c.Evidence.AsOf
		}
		for what, date := range dates {
			if date > profiles.Date {
				t.Errorf("%s: %s of %s is after the library's date, %s", l.ID, what, date, profiles.Date)
			}
		}
		data, err := fs.ReadFile(profiles.FS, strings.TrimPrefix(l.Origin, "profiles/"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(data), "\n")
		for _, c := range l.Commitments {
			if n := strings.LastIndex(c.Origin, ":"); lines[atoi(t, c.Origin[n+1:])-1] != "[commitments."+c.ID+"]" {
				t.Errorf("%s is not at %s", c.ID, c.Origin)
			}
		}
	}
}

func atoi(t *testing.T, s string) (n int) {
	t.Helper()
	for _, c := range s {
		if c < '0' || c > '9' {
			t.Fatalf("%q is no number", s)
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// asked evaluates a question about OpenAI's ledger.
func asked(t *testing.T, edit func(q *ledger.Question)) *ledger.Result {
	t.Helper()
	lib := library(t)
	l, err := lib.Ledger("openai")
	if err != nil {
		t.Fatal(err)
	}
	site, err := lib.Site("default")
	if err != nil {
		t.Fatal(err)
	}
	w := ledger.World{Site: site.Values, Settings: analysis.Settings{Draws: 1024, Seed: 1, Workers: 1}}
	for _, id := range l.ChipIDs() {
		c, err := lib.Accelerator(id)
		if err != nil {
			t.Fatal(err)
		}
		w.Chips = append(w.Chips, c)
	}
	q := ledger.Question{Ledger: "openai", Layer: ledger.ChipVendor, At: ledger.Facility, Unstated: ledger.Apart, Precision: ledger.EightBit}
	edit(&q)
	r, err := ledger.Evaluate(l, q, w)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func moment(key, date string, through, kept bool) ledger.NamedMoment {
	return ledger.NamedMoment{Key: key, Moment: ledger.Moment{Date: date, Through: through, KeepLetters: kept}}
}

// The published arithmetic of the portfolio: shares of the commitments whose chips' maker is named, before and after the 2 GW of Trainium. Every number comes
// out of the file.
func TestOpenAIReliance(t *testing.T) {
	const event = "2026-02-27"
	r := asked(t, func(q *ledger.Question) {
		q.Moments = []ledger.NamedMoment{moment(ledger.Before, event, false, false), moment(ledger.After, event, true, false), moment(ledger.AfterWithLetter, event, true, true)}
	})
	if r.Question.Vendor != "NVIDIA" || r.Ledger.Event.Date != event {
		t.Fatalf("headline %s, event %s", r.Question.Vendor, r.Ledger.Event.Date)
	}
	// PORTS-Pike adds 8 GW of IT power, as the table has it: unstated gigawatts read as IT power, the option taken up.
	pike := asked(t, func(q *ledger.Question) {
		q.Moments = []ledger.NamedMoment{moment(ledger.After, "2026-08-17", true, false)}
		q.Unstated, q.At, q.Include = ledger.AsIT, ledger.IT, []string{"ports-pike-option"}
	})
	for _, c := range []struct {
		what         string
		state        ledger.State
		boundary     string
		share, total float64 // percent, GW
		trainium     float64 // of Trainium and NVIDIA, percent
	}{
		{"before", r.States[0], ledger.Unstated, 37.4, 26.75, math.NaN()},
		{"after", r.States[1], ledger.Unstated, 21.1, 23.75, 28.6},
		{"letter kept", r.States[2], ledger.Unstated, 34.8, 28.75, 16.7},
		{"with PORTS-Pike", pike.States[0], ledger.IT, 40.9, 31.75, 13.3},
	} {
		g, row := c.state.Of(c.boundary, "NVIDIA", false)
		if row == nil {
			t.Fatalf("%s: NVIDIA has nothing", c.what)
		}
		decimal(t, c.what+": NVIDIA", 100*row.Share.Middle(), c.share, 1)
		decimal(t, c.what+": total", g.Total.Middle()/1e9, c.total, 2)
		if aws := g.Row("AWS"); aws != nil {
			decimal(t, c.what+": Trainium of Trainium and NVIDIA", 100*aws.Pair.Middle(), c.trainium, 1)
		} else if c.trainium == c.trainium {
			t.Errorf("%s: AWS has nothing", c.what)
		}
	}
	for _, x := range []struct{ state, share int }{{0, 37}, {1, 21}, {2, 35}} {
		_, row := r.States[x.state].Of(ledger.Unstated, "NVIDIA", false)
		decimal(t, "in whole percent", 100*row.Share.Middle(), float64(x.share), 0)
	}
}

// decimal compares to so many decimals.
func decimal(t *testing.T, what string, got, want float64, places int) {
	t.Helper()
	if p := math.Pow10(places); math.Round(got*p) != math.Round(want*p) {
		t.Errorf("%s is %.4f, want %g", what, got, want)
	}
}

func TestOpenAIOtherRows(t *testing.T) {
	// The aim of 30 GW of April 2026: Trainium's 2 GW are 6.7 % of it.
	r := asked(t, func(q *ledger.Question) {
		q.Moments = []ledger.NamedMoment{moment(ledger.AsOf, "2026-04-30", true, false)}
	})
	g, _ := r.States[0].Of(ledger.Unstated, "NVIDIA", false)
	i := slices.IndexFunc(g.Aims, func(a ledger.Aim) bool { return a.ID == "compute-2030" })
	if i < 0 {
		t.Fatalf("no aim for 2030: %+v", g.Aims)
	}
	k := slices.IndexFunc(g.Rows, func(row ledger.Row) bool { return row.Vendor == "AWS" })
	decimal(t, "Trainium of the aim", 100*g.Aims[i].Shares[k].Middle(), 6.7, 1)

	// What runs is NVIDIA's: 1.9 GW at the end of 2025.
	r = asked(t, func(q *ledger.Question) {
		q.Layer, q.Moments = ledger.InUse, []ledger.NamedMoment{moment(ledger.AsOf, "2026-01-31", true, false)}
	})
	g, row := r.States[0].Of(ledger.Unstated, "NVIDIA", false)
	decimal(t, "in use", g.Total.Middle()/1e9, 1.9, 2)
	decimal(t, "NVIDIA's of it", row.Share.Middle(), 1, 3)
}

// No layer is added to another, whichever is summed.
func TestOpenAILayersAreNotAdded(t *testing.T) {
	for _, layer := range ledger.Layers {
		r := asked(t, func(q *ledger.Question) {
			q.Layer, q.Moments = layer, []ledger.NamedMoment{moment(ledger.AsOf, "2026-11-01", true, false)}
		})
		for _, e := range r.States[0].Entries {
			if e.Role != ledger.LeftOut && e.Layer != layer {
				t.Errorf("%s of the layer %s is %s when %s is summed", e.ID, e.Layer, e.Role, layer)
			}
		}
	}
}

// Chips are known for part of the portfolio only, and the rest is said to be unknown.
func TestOpenAIChips(t *testing.T) {
	r := asked(t, func(q *ledger.Question) {
		q.Moments = []ledger.NamedMoment{moment(ledger.After, "2026-02-27", true, false)}
	})
	g, row := r.States[0].Of(ledger.Unstated, "NVIDIA", false)
	decimal(t, "covered", g.Covered.Middle()/1e9, 8.75, 2)
	decimal(t, "not covered", g.Uncovered.Middle()/1e9, 15, 2)
	if g.Row("Broadcom").Chips.Known() {
		t.Error("chips of Broadcom, which no source counts")
	}
	// 5 GW of Vera Rubin: a rack of 72 takes 180 to 230 kW, so that a million to two and a half million packages is all that physics allows.
	if !(row.Chips.P5 > 0.9e6 && row.Chips.P95 < 2.5e6) || !row.Chips.Varies() {
		t.Errorf("5 GW of Vera Rubin are %g to %g chips", row.Chips.P5, row.Chips.P95)
	}
	sum := 0.0
	for _, x := range g.Rows {
		if x.ChipShare.Known() {
			sum += x.ChipShare.Point
		}
	}
	decimal(t, "sum of chip shares", sum, 1, 9)
	if n := len(r.Chips); n != 5 {
		t.Errorf("%d chips: %v", n, r.Chips)
	}
	for _, c := range r.Chips {
		if _, known := c.Values[accelerators.Chips.Spec]; !known || len(c.Inputs) == 0 {
			t.Errorf("%s has no inputs", c.ID)
		}
	}
}

// Every commitment rests on a source, and no built-in one is assumed.
func TestLedgerEvidence(t *testing.T) {
	for _, l := range ledgers(t) {
		for _, c := range l.Commitments {
			if len(c.Evidence.Sources) == 0 {
				t.Errorf("%s: %s names no source", l.ID, c.ID)
			}
		}
	}
}
