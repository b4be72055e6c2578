package profile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// reader turns the keys of one file into a document and collects what is wrong with them.
type reader struct {
	t        *text
	schema   *schema
	partial  bool
	root     *node
	sources  map[string]*source
	doc      *document
	problems Problems
	more     int    // problems beyond those listed
	rule     string // the rule whose breaches are reported now

	tested  bool           // the file is built in, and a test has held it to all that is asked of any other
	scratch quantity.Value // the value that is being read; one for all, as they are large
}

// source is an entry of the [sources] table.
type source struct {
	quantity.Source
	cited bool
	at    int // among the sources of the document; -1 if it is none
}

// as makes problems breaches of a rule until what it returns is called.
func (r *reader) as(rule string) (done func()) {
	before := r.rule
	r.rule = rule
	return func() { r.rule = before }
}

// report adds a problem at an offset.
func (r *reader) report(offset int, key, message, advice string) {
	if r.full() {
		r.more++
		return
	}
	p := r.t.problem(offset, key, message, advice)
	p.Code = r.rule
	r.problems = append(r.problems, p)
}

// full reports whether further problems are only counted.
func (r *reader) full() bool { return len(r.problems) >= maxProblems }

func (r *reader) read() (*document, error) {
	const usual = 48 // values of a profile; maps that grow are half the garbage of reading one
	r.doc = &document{
		kind: r.schema.kind, file: r.t.file, head: make(map[string]any, 16), values: make(quantity.Scenario, usual), places: make([]placed, 0, usual),
		texts: []*text{r.t},
	}
	r.as(audit.Keys)
	r.readSources()
	for _, n := range r.root.kids {
		r.top(n)
	}
	r.required()
	r.uncited()
	given := func(s *quantity.Spec) bool { return r.node(s.Name) != nil }
	if !r.partial && r.schema.kind == System {
		r.as(audit.PowerBelowChips)
		systemRules(r.doc.values, given, r.reportInput)
	}
	if !r.partial {
		r.as(audit.Correlations)
		correlationRules(r.doc.values, r.doc.ties, given, func(t *tie, part, message, advice string) {
			at, key := t.part(part)
			r.report(at.offset, key, message, advice)
		})
	}
	err := r.problems.sorted()
	if r.more > 0 {
		err = append(r.problems, r.t.problem(len(r.t.s), "", fmt.Sprintf("%d more problems", r.more), "is this the right file?"))
	}
	if err != nil {
		return nil, err
	}
	return r.doc, nil
}

// top reads one key of the top of the file.
func (r *reader) top(n *node) {
	if i := slices.IndexFunc(r.schema.head, func(k headKey) bool { return k.name == n.name }); i >= 0 {
		r.headKey(n, r.schema.head[i])
		return
	}
	switch g := r.schema.inputs.kid(n.name); {
	case g != nil:
		r.inputs(n, g)
	case n.name == "sources": // read before all others
	case n.name == "exceptions":
		r.exceptions(n)
	case n.name == "correlations":
		r.correlations(n)
	case n.name == "sparse" && r.schema.sparse:
		r.sparse(n)
	default:
		r.unknown(n, r.schema.topLevel())
	}
}

// inputs reads a table of inputs, or one input.
func (r *reader) inputs(n *node, g *group) {
	switch {
	case g.spec != nil:
		if v, ok := r.value(n, g.spec); ok {
			r.doc.values[g.spec] = v
			r.doc.places = append(r.doc.places, placed{g.spec, place{r.t, n.key}})
		}
	case !n.isTable():
		r.report(n.val, n.path(), "must be a table, not "+describe(n.value), "write ["+n.path()+"] and below it "+list(g.names()))
	default:
		for _, k := range n.kids {
			if below := g.kid(k.name); below != nil {
				r.inputs(k, below)
			} else {
				r.unknown(k, g.names())
			}
		}
	}
}

// sparse reads the peaks of sparse matrices, which have the precisions' names but are no inputs.
func (r *reader) sparse(n *node) {
	if !n.isTable() {
		r.report(n.val, n.path(), "must be a table, not "+describe(n.value), "write [sparse] and below it peaks by precision")
		return
	}
	r.doc.sparse = map[string]quantity.Value{}
	for _, k := range n.kids {
		i := accelerators.Precision.Index(k.name)
		if i < 0 {
			r.unknown(k, accelerators.Precision.Options)
			continue
		}
		if v, ok := r.value(k, accelerators.Peak[i].Spec); ok {
			r.doc.sparse[k.name] = v
		}
	}
}

// unknown reports a key that has no meaning where it stands. What it cites counts as cited: one mistake is one message.
func (r *reader) unknown(n *node, known []string) {
	defer r.as(audit.Keys)()
	advice := ""
	if !r.full() {
		advice = r.schema.meant(n.name, known)
	}
	r.report(n.key, n.path(), "unknown key", advice)
	r.citedBelow(n)
}

