package mix_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

func uniform(low, high float64, group string) quantity.Value {
	return quantity.Value{Shape: quantity.Uniform, Low: low, High: high, Common: group, Basis: quantity.Given}
}

// spread gives a chip ranges: a TDP of its own, and network and cost in groups.
func spread(id, network, cost string) *accelerators.Accelerator {
	c := chip(id, 1000)
	c.Values[accelerators.SystemPower.Spec] = uniform(800, 1000, "")
	c.Values[accelerators.TDP.Spec] = uniform(300, 500, "")
	c.Values[accelerators.NetworkPower.Spec] = uniform(40, 80, network)
	c.Values[accelerators.ComputePerChip.Spec] = uniform(10000, 20000, cost)
	return c
}

// perUnit draws what does not depend on shares: a member's inputs, seen through outputs of its own.
func perUnit(t *testing.T, chips ...*accelerators.Accelerator) [][]float64 {
	t.Helper()
	m := question(0, 0)
	m.Shared[power.PUEPeak.Spec] = uniform(1.1, 1.4, "")
	m.Members = nil
	var outputs []mix.Output
	for i, c := range chips {
		m.Members = append(m.Members, mix.Member{Accelerator: c, Share: 1 / float64(len(chips))})
		outputs = append(outputs, mix.Output{Member: i, Spec: capacity.ITPerUnit.Spec})
	}
	s := analysis.Draw(m.Compile(outputs).Program, analysis.Settings{Draws: 4096, Seed: 1})
	var out [][]float64
	for i := range chips {
		out = append(out, slices.Clone(s.Column(i)))
	}
	return out
}

func correlation(a, b []float64) float64 {
	var ma, mb, ab, aa, bb float64
	for i := range a {
		ma += a[i] / float64(len(a))
		mb += b[i] / float64(len(b))
	}
	for i := range a {
		ab += (a[i] - ma) * (b[i] - mb)
		aa += (a[i] - ma) * (a[i] - ma)
		bb += (b[i] - mb) * (b[i] - mb)
	}
	return ab * ab / (aa * bb)
}

// TestAddedMemberChangesNoDraw of those before it, and two members are independent although they have the same inputs.
func TestAddedMemberChangesNoDraw(t *testing.T) {
	a, b, c := spread("a", "", ""), spread("b", "", ""), spread("c", "", "")
	two, three := perUnit(t, a, b), perUnit(t, a, b, c)
	for i := range two {
		if !slices.Equal(two[i], three[i]) {
			t.Errorf("member %d: its draws changed when another was added", i)
		}
	}
	if alone := perUnit(t, a); !slices.Equal(alone[0], two[0]) {
		t.Error("the first member alone is drawn otherwise than with another")
	}
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
		if r := correlation(three[pair[0]], three[pair[1]]); r > 0.01 {
			t.Errorf("members %v have a squared correlation of %.3f", pair, r)
		}
	}
}

// TestCommonGroupsMoveTogether: members whose network power is of one group follow each other by it, whoever comes first.
func TestCommonGroupsMoveTogether(t *testing.T) {
	for _, names := range [][2]string{{"a", "b"}, {"b", "a"}} {
		x, y := spread(names[0], "switches", ""), spread(names[1], "switches", "")
		for _, c := range []*accelerators.Accelerator{x, y} {
			c.Values[accelerators.SystemPower.Spec] = fixed(900) // so that the network is all that varies
		}
		d := perUnit(t, x, y)
		if !slices.Equal(d[0], d[1]) {
			t.Errorf("%v: two inputs of one group are drawn apart", names)
		}
	}
}

// TestGroupsOfOneMemberAreIndependent: the network's group and the cost's do not follow each other, nor the inputs outside them.
func TestGroupsOfOneMemberAreIndependent(t *testing.T) {
	m := question(1, 0)
	m.Members = []mix.Member{{Accelerator: spread("a", "switches", "prices"), Share: 1}}
	m.Shared[power.CapexPerWatt.Spec] = fixed(10)
	out := []mix.Output{{Member: 0, Spec: capacity.ITPerUnit.Spec}, {Member: mix.Total, Spec: capacity.PowerNetwork.Spec}}
	loads := m.Compile(out).Program.Loads()
	seen := map[string]int{}
	for _, l := range loads {
		if l.At.Order == "" {
			seen[l.Spec.Name] = l.At.Dim
		}
	}
	dims := map[int]string{}
	for name, dim := range seen {
		if other, taken := dims[dim]; taken {
			t.Errorf("%s and %s have one coordinate", name, other)
		}
		dims[dim] = name
	}
	if len(seen) < 2 {
		t.Errorf("only %v is drawn in the natural order", seen)
	}
}

