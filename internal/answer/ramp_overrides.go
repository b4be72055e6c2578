package answer

import (
	"slices"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// untouched are the quantities that no input of the fleet moves: what was announced, and money.
var untouched = []*quantity.Spec{ramp.Budget.Spec, ramp.BudgetToDate.Spec, ramp.Funding.Spec, ramp.FundingToDate.Spec}

// rampOverrides lists what is not built in below each quantity of a ramp; nil where every value is built in. What one generation comes to rests on the others,
// which take the power before it, so a generation is marked with all that marks the whole.
func rampOverrides(q Question, f *ramp.Fleet) func(*quantity.Spec) []string {
	o := overridesOf(q, f.Mix)
	var own []string
	for _, s := range ramp.Quantities.All() {
		if v, given := f.Mix.Shared[s]; given && v.Override {
			own = append(own, s.Name)
		}
		for _, m := range f.Mix.Members {
			if v, given := m.Values[s]; given && v.Override {
				own = append(own, m.ID+":"+s.Name)
			}
		}
	}
	money := moneyOverrides(f)
	if o == nil && own == nil && len(money) == 0 {
		return func(*quantity.Spec) []string { return nil }
	}
	known := map[*quantity.Spec][]string{}
	return func(s *quantity.Spec) []string {
		if names, done := known[s]; done {
			return names
		}
		var names []string
		switch {
		case slices.Contains(untouched, s):
		case s == ramp.Announced.Spec || s == ramp.Energised.Spec:
			for _, n := range own {
				if n == ramp.Scale.Name || s == ramp.Energised.Spec && (n == ramp.Realisation.Name || n == ramp.Delay.Name) {
					names = append(names, n)
				}
			}
		default:
			for _, below := range []*quantity.Spec{s, capacity.Units.Spec} {
				for _, n := range o.under(mix.Output{Member: mix.Total, Spec: below}) {
					if !slices.Contains(names, n) {
						names = append(names, n)
					}
				}
			}
			names = append(names, own...)
		}
		names = append(names, money[s]...)
		known[s] = names
		return names
	}
}

// moneyOverrides lists, by quantity, what of the money is not the scenario's own.
func moneyOverrides(f *ramp.Fleet) map[*quantity.Spec][]string {
	out := map[*quantity.Spec][]string{}
	for i := range f.Money {
		t := &f.Money[i]
		if t.Elsewhere {
			continue
		}
		rest := []*quantity.Spec{ramp.Funding.Spec, ramp.FundingToDate.Spec}
		if t.Budget {
			rest = append(slices.Clone(ramp.OfBudget), ramp.PowerBinds.Spec, ramp.SupplyBinds.Spec, ramp.MoneyBinds.Spec)
		}
		for _, key := range t.Set {
			for _, s := range rest {
				out[s] = append(out[s], "money."+t.ID+"."+key)
			}
		}
	}
	return out
}
