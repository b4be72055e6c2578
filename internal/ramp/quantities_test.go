package ramp_test

import (
	"os"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity/quantitytest"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/unit"
)

// TestDimensions: the printed formula of every quantity of a ramp is of the quantity's dimension.
func TestDimensions(t *testing.T) {
	names := quantitytest.Names{Unit: func(name string) (unit.Exponents, bool) {
		switch name {
		case "quarter":
			return unit.For[unit.Year]().Exp, true
		case "quarter_seconds":
			return unit.For[unit.Second]().Exp, true
		}
		for _, s := range model.Model.All() {
			if s.Name == name {
				return s.Unit.Exp, true
			}
		}
		if s := ramp.Find(name); s != nil {
			return s.Unit.Exp, true
		}
		return unit.Exponents{}, name == ramp.Payment.Name
	}}
	for _, s := range ramp.Quantities.All() {
		if s.Input {
			continue
		}
		got, err := quantitytest.Dimension(s.Formula(), names)
		if err != nil {
			t.Errorf("%s = %s: %v", s.Name, s.Formula(), err)
		} else if got != s.Unit.Exp {
			t.Errorf("%s = %s is in %s, the quantity in %s", s.Name, s.Formula(), got, s.Unit.Symbol)
		}
	}
}

// TestNamesAreNew: a ramp's quantities and streams are none of the model's.
func TestNamesAreNew(t *testing.T) {
	for _, s := range ramp.Quantities.All() {
		if model.Model.Find(s.Name) != nil {
			t.Errorf("%s is declared twice", s.Name)
		}
		for _, m := range model.Model.All() {
			if s.Input && s.Stream != 0 && m.Input && m.Stream == s.Stream {
				t.Errorf("%s and %s share stream %d", s.Name, m.Name, s.Stream)
			}
		}
	}
}

// TestDocumented: docs/scenarios.md names every input and output of a ramp.
func TestDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range ramp.Quantities.All() {
		name := strings.TrimPrefix(s.Name, "money.")
		if !strings.Contains(string(text), "`"+name+"`") && !strings.Contains(string(text), "`"+strings.TrimPrefix(name, "ramp.")+"`") {
			t.Errorf("docs/scenarios.md does not name %s", s.Name)
		}
	}
}
