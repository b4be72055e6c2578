package profile

import (
	"strings"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/quantity"
)

// exceptionKeys are the keys of an exception: which keys of the profile are taken out of the rule, and why.
var exceptionKeys = []string{"keys", "reason"}

// exceptions reads the [exceptions] table, by which a profile takes keys of its own out of rules of the audit. Whether there is a rule of that name is
// for the audit to say: a profile can be computed with all the same.
func (r *reader) exceptions(n *node) {
	if !n.isTable() {
		r.report(n.val, n.path(), "must be a table, not "+describe(n.value), "write [exceptions] and below it "+exampleException)
		return
	}
	for _, k := range n.kids {
		if !k.isTable() {
			r.report(k.val, k.path(), "must be a table, not "+describe(k.value), "write "+exampleException)
			continue
		}
		r.exception(k)
	}
}

const exampleException = `precision-ratio = { keys = ["chip.fp8"], reason = "why it is right all the same" }`

func (r *reader) exception(n *node) {
	e := quantity.Exception{Rule: n.name}
	for _, k := range n.kids {
		switch k.name {
		case "keys":
			e.Keys = r.exceptKeys(k)
		case "reason":
			e.Reason = r.note(k)
		default:
			r.unknown(k, exceptionKeys)
		}
	}
	for _, name := range exceptionKeys {
		if n.kid(name) == nil {
			r.report(n.key, n.path()+"."+name, "missing", "write "+exampleException)
		}
	}
	r.doc.exceptions = append(r.doc.exceptions, e)
}

// exceptKeys reads the keys of an exception, each once.
func (r *reader) exceptKeys(n *node) []string {
	out, ok := r.strings(n)
	if !ok {
		return nil
	}
	if len(out) == 0 {
		r.report(n.val, n.path(), "is empty", "name the keys that the rule finds")
	}
	seen := map[string]bool{}
	for i, key := range out {
		switch {
		case strings.TrimSpace(key) == "" || strings.ContainsFunc(key, unprintable):
			r.report(n.element(i), n.path(), foreign.Quote(key)+" is no key", `write keys such as "chip.fp8"`)
		case seen[key]:
			r.report(n.element(i), n.path(), foreign.Quote(key)+" is listed twice", "delete one")
		}
		seen[key] = true
	}
	return out
}
