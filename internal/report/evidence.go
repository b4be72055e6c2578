package report

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// references numbers the sources that a document cites, in the order of their first use.
type references struct{ list []quantity.Source }

// number returns the numbers of some sources, each once, in order.
func (r *references) number(sources []quantity.Source) []int {
	var at []int
	for _, s := range sources {
		if s == (quantity.Source{}) {
			continue // a value of several that has none
		}
		i := slices.Index(r.list, s)
		if i < 0 {
			i = len(r.list)
			r.list = append(r.list, s)
		}
		if !slices.Contains(at, i+1) {
			at = append(at, i+1)
		}
	}
	slices.Sort(at)
	return at
}

// cite returns the numbers of some sources, "[1, 3]"; empty for none.
func (r *references) cite(sources []quantity.Source) string {
	at := r.number(sources)
	if len(at) == 0 {
		return ""
	}
	numbers := make([]string, len(at))
	for k, n := range at {
		numbers[k] = strconv.Itoa(n)
	}
	return "[" + strings.Join(numbers, ", ") + "]"
}

// cell is the numbers of some sources as a table has them; on a page each leads to its source.
func (r *references) cell(sources []quantity.Source) cell {
	out := text(r.cite(sources))
	for _, n := range r.number(sources) {
		out.links = append(out.links, hyperlink{strconv.Itoa(n), link(r.list[n-1].URL)})
	}
	return out
}

// text lists the sources. Addresses have lines of their own and are never broken, so that they can be opened.
func (r *references) text(o Options) []string {
	if len(r.list) == 0 {
		return nil
	}
	out := []string{o.paint("Sources", strong)}
	for i, s := range r.list {
		lead := fmt.Sprintf("[%d] ", i+1)
		for k, line := range wrap(o.clean(sourceText(s)), o.Width-len(lead)*sign(o.Width), 0) {
			if k > 0 {
				lead = strings.Repeat(" ", len(lead))
			}
			out = append(out, lead+line)
		}
		if s.URL != "" {
			out = append(out, strings.Repeat(" ", len(lead))+o.paint(o.clean(s.URL), faint))
		}
	}
	return out
}

func (r *references) markdown(o Options) string {
	if len(r.list) == 0 {
		return ""
	}
	lines := []string{o.markdownTitle("Sources"), ""}
	for i, s := range r.list {
		title := escape(o.clean(s.Title))
		if address := link(s.URL); address != "" {
			title = "[" + title + "](" + address + ")"
		} else if s.URL != "" {
			title += " " + escape(o.clean(s.URL))
		}
		rest := strings.TrimPrefix(sourceText(s), s.Title)
		lines = append(lines, fmt.Sprintf("%d. %s%s", i+1, title, escape(o.clean(rest))))
	}
	return strings.Join(lines, "\n")
}

// sourceText is a source in a line: title, kind, date.
func sourceText(s quantity.Source) string {
	parts := []string{s.Title}
	for _, p := range []string{s.Kind, s.Date} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// link is an address that can stand in a Markdown link, empty for anything but the web.
func link(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return strings.NewReplacer("(", "%28", ")", "%29", "|", "%7C", "<", "%3C", ">", "%3E", " ", "%20", "\\", "%5C").Replace(u.String())
}

// midText is an input's mid for people; the name where its values are names.
func (o Options) midText(s *quantity.Spec, v *quantity.Value) string {
	if named(s, v) != nil {
		return nameOf(s, v, v.Mid())
	}
	if v.IsConstant() {
		return o.exactText(s, v.Mid())
	}
	return rounded(v.Mid(), o.notation(s))
}

// rangeText is what an input may be, as its profile has it and not rounded by its spread; empty for a constant.
func (o Options) rangeText(s *quantity.Spec, v *quantity.Value) string {
	n := o.notation(s)
	switch {
	case v.IsConstant():
		return ""
	case v.Shape == quantity.LogNormal || v.Shape == quantity.Normal:
		return "P5" + dash + "P95 " + spanText(n, v.Low, v.High)
	case v.Shape != quantity.Discrete:
		return spanText(n, v.Low, v.High)
	}
	parts, weights := o.valueTexts(s, v), sum(v.Weights)
	for i, w := range v.Weights {
		parts[i] = together(parts[i] + " (" + percent(w/weights) + ")")
	}
	return series(parts, " or ")
}

// valueTexts are the values of a discrete input for people.
func (o Options) valueTexts(s *quantity.Spec, v *quantity.Value) []string {
	if names := valueNames(s, v); names != nil {
		return names
	}
	out := make([]string, len(v.Values))
	for i, x := range v.Values {
		out[i] = o.notation(s).Short(x, 6)
	}
	return out
}

func sum(x []float64) float64 {
	total := 0.0
	for _, y := range x {
		total += y
	}
	return total
}

func percent(share float64) string {
	return unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare}.Short(share, 3)
}

