package quantity

import (
	"gonum.org/v1/gonum/mathext"
)

// pert is the quantile function of a PERT distribution, tabulated: the inverse of a beta distribution costs two hundred times what a triangular one does.
type pert struct {
	knots []float64
	tail  beta
}

// beta is the distribution behind a PERT: shape parameters from low, mode and high with the usual weight of 4 on the mode.
type beta struct{ low, width, a, b float64 }

func (d beta) quantile(u float64) float64 {
	return d.low + float64(d.width*mathext.InvRegIncBeta(d.a, d.b, u))
}

// pertKnots is the number of intervals of the table. Between knots the quantile is linear; in the outermost pertTail intervals of each end, where it is not
// nearly so, it is computed exactly.
const (
	pertKnots = 1024
	pertTail  = 8
)

// betaOf is the distribution of a PERT; low must be below high.
func betaOf(low, mode, high float64) beta {
	w := high - low
	return beta{low, w, 1 + 4*(mode-low)/w, 1 + 4*(high-mode)/w}
}

func newPERT(low, mode, high float64) *pert {
	p := &pert{knots: make([]float64, pertKnots+1), tail: betaOf(low, mode, high)}
	for i := range p.knots {
		switch i {
		case 0:
			p.knots[i] = low
		case pertKnots:
			p.knots[i] = high
		default:
			p.knots[i] = p.tail.quantile(float64(i) / pertKnots)
		}
	}
	return p
}

func (p *pert) transform(u []float64) {
	for i, x := range u {
		t := x * pertKnots
		k := int(t)
		if k < pertTail || k >= pertKnots-pertTail {
			u[i] = p.tail.quantile(x)
			continue
		}
		f := t - float64(k)
		u[i] = p.knots[k] + float64(f*(p.knots[k+1]-p.knots[k]))
	}
}
