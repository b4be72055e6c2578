package check

import (
	"slices"
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

// tabled reports whether it is of a table.
func (v *vocabulary) tabled() bool { return v.specs != nil }

// owner parts a name into whose figure it is, if it says so, and the rest. Members of a table, such as the input of a chip, and its moments may have colons.
func (v *vocabulary) owner(full string) (owner, name string, of bool) {
	if !v.tabled() {
		if owner, name, of = strings.Cut(full, ":"); of {
			return owner, name, true
		}
		return "", full, false
	}
	end := len(full)
	if at := strings.IndexByte(full, '@'); at >= 0 {
		end = at
	}
	if i := strings.LastIndexByte(full[:end], ':'); i >= 0 {
		return full[:i], full[i+1:], true
	}
	return "", full, false
}

// statistics are what of a figure a condition can be about.
func (v *vocabulary) statistics() []string {
	if v.tabled() {
		return append(slices.Clone(Statistics), "low", "high")
	}
	return Statistics
}

// manyFigures is from how many figures on those of the model are not listed one by one.
const manyFigures = 30

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
		var own []string
		more := ""
		for _, s := range v.specs {
			if len(v.specs) > manyFigures && model.Model.Find(s.Name) != nil {
				more = " and the quantities that capplan quantities lists"
				continue
			}
			own = append(own, s.Name)
		}
		return v.source + strings.Join(own, ", ") + more
	}
	return "capplan quantities lists them"
}
