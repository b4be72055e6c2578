package answer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// noteNotYet says of inputs that a chip's profile has now, and had not on the day that the question is asked as of, from when they are known and by what.
func (a *Answer) noteNotYet(x mix.Member, later []*quantity.Spec) {
	type origin struct {
		day string
		by  quantity.Source
	}
	var order []origin
	names := map[origin][]string{}
	for _, s := range later {
		v := x.Later[s]
		day, by := v.KnownFrom()
		o := origin{day, by}
		if names[o] == nil {
			order = append(order, o)
		}
		names[o] = append(names[o], s.Name)
	}
	slices.SortStableFunc(order, func(a, b origin) int { return strings.Compare(a.day, b.day) })
	for _, o := range order {
		verb := "it is"
		if len(names[o]) > 1 {
			verb = "they are"
		}
		a.Notes = append(a.Notes, Note{Code: "not-known-yet", Message: fmt.Sprintf("What needs %s is n/a as of %s: for %s %s known from %s%s.",
			list(names[o]), a.Question.AsOf, x.Name, verb, o.day, by(o.by))})
	}
}

// by names a source in brackets; nothing where the profile itself gives the day.
func by(s quantity.Source) string {
	if s.Title == "" {
		return ""
	}
	return " (" + s.Title + ")"
}

// noteLeftOut says which of several contradicting figures were not known on the day.
func (a *Answer) noteLeftOut() {
	add := func(of string, inputs []Input) {
		for _, in := range inputs {
			for _, f := range in.Value.Later {
				figure := in.Spec.Notation().Short(f.Value, 6)
				if i := int(f.Value); in.Value.Labels != nil && 0 <= i && i < len(in.Value.Labels) {
					figure = in.Value.Labels[i]
				}
				a.Notes = append(a.Notes, Note{Code: "left-out", Message: fmt.Sprintf("As of %s, %s of %s leaves %s out, which is known from %s%s.",
					a.Question.AsOf, in.Spec.Name, of, figure, f.From, by(f.Source))})
			}
		}
	}
	add("site "+a.Question.Site, a.Inputs)
	for _, m := range a.Members {
		add(m.Name, m.Inputs)
	}
}

// warnLater names the values that were not known on the day and are used all the same, see [power.Site.KnownOn].
func (a *Answer) warnLater() {
	a.Warnings = append(a.Warnings, laterValues(a.Question.AsOf, a.Inputs)...)
}

// codeLater is the code of the warning about values that became known later and are used all the same.
const codeLater = "later-value"

// UsedEarly lists the inputs of the answer that became known only after the day that it is asked as of and are used all the same, each with its day.
func (a *Answer) UsedEarly() []string { return usedEarly(a.Inputs) }

func usedEarly(inputs []Input) []string {
	var names []string
	for _, in := range inputs {
		if in.Value.From != "" {
			names = append(names, in.Spec.Name+" ("+in.Value.From+")")
		}
	}
	return names
}

// laterValues is the warning about the inputs that became known after a day and are used all the same; none if there are none.
func laterValues(day string, inputs []Input) []Warning {
	names := usedEarly(inputs)
	if names == nil {
		return nil
	}
	return []Warning{{
		Code:    codeLater,
		Message: fmt.Sprintf("Known only after %s, and used all the same: %s.", day, strings.Join(names, ", ")),
		Advice:  "a site's values are never left out (capplan help as-of); give what was known then with --set NAME=VALUE",
	}}
}
