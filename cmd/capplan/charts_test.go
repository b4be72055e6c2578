package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
	"github.com/capplan/capplan/plots"
	"github.com/capplan/capplan/profiles"
)

// drawn runs a command with a picture and returns the picture's words (finding and description), all of its text, and what was printed.
func drawn(t *testing.T, command string) (alt, picture string, printed []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.svg")
	var out, errs bytes.Buffer
	if code := run(streams{nil, &out, &errs}, append(strings.Fields(command), "-o", path)); code != exitOK {
		t.Fatalf("capplan %s: exit %d: %s", command, code, errs.String())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var svg struct {
		Title string `xml:"title"`
		Desc  string `xml:"desc"`
	}
	if err := xml.Unmarshal(data, &svg); err != nil {
		t.Fatal(err)
	}
	return svg.Title + ". " + svg.Desc, string(data), out.Bytes()
}

type summaries struct {
	Quantities, Shares map[string]struct{ P5, P50, P95 *float64 }
}

// TestMixChartAgreesWithTheAnswer: shares, amounts and totals of the picture are the medians that are printed, not sums and quotients of medians.
func TestMixChartAgreesWithTheAnswer(t *testing.T) {
	for _, command := range []string{
		"mix --gw 2 --chip trainium3=0.6 --chip gb300=0.4 --format json --draws 4096",
		"mix --gw 1 --chip trainium2=0.3 --chip gb200=0.3 --chip h100=0.4 --by chips --format json --draws 4096",
	} {
		alt, _, printed := drawn(t, command)
		var doc struct {
			Members []struct {
				Name string
				summaries
			}
			Total summaries
		}
		if err := json.Unmarshal(printed, &doc); err != nil {
			t.Fatal(err)
		}
		for label, name := range map[string]string{"IT power deployed": "power.it_deployed", "Accelerators": "capacity.chips", "Racks": "capacity.racks", "Capital cost": "cost.capex"} {
			_, row, ok := strings.Cut(alt, label+": ")
			row, _, _ = strings.Cut(row, ";")
			if !ok {
				t.Fatalf("%s: no %s in %s", command, label, alt)
			}
			for _, m := range doc.Members {
				if want := fmt.Sprintf("%s %.0f%% (", m.Name, 100**m.Shares[name].P50); !strings.Contains(row, want) {
					t.Errorf("%s: %s: %q is not in %q", command, label, want, row)
				}
			}
			q := doc.Total.Quantities[name]
			total := *q.P50
			mid, _ := unit.Notation{}.Interval(*q.P5, total, *q.P95) // with the digits of the table
			digits := strings.TrimRight(regexp.MustCompile(`[^0-9]`).ReplaceAllString(mid, ""), "0")
			_, shown, _ := strings.Cut(row, ", total ")
			if !strings.HasPrefix(strings.NewReplacer(",", "", ".", "", "$", "").Replace(shown), digits) {
				t.Errorf("%s: %s: the total is %g, the picture says %q", command, label, total, shown)
			}
		}
	}
}

// TestUnstatedWaterfallIsOfTheFacility: bars and whiskers are those of the facility reading, and the picture says so.
func TestUnstatedWaterfallIsOfTheFacility(t *testing.T) {
	const question = "estimate --gw 2 --chip trainium2 --draws 4096 --basis "
	steps := func(alt string) string {
		_, list, ok := strings.Cut(alt, "in megawatts: ")
		if !ok {
			t.Fatal(alt)
		}
		return list
	}
	unstated, _, _ := drawn(t, question+"unstated")
	facility, _, _ := drawn(t, question+"facility")
	if steps(unstated) != steps(facility) {
		t.Errorf("unstated: %s\nfacility: %s", steps(unstated), steps(facility))
	}
	if !strings.Contains(unstated, "unstated boundary, read as facility power") || strings.Contains(facility, "read as") {
		t.Errorf("unstated: %s\nfacility: %s", unstated, facility)
	}
}

// TestRidgesAnswerTheQuestion: where the start fixes the number of chips, the picture shows the power that they take.
func TestRidgesAnswerTheQuestion(t *testing.T) {
	for command, want := range map[string]string{
		"estimate --chips 1M --chip gb200 --chart ridges --draws 512":               "1 M chips take 2.3",
		"compare --racks 500 --chip trainium2 --chip gb200 --draws 512":             "500 racks take ",
		"compare --h100e 1e6 --chip trainium2 --chip gb200 --draws 512":             "1 M H100-equivalents take ",
		"estimate --budget 50B --chip gb300 --chart ridges --draws 512":             "50 B USD buys ",
		"compare --budget 50B --chip gb300 --chip trainium2 --draws 512":            "50 B USD buys ",
		"estimate --flops 1ZFLOP/s --chip gb200 --chart ridges --draws 512":         "1 ZFLOP/s takes ",
		"compare --flops 1ZFLOP/s --chip trainium2 --chip gb200 --draws 512":        "1 ZFLOP/s takes ",
		"estimate --kw 100 --chip trainium2 --chart ridges --draws 512":             "100 kW is 64 Trainium2 UltraServer chips",
		"mix --kw 1 --chip trainium2=0.5 --chip gb200=0.5 --draws 512":              "1 kW is not enough for a single system of this mix",
		"mix --gw 2 --chip trainium1=0.7 --chip gb200=0.3 --chart bars --draws 512": "Capital cost n/a: no figure for Trainium1 server (trn1.32xlarge);",
	} {
		alt, picture, _ := drawn(t, command)
		if !strings.Contains(strings.ReplaceAll(alt+";", ".;", ";"), want) {
			t.Errorf("%s: %q is not in: %s", command, want, alt)
		}
		if strings.Contains(picture, "Point values only") {
			t.Errorf("%s says that no uncertainty is drawn", command)
		}
	}
}

// TestFieldsDoNotChangeThePicture: what is printed beside a picture is no matter of the picture.
func TestFieldsDoNotChangeThePicture(t *testing.T) {
	for _, command := range []string{"compare --gw 2 --chip trainium2 --chip gb200 --draws 64", "mix --gw 2 --chip trainium2=0.5 --chip gb200=0.5 --draws 64", "estimate --gw 2 --chip gb200 --draws 64"} {
		words := func(command string) (out []string) {
			_, picture, _ := drawn(t, command)
			for _, part := range strings.Split(picture, `aria-label="`)[1:] {
				text, _, _ := strings.Cut(part, `"`)
				out = append(out, text)
			}
			return out
		}
		if all, one := words(command), words(command+" --fields cost.capex"); strings.Join(all, "|") != strings.Join(one, "|") {
			t.Errorf("%s:\n%q\nwith --fields:\n%q", command, all, one)
		}
	}
}

// swatches are the colours of a mix's key, in the order of its members.
func swatches(t *testing.T, picture string) (out []string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`<path d="M([0-9.]+) ([0-9.]+)L([0-9.]+) ([0-9.]+)L[0-9.]+ ([0-9.]+)L[^"]*" fill="(#[0-9a-f]{6})"`).FindAllStringSubmatch(picture, -1) {
		var x [5]float64
		for i := range x {
			x[i], _ = strconv.ParseFloat(m[i+1], 64)
		}
		if wide, high := x[2]-x[0], x[4]-x[1]; math.Abs(wide-8.5) < 0.1 && math.Abs(high-8.5) < 0.1 {
			out = append(out, m[6])
		}
	}
	return out
}

