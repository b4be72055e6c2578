package check

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// Verdict is what the model says of a claim.
type Verdict struct {
	*Claim
	Spec     *quantity.Spec
	Quantity answer.Quantity // what the model gives
	Status   Status          // pass inside P5 to P95, ends included; fail outside, of a bound only beyond P95 (at least) or short of P5 (at most)
	OfMedian float64         // the claim over the median
	OfEnd    float64         // the claim over the nearest end of the interval: above 1 beyond P95, below 1 short of P5, 1 inside
	Chance   answer.Chance   // that it is at least so many
	Readings []Reading       // other readings of the same sentence, the fewest changes first
	Nearest  int             // in Readings: the one that makes the claim true, or comes closest; -1 where the claim holds as it stands
}

// Reading is another reading of a claim, and what the model gives under it.
type Reading struct {
	Basis     string // the boundary of the power
	TDPOnly   bool   // the power divided by the chips' TDP, nothing else counted
	Dies      bool   // dies taken for packages
	Sparse    bool   // the sparse peak taken for the dense one
	Effective bool   // what the workload gets taken for the peak
	Precision string // of the peak; empty where none is claimed
	Changes   []string
	Quantity  answer.Quantity
	True      bool // whether the claim is inside its interval
}

// Measured is the quantity that a claim is about, at a precision of the question.
func (c *Claim) Measured(precision int) *quantity.Spec {
	if c.Peak {
		return capacity.Peak[precision].Spec
	}
	return c.Counted
}

// Threshold asks for the chance that the claim is reached.
func (c *Claim) Threshold(s *quantity.Spec) answer.Threshold {
	return answer.Threshold{Spec: s, Value: c.Value, Text: c.Amount.Text}
}

// Judge holds a claim against an answer that has its quantity and its chance. The error says why it cannot be judged: then it is neither true nor false.
func Judge(c *Claim, a *answer.Answer, set analysis.Settings) (*Verdict, error) {
	v := &Verdict{Claim: c, Spec: c.Measured(a.Mix.Precision), Nearest: -1}
	q := answer.Find(a.Total, v.Spec)
	if q == nil {
		return nil, fmt.Errorf("the answer has no %s", v.Spec.Name)
	}
	v.Quantity = *q
	if !known(q.P5, q.P50, q.P95) {
		metric := answer.Metric{Spec: v.Spec, Member: mix.Total}
		why := answer.NewStudy(a.Question, a.Mix, []answer.Metric{metric}, set).Trouble(metric)
		if why == "" {
			why = "has no interval in this question"
		}
		return nil, fmt.Errorf("%s %s, so the claim can be neither true nor false", v.Spec.Name, why)
	}
	for _, x := range a.Chances {
		if x.Spec == v.Spec && x.Value == c.Value {
			v.Chance = x
		}
	}
	v.OfMedian, v.OfEnd = c.Value/q.P50, c.beyond(q)
	v.Status = Fail
	if v.OfEnd == 1 {
		v.Status = Pass
	}
	v.Readings = readings(c, v.Spec, a.Question, a.Mix, set)
	if v.Status == Fail {
		v.Nearest = c.nearest(v.Readings)
	}
	return v, nil
}

// beyond is x over the nearest end of the interval of q, 1 inside. Where q is one number, as the power over a known TDP is, x is inside if it is that number as
// far as its digits go.
func beyond(x float64, q *answer.Quantity) float64 {
	switch {
	case same(q.P5, q.P95) && math.Abs(x-q.P50) <= rounding(x):
		return 1
	case less(x, q.P5):
		return x / q.P5
	case less(q.P95, x):
		return x / q.P95
	}
	return 1
}

// beyond is how far outside the interval of q the claim is. A bound has one side: "at least" is false only where not even P95 is so many, "at most" only where P5
// is more.
func (c *Claim) beyond(q *answer.Quantity) float64 {
	x := beyond(c.Value, q)
	if c.Bound == AtLeast && x < 1 || c.Bound == AtMost && x > 1 {
		return 1
	}
	return x
}

// rounding is how far a number may be from what it was rounded from: half its last digit that is not 0, and never more than 5%.
func rounding(x float64) float64 {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	e, _ := strconv.Atoi(exponent)
	_, decimals, _ := strings.Cut(mantissa, ".")
	return min(0.5*math.Pow10(e-len(decimals)), 0.05*math.Abs(x))
}

// nearest is the reading that makes a claim true: with the fewest changes, then the closest median. Where none does, the one that it misses by least.
func (c *Claim) nearest(rs []Reading) int {
	best := -1
	better := func(a, b *Reading) bool {
		far := func(r *Reading) float64 { return math.Abs(math.Log(c.Value / r.Quantity.P50)) }
		miss := func(r *Reading) float64 { return math.Abs(math.Log(c.beyond(&r.Quantity))) }
		switch {
		case a.True != b.True:
			return a.True
		case a.True && len(a.Changes) != len(b.Changes):
			return len(a.Changes) < len(b.Changes)
		case a.True:
			return far(a) < far(b)
		}
		return miss(a) < miss(b)
	}
	for i := range rs {
		if rs[i].Quantity.P50 > 0 && (best < 0 || better(&rs[i], &rs[best])) {
			best = i
		}
	}
	return best
}

