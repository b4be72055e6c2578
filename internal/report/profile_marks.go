package report

import (
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/power"
)

func profilesOf(chips []*accelerators.Accelerator, sites []*power.Site) []profile {
	var out []profile
	for _, c := range chips {
		out = append(out, chipProfile(c))
	}
	for _, s := range sites {
		out = append(out, siteProfile(s))
	}
	return out
}

// profileMarks says what overlays did to some profiles; nil if nothing.
func profileMarks(list []profile) block {
	var replaced, added []string
	for _, p := range list {
		owner := ""
		if len(list) > 1 {
			owner = p.id + ":"
		}
		replaced = append(append(replaced, overridden(owner, p.inputs)...), overridden(owner+"sparse ", p.sparse)...)
		a, b := overlaidTexts(p.overlaid, len(list) > 1)
		replaced, added = append(replaced, a...), append(added, b...)
	}
	return newMarks(replaced, added)
}

// overrides names what is not built in, for one field; null if all is.
func (p profile) overrides() any {
	var names []string
	if p.overlaid.Added {
		names = append(names, p.id+":*")
	}
	for _, m := range p.overlaid.Replaced {
		names = append(names, m.Key)
	}
	add := func(prefix string, inputs []answer.Input) {
		for _, in := range inputs {
			if in.Value.Override {
				names = append(names, prefix+in.Spec.Name)
			}
		}
	}
	add("", p.inputs)
	add("sparse.", p.sparse)
	return orNull(strings.Join(names, " "))
}

// marks are the same as fields of a JSON object; none if all is built in.
func (p profile) marks() []field {
	var out []field
	if p.overlaid.Added {
		out = append(out, field{"added", true})
	}
	if names, _ := p.overrides().(string); names != "" {
		out = append(out, field{"overrides", strs(strings.Fields(names))})
	}
	return out
}

// overlaysTree are the overlays of the library that is shown; nothing without any.
func (o Options) overlaysTree() []field {
	if len(o.Overlays) == 0 {
		return nil
	}
	return []field{{"set", settingsTree(o.Overlays, false)}}
}
