package ledger

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// A ledger's draws use dimensions that no input of the model has.
func TestStreamsAreFree(t *testing.T) {
	taken := map[int]string{}
	for _, s := range model.Model.All() {
		if s.Input && !s.Fixed {
			taken[s.Stream] = s.Name
		}
	}
	for _, s := range Quantities.All() {
		if other, clash := taken[s.Stream]; clash && !s.Fixed {
			t.Errorf("%s and %s share dimension %d", s.Name, other, s.Stream)
		}
		if model.Model.Find(s.Name) != nil {
			t.Errorf("%s is a name of the model", s.Name)
		}
	}
}

func TestShares(t *testing.T) {
	g := only(t, evaluated(t, book(gw("n", "2025-01-01", "N", 5), gw("a", "2025-01-01", "A", 3), gw("n2", "2025-01-01", "N", 1), gw("c", "2025-01-01", "C", 1)), asked(), world()))
	if g.Boundary != Unstated || strings.Join(g.Commitments, " ") != "n a n2 c" {
		t.Errorf("%+v", g)
	}
	near(t, "total", g.Total.Point, 10e9, 0)
	for i, want := range []struct {
		vendor      string
		power, part float64
	}{{"N", 6e9, 0.6}, {"A", 3e9, 0.3}, {"C", 1e9, 0.1}} {
		row := g.Rows[i]
		if row.Vendor != want.vendor {
			t.Fatalf("row %d is %s, want %s: the headline's vendor first, then by power", i, row.Vendor, want.vendor)
		}
		near(t, "power of "+row.Vendor, row.Power.P50, want.power, 0)
		near(t, "share of "+row.Vendor, row.Share.P50, want.part, 1e-15)
	}
	near(t, "Herfindahl index", g.Herfindahl.P50, 0.36+0.09+0.01, 1e-15)
	near(t, "equivalent vendors", g.Equivalent.P50, 1/0.46, 1e-15)
	near(t, "A of A and N", g.Row("A").Pair.P50, 3.0/9, 1e-15)
	if g.Row("N").Pair.Known() || g.Chips.Known() || g.Row("N").Chips.Known() {
		t.Error("a number where there is none")
	}
	near(t, "uncovered", g.Uncovered.P50, 10e9, 0)
}

// A vendor that is not named is a row, and the concentration is not known.
func TestNobodysVendor(t *testing.T) {
	q := asked()
	q.Layer = Campus
	g := only(t, evaluated(t, book(gw("a", "2025-01-01", "N", 1, layer(Campus)), gw("b", "2025-01-01", "", 3, layer(Campus))), q, world()))
	if g.Rows[1].Vendor != "" || g.Herfindahl.Known() || g.Equivalent.Known() {
		t.Errorf("%+v", g)
	}
	near(t, "share", g.Row("").Share.P50, 0.75, 1e-15)
}

// What is inside a bigger commitment is not added, and splits it by vendor, status and chip.
func TestPartsAreInside(t *testing.T) {
	whole := []*Commitment{gw("w", "2025-01-01", "N", 10, made("a"), named(2)), gw("p", "2025-01-01", "N", 3, of("w"), made("b")), gw("q", "2025-01-01", "N", 1, of("p"), status(Energised))}
	q := asked()
	q.Realised = true
	r := evaluated(t, book(whole...), q, world())
	g := only(t, r)
	near(t, "total", g.Total.P50, 10e9, 0)
	// p is 2 GW of b and 1 GW in q without a chip; the 2 GW of a are taken to be among the parts.
	near(t, "covered", g.Covered.P50, 2e9, 1e-12)
	mid := r.Ledger.Realisation[Contracted]
	near(t, "realised", r.States[0].Realised[0].Total.Point, 9e9*mid.Mid()+1e9, 1e-12)

	// Where a range lets the parts be more than the whole, the sum is the parts in those draws.
	l := book(gw("w", "2025-01-01", "N", 2), gw("p", "2025-01-01", "N", 2, of("w"), ranged(between(1e9, 2e9, 3e9))))
	g = only(t, evaluated(t, l, asked(), world()))
	if g.Total.P5 != 2e9 || !(g.Total.P95 > 2.5e9) {
		t.Errorf("total %g to %g", g.Total.P5, g.Total.P95)
	}

	// A part at another boundary is in there, but takes nothing off.
	g = only(t, evaluated(t, book(gw("w", "2025-01-01", "N", 2), gw("p", "2025-01-01", "N", 1, of("w"), at(IT), made("a"))), asked(), world()))
	near(t, "total", g.Total.P50, 2e9, 0)
	near(t, "covered", g.Covered.Point, 0, 0)
}

