package profile

import (
	"maps"
	"reflect"
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// document is what a profile says, of either kind, and where it says so.
type document struct {
	kind    Kind
	file    string
	head    map[string]any // string, int or []string
	values  quantity.Scenario
	sparse  map[string]quantity.Value
	sources []quantity.Source
	places  []placed // where the values stand, the last read first
	named   []place  // where the aliases stand

	ties       []tie
	exceptions []quantity.Exception
	texts      []*text         // that it was read from, the last read first
	added      bool            // an overlay brought all of it
	replaced   []quantity.Mark // keys of the head, and correlations, that an overlay replaced, each once, in order
}

// placed is an input and where it stands.
type placed struct {
	spec *quantity.Spec
	place
}

// placeOf is where an input stands that has been read last; of no text if none has. Few are ever asked for.
func (d *document) placeOf(s *quantity.Spec) place {
	if i := slices.IndexFunc(d.places, func(p placed) bool { return p.spec == s }); i >= 0 {
		return d.places[i].place
	}
	return place{}
}

// place is an offset in a text.
type place struct {
	t      *text
	offset int
}

func (d *document) text(key string) string {
	s, _ := d.head[key].(string)
	return s
}

func (d *document) aliases() []string {
	s, _ := d.head["aliases"].([]string)
	return s
}

// correlations are those that the document states; nil if none.
func (d *document) correlations() []quantity.Correlation {
	var out []quantity.Correlation
	for _, t := range d.ties {
		if t.Rank != 0 { // one of 0 only takes back what an overlay or the library below states
			out = append(out, t.Correlation)
		}
	}
	return out
}

// accelerator is the document as the model sees it.
func (d *document) accelerator() *accelerators.Accelerator {
	generation, _ := d.head["generation"].(int)
	return &accelerators.Accelerator{
		ID: d.text("id"), Name: d.text("name"), Vendor: d.text("vendor"), Family: d.text("family"), Generation: generation, Process: d.text("process"),
		Cooling: d.text("cooling"), Status: accelerators.Status(d.text("status")),
		Announced: d.text("announced"), Available: d.text("available"), EndOfSale: d.text("end_of_sale"), Aliases: d.aliases(),
		Values: d.values, Sparse: d.sparse, Sources: d.sources, Origin: d.file, Added: d.added, Replaced: d.replaced,
		Correlations: d.correlations(), Exceptions: d.exceptions,
	}
}

// site is the document as the model sees it.
func (d *document) site() *power.Site {
	return &power.Site{
		ID: d.text("id"), Name: d.text("name"), Description: d.text("description"), Aliases: d.aliases(),
		Values: d.values, Sources: d.sources, Origin: d.file, Added: d.added, Replaced: d.replaced,
		Correlations: d.correlations(), Exceptions: d.exceptions,
	}
}

// override puts a partial document of the same id on top of d, field by field, and marks what it brings. Neither is changed.
func (d *document) override(top *document) *document {
	out := &document{
		kind: d.kind, file: d.file, head: map[string]any{}, values: quantity.Scenario{}, sparse: map[string]quantity.Value{}, places: slices.Concat(top.places, d.places),
		named: d.named, added: d.added, replaced: d.replaced, texts: slices.Concat(top.texts, d.texts), exceptions: slices.Clone(top.exceptions),
	}
	for _, e := range d.exceptions {
		if !slices.ContainsFunc(top.exceptions, func(t quantity.Exception) bool { return t.Rule == e.Rule }) {
			out.exceptions = append(out.exceptions, e)
		}
	}
	replace := func(key string) {
		out.replaced = slices.DeleteFunc(slices.Clone(out.replaced), func(m quantity.Mark) bool { return m.Key == key })
		out.replaced = append(out.replaced, quantity.Mark{Key: key, Origin: top.file})
	}
	for _, key := range slices.Sorted(maps.Keys(top.head)) {
		if !reflect.DeepEqual(d.head[key], top.head[key]) {
			replace(key)
		}
	}
	for _, t := range top.ties {
		replace("correlations." + t.Name)
	}
	if _, ok := top.head["aliases"]; ok {
		out.named = top.named
	}
	for _, from := range []*document{d, top} {
		for k, v := range from.head {
			out.head[k] = v
		}
		for s, v := range from.values {
			v.Override = v.Override || from == top
			out.values[s] = v
		}
		for k, v := range from.sparse {
			v.Override = v.Override || from == top
			out.sparse[k] = v
		}
	}
	// A system's power is given in one of two ways. An overlay that gives it in one takes back the other.
	for _, pair := range [][2]*quantity.Spec{
		{accelerators.SystemPower.Spec, accelerators.HostPower.Spec}, {accelerators.HostPower.Spec, accelerators.SystemPower.Spec},
	} {
		_, given := top.values[pair[0]]
		if _, both := top.values[pair[1]]; given && !both {
			delete(out.values, pair[1])
		}
	}
	out.ties = overrideTies(d.ties, top.ties, out.values)
	out.sources = out.cited(slices.Concat(d.sources, top.sources))
	return out
}

// cited are those of the sources, each once, that a value or a correlation still names.
func (d *document) cited(sources []quantity.Source) []quantity.Source {
	named := map[quantity.Source]bool{}
	for _, v := range d.values {
		for _, s := range v.Sources {
			named[s] = true
		}
	}
	for _, v := range d.sparse {
		for _, s := range v.Sources {
			named[s] = true
		}
	}
	for _, t := range d.ties {
		for _, s := range t.Sources {
			named[s] = true
		}
	}
	var out []quantity.Source
	for _, s := range sources {
		if named[s] {
			out = append(out, s)
			named[s] = false
		}
	}
	return out
}

// systemRules checks what no single value shows: how a system's power is given, and that it feeds the chips. given tells which inputs are there, if only as
// values that are faulty by themselves.
func systemRules(values quantity.Scenario, given func(*quantity.Spec) bool, report func(s *quantity.Spec, message, advice string)) {
	total, host, tdp, chips := accelerators.SystemPower.Spec, accelerators.HostPower.Spec, accelerators.TDP.Spec, accelerators.Chips.Spec
	hasPower, hasHost, hasTDP := given(total), given(host), given(tdp)
	switch {
	case hasPower && hasHost:
		report(host, "given beside system.power, which includes it", "give one of the two")
	case !hasPower && !hasHost:
		report(total, "missing, and so is system.host_power", "give one of the two")
	case hasHost && !hasTDP:
		report(tdp, "missing, and system.power follows from it where system.host_power is given", "give chip.tdp, or system.power instead")
	}
	p, knownPower := values[total]
	t, knownTDP := values[tdp]
	c, knownChips := values[chips]
	if !knownPower || !knownTDP || !knownChips {
		return
	}
	least, _ := p.Extremes()
	_, most := t.Extremes()
	if need := c.Mid() * most; least < need*(1-1e-12) { // a rating that is exactly its chips is none below them
		blame := total
		for _, s := range []*quantity.Spec{total, tdp, chips} {
			if values[s].Override {
				blame = s
				break
			}
		}
		report(blame, "system.power reaches down to "+show(total, least)+", below the "+show(total, need)+" of "+show(chips, c.Mid())+" chips at their highest TDP, "+show(tdp, most),
			"raise the one or lower the other")
	}
}
