package answer_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
	"github.com/capplan/capplan/profiles"
)

// The properties of the model that must hold over every system, site and quantity of the built-in library.

type library struct {
	chips []*accelerators.Accelerator
	sites []*power.Site
}

func open(t testing.TB) library {
	t.Helper()
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	chips, err := lib.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	sites, err := lib.Sites()
	if err != nil {
		t.Fatal(err)
	}
	return library{chips, sites}
}

// h100 is the reference of H100-equivalents in these tests.
const h100 = 1979e12

func ask(site *power.Site, start int, amount float64, basis int, members ...mix.Member) *mix.Mix {
	m := &mix.Mix{Start: start, Basis: basis, By: mix.ByPower, Precision: accelerators.Precision.Index("bf16"), Shared: quantity.Scenario{}, Members: members}
	for s, v := range site.Values {
		m.Shared[s] = v
	}
	m.Shared[startSpec(start)] = quantity.Fixed(amount, quantity.Given, "test")
	m.Shared[accelerators.H100Peak.Spec] = quantity.Fixed(h100, quantity.Given, "test")
	return m
}

func startSpec(start int) *quantity.Spec {
	return []*quantity.Spec{power.Commitment.Spec, power.Budget.Spec, power.StartRacks.Spec, power.StartChips.Spec, power.StartFLOPS.Spec, power.StartH100e.Spec}[start]
}

func alone(c *accelerators.Accelerator) mix.Member { return mix.Member{Accelerator: c, Share: 1} }

// total compiles the total of every output and returns the specs with their output numbers.
func total(m *mix.Mix) ([]*quantity.Spec, *mix.Plan) {
	var specs []*quantity.Spec
	var outputs []mix.Output
	for _, s := range model.Model.All() {
		if !s.Input {
			specs = append(specs, s)
			outputs = append(outputs, mix.Output{Member: mix.Total, Spec: s})
		}
	}
	return specs, m.Compile(outputs)
}

// draws is few, for speed: properties hold in every draw.
const draws = 256

type sampled struct {
	plan   *mix.Plan
	sample *analysis.Sample
	point  []float64
}

func sample(m *mix.Mix) sampled {
	_, plan := total(m)
	return sampled{plan, analysis.Draw(plan.Program, analysis.Settings{Draws: draws, Seed: 1, Workers: 1}), analysis.Point(plan.Program)}
}

// at is a total in draw i, or at the point for i < 0.
func (s sampled) at(spec *quantity.Spec, i int) float64 {
	k := s.plan.Index(mix.Output{Member: mix.Total, Spec: spec})
	switch {
	case i < 0:
		return s.point[k]
	case s.sample.Column(k) == nil:
		return s.sample.Fixed(k)
	}
	return s.sample.Column(k)[i]
}

// point evaluates a question with every input at its mid only.
func point(m *mix.Mix) sampled {
	_, plan := total(m)
	return sampled{plan: plan, point: analysis.Point(plan.Program)}
}

// every calls f for each chip, site and boundary.
func every(t *testing.T, f func(t *testing.T, c *accelerators.Accelerator, s *power.Site, basis int)) {
	lib := open(t)
	for _, c := range lib.chips {
		for _, s := range lib.sites {
			for basis, name := range power.Basis.Options {
				t.Run(fmt.Sprintf("%s/%s/%s", c.ID, s.ID, name), func(t *testing.T) { f(t, c, s, basis) })
			}
		}
	}
}

