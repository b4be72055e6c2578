package optimize_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// perUnit is what one unit of a system is, worked out here from the mids of its inputs and the site's, by hand and not by the model.
type perUnit struct{ it, chips, capex, effective, hbm float64 }

func byHand(c *accelerators.Accelerator, site quantity.Scenario) (p perUnit, known bool) {
	known = true
	mid := func(values quantity.Scenario, s *quantity.Spec) float64 {
		v, has := values[s]
		if !has {
			known = false
			return 0
		}
		return v.Mid()
	}
	bf16 := accelerators.Precision.Index("bf16")
	provision := mid(site, power.Provision.Spec)
	p.chips = mid(c.Values, accelerators.Chips.Spec)
	system, rated := c.RatedPower()
	known = known && rated
	p.it = (system*provision + p.chips*mid(c.Values, accelerators.NetworkPower.Spec)) * mid(site, power.Scatter.Spec)
	p.capex = p.chips*mid(c.Values, accelerators.ComputePerChip.Spec) + p.it*mid(site, power.CapexPerWatt.Spec)
	capped := math.Pow(min(1, provision/mid(c.Values, accelerators.Draw[0].Spec)), mid(c.Values, accelerators.CapExponent.Spec))
	p.effective = p.chips * mid(site, power.Availability.Spec) * mid(c.Values, accelerators.Peak[bf16].Spec) * mid(c.Values, accelerators.MFU[0][bf16].Spec) * capped
	p.hbm = p.chips * mid(c.Values, accelerators.HBM.Spec)
	return p, known
}

// names of the amounts of perUnit, as the model has them.
var amounts = []struct {
	name string
	of   func(p perUnit) float64
}{
	{"power.it_deployed", func(p perUnit) float64 { return p.it }},
	{"capacity.chips", func(p perUnit) float64 { return p.chips }},
	{cost.Capex.Name, func(p perUnit) float64 { return p.capex }},
	{"capacity.effective", func(p perUnit) float64 { return p.effective }},
	{"capacity.hbm", func(p perUnit) float64 { return p.hbm }},
}

// bruteLimit is a limit as trying everything checks it.
type bruteLimit struct {
	text     string
	per      []float64
	share    bool
	atLeast  bool
	allowed  float64
	deployed []float64
}

// kept reports whether units keep the limit; ease is how far it may be passed, relative.
func (l bruteLimit) kept(u []float64, ease float64) bool {
	used, allowed := 0.0, l.allowed
	size := 0.0
	for i, n := range u {
		used += l.per[i] * n
		if l.share {
			size += l.deployed[i] * n
		}
	}
	if l.share {
		allowed *= size
	}
	if l.atLeast {
		return used >= allowed*(1-ease)
	}
	return used <= allowed*(1+ease)
}

// TestBruteForce compares with trying every number of units, on random questions about real systems: up to three, with up to three limits. Where the best of
// all hangs on the last digits of a limit, either reading is right.
func TestBruteForce(t *testing.T) {
	lib := library(t)
	all, err := lib.Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 11))
	outcomes := map[optimize.Outcome]int{}
	for k := range 60 {
		site, err := lib.Site([]string{"default", "aws-air", "liquid-cooled", "legacy-enterprise"}[r.IntN(4)])
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		var units []perUnit
		var chips []*accelerators.Accelerator
		for len(ids) < 1+k%3 {
			c := all[r.IntN(len(all))]
			p, known := byHand(c, site.Values)
			if !known || p.it > 4e5 || contains(ids, c.ID) {
				continue
			}
			ids, units, chips = append(ids, c.ID), append(units, p), append(chips, c)
		}
		it, most := 1.0, []int{40000, 400, 90}[k%3]
		for _, p := range units {
			it = max(it, p.it)
		}
		least := math.Inf(1)
		for _, p := range units {
			least = min(least, p.it)
		}
		available := min(least*float64(most), it*float64(2+r.IntN(30))) * (0.6 + 0.4*r.Float64())
		mids := func(s *quantity.Spec) float64 { v := site.Values[s]; return v.Mid() }
		commitment := available * mids(power.PUEPeak.Spec) / (1 - mids(power.Reserve.Spec))
		q := askAt(t, lib, site.ID, power.FromPower, commitment, ids...)
		objective := amounts[r.IntN(len(amounts))]
		q.Objective = measure(t, q, objective.name)
		deployed := values(units, amounts[0].of)
		limits := []bruteLimit{{per: deployed, allowed: available * (1 + 1e-8)}}
		for range r.IntN(4) {
			limits = append(limits, randomLimit(r, units, chips, available, deployed))
		}
		if r.IntN(4) == 0 { // the least that reaches something
			q.Maximise = false
			target := amounts[r.IntN(len(amounts))]
			goal := bruteLimit{per: values(units, target.of), atLeast: true, allowed: available * (0.2 + 0.7*r.Float64()) / deployed[0] * target.of(units[0])}
			goal.text = fmt.Sprintf("%s >= %.9g", target.name, goal.allowed)
			limits = append(limits, goal)
		}
		for i := range limits[1:] {
			l := limit(t, q, limits[1+i].text)
			q.Limits = append(q.Limits, l)
			limits[1+i].allowed = l.Value
		}
		got := best(t, q)
		outcomes[got.Outcome]++
		tight, loose := tryAll(values(units, objective.of), limits, q.Maximise)
		better := func(a, b float64) bool { return q.Maximise && a > b*(1+1e-9) || !q.Maximise && a < b*(1-1e-9) }
		name := fmt.Sprintf("question %d (%v, %s, maximise %t, %+v)", k, ids, objective.name, q.Maximise, limits)
		switch got.Outcome {
		case optimize.Infeasible:
			if !math.IsNaN(tight) {
				t.Errorf("%s: infeasible, but %v can be had", name, tight)
			}
		case optimize.Optimal:
			value := got.Value
			if math.IsNaN(loose) || better(tight, value) || better(value, loose) || got.Gap > 1e-9 {
				t.Errorf("%s: %v (gap %g), trying all gives %v to %v", name, value, got.Gap, tight, loose)
			}
		default:
			t.Errorf("%s: %s", name, got.Outcome)
		}
	}
	if outcomes[optimize.Optimal] < 30 || outcomes[optimize.Infeasible] < 5 {
		t.Errorf("the questions are too much alike: %v", outcomes)
	}
}

