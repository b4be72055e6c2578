package sweep

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// MaxRows is the most rows of a sweep: as many as a design's sequence has points.
const MaxRows = 1 << 32

// MaxCases is the most combinations of names, each of which is compiled.
const MaxCases = 100_000

// Metric is an output that a sweep shows.
type Metric struct {
	Owner string // the member whose output it is; empty for the total, or the chip alone
	Spec  *quantity.Spec
}

// Name is the metric as people write it: capacity.chips, gb200:capacity.chips.
func (m Metric) Name() string { return mix.Ref{Owner: m.Owner, Spec: m.Spec}.String() }

// output is what the metric is in a mix.
func (m Metric) output(x *mix.Mix) mix.Output {
	o := mix.Output{Member: mix.Total, Spec: m.Spec}
	for i, member := range x.Members {
		if member.ID == m.Owner || len(x.Members) == 1 && m.Spec.Total == quantity.None {
			o.Member = i
		}
	}
	return o
}

// Definition is what a sweep is.
type Definition struct {
	Axes    []Axis // the last varies fastest
	Metrics []Metric
	Rest    string            // the member that takes what varied shares leave; empty where none is varied
	Draws   analysis.Settings // of each row; no draws make each row a point
	Design  analysis.Settings // the points of the design; no draws where nothing is drawn
	// Mix is the question, ready to be computed, with each axis at the value of that number; what is drawn has its distribution. Several goroutines may call it
	// at once.
	Mix func(at []int) (*mix.Mix, error)
	// Overrides names the inputs of such a mix that are not built in and that some of the outputs rest on; what varies is none of them. Nil names none.
	Overrides func(at []int, m *mix.Mix, outputs []mix.Output) []string
}

// Sweep is a definition that holds together: every row of it can be computed.
type Sweep struct {
	Definition
	columns []Column
	strides []int // rows over which the axis keeps its value
	cases   []int // by axis: the weight of a name in the number of a case; 0 for others
	rows    int
	points  int // of the design; 1 without

	programs []program
	marks    []string // what is not built in, as rows have it; none where nothing is
	marked   []uint32 // by case: the number of its mark
}

// New checks a definition. The error is an [*AxisError] where one axis is to blame.
func New(d Definition) (*Sweep, error) {
	s := &Sweep{Definition: d, points: max(1, d.Design.Draws)}
	if err := s.count(); err != nil {
		return nil, err
	}
	for i := range s.Axes {
		if at, why := s.Axes[i].check(); at >= 0 {
			return nil, axisError(i, "%s (row %d)", why, at*s.strides[i]+1)
		}
	}
	if err := s.checkShares(); err != nil {
		return nil, err
	}
	for k := range s.programs {
		if err := s.checkCase(k); err != nil {
			return nil, err
		}
	}
	if err := s.mark(); err != nil {
		return nil, err
	}
	s.columns = s.layout()
	return s, nil
}

// count numbers rows and cases.
func (s *Sweep) count() error {
	rows, cases := big.NewInt(int64(s.points)), 1
	for i := range s.Axes {
		a := &s.Axes[i]
		if a.count() < 1 {
			return axisError(i, "there is nothing to vary; a list has one value or more")
		}
		n, _ := big.NewFloat(a.count()).Int(nil)
		rows.Mul(rows, n)
	}
	if rows.Cmp(big.NewInt(MaxRows)) > 0 {
		return fmt.Errorf("the sweep has %s rows; the limit is %s: vary less, take larger steps, or let a design draw from the ranges (--vary NAME=LOW..HIGH --design sobol --points 1M)",
			grouped(rows), grouped(big.NewInt(MaxRows)))
	}
	s.rows = int(rows.Int64())
	s.strides, s.cases = make([]int, len(s.Axes)), make([]int, len(s.Axes))
	stride := s.points
	for i := len(s.Axes) - 1; i >= 0; i-- {
		s.strides[i] = stride
		stride *= s.Axes[i].Len()
		if s.Axes[i].Words != nil {
			s.cases[i] = cases
			if cases *= s.Axes[i].Len(); cases > MaxCases {
				return fmt.Errorf("more than %d combinations of names; vary fewer, or sweep part by part", MaxCases)
			}
		}
	}
	s.programs = make([]program, cases)
	return nil
}

