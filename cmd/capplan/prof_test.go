package main

import (
	"io"
	"testing"
	"strings"
)

func BenchmarkProf(b *testing.B) {
	args := strings.Fields("sweep --gw 2 --chip trainium2 --vary site.reserve=0.02:0.10:lin:32 --vary site.pue_peak=1.08:1.3:lin:32 --vary system.power=46kW:56kW:lin:32 --vary site.provision=0.75:1:lin:31 --metric power.it,capacity.chips,capacity.peak_bf16,capacity.effective,energy.facility_year,cost.capex --quiet --format csv")
	for b.Loop() {
		if run(streams{nil, io.Discard, io.Discard}, args) != 0 {
			b.Fatal()
		}
	}
}
