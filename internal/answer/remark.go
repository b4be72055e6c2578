package answer

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// BoundaryMeaning says where each boundary is measured, in power.Basis's order.
var BoundaryMeaning = []string{
	"the utility meter of the site",
	"the output of the UPS or PDU, critical IT load",
	"the input of the accelerator racks",
	"the accelerator packages",
}

// remark adds the notes and warnings that the answer needs.
func (a *Answer) remark(set analysis.Settings) {
	a.blame()
	a.noteReadings(set)
	a.noteNoUnits(set)
	a.noteMissing()
	a.noteLeftOut()
	a.Notes = append(a.Notes, correlationNotes(a.Question, a.Mix, set.Draws)...)
	a.noteIdle()
	a.warnLater()
	a.warnAnnounced()
	a.warnAssumedMoney()
}

// noteReadings says what the other common reading of a power would give; for an unstated boundary, what both would.
func (a *Answer) noteReadings(set analysis.Settings) {
	m := a.Mix
	if m.Start != power.FromPower {
		return
	}
	others := []int{power.Facility}
	switch {
	case m.Unstated:
		others = []int{power.Facility, power.IT}
	case m.Basis == power.Facility:
		others = []int{power.IT}
	}
	for _, basis := range others {
		other := *m
		other.Basis, other.Unstated = basis, false
		if other.Validate() != nil {
			continue
		}
		chips := mix.Output{Member: mix.Total, Spec: capacity.Chips.Spec}
		r := run(&other, []mix.Output{chips}, set)
		q := r.quantity(chips)
		name := power.Basis.Options[basis]
		comes := a.Question.Start.Prose + " is " + Approximately(q) + " chips"
		if math.IsNaN(q.Point) {
			comes = "the number of chips is not known either"
		}
		a.Notes = append(a.Notes, Note{
			Code:    "other-reading",
			Message: fmt.Sprintf("Read as %s power (%s), %s.", boundaryName(name), BoundaryMeaning[basis], comes),
			Reading: &Reading{Basis: name, Quantity: q},
		})
	}
}

// boundaryName is the boundary as prose has it.
func boundaryName(basis string) string {
	if basis == "it" {
		return "IT"
	}
	return basis
}

// Approximately writes a quantity for a sentence: the median and the P5-P95 span, or the point where nothing was drawn.
func Approximately(q Quantity) string {
	n := q.Spec.Notation()
	if q.ValidShare < 1 {
		return n.Short(q.Point, 4)
	}
	mid, span := n.Interval(q.P5, q.P50, q.P95)
	if span == "" {
		return mid
	}
	if _, suffix, has := strings.Cut(mid, " "); has {
		span = strings.TrimSuffix(span, " "+suffix) // the unit is said once
	}
	return mid + " (" + span + ")"
}

// noteMissing names what is n/a and why: the inputs that a profile lacks, or that were not known yet.
func (a *Answer) noteMissing() {
	for i, x := range a.Mix.Members {
		var lacks, measure []string
		for _, q := range a.Total {
			own, shared := a.blamed(q.Spec, i)
			lacks, measure = union(lacks, own), union(measure, shared)
		}
		var later []*quantity.Spec
		isLater := func(name string) bool {
			s := model.Model.Find(name)
			if _, known := x.Later[s]; !known {
				return false
			}
			if !slices.Contains(later, s) {
				later = append(later, s)
			}
			return true
		}
		lacks, measure = slices.DeleteFunc(lacks, isLater), slices.DeleteFunc(measure, isLater)
		if len(measure) > 0 {
			a.Notes = append(a.Notes, Note{
				Code: "missing",
				Message: fmt.Sprintf("Nothing can be shared by %s: the profile of %s has no figure for %s. Give one with --set %s:%s=VALUE, or share by another measure.",
					a.Mix.By, x.Name, list(measure), x.ID, measure[0]),
			})
		}
		a.noteNotYet(x, later)
		if len(lacks) == 0 {
			continue
		}
		peak := accelerators.Peak[a.Mix.Precision].Name
		if slices.Contains(lacks, peak) {
			a.Notes = append(a.Notes, Note{
				Code: "precision",
				Message: fmt.Sprintf("%s has no %s peak; it has %s. Choose one with --precision.", x.Name, a.Question.Precision,
					strings.Join(precisionsOf(x), ", ")),
			})
		}
		a.Notes = append(a.Notes, Note{Code: "missing", Message: fmt.Sprintf("What needs %s is n/a: the profile of %s has no figure.", list(lacks), x.Name)})
	}
}

// list joins names for a sentence: "a, b or c".
func list(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

func precisionsOf(x mix.Member) []string {
	var out []string
	for i, p := range accelerators.Precision.Options {
		if _, has := x.Values[accelerators.Peak[i].Spec]; has {
			out = append(out, p)
		}
	}
	return out
}

// warnAnnounced says that a chip cannot be bought yet, or could not on the day that the question is asked as of.
func (a *Answer) warnAnnounced() {
	for _, x := range a.Mix.Members {
		if x.Status != accelerators.Announced {
			continue
		}
		message := x.Name + " is announced and not shipping; its figures will change."
		if a.Question.AsOf != "" && x.Available > a.Question.AsOf {
			message = fmt.Sprintf("On %s %s was announced and not available; it is from %s.", a.Question.AsOf, x.Name, x.Available)
		}
		a.Warnings = append(a.Warnings, Warning{
			Code: "announced", Message: message, Advice: "capplan profiles show " + x.ID + " says which of its values are assumed",
		})
	}
}

// warnAssumedMoney says that a money result rests on a price that nobody published.
func (a *Answer) warnAssumedMoney() {
	for i, x := range a.Mix.Members {
		v, has := x.Values[accelerators.ComputePerChip.Spec]
		if !has || v.Basis != quantity.Assumed {
			continue
		}
		for _, q := range a.Total {
			if q.Spec.Unit.Exp.Dollar != 0 && a.Mix.DependsOn(q.Spec, accelerators.ComputePerChip.Spec, i) {
				a.Warnings = append(a.Warnings, Warning{
					Code: "assumed-price", Message: "No installed cost of " + x.Name + " is published; every capital and yearly cost here rests on an assumed one.",
					Advice: "give your own with --set " + x.ID + ":" + accelerators.ComputePerChip.Name + "=LOW/MODE/HIGH",
				})
				break
			}
		}
	}
}

// Assumed lists the inputs of the answer that no source supports, shared ones first, each with the ids of its members.
func (a *Answer) Assumed() []string {
	var out []string
	add := func(name string) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, in := range a.Inputs {
		if in.Value.Basis == quantity.Assumed {
			add(in.Spec.Name)
		}
	}
	for _, m := range a.Members {
		for _, in := range m.Inputs {
			if in.Value.Basis != quantity.Assumed {
				continue
			}
			name := in.Spec.Name
			if len(a.Members) > 1 {
				name = m.ID + ":" + name
			}
			add(name)
		}
	}
	return out
}
