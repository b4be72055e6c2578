package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/suggest"
)

// Fault is something that is wrong between the entries of a ledger, or between the keys of one.
type Fault struct {
	ID      string // the commitment; empty for the ledger itself
	Key     string // the key of the commitment that is to blame
	Message string
	Advice  string
}

// Check returns what no single value of a ledger shows: edges that lead nowhere or in a circle, dates out of order, powers that contradict each other. The
// values themselves are the reader's business.
func (l *Ledger) Check() []Fault {
	c := &checker{l: l}
	if l.Event.Date != "" && l.AsOf != "" && l.Event.Date > l.AsOf {
		c.blame("", "event.date", l.Event.Date+" is after the ledger's as_of, "+l.AsOf, "")
	}
	for _, x := range l.Commitments {
		c.alone(x)
		c.edges(x)
		c.dates(x)
	}
	c.cycles()
	c.parts()
	c.vendors()
	return c.faults
}

// reserved are names that stand beside those of vendors.
var reserved = []string{"total", "not stated"}

type checker struct {
	l      *Ledger
	faults []Fault
}

func (c *checker) blame(id, key, message, advice string) {
	c.faults = append(c.faults, Fault{id, key, message, advice})
}

// alone checks that the keys of one commitment go together.
func (c *checker) alone(x *Commitment) {
	if x.Power == nil {
		if x.Money == nil {
			c.blame(x.ID, "power", "missing, and so is money", `write power = "2 GW" or money = "38 B USD"`)
		}
		for _, k := range []struct {
			key   string
			given bool
		}{{"boundary", x.Boundary != ""}, {"chip", len(x.Chips) == 1}, {"chips", len(x.Chips) > 1}, {"chip_power", x.ChipPower != nil}} {
			if k.given {
				c.blame(x.ID, k.key, "given without a power", "delete it, or give the power")
			}
		}
		return
	}
	if x.Boundary == "" {
		c.blame(x.ID, "boundary", "missing", "write where the power is measured: "+strings.Join(Boundaries, ", "))
	}
	if x.Vendor == "" && (x.Layer == ChipVendor || x.Layer == InUse) {
		c.blame(x.ID, "vendor", "missing", "a power of the layer "+string(x.Layer)+" is of one vendor's chips; name it, or choose another layer")
	}
	if slices.Contains(reserved, strings.ToLower(x.Vendor)) {
		c.blame(x.ID, "vendor", fmt.Sprintf("%q is what tables call something else", x.Vendor), "leave the key out where the vendor is not named")
	}
	switch {
	case x.ChipPower == nil:
	case len(x.Chips) == 0:
		c.blame(x.ID, "chip_power", "given without a chip", "name the chip, or delete it")
	case x.ChipPower.Mid() > x.Power.Mid()*(1+1e-12):
		c.blame(x.ID, "chip_power", Power.Notation().Short(x.ChipPower.Mid(), 6)+" is more than the commitment, "+Power.Notation().Short(x.Power.Mid(), 6),
			"it is the part of the power for which the chip is named")
	}
}

// edges checks where part_of and replaces lead.
func (c *checker) edges(x *Commitment) {
	for _, e := range []struct{ key, id string }{{"part_of", x.PartOf}, {"replaces", x.Replaces}} {
		key, id := e.key, e.id
		switch to := c.l.Find(id); {
		case id == "":
		case to == nil:
			advice := "name one of " + strings.Join(c.l.IDs(), ", ")
			if m := suggest.Suggest(id, c.l.IDs()); m != "" {
				advice = "did you mean " + m + "?"
			}
			c.blame(x.ID, key, fmt.Sprintf("there is no commitment %q", id), advice)
		case to == x:
			c.blame(x.ID, key, "names the commitment itself", "name another, or delete it")
		case key == "replaces" && to.Layer != x.Layer:
			c.blame(x.ID, key, fmt.Sprintf("%s is of the layer %s, this of %s", id, to.Layer, x.Layer), "what sees the same machines from another side is part_of")
		case key == "replaces" && x.Date != "" && x.Date < to.Date:
			c.blame(x.ID, "date", fmt.Sprintf("%s is before that of %s, %s, which it replaces", x.Date, id, to.Date), "the later one replaces the earlier")
		}
	}
}

