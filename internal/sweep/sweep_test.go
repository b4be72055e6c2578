package sweep_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/sweep"
	"github.com/capplan/capplan/profiles"
)

// question is 2 GW of some chips at the default site, with axes applied as settings.
type question struct {
	t      testing.TB
	lib    *profile.Library
	chips  []string
	shares []float64
	axes   []sweep.Axis
	start  float64
}

func ask(t testing.TB, chips ...string) *question {
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	q := &question{t: t, lib: lib, chips: chips, start: 2e9}
	for range chips {
		q.shares = append(q.shares, 1/float64(len(chips)))
	}
	return q
}

// at is the mix of the values with these numbers.
func (q *question) at(at []int) (*mix.Mix, error) {
	site, err := q.lib.Site("default")
	if err != nil {
		return nil, err
	}
	m := &mix.Mix{Basis: power.Facility, Precision: accelerators.Precision.Index("bf16"), By: mix.ByPower}
	var settings []profile.Setting
	chips, shares := q.chips, slices.Clone(q.shares)
	start := quantity.Fixed(q.start, quantity.Given, "test")
	for i, a := range q.axes {
		switch {
		case a.Name == "chip":
			chips, shares = a.Words[at[i]:at[i]+1], []float64{1}
			continue
		case a.Spec == mix.Share && !a.Drawn:
			k := slices.Index(q.chips, a.Owner)
			shares[k] = a.Values.At(at[i])
			shares[1-k] = 1 - shares[k]
			continue
		case a.Spec == power.Commitment.Spec && a.Drawn:
			start = *a.Over
			continue
		case a.Spec == power.Commitment.Spec:
			start = quantity.Fixed(a.Values.At(at[i]), quantity.Given, "test")
			continue
		}
		switch v := a.Over; {
		case a.Spec == mix.Share:
		case v != nil:
			settings = append(settings, profile.Setting{Member: a.Owner, Spec: a.Spec, Value: *v})
		case !a.Drawn:
			settings = append(settings, profile.Setting{Member: a.Owner, Spec: a.Spec, Value: quantity.Fixed(a.Values.At(at[i]), quantity.Given, "test")})
		}
	}
	shared := maps.Clone(site.Values)
	shared[power.Commitment.Spec] = start
	m.Shared = profile.ForSite(shared, settings)
	for i, id := range chips {
		chip, err := q.lib.Accelerator(id)
		if err != nil {
			return nil, err
		}
		if chip, err = profile.ForSystem(chip, settings); err != nil {
			return nil, err
		}
		m.Members = append(m.Members, mix.Member{Accelerator: chip, Share: shares[i]})
	}
	return m, m.Validate()
}

// over is the definition of a sweep of the question.
func (q *question) over(axes ...sweep.Axis) sweep.Definition {
	q.axes = axes
	return sweep.Definition{Axes: axes, Metrics: metrics("capacity.chips", "cost.capex"), Mix: q.at}
}

func metrics(names ...string) []sweep.Metric {
	var out []sweep.Metric
	for _, n := range names {
		out = append(out, sweep.Metric{Spec: model.Model.Find(n)})
	}
	return out
}

func (q *question) sweep(d sweep.Definition) *sweep.Sweep {
	q.t.Helper()
	s, err := sweep.New(d)
	if err != nil {
		q.t.Fatal(err)
	}
	return s
}