// TestAlternativesShareTheSite: in one run, two chips that each take the whole start see the same site, and the ratio of a chip to itself is 1 in every draw.
func TestAlternativesShareTheSite(t *testing.T) {
	one := func(c *accelerators.Accelerator) *mix.Mix {
		m := question(1, 0)
		m.Shared[power.Scatter.Spec] = uniform(0.8, 1.2, "")
		m.Members = []mix.Member{{Accelerator: c, Share: 1}}
		return m
	}
	a := mix.Alternatives{Mixes: []*mix.Mix{one(chip("a", 1460)), one(chip("b", 2055))}}
	ratio := func(k int) mix.Output {
		return mix.Output{Alternative: k, Member: mix.Total, Spec: capacity.Chips.Spec, Ratio: true}
	}
	s := analysis.Draw(a.Compile([]mix.Output{ratio(0), ratio(1)}).Program, analysis.Settings{Draws: 1024, Seed: 1}).Summaries()
	if s[0].P5 != 1 || s[0].P95 != 1 {
		t.Errorf("a chip over itself: %+v", s[0])
	}
	if want := 1460.0 / 2055; s[1].P95-s[1].P5 > 1e-4 || s[1].P50 < want-1e-4 || s[1].P50 > want+1e-4 {
		t.Errorf("the ratio of two chips that differ in watts alone: %+v, want %.4f", s[1], want)
	}
}

// TestChance: how often a threshold is reached is the mean of whether it is.
func TestChance(t *testing.T) {
	m := question(1, 0)
	m.Members = m.Members[:1]
	m.Members[0].Share = 1
	m.Shared[power.Scatter.Spec] = uniform(1, 2, "") // chips are inversely proportional to it
	all := analysis.Point(m.Compile([]mix.Output{{Member: mix.Total, Spec: capacity.Chips.Spec}}).Program)[0] * 1.5
	o := mix.Output{Member: mix.Total, Spec: capacity.Chips.Spec, Chance: true, AtLeast: all / 1.25}
	if got := analysis.Draw(m.Compile([]mix.Output{o}).Program, analysis.Settings{Draws: 4096, Seed: 1}).Summaries()[0].Mean; got < 0.249 || got > 0.251 {
		t.Errorf("a chance of %v, want 0.25", got)
	}
}

// TestStatedCorrelations: two inputs of a member follow each other as stated, the first keeps its draws, contradictions are refused, and so is a pair of one
// common group.
func TestStatedCorrelations(t *testing.T) {
	c := spread("a", "switches", "switches")
	m := question(1, 0)
	m.Members = []mix.Member{{Accelerator: c, Share: 1}}
	m.Shared[power.PUEPeak.Spec] = uniform(1.1, 1.4, "")
	refs := []mix.Ref{{Spec: power.PUEPeak.Spec}, {Owner: "a", Spec: accelerators.SystemPower.Spec}, {Owner: "a", Spec: accelerators.NetworkPower.Spec}, {Owner: "a", Spec: accelerators.ComputePerChip.Spec}}
	state := func(pairs ...float64) error {
		m.Correlations = nil
		for i, rank := range pairs {
			at := [][2]int{{0, 1}, {0, 2}, {1, 2}, {2, 3}}[i]
			if rank != 0 {
				m.Correlations = append(m.Correlations, mix.Correlation{A: refs[at[0]], B: refs[at[1]], Correlation: quantity.Correlation{Rank: rank}})
			}
		}
		return m.Validate()
	}
	it := func() []float64 {
		out := []mix.Output{{Member: mix.Total, Spec: power.ITAvailable.Spec}, {Member: 0, Spec: capacity.ITPerUnit.Spec}}
		m.Basis = power.Facility
		s := analysis.Draw(m.Compile(out).Program, analysis.Settings{Draws: 4096, Seed: 1})
		return append(slices.Clone(s.Column(0)), s.Column(1)...)
	}
	if err := state(); err != nil {
		t.Fatal(err)
	}
	free := it()
	if err := state(0.8); err != nil {
		t.Fatal(err)
	}
	tied := it()
	if !slices.Equal(free[:4096], tied[:4096]) {
		t.Error("the first of two correlated inputs changed its draws")
	}
	if r := correlation(free[:4096], free[4096:]); r > 0.01 {
		t.Errorf("without correlation: a squared correlation of %.3f", r)
	}
	if r := correlation(tied[:4096], tied[4096:]); r < 0.5 || r > 0.75 { // 0.8 squared, less what the network adds
		t.Errorf("with a rank correlation of 0.8: a squared correlation of %.3f", r)
	}
	for name, pairs := range map[string][]float64{"contradictory": {0.9, 0.9, -0.9}, "left out": {0.9, 0.9}, "of one group": {0, 0, 0, 0.5}} {
		if err := state(pairs...); err == nil {
			t.Errorf("correlations that are %s are accepted", name)
		}
	}
}

