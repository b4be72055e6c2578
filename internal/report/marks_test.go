package report

import (
	"bytes"
	"encoding/csv"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/energy"
	"github.com/capplan/capplan/internal/libdiff"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// revised is what differs between a library of the chips and a revised one: the first chip changed in every way, the others are new, a site is gone.
func revised(chips []*accelerators.Accelerator) *libdiff.Diff {
	first := *chips[0]
	first.Values = maps.Clone(first.Values)
	first.Name, first.Available = first.Name+" mk2", "2026-01-01"
	tdp := first.Values[accelerators.TDP.Spec]
	tdp.Low, tdp.Mode = tdp.Low*0.8, tdp.Mode*0.8
	tdp.Basis, tdp.Sources, tdp.Note = quantity.Assumed, nil, "no figure any more"
	first.Values[accelerators.TDP.Spec] = tdp
	price := quantity.Value{Shape: quantity.Constant, Mode: 12000, Basis: quantity.Published, Sources: []quantity.Source{datasheet}}
	first.Values[accelerators.ComputePerChip.Spec] = price
	delete(first.Values, accelerators.HBMBandwidth.Spec)
	first.Values[accelerators.Dies.Spec] = constant(2)
	return libdiff.Compare(
		libdiff.Library{Name: "builtin", AsOf: "2026-02-27", Chips: chips[:1], Sites: []*power.Site{site()}},
		libdiff.Library{Name: "mine", AsOf: "2026-11-01", Chips: append([]*accelerators.Accelerator{&first}, chips[1:]...)},
	)
}

// overlaidChips are a chip with a value and a name of an overlay, and one that an overlay added.
func overlaidChips() (replaced, added *accelerators.Accelerator) {
	replaced, added = chip("alpha", "Alpha, renamed", 1), chip("mine", "My Own", 2)
	v := replaced.Values[accelerators.NetworkPower.Spec]
	v.Override, v.Origin = true, "over/alpha.toml:9"
	replaced.Values[accelerators.NetworkPower.Spec] = v
	replaced.Replaced = []quantity.Mark{{Key: "name", Origin: "over/alpha.toml"}}
	added.Added, added.Origin = true, "over/mine.toml"
	return replaced, added
}

// overlaidAnswer is a mix of the two on a site with a value of an overlay, some of it as of a day.
func overlaidAnswer(t *testing.T) *answer.Answer {
	t.Helper()
	replaced, added := overlaidChips()
	const day = "2026-02-01"
	hbm := constant(96e9)
	hbm.AsOf = "2026-03-01"
	replaced.Values[accelerators.HBM.Spec] = hbm
	early := replaced.KnownOn(day)
	q, m := asked("mix", "facility", early, added.KnownOn(day))
	q.AsOf = day
	q.Set = append([]answer.Setting{{Text: "profiles=over", Origin: "CAPPLAN_PROFILES", Path: true}}, q.Set...)
	plain := site()
	v := plain.Values[power.PUEPeak.Spec]
	v.Override, v.Origin = true, "over/plain.toml:4"
	plain.Values[power.PUEPeak.Spec] = v
	v = plain.Values[power.GridCarbon.Spec]
	v.AsOf = "2026-05-01"
	plain.Values[power.GridCarbon.Spec] = v
	maps.Copy(m.Shared, plain.KnownOn(day).Values)
	for _, x := range []answer.Overlaid{answer.OverlaidChip(early), answer.OverlaidChip(added), answer.OverlaidSite(plain)} {
		if x.Any() {
			q.Overlaid = append(q.Overlaid, x)
		}
	}
	valid(t, m)
	w := want(q)
	w.Quantities = []*quantity.Spec{capacity.Chips.Spec, capacity.PowerIT.Spec, capacity.Peak8Bit.Spec, capacity.HBM.Spec, energy.CarbonYear.Spec}
	w.Members = true
	return answer.Evaluate(q, m, w)
}

func TestGoldenMarks(t *testing.T) {
	a := overlaidAnswer(t)
	for extension, o := range map[string]Options{"txt": {Width: 80}, "quiet.txt": {Width: 80, Quiet: true}, "md": {Format: Markdown}, "json": {Format: JSON}, "csv": {Format: CSV}} {
		o.Tool = tool
		golden(t, "marks."+extension, func(w io.Writer) error { return Answer(w, a, o) })
	}
	replaced, added := overlaidChips()
	shown := []*accelerators.Accelerator{replaced, added}
	o := Options{Width: 100, Tool: tool, Overlays: []answer.Setting{{Text: "profiles=over", Origin: "--profiles", Path: true}}}
	for extension, format := range map[string]Format{"txt": Table, "json": JSON, "csv": CSV} {
		o.Format = format
		golden(t, "marks-list."+extension, func(w io.Writer) error { return ProfileList(w, Listing{Chips: shown, Sites: []*power.Site{site()}}, o) })
		golden(t, "marks-show."+extension, func(w io.Writer) error { return ProfileShow(w, shown, o) })
	}
}

// Every format says of every override and every added profile that it is none of the library's, quiet or not.
func TestEveryFormatMarks(t *testing.T) {
	a := overlaidAnswer(t)
	for _, format := range Formats {
		for _, quiet := range []bool{false, true} {
			o := Options{Format: format, Quiet: quiet}
			out := string(render(t, func(w io.Writer) error { return Answer(w, a, o) }))
			wants := []string{"network.power_per_chip", "site.pue_peak", "mine"}
			switch format {
			case Table, Markdown:
				wants = append(wants, "Overrides: ", "over/alpha.toml:9", "over/plain.toml:4", "alpha:name (over/alpha.toml)", "not built in: mine (over/mine.toml)")
			case JSON:
				wants = append(wants, `"override": true, "origin": "over/alpha.toml:9"`, `"added": true`, `"overrides": ["site.pue_peak"`, `"profiles=over", "origin": "CAPPLAN_PROFILES"`)
			default:
				wants = append(wants, "mine:*", "alpha:network.power_per_chip")
			}
			for _, want := range wants {
				if !strings.Contains(out, want) {
					t.Errorf("%s, quiet %t: no %q in\n%s", format, quiet, want, out)
				}
			}
		}
	}
}

// A recipe and its hash are the same wherever the overlay lies; the hash changes with what is in it.
func TestRecipeNamesNoPath(t *testing.T) {
	a := overlaidAnswer(t)
	if r := Recipe(a); strings.Contains(r, "over") && strings.Contains(r, "over/") || !strings.Contains(r, `"origin": "--profiles"`) || !strings.Contains(r, `"profiles"`) {
		t.Errorf("recipe %s", r)
	}
	recipe, hash := Recipe(a), InputHash(a)
	move := func(s string) string { return strings.ReplaceAll(s, "over", "elsewhere") }
	for i := range a.Question.Set {
		a.Question.Set[i].Text = move(a.Question.Set[i].Text)
	}
	for i := range a.Question.Overlaid {
		x := &a.Question.Overlaid[i]
		x.Origin = move(x.Origin)
		for k := range x.Replaced {
			x.Replaced[k].Origin = move(x.Replaced[k].Origin)
		}
	}
	for _, list := range [][]answer.Input{a.Inputs, a.Members[0].Inputs, a.Members[1].Inputs} {
		for i := range list {
			list[i].Value.Origin = move(list[i].Value.Origin)
		}
	}
	if Recipe(a) != recipe || InputHash(a) != hash {
		t.Errorf("an overlay that was moved gives another recipe: %s", Recipe(a))
	}
	a.Members[0].Inputs[0].Value.Mode++
	if InputHash(a) == hash {
		t.Error("the hash does not see the value")
	}
}

func TestGoldenDiff(t *testing.T) {
	d := revised([]*accelerators.Accelerator{alpha, gamma})
	for extension, o := range map[string]Options{"txt": {Width: 80}, "wide.txt": {}, "md": {Format: Markdown}, "json": {Format: JSON}, "csv": {Format: CSV}} {
		o.Tool = tool
		golden(t, "diff."+extension, func(w io.Writer) error {
			return LibraryDiff(w, d, Compared{Of: "libraries", Operands: []string{"builtin", "own"}}, o)
		})
	}
	same := libdiff.Compare(libdiff.Library{Name: "builtin"}, libdiff.Library{Name: "mine"})
	if out := string(render(t, func(w io.Writer) error {
		return LibraryDiff(w, same, Compared{Of: "libraries", Operands: []string{"builtin", "own"}}, Options{})
	})); out != "No difference between builtin and mine.\n" {
		t.Errorf("%q", out)
	}
}

// TestDiffFormatsAgree holds the formats of a difference against each other: the same items, changes, mids and percentages.
func TestDiffFormatsAgree(t *testing.T) {
	d := revised([]*accelerators.Accelerator{alpha, gamma, beta})
	write := func(f Format) []byte {
		return render(t, func(w io.Writer) error {
			return LibraryDiff(w, d, Compared{Of: "libraries", Operands: []string{"builtin", "own"}}, Options{Format: f})
		})
	}
	table := func(comma rune, b []byte) []string {
		r := csv.NewReader(bytes.NewReader(b))
		r.Comma = comma
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, row := range rows[1:] {
			out = append(out, strings.Join(row, "|"))
		}
		return out
	}
	rows := table(',', write(CSV))
	if tabbed := table('\t', write(TSV)); strings.Join(tabbed, "\n") != strings.Join(rows, "\n") {
		t.Errorf("TSV\n%s\nCSV\n%s", strings.Join(tabbed, "\n"), strings.Join(rows, "\n"))
	}
	head, err := csv.NewReader(bytes.NewReader(write(CSV))).Read()
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range bytes.Split(bytes.TrimSpace(write(JSONL)), []byte("\n")) {
		one := decode(t, line)
		var fields []string
		for _, k := range head {
			fields = append(fields, asField(one[k]))
		}
		if got := strings.Join(fields, "|"); got != rows[i] {
			t.Errorf("JSON Lines %s, CSV %s", got, rows[i])
		}
	}
	whole := decode(t, write(JSON))
	var items []string
	for _, p := range whole["profiles"].([]any) {
		p := p.(map[string]any)
		for _, f := range p["facts"].([]any) {
			f := f.(map[string]any)
			items = append(items, strings.Join([]string{asField(p["kind"]), asField(p["id"]), asField(f["key"]), asField(f["change"]), asField(f["old"]), asField(f["new"]), ""}, "|"))
		}
		for _, v := range p["values"].([]any) {
			v := v.(map[string]any)
			name := asField(v["input"])
			if v["sparse"] == true {
				name = "sparse " + name
			}
			mid := func(side string) string {
				if o, is := v[side].(map[string]any); is {
					return asField(o["mid"])
				}
				return ""
			}
			items = append(items, strings.Join([]string{asField(p["kind"]), asField(p["id"]), name, asField(v["change"]), mid("old"), mid("new"), asField(v["percent"])}, "|"))
		}
	}
	if len(items) != len(rows) {
		t.Fatalf("%d items in JSON, %d rows in CSV", len(items), len(rows))
	}
	for i, row := range rows {
		f := strings.Split(row, "|")
		old, new := f[10], f[11]
		if f[7] == "" { // a fact has no unit
			old, new = f[8], f[9]
		}
		if got := strings.Join([]string{f[0], f[1], f[4], f[5], old, new, f[12]}, "|"); got != items[i] {
			t.Errorf("CSV %s, JSON %s", got, items[i])
		}
	}
	for _, format := range []Format{Table, Markdown} {
		out := string(write(format))
		for _, p := range d.Profiles {
			if !strings.Contains(out, p.ID) {
				t.Errorf("%s is not in the %s", p.ID, format)
			}
			for i := range p.Values {
				if v := &p.Values[i]; p.Change == libdiff.Changed && (!strings.Contains(out, valueName(v)) || !strings.Contains(out, percentText(v, Options{}))) {
					t.Errorf("%s, %s is not in the %s", valueName(v), percentText(v, Options{}), format)
				}
			}
		}
	}
}

// asField is a value of JSON as CSV has it.
func asField(v any) string {
	if v == nil {
		return ""
	}
	return texts(map[string]any{"unit": v})[0]
}

// A mix of one is an estimate, whose inputs need no owner; and without overlays nothing is marked.
func TestNothingToMark(t *testing.T) {
	if b := marksOf(estimated(t, "facility", alpha)); b != nil {
		t.Errorf("%v", b)
	}
	replaced, _ := overlaidChips()
	q, m := asked("estimate", "facility", replaced)
	m.Members = []mix.Member{{Accelerator: replaced, Share: 1}}
	out := string(render(t, func(w io.Writer) error { return Answer(w, answer.Evaluate(q, m, want(q)), Options{}) }))
	if !strings.Contains(out, "\nOverrides: network.power_per_chip (over/alpha.toml:9).\n") {
		t.Errorf("%s", out)
	}
}
