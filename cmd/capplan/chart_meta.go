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
func meta(a *answer.Answer, plotted []*quantity.Spec) plots.Meta {
	var vendors []string
	for _, m := range a.Members {
		vendors = append(vendors, m.Vendor)
	}
	return plots.Meta{
		Source:    sourceLine(a.Behind(plotted), vendors),
		Product:   fmt.Sprintf("capplan %s · library %s of %s", version, profiles.Version, profiles.Date),
		Recipe:    report.Recipe(a),
		InputHash: report.InputHash(a),
	}
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
// on the question and that newer systems do not change. The second, not the oldest, gets the hue itself.
func (a *asked) shades() (map[string]int, error) {
	all, err := a.library.Accelerators()
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
		for i, c := range list {
			if out[c.ID] = i; len(list) > 1 && i < 2 {
				out[c.ID] = 1 - i
			}
		}
	}
	return out, nil
}

// appeared is the date from which a system could be had, or was announced; one without a date comes last.
func appeared(c *accelerators.Accelerator) string { return cmp.Or(c.Available, c.Announced, "9999") }
