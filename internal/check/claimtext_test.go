package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/quantity"
)

func TestParseClaim(t *testing.T) {
	for _, c := range []struct {
		text      string
		watts     float64
		basis     string
		chip      string
		value     float64
		counted   *quantity.Spec // nil for a throughput
		precision string
	}{
		{"2 GW is 4 million H100", 2e9, "", "H100", 4e6, capacity.Chips.Spec, ""},
		{"2GW = 4M H100s.", 2e9, "", "H100s", 4e6, capacity.Chips.Spec, ""},
		{"  2 GW of Trainium2  is about 1.9M chips ", 2e9, "", "Trainium2", 1.9e6, capacity.Chips.Spec, ""},
		{"2 GW of IT power is 1M GB200", 2e9, "it", "GB200", 1e6, capacity.Chips.Spec, ""},
		{"2 GW of critical IT load of GB200 are 1M GPUs", 2e9, "it", "GB200", 1e6, capacity.Chips.Spec, ""},
		{"478 MW at the facility is 500,000 Trainium2", 478e6, "facility", "Trainium2", 5e5, capacity.Chips.Spec, ""},
		{"1 GW is 4 B200", 1e9, "", "B200", 4, capacity.Chips.Spec, ""},
		{"1 GW is 4 million B200 packages", 1e9, "", "B200", 4e6, capacity.Chips.Spec, ""},
		{"1 GW is 4 million dies of B200", 1e9, "", "B200", 4e6, capacity.Dies.Spec, ""},
		{"1 GW is 7000 racks of the GB200 NVL72", 1e9, "", "GB200 NVL72", 7000, capacity.Racks.Spec, ""},
		{"1 GW is 7000 GB200 systems", 1e9, "", "GB200", 7000, capacity.Units.Spec, ""},
		{"1 GW of Trainium2 is 600k H100-equivalents", 1e9, "", "Trainium2", 6e5, capacity.H100e.Spec, ""},
		{"1 GW is 600k H100 equivalents of Trainium2", 1e9, "", "Trainium2", 6e5, capacity.H100e.Spec, ""},
		{"2 GW is 5 ZFLOP/s of GB300", 2e9, "", "GB300", 5e21, nil, ""},
		{"2 GW is 5 ZFLOP/s of dense FP8 of GB300", 2e9, "", "GB300", 5e21, nil, "fp8"},
		{"2 GW of GB300 is 5 ZFLOP/s fp4", 2e9, "", "GB300", 5e21, nil, "fp4"},
		{"2 GW is 4 million", 2e9, "", "", 4e6, capacity.Chips.Spec, ""},
		{"2 GW is 30,000 Trainium2 UltraServers", 2e9, "", "Trainium2 UltraServers", 3e4, capacity.Units.Spec, ""},
		{"2 GW is 7000 GB200 NVL72", 2e9, "", "GB200 NVL72", 7000, capacity.Units.Spec, ""},
		{"2 GW is 1M GB200 NVL72 GPUs", 2e9, "", "GB200 NVL72", 1e6, capacity.Chips.Spec, ""},
		{"2 GW is 1M gb200-nvl72", 2e9, "", "gb200-nvl72", 1e6, capacity.Chips.Spec, ""},
		{"a gigawatt is 600k H100", 1e9, "", "H100", 6e5, capacity.Chips.Spec, ""},
		{"half a GW is half a million GB200", 5e8, "", "GB200", 5e5, capacity.Chips.Spec, ""},
		{"150 MW is a hundred thousand H100s", 150e6, "", "H100s", 1e5, capacity.Chips.Spec, ""},
		{"600 MW is two hundred thousand GB200", 600e6, "", "GB200", 2e5, capacity.Chips.Spec, ""},
		{"2 GW (IT) is worth a million GB200", 2e9, "it", "GB200", 1e6, capacity.Chips.Spec, ""},
		{"2 GW of H100 is 4M h100", 2e9, "", "h100", 4e6, capacity.Chips.Spec, ""},
	} {
		got, err := ParseClaim(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got.Watts != c.watts || got.Basis != c.basis || got.Chip.Text != c.chip || got.Value != c.value || got.Counted != c.counted || got.Precision != c.precision || got.Peak != (c.counted == nil) {
			t.Errorf("%s: %+v", c.text, got)
		}
	}
}

func TestClaimErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "an empty claim"},
		{"2 GW", `character 5: there is no "is"`},
		{"is 4M H100", `character 1, "is": no power stands before it`},
		{"2 GW is", `character 6, "is": nothing stands after it`},
		{"2gw is 4M H100", `character 1, "2gw": unknown unit "gw"; did you mean GW?`},
		{"2 mW is 4M H100", `did you mean MW?`},
		{"0 GW is 4M H100", `character 1, "0 GW": more than 0 is wanted`},
		{"-2 GW is 4M H100", `more than 0 is wanted`},
		{"2 GW is 0 H100", `character 9, "0": more than 0 is wanted`},
		{"2 GW is 4 millon H100", `character 11, "millon": unknown number word; did you mean million?`},
		{"2 GW is many H100", `character 9, "many H100": a count of chips`},
		{"2 GW is 50% H100", `character 9, "50%": a share is no count`},
		{"2 GW foo is 4M H100", `character 6, "foo": what stands between the power and "is"`},
		{"2 GW of of H100 is 4M", `"of" is followed by nothing`},
		{"2 GW of H100 of B200 is 4M", `character 17, "B200": a second chip`},
		{"2 GW of H100 is 4M B200", `character 20, "B200": a second chip; the first is "H100"`},
		{"2 GW of IT power of rack power is 4M B200", `"rack power": a second boundary`},
		{"2 GW is 1 ZFLOP/s sparse of H100", `"sparse": a claim is of dense peaks`},
		{"é 2 GW", `character 7: there is no "is"`},
		{strings.Repeat("x", 400), "too long"},
	} {
		_, err := ParseClaim(c.text)
		var e *SyntaxError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

func TestClaimNames(t *testing.T) {
	c := Claim{Chip: Piece{Text: "Nvidia GB 300s"}}
	if got := c.Names(); got[0] != "nvidia gb 300s" || !slices.Contains(got, "gb300") {
		t.Errorf("%q", got)
	}
}

// wellFormed: an error is of the right kind, on one line, and says where.
func wellFormed(t *testing.T, text string, err error) {
	t.Helper()
	var e *SyntaxError
	if !errors.As(err, &e) || e.Problem == "" || e.At < 0 || e.At > len(text) || strings.ContainsAny(err.Error(), "\n\r") || !utf8.ValidString(err.Error()) {
		t.Fatalf("%q: %#v", text, err)
	}
	if e.Part != "" && text[e.At:e.At+len(e.Part)] != e.Part {
		t.Fatalf("%q: %q does not stand at %d", text, e.Part, e.At)
	}
}

// FuzzParseClaim: no text makes the parser panic; what is accepted has a power and an amount above 0, and its parts stand where it says.
func FuzzParseClaim(f *testing.F) {
	for _, s := range []string{"2 GW is 4 million H100", "2 GW of IT power of Trainium2 is 1.9M chips", "2 GW is 5 ZFLOP/s fp8 of GB300", "is", "2 GW is", "of of is", "2 GW at is 4 dies the of", "\xff is \xff", "2 GW = 1 H100 equivalents",
		"two gigawatts -> 4 000 000 H100+", "~2GW≈4m Nvidia’s H100s, or so", "400k GB200 per GW", "each H100 needs 1.4 kW", "over 2 GW is no more than 3bn “H100” servers at the rack"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseClaim(text)
		if err != nil {
			wellFormed(t, text, err)
			acceptable(t, err)
			return
		}
		if !(c.Watts > 0) || !(c.Value > 0) || c.Peak != (c.Counted == nil) {
			t.Fatalf("%q: %+v", text, c)
		}
		for _, p := range []Piece{c.Power, c.Amount, c.Chip} {
			if text[p.At:p.At+len(p.Text)] != p.Text {
				t.Fatalf("%q: %q does not stand at %d", text, p.Text, p.At)
			}
		}
		if (c.Chip.Text == "") != (len(c.Names()) == 0) {
			t.Fatalf("%q: names %q", text, c.Names())
		}
	})
}

