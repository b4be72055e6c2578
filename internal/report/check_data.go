package report

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/check"
)

// checkTree is the JSON of a check: the answer as always, so that it can be a baseline and be recomputed, with the claim and the outcomes.
func checkTree(r *check.Result) object {
	out := object{{"verdict", string(r.Status())}}
	if r.Claim != nil {
		out = append(out, field{"claim", claimTree(r)})
	}
	list := list{}
	for i := range r.Outcomes {
		list = append(list, outcomeTree(r, &r.Outcomes[i]))
	}
	out = append(out, field{"checks", list}, field{"baseline", orNull(r.Baseline)})
	if r.Ramp != nil {
		return append(out, rampTree(r.Ramp)...)
	}
	return append(out, answerTree(r.Answer)...)
}

func claimTree(r *check.Result) object {
	v := r.Claim
	readings := list{}
	for i := range v.Readings {
		readings = append(readings, readingTree(v, &v.Readings[i]))
	}
	out := object{
		{"text", v.Text}, {"verdict", string(v.Status)}, {"basis", r.Question.Basis}, {"member", r.Members[0].ID}, {"quantity", v.Spec.Name},
		{"value", v.Value}, {"bound", orNull(string(v.Bound))}, {"unit", v.Spec.Unit.Symbol}, {"model", quantityTree(row{Quantity: &v.Quantity}, true)}, {"of_median", v.OfMedian}, {"of_nearest_end", v.OfEnd},
		{"chance_of_at_least", v.Chance.Share}, {"readings", readings},
	}
	if v.Nearest >= 0 {
		return append(out, field{"nearest", readingTree(v, &v.Readings[v.Nearest])})
	}
	return append(out, field{"nearest", nil})
}

func readingTree(v *check.Verdict, x *check.Reading) inline {
	out := inline{{"changes", strs(x.Changes)}, {"basis", x.Basis}, {"tdp_only", x.TDPOnly}, {"dies", x.Dies}, {"sparse", x.Sparse}, {"effective", x.Effective},
		{"precision", orNull(x.Precision)}, {"quantity", x.Quantity.Spec.Name}, {"true", x.True}}
	return append(out, quantityTree(row{Quantity: &x.Quantity}, true)...)
}

// ofMember is whose a figure is.
func ofMember(x *check.Outcome) string {
	if x.Member == "" {
		return total
	}
	return x.Member
}

func outcomeTree(r *check.Result, x *check.Outcome) inline {
	return inline{
		{"status", string(x.Status)}, {"condition", x.Text}, {"level", string(x.Level)}, {"member", ofMember(x)}, {"quantity", x.Spec.Name},
		{"statistic", x.Statistic}, {"value", x.Value}, {"unit", x.Spec.Unit.Symbol}, {"operator", x.Operator}, {"low", x.Low}, {"high", x.High},
		{"relative", x.Relative}, {"baseline", x.Baseline}, {"change", x.Change()}, {"overrides", strs(x.Quantity.Overrides)},
		{"period", orNull(x.Period)}, {"note", orNull(x.Note)}, {"assumed_price", assumedPrice(r, x)},
	}
}

// assumedPrice reports whether a figure of a ramp rests on a price that nobody published; of other answers, null: there it is a warning of the whole.
func assumedPrice(r *check.Result, x *check.Outcome) any {
	if r.Ramp == nil {
		return nil
	}
	return onAssumedPrice(r, x)
}

// failsWhere is when a claim is false, as an operator between its value and the ends of the model's interval.
var failsWhere = map[check.Bound]string{check.Both: "outside", check.AtLeast: ">", check.AtMost: "<"}

