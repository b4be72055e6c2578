package profile

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// numberKeys are the keys of a value that hold its numbers; evidenceKeys those that say what it rests on.
var (
	numberKeys   = []string{"value", "low", "mode", "high", "p5", "p95", "values", "weights"}
	evidenceKeys = []string{"basis", "source", "sources", "note", "as_of", "common"}
	valueKeys    = slices.Concat(numberKeys, []string{"dist"}, evidenceKeys)
)

// valueForm is a set of numbers that make a distribution.
type valueForm struct {
	keys   []string
	shapes []quantity.Shape // what dist may be; the first is the default
	must   bool             // dist must be written
}

var valueForms = []valueForm{
	{keys: []string{"value"}, shapes: []quantity.Shape{quantity.Constant}},
	{keys: []string{"low", "mode", "high"}, shapes: []quantity.Shape{quantity.Triangular, quantity.PERT}},
	{keys: []string{"low", "high"}, shapes: []quantity.Shape{quantity.Uniform}, must: true},
	{keys: []string{"p5", "p95"}, shapes: []quantity.Shape{quantity.LogNormal, quantity.Normal}},
	{keys: []string{"values", "weights"}, shapes: []quantity.Shape{quantity.Discrete}},
}

// value reads one input: its distribution and its evidence. It is false if anything is wrong with it.
func (r *reader) value(n *node, s *quantity.Spec) (quantity.Value, bool) {
	defer r.as(audit.Numbers)()
	before := len(r.problems)
	if !n.isTable() {
		r.report(n.val, n.path(), "is "+describe(n.value)+" without evidence", "write { value = "+r.literal(n)+`, basis = "published", source = "..." }`)
		return quantity.Value{}, false
	}
	for _, k := range n.kids {
		if !slices.Contains(valueKeys, k.name) {
			r.unknown(k, valueKeys)
		}
	}
	v := &r.scratch
	*v = quantity.Value{}
	if r.distribution(n, s, v) {
		r.check(n, s, v)
	}
	r.evidence(n, v)
	v.Origin = r.origin(n)
	return *v, len(r.problems) == before
}

// origin is the file and the line of a key.
func (r *reader) origin(n *node) string {
	var b [80]byte
	return string(strconv.AppendInt(append(append(b[:0], r.t.file...), ':'), int64(r.t.line(n.key)), 10))
}

// literal repeats a value as an example of itself; "..." where that is of no help.
func (r *reader) literal(n *node) string {
	switch v := n.value.(type) {
	case string:
		return foreign.Quote(v)
	case int64, float64:
		return describe(v)
	}
	return "..."
}

// distribution reads the numbers into v; false if they make none.
func (r *reader) distribution(n *node, s *quantity.Spec, v *quantity.Value) bool {
	f := r.form(n)
	shape, known := r.shape(n, f)
	if f == nil {
		return false
	}
	before := len(r.problems)
	v.Shape = shape
	switch f.keys[0] {
	case "value":
		v.Mode = r.number(n.kid("value"), s)
	case "low":
		v.Low, v.High = r.number(n.kid("low"), s), r.number(n.kid("high"), s)
		if m := n.kid("mode"); m != nil {
			v.Mode = r.number(m, s)
		}
	case "p5":
		v.Low, v.High = r.number(n.kid("p5"), s), r.number(n.kid("p95"), s)
	case "values":
		v.Values, v.Weights = r.numbers(n.kid("values"), s), r.numbers(n.kid("weights"), nil)
	}
	if s.Labels != nil {
		v.Labels = s.Labels
		if f.keys[0] != "value" && f.keys[0] != "values" {
			r.report(n.key, n.path(), "names have no range", "write value, or values and weights")
		}
	}
	if !known || len(r.problems) > before {
		return false
	}
	if v.Shape == quantity.LogNormal && v.Low <= 0 && n.kid("dist") == nil {
		r.report(n.kid("p5").val, n.path()+".p5", "a lognormal is above 0", `write dist = "normal", or low, mode and high`)
		return false
	}
	return true
}