// vary reads an axis as a flag has it.
func vary(t testing.TB, text string) sweep.Axis {
	t.Helper()
	a, err := profile.ParseVary(text, []profile.Start{{Name: "gw", Spec: power.Commitment.Spec, Bare: 1e9}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// rows computes the rows from first on in one block.
func rows(s *sweep.Sweep, first, n int) *sweep.Block {
	b := sweep.NewBlock(s.Columns(), n)
	b.First, b.N = first, n
	s.NewWorker().Fill(b)
	return b
}

// TestRowsAreAnswers computes every row by itself, as a question with constants, and compares: choices that vary fastest and slowest, shared inputs and members',
// a start, outputs that are constants and multiples.
func TestRowsAreAnswers(t *testing.T) {
	q := ask(t, "trainium2")
	d := q.over(vary(t, "chip=trainium2,gb200,h100"), vary(t, "gw=1:3:1"), vary(t, "site.pue_peak=1.1:1.3:0.1"), vary(t, "network.power_per_chip=40:80:40W"))
	d.Metrics = metrics("capacity.chips", "capacity.units", "cost.capex", "capacity.peak_bf16", "power.it_per_unit", "power.unplaced", "site.pue_peak", "power.it_available")
	d.Metrics = slices.DeleteFunc(d.Metrics, func(m sweep.Metric) bool { return m.Spec.Input })
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 0, 3, 2}} {
		d := d
		d.Axes = nil
		for _, i := range order {
			d.Axes = append(d.Axes, q.axes[i])
		}
		p := ask(t, "trainium2")
		p.axes = d.Axes
		d.Mix = p.at
		s := q.sweep(d)
		if s.Rows() != 54 {
			t.Fatalf("%d rows", s.Rows())
		}
		b := rows(s, 1, 54)
		at := make([]int, 4)
		for row := range 54 {
			rest := row
			for i := 3; i >= 0; i-- {
				at[i] = rest % d.Axes[i].Len()
				rest /= d.Axes[i].Len()
			}
			m, err := p.at(at)
			if err != nil {
				t.Fatal(err)
			}
			for i := range d.Axes {
				if a := &d.Axes[i]; a.Words != nil && int(b.Words[i][row]) != at[i] || a.Words == nil && b.Numbers[i][row] != a.Values.At(at[i]) {
					t.Fatalf("row %d has another value of %s", row+1, a.Name)
				}
			}
			var outputs []mix.Output
			for _, x := range d.Metrics {
				o := mix.Output{Member: mix.Total, Spec: x.Spec}
				if x.Spec.Total == quantity.None {
					o.Member = 0
				}
				outputs = append(outputs, o)
			}
			for i, want := range analysis.Point(m.Compile(outputs).Program) {
				if got := b.Numbers[4+i][row]; got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
					t.Errorf("row %d, %s: %v, want %v", row+1, d.Metrics[i].Name(), got, want)
				}
			}
		}
	}
}

// TestDistributionsAreAnswers compares rows with draws with the answers to their questions, in which the varied inputs are constants.
func TestDistributionsAreAnswers(t *testing.T) {
	for _, draws := range []int{600, 1 << 17} { // kept and streamed
		q := ask(t, "trainium2")
		d := q.over(vary(t, "chip=trainium2,gb200"), vary(t, "site.pue_peak=1.1,1.3"))
		d.Draws = analysis.Settings{Draws: draws, Seed: 1}
		b := rows(q.sweep(d), 1, 4)
		for row := range 4 {
			m, err := q.at([]int{row / 2, row % 2})
			if err != nil {
				t.Fatal(err)
			}
			a := answer.Evaluate(answer.Question{}, m, answer.Want{Quantities: []*quantity.Spec{capacity.Chips.Spec, cost.Capex.Spec}, Settings: d.Draws})
			for i, x := range a.Total {
				for k, want := range []float64{x.Mean, x.P5, x.P50, x.P95} {
					if got := b.Numbers[2+4*i+k][row]; math.Abs(got/want-1) > 1e-12 {
						t.Errorf("%d draws, row %d, %s: %v, want %v", draws, row+1, x.Spec.Name, got, want)
					}
				}
			}
		}
	}
}

