package profiles_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/profiles"
)

const goodLedger = `id = "acme"
name = "Acme's commitments"
party = "Acme"
as_of = 2026-11-01
vendor = "Example"

[event]
date = 2026-02-27
name = "the second supplier"

[realisation]
correlation = { value = 0.5, basis = "assumed", note = "why" }
announced = { low = 0.2, mode = 0.5, high = 0.85, basis = "assumed", note = "why" }

[commitments.letter]
parties = ["Acme", "Example"]
date = 2025-09-22
vendor = "Example"
power = { low = "2 GW", mode = "3 GW", high = "4 GW" }
boundary = "unstated"
chip = "gb300"
chip_power = "1 GW"
layer = "chip-vendor"
status = "announced"
binding = "letter"
start = 2026-07-01
basis = "published"
source = "release"

[commitments.contract]
parties = ["Acme", "Example"]
date = 2026-02-27
vendor = "Example"
power = "1 GW"
boundary = "it"
layer = "chip-vendor"
status = "contracted"
binding = "binding"
replaces = "letter"
part_of = "cloud"
basis = "assumed"
note = "why"

[commitments.contract.chips]
trainium3 = { value = 0.5, basis = "assumed", note = "why" }
trainium4 = { value = 0.5, basis = "assumed", note = "why" }

[commitments.cloud]
parties = ["Acme", "A cloud"]
date = 2026-02-27
money = "20 B USD"
layer = "cloud-contract"
status = "contracted"
binding = "binding"
basis = "published"
source = "release"

[sources.release]
title = "A press release"
url = "https://example.org/release"
date = 2026-02-27
kind = "vendor"
`

func readLedger(t *testing.T, text string) error {
	t.Helper()
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	_, err = lib.ParseLedger("acme.toml", []byte(text))
	return err
}