// form finds out which numbers are there; nil, and a problem, if they go with no distribution.
func (r *reader) form(n *node) *valueForm {
	have := make([]string, 0, 8)
	for _, k := range numberKeys {
		if n.kid(k) != nil {
			have = append(have, k)
		}
	}
	for i := range valueForms {
		if slices.Equal(valueForms[i].keys, have) {
			return &valueForms[i]
		}
	}
	if len(have) == 0 {
		r.report(n.key, n.path(), "has no number", "write value, or low, mode and high")
		return nil
	}
	for _, f := range valueForms {
		missing := slices.DeleteFunc(slices.Clone(f.keys), func(k string) bool { return slices.Contains(have, k) })
		if len(missing)+len(have) == len(f.keys) {
			r.report(n.key, n.path(), strings.Join(have, " and ")+" without "+strings.Join(missing, " and "), "write "+list(forms()))
			return nil
		}
	}
	for _, k := range have[1:] {
		if !slices.ContainsFunc(valueForms, func(f valueForm) bool { return slices.Contains(f.keys, have[0]) && slices.Contains(f.keys, k) }) {
			r.report(n.kid(k).key, n.path(), have[0]+" and "+k+" do not go together", "write "+list(forms()))
			return nil
		}
	}
	return nil
}

// forms are the sets of numbers that make a distribution, as advice names them.
func forms() []string {
	var out []string
	for _, f := range valueForms {
		s := strings.Join(f.keys, ", ")
		if f.must {
			s += ", dist = " + strconv.Quote(string(f.shapes[0]))
		}
		out = append(out, "("+s+")")
	}
	return out
}

// shape reads dist, or takes the default of the form; false if it is none or goes with other numbers.
func (r *reader) shape(n *node, f *valueForm) (quantity.Shape, bool) {
	d := n.kid("dist")
	if d == nil {
		if f == nil {
			return "", false
		}
		if f.must {
			r.report(n.key, n.path(), "low and high without mode", fmt.Sprintf("write dist = %q, or give the mode", f.shapes[0]))
			return "", false
		}
		return f.shapes[0], true
	}
	shapes := []string{string(quantity.PERT), string(quantity.Uniform), string(quantity.Triangular), string(quantity.Normal), string(quantity.LogNormal)}
	name, ok := r.oneOf(d, shapes)
	if !ok || f == nil {
		return "", false
	}
	if s := quantity.Shape(name); slices.Contains(f.shapes, s) {
		return s, true
	}
	for _, g := range valueForms {
		if slices.Contains(g.shapes, quantity.Shape(name)) {
			r.report(d.val, d.path(), fmt.Sprintf("%q goes with %s, not with %s", name, strings.Join(g.keys, ", "), strings.Join(f.keys, ", ")), "")
		}
	}
	return "", false
}

// number reads one number of the input, in its base unit; 0 and a problem if it is none.
func (r *reader) number(n *node, s *quantity.Spec) float64 {
	x, message, advice := numeral(n.value, s)
	if message != "" {
		r.report(n.val, n.path(), message, advice)
	}
	return x
}

// numbers reads a list of numbers: of the input or, without one, of weights.
func (r *reader) numbers(n *node, s *quantity.Spec) []float64 {
	items, ok := n.value.([]any)
	if !ok {
		r.report(n.val, n.path(), "must be a list, not "+describe(n.value), "write [..., ...]")
		return nil
	}
	out := make([]float64, len(items))
	for i, item := range items {
		var message, advice string
		if out[i], message, advice = numeral(item, s); message != "" {
			r.report(n.element(i), n.path(), message, advice)
		}
	}
	return out
}

