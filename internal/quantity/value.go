package quantity

import (
	"fmt"
	"math"
	"slices"
)

// Basis says what a number rests on.
type Basis string

// The kinds of evidence, from the strongest to none.
const (
	Published Basis = "published" // the vendor or operator of the machine says so
	Reported  Basis = "reported"  // somebody else says so
	Derived   Basis = "derived"   // arithmetic on published or reported figures
	Assumed   Basis = "assumed"   // no fact supports it
	Given     Basis = "given"     // the user of the program said so (--set, a starting point)
)

// Shape is the form of an input's distribution. The names are those of the JSON output.
type Shape string

// The shapes that an input can have.
const (
	Constant   Shape = "constant"   // value
	Triangular Shape = "triangular" // low, mode, high: hard bounds
	PERT       Shape = "pert"       // low, mode, high: a beta distribution with hard bounds
	Uniform    Shape = "uniform"    // low, high
	LogNormal  Shape = "lognormal"  // p5, p95
	Normal     Shape = "normal"     // p5, p95
	Discrete   Shape = "discrete"   // values, weights
)

// z95 is the 95% point of the standard normal distribution.
const z95 = 1.6448536269514722

// Value is what is known of an input: a distribution in the input's base unit, and the evidence for it.
type Value struct {
	Shape           Shape
	Low, Mode, High float64   // Constant uses Mode; LogNormal and Normal use Low and High as P5 and P95
	Values, Weights []float64 // Discrete
	Labels          []string  // Discrete inputs whose values are names (power.basis); Values are then indices
	Basis           Basis
	Sources         []Source // one or more; for Discrete one a value where they are known
	Note            string
	AsOf            string   // ISO date from which the figure was known; empty if not stated
	Common          string   // inputs with the same group are drawn together
	Origin          string   // where it was read: "trainium2.toml:12", "--set", ...
	Override        bool     // replaced a built-in value
	Later           []Figure // figures that were not known on the day that a question is asked as of, and so do not count; see [Value.KnownOn]
	From            string   // ISO date from which it is known, where that is after the day asked as of and the value is used all the same
}

// Source is an address that a stranger can open.
type Source struct {
	Key, Title, URL, Date, Kind string
}

// Exception is a profile's own statement that a rule for profiles does not hold for some of its keys, and why.
type Exception struct {
	Rule   string // the rule's code
	Keys   []string
	Reason string
}

// Fixed returns the constant x.
func Fixed(x float64, b Basis, origin string) Value {
	return Value{Shape: Constant, Mode: x, Basis: b, Origin: origin}
}

// IsConstant reports whether the value has no spread.
func (v *Value) IsConstant() bool {
	switch v.Shape {
	case Constant:
		return true
	case Discrete:
		return len(v.Values) == 1
	}
	return v.Low == v.High
}

// Mid is the median of the distribution; for Discrete the value of greatest weight, the first on a tie.
func (v *Value) Mid() float64 {
	if v.Shape == Discrete {
		best := 0
		for i, w := range v.Weights {
			if w > v.Weights[best] {
				best = i
			}
		}
		return v.Values[best]
	}
	return v.Quantile(0.5)
}

// Quantile is the inverse cumulative distribution at u, 0 < u < 1.
func (v *Value) Quantile(u float64) float64 {
	switch { // one is not worth a table
	case v.IsConstant():
	case v.Shape == PERT:
		return betaOf(v.Low, v.Mode, v.High).quantile(u)
	case v.Shape == Normal || v.Shape == LogNormal:
		return v.bell().at(u)
	}
	x := []float64{u}
	v.Transform(x)
	return x[0]
}

// Transform replaces each u of the column, 0 < u < 1, by the quantile at u. Who transforms many columns asks for [Value.Transformer] once.
func (v *Value) Transform(u []float64) { v.Transformer()(u) }

