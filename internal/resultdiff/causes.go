package resultdiff

import (
	"fmt"
	"slices"

	"github.com/capplan/capplan/internal/saved"
)

// Grouping says how changes are put together to causes.
type Grouping string

// The groupings, from the finest.
const (
	Auto    Grouping = "auto"  // the finest with at most MaxCauses
	ByInput Grouping = "input" // every change is a cause
	ByPart  Grouping = "part"  // site, finance, question; of a chip: chip, system, network, workload, cost
	ByOwner Grouping = "owner" // site, finance, question, each chip
)

// Groupings lists the groupings, the default first.
var Groupings = []Grouping{Auto, ByInput, ByPart, ByOwner}

// MaxCauses is how many causes are told apart unless another grouping is asked for: as many as a chart has room for.
const MaxCauses = 12

// mostCauses is how many causes can be told apart at all: a set of them is a word of bits.
const mostCauses = 64

// Cause is one or more changes to which a part of the difference is attributed.
type Cause struct {
	Name    string
	Changes []int // indices into Diff.Changes
}

// causes puts changes together.
func causes(list []Change, by Grouping) ([]Cause, Grouping, error) {
	if by == "" {
		by = Auto
	}
	made := map[Grouping][]Cause{}
	for _, g := range []Grouping{ByInput, ByPart, ByOwner} {
		made[g] = grouped(list, g)
		if by == Auto && (len(made[g]) <= MaxCauses || g == ByOwner) {
			by = g
		}
	}
	if n := len(made[by]); n > mostCauses {
		return nil, by, fmt.Errorf("%d causes are too many to tell apart, at most %d; group them with --by part or --by owner", n, mostCauses)
	}
	return made[by], by, nil
}

func grouped(list []Change, by Grouping) []Cause {
	var out []Cause
	for i, c := range list {
		name := c.Name
		if c.Owner != ofQuestion && c.Owner != ofSampling && c.Owner != "scenario" { // parts of the question are few, and say more by their names
			switch by {
			case ByPart:
				name = c.Part
			case ByOwner:
				name = c.Owner
			}
		}
		at := slices.IndexFunc(out, func(x Cause) bool { return x.Name == name })
		if at < 0 {
			out = append(out, Cause{Name: name})
			at = len(out) - 1
		}
		out[at].Changes = append(out[at].Changes, i)
	}
	for i := range out { // a group of one is called by what it is
		if len(out[i].Changes) == 1 {
			out[i].Name = list[out[i].Changes[0]].Name
		}
	}
	return out
}

// with returns the old answer with some of the causes as they are in the new one, a bit each.
func (d *Diff) with(set uint64) *saved.Answer {
	a := d.Old.Clone()
	for i, c := range d.Causes {
		if set>>i&1 == 1 {
			for _, k := range c.Changes {
				d.Changes[k].apply(a, d.New)
			}
		}
	}
	return a
}
