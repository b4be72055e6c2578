package plots

import (
	"image/color"
	"sort"
	"testing"
)

func vendorKeys() []string {
	var keys []string
	for k := range vendorHue {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// differ is the distance of two colours for the eye to which they differ least.
func differ(a, b color.NRGBA) float64 { return distance(seen(a), seen(b)) }

func TestVendorsDifferForEveryEye(t *testing.T) {
	keys := vendorKeys()
	var all []series
	for _, k := range keys {
		all = append(all, series{vendor: k})
	}
	for _, name := range themeNames {
		th := themes[name]
		cols := th.seriesColours(all)
		least := 8.0
		if th.lift {
			least = 5 // lifting squeezes the lightness range
		}
		for i := range keys {
			for j := range i {
				if d := differ(cols[i], cols[j]); d < least {
					t.Errorf("%s: %s and %s are %.1f apart", name, keys[i], keys[j], d)
				}
			}
		}
	}
}

// Any two of a vendor's shades differ, whichever of them a chart shows, on a dark ground as on a light one, and of vendors without a hue as of the others; the
// first few, which a family has, differ more.
func TestShadesOfOneVendorDiffer(t *testing.T) {
	hues := map[string]color.NRGBA{}
	for k, c := range vendorHue {
		hues[k] = c
	}
	for k, c := range otherHues {
		hues["other "+string(rune('a'+k))] = c
	}
	for k, hue := range hues {
		for _, name := range themeNames {
			th := themes[name]
			for i := range Shades {
				for j := range i {
					least := 2.7
					switch {
					case i < 2:
						least = 18
					case i < 3:
						least = 12
					case i < 4:
						least = 6.3
					case i < 6:
						least = 4.4
					case i < 8:
						least = 3.2
					}
					if _, known := vendorHue[k]; !known && i >= 4 {
						least = 2 // hues that are half grey
					}
					if d := differ(th.shade(hue, i), th.shade(hue, j)); d < least {
						t.Errorf("%s: shades %d and %d of %s are %.1f apart", name, i, j, k, d)
					}
				}
			}
		}
	}
}

// A system's colour does not depend on what else a chart shows.
func TestShadeIsStable(t *testing.T) {
	for _, name := range themeNames {
		th := themes[name]
		var all []series
		for i := range 8 {
			all = append(all, series{"AWS", i}, series{"Nvidia", 7 - i}, series{"Google", i})
		}
		together := th.seriesColours(all)
		for i, s := range all {
			if alone := th.seriesColours([]series{s}); alone[0] != together[i] {
				t.Errorf("%s: shade %d of %s is %v alone and %v among others", name, s.shade, s.vendor, alone[0], together[i])
			}
		}
	}
}

// Charts that do not say which shade a system has show different ones all the same.
func TestSameShadeTwice(t *testing.T) {
	cols := themes["light"].seriesColours([]series{{"AWS", 0}, {"AWS", 0}, {"Amazon", 1}, {"AWS", 1}, {"AWS", -1}})
	for i := range cols {
		for j := range i {
			if cols[i] == cols[j] {
				t.Errorf("series %d and %d are both %v", i, j, cols[i])
			}
		}
	}
	if th := themes["light"]; cols[0] != vendorHue["aws"] || cols[2] != th.shade(vendorHue["aws"], 1) {
		t.Errorf("the first of a shade does not have it: %v", cols)
	}
}

// Numbers beyond the last shade go round; they still give no two series one colour while there is a free one.
func TestShadesGoRound(t *testing.T) {
	th := themes["light"]
	all := []series{{"NVIDIA", 3}, {"NVIDIA", 3 + Shades}, {"NVIDIA", 0}, {"Nvidia", 2 * Shades}, {"NVIDIA", 4}}
	cols := th.seriesColours(all)
	for i := range cols {
		for j := range i {
			if cols[i] == cols[j] {
				t.Errorf("shades %d and %d are both %v", all[j].shade, all[i].shade, cols[i])
			}
		}
	}
	if cols[0] != th.shade(vendorHue["nvidia"], 3) || cols[2] != vendorHue["nvidia"] || cols[4] != th.shade(vendorHue["nvidia"], 4) {
		t.Error("one that was first with its shade has lost it")
	}
	var many []series // more than there are shades: each is used, and none much more than others
	for range Shades + 5 {
		many = append(many, series{"NVIDIA", 7})
	}
	count := map[color.NRGBA]int{}
	for _, c := range th.seriesColours(many) {
		count[c]++
	}
	if len(count) != Shades {
		t.Errorf("%d colours of %d", len(count), Shades)
	}
	for c, n := range count {
		if n > 2 {
			t.Errorf("%d series are %v", n, c)
		}
	}
}

// The bars of a waterfall stand side by side.
func TestTotalsAndLossesDifferFromChips(t *testing.T) {
	for _, name := range themeNames {
		th := themes[name]
		for _, k := range []string{"aws", "nvidia", "google", "amd"} {
			chip := th.shade(vendorHue[k], 0)
			for what, c := range map[string]color.NRGBA{"total": th.total, "loss": th.loss} {
				if d := differ(chip, c); d < 6 {
					t.Errorf("%s: %s is %.1f from the %s", name, k, d, what)
				}
			}
		}
	}
}

// Every series shows on its ground, and text on it and in it can be read.
func TestContrast(t *testing.T) {
	for _, name := range themeNames {
		th := themes[name]
		for what, c := range map[string]color.NRGBA{"ink": th.ink, "muted": th.muted, "source": th.source} {
			if r := contrast(c, th.bg); r < 4.5 {
				t.Errorf("%s: %s has contrast %.2f", name, what, r)
			}
		}
		for what, c := range map[string]color.NRGBA{"total": th.total, "loss": th.loss, "accent": th.accent} {
			if r := contrast(c, th.bg); r < 3 {
				t.Errorf("%s: %s has contrast %.2f", name, what, r)
			}
		}
		var all []series
		for i := range Shades {
			for _, k := range vendorKeys() {
				all = append(all, series{k, i})
			}
			for k := range otherHues {
				all = append(all, series{string(rune('a'+k)) + " vendor without a hue", i})
			}
		}
		for i, c := range th.seriesColours(all) {
			who := all[i]
			if r := contrast(c, th.bg); r < 3 {
				t.Errorf("%s: shade %d of %s has contrast %.2f", name, who.shade, who.vendor, r)
			}
			if r := contrast(th.on(c), c); r < 4.5 {
				t.Errorf("%s: text on shade %d of %s has contrast %.2f", name, who.shade, who.vendor, r)
			}
			if r := contrast(readable(c, th.bg, 4.5), th.bg); r < 4.5 {
				t.Errorf("%s: the name of %s has contrast %.2f", name, who.vendor, r)
			}
		}
	}
}

// The colours of amounts go one way in lightness for every eye and in grey, and black or white can be read on each.
func TestRampReadsForEveryEye(t *testing.T) {
	for _, name := range themeNames {
		th := themes[name]
		const steps = 40
		way := 1.0
		if labOf(th.heat(1)).L < labOf(th.heat(0)).L {
			way = -1
		}
		for i := range steps {
			from, to := th.heat(float64(i)/steps), th.heat(float64(i+1)/steps)
			a, b := seen(from), seen(to)
			for eye := range a {
				if way*(b[eye].L-a[eye].L) <= 0.002 {
					t.Errorf("%s: at %d of %d lightness goes from %.3f to %.3f for eye %d", name, i, steps, a[eye].L, b[eye].L, eye)
				}
			}
			if r := contrast(over(to), to); r < 4.5 {
				t.Errorf("%s: text at %d of %d has contrast %.2f", name, i+1, steps, r)
			}
		}
		if d := differ(th.heat(0), th.heat(1)); d < 40 {
			t.Errorf("%s: the least and the greatest amount are %.1f apart", name, d)
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
	if got := themes["light"].seriesColours([]series{{"Nvidia", 0}, {"AWS", 0}}); got[0] != rgb(0x17756b) || got[1] != rgb(0xd9651c) {
		t.Errorf("got %v", got)
	}
}
