package profile

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/quantity"
)

var (
	sourceKeys  = []string{"title", "url", "date", "kind"}
	sourceKinds = kindNames()
	bases       = []string{string(quantity.Published), string(quantity.Reported), string(quantity.Derived), string(quantity.Assumed)}
)

func kindNames() []string {
	var out []string
	for _, k := range audit.SourceKinds {
		out = append(out, k.Name)
	}
	return out
}

// readSources reads the [sources] table, which values refer to.
func (r *reader) readSources() {
	defer r.as(audit.Sources)()
	n := r.root.kid("sources")
	if n == nil {
		r.sources = map[string]*source{}
		return
	}
	r.sources = make(map[string]*source, len(n.kids))
	all := make([]source, len(n.kids))
	r.doc.sources = make([]quantity.Source, 0, len(n.kids))
	if !n.isTable() {
		r.report(n.val, n.path(), "must be a table, not "+describe(n.value), "write [sources.name] and below it "+list(sourceKeys))
		return
	}
	folded := map[string]string{}
	for i, k := range n.kids {
		// Entered even if faulty, so that values that cite it are not blamed as well.
		s := &all[i]
		s.Key, s.at = k.name, -1
		r.sources[k.name] = s
		if !r.tested {
			if twin, ok := folded[strings.ToLower(k.name)]; ok {
				r.report(k.key, k.path(), "differs from "+twin+" in case only", "give it another name")
			}
			folded[strings.ToLower(k.name)] = k.name
		}
		if !k.isTable() {
			r.report(k.val, k.path(), "must be a table, not "+describe(k.value), "write ["+k.path()+"] and below it "+list(sourceKeys))
			continue
		}
		r.source(k, &s.Source)
		s.at = len(r.doc.sources)
		r.doc.sources = append(r.doc.sources, s.Source)
	}
}

func (r *reader) source(n *node, s *quantity.Source) {
	for _, k := range n.kids {
		switch k.name {
		case "title":
			s.Title, _ = r.line(k)
		case "url":
			s.URL = r.address(k)
		case "date":
			s.Date, _ = r.date(k)
		case "kind":
			s.Kind, _ = r.oneOf(k, sourceKinds)
		default:
			r.unknown(k, sourceKeys)
		}
	}
	for _, name := range sourceKeys {
		if n.kid(name) == nil {
			r.report(n.key, n.path()+"."+name, "missing", "a source has "+strings.Join(sourceKeys, ", "))
		}
	}
}

