package audit

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/quantity"
)

// SourceKind is a kind of source: who speaks, not in what form. A paper that a vendor's engineers wrote is the vendor's.
type SourceKind struct {
	Name string
	Doc  string // who speaks
	Own  bool   // whether they speak of their own machine, so that what they say is published and not reported
	Home bool   // whether an address without a path can be the page that is meant
}

// SourceKinds are the kinds that a source can have.
var SourceKinds = []SourceKind{
	{"vendor", "Who makes, sells or runs the machine: data sheets, documentation, price lists, papers of their engineers, what they measured or registered themselves.", true, true},
	{"analyst", "Who studies the field for others, with figures of their own: research firms, banks, data sets.", false, false},
	{"press", "Who reports or transcribes what others said: news, shops, tables copied from a data sheet.", false, false},
	{"paper", "Researchers who neither make nor run the machine.", false, false},
	{"measured", "Somebody else who measured the machine.", false, false},
	{"registry", "A public register: benchmarks, energy statistics, patents, filings.", false, true},
}

// FindSourceKind returns the kind of that name, or nil.
func FindSourceKind(name string) *SourceKind {
	if i := slices.IndexFunc(SourceKinds, func(k SourceKind) bool { return k.Name == name }); i >= 0 {
		return &SourceKinds[i]
	}
	return nil
}

// claim is something that rests on sources: a value, or a correlation.
type claim struct {
	key     string
	basis   quantity.Basis
	sources []quantity.Source
}

// claims lists all that a profile says of inputs, in the order of the model, correlations last.
func (s *Subject) claims() []claim {
	var out []claim
	for _, e := range s.entries() {
		out = append(out, claim{e.key, e.value.Basis, e.value.Sources})
	}
	for _, c := range s.correlations() {
		out = append(out, claim{"correlations." + c.Name, c.Basis, c.Sources})
	}
	return out
}

func publishedSources(v *view) {
	for _, c := range v.claims() {
		if c.basis != quantity.Published {
			continue
		}
		var others []string
		for _, s := range c.sources {
			if k := FindSourceKind(s.Kind); k != nil && !k.Own {
				others = append(others, s.Key+" ("+s.Kind+")")
			}
		}
		if others != nil {
			v.report(c.key, "published, but rests on "+strings.Join(others, ", "), `write basis = "reported", or cite what the vendor or operator of the machine says`)
		}
	}
}

func sourcePages(v *view) {
	for _, s := range v.sources() {
		k := FindSourceKind(s.Kind)
		_, place, _ := strings.Cut(s.URL, "://")
		if k == nil || k.Home || strings.ContainsAny(strings.TrimRight(place, "/"), "/?#") { // what comes after the host
			continue
		}
		v.report("sources."+s.Key, s.URL+" is a site, not a page of it", "give the address of the page that says so, or write the value as assumed")
	}
}

// idleCorrelations finds correlations that change nothing.
func idleCorrelations(v *view) {
	for _, c := range v.correlations() {
		for _, s := range []*quantity.Spec{c.A, c.B} {
			if x, known := v.values()[s]; known && x.IsConstant() {
				v.report("correlations."+c.Name, s.Name+" is a single number, which follows nothing", "give it a range, or delete the correlation")
				break
			}
		}
	}
}