// TestSharesAreMixes compares rows whose shares vary with the mixes of those shares, by every measure; a share of 0 takes nothing, even where a member lacks
// what the measure counts.
func TestSharesAreMixes(t *testing.T) {
	for _, by := range mix.Measures {
		for _, chips := range [][]string{{"trainium3", "gb300"}, {"maia200", "gb300"}} {
			q := ask(t, chips...)
			d := q.over(vary(t, "share:"+chips[0]+"=0:1:0.25"))
			d.Rest = chips[1]
			d.Metrics = append(d.Metrics, sweep.Metric{Owner: chips[1], Spec: capacity.Chips.Spec})
			d.Mix = func(at []int) (*mix.Mix, error) {
				m, err := q.at(at)
				if err == nil {
					m.By = by
				}
				return m, err
			}
			b := rows(q.sweep(d), 1, 5)
			for row := range 5 {
				m, err := d.Mix([]int{row})
				if err != nil {
					t.Fatal(err)
				}
				want := analysis.Point(m.Compile([]mix.Output{{Member: mix.Total, Spec: capacity.Chips.Spec}, {Member: mix.Total, Spec: cost.Capex.Spec}, {Member: 1, Spec: capacity.Chips.Spec}}).Program)
				for i := range want {
					if got := b.Numbers[1+i][row]; got != want[i] && !(math.IsNaN(got) && math.IsNaN(want[i])) {
						t.Errorf("%v by %s, row %d, metric %d: %v, want %v", chips, by, row+1, i, got, want[i])
					}
				}
			}
		}
	}
}

// TestDesignIsTheEnginesDraws compares the points of a design with the draws of the same inputs when the engine draws them and all else is at its mid.
func TestDesignIsTheEnginesDraws(t *testing.T) {
	for _, sampler := range analysis.Samplers {
		q := ask(t, "trainium2")
		d := q.over(vary(t, "site.pue_peak"), vary(t, "system.power"), vary(t, "site.reserve=0.02..0.1"))
		d.Design = analysis.Settings{Draws: 700, Seed: 3, Sampler: sampler}
		b := rows(q.sweep(d), 1, 700)
		m, err := q.at(make([]int, 3))
		if err != nil {
			t.Fatal(err)
		}
		varied := []*quantity.Spec{power.PUEPeak.Spec, accelerators.SystemPower.Spec, power.Reserve.Spec}
		still := func(values quantity.Scenario) quantity.Scenario {
			out := quantity.Scenario{}
			for s, v := range values {
				if !slices.Contains(varied, s) {
					v = quantity.Fixed(v.Mid(), v.Basis, v.Origin)
				}
				out[s] = v
			}
			return out
		}
		m.Shared = still(m.Shared)
		chip := *m.Members[0].Accelerator
		chip.Values = still(chip.Values)
		m.Members[0].Accelerator = &chip
		draws := analysis.Draw(m.Compile([]mix.Output{{Member: mix.Total, Spec: capacity.ITDeployed.Spec}, {Member: mix.Total, Spec: capacity.Chips.Spec}}).Program, d.Design)
		for i, want := range draws.Column(1) {
			if got := b.Numbers[3][i]; math.Abs(got/want-1) > 1e-4 { // the points are rounded to 9 digits, so a system may fit or not
				t.Fatalf("%s, point %d: %v chips, want %v", sampler, i+1, got, want)
			}
		}
		if lo, hi := slices.Min(b.Numbers[2]), slices.Max(b.Numbers[2]); lo < 0.02 || hi > 0.1 || lo > 0.021 || hi < 0.099 {
			t.Errorf("%s: the reserve lies in %v to %v", sampler, lo, hi)
		}
	}
}

