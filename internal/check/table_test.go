package check

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/figures"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// shares is a table of two moments: A has a share in both, B in the second alone, and the total a power that nothing was drawn of.
func shares() *Table {
	figure := func(member, moment, name string, u unit.Unit, point, p50 float64) TableFigure {
		q := answer.Quantity{Spec: &quantity.Spec{Name: name, Unit: u}, Point: point, Summary: analysis.Summary{P50: p50, P5: math.NaN()}}
		return TableFigure{Member: member, Moment: moment, Quantity: q}
	}
	number, watt, nan := unit.For[unit.Number](), unit.For[unit.Watt](), math.NaN()
	return &Table{Members: []string{"A", "B"}, Moments: []string{"after", "before"}, Figures: []TableFigure{
		figure("A", "before", "share", number, 0.9, 1), figure("A", "after", "share", number, 0.4, 0.5), figure("B", "after", "share", number, 0.4, 0.5),
		figure("", "before", "power", watt, 2e9, nan), figure("", "after", "power", watt, 3e9, nan), figure("B", "after", "chips", number, nan, nan),
	}}
}

func TestTable(t *testing.T) {
	for _, c := range []struct {
		text  string
		value float64
		fires bool
	}{
		{"A:share > 60%", 0.5, false},
		{"a:share@BEFORE > 60%", 1, true},
		{"B:share.point inside 0.4..0.5", 0.4, true},
		{"power.point@before < 3 GW", 2e9, true},
		{"power.point < 3 GW", 3e9, false},
	} {
		o, err := shares().Judge(c.text, Warn, nil)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if o.Value != c.value || (o.Status == Warn) != c.fires {
			t.Errorf("%s: %g, %s", c.text, o.Value, o.Status)
		}
	}
}

// TestOutOfReach: a value that a figure can never have is a slip of the pen, and no gate that passes for ever.
func TestOutOfReach(t *testing.T) {
	of := func(name string) *Table {
		q := answer.Quantity{Spec: SpecOf(name, "1"), Point: 0.4, Summary: analysis.Summary{P50: 0.4}}
		return &Table{Figures: []TableFigure{{Quantity: q, Plain: true}}}
	}
	for _, name := range []string{"share", "chip_share", "gap", "sites.coverage_90", "total", "ahead_in(site.pue_peak/cost.annual)", "herfindahl"} {
		for _, value := range []string{"> 50", "< 75", "outside 10..60", "< -3"} {
			if _, err := of(name).Judge(name+" "+value, Fail, nil); err == nil || !strings.Contains(err.Error(), "never be so") {
				t.Errorf("%s %s: %v", name, value, err)
			}
		}
		for value, fires := range map[string]bool{"> 30%": true, "> 0.5": false, "<= 1": true, "> 150%": false} {
			if o, err := of(name).Judge(name+" "+value, Fail, nil); err != nil || (o.Status == Fail) != fires {
				t.Errorf("%s %s: %+v, %v", name, value, o, err)
			}
		}
	}
	if _, err := of("ratio(capacity.chips)").Judge("ratio(capacity.chips) > 50", Fail, nil); err != nil {
		t.Errorf("a ratio may be more than 1: %v", err)
	}
}

// TestBaselineUnit: a baseline's figure in another unit is no number to hold this one against.
func TestBaselineUnit(t *testing.T) {
	of := func(symbol string) *figures.Table {
		return &figures.Table{Name: "old.json", Figures: []figures.Figure{{Name: "objective", Unit: symbol, Plain: true, Values: map[string]float64{"point": 5}}}}
	}
	now := TableOf(of("USD"), "")
	if o, err := now.Judge("objective > +5%", Fail, BaselineOf(of("USD"), "")); err != nil || o.Baseline != 5 {
		t.Errorf("of one unit: %+v, %v", o, err)
	}
	if _, err := now.Judge("objective > +5%", Fail, BaselineOf(of("FLOP/s"), "")); err == nil || !strings.Contains(err.Error(), `old.json has it in "FLOP/s" and here it is in "USD"`) {
		t.Errorf("of two units: %v", err)
	}
}

func TestTableErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"A:shar > 1", `unknown quantity "shar"; did you mean share? the figures are share, power, chips`},
		{"A:share@later > 1", "one of @after, @before is wanted"},
		{"C:share > 1", "there are A, B"},
		{"share > 1", "the total has no such figure; say whose, such as A:share"},
		{"A:power > 1", "only the total has it"},
		{"B:share@before > 1", "no such figure @before"},
		{"B:chips > 1", "is n/a @after"},
		{"A:share.p5 > 1", "nothing was drawn"},
		{"power > 1 GW", "write power.point"},
		{"A:share > +5%", "give one with --baseline"},
		{"A:share > 2 GW", "GW"},
	} {
		var wrong *SyntaxError
		if _, err := shares().Judge(c.text, Fail, nil); !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.text, err, c.want)
		}
	}
}
