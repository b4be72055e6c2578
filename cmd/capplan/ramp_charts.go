package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
	"github.com/capplan/capplan/profiles"
)

// rampChart is one chart of a ramp: what must have been computed of the whole and of each generation, and how the record becomes the chart.
type rampChart struct {
	name           string
	total, members []*quantity.Spec
	draw           func(c *ramping, a *answer.Ramp) (plots.Chart, error)
}

var rampCharts = []rampChart{
	{"ramp", []*quantity.Spec{capacity.Chips.Spec}, []*quantity.Spec{capacity.Chips.Spec}, (*ramping).stackChart},
	{"cash", []*quantity.Spec{ramp.PaidToDate.Spec, ramp.Payments.Spec, ramp.BudgetToDate.Spec, ramp.FundingToDate.Spec, ramp.MoneyBinds.Spec}, nil, (*ramping).cashChart},
	{"bridge", nil, nil, (*ramping).bridgeChart},
}

func rampChartNames() []string {
	out := make([]string, len(rampCharts))
	for i, k := range rampCharts {
		out[i] = k.name
	}
	return out
}

func rampChartOf(name string) (rampChart, error) {
	for _, k := range rampCharts {
		if k.name == name {
			return k, nil
		}
	}
	return rampChart{}, usagef("--chart %q: one of %s is wanted%s", name, strings.Join(rampChartNames(), ", "), didYouMean(name, rampChartNames()))
}

// picture prepares the chart of a ramp for writing.
func (c *ramping) picture(a *answer.Ramp, f plots.Format) (func(io.Writer) error, error) {
	opt, err := c.chartOptions()
	if err != nil {
		return nil, err
	}
	k, err := rampChartOf(c.chart)
	if err != nil {
		return nil, err
	}
	chart, err := k.draw(c, a)
	if err != nil {
		return nil, err
	}
	return func(out io.Writer) error { return plots.Render(chart, out, f, opt) }, nil
}

// rampMeta is what a chart of a ramp says of its origin.
func (c *ramping) rampMeta(a *answer.Ramp, plotted *quantity.Spec) plots.Meta {
	head := a.Head()
	var vendors []string
	for _, m := range a.Members {
		vendors = append(vendors, m.Vendor)
	}
	behind := head.Behind([]*quantity.Spec{plotted})
	for _, in := range a.Inputs {
		if strings.HasPrefix(in.Spec.Name, "ramp.") {
			behind = append(behind, in)
		}
	}
	source := sourceLine(behind, vendors)
	if a.Question.AsOf != "" {
		source += "; as of " + a.Question.AsOf
	}
	if s := notBuiltIn(head); s != "" {
		source += ". " + s
	}
	return plots.Meta{
		Source: source, Product: fmt.Sprintf("capplan %s · library %s of %s", version, profiles.Version, profiles.Date),
		Recipe: report.RampRecipe(a), InputHash: report.RampHash(a),
	}
}

// intervals are a quantity of the whole by quarter; nil where it is not known.
func intervals(a *answer.Ramp, s *quantity.Spec) []plots.Interval {
	var out []plots.Interval
	for _, p := range a.Periods {
		q := answer.Find(p.Total, s)
		if q == nil || math.IsNaN(q.Point) {
			return nil
		}
		v := plots.Interval{P5: q.Point, P50: q.Point, P95: q.Point}
		if q.ValidShare == 1 {
			v = plots.Interval{P5: q.P5, P50: q.P50, P95: q.P95}
		}
		out = append(out, v)
	}
	return out
}