// Prose writes amounts out, turns the sentence round, and uses other verbs.
func TestSpokenClaims(t *testing.T) {
	for text, want := range map[string]string{
		"two gigawatts is four million H100":                "2 GW 4000000 H100",
		"2 gigawatts of Trainium2 is 1.9 million chips":     "2 GW 1900000 Trainium2",
		"1.9M Trainium2 is 2 GW":                            "2 GW 1900000 Trainium2",
		"About 400,000 GB200 are 1 gigawatt.":               "1 GW 400000 GB200",
		"500 megawatts can power 300k B200 GPUs":            "500 MW 300000 B200",
		"approximately 1 gigawatt will power 400,000 GB200": "1 GW 400000 GB200",
		"400k GB200 chips need 1 GW of facility power":      "1 GW 400000 GB200",
		"1 GW runs 400k GB200":                              "1 GW 400000 GB200",
		"a GB200 rack is 120 kW":                            "",
		"2 GW is not 4 million H100":                        "character 9, \"not\": a claim says what is so",
		"2 GW is 1.4–1.6 million H100":                      "character 9, \"1.4–1.6\": a claim names one number, not two",
		"2 GW is 1.4M..1.6M H100":                           "a claim names one number, not two",
		"2 GW is 2 GW":                                      "",
		"four million H100 is":                              "nothing stands after it",
		"2 GW can":                                          `there is no "is"`,
	} {
		c, err := ParseClaim(text)
		switch {
		case want == "":
			if err == nil {
				t.Errorf("%q: %+v", text, c)
			}
		case err != nil:
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v\nwanted: %s", text, err, want)
			}
		default:
			if got := fmt.Sprintf("%s %.0f %s", c.Asked, c.Value, c.Chip.Text); got != want {
				t.Errorf("%q: %s, not %s", text, got, want)
			}
		}
	}
}
