package report

import (
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// headline is the answer in one sentence.
func headline(a *answer.Answer, o Options) string {
	asked, verb, found := subject(a.Question, o)
	switch {
	case isComparison(a):
		return compareHeadline(a, asked, verb, found, o)
	case isMix(a):
		asked += ", " + sharesText(a) + ","
	}
	q := answer.Find(a.Total, found)
	if q == nil {
		return otherHeadline(a, asked, o)
	}
	f := o.figure(q, drawn(a)).inSentence()
	switch {
	case found == capacity.PowerFacility.Spec && isMix(a):
		return asked + " " + verb + " " + f + " of facility power."
	case found == capacity.PowerFacility.Spec:
		return asked + " of " + names(a) + " " + verb + " " + f + " of facility power."
	case isMix(a):
		return asked + " " + verb + " " + f + " chips."
	}
	return asked + " " + verb + " " + f + " " + names(a) + " chips."
}

// subject says what the question starts from, the verb that follows, and the quantity that answers it.
func subject(q answer.Question, o Options) (asked, verb string, found *quantity.Spec) {
	chips := capacity.Chips.Spec
	s := q.Start
	if s.Spec == nil {
		return s.Text, "is", chips
	}
	amount := together(o.notation(s.Spec).Short(s.Value, 9))
	things := func(noun, verb string, found *quantity.Spec) (string, string, *quantity.Spec) {
		if s.Value == 1 {
			return amount + " " + noun, verb + "s", found
		}
		return amount + " " + noun + "s", verb, found
	}
	switch s.Spec {
	case power.Budget.Spec:
		return amount + " of capital", "buys", chips
	case power.StartRacks.Spec:
		return things("rack", "hold", chips)
	case power.StartChips.Spec:
		return things("chip", "take", capacity.PowerFacility.Spec)
	case power.StartFLOPS.Spec:
		return amount + " effective", "takes", chips
	case power.StartH100e.Spec:
		return things("H100-equivalent", "take", chips)
	}
	return amount + " of " + powerName(q.Basis), "is", chips
}

// powerName is the commitment's boundary as a sentence has it.
func powerName(basis string) string {
	switch basis {
	case "it":
		return "IT power"
	case power.Unstated:
		return "power at an unstated boundary"
	case "":
		return "power"
	}
	return basis + " power"
}

// boundarySentence says where the power is measured.
func boundarySentence(q answer.Question) string {
	if q.Basis == power.Unstated {
		return "The source does not say where the power is measured; facility and IT are drawn in each case."
	}
	basis := q.Basis
	i := slices.Index(power.Basis.Options, basis)
	if i < 0 || q.Start.Spec != power.Commitment.Spec {
		i, basis = power.Facility, "facility"
	}
	name := powerName(basis)
	return strings.ToUpper(name[:1]) + name[1:] + " is measured at " + answer.BoundaryMeaning[i] + "."
}

// names are the members of an answer as a sentence lists them.
func names(a *answer.Answer) string {
	list := make([]string, len(a.Members))
	for i, m := range a.Members {
		list[i] = m.Name
	}
	return and(list)
}

func and(list []string) string { return series(list, " and ") }

// series joins phrases with commas and a last word. A comma inside a phrase would blur the list, but names have none.
func series(list []string, last string) string {
	if n := len(list) - 1; n > 0 {
		return strings.Join(list[:n], ", ") + last + list[n]
	}
	return strings.Join(list, "")
}

// measureNames say what the shares of a mix divide.
var measureNames = map[mix.By]string{
	mix.ByPower: "power", mix.ByChips: "chips", mix.ByFLOPS: "8-bit peak", mix.ByCapex: "compute capital",
}

// sharesText is "60% of it A and 40% B, by power".
func sharesText(a *answer.Answer) string {
	list := make([]string, len(a.Members))
	n := unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare}
	for i, m := range a.Members {
		list[i] = rounded(m.Share, n) + " " + m.Name
	}
	s := and(list)
	if by := measureNames[a.Question.By]; by != "" {
		s += " by " + by
	}
	return s
}

// compareHeadline names what each chip comes to; of more than four, the least and the most.
func compareHeadline(a *answer.Answer, asked, verb string, found *quantity.Spec, o Options) string {
	type part struct {
		mid  float64
		text string
	}
	var parts []part
	for _, m := range a.Members {
		q := answer.Find(m.Quantities, found)
		if q == nil {
			return asked + " in " + names(a) + "."
		}
		f := o.figure(q, drawn(a)).inSentence()
		t := f + " " + m.Name
		if found == capacity.PowerFacility.Spec {
			t = f + " in " + m.Name
		}
		mid := q.Point
		if drawn(a) {
			mid = q.P50
		}
		parts = append(parts, part{mid, t})
	}
	if len(parts) > 4 {
		known := slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return math.IsNaN(p.mid) })
		slices.SortStableFunc(known, func(p, q part) int {
			switch {
			case p.mid < q.mid:
				return -1
			case p.mid > q.mid:
				return 1
			}
			return 0
		})
		if len(known) > 1 {
			return asked + " " + verb + " from " + known[0].text + " to " + known[len(known)-1].text + thing(found) + "."
		}
	}
	list := make([]string, len(parts))
	for i, p := range parts {
		list[i] = p.text
	}
	return asked + " " + verb + " " + series(list, " or ") + thing(found) + "."
}

// thing is what the headline counts.
func thing(found *quantity.Spec) string {
	if found == capacity.PowerFacility.Spec {
		return ", at the facility"
	}
	return " chips"
}

// otherHeadline is for a question whose fields leave the count out: it gives the first of them.
func otherHeadline(a *answer.Answer, asked string, o Options) string {
	s := strings.TrimSuffix(asked, ",")
	if !isMix(a) {
		s += " in " + names(a)
	}
	if len(a.Total) == 0 {
		return s + "."
	}
	return s + ": " + lower(Label(a.Total[0].Spec)) + " " + o.figure(&a.Total[0], drawn(a)).inSentence() + "."
}

// lower begins a label in lower case, unless it begins with an abbreviation or is a name.
func lower(label string) string {
	if len(label) > 1 && label[1] >= 'a' && label[1] <= 'z' {
		return strings.ToLower(label[:1]) + label[1:]
	}
	return label
}
