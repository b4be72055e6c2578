// Package mix turns a question about one or several chips into a program: members with shares of a start, and the total that they add up to.
//
// A single chip is a mix of one. Members share one draw of the site's inputs and have one draw each of their own, so that a total's interval is neither too
// narrow nor too wide. Totals are made from the members as each quantity declares: summed, or the formula applied to sums.
package mix

import (
	"fmt"
	"math"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// By is the measure that the shares of a mix divide.
type By string

// The measures that shares can divide.
const (
	ByPower By = "power" // deployed IT power; at basis rack or chip, that power
	ByChips By = "chips"
	ByFLOPS By = "flops" // dense 8-bit peak
	ByCapex By = "capex" // installed cost of compute
)

// Measures lists the ways to divide, the default first.
var Measures = []By{ByPower, ByChips, ByFLOPS, ByCapex}

// Member is one chip of a mix and its share, in [0, 1].
type Member struct {
	*accelerators.Accelerator
	Share float64
}

// Mix is a question ready to be answered.
type Mix struct {
	Start     int // one of power's starting points
	Basis     int // one of power's boundaries
	Unstated  bool
	Workload  int
	Precision int
	By        By
	Shared    quantity.Scenario // the site's inputs, the start, the reference
	Members   []Member

	Correlations []Correlation // of the site and of the question; members have their own

	// Streams are the dimensions that common groups were drawn in when the mix was first asked about, where not all of their inputs are known any more, as
	// when it was read from a result; see [Alternatives.CommonStreams]. What is not in it follows from the inputs.
	Streams map[string]int
}

// shareTolerance is how far the shares may miss 1.
const shareTolerance = 1e-6

// Validate returns why the mix cannot be computed, in words for the user.
func (m *Mix) Validate() error {
	if len(m.Members) == 0 {
		return fmt.Errorf("no chip was named")
	}
	seen := map[string]bool{}
	sum := 0.0
	for _, x := range m.Members {
		if seen[x.ID] {
			return fmt.Errorf("%s is named twice; add its shares", x.ID)
		}
		seen[x.ID] = true
		if !(x.Share >= 0 && x.Share <= 1) {
			return fmt.Errorf("the share of %s is %g; a share is between 0 and 1", x.ID, x.Share)
		}
		sum += x.Share
	}
	if math.Abs(sum-1) > shareTolerance {
		return fmt.Errorf("the shares sum to %.9g, not 1 (%s); leave one out and it takes the rest", sum, m.sharesText())
	}
	if _, err := (Alternatives{Mixes: []*Mix{m}}).coordinates(); err != nil {
		return err
	}
	if m.By != ByPower && len(m.Members) > 1 && m.Start == power.FromPower && m.Basis >= power.Rack {
		return fmt.Errorf("shares by %s need facility or it power; at basis %s shares are of that power (--by power)", m.By, power.Basis.Options[m.Basis])
	}
	return nil
}

func (m *Mix) sharesText() string {
	parts := make([]string, len(m.Members))
	for i, x := range m.Members {
		parts[i] = fmt.Sprintf("%s=%.9g", x.ID, x.Share)
	}
	return strings.Join(parts, ", ")
}

// allocations gives each member its part of the start. A member gets units in the proportion of share/x, x being the measure that shares divide per unit;
// k units in that proportion use up the start, of which each takes y. So member i's part is (share_i/x_i)*y_i over the sum of these.
func (m *Mix) allocations(b *quantity.Builder, frames []*quantity.Frame, varied Varied) {
	x, y, entangled := m.dividing()
	if !entangled {
		for i, f := range frames {
			f.Set(capacity.Allocation.Spec, varied.share(b, m.Members[i]))
		}
		return
	}
	parts := make([]quantity.Operand, len(frames))
	for i, f := range frames {
		share := varied.share(b, m.Members[i])
		parts[i] = b.ZeroWhere(share, b.Mul(b.Div(share, f.Eval(x)), f.Eval(y)))
	}
	all := b.Add(parts...)
	for i, f := range frames {
		f.Set(capacity.Allocation.Spec, b.Div(parts[i], all))
	}
}

// dividing returns what shares divide and what the start is spent on, each per unit, and whether they differ: then each member's part follows from what all
// members need.
func (m *Mix) dividing() (x, y quantity.AnyExpr, entangled bool) {
	y = capacity.PerUnitOfStart(m.Start, m.Basis)
	x = m.measure(y)
	return x, y, len(m.Members) > 1 && x != y
}

// Entangled reports whether a member's part of the start follows from what all members need, and not from its share alone.
func (m *Mix) Entangled() bool {
	_, _, entangled := m.dividing()
	return entangled
}

// measure is what shares divide, per unit; y itself where the shares are of the start's own power.
func (m *Mix) measure(y quantity.AnyExpr) quantity.AnyExpr {
	switch m.By {
	case ByChips:
		return accelerators.Chips.Expr
	case ByFLOPS:
		return capacity.EightBitPerUnit
	case ByCapex:
		return capacity.ComputeCapexPerUnit
	}
	if m.Start == power.FromPower {
		return y
	}
	return capacity.ITPerUnit.Expr
}
