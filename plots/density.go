package plots

import "math"

// densityBins is the resolution of a density; at 1600 pixels a bin is under
// four of them.
const densityBins = 400

// density is a smoothed histogram scaled to a peak of 1.
type density struct {
	lo, step float64
	height   []float64 // at lo + i*step
}

// at returns the value of bin i.
func (d density) at(i int) float64 { return d.lo + float64(i)*d.step }

// densityOf smooths the finite draws with a Gaussian kernel. The draws are
// binned first, which makes the cost independent of their number times the
// kernel's width. Draws far outside P5..P95 are left out of the picture, or one
// outlier would squeeze the rest to a line. An amount cannot be negative, so
// what the kernel would spill below zero is folded back.
// ok is false where there is no spread to draw.
func densityOf(values []float64, p5, p95 float64) (d density, ok bool) {
	spread := p95 - p5
	lo, hi, n := math.Inf(1), math.Inf(-1), 0
	for _, v := range values {
		if v-v == 0 { // finite
			lo, hi = math.Min(lo, v), math.Max(hi, v)
			n++
		}
	}
	if n < 2 || !(spread > 0) || !(hi > lo) || hi-lo < 1e-9*math.Abs(hi) {
		return d, false
	}
	positive := lo >= 0
	lo, hi = math.Max(lo, p5-1.5*spread), math.Min(hi, p95+1.5*spread)
	// Silverman's rule, a little wider, with the deviation of a normal of this P5-P95 width.
	h := 1.2 * spread / 3.29 * math.Pow(float64(n), -0.2)
	d.lo = lo - 3*h
	d.step = (hi + 3*h - d.lo) / (densityBins - 1)
	bins := make([]float64, densityBins)
	for _, v := range values {
		if v >= lo && v <= hi {
			bins[int((v-d.lo)/d.step+0.5)]++
		}
	}
	d.height = convolve(bins, h/d.step)
	if positive && d.lo < 0 {
		d.foldAtZero()
	}
	peak := 0.0
	for _, v := range d.height {
		peak = math.Max(peak, v)
	}
	for i := range d.height {
		d.height[i] /= peak
	}
	d.trim()
	return d, peak > 0
}

// trim cuts the ends that are too flat to see; they would only widen the axis.
func (d *density) trim() {
	const flat = 0.002
	a, b := 0, len(d.height)
	for a < b && d.height[a] < flat {
		a++
	}
	for b > a && d.height[b-1] < flat {
		b--
	}
	d.lo += float64(a) * d.step
	d.height = d.height[a:b]
}

// convolve applies a Gaussian of the given width in bins.
func convolve(bins []float64, sigma float64) []float64 {
	reach := int(math.Ceil(4 * sigma))
	kernel := make([]float64, reach+1)
	for k := range kernel {
		z := float64(k) / sigma
		kernel[k] = math.Exp(-z * z / 2)
	}
	out := make([]float64, len(bins))
	for i, b := range bins {
		if b == 0 {
			continue
		}
		for j := max(0, i-reach); j <= min(len(out)-1, i+reach); j++ {
			k := j - i
			if k < 0 {
				k = -k
			}
			out[j] += b * kernel[k]
		}
	}
	return out
}

// foldAtZero mirrors the part below zero onto the part above and cuts it off.
func (d *density) foldAtZero() {
	zero := int(math.Round(-d.lo / d.step))
	for i := range zero {
		if j := 2*zero - i; j < len(d.height) {
			d.height[j] += d.height[i]
		}
	}
	d.height = d.height[zero:]
	d.lo = 0
}
