package profile

import (
	"slices"
	"strconv"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// money reads how the capacity is paid for, and the tranches of money.
func (r *scenarioReader) money() {
	n := r.table("money", false, `write [money] with payment, and [money.NAME] for each tranche`)
	if n == nil {
		return
	}
	for _, k := range n.kids {
		switch {
		case k.name == "payment":
			if s, ok := r.oneOf(k, ramp.Payment.Options); ok {
				r.s.Payment = ramp.Payment.Index(s)
			}
		case !k.isTable():
			r.report(k.val, k.path(), "must be a table, not "+describe(k.value), "write ["+k.path()+"] with amount and date, or amount, from and years")
		default:
			r.tranche(k)
		}
	}
}

func (r *scenarioReader) tranche(n *node) {
	r.only(n, "amount", "likelihood", "condition", "date", "from", "years", "budget", "other_capacity")
	m := ramp.Tranche{ID: n.name, Budget: true}
	if k := n.kid("amount"); k == nil {
		r.report(n.key, n.path()+".amount", "missing", `write amount = { value = "35 B USD", basis = "published", source = "..." }`)
	} else {
		m.Amount, _ = r.value(k, ramp.Amount.Spec)
	}
	if k := n.kid("condition"); k != nil {
		m.Condition, _ = r.line(k)
	}
	if k := n.kid("other_capacity"); k != nil {
		m.Elsewhere = r.yes(k, "true: it pays for other capacity, and is counted neither as budget nor as other money")
		m.Budget = !m.Elsewhere
	}
	if k := n.kid("budget"); k != nil {
		m.Budget = r.yes(k, "true: it pays for the capacity; false: it is shown beside the payments")
		if m.Budget && m.Elsewhere {
			r.report(k.val, k.path(), "true beside other_capacity = true", "money pays for this capacity or for other; leave one of them out")
		}
	}
	r.dated(n, &m)
	if k := n.kid("likelihood"); k != nil {
		if v, ok := r.value(k, ramp.Likelihood.Spec); ok {
			m.Likelihood = happens(v)
			if !v.IsConstant() {
				r.report(k.key, k.path(), "must be a single number, not a range", "a chance that is not known is a chance")
			}
		}
	}
	r.s.Money = append(r.s.Money, m)
}

// yes reads true or false; the advice says what they mean.
func (r *scenarioReader) yes(k *node, advice string) bool {
	b, ok := k.value.(bool)
	if !ok {
		r.report(k.val, k.path(), "must be true or false, not "+describe(k.value), advice)
	}
	return b
}

// happens is a chance as what is drawn: 1 or 0.
func happens(v quantity.Value) quantity.Value {
	p := v.Mid()
	v.Shape, v.Values, v.Weights, v.Mode, v.Low, v.High = quantity.Discrete, []float64{1, 0}, []float64{p, 1 - p}, 0, 0, 0
	v.Sources = slices.Concat(v.Sources, v.Sources)
	return v
}

// dated reads when a tranche is paid: on a day, or in equal parts over some years from a quarter on.
func (r *scenarioReader) dated(n *node, m *ramp.Tranche) {
	date, from, years := n.kid("date"), n.kid("from"), n.kid("years")
	switch {
	case date == nil && from == nil:
		r.report(n.key, n.path(), "has no date", `write date = 2026-03-31, or from = "2027-Q1" and years = 8`)
	case date != nil && (from != nil || years != nil):
		r.report(date.key, date.path(), "given beside from or years", "a tranche is paid on one day, or over some years")
	case date != nil:
		if day, ok := r.date(date); ok {
			m.Day, m.Date = day, ramp.DayQuarter(day)
		}
	case years == nil:
		r.report(n.key, n.path()+".years", "missing", "write over how many years it is paid, such as years = 8, or a date")
	default:
		m.Date = r.quarter(n, "from", true)
		var ok bool
		if m.Years, ok = r.whole(years); ok && (m.Years < 1 || m.Years > ramp.MaxQuarters/4) {
			r.report(years.val, years.path(), strconv.Itoa(m.Years)+" years", "1 to "+strconv.Itoa(ramp.MaxQuarters/4)+" years are possible")
		}
	}
}