// spanText joins two ends; the unit is said once if it is the same.
func spanText(n unit.Notation, low, high float64) string {
	from, to := n.Short(low, 6), n.Short(high, 6)
	if low < 0 || math.IsInf(high, 0) {
		return from + " to " + to
	}
	number, u := splitUnit(from)
	if _, v := splitUnit(to); u == v {
		from = number
	}
	return from + dash + to
}

// inputGrid lists inputs with value, range, kind of evidence and the numbers of their sources.
func (o Options) inputGrid(title string, inputs []answer.Input, cited *references) grid {
	g := grid{title: title, columns: []column{
		{head: "Input"}, {head: "Mid", right: true, unit: true}, {head: "Range", flow: true}, {head: "Evidence", flow: true}, {head: "Source", flow: true},
	}}
	for _, in := range inputs {
		g.rows = append(g.rows, gridRow{cells: []cell{
			code(in.Spec.Name), text(o.midText(in.Spec, &in.Value)), text(o.spread(in.Spec, &in.Value)), text(o.known(&in.Value)), cited.cell(in.Value.Sources),
		}})
	}
	return g
}

// inputTable is inputGrid, or, where that is too wide, one whose numbers end where their units do, which takes less room.
func (o Options) inputTable(title string, inputs []answer.Input, cited *references) block {
	wide, narrow := o.inputGrid(title, inputs, cited), o.inputGrid(title, inputs, cited)
	for k := range narrow.columns {
		narrow.columns[k].unit = false
	}
	return choice{wide, narrow}
}

// spread is what an input may be, in a table: its range, and on a page the whole distribution.
func (o Options) spread(s *quantity.Spec, v *quantity.Value) string {
	if !o.Page || v.IsConstant() || v.Shape == quantity.Discrete {
		return o.rangeText(s, v)
	}
	n := o.notation(s)
	switch v.Shape {
	case quantity.Triangular, quantity.PERT:
		return sameUnit(n.Short(v.Low, 6), n.Short(v.Mode, 6), n.Short(v.High, 6)) + ", " + string(v.Shape)
	case quantity.Uniform:
		return spanText(n, v.Low, v.High) + ", " + string(v.Shape)
	}
	return o.rangeText(s, v) + ", " + string(v.Shape)
}

// sameUnit joins numbers; the unit is said once if it is the same.
func sameUnit(numbers ...string) string {
	out := slices.Clone(numbers)
	_, u := splitUnit(out[len(out)-1])
	for _, x := range out {
		if _, other := splitUnit(x); other != u {
			return strings.Join(numbers, " / ")
		}
	}
	for i := range len(out) - 1 {
		out[i], _ = splitUnit(out[i])
	}
	return strings.Join(out, " / ")
}

// known is what a value rests on, in a table; on a page also from when it was known.
func (o Options) known(v *quantity.Value) string {
	if o.Page && v.AsOf != "" {
		return evidence(v) + ", as of " + v.AsOf
	}
	return evidence(v)
}

// evidence is what a value rests on, and whether it replaced a built-in one.
func evidence(v *quantity.Value) string {
	s := string(v.Basis)
	if v.Basis == quantity.Given && v.Origin != "" {
		s += ", " + v.Origin
	} else if v.Override {
		s += ", override"
	}
	if v.From != "" {
		s += ", known from " + v.From
	}
	return s
}

// inputNotes are the notes of inputs, each with the name of its input.
func (o Options) inputNotes(inputs []answer.Input, owner string) []string {
	var out []string
	for _, in := range inputs {
		note := in.Value.Note
		switch {
		case o.Page && in.Value.Common != "":
			note = strings.TrimSpace(note + " (common group " + in.Value.Common + ")")
		case !o.Page && in.Value.AsOf != "":
			note = strings.TrimSpace(note + " (as of " + in.Value.AsOf + ")")
		}
		if note != "" {
			out = append(out, owner+in.Spec.Name+": "+note)
		}
	}
	return out
}
