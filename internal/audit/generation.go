package audit

import (
	"fmt"
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/quantity"
)

// leastWatts is the TDP over the dense peak of the precision at which the chip does most with a watt, in W per TFLOP/s.
func (s *Subject) leastWatts() (r span, at *quantity.Spec) {
	for _, a := range accelerators.Peak {
		if x, known := s.ratio(accelerators.TDP.Spec, a.Spec); known && (at == nil || x.mid < r.mid) {
			r, at = x, a.Spec
		}
	}
	return r.over(span{1e-12, 1e-12, 1e-12}), at
}

// efficiency compares the watts per FLOP/s with those of the generation before, each at its best precision, since a new chip often gains at few bits only.
func efficiency(v *view) {
	mine, at := v.leastWatts()
	if at == nil {
		return
	}
	message := ""
	for _, o := range v.previous() {
		theirs, than := o.leastWatts()
		if than == nil {
			continue
		}
		if mine.low <= theirs.high*1.02 { // as efficient is no error: the H200 is an H100 with more memory
			return
		}
		message = fmt.Sprintf("%s W per TFLOP/s of %s at best, where %s, of the generation before, has %s of %s", number(mine.mid), at.Name, o.id(), number(theirs.mid), than.Name)
	}
	if message != "" {
		v.report(accelerators.TDP.Name, message, "check chip.tdp and the peaks; if all are right, except the key and say why")
	}
}

// change is what an input may become from one generation to the next, as a factor.
type change struct {
	spec        *quantity.Spec
	least, most float64
}

// changes that have been seen, with room: Trainium2's FP8 is 6.8 times Trainium1's, Trainium4 reads its memory 4 times as fast as Trainium3.
var changes = []change{
	{accelerators.TDP.Spec, 0.5, 3},
	{peak("bf16"), 0.9, 8},
	{peak("fp8"), 0.9, 8},
	{peak("fp4"), 0.9, 8},
	{accelerators.HBM.Spec, 0.7, 4.5},
	{accelerators.HBMBandwidth.Spec, 0.8, 6},
}

// size is how many times as big a chip is as another, by the median of what both have but for one input; a family can have a line of small chips and one of
// large ones. It is 1 where fewer than two inputs tell.
func size(a, b *Subject, but *quantity.Spec) float64 {
	var r []float64
	for _, c := range changes {
		x, known := a.span(c.spec)
		y, alsoKnown := b.span(c.spec)
		if known && alsoKnown && c.spec != but {
			r = append(r, x.mid/y.mid)
		}
	}
	if len(r) < 2 {
		return 1
	}
	slices.Sort(r)
	return (r[(len(r)-1)/2] + r[len(r)/2]) / 2
}

// generationStep compares a chip with those of earlier generations of its family. One of them has to be as far from it as successors are.
func generationStep(v *view) {
	for _, c := range changes {
		mine, known := v.span(c.spec)
		if !known {
			continue
		}
		message := ""
		for _, o := range v.earlier() {
			theirs, known := o.span(c.spec)
			if !known {
				continue
			}
			r, scale := mine.over(theirs), size(v.Subject, o, c.spec)
			if r.meets(c.least*min(1, scale), c.most*max(1, scale)) {
				message = ""
				break
			}
			if message == "" {
				message = fmt.Sprintf("%s is %s times that of %s, an earlier generation; %s to %s times is usual", show(c.spec, mine.mid), number(r.mid), o.id(), number(c.least), number(c.most))
			}
		}
		if message != "" {
			v.report(c.spec.Name, message, "check the unit, and that it is of one package; if it is right, except the key and say why")
		}
	}
}