// Powers of unlike boundaries are not added; stated ones are converted as the model does.
func TestBoundaries(t *testing.T) {
	list := []*Commitment{gw("u", "2025-01-01", "N", 4), gw("f", "2025-01-01", "N", 2, at(Facility)), gw("i", "2025-01-01", "A", 1, at(IT))}
	r := evaluated(t, book(list...), asked(), world())
	if n := len(r.States[0].Stated); n != 2 {
		t.Fatalf("%d sums, want 2", n)
	}
	apart, stated := r.States[0].Stated[0], r.States[0].Stated[1]
	if apart.Boundary != Unstated || stated.Boundary != Facility || r.Headline() != Unstated {
		t.Errorf("%s, %s; headline %s", apart.Boundary, stated.Boundary, r.Headline())
	}
	near(t, "unstated", apart.Total.P50, 4e9, 0)

	a := estimate(t, "it", 1e9, chip("a", 1))
	facility, it := answer.Find(a.Total, capacity.PowerFacility.Spec), answer.Find(a.Total, capacity.PowerIT.Spec)
	near(t, "IT as facility, at the point", stated.Row("A").Power.Point, facility.Point/it.Point*1e9, 1e-12)
	for _, p := range [][2]float64{{stated.Row("A").Power.P5, facility.P5}, {stated.Row("A").Power.P50, facility.P50}, {stated.Row("A").Power.P95, facility.P95}} {
		near(t, "IT as facility", p[0], p[1]/it.P50*1e9, 1e-3)
	}

	q := asked()
	q.At = IT
	stated = evaluated(t, book(list...), q, world()).States[0].Stated[1]
	near(t, "IT as IT", stated.Row("A").Power.P50, 1e9, 0)
	if f := stated.Row("N").Power; !(f.P95 < 2e9) || !(f.P5 > 1e9) {
		t.Errorf("2 GW of facility power is %g to %g of IT power", f.P5, f.P95)
	}
	for _, c := range []struct {
		reading Reading
		at      string
		want    float64
	}{{AsFacility, Facility, 4e9}, {AsIT, IT, 4e9}} {
		q.Unstated, q.At = c.reading, c.at
		near(t, string(c.reading)+" at "+c.at, only(t, evaluated(t, book(list[0]), q, world())).Total.P50, c.want, 0)
	}
	q.Unstated, q.At = Drawn, IT
	g := only(t, evaluated(t, book(list[0]), q, world()))
	if g.Total.P95 != 4e9 || !(g.Total.P5 < 3.7e9) {
		t.Errorf("drawn: %g to %g of IT power", g.Total.P5, g.Total.P95)
	}
}

// estimate is what the model says of a power in one chip.
func estimate(t *testing.T, basis string, watts float64, c *accelerators.Accelerator) *answer.Answer {
	t.Helper()
	w := world()
	m := &mix.Mix{Start: power.FromPower, Basis: max(0, power.Basis.Index(basis)), Unstated: basis == power.Unstated, Precision: 2, By: mix.ByPower, Shared: maps.Clone(w.Site),
		Members: []mix.Member{{Accelerator: c, Share: 1}}}
	m.Shared[power.Commitment.Spec] = quantity.Fixed(watts, quantity.Given, "test")
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	start := answer.Start{Value: watts, Spec: power.Commitment.Spec}
	return answer.Evaluate(answer.Question{Basis: basis, Start: start}, m, answer.Want{Quantities: []*quantity.Spec{capacity.Chips.Spec, capacity.Peak8Bit.Spec,
		capacity.PowerFacility.Spec, capacity.PowerIT.Spec}, Settings: w.Settings})
}