// TestWaterfallCloses: facility = reserve + cooling and losses + stranded + network + hosts + chips; no part is negative; PUE counts once.
func TestWaterfallCloses(t *testing.T) {
	every(t, func(t *testing.T, c *accelerators.Accelerator, s *power.Site, basis int) {
		r := sample(ask(s, power.FromPower, 2e9, basis, alone(c)))
		for i := -1; i < draws; i++ {
			facility := r.at(capacity.PowerFacility.Spec, i)
			sum := 0.0
			for _, part := range []*quantity.Spec{capacity.ReserveHeld.Spec, capacity.CoolingAndLosses.Spec, capacity.Stranded.Spec, capacity.PowerNetwork.Spec, capacity.PowerHosts.Spec, capacity.PowerChips.Spec} {
				x := r.at(part, i)
				if !(x >= 0) {
					t.Fatalf("draw %d: %s is %g", i, part.Name, x)
				}
				sum += x
			}
			if math.Abs(sum-facility) > 1e-9*facility {
				t.Fatalf("draw %d: parts sum to %g, facility is %g", i, sum, facility)
			}
			if basis == power.Facility && math.Abs(facility-2e9) > 2e9*1e-8 {
				t.Fatalf("draw %d: 2 GW of facility power became %g", i, facility)
			}
			if it := r.at(capacity.PowerIT.Spec, i); basis == power.IT && math.Abs(it-2e9) > 2e9*1e-8 {
				t.Fatalf("draw %d: 2 GW of IT power became %g", i, it)
			}
		}
	})
}

// TestDoubling: twice the commitment gives twice every sum, up to one unit (and one rack for what is counted in racks).
func TestDoubling(t *testing.T) {
	every(t, func(t *testing.T, c *accelerators.Accelerator, s *power.Site, basis int) {
		once, twice := sample(ask(s, power.FromPower, 1e9, basis, alone(c))), sample(ask(s, power.FromPower, 2e9, basis, alone(c)))
		for _, spec := range model.Model.All() {
			if spec.Input || spec.Total != quantity.Sum {
				continue
			}
			for i := -1; i < draws; i++ {
				a, b := once.at(spec, i), twice.at(spec, i)
				if math.IsNaN(a) && math.IsNaN(b) {
					continue
				}
				units := once.at(capacity.Units.Spec, i)
				slack := 2.0 / units * a // one unit's worth, either way
				switch spec {
				case capacity.Racks.Spec:
					slack += 2
				case capacity.SpaceFloor.Spec:
					slack += 3 * a / once.at(capacity.Racks.Spec, i)
				}
				if math.Abs(b-2*a) > slack+1e-9*math.Abs(b) {
					t.Fatalf("draw %d: %s is %g at 1 GW and %g at 2 GW", i, spec.Name, a, b)
				}
			}
		}
	})
}

// TestMoreOverheadIsNeverMoreChips: in every draw, more PUE, reserve, watts or scatter gives no more chips.
func TestMoreOverheadIsNeverMoreChips(t *testing.T) {
	lib := open(t)
	for _, c := range lib.chips {
		for _, s := range lib.sites {
			base := sample(ask(s, power.FromPower, 2e9, power.Facility, alone(c)))
			worse := func(name string, m *mix.Mix) {
				r := sample(m)
				for i := -1; i < draws; i++ {
					if a, b := base.at(capacity.Chips.Spec, i), r.at(capacity.Chips.Spec, i); b > a {
						t.Fatalf("%s on %s: %s turned %g chips into %g", c.ID, s.ID, name, a, b)
					}
				}
			}
			for _, spec := range []*quantity.Spec{power.PUEPeak.Spec, power.Reserve.Spec, power.Scatter.Spec, power.Provision.Spec} {
				m := ask(s, power.FromPower, 2e9, power.Facility, alone(c))
				m.Shared[spec] = scaled(m.Shared[spec], 1.05, 0.01)
				worse(spec.Name, m)
			}
			for _, spec := range []*quantity.Spec{accelerators.SystemPower.Spec, accelerators.HostPower.Spec, accelerators.NetworkPower.Spec} {
				v, has := c.Values[spec]
				if !has {
					continue
				}
				hungry := *c
				hungry.Values = quantity.Scenario{}
				for k, x := range c.Values {
					hungry.Values[k] = x
				}
				hungry.Values[spec] = scaled(v, 1.05, 0)
				worse(spec.Name, ask(s, power.FromPower, 2e9, power.Facility, alone(&hungry)))
			}
		}
	}
}

