package ledger

import (
	"math"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// What the model's power chain says of one unit, from the packages outwards.
var (
	one = quantity.Const[unit.Number](1)
	// facilityPerIT is facility power over IT power, with the reserve: as power.facility is made of power.it.
	facilityPerIT = power.PUEPeak.Over(one.Minus(power.Reserve.Expr))
	// itPerUnit is the IT power of one system whose number a rack or chip power fixes: without the scatter between sites.
	itPerUnit   = capacity.RackPerUnit.Plus(accelerators.NetworkPower.Times(accelerators.Chips.Expr))
	itPerRack   = quantity.Ratio(itPerUnit, capacity.RackPerUnit)
	itPerChip   = quantity.Ratio(itPerUnit, capacity.ChipPowerPerUnit)
	chipsPerIT  = perWatt(capacity.ITPerUnit.Expr)
	chipsPerRck = perWatt(capacity.RackPerUnit)
	chipsPerChp = perWatt(capacity.ChipPowerPerUnit)
)

// perWatt is how many chips a watt feeds where one system takes so much, times a watt: the number of chips of a power is the power times this.
func perWatt(perUnit quantity.Expr[unit.Watt]) quantity.Expr[unit.Number] {
	return quantity.Ratio(quantity.Const[unit.Watt](1), perUnit).Times(accelerators.Chips.Expr)
}

// operands makes the operands of an evaluation, each once however many sums it is in.
type operands struct {
	l  *Ledger
	q  *Question
	b  *quantity.Builder
	f  mix.Frames
	at map[string]*quantity.Frame // a chip's frame, by its id

	marks marker
	memo  map[string]quantity.Operand
}

// once makes an operand that may be asked for again.
func (o *operands) once(key string, make func() quantity.Operand) quantity.Operand {
	x, done := o.memo[key]
	if !done {
		x = make()
		o.memo[key] = x
	}
	return x
}

// input is a value of the ledger. Each has the order of its owner, so that no draw depends on what else the ledger holds.
func (o *operands) input(s *quantity.Spec, owner string, v *quantity.Value) quantity.Operand {
	return o.once(s.Name+" "+owner, func() quantity.Operand {
		return o.b.Input(s, owner, v, quantity.Coordinate{Dim: s.Stream, Order: "ledger:" + owner})
	})
}

func (o *operands) power(c *Commitment) quantity.Operand { return o.input(Power.Spec, c.ID, c.Power) }

// realisation is the share of a commitment that is energised. What a grid, a supplier or a lender delays, it delays for several: the normal scores of two
// commitments have the ledger's correlation.
func (o *operands) realisation(c *Commitment) quantity.Operand {
	v, known := o.l.Realisation[c.Status]
	switch {
	case !known && c.Status == Energised:
		return quantity.Constantly(1)
	case !known:
		return quantity.Constantly(math.NaN())
	}
	return o.once(Realisation.Name+" "+c.ID, func() quantity.Operand {
		at := quantity.Coordinate{Dim: Realisation.Stream, Order: "ledger:" + c.ID}
		if r := o.l.Correlation.Mid(); r > 0 {
			common := quantity.Coordinate{Dim: Realisation.Stream, Order: "ledger:common"}
			at = quantity.Coordinate{Blend: []quantity.Part{{Weight: math.Sqrt(r), Of: common}, {Weight: math.Sqrt(1 - r), Of: at}}}
		}
		return o.b.Input(Realisation.Spec, c.ID, &v, at)
	})
}

// share is the part that a chip has in the power of its commitment.
func (o *operands) share(c *Commitment, i int) quantity.Operand {
	if len(c.Chips) == 1 {
		return quantity.Constantly(1)
	}
	weights := make([]quantity.Operand, len(c.Chips))
	for k, p := range c.Chips {
		weights[k] = o.input(Weight.Spec, c.ID+":"+p.Chip, &c.Chips[k].Weight)
	}
	return o.once("share "+c.ID+":"+c.Chips[i].Chip, func() quantity.Operand { return o.b.Div(weights[i], o.b.Add(weights...)) })
}

// site is an expression of the site's inputs.
func (o *operands) site(name string, e quantity.AnyExpr) quantity.Operand {
	return o.once("site "+name, func() quantity.Operand { return o.f.Site.Eval(e) })
}

// of is an expression of a chip's system.
func (o *operands) of(chip, name string, e quantity.AnyExpr) quantity.Operand {
	return o.once(name+" of "+chip, func() quantity.Operand { return o.at[chip].Eval(e) })
}

// toIT is IT power over a commitment's own, whatever its boundary: n/a where that cannot be known.
func (o *operands) toIT(c *Commitment) quantity.Operand {
	switch c.Boundary {
	case Unstated:
		return o.once("it of unstated", o.unstatedToIT)
	case Facility:
		return o.itPerFacility()
	case IT:
		return quantity.Constantly(1)
	}
	return o.once("it of "+c.ID, func() quantity.Operand {
		parts := make([]quantity.Operand, len(c.Chips))
		for i, p := range c.Chips {
			ratio := o.of(p.Chip, "it per rack", itPerRack)
			if c.Boundary == Chip {
				ratio = o.of(p.Chip, "it per chip", itPerChip)
			}
			parts[i] = o.b.Mul(o.share(c, i), ratio)
		}
		return o.b.Add(parts...)
	})
}

func (o *operands) itPerFacility() quantity.Operand {
	return o.once("it per facility", func() quantity.Operand {
		return o.b.Div(quantity.Constantly(1), o.site("facility per it", facilityPerIT))
	})
}

// unstatedToIT reads an unstated boundary as the question has it; kept apart, it still has to be one or the other to be chips, and is drawn.
func (o *operands) unstatedToIT() quantity.Operand {
	switch o.q.Unstated {
	case AsFacility:
		return o.itPerFacility()
	case AsIT:
		return quantity.Constantly(1)
	}
	isIT := o.f.Site.Value(power.BasisInput.Spec)
	return o.b.Add(isIT, o.b.Mul(o.minus(quantity.Constantly(1), isIT), o.itPerFacility()))
}

// at converts a commitment's power to the boundary of a group.
func (o *operands) convert(c *Commitment, x quantity.Operand, to string) quantity.Operand {
	if to == Unstated || to == c.Boundary {
		return x
	}
	x = o.b.Mul(x, o.toIT(c))
	if to == Facility {
		x = o.b.Mul(x, o.site("facility per it", facilityPerIT))
	}
	return x
}

// chips is how many chips of one kind a power of the commitment feeds, not rounded to whole systems.
func (o *operands) chips(c *Commitment, i int, x quantity.Operand) quantity.Operand {
	chip := c.Chips[i].Chip
	x = o.b.Mul(x, o.share(c, i))
	switch c.Boundary {
	case Rack:
		return o.b.Mul(x, o.of(chip, "chips per rack watt", chipsPerRck))
	case Chip:
		return o.b.Mul(x, o.of(chip, "chips per chip watt", chipsPerChp))
	}
	return o.b.Mul(o.b.Mul(x, o.toIT(c)), o.of(chip, "chips per it watt", chipsPerIT))
}

// peak is the dense peak throughput of one chip.
func (o *operands) peak(chip string) quantity.Operand {
	if i := accelerators.Precision.Index(o.q.Precision); i >= 0 {
		return o.of(chip, o.q.Precision, accelerators.Peak[i].Expr)
	}
	return o.of(chip, EightBit, accelerators.EightBitPeak())
}

func (o *operands) minus(x, y quantity.Operand) quantity.Operand {
	return o.b.Add(x, o.b.Mul(quantity.Constantly(-1), y))
}

// positive is x where that is above 0, and 0 elsewhere.
func (o *operands) positive(x quantity.Operand) quantity.Operand {
	return o.b.Mul(x, o.b.AtLeast(x, 0))
}

// lesser is the smaller of two.
func (o *operands) lesser(x, y quantity.Operand) quantity.Operand {
	return o.minus(x, o.positive(o.minus(x, y)))
}
