package ledger

import (
	"math"
	"slices"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// How the figures of a result are written.
var (
	watts  = Figure{Notation: Power.Notation()}
	shares = Figure{Notation: unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare}}
	ratios = Figure{Notation: unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsRatio}}
	counts = Figure{Notation: unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsCount}}
	flops  = Figure{Notation: unit.Notation{Unit: unit.For[unit.FlopPerSecond]()}}
)

// slice is power of one commitment that is in no part of it.
type slice struct {
	*Commitment
	own   quantity.Operand // at the commitment's own boundary
	parts quantity.Operand // the power of its parts
}

// slices takes a commitment apart: its parts where they can be told, and what is left of it. The total is the commitment, or its parts if they are more.
func (o *operands) slices(c *Commitment, inside map[string][]*Commitment) (list []slice, total quantity.Operand) {
	var sums []quantity.Operand
	for _, x := range inside[c.ID] {
		if !alike(x, c) {
			continue // of another boundary: it is in there, but no difference can be taken
		}
		parts, sum := o.slices(x, inside)
		list, sums = append(list, parts...), append(sums, sum)
	}
	whole := o.power(c)
	if len(sums) == 0 {
		return []slice{{c, whole, quantity.Constantly(0)}}, whole
	}
	sum := o.b.Add(sums...)
	own := o.positive(o.minus(whole, sum))
	return append([]slice{{c, own, sum}}, list...), o.b.Add(own, sum)
}

// part is what of one vendor is in a group.
type part struct {
	power, covered, chips, flops, known []quantity.Operand
	marks, chipMarks, flopMarks         []string // of power and covered, of chips, of flops; see marker
}

// join puts the operands of another part to its own.
func (p *part) join(x *part) {
	p.power, p.covered, p.chips = append(p.power, x.power...), append(p.covered, x.covered...), append(p.chips, x.chips...)
	p.flops, p.known = append(p.flops, x.flops...), append(p.known, x.known...)
	p.marks, p.chipMarks, p.flopMarks = unique(p.marks, x.marks), unique(p.chipMarks, x.chipMarks), unique(p.flopMarks, x.flopMarks)
}

// boundary is the sum that a commitment's power goes into.
func (o *operands) boundary(c *Commitment) string {
	if c.Boundary == Unstated && o.q.Unstated == Apart {
		return Unstated
	}
	return o.q.At
}

// groups makes the sums of a state.
func (o *operands) groups(r *Result, entries []Entry, realised bool, t *tally) []Group {
	inside := map[string][]*Commitment{}
	for _, e := range entries {
		if e.Role == Inside {
			inside[e.Of] = append(inside[e.Of], e.Commitment)
		}
	}
	by := map[string]map[string]*part{}
	ids := map[string][]string{}
	for _, e := range entries {
		if e.Role != Counted {
			continue
		}
		key := o.boundary(e.Commitment)
		if by[key] == nil {
			by[key] = map[string]*part{}
		}
		ids[key] = append(ids[key], e.ID)
		list, _ := o.slices(e.Commitment, inside)
		for _, s := range list {
			if x, known := s.own.Known(); known && x == 0 {
				continue
			}
			if by[key][s.Vendor] == nil {
				by[key][s.Vendor] = &part{}
			}
			o.add(by[key][s.Vendor], s, key, realised)
		}
	}
	var out []Group
	for _, key := range []string{Unstated, Facility, IT} {
		if by[key] != nil {
			out = append(out, Group{Boundary: key, Commitments: ids[key]})
		}
	}
	for i := range out {
		o.group(&out[i], r, entries, by[out[i].Boundary], t)
	}
	return out
}

// add puts a slice into the sums of its vendor.
func (o *operands) add(p *part, s slice, to string, realised bool) {
	factor := quantity.Constantly(1)
	if realised {
		factor = o.realisation(s.Commitment)
	}
	p.power = append(p.power, o.b.Mul(o.convert(s.Commitment, s.own, to), factor))
	p.marks = unique(p.marks, o.convertMarks(s.Commitment, to))
	if len(s.Chips) == 0 {
		return
	}
	covered := s.own
	if s.ChipPower != nil { // the part with a named chip is taken to be among the parts, if there are any
		named := o.input(ChipPower.Spec, s.ID, s.ChipPower)
		covered = o.lesser(s.own, o.positive(o.minus(named, s.parts)))
	}
	if x, known := covered.Known(); known && x == 0 {
		return
	}
	for i, c := range s.Chips {
		chips := o.b.Mul(o.chips(s.Commitment, i, covered), factor)
		if chips.Missing() {
			continue
		}
		watts := o.b.Mul(o.convert(s.Commitment, o.b.Mul(covered, o.share(s.Commitment, i)), to), factor)
		p.covered, p.chips = append(p.covered, watts), append(p.chips, chips)
		p.chipMarks = unique(p.chipMarks, o.toITMarks(s.Commitment), o.marks.chip(c.Chip, false, s.Boundary == Chip))
		if rate := o.b.Mul(chips, o.peak(c.Chip)); !rate.Missing() {
			p.known, p.flops = append(p.known, watts), append(p.flops, rate)
			p.flopMarks = unique(p.flopMarks, o.toITMarks(s.Commitment), o.marks.chip(c.Chip, true, s.Boundary == Chip))
		}
	}
}

