package report

import (
	"cmp"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/unit"
)

// chances is how likely the thresholds that were asked for are reached; nil without any.
func chances(a *answer.Answer, o Options) block {
	parties := []party{{name: "Chance", total: true}}
	lists := [][]answer.Chance{a.Chances}
	if isComparison(a) {
		parties, lists = nil, nil
		for _, m := range a.Members {
			parties, lists = append(parties, party{name: m.Name}), append(lists, m.Chances)
		}
	} else {
		for _, m := range a.Members {
			lists[0] = slices.Concat(lists[0], m.Chances)
		}
	}
	return chanceGrid(parties, lists, o)
}

// chanceGrid has a row for each threshold and a column for each party.
func chanceGrid(parties []party, lists [][]answer.Chance, o Options) block {
	g := grid{columns: []column{{head: "Chance of at least", flow: true}, {head: "Threshold", right: true}}}
	if len(lists) == 0 || len(lists[0]) == 0 {
		return nil
	}
	for _, p := range parties {
		g.columns = append(g.columns, column{head: p.name, right: true})
	}
	for i, c := range lists[0] {
		cells := []cell{text(chanceLabel(c)), text(o.notation(c.Spec).Short(c.Value, 6))}
		for _, l := range lists {
			cells = append(cells, text(o.chance(l[i])))
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	return g
}

// chanceLabel is what a threshold is about: whose quantity, and of which time.
func chanceLabel(c answer.Chance) string {
	label := Label(c.Spec)
	if c.Member != "" {
		label += " of " + c.Member
	}
	if c.When != nil {
		label += " " + TimeOf(c.When)
	}
	return label
}

// chance is a share of draws, in whole percent: never 0% or 100% where some draw says otherwise. Where nothing was drawn, it says whether the point does.
func (o Options) chance(c answer.Chance) string {
	n := unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare, ASCII: o.ASCII}
	switch {
	case math.IsNaN(c.Share) && c.Known && c.Reached:
		return "reached at the point"
	case math.IsNaN(c.Share) && c.Known:
		return "not reached at the point"
	case math.IsNaN(c.Share):
		return unit.NA
	case c.Share > 0 && c.Share < 0.005:
		return "below 1%"
	case c.Share < 1 && c.Share > 0.995:
		return "above 99%"
	}
	return n.Short(math.Round(100*c.Share)/100, 3)
}

// chancesTree is the JSON of the chances.
func chancesTree(chances []answer.Chance) list {
	out := list{}
	for _, c := range chances {
		one := inline{{"quantity", c.Spec.Name}}
		if c.When != nil {
			one = append(one, field{"period", periodOf(c.When)}, field{"member", cmp.Or(c.Member, total)})
		}
		one = append(one, inline{{"at_least", c.Value}, {"unit", c.Spec.Unit.Symbol}, {"chance", c.Share}, {"error", c.Error}}...)
		if c.Known {
			one = append(one, field{"reached_at_point", c.Reached})
		}
		out = append(out, one)
	}
	return out
}

// chanceName names a chance among the quantities of a row.
func chanceName(c answer.Chance) string {
	return "chance(" + c.Spec.Name + ">=" + unit.Exact(c.Value) + ")"
}
