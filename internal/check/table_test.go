package check

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
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