// some is the sum of operands; n/a where there are none.
func (o *operands) some(xs []quantity.Operand) quantity.Operand {
	if len(xs) == 0 {
		return quantity.Constantly(math.NaN())
	}
	return o.b.Add(xs...)
}

// group makes the figures of one sum.
func (o *operands) group(g *Group, r *Result, entries []Entry, parts map[string]*part, t *tally) {
	var all part
	for _, v := range r.Vendors {
		if p := parts[v]; p != nil {
			g.Rows = append(g.Rows, Row{Vendor: v})
			all.join(p)
		}
	}
	total, covered := o.b.Add(all.power...), o.b.Add(all.covered...)
	chips, rate := o.some(all.chips), o.some(all.flops)
	headline, headlineMarks := quantity.Constantly(math.NaN()), []string(nil)
	if p := parts[r.Question.Vendor]; p != nil {
		headline, headlineMarks = o.b.Add(p.power...), p.marks
	}
	var squares []quantity.Operand
	for i := range g.Rows {
		row := &g.Rows[i]
		p := parts[row.Vendor]
		mine := o.b.Add(p.power...)
		share := o.b.Div(mine, total)
		square := o.b.Mul(share, share)
		if row.Vendor == "" {
			square = quantity.Constantly(math.NaN()) // of how many vendors it is, nobody says
		}
		squares = append(squares, square)
		pair := quantity.Constantly(math.NaN())
		if row.Vendor != r.Question.Vendor {
			pair = o.b.Div(mine, o.b.Add(mine, headline))
		}
		t.want(&row.Power, watts, mine, p.marks)
		t.want(&row.Share, shares, share, all.marks)
		t.want(&row.Pair, shares, pair, p.marks, headlineMarks)
		t.want(&row.Covered, watts, o.b.Add(p.covered...), p.marks)
		t.want(&row.Chips, counts, o.some(p.chips), p.chipMarks)
		t.want(&row.ChipShare, shares, o.b.Div(o.some(p.chips), chips), all.chipMarks)
		t.want(&row.FLOPS, flops, o.some(p.flops), p.flopMarks)
		t.want(&row.FLOPSShare, shares, o.b.Div(o.some(p.flops), rate), all.flopMarks)
	}
	concentration := o.b.Add(squares...)
	t.want(&g.Total, watts, total, all.marks)
	t.want(&g.Herfindahl, ratios, concentration, all.marks)
	t.want(&g.Equivalent, ratios, o.b.Div(quantity.Constantly(1), concentration), all.marks)
	t.want(&g.Covered, watts, covered, all.marks)
	t.want(&g.Uncovered, watts, o.minus(total, covered), all.marks)
	t.want(&g.Chips, counts, chips, all.chipMarks)
	t.want(&g.FLOPS, flops, rate, all.flopMarks)
	t.want(&g.FLOPSKnown, watts, o.b.Add(all.known...), all.marks)
	o.aims(g, entries, parts, total, all.marks, t)
}

// aims sets the sum beside the targets of the same boundary.
func (o *operands) aims(g *Group, entries []Entry, parts map[string]*part, total quantity.Operand, marks []string, t *tally) {
	for _, e := range entries {
		aim := e.Layer == Target && e.Reason == ByLayer && e.Power != nil && !slices.Contains([]string{Rack, Chip}, e.Boundary)
		if aim && o.boundary(e.Commitment) == g.Boundary {
			g.Aims = append(g.Aims, Aim{ID: e.ID, Shares: make([]Figure, len(g.Rows))})
		}
	}
	for i := range g.Aims {
		a := &g.Aims[i]
		c := o.l.Find(a.ID)
		aim, mine := o.convert(c, o.power(c), g.Boundary), o.convertMarks(c, g.Boundary)
		t.want(&a.Power, watts, aim, mine)
		t.want(&a.Reached, shares, o.b.Div(total, aim), marks, mine)
		for k, row := range g.Rows {
			t.want(&a.Shares[k], shares, o.b.Div(o.b.Add(parts[row.Vendor].power...), aim), parts[row.Vendor].marks, mine)
		}
	}
}