// address reads a URL that a stranger can open.
func (r *reader) address(n *node) string {
	s, ok := r.line(n)
	if !ok {
		return ""
	}
	if r.tested {
		return s
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsAny(s, " <>\"") {
		r.report(n.val, n.path(), foreign.Quote(s)+" is not an address that a stranger can open", "write one that starts with https:// or http://")
		return ""
	}
	return s
}

// uncited reports the sources that no value names.
func (r *reader) uncited() {
	defer r.as(audit.Sources)()
	n := r.root.kid("sources")
	if n == nil {
		return
	}
	for _, k := range n.kids {
		if s := r.sources[k.name]; s != nil && !s.cited {
			r.report(k.key, k.path(), "no value cites it", "cite it or delete it")
		}
	}
}

// citedBelow marks the sources that an unknown table cites.
func (r *reader) citedBelow(n *node) {
	for _, k := range n.kids {
		r.citedBelow(k)
	}
	names, _ := n.value.([]any)
	for _, x := range append(names, n.value) {
		if name, ok := x.(string); ok && r.sources[name] != nil && (n.name == "source" || n.name == "sources") {
			r.sources[name].cited = true
		}
	}
}

// evidence reads what a value rests on.
func (r *reader) evidence(n *node, v *quantity.Value) {
	defer r.as(audit.Evidence)()
	if k := n.kid("as_of"); k != nil {
		v.AsOf, _ = r.date(k)
	}
	if k := n.kid("common"); k != nil {
		v.Common, _ = r.line(k)
	}
	if k := n.kid("note"); k != nil {
		v.Note = r.note(k)
	}
	k := n.kid("basis")
	if k == nil {
		r.report(n.key, n.path(), "has no basis", "write basis = "+list(quoted(bases)))
		r.cite(n, v)
		return
	}
	b, ok := r.oneOf(k, bases)
	v.Basis = quantity.Basis(b)
	r.cite(n, v)
	if !ok {
		return
	}
	if v.Basis != quantity.Assumed && n.kid("source") == nil && n.kid("sources") == nil {
		r.report(n.key, n.path(), "is "+b+" but names no source", `write source = "name" and a table [sources.name], or basis = "assumed" and a note`)
	}
	if n.kid("note") == nil {
		switch v.Basis {
		case quantity.Assumed:
			r.report(n.key, n.path(), "is assumed without a note", `write note = "why this range"`)
		case quantity.Derived:
			r.report(n.key, n.path(), "is derived without a note", `write note = "from which figures, and how"`)
		}
	}
}

// note reads a text that may have several lines.
func (r *reader) note(n *node) string {
	s, ok := n.value.(string)
	switch {
	case !ok:
		r.report(n.val, n.path(), "must be text, not "+describe(n.value), "write it in quotes")
	case strings.TrimSpace(s) == "":
		r.report(n.val, n.path(), "is empty", "fill it in or delete the key")
	case s == placeholder:
		r.report(n.val, n.path(), unfilled, "fill it in or delete the key")
	case !r.tested && !ascii(s) && strings.ContainsFunc(s, func(c rune) bool { return unprintable(c) && c != '\n' && c != '\t' && c != '\r' }):
		r.report(n.val, n.path(), "holds a control character", "write plain text")
	}
	return s
}

// cite reads source or sources into the value.
func (r *reader) cite(n *node, v *quantity.Value) {
	one, many := n.kid("source"), n.kid("sources")
	switch {
	case one != nil && many != nil:
		r.report(many.key, many.path(), "given beside source", "write one of the two")
		r.citedBelow(one)
		r.citedBelow(many)
	case one != nil:
		name, ok := r.line(one)
		if !ok {
			return
		}
		s := r.find(one, one.val, name)
		if known := r.sources[name]; known != nil && known.at >= 0 && len(v.Values) == 0 {
			v.Sources = r.doc.sources[known.at : known.at+1 : known.at+1] // most values have one, and nobody changes what has been read
			return
		}
		for range max(1, len(v.Values)) { // contradicting values can stand in one source
			v.Sources = append(v.Sources, s)
		}
	case many != nil:
		names, ok := r.strings(many)
		if ok {
			r.citeMany(many, names, v)
		}
	}
}

// citeMany reads a list of sources. That of a discrete distribution has one for each value, empty where none is known.
func (r *reader) citeMany(n *node, names []string, v *quantity.Value) {
	many, discrete := n.parent.kid("values"), false
	values := 0
	if many != nil {
		var items []any
		items, discrete = many.value.([]any)
		values = len(items)
	}
	seen := map[string]bool{}
	for i, name := range names {
		switch {
		case name == "" && discrete && v.Basis == quantity.Assumed:
			v.Sources = append(v.Sources, quantity.Source{})
			continue
		case name == "" && discrete:
			r.report(n.element(i), n.path(), "a value without source", `name one, or write basis = "assumed" and a note`)
			continue
		case name != "" && !discrete && seen[name]:
			r.report(n.element(i), n.path(), foreign.Quote(name)+" is listed twice", "delete one")
		}
		seen[name] = true
		v.Sources = append(v.Sources, r.find(n, n.element(i), name))
	}
	switch {
	case len(names) == 0:
		r.report(n.val, n.path(), "is empty", "name a source or delete the key")
	case discrete && len(names) != values:
		r.report(n.val, n.path(), fmt.Sprintf("has %d where there are %d values", len(names), values), "write one for each value, in their order")
	}
}

// find looks up a source by the name under which a value cites it.
func (r *reader) find(n *node, offset int, name string) quantity.Source {
	defer r.as(audit.Sources)()
	if s := r.sources[name]; s != nil {
		s.cited = true
		return s.Source
	}
	known := []string{}
	if t := r.root.kid("sources"); t != nil && !r.full() {
		for _, k := range t.kids {
			known = append(known, k.name)
		}
	}
	r.report(offset, n.path(), "there is no source "+foreign.Quote(name), missingSource(name, known))
	return quantity.Source{Key: name}
}
