package mix

import "github.com/capplan/capplan/internal/quantity"

// coordinates says what draws each input of a mix.
//
// The site, the money and the first member are drawn from points in their natural order, each input in a dimension of its own: as evenly as the sampler can.
// Any other member is drawn from the same dimensions in an order that is its own, keyed by its id. So a member that is added changes no draw of those before
// it, and two members are independent although they have the same inputs. All inputs of a common group have one coordinate, whoever's they are.
type coordinates struct {
	lead   string // the id of the first member
	groups map[string]quantity.Coordinate
}

func (a Alternatives) coordinates() coordinates {
	c := coordinates{groups: map[string]quantity.Coordinate{}}
	c.add("", a.Mixes[0].Shared)
	c.lead = a.Mixes[0].Members[0].ID
	for _, m := range a.Mixes {
		for _, x := range m.Members {
			c.add(x.ID, x.Values)
		}
	}
	return c
}

// add gives the groups of one owner's inputs their coordinates, unless an owner before it has. A group takes the least stream of its inputs, so that two
// groups, and a group and an input outside it, have different dimensions; whether an input counts in the question does not matter, so that no draw depends on
// which outputs are asked for.
func (c *coordinates) add(owner string, values quantity.Scenario) {
	least := map[string]int{}
	for s, v := range values {
		if v.Common == "" || s.Fixed {
			continue
		}
		if at, ok := least[v.Common]; !ok || s.Stream < at {
			least[v.Common] = s.Stream
		}
	}
	for group, dim := range least {
		if _, done := c.groups[group]; !done {
			c.groups[group] = quantity.Coordinate{Dim: dim, Order: c.order(owner, "common:"+group)}
		}
	}
}

// order is the natural one for what is drawn most evenly, the given one for the rest.
func (c *coordinates) order(owner, otherwise string) string {
	if owner == "" || owner == c.lead {
		return ""
	}
	return otherwise
}

// of is the coordinate of one input.
func (c *coordinates) of(s *quantity.Spec, owner string, v quantity.Value) quantity.Coordinate {
	if v.Common != "" && !s.Fixed {
		return c.groups[v.Common]
	}
	return quantity.Coordinate{Dim: s.Stream, Order: c.order(owner, owner)}
}
