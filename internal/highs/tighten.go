package highs

import "math"

// sign is 1 for a maximisation and -1 for a minimisation: times that, every objective is to be as large as can be.
func (s Sense) sign() float64 {
	if s == Maximise {
		return 1
	}
	return -1
}

// tightened is the problem without what is worse than a known objective, and a bound on its objective. By the duals of the relaxation no objective passes the
// bound, and it loses from that with every unit of a column whose reduced cost is against it, and with all that is left of a limit that has a price. What loses
// more than lies between the bound and what is known is left out. The bound is added up here and holds for any duals, exact or not; infinite, and the problem
// as it was, where they prove nothing.
func tightened(p *Problem, duals []float64, known float64) (_ *Problem, bound float64) {
	sign := p.Sense.sign()
	lower, upper := p.implied(sign * known)
	y := make([]float64, len(p.Rows))
	reduced := make([]float64, len(p.Columns)) // what a unit adds beyond the prices of what it takes
	for j, c := range p.Columns {
		reduced[j] = sign * c.Cost
	}
	var total sum
	size := 0.0
	add := func(price, at float64) {
		if price != 0 {
			total.add(price, at)
			size += math.Abs(float64(price * at))
		}
	}
	for i, r := range p.Rows {
		if y[i] = sign * duals[i]; y[i] > 0 && math.IsInf(r.Upper, 1) || y[i] < 0 && math.IsInf(r.Lower, -1) {
			y[i] = 0
		}
		for _, t := range r.Terms {
			reduced[t.Column] -= float64(y[i] * t.Coefficient)
		}
		add(y[i], pick(y[i] > 0, r.Upper, r.Lower))
	}
	for j, d := range reduced {
		add(d, pick(d > 0, upper[j], lower[j]))
	}
	if bound = total.value(); math.IsInf(bound, 0) || math.IsNaN(bound) {
		return p, sign * math.Inf(1)
	}
	gap := max(0, bound-sign*known) + float64(Tolerance*size) // as limits are kept to that, and all this is rounded
	q := p.clone()
	for j, d := range reduced {
		c := &q.Columns[j]
		if d < 0 && !math.IsInf(c.Lower, -1) {
			c.Upper = min(c.Upper, c.Lower+gap/-d)
		} else if d > 0 && !math.IsInf(c.Upper, 1) {
			c.Lower = max(c.Lower, c.Upper-gap/d)
		}
	}
	for i := range q.Rows {
		if r := &q.Rows[i]; y[i] > 0 {
			r.Lower = max(r.Lower, r.Upper-gap/y[i])
		} else if y[i] < 0 {
			r.Upper = min(r.Upper, r.Lower+gap/-y[i])
		}
	}
	return q, sign * bound
}

func pick(first bool, a, b float64) float64 {
	if first {
		return a
	}
	return b
}

// implied are the ranges of the columns, finite where a row or the known objective, as a maximisation's, makes them so.
func (p *Problem) implied(known float64) (lower, upper []float64) {
	for _, c := range p.Columns {
		lower, upper = append(lower, c.Lower), append(upper, c.Upper)
	}
	// atMost looks at sign times the terms, which are at most the limit.
	atMost := func(terms []Term, sign, limit float64) {
		if math.IsInf(limit, 1) {
			return
		}
		least := 0.0 // that all terms come to
		for _, t := range terms {
			if a := sign * t.Coefficient; a != 0 {
				least += float64(a * pick(a > 0, lower[t.Column], upper[t.Column]))
			}
		}
		for _, t := range terms {
			j, a := t.Column, sign*t.Coefficient
			if a > 0 && !math.IsInf(least, -1) && math.IsInf(upper[j], 1) {
				upper[j] = (limit-least)/a + lower[j]
			}
		}
	}
	var costs []Term
	for j, c := range p.Columns {
		costs = append(costs, Term{j, c.Cost})
	}
	for _, r := range p.Rows {
		atMost(r.Terms, 1, r.Upper)
		atMost(r.Terms, -1, -r.Lower)
	}
	atMost(costs, -p.Sense.sign(), -known)
	return lower, upper
}

// known are good values, those that were handed in or some near those of the relaxation, with the bound that its duals prove, and the problem without what is
// worse; nil where none are easily found.
func (p *Problem) known(relaxed *Solution, given []float64) (_ *Solution, narrow *Problem) {
	if relaxed == nil || relaxed.Duals == nil {
		return nil, nil
	}
	var out *Solution
	for _, values := range [][]float64{p.round(relaxed), given} {
		s := &Solution{}
		if len(values) == len(p.Columns) && s.settle(p, values) == nil && (out == nil || p.Sense.sign()*s.Objective > p.Sense.sign()*out.Objective) {
			out = s
		}
	}
	if out == nil {
		return nil, nil
	}
	narrow, out.Bound = tightened(p, relaxed.Duals, out.Objective)
	out.conclude(p.Sense)
	return out, narrow
}

// better takes over what a search among values no worse than these has found and proved.
func (s *Solution) better(sense Sense, found *Solution) {
	s.Status, s.Nodes = found.Status, found.Nodes
	if sense.sign()*found.Bound < sense.sign()*s.Bound {
		s.Bound = found.Bound
	}
	if found.Values != nil && sense.sign()*found.Objective > sense.sign()*s.Objective {
		s.Values, s.Activity, s.Objective = found.Values, found.Activity, found.Objective
	}
	s.conclude(sense)
}