func (c *checker) dates(x *Commitment) {
	if x.Start != "" && x.End != "" && x.End < x.Start {
		c.blame(x.ID, "end", x.End+" is before the start, "+x.Start, "")
	}
	if l := c.l; l.AsOf != "" && x.Date > l.AsOf {
		c.blame(x.ID, "date", x.Date+" is after the ledger's as_of, "+l.AsOf, "raise as_of if the whole ledger was looked through again")
	}
}

// cycles follows both kinds of edges from each commitment. They lead from the one that names to the one that is named, so a commitment that is met again on
// the way is part of itself, or replaces itself.
func (c *checker) cycles() {
	done := map[*Commitment]bool{}
	var path []*Commitment
	var visit func(x *Commitment)
	visit = func(x *Commitment) {
		for i, y := range path {
			if x != y {
				continue
			}
			names := make([]string, 0, len(path)-i+1)
			for _, z := range append(path[i:], x) {
				names = append(names, z.ID)
			}
			key := "part_of"
			if c.l.Find(path[len(path)-1].PartOf) != x {
				key = "replaces"
			}
			c.blame(path[len(path)-1].ID, key, "leads in a circle: "+strings.Join(names, ", "), "delete one of these edges")
			return
		}
		if done[x] {
			return
		}
		path = append(path, x)
		for _, id := range []string{x.PartOf, x.Replaces} {
			if to := c.l.Find(id); to != nil && to != x {
				visit(to)
			}
		}
		path = path[:len(path)-1]
		done[x] = true
	}
	for _, x := range c.l.Commitments {
		visit(x)
	}
}

// parts checks that what is inside a commitment is no more than it, where they can be compared.
func (c *checker) parts() {
	for _, whole := range c.l.Commitments {
		sum, n := 0.0, 0
		var last *Commitment
		for _, x := range c.l.Commitments {
			if x.PartOf == whole.ID && x != whole && alike(x, whole) && !c.replaced(x) {
				sum, n, last = sum+x.Power.Mid(), n+1, x
			}
		}
		if n == 0 || sum <= whole.Power.Mid()*(1+1e-9) {
			continue
		}
		p := Power.Notation()
		message := p.Short(sum, 6) + " is more than all of " + whole.ID + ", " + p.Short(whole.Power.Mid(), 6)
		if n > 1 {
			message = fmt.Sprintf("the %d parts of %s sum to %s, more than its %s", n, whole.ID, p.Short(sum, 6), p.Short(whole.Power.Mid(), 6))
		}
		c.blame(last.ID, "power", message, "raise the one, lower the other, or delete part_of")
	}
}

func (c *checker) replaced(x *Commitment) bool {
	for _, y := range c.l.Commitments {
		if y.Replaces == x.ID && y != x {
			return true
		}
	}
	return false
}

// alike reports whether two powers are of one layer and one boundary, so that a part can be taken off a whole.
func alike(a, b *Commitment) bool {
	return a.Power != nil && b.Power != nil && a.Layer == b.Layer && a.Boundary == b.Boundary
}

// vendors checks that one vendor has one name.
func (c *checker) vendors() {
	first := map[string]string{}
	for _, x := range c.l.Commitments {
		key := strings.ToLower(x.Vendor)
		switch seen, ok := first[key]; {
		case x.Vendor == "":
		case !ok:
			first[key] = x.Vendor
		case seen != x.Vendor:
			c.blame(x.ID, "vendor", fmt.Sprintf("%q differs from %q in case only", x.Vendor, seen), "write it as "+seen)
		}
	}
	if v := c.l.Vendor; v != "" && first[strings.ToLower(v)] != v {
		advice := "name one of " + strings.Join(c.l.Vendors(), ", ")
		if m := suggest.Suggest(v, c.l.Vendors()); m != "" {
			advice = "did you mean " + m + "?"
		}
		c.blame("", "vendor", fmt.Sprintf("no commitment is of %q", v), advice)
	}
}
