package audit

import (
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/power"
)

func scatterCentre(v *view) {
	s, known := v.span(power.Scatter.Spec)
	if known && (s.mid < 0.99 || s.mid > 1.01) {
		v.report(power.Scatter.Name, "has the median "+number(s.mid)+"; it must be 1", "write p5 = x and p95 = 1/x; what is not scatter belongs to another input")
	}
}

func facilityLife(v *view) {
	r, known := v.ratio(cost.LifeFacility.Spec, cost.LifeCompute.Spec)
	if known && r.high < 1 {
		v.report(cost.LifeFacility.Name, "is below finance.life_compute", "were the two exchanged?")
	}
}
