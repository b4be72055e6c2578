package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// total is the name under which the total stands among the members.
const total = "total"

// aspect is what a row says of its quantity.
type aspect int

const (
	itself aspect = iota
	asShare
	asRatio
	asChance
	asEquivalent
	asBreakEven
)

// row is one quantity of one member, or of the total. All formats print the rows of an answer, and nothing else, as its numbers.
type row struct {
	member string
	aspect aspect
	*answer.Quantity
	chance *answer.Chance // of asChance
	label  string         // of asEquivalent and asBreakEven: the name
}

// rows flattens an answer: members in their order and then the total, each with its quantities in the model's order, then its shares or ratios.
func rows(a *answer.Answer) []row {
	var out []row
	add := func(member string, as aspect, qs []answer.Quantity) {
		for _, i := range modelOrder(qs, func(q answer.Quantity) *quantity.Spec { return q.Spec }) {
			out = append(out, row{member: member, aspect: as, Quantity: &qs[i]})
		}
	}
	for i := range a.Members {
		m := &a.Members[i]
		add(m.ID, itself, m.Quantities)
		add(m.ID, asShare, m.Shares)
		add(m.ID, asRatio, m.Ratios)
		out = append(out, chanceRows(m.ID, m.Chances)...)
		out = append(out, levelRows(m)...)
	}
	add(total, itself, a.Total)
	return append(out, chanceRows(total, a.Chances)...)
}

// chanceRows are chances as quantities: 1 or 0 at the point, with the share of the draws as their mean.
func chanceRows(member string, chances []answer.Chance) []row {
	var out []row
	for i := range chances {
		c := &chances[i]
		q := unknown(c.Spec)
		q.Mean = c.Share
		if c.Known {
			q.Point = 0
			if c.Reached {
				q.Point = 1
			}
		}
		out = append(out, row{member: member, aspect: asChance, Quantity: q, chance: c})
	}
	return out
}

// name is the quantity's name; that of a share or ratio says so, since its number is another.
func (r row) name() string {
	switch r.aspect {
	case asShare:
		return "share(" + r.Spec.Name + ")"
	case asRatio:
		return "ratio(" + r.Spec.Name + ")"
	case asChance:
		return chanceName(*r.chance)
	case asEquivalent, asBreakEven:
		return r.label
	}
	return r.Spec.Name
}

// unit is the symbol of the row's unit; shares and ratios have none.
func (r row) unit() string {
	if r.aspect != itself && r.aspect != asEquivalent && r.aspect != asBreakEven {
		return unit.For[unit.Number]().Symbol
	}
	return r.Spec.Unit.Symbol
}

// modelOrder is the order of a list by where the model declares its quantities; those it does not know come last, as they stand.
func modelOrder[T any](list []T, spec func(T) *quantity.Spec) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(declared(spec(list[i])), declared(spec(list[k]))) })
	return order
}

var places = func() map[*quantity.Spec]int {
	out := map[*quantity.Spec]int{}
	for i, s := range model.Model.All() {
		out[s] = i
	}
	return out
}()

func declared(s *quantity.Spec) int {
	if i, known := places[s]; known {
		return i
	}
	return len(places)
}

// answerRecords are the rows for programs.
func answerRecords(a *answer.Answer) *records {
	out := &records{columns: []string{"member", "quantity", "unit", "point", "mean", "p5", "p25", "p50", "p75", "p95", "overrides"}}
	for _, r := range rows(a) {
		out.add(r.member, r.name(), r.unit(), r.Point, r.Mean, r.P5, r.P25, r.P50, r.P75, r.P95, orNull(strings.Join(r.Overrides, " ")))
	}
	return out
}