// TestDesignsCross repeats the points of a design for each value of a grid, with the same draws, and draws shares and starts.
func TestDesignsCross(t *testing.T) {
	q := ask(t, "trainium3", "gb300")
	d := q.over(vary(t, "site.pue_peak=1.1,1.2"), vary(t, "share:trainium3=0.2..0.6"), vary(t, "gw=1..3"))
	d.Rest = "gb300"
	d.Design = analysis.Settings{Draws: 256, Seed: 1, Sampler: analysis.Sobol}
	s := q.sweep(d)
	if s.Rows() != 512 {
		t.Fatalf("%d rows", s.Rows())
	}
	b := rows(s, 1, 512)
	for c, limits := range map[int][2]float64{1: {0.2, 0.6}, 2: {1e9, 3e9}} {
		if !slices.Equal(b.Numbers[c][:256], b.Numbers[c][256:]) {
			t.Errorf("column %d: the points differ from one value of the grid to the next", c)
		}
		sum := 0.0
		for _, x := range b.Numbers[c][:256] {
			sum += x
			if x < limits[0] || x > limits[1] {
				t.Errorf("column %d: %v is outside its range", c, x)
			}
		}
		if mid := (limits[0] + limits[1]) / 2; math.Abs(sum/256/mid-1) > 1e-3 {
			t.Errorf("column %d: the mean is %v, want %v", c, sum/256, mid)
		}
	}
	if b.Numbers[3][0] <= b.Numbers[3][256] {
		t.Errorf("more PUE, more chips: %v, %v", b.Numbers[3][0], b.Numbers[3][256])
	}
}

// TestAnyRowByItself holds blocks of any place and length to the whole: what makes a sweep divisible and resumable.
func TestAnyRowByItself(t *testing.T) {
	q := ask(t, "trainium2")
	grid := q.over(vary(t, "site.pue_peak=1.1:1.3:0.05"), vary(t, "chip=trainium2,gb200,h100"), vary(t, "site.reserve=0:0.1:0.01"))
	drawn := ask(t, "trainium2")
	design := drawn.over(vary(t, "chip=trainium2,gb200"), vary(t, "site.reserve"), vary(t, "system.power"))
	design.Design = analysis.Settings{Draws: 900, Seed: 1, Sampler: analysis.LatinHypercube}
	for _, d := range []sweep.Definition{grid, design} {
		s := q.sweep(d)
		whole := rows(s, 1, s.Rows())
		w := s.NewWorker()
		for _, first := range []int{1, 2, 7, 33, 100, s.Rows() - 1, s.Rows()} {
			for _, n := range []int{1, 2, 31, 70, s.Rows()} {
				n = min(n, s.Rows()-first+1)
				b := sweep.NewBlock(s.Columns(), n)
				b.First, b.N = first, n
				w.Fill(b)
				for c := range s.Columns() {
					if whole.Words[c] != nil && !slices.Equal(b.Words[c], whole.Words[c][first-1:first-1+n]) ||
						whole.Numbers[c] != nil && !slices.Equal(b.Numbers[c], whole.Numbers[c][first-1:first-1+n]) {
						t.Fatalf("rows %d to %d: %s is another than in the whole", first, first+n-1, s.Columns()[c].Name)
					}
				}
			}
		}
	}
}

