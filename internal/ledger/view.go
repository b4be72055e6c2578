package ledger

import (
	"slices"
	"strings"
)

// View says which commitments are summed.
type View struct {
	Layer       Layer
	BindingOnly bool     // only what a contract binds
	Include     []string // ids that count although they are options, or do not bind
	Exclude     []string // ids that do not count, nor what is inside them
}

// Moment is a day on which a portfolio is looked at.
type Moment struct {
	Date        string // ISO; empty for after everything
	Through     bool   // what was committed on the day itself counts too
	KeepLetters bool   // a letter of intent lives on when something smaller replaces it, and has that inside
}

// Role is what a commitment is to a sum.
type Role string

// The roles of a commitment.
const (
	Counted Role = "counted" // added
	Inside  Role = "inside"  // a part of one that is added
	LeftOut Role = "left-out"
)

// Reason says why a commitment is not added.
type Reason string

// The reasons why a commitment is not added.
const (
	ByLater         Reason = "later"         // the day is before it
	ByExclusion     Reason = "excluded"      // the question leaves it out
	ByOption        Reason = "option"        // nobody has taken it up
	ByBinding       Reason = "not-binding"   // only binding ones count, and it is not known to be one
	ByReplacement   Reason = "replaced"      // another supersedes it
	ByLayer         Reason = "layer"         // it sees the machines of the summed layer from another side
	ByNoPower       Reason = "no-power"      // only money is stated
	ByNoChip        Reason = "no-conversion" // rack or chip power without a chip
	ByWhole         Reason = "part"          // a bigger commitment that is counted has it inside
	ByReplacedWhole Reason = "part-replaced" // the bigger one was superseded, and it with it
	ByExcludedWhole Reason = "part-excluded" // the bigger one is left out by the question
	noReason        Reason = ""              // counted
)

// Entry is a commitment and what became of it.
type Entry struct {
	*Commitment
	Role    Role
	Reason  Reason // empty where it counts
	Of      string // the id of the commitment that is the reason; may be empty
	Message string // the reason in words
}

// At returns what becomes of each commitment on a day, in the order of the file. The ledger must be free of faults.
func (l *Ledger) At(v View, m Moment) []Entry {
	s := &standing{l: l, v: v, m: m}
	out := make([]Entry, len(l.Commitments))
	for i, c := range l.Commitments {
		out[i] = s.entry(c)
	}
	return out
}

type standing struct {
	l *Ledger
	v View
	m Moment
}

// there reports whether the commitment was made by the day.
func (s *standing) there(c *Commitment) bool {
	return s.m.Date == "" || c.Date < s.m.Date || s.m.Through && c.Date == s.m.Date
}

// barred is why the commitment has no say at all, for what the question wants or for its own nature.
func (s *standing) barred(c *Commitment) Reason {
	included := slices.Contains(s.v.Include, c.ID)
	switch {
	case !s.there(c):
		return ByLater
	case slices.Contains(s.v.Exclude, c.ID):
		return ByExclusion
	case c.Binding == Option && !included:
		return ByOption
	case s.v.BindingOnly && c.Binding != Firm && !included:
		return ByBinding
	}
	return noReason
}

// replacement is the first commitment that supersedes c, nil if none does.
func (s *standing) replacement(c *Commitment) *Commitment {
	for _, x := range s.l.Commitments {
		if x.Replaces == c.ID && s.barred(x) == noReason {
			return x
		}
	}
	return nil
}

// superseded reports whether another stands in the commitment's place, and which.
func (s *standing) superseded(c *Commitment) (by *Commitment) {
	if c.Binding == Letter && s.m.KeepLetters && !s.outgrown(c) {
		return nil
	}
	return s.replacement(c)
}

// outgrown reports whether what replaces a letter is more power than the letter: it cannot be inside it then, and to keep the letter would add nothing. Powers
// of different boundaries are compared as they are stated.
func (s *standing) outgrown(c *Commitment) bool {
	if c.Power == nil {
		return false
	}
	sum := 0.0
	for _, x := range s.l.Commitments {
		if x.Replaces == c.ID && x.Power != nil && s.barred(x) == noReason {
			sum += x.Power.Mid()
		}
	}
	return sum > c.Power.Mid()
}

