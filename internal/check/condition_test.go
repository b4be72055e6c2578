package check

import (
	"errors"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/quantity"
)

func TestParseCondition(t *testing.T) {
	for _, c := range []struct {
		text      string
		member    string
		spec      *quantity.Spec
		statistic string
		operator  string
		low, high float64
		relative  bool
	}{
		{"capacity.chips.p5 < 1.7M", "", capacity.Chips.Spec, "p5", "<", 1.7e6, 1.7e6, false},
		{"capacity.chips<=1700000", "", capacity.Chips.Spec, "p50", "<=", 1.7e6, 1.7e6, false},
		{" power.facility.mean >2 GW ", "", capacity.PowerFacility.Spec, "mean", ">", 2e9, 2e9, false},
		{"power.facility > 5", "", capacity.PowerFacility.Spec, "p50", ">", 5, 5, false}, // base units
		{"cost.capex.point >= $50B", "", cost.Capex.Spec, "point", ">=", 50e9, 50e9, false},
		{"capacity.chips = 2M", "", capacity.Chips.Spec, "p50", "=", 2e6, 2e6, false},
		{"capacity.chips outside 1.5M..2.5M", "", capacity.Chips.Spec, "p50", "outside", 1.5e6, 2.5e6, false},
		{"capacity.chips.p95 inside 0 .. 2.5M", "", capacity.Chips.Spec, "p95", "inside", 0, 2.5e6, false},
		{"capacity.chips outside -5%..+5%", "", capacity.Chips.Spec, "p50", "outside", -0.05, 0.05, true},
		{"cost.capex > +5%", "", cost.Capex.Spec, "p50", ">", 0.05, 0.05, true},
		{"trainium3:capacity.chips.sd < -5%", "trainium3", capacity.Chips.Spec, "sd", "<", -0.05, -0.05, true},
	} {
		got, err := ParseCondition(c.text, Fail)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got.Member != c.member || got.Spec != c.spec || got.Statistic != c.statistic || got.Operator != c.operator || got.Low != c.low || got.High != c.high || got.Relative != c.relative {
			t.Errorf("%s: %+v", c.text, got)
		}
	}
}

func TestConditionErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "an empty condition"},
		{"capacity.chips", "character 15: there is no operator"},
		{"< 3", `"<": no quantity stands before it`},
		{"capacity.chips <", `character 16, "<": no value stands after it`},
		{"capacity.chip < 1", `unknown quantity "capacity.chip"; did you mean capacity.chips?`},
		{"capacity.chip.p5 < 1", `unknown quantity "capacity.chip"; did you mean capacity.chips?`},
		{"capacity.chips.p6 < 1", `unknown statistic "p6"; `},
		{"capacity.chips.median < 1", `unknown statistic "median"`},
		{"site.pue_peak < 2", "site.pue_peak is an input"},
		{"capacity.chips < 2 GW", `character 18, "2 GW": GW is power`},
		{"power.facility < 2 gw", `unknown unit "gw"; did you mean GW?`},
		{"capacity.chips < 1 and cost.capex > 2", `character 20, "and": one comparison to a condition`},
		{"1 < capacity.chips < 2", `unknown quantity "1"`},
		{"capacity.chips > 1 < 2", `character 18, "1 < 2": one comparison`},
		{"capacity.chips == 4", `"==": unknown operator; write =`},
		{"capacity.chips => 4", `write >=`},
		{"capacity.chips != 4", `"!=": unknown operator`},
		{"capacity.chips inide 1..2", "did you mean inside?"},
		{"capacity.chips inside 4", "two ends are wanted"},
		{"capacity.chips < 1..4", "one number is wanted"},
		{"capacity.chips inside 1.5..2.5M", "the low end has no unit and the high end has one"},
		{"capacity.chips inside -5%..2M", "one end is a change and the other is not"},
		{"capacity.chips outside 3M..1M", "the low end is above the high end"},
		{"capacity.chips < -105%", "a fall of more than 100%"},
		{":capacity.chips < 1", "no chip stands before the colon"},
		{"capacity.chips foo < 1", "a single quantity is wanted"},
		{"capacity.chips < " + strings.Repeat("1", 400), "too long"},
	} {
		_, err := ParseCondition(c.text, Warn)
		var e *SyntaxError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

// FuzzParseCondition: no text makes the parser panic; what is accepted can be judged.
func FuzzParseCondition(f *testing.F) {
	for _, s := range []string{"capacity.chips.p5 < 1.7M", "capacity.chips outside -5%..+5%", "x:cost.capex>=1", "a<b", "<>=!", "capacity.chips inside ..", ".p5 < 1", "capacity.chips\tinside 1..2 and", "\xff < 1", "\r0=0", "@\x86=0", "capacity.chips@\x86\n > 1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCondition(text, Fail)
		if err != nil {
			wellFormed(t, text, err)
			return
		}
		if c.Spec == nil || c.Spec.Input || c.Low > c.High || !known(c.Low, c.High) {
			t.Fatalf("%q: %+v", text, c)
		}
	})
}
