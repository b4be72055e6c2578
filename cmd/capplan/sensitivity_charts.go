package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/unit"
	"github.com/capplan/capplan/plots"
)

// sensitivityCharts are the charts of the command, the default first. They show the first metric.
var sensitivityCharts = []string{"tornado", "indices"}

// chartRows is how many inputs a chart shows; the others are counted.
const chartRows = 14

// checkCharts refuses files that could not be written before anything is computed.
func (c *sensitivity) checkCharts(points int) error {
	if _, err := c.chartOptions(); err != nil {
		return err
	}
	for _, file := range c.paths() {
		_, chart, err := c.fileFormat(file)
		switch {
		case err != nil:
			return err
		case !chart:
		case c.chart == "indices" && points == 0:
			return usagef("-o %s: the chart of indices needs --points", file)
		case c.chart != "tornado" && c.chart != "indices":
			return usagef("--chart %q: one of %s is wanted%s", c.chart, strings.Join(sensitivityCharts, ", "), didYouMean(c.chart, sensitivityCharts))
		}
	}
	return nil
}

func (c *sensitivity) picture(s *answer.Sensitivity) plots.Chart {
	if c.chart == "indices" {
		return c.indicesChart(s)
	}
	return c.tornadoChart(s)
}

func (c *sensitivity) meta(s *answer.Sensitivity) plots.Meta {
	var m plots.Meta
	if s.Ramp != nil {
		m = c.ramp.rampMeta(s.Ramp, s.Findings[0].Spec)
	} else {
		m = meta(s.Answer, []*quantity.Spec{s.Findings[0].Spec})
	}
	m.Recipe, m.InputHash = report.SensitivityRecipe(s), report.SensitivityHash(s)
	return m
}

func (c *sensitivity) tornadoChart(s *answer.Sensitivity) plots.Chart {
	f := &s.Findings[0]
	u, per := chartUnit(f)
	t := plots.Tornado{
		Amount: s.Question.Start.Prose, System: systemsOf(s), Boundary: boundary(s.Answer), Quantity: chartQuantity(f), Unit: u, Mid: f.Point / per,
		P5: f.P5 / per, P50: f.P50 / per, P95: f.P95 / per, Draws: s.Question.Draws, Meta: c.meta(s),
	}
	for i := range f.Effects {
		e := &f.Effects[i]
		switch {
		case e.Inert:
			t.Inert++
		case len(t.Bars) == chartRows || i > 0 && e.Swing < invisible*f.Effects[0].Swing:
			t.Less++
		default:
			factor := &s.Factors[e.Factor]
			t.Bars = append(t.Bars, plots.Bar{
				Name: report.FactorLabel(factor, s.Members), Low: e.Low.Result / per, High: e.High.Result / per, LowInput: report.EndText(factor, e.Low, "P5"),
				HighInput: report.EndText(factor, e.High, "P95"),
			})
		}
	}
	return t
}

func (c *sensitivity) indicesChart(s *answer.Sensitivity) plots.Chart {
	f := &s.Findings[0]
	x := plots.Indices{
		Amount: s.Question.Start.Prose, System: systemsOf(s), Boundary: boundary(s.Answer), Quantity: chartQuantity(f), Points: s.Points,
		Meta: c.meta(s),
	}
	for i, e := range f.ByTotal() {
		switch {
		case e.Inert:
			x.Inert++
		case len(x.Rows) == chartRows || i > 0 && e.Total.P95 < invisible:
			x.Less++
		default:
			x.Rows = append(x.Rows, plots.IndexRow{Name: report.FactorLabel(&s.Factors[e.Factor], s.Members), First: plots.Share(e.First), Total: plots.Share(e.Total)})
		}
	}
	return x
}

// systemsOf names the systems of a study in few words and, of a ramp, the time that the metric is of.
func systemsOf(s *answer.Sensitivity) string {
	out := systems(s.Answer)
	n, when := len(s.Members), s.Findings[0].When
	switch {
	case n > 2 && when == nil:
		out = fmt.Sprintf("a mix of %d systems", n)
	case n > 2:
		out = fmt.Sprintf("%d generations", n)
	}
	if when != nil {
		out += " " + report.TimeOf(when)
	}
	return out
}

// chartQuantity is what a metric is called in a chart, in words that need no heading and no unit beside them, and whose it is.
func chartQuantity(f *answer.Finding) string {
	label := report.Label(f.Spec)
	if rest, ok := strings.CutPrefix(label, "Effective"); ok {
		label = "Effective throughput" + rest
	}
	if what, of, ok := strings.Cut(label, ", "); ok { // "Capital, total"
		label = of + " " + strings.ToLower(what)
	}
	if u := f.Spec.Unit; (u == unit.For[unit.WattHourPerYear]() || u == unit.For[unit.DollarPerYear]()) && !strings.HasPrefix(label, "Yearly") {
		label += " a year"
	}
	if f.Of != "" {
		label += " of " + f.Of
	}
	return label
}

// chartUnit is the unit in which a chart prints a metric, and how many of the base unit it is.
func chartUnit(f *answer.Finding) (u plots.Unit, per float64) {
	switch f.Spec.Unit {
	case unit.For[unit.Number]():
		switch f.Spec.Style {
		case unit.AsShare:
			return plots.Ratio, 1
		case unit.AsCount:
			return plots.Count, 1
		}
		return plots.Unit(" "), 1
	case unit.For[unit.Watt]():
		return plots.Watt, 1
	case unit.For[unit.WattHourPerYear]():
		return plots.WattHr, 1
	case unit.For[unit.FlopPerSecond]():
		return plots.FLOPS, 1
	case unit.For[unit.Byte]():
		return plots.Bytes, 1
	case unit.For[unit.BytePerSecond]():
		return plots.ByteSec, 1
	case unit.For[unit.Dollar](), unit.For[unit.DollarPerYear]():
		return plots.USD, 1
	}
	// Any other unit is printed with the prefix that suits the metric: which power of ten that is shows in how people read it.
	text := f.Spec.Notation().Format(f.Point, 9)
	number, symbol, _ := strings.Cut(text, " ")
	x, err := unit.ParseIn(number, unit.For[unit.Number](), 1)
	if err != nil || x == 0 || f.Point == 0 {
		return plots.Unit(f.Spec.Unit.Symbol), 1
	}
	return plots.Unit(symbol), math.Pow10(int(math.Round(math.Log10(math.Abs(f.Point / x)))))
}