// wholes are the bigger commitments that c is inside of, the nearest first: those that it is a part of, whatever their layers, as what lies between two of the
// summed layer may be of another; and then the letter that it would have replaced.
func (s *standing) wholes(c *Commitment) []*Commitment {
	var out []*Commitment
	for w := s.l.Find(c.PartOf); w != nil; w = s.l.Find(w.PartOf) {
		out = append(out, w)
	}
	if w := s.l.Find(c.Replaces); w != nil && s.barred(w) == noReason && s.superseded(w) == nil {
		out = append(out, w)
	}
	return out
}

func (s *standing) entry(c *Commitment) Entry {
	reason, of := s.judge(c)
	e := Entry{Commitment: c, Role: LeftOut, Reason: reason, Of: of}
	switch reason {
	case noReason:
		e.Role = Counted
	case ByWhole:
		e.Role = Inside
	}
	e.Message = s.message(e)
	return e
}

// judge returns why c is not added, and the commitment that is the reason.
func (s *standing) judge(c *Commitment) (Reason, string) {
	if r := s.barred(c); r != noReason {
		return r, ""
	}
	if by := s.superseded(c); by != nil {
		return ByReplacement, by.ID
	}
	switch {
	case c.Layer != s.v.Layer:
		return ByLayer, ""
	case c.Power == nil:
		return ByNoPower, ""
	case (c.Boundary == Rack || c.Boundary == Chip) && len(c.Chips) == 0:
		return ByNoChip, ""
	}
	for _, w := range s.wholes(c) {
		switch {
		case slices.Contains(s.v.Exclude, w.ID):
			return ByExcludedWhole, w.ID
		case w.Layer != s.v.Layer || !s.there(w):
			continue
		}
		switch r, _ := s.judge(w); r {
		case noReason, ByWhole:
			return ByWhole, w.ID
		case ByReplacement, ByReplacedWhole:
			return ByReplacedWhole, w.ID
		case ByExcludedWhole:
			return ByExcludedWhole, w.ID
		} // else it is an option, or has no power: nothing that could have this inside
	}
	return noReason, ""
}

// message says in words why a commitment is not added.
func (s *standing) message(e Entry) string {
	switch e.Reason {
	case ByLater:
		return "committed on " + e.Date + ", later than this view"
	case ByExclusion:
		return "left out by the question"
	case ByOption:
		return "an option that nobody has taken up"
	case ByBinding:
		if e.Binding == Letter {
			return "a letter of intent or a term sheet, which does not bind"
		}
		return "not said to be binding"
	case ByReplacement:
		if e.Binding == Letter && s.m.KeepLetters {
			return "replaced by " + e.Of + "; what replaces it is more than the letter, which has nothing to add"
		}
		return "replaced by " + e.Of
	case ByLayer:
		switch {
		case s.v.Layer == InUse && e.Layer != Target:
			return "a commitment, which is not what is in use"
		case s.v.Layer == Target && e.Layer != InUse:
			return "a commitment, which is no target"
		}
		return layerReason[e.Layer] + s.relation(e.Commitment)
	case ByNoPower:
		return "money only; no power is stated"
	case ByNoChip:
		return e.Boundary + " power without a chip by which to convert it"
	case ByWhole:
		return "inside " + e.Of
	case ByReplacedWhole:
		return "part of " + e.Of + ", which was replaced"
	case ByExcludedWhole:
		return "part of " + e.Of + ", which is left out"
	}
	return ""
}

// layerReason says why a layer is not added to another.
var layerReason = map[Layer]string{
	ChipVendor:    "chips: the same machines from another side",
	CloudContract: "a cloud contract: the same machines from another side",
	Campus:        "a campus: the same machines from another side",
	Target:        "a target, which nobody has committed to",
	InUse:         "in use already, from commitments that this layer counts or that are older",
}

// relation names the entries that an edge joins with one of another layer.
func (s *standing) relation(c *Commitment) string {
	var parts []string
	for _, x := range s.l.Commitments {
		if x.PartOf == c.ID && x.Layer == s.v.Layer && s.there(x) {
			parts = append(parts, x.ID)
		}
	}
	switch {
	case len(parts) > 0:
		return "; " + strings.Join(parts, ", ") + " is part of it"
	case c.PartOf != "":
		return "; part of " + c.PartOf
	}
	return ""
}
