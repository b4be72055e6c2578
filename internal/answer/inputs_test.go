package answer_test

import (
	"math"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// numbers evaluates the total of every output at the point.
func numbers(m *mix.Mix) map[*quantity.Spec]float64 {
	specs, plan := total(m)
	p := analysis.Point(plan.Program)
	out := map[*quantity.Spec]float64{}
	for i, s := range specs {
		out[s] = p[i]
	}
	return out
}

// differ reports whether two evaluations differ anywhere.
func differ(a, b map[*quantity.Spec]float64) bool {
	for s, x := range a {
		if y := b[s]; x != y && !(math.IsNaN(x) && math.IsNaN(y)) {
			return true
		}
	}
	return false
}

// with returns the mix with one input changed, of the site or of the first member.
func with(m *mix.Mix, s *quantity.Spec, v quantity.Value) *mix.Mix {
	out := *m
	target := &out.Shared
	if s.Scope == quantity.Member {
		changed := *m.Members[0].Accelerator
		out.Members = []mix.Member{{Accelerator: &changed, Share: 1}}
		target = &changed.Values
	}
	all := quantity.Scenario{}
	for k, x := range *target {
		all[k] = x
	}
	all[s] = v
	*target = all
	return &out
}

// TestEveryInputCounts: each input that the library gives changes an output for some system, site, start, boundary, workload or precision. An input that
// changes nothing would be a flag that does nothing.
func TestEveryInputCounts(t *testing.T) {
	lib := open(t)
	counts := map[*quantity.Spec]bool{}
	for _, library := range lib.chips {
		c := complete(library)
		for workload := range accelerators.Workload.Options {
			for precision := range accelerators.Precision.Options {
				m := ask(lib.sites[0], power.FromPower, 1e9, power.Facility, alone(c))
				m.Workload, m.Precision = workload, precision
				m.Shared[power.Provision.Spec] = quantity.Fixed(0.5, quantity.Given, "test") // a cap, so that its cost counts
				base := numbers(m)
				for _, s := range model.Model.All() {
					if !s.Input || counts[s] {
						continue
					}
					v, given := m.Shared[s]
					if s.Scope == quantity.Member {
						v, given = c.Values[s]
					}
					if !given {
						continue
					}
					counts[s] = differ(base, numbers(with(m, s, quantity.Fixed(v.Mid()*0.9, quantity.Given, "test"))))
				}
			}
		}
	}
	for _, start := range []int{power.FromBudget, power.FromRacks, power.FromChips, power.FromFLOPS, power.FromH100e} {
		c := lib.chips[0]
		for _, x := range lib.chips {
			if x.ID == "gb200" {
				c = x
			}
		}
		amount := []float64{0, 2e9, 456, 1e6, 3e19, 7e8}[start]
		a, b := numbers(ask(lib.sites[0], start, amount, 0, alone(c))), numbers(ask(lib.sites[0], start, amount*2, 0, alone(c)))
		counts[startSpec(start)] = differ(a, b)
	}
	for _, s := range model.Model.All() {
		if s.Input && !counts[s] && !unused[s.Name] {
			t.Errorf("%s changes no output of any system of the library", s.Name)
		}
	}
}

// unused are the inputs that a question sets in a way of its own: the mix tests cover mix.allocation, the command's tests power.basis.
var unused = map[string]bool{"power.basis": true, "mix.allocation": true}

// complete gives a system what its profile lacks, so that every input can be tried; a system whose power is given needs no host power.
func complete(c *accelerators.Accelerator) *accelerators.Accelerator {
	out := *c
	out.Values = quantity.Scenario{}
	for k, v := range c.Values {
		out.Values[k] = v
	}
	for _, s := range accelerators.Quantities.All() {
		if _, given := out.Values[s]; !given && s.Scope == quantity.Member && s != accelerators.HostPower.Spec && s != accelerators.SystemPower.Spec {
			out.Values[s] = quantity.Fixed(math.Min(0.5, s.Bounds.Max/2), quantity.Given, "test")
		}
	}
	return &out
}

// TestWideningNeverNarrows: the range of an output over a grid of one input never shrinks when the grid grows to a wider support.
func TestWideningNeverNarrows(t *testing.T) {
	lib := open(t)
	for _, c := range lib.chips {
		m := ask(lib.sites[0], power.FromPower, 1e9, power.Facility, alone(c))
		for s, v := range m.Shared {
			low, high := v.Extremes()
			if low == high || s.Labels != nil {
				continue
			}
			grid := []float64{low, (low + high) / 2, high}
			span := high - low
			wide := append([]float64{math.Max(low-span/10, s.Bounds.Min), math.Min(high+span/10, s.Bounds.Max)}, grid...)
			if s.Bounds.MinOpen {
				wide[0] = math.Max(wide[0], low/2)
			}
			if s.Bounds.MaxOpen {
				wide[1] = math.Min(wide[1], (high+s.Bounds.Max)/2)
			}
			lowA, highA := extremes(m, s, grid)
			lowB, highB := extremes(m, s, wide)
			for q := range lowA {
				if lowB[q] > lowA[q] || highB[q] < highA[q] {
					t.Errorf("%s: %s over %v is %g to %g, over %v only %g to %g", c.ID, q.Name, grid, lowA[q], highA[q], wide, lowB[q], highB[q])
				}
			}
		}
	}
}

func extremes(m *mix.Mix, s *quantity.Spec, grid []float64) (low, high map[*quantity.Spec]float64) {
	low, high = map[*quantity.Spec]float64{}, map[*quantity.Spec]float64{}
	for _, x := range grid {
		for q, y := range numbers(with(m, s, quantity.Fixed(x, quantity.Given, "test"))) {
			if math.IsNaN(y) {
				continue
			}
			if old, seen := low[q]; !seen || y < old {
				low[q] = y
			}
			if old, seen := high[q]; !seen || y > old {
				high[q] = y
			}
		}
	}
	return low, high
}
