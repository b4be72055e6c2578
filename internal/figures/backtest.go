package figures

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
)

// measure is a score with its confidence interval, which is about the choice of rows and not about the draws.
type measure struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// forecast is a predicted distribution by its percentiles.
type forecast struct {
	Number
	P10 *float64 `json:"p10"`
	P90 *float64 `json:"p90"`
}

// error is the standard error of a percentile of so many independent draws: √(p(1−p)/n) over the density there, which the neighbouring percentiles give.
func (f *forecast) error(p float64, below, above *float64, between float64, draws int) float64 {
	if draws <= 0 {
		return 0
	}
	return math.Sqrt(p*(1-p)/float64(draws)) * math.Abs(or(above)-or(below)) / between
}

// noise is how far sampling alone may move what a row is judged by, each as a standard error: the logarithm of the median and of the width, and by the level of
// an interval whether the published count could change sides.
type noise struct {
	median, width float64
	edge          map[string]bool
}

func (f *forecast) noise(packages float64, draws int) noise {
	at := map[string]float64{
		"p5": f.error(0.05, f.P5, f.P10, 0.05, draws), "p10": f.error(0.1, f.P5, f.P25, 0.2, draws), "p25": f.error(0.25, f.P10, f.P50, 0.4, draws),
		"p50": f.error(0.5, f.P25, f.P75, 0.5, draws),
		"p75": f.error(0.75, f.P50, f.P90, 0.4, draws), "p90": f.error(0.9, f.P75, f.P95, 0.2, draws), "p95": f.error(0.95, f.P90, f.P95, 0.05, draws),
	}
	near := func(end *float64, err float64) bool { return math.Abs(packages-or(end)) <= otherDraws*math.Sqrt2*err }
	return noise{median: at["p50"] / or(f.P50), width: math.Hypot(at["p5"]/or(f.P5), at["p95"]/or(f.P95)), edge: map[string]bool{
		"50": near(f.P25, at["p25"]) || near(f.P75, at["p75"]), "80": near(f.P10, at["p10"]) || near(f.P90, at["p90"]), "90": near(f.P5, at["p5"]) || near(f.P95, at["p95"]),
	}}
}

// worse is the greater of two noises.
func (n noise) worse(m noise) noise {
	out := noise{math.Max(n.median, m.median), math.Max(n.width, m.width), map[string]bool{}}
	for _, level := range levels {
		out.edge[level] = n.edge[level] || m.edge[level]
	}
	return out
}

// levels are those of the intervals.
var levels = []string{"50", "80", "90"}

// backtest has the scores of each group, GROUP.MEASURE, and the errors of each row, ROW:FIGURE.
func (t *Table) backtest(data []byte) error {
	var f struct {
		Scores map[string]struct {
			Measures map[string]measure `json:"measures"`
		} `json:"scores"`
		Scatter struct {
			Measures map[string]measure `json:"measures"`
		} `json:"scatter"`
		Rows []struct {
			ID       string   `json:"id"`
			Group    string   `json:"group"`
			Counts   bool     `json:"counts"`
			Packages *float64 `json:"packages"`
			LogError *float64 `json:"log_error"`
			PowerErr *float64 `json:"power_log_error"`
			CRPS     *float64 `json:"crps"`
			Width    *float64 `json:"width_90"`
			Readings []struct {
				Reading string   `json:"reading"`
				Chips   forecast `json:"chips"`
				Power   forecast `json:"power"`
			} `json:"readings"`
		} `json:"rows"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	type group struct {
		noise
		n    int
		edge map[string]int
	}
	groups := map[string]*group{}
	for _, r := range f.Rows {
		if r.LogError == nil {
			continue // not modelled
		}
		var chips, power noise
		for i := range r.Readings {
			x := &r.Readings[i]
			suffix := ""
			if len(r.Readings) > 1 {
				suffix = "(" + x.Reading + ")"
			}
			x.Chips.Unit, x.Power.Unit = "1", "W"
			c, p := x.Chips.noise(or(r.Packages), t.Draws), x.Power.noise(math.NaN(), t.Draws)
			for _, q := range []struct {
				name string
				of   *forecast
				n    noise
			}{{"chips", &x.Chips, c}, {"power", &x.Power, p}} {
				one := q.of.figure(r.ID, q.name+suffix, "")
				one.Errors["p50"] = q.n.median * or(q.of.P50)
				t.add(one)
			}
			chips, power = chips.worse(c), power.worse(p)
		}
		t.add(plain(r.ID, "log_error", "", "1", r.LogError).within(chips.median))
		t.add(plain(r.ID, "power_log_error", "", "1", r.PowerErr).within(power.median))
		t.add(plain(r.ID, "crps", "", "1", r.CRPS).within(chips.median))
		t.add(plain(r.ID, "width_90", "", "1", r.Width).within(chips.width * or(r.Width)))
		if !r.Counts {
			continue
		}
		g := groups[r.Group]
		if g == nil {
			g = &group{edge: map[string]int{}}
			groups[r.Group] = g
		}
		g.n, g.noise = g.n+1, g.noise.worse(chips)
		for _, level := range levels {
			if chips.edge[level] {
				g.edge[level]++
			}
		}
	}
	// No score moves by more than its noisiest row does, and a coverage by no more rows than could change sides.
	scores := func(name string, list map[string]measure, g *group) {
		for _, m := range slices.Sorted(maps.Keys(list)) {
			x := list[m]
			one := plain("", name+"."+m, "", "1", x.Value)
			one.Values["low"], one.Values["high"] = or(x.Low), or(x.High)
			if g != nil {
				switch m {
				case "median_width_90", "without_median_width_90", "loo_median_width_90":
					one = one.within(g.width * or(x.Value))
				case "coverage_50", "coverage_80", "coverage_90", "loo_coverage_50", "loo_coverage_80", "loo_coverage_90", "without_coverage_90":
					one = one.within(float64(g.edge[m[len(m)-2:]]) / float64(g.n) / otherDraws)
				case "bias", "median_abs_log_error", "crps", "estimated", "loo_least", "loo_most", "shipped":
					one = one.within(g.median)
				}
			}
			t.add(one)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Scores)) {
		scores(name, f.Scores[name].Measures, groups[name])
	}
	scores("scatter", f.Scatter.Measures, groups["sites"])
	return nil
}
