// Package quantity is the language in which the model is written: named, dimensioned quantities, declared once.
//
// An input is declared with its bounds; an output with a formula, a typed expression over other quantities. Everything that capplan prints, samples,
// explains or exports is derived from these declarations. The package knows nothing of chips or sites, reads no files and prints nothing.
//
// # Why expressions and not closures
//
// Two ways were tried on the reference model: a closure per quantity that reads its operands from a case, with the formula entered a second time as text,
// and the typed expressions kept here. Expressions won on both counts. The formula that is printed is the one that runs, so it cannot drift; and a block of
// draws is evaluated column by column, which at a million draws of five quantities took about a quarter of the time of closures (see
// BenchmarkClosures and BenchmarkExpressions). What a closure would buy, arbitrary Go, the model has no use for. A wrong dimension does not compile, and
// neither do two quantities that depend on each other (package variables may not form an initialization cycle).
package quantity

import (
	"fmt"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/unit"
)

// Total says how the total of a mix of several chips is made.
type Total int

// The ways to make a total.
const (
	None       Total = iota // there is no total: the quantity describes one unit
	Sum                     // the sum of the members, plus Extra
	Recomputed              // the formula, applied to the totals of its operands
	TotalOnly               // like Recomputed, and the quantity has no meaning for one member
)

// String names the way as the reference prints it.
func (t Total) String() string { return [...]string{"none", "sum", "ratio of sums", "total only"}[t] }

// Scope says to whom an input belongs.
type Scope int

// The scopes of inputs.
const (
	Shared Scope = iota // the site, the money, the question: one draw for all members
	Member              // the system: one draw each
)

// Bounds limit an input: every value, and both ends of every range, must lie within.
type Bounds struct {
	Min, Max         float64
	MinOpen, MaxOpen bool
}

// The bounds that most inputs have.
var (
	Positive     = Bounds{Min: 0, MinOpen: true, Max: math.Inf(1)}
	NonNegative  = Bounds{Min: 0, Max: math.Inf(1)}
	UnitInterval = Bounds{Min: 0, Max: 1}
)

// Contains reports whether x lies within the bounds.
func (b Bounds) Contains(x float64) bool {
	return !(x < b.Min || b.MinOpen && x == b.Min || x > b.Max || b.MaxOpen && x == b.Max) && x == x
}

// Spec is a declared quantity, without its compile-time dimension.
type Spec struct {
	Name   string
	Doc    string
	Unit   unit.Unit
	Style  unit.Style // how people read a dimensionless number
	Input  bool       // given by a profile, a site or the user
	Scope  Scope
	Bounds Bounds
	Fixed  bool     // an input that must be a constant
	Labels []string // an input whose values are names
	Stream int      // the input's own dimension of the quasi-random sequence; 0 for what is never a range
	Total  Total

	value *node // the formula; for an input the fallback, or nil
	extra *node // what a total adds to the sum of its members
}

// Quantity is a declared quantity of dimension D; it is also the expression that refers to it.
type Quantity[D unit.Dim] struct {
	Expr[D]
	*Spec
}

// Def declares an output.
type Def[D unit.Dim] struct {
	Name  string
	Doc   string
	Value Expr[D]
	Total Total
	Extra Expr[D] // with Sum: what the total has beyond its members
	Style unit.Style
}

// InputDef declares an input.
type InputDef[D unit.Dim] struct {
	Name     string
	Doc      string
	Scope    Scope
	Bounds   Bounds
	Fixed    bool
	Labels   []string
	Stream   int     // unique and never reused: results stay the same when inputs are added
	Fallback Expr[D] // what the input is where nobody gives it
	Style    unit.Style
}

// Scenario gives inputs their values.
type Scenario map[*Spec]Value

// Set is a list of declared quantities in the order of their declaration.
type Set struct {
	specs  []*Spec
	byName map[string]*Spec
}

// NewSet returns an empty set.
func NewSet() *Set { return &Set{byName: map[string]*Spec{}} }

// Union returns a set of all quantities of the given sets, in order. A name declared twice is a bug and panics.
func Union(sets ...*Set) *Set {
	u := NewSet()
	for _, s := range sets {
		for _, q := range s.specs {
			u.Add(q)
		}
	}
	return u
}

// Add takes a quantity of another set in. A name or a stream that is there already is a bug and panics.
func (s *Set) Add(q *Spec) {
	if s.byName[q.Name] != nil {
		panic("quantity: " + q.Name + " is declared twice")
	}
	if q.Input && !q.Fixed && q.Stream != 0 {
		for _, o := range s.specs {
			if o.Input && o.Stream == q.Stream {
				panic(fmt.Sprintf("quantity: %s and %s share stream %d", o.Name, q.Name, q.Stream))
			}
		}
	}
	s.specs = append(s.specs, q)
	s.byName[q.Name] = q
}

