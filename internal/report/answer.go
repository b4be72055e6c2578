package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
)

// Answer writes an answer: an estimate, a mix or a comparison. Its warnings are in the JSON and the Markdown; beside a table they belong on standard error,
// see [Warnings]. Errors are those of the writer.
func Answer(w io.Writer, a *answer.Answer, o Options) error {
	return o.write(w, output{
		document: func() *document { return answerDocument(a, o) },
		tree:     func() object { return answerTree(a) },
		records:  func() *records { return answerRecords(a) },
	})
}

// Warnings writes warnings for people, each with what to do about it; nothing if quiet. They are meant for standard error, beside any format.
func Warnings(w io.Writer, list []answer.Warning, o Options) error {
	if o.Quiet {
		return nil
	}
	var b strings.Builder
	for _, x := range list {
		lines := wrap("warning: "+o.clean(x.Message), o.Width, 2)
		lines[0] = strings.Replace(lines[0], "warning:", o.paint("warning:", caution), 1)
		if x.Advice != "" {
			lines = append(lines, wrap("  "+o.clean(x.Advice), o.Width, 0)...)
		}
		b.WriteString(strings.Join(lines, "\n") + "\n")
	}
	if b.Len() == 0 {
		return nil
	}
	return flush(w, []byte(b.String()))
}

// kinds of answers, told by what they hold.
func isComparison(a *answer.Answer) bool { return a.Total == nil }
func isMix(a *answer.Answer) bool        { return a.Total != nil && len(a.Members) > 1 }

func drawn(a *answer.Answer) bool { return a.Question.Draws > 0 }

// answerDocument is the answer for people: the finding, how to read it, the figures, and what a reader must know about them.
func answerDocument(a *answer.Answer, o Options) *document {
	d := &document{kind: a.Question.Command}
	if o.Format == Markdown {
		d.add(markdownWarnings(a.Warnings))
	}
	d.add(append(prose{{headline(a, o), strong}}, about(a, o)...))
	switch {
	case isComparison(a):
		d.add(comparison(a, o)...)
	case isMix(a):
		d.add(fleet(a, o)...)
	default:
		d.add(estimate(a.Total, drawn(a), o))
	}
	d.add(chances(a, o))
	d.add(bullets{"Notes", notes(a)})
	d.add(assumptions(a), marksOf(a))
	return d
}

// about says how to read the figures, and on what they rest.
func about(a *answer.Answer, o Options) prose {
	q := a.Question
	var read, asked []string
	read = append(read, boundarySentence(q))
	if drawn(a) {
		draws := thousands(q.Draws) + " draws"
		if q.Draws == 1 {
			draws = "1 draw"
		}
		read = append(read, fmt.Sprintf("Values are medians (P50), ranges P5%sP95 of %s.", dash, together(draws)))
	} else {
		read = append(read, "Nothing was drawn: every value is the point, with each input at its mid.")
	}
	add := func(what, value string) {
		if value != "" {
			asked = append(asked, what+" "+value)
		}
	}
	add("site", q.Site)
	add("workload", q.Workload)
	add("precision", q.Precision)
	if add("as of", q.AsOf); q.AsOf > o.Tool.Date && o.Tool.Date != "" {
		asked[len(asked)-1] += " (the library ends " + o.Tool.Date + ")"
	}
	for _, s := range q.Set {
		value := s.Text
		if s.Origin != "" {
			value += " (" + s.Origin + ")"
		}
		add("set", value)
	}
	for _, s := range q.Correlate {
		add("correlated", s.Text+" ("+s.Origin+")")
	}
	out := prose{{strings.Join(read, " "), normal}}
	if len(asked) > 0 {
		list := strings.Join(asked, ", ")
		out = append(out, sentence{strings.ToUpper(list[:1]) + list[1:] + ".", normal})
	}
	return out
}

const dash = "–"

// thousands writes a whole number with separators.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// notes are the answer's own, each once, and what the figures need to be read rightly.
func notes(a *answer.Answer) []string {
	var out []string
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, n := range a.Notes {
		add(n.Message)
	}
	incomplete := map[string][]string{} // quantities by the members that they lack
	var order []string
	for _, r := range rows(a) {
		q := r.Quantity
		if drawn(a) && r.aspect == itself && q.ValidShare > 0 && q.ValidShare < 1 {
			add(fmt.Sprintf("%s of %s has a value in %.3g%% of the draws only, so it has no percentiles.", q.Spec.Name, r.member, 100*q.ValidShare))
		}
		if q.Known != nil && !math.IsNaN(q.Known.Point) {
			lacks := and(q.Missing)
			if incomplete[lacks] == nil {
				order = append(order, lacks)
			}
			incomplete[lacks] = append(incomplete[lacks], q.Spec.Name)
		}
	}
	for _, lacks := range order {
		add("Without " + lacks + ", so at least what is shown: the total of " + and(incomplete[lacks]) + ".")
	}
	return out
}

// assumptions lists what no source supports, and what was known only after the day that is asked as of.
func assumptions(a *answer.Answer) block {
	var lines prose
	if list := assumed(a); len(list) > 0 {
		lines = append(lines, sentence{"Assumed (no source): " + strings.Join(list, ", ") + ".", normal})
	}
	if list := a.UsedEarly(); len(list) > 0 {
		lines = append(lines, sentence{"Known only later: " + strings.Join(list, ", ") + ".", normal})
	}
	if lines == nil {
		return nil
	}
	return details{"Assumptions", []block{lines}}
}

// assumed names the inputs without source, each once: with the members where it is only some of them that lack one.
func assumed(a *answer.Answer) []string {
	var order []string
	of := map[string][]string{}
	for _, x := range a.Assumed() {
		id, name, some := strings.Cut(x, ":")
		if !some {
			id, name = "", x
		}
		if of[name] == nil {
			order = append(order, name)
		}
		of[name] = append(of[name], id)
	}
	for i, name := range order {
		if ids := of[name]; ids[0] != "" && len(ids) < len(a.Members) {
			order[i] = name + " (" + strings.Join(ids, ", ") + ")"
		}
	}
	return order
}

// markdownWarnings puts the warnings at the top, because a page has no standard error.
func markdownWarnings(list []answer.Warning) block {
	if len(list) == 0 {
		return nil
	}
	items := make([]string, len(list))
	for i, x := range list {
		items[i] = x.Message
		if x.Advice != "" {
			items[i] = strings.TrimRight(x.Message, ".") + " (" + x.Advice + ")."
		}
	}
	return bullets{"Warnings", items}
}
