package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/unit"
	"github.com/capplan/capplan/plots"
	"github.com/capplan/capplan/profiles"
)

// chartKind is one chart of a command: its name for --chart, what it draws, and what must have been computed.
type chartKind struct {
	name  string
	needs func(precision int) []*quantity.Spec
	draw  func(a *answer.Answer, precision int) plots.Chart
}

// Each command's charts, the default first.
var (
	estimateCharts = []chartKind{waterfallChart, ridgesChart}
	compareCharts  = []chartKind{ridgesChart}
	mixCharts      = []chartKind{barsChart, waterfallChart}
)

func chartNames(kinds []chartKind) []string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = k.name
	}
	return out
}

func chartOf(name string, kinds []chartKind) (chartKind, error) {
	for _, k := range kinds {
		if k.name == name {
			return k, nil
		}
	}
	if len(kinds) == 0 {
		return chartKind{}, usagef("this command has no chart")
	}
	return chartKind{}, usagef("--chart %q: one of %s is wanted%s", name, strings.Join(chartNames(kinds), ", "), didYouMean(name, chartNames(kinds)))
}

// drawing prepares the chart of an answer for writing.
func (c *computing) drawing(k chartKind, a *answer.Answer, format string) (func(io.Writer) error, error) {
	opt, err := c.plotOptions()
	if err != nil {
		return nil, err
	}
	chart := k.draw(a, c.asked.mix.Precision)
	return func(out io.Writer) error { return plots.Render(chart, out, plots.Format(format), opt) }, nil
}

// plotOptions reads --size and --theme.
func (o *outputFlags) plotOptions() (plots.Options, error) {
	opt := plots.Options{Theme: o.theme}
	w, h, ok := strings.Cut(o.size, "x")
	var errW, errH error
	opt.Width, errW = strconv.Atoi(w)
	opt.Height, errH = strconv.Atoi(h)
	if !ok || errW != nil || errH != nil {
		return opt, usagef("--size %q: width x height in pixels is wanted, such as 1600x1000", o.size)
	}
	if !slices.Contains([]string{"light", "dark", "print"}, o.theme) {
		return opt, usagef("--theme %q: one of light, dark, print is wanted", o.theme)
	}
	return opt, nil
}

func needs(qs ...*quantity.Spec) func(int) []*quantity.Spec {
	return func(int) []*quantity.Spec { return qs }
}

// waterfallChart shows where the watts go, at the point: every input at its mid, because only then do the steps add up.
var waterfallChart = chartKind{
	name: "waterfall",
	needs: needs(capacity.PowerFacility.Spec, capacity.ReserveHeld.Spec, capacity.CoolingAndLosses.Spec, capacity.PowerIT.Spec, capacity.Stranded.Spec,
		capacity.PowerNetwork.Spec, capacity.PowerRacks.Spec, capacity.PowerHosts.Spec, capacity.PowerChips.Spec),
	draw: func(a *answer.Answer, _ int) plots.Chart {
		at := func(s *quantity.Spec) *answer.Quantity { return answer.Find(a.Total, s) }
		step := func(s *quantity.Spec, label, detail string, kind plots.StepKind) plots.Step {
			q := at(s)
			st := plots.Step{Label: label, Detail: detail, Watts: q.Point, Kind: kind}
			if q.ValidShare == 1 && q.P95-q.P5 > invisible*q.Point {
				st.Low, st.High = q.P5, q.P95
			}
			return st
		}
		steps := []plots.Step{
			step(capacity.PowerFacility.Spec, "Facility power", "", plots.Total),
			step(capacity.ReserveHeld.Spec, "Reserve held", mid(a, power.Reserve.Spec, ""), plots.Loss),
			step(capacity.CoolingAndLosses.Spec, "Cooling and losses", mid(a, power.PUEPeak.Spec, "peak PUE "), plots.Loss),
			step(capacity.PowerIT.Spec, "IT power", "", plots.Total),
			step(capacity.Stranded.Spec, "Left over by whole systems", "", plots.Loss),
			step(capacity.PowerNetwork.Spec, "Network and storage", "", plots.Loss),
			step(capacity.PowerHosts.Spec, "Hosts, switches, fans", "", plots.Loss),
			step(capacity.PowerChips.Spec, "Accelerators", "", plots.Final),
		}
		steps = withoutSlivers(steps)
		w := plots.Waterfall{Amount: meterPower(a, at(capacity.PowerFacility.Spec)), Boundary: "facility power (utility meter)", System: systems(a), Steps: steps, Draws: a.Question.Draws, Meta: meta(a)}
		if len(a.Members) == 1 {
			w.Vendor = a.Members[0].Vendor
		}
		return w
	},
}

