package audit

import (
	"github.com/capplan/capplan/internal/accelerators"
)

// How often a second a chip can read its memory once. Of chips with HBM the Ascend 950PR has 12 and Rubin 76; 1 or 1,000 means bits for bytes, or one figure
// of a package and one of a system. Chips that compute in SRAM are beyond it, and say so.
const (
	leastRate = 10
	mostRate  = 120
)

func memoryRate(v *view) {
	rate, size := accelerators.HBMBandwidth.Spec, accelerators.HBM.Spec
	r, known := v.ratio(rate, size)
	if !known || r.meets(leastRate, mostRate) {
		return
	}
	usual := number(r.mid) + " times a second; " + number(leastRate) + " to " + number(mostRate) + " times is usual"
	const advice = "check the units (bytes, not bits; giga, not tera), and that both are of one package"
	if values := v.values(); values[size].Override && !values[rate].Override { // the overlay's figure is the newcomer
		v.report(size.Name, "is read through "+usual, advice)
		return
	}
	v.report(rate.Name, "reads all of chip.hbm "+usual, advice)
}

// What a year's rent of a chip may be over its cost, and the hours of the model's year.
const (
	hoursPerYear = 8760
	leastPayback = 0.1
	mostPayback  = 2
)

func rentalPayback(v *view) {
	r, known := v.ratio(accelerators.RentalPerHour.Spec, accelerators.ComputePerChip.Spec)
	if !known {
		return
	}
	r = r.times(span{hoursPerYear, hoursPerYear, hoursPerYear})
	if !r.meets(leastPayback, mostPayback) {
		v.report(accelerators.RentalPerHour.Name, "a year's rent is "+number(r.mid)+" times cost.compute_per_chip; "+number(leastPayback)+" to "+number(mostPayback)+" times is usual",
			"check that both are of one chip, not of a server")
	}
}
