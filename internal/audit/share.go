package audit

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/quantity"
)

// share is a relation between two inputs of a system that the profiles of the library keep within less than a factor of ten, or little more, by their mids; a
// figure of ten times too much or too little leaves it. The ranges of such figures are wide, so that their ends tell nothing.
type share struct {
	of, over    *quantity.Spec
	least, most float64
	advice      string
}

// The network beyond the rack, with storage and management, takes 5% (Max 1550, with the switches in the cabinet) to 31% (Maia 100, 1.2 Tbit/s a chip) of a
// chip's TDP.
var networkShares = []share{{
	accelerators.NetworkPower.Spec, accelerators.TDP.Spec, 0.035, 0.5,
	"is it the network of a system, or that of a chip without storage and management?",
}}

func networkShare(v *view) { v.shares(networkShares) }

// A chip costs, with its server and network, 19 USD (Max 1550, the supercomputer that it was built for) to 126 USD (CS-2) a watt of TDP.
var costShares = []share{{
	accelerators.ComputePerChip.Spec, accelerators.TDP.Spec, 13, 150,
	"is it the cost of a server or a rack, or of the chip alone?",
}}

func costPerWatt(v *view) { v.shares(costShares) }

// Links within the scale-up domain carry 6% (Jalapeño) to 109% (SN50, with slow memory) of what the memory does, and the network beyond it 0.5% (Inferentia2) to
// 22% (Jalapeño) of what those links do.
var linkShares = []share{
	{accelerators.ScaleUpBandwidth.Spec, accelerators.HBMBandwidth.Spec, 0.05, 1.2, "check the units (bits or bytes), that it is of one chip, and that both directions are counted"},
	{accelerators.ScaleOutBandwidth.Spec, accelerators.ScaleUpBandwidth.Spec, 0.0045, 0.3, "check the units (bits or bytes), and that both are of one chip"},
}

func linkRate(v *view) { v.shares(linkShares) }

// shares reports the mids that leave their relation. What the ends of ranges allow is no excuse here. Nothing at all is meant as such: a rack can have the network
// in its own power.
func (v *view) shares(list []share) {
	for _, s := range list {
		if r, known := v.ratio(s.of, s.over); known && r.mid > 0 && (r.mid < s.least || r.mid > s.most) {
			v.report(s.of.Name, number(r.mid)+v.per(s)+"; "+number(s.least)+" to "+number(s.most)+" is usual", s.advice)
		}
	}
}

// per says what the quotient is one of.
func (v *view) per(s share) string {
	if s.of == accelerators.ComputePerChip.Spec {
		return " USD per watt of " + s.over.Name
	}
	return " times " + s.over.Name
}