// checkRecords is a row for the claim, each of its readings and each condition. A claim's low and high are P5 and P95; it fails where its value is outside them, of
// "at least" above the high one (operator >), of "at most" below the low one (operator <).
func checkRecords(r *check.Result) *records {
	out := &records{columns: []string{"kind", "status", "text", "level", "member", "quantity", "statistic", "value", "unit", "operator", "low", "high", "model_p50",
		"of_median", "of_nearest_end", "chance_of_at_least", "baseline", "change", "overrides", "period", "note", "assumed_price"}}
	if v := r.Claim; v != nil {
		id := r.Members[0].ID
		out.add("claim", string(v.Status), v.Text, string(check.Fail), id, v.Spec.Name, nil, v.Value, v.Spec.Unit.Symbol, failsWhere[v.Bound], v.Quantity.P5, v.Quantity.P95,
			v.Quantity.P50, v.OfMedian, v.OfEnd, v.Chance.Share, nil, nil, orNull(strings.Join(v.Quantity.Overrides, " ")), nil, nil, nil)
		for i := range v.Readings {
			x := &v.Readings[i]
			kind := "reading"
			if i == v.Nearest {
				kind = "nearest"
			}
			q := &x.Quantity
			out.add(kind, string(readingStatus(x)), changes(x), nil, id, q.Spec.Name, nil, v.Value, q.Spec.Unit.Symbol, failsWhere[v.Bound], q.P5, q.P95, q.P50, v.Value/q.P50, nil,
				nil, nil, nil, orNull(strings.Join(q.Overrides, " ")), nil, nil, nil)
		}
	}
	for i := range r.Outcomes {
		x := &r.Outcomes[i]
		out.add("condition", string(x.Status), x.Text, string(x.Level), ofMember(x), x.Spec.Name, x.Statistic, x.Value, x.Spec.Unit.Symbol, x.Operator, x.Low, x.High,
			x.Quantity.P50, nil, nil, nil, x.Baseline, x.Change(), orNull(strings.Join(x.Quantity.Overrides, " ")), orNull(x.Period), orNull(x.Note), assumedPrice(r, x))
	}
	return out
}

// The elements of JUnit's XML that systems for continuous integration read, in the order of their schemas. There is no clock and no host in it, so that the same
// check gives the same bytes: the time, which some readers insist on, is 0.
type (
	junitSuites struct {
		XMLName  xml.Name   `xml:"testsuites"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Time     int        `xml:"time,attr"`
		Suite    junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       int             `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Time    int           `xml:"time,attr"`
		Failure *junitFailure `xml:"failure"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// junit is a test case for the claim and for each condition. What is only to be looked at passes, and says so in its output.
func junit(r *check.Result, o Options) []byte {
	s := junitSuite{Name: "capplan check", Failures: r.Count(check.Fail), Properties: []junitProperty{
		{"question", strings.ReplaceAll(o.clean(checkHeadline(r, o)), "\u00a0", " ")}, {"tool", o.Tool.Name + " " + o.Tool.Version}, {"library", o.Tool.Library},
	}}
	if names := checkOverrides(r); len(names) > 0 {
		s.Properties = append(s.Properties, junitProperty{"overrides", strings.Join(names, " ")})
	}
	add := func(class, name string, status check.Status, message string) {
		message = strings.ReplaceAll(o.clean(message), "\u00a0", " ")
		c := junitCase{Class: "capplan." + class, Name: o.clean(name)}
		switch status {
		case check.Fail:
			c.Failure = &junitFailure{message, class, message}
		case check.Warn:
			c.Out = "warning: " + message
		default:
			c.Out = message
		}
		s.Cases = append(s.Cases, c)
	}
	if v := r.Claim; v != nil {
		add("claim", v.Text, v.Status, strings.TrimSpace(verdict(r, o)+" "+nearestReading(v, o)))
	}
	for i := range r.Outcomes {
		x := &r.Outcomes[i]
		add(string(x.Level)+"-if", x.Text, x.Status, outcomeMessage(x, o))
	}
	s.Tests = len(s.Cases)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", step)
	_ = e.Encode(junitSuites{Name: s.Name, Tests: s.Tests, Failures: s.Failures, Suite: s}) // plain data into memory: cannot fail
	b.WriteString("\n")
	return b.Bytes()
}

// checkOverrides names what is not built in below the claim and the conditions, each input once.
func checkOverrides(r *check.Result) []string {
	var names []string
	add := func(q *answer.Quantity) {
		for _, name := range q.Overrides {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if r.Claim != nil {
		add(&r.Claim.Quantity)
	}
	for i := range r.Outcomes {
		add(&r.Outcomes[i].Quantity)
	}
	return names
}