// TestSystemsDrawnTogetherDiffer draws every pair of a vendor's systems, all of a vendor's where there are enough shades, and mixes of several vendors: no two
// have one colour. How far any two shades are apart is tested with the shades.
func TestSystemsDrawnTogetherDiffer(t *testing.T) {
	l, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	shades, err := (&asked{library: l}).shades()
	if err != nil {
		t.Fatal(err)
	}
	all, err := l.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	check := func(members ...plots.Member) {
		t.Helper()
		b := plots.MixBars{Amount: "2 GW", Members: members, Rows: []plots.MixRow{{Label: "Racks"}}}
		for range members {
			b.Rows[0].Values = append(b.Rows[0].Values, 1)
		}
		var svg bytes.Buffer
		if err := plots.Render(b, &svg, plots.SVG, plots.Options{}); err != nil {
			t.Fatal(err)
		}
		cols := swatches(t, svg.String())
		if len(cols) != len(members) {
			t.Fatalf("%d swatches of %d members", len(cols), len(members))
		}
		for i := range cols {
			for j := range i {
				if cols[i] == cols[j] {
					t.Errorf("%s and %s are both %s, among %d", members[j].Name, members[i].Name, cols[i], len(members))
				}
			}
		}
	}
	byVendor := map[string][]plots.Member{}
	for _, c := range all {
		m := plots.Member{Name: c.ID, Vendor: c.Vendor, Shade: shades[c.ID]}
		for _, other := range byVendor[c.Vendor] {
			check(other, m)
		}
		byVendor[c.Vendor] = append(byVendor[c.Vendor], m)
	}
	for _, list := range byVendor {
		for from := 0; from < len(list); from += plots.Shades {
			if part := list[from:min(len(list), from+plots.Shades)]; len(part) > 1 {
				check(part...)
			}
		}
	}
	_, picture, _ := drawn(t, "mix --gw 2 --chip trainium2=0.02 --chip trainium3=0.3 --chip gb200=0.2 --chip gb300=0.1 --chip h100=0.05 --chip b200=0.13 --chip vera-rubin=0.2 --draws 64")
	cols := swatches(t, picture)
	slices.Sort(cols)
	if n := len(cols); n != 7 || len(slices.Compact(cols)) != n {
		t.Errorf("the colours of seven chips: %v", cols)
	}
}