// All returns the quantities in the order of their declaration.
func (s *Set) All() []*Spec { return s.specs }

// Find returns the quantity of that name, or nil.
func (s *Set) Find(name string) *Spec { return s.byName[name] }

// Define declares an output in the set.
func Define[D unit.Dim](s *Set, d Def[D]) Quantity[D] {
	if d.Value.n == nil {
		panic("quantity: " + d.Name + " has no formula")
	}
	q := &Spec{Name: d.Name, Doc: d.Doc, Unit: unit.For[D](), Style: d.Style, Total: d.Total, value: d.Value.n, extra: d.Extra.n, Scope: Shared}
	d.Value.n.walk(nil, func(n *node) {
		if n.op == opRef && n.spec.Scope == Member {
			q.Scope = Member
		}
	})
	s.Add(q)
	return refer[D](q)
}

// Input declares an input in the set.
func Input[D unit.Dim](s *Set, d InputDef[D]) Quantity[D] {
	q := &Spec{
		Name: d.Name, Doc: d.Doc, Unit: unit.For[D](), Style: d.Style, Input: true, Scope: d.Scope, Bounds: d.Bounds, Fixed: d.Fixed, Labels: d.Labels,
		Stream: d.Stream, value: d.Fallback.n,
	}
	s.Add(q)
	return refer[D](q)
}

func refer[D unit.Dim](q *Spec) Quantity[D] {
	return Quantity[D]{Expr[D]{&node{op: opRef, spec: q, unit: q.Unit}}, q}
}

// Formula is the quantity's formula as text, empty for an input without fallback.
func (s *Spec) Formula() string { return s.FormulaFor(nil) }

// FormulaFor is the formula of the branch that the question takes; chosen returns the option of a choice and whether it is fixed.
func (s *Spec) FormulaFor(chosen func(*Choice) (int, bool)) string {
	if s.value == nil {
		return ""
	}
	return s.value.text(chosen, 0)
}

// ExtraFormula is what the total adds to the sum of its members, as text; usually empty.
func (s *Spec) ExtraFormula() string {
	if s.extra == nil {
		return ""
	}
	return s.extra.text(nil, 0)
}

// Operands are the quantities that the formula names, in order, each once.
func (s *Spec) Operands(chosen func(*Choice) (int, bool)) []*Spec {
	return operands(chosen, s.value, s.extra)
}

// Operands are the quantities that an expression names, in order, each once.
func Operands(e AnyExpr, chosen func(*Choice) (int, bool)) []*Spec { return operands(chosen, e.root()) }

func operands(chosen func(*Choice) (int, bool), formulas ...*node) []*Spec {
	var out []*Spec
	seen := map[*Spec]bool{}
	for _, n := range formulas {
		if n == nil {
			continue
		}
		n.walk(chosen, func(n *node) {
			if n.op == opRef && !seen[n.spec] {
				seen[n.spec] = true
				out = append(out, n.spec)
			}
		})
	}
	return out
}

// Check returns why v cannot be the value of this input: an impossible distribution, or one that leaves the input's bounds.
func (s *Spec) Check(v *Value) error {
	if err := v.Check(); err != nil {
		return err
	}
	if s.Fixed && !v.IsConstant() {
		return fmt.Errorf("must be a single number, not a range")
	}
	low, high := v.Extremes()
	if s.Bounds.Contains(low) && s.Bounds.Contains(high) {
		return nil
	}
	bad := low
	if s.Bounds.Contains(low) {
		bad = high
	}
	if v.Shape == LogNormal || v.Shape == Normal {
		return fmt.Errorf("its P0.01 to P99.99 reaches %s, outside %s; use low, mode, high instead of p5, p95", s.show(bad), s.BoundsText())
	}
	return fmt.Errorf("%s is outside %s", s.show(bad), s.BoundsText())
}

// BoundsText writes the bounds for people, such as "1 or more" or "0 to 1".
func (s *Spec) BoundsText() string {
	b := s.Bounds
	low, high := s.show(b.Min), s.show(b.Max)
	hasLow, hasHigh := b.Min > -1e300, b.Max < 1e300
	switch {
	case hasLow && hasHigh:
		t := low + " to " + high
		if b.MinOpen {
			t = "above " + low + ", at most " + high
		}
		if b.MaxOpen {
			t = strings.Replace(t, "at most", "below", 1)
			if !b.MinOpen {
				t = low + " or more, below " + high
			}
		}
		return t
	case hasLow && b.MinOpen:
		return "above " + low
	case hasLow:
		return low + " or more"
	case hasHigh:
		return "at most " + high
	}
	return "any number"
}

// Notation is how people read the quantity's numbers.
func (s *Spec) Notation() unit.Notation { return unit.Notation{Unit: s.Unit, Style: s.Style} }

func (s *Spec) show(x float64) string { return s.Notation().Short(x, 6) }
