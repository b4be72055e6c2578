package check

import (
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// vocabulary is what conditions of a kind of question can be about.
type vocabulary struct {
	sets    []*quantity.Set
	overall string // why no quarter can be named; empty where it can
}

var (
	modelWords = &vocabulary{sets: []*quantity.Set{model.Model}, overall: "the question has no quarters"}
	rampWords  = &vocabulary{sets: []*quantity.Set{model.Model, ramp.Quantities}}
)

// find returns the quantity of that name, nil if there is none.
func (v *vocabulary) find(name string) *quantity.Spec {
	for _, set := range v.sets {
		if s := set.Find(name); s != nil {
			return s
		}
	}
	return nil
}

// outputNames lists the quantities that are computed.
func (v *vocabulary) outputNames() []string {
	var out []string
	for _, set := range v.sets {
		for _, s := range set.All() {
			if !s.Input {
				out = append(out, s.Name)
			}
		}
	}
	return out
}