// numeral is a value of the library as a number in the base unit of the input; without one, as a plain number.
func numeral(value any, s *quantity.Spec) (x float64, message, advice string) {
	text, isText := value.(string)
	x, isNumber := 0.0, false
	switch v := value.(type) {
	case int64:
		x, isNumber = float64(v), true
	case float64:
		x, isNumber = v+0, true // -0 becomes 0
	}
	switch {
	case text == placeholder && (s == nil || s.Labels == nil):
		return 0, unfilled, example(s) + ", or delete the key"
	case s != nil && s.Labels != nil:
		if i := slices.Index(s.Labels, text); i >= 0 && isText {
			return float64(i), "", ""
		}
		advice = "write " + list(quoted(s.Labels))
		if m := suggest.Suggest(text, s.Labels); m != "" {
			advice = "did you mean " + m + "?"
		}
		return 0, "must be a name, not " + describe(value), advice
	case !isText && !isNumber:
		return 0, "must be a number, not " + describe(value), example(s)
	case s == nil || s.Unit == unit.For[unit.Number]():
		if isNumber {
			return x, "", ""
		}
		advice = example(s)
		if x, err := unit.Parse(text, unit.For[unit.Number]()); err == nil {
			advice = "write " + describe(x) + " without quotes"
		}
		return 0, foreign.Quote(text) + " is text where a plain number belongs", advice
	case isNumber:
		_, err := unit.Parse(describe(x), s.Unit)
		message, advice = unitProblem(err)
		if err == nil {
			message, advice = "a number with a dimension is text", "write it with its unit"
		}
		return 0, describe(x) + ": " + message, advice + ", in quotes"
	}
	x, err := unit.Parse(text, s.Unit)
	if err != nil {
		message, advice = unitProblem(err)
		return 0, foreign.Quote(text) + ": " + message, advice
	}
	return x, "", ""
}

// unitProblem takes an error of the unit package apart.
func unitProblem(err error) (message, advice string) {
	var e *unit.Error
	if errors.As(err, &e) {
		return e.Problem, e.Advice
	}
	if err != nil {
		return err.Error(), ""
	}
	return "", ""
}

// example advises how a number of the input is written.
func example(s *quantity.Spec) string {
	if s == nil || s.Unit == unit.For[unit.Number]() {
		return "write a plain number, such as 0.85"
	}
	such, known := examples[s]
	if !known {
		such, _, _ = strings.Cut(unit.Accepted(s.Unit), ", ")
	}
	return "write it with its unit, such as " + strconv.Quote(such)
}

func quoted(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strconv.Quote(n)
	}
	return out
}

// check holds a distribution against the input's bounds, and points at the number that is to blame.
func (r *reader) check(n *node, s *quantity.Spec, v *quantity.Value) {
	message, advice := checkInput(s, v)
	if message == "" {
		return
	}
	k, offset := n, n.key
	last := math.Inf(-1)
	for _, name := range numberKeys {
		m := n.kid(name)
		if m == nil {
			continue
		}
		xs := map[string][]float64{
			"value": {v.Mode}, "low": {v.Low}, "mode": {v.Mode}, "high": {v.High}, "p5": {v.Low}, "p95": {v.High}, "values": v.Values, "weights": v.Weights,
		}[name]
		for i, x := range xs {
			bad := math.IsNaN(x) || math.IsInf(x, 0)
			switch name {
			case "weights":
				bad = bad || x < 0
			case "values":
				bad = bad || !s.Bounds.Contains(x)
			default:
				bad = bad || !s.Bounds.Contains(x) || x < last
				last = x
			}
			if bad && k == n {
				k, offset = m, m.element(i)
			}
		}
		if k == n && (name == "weights" || name == "value") { // what is wrong with all of them together
			k, offset = m, m.val
		}
	}
	r.report(offset, k.path(), message, advice)
}

// checkInput is [quantity.Spec.Check], and that things come in whole numbers. The message is empty if all is well.
func checkInput(s *quantity.Spec, v *quantity.Value) (message, advice string) {
	soft := v.Shape == quantity.LogNormal || v.Shape == quantity.Normal
	switch err := s.Check(v); {
	case err != nil && v.Check() == nil && !soft && (!s.Fixed || v.IsConstant()):
		low, high := v.Extremes() // an impossible distribution has none
		if s.Bounds.Contains(low) {
			low = high
		}
		return show(s, low) + " is out of bounds", "allowed: " + s.BoundsText()
	case err != nil:
		message, advice, _ = strings.Cut(err.Error(), "; ")
		return message, advice
	case s.Fixed && s.Style == unit.AsCount && s.Unit == unit.For[unit.Number]() && v.Mid() != math.Trunc(v.Mid()):
		return fmt.Sprintf("%g is not a whole number", v.Mid()), ""
	}
	return "", ""
}

// describe names a value of the library for people.
func describe(v any) string {
	switch v := v.(type) {
	case string:
		return "the text " + foreign.Quote(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		switch v.Location().String() {
		case dateOnly:
			return "a date"
		case "time-local":
			return "a time of day"
		}
		return "a date with time"
	case []any, []map[string]any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "this"
}
