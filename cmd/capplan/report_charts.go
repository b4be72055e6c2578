package main

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/backtest"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
	"github.com/capplan/capplan/profiles"
)

// drafted is a report whose charts are not drawn yet.
type drafted struct {
	report.Briefing
	asked  *asked
	charts []drawing
}

// drawing is a chart, by the name by which it is asked for, and the recipe of the command that draws it alone.
type drawing struct {
	name   string
	chart  plots.Chart
	recipe string
	of     *accelerators.Accelerator // the system that it is of, where the report has one of several
}

func (d *drafted) warnings() []answer.Warning {
	if d.Briefing.Ramp != nil {
		return d.Briefing.Ramp.Warnings
	}
	return d.Answer.Warnings
}

// drafted runs a question once for the table and the charts of a command, and draws those for which there are figures.
func (c *reporting) drafted(want answer.Want, charts []chartKind, run func(answer.Want) *answer.Answer) *drafted {
	a, shown := c.asked, want.Quantities
	for _, k := range charts {
		want.Quantities = union(want.Quantities, k.needs(a))
	}
	full := run(want)
	full.Notes = append(a.notes, full.Notes...)
	view := full.Only(shown)
	if len(a.chips) == 1 {
		view = view.Alone()
	}
	d := &drafted{asked: a}
	d.Answer, d.InputHash = view, report.InputHash(full)
	for _, k := range charts {
		chart, err := k.draw(&c.computing, full)
		if err != nil { // what nobody knows has no chart; the notes say why
			continue
		}
		if err := plots.Check(chart); err != nil {
			d.Answer.Notes = append(d.Answer.Notes, answer.Note{Code: "not-drawn", Message: "There is no chart " + k.name + " of this: " + errors.Unwrap(err).Error() + "."})
		} else {
			d.charts = append(d.charts, drawing{name: k.name, chart: chart, recipe: report.Recipe(full)})
		}
	}
	d.Recipe = c.recipe(a.question)
	return d
}

// setOut is how many of the systems that are compared have charts of their own: where the watts go, and what moves the answer.
const setOut = 2

// each adds the charts that are of one system for the first of those that are compared, as the commands of each draw them.
func (c *reporting) each(d *drafted, mixes []*mix.Mix) error {
	var falls, tornadoes []drawing
	for i, m := range mixes[:min(setOut, len(mixes))] {
		one := c.alone(i)
		q := one.asked.question
		x := one.drafted(answer.Want{Settings: one.asked.settings}, []chartKind{waterfallChart}, func(want answer.Want) *answer.Answer { return answer.Evaluate(q, m, want) })
		at := len(x.charts)
		if err := one.tornado(x, m); err != nil {
			return err
		}
		for k := range x.charts {
			x.charts[k].of = one.asked.chips[0]
		}
		falls, tornadoes = append(falls, x.charts[:at]...), append(tornadoes, x.charts[at:]...)
	}
	d.charts = append(append(d.charts, falls...), tornadoes...)
	return nil
}

// alone is the question of one of several systems, without what was said of the others.
func (c *reporting) alone(i int) *reporting {
	out, a := *c, *c.asked
	chip := a.chips[i]
	out.asked, a.chips, a.shares = &a, a.chips[i:i+1], a.shares[i:i+1]
	q := &a.question
	q.Command, q.Chips, q.Asks = "estimate", []string{chip.ID}, nil
	q.Overlaid = slices.DeleteFunc(slices.Clone(q.Overlaid), func(x answer.Overlaid) bool { return !x.Site && x.ID != chip.ID })
	ofOther := func(s answer.Setting) bool {
		for _, part := range strings.Split(s.Text, ",") {
			owner, _, has := strings.Cut(strings.TrimSpace(part), ":")
			if !has || s.Path {
				continue
			}
			if x, err := a.library.Accelerator(owner); err == nil && x.ID != chip.ID {
				return true
			}
		}
		return false
	}
	q.Set, q.Correlate = slices.DeleteFunc(slices.Clone(q.Set), ofOther), slices.DeleteFunc(slices.Clone(q.Correlate), ofOther)
	a.notes = nil // which the report has already
	return &out
}

// tornado adds the chart of what drives the answer, where anything does.
func (c *reporting) tornado(d *drafted, m *mix.Mix) error {
	a := c.asked
	q := a.question
	q.Command, q.Asks = "sensitivity", nil
	return d.moved(&sensitivity{}, append([]*quantity.Spec{found(m.Start)}, defaultMetrics...), func(x []answer.Metric) *answer.Study {
		return answer.NewStudy(q, m, x, a.settings)
	})
}