// readings computes every other reading. Boundaries are run one by one: a run has one of them. The draws are the same in all.
func readings(c *Claim, asked *quantity.Spec, q answer.Question, m *mix.Mix, set analysis.Settings) []Reading {
	var out []Reading
	for _, p := range placesOf(m) {
		byChip := map[*accelerators.Accelerator][]wording{}
		var chips []*accelerators.Accelerator
		for _, w := range wordsOf(c, asked, m) {
			if byChip[w.chip] == nil {
				chips = append(chips, w.chip)
			}
			byChip[w.chip] = append(byChip[w.chip], w)
		}
		for _, chip := range chips {
			variant := p.mix
			variant.Members = []mix.Member{{Accelerator: chip, Share: 1}}
			if variant.Validate() != nil {
				continue // such as a correlation that this reading has no place for
			}
			out = append(out, readAs(c, q, &variant, p, byChip[chip], set)...)
		}
	}
	return byChanges(out)
}

// readAs runs one boundary and one chip, and leaves out the claim as it stands and what is not known.
func readAs(c *Claim, q answer.Question, m *mix.Mix, p place, words []wording, set analysis.Settings) []Reading {
	want := answer.Want{Settings: set}
	for _, w := range words {
		want.Quantities = append(want.Quantities, w.spec)
	}
	total := answer.Evaluate(q, m, want).Total
	var out []Reading
	for _, w := range words {
		r := Reading{Basis: p.basis, TDPOnly: p.tdpOnly, Dies: w.dies, Sparse: w.sparse, Effective: w.effective, Precision: w.precision}
		for _, x := range []string{p.change, w.change} {
			if x != "" {
				r.Changes = append(r.Changes, x)
			}
		}
		r.Quantity = *answer.Find(total, w.spec)
		if len(r.Changes) == 0 || !known(r.Quantity.P5, r.Quantity.P50, r.Quantity.P95) {
			continue
		}
		r.True = c.beyond(&r.Quantity) == 1
		if w.otherThing && !r.True {
			continue
		}
		out = append(out, r)
	}
	return out
}

// byChanges puts readings with fewer changes first, otherwise as they stand.
func byChanges(rs []Reading) []Reading {
	var out []Reading
	for n := 1; n <= 2; n++ {
		for _, r := range rs {
			if len(r.Changes) == n {
				out = append(out, r)
			}
		}
	}
	return out
}

// place is one way to read where the power is measured.
type place struct {
	basis   string
	tdpOnly bool
	change  string // empty for the one that was asked for
	mix     mix.Mix
}

// placesOf are the boundary as asked, the others, and the power divided by TDP alone.
func placesOf(m *mix.Mix) []place {
	asked := power.Unstated
	if !m.Unstated {
		asked = power.Basis.Options[m.Basis]
	}
	out := []place{{basis: asked, mix: *m}}
	for i, name := range power.Basis.Options {
		if name == asked {
			continue
		}
		p := place{basis: name, mix: *m, change: "the power at " + answer.BoundaryMeaning[i]}
		p.mix.Basis, p.mix.Unstated = i, false
		out = append(out, p)
	}
	tdp := place{basis: power.Basis.Options[power.Chip], tdpOnly: true, mix: *m, change: "the power divided by the chips' TDP alone, with no host, network, cooling or reserve"}
	tdp.mix.Basis, tdp.mix.Unstated = power.Chip, false
	tdp.mix.Shared = make(quantity.Scenario, len(m.Shared))
	for s, v := range m.Shared {
		tdp.mix.Shared[s] = v
	}
	tdp.mix.Shared[power.Provision.Spec] = quantity.Fixed(1, quantity.Given, "TDP only") // no power cap
	return append(out, tdp)
}

// wording is one way to read what was counted.
type wording struct {
	dies, sparse, effective bool
	precision, change       string
	otherThing              bool // systems for chips or the other way round: worth a word only where it makes the claim true
	spec                    *quantity.Spec
	chip                    *accelerators.Accelerator // the question's, or with a sparse peak in place of the dense one
}

// wordsOf are what was counted as asked, and what else it could have been.
func wordsOf(c *Claim, asked *quantity.Spec, m *mix.Mix) []wording {
	chip := m.Members[0].Accelerator
	out := []wording{{spec: asked, chip: chip}}
	switch {
	case c.Peak:
		out[0].precision = accelerators.Precision.Options[m.Precision]
		for i, name := range accelerators.Precision.Options {
			if i != m.Precision {
				out = append(out, wording{spec: capacity.Peak[i].Spec, chip: chip, precision: name, change: "the dense " + name + " peak"})
			}
			if sparse, has := chip.Sparse[name]; has {
				doubled := *chip
				doubled.Values = make(quantity.Scenario, len(chip.Values))
				for s, v := range chip.Values {
					doubled.Values[s] = v
				}
				doubled.Values[accelerators.Peak[i].Spec] = sparse
				out = append(out, wording{spec: capacity.Peak[i].Spec, precision: name, sparse: true, chip: &doubled, change: "the sparse " + name + " peak"})
			}
		}
		out = append(out, wording{spec: capacity.Effective.Spec, chip: chip, precision: out[0].precision, effective: true, change: "what the workload gets of the peak"})
	case c.Counted == capacity.Chips.Spec:
		if v, has := chip.Values[accelerators.Dies.Spec]; has && v.Mid() != 1 {
			out = append(out, wording{spec: capacity.Dies.Spec, chip: chip, dies: true, change: "dies counted, not packages"})
		}
		if v, has := chip.Values[accelerators.Chips.Spec]; has && v.Mid() != 1 {
			out = append(out, wording{spec: capacity.Units.Spec, chip: chip, otherThing: true, change: "systems counted, not chips"})
		}
	case c.Counted == capacity.Units.Spec:
		out = append(out, wording{spec: capacity.Chips.Spec, chip: chip, otherThing: true, change: "chips counted, not systems"})
	case c.Counted == capacity.Dies.Spec:
		out = append(out, wording{spec: capacity.Chips.Spec, chip: chip, change: "packages counted, not dies"})
	}
	return out
}