// invisible is the part of the whole below which a bar or a whisker cannot be seen.
const invisible = 5e-4

// withoutSlivers leaves out losses too small to see, and counts them into the next one so that the picture still adds up.
func withoutSlivers(steps []plots.Step) []plots.Step {
	var out []plots.Step
	var sliver plots.Step
	for _, s := range steps {
		if s.Kind == plots.Loss {
			s.Watts += sliver.Watts
			if s.Watts < invisible*steps[0].Watts {
				sliver = s
				continue
			}
		} else if last := len(out) - 1; sliver.Watts > 0 && out[last].Kind == plots.Loss {
			out[last].Watts += sliver.Watts
		} else if sliver.Watts > 0 {
			out = append(out, sliver)
		}
		sliver = plots.Step{}
		out = append(out, s)
	}
	return out
}

// meterPower is the facility power as the user wrote it, or as it came out where the question started from something else.
func meterPower(a *answer.Answer, q *answer.Quantity) string {
	if a.Mix.Start == power.FromPower && a.Mix.Basis == power.Facility && !a.Mix.Unstated {
		return a.Question.Start.Prose
	}
	return q.Spec.Notation().Short(q.Point, 3)
}

// mid is an input's mid for a chart's small type, empty where the input is not part of the answer.
func mid(a *answer.Answer, s *quantity.Spec, label string) string {
	for _, in := range a.Inputs {
		if in.Spec == s {
			return label + s.Notation().Short(in.Value.Mid(), 3)
		}
	}
	return ""
}

// ridgesChart shows how many chips the start comes to, chip by chip, with the shape of the draws.
var ridgesChart = chartKind{
	name:  "ridges",
	needs: needs(capacity.Chips.Spec),
	draw: func(a *answer.Answer, _ int) plots.Chart {
		r := plots.Ridges{Amount: a.Question.Start.Prose, Boundary: boundary(a), Quantity: "chips", Unit: plots.Count, Meta: meta(a)}
		for i, m := range a.Members {
			qs := m.Quantities
			if a.Total != nil && len(a.Members) == 1 {
				qs = a.Total
			}
			q := answer.Find(qs, capacity.Chips.Spec)
			row := plots.Ridge{Name: m.Name, Vendor: m.Vendor, Detail: unitDetail(a, i), Values: q.Draws, P5: q.P5, P50: q.P50, P95: q.P95}
			if q.ValidShare < 1 && !math.IsNaN(q.Point) {
				row.P5, row.P50, row.P95 = q.Point, q.Point, q.Point
			}
			r.Rows = append(r.Rows, row)
		}
		return r
	},
}

// unitDetail says what one system of a member is: "64 chips, 2 racks".
func unitDetail(a *answer.Answer, i int) string {
	var chips, racks float64
	for _, in := range a.Members[i].Inputs {
		switch in.Spec {
		case accelerators.Chips.Spec:
			chips = in.Value.Mid()
		case accelerators.RacksPerUnit.Spec:
			racks = in.Value.Mid()
		}
	}
	switch {
	case chips == 0:
		return ""
	case racks == 0:
		return plural(chips, "chip") + " a system"
	case racks < 1:
		return plural(chips, "chip") + " a server"
	}
	return plural(chips, "chip") + " in " + plural(racks, "rack")
}

func plural(n float64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return unit.Short(n, unit.For[unit.Number](), 6) + " " + noun + "s"
}