// Transformer returns the function that replaces each u of a column, 0 < u < 1, by the quantile at u. Whole columns, because the shape is then looked at, and
// what it needs prepared, once. Several goroutines may use it at once.
func (v *Value) Transformer() func(u []float64) {
	switch {
	case v.Shape == Discrete:
		return v.discrete
	case v.IsConstant():
		x := v.Mode
		if v.Shape != Constant {
			x = v.Low
		}
		return func(u []float64) {
			for i := range u {
				u[i] = x
			}
		}
	case v.Shape == Triangular:
		return v.triangular
	case v.Shape == Uniform:
		w := v.High - v.Low
		return func(u []float64) {
			for i, x := range u {
				u[i] = v.Low + float64(x*w)
			}
		}
	case v.Shape == LogNormal || v.Shape == Normal:
		return v.bell().table().transform
	case v.Shape == PERT:
		return newPERT(v.Low, v.Mode, v.High).transform
	}
	panic(fmt.Sprintf("quantity: unknown shape %q", v.Shape))
}

func (v *Value) triangular(u []float64) {
	a, b, w := v.Mode-v.Low, v.High-v.Mode, v.High-v.Low
	cut, up, down := a/w, a*w, b*w
	for i, x := range u {
		if x < cut {
			u[i] = v.Low + math.Sqrt(float64(x*up))
		} else {
			u[i] = v.High - math.Sqrt(float64((1-x)*down))
		}
	}
}

func (v *Value) discrete(u []float64) {
	total := 0.0
	for _, w := range v.Weights {
		total += w
	}
	cum := make([]float64, len(v.Weights))
	sum := 0.0
	for i, w := range v.Weights {
		sum += w
		cum[i] = sum / total
	}
	last := len(cum) - 1
	for i, x := range u {
		k := 0
		for k < last && x >= cum[k] {
			k++
		}
		u[i] = v.Values[k]
	}
}

// Support returns the smallest and the largest value, infinite where the shape has no bound.
func (v *Value) Support() (low, high float64) {
	switch v.Shape {
	case Constant:
		return v.Mode, v.Mode
	case Discrete:
		return slices.Min(v.Values), slices.Max(v.Values)
	case LogNormal:
		return 0, math.Inf(1)
	case Normal:
		return math.Inf(-1), math.Inf(1)
	}
	return v.Low, v.High
}

// Extremes returns the bounds where the shape has them, and P0.01 and P99.99 where it has none.
func (v *Value) Extremes() (low, high float64) {
	if v.Shape == LogNormal || v.Shape == Normal {
		return v.Quantile(1e-4), v.Quantile(1 - 1e-4)
	}
	return v.Support()
}

// Check returns what is wrong with the distribution, whatever the input: numbers that are not finite, an order that is not low <= mode <= high, weights
// that cannot be.
func (v *Value) Check() error {
	switch v.Shape {
	case Constant:
		return finite(v.Mode)
	case Triangular, PERT:
		if err := finite(v.Low, v.Mode, v.High); err != nil {
			return err
		}
		if v.Low > v.Mode || v.Mode > v.High {
			return fmt.Errorf("low, mode and high must not fall; got %g, %g, %g", v.Low, v.Mode, v.High)
		}
	case Uniform:
		if err := finite(v.Low, v.High); err != nil {
			return err
		}
		if v.Low > v.High {
			return fmt.Errorf("low is above high: %g > %g", v.Low, v.High)
		}
	case LogNormal, Normal:
		if err := finite(v.Low, v.High); err != nil {
			return err
		}
		if v.Low > v.High {
			return fmt.Errorf("p5 is above p95: %g > %g", v.Low, v.High)
		}
		if v.Shape == LogNormal && v.Low <= 0 {
			return fmt.Errorf("a lognormal needs p5 above 0; got %g", v.Low)
		}
	case Discrete:
		return v.checkDiscrete()
	default:
		return fmt.Errorf("unknown distribution %q", v.Shape)
	}
	return nil
}

func (v *Value) checkDiscrete() error {
	if len(v.Values) == 0 || len(v.Values) != len(v.Weights) {
		return fmt.Errorf("values and weights must be lists of the same length; got %d and %d", len(v.Values), len(v.Weights))
	}
	if err := finite(v.Values...); err != nil {
		return err
	}
	total := 0.0
	for _, w := range v.Weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			return fmt.Errorf("weights must be 0 or more; got %g", w)
		}
		total += w
	}
	if total <= 0 {
		return fmt.Errorf("the weights sum to 0")
	}
	return nil
}

func finite(xs ...float64) error {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("%g is not a finite number", x)
		}
	}
	return nil
}
