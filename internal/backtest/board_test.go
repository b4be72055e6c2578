package backtest

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// shelf is an invented library: one, two and wet are systems of 8 chips that need 10, 20 and 10 kW; dark has no draw under HPL.
type shelf struct {
	chips map[string]*accelerators.Accelerator
}

func fixed(x float64) quantity.Value { return quantity.Fixed(x, quantity.Published, "test") }

func (s shelf) Accelerator(name string) (*accelerators.Accelerator, error) {
	if a, known := s.chips[name]; known {
		return a, nil
	}
	return nil, fmt.Errorf("unknown chip %q", name)
}

// Site has a PUE of 1.25 in aws-air, 1.6 in default and 2 in liquid-cooled; half a rack's rating is reserved in each, and a tenth of the power held back.
func (s shelf) Site(id string) (*power.Site, error) {
	pue, known := map[string]float64{airSite: 1.25, plainSite: 1.6, liquidSite: 2}[id]
	if !known {
		return nil, fmt.Errorf("unknown site %q", id)
	}
	return &power.Site{ID: id, Values: quantity.Scenario{
		power.PUEPeak.Spec: fixed(pue), power.Reserve.Spec: fixed(0.1), power.Provision.Spec: fixed(0.5), power.Scatter.Spec: scatterOf(0.1),
	}}, nil
}

func library() shelf {
	out := shelf{map[string]*accelerators.Accelerator{}}
	for id, kw := range map[string]float64{"one": 10, "two": 20, "wet": 10, "dark": 10} {
		a := &accelerators.Accelerator{ID: id, Name: id, Cooling: "air", Values: quantity.Scenario{
			accelerators.Chips.Spec: fixed(8), accelerators.SystemPower.Spec: fixed(kw * 1e3), accelerators.NetworkPower.Spec: fixed(100), accelerators.Dies.Spec: fixed(2),
			accelerators.Draw[0].Spec: fixed(0.8), accelerators.Draw[2].Spec: fixed(0.9), accelerators.TDP.Spec: fixed(500),
		}}
		if id == "wet" {
			a.Cooling = "liquid"
		}
		if id == "dark" {
			delete(a.Values, accelerators.Draw[2].Spec)
			delete(a.Values, accelerators.Dies.Spec)
		}
		out.chips[id] = a
	}
	return out
}

