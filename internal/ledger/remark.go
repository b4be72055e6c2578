package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
)

// last is the state that the remarks are about: the last one, before all letters that are kept beside it.
func (r *Result) last() *State {
	for i := len(r.States) - 1; i >= 0; i-- {
		if r.States[i].Key != AfterWithLetter {
			return &r.States[i]
		}
	}
	return nil
}

// remark adds what a reader must know: what was not counted and why, and what weakens the sums.
func (r *Result) remark(o *operands) {
	s := r.last()
	if s == nil {
		return
	}
	r.noteApart(s)
	r.noteLayers(s)
	r.noteLeftOut(s)
	r.noteChips(s, o)
	r.noteRealised()
	r.warnMoney(s)
	r.warnAnnounced(s)
	r.warnLetters(s)
	r.warnAssumed(s)
}

func (r *Result) note(code, format string, args ...any) {
	r.Notes = append(r.Notes, answer.Note{Code: code, Message: fmt.Sprintf(format, args...)})
}

func (r *Result) warn(code, message, advice string) {
	r.Warnings = append(r.Warnings, answer.Warning{Code: code, Message: message, Advice: advice})
}

// BoundaryName is the boundary of a sum as prose has it.
func BoundaryName(b string) string {
	switch b {
	case IT:
		return "IT"
	case Unstated:
		return "unstated"
	}
	return b
}

func short(f Figure) string { return f.Notation.Short(f.Middle(), 4) }

// noteApart says that a sum of unlike powers was not made.
func (r *Result) noteApart(s *State) {
	if len(s.Stated) < 2 {
		return
	}
	var parts []string
	for _, g := range s.Stated {
		name := BoundaryName(g.Boundary) + " power"
		if g.Boundary == Unstated {
			name = "power of unstated boundary"
		}
		parts = append(parts, short(g.Total)+" of "+name+" ("+strings.Join(g.Commitments, ", ")+")")
	}
	r.note("not-added", "%s are not added: nobody says where the one is measured. --unstated it or --unstated facility reads them alike.",
		strings.Join(parts, " and "))
}

// OtherLayers is what the layers beside the summed one are, as the subject of a sentence: the same machines, unless it is what is in use or a target that is summed.
func OtherLayers(summed Layer) string {
	if summed == InUse || summed == Target {
		return "Other layers"
	}
	return "Other layers see the same machines and"
}

// noteLayers says which layers were left out, and which of their entries.
func (r *Result) noteLayers(s *State) {
	by := map[Layer][]string{}
	for _, e := range s.Entries {
		if e.Reason == ByLayer {
			by[e.Layer] = append(by[e.Layer], e.ID)
		}
	}
	var parts []string
	for _, l := range Layers {
		if ids := by[l]; ids != nil {
			parts = append(parts, string(l)+" ("+strings.Join(ids, ", ")+")")
		}
	}
	if parts != nil {
		r.note("layers", "%s are not added: %s.", OtherLayers(r.Question.Layer), strings.Join(parts, ", "))
	}
}

// NotCounted is the code of the notes on entries of the summed layer that were not added, which the entries themselves say too.
const NotCounted = "not-counted"

// noteLeftOut lists what else of the layer was not added, and what is too late for the day.
func (r *Result) noteLeftOut(s *State) {
	var later []string
	for _, e := range s.Entries {
		switch {
		case e.Reason == ByLater:
			later = append(later, e.ID)
		case e.Role == LeftOut && e.Layer == r.Question.Layer:
			amount := ""
			if e.Power != nil {
				amount = ", " + Power.Notation().Short(e.Power.Mid(), 4) + ","
			}
			r.note(NotCounted, "%s%s is not counted: %s.", e.ID, amount, e.Message)
		}
	}
	if as := r.Ledger.AsOf; as != "" && s.Date > as {
		r.note("stale", "The ledger was looked through up to %s; what was committed between that day and %s is not in it.", as, s.Date)
	}
	if later != nil {
		flag := "--after"
		if s.Key == AsOf {
			flag = "--as-of"
		}
		r.note("later", "Committed after %s and not in this view (%s takes another day): %s.", s.Date, flag, strings.Join(later, ", "))
	}
}

