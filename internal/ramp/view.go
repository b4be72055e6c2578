package ramp

import (
	"math"

	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/quantity"
)

type givens = map[*quantity.Spec]func() quantity.Operand

// view makes the frames of every quarter: each generation with its units of then, and the whole. What they show is worked out when it is asked for.
func (t *timeline) view() {
	t.purse = t.fill()
	for q := range t.f.Quarters {
		var members []*quantity.Frame
		for i := range t.gens {
			members = append(members, t.member(i, q))
		}
		t.members = append(t.members, members)
		t.money = append(t.money, t.roots[q].Where(nil, t.moneyOf(q)))
		t.totals = append(t.totals, t.money[q].Total(members))
	}
}

// member is one generation in one quarter. What the model counts by systems in service is taken from a frame that has these as its units.
func (t *timeline) member(i, q int) *quantity.Frame {
	g := t.gens[i]
	bought := g.shipped[q]
	if t.f.Generations[i].Interim() {
		bought = nothing
	}
	given := givens{
		capacity.Units.Spec: quantity.Always(g.standing[q]),

		quantity.SpecOf(unitsDelivered): quantity.Always(g.shipped[q]),
		quantity.SpecOf(unitsBought):    quantity.Always(bought),
		quantity.SpecOf(unitsRetired):   quantity.Always(g.retired[q]),
		quantity.SpecOf(unitsFailed):    quantity.Always(g.failed[q]),
		quantity.SpecOf(unitsReplaced):  quantity.Always(g.replaced[q]),
		quantity.SpecOf(racksDelivered): func() quantity.Operand { return t.b.Sub(t.racks(i, q), t.racks(i, q-1)) },
		quantity.SpecOf(unitsWorth):     func() quantity.Operand { return t.worth(i, q) },
		quantity.SpecOf(computeBefore): func() quantity.Operand {
			if q == 0 {
				return nothing
			}
			return t.members[q-1][i].Value(ComputeToDate.Spec)
		},
	}
	if g.serving[q] != g.standing[q] {
		up := t.systems[i].Where(t.roots[q], givens{capacity.Units.Spec: quantity.Always(g.serving[q])})
		for _, s := range served {
			given[s] = func() quantity.Operand { return up.Value(s) }
		}
	}
	return t.systems[i].Where(t.roots[q], given)
}

// racks is the number of racks of all deliveries up to a quarter.
func (t *timeline) racks(i, q int) quantity.Operand {
	all := at(t.gens[i].all, q)
	return t.systems[i].Where(nil, givens{capacity.Units.Spec: quantity.Always(all)}).Value(capacity.Racks.Spec)
}

// worth is the systems in service, each by the part of its cost that is left: 1 falling evenly over the life to the residual share.
func (t *timeline) worth(i, q int) quantity.Operand {
	b, g := t.b, t.gens[i]
	life := b.Mul(t.root.Value(cost.LifeCompute.Spec), number(4))
	rest := t.root.Value(cost.ResidualShare.Spec)
	sum := nothing
	if t.f.Generations[i].Interim() || q >= g.gone {
		return sum
	}
	for a := 0; a <= q && (g.life == 0 || a < g.life); a++ {
		left := b.Sub(number(1), b.Div(b.Mul(b.Sub(number(1), rest), number(float64(a+1))), life))
		sum = b.Add(sum, b.Mul(b.Mul(g.shipped[q-a], g.alive[a]), b.Max(left, rest)))
	}
	return sum
}

// purse is the money by quarter.
type purse struct {
	budget, funding []quantity.Operand
	hasBudget       bool
}