func (c *ramping) stackChart(a *answer.Ramp) (plots.Chart, error) {
	shades, err := c.asked.shades()
	if err != nil {
		return nil, err
	}
	r := plots.Ramp{Amount: a.Question.Start.Prose, Boundary: boundary(a.Head()), Quantity: "chips", Unit: plots.Count, Total: intervals(a, capacity.Chips.Spec),
		Draws: a.Question.Draws, Meta: c.rampMeta(a, capacity.Chips.Spec)}
	for i, m := range a.Members {
		l := plots.Layer{Name: m.Name, Vendor: m.Vendor, Shade: shades[m.ID]}
		for _, p := range a.Periods {
			l.Values = append(l.Values, middle(answer.Find(p.Members[i], capacity.Chips.Spec)))
		}
		r.Layers = append(r.Layers, l)
	}
	for _, p := range a.Periods {
		r.Quarters = append(r.Quarters, p.Quarter)
	}
	if r.Total == nil {
		return nil, usagef("there is nothing to draw: %s is not known; without a picture, the notes say why", capacity.Chips.Name)
	}
	return r, nil
}

func (c *ramping) cashChart(a *answer.Ramp) (plots.Chart, error) {
	out := plots.Cash{Amount: a.Question.Start.Prose, Boundary: boundary(a.Head()), Paid: intervals(a, ramp.PaidToDate.Spec), Payments: intervals(a, ramp.Payments.Spec),
		Short: math.NaN(), Draws: a.Question.Draws, Assumed: a.AssumedMoney(ramp.Payments.Spec), Meta: c.rampMeta(a, cost.Annual.Spec)}
	for _, p := range a.Periods {
		out.Quarters = append(out.Quarters, p.Quarter)
	}
	if out.Paid == nil || out.Payments == nil {
		return nil, usagef("there is nothing to draw: %s is not known; without a picture, the notes say why", ramp.Payments.Name)
	}
	if a.Fleet.HasBudget() {
		out.Budget = intervals(a, ramp.BudgetToDate.Spec)
		out.Short = answer.Find(a.Periods[len(a.Periods)-1].Total, ramp.MoneyBinds.Spec).Mean
	}
	if a.Fleet.HasFunding() {
		out.Other = intervals(a, ramp.FundingToDate.Spec)
	}
	return out, nil
}

// driverNames are the drivers of an attribution as the chart has them.
var driverNames = map[string]string{
	"realisation": "Power never energised", "delay": "Delay", "supply": "Supply", "lag": "Lag to service", "failures": "Failures", "retirement": "Retirement",
}

func (c *ramping) bridgeChart(a *answer.Ramp) (plots.Chart, error) {
	t := a.Attribute()
	if t == nil {
		return nil, usagef("there is nothing to draw: neither %s nor %s is known; without a picture, the notes say why", ramp.Compute.Name, ramp.Electricity.Name)
	}
	b := plots.Bridge{Amount: a.Question.Start.Prose, Quantity: "effective compute", Unit: plots.FLOP, From: "As announced", To: "As expected", Start: t.From, End: t.To,
		Meta: c.rampMeta(a, capacity.Effective.Spec)}
	if t.Spec == ramp.Electricity.Spec {
		b.Quantity, b.Unit = "electricity", plots.WattHr
	}
	for _, s := range t.Steps {
		b.Drivers = append(b.Drivers, plots.Driver{Label: driverNames[s.Name], Change: s.Change, Detail: years(a, s.ByTime)})
	}
	return b, nil
}

// years says when most of a change happens: the years that have a tenth of it or more; of a long time no year may.
func years(a *answer.Ramp, byQuarter []float64) string {
	var order []string
	by := map[string]float64{}
	all := 0.0
	for q, x := range byQuarter {
		y, _, _ := strings.Cut(a.Periods[q].Quarter, "-")
		if _, seen := by[y]; !seen {
			order = append(order, y)
		}
		by[y] += x
		all += math.Abs(x)
	}
	first, last := "", ""
	for _, y := range order {
		if math.Abs(by[y]) >= 0.1*all {
			if first == "" {
				first = y
			}
			last = y
		}
	}
	switch {
	case first == "" && all > 0:
		return "over the years"
	case first == "":
		return ""
	case first == last:
		return "mostly in " + first
	}
	return "mostly " + first + " to " + last
}
