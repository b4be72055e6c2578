package ledger

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// roles writes what became of each commitment, for comparison.
func roles(entries []Entry) string {
	var out []string
	for _, e := range entries {
		s := e.ID + " " + string(e.Role)
		if e.Reason != "" {
			s += " " + string(e.Reason)
		}
		if e.Of != "" {
			s += " " + e.Of
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestWhatCounts(t *testing.T) {
	letter := []*Commitment{gw("letter", "2025-01-01", "N", 10, binding(Letter)), gw("deal", "2026-01-01", "N", 5, instead("letter"))}
	late := Moment{Date: "2029-01-01", Through: true}
	for _, c := range []struct {
		name string
		list []*Commitment
		v    View
		m    Moment
		want string
	}{
		{"the day before", letter, View{}, Moment{Date: "2026-01-01"}, "letter counted; deal left-out later"},
		{"the day itself", letter, View{}, Moment{Date: "2026-01-01", Through: true}, "letter left-out replaced deal; deal counted"},
		{"no day", letter, View{}, Moment{}, "letter left-out replaced deal; deal counted"},
		{"letters kept", letter, View{}, Moment{Through: true, KeepLetters: true}, "letter counted; deal inside part letter"},
		{"a kept letter that was outgrown", []*Commitment{gw("letter", "2025-01-01", "N", 10, binding(Letter)), gw("deal", "2026-01-01", "N", 7, instead("letter")), gw("more", "2026-02-01", "N", 4, instead("letter"))},
			View{}, Moment{KeepLetters: true}, "letter left-out replaced deal; deal counted; more counted"},
		{"a kept letter before it was outgrown", []*Commitment{gw("letter", "2025-01-01", "N", 10, binding(Letter)), gw("deal", "2026-01-01", "N", 7, instead("letter")), gw("more", "2026-02-01", "N", 4, instead("letter"))},
			View{}, Moment{Date: "2026-02-01", KeepLetters: true}, "letter counted; deal inside part letter; more left-out later"},
		{"kept letters are no contracts", []*Commitment{gw("old", "2025-01-01", "N", 10), gw("new", "2026-01-01", "N", 5, instead("old"))}, View{}, Moment{KeepLetters: true},
			"old left-out replaced new; new counted"},
		{"only binding ones", letter, View{BindingOnly: true}, Moment{Date: "2026-01-01"}, "letter left-out not-binding; deal left-out later"},
		{"what does not bind replaces nothing then", []*Commitment{gw("x", "2025-01-01", "N", 10), gw("y", "2026-01-01", "N", 5, instead("x"), binding(Letter))},
			View{BindingOnly: true}, late, "x counted; y left-out not-binding"},
		{"the replacement is left out", letter, View{Exclude: []string{"deal"}}, late, "letter counted; deal left-out excluded"},
		{"an option", []*Commitment{gw("o", "2025-01-01", "N", 1, binding(Option))}, View{}, late, "o left-out option"},
		{"an option that is asked for", []*Commitment{gw("o", "2025-01-01", "N", 1, binding(Option))}, View{Include: []string{"o"}}, late, "o counted"},
		{"an option in a binding view", []*Commitment{gw("o", "2025-01-01", "N", 1, binding(Option))}, View{BindingOnly: true, Include: []string{"o"}}, late, "o counted"},
		{"another layer", []*Commitment{gw("cloud", "2025-01-01", "N", 4, layer(CloudContract)), gw("chips", "2025-01-01", "N", 2, of("cloud"))}, View{}, late,
			"cloud left-out layer; chips counted"},
		{"the other layer", []*Commitment{gw("cloud", "2025-01-01", "N", 4, layer(CloudContract)), gw("chips", "2025-01-01", "N", 2, of("cloud"))}, View{Layer: CloudContract}, late,
			"cloud counted; chips left-out layer"},
		{"a part of a part", []*Commitment{gw("w", "2025-01-01", "N", 4), gw("p", "2025-01-01", "N", 2, of("w")), gw("q", "2025-01-01", "N", 1, of("p"))}, View{}, late,
			"w counted; p inside part w; q inside part p"},
		{"a part made known before its whole", []*Commitment{gw("w", "2027-01-01", "N", 4), gw("p", "2025-01-01", "N", 2, of("w"))}, View{}, Moment{Date: "2026-01-01"},
			"w left-out later; p counted"},
		{"a part of what was replaced", []*Commitment{gw("w", "2025-01-01", "N", 4), gw("p", "2025-01-01", "N", 2, of("w")), gw("r", "2026-01-01", "N", 3, instead("w"))}, View{}, late,
			"w left-out replaced r; p left-out part-replaced w; r counted"},
		{"a part of what is left out", []*Commitment{gw("w", "2025-01-01", "N", 4), gw("p", "2025-01-01", "N", 2, of("w")), gw("q", "2025-01-01", "N", 1, of("p"))},
			View{Exclude: []string{"w"}}, late, "w left-out excluded; p left-out part-excluded w; q left-out part-excluded p"},
		{"a part of an option", []*Commitment{gw("w", "2025-01-01", "N", 4, binding(Option)), gw("p", "2025-01-01", "N", 2, of("w"))}, View{}, late,
			"w left-out option; p counted"},
		{"a part of the replacement of a kept letter", append(slices.Clone(letter), gw("first", "2026-02-01", "N", 1, of("deal"))), View{}, Moment{KeepLetters: true},
			"letter counted; deal inside part letter; first inside part deal"},
		{"two replace one", append(slices.Clone(letter), gw("more", "2026-02-01", "N", 1, instead("letter"))), View{}, Moment{KeepLetters: true},
			"letter counted; deal inside part letter; more inside part letter"},
		{"a part of a part of another layer", []*Commitment{gw("w", "2025-01-01", "N", 4), gw("cloud", "2025-01-01", "", 3, layer(CloudContract), of("w")), gw("p", "2025-01-01", "N", 2, of("cloud"))},
			View{}, late, "w counted; cloud left-out layer; p inside part w"},
		{"a part of a part that is not there yet", []*Commitment{gw("w", "2025-01-01", "N", 4), gw("later", "2028-01-01", "N", 3, of("w")), gw("p", "2025-01-01", "N", 2, of("later"))},
			View{}, Moment{Date: "2026-01-01"}, "w counted; later left-out later; p inside part w"},
		{"a part of an option in a whole", []*Commitment{gw("w", "2025-01-01", "N", 4), gw("o", "2025-01-01", "N", 3, of("w"), binding(Option)), gw("p", "2025-01-01", "N", 2, of("o"))},
			View{}, late, "w counted; o left-out option; p inside part w"},
		{"a part of what is left out of another layer", []*Commitment{gw("cloud", "2025-01-01", "", 3, layer(CloudContract)), gw("p", "2025-01-01", "N", 2, of("cloud"))},
			View{Exclude: []string{"cloud"}}, late, "cloud left-out excluded; p left-out part-excluded cloud"},
		{"money alone", []*Commitment{gw("m", "2025-01-01", "N", 4, func(c *Commitment) { c.Money, c.Power = c.Power, nil })}, View{}, late, "m left-out no-power"},
		{"chip power without a chip", []*Commitment{gw("c", "2025-01-01", "N", 4, at(Chip))}, View{}, late, "c left-out no-conversion"},
		{"chip power with one", []*Commitment{gw("c", "2025-01-01", "N", 4, at(Chip), made("a"))}, View{}, late, "c counted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.v.Layer == "" {
				c.v.Layer = ChipVendor
			}
			entries := book(c.list...).At(c.v, c.m)
			if got := roles(entries); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			for _, e := range entries {
				if (e.Message == "") != (e.Role == Counted) {
					t.Errorf("%s is %s, and the reason in words is %q", e.ID, e.Role, e.Message)
				}
			}
		})
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name string
		list []*Commitment
		want string // ID key: message
	}{
		{"an edge to nowhere", []*Commitment{gw("alpha", "2025-01-01", "N", 1, of("beta"))}, `alpha part_of: there is no commitment "beta"; name one of alpha`},
		{"a slip of the pen", []*Commitment{gw("alpha", "2025-01-01", "N", 2), gw("x", "2025-01-01", "N", 1, instead("alhpa"))},
			`x replaces: there is no commitment "alhpa"; did you mean alpha?`},
		{"itself", []*Commitment{gw("a", "2025-01-01", "N", 1, of("a"))}, "a part_of: names the commitment itself; name another, or delete it"},
		{"two in a circle", []*Commitment{gw("a", "2025-01-01", "N", 1, of("b")), gw("b", "2025-01-01", "N", 1, of("a"))},
			"b part_of: leads in a circle: a, b, a; delete one of these edges"},
		{"a circle of both kinds", []*Commitment{gw("a", "2025-01-01", "N", 1, of("b")), gw("b", "2025-01-01", "N", 1, of("c")), gw("c", "2025-01-01", "N", 1, instead("a"))},
			"c replaces: leads in a circle: a, b, c, a; delete one of these edges"},
		{"a replacement of another layer", []*Commitment{gw("a", "2025-01-01", "N", 1, layer(Campus)), gw("b", "2025-01-01", "N", 1, instead("a"))},
			"b replaces: a is of the layer campus, this of chip-vendor; what sees the same machines from another side is part_of"},
		{"a replacement that is older", []*Commitment{gw("a", "2025-01-01", "N", 1), gw("b", "2024-01-01", "N", 1, instead("a"))},
			"b date: 2024-01-01 is before that of a, 2025-01-01, which it replaces; the later one replaces the earlier"},
		{"an end before the start", []*Commitment{gw("a", "2025-01-01", "N", 1, func(c *Commitment) { c.Start, c.End = "2027-01-01", "2026-01-01" })},
			"a end: 2026-01-01 is before the start, 2027-01-01"},
		{"after the ledger", []*Commitment{gw("a", "2031-01-01", "N", 1)},
			"a date: 2031-01-01 is after the ledger's as_of, 2030-01-01; raise as_of if the whole ledger was looked through again"},
		{"nothing at all", []*Commitment{gw("a", "2025-01-01", "N", 1, func(c *Commitment) { c.Power, c.Boundary = nil, "" })},
			`a power: missing, and so is money; write power = "2 GW" or money = "38 B USD"`},
		{"a boundary of nothing", []*Commitment{gw("a", "2025-01-01", "N", 1, func(c *Commitment) { c.Money, c.Power = c.Power, nil })},
			"a boundary: given without a power; delete it, or give the power"},
		{"no boundary", []*Commitment{gw("a", "2025-01-01", "N", 1, at(""))},
			"a boundary: missing; write where the power is measured: facility, it, rack, chip, unstated"},
		{"chips of nobody", []*Commitment{gw("a", "2025-01-01", "", 1)},
			"a vendor: missing; a power of the layer chip-vendor is of one vendor's chips; name it, or choose another layer"},
		{"a campus of nobody", []*Commitment{gw("a", "2025-01-01", "", 1, layer(Campus))}, ""},
		{"a part that is more", []*Commitment{gw("a", "2025-01-01", "N", 1), gw("b", "2025-01-01", "N", 2, of("a"))},
			"b power: 2 GW is more than all of a, 1 GW; raise the one, lower the other, or delete part_of"},
		{"parts that are more", []*Commitment{gw("a", "2025-01-01", "N", 3), gw("b", "2025-01-01", "N", 2, of("a")), gw("c", "2025-01-01", "N", 2, of("a"))},
			"c power: the 2 parts of a sum to 4 GW, more than its 3 GW; raise the one, lower the other, or delete part_of"},
		{"a part of another layer may be more", []*Commitment{gw("a", "2025-01-01", "N", 1, layer(Campus)), gw("b", "2025-01-01", "N", 2, of("a"))}, ""},
		{"a part at another boundary", []*Commitment{gw("a", "2025-01-01", "N", 1), gw("b", "2025-01-01", "N", 2, of("a"), at(IT))}, ""},
		{"a part that was replaced", []*Commitment{gw("a", "2025-01-01", "N", 3), gw("b", "2025-01-01", "N", 2, of("a")), gw("c", "2025-01-01", "N", 3, of("a"), instead("b"))}, ""},
		{"more chips than power", []*Commitment{gw("a", "2025-01-01", "N", 1, made("a"), named(2))},
			"a chip_power: 2 GW is more than the commitment, 1 GW; it is the part of the power for which the chip is named"},
		{"the power of no chip", []*Commitment{gw("a", "2025-01-01", "N", 1, named(1))}, "a chip_power: given without a chip; name the chip, or delete it"},
		{"two names for one", []*Commitment{gw("a", "2025-01-01", "Nvidia", 1), gw("b", "2025-01-01", "NVIDIA", 1)},
			`b vendor: "NVIDIA" differs from "Nvidia" in case only; write it as Nvidia`},
		{"a name that is taken", []*Commitment{gw("a", "2025-01-01", "Total", 1)},
			`a vendor: "Total" is what tables call something else; leave the key out where the vendor is not named`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range book(c.list...).Check() {
				s := fmt.Sprintf("%s %s: %s", f.ID, f.Key, f.Message)
				if f.Advice != "" {
					s += "; " + f.Advice
				}
				got = append(got, s)
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "\n"), c.want)
			}
		})
	}
	l := book(gw("a", "2025-01-01", "N", 1))
	l.Vendor, l.Event.Date = "M", "2031-01-01"
	if f := l.Check(); len(f) != 2 || f[0].Key != "event.date" || f[1].Key != "vendor" || f[1].Message != `no commitment is of "M"` {
		t.Errorf("%+v", f)
	}
}

// What states money alone is in no share, and the reader is told so.
func TestMoneyAloneIsWarnedOf(t *testing.T) {
	money := func(x float64) func(*Commitment) {
		return func(c *Commitment) { v := fixed(x); c.Money, c.Power, c.Boundary = &v, nil, "" }
	}
	l := book(gw("power", "2025-01-01", "N", 2), gw("m", "2025-01-01", "A", 1, money(38e9)), gw("n", "2025-01-01", "A", 1, money(100e9)), gw("other", "2025-01-01", "A", 1, money(7e9), layer(CloudContract)))
	r := evaluated(t, l, asked(), world())
	found := 0
	for _, w := range r.Warnings {
		if w.Code == "money-only" {
			found++
			if want := "in no share, as money is stated and no power, 138 B USD in all: m, n"; w.Message != want {
				t.Errorf("%q, want %q", w.Message, want)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d warnings", found)
	}
}
