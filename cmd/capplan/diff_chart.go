package main

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/resultdiff"
	"github.com/capplan/capplan/internal/saved"
	"github.com/capplan/capplan/plots"
	"github.com/capplan/capplan/profiles"
)

// changeChart is the name of the chart of two results.
const changeChart = "bridge"

// drawnCauses is how many causes the chart shows one by one; the smallest of more are drawn together.
const drawnCauses = 12

// changeChartOf is the bridge of the first figure that is set out.
func changeChartOf(d *resultdiff.Diff, rows []*resultdiff.Row, compared report.Compared, o report.Options) (plots.Chart, error) {
	if len(rows) == 0 || math.IsNaN(rows[0].Change) {
		return nil, usagef("there is nothing to draw: no figure has a value in both; name one with --of")
	}
	r := rows[0]
	if r.Parts == nil {
		return nil, usagef("there is nothing to draw: %s cannot be computed from what both state; name another figure with --of", r.Of.Spec.Name)
	}
	f := &answer.Finding{}
	f.Spec, f.Point = r.Of.Spec, r.New.Point
	u, per := chartUnit(f)
	side := func(label string, x saved.Figure) plots.Side {
		out := plots.Side{Label: label, Value: x.P50 / per, P5: x.P5 / per, P95: x.P95 / per}
		if d.Point {
			out = plots.Side{Label: label, Value: x.Point / per, P5: math.NaN(), P95: math.NaN()}
		}
		return out
	}
	c := plots.Change{
		Quantity: chartQuantity(f), Unit: u, Drawn: !d.Point, Old: side("Old: "+sideLabel(d.Old), r.Old), New: side("New: "+sideLabel(d.New), r.New),
		Mean: "on average over all orders of the changes",
		Meta: plots.Meta{
			Source:    changeSource(d),
			Product:   fmt.Sprintf("capplan %s · library %s of %s", version, profiles.Version, profiles.Date),
			Recipe:    report.ResultDiffRecipe(d, compared),
			InputHash: report.ResultDiffHash(d, compared),
		},
	}
	if m := d.New.Member(r.Of.Member); m != nil {
		c.Quantity += " of " + m.Name
	}
	if !d.Point {
		c.Noise = d.Reach(r.Old.Error.P50, r.New.Error.P50) / per
	}
	c.Causes = causesDrawn(d, r, per, o)
	return c, nil
}

// changeSource says where the inputs of both come from.
func changeSource(d *resultdiff.Diff) string {
	const said = "Sources: those of the inputs that both results state"
	if d.Old.Library == d.New.Library {
		return said + "; library " + orNone(d.New.Library)
	}
	return said + "; old of library " + orNone(d.Old.Library) + ", new of library " + orNone(d.New.Library)
}

// sideLabel is a result in a label: a file's name without its folder.
func sideLabel(a *saved.Answer) string {
	if a.Name == "-" {
		return "standard input"
	}
	return filepath.Base(a.Name)
}

// causesDrawn are the causes that move the figure, the greatest first, and what no cause explains.
func causesDrawn(d *resultdiff.Diff, r *resultdiff.Row, per float64, o report.Options) []plots.Cause {
	var out []plots.Cause
	for i, p := range r.Parts {
		if p.Change == 0 {
			continue
		}
		out = append(out, plots.Cause{Label: causeLabel(d.Causes[i].Name), Detail: report.CauseText(d, i, o), Change: p.Change / per})
	}
	slices.SortStableFunc(out, func(a, b plots.Cause) int {
		switch x, y := math.Abs(a.Change), math.Abs(b.Change); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	if len(out) > drawnCauses {
		rest := plots.Cause{Label: fmt.Sprintf("%d more", len(out)-drawnCauses+1)}
		for _, x := range out[drawnCauses-1:] {
			rest.Change += x.Change
		}
		out = append(out[:drawnCauses-1], rest)
	}
	if d.RestCounts(r) {
		out = append(out, plots.Cause{Label: "Model or version", Detail: orNone(d.Old.Version) + ", then " + orNone(d.New.Version), Change: r.Rest / per})
	} else if len(out) > 0 { // the rounding of published figures
		out[0].Change += r.Rest / per
	}
	return out
}

// causeLabel is a cause in words for people: an input by its short name, anything else as it is called.
func causeLabel(name string) string {
	owner, input, owned := strings.Cut(name, ":")
	if !owned {
		input = name
	}
	for _, set := range []*quantity.Set{model.Model, ramp.Quantities} {
		if s := set.Find(input); s != nil && owned {
			return report.InputLabel(s) + ", " + owner
		} else if s != nil {
			return report.InputLabel(s)
		}
	}
	return name
}