// scaled stretches a distribution upwards.
func scaled(v quantity.Value, by, add float64) quantity.Value {
	f := func(x float64) float64 { return x*by + add }
	v.Low, v.Mode, v.High = f(v.Low), f(v.Mode), f(v.High)
	values := make([]float64, len(v.Values))
	for i, x := range v.Values {
		values[i] = f(x)
	}
	v.Values = values
	return v
}

// TestPercentilesAreOrdered over every output, and the total of a mix of one is the chip alone.
func TestPercentilesAreOrdered(t *testing.T) {
	lib := open(t)
	for _, c := range lib.chips {
		for _, s := range lib.sites {
			m := ask(s, power.FromPower, 2e9, power.Facility, alone(c))
			specs, plan := total(m)
			var members []mix.Output
			for _, spec := range specs {
				members = append(members, mix.Output{Member: 0, Spec: spec})
			}
			own := m.Compile(members)
			set := analysis.Settings{Draws: 1024, Seed: 1}
			sum, sumOwn := analysis.Draw(plan.Program, set).Summaries(), analysis.Draw(own.Program, set).Summaries()
			for i, q := range sum {
				if q.ValidShare == 1 && !(q.P5 <= q.P25 && q.P25 <= q.P50 && q.P50 <= q.P75 && q.P75 <= q.P95) {
					t.Errorf("%s on %s: %s: %+v", c.ID, s.ID, specs[i].Name, q)
				}
				if specs[i].Total == quantity.Sum && specs[i] != capacity.PowerIT.Spec && specs[i] != capacity.SpaceFloor.Spec && q.ValidShare == 1 && q != sumOwn[i] {
					t.Errorf("%s on %s: %s: total %+v, alone %+v", c.ID, s.ID, specs[i].Name, q, sumOwn[i])
				}
			}
		}
	}
}

// TestTotalsAreSums: in a mix of all chips, every sum's total is the sum of its members in every draw, and shares sum to 1.
func TestTotalsAreSums(t *testing.T) {
	lib := open(t)
	for _, s := range lib.sites {
		var members []mix.Member
		for _, c := range lib.chips {
			members = append(members, mix.Member{Accelerator: c, Share: 1 / float64(len(lib.chips))})
		}
		m := ask(s, power.FromPower, 5e9, power.Facility, members...)
		for _, spec := range model.Model.All() {
			if spec.Input || spec.Total != quantity.Sum || spec.ExtraFormula() != "" {
				continue
			}
			outputs := []mix.Output{{Member: mix.Total, Spec: spec}}
			for i := range members {
				outputs = append(outputs, mix.Output{Member: i, Spec: spec})
			}
			plan := m.Compile(outputs)
			r := analysis.Draw(plan.Program, analysis.Settings{Draws: 64, Seed: 3, Workers: 1})
			get := func(k, i int) float64 {
				if r.Column(k) == nil {
					return r.Fixed(k)
				}
				return r.Column(k)[i]
			}
			for i := range 64 {
				sum := 0.0
				for k := range members {
					sum += get(k+1, i)
				}
				if all := get(0, i); math.Abs(all-sum) > 1e-12*math.Abs(sum) && !(math.IsNaN(all) && math.IsNaN(sum)) {
					t.Fatalf("%s: %s: total %g, members sum to %g", s.ID, spec.Name, all, sum)
				}
			}
		}
	}
}

