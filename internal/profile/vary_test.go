package profile

import (
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/sweep"
)

var someStarts = []Start{{"gw", power.Commitment.Spec, 1e9}, {"mw", power.Commitment.Spec, 1e6}, {"budget", power.Budget.Spec, 1}, {"chips", power.StartChips.Spec, 1}}

func TestParseVary(t *testing.T) {
	for text, want := range map[string]string{
		"site.pue_peak=1.05:1.40:0.05":               "site.pue_peak=1.05:1.4:0.05",
		" site.pue_peak = 1.05 : 1.40 : 0.05 ":       "site.pue_peak=1.05:1.4:0.05",
		"site.reserve=5%,10%":                        "site.reserve=0.05,0.1",
		"site.reserve=0%:10%:5%":                     "site.reserve=0:0.1:0.05",
		"site.reserve=0.05":                          "site.reserve=0.05",
		"chip.tdp=450:650:50W":                       "chip.tdp=450:650:50",
		"chip.tdp=450W:650W:50W":                     "chip.tdp=450:650:50",
		"chip.tdp=0.45:0.65:0.05 kW":                 "chip.tdp=450:650:50",
		"GB200:chip.tdp=1,2kW":                       "gb200:chip.tdp=1000,2000",
		"gw=1:10:1":                                  "power.commitment=1e+09:1e+10:1e+09",
		"mw=500":                                     "power.commitment=5e+08",
		"gw=500MW,2":                                 "",
		"gw=500MW,2GW":                               "power.commitment=5e+08,2e+09",
		"power.commitment=10MW:10GW:log:31":          "power.commitment=1e+07:1e+10:log:31",
		"power.commitment=10:100MW:lin:4":            "power.commitment=1e+07:1e+08:lin:4",
		"budget=1B,$2B":                              "start.budget=1e+09,2e+09",
		"budget=1,2B":                                "start.budget=1e+09,2e+09",
		"chips=100k:1M:log:2":                        "start.chips=100000:1e+06:log:2",
		"site.electricity_price=40:80:20 USD/MWh":    "site.electricity_price=4e-05:8e-05:2e-05",
		"share:trainium3=0:1:0.1":                    "share:trainium3=0:1:0.1",
		"share:trainium3=0%:100%:50%":                "share:trainium3=0:1:0.5",
		"share:Trainium3=0.2..0.6":                   "share:trainium3=uniform(0.2,0,0.6)",
		"chip=trainium2, trainium3":                  "chip=trainium2,trainium3",
		"site=default":                               "site=default",
		"basis=facility,it":                          "basis=facility,it",
		"by=power,chips":                             "by=power,chips",
		"site.reserve":                               "site.reserve",
		"trainium2:system.power":                     "trainium2:system.power",
		"gw":                                         "power.commitment",
		"gw=1..2":                                    "power.commitment=uniform(1e+09,0,2e+09)",
		"site.pue_peak=1.05..1.4":                    "site.pue_peak=uniform(1.05,0,1.4)",
		"site.pue_peak=1.1/1.15/1.3":                 "site.pue_peak=triangular(1.1,1.15,1.3)",
		"site.electricity_price=60/70/80 USD/MWh":    "site.electricity_price=triangular(6e-05,7e-05,8e-05)",
		"system.chips=16,64":                         "system.chips=16,64",
		"workload.mfu.training.bf16=0.25:0.5:lin:26": "workload.mfu.training.bf16=0.25:0.5:lin:26",
	} {
		a, err := ParseVary(text, someStarts)
		switch {
		case want == "":
			if err == nil {
				t.Errorf("%s is read as %s", text, a.String())
			}
		case err != nil:
			t.Errorf("%s: %v", text, err)
		case a.String() != want:
			t.Errorf("%s: %s, want %s", text, a.String(), want)
		case a.Text != text:
			t.Errorf("%s: the text is kept as %s", text, a.Text)
		}
	}
}

func TestParseVaryRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 `unknown input ""`,
		"=1":                               `unknown input ""`,
		"site.pue=1:2:1":                   `unknown input "site.pue"; did you mean site.pue_peak?`,
		"chps=1,2":                         `unknown input "chps"; did you mean chips?`,
		"sites=a,b":                        `unknown input "sites"; did you mean site?`,
		"precison=bf16":                    `unknown input "precison"; did you mean precision?`,
		"capacity.chips=1,2":               "capacity.chips is computed; --set takes inputs",
		"mix.allocation=0,1":               "mix.allocation follows from the shares; use --chip ID=SHARE",
		"power.basis=facility,it":          "power.basis is a choice; write basis=facility,it",
		"share=0,1":                        "whose share? write share:CHIP",
		"share:=0,1":                       `"" is no chip`,
		"gb 200:chip.tdp=1kW":              `"gb 200" is no chip`,
		"gb200:site.reserve=0,0.1":         "site.reserve is one for all chips; write site.reserve without a chip",
		"gb200:chip=a":                     `unknown input "chip"`,
		"site.reserve=":                    "there is nothing to vary over; write A,B,C, LOW:HIGH:STEP, LOW:HIGH:log:N or LOW..HIGH",
		"chip=":                            "a name is missing; write chip=A,B,C",
		"chip":                             "a name is missing; write chip=A,B,C",
		"chip=a,,b":                        "a name is missing",
		"chip=a,b,a":                       `"a" is given twice`,
		"site.reserve=0.1,,0.2":            "a number is missing",
		"site.reserve=10%,0.1":             "some numbers have no unit",
		"site.reserve=0.1,0.10":            `"0.10" is given twice`,
		"gw=1,2,1":                         `"1" is given twice`,
		"gw=2,000MW":                       `"000MW" begins with 0: commas stand between values`,
		"site.pue_peak=1:2:0":              "a step of 0 never arrives",
		"site.pue_peak=1:2:-0.1":           "the step is negative",
		"site.pue_peak=2:1:0.1":            "low is above high",
		"site.pue_peak=1:2":                "2 numbers; write LOW:HIGH:STEP",
		"site.pue_peak=1:2:3:4:5":          "5 numbers; write LOW:HIGH:STEP",
		"site.pue_peak=1:2:ln:4":           `"ln" is no scale; write LOW:HIGH:log:N or LOW:HIGH:lin:N`,
		"site.pue_peak=1:2:log:0":          `"0" is no number of values`,
		"site.pue_peak=1:2:log:1.5":        `"1.5" is no number of values`,
		"site.pue_peak=1:2:log:1e99":       "1e99 are too many values: a sweep has at most",
		"site.pue_peak=1:2:log:NaN":        `"NaN" is no number of values`,
		"site.reserve=0:1:log:3":           "a logarithmic scale is above 0",
		"site.pue_peak=1::0.1":             "a number is missing",
		"site.pue_peak=NaN":                `"NaN": does not start with a number`,
		"chip.tdp=500":                     `"500"`,
		"chip.tdp=1:2:1GB":                 `"1 GB"`,
		"power.commitment=1:2:1":           `"1"`,
		"site.pue_peak=1..2..3":            "3 numbers; write LOW..HIGH or LOW/MODE/HIGH",
		"site.pue_peak=1:2:lin:1":          "one value between two ends: which?",
		"site.pue_peak=1/2":                "2 numbers; write LOW..HIGH or LOW/MODE/HIGH",
		"site.pue_peak=1.3/1.2/1.4":        "low, mode and high must not fall",
		"site.pue_peak=1.3..1.2":           "low is above high",
		"site.pue_peak=1.2..1.2":           "low and high are the same, which is one value",
		"site.pue_peak=0.9..1.2":           "0.9 is out of bounds; allowed: 1 to 5",
		"system.chips":                     "system.chips is a single number and cannot be drawn; write A,B,C or LOW:HIGH:STEP",
		"system.chips=16..64":              "system.chips is a single number and cannot be drawn",
		"site.pue_peak=1:2:1:1" + "0\x00x": `"1"`,
	} {
		if a, err := ParseVary(text, someStarts); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v (%s), want %s ...", text, err, a.String(), want)
		}
	}
}

// FuzzParseVary reads any text as what varies. What is read has values within reach, and reads the same from its own text.
func FuzzParseVary(f *testing.F) {
	for _, s := range []string{
		"site.pue_peak=1.05:1.40:0.05", "gw=10MW:10GW:log:31", "chip=trainium2,gb200", "share:a=0:1:0.1", "gb200:chip.tdp=1/2/3kW", "site.reserve", "gw=1..2",
		"site.electricity_price=60/70/80 USD/MWh", "budget=1,2B", "chips=1e300:1e301:1e299", "site.pue_peak=1:5:1e-300",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseVary(text, someStarts)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		if a.Len() < 1 {
			t.Fatalf("%q has %d values", text, a.Len())
		}
		if a.Words != nil || a.Drawn {
			return
		}
		last := a.Values.At(a.Len() - 1)
		for _, i := range []int{0, a.Len() / 2, a.Len() - 1} {
			if x := a.Values.At(i); x != x || x > 1e308 && last < 1e308 {
				t.Errorf("%q: value %d is %v", text, i, x)
			}
		}
		if again := a.Values.String(); !strings.Contains(again, ":") && a.Len() > 1 && !slices.Contains([]byte(again), ',') {
			t.Errorf("%q is %s", text, again)
		}
	})
}

