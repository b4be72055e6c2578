package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/unit"
)

// JUnit is the format of test results that most systems for continuous integration show. Only [Check] has it: nothing else passes or fails.
const JUnit Format = "junit"

// Check writes what was checked: the verdict of a claim, the outcome of each condition. Errors are those of the writer.
func Check(w io.Writer, r *check.Result, o Options) error {
	if o.Format == JUnit {
		return flush(w, junit(r, o))
	}
	return o.write(w, output{
		document: func() *document { return checkDocument(r, o) },
		tree:     func() object { return checkTree(r) },
		records:  func() *records { return checkRecords(r) },
	})
}

// signs stand beside each figure that was checked; the word is beside them, and colour adds nothing.
var signs = map[check.Status]string{check.Pass: "✓ pass", check.Warn: "! warn", check.Fail: "✗ fail"}

// signOf is the sign without the word.
func signOf(s check.Status) string { return strings.Fields(signs[s])[0] }

func statusCell(s check.Status) cell {
	c := text(signs[s])
	if s != check.Pass {
		c.tone = caution
	}
	return c
}

func checkDocument(r *check.Result, o Options) *document {
	d := &document{kind: "check"}
	if o.Format == Markdown {
		d.add(markdownWarnings(r.Warnings))
	}
	lead := prose{}
	if r.Claim != nil {
		lead = append(lead, sentence{signOf(r.Claim.Status) + " " + verdict(r, o), strong})
		if t := oneSided[r.Claim.Bound]; t != "" {
			lead = append(lead, sentence{t, normal})
		}
	} else {
		lead = append(lead, sentence{signOf(r.Status()) + " " + tally(r), strong}, sentence{checkHeadline(r, o), normal})
	}
	d.add(append(lead, about(r.Answer, o)...))
	if r.Claim != nil {
		d.add(claimTable(r, o))
		if t := nearestReading(r.Claim, o); t != "" {
			d.add(marks{{t, normal}}) // an answer that was asked for, so it stays with --quiet
		}
		d.add(otherReadings(r.Claim, o))
	}
	d.add(outcomes(r, o))
	list := notes(r.Answer)
	if slices.ContainsFunc(r.Outcomes, func(x check.Outcome) bool { return onAssumedPrice(r, &x) }) {
		list = append(list, assumedPriceNote)
	}
	d.add(bullets{"Notes", list})
	if r.Ramp != nil {
		d.add(rampAssumptions(r.Ramp), marksOf(r.Answer))
	} else {
		d.add(assumptions(r.Answer), marksOf(r.Answer))
	}
	return d
}

// checkHeadline is the answer that was checked, in one sentence.
func checkHeadline(r *check.Result, o Options) string {
	if r.Answer == nil {
		return r.Subject
	}
	if r.Ramp != nil {
		return rampHeadline(r.Ramp, o)
	}
	return headline(r.Answer, o)
}

// tally counts the outcomes.
func tally(r *check.Result) string {
	if len(r.Outcomes) == 0 {
		return "Nothing was checked."
	}
	text := count(len(r.Outcomes), "check") + ": " + fmt.Sprint(r.Count(check.Pass)) + " passed"
	if n := r.Count(check.Warn); n > 0 {
		text += fmt.Sprintf(", %d to be looked at", n)
	}
	if n := r.Count(check.Fail); n > 0 {
		text += fmt.Sprintf(", %d failed", n)
	}
	return text + "."
}

// claimThing is what a claim counts.
func claimThing(r *check.Result) string {
	v := r.Claim
	if v.Peak {
		return " of " + lower(Label(v.Spec)) + " in " + r.Members[0].Name
	}
	return " " + lower(Label(v.Spec)) + " of " + r.Members[0].Name
}

// verdict is the finding in a sentence.
func verdict(r *check.Result, o Options) string {
	v := r.Claim
	n := o.notation(v.Spec)
	asked, _, _ := subject(r.Question, o)
	is := " is not "
	if v.Status == check.Pass {
		is = " can be "
	}
	if v.Bound != check.Both {
		is += string(v.Bound) + " "
	}
	return asked + is + together(n.Short(v.Value, 6)) + claimThing(r) + ": it is " + o.figure(&v.Quantity, true).inSentence() + "."
}