// The chips of a commitment are those that an estimate of the same power gives, but for what whole systems leave over.
func TestChipsAreTheModels(t *testing.T) {
	for _, basis := range Boundaries {
		w := world()
		w.Chips = w.Chips[:1]
		g := only(t, evaluated(t, book(gw("c", "2025-01-01", "N", 1, at(basis), made("a"))), asked(), w))
		a := estimate(t, basis, 1e9, chip("a", 1))
		for _, x := range []struct {
			name string
			got  Figure
			want *answer.Quantity
		}{{"chips", g.Chips, answer.Find(a.Total, capacity.Chips.Spec)}, {"throughput", g.FLOPS, answer.Find(a.Total, capacity.Peak8Bit.Spec)}} {
			near(t, basis+" "+x.name+" at the point", x.got.Point, x.want.Point, 2e-4)
			near(t, basis+" "+x.name+" P5", x.got.P5, x.want.P5, 2e-4)
			near(t, basis+" "+x.name+" P50", x.got.P50, x.want.P50, 2e-4)
			near(t, basis+" "+x.name+" P95", x.got.P95, x.want.P95, 2e-4)
		}
	}
}

// A commitment of two chips is split by weights; what a chip lacks is not covered.
func TestSeveralChips(t *testing.T) {
	c := gw("c", "2025-01-01", "N", 2, at(IT), made("a", "b"))
	c.Chips[0].Weight = fixed(3)
	g := only(t, evaluated(t, book(c), asked(), world()))
	alone := func(id string) float64 {
		return only(t, evaluated(t, book(gw("c", "2025-01-01", "N", 1, at(IT), made(id))), asked(), world())).Chips.Point
	}
	near(t, "chips", g.Chips.Point, 1.5*alone("a")+0.5*alone("b"), 1e-12)

	w := world()
	delete(w.Chips[1].Values, accelerators.Peak[1].Spec)
	g = only(t, evaluated(t, book(c), asked(), w))
	near(t, "covered", g.Covered.Point/g.Total.Point, 1, 1e-12)
	near(t, "with throughput", g.FLOPSKnown.Point/g.Total.Point, 0.75, 1e-12)

	w = world()
	delete(w.Chips[1].Values, accelerators.SystemPower.Spec)
	r := evaluated(t, book(c), asked(), w)
	near(t, "covered", only(t, r).Covered.Point/only(t, r).Total.Point, 0.75, 1e-12)
	if !noted(r, "no-power") {
		t.Errorf("nobody says that a chip could not be counted: %+v", r.Notes)
	}

	q := asked()
	q.Precision = "bf16"
	near(t, "bf16", only(t, evaluated(t, book(gw("c", "2025-01-01", "N", 1, at(IT), made("a"))), q, world())).FLOPS.Point, alone("a")*6e14, 1e-12)
}

func noted(r *Result, code string) bool {
	for _, n := range r.Notes {
		if n.Code == code {
			return true
		}
	}
	return false
}

// What gets energised has the ledger's distribution, and commitments the ledger's correlation: with more of it, the total of several varies more and shares less.
func TestRealisation(t *testing.T) {
	q := asked()
	q.Realised = true
	at := func(rho float64) *Group {
		l := book(gw("a", "2025-01-01", "A", 1), gw("b", "2025-01-01", "B", 1), gw("c", "2025-01-01", "C", 1), gw("d", "2025-01-01", "D", 1))
		l.Correlation = fixed(rho)
		return &evaluated(t, l, q, world()).States[0].Realised[0]
	}
	loose, tight := at(0), at(0.9)
	v := between(0.4, 0.6, 1)
	for _, g := range []*Group{loose, tight} {
		for _, row := range g.Rows {
			near(t, "P5 of "+row.Vendor, row.Power.P5, v.Quantile(0.05)*1e9, 2e-2)
			near(t, "P50 of "+row.Vendor, row.Power.P50, v.Quantile(0.5)*1e9, 2e-2)
			near(t, "P95 of "+row.Vendor, row.Power.P95, v.Quantile(0.95)*1e9, 2e-2)
		}
	}
	// The variance of a sum of n is n (1 + (n-1) r) of one; that of normal scores is a little more than that of the factors.
	sd := loose.Rows[0].Power.SD
	near(t, "independent", loose.Total.SD, 2*sd, 0.03)
	near(t, "correlated", tight.Total.SD, sd*math.Sqrt(4*(1+3*0.9)), 0.03)
	if a, b := loose.Rows[0].Share, tight.Rows[0].Share; !(b.P95-b.P5 < 0.6*(a.P95-a.P5)) {
		t.Errorf("shares vary as much when commitments move together: %g and %g", b.P95-b.P5, a.P95-a.P5)
	}

	l := book(gw("a", "2025-01-01", "A", 1), gw("e", "2025-01-01", "A", 1, status(Energised)))
	near(t, "energised", evaluated(t, l, q, world()).States[0].Realised[0].Total.Point, (1+v.Mid())*1e9, 1e-12)
	delete(l.Realisation, Contracted)
	r := evaluated(t, l, q, world())
	if missing := r.Unrealised(); r.States[0].Realised != nil || len(missing) != 1 || missing[0] != Contracted {
		t.Errorf("realised without a factor: %+v", r.States[0].Realised)
	}
}

