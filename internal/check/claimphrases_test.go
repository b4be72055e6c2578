package check

import (
	"errors"
	"fmt"
	"regexp"
	"testing"

	"github.com/capplan/capplan/internal/capacity"
)

// TestPhrases: what the press writes is read as what it means: power, bound, count, thing, name, boundary.
func TestPhrases(t *testing.T) {
	for text, want := range map[string]string{
		// signs and verbs
		"2GW=4M H100":                                  "2GW 4000000 chips H100",
		"400MW=200k GB200s":                            "400MW 200000 chips GB200s",
		"2 GW ≈ 4M H100":                               "2 GW 4000000 chips H100",
		"~2 GW is ~4M H100":                            "2 GW 4000000 chips H100",
		"2 GW: 4M H100":                                "2 GW 4000000 chips H100",
		"2 GW -> 4M H100":                              "2 GW 4000000 chips H100",
		"2 GW means 4M H100":                           "2 GW 4000000 chips H100",
		"2 GW would be equivalent to 4M H100":          "2 GW 4000000 chips H100",
		"2 GW is enough to power 4M H100":              "2 GW 4000000 chips H100",
		"2 GW translates into 4M H100":                 "2 GW 4000000 chips H100",
		"2 GW can house 4M H100":                       "2 GW 4000000 chips H100",
		"100,000 H100 GPUs consume 150 megawatts":      "150 MW 100000 chips H100",
		"100,000 H100s run on 150 MW of power":         "150 MW 100000 chips H100s",
		"100,000 H100s would fit in 150 MW":            "150 MW 100000 chips H100s",
		"400k GB200 per GW":                            "1 GW 400000 chips GB200",
		"400,000 GB200 GPUs per gigawatt of IT power":  "",
		"a 2-gigawatt data centre holds 2M Trainium2.": "2 GW 2000000 chips Trainium2",
		"each gigawatt is 400k GB200":                  "1 GW 400000 chips GB200",

		// numbers
		"2 Gigawatts Is 4 Million H100":  "2 GW 4000000 chips H100",
		"2 GW => 1.5 million-plus GB200": "2 GW at least 1500000 chips GB200",
		"2 GW is 4m H100":                "2 GW 4000000 chips H100",
		"2 GW is 4 mn H100":              "2 GW 4000000 chips H100",
		"2 GW is 1.2bn H100":             "2 GW 1200000000 chips H100",
		"2 GW is 4,000,000 H100":         "2 GW 4000000 chips H100",
		"2 GW is 4 000 000 H100":         "2 GW 4000000 chips H100",
		"2 GW is 4\u202f000\u202f000 H":  "2 GW 4000000 chips H",
		"2 GW is 5 exaflops of GB300":    "2 GW 5000000000000000000 peak GB300",

		// words that change nothing
		"2 GW is 4M H100, roughly":        "2 GW 4000000 chips H100",
		"2 GW is 4 million H100 or so":    "2 GW 4000000 chips H100",
		"2 GW is nearly 4M H100":          "2 GW 4000000 chips H100",
		"2 GW is up to 4M H100":           "2 GW 4000000 chips H100",
		"2 GW is just under 4M H100":      "2 GW 4000000 chips H100",
		"2 GW is a total of 4M H100":      "2 GW 4000000 chips H100",
		"2 GW of AI compute is 4M H100":   "2 GW 4000000 chips H100",
		"2 GW of “H100” is 4M GPUs":       "2 GW 4000000 chips H100",
		"2 GW of H100 chips is 4M":        "2 GW 4000000 chips H100",
		"2 GW of Trainium2 capacity = 4M": "2 GW 4000000 chips Trainium2",

		// bounds; one on the power is the other one on the count
		"2 GW is at least 4M H100":         "2 GW at least 4000000 chips H100",
		"2 GW is more than about 4M H100":  "2 GW at least 4000000 chips H100",
		"2 GW is over 4M H100":             "2 GW at least 4000000 chips H100",
		"2 GW is >4M H100":                 "2 GW at least 4000000 chips H100",
		"2 GW is 4M+ H100":                 "2 GW at least 4000000 chips H100",
		"2 GW is 4M or more H100":          "2 GW at least 4000000 chips H100",
		"2 GW is 4M H100 or more":          "2 GW at least 4000000 chips H100",
		"2 GW is no more than 4M H100":     "2 GW at most 4000000 chips H100",
		"2 GW is not more than 4M H100":    "2 GW at most 4000000 chips H100",
		"2 GW is fewer than 4M H100":       "2 GW at most 4000000 chips H100",
		"4M H100 need at least 2 GW":       "2 GW at most 4000000 chips H100",
		"4M H100 need under 2 GW":          "2 GW at least 4000000 chips H100",
		"over 2 GW is 4M H100":             "2 GW at most 4000000 chips H100",
		"4M H100 draw 2 GW or more":        "2 GW at most 4000000 chips H100",
		"more than 4M H100 need 2 GW":      "2 GW at least 4000000 chips H100",
		"over 5 GW is over 2M GB200":       "",
		"2 GW is at least 4M H100 or more": "",

		// boundaries on either side
		"2 GW is 1.9M Trainium2 chips at the rack":          "2 GW 1900000 chips Trainium2 rack",
		"2 GW is 1.9M Trainium2 of IT power":                "2 GW 1900000 chips Trainium2 it",
		"2 GW is 1.9M Trainium2 at the chip, roughly":       "2 GW 1900000 chips Trainium2 chip",
		"2 GW of IT capacity is 1.9M Trainium2":             "2 GW 1900000 chips Trainium2 it",
		"2 GW of utility power is 1.9M Trainium2":           "2 GW 1900000 chips Trainium2 facility",
		"2 GW at the meter is 1.9M Trainium2":               "2 GW 1900000 chips Trainium2 facility",
		"2 GW at rack level is 1.9M Trainium2":              "2 GW 1900000 chips Trainium2 rack",
		"2 GW of IT is 1.9M Trainium2 of IT power":          "2 GW 1900000 chips Trainium2 it",
		"2 GW of IT is 1.9M Trainium2 at the rack":          "",
		"2 GW is 5 EFLOP/s fp8 of GB300 at the rack":        "2 GW 5000000000000000000 peak GB300 rack",
		"2 GW is 7000 racks of GB200":                       "2 GW 7000 racks GB200",
		"2 GW is 1M chips of H100 in the data center":       "2 GW 1000000 chips H100",
		"2 GW of chips is 4M":                               "2 GW 4000000 chips chips", // no chip is called so
		"2 GW of critical IT load of GB200 are 1M GPUs":     "2 GW 1000000 chips GB200 it",
		"2 GW of Trainium2 at the facility is 1.9M chips":   "2 GW 1900000 chips Trainium2 facility",
		"2 GW at facility level in Trainium2 is 1.9M chips": "2 GW 1900000 chips Trainium2 facility",

		// things
		"2 GW is 100k H100 servers":               "2 GW 100000 servers H100 servers",
		"2 GW is 100k nodes of H100":              "2 GW 100000 servers H100",
		"2 GW is 100k H100 racks":                 "2 GW 100000 racks H100",
		"2 GW is 100k DGX H100":                   "2 GW 100000 systems DGX H100",
		"2 GW is 1M DGX H100 GPUs":                "2 GW 1000000 chips DGX H100",
		"2 GW is 1M Ironwood TPUs":                "2 GW 1000000 chips Ironwood",
		"2 GW is 1M TPU v7":                       "2 GW 1000000 chips TPU v7",
		"1 GW is 6000 NVL72 racks of GB200":       "1 GW 6000 racks GB200",
		"2 GW is 4M H100-equivalent GPUs of B200": "2 GW 4000000 equivalents B200",
		"2 GW is 4M of Nvidia's H100s":            "2 GW 4000000 chips Nvidia's H100s",
		"1.4 kW is 1 H100":                        "",
		"2 GW of H100 is 700 W each":              "",
		"2 GW is 200.000 H100":                    "",
		"2 GW is between 1M and 2M H100":          "",
	} {
		c, err := ParseClaim(text)
		if want == "" {
			if err == nil {
				t.Errorf("%q: %+v", text, c)
			} else {
				wellFormed(t, text, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := told(c); got != want {
			t.Errorf("%q: %s, not %s", text, got, want)
		}
	}
}

// told is a claim in one line.
func told(c *Claim) string {
	what := map[any]string{capacity.Chips.Spec: "chips", capacity.Racks.Spec: "racks", capacity.Units.Spec: "systems", capacity.H100e.Spec: "equivalents"}[c.Counted]
	switch {
	case c.Peak:
		what = "peak"
	case c.Servers:
		what = "servers"
	}
	s := c.Asked
	if c.Bound != Both {
		s += " " + string(c.Bound)
	}
	s += fmt.Sprintf(" %.0f %s %s", c.Value, what, c.Chip.Text)
	if c.Basis != "" {
		s += " " + c.Basis
	}
	return s
}

// TestNearestForm: what is refused gets a form that is accepted and says as much of it as was read.
func TestNearestForm(t *testing.T) {
	for text, want := range map[string]string{
		"is 2 GW 4M H100?":                       `write "2 GW is 4M H100"`,
		"does 2 GW power 4M H100?":               `write "2 GW is 4M H100"`,
		"4M H100 with two gigawatts":             `write "2 GW is 4M H100"`,
		"2 GW, or so I heard, is 4M H100":        `write "2 GW is 4M H100"`,
		"Colossus 2 has 550,000 GB200 on 1.1 GW": `write "1.1 GW is 550,000 GB200"`,
		"1.2 GW and 2 sites for 400k GB200":      `write "1.2 GW is 400k GB200"`,
		"an H100 needs 1.4 kW":                   `write "1.4 GW is 1M H100"`,
		"100,000 H100 draw 150 MW each":          `write "150 MW is 100,000 H100"`,
		"2 GW is 200.000 H100":                   `write 200,000 if thousands are meant`,
		"2 GW is many Blackwell":                 form,
		"2 GW is hundreds of thousands of X99":   form,
	} {
		_, err := ParseClaim(text)
		var e *SyntaxError
		if !errors.As(err, &e) || e.Advice != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// written is a form in an advice.
var written = regexp.MustCompile(`^write "(2? ?[^"]* is [^"]*)"$`)

// acceptable: a form that an error shows is one that is accepted.
func acceptable(t *testing.T, err error) {
	t.Helper()
	var e *SyntaxError
	if errors.As(err, &e) && e.Advice != form {
		if m := written.FindStringSubmatch(e.Advice); m != nil {
			if _, err := ParseClaim(m[1]); err != nil {
				t.Fatalf("%s: the form that is shown is refused: %v", e.Advice, err)
			}
		}
	}
}

// TestBounds: a bound has one side.
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		text string
		want Status
	}{
		{"1 GW is at least 1k trainium2", Pass}, {"1 GW is at least 2M trainium2", Fail}, {"1 GW is at most 2M trainium2", Pass}, {"1 GW is at most 100k trainium2", Fail},
		{"2M trainium2 need at least 1 GW", Pass}, {"2M trainium2 need at most 1 GW", Fail}, {"1 GW is up to 1k trainium2", Fail}, {"1 GW is up to 950k trainium2", Pass},
	} {
		v := judged(t, c.text, "trainium2")
		if v.Status != c.want || (v.OfEnd == 1) != (c.want == Pass) {
			t.Errorf("%s: %s, of the end %g", c.text, v.Status, v.OfEnd)
		}
		for _, r := range v.Readings {
			if low, high := v.Value < r.Quantity.P5, v.Value > r.Quantity.P95; v.Bound == AtLeast && r.True == high || v.Bound == AtMost && r.True == low {
				t.Errorf("%s: %v is %v of %g–%g", c.text, r.Changes, r.True, r.Quantity.P5, r.Quantity.P95)
			}
		}
		if v.Status == Fail && !v.Readings[v.Nearest].True && c.text == "1 GW is at least 2M trainium2" {
			t.Errorf("%s: nothing makes it true", c.text)
		}
	}
}
