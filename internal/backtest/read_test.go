package backtest

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/capplan/capplan/profiles"
)

const head = "id,profile,chip_count_low,chip_count_central,chip_count_high,power_mw_central,power_basis,sources\n"

func TestReadsRows(t *testing.T) {
	rows, err := Read("rows.csv", "\ufeff"+head+"a,h100,,1.5k,,2,facility,\"a meter, ours\"\nb,,1000,1000,,900 kW,critical-it,another\n")
	if err != nil {
		t.Fatal(err)
	}
	a, b := rows[0], rows[1]
	if a.ID != "a" || a.Name != "a" || a.Count.Central != 1500 || a.Power.Central != 2e6 || a.Sources != "a meter, ours" || a.Count.MoreThan() || a.Place != (Place{"rows.csv", 2, 3}) {
		t.Errorf("%+v", a)
	}
	if b.Power.Central != 900e3 || !b.Count.MoreThan() || b.Profile != "" || GroupOf(&b) != SitesOneSided || GroupOf(&a) != Sites {
		t.Errorf("%+v", b)
	}
}

// TestBadFiles: what is wrong is said with its place, and what is allowed.
func TestBadFiles(t *testing.T) {
	wide := "id,name,profile,chip_count_central,count_unit,power_mw_low,power_mw_central,power_mw_high,power_basis,power_covers,derived,confidence,status,date,w_per_chip,sources\n"
	for name, c := range map[string]struct {
		data string
		want []string
	}{
		"empty":           {"", []string{`rows.csv: the file is empty; its first line names the columns, such as id,chip_count_central`}},
		"blank":           {" \n\n", []string{"rows.csv: the file is empty"}},
		"no rows":         {head, []string{"rows.csv: no rows"}},
		"not text":        {head + "\xff\xfe", []string{"rows.csv: not UTF-8"}},
		"unknown column":  {"id,chip_cuont_central,power_mw_central,power_basis,sources\na,1,1,facility,x\n", []string{`rows.csv:1:4: unknown column "chip_cuont_central"; did you mean chip_count_central? (the columns are id, name,`, `rows.csv:1:1: chip_count_central: the column is missing`}},
		"unknown, no way": {"id,zzz,chip_count_central,power_mw_central,power_basis,sources\n", []string{`rows.csv:1:4: unknown column "zzz" (the columns are`}},
		"twice":           {"id,id,chip_count_central,power_mw_central,power_basis,sources\n", []string{`rows.csv:1:4: id: the column is there twice`}},
		"short line":      {head + "a,h100,1\nb,,,5,,1,facility,x\n", []string{`rows.csv:2:1: 3 cells, and the first line names 8 columns`}},
		"open quote":      {head + "a,h100,,5,,1,facility,\"x\n", []string{`rows.csv:2:25: extraneous or missing`, "quote"}},
		"several": {head + "a,h100,,five,,1,facility,x\n,h100,,5,,-1,facilty,\na,h100,,5,,1,facility,x\n", []string{
			`rows.csv:2:9: chip_count_central: "five": does not start with a number`, `rows.csv:3:1: id: empty; each row needs a short name`, `rows.csv:3:11: power_mw_central: "-1": more than 0 is wanted`,
			`rows.csv:3:14: power_basis: "facilty": one of facility, utility-contract, critical-it, measured-it-hpl, measured-it-training, unspecified is wanted; did you mean facility?`,
			`rows.csv:3:22: sources: empty; each row needs where the figures come from`, `rows.csv:4:1: id: "a" is also the id of line 2`,
		}},
		"no number": {head + "a,h100,,NaN,,inf,facility,x\n", []string{`chip_count_central: "NaN"`, `power_mw_central: "inf"`}},
		"order":     {head + "a,h100,9,5,3,1,facility,x\n", []string{"rows.csv:2:8: chip_count_low: greater than chip_count_central", "rows.csv:2:12: chip_count_high: less than chip_count_central"}},
		"half":      {head + "a,h100,,5,9,1,facility,x\n", []string{"rows.csv:2:8: chip_count_low: empty, and chip_count_high is not"}},
		"measured":  {head + "a,h100,5,5,,1,measured-it-hpl,x\n", []string{"rows.csv:2:12: chip_count_high: empty, and chip_count_low is not; a measured machine"}},
		"words": {wide + "a,A,h100,5,chips,,1,,facility,,maybe,D,gone,2024-13,,x\n", []string{
			`rows.csv:2:12: count_unit: "chips": one of package, superchip, wafer, die is wanted`, `derived: "maybe": yes or no is wanted`, `confidence: "D": one of A, B, C is wanted`,
			`status: "gone": one of operating, under construction, announced, historic is wanted`, `date: "2024-13": YYYY, YYYY-MM or YYYY-MM-DD is wanted`,
		}},
		"covers": {wide + "a,A,h100,5,,,1,,facility,racks,,,,,,x\n", []string{"power_covers: it is for measured machines, and power_basis is facility"}},
		"power":  {wide + "a,A,h100,5,,2,1,,facility,,,,,,,x\nb,B,h100,5,,1,1,,facility,,,,,,,x\n", []string{"rows.csv:2:13: power_mw_low: greater than power_mw_central", "rows.csv:3:17: power_mw_high: empty, and power_mw_low is not"}},
		"per chip": {wide + "a,A,h100,1000,,,1,,facility,,,,,,1100,x\n", []string{
			`rows.csv:2:34: w_per_chip: "1100": power over count is 1 kW; one of the three is wrong`}},
		"hostile": {head + "a,h100,,\x1b[31m5,,1,fac\u202eility,x\n", []string{`"\x1b[31m5"`, `"fac\u202eility"`}},
	} {
		_, err := Read("rows.csv", c.data)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %q is not in\n%v", name, w, err)
			}
		}
		if strings.Contains(err.Error(), "\x1b") || strings.Contains(err.Error(), "\u202e") {
			t.Errorf("%s: %q", name, err)
		}
	}
}

