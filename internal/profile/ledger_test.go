package profile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/profiles"
)

// goodLedger has every key. Cases break it in one place each; its lines are numbered from 1.
const goodLedger = `id = "field"
name = "Commitments of a field"
party = "Field"
description = "Invented."
as_of = 2026-11-01
vendor = "Example"

[event]
date = 2026-02-27
name = "the day"

[realisation]
correlation = { value = 0.5, basis = "assumed", note = "why" }
announced = { low = 0.2, mode = 0.5, high = 0.8, basis = "derived", source = "grid", note = "how" }

[commitments.letter]
parties = ["Field", "Example"]
date = 2025-09-22
vendor = "Example"
power = "10 GW"
boundary = "unstated"
chip = "ex1"
chip_power = "1 GW"
layer = "chip-vendor"
status = "announced"
binding = "letter"
schedule = "some day"
start = 2026-07-01
end = 2030-12-31
basis = "published"
source = "press"

[commitments.deal]
parties = ["Field", "Example"]
date = 2026-02-27
vendor = "Example"
boundary = "it"
layer = "chip-vendor"
status = "contracted"
binding = "binding"
part_of = "cloud"
replaces = "letter"
basis = "reported"
sources = ["press", "grid"]
note = "why"
as_of = 2026-03-01

[commitments.deal.power]
low = "1.5 GW"
mode = "2 GW"
high = "3 GW"
dist = "pert"

[commitments.deal.chips]
example1 = { low = 0.2, mode = 0.5, high = 0.8, basis = "assumed", note = "why" }
example2 = { value = 0.5, basis = "assumed", note = "why" }

[commitments.cloud]
parties = ["Field", "Cloud"]
date = 2026-02-27
money = "38 B USD"
layer = "cloud-contract"
status = "contracted"
binding = "unstated"
basis = "assumed"
note = "invented"

[sources.press]
title = "Press release"
url = "https://example.org/press"
date = 2026-02-27
kind = "vendor"

[sources.grid]
title = "A grid"
url = "https://example.org/grid"
date = 2025-04-10
kind = "press"
`

// ledgerShelf is a library of example1 and example2 with a ledger.
func ledgerShelf(t *testing.T, text string) *Library {
	return open(t, shelf("ledgers/field.toml", text, "ledgers/.hidden.toml", "x", "ledgers/README.md", "x"))
}

func TestGoodLedger(t *testing.T) {
	l, err := ledgerShelf(t, goodLedger).Ledger("FIELD")
	if err != nil {
		t.Fatal(err)
	}
	if l.ID != "field" || l.Party != "Field" || l.AsOf != "2026-11-01" || l.Vendor != "Example" || l.Event != (ledger.Event{Date: "2026-02-27", Name: "the day"}) ||
		l.Origin != "profiles/ledgers/field.toml" || l.Correlation.Mid() != 0.5 || len(l.Sources) != 2 {
		t.Errorf("%+v", l)
	}
	if v := l.Realisation[ledger.Announced]; v.Mode != 0.5 || len(l.Realisation) != 1 {
		t.Errorf("%+v", l.Realisation)
	}
	if ids := strings.Join(l.IDs(), " "); ids != "letter deal cloud" {
		t.Errorf("commitments %s: not in the order of the file", ids)
	}
	letter, deal, cloud := l.Commitments[0], l.Commitments[1], l.Commitments[2]
	if letter.Power.Mode != 1e10 || letter.ChipPower.Mode != 1e9 || letter.Chips[0].Chip != "example1" || letter.Binding != ledger.Letter || letter.Start != "2026-07-01" ||
		letter.Evidence.Sources[0].Key != "press" || letter.Origin != "profiles/ledgers/field.toml:16" {
		t.Errorf("%+v", letter)
	}
	if deal.Power.Shape != quantity.PERT || deal.Power.High != 3e9 || len(deal.Chips) != 2 || deal.Chips[1].Weight.Mode != 0.5 || deal.PartOf != "cloud" || deal.Replaces != "letter" ||
		deal.Evidence.AsOf != "2026-03-01" || len(deal.Evidence.Sources) != 2 || deal.Evidence.Note != "why" {
		t.Errorf("%+v", deal)
	}
	if cloud.Power != nil || cloud.Money.Mode != 38e9 || cloud.Vendor != "" || cloud.Layer != ledger.CloudContract {
		t.Errorf("%+v", cloud)
	}
}

