package profile

import (
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/ramp"
)

// thresholdKeys are the keys of a threshold.
var thresholdKeys = []string{"if", "severity", "note"}

const thresholdAdvice = `write [threshold.NAME], or [[threshold]], and below it if = "ramp.budget_left.p5@any < 0 USD" and severity = "fail"`

// thresholds reads the conditions that a scenario states itself: tables with names, or a list of tables. What a condition says is read by those who judge it.
func (r *scenarioReader) thresholds() {
	n := r.root.kid("threshold")
	if n == nil {
		return
	}
	list := n.kids
	if !n.isTable() {
		if list = n.items; len(list) == 0 || list[0].parent != n { // where not all are tables, none has been attached
			r.report(n.val, n.path(), "must be a table or a list of tables, not "+describe(n.value), thresholdAdvice)
			return
		}
	}
	if len(list) == 0 {
		r.report(n.key, n.path(), "is empty", thresholdAdvice)
	}
	for _, k := range list {
		if !k.isTable() {
			r.report(k.val, k.path(), "must be a table, not "+describe(k.value), thresholdAdvice)
			continue
		}
		r.threshold(k)
	}
}

func (r *scenarioReader) threshold(n *node) {
	r.only(n, thresholdKeys...)
	x := ramp.Threshold{Name: n.name, Severity: ramp.Severities[0], File: r.t.file}
	if k := n.kid("if"); k == nil {
		r.report(n.key, n.path()+".if", "missing", `write a condition, such as if = "capacity.chips.p50@2029-Q4 < 400k"`)
	} else if s, ok := r.line(k); ok {
		x.If, x.Key = s, k.path()
		x.Line, x.Column = r.t.position(k.val)
		if raw := r.t.s[k.val:]; len(raw) > len(s) && strings.HasPrefix(raw[1:], s) { // as written, in quotes: the place of each character is known
			x.Column++
		}
	}
	if k := n.kid("severity"); k != nil {
		if s, ok := r.oneOf(k, ramp.Severities); ok {
			x.Severity = s
		}
	}
	if k := n.kid("note"); k != nil {
		x.Note, _ = r.line(k)
	}
	r.s.Thresholds = append(r.s.Thresholds, x)
}

// ThresholdProblem is a fault in the text of a threshold's condition, at so many characters from its beginning.
func ThresholdProblem(x *ramp.Threshold, at int, message, advice string) Problem {
	return Problem{File: x.File, Line: x.Line, Column: x.Column + at, Key: x.Key, Code: audit.Keys, Message: foreign.Visible(message), Advice: foreign.Visible(advice)}
}

// itemName is what an element of a list of tables is called in a path: its number, from 1.
func itemName(i int) string { return strconv.Itoa(i + 1) }