func TestColumns(t *testing.T) {
	q := ask(t, "trainium3", "gb300")
	d := q.over(vary(t, "gw=1,2"), vary(t, "share:trainium3=0,1"))
	d.Rest = "gb300"
	d.Metrics = append(d.Metrics, sweep.Metric{Owner: "gb300", Spec: capacity.Chips.Spec})
	titles := func(s *sweep.Sweep) string {
		var out []string
		for _, c := range s.Columns() {
			out = append(out, c.Title())
		}
		return strings.Join(out, " ")
	}
	if got, want := titles(q.sweep(d)), "power.commitment[W] share:trainium3 capacity.chips cost.capex[USD] gb300:capacity.chips"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	d.Metrics, d.Draws = metrics("cost.capex"), analysis.Settings{Draws: 64, Seed: 1}
	if got, want := titles(q.sweep(d)), "power.commitment[W] share:trainium3 cost.capex.mean[USD] cost.capex.p5[USD] cost.capex.p50[USD] cost.capex.p95[USD]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestRefusals says which row is wrong, or how many rows there are.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		axes   []string
		change func(d *sweep.Definition)
		axis   int // -1 where no axis is to blame
		want   string
	}{
		{axes: []string{"site.pue_peak=1:2:1e-13", "site.reserve=0:0.99:0.01"}, axis: -1, want: "the sweep has 1,000,000,000,000,100 rows; the limit is 4,294,967,296: vary less"},
		{axes: []string{"site.pue_peak=1:2:1e-19", "site.reserve=0:0.9:1e-18"}, axis: -1, want: "the sweep has more than 1e36 rows"},
		{axes: []string{"site.reserve=0:0.1:0.05", "site.pue_peak=0.9:1.2:0.1"}, axis: 1, want: "0.9 is out of bounds; allowed: 1 to 5 (row 1)"},
		{axes: []string{"site.pue_peak=1.1,7,1.2", "site.reserve=0:0.1:0.05"}, axis: 0, want: "7 is out of bounds; allowed: 1 to 5 (row 4)"},
		{axes: []string{"site.availability=0.5:1.5:1e-7"}, axis: 0, want: "150% is out of bounds; allowed: 0% to 100% (row 10000001)"},
		{axes: []string{"gw=0:1:0.5"}, axis: 0, want: "0: more than 0 is wanted (row 1)"},
		{axes: []string{"system.chips=64,64.5"}, axis: 0, want: "64.5 is not a whole number (row 2)"},
		{axes: []string{"site.reserve=0,0.1", "chip.tdp=500W,5kW"}, axis: -1, want: "row 2 (site.reserve=0%, chip.tdp=5 kW): trainium2: system.power: system.power reaches down to"},
		{axes: []string{"chip=gb200,trainium2", "system.power=90kW,140kW,50kW"}, axis: -1, want: "row 3 (chip=gb200, system.power=50 kW): gb200: system.power"},
		{axes: []string{"chip.fp4"}, change: design, axis: 0, want: "trainium2:chip.fp4 is given by nobody; say over which range: chip.fp4=LOW..HIGH"},
		{axes: []string{"chip.hbm"}, change: design, axis: 0, want: "trainium2:chip.hbm does not vary, it is 103.079 GB; say over which range: chip.hbm=LOW..HIGH"},
		{axes: []string{"share:gb300=0:1:0.5", "share:h100=0.4:0.6:0.2"}, change: func(d *sweep.Definition) { d.Rest = "trainium2" }, axis: 1, want: "the shares sum to 1.6 in row 6, which leaves nothing for trainium2"},
	} {
		q := ask(t, "trainium2")
		if strings.HasPrefix(c.axes[0], "share") {
			q = ask(t, "trainium2", "gb300", "h100")
		}
		var axes []sweep.Axis
		for _, text := range c.axes {
			axes = append(axes, vary(t, text))
		}
		d := q.over(axes...)
		if strings.HasPrefix(c.axes[0], "share") {
			d.Mix = func([]int) (*mix.Mix, error) { q.axes = nil; return q.at(nil) }
		}
		if c.change != nil {
			c.change(&d)
		}
		_, err := sweep.New(d)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v: %v, want %s ...", c.axes, err, c.want)
			continue
		}
		var wrong *sweep.AxisError
		if is := errors.As(err, &wrong); is != (c.axis >= 0) || is && wrong.Axis != c.axis {
			t.Errorf("%v: axis %v is blamed, want %d", c.axes, wrong, c.axis)
		}
	}
}

func design(d *sweep.Definition) {
	d.Design = analysis.Settings{Draws: 8, Seed: 1, Sampler: analysis.Sobol}
}

