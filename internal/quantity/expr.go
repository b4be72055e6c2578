package quantity

import (
	"math"

	"github.com/capplan/capplan/internal/unit"
)

// Expr is a formula of dimension D. Its methods and the functions of this file are the whole algebra; what they cannot say, the model does not say.
type Expr[D unit.Dim] struct{ n *node }

// node is one operation of a formula, or a leaf.
type node struct {
	op     op
	args   []*node
	value  float64 // opConst
	name   string  // opConst: printed in place of the value
	spec   *Spec   // opRef
	choice *Choice // opChoose
	unit   unit.Unit
}

type op uint8

const (
	opConst op = iota
	opRef
	opAdd
	opSub
	opMul
	opDiv
	opMin
	opMax
	opFloor
	opCeil
	opPow
	opCRF
	opFirst
	opGreatest
	opChoose
	opSelect  // program only: one branch of a choice that varies from draw to draw
	opLoad    // program only: an input's column
	opAtLeast // program only: whether a threshold is reached
)

// opNames are the functions as formulas print them.
var opNames = map[op]string{
	opMin: "min", opMax: "max", opFloor: "floor", opCeil: "ceil", opPow: "pow", opCRF: "crf", opFirst: "first", opGreatest: "greatest", opChoose: "choose",
}

func build[D unit.Dim](o op, args ...*node) Expr[D] {
	for _, a := range args {
		if a == nil {
			panic("quantity: a formula uses an expression that was never defined")
		}
	}
	return Expr[D]{&node{op: o, args: args, unit: unit.For[D]()}}
}

// Const is the number x in D's base unit.
func Const[D unit.Dim](x unit.Of[D]) Expr[D] {
	return Expr[D]{&node{op: opConst, value: float64(x), unit: unit.For[D]()}}
}

// Named is a constant of the model that formulas print by its name.
func Named[D unit.Dim](name string, x unit.Of[D]) Expr[D] {
	return Expr[D]{&node{op: opConst, value: float64(x), name: name, unit: unit.For[D]()}}
}

// NA is the absence of a value. What is computed from it is n/a too.
func NA[D unit.Dim]() Expr[D] { return Named("na", unit.Of[D](math.NaN())) }

// Plus is e + f.
func (e Expr[D]) Plus(f Expr[D]) Expr[D] { return build[D](opAdd, e.n, f.n) }

// Minus is e - f.
func (e Expr[D]) Minus(f Expr[D]) Expr[D] { return build[D](opSub, e.n, f.n) }

// Times is e * x, x dimensionless.
func (e Expr[D]) Times(x Expr[unit.Number]) Expr[D] { return build[D](opMul, e.n, x.n) }

// Over is e / x, x dimensionless; n/a where x is 0.
func (e Expr[D]) Over(x Expr[unit.Number]) Expr[D] { return build[D](opDiv, e.n, x.n) }

// Ratio is a / b of two like quantities; n/a where b is 0.
func Ratio[D unit.Dim](a, b Expr[D]) Expr[unit.Number] { return build[unit.Number](opDiv, a.n, b.n) }

// Product is a * b by a rule of the unit package.
func Product[A, B, C unit.Dim](_ unit.Rule[A, B, C], a Expr[A], b Expr[B]) Expr[C] {
	return build[C](opMul, a.n, b.n)
}

// Quotient is c / a by a rule of the unit package; n/a where a is 0.
func Quotient[A, B, C unit.Dim](_ unit.Rule[A, B, C], c Expr[C], a Expr[A]) Expr[B] {
	return build[B](opDiv, c.n, a.n)
}

// QuotientBy is c / b by a rule of the unit package; n/a where b is 0.
func QuotientBy[A, B, C unit.Dim](_ unit.Rule[A, B, C], c Expr[C], b Expr[B]) Expr[A] {
	return build[A](opDiv, c.n, b.n)
}

// Min is the smaller of a and b.
func Min[D unit.Dim](a, b Expr[D]) Expr[D] { return build[D](opMin, a.n, b.n) }

// Max is the greater of a and b.
func Max[D unit.Dim](a, b Expr[D]) Expr[D] { return build[D](opMax, a.n, b.n) }

// Floor is the greatest whole number not above x, with the model's tolerance: see [TolerantFloor].
func Floor(x Expr[unit.Number]) Expr[unit.Number] { return build[unit.Number](opFloor, x.n) }

// Ceil is the least whole number not below x, with the model's tolerance: see [TolerantCeil].
func Ceil(x Expr[unit.Number]) Expr[unit.Number] { return build[unit.Number](opCeil, x.n) }

// Power is x to the y.
func Power(x, y Expr[unit.Number]) Expr[unit.Number] { return build[unit.Number](opPow, x.n, y.n) }

// CRF is the capital recovery factor: the level yearly payment that repays 1 over a life at a rate. See [CapitalRecovery].
func CRF(rate Expr[unit.PerYear], life Expr[unit.Year]) Expr[unit.PerYear] {
	return build[unit.PerYear](opCRF, rate.n, life.n)
}

// First is a where a is known, b otherwise.
func First[D unit.Dim](a, b Expr[D]) Expr[D] { return build[D](opFirst, a.n, b.n) }

// Greatest is the greater of those of a and b that are known; n/a where neither is.
func Greatest[D unit.Dim](a, b Expr[D]) Expr[D] { return build[D](opGreatest, a.n, b.n) }

// Choice is a switch of the question asked: which boundary, which starting point, which precision.
type Choice struct {
	Name    string
	Doc     string
	Options []string
}

// Index returns the position of an option, -1 if there is none of that name.
func (c *Choice) Index(option string) int {
	for i, o := range c.Options {
		if o == option {
			return i
		}
	}
	return -1
}

// Choose is the expression that belongs to the chosen option; there is one a option, in the order of c.Options.
func Choose[D unit.Dim](c *Choice, options ...Expr[D]) Expr[D] {
	if len(options) != len(c.Options) {
		panic("quantity: choose " + c.Name + ": as many expressions as options are needed")
	}
	args := make([]*node, len(options))
	for i, o := range options {
		args[i] = o.n
	}
	e := build[D](opChoose, args...)
	e.n.choice = c
	return e
}

// tolerance is how far below a whole number a quotient may lie and still count as it: floating point must not cost a rack. At most half a unit.
const tolerance = 1e-8

// TolerantFloor is floor(x + min(0.5, 1e-8 * max(1, x))).
func TolerantFloor(x float64) float64 { return math.Floor(x + min(0.5, tolerance*max(1, x))) }

// TolerantCeil is ceil(x - min(0.5, 1e-8 * max(1, x))).
func TolerantCeil(x float64) float64 { return math.Ceil(x-min(0.5, tolerance*max(1, x))) + 0 }

// CapitalRecovery is r / (1 - (1+r)^-n), 1/n at r = 0: the yearly payment, per unit of capital, that repays it in n years at the yearly rate r >= 0.
// Written with expm1 and log1p so that small rates keep their digits.
func CapitalRecovery(r, n float64) float64 {
	if r == 0 {
		return 1 / n
	}
	return r / -math.Expm1(float64(-n*math.Log1p(r)))
}
