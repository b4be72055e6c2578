package main

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/rows"
	"github.com/capplan/capplan/plots"
)

// chartKind is one chart of a command: its name for --chart, what must have been computed for it, and how an answer becomes the chart. An answer that has
// nothing to draw is a usage error.
type chartKind struct {
	name  string
	needs func(a *asked) []*quantity.Spec
	draw  func(c *computing, a *answer.Answer) (plots.Chart, error)
}

// Each command's charts, the default first.
var (
	estimateCharts = []chartKind{waterfallChart, ridgesChart, cumulativeChart}
	compareCharts  = []chartKind{ridgesChart, cumulativeChart}
	mixCharts      = []chartKind{barsChart, waterfallChart, cumulativeChart}
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

// chartOptions are the size and the look that the flags ask for; what cannot be drawn is refused before anything is computed.
func (o *outputFlags) chartOptions() (plots.Options, error) {
	opt := plots.Options{Theme: o.theme, DPI: o.dpi, Name: o.chart}
	w, h, ok := strings.Cut(o.size, "x")
	var errW, errH error
	opt.Width, errW = strconv.Atoi(w)
	opt.Height, errH = strconv.Atoi(h)
	if !ok || errW != nil || errH != nil || opt.Width == 0 || opt.Height == 0 {
		return opt, usagef("--size %q: width x height in pixels is wanted, such as 1600x1000", o.size)
	}
	if !slices.Contains(themes, o.theme) {
		return opt, usagef("--theme %q: one of %s is wanted%s", o.theme, strings.Join(themes, ", "), didYouMean(o.theme, themes))
	}
	if o.dpi != 0 {
		if err := (plots.Options{DPI: o.dpi}).Check(); err != nil {
			return opt, usagef("--dpi %v: 10 to 2400 pixels per inch are wanted, such as 180; 0 suits the type to the size", o.dpi)
		}
	}
	if err := opt.Check(); err != nil {
		return opt, usagef("--size %s: %w", o.size, err)
	}
	if (o.chart != o.usualChart || o.size != usualSize || o.theme != themes[0] || o.dpi != 0) && !o.pictured() {
		return opt, usagef("--chart, --size, --dpi and --theme are about a picture; write one with -o FILE.png or -o FILE.svg")
	}
	return opt, nil
}

// pictured reports whether a file that is written is a chart.
func (o *outputFlags) pictured() bool {
	return slices.ContainsFunc(o.files, func(path string) bool {
		_, chart, err := o.fileFormat(path)
		_, ofRows := rows.FormatOf(path)      // a sweep has more formats
		return chart || err != nil && !ofRows // a wrong ending is refused in its own words
	})
}

// usualSize is that of a chart unless --size says otherwise.
const usualSize = "1600x1000"

// themes are the looks of a chart, the default first.
var themes = []string{"light", "dark", "print"}

// drawing prepares the chart of an answer for writing.
func (c *computing) drawing(k chartKind, a *answer.Answer, format string) (func(io.Writer) error, error) {
	opt, err := c.chartOptions()
	if err != nil {
		return nil, err
	}
	chart, err := k.draw(c, a)
	if err != nil {
		return nil, err
	}
	return func(out io.Writer) error { return plots.Render(chart, out, plots.Format(format), opt) }, nil
}

// nothingToDraw says why an answer has no picture: what is not known, and for want of what.
func nothingToDraw(a *answer.Answer, s *quantity.Spec) error {
	var why []string
	for _, l := range a.Lacks(s) {
		why = append(why, l.Name+" has no "+strings.Join(l.Inputs, " and no "))
	}
	if len(why) == 0 || a.Total == nil {
		return usagef("there is nothing to draw: %s is not known; without a picture, the notes say why", s.Name)
	}
	return usagef("there is nothing to draw: %s is not known, as %s", s.Name, strings.Join(why, ", and "))
}

// middle is the median, or the point where nothing was drawn.
func middle(q *answer.Quantity) float64 {
	if q.ValidShare == 1 {
		return q.P50
	}
	return q.Point
}

func boundary(a *answer.Answer) string { return boundaryWords(a.Question.Basis) }

// boundaryWords name a boundary of the power, and where it is.
func boundaryWords(basis string) string {
	switch basis {
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
