package profile

import (
	"fmt"
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// generationInputs are the inputs that each generation has of its own, by their keys.
var generationInputs = map[string]*quantity.Spec{"supply": ramp.Supply.Spec, "weight": ramp.Weight.Spec, "retire_after": ramp.RetireAfter.Spec}

// generations reads the windows of deliveries, those of interim systems first, in the order of the file.
func (r *scenarioReader) generations() {
	for _, kind := range []string{"interim", "generation"} {
		n := r.table(kind, kind == "generation", "write [generation.ID] for each system, with from, until, basis and note")
		if n == nil {
			continue
		}
		for _, k := range n.kids {
			if !k.isTable() {
				r.report(k.val, k.path(), "must be a table, not "+describe(k.value), "write ["+k.path()+"] with from, until, basis and note")
				continue
			}
			r.generation(k, kind == "interim")
		}
		if len(n.kids) == 0 {
			r.report(n.key, n.path(), "is empty", "write [generation.ID] for each system")
		}
	}
}

func (r *scenarioReader) generation(n *node, interim bool) {
	known := append([]string{"from", "until", "supply", "weight"}, evidenceKeys...)
	if interim {
		known = append(known, "leaves")
	} else {
		known = append(known, "retire_after", "available")
	}
	r.only(n, known...)
	g := ramp.Generation{Chip: n.name, Values: quantity.Scenario{}}
	r.evidence(n, &g.Evidence)
	g.Evidence.Origin = fmt.Sprintf("%s:%d", r.t.file, r.t.line(n.key))
	g.From, g.Until = r.quarter(n, "from", true), r.quarter(n, "until", !interim)
	if interim && n.kid("until") == nil {
		g.Until = g.From
	}
	r.ordered(n, g.From, g.Until, "until")
	if interim {
		if g.Leaves = r.quarter(n, "leaves", true); g.Leaves != 0 && g.Until != 0 && g.Leaves <= g.Until {
			k := n.kid("leaves")
			r.report(k.val, k.path(), "it leaves in "+g.Leaves.String()+" and is delivered until "+g.Until.String(), "let it leave after its last delivery")
		}
	}
	for _, k := range n.kids {
		s := generationInputs[k.name]
		if s == nil || !slices.Contains(known, k.name) {
			continue
		}
		if v, ok := r.value(k, s); ok {
			g.Values[s] = v
		}
	}
	r.within(n, g.From)
	chip, err := r.l.Accelerator(n.name)
	if err != nil {
		r.report(n.key, n.path(), err.Error(), "")
		return
	}
	g.Chip = chip.ID
	for i, o := range r.s.Generations {
		if o.Chip == g.Chip {
			r.report(n.key, n.path(), g.Chip+" has a window already, at line "+fmt.Sprint(r.t.line(r.nodes[i].key)), "give one window a system")
		}
	}
	r.available(n, &g, chip)
	r.s.Generations = append(r.s.Generations, g)
	r.chips, r.nodes = append(r.chips, chip), append(r.nodes, n)
}

// within reports deliveries that begin outside the period.
func (r *scenarioReader) within(n *node, from ramp.Quarter) {
	if from == 0 || r.s.Quarters == 0 || from >= r.s.From && from <= r.s.Until() {
		return
	}
	k := n.kid("from")
	r.report(k.val, k.path(), from.String()+" is outside the period", fmt.Sprintf("the period is %s to %s", r.s.From, r.s.Until()))
}

// available reports deliveries before the system can be had: from the day in its profile or, for one that is only announced, from what the scenario states.
func (r *scenarioReader) available(n *node, g *ramp.Generation, chip *accelerators.Accelerator) {
	from, why := ramp.DayQuarter(chip.Available), "its profile says "+chip.Available
	if k := n.kid("available"); k != nil {
		if from != 0 {
			r.report(k.key, k.path(), "its profile says that it is available from "+chip.Available, "delete it here")
			return
		}
		from, why = r.quarter(n, "available", true), "the scenario itself says so"
	}
	if from == 0 {
		from, why = ramp.DayQuarter(chip.Announced), "it was announced on "+chip.Announced
	}
	if from == 0 || g.From == 0 || g.From >= from {
		return
	}
	k := n.kid("from")
	r.report(k.val, k.path(), "deliveries begin in "+g.From.String()+", and "+chip.Name+" is not to be had before "+from.String()+" ("+why+")", "begin later, or give the power to another system until then ([interim.ID])")
}

// covered reports quarters in which announced power grows and nothing is delivered: a gap between the windows.
func (r *scenarioReader) covered() {
	p := &r.s.Power
	if len(r.problems) > 0 || r.s.Quarters == 0 || p.Shape == "" || p.From == 0 {
		return // windows that are wrong by themselves say nothing about gaps
	}
	if p.From > r.s.Until() {
		n := r.node("power.schedule")
		r.report(n.key, n.path(), "begins in "+p.From.String()+", after the period, which ends in "+r.s.Until().String(), "")
		return
	}
	for q := max(p.From, r.s.From); q <= min(p.Until, r.s.Until()); q++ {
		if p.At(q) == p.At(q-1) && q > r.s.From {
			continue
		}
		open := slices.ContainsFunc(r.s.Generations, func(g ramp.Generation) bool { return g.From <= q && q <= g.Until })
		if open {
			continue
		}
		// The window that comes next, or else the last one before, is to blame.
		blame := -1
		for i, g := range r.s.Generations {
			if g.From > q && (blame < 0 || g.From < r.s.Generations[blame].From) {
				blame = i
			}
		}
		if blame < 0 {
			for i, g := range r.s.Generations {
				if blame < 0 || g.Until > r.s.Generations[blame].Until {
					blame = i
				}
			}
			k := r.nodes[blame].kid("until")
			if k == nil {
				k = r.nodes[blame].kid("from")
			}
			r.report(k.val, k.path(), "a gap: power grows in "+q.String()+", and nothing is delivered any more", "let the last window reach to the end of the schedule, "+p.Until.String())
			return
		}
		k := r.nodes[blame].kid("from")
		r.report(k.val, k.path(), "a gap: power grows in "+q.String()+", and nothing is delivered until "+r.s.Generations[blame].From.String(), "let the windows follow each other, or hold the power with [interim.ID]")
		return
	}
}
