package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/quantity"
)

// levelRows are a member's equivalents and break-evens as quantities.
func levelRows(m *answer.Member) []row {
	var out []row
	for i := range m.Equivalents {
		e := &m.Equivalents[i]
		out = append(out, row{member: m.ID, aspect: asEquivalent, Quantity: &e.Start, label: "equivalent(" + e.Of.Name + ")"})
	}
	for i := range m.BreakEvens {
		e := &m.BreakEvens[i]
		out = append(out, row{member: m.ID, aspect: asBreakEven, Quantity: &e.At, label: fmt.Sprintf("break_even(%s,%s)", e.Per, e.Input.Name)})
	}
	return out
}

// levelTree is the JSON of a member's equivalents and break-evens; nothing where none were asked for.
func levelTree(m *answer.Member, sampled bool) object {
	var out object
	var equal object
	for i := range m.Equivalents {
		e := &m.Equivalents[i]
		equal = append(equal, field{e.Of.Name, quantityTree(row{Quantity: &e.Start}, sampled)})
	}
	if equal != nil {
		out = append(out, field{"equivalents", equal})
	}
	even := list{}
	for i := range m.BreakEvens {
		e := &m.BreakEvens[i]
		even = append(even, object{{"per", string(e.Per)}, {"input", e.Input.Name}, {"now", e.Now}, {"at", quantityTree(row{Quantity: &e.At}, sampled)}, {"ahead_in", e.Ahead}, {"possible_in", e.Possible}})
	}
	if len(even) > 0 {
		out = append(out, field{"break_even", even})
	}
	return out
}

// equivalents says how much of the start each system takes to come to what the reference has.
func equivalents(a *answer.Answer, o Options) block {
	ref := reference(a)
	asked, _, _ := subject(a.Question, o)
	g := grid{columns: []column{{head: fmt.Sprintf("Like %s of %s, by", asked, a.Members[ref].Name), flow: true}}}
	var specs []*quantity.Spec
	for i, m := range a.Members {
		if i == ref {
			continue
		}
		g.columns = append(g.columns, column{head: m.Name, right: true, flow: true})
		if specs == nil {
			for _, e := range m.Equivalents {
				specs = append(specs, e.Of)
			}
		}
	}
	for k, s := range specs {
		cells := []cell{text(Label(s))}
		for i, m := range a.Members {
			if i != ref {
				cells = append(cells, text(o.figure(&m.Equivalents[k].Start, drawn(a)).oneLine()))
			}
		}
		g.rows = append(g.rows, gridRow{cells: cells})
	}
	if g.rows == nil {
		return nil
	}
	return choice{g, panels{g, nil}}
}

// equivalentHeadline says in one sentence how much of the start each system takes to come to what the reference has; empty where nobody asked, or nothing is
// known. Of several quantities it is the first.
func equivalentHeadline(a *answer.Answer, asked, verb string, o Options) string {
	type part struct {
		mid  float64
		text string
	}
	var parts []part
	var of *quantity.Spec
	for i, m := range a.Members {
		if i == reference(a) || len(m.Equivalents) == 0 || math.IsNaN(m.Equivalents[0].Start.Point) {
			continue
		}
		e := &m.Equivalents[0]
		mid := e.Start.Point
		if drawn(a) {
			mid = e.Start.P50
		}
		of, parts = e.Of, append(parts, part{mid, o.figure(&e.Start, drawn(a)).inSentence() + " of " + m.Name})
	}
	if of == nil {
		return ""
	}
	like := " has as much " + lower(Label(of)) + " as "
	if of == capacity.Effective.Spec {
		like = " computes like "
	}
	if !strings.HasSuffix(verb, "s") {
		like = strings.NewReplacer(" has ", " have ", "computes", "compute").Replace(like)
	}
	sentence := asked + " of " + a.Members[reference(a)].Name + like
	if len(parts) > 4 {
		slices.SortStableFunc(parts, func(p, q part) int { return cmp.Compare(p.mid, q.mid) })
		return sentence + "anything from " + parts[0].text + " to " + parts[len(parts)-1].text + "."
	}
	list := make([]string, len(parts))
	for i, p := range parts {
		list[i] = p.text
	}
	return sentence + series(list, " or ") + "."
}

// breakEvens says at which utilisation or price each system is level with the reference.
func breakEvens(a *answer.Answer, o Options) block {
	ref := reference(a)
	g := grid{columns: []column{{head: "Level with " + a.Members[ref].Name, flow: true}, {head: "By", flow: true}, {head: "Now", right: true}, {head: "Level at", right: true, flow: true}}}
	if drawn(a) {
		g.columns = append(g.columns, column{head: "Ahead in", right: true})
	}
	for i, m := range a.Members {
		for k, e := range m.BreakEvens {
			if i == ref {
				continue
			}
			name := m.Name
			if k > 0 {
				name = ""
			}
			n := o.notation(e.Input)
			cells := []cell{text(name), text(breakEvenName(e)), text(n.Short(e.Now, 3)), text(o.levelText(&e, drawn(a)))}
			if drawn(a) {
				cells = append(cells, text(o.chance(answer.Chance{Share: e.Ahead})))
			}
			g.rows = append(g.rows, gridRow{cells: cells})
		}
	}
	if g.rows == nil {
		return nil
	}
	return g
}

// breakEvenName says what is moved and what it is held against.
func breakEvenName(e answer.BreakEven) string {
	what := "MFU, effective per "
	if e.Input.Unit.Exp.Dollar != 0 {
		what = "cost per chip, effective per "
	}
	if e.Per == answer.PerWatt {
		return what + "IT watt"
	}
	return what + "yearly dollar"
}

// levelText is where the two are level; no value can be where it would have to be impossible.
func (o Options) levelText(e *answer.BreakEven, drawn bool) string {
	if math.IsNaN(e.At.Point) {
		return o.figure(&e.At, drawn).oneLine()
	}
	price := e.Input.Unit.Exp.Dollar != 0
	switch {
	case price && e.At.Point <= 0 && (!drawn || e.Possible < 0.05):
		return "never: not even for nothing"
	case !price && e.At.Point > 1 && (!drawn || e.Possible < 0.05):
		return "never: above 100%"
	}
	return o.figure(&e.At, drawn).oneLine()
}
