package check

import (
	"math"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// Mistake is a kind of misreading.
type Mistake string

// The kinds of misreadings, in the order in which they are listed.
const (
	WrongPlace  Mistake = "boundary"  // the power taken at another boundary than the one that is meant
	DiesCounted Mistake = "dies"      // dies counted for packages
	SparsePeak  Mistake = "sparse"    // the sparse peak taken for the dense one
	PeakAsWork  Mistake = "peak"      // the peak taken for what a workload gets
	AllAtWork   Mistake = "installed" // chips installed taken for chips in service
)

// Misreading is one figure that a question is often taken to mean, beside those that it does not mean.
type Misreading struct {
	Mistake  Mistake
	Basis    string // the boundary of the power, of a WrongPlace; empty where the question starts from something else
	TDPOnly  bool   // of a WrongPlace: the power divided by the chips' TDP, nothing else counted
	Asked    bool   // the reading of the question itself, to compare the others with
	Quantity answer.Quantity
}

// AsMeant reports whether the figure is one of the question as it was asked, and only taken for another: all but a power at another place and a peak of sparse matrices.
func (r *Misreading) AsMeant() bool {
	return r.Asked || r.Mistake != WrongPlace && r.Mistake != SparsePeak
}

// Misreadings computes what a question about a mix would come to if it were misread in the usual ways, as far as they apply to it: each kind begins with the
// question's own reading. Kinds that make no difference, or of which nothing is known, are left out.
func Misreadings(q answer.Question, m *mix.Mix, set analysis.Settings) []Misreading {
	return append(wrongPlaces(q, m, set), wrongCounts(q, m, set)...)
}

// wrongPlaces reads a power at each boundary; nothing where the question does not start from one.
func wrongPlaces(q answer.Question, m *mix.Mix, set analysis.Settings) []Misreading {
	if m.Start != power.FromPower {
		return nil
	}
	var out []Misreading
	for _, p := range placesOf(m) {
		variant := p.mix
		if variant.Validate() != nil {
			continue // such as shares that are not of power, which a boundary inside the racks has no place for
		}
		total := answer.Evaluate(q, &variant, answer.Want{Quantities: []*quantity.Spec{capacity.Chips.Spec}, Settings: set}).Total
		out = append(out, Misreading{Mistake: WrongPlace, Basis: p.basis, TDPOnly: p.tdpOnly, Asked: p.change == "", Quantity: total[0]})
	}
	return telling(out)
}

// wrongCounts compares what is counted rightly with what is counted wrongly, in one run, and in another for sparse peaks.
func wrongCounts(q answer.Question, m *mix.Mix, set analysis.Settings) []Misreading {
	peak := capacity.Peak[m.Precision].Spec
	run := func(m *mix.Mix, specs ...*quantity.Spec) func(s *quantity.Spec) answer.Quantity {
		total := answer.Evaluate(q, m, answer.Want{Quantities: specs, Settings: set}).Total
		return func(s *quantity.Spec) answer.Quantity { return *answer.Find(total, s) }
	}
	right := run(m, capacity.Chips.Spec, capacity.Dies.Spec, capacity.ChipsInService.Spec, peak, capacity.Effective.Spec)
	pair := func(kind Mistake, meant, other answer.Quantity) []Misreading {
		return telling([]Misreading{{Mistake: kind, Asked: true, Quantity: meant}, {Mistake: kind, Quantity: other}})
	}
	out := pair(DiesCounted, right(capacity.Chips.Spec), right(capacity.Dies.Spec))
	if sparse, has := withSparsePeaks(m); has {
		out = append(out, pair(SparsePeak, right(peak), run(sparse, peak)(peak))...)
	}
	out = append(out, pair(PeakAsWork, right(capacity.Effective.Spec), right(peak))...)
	return append(out, pair(AllAtWork, right(capacity.ChipsInService.Spec), right(capacity.Chips.Spec))...)
}

// telling is the readings of one kind that are known; none where none differs from the first.
func telling(in []Misreading) []Misreading {
	var out []Misreading
	differs := false
	for _, r := range in {
		if math.IsNaN(r.Quantity.Point) {
			if r.Asked {
				return nil
			}
			continue
		}
		out = append(out, r)
		differs = differs || r.Quantity.Point != out[0].Quantity.Point
	}
	if !differs {
		return nil
	}
	return out
}

// withSparsePeaks is the mix with the sparse peak of its precision in place of the dense one in every member that has one; false where none has.
func withSparsePeaks(m *mix.Mix) (*mix.Mix, bool) {
	out, has := *m, false
	out.Members = make([]mix.Member, len(m.Members))
	for i, member := range m.Members {
		out.Members[i] = member
		sparse, is := member.Sparse[accelerators.Precision.Options[m.Precision]]
		if !is {
			continue
		}
		has = true
		chip := *member.Accelerator
		chip.Values = make(quantity.Scenario, len(member.Values))
		for s, v := range member.Values {
			chip.Values[s] = v
		}
		chip.Values[accelerators.Peak[m.Precision].Spec] = sparse
		out.Members[i].Accelerator = &chip
	}
	return &out, has
}
