package audit

import (
	"fmt"
	"math"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/quantity"
)

// same is how near two figures must be to count as one: datasheets round to three digits and more.
const same = 0.005

func equal(a, b float64) bool { return math.Abs(a-b) <= same*math.Abs(b) }

// peak is the dense peak of a precision.
func peak(precision string) *quantity.Spec {
	return accelerators.Peak[accelerators.Precision.Index(precision)].Spec
}

func denseSparse(v *view) {
	for i, p := range accelerators.Precision.Options {
		spec := accelerators.Peak[i].Spec
		dense, known := v.span(spec)
		sparse, given := v.System.Sparse[p]
		if !known || !given {
			continue
		}
		switch limit := spanOf(&sparse); {
		case dense.low > limit.high*(1+same):
			v.report(spec.Name, show(spec, dense.mid)+" is above the sparse peak, "+show(spec, limit.mid), "were the two exchanged?")
		case dense.low >= limit.high*(1-same):
			v.report(spec.Name, show(spec, dense.mid)+" is also the sparse peak", "look up the peak without sparsity: half of it where two values of four are zero")
		}
	}
}

func sparseSibling(v *view) {
	for i, p := range accelerators.Precision.Options {
		spec := accelerators.Peak[i].Spec
		dense, known := v.span(spec)
		if !known {
			continue
		}
		for _, o := range v.family() {
			if sparse, given := o.System.Sparse[p]; given && equal(spanOf(&sparse).mid, dense.mid) {
				v.report(spec.Name, show(spec, dense.mid)+" is the sparse peak of "+o.id(), "is it a sparse peak here, too?")
				break
			}
		}
	}
}

func doubledPeak(v *view) {
	for _, a := range accelerators.Peak {
		if mine, known := v.span(a.Spec); known {
			doubled(v, a.Spec, mine.mid)
		}
	}
}

// doubled reports the first sibling of which a peak is a multiple.
func doubled(v *view, spec *quantity.Spec, mine float64) {
	for _, o := range v.twins() {
		theirs, known := o.span(spec)
		if !known {
			continue
		}
		for _, n := range []float64{2, 4} {
			if equal(mine, n*theirs.mid) && !explainedByDies(v.Subject, o, n) {
				v.report(spec.Name, fmt.Sprintf("%s is exactly %g times that of %s, which has the same generation", show(spec, mine), n, o.id()),
					"is it a sparse peak, or is the other counted by the die? if it is neither, except the key and say why")
				return
			}
		}
	}
}

// explainedByDies reports whether a has n times the dies of b.
func explainedByDies(a, b *Subject, n float64) bool {
	mine, known := a.span(accelerators.Dies.Spec)
	theirs, alsoKnown := b.span(accelerators.Dies.Spec)
	return known && alsoKnown && equal(mine.mid, n*theirs.mid)
}

// step is a pair of precisions and what the dense peak of the first may be in terms of the second.
type step struct {
	fast, slow string
	times      []float64
	orLess     bool    // units of the first can be cut down or emulated
	least      float64 // and how far before it is worth a word
}

var steps = []step{
	{"fp16", "bf16", []float64{1}, false, 0},
	{"fp8", "bf16", []float64{1, 2}, false, 0},
	{"int8", "bf16", []float64{1, 2}, true, 0.5},
	{"fp4", "fp8", []float64{1, 2}, false, 0},
	{"tf32", "bf16", []float64{0.5, 1}, true, 0},
	{"fp32", "bf16", []float64{0.5, 1}, true, 0},
	{"fp64", "fp32", []float64{1}, true, 0},
}

// loose is how far a ratio may be off: Trainium2's FP8 is 1.95 times its BF16.
const loose = 0.06

func precisionRatio(v *view) {
	for _, s := range steps {
		fast := peak(s.fast)
		r, known := v.ratio(fast, peak(s.slow))
		if !known {
			continue
		}
		ok := s.orLess && r.meets(s.least, s.times[len(s.times)-1]*(1+loose))
		usual := ""
		for i, t := range s.times {
			ok = ok || r.near(t, loose)
			if i > 0 {
				usual += " or "
			}
			usual += number(t)
		}
		if ok {
			continue
		}
		if s.orLess {
			usual = "at most " + number(s.times[len(s.times)-1])
			if s.least > 0 {
				usual = number(s.least) + " to " + number(s.times[len(s.times)-1])
			}
		}
		message := fmt.Sprintf("%s times chip.%s; %s times is usual", number(r.mid), s.slow, usual)
		advice := "check both; if both are right, except the key and say why"
		if n := 2 * s.times[len(s.times)-1]; equal(r.mid, n) {
			message = fmt.Sprintf("exactly %g times chip.%s; %s times is usual", n, s.slow, usual)
			advice = "is it a sparse peak? look up the peak without sparsity; if it is dense, except the key and say why"
		}
		v.report(fast.Name, message, advice)
	}
}

func unusedMFU(v *view) {
	for w := range accelerators.MFU {
		for p := range accelerators.MFU[w] {
			spec := accelerators.MFU[w][p].Spec
			if _, given := v.span(spec); !given {
				continue
			}
			if _, has := v.span(accelerators.Peak[p].Spec); !has {
				v.report(spec.Name, "there is no "+accelerators.Peak[p].Name+" for it to be a share of", "give the peak, or delete the utilisation")
			}
		}
	}
}