func values(units []perUnit, of func(perUnit) float64) []float64 {
	out := make([]float64, len(units))
	for i, p := range units {
		out[i] = of(p)
	}
	return out
}

func contains(list []string, id string) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}

// randomLimit is an upper limit of an amount, of one chip's amount, or of a vendor's share, or a lower one of an amount.
func randomLimit(r *rand.Rand, units []perUnit, chips []*accelerators.Accelerator, available float64, deployed []float64) bruteLimit {
	some := amounts[1+r.IntN(len(amounts)-1)]
	i := r.IntN(len(units))
	full := available / deployed[i] * some.of(units[i])
	per := values(units, some.of)
	switch r.IntN(4) {
	case 0:
		of := make([]float64, len(per))
		of[i] = per[i]
		l := bruteLimit{per: of, allowed: full * (0.05 + r.Float64())}
		l.text = fmt.Sprintf("%s[%s] <= %.9g", some.name, chips[i].ID, l.allowed)
		return l
	case 1:
		of := make([]float64, len(per))
		for k, c := range chips {
			if c.Vendor == chips[i].Vendor {
				of[k] = deployed[k]
			}
		}
		l := bruteLimit{per: of, share: true, deployed: deployed, allowed: math.Round(100*r.Float64()) / 100, atLeast: r.IntN(3) == 0}
		l.text = fmt.Sprintf("share(vendor=%s) %s %g", chips[i].Vendor, map[bool]string{false: "<=", true: ">="}[l.atLeast], l.allowed)
		return l
	case 2:
		l := bruteLimit{per: per, atLeast: true, allowed: full * (0.2 + 0.7*r.Float64())}
		l.text = fmt.Sprintf("%s >= %.9g", some.name, l.allowed)
		return l
	}
	l := bruteLimit{per: per, allowed: full * (0.1 + r.Float64())}
	l.text = fmt.Sprintf("%s <= %.9g", some.name, l.allowed)
	return l
}

// tryAll is the best objective over all numbers of units, one or more, with limits a hair tighter and a hair looser than they are; NaN where there are none.
func tryAll(per []float64, limits []bruteLimit, maximise bool) (tight, loose float64) {
	const hair = 2e-9
	tight, loose = math.NaN(), math.NaN()
	u := make([]float64, len(per))
	improve := func(best *float64, value float64) {
		if math.IsNaN(*best) || maximise && value > *best || !maximise && value < *best {
			*best = value
		}
	}
	var try func(at int)
	try = func(at int) {
		if at < len(u) {
			for u[at] = 0; limits[0].kept(u[:at+1], hair); u[at]++ {
				try(at + 1)
			}
			u[at] = 0
			return
		}
		value, bought := 0.0, 0.0
		for i, n := range u {
			value, bought = value+per[i]*n, bought+n
		}
		if bought == 0 {
			return // nothing is no mix
		}
		for _, ease := range []float64{-hair, hair} {
			kept := true
			for _, l := range limits {
				if kept = l.kept(u, ease); !kept {
					break
				}
			}
			if kept && ease < 0 {
				improve(&tight, value)
			} else if kept {
				improve(&loose, value)
			}
		}
	}
	try(0)
	return tight, loose
}
