// Package resultdiff finds what differs between two answers, by how much, and because of which inputs.
//
// It computes both answers again, from the inputs that they state, and takes no figure on trust: what an answer says beyond that is another model or version,
// and is named as such. The change of each figure is divided among the inputs that changed by their Shapley values: what an input adds on average over all
// orders in which the inputs could have changed. No order is preferred, an input that does nothing gets nothing, and the parts sum to the whole.
//
// The package opens no file and writes nothing.
package resultdiff

import (
	"fmt"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/saved"
)

// Options say how two answers are compared.
type Options struct {
	Fields       []*quantity.Spec // the figures to compare; empty for all that both have
	By           Grouping         // empty means Auto
	Permutations int              // pairs of orders that are drawn where there are too many for all; 0 for the usual
	Seed         uint64           // of the orders
	Members      bool             // compare the members of a fleet too, not only its total
}

// Diff is what came out.
type Diff struct {
	Old, New *saved.Answer
	Point    bool     // points are compared, as one of the two has no draws; else medians
	Causes   []Cause  // what changed, each a part of the attribution
	Changes  []Change // every single change, in the model's order
	By       Grouping // how changes were put together to causes
	Method   Method
	Rows     []Row
	Notes    []Note
}

// Method says how the change was divided.
type Method struct {
	Exact        bool // every set of causes was computed
	Evaluations  int  // sets of causes that were computed
	Permutations int  // pairs of orders, where not exact
	Seed         uint64
}

// Note is something that a reader must know.
type Note struct{ Code, Message string }

// Status is what became of a figure.
type Status string

// What can become of a figure.
const (
	Same    Status = "same"    // to the last published digit
	Noise   Status = "noise"   // it differs by no more than sampling alone may do; see [Diff.Reach]
	Changed Status = "changed" // by more
	Came    Status = "came"    // it has a value now, and had none
	Went    Status = "went"    // it had a value, and has none now
	Absent  Status = "absent"  // neither has a value
)

// Row is one figure of both answers.
type Row struct {
	Of       saved.Of
	Old, New saved.Figure
	Status   Status
	Width    Status  // the same of the span from P5 to P95: same, noise or changed
	Change   float64 // of the median, or the point; NaN where there is none
	Percent  float64 // of the old; NaN where that is 0 or there is none
	Parts    []Part  // by cause, in their order; nil where it cannot be divided
	Rest     float64 // what no cause explains: another model or version; NaN where it cannot be divided
}

// Part is what one cause adds to the change.
type Part struct {
	Change float64
	Error  float64 // standard error, 0 where exact
}

// Compare compares two answers. The error says why they cannot be, and what to do.
func Compare(old, new *saved.Answer, o Options) (*Diff, error) {
	if err := alike(old, new); err != nil {
		return nil, err
	}
	old, new = joined(old, new)
	d := &Diff{Old: old, New: new, Point: old.Question.Draws == 0 || new.Question.Draws == 0}
	d.Changes = changes(old, new)
	var err error
	if d.Causes, d.By, err = causes(d.Changes, o.By); err != nil {
		return nil, err
	}
	d.rows(o)
	if err := d.attribute(o); err != nil {
		return nil, err
	}
	d.remark()
	return d, nil
}

// alike refuses answers whose figures do not mean the same.
func alike(old, new *saved.Answer) error {
	a, b := old.Question, new.Question
	switch {
	case old.Kind != new.Kind:
		return fmt.Errorf("%s is an answer of %s and %s one of %s; they hold unlike figures, so ask both the same way", old.Name, a.Command, new.Name, b.Command)
	case a.StartSpec != b.StartSpec:
		return fmt.Errorf("%s starts from %s (%s) and %s from %s (%s): what is given in the one is asked in the other; start both from the same, such as --gw",
			old.Name, a.StartSpec.Name, a.Start, new.Name, b.StartSpec.Name, b.Start)
	case a.Basis != b.Basis:
		return fmt.Errorf("%s has its power at boundary %s and %s at %s: their gigawatts are not the same; ask both at one, such as --basis %s",
			old.Name, a.Basis, new.Name, b.Basis, a.Basis)
	}
	return nil
}

// rows lists the figures that are compared.
func (d *Diff) rows(o Options) {
	add := func(member string, a, b saved.Figures) {
		list := order(a, b)
		if len(o.Fields) > 0 {
			have := list
			list = slices.DeleteFunc(slices.Clone(o.Fields), func(s *quantity.Spec) bool { return !slices.Contains(have, s) })
		}
		for _, s := range list {
			row := Row{Of: saved.Of{Member: member, Spec: s}, Old: figure(a, s), New: figure(b, s), Rest: math.NaN()}
			d.judge(&row)
			d.Rows = append(d.Rows, row)
		}
	}
	if d.Old.Kind != saved.Alternatives {
		add("", d.Old.Total, d.New.Total)
	}
	if d.Old.Kind == saved.Alternatives || o.Members {
		if len(d.Old.Members) == 1 && len(d.New.Members) == 1 {
			return // the total says it all
		}
		for _, m := range d.Old.Members {
			if n := d.New.Member(m.ID); n != nil {
				add(m.ID, m.Figures, n.Figures)
			}
		}
	}
}

// figure is one of a list; n/a where there is none.
func figure(list saved.Figures, s *quantity.Spec) saved.Figure {
	if f, have := list[s]; have {
		return f
	}
	return saved.NotKnown()
}

// value is what of a figure is compared.
func (d *Diff) value(f saved.Figure) float64 {
	if d.Point {
		return f.Point
	}
	return f.P50
}

