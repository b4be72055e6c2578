package plots

import (
	"image/color"
	"math"
	"sort"
	"testing"
)

// vision holds the matrices of Machado, Oliveira and Fernandes (2009) for
// complete dichromacy, to be applied to linear RGB.
var vision = map[string][3][3]float64{
	"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// distance is the smallest OKLab distance, times 100, over all kinds of vision.
func distance(a, b color.NRGBA) (least float64, who string) {
	least = math.Inf(1)
	for name, m := range vision {
		see := func(c color.NRGBA) oklab {
			in := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
			var out [3]float64
			for i, row := range m {
				for j, k := range row {
					out[i] += k * in[j]
				}
				out[i] = math.Min(1, math.Max(0, out[i]))
			}
			return labOfLinear(out[0], out[1], out[2])
		}
		p, q := see(a), see(b)
		if d := 100 * math.Sqrt((p.L-q.L)*(p.L-q.L)+(p.a-q.a)*(p.a-q.a)+(p.b-q.b)*(p.b-q.b)); d < least {
			least, who = d, name
		}
	}
	return least, who
}

func vendorKeys() []string {
	var keys []string
	for k := range vendorHue {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func TestVendorsDifferForEveryEye(t *testing.T) {
	keys := vendorKeys()
	for _, name := range themeNames {
		th := themes[name]
		cols := th.seriesColours(keys)
		least := 7.0
		if th.lift {
			least = 4.5 // lifting squeezes the lightness range
		}
		for i := range keys {
			for j := range i {
				if d, who := distance(cols[i], cols[j]); d < least {
					t.Errorf("%s: %s and %s are %.1f apart in %s", name, keys[i], keys[j], d, who)
				}
			}
		}
	}
}

func TestShadesOfOneVendorDiffer(t *testing.T) {
	for _, k := range vendorKeys() {
		for n := 2; n <= 4; n++ {
			vendors := make([]string, n)
			for i := range vendors {
				vendors[i] = k
			}
			for _, name := range themeNames {
				cols := themes[name].seriesColours(vendors)
				for i := 1; i < n; i++ {
					if d, who := distance(cols[i-1], cols[i]); d < 8 {
						t.Errorf("%s: shades %d and %d of %d of %s are %.1f apart in %s", name, i-1, i, n, k, d, who)
					}
				}
			}
		}
	}
}

// The bars of a waterfall stand side by side.
func TestTotalsAndLossesDifferFromChips(t *testing.T) {
	for _, name := range themeNames {
		th := themes[name]
		for _, k := range []string{"aws", "nvidia", "google", "amd"} {
			chip := th.seriesColours([]string{k})[0]
			for what, c := range map[string]color.NRGBA{"total": th.total, "loss": th.loss} {
				if d, who := distance(chip, c); d < 6 {
					t.Errorf("%s: %s is %.1f from the %s in %s", name, k, d, what, who)
				}
			}
		}
	}
}

func TestContrast(t *testing.T) {
	for _, name := range themeNames {
		th := themes[name]
		for what, c := range map[string]color.NRGBA{"ink": th.ink, "muted": th.muted, "source": th.source} {
			if r := contrast(c, th.bg); r < 4.5 {
				t.Errorf("%s: %s has contrast %.2f", name, what, r)
			}
		}
		var vendors []string
		for _, k := range vendorKeys() {
			vendors = append(vendors, k, k, k)
		}
		for i, c := range th.seriesColours(vendors) {
			if r := contrast(th.on(c), c); r < 3 {
				t.Errorf("%s: text on %s has contrast %.2f", name, vendors[i], r)
			}
			if r := contrast(readable(c, th.bg, 4.5), th.bg); r < 4.5 {
				t.Errorf("%s: the name of %s has contrast %.2f", name, vendors[i], r)
			}
		}
	}
}

func TestVendorKey(t *testing.T) {
	for vendor, want := range map[string]string{
		"AWS": "aws", "Amazon Web Services": "aws", "Amazon (Annapurna Labs)": "aws", "NVIDIA Corporation": "nvidia",
		"OpenAI/Broadcom": "openai", "Google": "google", "Metal Works": "metal works", "": "",
	} {
		if got := vendorKey(vendor); got != want {
			t.Errorf("vendorKey(%q) = %q, want %q", vendor, got, want)
		}
	}
}

// The same vendor has the same hue in every chart it is alone in.
func TestHueIsFixed(t *testing.T) {
	if got := themes["light"].seriesColours([]string{"Nvidia", "AWS"}); got[0] != rgb(0x17756b) || got[1] != rgb(0xd9651c) {
		t.Errorf("got %v", got)
	}
}