func run(t *testing.T, rows ...*Row) *Board {
	t.Helper()
	list := make([]Row, len(rows))
	for i, r := range rows {
		list[i] = *r
	}
	b, err := Run(list, Config{Library: library(), Settings: analysis.Settings{Draws: 2048, Seed: 1}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func with(r *Row, change func(*Row)) *Row {
	change(r)
	return r
}

// TestPredictions compares the medians, where the scatter is 1, with figures worked out by hand.
func TestPredictions(t *testing.T) {
	for name, c := range map[string]struct {
		r           *Row
		site        string
		chips, watt []float64 // by reading
	}{
		// At 1.6 and with a tenth held back, 9 MW are 5.0625 MW of IT. A system takes 10 kW x 0.5 + 8 x 100 W = 5.8 kW: 872 systems. 8,000 chips are 1,000 systems.
		"facility": {row("a", 8000, 9e6), plainSite, []float64{872 * 8}, []float64{5.8e6 * 1.6 / 0.9}},
		"contract": {with(row("a", 8000, 9e6), func(r *Row) { r.Basis = UtilityContract }), plainSite, []float64{872 * 8}, []float64{5.8e6 * 1.6 / 0.9}},
		"amazon":   {with(row("a", 8000, 9e6), func(r *Row) { r.Operator = "Amazon (AWS) for somebody" }), airSite, []float64{1117 * 8}, []float64{5.8e6 * 1.25 / 0.9}},
		"liquid":   {with(row("a", 8000, 9e6), func(r *Row) { r.Profile = "wet" }), liquidSite, []float64{698 * 8}, []float64{5.8e6 * 2 / 0.9}},
		"it":       {with(row("a", 8000, 9e6), func(r *Row) { r.Basis = CriticalIT }), plainSite, []float64{1551 * 8}, []float64{5.8e6}},
		"unstated": {with(row("a", 8000, 9e6), func(r *Row) { r.Basis = Unspecified }), plainSite, []float64{872 * 8, 1551 * 8}, []float64{5.8e6 * 1.6 / 0.9, 5.8e6}},
		// A measured machine is not capped: 9 kW and the network in HPL, 8 kW in training, whatever the hall. 12 chips are one and a half systems.
		"hpl":      {with(row("a", 12, 20e3), func(r *Row) { r.Basis = MeasuredHPL }), plainSite, []float64{20e3 / (9800.0 / 8)}, []float64{12 * 9800.0 / 8}},
		"racks":    {with(row("a", 12, 20e3), func(r *Row) { r.Basis, r.Covers = MeasuredHPL, Racks }), plainSite, []float64{20e3 / (9000.0 / 8)}, []float64{12 * 9000.0 / 8}},
		"training": {with(row("a", 12, 20e3), func(r *Row) { r.Basis = MeasuredTraining }), plainSite, []float64{20e3 / 1000.0}, []float64{12 * 1000.0}},
		"switches": {with(row("a", 12, 20e3), func(r *Row) { r.Basis, r.Covers, r.Profile = MeasuredTraining, RacksAndNetwork, "wet" }), plainSite, []float64{20e3 / 1100.0}, []float64{12 * 1100.0}},
		// Half of the chips in systems of 5.8 kW, half in systems of 10.8 kW: 1.0375 kW a chip.
		"mix":      {with(row("a", 8000, 8.3e6), func(r *Row) { r.Basis, r.ChipID = CriticalIT, "one/two mix" }), plainSite, []float64{8000}, []float64{8.3e6}},
		"shares":   {with(row("a", 8000, 7.05e6), func(r *Row) { r.Basis, r.Profile = CriticalIT, "one=0.75/two=0.25" }), plainSite, []float64{8000}, []float64{7.05e6}},
		"dies":     {with(row("a", 16000, 9e6), func(r *Row) { r.CountUnit = "die" }), plainSite, []float64{872 * 8}, []float64{5.8e6 * 1.6 / 0.9}},
		"packages": {with(row("a", 8000, 9e6), func(r *Row) { r.CountUnit = "package (2 dies)" }), plainSite, []float64{872 * 8}, []float64{5.8e6 * 1.6 / 0.9}},
	} {
		o := run(t, c.r).Outcomes[0]
		if o.Left != "" || o.SiteID != c.site || len(o.Readings) != len(c.chips) {
			t.Errorf("%s: left %q, site %s, %d readings", name, o.Left, o.SiteID, len(o.Readings))
			continue
		}
		for i, r := range o.Readings {
			if got := r.Chips.P50(); math.Abs(got/c.chips[i]-1) > 3e-3 {
				t.Errorf("%s: %g chips, want %g", name, got, c.chips[i])
			}
			if got := r.Power.P50(); math.Abs(got/c.watt[i]-1) > 1e-3 {
				t.Errorf("%s: %g W, want %g", name, got, c.watt[i])
			}
			if w := r.Power.Width(); math.Abs(w/math.Exp(2*z95*0.1)-1) > 5e-3 {
				t.Errorf("%s: a width of %g, where all that varies is a scatter of 10%%", name, w)
			}
		}
		if o.Packages < 12 || len(o.Readings) == 1 && math.Abs(o.Error+o.PowerError()) > 5e-3 {
			t.Errorf("%s: %g packages, errors %g and %g", name, o.Packages, o.Error, o.PowerError())
		}
	}
}

// TestNoRowIsHidden: whatever is wrong with a row that can be read, it is in the record, with the reason.
func TestNoRowIsHidden(t *testing.T) {
	rows := map[string]*Row{
		"not modelled": with(row("a", 8, 1e6), func(r *Row) { r.Profile = "" }),
		"left out: several generations, and the library has no \"three\"":           with(row("b", 8, 1e6), func(r *Row) { r.ChipID = "one/three mix" }),
		"left out: one of its figures was computed":                                 with(row("c", 8, 1e6), func(r *Row) { r.Derived = true }),
		"the profile of dark lacks workload.draw.hpl, which power.it_running needs": with(row("d", 8, 1e4), func(r *Row) { r.Profile, r.Basis = "dark", MeasuredHPL }),
		"it counts dies, and the profile of dark has no chip.dies":                  with(row("e", 8, 1e6), func(r *Row) { r.Profile, r.CountUnit = "dark", "die" }),
		"in some draws its power is less than one system needs":                     row("f", 8, 1e4),
	}
	list := []*Row{row("good", 8000, 9e6)}
	for _, r := range rows {
		list = append(list, r)
	}
	b := run(t, list...)
	if len(b.Outcomes) != len(list) {
		t.Fatalf("%d of %d rows came out", len(b.Outcomes), len(list))
	}
	for want, r := range rows {
		found := ""
		for _, o := range b.Outcomes {
			if o.ID == r.ID {
				found = o.Left
			}
			if o.Left != "" && (o.Headline || len(o.Readings) > 0) {
				t.Errorf("%s is left out and counts", o.ID)
			}
		}
		if !strings.Contains(found, want) {
			t.Errorf("%s: %q, want %q", r.ID, found, want)
		}
	}
	all, scored, left := b.Counts()
	if all != len(list) || scored != 1 || left != len(rows) {
		t.Errorf("counts %d, %d, %d", all, scored, left)
	}
	n, gone := 0, 0
	for _, s := range b.Scores {
		n, gone = n+s.N, gone+s.Left
	}
	if n != 1 || gone != len(rows) {
		t.Errorf("%d rows count in a group, %d are left out of one", n, gone)
	}
}

// TestUnknownNames: a profile that is mistyped is an error, with its place, and all of them are said.
func TestUnknownNames(t *testing.T) {
	a, b := row("a", 8, 1e6), row("b", 8, 1e6)
	a.Profile, a.Place = "oen", Place{"rows.csv", 2, 3}
	b.Profile, b.Place = "one=0.5/two", Place{"rows.csv", 3, 3}
	c := with(row("c", 8, 1e6), func(r *Row) { r.Profile, r.Place = "one=0.5/one=0.5", Place{"rows.csv", 4, 3} })
	d := with(row("d", 8, 1e6), func(r *Row) { r.Profile, r.Place = "one=0.5/two=0.6", Place{"rows.csv", 5, 3} })
	_, err := Run([]Row{*a, *b, *c, *d}, Config{Library: library(), Settings: analysis.Settings{Draws: 256, Seed: 1}})
	for _, want := range []string{
		`rows.csv:2:3: profile: unknown chip "oen"`, `rows.csv:3:3: profile: "one=0.5/two": give each system a share, or none`, `rows.csv:4:3: profile: one is named twice`,
		`rows.csv:5:3: profile: "one=0.5/two=0.6": the shares sum to 1.1, not 1`,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

// TestOneRowACampus: of a campus the row with the best evidence counts, of those the latest; the others are in the record.
func TestOneRowACampus(t *testing.T) {
	at := func(id, date, grade string, n float64) *Row {
		return with(row(id, n, 9e6), func(r *Row) { r.Location, r.Date, r.Confidence = "Here", date, grade })
	}
	b := run(t, at("old", "2024", "A", 8000), at("new", "2025-03", "A", 8000), at("newest", "2026-01", "B", 8000), at("ungraded", "2027", "", 8000), row("elsewhere", 8000, 9e6))
	counted := ""
	for _, o := range b.Outcomes {
		if o.Headline {
			counted += o.ID + " "
		}
	}
	if counted != "new elsewhere " || b.Of(Sites).N != 2 || b.Of(Sites).Rows != 5 {
		t.Errorf("%s count: %+v", counted, b.Of(Sites))
	}
}

// TestScores of a small board, by hand: predicted 6,976 chips of 8,000, 6,000 and 7,000.
func TestScores(t *testing.T) {
	b := run(t, row("a", 8000, 9e6), row("b", 6000, 9e6), row("c", 7000, 9e6), with(row("d", 8000, 9e6), func(r *Row) { r.Basis = Unspecified }))
	e := []float64{math.Log(6976.0 / 8000), math.Log(6976.0 / 6000), math.Log(6976.0 / 7000)}
	s := b.Of(Sites)
	for name, want := range map[string]float64{"n": 3, "bias": (e[0] + e[1] + e[2]) / 3, "median_abs_log_error": -e[0], "coverage_90": 1, "coverage_50": 1.0 / 3} {
		if got := s.Measure(name).Value; math.Abs(got-want) > 2e-3 {
			t.Errorf("%s %g, want %g", name, got, want)
		}
	}
	if w := s.Measure("median_width_90").Value; math.Abs(w/math.Exp(2*z95*0.1)-1) > 5e-3 {
		t.Errorf("width %g", w)
	}
	if !math.IsNaN(s.Measure("bias").Low) {
		t.Error("all rows have one system, and the bias an interval")
	}
	// A narrow forecast in the middle scores better than one off to a side; 0.1 x 0.2337 is the score of a normal one of 0.1 that is right.
	if c := b.Outcomes[2].CRPS; math.Abs(c-0.02337) > 5e-4 {
		t.Errorf("the CRPS of a forecast that is right is %g", c)
	}
	if u := b.Of(SitesUnstated); u.N != 1 || !math.IsNaN(u.Measure("crps").Value) || u.Measure("coverage_90").Value != 1 {
		t.Errorf("unstated: %+v", u)
	}
	if h := b.Of(HPL); h.N != 0 || !math.IsNaN(h.Measure("bias").Value) || h.Measure("n").Value != 0 {
		t.Errorf("HPL: %+v", h)
	}
}

// TestScatterLeavesOneOut: the errors are log 6,976/n by all and nothing varies but the scatter, so its width is their quadratic mean.
func TestScatterLeavesOneOut(t *testing.T) {
	b := run(t, row("a", 8000, 9e6), row("b", 6000, 9e6), row("c", 7000, 9e6))
	e := []float64{math.Log(6976.0 / 8000), math.Log(6976.0 / 6000), math.Log(6976.0 / 7000)}
	s := b.Scatter
	if want := math.Sqrt((e[0]*e[0] + e[1]*e[1] + e[2]*e[2]) / 3); math.Abs(s.Estimated-want) > 1e-6 || !near(s.Shipped, 0.1) {
		t.Errorf("estimated %g, want %g; shipped %g", s.Estimated, want, s.Shipped)
	}
	for i, l := range s.Left {
		x, y := e[(i+1)%3], e[(i+2)%3]
		want := math.Sqrt((x*x + y*y) / 2)
		if math.Abs(l.Width-want) > 1e-6 || math.Abs(l.Chips.Width()/math.Exp(2*z95*want)-1) > 5e-3 {
			t.Errorf("without %s: %g, want %g; its interval is %g wide", l.ID, l.Width, want, l.Chips.Width())
		}
	}
	if v := named(s, "loo_coverage_90"); v != 1 {
		t.Errorf("coverage %g", v)
	}
	if v := named(s, "without_coverage_90"); v != 0 { // nothing varies then, and no row is hit exactly
		t.Errorf("coverage without scatter %g", v)
	}
	if two := run(t, row("a", 8000, 9e6), row("b", 6000, 9e6)).Scatter; two.Left != nil || math.IsNaN(two.Estimated) || !math.IsNaN(two.Least) {
		t.Errorf("two campuses: %+v", two)
	}
	if none := run(t, with(row("a", 8, 1e6), func(r *Row) { r.Profile = "" })).Scatter; !math.IsNaN(none.Shipped) || !math.IsNaN(none.Estimated) {
		t.Errorf("no campus: %+v", none)
	}
}

// named is a measure of the scatter by its name, NaN if there is none.
func named(s Scatter, name string) float64 {
	for _, m := range s.Measures {
		if m.Name == name {
			return m.Value
		}
	}
	return math.NaN()
}

// TestInputs: each input that is said to count does, and no other.
func TestInputs(t *testing.T) {
	lib := library()
	r := []*Row{row("a", 8000, 9e6), with(row("h", 12, 2e4), func(r *Row) { r.Basis = MeasuredHPL }), with(row("t", 12, 2e4), func(r *Row) { r.Basis = MeasuredTraining })}
	rows := make([]Row, len(r))
	for i := range r {
		rows[i] = *r[i]
	}
	errors := func(l Library) (out [3]float64) {
		b, err := Run(rows, Config{Library: l, Settings: analysis.Settings{Draws: 512, Seed: 1}})
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range b.Outcomes {
			out[i] = o.Error
		}
		return out
	}
	base := errors(lib)
	for _, s := range Inputs() {
		changed := library()
		a := changed.chips["one"]
		switch s {
		case accelerators.HostPower.Spec, accelerators.TDP.Spec: // the two other ways to a system's power
			delete(a.Values, accelerators.SystemPower.Spec)
			a.Values[accelerators.HostPower.Spec], a.Values[accelerators.TDP.Spec] = fixed(3000), fixed(600)
		default:
			if s.Scope == quantity.Shared {
				if got := errors(shifted{changed, s}); got == base {
					t.Errorf("%s changes nothing", s.Name)
				}
				continue
			}
			v := a.Values[s]
			v.Mode *= 0.75
			a.Values[s] = v
		}
		if got := errors(changed); got == base {
			t.Errorf("%s changes nothing", s.Name)
		}
	}
}

// shifted is the library with one input of its sites changed.
type shifted struct {
	shelf
	spec *quantity.Spec
}

func (s shifted) Site(id string) (*power.Site, error) {
	site, err := s.shelf.Site(id)
	if err == nil {
		site.Values[s.spec] = fixed(map[bool]float64{true: 1.1, false: 0.2}[s.spec == power.PUEPeak.Spec])
	}
	return site, err
}

// TestSameForAnyNumberOfWorkers: the board is the same to the last bit.
func TestSameForAnyNumberOfWorkers(t *testing.T) {
	rows := []Row{*row("a", 8000, 9e6), *row("b", 6000, 9e6)}
	var boards [2]*Board
	for i, workers := range []int{1, 3} {
		b, err := Run(rows, Config{Library: library(), Settings: analysis.Settings{Draws: 4096, Seed: 1, Workers: workers}})
		if err != nil {
			t.Fatal(err)
		}
		boards[i] = b
	}
	for i := range boards[0].Outcomes {
		x, y := boards[0].Outcomes[i], boards[1].Outcomes[i]
		if x.CRPS != y.CRPS || x.Error != y.Error || x.Readings[0].Chips.At != y.Readings[0].Chips.At {
			t.Errorf("%s differs", x.ID)
		}
	}
}