// headKey reads a key above the tables.
func (r *reader) headKey(n *node, k headKey) {
	var v any
	var ok bool
	switch k.form {
	case wholeNumber:
		v, ok = r.whole(n)
	case date:
		v, ok = r.date(n)
	case nameList:
		v, ok = r.names(n)
	default:
		if k.options != nil {
			v, ok = r.oneOf(n, k.options)
		} else {
			v, ok = r.line(n)
		}
	}
	if !ok {
		return
	}
	if k.name == "id" && r.t.file != "-" {
		if id := idOf(r.t.file); v != id {
			r.report(n.val, n.path(), fmt.Sprintf("%q is not the file's name", v), fmt.Sprintf("call the file %s%s, or write id = %q", v, extension, id))
		}
	}
	if k.name == "id" && !validName(v.(string)) {
		r.report(n.val, n.path(), fmt.Sprintf("%q is no id", v), nameAdvice)
	}
	r.doc.head[k.name] = v
}

// line reads a text that is printed on one line.
func (r *reader) line(n *node) (string, bool) {
	s, ok := n.value.(string)
	switch {
	case !ok:
		r.report(n.val, n.path(), "must be text, not "+describe(n.value), "write it in quotes")
	case strings.TrimSpace(s) == "":
		r.report(n.val, n.path(), "is empty", "fill it in or delete the key")
		return "", false
	case s == placeholder:
		r.report(n.val, n.path(), unfilled, "fill it in or delete the key")
		return "", false
	case !r.tested && !ascii(s) && strings.ContainsFunc(s, unprintable):
		r.report(n.val, n.path(), "holds a line break or another control character", "write plain text on one line")
		return "", false
	}
	return s, ok
}

// ascii reports whether a text is of printable ASCII characters alone, which most are and which is soon seen.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// unprintable reports characters that do not belong into a line: controls, and the marks that change the direction of writing.
func unprintable(c rune) bool {
	return unicode.IsControl(c) || c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c == '\u2028' || c == '\u2029'
}

// oneOf reads a text that is one of a few.
func (r *reader) oneOf(n *node, options []string) (string, bool) {
	s, ok := r.line(n)
	if !ok {
		return "", false
	}
	if !slices.Contains(options, s) {
		advice := "write " + list(options)
		if m := suggest.Suggest(s, options); m != "" {
			advice = "did you mean " + m + "? (" + list(options) + ")"
		}
		r.report(n.val, n.path(), foreign.Quote(s)+" is unknown", advice)
		return "", false
	}
	return s, true
}

func (r *reader) whole(n *node) (int, bool) {
	x, ok := n.value.(int64)
	if !ok || x < 0 || x > 1e6 {
		r.report(n.val, n.path(), "must be a whole number, 0 or more, not "+describe(n.value), "write it as 3")
		return 0, false
	}
	return int(x), true
}

const nameAdvice = "use lower-case letters, digits, - and ., a letter or digit first"

// validName reports whether a text can be an id or an alias.
func validName(s string) bool {
	for i, c := range []byte(s) {
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || i > 0 && (c == '-' || c == '.')) {
			return false
		}
	}
	return s != ""
}

// names reads a list of aliases.
func (r *reader) names(n *node) ([]string, bool) {
	out, ok := r.strings(n)
	if !ok {
		return nil, false
	}
	seen := map[string]bool{}
	for i, s := range out {
		r.doc.named = append(r.doc.named, place{r.t, n.element(i)})
		switch {
		case !validName(s):
			r.report(n.element(i), n.path(), foreign.Quote(s)+" is no alias", nameAdvice)
			ok = false
		case seen[s]:
			r.report(n.element(i), n.path(), foreign.Quote(s)+" is listed twice", "delete one")
			ok = false
		case s == idOf(r.t.file):
			r.report(n.element(i), n.path(), foreign.Quote(s)+" is the id itself", "delete it")
			ok = false
		}
		seen[s] = true
	}
	return out, ok
}

// strings reads a list of texts.
func (r *reader) strings(n *node) ([]string, bool) {
	items, ok := n.value.([]any)
	if !ok {
		r.report(n.val, n.path(), "must be a list, not "+describe(n.value), `write ["a", "b"]`)
		return nil, false
	}
	out := make([]string, len(items))
	for i, x := range items {
		s, text := x.(string)
		if !text {
			r.report(n.element(i), n.path(), "must be a list of texts, but holds "+describe(x), "write each in quotes")
			ok = false
		}
		out[i] = s
	}
	return out, ok
}

// required reports the keys that a profile of the kind must have and this one lacks.
func (r *reader) required() {
	for _, k := range r.schema.head {
		if (k.required && !r.partial || k.name == "id") && r.root.kid(k.name) == nil {
			r.report(0, k.name, "missing", "write "+k.name+" = \"...\" above the first table")
		}
	}
	if r.partial {
		return
	}
	for _, p := range r.schema.paths {
		if r.schema.needs(p) && r.node(p) == nil {
			r.reportInput(model.Model.Find(p), "missing", "write it below ["+p[:strings.LastIndex(p, ".")]+"]")
		}
	}
}

// node finds a key by its path; nil if the file lacks it.
func (r *reader) node(path string) *node { return r.root.find(strings.Split(path, ".")) }

// reportInput adds a problem of an input: at its key, or at the table where it is missing.
func (r *reader) reportInput(s *quantity.Spec, message, advice string) {
	offset := 0
	for path := s.Name; path != ""; path = path[:max(0, strings.LastIndex(path, "."))] {
		if n := r.node(path); n != nil {
			offset = n.key
			break
		}
	}
	r.report(offset, s.Name, message, advice)
}

func show(s *quantity.Spec, x float64) string {
	return unit.Notation{Unit: s.Unit, Style: s.Style}.Short(x, 6)
}
