package check

import (
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
)

// RowMetric is a metric that each row of a sweep shows.
type RowMetric struct {
	Owner string // the chip of a mix whose it is; empty for the whole
	Spec  *quantity.Spec
}

// RowGate holds a condition against each row of a sweep. It keeps no row: how many there were, for how many the condition is true, and the first of them.
type RowGate struct {
	*Condition
	Metric  int // the number of the metric that it is about
	rows    int
	hits    int
	unknown int
	row     int      // the first for which it is true, or else the one that comes nearest
	worst   *Outcome // of that row
	base    *Baseline
}

// ParseRowCondition reads a condition on the rows of a sweep with these metrics. statistics are what a row shows of a distribution; none where rows are points.
// Every error is a [*SyntaxError].
func ParseRowCondition(text string, level Status, metrics []RowMetric, statistics []string, base *Baseline) (*RowGate, error) {
	c, err := parseCondition(text, level, modelWords)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(metrics, func(m RowMetric) bool { return m.Spec == c.Spec && m.Owner == c.Member })
	var shown []string
	for _, m := range metrics {
		name := m.Spec.Name
		if m.Owner != "" {
			name = m.Owner + ":" + name
		}
		shown = append(shown, name)
	}
	usual := "p50"
	if statistics == nil {
		statistics, usual = []string{"point"}, "point"
	}
	switch {
	case i < 0:
		name := c.Spec.Name
		if c.Member != "" {
			name = c.Member + ":" + name
		}
		return nil, c.fault("the rows do not show it", meant(name, shown)+"add --metric "+name+"; the metrics are "+strings.Join(shown, ", "))
	case !c.named:
		c.Statistic = usual
	case !slices.Contains(statistics, c.Statistic) && usual == "point":
		return nil, c.fault("each row is a point", "write "+c.Spec.Name+" alone, or make rows distributions with --draws")
	case !slices.Contains(statistics, c.Statistic):
		return nil, c.fault("rows show no "+c.Statistic, "one of "+strings.Join(statistics, " ")+" is wanted")
	}
	g := &RowGate{Condition: c, Metric: i, base: base}
	if c.Relative {
		if _, err := g.hold(1); err != nil { // whether there is such a figure in the baseline does not depend on rows
			return nil, err
		}
	}
	return g, nil
}

func (g *RowGate) hold(x float64) (*Outcome, error) {
	return g.held(answer.Quantity{Spec: g.Spec, Point: math.NaN()}, "", x, g.base)
}

// Add holds the condition against a row of that number. Rows come in order. It reports whether the row is now the one that the outcome tells of.
func (g *RowGate) Add(row int, x float64) bool {
	if !known(x) {
		g.unknown++
		return false
	}
	g.rows++
	o, err := g.hold(x)
	if err != nil {
		return false // a relative condition was held once before
	}
	if o.Status != Pass {
		g.hits++
	}
	if g.worst != nil && (g.worst.Status != Pass || !o.nearer(g.worst)) {
		return false
	}
	g.row, g.worst = row, o
	return true
}

// Outcome is how the condition came out: true for any row is true. Where no row has a value the condition can be neither, and fails at its level.
func (g *RowGate) Outcome(where string) Outcome {
	if g.worst == nil {
		nan := math.NaN()
		return Outcome{Condition: g.Condition, Quantity: answer.Quantity{Spec: g.Spec}, Value: nan, Baseline: nan, Low: g.Low, High: g.High, Status: g.Level, Of: g.rows, Unknown: g.unknown}
	}
	o := *g.worst
	o.Of, o.Hits, o.Row, o.Where, o.Unknown = g.rows, g.hits, g.row, where, g.unknown
	return o
}