// noteChips says for which part chips are known, and how they were counted.
func (r *Result) noteChips(s *State, o *operands) {
	some := false
	for _, g := range s.Stated {
		if !(g.Covered.Middle() > 0) {
			continue
		}
		some = true
		r.note("covered", "The chip is known for %s of %s of %s; chips and FLOP/s are of that part.", short(g.Covered), short(g.Total), groupName(g.Boundary))
	}
	if !some {
		return
	}
	text := "Chips are not rounded to whole systems."
	if _, drawn := o.memo["it of unstated"]; drawn && (r.Question.Unstated == Apart || r.Question.Unstated == Drawn) {
		text += " A power of unstated boundary is facility or IT power in each case, by the site's weights."
	}
	r.note("chips", "%s", text)
	for _, c := range r.Chips {
		if x, asked := o.memo["chips per it watt of "+c.ID]; asked && x.Missing() {
			r.note("no-power", "How much power a %s takes is not known, so its chips are not counted.", c.Name)
			continue
		}
		if o.peak(c.ID).Missing() {
			r.note("no-peak", "%s has no dense %s peak: it is not in the FLOP/s. Known: %s.", c.Name, r.Question.Precision, strings.Join(peaksOf(c.Accelerator), ", "))
		}
	}
}

func groupName(boundary string) string {
	if boundary == Unstated {
		return "power of unstated boundary"
	}
	return BoundaryName(boundary) + " power"
}

func peaksOf(c *accelerators.Accelerator) []string {
	var out []string
	for i, p := range accelerators.Precision.Options {
		if _, known := c.Values[accelerators.Peak[i].Spec]; known {
			out = append(out, p)
		}
	}
	return out
}

// noteRealised says by which factors announced power was taken down.
func (r *Result) noteRealised() {
	if !r.Question.Realised || len(r.Unrealised()) > 0 {
		return
	}
	var parts []string
	for _, s := range Statuses {
		if v, known := r.Ledger.Realisation[s]; known {
			low, high := v.Extremes()
			n := Realisation.Notation()
			parts = append(parts, fmt.Sprintf("%s %s (%s to %s)", s, n.Short(v.Mid(), 3), n.Short(low, 3), n.Short(high, 3)))
		}
	}
	if parts != nil {
		r.note("realisation", "Share that gets energised: %s; correlation between commitments %s.", strings.Join(parts, ", "),
			Correlation.Notation().Short(r.Ledger.Correlation.Mid(), 3))
	}
}

// counted lists the ids of the entries in a sum, or inside one, that satisfy a condition.
func counted(s *State, is func(c *Commitment) bool) []string {
	var out []string
	for _, e := range s.Entries {
		if e.Role == Counted && is(e.Commitment) {
			out = append(out, e.ID)
		}
	}
	return out
}

// warnMoney names the commitments of the layer that are in no share because only their money is known.
func (r *Result) warnMoney(s *State) {
	var ids []string
	sum := 0.0
	for _, e := range s.Entries {
		if e.Reason == ByNoPower && e.Money != nil {
			ids, sum = append(ids, e.ID), sum+e.Money.Mid()
		}
	}
	if ids != nil {
		r.warn("money-only", "in no share, as money is stated and no power, "+Money.Notation().Short(sum, 4)+" in all: "+strings.Join(ids, ", "), "shares are of the power that is stated")
	}
}

func (r *Result) warnAnnounced(s *State) {
	if ids := counted(s, func(c *Commitment) bool { return c.Status == Announced }); ids != nil && !r.Question.Realised {
		r.warn("announced", "counted in full though only announced: "+strings.Join(ids, ", "), "--realised counts what is expected to be energised")
	}
}

func (r *Result) warnLetters(s *State) {
	if ids := counted(s, func(c *Commitment) bool { return c.Binding == Letter }); ids != nil {
		r.warn("letters", "counted though a letter of intent or a term sheet does not bind: "+strings.Join(ids, ", "), "--binding-only leaves them out")
	}
	if ids := counted(s, func(c *Commitment) bool { return c.Binding == Option }); ids != nil {
		r.warn("options", "counted though they are options: "+strings.Join(ids, ", "), "leave out --include to count what is committed")
	}
}

// warnAssumed names the splits between chips that nobody published.
func (r *Result) warnAssumed(s *State) {
	ids := counted(s, func(c *Commitment) bool {
		return slices.ContainsFunc(c.Chips, func(p Part) bool { return len(c.Chips) > 1 && p.Weight.Basis == quantity.Assumed })
	})
	if ids != nil {
		r.warn("assumed-split", "how much of the power each chip takes is assumed: "+strings.Join(ids, ", "), "--chip COMMITMENT=CHIP counts all of it as one chip")
	}
	if len(r.Question.Chips) > 0 {
		r.warn("given-chips", "the question, not the ledger, says which chips these are: "+strings.Join(r.Question.Chips, ", "), "")
	}
}
