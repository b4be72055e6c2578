package unit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"pgregory.net/rapid"
)

func TestExponentsString(t *testing.T) {
	for _, c := range []struct {
		e    Exponents
		want string
	}{
		{Exponents{}, "1"}, {For[Watt]().Exp, "W"}, {For[DollarPerYear]().Exp, "yr^-1·USD"}, {For[SquareMetre]().Exp, "m^2"},
		{For[WattHourPerYear]().Exp, "W·h·yr^-1"}, {For[FlopPerSecondPerWatt]().Exp, "W^-1·s^-1·FLOP"}, {Exponents{Gram: -3, Litre: 1}, "g^-3·L"},
	} {
		if got := c.e.String(); got != c.want {
			t.Errorf("%#v is %s, want %s", c.e, got, c.want)
		}
	}
}

func TestExponentsAlgebra(t *testing.T) {
	small := rapid.Int8Range(-4, 4)
	exponents := rapid.Custom(func(t *rapid.T) Exponents {
		n := func() int8 { return small.Draw(t, "n") }
		return Exponents{n(), n(), n(), n(), n(), n(), n(), n(), n(), n()}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := exponents.Draw(t, "a"), exponents.Draw(t, "b")
		if a.Mul(b).Div(b) != a || a.Mul(b) != b.Mul(a) || a.Div(a) != (Exponents{}) {
			t.Fatalf("%s and %s", a, b)
		}
		if (a == b) != (a.String() == b.String()) {
			t.Fatalf("%#v and %#v are both %s", a, b, a)
		}
	})
}

// TestAll checks that every dimension is listed, once, with a symbol and exponents of its own.
func TestAll(t *testing.T) {
	symbols, exponents := map[string]bool{}, map[Exponents]bool{}
	for _, u := range All() {
		if symbols[u.Symbol] || exponents[u.Exp] || u.Symbol == "" {
			t.Errorf("%s (%s) is there twice", u.Symbol, u.Exp)
		}
		symbols[u.Symbol], exponents[u.Exp] = true, true
	}
	file, err := parser.ParseFile(token.NewFileSet(), "unit.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	markers := 0
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "Unit" {
			markers++
		}
	}
	if markers != len(All()) {
		t.Errorf("%d marker types, %d listed", markers, len(All()))
	}
}
