package unit

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPatternReadsWhatParseReads holds the patterns against the parser, for every spelling of every unit, written in several ways, in the place of every
// other unit.
func TestPatternReadsWhatParseReads(t *testing.T) {
	texts := []string{
		"", "5", "x W", "1 W 1", "2,00 W", "2,000 W", "1_000 W", "1,000_000 W", "0,500 W", ".5 W", "5. W", "0.5W", "1e3 W", "1e W", "+5 W", "5  W", " 5 W ", "0x10 W", "NaN W",
		"1.5,0 W", "$5", "$ 5", "$3.5B", "$3.5 B USD", "$70/MWh", "$ 70 / MWh", "$70 per MWh", "$5W", "70 USD per MWh", "70 USD/ MWh", "2 M USD/yr", "3 m²", "3 m^2", "3.5B",
		"tCO2e", "3 tCO₂e", "3 t CO2e", "3 t  CO2e", "7 %/yr", "7 % /yr", "2 GWh per yr", "2 GWhperyr", "5 TFLOP/s", "5 TFLOP per s", "5 TFLOP / s", "100 chips/GW", "100 k chips per GW",
	}
	for _, u := range All() {
		for s := range familyOf(u).spellings {
			texts = append(texts, "5 "+s, "5"+s, "1,234.5e-3 "+s, "5 "+strings.ReplaceAll(s, "/", " per "), "5 "+strings.ToLower(s))
		}
	}
	slices.Sort(texts)
	texts = slices.Compact(texts) // units of a family share their spellings
	for _, u := range All() {
		pattern := Pattern(u)
		if u.Exp == (Exponents{}) {
			if pattern != "" {
				t.Errorf("a plain number has the pattern %q", pattern)
			}
			continue
		}
		re, read := regexp.MustCompile(pattern), 0
		for _, s := range texts {
			_, err := Parse(s, u)
			if matched := re.MatchString(s); matched != (err == nil) {
				t.Errorf("%q as %s: the pattern says %t, the parser %v", s, u.Symbol, matched, err)
			}
			if err == nil {
				read++
			}
		}
		if read < 3 {
			t.Errorf("%s: only %d of the texts are read", u.Symbol, read)
		}
		for _, s := range strings.Split(Accepted(u), ", ") {
			if !re.MatchString(s) {
				t.Errorf("%q is an example of %s, and the pattern refuses it", s, u.Symbol)
			}
		}
	}
	if Pattern(Unit{Symbol: "furlong"}) != "" {
		t.Error("an unknown unit has a pattern")
	}
}

func TestSymbols(t *testing.T) {
	for u, want := range map[Unit]string{
		For[Number](): "", For[Watt](): "W kW MW GW TW PW EW ZW", For[Byte](): "B kB MB GB TB PB EB ZB KiB MiB GiB TiB PiB EiB", For[Year](): "yr",
		For[DollarPerWattHour](): "USD/kWh USD/MWh USD/Wh USD/GWh USD/TWh",
	} {
		if got := strings.Join(Symbols(u), " "); got != want {
			t.Errorf("%s: %s", u.Symbol, got)
		}
	}
}