// barsChart shows how a mix divides each measure among its members.
var barsChart = chartKind{
	name: "bars",
	needs: func(precision int) []*quantity.Spec {
		return append(sharedMeasures(precision), accelerators.Peak[precision].Spec)[:7]
	},
	draw: func(a *answer.Answer, precision int) plots.Chart {
		b := plots.MixBars{Amount: a.Question.Start.Prose, Boundary: boundary(a), Meta: meta(a)}
		for _, m := range a.Members {
			b.Members = append(b.Members, plots.Member{Name: m.Name, Vendor: m.Vendor})
		}
		peak := "Dense " + strings.ToUpper(accelerators.Precision.Options[precision]) + " FLOP/s"
		for _, r := range []struct {
			spec  *quantity.Spec
			label string
			noun  string
			unit  plots.Unit
		}{
			{capacity.ITDeployed.Spec, "IT power", "", plots.Watt},
			{capacity.Chips.Spec, "Accelerators", "chips", plots.Count},
			{capacity.Racks.Spec, "Racks", "racks", plots.Count},
			{capacity.Peak[precision].Spec, peak, "", plots.FLOPS},
			{capacity.HBM.Spec, "HBM capacity", "", plots.Bytes},
			{cost.Capex.Spec, "Capital cost", "", plots.USD},
		} {
			row := plots.MixRow{Label: r.label, Noun: r.noun, Unit: r.unit}
			for _, m := range a.Members {
				q, share := answer.Find(m.Quantities, r.spec), answer.Find(m.Shares, r.spec)
				row.Values = append(row.Values, middle(q))
				if share.ValidShare == 1 {
					row.Low, row.High = append(row.Low, share.P5), append(row.High, share.P95)
				}
			}
			if missing := a.Plan.Missing(r.spec); len(missing) > 0 {
				row.Reason = "no figure for " + strings.Join(missing, ", ")
			}
			if len(row.Low) < len(row.Values) {
				row.Low, row.High = nil, nil
			}
			b.Rows = append(b.Rows, row)
		}
		return b
	},
}

// middle is the median, or the point where nothing was drawn.
func middle(q *answer.Quantity) float64 {
	if q.ValidShare == 1 {
		return q.P50
	}
	return q.Point
}

func boundary(a *answer.Answer) string {
	switch a.Question.Basis {
	case "":
		return ""
	case power.Unstated:
		return "power of unstated boundary"
	case "it":
		return "IT power (UPS output)"
	case "rack":
		return "rack power (rack input)"
	case "chip":
		return "chip power (packages)"
	}
	return "facility power (utility meter)"
}

func systems(a *answer.Answer) string {
	names := make([]string, len(a.Members))
	for i, m := range a.Members {
		names[i] = m.Name
	}
	return strings.Join(names, " and ")
}

// meta is what a chart says of its origin, and the recipe by which it can be made again.
func meta(a *answer.Answer) plots.Meta {
	q := a.Question
	source := "Source: capplan profiles of " + strings.Join(q.Chips, ", ") + "; site " + q.Site
	if q.AsOf != "" {
		source += "; as of " + q.AsOf
	}
	source += ". " + notBuiltIn(a) + strconv.Itoa(len(a.Assumed())) + " inputs are assumed; capplan explain gives every source."
	return plots.Meta{
		Source:    source,
		Product:   fmt.Sprintf("capplan %s · library of %s", version, profiles.Date),
		Recipe:    report.Recipe(a),
		InputHash: report.InputHash(a),
	}
}

// notBuiltIn are the sentences of a chart's source line about values that the user gave, values that overlays replaced, chips and sites that they added, and
// what became known only after the day that is asked as of.
// There is room for a few names; of more it gives the number. It names no file, as a picture is the same on every machine.
func notBuiltIn(a *answer.Answer) string {
	const room = 4
	sentence := func(what string, names []string) string {
		if len(names) == 0 {
			return ""
		}
		if more := len(names) - room; more > 0 {
			names = append(slices.Clone(names[:room]), strconv.Itoa(more)+" more")
		}
		return what + strings.Join(names, ", ") + ". "
	}
	var replaced, added []string
	collect := func(owner string, inputs []answer.Input) {
		for _, in := range inputs {
			if in.Value.Override {
				replaced = append(replaced, owner+in.Spec.Name)
			}
		}
	}
	collect("", a.Inputs)
	for _, m := range a.Members {
		owner := ""
		if len(a.Members) > 1 {
			owner = m.ID + ":"
		}
		collect(owner, m.Inputs)
	}
	for _, x := range a.Question.Overlaid {
		for _, m := range x.Replaced {
			replaced = append(replaced, x.ID+":"+m.Key)
		}
		if x.Added {
			added = append(added, x.ID)
		}
	}
	return sentence("Overrides: ", replaced) + sentence("Not built in: ", added) + sentence("Known only later: ", a.UsedEarly())
}