// oneSided says what a claim of one side is held against.
var oneSided = map[check.Bound]string{
	check.AtLeast: `"At least" is judged on one side: it fails only above P95.`,
	check.AtMost:  `"At most" is judged on one side: it fails only below P5.`,
}

// times is a quotient in words.
func (o Options) times(x float64) string { return "×" + o.ratioNotation().Format(x, 3) }

// claimTable sets the claim beside what the model gives.
func claimTable(r *check.Result, o Options) block {
	v := r.Claim
	n := o.notation(v.Spec)
	f := o.figure(&v.Quantity, true)
	off := "inside"
	switch {
	case v.Quantity.P95 == 0:
		off = "beyond 0"
	case v.OfEnd != 1:
		end := "P95"
		if v.OfEnd < 1 {
			end = "P5"
		}
		off = o.times(v.OfEnd) + " of " + end
	}
	if v.Quantity.P50 > 0 {
		off = o.times(v.OfMedian) + ", " + off
	}
	g := grid{columns: []column{{head: "Check"}, {head: "Quantity"}, {head: "Claim", right: true}, {head: "P50", right: true}, {head: "P5" + dash + "P95", right: true},
		{head: "Off by", right: true, flow: true}, {head: "Chance of at least", right: true}}}
	g.rows = []gridRow{{cells: []cell{statusCell(v.Status), code(v.Spec.Name), text(n.Short(v.Value, 6)), text(f.value), text(f.bareSpan()),
		text(off), text(o.chance(v.Chance))}}}
	return choice{g, panels{g, nil}}
}

// changes is a reading in words.
func changes(x *check.Reading) string { return and(x.Changes) }

// nearestReading is the reading that would make a claim true, in a sentence; empty where the claim is true as it stands.
func nearestReading(v *check.Verdict, o Options) string {
	if v.Nearest < 0 {
		if v.Status == check.Pass {
			return ""
		}
		return "No reading makes it true: none gives any."
	}
	x := &v.Readings[v.Nearest]
	f := o.figure(&x.Quantity, true).inSentence()
	if x.True {
		return "The nearest reading that makes it true: " + changes(x) + "; then it is " + f + "."
	}
	return "No reading makes it true. The closest: " + changes(x) + "; then it is " + f + "."
}

// otherReadings lists the readings that change one thing, and the nearest. They are detail: Markdown folds them up.
func otherReadings(v *check.Verdict, o Options) block {
	const title = "Read otherwise"
	g := grid{columns: []column{{head: "Check"}, {head: "Reading", flow: true}, {head: "P50", right: true, unit: true}, {head: "P5" + dash + "P95", right: true}}}
	for i := range v.Readings {
		x := &v.Readings[i]
		if len(x.Changes) > 1 && i != v.Nearest {
			continue
		}
		f := o.figure(&x.Quantity, true)
		g.rows = append(g.rows, gridRow{cells: []cell{statusCell(readingStatus(x)), text(changes(x)), text(f.value), text(f.bareSpan())}})
	}
	if len(g.rows) == 0 {
		return nil
	}
	if o.Format != Markdown { // where the summary says it
		g.title = title
	}
	return details{title, []block{g}}
}

func readingStatus(x *check.Reading) check.Status {
	if x.True {
		return check.Pass
	}
	return check.Fail
}

