package analysis

import (
	"math"
	"reflect"
	"testing"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// TestTornado moves each kind of factor: the outputs at the ends are known.
func TestTornado(t *testing.T) {
	d := newDraft()
	common := quantity.Coordinate{Dim: 20}
	a := d.input(uniform(0, 10)) // P5 0.5, mid 5, P95 9.5
	b := d.input(quantity.Value{Shape: quantity.Discrete, Values: []float64{3, 1, 8, 2}, Weights: []float64{0.5, 0.2, 0, 0.3}})
	c, e := d.at(uniform(100, 200), common), d.at(quantity.Value{Shape: quantity.Discrete, Values: []float64{9, 7}, Weights: []float64{0.02, 0.98}}, common)
	g, h := d.input(uniform(0, 1)), d.input(uniform(0, 1))
	idle := d.input(uniform(-2, -1))
	label := d.input(quantity.Value{Shape: quantity.Discrete, Values: []float64{0, 1, 2}, Weights: []float64{2, 1, 1}, Labels: []string{"x", "y", "z"}})
	top := quantity.Define(d.set, quantity.Def[unit.Number]{Name: "top", Value: a.Plus(b.Expr).Plus(c.Expr).Plus(e.Expr).Minus(g.Expr).Plus(h.Expr)})
	d.show(top.Expr)
	d.show(top.Times(constant(2)))
	d.show(quantity.Max(a.Expr, idle.Expr))
	d.show(constant(4).Over(quantity.Floor(a.Times(constant(0.1)).Plus(constant(0.1))))) // n/a where a is below 9
	d.show(constant(3))
	d.show(label.Times(constant(2).Minus(label.Expr)).Plus(g.Expr)) // 0 at x and z, 1 at y, apart from g
	p := d.b.Program()
	index := map[string]int{}
	for i, l := range p.Loads() {
		index[l.Spec.Name] = i
	}
	factors := Factors(p, [][]int{{index["e"], index["f"]}})
	tor := Tornadoes(p, factors, Settings{Draws: 999, Seed: 1})
	of := map[string]*Swing{}
	for k, f := range factors {
		of[p.Loads()[f.Loads[0]].Spec.Name] = &tor.Swings[k]
	}
	if got := tor.Mid[:3]; !reflect.DeepEqual(got, []float64{5 + 3 + 150 + 7, 2 * 165, 5}) || tor.Mid[4] != 3 || tor.Mid[5] != 0.5 || !reflect.DeepEqual(Point(p)[:3], got) {
		t.Errorf("mids %v", tor.Mid)
	}
	for _, tc := range []struct {
		name  string
		ends  [][]float64
		first []float64 // the first output at them
	}{
		{"a", [][]float64{{0.5}, {9.5}}, []float64{160.5, 169.5}},
		{"b", [][]float64{{1}, {3}}, []float64{163, 165}}, // 8 has no weight
		{"c", [][]float64{{105, 9}, {195, 7}}, []float64{122, 210}},
		{"g", [][]float64{{-1.95}, {-1.05}}, []float64{165, 165}},
		{"h", [][]float64{{0}, {1}, {2}}, []float64{165, 165, 165}},
	} {
		s := of[tc.name]
		if len(s.Ends) != len(tc.ends) {
			t.Errorf("%s goes to %v", tc.name, s.Ends)
			continue
		}
		for i := range tc.ends {
			for k, x := range tc.ends[i] {
				if math.Abs(s.Ends[i][k]-x) > 1e-12 {
					t.Errorf("%s goes to %v, want %v", tc.name, s.Ends, tc.ends)
				}
			}
			if x := s.Results[i][0]; math.Abs(x-tc.first[i]) > 1e-9 || s.Results[i][1] != 2*x || s.Results[i][4] != 3 {
				t.Errorf("%s at %v gives %v, want %v", tc.name, s.Ends[i], s.Results[i], tc.first[i])
			}
		}
	}
	if s := of["a"]; !math.IsNaN(s.Size(3)) || s.Size(2) != 9 || s.Size(0) != 9 {
		t.Errorf("sizes of a: %v, %v, %v", s.Size(0), s.Size(2), s.Size(3))
	}
	if s := of["g"]; s.Size(2) != 0 || s.Size(0) != 0 {
		t.Errorf("an input that changes nothing moves the output by %v", s.Size(2))
	}
	if least, most := of["h"].Range(5); of["h"].Results[least][5] != 0.5 || of["h"].Results[most][5] != 1.5 || of["h"].Ends[most][0] != 1 {
		t.Errorf("names are tried at %v and %v", of["h"].Ends[least], of["h"].Ends[most])
	}
	// The difference of two uniforms is triangular from -1 to 1: P5 and P95 are at ±(1 - sqrt(0.1)).
	s, edge := of["e"], 1-math.Sqrt(0.1)
	if s.Ends != nil || math.Abs(s.Results[0][0]-(165-edge)) > 0.01 || math.Abs(s.Results[1][0]-(165+edge)) > 0.01 || s.Results[1][1] != 2*s.Results[1][0] {
		t.Errorf("the group goes to %v with %v, want 165 less and plus %.3f", s.Results, s.Ends, edge)
	}
	if s.Results[0][4] != 3 || s.Size(2) != 0 || !math.IsNaN(s.Results[0][3]) {
		t.Errorf("the group moves what it has no part in: %v", s.Results)
	}
}

// TestTornadoOfManyInputs has more ends than a block holds.
func TestTornadoOfManyInputs(t *testing.T) {
	d := newDraft()
	sum := constant(0)
	for i := range 300 {
		sum = sum.Plus(d.at(uniform(0, float64(i)+1), quantity.Coordinate{Dim: i % 128, Order: string(rune('a' + i/128))}).Expr)
	}
	d.show(sum)
	p := d.b.Program()
	f := Factors(p, nil)
	tor := Tornadoes(p, f, Settings{Seed: 1})
	for k := range f {
		if want := 0.9 * float64(k+1); math.Abs(tor.Swings[k].Size(0)-want) > 1e-6 {
			t.Fatalf("input %d moves the sum by %v, want %v", k, tor.Swings[k].Size(0), want)
		}
	}
}
