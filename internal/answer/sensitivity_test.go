package answer_test

import (
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
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

var studied = []answer.Metric{{Spec: capacity.Chips.Spec, Member: mix.Total}, {Spec: cost.Capex.Spec, Member: mix.Total}}

func studying() answer.Question {
	return answer.Question{Command: "sensitivity", Start: answer.Start{Prose: "2 GW", Spec: power.Commitment.Spec, Value: 2e9}, Draws: 4096, Seed: 1}
}

func study(m *mix.Mix, metrics ...answer.Metric) *answer.Study {
	return answer.NewStudy(studying(), m, metrics, analysis.Settings{Draws: 4096, Seed: 1})
}

func ran(t *testing.T, m *mix.Mix, groups []answer.Group, metrics ...answer.Metric) *answer.Sensitivity {
	t.Helper()
	s, err := study(m, metrics...).Run(groups, 8192)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func chipOf(t *testing.T, id string) *accelerators.Accelerator {
	t.Helper()
	for _, c := range open(t).chips {
		if c.ID == id {
			return c
		}
	}
	t.Fatal("no " + id)
	return nil
}

func effectOf(t *testing.T, s *answer.Sensitivity, finding int, factor string) answer.Effect {
	t.Helper()
	for _, e := range s.Findings[finding].Effects {
		if s.Factors[e.Factor].Name == factor {
			return e
		}
	}
	t.Fatalf("no %s among the factors", factor)
	return answer.Effect{}
}

// TestSensitivityOfEverySystem: what must hold for any study, over the library.
func TestSensitivityOfEverySystem(t *testing.T) {
	lib := open(t)
	for i, c := range lib.chips {
		site := lib.sites[i%len(lib.sites)]
		m := ask(site, power.FromPower, 2e9, power.Facility, alone(c))
		var metrics []answer.Metric
		for _, x := range studied {
			if study(m, studied...).Trouble(x) == "" {
				metrics = append(metrics, x)
			}
		}
		if len(metrics) == 0 {
			continue
		}
		s := ran(t, m, nil, metrics...)
		for k := range s.Findings {
			f := &s.Findings[k]
			first, total := 0.0, 0.0
			for n, e := range f.Effects {
				first, total = first+e.First.Value, total+e.Total.Value
				if n > 0 && e.Swing > f.Effects[n-1].Swing {
					t.Errorf("%s, %s: effects are not sorted by their swings", c.ID, f.Spec.Name)
				}
				if e.Inert != (e.Swing == 0 && e.Total.Value == 0) || e.Inert && e.First.Value != 0 {
					t.Errorf("%s: %s is inert: %v, with a swing of %g and a total index of %g", c.ID, s.Factors[e.Factor].Name, e.Inert, e.Swing, e.Total.Value)
				}
				if e.First.Value > e.Total.Value+0.01 || e.SDIfKnown > f.SD || e.SDIfKnown < 0 {
					t.Errorf("%s: %s of %s: first %v, total %v, sd %g of %g", c.ID, s.Factors[e.Factor].Name, f.Spec.Name, e.First, e.Total, e.SDIfKnown, f.SD)
				}
			}
			if first > 1.01 || total < 0.99 || math.Abs(f.Together-(1-first)) > 1e-12 {
				t.Errorf("%s, %s: first indices sum to %.4f, totals to %.4f, together %.4f", c.ID, f.Spec.Name, first, total, f.Together)
			}
			if math.Abs(f.SD/f.Summary.SD-1) > 0.02 {
				t.Errorf("%s, %s: standard deviation %g of the indices, %g of the draws", c.ID, f.Spec.Name, f.SD, f.Summary.SD)
			}
			worth := f.Worth()
			if !slices.IsSortedFunc(worth, func(a, b answer.Effect) int { return int(math.Copysign(1, b.First.Value-a.First.Value)) }) {
				t.Errorf("%s: what to look up is not sorted", c.ID)
			}
		}
	}
}

// TestTornadoIsTheModelWithOneInputSet computes the ends again, each as a question of its own.
func TestTornadoIsTheModelWithOneInputSet(t *testing.T) {
	c := chipOf(t, "trainium3")
	m := ask(open(t).sites[0], power.FromPower, 2e9, power.Facility, alone(c))
	s := ran(t, m, nil, studied...)
	for k := range s.Findings {
		f := &s.Findings[k]
		for _, e := range f.Effects {
			in := s.Factors[e.Factor].Inputs[0]
			for _, end := range []answer.End{e.Low, e.High} {
				want := numbers(with(m, in.Spec, quantity.Fixed(end.Values[0], quantity.Given, "test")))[f.Spec]
				if end.Result != want {
					t.Errorf("%s with %s at %g is %g, not %g", f.Spec.Name, in.Name, end.Values[0], want, end.Result)
				}
			}
			if in.Value.Shape == quantity.Discrete {
				continue
			}
			if low, high := in.Value.Quantile(0.05), in.Value.Quantile(0.95); e.Low.Values[0] != low || e.High.Values[0] != high {
				t.Errorf("%s goes from %g to %g, not from P5 %g to P95 %g", in.Name, e.Low.Values[0], e.High.Values[0], low, high)
			}
		}
	}
}

// TestKnowingAnInputSavesWhatIsSaid: the variance that is left, averaged over what the input may turn out to be, is that which the index promises.
func TestKnowingAnInputSavesWhatIsSaid(t *testing.T) {
	m := ask(open(t).sites[0], power.FromPower, 2e9, power.Facility, alone(chipOf(t, "trainium2")))
	s := ran(t, m, nil, studied...)
	for k, name := range []string{"site.scatter", "cost.compute_per_chip"} {
		f, e := &s.Findings[k], effectOf(t, s, k, name)
		in := s.Factors[e.Factor].Inputs[0]
		const cases = 32
		left := 0.0
		for i := range cases {
			known := with(m, in.Spec, quantity.Fixed(in.Value.Quantile((float64(i)+0.5)/cases), quantity.Given, "test"))
			plan := known.Compile([]mix.Output{{Member: mix.Total, Spec: f.Spec}})
			sd := analysis.Draw(plan.Program, analysis.Settings{Draws: 4096, Seed: 5}).Summaries()[0].SD
			left += sd * sd / cases
		}
		if got := math.Sqrt(left); math.Abs(got/e.SDIfKnown-1) > 0.01 {
			t.Errorf("knowing %s leaves a standard deviation of %g, not %g", name, got, e.SDIfKnown)
		}
	}
}

// TestWhichGigawatt: an unstated boundary is a factor like any other, and its share is what the two readings say it must be.
func TestWhichGigawatt(t *testing.T) {
	site, c := open(t).sites[0], chipOf(t, "trainium2")
	m := ask(site, power.FromPower, 2e9, power.Facility, alone(c))
	m.Unstated = true
	s := ran(t, m, nil, studied[0])
	e := effectOf(t, s, 0, "power.basis")
	var means [2]float64
	for basis := range means {
		one := ask(site, power.FromPower, 2e9, basis, alone(c))
		plan := one.Compile([]mix.Output{{Member: mix.Total, Spec: capacity.Chips.Spec}})
		means[basis] = analysis.Draw(plan.Program, analysis.Settings{Draws: 1 << 15, Seed: 1}).Summaries()[0].Mean
	}
	w := site.Values[power.BasisInput.Spec].Weights
	p := w[1] / (w[0] + w[1])
	want := p * (1 - p) * (means[1] - means[0]) * (means[1] - means[0]) / (s.Findings[0].SD * s.Findings[0].SD)
	if math.Abs(e.First.Value-want) > 0.005 || want < 0.2 {
		t.Errorf("which gigawatt accounts for %.4f, not %.4f", e.First.Value, want)
	}
	if e.Low.Values[0] != 0 || e.High.Values[0] != 1 || !(e.Low.Result < e.High.Result) {
		t.Errorf("ends %v and %v", e.Low, e.High)
	}
	if !slices.ContainsFunc(s.Notes, func(n answer.Note) bool {
		return n.Code == "which-gigawatt" && strings.HasPrefix(n.Message, "Which gigawatt? ")
	}) {
		t.Errorf("no note says so: %v", s.Notes)
	}
	stated := ran(t, ask(site, power.FromPower, 2e9, power.Facility, alone(c)), nil, studied[0])
	if slices.ContainsFunc(stated.Notes, func(n answer.Note) bool { return n.Code == "which-gigawatt" }) {
		t.Error("a stated boundary is noted as unstated")
	}
}

// TestFactorsOfAMix: inputs of one group of the library are one factor, with their names; the user's groups are others, and cannot part what is drawn together.
func TestFactorsOfAMix(t *testing.T) {
	lib := open(t)
	m := ask(lib.sites[0], power.FromPower, 2e9, power.Facility, mix.Member{Accelerator: chipOf(t, "trainium2"), Share: 0.5}, mix.Member{Accelerator: chipOf(t, "trainium3"), Share: 0.5})
	st := study(m, answer.Metric{Spec: capacity.Effective.Spec, Member: mix.Total}, answer.Metric{Spec: capacity.Chips.Spec, Member: 1})
	names := st.Inputs()
	for _, want := range []string{"site.pue_peak", "trainium2:system.power", "trainium2:workload.mfu.training.bf16", "trainium3:workload.mfu.training.bf16"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is not among %v", want, names)
		}
	}
	if idle := st.Idle(); !slices.Contains(idle, "site.grid_carbon") || !slices.Contains(idle, "trainium2:cost.compute_per_chip") || slices.Contains(idle, "site.pue_peak") {
		t.Errorf("idle %v", idle)
	}
	s, err := st.Run([]answer.Group{{Name: "site", Inputs: []string{"site.pue_peak", "site.scatter", "site.provision"}}}, 1024)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]answer.Kind{}
	for _, f := range s.Factors {
		kinds[f.Name] = f.Kind
	}
	for name, want := range map[string]answer.Kind{"trainium-mfu": answer.Common, "site": answer.Grouped, "site.reserve": answer.Single, "site.pue_peak": "", "trainium2:system.power": answer.Single} {
		if kinds[name] != want {
			t.Errorf("%s is %q, want %q", name, kinds[name], want)
		}
	}
	e := effectOf(t, s, 0, "site")
	if e.Low.Values != nil || !(e.Low.Result < s.Findings[0].Point && s.Findings[0].Point < e.High.Result) {
		t.Errorf("the group goes from %v to %v", e.Low, e.High)
	}
	if f := s.Findings[1]; f.Of != "trainium3" || !effectOf(t, s, 1, "trainium2:system.power").Inert {
		t.Errorf("chips of %q: %v", f.Of, effectOf(t, s, 1, "trainium2:system.power"))
	}
	for code, names := range map[string][]string{
		"drawn-together": {"trainium-mfu", "trainium2:workload.mfu.training.bf16", "trainium3:workload.mfu.training.bf16"},
		"group":          {"Group site", "site.pue_peak", "site.scatter", "site.provision"},
	} {
		if !slices.ContainsFunc(s.Notes, func(n answer.Note) bool {
			return n.Code == code && !slices.ContainsFunc(names, func(name string) bool { return !strings.Contains(n.Message, name) })
		}) {
			t.Errorf("no note %s with %v in %v", code, names, s.Notes)
		}
	}
	_, err = st.Run([]answer.Group{{Name: "a", Inputs: []string{"trainium2:workload.mfu.training.bf16"}}, {Name: "b", Inputs: []string{"trainium3:workload.mfu.training.bf16"}}}, 64)
	if err == nil || !strings.Contains(err.Error(), "inputs of groups a and b are drawn together") {
		t.Errorf("groups that part a common draw: %v", err)
	}
	whole, err := st.Run([]answer.Group{{Name: "all", Inputs: names}}, 1024)
	if err != nil {
		t.Fatal(err)
	}
	if e := whole.Findings[0].Effects[0]; len(whole.Factors) != 1 || math.Abs(e.First.Value-1) > 0.02 || math.Abs(e.Total.Value-1) > 0.02 {
		t.Errorf("all inputs together account for %v and %v", e.First, e.Total)
	}
}