// rampTornado is tornado for a scenario: of the whole time.
func (c *reporting) rampTornado(d *drafted, r *ramping, fleet *ramp.Fleet) error {
	a := c.asked
	q := a.question
	q.Command = "sensitivity"
	return d.moved(&sensitivity{ramp: r}, defaultRampMetrics, func(x []answer.Metric) *answer.Study {
		return answer.NewRampStudy(q, fleet, x, a.settings)
	})
}

// moved adds the tornado of the first of some quantities that is known and that inputs move.
func (d *drafted) moved(c *sensitivity, specs []*quantity.Spec, prepare func([]answer.Metric) *answer.Study) error {
	for _, s := range specs {
		metrics := []answer.Metric{{Spec: s, Member: mix.Total, Period: ramp.Whole}}
		study := prepare(metrics)
		if study.Trouble(metrics[0]) != "" {
			continue
		}
		s, err := study.Run(nil, 0)
		if err != nil {
			return err
		}
		if f := &s.Findings[0]; f.Gap() != "" || f.Still() || f.Hardly() {
			continue
		}
		d.charts = append(d.charts, drawing{name: sensitivityCharts[0], chart: c.tornadoChart(s), recipe: report.SensitivityRecipe(s)})
		return nil
	}
	return nil // nothing varies, so nothing drives it
}

// The size of a report's charts in pixels, on a wide page and on a narrow one, where the type is larger for the width.
const (
	reportWidth  = 1600
	reportHeight = 1000
	narrowWidth  = 960
	narrowHeight = 1200
	narrowDPI    = 144 // 480 points wide, the least that a chart is set for
)

// draw draws the charts: into the report where it is HTML, as files beside it where it is Markdown.
func (d *drafted) draw(path string, format reportFormat) ([]target, error) {
	var files []target
	for _, x := range d.charts {
		p := report.Picture{Name: x.name, Title: plots.Title(x.chart), Alt: plots.AltText(x.chart), Width: reportWidth, Height: reportHeight}
		if x.of != nil {
			p.Of, p.System = x.of.ID, x.of.Name
		}
		read, err := recipe.Parse([]byte(x.recipe))
		if err != nil {
			return nil, err
		}
		line, err := read.Line()
		if err != nil {
			return nil, err
		}
		line.Flags = append(line.Flags, recipe.Flag{Name: "chart", Value: x.name})
		opt := plots.Options{Width: reportWidth, Height: reportHeight, Name: x.name}
		if format == asMarkdown {
			name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) + "-" + p.Key() + ".png"
			p.File = name
			files = append(files, target{filepath.Join(filepath.Dir(path), name), func(w io.Writer) error { return plots.Render(x.chart, w, plots.PNG, opt) }})
		} else {
			narrow := plots.Options{Width: narrowWidth, Height: narrowHeight, DPI: narrowDPI, Name: x.name}
			for _, v := range []struct {
				opt   plots.Options
				theme string
				to    *[]byte
			}{{opt, "light", &p.Images.Light}, {opt, "dark", &p.Images.Dark}, {narrow, "light", &p.Images.NarrowLight}, {narrow, "dark", &p.Images.NarrowDark}} {
				var b bytes.Buffer
				v.opt.Theme = v.theme
				if err := plots.Render(x.chart, &b, plots.SVG, v.opt); err != nil {
					return nil, err
				}
				*v.to = b.Bytes()
			}
		}
		line.Flags = append(line.Flags, recipe.Flag{Name: "output", Value: p.Key() + ".png"})
		p.Command = line.Short()
		d.Pictures = append(d.Pictures, p)
	}
	return files, nil
}

// publishedSites holds the model with the built-in library against the published sites: what a report says of how far it can be trusted.
func publishedSites() (*backtest.Board, error) {
	library, err := profile.Open(profiles.FS)
	if err != nil {
		return nil, err
	}
	rows, err := backtest.Read("deployments.csv", profiles.Deployments)
	if err != nil {
		return nil, err
	}
	var sites []backtest.Row
	for i := range rows {
		if backtest.GroupOf(&rows[i]) == backtest.Sites {
			sites = append(sites, rows[i])
		}
	}
	return backtest.Run(sites, backtest.Config{Library: library, Settings: analysis.Settings{Draws: usualDraws, Seed: 1, Sampler: analysis.Sobol}})
}

// usualDraws is how many cases are drawn unless --draws says otherwise.
const usualDraws = 16384
