package report

import (
	"strings"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// What a profile says beyond its values: which of them follow each other, and which rules for profiles they are taken out of.

// correlationGrid lists the stated correlations of some profiles.
func correlationGrid(list []profile, cited *references, o Options) grid {
	g := grid{title: "Inputs that follow each other", columns: []column{
		{head: "Inputs", flow: true}, {head: "Rank correlation", right: true}, {head: "Evidence", flow: true}, {head: "Source", flow: true}, {head: "Note", flow: true},
	}}
	for _, p := range list {
		owner := ""
		if len(list) > 1 {
			owner = p.id + ":"
		}
		for i := range p.correlations {
			c := &p.correlations[i]
			v := quantity.Value{Shape: quantity.Constant, Mode: c.Rank, Basis: c.Basis, AsOf: c.AsOf, Override: c.Override}
			g.rows = append(g.rows, gridRow{cells: []cell{
				code(owner+c.A.Name, owner+c.B.Name), text(unit.Exact(c.Rank)), text(o.known(&v)), cited.cell(c.Sources), text(c.Note),
			}})
		}
	}
	return g
}

// exceptionGrid lists which keys some profiles take out of rules, and why.
func exceptionGrid(list []profile) grid {
	g := grid{title: "Exceptions from the rules of profiles check", columns: []column{{head: "Rule"}, {head: "Keys", flow: true}, {head: "Reason", flow: true}}}
	for _, p := range list {
		owner := ""
		if len(list) > 1 {
			owner = p.id + ":"
		}
		for _, e := range p.exceptions {
			keys := make([]string, len(e.Keys))
			for i, k := range e.Keys {
				keys[i] = owner + k
			}
			g.rows = append(g.rows, gridRow{cells: []cell{code(e.Rule), code(keys...), text(strings.Join(strings.Fields(e.Reason), " "))}})
		}
	}
	return g
}

func (p profile) correlationsTree() list {
	out := list{}
	for _, c := range p.correlations {
		one := object{{"name", c.Name}, {"a", c.A.Name}, {"b", c.B.Name}, {"rank", c.Rank}, {"basis", string(c.Basis)}, {"source", sourcesTree(c.Sources)}}
		for _, f := range []field{{"as_of", c.AsOf}, {"note", c.Note}} {
			if f.value != "" {
				one = append(one, f)
			}
		}
		if c.Override {
			one = append(one, field{"override", true})
		}
		out = append(out, append(one, field{"origin", c.Origin}))
	}
	return out
}

func (p profile) exceptionsTree() list {
	out := list{}
	for _, e := range p.exceptions {
		out = append(out, inline{{"rule", e.Rule}, {"keys", strs(e.Keys)}, {"reason", strings.Join(strings.Fields(e.Reason), " ")}})
	}
	return out
}
