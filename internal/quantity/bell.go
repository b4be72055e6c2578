package quantity

import "math"

// NormalQuantile is the inverse of the standard normal distribution at u, 0 < u < 1.
func NormalQuantile(u float64) float64 { return math.Sqrt2 * math.Erfinv(2*u-1) }

// bell is a normal distribution, or a lognormal one by its logarithm.
type bell struct {
	mu, sigma float64
	log       bool
}

func (v *Value) bell() bell {
	low, high := v.Low, v.High
	if v.Shape == LogNormal {
		low, high = math.Log(low), math.Log(high)
	}
	return bell{(high + low) / 2, (high - low) / (2 * z95), v.Shape == LogNormal}
}

// at is the quantile at u.
func (b bell) at(u float64) float64 {
	x := b.mu + float64(b.sigma*NormalQuantile(u))
	if b.log {
		return math.Exp(x)
	}
	return x
}

// slope is the derivative of the quantile at u, where it is x.
func (b bell) slope(u, x float64) float64 {
	z := NormalQuantile(u)
	d := b.sigma * math.Sqrt(2*math.Pi) * math.Exp(float64(z*z)/2)
	if b.log {
		d *= x
	}
	return d
}

// bellTable is the quantile function, tabulated: the logarithms and exponentials of a lognormal quantile cost five times what the table does. Between knots it
// is the cubic with the values and the slopes of both, right to 2e-9 of the width; near the ends, where it bends too much for that, it is computed.
type bellTable struct {
	bell
	knots []hermite
}

// hermite is the cubic of one interval, by the place in the interval.
type hermite struct{ c0, c1, c2, c3 float64 }

const (
	bellKnots = 4096
	bellEnd   = bellKnots / 64 // intervals at each end that are computed
)

func (b bell) table() *bellTable {
	t := &bellTable{b, make([]hermite, bellKnots)}
	const h = 1.0 / bellKnots
	x0 := b.at(float64(bellEnd) / bellKnots)
	d0 := b.slope(float64(bellEnd)/bellKnots, x0) * h
	for k := bellEnd; k < bellKnots-bellEnd; k++ {
		u := float64(k+1) / bellKnots
		x1 := b.at(u)
		d1 := b.slope(u, x1) * h
		t.knots[k] = hermite{x0, d0, float64(3*(x1-x0)) - float64(2*d0) - d1, float64(2*(x0-x1)) + d0 + d1}
		x0, d0 = x1, d1
	}
	return t
}

func (t *bellTable) transform(u []float64) {
	for i, x := range u {
		at := x * bellKnots
		k := int(at)
		if k < bellEnd || k >= bellKnots-bellEnd {
			u[i] = t.at(x)
			continue
		}
		c, f := &t.knots[k], at-float64(k)
		u[i] = c.c0 + float64(f*(c.c1+float64(f*(c.c2+float64(f*c.c3)))))
	}
}
