package check

import (
	"strings"

	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// vocabulary is what conditions of a kind of question can be about.
type vocabulary struct {
	sets    []*quantity.Set
	overall string // why no quarter can be named; empty where it can

	specs   []*quantity.Spec // of a table, instead of sets
	moments []string         // of a table, what can stand after "@" instead of a quarter
	source  string           // of a table, what stands before the list of its figures
}

var (
	modelWords = &vocabulary{sets: []*quantity.Set{model.Model}, overall: "the question has no quarters"}
	rampWords  = &vocabulary{sets: []*quantity.Set{model.Model, ramp.Quantities}}
)

// find returns the quantity of that name, nil if there is none.
func (v *vocabulary) find(name string) *quantity.Spec {
	for _, s := range v.specs {
		if s.Name == name {
			return s
		}
	}
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
	for _, s := range v.specs {
		out = append(out, s.Name)
	}
	for _, set := range v.sets {
		for _, s := range set.All() {
			if !s.Input {
				out = append(out, s.Name)
			}
		}
	}
	return out
}

// listed says where all names are to be found.
func (v *vocabulary) listed() string {
	if v.specs != nil {
		return v.source + strings.Join(v.outputNames(), ", ")
	}
	return "capplan quantities lists them"
}
