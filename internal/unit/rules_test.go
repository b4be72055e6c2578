package unit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

// dims lists the units that a rule relates.
func dims[A, B, C Dim](Rule[A, B, C]) [3]Unit { return [3]Unit{For[A](), For[B](), For[C]()} }

func TestRules(t *testing.T) {
	rules := []struct {
		name  string
		units [3]Unit
	}{
		{"PowerOverTime", dims(PowerOverTime)}, {"EnergyAtCarbon", dims(EnergyAtCarbon)}, {"EnergyAtWater", dims(EnergyAtWater)},
		{"EnergyAtPrice", dims(EnergyAtPrice)}, {"PowerAtPrice", dims(PowerAtPrice)}, {"CapitalAtRate", dims(CapitalAtRate)},
		{"HoursAtPrice", dims(HoursAtPrice)}, {"CountPerPower", dims(CountPerPower)}, {"ThroughputPerPower", dims(ThroughputPerPower)},
		{"ThroughputAtCost", dims(ThroughputAtCost)},
		{"EnergyOverTime", dims(EnergyOverTime)}, {"EmissionOverTime", dims(EmissionOverTime)}, {"WaterOverTime", dims(WaterOverTime)},
		{"CostOverTime", dims(CostOverTime)}, {"WorkOverTime", dims(WorkOverTime)}, {"PowerAtRent", dims(PowerAtRent)},
	}
	var names []string
	for _, r := range rules {
		names = append(names, r.name)
		a, b, c := r.units[0], r.units[1], r.units[2]
		if got := a.Exp.Mul(b.Exp); got != c.Exp {
			t.Errorf("%s: %s * %s is %s, not %s", r.name, a.Symbol, b.Symbol, got, c.Symbol)
		}
		if got := c.Exp.Div(b.Exp); got != a.Exp {
			t.Errorf("%s: %s / %s is %s, not %s", r.name, c.Symbol, b.Symbol, got, a.Symbol)
		}
	}
	if declared := declared(t, "algebra.go", "Rule"); !slices.Equal(declared, names) {
		t.Errorf("the rules of algebra.go are %v; tested are %v", declared, names)
	}
}

// declared lists the package variables of a file whose type is the generic type given.
func declared(t *testing.T, file, typ string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range parsed.Decls {
		vars, ok := d.(*ast.GenDecl)
		if !ok || vars.Tok != token.VAR {
			continue
		}
		for _, s := range vars.Specs {
			spec := s.(*ast.ValueSpec)
			generic, ok := spec.Type.(*ast.IndexListExpr)
			if !ok || generic.X.(*ast.Ident).Name != typ {
				continue
			}
			for _, n := range spec.Names {
				names = append(names, n.Name)
			}
		}
	}
	return names
}