// outcomes is the table of conditions.
func outcomes(r *check.Result, o Options) block {
	g := grid{columns: []column{{head: "Check"}, {head: "Figure"}, {head: "Value", right: true}, {head: "Condition", flow: true}}}
	if r.Baseline != "" {
		g.columns = append(g.columns, column{head: "Baseline", right: true}, column{head: "Change", right: true})
	}
	noted := slices.ContainsFunc(r.Outcomes, func(x check.Outcome) bool { return x.Note != "" })
	if noted {
		g.columns = append(g.columns, column{head: "Why", flow: true})
	}
	for i := range r.Outcomes {
		x := &r.Outcomes[i]
		n := o.notation(x.Spec)
		cells := []cell{statusCell(x.Status), checkedFigure(r, x), text(n.Short(x.Value, 4)), text(conditionText(x))}
		if r.Baseline != "" {
			cells = append(cells, text(n.Short(x.Baseline, 4)), text(o.change(x.Change())))
		}
		if noted {
			cells = append(cells, text(o.clean(x.Note)))
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	return choice{g, panels{g, nil}}
}

// checkedFigure is the cell of a figure, with the mark of one that rests on a price that nobody published.
func checkedFigure(r *check.Result, x *check.Outcome) cell {
	c := code(figureName(x))
	if onAssumedPrice(r, x) {
		c = text(figureName(x) + assumedMark)
	}
	return c
}

// onAssumedPrice reports whether a figure of a ramp rests on a price that nobody published.
func onAssumedPrice(r *check.Result, x *check.Outcome) bool {
	return r.Ramp != nil && r.Ramp.AssumedMoney(x.Spec)
}

// figureName is the figure of a condition: trainium3:capacity.chips.p50, of a ramp with the quarter that decided.
func figureName(x *check.Outcome) string {
	name := x.Spec.Name
	if !x.Plain || x.Statistic != "point" {
		name += "." + x.Statistic
	}
	if x.Period != "" {
		name += "@" + x.Period
	}
	if x.Member != "" {
		return x.Member + ":" + name
	}
	return name
}

// conditionText is what was asked for, as it was asked.
func conditionText(x *check.Outcome) string {
	when := "fail if "
	if x.Level == check.Warn {
		when = "warn if "
	}
	at := strings.Index(x.Text, x.Operator)
	when += strings.TrimSpace(x.Text[max(at, 0):])
	if x.When.Any {
		when += " in any " + anyOf(x)
	}
	if x.Of > 0 || x.Row > 0 {
		when += " in any row: " + rowsTrue(x)
	} else if math.IsNaN(x.Value) {
		when += " in any row: no row has a value, so that it can be neither true nor false"
	}
	switch {
	case x.Unknown > 0 && x.Of > 0:
		when += fmt.Sprintf("; n/a in %s more", commas(x.Unknown))
	case x.Unknown > 0:
		when += fmt.Sprintf(" (n/a in %s of them)", commas(x.Unknown))
	}
	return when
}

// anyOf is what a condition on any moment is about.
func anyOf(x *check.Outcome) string {
	if _, err := ramp.ParseQuarter(x.Period); err == nil {
		return "quarter"
	}
	if x.Period != "" && x.Period[0] >= '0' && x.Period[0] <= '9' {
		return "point"
	}
	return "moment"
}

// rowsTrue says for how many rows of a sweep a condition is true, and which is the first, or else which comes nearest.
func rowsTrue(x *check.Outcome) string {
	where := "row " + commas(x.Row)
	if x.Where != "" {
		where += " (" + x.Where + ")"
	}
	if x.Hits == 0 {
		return "true in none of " + commas(x.Of) + ", nearest in " + where
	}
	return "true in " + commas(x.Hits) + " of " + commas(x.Of) + ", first in " + where
}

// commas is a count with its thousands apart.
func commas(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// change is a relative change with its sign.
func (o Options) change(x float64) string {
	if math.IsNaN(x) {
		return unit.NA
	}
	n := unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare, ASCII: o.ASCII, Minus: true}
	switch t := n.Short(math.Round(x*1e4)/1e4, 4); {
	case x >= 0:
		return "+" + t
	default:
		return t
	}
}

// outcomeMessage is an outcome in a sentence, for formats that have no table.
func outcomeMessage(x *check.Outcome, o Options) string {
	n := o.notation(x.Spec)
	s := figureName(x) + " is " + n.Short(x.Value, 6) + "; " + conditionText(x)
	if !math.IsNaN(x.Baseline) {
		s += "; the baseline is " + n.Short(x.Baseline, 6) + " (" + o.change(x.Change()) + ")"
	}
	if x.Note != "" {
		s += " (" + strings.TrimRight(x.Note, ".") + ")"
	}
	return o.clean(s) + "."
}
