package report

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

func generation(c *accelerators.Accelerator) any {
	if c.Generation == 0 {
		return nil
	}
	return c.Generation
}

// profile is a chip or a site as its page shows it.
type profile struct {
	kind, id, name string
	facts          []fact
	aliases        []string
	inputs, sparse []answer.Input // in the model's order; sparse peaks apart, since they are never used as dense ones
	sources        []quantity.Source
	origin         string
	overlaid       answer.Overlaid
	correlations   []quantity.Correlation
	exceptions     []quantity.Exception
}

// fact is what a profile says of itself beyond its inputs.
type fact struct {
	key, label string
	value      any
}

func chipProfile(c *accelerators.Accelerator) profile {
	p := profile{kind: "accelerators", id: c.ID, name: c.Name, aliases: c.Aliases, inputs: inOrder(c.Values), sources: c.Sources, origin: c.Origin, overlaid: answer.OverlaidChip(c),
		correlations: c.Correlations, exceptions: c.Exceptions, facts: []fact{
			{"vendor", "Vendor", orNull(c.Vendor)}, {"family", "Family", orNull(c.Family)}, {"generation", "Generation", generation(c)},
			{"process", "Process", orNull(c.Process)}, {"cooling", "Cooling", orNull(c.Cooling)}, {"status", "Status", orNull(string(c.Status))},
			{"announced", "Announced", orNull(c.Announced)}, {"available", "Available", orNull(c.Available)}, {"end_of_sale", "End of sale", orNull(c.EndOfSale)},
		}}
	for i, name := range accelerators.Precision.Options {
		if v, known := c.Sparse[name]; known {
			p.sparse = append(p.sparse, answer.Input{Spec: accelerators.Peak[i].Spec, Value: v})
		}
	}
	return p
}

func siteProfile(s *power.Site) profile {
	return profile{kind: "sites", id: s.ID, name: s.Name, aliases: s.Aliases, inputs: inOrder(s.Values), sources: s.Sources, origin: s.Origin,
		overlaid: answer.OverlaidSite(s), correlations: s.Correlations, exceptions: s.Exceptions, facts: []fact{{"description", "Description", orNull(s.Description)}}}
}

// inOrder lists a profile's values in the model's order.
func inOrder(values quantity.Scenario) []answer.Input {
	var out []answer.Input
	for _, s := range model.Model.All() {
		if v, known := values[s]; known {
			out = append(out, answer.Input{Spec: s, Value: v})
		}
	}
	return out
}

func (p profile) head() object {
	out := object{{"id", p.id}, {"name", p.name}}
	for _, f := range p.facts {
		out = append(out, field{f.key, f.value})
	}
	return append(out, field{"aliases", strs(p.aliases)}, field{"file", orNull(p.origin)})
}

// about is what is known of a profile beyond its inputs, as sentences.
func (p profile) about() prose {
	var parts []string
	var out prose
	for _, f := range p.facts {
		value := strings.TrimSuffix(plainField(f.value), ".")
		switch {
		case value == "":
		case f.key == "description":
			out = append(out, sentence{value + ".", normal})
		default:
			parts = append(parts, strings.ToLower(f.label)+" "+value)
		}
	}
	if len(p.aliases) > 0 {
		parts = append(parts, "also called "+strings.Join(p.aliases, ", "))
	}
	if p.origin != "" {
		parts = append(parts, "read from "+p.origin)
	}
	if len(parts) > 0 {
		s := strings.Join(parts, "; ")
		out = append(out, sentence{strings.ToUpper(s[:1]) + s[1:] + ".", normal})
	}
	return out
}

// find returns the profile's input of that spec, or nil.
func find(inputs []answer.Input, s *quantity.Spec) *answer.Input {
	if i := slices.IndexFunc(inputs, func(in answer.Input) bool { return in.Spec == s }); i >= 0 {
		return &inputs[i]
	}
	return nil
}