// TestRoundTrips: a starting point gives units; asking again from a printed result of that answer, rounded as it is printed, gives the same units.
func TestRoundTrips(t *testing.T) {
	lib := open(t)
	units := func(c *accelerators.Accelerator, s *power.Site, start int, amount float64, basis int) (float64, sampled) {
		r := point(ask(s, start, amount, basis, alone(c)))
		return r.at(capacity.Units.Spec, -1), r
	}
	atBoundary := []*quantity.Spec{capacity.PowerFacility.Spec, capacity.PowerIT.Spec, capacity.PowerRacks.Spec, capacity.PowerChips.Spec}
	ofStart := map[int]*quantity.Spec{
		power.FromBudget: cost.Capex.Spec, power.FromRacks: capacity.Racks.Spec, power.FromChips: capacity.Chips.Spec,
		power.FromFLOPS: capacity.Effective.Spec, power.FromH100e: capacity.H100e.Spec,
	}
	for _, c := range lib.chips {
		for _, s := range lib.sites {
			check := func(n float64, r sampled, start, basis int, spec *quantity.Spec) {
				x := unit.Round9(r.at(spec, -1))
				if math.IsNaN(x) || n == 0 || n > 4e7 {
					return
				}
				if again, _ := units(c, s, start, x, basis); again != n {
					t.Errorf("%s on %s: %g units have %s %v, and that is %g units", c.ID, s.ID, n, spec.Name, x, again)
				}
			}
			for basis := range power.Basis.Options {
				for _, watts := range []float64{1e6, 2e9, 1e12} {
					n, r := units(c, s, power.FromPower, watts, basis)
					if basis < power.Rack {
						check(n, r, power.FromPower, basis, atBoundary[basis])
					}
					for start, spec := range ofStart {
						// Scatter is 1 where a rack or chip power fixed the count, so other starts than counts give another case.
						if start != power.FromRacks && (basis < power.Rack || start != power.FromBudget) {
							check(n, r, start, power.Facility, spec)
						}
					}
				}
			}
			for start := power.FromBudget; start <= power.FromH100e; start++ {
				n, r := units(c, s, start, []float64{0, 2e9, 456, 1e6, 3e19, 7e8}[start], power.Facility)
				check(n, r, power.FromPower, power.Facility, capacity.PowerFacility.Spec)
				check(n, r, power.FromPower, power.IT, capacity.PowerIT.Spec)
				if start != power.FromRacks {
					check(n, r, start, power.Facility, ofStart[start])
				} else if again, r2 := units(c, s, start, r.at(capacity.Racks.Spec, -1), power.Facility); r2.at(capacity.Racks.Spec, -1) != r.at(capacity.Racks.Spec, -1) {
					t.Errorf("%s: %g racks asked again are %g units", c.ID, r.at(capacity.Racks.Spec, -1), again)
				}
			}
		}
	}
}

// TestStartsAreMetNotExceeded: budgets and racks are never exceeded, targets are reached, each by less than one unit.
func TestStartsAreMetNotExceeded(t *testing.T) {
	lib := open(t)
	for _, c := range lib.chips {
		s := lib.sites[0]
		for _, tc := range []struct {
			start  int
			amount float64
			spec   *quantity.Spec
		}{
			{power.FromChips, 123457, capacity.Chips.Spec},
			{power.FromRacks, 777, capacity.Racks.Spec},
			{power.FromH100e, 1e6, capacity.H100e.Spec},
			{power.FromFLOPS, 1e20, capacity.Effective.Spec},
		} {
			r := sample(ask(s, tc.start, tc.amount, 0, alone(c)))
			for i := -1; i < draws; i++ {
				x, units := r.at(tc.spec, i), r.at(capacity.Units.Spec, i)
				if math.IsNaN(x) {
					continue
				}
				one := x / units
				if tc.start == power.FromRacks {
					if x > tc.amount || x < tc.amount-math.Max(one, 1) {
						t.Errorf("%s: %g racks asked, %g filled", c.ID, tc.amount, x)
					}
				} else if x < tc.amount*(1-1e-7) || x >= tc.amount+one*(1+1e-7) {
					t.Errorf("%s: %s of %g asked, %g given", c.ID, tc.spec.Name, tc.amount, x)
				}
			}
		}
	}
}