// TestShadesAreStable: a chip has one colour, whether it is drawn alone or beside those that have another shade.
func TestShadesAreStable(t *testing.T) {
	_, alone, _ := drawn(t, "estimate --gw 2 --chip trainium3 --draws 64")
	_, few, _ := drawn(t, "compare --gw 2 --chip trainium3 --chip gb200 --draws 64")
	_, mix, _ := drawn(t, "mix --gw 2 --chip gb300=0.5 --chip trainium3=0.5 --draws 64")
	_, other, _ := drawn(t, "estimate --gw 2 --chip trainium2 --draws 64")
	const orange = "#d9651c"
	if !strings.Contains(other, orange) || strings.Contains(alone, orange) {
		t.Error("Trainium2 is not orange, or Trainium3 is")
	}
	_, rest, _ := strings.Cut(alone, "Accelerators")
	fill := ""
	for _, c := range strings.Split(alone, "#") {
		if len(c) >= 6 && strings.Contains(few, "#"+c[:6]) && strings.Contains(mix, "#"+c[:6]) && !strings.Contains(other, "#"+c[:6]) {
			fill = c[:6]
		}
	}
	if fill == "" || rest == "" {
		t.Error("Trainium3 has no colour of its own that all three pictures share")
	}
}

// TestSourceLine names publishers by how much they gave, merges their works, and counts what is not named.
func TestSourceLine(t *testing.T) {
	input := func(b quantity.Basis, titles ...string) answer.Input {
		in := answer.Input{Value: quantity.Value{Basis: b}}
		for _, title := range titles {
			in.Value.Sources = append(in.Value.Sources, quantity.Source{Title: title})
		}
		return in
	}
	for want, inputs := range map[string][]answer.Input{
		"Sources: none; every input was given": {input(quantity.Given)},
		"Sources: 1 input assumed":             {input(quantity.Assumed)},
		"Sources: Epoch AI; AWS Neuron; 2 inputs assumed": {
			input(quantity.Published, "AWS Neuron: Trainium2 architecture"), input(quantity.Reported, "Epoch AI: counts", ""), input(quantity.Reported, "Epoch AI: costs"),
			input(quantity.Assumed), input(quantity.Assumed),
		},
		"Sources: NVIDIA; SemiAnalysis; EIA Electric Power Monthly": {
			input(quantity.Published, "NVIDIA QM9700 user manual (undated)", "NVIDIA: Power Profiles", "SemiAnalysis: H100", "SemiAnalysis InferenceX: prices"),
			input(quantity.Published, "NVIDIA DGX SuperPOD Data Center Design, DGX H100: planning", "EIA Electric Power Monthly, table 5.6.A, April 2025"),
		},
		"Sources: A very long title of a work without any…": {input(quantity.Reported, "A very long title of a work without any publisher in front")},
	} {
		if got := sourceLine(inputs, []string{"NVIDIA"}); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	var many []answer.Input
	for i := range 40 {
		many = append(many, input(quantity.Reported, fmt.Sprintf("Publisher number %d: a work", i)))
	}
	if got := sourceLine(many, nil); len(got) > sourceRoom+40 || !strings.HasSuffix(got, "; 33 more") {
		t.Errorf("%d letters: %s", len(got), got)
	}
	_, picture, _ := drawn(t, "estimate --gw 2 --chip trainium2 --draws 64")
	for _, want := range []string{"Sources: SemiAnalysis;", " inputs", "assumed", "library 1.0 of "} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture does not say %q", want)
		}
	}
}
