package figures

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Status is what became of a figure.
type Status string

// What can become of a figure.
const (
	Same    Status = "same"    // to the last published digit
	Noise   Status = "noise"   // it differs by no more than sampling alone may do
	Changed Status = "changed" // by more
	Came    Status = "came"    // it is there now, and was not
	Went    Status = "went"    // it was there, and is no more
)

// Diff is what differs between two results.
type Diff struct {
	Old, New *Table
	Asked    []Change // what was asked
	Inputs   []Change // what went in
	Rows     []Row
	Why      string // why the change is not divided among the inputs
}

// Row is one figure of both results.
type Row struct {
	Label, Name, Unit, Statistic string
	Member                       string
	Old, New                     float64 // NaN where there is none
	Status                       Status
	Change, Percent              float64 // NaN where there is none; percent of the old figure's size
	Reach                        float64 // how far sampling alone may move it; 0 where it is not drawn
}

// otherDraws is how many standard errors apart two figures of other draws may be by sampling alone, in a result that has many figures.
const otherDraws = 3

// Compare compares two results of a kind. The error says why they cannot be compared, and what to do.
func Compare(old, new *Table) (*Diff, error) {
	if err := new.Suits(old); err != nil {
		return nil, err
	}
	d := &Diff{Old: old, New: new, Asked: Changes(old.Asked, new.Asked), Inputs: Changes(old.Inputs, new.Inputs), Why: undivided[new.Kind]}
	d.Inputs = slices.DeleteFunc(d.Inputs, func(c Change) bool { // a chip that came or went brings its inputs with it; the shares say so
		owner, _, owned := strings.Cut(c.Path, ":")
		return owned && (!old.has(owner) || !new.has(owner))
	})
	before := map[string]*Figure{}
	for i := range old.Figures {
		before[old.Figures[i].Label()] = &old.Figures[i]
	}
	now := map[string]bool{}
	for i := range new.Figures {
		f := &new.Figures[i]
		label := f.Label()
		now[label] = true
		d.row(label, before[label], f)
	}
	for i := range old.Figures {
		if label := old.Figures[i].Label(); !now[label] {
			d.row(label, &old.Figures[i], nil)
		}
	}
	return d, nil
}

// has reports whether a result lists inputs of a chip.
func (t *Table) has(owner string) bool {
	return slices.ContainsFunc(t.Inputs, func(s Said) bool { return strings.HasPrefix(s.Path, owner+":") })
}

// undivided says why the change of a kind of result is not divided among the inputs that changed.
var undivided = map[Kind]string{
	Best:        "A best mix is found by a search: with one input changed at a time another mix may be best each time, and its shares follow from no single input. The changes are listed as they are.",
	Frontier:    "A frontier is found by searches, whose points are other mixes when an input changes. The changes are listed point by point as they are.",
	Curve:       "A share curve holds many answers; capplan mix asks for one of them, whose change can be divided. The changes are listed as they are.",
	Sensitivity: "Indices and swings describe how inputs move a result; their own change is not a sum over inputs. The changes are listed as they are.",
	Backtest:    "Scores are taken over many rows, each with inputs of its own that the results do not list. The changes are listed as they are.",
	Ledger:      "A ledger counts commitments, some of which replace or contain others, so that its sums do not divide among them. The changes are listed as they are.",
	Comparison:  "What makes two chips level is solved for. The changes are listed as they are.",
}

func (d *Diff) row(label string, old, new *Figure) {
	of := new
	if of == nil {
		of = old
	}
	r := Row{Label: label, Name: of.Name, Member: of.Member, Unit: of.Unit, Statistic: of.Main(), Old: math.NaN(), New: math.NaN(), Change: math.NaN(), Percent: math.NaN()}
	if old != nil && new != nil && math.IsNaN(old.Value(r.Statistic)+new.Value(r.Statistic)) {
		r.Statistic = "point" // of a result without draws
	}
	if old != nil && (new == nil || old.Unit == new.Unit) { // another unit is another figure
		r.Old = old.Value(r.Statistic)
	}
	if new != nil {
		r.New = new.Value(r.Statistic)
	}
	switch {
	case math.IsNaN(r.Old) && math.IsNaN(r.New):
		return
	case math.IsNaN(r.Old):
		r.Status = Came
	case math.IsNaN(r.New):
		r.Status = Went
	default:
		r.Change = r.New - r.Old
		if r.Old != 0 {
			r.Percent = 100 * r.Change / math.Abs(r.Old)
		}
		r.Reach = math.Hypot(old.Errors[r.Statistic], new.Errors[r.Statistic])
		if d.Old.Sampling != d.New.Sampling {
			r.Reach *= otherDraws
		}
		switch size := math.Abs(r.Change); {
		case size <= 2e-9*math.Max(math.Abs(r.Old), math.Abs(r.New)):
			r.Status = Same
		case size <= r.Reach:
			r.Status = Noise
		default:
			r.Status = Changed
		}
	}
	d.Rows = append(d.Rows, r)
}

// Differs reports whether a figure differs beyond noise and a tolerance, a share of the old figure.
func (r *Row) Differs(tolerance float64) bool {
	switch r.Status {
	case Came, Went:
		return true
	case Changed:
		return math.IsNaN(r.Percent) || math.Abs(r.Percent) > 100*tolerance*(1+1e-12)
	}
	return false
}

// Same reports whether no figure differs beyond noise and the tolerance.
func (d *Diff) Same(tolerance float64) bool {
	for i := range d.Rows {
		if d.Rows[i].Differs(tolerance) {
			return false
		}
	}
	return true
}

// Count is how many figures have become so.
func (d *Diff) Count(s Status) int {
	n := 0
	for i := range d.Rows {
		if d.Rows[i].Status == s {
			n++
		}
	}
	return n
}

// Only is the difference with the figures whose label has one of the patterns in it, and an error for a pattern that none has.
func (d *Diff) Only(patterns []string) (*Diff, error) {
	if len(patterns) == 0 {
		return d, nil
	}
	out := *d
	out.Rows = nil
	used := make([]bool, len(patterns))
	for _, r := range d.Rows {
		hit := false
		for i, p := range patterns {
			if strings.Contains(r.Label, strings.TrimSpace(p)) {
				hit, used[i] = true, true
			}
		}
		if hit {
			out.Rows = append(out.Rows, r)
		}
	}
	for i, p := range patterns {
		if !used[i] {
			return nil, fmt.Errorf("neither result has a figure with %q in its name", p)
		}
	}
	return &out, nil
}
