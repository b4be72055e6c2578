// Package quantitytest is the second entry of the model's double entry: it reads the formulas that people are shown, computes them by itself, and works out
// their dimensions. A test that compares it with the engine proves that what is printed is what runs.
package quantitytest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strconv"

	"github.com/capplan/capplan/internal/unit"
)

// Names gives the names in a formula their meaning.
type Names struct {
	Value  func(name string) (float64, bool)
	Unit   func(name string) (unit.Exponents, bool)
	Choice func(name string) (int, bool)
}

// Evaluate computes a formula.
func Evaluate(formula string, n Names) (float64, error) {
	e, err := parser.ParseExpr(formula)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", formula, err)
	}
	return n.eval(e)
}

// Dimension works out the dimension of a formula; adding unlike dimensions is an error. A bare number fits any dimension, as in max(0, x).
func Dimension(formula string, n Names) (unit.Exponents, error) {
	e, err := parser.ParseExpr(formula)
	if err != nil {
		return unit.Exponents{}, fmt.Errorf("%s: %w", formula, err)
	}
	d, err := n.dim(e)
	return d.exp, err
}

// NameOf joins a selector such as power.it_available back together; empty for other expressions.
func NameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return NameOf(e.X) + "." + e.Sel.Name
	}
	return ""
}

func (n Names) eval(e ast.Expr) (float64, error) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return n.eval(e.X)
	case *ast.BasicLit:
		return strconv.ParseFloat(e.Value, 64)
	case *ast.Ident, *ast.SelectorExpr:
		name := NameOf(e)
		if v, ok := n.Value(name); ok {
			return v, nil
		}
		return 0, fmt.Errorf("%s has no value", name)
	case *ast.BinaryExpr:
		x, err := n.eval(e.X)
		if err != nil {
			return 0, err
		}
		y, err := n.eval(e.Y)
		if err != nil {
			return 0, err
		}
		switch e.Op {
		case token.ADD:
			return x + y, nil
		case token.SUB:
			return x - y, nil
		case token.MUL:
			return x * y, nil
		case token.QUO:
			if y == 0 {
				return math.NaN(), nil
			}
			return x / y, nil
		}
		return 0, fmt.Errorf("operator %s", e.Op)
	case *ast.CallExpr:
		return n.call(e)
	}
	return 0, fmt.Errorf("%T in a formula", e)
}

func (n Names) call(e *ast.CallExpr) (float64, error) {
	f := NameOf(e.Fun)
	if f == "choose" {
		i, ok := n.Choice(NameOf(e.Args[0]))
		if !ok || i+1 >= len(e.Args) {
			return 0, fmt.Errorf("no choice for %s", NameOf(e.Args[0]))
		}
		return n.eval(e.Args[i+1])
	}
	args := make([]float64, len(e.Args))
	for i, a := range e.Args {
		v, err := n.eval(a)
		if err != nil {
			return 0, err
		}
		args[i] = v
	}
	if one, ok := functions1[f]; ok && len(args) == 1 {
		return one(args[0]), nil
	}
	if two, ok := functions2[f]; ok && len(args) == 2 {
		return two(args[0], args[1]), nil
	}
	return 0, fmt.Errorf("function %s of %d arguments", f, len(args))
}

// The functions of the formula language, written here from their definitions and not from the engine's code.
var (
	functions1 = map[string]func(float64) float64{
		"floor": func(x float64) float64 { return math.Floor(x + math.Min(0.5, 1e-8*math.Max(1, x))) },
		"ceil":  func(x float64) float64 { return math.Ceil(x - math.Min(0.5, 1e-8*math.Max(1, x))) },
	}
	functions2 = map[string]func(x, y float64) float64{
		"min": math.Min,
		"max": math.Max,
		"pow": func(x, y float64) float64 {
			if math.IsNaN(x) || math.IsNaN(y) {
				return math.NaN()
			}
			return math.Pow(x, y)
		},
		"crf": func(r, n float64) float64 {
			if r == 0 {
				return 1 / n
			}
			return r * math.Pow(1+r, n) / (math.Pow(1+r, n) - 1)
		},
		"first": func(x, y float64) float64 {
			if math.IsNaN(x) {
				return y
			}
			return x
		},
		"greatest": func(x, y float64) float64 {
			switch {
			case math.IsNaN(x):
				return y
			case math.IsNaN(y):
				return x
			}
			return math.Max(x, y)
		},
	}
)

// dimension is an exponent vector, or that of a bare number, which fits anything it is added to or compared with.
type dimension struct {
	exp  unit.Exponents
	bare bool
}

func (n Names) dim(e ast.Expr) (dimension, error) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return n.dim(e.X)
	case *ast.BasicLit:
		return dimension{bare: true}, nil
	case *ast.Ident, *ast.SelectorExpr:
		if name := NameOf(e); name == "na" {
			return dimension{bare: true}, nil
		} else if u, ok := n.Unit(name); ok {
			return dimension{exp: u}, nil
		}
		return dimension{}, fmt.Errorf("%s has no unit", NameOf(e))
	case *ast.BinaryExpr:
		x, err := n.dim(e.X)
		if err != nil {
			return x, err
		}
		y, err := n.dim(e.Y)
		if err != nil {
			return y, err
		}
		switch e.Op {
		case token.MUL:
			return dimension{exp: x.exp.Mul(y.exp)}, nil
		case token.QUO:
			return dimension{exp: x.exp.Div(y.exp)}, nil
		}
		return same(x, y)
	case *ast.CallExpr:
		return n.dimCall(e)
	}
	return dimension{}, fmt.Errorf("%T in a formula", e)
}

func (n Names) dimCall(e *ast.CallExpr) (dimension, error) {
	f, rest := NameOf(e.Fun), e.Args
	if f == "choose" {
		rest = rest[1:]
	}
	dims := make([]dimension, len(rest))
	for i, a := range rest {
		d, err := n.dim(a)
		if err != nil {
			return d, err
		}
		dims[i] = d
	}
	var none unit.Exponents
	switch f {
	case "floor", "ceil", "pow":
		for _, d := range dims {
			if d.exp != none {
				return d, fmt.Errorf("%s of a quantity in %s", f, d.exp)
			}
		}
		return dimension{}, nil
	case "crf":
		if dims[0].exp != (unit.Exponents{Year: -1}) || dims[1].exp != (unit.Exponents{Year: 1}) {
			return dims[0], fmt.Errorf("crf takes a rate per year and years, not %s and %s", dims[0].exp, dims[1].exp)
		}
		return dims[0], nil
	}
	out := dims[0]
	for _, d := range dims[1:] {
		var err error
		if out, err = same(out, d); err != nil {
			return out, err
		}
	}
	return out, nil
}

func same(x, y dimension) (dimension, error) {
	switch {
	case x.bare:
		return y, nil
	case y.bare || x.exp == y.exp:
		return x, nil
	}
	return x, fmt.Errorf("%s and %s do not go together", x.exp, y.exp)
}