// Another commitment changes no draw of those before it.
func TestDrawsStay(t *testing.T) {
	q := asked()
	q.Realised = true
	list := []*Commitment{gw("a", "2025-01-01", "A", 1, at(IT), made("a")), gw("b", "2025-01-01", "B", 1, at(IT), made("b"))}
	row := func(list ...*Commitment) Row {
		return *evaluated(t, book(list...), q, world()).States[0].Realised[0].Row("A")
	}
	if one, two := row(list[0]), row(list...); one.Power.Summary != two.Power.Summary || one.Chips.Summary != two.Chips.Summary {
		t.Errorf("%+v\n%+v", one.Power, two.Power)
	}
}

func TestAims(t *testing.T) {
	r := evaluated(t, book(gw("n", "2025-01-01", "N", 5), gw("a", "2025-01-01", "A", 1), gw("goal", "2025-01-01", "", 30, layer(Target)),
		gw("other", "2025-01-01", "", 30, layer(Target), at(IT))), asked(), world())
	g := only(t, r)
	if len(g.Aims) != 1 || g.Aims[0].ID != "goal" {
		t.Fatalf("%+v", g.Aims)
	}
	near(t, "reached", g.Aims[0].Reached.P50, 0.2, 1e-15)
	near(t, "N", g.Aims[0].Shares[0].P50, 5.0/30, 1e-15)
}

