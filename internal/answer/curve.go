package answer

import (
	"slices"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Curve is what becomes of a question as the share of some of its chips goes from one end to the other, the same draws at every share.
type Curve struct {
	Question Question
	Grounds  *Answer  // what it rests on, without numbers
	Of       string   // whose share varies, as people write it: "NVIDIA"
	Inside   []Member // those chips, with their part of that share
	Outside  []Member // the others, with theirs of the rest
	By       mix.By
	Metrics  []Strand
}

// Strand is one quantity along a curve.
type Strand struct {
	Spec   *quantity.Spec
	Points []CurvePoint // in rising order of share
}

// CurvePoint is a quantity at one share, and over what it is at share 0, draw by draw.
type CurvePoint struct {
	Share    float64
	Quantity Quantity
	Ratio    Quantity
}

// NewCurve computes quantities for every share in [0, 1]; m has the chips of both sides, each with its part of its side as its share. inside tells the sides
// apart. The mix must be valid for each share, and there have to be chips on both sides.
func NewCurve(q Question, of string, m *mix.Mix, inside func(mix.Member) bool, shares []float64, specs []*quantity.Spec, set analysis.Settings) *Curve {
	c := &Curve{Question: q, Of: of, By: m.By}
	all := mix.Alternatives{}
	// What is drawn evenly is decided by the first alternative, so that is one with all chips; ratios are to the one at the first share.
	order := []float64{0.5}
	order = append(order, shares...)
	for _, s := range order {
		one := *m
		one.Members = nil
		for _, x := range m.Members {
			side := 1 - s
			if inside(x) {
				side = s
			}
			if x.Share *= side; x.Share > 0 { // a chip without a share is no part of the mix, so that what it lacks does not matter
				one.Members = append(one.Members, x)
			}
		}
		all.Mixes = append(all.Mixes, &one)
	}
	all.Reference = 1
	var outputs []mix.Output
	for _, spec := range specs {
		for k := 1; k < len(order); k++ {
			o := mix.Output{Alternative: k, Member: mix.Total, Spec: spec}
			outputs = append(outputs, o)
			o.Ratio = true
			outputs = append(outputs, o)
		}
	}
	r := runAll(all, outputs, set)
	for _, one := range all.Mixes {
		r.marks = append(r.marks, overridesOf(q, one))
	}
	for _, spec := range specs {
		metric := Strand{Spec: spec}
		for k, s := range shares {
			o := mix.Output{Alternative: k + 1, Member: mix.Total, Spec: spec}
			point := CurvePoint{Share: s, Quantity: r.quantity(o)}
			if spec.Total == quantity.Sum {
				point.Quantity.Missing = r.plan.MissingIn(k+1, spec)
			}
			o.Ratio = true
			point.Ratio = r.quantity(o)
			metric.Points = append(metric.Points, point)
		}
		c.Metrics = append(c.Metrics, metric)
	}
	c.Grounds = Grounds(q, m, m.Members, specs)
	for i, x := range m.Members {
		if inside(x) {
			c.Inside = append(c.Inside, c.Grounds.Members[i])
		} else {
			c.Outside = append(c.Outside, c.Grounds.Members[i])
		}
	}
	return c
}

// Missing lists the chips without which a quantity has no value at some share.
func (m *Strand) Missing() []string {
	var out []string
	for _, p := range m.Points {
		for _, id := range p.Quantity.Missing {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}
