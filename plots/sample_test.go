package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// longName is 60 characters without being one word.
const longName = "Trainium2 UltraServer of the second generation, 64 chips, 2r"

var sampleVendors = []string{"AWS", "Nvidia", "AMD", "AWS", "Google", "Nvidia", "AWS", "Intel", "Microsoft", "Meta", "Huawei", "Someone Else"}

var sampleMeta = Meta{
	Source:    "Chip documentation (2026-08-21); site profile “default”.",
	Note:      "Facility power at the utility meter. Figures are invented.",
	Product:   "capplan 0.0.0 · library 2026-01-01",
	Recipe:    `{"command":"estimate","start":"2 GW"}`,
	InputHash: "sha256:0123",
}

func sampleName(i int, long bool) string {
	if long {
		return fmt.Sprintf("%s%d", longName[:58], 10+i)
	}
	return []string{"Trainium2", "GB200 NVL72", "MI355X", "Trainium3", "TPU v7", "H100 SXM", "Trainium4", "Gaudi 3", "Maia 200", "MTIA 400", "Ascend 910C", "Other One"}[i%12]
}

// sampleWaterfall has n bars, the last one the chips.
func sampleWaterfall(n int, long bool) Waterfall {
	w := Waterfall{Amount: "2 GW", Boundary: "facility power (utility meter)", System: sampleName(0, long), Vendor: "AWS", Draws: 16384, Meta: sampleMeta}
	losses := []string{"Reserve held", "Cooling and losses", "", "Stranded", "Network and storage", "", "Hosts, fans, conversion"}
	level := 2e9
	for i := range n {
		st := Step{Label: "Facility power", Watts: level, Kind: Total}
		switch name := losses[(i+len(losses)-1)%len(losses)]; {
		case i == n-1:
			st = Step{Label: "Chips", Watts: level, Low: 0.86 * level, High: 1.12 * level, Kind: Final}
		case i == 0:
		case name == "":
			st = Step{Label: "IT power", Watts: level, Low: 0.93 * level, High: 1.06 * level, Kind: Total}
		default:
			st = Step{Label: name, Detail: "PUE 1.20", Watts: 0.07e9 + 0.02e9*float64(i), Kind: Loss}
			if name == "Stranded" {
				st.Watts, st.Detail = 21e3, ""
			}
			level -= st.Watts
		}
		if long {
			st.Label, st.Detail = sampleName(i, true), longName
		}
		w.Steps = append(w.Steps, st)
	}
	return w
}

// draws are n quantiles of a right-skewed distribution in a scrambled order.
func draws(n int, median, spread float64) []float64 {
	v := make([]float64, n)
	for i := range v {
		u := (float64((i*7919)%n) + 0.5) / float64(n)
		v[i] = median * math.Exp(spread*math.Sqrt2*math.Erfinv(2*u-1))
	}
	return v
}

func ridgeOf(name, detail, vendor string, values []float64) Ridge {
	s := slices.Clone(values)
	slices.Sort(s)
	n := len(s)
	return Ridge{Name: name, Detail: detail, Vendor: vendor, Values: values, P5: s[n*5/100], P50: s[n/2], P95: s[n*95/100]}
}

func sampleRidges(n int, long bool, points int) Ridges {
	r := Ridges{Amount: "2 GW", Boundary: "facility power (utility meter)", Quantity: "chips", Meta: sampleMeta}
	for i := range n {
		detail := "64 chips, 2 racks"
		if long {
			detail = longName
		}
		values := draws(points, 1.3e6-0.08e6*float64((i*5)%12), 0.1+0.01*float64(i%3))
		r.Rows = append(r.Rows, ridgeOf(sampleName(i, long), detail, sampleVendors[i%12], values))
	}
	return r
}

func sampleMixBars(n int, long bool) MixBars {
	m := MixBars{Amount: "2 GW", Boundary: "facility power (utility meter)", Meta: sampleMeta}
	m.Rows = []MixRow{
		{Label: "Facility power", Unit: Watt}, {Label: "Chips", Noun: "chips"}, {Label: "Racks", Noun: "racks"},
		{Label: "Dense BF16 FLOP/s", Unit: FLOPS}, {Label: "HBM capacity", Unit: Bytes}, {Label: "Capital cost", Unit: USD},
	}
	scale := []float64{1e8, 6e4, 900, 5e19, 1e16, 1.6e9}
	for i := range n {
		m.Members = append(m.Members, Member{Name: sampleName(i, long), Vendor: sampleVendors[i%12]})
		for j := range m.Rows {
			m.Rows[j].Values = append(m.Rows[j].Values, scale[j]*float64(14-(i*7+j*3)%12))
		}
	}
	for j := range m.Rows {
		for i := range m.Members {
			sh := m.Rows[j].share(i)
			m.Rows[j].Low, m.Rows[j].High = append(m.Rows[j].Low, 0.94*sh), append(m.Rows[j].High, math.Min(1, 1.05*sh))
		}
		if long {
			m.Rows[j].Label = longName
			m.Rows[j].Reason = strings.Repeat(longName+" ", 3)
		}
	}
	return m
}

// sampleBeforeAfter has n vendors, of whom the last joins after the first moment.
func sampleBeforeAfter(n int, long bool) BeforeAfter {
	b := BeforeAfter{Party: "OpenAI", Noun: "chip commitments", By: "power", Measure: "gigawatts of unstated boundary", Meta: sampleMeta}
	b.States = []Standing{{Label: "Before 27 Feb 2026"}, {Label: "After 27 Feb 2026"}, {Label: "After, if the letter of intent is kept", Aside: true}}
	for i := range n {
		b.Vendors = append(b.Vendors, Member{Name: sampleName(i, long), Vendor: sampleVendors[i%12]})
		for j := range b.States {
			v := 1e9 * float64(10-(i*3+j*5)%9)
			if j == 0 && i > 0 && i == n-1 {
				v = 0
			}
			b.States[j].Values = append(b.States[j].Values, v)
		}
	}
	for j := range b.States {
		if long {
			b.States[j].Label = longName
		}
		for i := range n {
			share := b.bars().Rows[j].share(i)
			b.States[j].Low, b.States[j].High = append(b.States[j].Low, 0.9*share), append(b.States[j].High, min(1, 1.1*share))
		}
	}
	return b
}