func TestBrokenLedger(t *testing.T) {
	for _, c := range []struct {
		name  string
		edits []string
		want  []string
	}{
		{"unknown key above the tables", []string{"party =", "partie ="}, []string{`1:1: party: missing; write party = "..." above the first table`, `3:1: partie: unknown key; did you mean party?`}},
		{"unknown table", []string{"[event]", "[evnt]"}, []string{`8:2: evnt: unknown key; did you mean event?`}},
		{"unknown key of an event", []string{`name = "the day"`, `nam = "the day"`}, []string{`8:2: event.name: missing; an event has date or name`, `10:1: event.nam: unknown key; did you mean name?`}},
		{"unknown key of a commitment", []string{"boundary = \"it\"", "boundry = \"it\""}, []string{`37:1: commitments.deal.boundry: unknown key; did you mean boundary?`}},
		{"unknown status of a realisation", []string{"announced = {", "anounced = {"}, []string{`14:1: realisation.anounced: unknown key; did you mean announced?`}},
		{"unknown layer", []string{"layer = \"cloud-contract\"", "layer = \"cloud\""}, []string{
			`62:9: commitments.cloud.layer: "cloud" is unknown; did you mean cloud-contract? (chip-vendor, cloud-contract, campus, target or in-use)`}},
		{"unknown binding", []string{`binding = "letter"`, `binding = "leter"`}, []string{
			`26:11: commitments.letter.binding: "leter" is unknown; did you mean letter? (binding, letter, option or unstated)`}},
		{"unknown boundary", []string{`boundary = "it"`, `boundary = "IT"`}, []string{
			`37:12: commitments.deal.boundary: "IT" is unknown; did you mean it? (facility, it, rack, chip or unstated)`}},
		{"unknown chip", []string{`chip = "ex1"`, `chip = "exmaple1"`}, []string{
			`22:8: commitments.letter.chip: unknown chip "exmaple1"; did you mean example1? (capplan profiles list shows all)`}},
		{"unknown chip of several", []string{`example2 = {`, `field = {`}, []string{`56:1: commitments.deal.chips.field: "field" is a site, not a chip`}},
		{"a chip twice", []string{`example2 = {`, `ex1 = {`}, []string{`56:1: commitments.deal.chips.ex1: names example1 again; add the weights`}},
		{"chips as text", []string{"[commitments.deal.chips]\nexample1 = { low = 0.2, mode = 0.5, high = 0.8, basis = \"assumed\", note = \"why\" }\nexample2 = { value = 0.5, basis = \"assumed\", note = \"why\" }\n", "",
			"replaces =", "chips = \"ex1\"\nreplaces ="}, []string{`42:9: commitments.deal.chips: must be a table of weights by chip, not the text "ex1"; write chip = "ID", or [commitments.deal.chips] and below it a value for each chip`}},
		{"a weight without evidence", []string{"example2 = { value = 0.5, basis = \"assumed\", note = \"why\" }", "example2 = 0.5"}, []string{
			`56:12: commitments.deal.chips.example2: is 0.5 without evidence; write { value = 0.5, basis = "published", source = "..." }`}},
		{"a negative weight", []string{"value = 0.5, basis = \"assumed\", note = \"why\" }\n\n[commitments.cloud]", "value = -0.5, basis = \"assumed\", note = \"why\" }\n\n[commitments.cloud]"}, []string{
			`56:22: commitments.deal.chips.example2.value: -0.5 is out of bounds; allowed: above 0`}},
		{"both chip and chips", []string{"replaces =", "chip = \"ex1\"\nreplaces ="}, []string{`55:19: commitments.deal.chips: given beside chip; write one of the two`}},
		{"negative power", []string{`power = "10 GW"`, `power = "-10 GW"`}, []string{`20:9: commitments.letter.power: -10 GW is out of bounds; allowed: above 0 W`}},
		{"power of another dimension", []string{`power = "10 GW"`, `power = "10 GB"`}, []string{`20:9: commitments.letter.power: "10 GB": GB is memory, a power is wanted; write 2 GW, 120 kW or 2,000 MW`}},
		{"power as a number", []string{`power = "10 GW"`, `power = 10`}, []string{`20:9: commitments.letter.power: 10: a power needs a unit; write 10 W, 10 kW, 10 MW or 10 GW, in quotes`}},
		{"a range that falls", []string{`high = "3 GW"`, `high = "1 GW"`}, []string{`51:8: commitments.deal.power.high: low, mode and high must not fall; got 1.5e+09, 2e+09, 1e+09`}},
		{"a range without its end", []string{"high = \"3 GW\"\n", ""}, []string{"48:19: commitments.deal.power: low and mode without high; write (value), (low, mode, high), (low, high, dist = \"uniform\"), (p5, p95) or (values, weights)"}},
		{"evidence twice", []string{"dist = \"pert\"", "basis = \"published\""}, []string{`52:1: commitments.deal.power.basis: unknown key; known here: value, low, mode, high, p5, p95, values, weights, dist`}},
		{"no evidence", []string{"basis = \"reported\"\nsources = [\"press\", \"grid\"]\nnote = \"why\"\n", ""}, []string{
			`33:14: commitments.deal: has no basis; write basis = "published", "reported", "derived" or "assumed"`}},
		{"no such source", []string{`source = "press"`, `source = "pres"`}, []string{`31:10: commitments.letter.source: there is no source "pres"; did you mean press?`}},
		{"an uncited source", []string{`source = "grid", `, `source = "press", `, `sources = ["press", "grid"]`, `source = "press"`}, []string{`74:10: sources.grid: no value cites it; cite it or delete it`}},
		{"missing facts", []string{"parties = [\"Field\", \"Cloud\"]\ndate = 2026-02-27\n", ""}, []string{
			`58:14: commitments.cloud.parties: missing; write parties = ["...", "..."]`,
			`58:14: commitments.cloud.date: missing; write the day on which it was made known, such as date = 2026-02-27`}},
		{"a date as text", []string{"date = 2025-09-22", `date = "2025-09-22"`}, []string{`18:8: commitments.letter.date: must be a date, not the text "2025-09-22"; write it without quotes: 2025-09-22`}},
		{"no parties", []string{`parties = ["Field", "Cloud"]`, `parties = []`}, []string{`59:11: commitments.cloud.parties: is empty; name who committed to what with whom`}},
		{"an id that is none", []string{"[commitments.cloud]", "[commitments.Cloud]", `part_of = "cloud"`, `part_of = "Cloud"`}, []string{
			`58:14: commitments.Cloud: "Cloud" is no id; use lower-case letters, digits, - and ., a letter or digit first`}},
		{"a commitment that is no table", []string{"[commitments.cloud]", "[commitments]\nx = 1\n[commitments.cloud]"}, []string{`59:5: commitments.x: must be a table, not 1; write [commitments.x]`}},
		{"commitments that are no table", []string{"[event]", "[x]"}, []string{`8:2: x: unknown key; known here: id, name, party, description, as_of, vendor, event, realisation, commitments, sources`}},
		{"realisation above one", []string{"high = 0.8, basis = \"derived\"", "high = 1.8, basis = \"derived\""}, []string{`14:45: realisation.announced.high: 180% is out of bounds; allowed: 0% to 100%`}},
		{"a correlation that varies", []string{"correlation = { value = 0.5", "correlation = { low = 0.1, mode = 0.2, high = 0.5"}, []string{`13:1: realisation.correlation: must be a single number, not a range`}},

		// Between entries; these are looked at once every key is sound.
		{"an edge to nowhere", []string{`part_of = "cloud"`, `part_of = "clod"`}, []string{`41:11: commitments.deal.part_of: there is no commitment "clod"; did you mean cloud?`}},
		{"a circle", []string{"replaces = \"letter\"", "replaces = \"letter\"", "binding = \"unstated\"", "binding = \"unstated\"\npart_of = \"deal\""}, []string{
			`65:11: commitments.cloud.part_of: leads in a circle: deal, cloud, deal; delete one of these edges`}},
		{"dates out of order", []string{"end = 2030-12-31", "end = 2026-01-01"}, []string{`29:7: commitments.letter.end: 2026-01-01 is before the start, 2026-07-01`}},
		{"a replacement before what it replaces", []string{"date = 2026-02-27\nvendor", "date = 2025-02-27\nvendor"}, []string{
			`35:8: commitments.deal.date: 2025-02-27 is before that of letter, 2025-09-22, which it replaces; the later one replaces the earlier`}},
		{"an event to come", []string{"date = 2026-02-27\nname = \"the day\"", "date = 2027-02-27\nname = \"the day\""}, []string{
			`9:8: event.date: 2027-02-27 is after the ledger's as_of, 2026-11-01`}},
		{"no boundary", []string{"boundary = \"it\"\n", ""}, []string{`33:14: commitments.deal.boundary: missing; write where the power is measured: facility, it, rack, chip, unstated`}},
		{"neither power nor money", []string{"money = \"38 B USD\"\n", ""}, []string{`58:14: commitments.cloud.power: missing, and so is money; write power = "2 GW" or money = "38 B USD"`}},
		{"an id with a dot", []string{"money = \"38 B USD\"\n", "", "[commitments.cloud]", "[commitments.\"cloud.x\"]", `part_of = "cloud"`, `part_of = "cloud.x"`}, []string{
			`58:14: commitments."cloud.x".power: missing, and so is money; write power = "2 GW" or money = "38 B USD"`}},
		{"a vendor that nobody is", []string{"vendor = \"Example\"\n\n[event]", "vendor = \"Exampel\"\n\n[event]"}, []string{`6:10: vendor: no commitment is of "Exampel"; did you mean Example?`}},
		{"many at once", []string{`power = "10 GW"`, `power = "GW"`, "layer = \"cloud-contract\"", "layr = 3", "[sources.grid]", "[sources.gird]"}, []string{
			`14:78: realisation.announced.source: there is no source "grid"; did you mean gird?`,
			`20:9: commitments.letter.power: "GW": does not start with a number; write 2 GW, 120 kW or 2,000 MW`,
			`44:21: commitments.deal.sources: there is no source "grid"; did you mean gird?`,
			`58:14: commitments.cloud.layer: missing; write layer = "chip-vendor", "cloud-contract", "campus", "target" or "in-use"`,
			`62:1: commitments.cloud.layr: unknown key; did you mean layer?`,
			`74:10: sources.gird: no value cites it; cite it or delete it`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := goodLedger
			for i := 0; i < len(c.edits); i += 2 {
				if !strings.Contains(s, c.edits[i]) {
					t.Fatalf("%q is not in the ledger", c.edits[i])
				}
				s = strings.Replace(s, c.edits[i], c.edits[i+1], 1)
			}
			_, err := open(t, shelf()).ParseLedger("field.toml", []byte(s))
			var got []string
			if err != nil {
				sound(t, []byte(s), err)
				for _, line := range strings.Split(err.Error(), "\n") {
					got = append(got, strings.TrimPrefix(line, "field.toml:"))
				}
			}
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestLedgerFiles(t *testing.T) {
	l := ledgerShelf(t, goodLedger)
	if ids := l.LedgerIDs(); len(ids) != 1 || ids[0] != "field" {
		t.Errorf("%v", ids)
	}
	_, err := l.Ledger("feild")
	var u *UnknownLedgerError
	if !errors.As(err, &u) || err.Error() != `unknown ledger "feild"; did you mean field? (capplan ledger lists the built-in ones; a file ends in .toml)` {
		t.Errorf("%v", err)
	}
	if ids := open(t, fstest.MapFS{}).LedgerIDs(); ids != nil {
		t.Errorf("%v", ids)
	}
	if _, err := l.ParseLedger("-", []byte(goodLedger)); err != nil {
		t.Errorf("a nameless text: %v", err)
	}
	if _, err := l.ParseLedger("other.toml", []byte(goodLedger)); err == nil || !strings.Contains(err.Error(), "is not the file's name") {
		t.Errorf("%v", err)
	}
	for name, want := range map[string]string{"": "the file is empty", "id = \n": "a value is missing", "id = \"x\"": "commitments: missing"} {
		if _, err := l.ParseLedger("x.toml", []byte(name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
	if _, err := ReadAll("-", strings.NewReader(strings.Repeat("x", maxSize+1))); err == nil || !strings.Contains(err.Error(), "larger than 1 MiB") {
		t.Errorf("%v", err)
	}
	if _, err := ReadAll("-", failing{}); err == nil || err.Error() != "-: cannot be read: broken" {
		t.Errorf("%v", err)
	}
	file := filepath.Join(t.TempDir(), "field.toml")
	if err := os.WriteFile(file, []byte(goodLedger), 0o644); err != nil {
		t.Fatal(err)
	}
	data, err := ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := l.ParseLedger(file, data); err != nil || b.Origin != file {
		t.Errorf("%v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("broken") }

// Built-in ledgers are plain, and mean what the library says they mean.
func TestBuiltInLedgersArePlain(t *testing.T) {
	files, err := fs.Glob(profiles.FS, string(Ledgers)+"/*"+extension)
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		data, err := fs.ReadFile(profiles.FS, f)
		if err != nil {
			t.Fatal(err)
		}
		if !agree(t, f, string(data)) {
			t.Errorf("%s is not plain TOML; see plain.go", f)
		}
	}
}

func FuzzLedger(f *testing.F) {
	for _, s := range []string{goodLedger, "", "[commitments]\nx = 1", "[commitments.a]\npower = { low = \"1 GW\" }\nchips = { x = 1 }", "[[commitments]]\nid = 1",
		"[commitments.a.b.c]\nx = 1", "commitments = 1\nsources = 2\nevent = 3\nrealisation = 4", "[commitments.\"\"]\npart_of = \"\"\n"} {
		f.Add([]byte(s))
	}
	l, err := Open(profiles.FS)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := l.ParseLedger("field.toml", data)
		sound(t, data, err)
	})
}