func TestRemarks(t *testing.T) {
	c := gw("split", "2025-01-01", "N", 1, made("a", "b"))
	for i := range c.Chips {
		c.Chips[i].Weight = between(0.2, 0.5, 0.8)
	}
	r := evaluated(t, book(c, gw("said", "2025-01-01", "A", 2, status(Announced), binding(Letter)), gw("it", "2025-01-01", "A", 3, at(IT)),
		gw("opt", "2025-01-01", "A", 4, binding(Option)), gw("cloud", "2025-01-01", "A", 5, layer(CloudContract))), asked(), world())
	var codes, warnings []string
	for _, n := range r.Notes {
		codes = append(codes, n.Code)
	}
	for _, w := range r.Warnings {
		warnings = append(warnings, w.Code+": "+w.Message)
	}
	if got, want := strings.Join(codes, " "), "not-added layers not-counted covered chips"; got != want {
		t.Errorf("notes %s, want %s", got, want)
	}
	want := "announced: counted in full though only announced: said\nletters: counted though a letter of intent or a term sheet does not bind: said\n" +
		"assumed-split: how much of the power each chip takes is assumed: split"
	if got := strings.Join(warnings, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, part := range []string{"3 GW of power of unstated boundary (split, said) and ", " GW of facility power (it) are not added"} {
		if !strings.Contains(r.Notes[0].Message, part) {
			t.Errorf("%q is not in: %s", part, r.Notes[0].Message)
		}
	}
}

// A day that nobody has looked at yet is told from one on which nothing happened.
func TestStale(t *testing.T) {
	q := asked()
	if r := evaluated(t, book(gw("a", "2025-01-01", "A", 1)), q, world()); noted(r, "stale") {
		t.Errorf("%+v", r.Notes)
	}
	q.Moments[0].Date = "2030-01-02"
	if r := evaluated(t, book(gw("a", "2025-01-01", "A", 1)), q, world()); !noted(r, "stale") {
		t.Errorf("%+v", r.Notes)
	}
}

// Nothing to add is a result, not a panic.
func TestNothingCounts(t *testing.T) {
	q := asked()
	q.Moments[0].Date = "2020-01-01"
	w := world()
	w.Chips = nil
	r := evaluated(t, book(gw("a", "2025-01-01", "A", 1)), q, w)
	if r.Headline() != "" || len(r.States[0].Stated) != 0 || len(r.Site) != 0 {
		t.Errorf("%+v", r)
	}
	q = asked()
	q.At = IT
	r = evaluated(t, book(gw("a", "2025-01-01", "A", 1, at(Facility))), q, w)
	if len(r.Site) != 2 || !only(t, r).Total.Varies() {
		t.Errorf("%+v, %+v", r.Site, only(t, r).Total)
	}
}

// Without draws every figure is its point.
func TestPointOnly(t *testing.T) {
	w := world()
	w.Settings.Draws = 0
	g := only(t, evaluated(t, book(gw("a", "2025-01-01", "A", 1, made("a"))), asked(), w))
	if g.Chips.Varies() || !(g.Chips.Middle() > 1e5) || g.Chips.Middle() != g.Chips.Point {
		t.Errorf("%+v", g.Chips)
	}
}

// A figure names the values that are not the built-in ones, if it is computed from them, and no others.
func TestOverridesAreNamed(t *testing.T) {
	w := world()
	replace := func(values quantity.Scenario, s *quantity.Spec) {
		v := values[s]
		v.Override, v.Origin = true, "mine.toml:1"
		values[s] = v
	}
	replace(w.Site, power.PUEPeak.Spec)
	replace(w.Chips[0].Values, accelerators.SystemPower.Spec)
	replace(w.Chips[0].Values, accelerators.Peak[1].Spec)
	replace(w.Chips[0].Values, accelerators.TDP.Spec)
	w.Chips[1].Added = true
	l := book(gw("i", "2025-01-01", "I", 1, at(IT), made("a")), gw("f", "2025-01-01", "F", 1, at(Facility), made("b")), gw("u", "2025-01-01", "U", 1, made("a")),
		gw("r", "2025-01-01", "R", 1, at(Rack), made("a")), gw("p", "2025-01-01", "P", 1, at(Chip), made("a")))
	s := evaluated(t, l, asked(), w).States[0]
	row := func(boundary, vendor string) *Row {
		_, row := s.Of(boundary, vendor, false)
		return row
	}
	tdp, system, peak, pue := "a:"+accelerators.TDP.Name, "a:"+accelerators.SystemPower.Name, "a:"+accelerators.Peak[1].Name, power.PUEPeak.Name
	for _, c := range []struct {
		what string
		f    Figure
		want []string
	}{
		{"unstated power", row(Unstated, "U").Power, nil},
		{"unstated share", row(Unstated, "U").Share, nil},
		{"chips of an unstated power", row(Unstated, "U").Chips, []string{pue, system}},
		{"facility power as facility power", row(Facility, "F").Power, nil},
		{"IT power as facility power", row(Facility, "I").Power, []string{pue}},
		{"rack power as facility power", row(Facility, "R").Power, []string{system, pue}},
		{"chips of an IT power", row(Facility, "I").Chips, []string{system}},
		{"FLOP/s of an IT power", row(Facility, "I").FLOPS, []string{system, peak}},
		{"chips of a facility power", row(Facility, "F").Chips, []string{pue, "b:*"}},
		{"chips of a package power", row(Facility, "P").Chips, []string{tdp, system}},
		{"a share", row(Facility, "F").Share, []string{pue, tdp, system}},
	} {
		if !slices.Equal(c.f.Overrides, c.want) {
			t.Errorf("%s rests on %v, want %v", c.what, c.f.Overrides, c.want)
		}
	}
}
