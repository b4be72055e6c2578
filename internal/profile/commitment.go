package profile

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/quantity"
)

// commitment reads one entry of a ledger.
func (r *ledgerReader) commitment(n *node) {
	if !n.isTable() {
		r.report(n.val, n.path(), "must be a table, not "+describe(n.value), "write ["+n.path()+"]")
		return
	}
	if !validName(n.name) {
		r.report(n.key, n.path(), foreign.Quote(n.name)+" is no id", nameAdvice)
	}
	c := &ledger.Commitment{ID: n.name, Origin: r.origin(n)}
	r.out.Commitments = append(r.out.Commitments, c)
	for _, k := range n.kids {
		switch {
		case slices.Contains(commitmentFacts, k.name):
			r.fact(k, c)
		case k.name == "power":
			c.Power = r.amount(k, ledger.Power.Spec)
		case k.name == "money":
			c.Money = r.amount(k, ledger.Money.Spec)
		case k.name == "chip_power":
			c.ChipPower = r.amount(k, ledger.ChipPower.Spec)
		case k.name == "chip":
			if id, ok := r.chip(k, k.val, k.value); ok {
				c.Chips = append(c.Chips, ledger.Part{Chip: id, Weight: quantity.Fixed(1, quantity.Derived, r.origin(k))})
			}
		case k.name == "chips":
			r.chips(k, c)
		case slices.Contains(commitmentKeys, k.name): // evidence
		default:
			r.unknown(k, commitmentKeys)
		}
	}
	if one, many := n.kid("chip"), n.kid("chips"); one != nil && many != nil {
		r.report(many.key, many.path(), "given beside chip", "write one of the two")
	}
	for _, k := range commitmentNeeded {
		if n.kid(k) == nil {
			r.report(n.key, n.path()+"."+k, "missing", r.factAdvice(k))
		}
	}
	r.evidence(n, &c.Evidence)
}

// factAdvice says how a fact is written.
func (r *ledgerReader) factAdvice(key string) string {
	switch key {
	case "parties":
		return `write parties = ["...", "..."]`
	case "date":
		return "write the day on which it was made known, such as date = 2026-02-27"
	case "layer":
		return "write layer = " + list(quoted(names(ledger.Layers)))
	case "status":
		return "write status = " + list(quoted(names(ledger.Statuses)))
	}
	return "write binding = " + list(quoted(names(ledger.Bindings)))
}

// fact reads a key that holds no number.
func (r *ledgerReader) fact(k *node, c *ledger.Commitment) {
	switch k.name {
	case "parties":
		c.Parties, _ = r.strings(k)
		for i, p := range c.Parties {
			if strings.TrimSpace(p) == "" || strings.ContainsFunc(p, unprintable) {
				r.report(k.element(i), k.path(), foreign.Quote(p)+" is no name", "write plain text on one line")
			}
		}
		if len(c.Parties) == 0 && k.value != nil {
			if items, ok := k.value.([]any); ok && len(items) == 0 {
				r.report(k.val, k.path(), "is empty", "name who committed to what with whom")
			}
		}
	case "date":
		c.Date, _ = r.date(k)
	case "start":
		c.Start, _ = r.date(k)
	case "end":
		c.End, _ = r.date(k)
	case "vendor":
		c.Vendor, _ = r.line(k)
	case "schedule":
		c.Schedule, _ = r.line(k)
	case "part_of":
		c.PartOf, _ = r.line(k)
	case "replaces":
		c.Replaces, _ = r.line(k)
	case "boundary":
		c.Boundary, _ = r.oneOf(k, ledger.Boundaries)
	case "layer":
		s, _ := r.oneOf(k, names(ledger.Layers))
		c.Layer = ledger.Layer(s)
	case "status":
		s, _ := r.oneOf(k, names(ledger.Statuses))
		c.Status = ledger.Status(s)
	case "binding":
		s, _ := r.oneOf(k, names(ledger.Bindings))
		c.Binding = ledger.Binding(s)
	}
}

// amount reads a power or money: a text with a unit, or a table of numbers that make a range. What it rests on is said once, by the commitment.
func (r *ledgerReader) amount(n *node, s *quantity.Spec) *quantity.Value {
	before := len(r.problems)
	v, ok := &quantity.Value{Shape: quantity.Constant}, true
	if n.isTable() {
		known := append(slices.Clone(numberKeys), "dist")
		for _, k := range n.kids {
			if !slices.Contains(known, k.name) {
				r.unknown(k, known)
			}
		}
		ok = r.distribution(n, s, v)
	} else {
		v.Mode = r.number(n, s)
	}
	switch {
	case !ok || len(r.problems) > before:
	case n.isTable():
		r.check(n, s, v)
	default:
		if message, advice := checkInput(s, v); message != "" {
			r.report(n.val, n.path(), message, advice)
		}
	}
	if !ok || len(r.problems) > before {
		return &quantity.Value{Shape: quantity.Constant, Mode: 1} // it is there, if faulty: its absence is not another problem
	}
	v.Origin = r.origin(n)
	return v
}

// chips reads a table of weights by chip.
func (r *ledgerReader) chips(n *node, c *ledger.Commitment) {
	if !n.isTable() {
		r.report(n.val, n.path(), "must be a table of weights by chip, not "+describe(n.value),
			`write chip = "ID", or [`+n.path()+`] and below it a value for each chip`)
		return
	}
	seen := map[string]bool{}
	for _, k := range n.kids {
		id, ok := r.chip(k, k.key, k.name)
		v, fine := r.value(k, ledger.Weight.Spec)
		if ok && seen[id] {
			r.report(k.key, k.path(), "names "+id+" again", "add the weights")
		}
		seen[id] = true
		if ok && fine {
			c.Chips = append(c.Chips, ledger.Part{Chip: id, Weight: v})
		}
	}
	if len(n.kids) == 0 {
		r.report(n.key, n.path(), "is empty", "name a chip, or delete it")
	}
}

// chip finds a chip of the library by what a key says, and returns its id.
func (r *ledgerReader) chip(n *node, offset int, value any) (string, bool) {
	name, ok := value.(string)
	if !ok {
		r.report(offset, n.path(), "must be the id of a chip, not "+describe(value), "capplan profiles list shows all")
		return "", false
	}
	a, err := r.library.Accelerator(name)
	if err != nil {
		message, advice, _ := strings.Cut(err.Error(), "; ")
		r.report(offset, n.path(), message, advice)
		return "", false
	}
	return a.ID, true
}
