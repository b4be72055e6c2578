package backtest

import (
	"maps"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// MostDraws is the most draws of a backtest: scores need every one of them in memory.
const MostDraws = 1 << 16

// LeastDraws is the fewest draws of which percentiles can be taken that mean anything.
const LeastDraws = 128

// Levels are the percentiles of a forecast: the ends of the 50, 80 and 90% intervals, and the median.
var Levels = [...]float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95}

// Places in Levels.
const (
	p5 = iota
	p10
	p25
	p50
	p75
	p90
	p95
)

// Forecast is a predicted number: its percentiles at Levels, and its draws in rising order.
type Forecast struct {
	At    [len(Levels)]float64
	draws []float64
}

// P5 is the lower end of the 90% interval.
func (f Forecast) P5() float64 { return f.At[p5] }

// P25 is the lower end of the 50% interval.
func (f Forecast) P25() float64 { return f.At[p25] }

// P75 is the upper end of the 50% interval.
func (f Forecast) P75() float64 { return f.At[p75] }

// P50 is the median.
func (f Forecast) P50() float64 { return f.At[p50] }

// P95 is the upper end of the 90% interval.
func (f Forecast) P95() float64 { return f.At[p95] }

// Width is the 90% interval's upper end over its lower one.
func (f Forecast) Width() float64 { return f.At[p95] / f.At[p5] }

// forecast takes the draws over.
func forecast(draws []float64) Forecast {
	rise(draws)
	f := Forecast{draws: draws}
	for i, level := range Levels {
		f.At[i] = draws[min(max(int(math.Ceil(float64(level*float64(len(draws)))-1e-9))-1, 0), len(draws)-1)]
	}
	return f
}

// Reading is what the model says of a row where its power means this.
type Reading struct {
	Name  string         // facility, IT, racks and network, racks
	Spec  *quantity.Spec // the power's quantity in the model
	Chips Forecast       // from the published power
	Power Forecast       // W, from the published number of chips
}

// Outcome is what came out for one row.
type Outcome struct {
	*Row
	Group    Group
	Headline bool // counts in the group's scores: one row a campus does
	Left     string
	Systems  []System
	SiteID   string
	Packages float64 // the published count in packages
	Readings []Reading

	Overrides []string // inputs that the prediction rests on and that are not built in, as [Config.Overrides] names them

	Error  float64 // log of predicted over published chips; 0 where a published bound holds
	Inside [3]bool // the published count is within the 50, 80 and 90% interval
	CRPS   float64 // of log chips; NaN where the published count is a bound, or the reading is not known
}

// Config says how rows are predicted.
type Config struct {
	Library  Library
	Settings analysis.Settings
	// Overrides names the inputs of a mix that are not built in and that some of the outputs rest on. Nil names none.
	Overrides func(m *mix.Mix, outputs []mix.Output) []string
}

// predict computes everything about one row; an error is about the row's profile.
func (c Config) predict(r *Row) (*Outcome, error) {
	o := &Outcome{Row: r, Group: GroupOf(r), Error: math.NaN(), CRPS: math.NaN()}
	var err error
	if o.Systems, o.Left, err = systemsOf(r, c.Library); err != nil || o.Left != "" {
		return o, err
	}
	if r.Derived {
		o.Left = "left out: one of its figures was computed from the other, so that it tests nothing"
		return o, nil
	}
	if o.Packages, o.Left = packages(r, o.Systems); o.Left != "" {
		return o, nil
	}
	o.SiteID = siteOf(r, o.Systems)
	site, err := c.Library.Site(o.SiteID)
	if err != nil {
		return o, err
	}
	m := question(r, site, o.Systems)
	for _, rd := range readings(r) {
		chips, watts, missing := c.run(m, r, rd, o.Packages)
		if missing != "" {
			o.Left, o.Readings = missing, nil
			return o, nil
		}
		o.Readings = append(o.Readings, Reading{rd.name, rd.spec, forecast(chips), forecast(watts)})
	}
	o.Overrides = c.overrides(m, r)
	o.score()
	return o, nil
}

// question is the mix of a row without its start. What a hall does to a rack's power means nothing for machines that were measured by themselves: their
// provision is 1, unless the user says otherwise.
func question(r *Row, site *power.Site, systems []System) *mix.Mix {
	m := &mix.Mix{By: mix.ByChips, Workload: workloadOf(r), Precision: accelerators.Precision.Index("bf16"), Shared: maps.Clone(site.Values)}
	if len(systems) == 1 {
		m.By = mix.ByPower
	}
	for _, s := range site.Correlations {
		m.Correlations = append(m.Correlations, mix.Correlation{A: mix.Ref{Spec: s.A}, B: mix.Ref{Spec: s.B}, Correlation: s})
	}
	for _, s := range systems {
		m.Members = append(m.Members, mix.Member{Accelerator: s.Accelerator, Share: s.Share})
	}
	if r.Basis.Measured() && m.Shared[power.Provision.Spec].Basis != quantity.Given {
		m.Shared[power.Provision.Spec] = quantity.Fixed(1, quantity.Assumed, "backtest")
	}
	return m
}

// run predicts chips from the row's power, and power from its chips. A start in chips is rounded up to whole systems, so the power is put in proportion to the
// chips that there then are: a machine of the list may be built of other nodes than the profile's. missing says what cannot be computed.
func (c Config) run(m *mix.Mix, r *Row, rd reading, packages float64) (chips, watts []float64, missing string) {
	from := *m
	from.Start = power.FromChips
	from.Shared = maps.Clone(m.Shared)
	from.Shared[power.StartChips.Spec] = quantity.Fixed(packages, quantity.Given, r.ID)
	powers, installed, missing := c.draw(&from, rd.spec)
	if missing != "" {
		return nil, nil, missing
	}
	for i := range powers {
		powers[i] *= packages / installed[i]
	}
	if rd.basis < 0 { // the load that the power is of is no starting point: chips follow from the power that each takes
		chips = make([]float64, len(powers))
		for i, p := range powers {
			chips[i] = float64(packages*r.Power.Central) / p
		}
		return chips, powers, ""
	}
	from.Start, from.Basis = power.FromPower, rd.basis
	from.Shared = maps.Clone(m.Shared)
	from.Shared[power.Commitment.Spec] = quantity.Fixed(r.Power.Central, quantity.Given, r.ID)
	if _, chips, missing = c.draw(&from, rd.spec); missing == "" && slices.Min(chips) <= 0 {
		missing = "left out: in some draws its power is less than one system needs"
	}
	return chips, powers, missing
}

// draw runs the model: a power and the chips that take it, in every draw.
func (c Config) draw(m *mix.Mix, spec *quantity.Spec) (watts, chips []float64, missing string) {
	if err := m.Validate(); err != nil {
		return nil, nil, "left out: " + err.Error()
	}
	outputs := []mix.Output{{Member: mix.Total, Spec: spec}, {Member: mix.Total, Spec: capacity.Chips.Spec}}
	plan := m.Compile(outputs)
	for i, x := range m.Members {
		if lacking, _ := m.Blame(spec, i); len(lacking) > 0 {
			return nil, nil, "left out: the profile of " + x.ID + " lacks " + lacking[0].Name + ", which " + spec.Name + " needs"
		}
	}
	sample := analysis.Draw(plan.Program, c.Settings)
	column := func(o mix.Output) []float64 {
		i := plan.Index(o)
		if col := sample.Column(i); col != nil {
			return slices.Clone(col)
		}
		return slices.Repeat([]float64{sample.Fixed(i)}, c.Settings.Draws)
	}
	return column(outputs[0]), column(outputs[1]), ""
}