// TestCorrelatedInputsAreOneFactor: what they share cannot be parted between them, and they are drawn as they follow each other.
func TestCorrelatedInputsAreOneFactor(t *testing.T) {
	study := func(rank float64) *answer.Sensitivity {
		m := ask(open(t).sites[0], power.FromPower, 2e9, power.Facility, alone(chipOf(t, "trainium2")))
		m.Correlations = []mix.Correlation{{A: mix.Ref{Spec: power.PUEPeak.Spec}, B: mix.Ref{Spec: power.Provision.Spec}, Correlation: quantity.Correlation{Rank: rank}}}
		return ran(t, m, nil, studied[0])
	}
	together, against := study(0.8), study(-0.8)
	for _, s := range []*answer.Sensitivity{together, against} {
		k := slices.IndexFunc(s.Factors, func(f answer.Factor) bool { return f.Kind == answer.Correlated })
		if k < 0 || len(s.Factors[k].Inputs) != 2 || s.Factors[k].Name != "site.pue_peak + site.provision" {
			t.Fatalf("factors %v", s.Factors)
		}
		if !slices.ContainsFunc(s.Notes, func(n answer.Note) bool {
			return n.Code == "correlated" && strings.HasPrefix(n.Message, "site.pue_peak, site.provision are one factor")
		}) {
			t.Errorf("no note in %v", s.Notes)
		}
	}
	wide, narrow := effectOf(t, together, 0, "site.pue_peak + site.provision"), effectOf(t, against, 0, "site.pue_peak + site.provision")
	if wide.Low.Values != nil || wide.Swing < 1.5*narrow.Swing || wide.First.Value < 1.5*narrow.First.Value {
		t.Errorf("two inputs that each take chips move them by %g where they rise together, and %g where they rise apart", wide.Swing, narrow.Swing)
	}
}

