package ramp

// weights says how the generations divide the power of a quarter among themselves: 0 for one that is not delivered then. Where one generation's window runs
// into the next one's, the new one takes over step by step; otherwise those that are delivered at once share by their weights.
func (f *Fleet) weights(q Quarter) []float64 {
	out := make([]float64, len(f.Generations))
	sum := 0.0
	for i := range f.Generations {
		out[i] = f.weight(i, q)
		sum += out[i]
	}
	for i := range out {
		if sum > 0 {
			out[i] /= sum
		}
	}
	return out
}

// Delivers reports whether any system is delivered in a quarter.
func (f *Fleet) Delivers(q Quarter) bool {
	for i := range f.Generations {
		if g := &f.Generations[i]; q >= g.From && q <= g.Until {
			return true
		}
	}
	return false
}

func (f *Fleet) weight(i int, q Quarter) float64 {
	g := &f.Generations[i]
	if q < g.From || q > g.Until {
		return 0
	}
	w := 1.0
	if v, given := f.Mix.Members[i].Values[Weight.Spec]; given {
		w = v.Mid()
	}
	for k := range f.Generations {
		o := &f.Generations[k]
		switch {
		case k == i:
		case o.From < g.From && o.Until >= g.From && o.Until < g.Until: // this one takes over
			w *= takeover(q, g.From, o.Until)
		case g.From < o.From && g.Until >= o.From && g.Until < o.Until: // this one hands over
			w *= 1 - takeover(q, o.From, g.Until)
		}
	}
	return w
}

// takeover is the part that the new generation has in a quarter of an overlap: equal steps, from a little to nearly all.
func takeover(q, first, last Quarter) float64 {
	switch {
	case q < first:
		return 0
	case q > last:
		return 1
	}
	return float64(q-first+1) / float64(last-first+2)
}