func TestReadFlags(t *testing.T) {
	keys := []FlagKey{{Name: "gw"}, {Name: "site"}, {Name: "chip", Many: true}, {Name: "set", Table: true}, {Name: "vary", Table: true}}
	f := ReadFlags("x.toml", []byte(`# a sweep
gw = 2.50
chip = ["trainium2", "gb200"]

[vary]
site.pue_peak = "1.05:1.4:0.05"
chip = ["a", "b"]
site.reserve = true
"gb200:chip.tdp" = [1, 2.5]
[set]
finance.wacc = "8%"
`), keys)
	if err := f.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range f.Given {
		got = append(got, g.Flag+" "+g.Text)
	}
	want := []string{
		"gw 2.5", "chip trainium2", "chip gb200", "vary site.pue_peak=1.05:1.4:0.05", "vary chip=a,b", "vary site.reserve", "vary gb200:chip.tdp=1,2.5", "set finance.wacc=8%",
	}
	if !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	f.Blame(f.Given[3], sweepError("the step is too short"))
	f.Blame(f.Given[0], sweepError("too much"))
	if err, want := f.Err(), "x.toml:2:6: gw: too much\nx.toml:6:17: vary.site.pue_peak: the step is too short"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

type sweepError string

func (e sweepError) Error() string { return string(e) }

func TestReadFlagsRefuses(t *testing.T) {
	keys := []FlagKey{{Name: "gw"}, {Name: "chip", Many: true}, {Name: "set", Table: true}, {Name: "vary", Table: true}}
	for text, want := range map[string]string{
		"":                                 "x.toml: the file is empty; docs/sweeps.md shows what belongs in it",
		"gw = \n":                          "x.toml:1:6: gw: a value is missing",
		"gww = 2\nvari.a = 1":              "x.toml:1:1: gww: unknown key; did you mean gw?\nx.toml:2:1: vari: unknown key; did you mean vary?",
		"zebra = 2":                        "x.toml:1:1: zebra: unknown key; known here: gw, chip, set, vary",
		"gw = [1]":                         "x.toml:1:6: gw: must be text or a number, not a list; write it in quotes",
		"gw = true":                        "x.toml:1:6: gw: must be text or a number, not true",
		"gw = 2026-01-01":                  "x.toml:1:6: gw: must be text or a number, not a date",
		"chip = [1, [2]]":                  "x.toml:1:12: chip: must be a list of texts, but holds a list",
		"chip = {a = 1}":                   "x.toml:1:8: chip: must be text or a number, not a table; write [\"a\", \"b\"], or one text",
		"vary = \"a=1\"":                   "x.toml:1:8: vary: must be a table, not the text \"a=1\"; write [vary] and below it NAME = \"VALUE\"",
		"[vary]\na = false\nb = [[1]]":     "x.toml:2:5: vary.a: must be text or a number, not false; write a = \"...\"\nx.toml:3:6: vary.b: must be a list of texts or numbers, but holds a list",
		"[set]\na = true":                  "x.toml:2:5: set.a: must be text or a number, not true",
		"gw = 1\ngw = 2":                   "x.toml:2:1: gw: defined before, at line 1; delete one",
		"[[vary]]\na = 1":                  "x.toml:1:3: vary: must be a table, not a list",
		"gw = 2 \x00":                      "x.toml:1:8: a NUL byte",
		strings.Repeat("#\n", maxSize/2+1): "x.toml: the file is larger than 1 MiB",
	} {
		if err := ReadFlags("x.toml", []byte(text), keys).Err(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

// FuzzReadFlags reads any text as a file of flags: it says what is wrong, with a place, or gives flags.
func FuzzReadFlags(f *testing.F) {
	f.Add("gw = 2\n[vary]\nsite.pue_peak = \"1:2:1\"\nchip = [\"a\"]\n\"x:y\" = true\n")
	f.Add("[[vary]]\n")
	f.Fuzz(func(t *testing.T, text string) {
		file := ReadFlags("x.toml", []byte(text), []FlagKey{{Name: "gw"}, {Name: "chip", Many: true}, {Name: "vary", Table: true}})
		if err := file.Err(); err != nil && !strings.HasPrefix(err.Error(), "x.toml:") {
			t.Errorf("%q: %v", text, err)
		}
		for _, g := range file.Given {
			if g.Flag == "" || g.Key == "" {
				t.Errorf("%q gives %+v", text, g)
			}
		}
	})
}

// TestVaryDrawsWithin holds what is drawn to be told as given by the user.
func TestVaryDrawsWithin(t *testing.T) {
	a, err := ParseVary("site.pue_peak=1.1..1.3", someStarts)
	if err != nil {
		t.Fatal(err)
	}
	if v := a.Over; v.Basis != quantity.Given || v.Origin != varyFlag || v.Common != "" {
		t.Errorf("drawn from %+v", v)
	}
	var _ sweep.Axis = a
}