// TestLedgerOfTheDocsFitsTheSchema holds the example of docs/ledgers.md against it.
func TestLedgerOfTheDocsFitsTheSchema(t *testing.T) {
	data, err := os.ReadFile("../docs/ledgers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(data), "```toml\n")
	text, _, closed := strings.Cut(text, "```")
	if !found || !closed {
		t.Fatal("docs/ledgers.md has no example")
	}
	if err := compiled(t, profile.Ledgers).Validate(plain(t, text)); err != nil {
		t.Error(err)
	}
}

// TestWrongLedgersDoNotFit proves that the schema can refuse: each edit of a ledger that fits makes one that does not, as the reader says too.
func TestWrongLedgersDoNotFit(t *testing.T) {
	s := compiled(t, profile.Ledgers)
	if err := s.Validate(plain(t, goodLedger)); err != nil {
		t.Error(err)
	}
	if err := readLedger(t, goodLedger); err != nil {
		t.Error(err)
	}
	for _, edit := range [][2]string{
		{"party = \"Acme\"\n", ""},
		{"as_of = 2026-11-01\n", ""},
		{"as_of = 2026-11-01", `as_of = "soon"`},
		{`party = "Acme"`, "party = \"Acme\"\nparti = \"Acme\""},
		{"[event]\ndate = 2026-02-27\n", "[event]\n"},
		{"name = \"the second supplier\"\n", ""},
		{`correlation = { value = 0.5`, `correlation = { value = 1.5`},
		{`correlation = { value = 0.5`, `correlation = { low = 0.1, mode = 0.5, high = 0.6`},
		{`announced = { low = 0.2, mode = 0.5, high = 0.85`, `announced = { low = 0.2, mode = 0.5, high = 1.85`},
		{`announced = { low`, `promised = { low`},
		{`[commitments.letter]`, `[commitments.Letter_1]`},
		{"parties = [\"Acme\", \"A cloud\"]\n", ""},
		{`parties = ["Acme", "A cloud"]`, `parties = []`},
		{`parties = ["Acme", "A cloud"]`, `parties = "Acme"`},
		{"date = 2025-09-22\n", ""},
		{`power = { low = "2 GW", mode`, `power = { mode`},
		{`power = { low = "2 GW"`, `power = { low = 2`},
		{`high = "4 GW" }`, `high = "4 GW", basis = "published" }`},
		{`power = "1 GW"`, `power = "1 GWh"`},
		{`power = "1 GW"`, `power = 1000000000`},
		{"boundary = \"it\"\n", ""},
		{`boundary = "it"`, `boundary = "meter"`},
		{"power = \"1 GW\"\n", "money = \"1 B USD\"\n"},
		{"chip = \"gb300\"\n", ""},
		{"chip = \"gb300\"\n", "chip = \"gb300\"\nchips = { gb300 = { value = 1, basis = \"assumed\", note = \"why\" } }\n"},
		{"vendor = \"Example\"\npower = \"1 GW\"", `power = "1 GW"`},
		{"money = \"20 B USD\"\n", ""},
		{`money = "20 B USD"`, `money = "20 GW"`},
		{`layer = "cloud-contract"`, `layer = "cloud"`},
		{"layer = \"cloud-contract\"\n", ""},
		{`status = "announced"`, `status = "rumoured"`},
		{`binding = "letter"`, `binding = "loi"`},
		{`start = 2026-07-01`, `start = "2026"`},
		{`replaces = "letter"`, `replaced = "letter"`},
		{"basis = \"assumed\"\nnote = \"why\"\n", "basis = \"assumed\"\n"},
		{"note = \"why\"\n\n[commitments.contract.chips]", "note = \"why\"\ncommon = \"x\"\n\n[commitments.contract.chips]"},
		{`trainium3 = { value = 0.5`, `trainium3 = { value = -0.5`},
		{"binding = \"binding\"\nbasis = \"published\"\nsource = \"release\"", "binding = \"binding\"\nbasis = \"published\""},
		{`kind = "vendor"`, `kind = "rumour"`},
		{`[sources.release]`, `[source.release]`},
	} {
		if !strings.Contains(goodLedger, edit[0]) {
			t.Fatalf("%q is not in the ledger", edit[0])
		}
		text := strings.Replace(goodLedger, edit[0], edit[1], 1)
		if err := s.Validate(plain(t, text)); err == nil {
			t.Errorf("%q instead of %q fits the schema", edit[1], edit[0])
		}
		if err := readLedger(t, text); err == nil {
			t.Errorf("the reader takes %q instead of %q", edit[1], edit[0])
		}
	}
}

// TestLedgerSchemaAndReaderAgree holds the keys that the schema knows against those that the reader knows, in every table.
func TestLedgerSchemaAndReaderAgree(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(profile.JSONSchema(profile.Ledgers), &root); err != nil {
		t.Fatal(err)
	}
	properties := func(of any) map[string]any { return of.(map[string]any)["properties"].(map[string]any) }
	top := properties(root)
	for where, c := range map[string]struct {
		knows map[string]any
		edit  [2]string // puts a key that nobody knows there
	}{
		"":            {top, [2]string{`party = "Acme"`, "party = \"Acme\"\nzzzzzzzz = 1"}},
		"event":       {properties(top["event"]), [2]string{"[event]", "[event]\nzzzzzzzz = 1"}},
		"realisation": {properties(top["realisation"]), [2]string{"[realisation]", "[realisation]\nzzzzzzzz = 1"}},
		"commitments": {properties(root["$defs"].(map[string]any)["commitment"]), [2]string{"[commitments.cloud]", "[commitments.cloud]\nzzzzzzzz = 1"}},
	} {
		err := readLedger(t, strings.Replace(goodLedger, c.edit[0], c.edit[1], 1))
		if err == nil {
			t.Errorf("%s: a key that nobody knows is accepted", where)
			continue
		}
		_, known, ok := strings.Cut(err.Error(), "zzzzzzzz: unknown key; known here: ")
		known, _, _ = strings.Cut(known, "\n")
		reader := slices.Sorted(slices.Values(strings.Split(known, ", ")))
		if schema := slices.Sorted(maps.Keys(c.knows)); !ok || !slices.Equal(reader, schema) {
			t.Errorf("%q: the reader knows %v, the schema %v (%v)", where, reader, schema, err)
		}
	}
}