// TestTheMostSpecialCorrelationCounts: a later one of the question takes the place of one of the site and of a member, whichever way round the inputs stand, and
// one of rank 0 takes it back; what does not vary is said to be idle.
func TestTheMostSpecialCorrelationCounts(t *testing.T) {
	m := question(1, 0)
	c := spread("a", "", "")
	power0 := c.Values[accelerators.SystemPower.Spec]
	c.Correlations = []quantity.Correlation{{Name: "own", A: accelerators.SystemPower.Spec, B: accelerators.NetworkPower.Spec, Rank: 0.5, Origin: "a.toml:3"}}
	m.Members = []mix.Member{{Accelerator: c, Share: 1}}
	m.Shared[power.PUEPeak.Spec], m.Shared[power.Reserve.Spec] = uniform(1.1, 1.4, ""), uniform(0, 0.1, "")
	pue, reserve := mix.Ref{Spec: power.PUEPeak.Spec}, mix.Ref{Spec: power.Reserve.Spec}
	system, network := mix.Ref{Owner: "a", Spec: accelerators.SystemPower.Spec}, mix.Ref{Owner: "a", Spec: accelerators.NetworkPower.Spec}
	m.Correlations = []mix.Correlation{
		{A: pue, B: reserve, Correlation: quantity.Correlation{Rank: 0.7, Origin: "site.toml:9"}},
		{A: reserve, B: pue, Correlation: quantity.Correlation{Rank: -0.3, Origin: "--correlate"}},
		{A: network, B: system, Correlation: quantity.Correlation{Rank: 0, Origin: "--correlate"}},
	}
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	if all := m.AllCorrelations(); len(all) != 1 || all[0].Rank != -0.3 {
		t.Errorf("what counts: %+v", all)
	}
	if over := m.Superseded(); len(over) != 2 || over[0].Old.Rank != 0.7 || over[0].New.Rank != -0.3 || over[1].Old.Name != "own" || over[1].New.Rank != 0 {
		t.Errorf("what does not: %+v", over)
	}
	m.Correlations = m.Correlations[:2]
	c.Values[accelerators.SystemPower.Spec] = fixed(power0.Mid())
	delete(m.Shared, power.Reserve.Spec)
	idle := m.IdleCorrelations()
	if len(idle) != 2 || !slices.Equal(idle[0].Missing, []mix.Ref{reserve}) || !slices.Equal(idle[1].Fixed, []mix.Ref{system}) {
		t.Errorf("idle: %+v", idle)
	}
}

// TestContradictionNamesItsCorrelations: those that cannot hold together, and no other.
func TestContradictionNamesItsCorrelations(t *testing.T) {
	m := question(1, 0)
	m.Members = []mix.Member{{Accelerator: spread("a", "", ""), Share: 1}}
	m.Shared[power.PUEPeak.Spec], m.Shared[power.Reserve.Spec], m.Shared[power.Provision.Spec] = uniform(1.1, 1.4, ""), uniform(0, 0.1, ""), uniform(0.9, 1, "")
	pue, reserve, provision := mix.Ref{Spec: power.PUEPeak.Spec}, mix.Ref{Spec: power.Reserve.Spec}, mix.Ref{Spec: power.Provision.Spec}
	system := mix.Ref{Owner: "a", Spec: accelerators.SystemPower.Spec}
	m.Correlations = []mix.Correlation{
		{A: pue, B: system, Correlation: quantity.Correlation{Rank: 0.1, Origin: "--correlate"}},
		{A: pue, B: reserve, Correlation: quantity.Correlation{Rank: 0.9, Name: "x", Origin: "site.toml:9"}},
		{A: reserve, B: provision, Correlation: quantity.Correlation{Rank: 0.9, Origin: "--correlate"}},
		{A: provision, B: pue, Correlation: quantity.Correlation{Rank: -0.9, Origin: "--correlate"}},
	}
	err := m.Validate()
	if err == nil {
		t.Fatal("accepted")
	}
	if text := err.Error(); !strings.Contains(text, "site.pue_peak and site.reserve 0.9 (site.toml:9, correlations.x)") ||
		!strings.Contains(text, "--correlate site.pue_peak,site.reserve=0") || strings.Contains(text, "a:system.power") {
		t.Error(text)
	}
}
