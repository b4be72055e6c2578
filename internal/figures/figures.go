// Package figures reads the figures of any result out of its own JSON, under the names by which conditions and comparisons call them.
//
// An answer about chips states its inputs and can be computed anew; package saved reads those. A sensitivity study, a backtest, a best mix, a frontier, a share
// curve, a ledger and the level of a comparison cannot, or not from shares: what they have in common is figures with names. Reading them from the JSON means that
// what is judged, what is compared with a baseline and what is printed are one thing. The package opens no file, judges nothing and computes nothing.
package figures

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Kind is the sort of result that figures are of.
type Kind string

// The kinds that can be read.
const (
	Sensitivity Kind = "sensitivity study"
	Backtest    Kind = "backtest"
	Best        Kind = "best mix"
	Frontier    Kind = "frontier"
	Curve       Kind = "share curve"
	Ledger      Kind = "ledger"
	Comparison  Kind = "comparison"
)

// SchemaVersion is that of the JSON which is read.
const SchemaVersion = 1

// Table is the figures of one result.
type Table struct {
	Name             string // the file, for messages
	Kind             Kind
	Version, Library string // of the program that wrote it
	Sampling         string // the draws, seed and sampler in words; equal where both results have the same cases
	Draws            int
	Asked, Inputs    []Said // what was asked and what went in, by path
	Goal             string // what its figures are measured by, in words: the objective, the two quantities, the vendor or the reference; empty where there is none
	Members          []string
	Moments          []string // what stands behind "@"; the first is meant where none is given
	Any              bool     // a condition without a moment is about any of them
	Figures          []Figure
}

// Said is one thing that a result states.
type Said struct{ Path, Text string }

// Figure is one figure: of a member or of the whole, at a moment or of all time.
type Figure struct {
	Member, Name, Moment string
	View                 string // which reading of the result it belongs to, where there are several, such as a ledger's
	Unit                 string
	Plain                bool // a number by itself, with no distribution of its own
	Values               map[string]float64
	Errors               map[string]float64 // standard errors of sampling, of some values
}

// Statistics are what a figure can have, in the order in which they are listed.
var Statistics = []string{"point", "mean", "sd", "p5", "p25", "p50", "p75", "p95", "low", "high"}

// Main is the statistic that is compared and that a name alone means: the median of a distribution, else the number itself.
func (f *Figure) Main() string {
	if x, has := f.Values["p50"]; has && !f.Plain && !math.IsNaN(x) {
		return "p50"
	}
	return "point"
}

// Value is a statistic, NaN where there is none.
func (f *Figure) Value(statistic string) float64 {
	if x, has := f.Values[statistic]; has {
		return x
	}
	return math.NaN()
}

// Label is the figure as conditions call it: MEMBER:NAME@MOMENT, with its view in front where there are several.
func (f *Figure) Label() string {
	s := f.Name
	if f.Member != "" {
		s = f.Member + ":" + s
	}
	if f.Moment != "" {
		s += "@" + f.Moment
	}
	if f.View != "" {
		s = f.View + " " + s
	}
	return s
}

// Find returns the figure of that label, nil if there is none.
func (t *Table) Find(label string) *Figure {
	for i := range t.Figures {
		if t.Figures[i].Label() == label {
			return &t.Figures[i]
		}
	}
	return nil
}

// add puts a figure into the table, with its member and moment.
func (t *Table) add(f Figure) {
	if f.Member != "" && !slices.Contains(t.Members, f.Member) {
		t.Members = append(t.Members, f.Member)
	}
	if f.Moment != "" && !slices.Contains(t.Moments, f.Moment) {
		t.Moments = append(t.Moments, f.Moment)
	}
	t.Figures = append(t.Figures, f)
}

// plain is a number by itself.
func plain(member, name, moment, unit string, x *float64) Figure {
	return Figure{Member: member, Name: name, Moment: moment, Unit: unit, Plain: true, Values: map[string]float64{"point": or(x)}}
}

// within gives a plain figure its standard error.
func (f Figure) within(err float64) Figure {
	if err > 0 {
		f.Errors = map[string]float64{"point": err}
	}
	return f
}

func or(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

// Suits says why figures cannot be held against each other: another kind of result, other units, power at another boundary, another start. Nil where they can.
func (t *Table) Suits(old *Table) error {
	if t.Kind != old.Kind {
		return fmt.Errorf("%s is a %s and %s a %s; they hold unlike figures", old.Name, old.Kind, t.Name, t.Kind)
	}
	for _, path := range []string{"question.start_input", "question.basis", "question.at", "question.layer"} {
		if a, b := said(old.Asked, path), said(t.Asked, path); a != b {
			return fmt.Errorf("%s has %s %s and %s has %s: their figures do not mean the same; ask both alike", old.Name, words(path), a, t.Name, b)
		}
	}
	return nil
}

// Holds says why the figures cannot be judged against those of a baseline. It is [Table.Suits], and refuses in addition another objective, frontier, share curve
// or reference: their figures have the same names there and mean something else.
func (t *Table) Holds(old *Table) error {
	if err := t.Suits(old); err != nil {
		return err
	}
	if t.Goal != old.Goal {
		return fmt.Errorf("%s is of %s and %s of %s: their figures do not mean the same; ask both alike", old.Name, orNone(old.Goal), t.Name, orNone(t.Goal))
	}
	return nil
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// words is a path without its first name, for people.
func words(path string) string {
	_, rest, _ := strings.Cut(path, ".")
	return strings.ReplaceAll(rest, "_", " ")
}

func said(list []Said, path string) string {
	for _, s := range list {
		if s.Path == path {
			return s.Text
		}
	}
	return "none"
}

// Differences says what two lists state differently, each in a few words.
func Differences(old, new []Said) []string {
	var out []string
	for _, c := range Changes(old, new) {
		out = append(out, fmt.Sprintf("%s %s, now %s", words(c.Path), c.Old, c.New))
	}
	return out
}

// Change is one thing that two results state differently; "none" where only one does.
type Change struct{ Path, Old, New string }

// Changes lists what two lists state differently, in their order.
func Changes(old, new []Said) []Change {
	var out []Change
	for _, s := range new {
		if was := said(old, s.Path); was != s.Text {
			out = append(out, Change{s.Path, was, s.Text})
		}
	}
	for _, s := range old {
		if said(new, s.Path) == "none" && s.Text != "none" {
			out = append(out, Change{s.Path, s.Text, "none"})
		}
	}
	return out
}
