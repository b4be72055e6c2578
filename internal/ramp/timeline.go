package ramp

import (
	"math"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// timeline is a fleet in a builder: columns of draws by quarter, and the frames from which quantities are seen.
type timeline struct {
	f       *Fleet
	b       *quantity.Builder
	root    *quantity.Frame
	systems []*quantity.Frame // a frame a generation, without a number of units

	energised []quantity.Operand
	roots     []*quantity.Frame // by quarter: what all generations share, with the quarter's power
	gens      []*generation
	short     []quantity.Operand // by quarter: 1 where supply leaves power unused
	money     []*quantity.Frame  // by quarter: the root with what earlier quarters came to
	members   [][]*quantity.Frame
	totals    []*quantity.Frame
	purse     purse
}

// generation is what becomes of one generation's systems, in systems, by quarter.
type generation struct {
	perUnit  quantity.Operand   // power of one system, at the boundary where power is counted
	shipped  []quantity.Operand // delivered in the quarter
	all      []quantity.Operand // delivered since the beginning
	standing []quantity.Operand // installed: delivered and not retired
	retired  []quantity.Operand
	serving  []quantity.Operand // up: after the lag, less what failed and was not replaced
	failed   []quantity.Operand
	replaced []quantity.Operand
	alive    []quantity.Operand // by age in quarters: the part of a delivery that has not failed for good
	gone     int                // the quarter from which all of it has left; beyond the last for most
	life     int                // quarters of service, 0 for no end
}

var nothing = quantity.Constantly(0)

func number(x float64) quantity.Operand { return quantity.Constantly(x) }

func isNumber(o quantity.Operand, x float64) bool {
	v, known := o.Known()
	return known && v == x
}

// newTimeline builds the quarters one after the other: power, retirement, deliveries, service.
func newTimeline(f *Fleet) *timeline {
	b, root, systems := f.Mix.Bind()
	t := &timeline{f: f, b: b, root: root, systems: systems}
	b.Bind(Payment, number(float64(f.Payment)))
	t.energise()
	perUnit := capacity.PerUnitOfStart(power.FromPower, f.Mix.Basis)
	for i := range f.Generations {
		g := &generation{perUnit: systems[i].Eval(perUnit), life: f.life(i), gone: f.Quarters}
		if l := f.Generations[i].Leaves; l != 0 {
			g.gone = int(l - f.From)
		}
		t.gens = append(t.gens, g)
	}
	t.deliver()
	t.serve()
	t.view()
	return t
}

// energise is the announced power, less what is never built, later than announced.
func (t *timeline) energise() {
	b, f := t.b, t.f
	delay := b.Mul(t.root.Value(Delay.Spec), number(4))
	earliest, latest := f.span(Delay.Spec)
	factor := b.Mul(t.root.Value(Realisation.Spec), t.root.Value(Scale.Spec))
	for q := range f.Quarters {
		sum := nothing
		for late := earliest; late <= latest; late++ {
			if a := f.Power.At(f.From + Quarter(q-late)); a != 0 {
				sum = b.Add(sum, b.Mul(number(a), t.near(delay, late)))
			}
		}
		e := b.Mul(factor, sum)
		t.energised = append(t.energised, e)
		t.roots = append(t.roots, t.root.Where(nil, map[*quantity.Spec]func() quantity.Operand{
			power.Commitment.Spec:      quantity.Always(e),
			quantity.SpecOf(announced): quantity.Always(number(f.Power.At(f.From + Quarter(q)))),
		}))
	}
}

// span is the least and the greatest whole number of quarters that a span of time of the scenario falls between.
func (f *Fleet) span(s *quantity.Spec) (low, high int) {
	v, given := f.Mix.Shared[s]
	if !given {
		return 0, 0
	}
	least, most := v.Support()
	low = max(0, int(math.Floor(4*max(0, least))))
	if most = 4 * most; most > MaxQuarters {
		return low, MaxQuarters
	}
	return low, int(math.Ceil(most))
}

// near is the weight of the value so many quarters back for a time that lies between two: 1 at that quarter, falling to 0 at its neighbours.
func (t *timeline) near(at quantity.Operand, quarters int) quantity.Operand {
	b, j := t.b, float64(quarters)
	return b.Max(b.Min(b.Sub(at, number(j-1)), b.Sub(number(j+1), at)), nothing)
}

// available is the power that systems can take in a quarter, where it is counted: after the site's overheads for facility and IT power.
func (t *timeline) available(q int) quantity.Operand {
	if t.f.Mix.Basis >= power.Rack && !t.f.Mix.Unstated {
		return t.energised[q]
	}
	return t.roots[q].Value(power.ITAvailable.Spec)
}

// deliver fills the power of each quarter: what retires frees its power, and what is free is shared among the generations delivered then, in whole systems and
// no more than their supply. Systems are counted up from the beginning, so that quarters are differences of whole numbers and no rounding adds up.
func (t *timeline) deliver() {
	b := t.b
	lost := nothing // power of retired systems that nobody gets
	reuse := t.root.Value(Reuse.Spec)
	for q := range t.f.Quarters {
		used := nothing
		before := make([]quantity.Operand, len(t.gens))
		for i, g := range t.gens {
			out := g.retires(q)
			before[i] = b.Sub(at(g.standing, q-1), out)
			g.retired = append(g.retired, out)
			used = b.Add(used, b.Mul(g.perUnit, before[i]))
			if !isNumber(reuse, 1) && !isNumber(out, 0) {
				lost = b.Add(lost, b.Mul(b.Mul(g.perUnit, out), b.Sub(number(1), reuse)))
			}
		}
		free := b.Max(b.Sub(b.Sub(t.available(q), used), lost), nothing)
		short := nothing
		for i, w := range t.f.weights(t.f.From + Quarter(q)) {
			g := t.gens[i]
			now := before[i]
			if w > 0 {
				now = b.Floor(b.Add(before[i], b.Div(b.Mul(free, number(w)), g.perUnit)))
				if _, limited := t.f.Mix.Members[i].Values[Supply.Spec]; limited {
					most := b.Add(before[i], b.Floor(b.Div(t.systems[i].Value(Supply.Spec), t.systems[i].Value(accelerators.Chips.Spec))))
					short = b.Max(short, b.AtLeast(b.Sub(now, most), 1))
					now = b.Min(now, most)
				}
			}
			g.standing = append(g.standing, now)
			g.shipped = append(g.shipped, b.Sub(now, before[i]))
			g.all = append(g.all, b.Add(at(g.all, q-1), g.shipped[q]))
		}
		if !t.f.Delivers(t.f.From + Quarter(q)) {
			short = t.unfilled(free)
		}
		t.short = append(t.short, short)
	}
}

// unfilled is 1 where a quarter without deliveries has power left for one of the largest systems: late power after the last window, what retirement frees, or
// what supply has left. Interim systems do not count, as they are not there to stay.
func (t *timeline) unfilled(free quantity.Operand) quantity.Operand {
	largest := nothing
	for i, g := range t.gens {
		if !t.f.Generations[i].Interim() {
			largest = t.b.Max(largest, g.perUnit)
		}
	}
	if isNumber(largest, 0) {
		return nothing
	}
	return t.b.AtLeast(t.b.Floor(t.b.Div(free, largest)), 1)
}

// at is a column of an earlier quarter, 0 before the first.
func at(columns []quantity.Operand, q int) quantity.Operand {
	if q < 0 {
		return nothing
	}
	return columns[q]
}

// retires is the number of systems that go at the beginning of a quarter.
func (g *generation) retires(q int) quantity.Operand {
	switch {
	case q == g.gone:
		return at(g.standing, q-1)
	case g.life > 0 && q < g.gone:
		return at(g.shipped, q-g.life)
	}
	return nothing
}

// serve is what of the installed systems is up. A delivery enters service after the lag and loses what fails and is not replaced, until it retires.
func (t *timeline) serve() {
	b := t.b
	lag := b.Mul(t.root.Value(Lag.Spec), number(4))
	_, wait := t.f.span(Lag.Spec)
	rate, replaced := t.root.Value(FailureRate.Spec), t.root.Value(Replaced.Spec)
	fails, keeps := nothing, number(1) // in a quarter: what fails, and what of a delivery is left
	if !isNumber(rate, 0) {
		fails = b.Sub(number(1), b.Power(b.Sub(number(1), rate), number(0.25)))
		if !isNumber(replaced, 1) {
			keeps = b.Sub(number(1), b.Mul(fails, b.Sub(number(1), replaced)))
		}
	}
	entered := make([]quantity.Operand, wait) // by age: the part that is in service
	for a := range entered {
		entered[a] = b.Max(b.Min(b.Sub(number(float64(a+1)), lag), number(1)), nothing)
	}
	alive := []quantity.Operand{number(1)}
	for range t.f.Quarters {
		alive = append(alive, b.Mul(alive[len(alive)-1], keeps))
	}
	for _, g := range t.gens {
		g.alive = alive
		settled := nothing // in service beyond doubt: older than the longest lag
		for q := range t.f.Quarters {
			if q >= g.gone {
				settled = nothing
			} else {
				settled = b.Add(b.Mul(settled, keeps), b.Mul(at(g.shipped, q-wait), alive[min(wait, len(alive)-1)]))
				if g.life > 0 && q >= g.life {
					settled = b.Sub(settled, b.Mul(g.shipped[q-g.life], alive[g.life]))
				}
			}
			up := settled
			for a := 0; a < wait && q-a >= 0 && q < g.gone; a++ {
				up = b.Add(up, b.Mul(b.Mul(g.shipped[q-a], alive[a]), entered[a]))
			}
			switch {
			case wait == 0 && isNumber(keeps, 1):
				up = g.standing[q]
			case g.life > 0 && !isNumber(keeps, 1): // what retires is taken off in parts: no crumb of rounding may serve when all has gone
				up = b.Min(b.Max(up, nothing), g.standing[q])
			}
			g.serving = append(g.serving, up)
			g.failed = append(g.failed, t.times(up, fails))
			g.replaced = append(g.replaced, t.times(g.failed[q], replaced))
		}
	}
}

// times is a product that is nothing where one factor is.
func (t *timeline) times(x, y quantity.Operand) quantity.Operand {
	if isNumber(x, 0) || isNumber(y, 0) {
		return nothing
	}
	return t.b.Mul(x, y)
}
