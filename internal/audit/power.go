package audit

import (
	"fmt"

	"github.com/capplan/capplan/internal/accelerators"
)

// rated is a system's rated power: as given, or its chips and what else is in it.
func (s *Subject) rated() (span, bool) {
	if p, known := s.span(accelerators.SystemPower.Spec); known {
		return p, true
	}
	host, known := s.span(accelerators.HostPower.Spec)
	chips, alsoKnown := s.chipPower()
	if !known || !alsoKnown {
		return span{}, false
	}
	return chips.plus(host), true
}

// chipPower is the TDP of all chips of a system.
func (s *Subject) chipPower() (span, bool) {
	tdp, known := s.span(accelerators.TDP.Spec)
	n, alsoKnown := s.span(accelerators.Chips.Spec)
	if !known || !alsoKnown {
		return span{}, false
	}
	return tdp.times(n), true
}

// powerKey is the key that gives the system's power.
func (s *Subject) powerKey() string {
	if _, given := s.span(accelerators.SystemPower.Spec); given {
		return accelerators.SystemPower.Name
	}
	return accelerators.HostPower.Name
}

// The least and the most that a system's rated power is over that of its chips. Of machines whose rating is published the DGX H100 has the most, 1.82, and
// the GB200 NVL72 the least, 1.43; an estimate from parts may leave most of the rest out.
const (
	leastMargin = 1.05
	mostMargin  = 3
)

func powerMargin(v *view) {
	system, known := v.rated()
	chips, alsoKnown := v.chipPower()
	if !known || !alsoKnown {
		return
	}
	switch r := system.over(chips); {
	case r.high < leastMargin || r.mid < 1:
		v.report(v.powerKey(), fmt.Sprintf("%s is %s times the %s of the chips, which leaves nothing for hosts, fans and conversion", watts(system.mid), number(r.mid), watts(chips.mid)),
			"is it the power of the chips alone, or of a part of the system?")
	case r.low > mostMargin:
		v.report(v.powerKey(), fmt.Sprintf("%s is %s times the %s of the chips", watts(system.mid), number(r.mid), watts(chips.mid)),
			"is it the power of several systems, or is chip.tdp that of a die?")
	}
}

// What a rack takes. Legacy racks begin at 2 kW; the densest that has been announced takes 600 kW. Air has been seen to cool 60 kW and little more.
const (
	leastRack = 2e3
	mostRack  = 700e3
	mostAir   = 75e3
)

func rackPower(v *view) {
	system, known := v.rated()
	racks, alsoKnown := v.span(accelerators.RacksPerUnit.Spec)
	if !known || !alsoKnown {
		return
	}
	rack := system.over(racks)
	switch {
	case !rack.meets(leastRack, mostRack):
		v.report(v.powerKey(), watts(rack.mid)+" a rack; "+watts(leastRack)+" to "+watts(mostRack)+" is usual", "check system.racks, and that the power is that of one system")
	case v.System.Cooling == "air" && rack.low > mostAir:
		v.report(v.powerKey(), watts(rack.mid)+" a rack, cooled by air; at most "+watts(mostAir)+" is usual", "check cooling and system.racks")
	}
}

// density is what a chip's TDP may be over its dense peak, in watts per TFLOP/s. The precisions with the most bits come first; the first that is known counts.
type density struct {
	precisions  []string
	least, most float64
}

// The first bounds hold from the V100 (2.4) to the MI455X (0.22), with room; each halving of the bits halves them.
var densities = []density{
	{[]string{"bf16", "fp16"}, 0.15, 4},
	{[]string{"fp8", "int8"}, 0.07, 2.5},
	{[]string{"fp4"}, 0.03, 1.5},
}

func wattsPerFLOP(v *view) {
	for _, d := range densities {
		for _, p := range d.precisions {
			r, known := v.ratio(accelerators.TDP.Spec, peak(p))
			if !known {
				continue
			}
			r = r.over(span{1e-12, 1e-12, 1e-12})
			if !r.meets(d.least, d.most) {
				v.report(accelerators.TDP.Name, fmt.Sprintf("%s W per TFLOP/s of chip.%s; %s to %s is usual", number(r.mid), p, number(d.least), number(d.most)),
					"check that both are of one package, and the peak dense")
			}
			return
		}
	}
}