// TestTrouble says why a metric has no drivers.
func TestTrouble(t *testing.T) {
	site := open(t).sites[0]
	c := *chipOf(t, "trainium2")
	c.Values = quantity.Scenario{}
	for s, v := range chipOf(t, "trainium2").Values {
		if s != accelerators.ComputePerChip.Spec {
			c.Values[s] = v
		}
	}
	m := ask(site, power.FromChips, 4e5, 0, alone(&c))
	st := study(m, studied...)
	if got := st.Trouble(studied[0]); got != "does not vary: it is 400,000 whatever the inputs are" {
		t.Errorf("chips: %q", got)
	}
	if got := st.Trouble(studied[1]); got != "is n/a: the profile of "+c.Name+" has no cost.compute_per_chip" {
		t.Errorf("capex: %q", got)
	}
	small := ran(t, ask(site, power.FromPower, 2e3, power.Facility, alone(&c)), nil, studied[0])
	if !small.Findings[0].Still() {
		t.Error("0 chips in every case are said to vary")
	}
	// A power that is divided by what it was multiplied with differs by its rounding: with the indices, and by the tornado alone.
	back := answer.Metric{Spec: capacity.PowerFacility.Spec, Member: mix.Total}
	for _, points := range []int{64, 0} {
		s, err := study(ask(site, power.FromPower, 2e9, power.Facility, alone(&c)), back).Run(nil, points)
		if err != nil {
			t.Fatal(err)
		}
		if f := s.Findings[0]; !f.Still() {
			t.Errorf("%d points: 2 GW of facility power are said to vary, by %g W", points, f.SD)
		}
	}
	if f := ran(t, ask(site, power.FromPower, 2e9, power.Facility, alone(&c)), nil, studied[0]).Findings[0]; f.Still() {
		t.Error("chips do not vary")
	}
}

// TestTornadoAlone has no indices, and what rests on them is n/a.
func TestTornadoAlone(t *testing.T) {
	m := ask(open(t).sites[0], power.FromPower, 2e9, power.Facility, alone(chipOf(t, "trainium2")))
	s, err := study(m, studied...).Run(nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	f := &s.Findings[0]
	if s.Points != 0 || !math.IsNaN(f.SD) || !math.IsNaN(f.Together) || len(f.Worth()) != 0 || !(f.Effects[0].Swing > 0) || !math.IsNaN(f.Effects[0].First.Value) || f.Still() {
		t.Errorf("%d points, %+v", s.Points, f.Effects[0])
	}
	inert := effectOf(t, s, 0, "cost.compute_per_chip")
	if !inert.Inert {
		t.Error("a price moves chips")
	}
}

// BenchmarkSensitivity is a study of one chip with the two default metrics.
func BenchmarkSensitivity(b *testing.B) {
	lib := open(b)
	m := ask(lib.sites[0], power.FromPower, 2e9, power.Facility, alone(lib.chips[1]))
	for b.Loop() {
		if _, err := study(m, studied...).Run(nil, analysis.DefaultPoints); err != nil {
			b.Fatal(err)
		}
	}
}
