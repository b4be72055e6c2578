package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/plots"
)

// measured is what a chart calls a quantity, its unit there, and how many of the base unit that is.
func measured(s *quantity.Spec, like float64, of string) (label string, u plots.Unit, per float64) {
	f := &answer.Finding{}
	f.Spec, f.Point, f.Of = s, like, of
	u, per = chartUnit(f)
	return chartQuantity(f), u, per
}

// frontierChart is the picture of a frontier. Systems alone that are a point of it already are not drawn twice.
func frontierChart(f *optimize.Frontier) plots.Chart {
	last := &f.Points[len(f.Points)-1]
	xLabel, xUnit, xPer := measured(f.X.Spec, last.X.Point, f.X.Only.Value)
	yLabel, yUnit, yPer := measured(f.Y.Spec, last.Y.Point, f.Y.Only.Value)
	c := plots.Frontier{
		Amount: f.Question.Start.Prose, Boundary: boundary(f.Grounds), X: plots.Goal{Label: xLabel, Unit: xUnit, More: f.X.More},
		Y: plots.Goal{Label: yLabel, Unit: yUnit, More: f.Y.More}, Draws: f.Question.Draws, Unproved: f.Ended, Meta: metaOver(f.Grounds, f.Weighed.Grounds, []*quantity.Spec{f.X.Spec, f.Y.Spec}),
	}
	point := func(p *optimize.Point) plots.FrontierPoint {
		out := plots.FrontierPoint{Name: mixName(p.Members), Systems: mixed(p.Members), X: p.X.Point / xPer, Y: p.Y.Point / yPer, Low: p.Y.Point / yPer, High: p.Y.Point / yPer}
		if p.Y.ValidShare == 1 && p.Y.P5 < p.Y.P95 {
			out.Low, out.High = p.Y.P5/yPer, p.Y.P95/yPer
		}
		return out
	}
	for i := range f.Points {
		c.Points = append(c.Points, point(&f.Points[i]))
	}
	for i := range f.Singles {
		s := point(&f.Singles[i])
		if !slices.ContainsFunc(c.Points, func(p plots.FrontierPoint) bool { return alike(p.X, s.X) && alike(p.Y, s.Y) }) {
			c.Others = append(c.Others, s)
		}
	}
	return c
}

// alike reports whether two values cannot be told apart in a picture.
func alike(a, b float64) bool { return math.Abs(a-b) <= invisible*math.Max(math.Abs(a), math.Abs(b)) }

// sliver is the share below which a system only fills what whole units of the others leave; it is not named.
const sliver = 0.005

// mixed are the names of a mix's systems, without slivers.
func mixed(members []optimize.Member) []string {
	var out []string
	for _, m := range members {
		if m.Share >= sliver {
			out = append(out, m.Name)
		}
	}
	return out
}

// mixName is a mix in a label: the system's name, or the names without what stands in brackets, with their shares, the largest
// first, without slivers.
func mixName(members []optimize.Member) string {
	var parts []string
	byShare := slices.SortedStableFunc(slices.Values(members), func(a, b optimize.Member) int { return cmp.Compare(b.Share, a.Share) })
	for _, m := range byShare {
		if m.Share > 1-sliver {
			return m.Name
		}
		if m.Share >= sliver {
			parts = append(parts, fmt.Sprintf("%.0f%% %s", 100*m.Share, briefName(m.Name, members)))
		}
	}
	return strings.Join(parts, ", ")
}

// briefName is a system's name without what stands in brackets, unless another of the mix would be called the same.
func briefName(name string, members []optimize.Member) string {
	brief, _, _ := strings.Cut(name, " (")
	for _, m := range members {
		if other, _, _ := strings.Cut(m.Name, " ("); other == brief && m.Name != name {
			return name
		}
	}
	return brief
}

// curveMetrics is how many metrics of a curve a chart shows.
const curveMetrics = 3

// curveChart is the picture of a curve: its first metrics.
func curveChart(c *answer.Curve) plots.Chart {
	out := plots.ShareCurve{
		Amount: c.Question.Start.Prose, Boundary: boundary(c.Grounds), Of: c.Of, By: sharedBy[c.By], Vendor: c.Inside[0].Vendor, Draws: c.Question.Draws,
	}
	names := map[string]string{}
	for _, side := range []struct {
		of *[]string
		by []answer.Member
	}{{&out.Systems, c.Inside}, {&out.Rest, c.Outside}} {
		for _, m := range side.by {
			*side.of, names[m.ID] = append(*side.of, m.Name), m.Name
		}
	}
	var specs []*quantity.Spec
	for i := range c.Metrics[:min(curveMetrics, len(c.Metrics))] {
		m := &c.Metrics[i]
		specs = append(specs, m.Spec)
		most := math.NaN()
		for _, p := range m.Points {
			if x := middle(&p.Quantity); !(x <= most) && x == x {
				most = x
			}
		}
		label, u, per := measured(m.Spec, most, "")
		panel := plots.CurvePanel{Label: label, Unit: u}
		for _, id := range m.Missing() {
			panel.Missing = append(panel.Missing, names[id])
		}
		for _, p := range m.Points {
			q := &p.Quantity
			x := plots.CurvePoint{Share: p.Share, P5: q.P5 / per, P50: q.P50 / per, P95: q.P95 / per}
			if q.ValidShare < 1 {
				x.P5, x.P50, x.P95 = q.Point/per, q.Point/per, q.Point/per
			}
			panel.Points = append(panel.Points, x)
		}
		r := &m.Points[len(m.Points)-1].Ratio
		if panel.P5, panel.P50, panel.P95 = r.P5, r.P50, r.P95; r.ValidShare < 1 {
			panel.P5, panel.P50, panel.P95 = r.Point, r.Point, r.Point
		}
		out.Panels = append(out.Panels, panel)
	}
	out.Meta = meta(c.Grounds, specs)
	return out
}

// sharedBy is what shares divide, in words.
var sharedBy = map[mix.By]string{mix.ByPower: "power", mix.ByChips: "chips", mix.ByFLOPS: "dense 8-bit peak", mix.ByCapex: "capital of compute"}