// grouped writes a number with thousands separators; one beyond reading by its power of ten.
func grouped(x *big.Int) string {
	t := x.String()
	if len(t) > 22 {
		return fmt.Sprintf("more than 1e%d", len(t)-1)
	}
	for at := len(t) - 3; at > 0; at -= 3 {
		t = t[:at] + "," + t[at:]
	}
	return t
}

// Rows is the number of rows.
func (s *Sweep) Rows() int { return s.rows }

// checkShares refuses shares that sum to more than 1 in some row.
func (s *Sweep) checkShares() error {
	if s.Rest == "" {
		return nil
	}
	m, err := s.Mix(make([]int, len(s.Axes)))
	if err != nil {
		return err
	}
	sum, row, last := 0.0, 1, 0
	for _, x := range m.Members {
		if i := s.shareAxis(x.ID); i >= 0 {
			a := &s.Axes[i]
			last = max(last, i)
			if a.Drawn {
				if a.Over != nil {
					_, high := a.Over.Extremes()
					sum += high
				}
				continue
			}
			_, at := a.Values.extremes()
			sum += a.Values.At(at)
			row += at * s.strides[i]
		} else if x.ID != s.Rest {
			sum += x.Share
		}
	}
	if sum > 1+1e-6 {
		return axisError(last, "the shares sum to %.6g in row %d, which leaves nothing for %s", sum, row, s.Rest)
	}
	return nil
}

// shareAxis is the number of the axis that varies a member's share, -1 if none does.
func (s *Sweep) shareAxis(id string) int {
	return slices.IndexFunc(s.Axes, func(a Axis) bool { return a.Spec == mix.Share && a.Owner == id })
}

// first is the numbers of the values in the first row of a case, by axis.
func (s *Sweep) first(k int) []int {
	at := make([]int, len(s.Axes))
	for i, w := range s.cases {
		if w > 0 {
			at[i] = k / w % s.Axes[i].Len()
		}
	}
	return at
}

// row is the number of the first row with these values.
func (s *Sweep) row(at []int) int {
	row := 1
	for i, k := range at {
		row += k * s.strides[i]
	}
	return row
}

// checkCase refuses a combination of names whose question cannot be computed, be it at the values that strain a system most.
func (s *Sweep) checkCase(k int) error {
	at := s.first(k)
	m, err := s.Mix(at)
	if err == nil {
		_, err = s.drawnBy(m)
	}
	if worst := s.worst(at); err == nil && worst != nil {
		at = worst
		_, err = s.Mix(at)
	}
	names := s.describe(at)
	if err == nil || names == "" {
		return err
	}
	return fmt.Errorf("row %d (%s): %w", s.row(at), names, err)
}

// describe says which values a row has.
func (s *Sweep) describe(at []int) string {
	var out []string
	for i := range s.Axes {
		a := &s.Axes[i]
		switch {
		case a.Words != nil:
			out = append(out, a.Name+"="+a.Words[at[i]])
		case !a.Drawn:
			out = append(out, a.Name+"="+a.Spec.Notation().Short(a.Values.At(at[i]), 9))
		}
	}
	return strings.Join(out, ", ")
}

// worst is the values at which a system's chips come nearest to drawing more than the system: what no row may. It is nil where nothing of that varies.
func (s *Sweep) worst(first []int) []int {
	at, varied := slices.Clone(first), false
	for i := range s.Axes {
		a := &s.Axes[i]
		if a.Words != nil || a.Drawn {
			continue
		}
		least, greatest := a.Values.extremes()
		switch a.Spec {
		case accelerators.SystemPower.Spec:
			at[i], varied = least, true
		case accelerators.TDP.Spec, accelerators.Chips.Spec:
			at[i], varied = greatest, true
		}
	}
	if !varied {
		return nil
	}
	return at
}