func TestTooManyRows(t *testing.T) {
	var b strings.Builder
	b.WriteString(head)
	for i := range MaxRows + 1 {
		b.WriteString(fmt.Sprint("row", i, ",,,1,,1,facility,x\n"))
	}
	if _, err := Read("rows.csv", b.String()); err == nil || !strings.Contains(err.Error(), "more than 5000 rows") {
		t.Errorf("got %.200v", err)
	}
}

// TestBuiltInRows reads the deployments that come with the program: all of them, each with its sources and a licence.
func TestBuiltInRows(t *testing.T) {
	rows, err := Read("deployments.csv", profiles.Deployments)
	if err != nil {
		t.Fatal(err)
	}
	groups := map[Group]int{}
	for i := range rows {
		r := &rows[i]
		groups[GroupOf(r)]++
		if r.Sources == "" || r.Licence == "" || r.Independence == "" || r.Date == "" || r.Derived {
			t.Errorf("%s: %+v", r.ID, r)
		}
		if strings.Contains(r.Sources, "Epoch AI") && !strings.Contains(r.Licence, "CC BY 4.0") {
			t.Errorf("%s: licence %q", r.ID, r.Licence)
		}
	}
	want := map[Group]int{Sites: 5, SitesOneSided: 1, SitesUnstated: 3, Training: 1, FineTuning: 3, HPL: 61}
	for g, n := range want {
		if groups[g] != n {
			t.Errorf("%d rows of %s, want %d", groups[g], g, n)
		}
	}
	if n := strings.Count(profiles.Deployments, "\n"); n != len(rows)+1 && n != len(rows) {
		t.Errorf("%d rows of %d lines", len(rows), n)
	}
}

// TestDocsKnowTheColumns: the page about the backtest has every column, group and basis.
func TestDocsKnowTheColumns(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "backtest.md"))
	if err != nil {
		t.Fatal(err)
	}
	words, needed, _ := Columns()
	for _, g := range Groups {
		words = append(words, string(g))
	}
	for _, b := range Bases {
		words = append(words, string(b))
	}
	for _, w := range words {
		if !strings.Contains(string(page), "`"+w+"`") {
			t.Errorf("docs/backtest.md does not name %s", w)
		}
	}
	for _, n := range needed {
		if !strings.Contains(string(page), "| `"+n+"` | needed: ") {
			t.Errorf("docs/backtest.md does not say that %s is needed", n)
		}
	}
}

func TestCampus(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		r    Row
		want string
	}{
		{Row{ID: "a", Location: " Memphis ", Campus: "Colossus 2"}, "colossus 2"}, {Row{ID: "a", Location: " Memphis "}, "memphis"}, {Row{ID: "A"}, "a"},
	} {
		c.r.Count = Span{nan, 1, nan}
		if got := CampusOf(&c.r); got != c.want {
			t.Errorf("%+v: %q", c.r, got)
		}
	}
}

// FuzzRead must not panic, and gives either rows or problems.
func FuzzRead(f *testing.F) {
	f.Add(head + "a,h100,,5,,1,facility,x\n")
	f.Add("id\n\"")
	f.Add(profiles.Deployments[:2000])
	f.Fuzz(func(t *testing.T, data string) {
		rows, err := Read("rows.csv", data)
		if (err == nil) != (len(rows) > 0) {
			t.Errorf("%d rows, %v", len(rows), err)
		}
	})
}
