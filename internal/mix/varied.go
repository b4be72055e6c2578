package mix

import (
	"slices"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Share is a member's part of what the mix divides, in [0, 1]. It is no quantity of the model, which knows only the allocation that follows from it; it names
// the share where one is varied.
var Share = &quantity.Spec{
	Name: "share", Doc: "The member's part of what the mix divides.", Unit: unit.For[unit.Number](), Style: unit.AsShare, Input: true, Scope: quantity.Member,
	Bounds: quantity.UnitInterval, Stream: shareStream,
}

// shareStream is the dimension in which shares are drawn: the last, far from those of the inputs, which take the next free one.
const shareStream = 127

// Varied names what whoever runs the program fills in, case by case: inputs, and shares of members as the pair of a member's id and [Share]. The mix must
// hold a constant for each input; it is not looked at.
type Varied []Ref

// CompileVaried is Compile for a mix some of whose inputs and shares are supplied; see [quantity.Load.Supplied].
func (m *Mix) CompileVaried(outputs []Output, varied Varied) *Plan {
	return Alternatives{Mixes: []*Mix{m}}.compile(outputs, varied)
}

// supply gives the frame of an owner its varied inputs.
func (v Varied) supply(b *quantity.Builder, f *quantity.Frame, owner string) {
	for _, r := range v {
		if r.Owner == owner && r.Spec != Share {
			f.Set(r.Spec, b.Supply(r.Spec, owner))
		}
	}
}

// share is the share of a member.
func (v Varied) share(b *quantity.Builder, x Member) quantity.Operand {
	if slices.Contains(v, Ref{x.ID, Share}) {
		return b.Supply(Share, x.ID)
	}
	return quantity.Constantly(x.Share)
}

// Coordinates says what draws each of the inputs and shares: for shares the shares' own dimension, for inputs what draws them in this mix. The mix must be
// valid.
func (m *Mix) Coordinates(refs []Ref) ([]quantity.Coordinate, error) {
	c, err := Alternatives{Mixes: []*Mix{m}}.coordinates()
	if err != nil {
		return nil, err
	}
	out := make([]quantity.Coordinate, len(refs))
	first := true
	for i, r := range refs {
		if r.Spec == Share {
			out[i].Dim = shareStream
			if !first {
				out[i].Order = "share:" + r.Owner
			}
			first = false
			continue
		}
		values := m.Shared
		for _, x := range m.Members {
			if x.ID == r.Owner {
				values = x.Values
			}
		}
		out[i] = c.of(r.Spec, r.Owner, values[r.Spec])
	}
	return out, nil
}
