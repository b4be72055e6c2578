package answer

import (
	"math"
	"slices"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Threshold asks for the chance that a quantity is at least so much.
type Threshold struct {
	Spec  *quantity.Spec
	Value float64 // in the quantity's base unit
	Text  string  // as it was asked for

	Member string // whose it is, by the id of one of several chips; empty for the total
	When   *When  // of a ramp: the quarter, or the whole time; nil otherwise
}

// Chance is the share of the draws that reach a threshold.
type Chance struct {
	Threshold
	Share   float64 // in [0, 1]; n/a where nothing was drawn or a draw lacks the quantity
	Error   float64 // the standard error of the share, as independent draws would have it
	Known   bool    // whether the quantity has a value with every input at its mid
	Reached bool    // and whether that reaches it
}

// output is what the chance is the mean of: of the total, or of the one member where there is no total.
func (t Threshold) output(k int, m *mix.Mix) mix.Output {
	o := output(t.Spec)
	if t.Member != "" {
		o.Member = slices.IndexFunc(m.Members, func(x mix.Member) bool { return x.ID == t.Member })
	}
	o.Alternative, o.Chance, o.AtLeast = k, true, t.Value
	return o
}

func (r *results) chance(t Threshold, o mix.Output) Chance {
	return chanceFrom(t, r.quantity(o), r.sample.Draws)
}

// chanceFrom makes a chance of a quantity that is 1 where the threshold is reached and 0 where it is not.
func chanceFrom(t Threshold, reached Quantity, draws int) Chance {
	c := Chance{Threshold: t, Share: reached.Mean, Known: !math.IsNaN(reached.Point), Reached: reached.Point == 1}
	if n := float64(draws); n > 0 {
		c.Error = math.Sqrt(c.Share * (1 - c.Share) / n)
	}
	return c
}