// fill draws every tranche, once, and puts it into its quarters. Money from before the first quarter is there in the first; money after the last never comes.
func (t *timeline) fill() purse {
	p := purse{budget: make([]quantity.Operand, t.f.Quarters), funding: make([]quantity.Operand, t.f.Quarters)}
	for q := range p.budget {
		p.budget[q], p.funding[q] = nothing, nothing
	}
	for i := range t.f.Money {
		m := &t.f.Money[i]
		if m.Elsewhere {
			continue
		}
		order := "money:" + m.ID
		sum := t.b.Input(Amount.Spec, m.ID, &m.Amount, quantity.Coordinate{Dim: Amount.Stream, Order: order})
		if m.Likelihood.Shape != "" {
			sum = t.b.Mul(sum, t.b.Input(Likelihood.Spec, m.ID, &m.Likelihood, quantity.Coordinate{Dim: Likelihood.Stream, Order: order}))
		}
		parts := max(1, 4*m.Years)
		into := p.funding
		if m.Budget {
			into, p.hasBudget = p.budget, true
		}
		part := t.b.Div(sum, number(float64(parts)))
		for k := range parts {
			if q := max(0, int(m.Date-t.f.From)+k); q < t.f.Quarters {
				into[q] = t.b.Add(into[q], part)
			}
		}
	}
	if !p.hasBudget { // not a budget of nothing: there is none to hold payments against
		for q := range p.budget {
			p.budget[q] = number(math.NaN())
		}
	}
	return p
}

// moneyOf is what the whole of a quarter knows of the quarters before, and what binds in it.
func (t *timeline) moneyOf(q int) givens {
	b := t.b
	before := func(s *quantity.Spec) func() quantity.Operand {
		return func() quantity.Operand {
			if q == 0 {
				return nothing
			}
			return t.totals[q-1].Value(s)
		}
	}
	return givens{
		quantity.SpecOf(facilityBefore): func() quantity.Operand {
			if q == 0 {
				return nothing
			}
			return b.Add(t.money[q-1].Value(quantity.SpecOf(facilityBefore)), t.totals[q-1].Value(FacilityAdded.Spec))
		},
		quantity.SpecOf(discount): func() quantity.Operand {
			rate := b.Add(number(1), t.root.Value(cost.WACC.Spec))
			if q == 0 {
				return b.Power(rate, number(-0.125)) // the middle of a quarter
			}
			return b.Mul(t.money[q-1].Value(quantity.SpecOf(discount)), b.Power(rate, number(-0.25)))
		},
		quantity.SpecOf(budgetIn):      quantity.Always(t.purse.budget[q]),
		quantity.SpecOf(fundingIn):     quantity.Always(t.purse.funding[q]),
		quantity.SpecOf(paidBefore):    before(PaidToDate.Spec),
		quantity.SpecOf(budgetBefore):  before(BudgetToDate.Spec),
		quantity.SpecOf(fundingBefore): before(FundingToDate.Spec),
		quantity.SpecOf(moneyBinds):    func() quantity.Operand { return t.moneyShort(q) },
		quantity.SpecOf(supplyBinds): func() quantity.Operand {
			return t.times(b.Sub(number(1), t.moneyShort(q)), t.short[q])
		},
		quantity.SpecOf(powerBinds): func() quantity.Operand {
			return b.Sub(b.Sub(number(1), t.moneyShort(q)), t.money[q].Value(quantity.SpecOf(supplyBinds)))
		},
		quantity.SpecOf(quartersPaid): func() quantity.Operand {
			if !t.purse.hasBudget {
				return number(math.NaN())
			}
			sum, so := nothing, number(1)
			for k := 0; k <= q; k++ {
				so = b.Mul(so, b.Sub(number(1), t.moneyShort(k)))
				sum = b.Add(sum, so)
			}
			return sum
		},
	}
}

// moneyShort is 1 where payments to date exceed the budget to date. Where prices are not known, it is not known to be short.
func (t *timeline) moneyShort(q int) quantity.Operand {
	if !t.purse.hasBudget {
		return nothing
	}
	return t.b.Sub(number(1), t.b.First(t.b.AtLeast(t.totals[q].Value(BudgetLeft.Spec), 0), number(1)))
}
