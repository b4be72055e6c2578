package report

import (
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/backtest"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

func valuesOf(s quantity.Scenario) map[string]answer.Input {
	out := make(map[string]answer.Input, len(s))
	for spec, v := range s {
		out[spec.Name] = answer.Input{Spec: spec, Value: v}
	}
	return out
}

// Inside says in which of the intervals a row's published count lies: "in 50%", the narrowest that holds, or "outside".
func Inside(o *backtest.Outcome) string {
	for i, name := range []string{"in 50%", "in 80%", "in 90%"} {
		if o.Inside[i] {
			return name
		}
	}
	return "outside"
}

// publishedText is a published figure with its spread: 500,000 (457,200-500,000), or > 250,000.
func (o Options) publishedText(s backtest.Span, n unit.Notation) string {
	switch {
	case s.MoreThan():
		return "> " + n.Short(s.Central, 6)
	case s.Low < s.Central || s.High > s.Central:
		value := n.Short(s.Central, 6)
		_, u := splitUnit(value)
		low, lowUnit := splitUnit(n.Short(s.Low, 6))
		high, highUnit := splitUnit(n.Short(s.High, 6))
		if lowUnit != u || highUnit != u { // of another size: each with its own
			low, high = low+lowUnit, high+highUnit
		}
		return value + " (" + low + o.dash() + high + ")"
	}
	return n.Short(s.Central, 6)
}

func (o Options) dash() string {
	if o.ASCII {
		return "-"
	}
	return "–"
}

func (o Options) forecastText(f backtest.Forecast, n unit.Notation) string {
	value, span := n.Interval(f.P5(), f.P50(), f.P95())
	return figure{value: value, span: span}.oneLine()
}

func (o Options) chipNotation() unit.Notation {
	return unit.Notation{Unit: unit.For[unit.Number](), ASCII: o.ASCII}
}

func (o Options) wattNotation() unit.Notation {
	return unit.Notation{Unit: unit.For[unit.Watt](), ASCII: o.ASCII}
}

// rowGrids are the rows of a group, predicted ones only; nil where there is none.
func (b Backtested) rowGrids(g backtest.Group, o Options) block {
	wide := grid{title: g.Title(), columns: []column{{head: "Row", flow: true}, {head: "System"}, {head: "Site"}, {head: "Power read as", flow: true},
		{head: "Chips", right: true}, {head: "Predicted (P5–P95)", right: true}, {head: "Power", right: true}, {head: "Predicted (P5–P95)", right: true},
		{head: "Error", right: true}, {head: "Count is"}}}
	narrow := grid{title: g.Title(), columns: []column{{head: "Row", flow: true}, {head: "Published", right: true}, {head: "Predicted (P5–P95)", right: true}, {head: "Error", right: true}}}
	chips, watts := o.chipNotation(), o.wattNotation()
	for _, r := range b.Outcomes {
		if r.Group != g || r.Left != "" {
			continue
		}
		name := []string{r.Name}
		if !r.Headline {
			name = append(name, "(not counted: another row of its campus is)")
		}
		var readings, count, power []string
		for _, x := range r.Readings {
			readings, count, power = append(readings, x.Name), append(count, o.forecastText(x.Chips, chips)), append(power, o.forecastText(x.Power, watts))
		}
		site := r.SiteID
		if r.Basis.Measured() {
			site = dash
		}
		is := Inside(r)
		published, has := o.publishedText(packagesOf(r), chips), o.publishedText(r.Power, watts)
		wide.rows = append(wide.rows, gridRow{cells: []cell{text(name...), code(r.SystemIDs()), text(site), text(readings...), text(published), text(count...),
			text(has), text(power...), text(o.logText(r.Error, true)), text(is)}})
		narrow.rows = append(narrow.rows, gridRow{cells: []cell{text(append(name, "  "+strings.Join([]string{r.SystemIDs(), strings.Join(readings, ", ")}, ", "))...),
			text(append([]string{published}, pad(has, len(count))...)...), text(append(count, power...)...), text(o.logText(r.Error, true), is)}})
	}
	if len(wide.rows) == 0 {
		return nil
	}
	return choice{wide, narrow}
}

// pad puts a line where as many lines of another cell come before it.
func pad(s string, before int) []string {
	out := make([]string, before)
	out[before-1] = s
	return out
}

// packagesOf is the row's count in packages, with its spread.
func packagesOf(r *backtest.Outcome) backtest.Span {
	k := r.Packages / r.Count.Central
	return backtest.Span{Low: r.Count.Low * k, Central: r.Packages, High: r.Count.High * k}
}

// leftGrid lists the rows that were not predicted, of all groups that are shown.
func (b Backtested) leftGrid() block {
	g := grid{title: "Not predicted", columns: []column{{head: "ID"}, {head: "Row", flow: true}, {head: "Group"}, {head: "Why", flow: true}}}
	for _, r := range b.shown() {
		if r.Left != "" {
			g.rows = append(g.rows, gridRow{cells: []cell{code(r.ID), text(r.Name), text(string(r.Group)), text(r.Left)}})
		}
	}
	if g.rows == nil {
		return nil
	}
	return g
}

// sources lists where each row comes from.
func (b Backtested) sources() block {
	var out bullets
	out.title = "Sources of the rows"
	for _, r := range b.shown() {
		s := r.ID + ": " + stop(r.Sources)
		if r.Note != "" {
			s += " Note: " + stop(r.Note)
		}
		if r.Licence != "" {
			s += " Licence: " + stop(r.Licence)
		}
		out.items = append(out.items, s)
	}
	return out
}

// stop ends a text that somebody else wrote with one full stop.
func stop(s string) string { return strings.TrimRight(s, ".") + "." }
