package backtest

import (
	"math"

	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// Scatter is how wide the scatter between sites is said to be and ought to be. Widths are standard deviations of its logarithm: 0.1 is about 10%.
//
// The errors of the sites have two parts: what the model's inputs leave open, and what differs between two sites with the same inputs. The mean of the squared
// errors of the medians, less the mean variance that the model has by itself, is the square of the second. Each campus is then predicted with the width that
// the others give, so that no row helps to make the interval that it is tested against.
type Scatter struct {
	Campuses  int
	Shipped   float64 // of the sites that were used, by their profiles
	Estimated float64 // from all campuses; NaN for fewer than two
	Least     float64 // with one campus left out
	Most      float64
	Left      []LeftOut // by campus, in the order of the rows

	Measures []Measure // scores with the scatter left out, and with each campus's width from the others
}

// LeftOut is a campus predicted with the width that the others give.
type LeftOut struct {
	ID     string
	Width  float64  // the others' estimate
	Chips  Forecast // with that width
	Inside [3]bool
}

// z95 is the 95% point of the standard normal distribution.
const z95 = 1.6448536269514722

// scatterOf is the scatter between sites of a given width.
func scatterOf(sigma float64) quantity.Value {
	if sigma == 0 {
		return quantity.Fixed(1, quantity.Assumed, "backtest")
	}
	return quantity.Value{Shape: quantity.LogNormal, Low: math.Exp(-z95 * sigma), High: math.Exp(z95 * sigma), Basis: quantity.Derived, Origin: "backtest"}
}

// widthOf is the standard deviation of the logarithm of a scatter.
func widthOf(v quantity.Value) float64 {
	if v.IsConstant() {
		return 0
	}
	const points = 2000
	x := make([]float64, points)
	for i := range x {
		x[i] = math.Log(v.Quantile((float64(i) + 0.5) / points))
	}
	if v.Shape == quantity.LogNormal { // exactly
		return (math.Log(v.High) - math.Log(v.Low)) / (2 * z95)
	}
	return math.Sqrt(variance(x))
}

// estimate is the width that errors without scatter leave beyond the model's own variances.
func estimate(errors, variances []float64) float64 {
	sum := 0.0
	for i, e := range errors {
		sum += float64(e*e) - variances[i]
	}
	return math.Sqrt(max(0, sum/float64(len(errors))))
}

// scatter checks the scatter of the sites against campuses, of which each has one row with one reading.
func (c Config) scatter(in []*Outcome) (Scatter, error) {
	nan := math.NaN()
	s := Scatter{Campuses: len(in), Shipped: nan, Estimated: nan, Least: nan, Most: nan}
	errors, variances := make([]float64, len(in)), make([]float64, len(in))
	shipped := make([]float64, len(in))
	without := make([]Forecast, len(in))
	for i, o := range in {
		site, err := c.Library.Site(o.SiteID)
		if err != nil {
			return s, err
		}
		shipped[i] = widthOf(site.Values[power.Scatter.Spec])
		if without[i], err = c.scattered(o, 0); err != nil {
			return s, err
		}
		errors[i] = math.Log(without[i].P50() / o.Packages)
		variances[i] = variance(logs(without[i].draws))
	}
	if len(in) > 0 {
		s.Shipped = median(shipped)
	}
	if len(in) > 1 {
		s.Estimated = estimate(errors, variances)
	}
	if len(in) > 2 {
		s.Least, s.Most = math.Inf(1), math.Inf(-1)
		for i, o := range in {
			w := estimate(leave(errors, i), leave(variances, i))
			s.Least, s.Most = min(s.Least, w), max(s.Most, w)
			f, err := c.scattered(o, w)
			if err != nil {
				return s, err
			}
			s.Left = append(s.Left, LeftOut{o.ID, w, f, inside(f, o.Packages)})
		}
	}
	s.measure(in, without)
	return s, nil
}

// leave is x without its i-th element.
func leave(x []float64, i int) []float64 {
	return append(append(make([]float64, 0, len(x)), x[:i]...), x[i+1:]...)
}

func inside(f Forecast, published float64) (in [3]bool) {
	for k, ends := range intervals {
		in[k] = f.At[ends[0]] <= published && published <= f.At[ends[1]]
	}
	return in
}

// scattered predicts the chips of a site's row with another scatter.
func (c Config) scattered(o *Outcome, sigma float64) (Forecast, error) {
	site, err := c.Library.Site(o.SiteID)
	if err != nil {
		return Forecast{}, err
	}
	m := question(o.Row, site, o.Systems)
	m.Shared[power.Scatter.Spec] = scatterOf(sigma)
	chips, _, _ := c.run(m, o.Row, readings(o.Row)[0], o.Packages) // it could be computed with the site's own scatter
	return forecast(chips), nil
}

// scatterNames are the names of the scatter's measures in order.
var scatterNames = []string{"shipped", "estimated", "loo_least", "loo_most", "without_coverage_90", "without_median_width_90",
	"loo_coverage_50", "loo_coverage_80", "loo_coverage_90", "loo_median_width_90"}

func (s *Scatter) measure(in []*Outcome, without []Forecast) {
	clusters := make([]string, len(in))
	plain, left := make([]float64, len(in)), make([]float64, len(s.Left))
	hits, looHits := 0, [3]int{}
	for i, o := range in {
		clusters[i], plain[i] = o.SystemIDs(), without[i].Width()
		if inside(without[i], o.Packages)[2] {
			hits++
		}
	}
	for i, l := range s.Left {
		left[i] = l.Chips.Width()
		for k, is := range l.Inside {
			if is {
				looHits[k]++
			}
		}
	}
	n := len(s.Left)
	for i, e := range []Estimate{
		exactly(s.Shipped), exactly(s.Estimated), exactly(s.Least), exactly(s.Most),
		proportion(hits, len(in)), bootstrap(plain, clusters, median),
		proportion(looHits[0], n), proportion(looHits[1], n), proportion(looHits[2], n), bootstrap(left, clusters[:n], median),
	} {
		s.Measures = append(s.Measures, Measure{scatterNames[i], e})
	}
}
