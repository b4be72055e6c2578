package mix

import (
	"fmt"

	"github.com/capplan/capplan/internal/quantity"
)

// coordinates says what draws each input of a mix.
//
// The site, the money and the first member are drawn from points in their natural order, each input in a dimension of its own: as evenly as the sampler can.
// Any other member is drawn from the same dimensions in an order that is its own, keyed by its id. So a member that is added changes no draw of those before
// it, and two members are independent although they have the same inputs. All inputs of a common group have one coordinate, whoever's they are; inputs whose
// correlation is stated have blended ones.
type coordinates struct {
	lead   string // the id of the first member
	groups map[string]quantity.Coordinate
	blends map[string]quantity.Coordinate // by the coordinate without correlation

	streams map[string]int // dimensions of groups that are known beforehand
}

// CommonStreams are the dimensions in which the common groups of the alternatives are drawn. The mixes must be valid.
func (a Alternatives) CommonStreams() map[string]int {
	c, err := a.coordinates()
	if err != nil {
		panic("mix: not validated: " + err.Error())
	}
	out := map[string]int{}
	for group, at := range c.groups {
		out[group] = at.Dim
	}
	return out
}

// coordinates works out what draws the inputs of all alternatives. The error says that stated correlations cannot be.
func (a Alternatives) coordinates() (*coordinates, error) {
	c := &coordinates{groups: map[string]quantity.Coordinate{}, blends: map[string]quantity.Coordinate{}, streams: a.Mixes[0].Streams}
	c.add("", a.Mixes[0].Shared)
	if first := a.Mixes[0].Members; len(first) > 0 {
		c.lead = first[0].ID
	}
	owners := map[string]quantity.Scenario{"": a.Mixes[0].Shared}
	var stated []Correlation
	seen := map[string]bool{}
	for _, m := range a.Mixes {
		for _, x := range m.Members {
			c.add(x.ID, x.Values)
			owners[x.ID] = x.Values
		}
		for _, s := range m.AllCorrelations() { // alternatives repeat those of the site
			if key := s.A.String() + " " + s.B.String() + " " + s.Origin; !seen[key] {
				seen[key] = true
				stated = append(stated, s)
			}
		}
	}
	return c, c.correlate(stated, owners)
}

// key tells coordinates apart.
func key(x quantity.Coordinate) string { return fmt.Sprint(x.Dim, " ", x.Order) }

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
		if known, given := c.streams[group]; given {
			dim = known
		}
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

// plain is the coordinate of one input before correlation.
func (c *coordinates) plain(s *quantity.Spec, owner string, v quantity.Value) quantity.Coordinate {
	if v.Common != "" && !s.Fixed {
		return c.groups[v.Common]
	}
	return quantity.Coordinate{Dim: s.Stream, Order: c.order(owner, owner)}
}

// of is the coordinate of one input.
func (c *coordinates) of(s *quantity.Spec, owner string, v quantity.Value) quantity.Coordinate {
	x := c.plain(s, owner, v)
	if b, correlated := c.blends[key(x)]; correlated {
		return b
	}
	return x
}
