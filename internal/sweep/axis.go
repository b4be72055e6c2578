// Package sweep computes a question over and over with something varied: a grid of values, or the points of a sampled design.
//
// It knows which row has which values, computes blocks of rows, and says what the rows are, so that pieces of one sweep can be told from those of another.
// Any row can be computed by itself from its number: that is what makes a sweep resumable and divisible. It refuses to know files and formats, which live in
// package rows, and how people write what they vary, which package profile reads.
package sweep

import (
	"fmt"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Axis is one thing that varies: a choice among names, an input over numbers, or an input that a design draws.
type Axis struct {
	Name string // chip, site.pue_peak, gb200:chip.tdp, share:gb200
	Text string // as it was written

	Words []string // a choice: the names

	Spec   *quantity.Spec  // an input, or [mix.Share]; nil for a choice
	Owner  string          // the member whose input or share it is; empty where the input is one for all, or that of each member
	Values Sequence        // its values, unless it is drawn
	Drawn  bool            // a design draws it
	Over   *quantity.Value // from this distribution; nil for its own
}

// Len is how many values the axis has in a grid; 1 for what is drawn.
func (a *Axis) Len() int {
	switch {
	case a.Words != nil:
		return len(a.Words)
	case a.Drawn:
		return 1
	}
	return a.Values.Len()
}

// count is Len, which may be more than an int holds.
func (a *Axis) count() float64 {
	if a.Words == nil && !a.Drawn {
		return a.Values.n
	}
	return float64(a.Len())
}

// unit is the symbol of the axis's unit; empty where it has none.
func (a *Axis) unit() string {
	if a.Spec == nil {
		return ""
	}
	return symbol(a.Spec.Unit)
}

func symbol(u unit.Unit) string {
	if u.Exp == (unit.Exponents{}) {
		return ""
	}
	return u.Symbol
}

// String is the axis as it counts: two with the same text have the same values.
func (a *Axis) String() string {
	switch {
	case a.Words != nil:
		return a.Name + "=" + strings.Join(a.Words, ",")
	case !a.Drawn:
		return a.Name + "=" + a.Values.String()
	case a.Over == nil:
		return a.Name
	}
	return a.Name + "=" + describe(a.Over)
}

// describe is a distribution as it counts.
func describe(v *quantity.Value) string {
	s := fmt.Sprintf("%s(%v,%v,%v)", v.Shape, v.Low, v.Mode, v.High)
	if v.Shape == quantity.Discrete {
		s = fmt.Sprintf("%s(%v,%v)", v.Shape, v.Values, v.Weights)
	}
	if v.Common != "" {
		s += " common " + v.Common
	}
	return s
}

// refs are what the axis varies in a mix.
func (a *Axis) refs(m *mix.Mix) []mix.Ref {
	switch {
	case a.Spec == nil:
		return nil
	case a.Spec.Scope == quantity.Shared || a.Owner != "":
		return []mix.Ref{{Owner: a.Owner, Spec: a.Spec}}
	}
	out := make([]mix.Ref, len(m.Members))
	for i, x := range m.Members {
		out[i] = mix.Ref{Owner: x.ID, Spec: a.Spec}
	}
	return out
}

// checked is how many values of a longer sequence are looked at one by one. Those of a sequence rise, so that its ends tell the rest.
const checked = 1 << 20

// check returns the number of a value that the input cannot have, and why; -1 if all are fine.
func (a *Axis) check() (at int, why string) {
	if a.Words != nil || a.Drawn {
		return -1, ""
	}
	n := a.Values.Len()
	for i := range min(n, checked) {
		if why := wrong(a.Spec, a.Values.At(i)); why != "" {
			return i, why
		}
	}
	if why := wrong(a.Spec, a.Values.At(n-1)); why != "" {
		return n - 1, why
	}
	return -1, ""
}

// wrong says why an input cannot have a value; empty if it can.
func wrong(s *quantity.Spec, x float64) string {
	start := s.Fixed && s.Scope == quantity.Shared
	switch {
	case !s.Bounds.Contains(x):
		return s.Notation().Short(x, 9) + " is out of bounds; allowed: " + s.BoundsText()
	case start && x == 0:
		return "0: more than 0 is wanted"
	case Whole(s) && x != math.Trunc(x):
		return s.Notation().Short(x, 9) + " is not a whole number"
	}
	return ""
}

// Whole reports whether an input comes in whole numbers: chips, racks, dies. H100-equivalents do not.
func Whole(s *quantity.Spec) bool {
	return s.Fixed && s.Style == unit.AsCount && s != power.StartH100e.Spec
}

// AxisError says which axis of a sweep is wrong, and how.
type AxisError struct {
	Axis int // its number
	Err  error
}

// Error implements the error interface.
func (e *AxisError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong.
func (e *AxisError) Unwrap() error { return e.Err }

func axisError(axis int, format string, args ...any) error {
	return &AxisError{axis, fmt.Errorf(format, args...)}
}