// TestRecipes holds the identity of a sweep to what its rows depend on.
func TestRecipes(t *testing.T) {
	make := func(change func(q *question, d *sweep.Definition), axes ...string) string {
		q := ask(t, "trainium2")
		if len(axes) == 0 {
			axes = []string{"chip=trainium2,gb200", "site.reserve=0:0.1:0.05"}
		}
		for _, text := range axes {
			q.axes = append(q.axes, vary(t, text))
		}
		d := q.over(q.axes...)
		if change != nil {
			change(q, &d)
		}
		r, err := q.sweep(d).Recipe("capplan 1")
		if err != nil {
			t.Fatal(err)
		}
		if len(r.ID) != 64 {
			t.Errorf("the recipe is %q", r.ID)
		}
		return r.ID
	}
	one := make(nil)
	if same := make(nil, "chip= trainium2, gb200", "site.reserve=0%:11%:5%"); same != one {
		t.Error("another way to write the same sweep is another sweep")
	}
	q := ask(t, "trainium2")
	tool, _ := q.sweep(q.over(vary(t, "chip=trainium2,gb200"), vary(t, "site.reserve=0:0.1:0.05"))).Recipe("capplan 2")
	about, _ := q.sweep(q.over(vary(t, "chip=trainium2,gb200"), vary(t, "site.reserve=0:0.1:0.05"))).Recipe("capplan 1", "in other words")
	if about.ID != one || !slices.Contains(about.Lines, "in other words") {
		t.Error("words about a sweep count, or are lost")
	}
	seen := map[string]string{one: "the sweep", tool.ID: "another version"}
	member := func(m *mix.Mix, change func(values quantity.Scenario)) {
		chip := *m.Members[0].Accelerator
		chip.Values = maps.Clone(chip.Values)
		change(chip.Values)
		m.Members[0].Accelerator = &chip
	}
	changed := func(change func(m *mix.Mix)) func(q *question, d *sweep.Definition) {
		return func(q *question, d *sweep.Definition) {
			d.Mix = func(at []int) (*mix.Mix, error) {
				m, err := q.at(at)
				if err == nil {
					change(m)
				}
				return m, err
			}
		}
	}
	for name, id := range map[string]string{
		"another value":        make(nil, "chip=trainium2,gb200", "site.reserve=0:0.1:0.1"),
		"another order":        make(nil, "site.reserve=0:0.1:0.05", "chip=trainium2,gb200"),
		"another order of two": make(nil, "chip=gb200,trainium2", "site.reserve=0:0.1:0.05"),
		"a list":               make(nil, "chip=trainium2,gb200", "site.reserve=0,0.05,0.1"),
		"another metric":       make(func(_ *question, d *sweep.Definition) { d.Metrics = d.Metrics[:1] }),
		"draws":                make(func(_ *question, d *sweep.Definition) { d.Draws = analysis.Settings{Draws: 64, Seed: 1} }),
		"another seed":         make(func(_ *question, d *sweep.Definition) { d.Draws = analysis.Settings{Draws: 64, Seed: 2} }),
		"another start":        make(func(q *question, _ *sweep.Definition) { q.start = 3e9 }),
		"another basis":        make(changed(func(m *mix.Mix) { m.Basis = power.IT })),
		"another workload":     make(changed(func(m *mix.Mix) { m.Workload = 1 })),
		"another precision":    make(changed(func(m *mix.Mix) { m.Precision = 1 })),
		"the site differs":     make(changed(func(m *mix.Mix) { m.Shared[power.PUEPeak.Spec] = quantity.Fixed(1.2, quantity.Given, "") })),
		"the second chip alone": make(changed(func(m *mix.Mix) {
			if m.Members[0].ID == "gb200" {
				member(m, func(v quantity.Scenario) { v[accelerators.TDP.Spec] = quantity.Fixed(1000, quantity.Given, "") })
			}
		})),
		"a correlation": make(changed(func(m *mix.Mix) {
			m.Correlations = []mix.Correlation{{A: mix.Ref{Spec: power.PUEPeak.Spec}, B: mix.Ref{Spec: power.Provision.Spec}, Correlation: quantity.Correlation{Rank: 0.5}}}
		})),
		"drawn":                make(func(_ *question, d *sweep.Definition) { design(d) }, "chip=trainium2,gb200", "site.reserve"),
		"drawn from a range":   make(func(_ *question, d *sweep.Definition) { design(d) }, "chip=trainium2,gb200", "site.reserve=0..0.1"),
		"drawn from a mode":    make(func(_ *question, d *sweep.Definition) { design(d) }, "chip=trainium2,gb200", "site.reserve=0/0.05/0.1"),
		"more points":          make(func(_ *question, d *sweep.Definition) { design(d); d.Design.Draws = 9 }, "chip=trainium2,gb200", "site.reserve"),
		"drawn otherwise":      make(func(_ *question, d *sweep.Definition) { design(d); d.Design.Sampler = analysis.MonteCarlo }, "chip=trainium2,gb200", "site.reserve"),
		"another input varied": make(nil, "chip=trainium2,gb200", "site.availability=0:0.1:0.05"),
	} {
		if other, is := seen[id]; is {
			t.Errorf("%s is taken for %s", name, other)
		}
		seen[id] = name
	}
}

