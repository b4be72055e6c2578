package report

import (
	"cmp"
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
		if s := equivalentHeadline(a, asked, verb, o); s != "" {
			return s
		}
		return compareHeadline(a, asked, verb, found, o)
	case isMix(a):
		asked += ", " + sharesText(a) + ","
	}
	q := answer.Find(a.Total, found)
	if q == nil {
		return otherHeadline(a, asked, o)
	}
	if why := because(a.Lacks(found)); why != "" {
		return unknownHeadline(asked, found, isMix(a)) + ": " + why + "."
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

// unknownHeadline begins the sentence of an answer that has no value.
func unknownHeadline(asked string, found *quantity.Spec, commas bool) string {
	if commas {
		asked = strings.TrimSuffix(asked, ",") + ","
	}
	if found == capacity.PowerFacility.Spec {
		return "The facility power of " + asked + " is not known"
	}
	return "The number of chips for " + asked + " is not known"
}

// because says what profiles lack.
func because(lacks []answer.Lack) string {
	parts := make([]string, len(lacks))
	for i, l := range lacks {
		parts[i] = l.Name + " has no " + series(l.Inputs, " and no ")
	}
	return strings.Join(parts, ", and ")
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

// compareHeadline names what each chip comes to; of more than four, the least and the most. Those of which nothing is known come last.
func compareHeadline(a *answer.Answer, asked, verb string, found *quantity.Spec, o Options) string {
	type part struct {
		mid  float64
		text string
	}
	var parts []part
	var unknown []string
	for _, m := range a.Members {
		q := answer.Find(m.Quantities, found)
		if q == nil {
			return asked + " in " + names(a) + "."
		}
		mid := q.Point
		if drawn(a) {
			mid = q.P50
		}
		if math.IsNaN(mid) {
			unknown = append(unknown, m.Name)
			continue
		}
		f := o.figure(q, drawn(a)).inSentence()
		t := f + " " + m.Name
		if found == capacity.PowerFacility.Spec {
			t = f + " in " + m.Name
		}
		parts = append(parts, part{mid, t})
	}
	rest := thing(found) + "."
	if len(unknown) > 0 {
		rest = thing(found) + "; not known for " + and(unknown) + "."
	}
	if len(parts) == 0 {
		return unknownHeadline(asked, found, false) + " for any of " + and(unknown) + "."
	}
	if len(parts) > 4 {
		slices.SortStableFunc(parts, func(p, q part) int { return cmp.Compare(p.mid, q.mid) })
		return asked + " " + verb + " from " + parts[0].text + " to " + parts[len(parts)-1].text + rest
	}
	list := make([]string, len(parts))
	for i, p := range parts {
		list[i] = p.text
	}
	return asked + " " + verb + " " + series(list, " or ") + rest
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
