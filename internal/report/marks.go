package report

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
)

// marks are what is not built in: values that overlays replaced, chips and sites that they added. They are sentences that stay when a user wants no others,
// because a number that rests on them must never look like the library's.
type marks prose

func (m marks) text(o Options) []string   { return prose(m).text(o) }
func (m marks) markdown(o Options) string { return prose(m).markdown(o) }

// newMarks says what was replaced and what was added; nil if nothing was.
func newMarks(replaced, added []string) block {
	var out marks
	if len(replaced) > 0 {
		out = append(out, sentence{"Overrides: " + strings.Join(replaced, ", ") + ".", normal})
	}
	if len(added) > 0 {
		out = append(out, sentence{"Added, not built in: " + strings.Join(added, ", ") + ".", normal})
	}
	if out == nil {
		return nil
	}
	return out
}

// marksOf are the marks of an answer. What the question itself sets is listed with the question.
func marksOf(a *answer.Answer) block {
	several := len(a.Members) > 1
	replaced := overridden("", a.Inputs)
	for _, m := range a.Members {
		owner := ""
		if several {
			owner = m.ID + ":"
		}
		replaced = append(replaced, overridden(owner, m.Inputs)...)
	}
	var added []string
	for _, x := range a.Question.Overlaid {
		list, new := overlaidTexts(x, several)
		replaced, added = append(replaced, list...), append(added, new...)
	}
	return newMarks(replaced, added)
}

// overridden names the inputs whose values overlays replaced, each with its place.
func overridden(owner string, inputs []answer.Input) []string {
	var out []string
	for _, in := range inputs {
		if in.Value.Override && in.Value.Basis != quantity.Given {
			out = append(out, placed(owner+in.Spec.Name, in.Value.Origin))
		}
	}
	return out
}

// overlaidTexts names what overlays did to a chip or a site beyond its values.
func overlaidTexts(x answer.Overlaid, several bool) (replaced, added []string) {
	name, owner := x.ID, ""
	if x.Site {
		name = "site " + x.ID
	}
	if several || x.Site {
		owner = x.ID + ":"
	}
	for _, m := range x.Replaced {
		replaced = append(replaced, placed(owner+m.Key, m.Origin))
	}
	if x.Added {
		added = []string{placed(name, x.Origin)}
	}
	return replaced, added
}

// placed is a name and the file that it comes from.
func placed(name, origin string) string {
	if origin == "" {
		return name
	}
	return name + " (" + origin + ")"
}

// overlaidTree is the same for programs.
func overlaidTree(list_ []answer.Overlaid, portable bool) list {
	out := list{}
	for _, x := range list_ {
		one := inline{{"kind", "chip"}, {"id", x.ID}, {"added", x.Added}}
		if x.Site {
			one[0].value = "site"
		}
		keys := list{}
		for _, m := range x.Replaced {
			if portable {
				keys = append(keys, m.Key)
			} else {
				keys = append(keys, inline{{"key", m.Key}, {"origin", m.Origin}})
			}
		}
		one = append(one, field{"replaced", keys})
		if x.Added && !portable {
			one = append(one, field{"origin", x.Origin})
		}
		out = append(out, one)
	}
	return out
}

// added reports whether a chip of the question is not built in.
func added(q answer.Question, id string) bool {
	return slices.ContainsFunc(q.Overlaid, func(x answer.Overlaid) bool { return x.Added && !x.Site && x.ID == id })
}

// settingsTree lists what was set, and on whose word. What is to mean the same on every machine names no path.
func settingsTree(set []answer.Setting, portable bool) list {
	out := list{}
	for _, s := range set {
		text, origin := s.Text, s.Origin
		if portable && s.Usual {
			continue // the question says it, whoever made it usual
		}
		if portable && s.Path {
			text, _, _ = strings.Cut(text, "=")
			origin = "--" + text // whoever named it: what came of it is the same
		}
		out = append(out, inline{{"text", text}, {"origin", origin}})
	}
	return out
}