// judge says what became of a figure. Errors are on the safe side, so what they let through as a change is one.
func (d *Diff) judge(r *Row) {
	a, b := d.value(r.Old), d.value(r.New)
	r.Change, r.Percent, r.Width = b-a, math.NaN(), Same
	if a != 0 {
		r.Percent = 100 * r.Change / math.Abs(a)
	}
	switch {
	case math.IsNaN(a) && math.IsNaN(b):
		r.Status = Absent
	case math.IsNaN(a):
		r.Status = Came
	case math.IsNaN(b):
		r.Status = Went
	case !d.Point:
		r.Status = d.within(a, b, r.Old.Error.P50, r.New.Error.P50)
	case equal(a, b):
		r.Status = Same
	default:
		r.Status = Changed
	}
	if d.Point || math.IsNaN(r.Change) {
		return
	}
	r.Width = widest(
		d.within(r.Old.P5, r.New.P5, r.Old.Error.P5, r.New.Error.P5), d.within(r.Old.P95, r.New.P95, r.Old.Error.P95, r.New.Error.P95))
}

// equal reports whether two figures are the same to the last published digit.
func equal(a, b float64) bool { return math.Abs(a-b) <= 2e-9*math.Max(math.Abs(a), math.Abs(b)) }

// within says whether two percentiles differ by more than sampling alone may move them.
func (d *Diff) within(a, b, errA, errB float64) Status {
	switch {
	case equal(a, b) || math.IsNaN(a) || math.IsNaN(b):
		return Same
	case math.Abs(a-b) <= d.Reach(errA, errB):
		return Noise
	}
	return Changed
}

// Reach is how far two figures with these published errors may lie apart by sampling alone. The errors are those of independent draws. Where both answers have
// other draws it is three of them: a Sobol sequence scatters by less, how much less depends on the figure, and an answer has many figures. Where both have the
// same draws most of the noise cancels, and one is on the safe side.
func (d *Diff) Reach(errA, errB float64) float64 {
	reach := math.Hypot(errA, errB)
	if d.Old.Question.Sampling != d.New.Question.Sampling || !agree(d.Old.Streams, d.New.Streams) {
		reach *= 3
	}
	return reach
}

// widest is the gravest of two.
func widest(a, b Status) Status {
	for _, s := range []Status{Changed, Noise} {
		if a == s || b == s {
			return s
		}
	}
	return Same
}

// Differs reports whether a figure differs beyond noise and beyond a tolerance, a share of the old figure: the median or an end of the span. A figure that came
// or went differs.
func (r *Row) Differs(tolerance float64) bool {
	beyond := func(a, b float64) bool { return math.Abs(b-a) > tolerance*math.Abs(a)*(1+1e-12) }
	switch r.Status {
	case Came, Went:
		return true
	case Changed:
		if a := r.Change; math.Abs(a) > 0 && (math.IsNaN(r.Percent) || math.Abs(r.Percent) > 100*tolerance*(1+1e-12)) {
			return true
		}
	}
	return r.Width == Changed && (beyond(r.Old.P5, r.New.P5) || beyond(r.Old.P95, r.New.P95))
}

// Same reports whether no figure differs beyond noise and the tolerance.
func (d *Diff) Same(tolerance float64) bool {
	return !slices.ContainsFunc(d.Rows, func(r Row) bool { return r.Differs(tolerance) })
}

// Only returns the difference with the rows of these figures and no others, in their order within each member.
func (d *Diff) Only(fields []*quantity.Spec) *Diff {
	out := *d
	out.Rows = nil
	for i := 0; i < len(d.Rows); {
		end := i
		for end < len(d.Rows) && d.Rows[end].Of.Member == d.Rows[i].Of.Member {
			end++
		}
		for _, s := range fields {
			for _, r := range d.Rows[i:end] {
				if r.Of.Spec == s {
					out.Rows = append(out.Rows, r)
				}
			}
		}
		i = end
	}
	return &out
}

// Row returns the row of a figure, nil if it is not compared.
func (d *Diff) Row(of saved.Of) *Row {
	for i := range d.Rows {
		if d.Rows[i].Of == of {
			return &d.Rows[i]
		}
	}
	return nil
}

// Largest is the cause with the greatest part in a change, -1 if there is none. What no cause explains may be greater; it is len(Causes) then.
func (d *Diff) Largest(r *Row) int {
	at, most := -1, 0.0
	for i, p := range r.Parts {
		if x := math.Abs(p.Change); x > most {
			at, most = i, x
		}
	}
	if r.Parts != nil && math.Abs(r.Rest) > most && d.restCounts(r) {
		at = len(r.Parts)
	}
	return at
}

// restTolerance is the part of a figure by which it differs when it is computed from published inputs, which have nine digits: a system more or less, or a draw
// beside the median.
const restTolerance = 2e-4

// RestCounts reports whether what no cause explains is more than the rounding of published inputs.
func (d *Diff) RestCounts(r *Row) bool { return d.restCounts(r) }

func (d *Diff) restCounts(r *Row) bool {
	tolerance := restTolerance * math.Max(math.Abs(d.value(r.Old)), math.Abs(d.value(r.New)))
	for i := range d.Rows { // a small difference of large figures, such as what whole systems leave over, has the error of those
		if x := &d.Rows[i]; x.Of.Spec.Unit == r.Of.Spec.Unit && x.Rest == x.Rest {
			tolerance = math.Max(tolerance, 1e-8*math.Max(math.Abs(d.value(x.Old)), math.Abs(d.value(x.New))))
		}
	}
	return math.Abs(r.Rest) > tolerance
}
