package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
	"github.com/capplan/capplan/profiles"
)

// meta is what a chart says of its origin: who the inputs behind the plotted quantities are from, and the recipe by which it can be made again.
func meta(a *answer.Answer, plotted []*quantity.Spec) plots.Meta { return metaOver(a, a, plotted) }

// metaOver is meta of something that was chosen among more than it is made of; all of that may not be built in.
func metaOver(a, among *answer.Answer, plotted []*quantity.Spec) plots.Meta {
	var vendors []string
	for _, m := range a.Members {
		vendors = append(vendors, m.Vendor)
	}
	source := sourceLine(a.Behind(plotted), vendors)
	if a.Question.AsOf != "" {
		source += "; as of " + a.Question.AsOf
	}
	if s := notBuiltIn(among); s != "" {
		source += ". " + s
	}
	return plots.Meta{
		Source:    source,
		Product:   fmt.Sprintf("capplan %s · library %s of %s", version, profiles.Version, profiles.Date),
		Recipe:    report.Recipe(a),
		InputHash: report.InputHash(a),
	}
}

// notBuiltIn are the sentences of a chart's source line about values that the user gave, values that overlays replaced, chips and sites that they added, and
// what became known only after the day that is asked as of.
// There is room for a few names; of more it gives the number. It names no file, as a picture is the same on every machine.
func notBuiltIn(a *answer.Answer) string {
	var out []string
	say := func(what string, names []string) {
		if len(names) > 0 {
			out = append(out, what+aFew(names))
		}
	}
	var replaced, added []string
	collect := func(owner string, inputs []answer.Input) {
		for _, in := range inputs {
			if in.Value.Override {
				replaced = append(replaced, owner+in.Spec.Name)
			}
		}
	}
	collect("", a.Inputs)
	for _, m := range a.Members {
		owner := ""
		if len(a.Members) > 1 {
			owner = m.ID + ":"
		}
		collect(owner, m.Inputs)
	}
	for _, x := range a.Question.Overlaid {
		for _, m := range x.Replaced {
			replaced = append(replaced, x.ID+":"+m.Key)
		}
		if x.Added {
			added = append(added, x.ID)
		}
	}
	say("Overrides: ", replaced)
	say("Not built in: ", added)
	say("Known only later: ", a.UsedEarly())
	return strings.Join(out, ". ")
}

// aFew lists the first names and counts the rest.
func aFew(names []string) string {
	const room = 4
	if more := len(names) - room; more > 0 {
		names = append(slices.Clone(names[:room]), fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

// sourceRoom is about how many letters the publishers take at most; what is beyond is counted.
const sourceRoom = 150

// sourceLine names the publishers of some inputs' sources, those of the most first, and says how many inputs have none.
func sourceLine(inputs []answer.Input, vendors []string) string {
	assumed := 0
	var heads []string // of all sources
	for _, in := range inputs {
		if in.Value.Basis == quantity.Assumed {
			assumed++
		}
		for _, source := range in.Value.Sources {
			heads = append(heads, publisher(source.Title))
		}
	}
	whole := append(slices.Clone(vendors), heads...)
	count := map[string]int{}
	var names []string
	for _, head := range heads {
		// "SemiAnalysis InferenceX" is by SemiAnalysis, if that is a name of its own here.
		for _, name := range whole {
			if name != "" && strings.HasPrefix(head, name+" ") {
				head = name
			}
		}
		if head == "" {
			continue
		}
		if count[head]++; count[head] == 1 {
			names = append(names, head)
		}
	}
	slices.SortStableFunc(names, func(x, y string) int { return cmp.Compare(count[y], count[x]) })
	shown, room := 0, sourceRoom
	for shown < len(names) && (shown == 0 || len(names[shown])+2 <= room) {
		room -= len(names[shown]) + 2
		shown++
	}
	parts := slices.Clone(names[:shown])
	if more := len(names) - shown; more > 0 {
		parts = append(parts, fmt.Sprintf("%d more", more))
	}
	switch assumed {
	case 0:
	case 1:
		parts = append(parts, "1 input assumed")
	default:
		parts = append(parts, fmt.Sprintf("%d inputs assumed", assumed))
	}
	if len(parts) == 0 {
		return "Sources: none; every input was given"
	}
	return "Sources: " + strings.Join(parts, "; ")
}

// publisher is the beginning of a source's title that says who published it, or else what it is: "AWS Neuron" of "AWS Neuron: Trainium2 architecture".
func publisher(title string) string {
	const longest = 40
	head, _, found := strings.Cut(title, ": ")
	if !found || len(head) > longest {
		head, _, _ = strings.Cut(title, " (")
		head, _, _ = strings.Cut(head, ", ")
	}
	head = strings.TrimSpace(head)
	for len([]rune(head)) > longest {
		cut := strings.LastIndexByte(strings.TrimSuffix(head, "…"), ' ')
		if cut < 0 {
			return string([]rune(head)[:longest-1]) + "…"
		}
		head = head[:cut] + "…"
	}
	return head
}

// shades numbers the systems of the library by vendor, in the order in which they appeared, so that each has a shade of its vendor's hue that does not depend
// on the question. Those still sold count from the hue itself upwards; those that are not from the last shade downwards:
// so the systems that are compared most have the shades that differ most. Where a vendor has more than there are shades, the chart sees to it that those which it
// shows together differ.
func (a *asked) shades() (map[string]int, error) {
	all, err := a.library.Heads()
	if err != nil {
		return nil, usageError{err}
	}
	byVendor := map[string][]*accelerators.Accelerator{}
	for _, c := range all {
		byVendor[c.Vendor] = append(byVendor[c.Vendor], c)
	}
	out := map[string]int{}
	for _, list := range byVendor {
		slices.SortFunc(list, func(x, y *accelerators.Accelerator) int {
			return cmp.Or(cmp.Compare(appeared(x), appeared(y)), cmp.Compare(x.ID, y.ID))
		})
		sold, past := 0, 0
		for _, c := range list {
			if c.Status != accelerators.Legacy {
				out[c.ID] = sold
				sold++
			}
		}
		for _, c := range list {
			if c.Status == accelerators.Legacy {
				out[c.ID] = plots.Shades - 1 - past%plots.Shades
				past++
			}
		}
	}
	return out, nil
}

// appeared is the date from which a system could be had, or was announced; one without a date comes last.
func appeared(c *accelerators.Accelerator) string { return cmp.Or(c.Available, c.Announced, "9999") }