// TestInert finds what changes nothing.
func TestInert(t *testing.T) {
	q := ask(t, "trainium2")
	d := q.over(vary(t, "site.wue=0L/kWh,1L/kWh"), vary(t, "site.reserve=0:0.1:0.05"), vary(t, "workload.mfu.inference.bf16=0.1,0.2"))
	if got := q.sweep(d).Inert(); !slices.Equal(got, []int{0, 2}) {
		t.Errorf("inert are %v, want the first and the third", got)
	}
	d.Metrics = metrics("water.site_year")
	if got := q.sweep(d).Inert(); !slices.Equal(got, []int{2}) {
		t.Errorf("inert are %v, want the third", got)
	}
}

// BenchmarkRows is rows of ten columns, per row: a grid, a design, choices that vary fastest, and rows that are distributions.
func BenchmarkRows(b *testing.B) {
	ten := metrics("power.it", "capacity.chips", "capacity.peak_bf16", "capacity.effective", "energy.facility_year", "cost.capex")
	for _, c := range []struct {
		name  string
		draws int
		axes  []string
	}{
		{"grid", 0, []string{"site.reserve=0.02:0.1:lin:32", "site.pue_peak=1.08:1.3:lin:32", "system.power=46:56kW:lin:32", "site.provision=0.75:1:lin:31"}},
		{"design", 0, []string{"site.reserve", "site.pue_peak", "system.power", "site.provision"}},
		{"chips", 0, []string{"site.reserve=0.02:0.1:lin:1000", "site.pue_peak=1.08:1.3:lin:32", "site.provision=0.75:1:lin:31", "chip=trainium2,trainium3,gb200"}},
		{"draws", 16384, []string{"site.reserve=0.02:0.1:lin:100", "site.pue_peak=1.08:1.3:lin:32"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			q := ask(b, "trainium2")
			var axes []sweep.Axis
			for _, text := range c.axes {
				axes = append(axes, vary(b, text))
			}
			d := q.over(axes...)
			d.Metrics = ten
			d.Draws = analysis.Settings{Draws: c.draws, Seed: 1}
			n := 2048
			if c.name == "design" {
				d.Design = analysis.Settings{Draws: 1e6, Seed: 1, Sampler: analysis.Sobol}
			}
			if c.draws > 0 {
				n = 8
			}
			s := q.sweep(d)
			w, block := s.NewWorker(), sweep.NewBlock(s.Columns(), n)
			block.First, block.N = 1, n
			for b.Loop() {
				w.Fill(block)
				block.First = (block.First+n-1)%(s.Rows()-n) + 1
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/row")
		})
	}
}

func ExampleSteps() {
	s, _ := sweep.Steps(1.05, 1.2, 0.05)
	for i := range s.Len() {
		fmt.Print(s.At(i), " ")
	}
	// Output: 1.05 1.1 1.15 1.2
}
